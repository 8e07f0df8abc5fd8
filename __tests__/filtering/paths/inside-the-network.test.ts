import { Cloud, Edition, MachineLearning } from '../../../lib';
import { SubnetToVerify } from '../../../lib/filtering/paths/subnet-view';
import { networkOf } from '../../../lib/terraform/read-network';
import { verify } from '../../../lib/verification/verify';

const common = { resource_group_name: 'rg' };
const rule = (name: string, priority: number, direction: string, more: object): object => ({
  name, priority, direction, access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '22',
  source_address_prefix: '*', destination_address_prefix: '*', ...more,
});
const denial = (direction: string): object =>
  rule(`deny-${direction}`, 4096, direction, { access: 'Deny', protocol: '*', destination_port_range: '*' });

/** A group that lets in port 22 from its own subnet and port 23 from the virtual network, and lets out port 22 to its own subnet. */
const resource = {
  azurerm_virtual_network: { v: { ...common, name: 'vnet', address_space: ['10.1.0.0/16'] } },
  azurerm_subnet: { s: { ...common, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] } },
  azurerm_network_security_group: { g: { ...common, name: 'g', security_rule: [
    rule('ssh', 100, 'Inbound', { source_address_prefix: '10.1.1.0/24' }),
    rule('telnet', 110, 'Inbound', { source_address_prefix: 'VirtualNetwork', destination_port_range: '23' }), denial('Inbound'),
    rule('out', 100, 'Outbound', { destination_address_prefix: '10.1.1.0/24' }), denial('Outbound'),
  ] } },
  azurerm_subnet_network_security_group_association: {
    a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' },
  },
};
const subnetId =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/s';
const requirements = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
});

// Traffic inside the network is asked for as far as the one who verifies says so, and no further.
test.each<[traffic: SubnetToVerify['networkTraffic'], open: string[]]>([
  ['virtual-network', []],
  ['none', ['s inbound TCP 22 10.1.1.0/24', 's inbound TCP 23 VirtualNetwork', 's outbound TCP 22 10.1.1.0/24']],
  [['10.1.2.0/24'], ['s inbound TCP 22 10.1.1.0/24', 's inbound TCP 23 VirtualNetwork', 's outbound TCP 22 10.1.1.0/24']],
  [['10.1.0.0/16'], ['s inbound TCP 23 VirtualNetwork']],
])('with %j asked for', (networkTraffic, open) => {
  const network = networkOf([{ file: 'main.tf.json', json: { resource } }]);
  const { findings } = verify(network, { subnets: [{ name: 's', subnetId, addressPrefixes: [], requirements, networkTraffic }] });
  expect(findings.filter(({ id }) => id === 'open-beyond-requirements').map(({ subject }) => subject).sort()).toEqual(open);
});
