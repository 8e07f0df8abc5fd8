import { Cloud, Edition, MachineLearning } from '../../../lib';
import { FilterLists } from '../../../lib/filtering/filter-lists';
import { Knowledge } from '../../../lib/filtering/knowledge';
import { Appliances } from '../../../lib/filtering/paths/appliances';
import { changedFlows } from '../../../lib/filtering/paths/changed-flows';
import { SubnetView } from '../../../lib/filtering/paths/subnet-view';
import { Direction } from '../../../lib/requirements/direction';
import { networkOf } from '../../../lib/terraform/read-network';
import { readRequest } from '../../../lib/verification/read-request';
import { verify } from '../../../lib/verification/verify';

// What a firewall lets through leaves by the routes of the subnet that the firewall stands in.

const common = { resource_group_name: 'rg' };
const ADDRESS = '${azurerm_firewall.f.ip_configuration[0].private_ip_address}';
interface Route { readonly to: string; readonly via?: string; readonly prefix?: string }
const table = (name: string, routes: readonly Route[]): object => ({ ...common, name, route: routes.map(({ to, via, prefix }, i) => ({
  name: `r${i}`, address_prefix: prefix ?? '0.0.0.0/0', next_hop_type: to, ...(via !== undefined && { next_hop_in_ip_address: via }),
})) });
const resource = (routes: readonly Route[], isByReference = true, more: object = {}): object => ({
  azurerm_virtual_network: { v: { ...common, name: 'vnet', address_space: ['10.1.0.0/16'] } },
  azurerm_subnet: {
    s: { ...common, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] },
    fw: {
      ...common, name: 'AzureFirewallSubnet', virtual_network_name: 'vnet', address_prefixes: ['10.1.0.0/26'],
      default_outbound_access_enabled: false,
    },
    m: { ...common, name: 'AzureFirewallManagementSubnet', virtual_network_name: 'vnet', address_prefixes: ['10.1.0.64/26'] },
  },
  azurerm_route_table: {
    t: table('t', [{ to: 'VirtualAppliance', via: isByReference ? ADDRESS : '10.1.0.4' }]),
    ...(routes.length > 0 && { fw: table('fw', routes) }),
  },
  azurerm_subnet_route_table_association: {
    s: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' },
    ...(routes.length > 0 && { fw: { subnet_id: '${azurerm_subnet.fw.id}', route_table_id: '${azurerm_route_table.fw.id}' } }),
  },
  azurerm_firewall_policy: { p: { ...common, name: 'fwp' } },
  azurerm_firewall: { f: {
    ...common, name: 'fw', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
    ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.fw.id}' }],
    management_ip_configuration: [{ name: 'm', subnet_id: '${azurerm_subnet.m.id}' }],
  } },
  azurerm_firewall_policy_rule_collection_group: { g: {
    name: 'g', priority: 500, firewall_policy_id: '${azurerm_firewall_policy.p.id}',
    network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [{
      name: 'all', protocols: ['TCP', 'UDP'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'],
    }] }],
  } },
  ...more,
});
const requirements = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
}).only('basic.azure-active-directory', 'basic.azure-monitor');

function answers(json: object): Map<string, { outcome: string; text: string }> {
  const { network, options } = readRequest({
    source: { documents: [{ file: 'main.tf.json', json: { resource: json } }] },
    subnets: [{ name: 's', subnetId: '${azurerm_subnet.s.id}', requirements }],
  });
  return new Map(verify(network, options).answers
    .map(({ requirementId, outcome, steps }) => [requirementId, { outcome, text: steps.at(-1)!.text }]));
}

test.each<[string, readonly Route[], string]>([
  ['no table', [], 'met'],
  ['Internet', [{ to: 'Internet' }], 'met'],
  ['a route for another network', [{ to: 'None', prefix: '10.9.0.0/16' }], 'met'],
  ['None', [{ to: 'None' }], 'denied'],
  ['None for both halves of the Internet', [{ to: 'Internet' }, { to: 'None', prefix: '0.0.0.0/1' }, { to: 'None', prefix: '128.0.0.0/1' }],
    'denied'],
  ['the firewall itself', [{ to: 'VirtualAppliance', via: ADDRESS }], 'denied'],
  ['the address of the firewall', [{ to: 'VirtualAppliance', via: '10.1.0.4' }], 'denied'],
  ['an appliance that was not read', [{ to: 'VirtualAppliance', via: '10.2.0.4' }], 'unknown'],
  ['a gateway', [{ to: 'VirtualNetworkGateway' }], 'unknown'],
])('the subnet of the firewall routes to %s', (_, routes, outcome) => {
  for (const isByReference of [true, false]) {
    expect([...answers(resource(routes, isByReference)).values()].map((one) => one.outcome)).toEqual([outcome, outcome]);
  }
});

test('a route for a service tag drops what a requirement needs, and may drop what another one needs', () => {
  const found = answers(resource([{ to: 'Internet' }, { to: 'None', prefix: 'AzureActiveDirectory' }]));
  expect(found.get('basic.azure-active-directory')).toEqual({
    outcome: 'denied',
    text: 'after the firewall fwp, by the routes of AzureFirewallSubnet: route r1 (AzureActiveDirectory) to None: it is dropped',
  });
  expect(found.get('basic.azure-monitor')!.outcome).toBe('unknown');
});

test('two firewalls that send traffic to each other', () => {
  const json = resource([{ to: 'VirtualAppliance', via: '10.1.2.4' }], true, {
    azurerm_virtual_network: {
      v: { ...common, name: 'vnet', address_space: ['10.1.0.0/16'] }, w: { ...common, name: 'wnet', address_space: ['10.2.0.0/16'] },
    },
  }) as Record<string, Record<string, object>>;
  json['azurerm_subnet']!['other'] = {
    ...common, name: 'AzureFirewallSubnet', virtual_network_name: 'wnet', address_prefixes: ['10.2.0.0/26'],
  };
  json['azurerm_route_table']!['fw'] = table('fw', [{ to: 'VirtualAppliance', via: '10.2.0.4' }]);
  json['azurerm_route_table']!['other'] = table('other', [{ to: 'VirtualAppliance', via: '10.1.0.4' }]);
  json['azurerm_subnet_route_table_association']!['other'] =
    { subnet_id: '${azurerm_subnet.other.id}', route_table_id: '${azurerm_route_table.other.id}' };
  json['azurerm_firewall_policy']!['q'] = { ...common, name: 'fwq' };
  json['azurerm_firewall']!['q'] = {
    ...common, name: 'fwq', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.q.id}',
    ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.other.id}' }],
  };
  json['azurerm_firewall_policy_rule_collection_group']!['q'] = {
    ...json['azurerm_firewall_policy_rule_collection_group']!['g'], firewall_policy_id: '${azurerm_firewall_policy.q.id}',
  };
  expect([...answers(json).values()].map((one) => one.outcome)).toEqual(['denied', 'denied']);
});

function viewOf(json: object): SubnetView {
  const network = networkOf([{ file: 'main.tf.json', json: { resource: json } }]);
  const knowledge = new Knowledge(Cloud.PUBLIC);
  const subnet = network.subnets.find(({ name }) => name === 's')!;
  const asked = { name: 's', subnetId: subnet.key, addressPrefixes: [], networkTraffic: 'none' as const };
  return new SubnetView(asked, subnet, network, new Appliances(network, new Map(), new FilterLists(knowledge)), knowledge);
}

test.each<[string, readonly Route[], readonly Route[], readonly string[]]>([
  ['drops it now', [{ to: 'Internet' }], [{ to: 'None' }], ['no longer allowed']],
  ['drops it no more', [{ to: 'None' }], [{ to: 'Internet' }], ['newly allowed']],
  ['said what Azure does anyway', [{ to: 'Internet' }], [], []],
])('flows of a subnet, where the route after the firewall %s', (_, was, is, kinds) => {
  const [before, after] = [was, is].map((routes) => viewOf(resource(routes)));
  const changes = changedFlows({ before, after }, Direction.OUTBOUND).filter(({ protocol }) => protocol === 'TCP');
  expect([...new Set(changes.map(({ kind, isPossible }) => `${kind}${isPossible ? ' perhaps' : ''}`))]).toEqual(kinds);
});

test('what is dropped after the firewall is not open', () => {
  const json = (to: string): object => ({ resource: resource([{ to }]) });
  const subjects = (to: string): string[] => {
    const { network, options } = readRequest({
      source: { documents: [{ file: 'main.tf.json', json: json(to) }] },
      subnets: [{ name: 's', subnetId: '${azurerm_subnet.s.id}', requirements }],
    });
    return verify(network, options).findings.filter(({ id, subject }) => /^open/.test(id) && subject.includes('outbound'))
      .map(({ id }) => id);
  };
  expect(subjects('Internet')).toContain('open-beyond-requirements');
  expect(subjects('None')).toEqual([]);
  expect(subjects('VirtualNetworkGateway')).toContain('opening-unknown');
});

test('of many firewalls with the address of a route some are named, and the others counted', () => {
  const ip = [{ name: 'c', subnet_id: '${azurerm_subnet.fw.id}', private_ip_address: '10.1.0.4' }];
  const firewalls = (count: number): object => ({ azurerm_firewall: Object.fromEntries(Array.from({ length: count }, (_, i) =>
    [`f${i}`, { ...common, name: `fw-${i}`, sku_tier: 'Standard', ip_configuration: ip }])) });
  const text = (count: number): string => answers(resource([], false, firewalls(count))).get('basic.azure-monitor')!.text;
  expect(text(3)).toContain('several firewalls have this address: fw-0 (azurerm_firewall.f0), fw-1 (azurerm_firewall.f1), ' +
    'fw-2 (azurerm_firewall.f2)');
  expect(text(40)).toContain('fw-10 (azurerm_firewall.f10) and 37 more');
  expect(text(400).length).toBe(text(40).length + 1);
});
