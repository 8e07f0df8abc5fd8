/**
 * A network of two firewalls, one after the other: that of a hub sends what it lets through on to one at the edge, which sees addresses of
 * the first one as sources.
 */

/** A rule for TCP, as texts. */
export type Rule = readonly [
  access: 'Allow' | 'Deny', ports: readonly string[], destinations?: readonly string[], sources?: readonly string[],
];

const place = { resource_group_name: 'rg', location: 'westeurope' };

const collections = (rules: readonly Rule[]): object[] =>
  rules.map(([action, ports, destinations = ['203.0.113.0/24'], sources = ['*']], i) => ({
    name: `c${i}`, priority: 100 + i, action, rule: [
      { name: `r${i}`, protocols: ['TCP'], source_addresses: sources, destination_addresses: destinations, destination_ports: ports },
    ],
  }));
const securityRules = (rules: readonly Rule[]): object[] =>
  rules.map(([access, ports, destinations = ['203.0.113.0/24'], sources = ['*']], i) => ({
    name: `r${i}`, priority: 100 + i, direction: 'Outbound', access, protocol: 'Tcp', source_port_range: '*',
    source_address_prefixes: sources, destination_address_prefixes: destinations, destination_port_ranges: ports,
  }));
const virtualNetwork = (name: string, space: string): object => ({ ...place, name, address_space: [space] });
const subnet = (name: string, network: string, prefix: string): object =>
  ({ resource_group_name: 'rg', name, virtual_network_name: network, address_prefixes: [prefix] });
const route = (name: string, address: string, others: readonly OtherRoute[]): object => ({ ...place, name, route: [
  ...others.map(({ prefix, to }, i) => ({ name: `r${i}`, address_prefix: prefix, next_hop_type: to })),
  { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: address },
] });
const peering = (name: string, from: string, to: string): object => ({
  name, resource_group_name: 'rg', virtual_network_name: from, remote_virtual_network_id: `\${azurerm_virtual_network.${to}.id}`,
  allow_forwarded_traffic: true,
});
const firewall = (name: string, of: string, more: object = {}): object => ({
  ...place, name, sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: `\${azurerm_firewall_policy.${name}.id}`,
  ip_configuration: [{ name: 'c', subnet_id: `\${azurerm_subnet.${of}.id}`, public_ip_address_id: '/p' }], ...more,
});
const application = (hosts: readonly string[]): object => ({ application_rule_collection: [
  { name: 'a', priority: 1000, action: 'Allow', rule: [
    { name: 'a', source_addresses: ['*'], protocols: [{ type: 'Https', port: 443 }], destination_fqdns: hosts },
  ] },
] });
const ruleGroup = (policy: string, rules: readonly Rule[], hosts: readonly string[]): object => ({
  name: 'g', priority: 500, firewall_policy_id: `\${azurerm_firewall_policy.${policy}.id}`, network_rule_collection: collections(rules),
  ...(hosts.length > 0 && application(hosts)),
});

export interface Filters {
  readonly edge: readonly Rule[];
  /** By default, the hub lets everything through. */
  readonly hub?: readonly Rule[] | undefined;
  /** Rules of the security group of the subnet; by default it has none. */
  readonly group?: readonly Rule[] | undefined;
  /** Host names that the firewalls let through on 443, after their other rules. */
  readonly hosts?: { readonly hub: readonly string[]; readonly edge: readonly string[] } | undefined;
  /** Prefixes that the subnet has routes for, and does not send to the hub. */
  readonly routes?: readonly OtherRoute[] | undefined;
  /** Service endpoints of the subnet of the hub. */
  readonly serviceEndpoints?: readonly string[] | undefined;
  /** Prefixes that the subnet of the hub has routes for, and does not send to the edge. */
  readonly onward?: readonly OtherRoute[] | undefined;
}

export interface OtherRoute {
  readonly prefix: string;
  readonly to: 'Internet' | 'None';
}

const NO_HOSTS: NonNullable<Filters['hosts']> = { hub: [], edge: [] };

export function twoFirewalls(
  { edge, hub = [['Allow', ['*'], ['*']]], group, hosts = NO_HOSTS, routes = [], onward = [], serviceEndpoints = [] }: Filters,
): object {
  return { resource: {
    azurerm_virtual_network: { v: virtualNetwork('v', '10.1.0.0/16'), w: virtualNetwork('w', '10.2.0.0/16') },
    azurerm_virtual_network_peering: { vw: peering('vw', 'v', 'w'), wv: peering('wv', 'w', 'v') },
    azurerm_subnet: {
      s: subnet('s', 'v', '10.1.1.0/24'),
      one: { ...subnet('AzureFirewallSubnet', 'v', '10.1.0.0/26'), service_endpoints: serviceEndpoints },
      m: subnet('AzureFirewallManagementSubnet', 'v', '10.1.0.64/26'), two: subnet('AzureFirewallSubnet', 'w', '10.2.0.0/26'),
    },
    azurerm_route_table: { s: route('s', '10.1.0.4', routes), one: route('one', '10.2.0.4', onward) },
    azurerm_subnet_route_table_association: {
      s: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.s.id}' },
      one: { subnet_id: '${azurerm_subnet.one.id}', route_table_id: '${azurerm_route_table.one.id}' },
    },
    ...(group !== undefined && {
      azurerm_network_security_group: { s: { ...place, name: 's', security_rule: securityRules(group) } },
      azurerm_subnet_network_security_group_association: {
        s: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.s.id}' },
      },
    }),
    azurerm_firewall_policy: { hub: { ...place, name: 'hub' }, edge: { ...place, name: 'edge' } },
    azurerm_firewall: {
      hub: firewall('hub', 'one', {
        management_ip_configuration: [{ name: 'm', subnet_id: '${azurerm_subnet.m.id}', public_ip_address_id: '/q' }],
      }),
      edge: firewall('edge', 'two'),
    },
    azurerm_firewall_policy_rule_collection_group: {
      hub: ruleGroup('hub', hub, hosts.hub), edge: ruleGroup('edge', edge, hosts.edge),
    },
  } };
}
