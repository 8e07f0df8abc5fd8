import { Cloud } from '../../../lib';
import { FilterLists } from '../../../lib/filtering/filter-lists';
import { Knowledge } from '../../../lib/filtering/knowledge';
import { areAlike } from '../../../lib/filtering/paths/alike-views';
import { Appliances } from '../../../lib/filtering/paths/appliances';
import { SubnetView } from '../../../lib/filtering/paths/subnet-view';
import { Network } from '../../../lib/network/network';
import { networkOf } from '../../../lib/terraform/read-network';

type Body = Readonly<Record<string, unknown>>;
type Resources = Record<string, Record<string, Body>>;

const COMMON = { resource_group_name: 'rg' };
const RULE = {
  name: 'web', priority: 200, access: 'Allow', direction: 'Outbound', protocol: 'Tcp', source_port_range: '*',
  destination_port_range: '443', source_address_prefix: '*', destination_address_prefix: 'Internet',
};
const ROUTE = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.9.4' };
const HOST = { name: 'host', source_addresses: ['*'], protocols: [{ type: 'Https', port: 443 }], destination_fqdns: ['pypi.org'] };

/** A subnet with a group, a route to a firewall, and one rule in each. */
function resources({ rule = {}, route = {}, host = {}, subnet = {} }: Readonly<Record<string, Body>> = {}): Resources {
  const policy = { firewall_policy_id: '${azurerm_firewall_policy.p.id}' };
  return {
    azurerm_virtual_network: { v: { ...COMMON, name: 'vnet', address_space: ['10.0.0.0/16'] } },
    azurerm_subnet: { s: { ...COMMON, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.0.1.0/24'], ...subnet } },
    azurerm_network_security_group: { g: { ...COMMON, name: 'g', security_rule: [{ ...RULE, ...rule }] } },
    azurerm_route_table: { t: { ...COMMON, name: 't', route: [{ ...ROUTE, ...route }] } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' },
    },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: { p: { ...COMMON, name: 'p', sku: 'Standard' } },
    azurerm_firewall: { f: { ...COMMON, name: 'f', ...policy, ip_configuration: [{ name: 'a', private_ip_address: '10.0.9.4' }] } },
    azurerm_firewall_policy_rule_collection_group: {
      r: {
        name: 'r', priority: 500, ...policy,
        application_rule_collection: [{ name: 'a', priority: 100, action: 'Allow', rule: [{ ...HOST, ...host }] }],
      },
    },
  };
}

function viewOf(resource: Resources, file = 'main.tf.json', cloud = Cloud.PUBLIC): SubnetView {
  const network: Network = networkOf([{ file, json: { resource } }]);
  const knowledge = new Knowledge(cloud);
  const place = { name: 's', subnetId: 's', addressPrefixes: [], networkTraffic: 'virtual-network' as const };
  return new SubnetView(place, network.subnets[0]!, network, new Appliances(network, new Map(), new FilterLists(knowledge)), knowledge);
}

const before = (): SubnetView => viewOf(resources());

describe('Whether two networks treat a subnet alike', () => {
  test('names of rules and files do not matter', () => {
    expect(before().firewalls).toHaveLength(1);
    expect(areAlike(before(), viewOf(resources(), 'other.tf.json'))).toBe(true);
    expect(areAlike(before(), viewOf(resources({ rule: { name: 'other' }, host: { name: 'other' } })))).toBe(true);
  });

  test.each<readonly [string, Parameters<typeof resources>[0]]>([
    ['the access of a rule', { rule: { access: 'Deny' } }],
    ['the ports of a rule', { rule: { destination_port_range: '443-444' } }],
    ['the source ports of a rule', { rule: { source_port_range: '1024-65535' } }],
    ['the other end of a rule', { rule: { destination_address_prefix: '20.0.0.0/8' } }],
    ['the direction of a rule', { rule: { direction: 'Inbound' } }],
    ['the host name of a rule of the firewall', { host: { destination_fqdns: ['*.pypi.org'] } }],
    ['the sources of a rule of the firewall', { host: { source_addresses: ['10.0.1.0/25'] } }],
    ['the prefix of a route', { route: { address_prefix: '20.0.0.0/8' } }],
    ['the next hop of a route', { route: { next_hop_type: 'Internet', next_hop_in_ip_address: null } }],
    ['the address of a next hop', { route: { next_hop_in_ip_address: '10.0.9.5' } }],
    ['the addresses of the subnet', { subnet: { address_prefixes: ['10.0.1.0/25'] } }],
    ['a service endpoint', { subnet: { service_endpoints: ['Microsoft.Storage'] } }],
    ['the way out of Azure', { subnet: { default_outbound_access_enabled: false } }],
  ])('%s does', (_, change) => {
    const after = viewOf(resources(change));
    expect(areAlike(before(), after)).toBe(false);
    expect(areAlike(after, before())).toBe(false);
  });

  test('so does the cloud, and one rule more', () => {
    expect(areAlike(before(), viewOf(resources(), 'main.tf.json', Cloud.GOVERNMENT))).toBe(false);
    const more = resources();
    const group = more['azurerm_network_security_group']!['g']!;
    more['azurerm_network_security_group']!['g'] = { ...group, security_rule: [RULE, { ...RULE, name: 'more', priority: 201 }] };
    expect(areAlike(before(), viewOf(more))).toBe(false);
  });
});
