import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { configured, rule } from './networks';

// Whatever may belong to an owner may; nothing that was not read makes an answer certain.

const GROUP = { name: 'nsg-training', resource_group_name: 'rg' };
const groups = (group: object, more: object = {}): Network =>
  configured({ azurerm_network_security_group: { g: { ...GROUP, ...group } }, ...more });
const standalone = (name: unknown, more: object = {}): object =>
  ({ azurerm_network_security_rule: { r: { ...rule(), resource_group_name: 'rg', network_security_group_name: name, ...more } } });
const made = (network: Network): ReturnType<Network['securityGroups']['get']> & object =>
  network.securityGroups.get('cdk.tf.json azurerm_network_security_group.g')!;

test.each<[what: string, body: object]>([
  ['a dynamic block in a list', { dynamic: [{ security_rule: { for_each: '${var.rules}', content: {} } }] }],
  [
    'dynamic blocks in lists at every level',
    { dynamic: [{ other: {} }, { security_rule: [{ for_each: '${var.rules}', content: [{}] }] }] },
  ],
  ['changes that are ignored, in a list', { security_rule: [rule()], lifecycle: [{ ignore_changes: ['security_rule'] }] }],
  ['changes of a part that are ignored', { security_rule: [rule()], lifecycle: { ignore_changes: ['security_rule[0].access'] } }],
  ['all changes ignored', { security_rule: [rule()], lifecycle: [{ prevent_destroy: true }, { ignore_changes: 'all' }] }],
  ['rules that are an expression', { security_rule: '${var.rules}' }],
])('%s leaves rules unread', (_, body) => {
  expect(made(groups(body)).unread).toHaveLength(1);
});

test.each<[enabled: unknown, rules: unknown, unread: number, more?: object]>([
  [true, ['allow'], 0],
  [false, [], 0],
  ['false', [], 0],
  ['${var.on}', [], 1],
  ['${var.on}', [], 0, { variable: { on: { default: false } } }],
  ['${!var.on}', ['allow'], 0, { variable: { on: { default: false } } }],
])('a rule with lifecycle.enabled = %s', (enabled, names, unread, more = {}) => {
  const group = made(configured({
    azurerm_network_security_group: { g: GROUP }, ...standalone('nsg-training', { name: 'allow', lifecycle: [{ enabled }] }) as object,
  }, { ...more }));
  expect([group.rules.map(({ name }) => name), group.unread?.length ?? 0]).toEqual([names, unread]);
});

test.each<[what: string, name: unknown, more?: object]>([
  ['a variable', '${var.n}'],
  ['a text with a variable', 'nsg-${var.x}'],
  ['an output of a module', '${module.m.n}'],
  ['a data source that is not declared', '${data.azurerm_network_security_group.d.name}'],
  ['a name that only Terraform evaluates', '${uuid()}'],
  ['its name in a resource group that is a variable', 'nsg-training', { resource_group_name: '${var.rg}' }],
])('a rule whose owner is %s may be of a group that is made here', (_, name, more = {}) => {
  const group = made(groups({}, standalone(name, more)));
  expect(group.rules.map(({ uncertain }) => uncertain))
    .toEqual([expect.stringContaining('azurerm_network_security_rule.r may be one of its security rules')]);
  expect(group.incomplete).toBeDefined();
});

test('a path of the files that begins with a slash is no id', () => {
  const id = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg-training';
  const network = networkOf([{ file: '/net/main.tf.json', json: { resource: {
    azurerm_network_security_group: { g: GROUP },
    ...standalone('${data.terraform_remote_state.s.outputs.n}') as object,
    azurerm_subnet_network_security_group_association: { a: { subnet_id: '${var.s}', network_security_group_id: id } },
  }, data: { terraform_remote_state: { s: { backend: 'local' } } } } }]);
  const named = [...network.securityGroups.values()].filter(({ name }) => name === 'nsg-training');
  expect(named.map(({ rules }) => rules.map(({ uncertain }) => uncertain !== undefined))).toEqual([[true]]);
});

test.each<[what: string, name: string, more?: object]>([
  ['another name', 'nsg-other'],
  ['a text that begins otherwise', 'other-${var.x}'],
  ['a text that ends otherwise', '${var.x}-other'],
  ['the name in another resource group', 'nsg-training', { resource_group_name: 'other' }],
])('a rule whose owner is %s is of another group', (_, name, more = {}) => {
  const group = made(groups({}, standalone(name, more)));
  expect([group.rules, group.incomplete]).toEqual([[], undefined]);
});

test('of two groups with one name a rule is of that with its provider, and may be of either where the provider is no help', () => {
  const network = configured({
    azurerm_network_security_group: { g: GROUP, h: { ...GROUP, provider: 'azurerm.other' } }, ...standalone('nsg-training') as object,
  });
  expect([...network.securityGroups.values()].map(({ rules }) => rules.map(({ uncertain }) => uncertain !== undefined)))
    .toEqual([[false], []]);
  const same = configured({
    azurerm_network_security_group: { g: { ...GROUP, provider: 'azurerm.a' }, h: { ...GROUP, provider: 'azurerm.b' } },
    ...standalone('nsg-training') as object,
  });
  expect([...same.securityGroups.values()].map(({ rules }) => rules.map(({ uncertain }) => uncertain !== undefined)))
    .toEqual([[true], [true]]);
});

const provider = (other: string | undefined, own = 'sub-1'): object => ({ provider: { azurerm: [
  { features: {}, subscription_id: own }, { features: {}, alias: 'second', ...(other !== undefined && { subscription_id: other }) },
] } });

test.each<[what: string, name: string, providers: object, isUncertain: boolean[]]>([
  ['another subscription', 'nsg-training', provider('sub-2'), []],
  ['another subscription, as an attribute', '${azurerm_network_security_group.g.name}', provider('sub-2'), []],
  ['the same subscription', 'nsg-training', provider('SUB-1'), [false]],
  ['a subscription that is not stated', 'nsg-training', provider(undefined), [true]],
  ['a subscription that is not stated, as an attribute', '${azurerm_network_security_group.g.name}', provider(undefined), [true]],
  ['a subscription that is a variable', 'nsg-training', provider('${var.s}'), [true]],
])('a rule of a provider with %s', (_, name, providers, isUncertain) => {
  const network = networkOf([{ file: 'cdk.tf.json', json: { ...providers, resource: {
    azurerm_network_security_group: { g: GROUP }, ...standalone(name, { provider: 'azurerm.second' }) as object,
  } } }]);
  const group = [...network.securityGroups.values()].find(({ place }) => place.resource === 'azurerm_network_security_group.g')!;
  expect(group.rules.map(({ uncertain }) => uncertain !== undefined)).toEqual(isUncertain);
});

test('a classic collection of another provider may be of a firewall of the same name', () => {
  const network = configured({
    azurerm_firewall: { f: { name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard' } },
    azurerm_firewall_network_rule_collection: { c: {
      name: 'c', priority: 100, action: 'Allow', azure_firewall_name: 'fw', resource_group_name: 'rg', provider: 'azurerm.second',
    } },
  });
  expect(network.firewalls.map(({ levels }) => levels[0]![0]!.collections[0]!.uncertain)).toEqual([expect.any(String) as string]);
});

test('routes, collection groups, classic collections and associations may be of what is made here', () => {
  const network = configured({
    azurerm_route_table: { t: { name: 'rt', resource_group_name: 'rg' } },
    azurerm_route: {
      r: { name: 'r', resource_group_name: 'rg', route_table_name: '${var.t}', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' },
    },
    azurerm_firewall_policy: { p: { name: 'fwp', resource_group_name: 'rg' } },
    azurerm_firewall_policy_rule_collection_group: { g: { name: 'g', priority: 100, firewall_policy_id: '${var.p}' } },
    azurerm_firewall: { f: { name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard' } },
    azurerm_firewall_network_rule_collection: {
      c: { name: 'c', priority: 100, action: 'Allow', azure_firewall_name: '${var.f}', resource_group_name: 'rg' },
    },
    azurerm_subnet: { s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.0.0/24'] } },
    azurerm_subnet_network_security_group_association: { a: { subnet_id: '${var.s}', network_security_group_id: '${var.g}' } },
  });
  expect(network.routeTables.get('cdk.tf.json azurerm_route_table.t')!.routes[0]!.uncertain)
    .toContain('route_table_name is the expression var.t');
  expect(network.firewalls.find(({ name }) => name === 'fwp')!.levels[0]![0]!.uncertain)
    .toContain('firewall_policy_id is the expression var.p');
  expect(network.firewalls.find(({ name }) => name === 'fw')!.levels[0]![0]!.collections[0]!.uncertain)
    .toContain('azure_firewall_name is the expression var.f');
  expect(network.subnets.find(({ name }) => name === 's')!.securityGroup)
    .toEqual({ unknown: expect.stringContaining('may be for this subnet: subnet_id is the expression var.s') as string });
});

test('a plan that put changes off, failed or was limited does not say all', () => {
  const plan = { format_version: '1.2', planned_values: { root_module: { resources: [
    {
      address: 'azurerm_network_security_group.g', mode: 'managed', type: 'azurerm_network_security_group', name: 'g',
      values: { ...GROUP, security_rule: [] },
    },
    {
      address: 'azurerm_subnet.s', mode: 'managed', type: 'azurerm_subnet', name: 's',
      values: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v' },
    },
  ] } } };
  const read = (more: object): unknown[] => {
    const { securityGroups, subnets } = networkOf([{ file: 'plan.json', json: { ...plan, ...more } }]);
    return [[...securityGroups.values()][0]!.unread?.length, typeof subnets[0]!.securityGroup];
  };
  expect(read({})).toEqual([undefined, 'undefined']);
  expect(read({ complete: true })).toEqual([undefined, 'undefined']);
  for (const more of [
    { complete: false }, { errored: true },
    { deferred_changes: [{ reason: 'instance_count_unknown', resource_change: { address: 'azurerm_network_security_rule.r' } }] },
  ]) {
    expect(read(more)).toEqual([1, 'object']);
  }
});

test('a module that is given a group or a subnet may add to it, and one that is given another does not', () => {
  const subnet = { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.0.0/24'] };
  const read = (nsg: string): unknown[] => {
    const network = configured({ azurerm_network_security_group: { g: GROUP }, azurerm_subnet: { s: subnet } }, {
      module: { m: { source: './m', nsg, subnet: nsg.replace('network_security_group.g', 'subnet.s').replace('.name', '.id') } },
    });
    return [made(network).unread?.length, typeof network.subnets[0]!.securityGroup];
  };
  expect(read('${azurerm_network_security_group.g.name}')).toEqual([1, 'object']);
  expect(read('${azurerm_network_security_group.g.location}')).toEqual([undefined, 'undefined']);
  expect(read('${azurerm_network_security_group.gg.name}')).toEqual([undefined, 'undefined']);
});

test('a rule collection group whose policy is not known may be of a policy that is made elsewhere', () => {
  const id = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/fwp-hub';
  const group = { name: 'g', priority: 100 };
  const network = configured({ azurerm_firewall_policy_rule_collection_group: {
    own: { ...group, firewall_policy_id: id }, other: { ...group, name: 'h', firewall_policy_id: '${var.p}' },
  } });
  const hub = network.firewalls.find(({ name }) => name === 'fwp-hub')!;
  expect(hub.levels.flat().map(({ name, uncertain }) => [name, uncertain !== undefined])).toEqual([['g', false], ['h', true]]);
});

// An id or a name is written down for what the files also make under a name that is not known.
const NETWORK_ID = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network';
const SUBNET_ID = `${NETWORK_ID}/virtualNetworks/v/subnets/s`;
const namedBy = (type: string, argument: string, value: string): object =>
  ({ [`azurerm_subnet_${type}_association`]: { a: { subnet_id: SUBNET_ID, [argument]: value } } });

test.each<[what: string, made: object, isUnknown: boolean]>([
  ['its network is a variable', { virtual_network_name: '${var.v}' }, true],
  ['its resource group is a variable', { resource_group_name: '${var.g}' }, true],
  ['a part of its name is a variable', { name: '${var.s}s' }, true],
  ['how many there are is a variable', { count: '${var.c}' }, true],
  ['its name is a variable, and its network another one', { name: '${var.s}', virtual_network_name: 'w' }, false],
  ['its name cannot be that', { name: 'x${var.s}' }, false],
  ['its name is another one', { name: 't', virtual_network_name: '${var.v}' }, false],
])('a subnet that is named by its id may be one that is made: %s', (_, made, isUnknown) => {
  const network = configured({
    azurerm_subnet: { s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.0.0/24'], ...made } },
    ...namedBy('network_security_group', 'network_security_group_id', `${NETWORK_ID}/networkSecurityGroups/nsg`) as object,
    azurerm_subnet_route_table_association: { t: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: `${NETWORK_ID}/routeTables/rt` } },
  });
  const { securityGroup, routeTable, natGateway } = network.subnets.find(({ key }) => key === SUBNET_ID.toLowerCase())!;
  expect([typeof securityGroup, typeof routeTable, natGateway]).toEqual(['string', isUnknown ? 'object' : 'undefined', undefined]);
});

test('a part may be for a subnet that only a later association names', () => {
  const network = configured({
    azurerm_subnet_network_security_group_association: { g: { subnet_id: '${var.s}', network_security_group_id: '${var.g}' } },
    ...namedBy('route_table', 'route_table_id', `${NETWORK_ID}/routeTables/rt`) as object,
  });
  expect(network.subnets.find(({ key }) => key === SUBNET_ID.toLowerCase())!.securityGroup)
    .toEqual({ unknown: expect.stringContaining('may be for this subnet: subnet_id is the expression var.s') as string });
});

test.each<[what: string, made: object, unread: number]>([
  ['its name is a variable', { name: '${var.n}' }, 1],
  ['its resource group is a variable', { resource_group_name: '${var.g}' }, 1],
  ['how many there are is a variable', { count: '${var.c}' }, 1],
  ['its name is another one', { name: 'nsg-other', resource_group_name: '${var.g}' }, 0],
])('a group, a table or a policy that is named by its id may be one that is made: %s', (_, made, unread) => {
  const named = (type: string, name: string): object => ({ name, resource_group_name: 'rg', ...made, ...('name' in made && {
    name: (made as { name: string }).name.replace('nsg', type),
  }) });
  const ids = { network_security_group_id: `${NETWORK_ID}/networkSecurityGroups/nsg-a`, route_table_id: `${NETWORK_ID}/routeTables/rt-a` };
  const policy = `${NETWORK_ID}/firewallPolicies/fwp-a`;
  const network = configured({
    azurerm_subnet_network_security_group_association: { a: { subnet_id: SUBNET_ID, ...ids } },
    azurerm_subnet_route_table_association: { a: { subnet_id: SUBNET_ID, ...ids } },
    azurerm_network_security_group: { g: named('nsg', 'nsg-a') },
    azurerm_network_security_rule: { r: { ...rule(), resource_group_name: 'rg', network_security_group_name: 'nsg-a' } },
    azurerm_route_table: { t: named('rt', 'rt-a') },
    azurerm_route: { r: {
      name: 'r', resource_group_name: 'rg', route_table_name: 'rt-a', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet',
    } },
    azurerm_firewall_policy: { p: named('fwp', 'fwp-a') },
    azurerm_firewall_policy_rule_collection_group: { c: { name: 'c', priority: 100, firewall_policy_id: policy } },
  });
  const own = [
    network.securityGroups.get(ids.network_security_group_id.toLowerCase())!, network.routeTables.get(ids.route_table_id.toLowerCase())!,
    network.firewalls.find(({ key }) => key === policy.toLowerCase())!,
  ];
  expect(own.map((one) => one.unread?.filter(({ why }) => why.includes('may be the same')).length ?? 0)).toEqual([unread, unread, unread]);
});
