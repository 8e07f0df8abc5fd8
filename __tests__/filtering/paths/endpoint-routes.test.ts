import { networkOf } from '../../../lib/terraform/read-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';

// Routes to subnets with private endpoints, which have routes of their own.

type Body = Record<string, unknown>;

const RG = { resource_group_name: 'rg', location: 'westeurope' };
const subnet = (name: string, prefix: string, more: Body = {}): Body =>
  ({ name, resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: [prefix], ...more });

function outcome(prefix: string, flow: string, ofSubnet: Body = {}, hasEndpoint = true): string {
  const resource = {
    azurerm_virtual_network: { v: { name: 'vnet', ...RG, address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: subnet('s', '10.1.1.0/24'), e: subnet('endpoints', '10.1.2.0/24', ofSubnet) },
    azurerm_route_table: { t: { name: 't', ...RG, route: [{ name: 'r', address_prefix: prefix, next_hop_type: 'None' }] } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    ...(hasEndpoint && { azurerm_private_endpoint: { p: { name: 'p', ...RG, subnet_id: '${azurerm_subnet.e.id}' } } }),
  };
  return explainFlow(networkOf([{ file: 'main.tf.json', json: { resource } }]), parseFlow(`s outbound ${flow}`), { subnets: [] }).outcome;
}

test.each<[what: string, prefix: string, flow: string, more: Body, outcome: string]>([
  ['the network', '10.1.0.0/16', 'tcp 443 10.1.2.4', {}, 'unknown'],
  ['the subnet', '10.1.2.0/24', 'tcp 443 10.1.2.4', { private_endpoint_network_policies: 'NetworkSecurityGroupEnabled' }, 'unknown'],
  ['the address itself', '10.1.2.4/32', 'tcp 443 10.1.2.4', {}, 'deny'],
  ['the network, which goes before', '10.1.0.0/16', 'tcp 443 10.1.2.4', { private_endpoint_network_policies: 'Enabled' }, 'deny'],
  ['the subnet, which goes before', '10.1.2.0/24', 'tcp 443 10.1.2.4', { private_endpoint_network_policies: 'RouteTableEnabled' }, 'deny'],
  ['the network, over UDP', '10.1.0.0/16', 'udp 53 10.1.2.4', {}, 'deny'],
  ['the network, to all of the subnet', '10.1.0.0/16', 'tcp 443 10.1.2.0/24', {}, 'deny'],
  ['the network, to another subnet', '10.1.0.0/16', 'tcp 443 10.1.3.4', {}, 'deny'],
])('a route for %s that drops the traffic: %s, %s', (_, prefix, flow, more, expected) => {
  expect(outcome(prefix, flow, more)).toBe(expected);
});

test('where the files have no private endpoint, the route decides', () => {
  expect(outcome('10.1.0.0/16', 'tcp 443 10.1.2.4', {}, false)).toBe('deny');
});
