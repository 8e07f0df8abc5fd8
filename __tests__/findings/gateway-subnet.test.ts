import { Direction, Protocol } from '../../lib';
import { readExports } from '../../lib/azure-exports/read-exports';
import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';
import { setOf } from '../support/needs';

// Source: About VPN Gateway configuration settings, "Gateway subnet": no security group, no route for 0.0.0.0/0, learned routes taken.

type Body = Record<string, unknown>;
const RG = { resource_group_name: 'rg', location: 'westeurope' };
const route = (more: Body = {}): Body => ({ name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'None', ...more });

interface Parts { readonly name?: string; readonly group?: boolean; readonly table?: Body }

function written({ name = 'GatewaySubnet', group = false, table }: Parts): Network {
  const subnet_id = '${azurerm_subnet.g.id}';
  return networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { name: 'vnet', ...RG, address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { g: { name, resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.2.0/27'] } },
    ...(group && {
      azurerm_network_security_group: { n: { name: 'n', ...RG } },
      azurerm_subnet_network_security_group_association: {
        a: { subnet_id, network_security_group_id: '${azurerm_network_security_group.n.id}' },
      },
    }),
    ...(table !== undefined && {
      azurerm_route_table: { t: { name: 't', ...RG, ...table } },
      azurerm_subnet_route_table_association: { a: { subnet_id, route_table_id: '${azurerm_route_table.t.id}' } },
    }),
  } } }]);
}

const NEEDS = setOf([{ direction: Direction.OUTBOUND, kind: 'tag', value: 'Storage', protocol: Protocol.TCP, ports: ['443'] }]);
const OTHER = { name: 'other', subnetId: 'other', addressPrefixes: [], requirements: NEEDS, networkTraffic: 'none' } as const;

function refused(network: Network): string[] {
  return verify(network, { subnets: [OTHER] }).findings.filter(({ id }) => id === 'refused-by-azure')
    .map(({ subject }) => subject);
}

test.each<[what: string, parts: Parts, expected: string[]]>([
  ['a group', { group: true }, ['GatewaySubnet security group n']],
  ['the same in another case', { group: true, name: 'gatewaysubnet' }, ['GatewaySubnet security group n']],
  ['a default route', { table: { route: [route()] } }, ['GatewaySubnet route t/d']],
  ['a default route to the Internet', { table: { route: [route({ next_hop_type: 'Internet' })] } }, ['GatewaySubnet route t/d']],
  ['no learned routes', { table: { bgp_route_propagation_enabled: false } }, ['GatewaySubnet route table t']],
  ['a route for another range', { table: { route: [route({ address_prefix: '10.2.0.0/16' })] } }, []],
  ['a range that is not known', { table: { route: [route({ address_prefix: '${var.x}' })] } }, []],
  ['all of it on another subnet', { name: 's', group: true, table: { route: [route()], bgp_route_propagation_enabled: false } }, []],
  ['nothing', {}, []],
])('%s on the subnet of a gateway', (_, parts, expected) => {
  expect(refused(written(parts))).toEqual(expected);
});

test('what is deployed says it too', () => {
  const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg';
  const id = (rest: string): string => `${group}/providers/Microsoft.Network/${rest}`;
  const network = readExports([
    { file: 'vnet.json', json: {
      id: id('virtualNetworks/v'), name: 'v', type: 'Microsoft.Network/virtualNetworks', addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
      subnets: [{ id: id('virtualNetworks/v/subnets/GatewaySubnet'), name: 'GatewaySubnet', addressPrefix: '10.1.2.0/27',
        networkSecurityGroup: { id: id('networkSecurityGroups/n') } }],
    } },
    { file: 'nsg.json', json: {
      id: id('networkSecurityGroups/n'), name: 'n', type: 'Microsoft.Network/networkSecurityGroups',
      securityRules: [], defaultSecurityRules: [],
    } },
  ], { ids: [], isTakenAway: () => false, ipGroup: () => undefined });
  expect(refused(network)).toEqual(['GatewaySubnet security group n']);
});
