import { Direction, Protocol } from '../../lib';
import { requestFromProps } from '../../lib/verification/request-from-props';
import { verifyNetwork } from '../../lib/verification/verify-network';
import { setOf } from '../support/needs';

// The address space of a virtual network that a data source finds: only Terraform knows it, and rules name it all the same.

const SPACE = '${data.azurerm_virtual_network.ws.address_space}';
const DATA = {
  azurerm_virtual_network: {
    ws: { name: 'vnet-ws', resource_group_name: 'rg-ws' }, other: { name: 'vnet-other', resource_group_name: 'rg-ws' },
  },
};
const ANY = { source_address_prefix: '*', source_port_range: '*', destination_port_range: '*', protocol: '*', direction: 'Outbound' };
const DENY = { ...ANY, name: 'deny', priority: 4000, access: 'Deny', destination_address_prefix: '*' };
const ID = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-ws/providers/Microsoft.Network/virtualNetworks/vnet-ws';
const EXPORT = {
  id: ID, name: 'vnet-ws', type: 'Microsoft.Network/virtualNetworks', resourceGroup: 'rg-ws',
  addressSpace: { addressPrefixes: ['10.3.0.0/16'] }, subnets: [{ id: `${ID}/subnets/other`, name: 'other', addressPrefix: '10.3.2.0/24' }],
};

const NEEDS = setOf(['VirtualNetwork', 'AzureActiveDirectory'].map((value) =>
  ({ direction: Direction.OUTBOUND, kind: 'tag', value, protocol: Protocol.TCP, ports: ['443'] })));

/** What becomes of traffic to the network and to a service. */
function answersTo(rule: object, more: readonly object[] = []): { inside: string; outside: string; messages: string } {
  const resource = {
    azurerm_subnet: {
      aml: {
        name: 'aml', resource_group_name: 'rg-ws', virtual_network_name: '${data.azurerm_virtual_network.ws.name}',
        address_prefixes: ['10.3.1.0/24'],
      },
    },
    azurerm_network_security_group: {
      g: {
        name: 'nsg', resource_group_name: 'rg-ws',
        security_rule: [{ ...ANY, name: 'within', priority: 100, access: 'Allow', ...rule }, DENY],
      },
    },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.aml.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' },
    },
  };
  const documents = [{ file: 'main.tf.json', json: { resource, data: DATA } }, ...more.map((json) => ({ file: 'vnet.json', json }))];
  const { answers, findings } = verifyNetwork(requestFromProps({ documents }, {
    subnets: [{ name: 'aml', subnetId: '${azurerm_subnet.aml.id}', requirements: NEEDS }],
  }));
  const [inside, outside] = answers.map(({ outcome }) => outcome);
  return { inside: inside!, outside: outside!, messages: findings.map(({ message }) => message).join('\n') };
}

const withoutAny = { source_address_prefix: undefined };

test.each<[what: string, rule: object, inside: string, outside: string]>([
  ['the space itself', { destination_address_prefixes: SPACE }, 'met', 'denied'],
  ['it on both sides', { ...withoutAny, source_address_prefixes: SPACE, destination_address_prefixes: SPACE }, 'met', 'denied'],
  ['the service tag', { destination_address_prefix: 'VirtualNetwork' }, 'met', 'denied'],
  ['it, denied', { destination_address_prefixes: SPACE, access: 'Deny' }, 'denied', 'denied'],
  ['its first range', { destination_address_prefix: SPACE.replace('}', '[0]}') }, 'unknown', 'unknown'],
  ['that of another network', { destination_address_prefixes: SPACE.replace('.ws.', '.other.') }, 'unknown', 'unknown'],
  ['to it from another network', {
    ...withoutAny, source_address_prefixes: SPACE.replace('.ws.', '.other.'), destination_address_prefixes: SPACE,
  }, 'unknown', 'denied'],
  ['the subnet made here', { destination_address_prefix: '10.3.1.0/24' }, 'unknown', 'denied'],
])('a rule for %s', (_, rule, inside, outside) => {
  expect(answersTo(rule)).toMatchObject({ inside, outside });
});

test('what is known of it is said, and what to give', () => {
  expect(answersTo({ destination_address_prefix: '10.3.1.0/24' }).messages).toContain(
    'data.azurerm_virtual_network.ws.address_space, of which the subnets in the files give 10.3.1.0/24; ' +
      'give the output of "az network vnet show --resource-group rg-ws --name vnet-ws" too',
  );
});

test.each<[rule: object, inside: string]>([
  [{ destination_address_prefix: '10.3.0.0/16' }, 'met'],
  [{ destination_address_prefix: '10.3.1.0/24' }, 'denied'],
  [{ destination_address_prefixes: SPACE }, 'met'],
])('with the export of the network, %j is %s', (rule, inside) => {
  expect(answersTo(rule, [EXPORT]).inside).toBe(inside);
});
