import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { configured } from '../../terraform/networks';

// NAT gateways and firewalls give TCP and UDP a public address, and nothing else. Source: limitations of Azure NAT Gateway; known issues of
// Azure Firewall.

const RG = { resource_group_name: 'rg', location: 'westeurope' };
const NETWORK = { azurerm_virtual_network: { v: { ...RG, name: 'vnet', address_space: ['10.1.0.0/16'] } } };
const subnet = (name: string, range: string): object => ({
  resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', name, address_prefixes: [range],
});
const onSubnet = (type: string, id: string): object => ({ [`azurerm_subnet_${type}_association`]: {
  a: { subnet_id: '${azurerm_subnet.s.id}', [`${type}_id`]: id },
} });

function outcome(more: object, flow: string): string {
  const network = configured({
    ...NETWORK, azurerm_subnet: { s: subnet('s', '10.1.1.0/24'), f: subnet('AzureFirewallSubnet', '10.1.0.0/26') }, ...more,
  });
  return explainFlow(network, parseFlow(`vnet/s outbound ${flow}`), { subnets: [] }).outcome;
}

const NAT = {
  ...onSubnet('nat_gateway', '${azurerm_nat_gateway.n.id}'), azurerm_nat_gateway: { n: { ...RG, name: 'ng' } },
  azurerm_nat_gateway_public_ip_association: { a: { nat_gateway_id: '${azurerm_nat_gateway.n.id}', public_ip_address_id: '/x' } },
};
const OWN_ADDRESS = { azurerm_network_interface: { n: { ...RG, name: 'nic', ip_configuration: [{
  name: 'c', subnet_id: '${azurerm_subnet.s.id}', public_ip_address_id: '/x',
}] } } };
const MAYBE_NAT = { ...NAT, ...onSubnet('nat_gateway', '${var.n}') };
const firewall = (more: object = {}): object => ({
  ...onSubnet('route_table', '${azurerm_route_table.t.id}'),
  azurerm_route_table: { t: { ...RG, name: 't', route: ['0.0.0.0/0', '10.2.0.0/16'].map((prefix, i) => ({
    name: `r${i}`, address_prefix: prefix, next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4',
  })) } },
  azurerm_firewall_policy: { p: { ...RG, name: 'fwp' } },
  azurerm_firewall: { f: {
    ...RG, name: 'fw', sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
    ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.f.id}', public_ip_address_id: '/x' }],
  } },
  azurerm_firewall_policy_rule_collection_group: { g: {
    name: 'g', priority: 100, firewall_policy_id: '${azurerm_firewall_policy.p.id}', network_rule_collection: [{
      name: 'c', priority: 100, action: 'Allow', rule: [{
        name: 'r', protocols: ['Any'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'],
      }],
    }],
  } },
  ...more,
});
const tableOfFirewall = (route: object[]): object => ({
  azurerm_route_table: { ...(firewall() as { azurerm_route_table: object }).azurerm_route_table, u: { ...RG, name: 'u', route } },
  azurerm_subnet_route_table_association: {
    a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' },
    b: { subnet_id: '${azurerm_subnet.f.id}', route_table_id: '${azurerm_route_table.u.id}' },
  },
});
const TO_INTERNET = tableOfFirewall([{ name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' }]);
const DROPPED = tableOfFirewall([{ name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'None' }]);

test.each<[what: string, more: object, icmp: string, tcp: string]>([
  ['nothing of the files', {}, 'allow', 'allow'],
  ['a NAT gateway', NAT, 'deny', 'allow'],
  ['a NAT gateway, from machines with public addresses', { ...NAT, ...OWN_ADDRESS }, 'unknown', 'allow'],
  ['a NAT gateway that is not known', MAYBE_NAT, 'deny', 'allow'],
  ['a NAT gateway that is perhaps there', { ...NAT, azurerm_subnet_nat_gateway_association: {
    a: { subnet_id: '${var.s}', nat_gateway_id: '${azurerm_nat_gateway.n.id}' },
  } }, 'unknown', 'allow'],
  ['a firewall', firewall(), 'deny', 'allow'],
  ['a firewall with routes of its own', firewall(TO_INTERNET), 'deny', 'allow'],
  ['a firewall whose routes drop it', firewall(DROPPED), 'deny', 'deny'],
  ['a firewall that may be forced to send it elsewhere', firewall({ azurerm_firewall: { f: {
    ...RG, name: 'fw', sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
    ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.f.id}' }],
    management_ip_configuration: [{ name: 'm', subnet_id: '/x', public_ip_address_id: '/x' }],
  } } }), 'unknown', 'allow'],
])('to the Internet by %s', (_, more, icmp, tcp) => {
  expect([outcome(more, 'icmp 8.8.8.8'), outcome(more, 'tcp 443 8.8.8.8')]).toEqual([icmp, tcp]);
});

test.each([
  ['a NAT gateway', NAT, '10.1.1.9'], ['a firewall', firewall(), '10.2.0.4'],
])('between networks, by %s, it is as for other protocols', (_, more, address) => {
  expect(outcome(more, `icmp ${address}`)).toBe('allow');
});
