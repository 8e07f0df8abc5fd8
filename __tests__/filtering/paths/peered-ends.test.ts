/** Peerings as far as they carry traffic: access from both sides, and what a firewall in the middle passes on. */
import { Cloud } from '../../../lib';
import { networkOf } from '../../../lib/terraform/read-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';

interface Body { [name: string]: unknown }

const SUBNETS = [
  ['fw', 'AzureFirewallSubnet', 'hub', '10.0.1.0/26'], ['sa', 'sa', 'a', '10.1.1.0/24'], ['sb', 'sb', 'b', '10.2.1.0/24'],
] as const;
const RG = { resource_group_name: 'rg' };

/** Two spokes behind a hub with a firewall that lets everything through; or two networks with a peering between them. */
function outcome(peerings: Readonly<Record<string, Body>>, flow: string, hasRoute = true): readonly [string, string] {
  const peering = ([key, more]: [string, Body]): [string, Body] => {
    const [from, to] = key.split('_');
    const remote = `\${azurerm_virtual_network.${to}.id}`;
    return [key, { ...RG, name: key, virtual_network_name: from, remote_virtual_network_id: remote, ...more }];
  };
  const network = networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: Object.fromEntries(['hub', 'a', 'b'].map((name, i) =>
      [name, { ...RG, name, address_space: [`10.${i}.0.0/16`] }])),
    azurerm_subnet: Object.fromEntries(SUBNETS.map(([key, name, of, prefix]) =>
      [key, { ...RG, name, virtual_network_name: of, address_prefixes: [prefix] }])),
    azurerm_virtual_network_peering: Object.fromEntries(Object.entries(peerings).map(peering)),
    azurerm_firewall_policy: { p: { ...RG, name: 'policy' } },
    azurerm_firewall: { f: {
      ...RG, name: 'fw', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.fw.id}', private_ip_address: '10.0.1.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { r: {
      name: 'rcg', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 100,
      network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [{
        name: 'all', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'],
      }] }],
    } },
    ...(hasRoute && {
      azurerm_route_table: { t: { ...RG, name: 't', route: [
        { name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.1.4' },
      ] } },
      azurerm_subnet_route_table_association: {
        a: { subnet_id: '${azurerm_subnet.sa.id}', route_table_id: '${azurerm_route_table.t.id}' },
      },
    }),
  } } }]);
  const { outcome: found, steps } = explainFlow(network, parseFlow(flow, Cloud.PUBLIC), { subnets: [] });
  return [found, steps.at(-1)!.text];
}

const FORWARDED = { allow_forwarded_traffic: true };
const SPOKES = { a_hub: FORWARDED, hub_a: {}, b_hub: FORWARDED, hub_b: {} };
const TO_B = 'sa outbound tcp 443 10.2.1.4';
const DIRECT = { a_b: {}, b_a: {} };

test.each<[what: string, peerings: Readonly<Record<string, Body>>, outcome: string, why: RegExp]>([
  ['both spokes take in what the firewall passes on', SPOKES, 'allow', /./],
  ['the far spoke does not', { ...SPOKES, b_hub: {} }, 'unknown', /b_hub of the subnet sb may not take in .* firewall/],
  ['the far spoke perhaps', { ...SPOKES, b_hub: { allow_forwarded_traffic: '${var.f}' } }, 'unknown', /is not known: var\.f/],
])('through a firewall: %s', (_, peerings, expected, why) => {
  expect(outcome(peerings, TO_B)).toEqual([expected, expect.stringMatching(why) as string]);
});

test.each<[what: string, peerings: Readonly<Record<string, Body>>, outcome: string, why: RegExp]>([
  ['access from both sides', DIRECT, 'allow', /./],
  ['no access from here', { ...DIRECT, a_b: { allow_virtual_network_access: false } }, 'unknown',
    /a_b may not carry it: it does not allow/],
  ['no access from there', { ...DIRECT, b_a: { allow_virtual_network_access: 'false' } }, 'unknown',
    /a_b may not carry it: .*does not allow access/],
  ['access from there that is not known', { ...DIRECT, b_a: { allow_virtual_network_access: '${var.a}' } }, 'unknown', /var\.a/],
  ['no peering back', { a_b: {} }, 'unknown', /has no peering back/],
])('directly: %s', (_, peerings, expected, why) => {
  expect(outcome(peerings, TO_B, false)).toEqual([expected, expect.stringMatching(why) as string]);
});
