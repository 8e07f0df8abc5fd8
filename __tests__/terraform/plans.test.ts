import { networkOf } from '../../lib/terraform/read-network';
import {
  firewallLine, levels, NETWORK, only, onlyGroup, onlyTable, problems, routeLines, rule, securityLine, subnet, text,
} from './networks';
import { block, planned, planOf, Planned, state } from './plans';

const NSG = { name: 'nsg', resource_group_name: 'rg' };
const SUBNET = { name: 'compute', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.1.0/24'] };
const ROUTE = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance' };

test('ids known after apply are followed to the resources that they refer to', () => {
  const network = planned([
    {
      address: 'azurerm_virtual_network.v', values: { name: 'v', resource_group_name: 'rg', address_space: ['10.0.0.0/16'] },
      unknown: { id: true, subnet: true },
    },
    { address: 'azurerm_subnet.s', values: SUBNET, unknown: { id: true } },
    { address: 'azurerm_network_security_group.g', values: NSG, unknown: { id: true, security_rule: true } },
    {
      address: 'azurerm_network_security_rule.r', values: { ...rule(), resource_group_name: 'rg', network_security_group_name: 'nsg' },
      unknown: { id: true },
    },
    {
      address: 'azurerm_subnet_network_security_group_association.a', values: {},
      unknown: { id: true, subnet_id: true, network_security_group_id: true },
    },
  ], {
    resources: [
      block('azurerm_virtual_network.v', {}), block('azurerm_subnet.s', { virtual_network_name: ['azurerm_virtual_network.v.name'] }),
      block('azurerm_network_security_group.g', {}),
      block('azurerm_network_security_rule.r', { network_security_group_name: ['azurerm_network_security_group.g.name'] }),
      block('azurerm_subnet_network_security_group_association.a', {
        subnet_id: ['azurerm_subnet.s.id'], network_security_group_id: ['azurerm_network_security_group.g.id'],
      }),
    ],
  });
  expect(subnet(network, 'compute')).toMatchObject({
    key: 'plan.json azurerm_subnet.s', securityGroup: 'plan.json azurerm_network_security_group.g',
    networkAddressSpace: [{ text: '10.0.0.0/16' }],
  });
  expect([onlyGroup(network).rules.map(securityLine), onlyGroup(network).incomplete])
    .toEqual([['100 Outbound Allow Tcp *:0-65535 -> Storage:443'], undefined]);
  expect(problems(network)).toEqual([]);
});

test('ids of resources that are there meet references to them, in any case', () => {
  const id = `${NETWORK}/networkSecurityGroups/nsg`;
  const network = planned([
    { address: 'azurerm_network_security_group.g', values: { ...NSG, id, security_rule: [rule()] }, actions: ['no-op'] },
    { address: 'azurerm_subnet_network_security_group_association.a', values: {
      subnet_id: `${NETWORK}/virtualNetworks/v/subnets/s`,
      network_security_group_id: id.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'),
    }, actions: ['create'] },
  ], { resources: [] });
  expect(only(network.subnets).securityGroup).toBe(id.toLowerCase());
  expect(onlyGroup(network)).toMatchObject({ key: id.toLowerCase(), rules: [{ name: 'allow' }] });
});

const spoke = (index: string): Planned[] => [
  { address: `module.spoke${index}.azurerm_subnet.s["a"]`, values: { ...SUBNET, name: `sub${index}` }, unknown: { id: true } },
  {
    address: `module.spoke${index}.azurerm_subnet_route_table_association.a["a"]`, values: {},
    unknown: { subnet_id: true, route_table_id: true },
  },
];

test('modules with an index, variables of modules, and outputs of modules', () => {
  const network = planned([
    ...spoke('["x"]'), ...spoke('["y"]'),
    {
      address: 'module.tables.module.inner[0].azurerm_route_table.t', values: { name: 'rt', resource_group_name: 'rg', route: [] },
      unknown: { id: true },
    },
  ], {
    module_calls: {
      spoke: {
        source: './spoke', for_each_expression: { constant_value: ['x', 'y'] },
        expressions: { table_id: { references: ['module.tables.table_id', 'module.tables'] } },
        module: {
          variables: { table_id: {} },
          resources: [
            block('azurerm_subnet.s', {}, { for_each_expression: { references: ['var.names'] } }),
            block('azurerm_subnet_route_table_association.a', { subnet_id: ['each.value.id'], route_table_id: ['var.table_id'] }, {
              for_each_expression: { references: ['azurerm_subnet.s'] },
            }),
          ],
        },
      },
      tables: {
        source: './tables',
        module: {
          outputs: { table_id: { expression: { references: ['module.inner[0].id', 'module.inner[0]', 'module.inner'] } } },
          module_calls: { inner: { source: './inner', count_expression: { constant_value: 1 }, module: {
            outputs: { id: { expression: { references: ['azurerm_route_table.t.id', 'azurerm_route_table.t'] } } },
            resources: [block('azurerm_route_table.t', {})],
          } } },
        },
      },
    },
  });
  const table = 'plan.json module.tables.module.inner[0].azurerm_route_table.t';
  expect(network.subnets.map(({ key, routeTable, place }) => [key, routeTable, place.resource])).toEqual(['x', 'y'].map((name) => [
    `plan.json module.spoke["${name}"].azurerm_subnet.s["a"]`, table, `module.spoke["${name}"].azurerm_subnet.s["a"]`,
  ]));
  expect([onlyTable(network).key, problems(network)]).toEqual([table, []]);
});

test.each<[name: string, references: string[], key: string | undefined]>([
  ['an instance with its own key', ['azurerm_subnet.s', 'each.key'], 'plan.json azurerm_subnet.s["a"]'],
  ['an instance by name', ['azurerm_subnet.s["b"].id'], 'plan.json azurerm_subnet.s["b"]'],
  ['several resources', ['azurerm_subnet.s["a"].id', 'azurerm_subnet.s["b"].id'], undefined],
  ['a local value', ['local.subnet_id'], undefined],
  ['nothing', [], undefined],
])('an instance is found by %s, or told', (_, references, key) => {
  const network = planned([
    ...['a', 'b'].map((name) => ({ address: `azurerm_subnet.s["${name}"]`, values: { ...SUBNET, name }, unknown: { id: true } })),
    {
      address: 'azurerm_subnet_route_table_association.r["a"]', values: { route_table_id: `${NETWORK}/routeTables/rt` },
      unknown: { subnet_id: true },
    },
  ], { resources: [
    block('azurerm_subnet.s', {}, { for_each_expression: { references: ['var.names'] } }),
    block('azurerm_subnet_route_table_association.r', { subnet_id: references }, { for_each_expression: { references: ['var.names'] } }),
  ] });
  expect(network.subnets.filter(({ routeTable }) => typeof routeTable === 'string').map((found) => found.key))
    .toEqual(key === undefined ? [] : [key]);
  expect(problems(network)).toEqual([]);
  const told = network.subnets.filter(({ routeTable }) => routeTable !== undefined && typeof routeTable !== 'string');
  expect(told.length > 0).toBe(key === undefined);
});

test('a policy with groups, and a route to the address that its firewall will get', () => {
  const network = planned([
    {
      address: 'azurerm_firewall_policy.p', values: { name: 'fwp', resource_group_name: 'rg', sku: 'Standard', dns: [] },
      unknown: { id: true, dns: [] },
    },
    {
      address: 'azurerm_firewall.f',
      values: { name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard', ip_configuration: [{ name: 'public' }], virtual_hub: [] },
      unknown: { id: true, firewall_policy_id: true, ip_configuration: [{ private_ip_address: true, subnet_id: true }] },
    },
    {
      address: 'azurerm_firewall_policy_rule_collection_group.g',
      unknown: { id: true, firewall_policy_id: true, network_rule_collection: [{ rule: [{ source_ip_groups: [true] }] }] },
      values: {
        name: 'g', priority: 500, nat_rule_collection: [], application_rule_collection: [],
        network_rule_collection: [{ name: 'n', priority: 100, action: 'Allow', rule: [{
          name: 'r', protocols: ['TCP'], source_addresses: [], source_ip_groups: [null], destination_addresses: ['Storage'],
          destination_fqdns: [], destination_ip_groups: null, destination_ports: ['443'],
        }] }],
      },
    },
    { address: 'azurerm_ip_group.i', values: { name: 'ipg', resource_group_name: 'rg', cidrs: ['10.0.0.0/8'] }, unknown: { id: true } },
    {
      address: 'azurerm_route_table.t', values: { name: 'rt', resource_group_name: 'rg', route: [ROUTE] },
      unknown: { id: true, route: [{ next_hop_in_ip_address: true }] },
    },
  ], {
    resources: [
      block('azurerm_firewall_policy.p', {}), block('azurerm_ip_group.i', {}),
      block('azurerm_firewall.f', { firewall_policy_id: ['azurerm_firewall_policy.p.id'] }),
      block('azurerm_firewall_policy_rule_collection_group.g', {}, { expressions: {
        firewall_policy_id: { references: ['azurerm_firewall_policy.p.id', 'azurerm_firewall_policy.p'] },
        network_rule_collection: [{ rule: [{ source_ip_groups: { references: ['azurerm_ip_group.i.id', 'azurerm_ip_group.i'] } }] }],
      } }),
      block('azurerm_route_table.t', { route: ['azurerm_firewall.f.ip_configuration[0].private_ip_address'] }),
    ],
  });
  const firewall = only(network.firewalls);
  expect([firewall.key, firewall.incomplete, levels(firewall)])
    .toEqual(['plan.json azurerm_firewall_policy.p', undefined, [['g 500 [n 100]']]]);
  expect(firewall.levels.flat().flatMap(({ collections }) => collections.flatMap(({ rules }) => rules.map(firewallLine))))
    .toEqual(['10.0.0.0/8 -> TCP Storage:443']);
  expect(routeLines(onlyTable(network))).toEqual([`0.0.0.0/0 VirtualAppliance ${text(only(firewall.privateAddresses))}`]);
  expect(text(only(firewall.privateAddresses))).toBe('<plan.json azurerm_firewall.f.ip_configuration[0].private_ip_address>');
  expect(problems(network)).toEqual([]);
});

test('references of some blocks are not taken for those of others', () => {
  const rules = ['of-a-dynamic-block', 'static'].map((name) =>
    ({ name, protocols: ['TCP'], source_ip_groups: [null], destination_addresses: ['Storage'], destination_ports: ['443'] }));
  const network = planned([{
    address: 'azurerm_firewall_policy_rule_collection_group.g', values: {
      name: 'g', priority: 500, firewall_policy_id: `${NETWORK}/firewallPolicies/p`,
      network_rule_collection: [{ name: 'n', priority: 100, action: 'Allow', rule: rules }],
    },
    unknown: { network_rule_collection: [{ rule: [{ source_ip_groups: [true] }, { source_ip_groups: [true] }] }] },
  }, { address: 'azurerm_ip_group.i', values: { name: 'ipg', resource_group_name: 'rg', cidrs: ['10.0.0.0/8'] } }], {
    resources: [block('azurerm_firewall_policy_rule_collection_group.g', {}, { expressions: {
      network_rule_collection: [{ rule: [{ source_ip_groups: { references: ['azurerm_ip_group.i.id', 'azurerm_ip_group.i'] } }] }],
    } })],
  });
  expect(only(network.firewalls).levels.flat().flatMap(({ collections }) =>
    collections.flatMap((collection) => collection.rules.map(firewallLine))))
    .toEqual(rules.map(() => '?known after apply -> TCP Storage:443'));
});

test('a reference that a value is made of is not taken for the value', () => {
  // A name may have any text around the reference; two of these are not the same name.
  const network = planned([
    {
      address: 'azurerm_network_security_rule.r', values: { ...rule(), resource_group_name: 'rg' },
      unknown: { network_security_group_name: true },
    },
  ], { resources: [block('azurerm_network_security_rule.r', { network_security_group_name: ['random_pet.p.id'] })] });
  expect([network.securityGroups.size, problems(network)]).toEqual([0, [
    'azurerm_network_security_rule.r: the name of a network security group is not known here: rg, the expression random_pet.p.id (known ' +
      'after apply), so this is left out of security rules',
  ]]);
});

test.each([
  ['its own name', 'nsg', 'azurerm_network_security_group.g.name', 1],
  ['more than its name', 'nsg-2', 'azurerm_network_security_group.g.name', 0],
  ['the name of something else', 'nsg', 'azurerm_virtual_network.v.name', 0], ['nothing', 'nsg', 'random_pet.p.id', 0],
])('in a resource group that is known after apply, a rule whose group is written as %s', (_, name, reference, rules) => {
  const later = { unknown: { resource_group_name: true, id: true } };
  const network = planned([
    { address: 'azurerm_network_security_group.g', values: { ...NSG, resource_group_name: undefined }, ...later },
    { address: 'azurerm_virtual_network.v', values: { name: 'nsg', address_space: [] }, ...later },
    { address: 'azurerm_network_security_rule.r', values: { ...rule(), network_security_group_name: name }, ...later },
  ], { resources: [
    block('azurerm_network_security_group.g', { resource_group_name: ['random_pet.p.id'] }),
    block('azurerm_virtual_network.v', { resource_group_name: ['random_pet.p.id'] }),
    block('azurerm_network_security_rule.r', { resource_group_name: ['random_pet.p.id'], network_security_group_name: [reference] }),
  ] });
  const certain = only([...network.securityGroups.values()]).rules.filter(({ uncertain }) => uncertain === undefined);
  expect(certain).toHaveLength(rules);
});

test('an id that is made of the id of something above is not known', () => {
  const network = planned([
    { address: 'azurerm_virtual_network.v', values: { name: 'v', resource_group_name: 'rg', address_space: [] }, unknown: { id: true } },
    {
      address: 'azurerm_subnet_route_table_association.a', values: { route_table_id: `${NETWORK}/routeTables/rt` },
      unknown: { subnet_id: true },
    },
  ], { resources: [
    block('azurerm_virtual_network.v', {}),
    block('azurerm_subnet_route_table_association.a', { subnet_id: ['azurerm_virtual_network.v.id'] }),
  ] });
  expect([network.subnets, problems(network)]).toEqual([[], [
    'azurerm_subnet_route_table_association.a subnet_id: the subnet is not known here (azurerm_virtual_network.v.id (known after ' +
      'apply)), so what it is associated with is left out',
  ]]);
});

test('rules that the user did not write inline are those that are there, without the ones that go', () => {
  const there = [
    rule({ name: 'stays' }), rule({ name: 'goes', priority: 200 }), rule({ name: 'changes', priority: 300 }),
    rule({ name: 'of-others', priority: 400 }),
  ];
  const own = (name: string, changes: object = {}): object =>
    ({ ...rule({ name, ...changes }), resource_group_name: 'rg', network_security_group_name: 'nsg' });
  const network = planned([
    {
      address: 'azurerm_network_security_group.g', values: { ...NSG, id: `${NETWORK}/networkSecurityGroups/nsg`, security_rule: there },
      actions: ['no-op'],
    },
    { address: 'azurerm_network_security_rule.stays', values: own('stays') as never, actions: ['no-op'] },
    { address: 'azurerm_network_security_rule.changes', values: own('changes', { priority: 310 }) as never, actions: ['update'] },
    { address: 'azurerm_network_security_rule.goes', values: {}, before: own('goes') as never, actions: ['delete'] },
  ], { resources: [
    block('azurerm_network_security_group.g', { name: [] }), block('azurerm_network_security_rule.stays', {}),
    block('azurerm_network_security_rule.changes', {}),
  ] });
  expect(onlyGroup(network).rules.map(({ name, priority }) => [name, priority]))
    .toEqual([['stays', 100], ['changes', 310], ['of-others', 400]]);
  expect(problems(network)).toEqual([]);
});

test('rules that the user wrote inline and alone are a problem in a plan too', () => {
  const network = planned([
    { address: 'azurerm_network_security_group.g', values: { ...NSG, security_rule: [rule()] } },
    {
      address: 'azurerm_network_security_rule.r',
      values: { ...rule({ name: 'r', priority: 200 }), resource_group_name: 'rg', network_security_group_name: 'nsg' },
    },
  ], { resources: [block('azurerm_network_security_group.g', { security_rule: [] }), block('azurerm_network_security_rule.r', {})] });
  expect(problems(network)).toEqual([
    expect.stringMatching(/^azurerm_network_security_group\.g security_rule: azurerm_network_security_rule\.r is a separate resource, and/),
  ]);
});

test.each<[name: string, expressions: object, rules: Planned[], incomplete: string | undefined]>([
  [
    'a group without any, which may have a dynamic block', {}, [],
    'azurerm_network_security_group.g: security rules of security_rule are known after apply',
  ],
  [
    'a group whose rules stand alone', {},
    [{ address: 'azurerm_network_security_rule.r', values: { ...rule(), resource_group_name: 'rg', network_security_group_name: 'nsg' } }],
    undefined,
  ],
  [
    'a group whose rules are null', { security_rule: { constant_value: null } },
    [{ address: 'azurerm_network_security_rule.r', values: { ...rule(), resource_group_name: 'rg', network_security_group_name: 'nsg' } }],
    undefined,
  ],
  [
    'a group whose rules are an expression', { security_rule: { references: ['local.rules'] } }, [],
    'azurerm_network_security_group.g: security_rule: the expression local.rules (known after apply) cannot be evaluated here',
  ],
])('inline rules known after apply: %s', (_, expressions, rules, incomplete) => {
  const network = planned(
    [{ address: 'azurerm_network_security_group.g', values: NSG, unknown: { id: true, security_rule: true } }, ...rules],
    { resources: [block('azurerm_network_security_group.g', {}, { expressions })] },
  );
  expect([onlyGroup(network).rules.length, onlyGroup(network).incomplete]).toEqual([rules.length, incomplete]);
});

test('write-only ids are in the configuration of a plan', () => {
  const network = planned([
    {
      address: 'azurerm_subnet.s', values: { ...SUBNET, network_security_group_id_wo: null, network_security_group_id_wo_version: 1 },
      unknown: { id: true },
    },
    { address: 'azurerm_network_security_group.g', values: NSG, unknown: { id: true, security_rule: true } },
  ], { resources: [
    block('azurerm_subnet.s', { network_security_group_id_wo: ['azurerm_network_security_group.g.id'] }),
    block('azurerm_network_security_group.g', {}),
  ] });
  expect(subnet(network, 'compute').securityGroup).toBe('plan.json azurerm_network_security_group.g');
});

test('data sources that were read while planning are known', () => {
  const network = planned([
    { address: 'data.azurerm_firewall.f', mode: 'data', values: {
      name: 'fw', resource_group_name: 'rg', id: `${NETWORK}/azureFirewalls/fw`, firewall_policy_id: `${NETWORK}/firewallPolicies/p`,
      ip_configuration: [{ private_ip_address: '10.0.0.4' }],
    } },
    {
      address: 'azurerm_firewall_policy_rule_collection_group.g',
      values: { name: 'g', priority: 100, firewall_policy_id: `${NETWORK}/firewallPolicies/P` },
    },
  ]);
  expect(only(network.firewalls)).toMatchObject({
    name: 'P', privateAddresses: ['10.0.0.4'], incomplete: 'a firewall policy that is not made here', levels: [[{ name: 'g' }]],
  });
});

test('an object that is put aside before its removal is not the one that is there', () => {
  const subnetOnly = planOf([{ address: 'azurerm_subnet.s', values: SUBNET, unknown: { id: true, address_prefixes: true } }], {
    resources: [block('azurerm_subnet.s', { address_prefixes: ['var.a'] })],
  });
  const changes = subnetOnly['resource_changes'] as object[];
  const network = networkOf([{ file: 'plan.json', json: { ...subnetOnly, resource_changes: [
    ...changes, { ...changes[0], deposed: '1a2b3c4d', change: { actions: ['delete'], before: SUBNET, after: null, after_unknown: {} } },
  ] } }]);
  expect(subnet(network, 'compute').addressPrefixes).toMatchObject([{ kind: 'opaque' }]);
});

test('a plan that failed or is a part is told', () => {
  const problem = 'planned_values: the plan is not complete, because planning failed, was limited to some resources, or deferred ' +
    'changes; give the JSON of a complete plan';
  expect(problems(planned([], {}, { errored: true }))).toEqual([problem]);
  expect(problems(planned([], {}, { complete: false }))).toEqual([problem]);
});

test('a plan of a hub and the configuration of a spoke meet by ids', () => {
  const id = `${NETWORK}/firewallPolicies/fwp`;
  const network = networkOf([
    {
      file: 'hub.json',
      json: planOf([{ address: 'azurerm_firewall_policy.p', values: { id, name: 'fwp', resource_group_name: 'rg' } }], { resources: [] }),
    },
    { file: 'spoke/cdk.tf.json', json: { resource: {
      azurerm_firewall_policy_rule_collection_group: { g: { name: 'g', priority: 100, firewall_policy_id: id.toLowerCase() } },
    } } },
  ]);
  expect(levels(only(network.firewalls))).toEqual([['g 100 []']]);
});

test('a resource that two documents make is told', () => {
  const group = { address: 'azurerm_network_security_group.g', values: { ...NSG, id: `${NETWORK}/networkSecurityGroups/nsg` } };
  const network = networkOf(['a.json', 'b.json'].map((file) => ({ file, json: planOf([group], { resources: [] }) })));
  expect(network.problems).toEqual([{
    place: { file: 'b.json', resource: 'azurerm_network_security_group.g' },
    message: 'it is the same resource as azurerm_network_security_group.g in a.json, and one of them makes it; this one is left out',
  }]);
  expect(onlyGroup(network).place.file).toBe('a.json');
});

describe('a state', () => {
  const id = `${NETWORK}/networkSecurityGroups/nsg`;
  const subnetId = `${NETWORK}/virtualNetworks/v/subnets/compute`;
  const vnet = { name: 'v', resource_group_name: 'rg', id: `${NETWORK}/virtualNetworks/v`, address_space: ['10.0.0.0/16'] };

  test('lists rules with the group and once more as resources, which are the same rules', () => {
    const network = state([
      {
        address: 'azurerm_network_security_group.g',
        values: { ...NSG, id, security_rule: [rule({ name: 'a' }), rule({ name: 'b', priority: 200 })] },
      },
      {
        address: 'azurerm_network_security_rule.a',
        values: { ...rule({ name: 'a' }), id: `${id}/securityRules/a`, resource_group_name: 'rg', network_security_group_name: 'nsg' },
      },
    ]);
    expect(onlyGroup(network).rules.map(({ name, place }) => [name, place.resource]))
      .toEqual([['a', 'azurerm_network_security_rule.a'], ['b', 'azurerm_network_security_group.g']]);
    expect(problems(network)).toEqual([]);
  });

  test('lists subnets with the network and once more as resources, and tells what others put on them', () => {
    const network = state([
      { address: 'azurerm_virtual_network.v', values: { ...vnet, subnet: [
        { id: subnetId, name: 'compute', address_prefixes: ['10.0.1.0/24'], security_group: id, route_table_id: '' },
        {
          id: subnetId.replace('compute', 'data'), name: 'data', address_prefixes: ['10.0.2.0/24'], security_group: '',
          route_table_id: `${NETWORK}/routeTables/rt`,
        },
      ] } },
      { address: 'azurerm_subnet.s', values: { ...SUBNET, id: subnetId } },
    ]);
    expect(network.subnets.map(({ key, securityGroup, routeTable, place }) => [key, securityGroup, routeTable, place.resource])).toEqual([
      [subnetId.toLowerCase(), id.toLowerCase(), undefined, 'azurerm_subnet.s'],
      [
        subnetId.replace('compute', 'data').toLowerCase(), undefined, `${NETWORK}/routeTables/rt`.toLowerCase(),
        'azurerm_virtual_network.v',
      ],
    ]);
    expect([onlyGroup(network).incomplete, onlyTable(network).incomplete])
      .toEqual(['a network security group that is not made here', 'a route table that is not made here']);
  });

  test('knows the addresses of firewalls', () => {
    const network = state([{ address: 'module.hub.azurerm_firewall.f', values: {
      name: 'fw', resource_group_name: 'rg', id: `${NETWORK}/azureFirewalls/fw`, sku_tier: 'Standard', firewall_policy_id: '',
      ip_configuration: [{ private_ip_address: '10.0.0.4' }], virtual_hub: [],
    } }]);
    expect(only(network.firewalls)).toMatchObject({
      key: `${NETWORK}/azureFirewalls/fw`.toLowerCase(), privateAddresses: ['10.0.0.4'],
      place: { resource: 'module.hub.azurerm_firewall.f' },
    });
  });

  test('may be empty', () => {
    expect(networkOf([{ file: 'state.json', json: { format_version: '1.0' } }]))
      .toMatchObject({ subnets: [], firewalls: [], problems: [] });
  });
});

test('a reference by a key of other values may be any of several, and the message says what tells which', () => {
  const table = (key: string): Planned => ({
    address: `azurerm_route_table.t["${key}"]`, values: { name: key, resource_group_name: 'rg', route: [] }, unknown: { id: true },
  });
  const network = planned([
    { address: 'azurerm_subnet.s["a"]', values: SUBNET, unknown: { id: true } }, table('x'), table('y'),
    {
      address: 'azurerm_subnet_route_table_association.r["a"]', values: {}, unknown: { id: true, subnet_id: true, route_table_id: true },
    },
  ], { resources: [
    block('azurerm_subnet.s', {}, { for_each_expression: { references: ['local.subnets'] } }),
    block('azurerm_route_table.t', {}, { for_each_expression: { references: ['var.tables'] } }),
    block('azurerm_subnet_route_table_association.r', {
      subnet_id: ['azurerm_subnet.s', 'each.key'], route_table_id: ['azurerm_route_table.t', 'each.value.table'],
    }, { for_each_expression: { references: ['local.subnets'] } }),
  ] });
  expect(subnet(network, SUBNET.name).routeTable).toEqual({
    unknown: 'azurerm_route_table.t, each.value.table (known after apply, and a plan does not say which one it is: give the configuration)',
  });
});

test('a firewall without a management configuration has an empty list of them in a plan', () => {
  const firewall = (management: unknown[]): unknown => planned([{
    address: 'azurerm_firewall.f', unknown: { id: true }, values: {
      name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard', ip_configuration: [{ name: 'c', public_ip_address_id: null }],
      management_ip_configuration: management,
    },
  }], { resources: [block('azurerm_firewall.f', {})] }).firewalls.map(({ hasManagementSubnet }) => hasManagementSubnet);
  expect([firewall([]), firewall([{ name: 'm', public_ip_address_id: '/x' }])]).toEqual([[undefined], [true]]);
});
