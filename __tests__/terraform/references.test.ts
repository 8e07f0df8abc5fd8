import { networkOf } from '../../lib/terraform/read-network';
import { configured, onlyTable, problems, routeLines, subnet, term, text } from './networks';

/** What an expression instead of an address gives. */
function value(expression: string, more: Record<string, unknown> = {}, resources: Record<string, Record<string, unknown>> = {}): string {
  const network = configured({
    azurerm_route_table: { t: {
      name: 'rt', resource_group_name: 'rg',
      route: [{ name: 'r', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: expression }],
    } },
    ...resources,
  }, more);
  return text(onlyTable(network).routes[0]!.nextHopAddress);
}

const NIC = { azurerm_network_interface: { n: {
  name: 'nic', ip_configuration: [{ private_ip_address: '10.0.0.9', note: 'x' }], single: { name: 'one' }, several: { count: 2, name: 'x' },
  copy: '${azurerm_network_interface.n.name}', later: '${var.x}',
}, many: { count: 2, name: 'x' }, each: { for_each: '${var.x}', name: 'x' } } };

test.each<[expression: string, result: string]>([
  ['10.0.0.4', '10.0.0.4'],
  ['${"10.0.0.4"}', '10.0.0.4'],
  ['${ azurerm_network_interface.n.name }', 'nic'],
  ['a-${azurerm_network_interface.n.name}-${azurerm_network_interface.n.copy}', 'a-nic-nic'],
  ['${azurerm_network_interface.n.ip_configuration[0].private_ip_address}', '10.0.0.9'],
  ['${azurerm_network_interface.n["ip_configuration"].0["private_ip_address"]}', '10.0.0.9'],
  ['${azurerm_network_interface.n.single[0].name}', 'one'],
  [
    '${azurerm_network_interface.n.ip_configuration[1].private_ip_address}',
    '<cdk.tf.json azurerm_network_interface.n.ip_configuration[1].private_ip_address>',
  ],
  ['${azurerm_network_interface.n.id}', '<cdk.tf.json azurerm_network_interface.n.id>'],
  ['${azurerm_network_interface.n.later}', '<cdk.tf.json var.x>'],
  ['${azurerm_network_interface.missing.name}', '<cdk.tf.json azurerm_network_interface.missing.name>'],
  ['${azurerm_network_interface.many.name}', '<azurerm_network_interface.many.name (there is no name)>'],
  ['${azurerm_network_interface.many[1].name}', 'x'],
  ['${azurerm_network_interface.many[2].name}', '<azurerm_network_interface.many[2].name (there is no [2])>'],
  ['${azurerm_network_interface.many[1].id}', '<cdk.tf.json azurerm_network_interface.many[1].id>'],
  ['${azurerm_network_interface.each["a b"].name}', '<cdk.tf.json azurerm_network_interface.each["a b"].name>'],
  ['${data.azurerm_network_interface.d.private_ip_address}', '<cdk.tf.json data.azurerm_network_interface.d.private_ip_address>'],
  ['${module.m.address}', '<cdk.tf.json module.m.address>'],
  ['${local.plain}', '10.0.0.5'],
  ['${local.nested.list[1]}', 'b'],
  ['${local.chain}', '10.0.0.5'],
  ['${local.circle}', '<the value is made of itself>'],
  ['${local.missing}', '<local.missing>'],
  ['${var.with_default}', '10.0.0.6'],
  ['a-${var.x}', '<["text","a-",[[0,"cdk.tf.json var.x"]]]>'],
  ['a-${f(var.x)}', '<a-${f(var.x)}>'],
  ['${cidrhost("10.0.0.0/8", 4)}', '10.0.0.4'],
  ['${each.value}', '<each.value>'],
  ['${var.x ? "a" : "b"}', '<["?",{"symbol":"cdk.tf.json var.x"},"a","b"]>'],
  ['%{ if true }a%{ endif }', 'a'],
  ['${unclosed', '<${unclosed>'],
  ['$${x}', '${x}'],
  ['100%', '100%'],
  ['${element(split("/", "/a/b"), 2)}', 'b'],
])('%s gives %s', (expression, result) => {
  const more = {
    locals: {
      plain: '10.0.0.5', nested: { list: ['a', 'b'] }, chain: '${local.plain}', circle: '${local.round}', round: '${local.circle}',
    },
    variable: { with_default: { default: '10.0.0.6' }, x: {} }, module: { m: { source: './m' } },
  };
  expect(value(expression, more, NIC)).toBe(result);
});

test('expressions that evaluate to themselves without an end are unknown', () => {
  const network = configured({ azurerm_subnet: {
    a: { name: '${azurerm_subnet.b.name}', address_prefixes: '${azurerm_subnet.a.address_prefixes}' },
    b: { name: '${azurerm_subnet.a.name}' },
  } });
  expect(network.subnets).toHaveLength(2);
});

test('prefixes by reference to another resource', () => {
  const network = configured({
    azurerm_virtual_network: { v: { name: 'v', resource_group_name: 'rg', address_space: ['10.0.0.0/16'] } },
    azurerm_subnet: { a: {
      name: 'a', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: '${azurerm_virtual_network.v.address_space}',
    }, b: { name: 'b', address_prefixes: ['${azurerm_subnet.a.address_prefixes[0]}'] } },
  });
  expect(['a', 'b'].map((name) => subnet(network, name).addressPrefixes.map(term))).toEqual([['10.0.0.0/16'], ['10.0.0.0/16']]);
});

const HUB = {
  output: { address: { value: '${azurerm_firewall.f.ip_configuration[0].private_ip_address}' }, name: { value: 'rt-hub' } },
  resource: { azurerm_firewall: { f: { name: 'fw', resource_group_name: 'rg', sku_tier: 'Basic', ip_configuration: [{ name: 'x' }] } } },
};
const SPOKE = (remote: object, key = 'hub'): object => ({
  data: { terraform_remote_state: { [key]: remote } },
  resource: {
    azurerm_route_table: { t: { name: 'rt', resource_group_name: 'rg', route: [{
      name: 'r', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance',
      next_hop_in_ip_address: `\${data.terraform_remote_state.${key}.outputs.address}`,
    }] } },
  },
});
const stack = (name: string): object => ({ '//': { metadata: { stackName: name } } });
const azurerm = (key: string): object => ({ storage_account_name: 's', container_name: 'c', key });
const KNOWN = '0.0.0.0/0 VirtualAppliance <stacks/hub azurerm_firewall.f.ip_configuration[0].private_ip_address>';

test.each<[name: string, hub: object, remote: object, key: string, line: RegExp | string]>([
  [
    'the same file, from each folder', { terraform: { backend: { local: { path: '../../hub.tfstate' } } } },
    { backend: 'local', config: { path: '../hub/../../hub.tfstate' } }, 'hub', KNOWN,
  ],
  [
    'the same blob', { terraform: [{ backend: [{ azurerm: azurerm('hub') }] }] }, { backend: 'azurerm', config: [azurerm('hub')] }, 'hub',
    KNOWN,
  ],
  ['the name of the stack', stack('hub'), { backend: 'remote', config: {} }, 'cross-stack-reference-input-hub', KNOWN],
  [
    'another blob', { terraform: { backend: { azurerm: azurerm('other') } } }, { backend: 'azurerm', config: azurerm('hub') }, 'hub',
    /<stacks\/spoke data\.terraform_remote_state\.hub\.outputs\.address>/,
  ],
  [
    'the name of another stack', stack('core'), { backend: 'remote', config: {} }, 'cross-stack-reference-input-hub',
    /data\.terraform_remote_state/,
  ],
])('the state of another stack is found by %s', (_, hub, remote, key, line) => {
  const network = networkOf([
    { file: 'stacks/spoke/cdk.tf.json', json: SPOKE(remote, key) }, { file: 'stacks/hub/cdk.tf.json', json: { ...HUB, ...hub } },
  ]);
  expect(routeLines(onlyTable(network))).toEqual([typeof line === 'string' ? line : expect.stringMatching(line)]);
  expect(network.firewalls.map(({ privateAddresses }) => privateAddresses.map(text)))
    .toEqual([['<stacks/hub azurerm_firewall.f.ip_configuration[0].private_ip_address>']]);
  expect(problems(network)).toEqual([]);
});

test.each([
  ['cross-stack-output-x', {}, '10.0.0.4'], ['cross-stack-output-x', { sensitive: true }, '10.0.0.4'],
  ['cross-stack-output-x', { sensitive: true, value: '${var.secret}' }, undefined], ['x', { sensitive: true }, undefined],
])('functions take what the output %s of another stack gives, with %j', (name, more, expected) => {
  const output = { [name]: { value: ['10.0.0.0/8'], ...more } };
  const variable = { secret: { type: 'list(string)', default: ['10.0.0.0/8'], sensitive: true } };
  const spoke = { ...SPOKE({ backend: 'local', config: {} }, 'cross-stack-reference-input-hub'), ...stack('spoke') };
  const text = JSON.stringify(spoke).replace(/\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.address\}/,
    `\${cidrhost(element(data.terraform_remote_state.$1.outputs.${name}, 0), 4)}`);
  const read = (): string[] => routeLines(onlyTable(networkOf([
    { file: 'stacks/spoke/cdk.tf.json', json: JSON.parse(text) as object },
    { file: 'stacks/hub/cdk.tf.json', json: { output, variable, ...stack('hub') } },
  ])));
  if (expected === undefined) {
    expect(read).toThrow('are marked as sensitive');
  } else {
    expect(read()).toEqual([`0.0.0.0/0 VirtualAppliance ${expected}`]);
  }
});

test('where two stacks write to the same place, the name of the stack decides', () => {
  const backend = { terraform: { backend: { local: { path: '/hub.tfstate' } } } };
  const remote = { backend: 'local', config: { path: '/hub.tfstate' } };
  const documents = (key: string): { file: string; json: unknown }[] => [
    { file: 'stacks/spoke/cdk.tf.json', json: SPOKE(remote, key) },
    { file: 'stacks/core/cdk.tf.json', json: { ...HUB, ...stack('core'), ...backend } },
    { file: 'stacks/hub/cdk.tf.json', json: { ...HUB, ...stack('hub'), ...backend } },
  ];
  expect(routeLines(onlyTable(networkOf(documents('cross-stack-reference-input-hub'))))).toEqual([KNOWN]);
  expect(routeLines(onlyTable(networkOf(documents('hub')))))
    .toEqual(['0.0.0.0/0 VirtualAppliance <stacks/spoke data.terraform_remote_state.hub.outputs.address>']);
});

test('a name means the resource of the same configuration first', () => {
  const resource = {
    azurerm_route_table: { t: { name: 'rt', resource_group_name: 'rg' } }, azurerm_route: {
      r: { name: 'r', resource_group_name: 'rg', route_table_name: 'RT', address_prefix: '10.0.0.0/8', next_hop_type: 'None' },
    },
  };
  const network = networkOf(['a', 'b'].map((folder) => ({ file: `${folder}/cdk.tf.json`, json: { resource } })));
  expect([...network.routeTables.values()].map(({ key, routes }) => [key, routes.map(({ place }) => place.file)]))
    .toEqual(['a', 'b'].map((folder) => [`${folder} azurerm_route_table.t`, [`${folder}/cdk.tf.json`]]));
});

test('files of one folder are one configuration, and those of two folders are two', () => {
  const table = { resource: { azurerm_route_table: { t: { name: 'rt', resource_group_name: 'rg' } } } };
  const route = {
    resource: { azurerm_route: { r: {
      name: 'r', resource_group_name: 'rg', route_table_name: '${azurerm_route_table.t.name}', address_prefix: '10.0.0.0/8',
      next_hop_type: 'None',
    } } },
  };
  const together = networkOf([{ file: 'a/one.tf.json', json: table }, { file: 'a/two.tf.json', json: route }]);
  expect(routeLines(onlyTable(together))).toEqual(['10.0.0.0/8 None']);
  expect(onlyTable(together).place.file).toBe('a/one.tf.json');
  const apart = networkOf([{ file: 'a/one.tf.json', json: table }, { file: 'b/two.tf.json', json: route }]);
  expect([...apart.routeTables.values()].map(({ name, routes }) => [name, routes.map(({ uncertain }) => uncertain)])).toEqual([
    [
      'rt',
      ['azurerm_route.r may be one of its routes: route_table_name is the expression azurerm_route_table.t.name, which may be another one'],
    ],
    ['azurerm_route_table.t.name', [undefined]],
  ]);
  const twice = networkOf([{ file: 'a/one.tf.json', json: table }, { file: 'a/two.tf.json', json: table }]);
  expect([twice.routeTables.size, problems(twice)])
    .toEqual([1, ['azurerm_route_table.t: it is there twice, and Terraform takes each address once; the second is left out']]);
});

test('modules are told, because their resources are not in the document', () => {
  expect(problems(configured({}, { module: { spoke: { source: './spoke' } } }))).toEqual([
    'configuration: one part is made in a way that only Terraform evaluates: module.spoke (source ./spoke, whose files are not ' +
      'read); give the JSON of a plan: terraform plan -out plan.bin, then terraform show -json plan.bin > plan.json',
  ]);
});

test.each<[section: unknown, problem: string]>([
  [5, 'resource: it is 5; it takes an object'],
  [{ azurerm_subnet: 'x' }, 'azurerm_subnet: it is "x"; it takes an object'],
  [{ azurerm_subnet: { s: ['x', 'y'] } }, 'azurerm_subnet.s: it is a list of 2; it takes one object'],
  [{ azurerm_subnet: { 's\u0007': true } }, 'azurerm_subnet.s\\u0007: it is true; it takes one object'],
])('resources of another shape are told: %j', (resource, problem) => {
  expect(problems(networkOf([{ file: 'cdk.tf.json', json: { resource } }]))).toEqual([problem]);
});
