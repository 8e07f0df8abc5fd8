import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';
import { setOf } from '../support/needs';
import { readTags, weekly } from '../support/service-tags';

// The example of an opening passes: routes for other prefixes do not take it elsewhere, no rule denies it, and it needs no name beside it.

type Body = Record<string, unknown>;

const RG = { resource_group_name: 'rg', location: 'westeurope' };
const tags = readTags(weekly({ Storage: ['20.1.0.0/24', '40.1.0.0/25'], 'Storage.WestUS2': ['20.1.0.0/25'] }));
const collection = (more: Body): Body =>
  ({ name: 'c', priority: 100, action: 'Allow', rule: [{ name: 'r', source_addresses: ['*'], ...more }] });
const toRanges = (...ranges: string[]): Body => ({ network_rule_collection: [
  collection({ protocols: ['TCP'], destination_ports: ['443'], destination_addresses: ranges }),
] });

type Routes = readonly (readonly [prefix: string, hop: string])[];

/** The examples of what is open, by how it goes out; of what has none, "no example". */
function examples(routes: Routes, denied: readonly string[], rules: Body = {}): string[] {
  const resource = {
    azurerm_virtual_network: { v: { name: 'vnet', ...RG, address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: {
      name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.1.1.0/24'],
    } },
    azurerm_network_security_group: { n: { name: 'n', ...RG, security_rule: denied.map((to, i) => ({
      name: `deny${i}`, priority: 100 + i, access: 'Deny', direction: 'Outbound', protocol: '*', source_port_range: '*',
      destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: to,
    })) } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_route_table: { t: { name: 't', ...RG, route: routes.map(([prefix, hop], i) => ({
      name: `r${i}`, address_prefix: prefix, next_hop_type: hop,
      ...(hop === 'VirtualAppliance' && { next_hop_in_ip_address: '10.1.0.4' }),
    })) } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: { p: { name: 'p', ...RG, dns: { proxy_enabled: true } } },
    azurerm_firewall: { f: {
      name: 'f', ...RG, firewall_policy_id: '${azurerm_firewall_policy.p.id}', sku_tier: 'Standard',
      ip_configuration: { name: 'c', private_ip_address: '10.1.0.4' },
    } },
    azurerm_firewall_policy_rule_collection_group: {
      g: { name: 'g', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 500, ...rules },
    },
  };
  const network = networkOf([{ file: 'main.tf.json', json: { resource } }]);
  const asked = {
    name: 's', subnetId: network.subnets[0]!.key, addressPrefixes: [], requirements: setOf([]), networkTraffic: 'virtual-network' as const,
  };
  return verify(network, { subnets: [asked], serviceTags: tags }).findings
    .filter(({ id }) => id === 'open-beyond-requirements').filter(({ example }) => example?.direction !== 'inbound')
    .map(({ example }) => example?.endpoint ?? 'no example').sort();
}

const FIREWALL: Routes = [['0.0.0.0/0', 'VirtualAppliance']];

test.each<readonly [string, Routes, readonly string[], Body, readonly string[]]>([
  ['a route for a region takes it out of its tag', [['0.0.0.0/0', 'None'], ['Storage', 'Internet'], ['Storage.WestUS2', 'None']], [], {},
    ['20.1.0.129']],
  ['a route for a range takes it out of a tag', [['0.0.0.0/0', 'None'], ['Storage', 'Internet'], ['20.1.0.0/25', 'None']], [], {},
    ['20.1.0.129']],
  ['routes for ranges take all of a tag', [['0.0.0.0/0', 'None'], ['Storage', 'Internet'], ['20.1.0.0/24', 'None'], ['40.1.0.0/25', 'None'],
    ['20.1.0.0/25', 'None'], ['20.1.0.128/25', 'None']], [], {}, []],
  ['the group denies all that a firewall lets through', FIREWALL, ['20.0.0.0/8'], toRanges('20.1.0.0/24'), []],
  ['the group denies a part of what a firewall lets through', FIREWALL, ['20.1.0.0/25'], toRanges('20.1.0.0/24'), ['20.1.0.129']],
  ['the group denies something else', FIREWALL, ['30.0.0.0/8'], toRanges('20.1.0.0/24'), ['20.1.0.1']],
  ['an application rule for every host, at some addresses', [['20.1.0.0/24', 'VirtualAppliance'], ['0.0.0.0/0', 'None']], [], {
    application_rule_collection: [collection({ protocols: [{ type: 'Https', port: 443 }], destination_fqdns: ['*'] })],
  }, ['no example']],
  ['an application rule for a host', FIREWALL, [], {
    application_rule_collection: [collection({ protocols: [{ type: 'Https', port: 443 }], destination_fqdns: ['pypi.org'] })],
  }, ['pypi.org']],
])('%s', (_, routes, denied, rules, endpoints) => {
  expect(examples(routes, denied, rules)).toEqual(endpoints);
});
