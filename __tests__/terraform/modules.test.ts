import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { Network } from '../../lib/network/network';
import { ResourceLines } from '../../lib/review/resource-lines';
import { readTerraform } from '../../lib/terraform/read-network';
import { explainInNetwork, verifyNetwork } from '../../lib/verification/verify-network';
import { problems, routeLines, securityLine, term, text } from './networks';

type Files = Readonly<Record<string, object | string>>;

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Writes files and reads the configuration in the folder of the first one. */
function folderOf(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'modules-'));
  folders.push(root);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  return root;
}

function read(files: Files): Network {
  return readTerraform(join(folderOf(files), dirname(Object.keys(files)[0]!)));
}

const RULE = {
  direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', source_address_prefix: '*',
  destination_port_range: '443',
};

/** A module for a spoke: a subnet with a group whose rules are given, and a route to an address that is given. */
const SPOKE = {
  variable: {
    name: { type: '${string}' }, group: { type: '${string}' }, index: { default: 0 },
    rules: { type: '${map(object({ priority = number, port = optional(string, "443") }))}', default: {} }, next_hop: {},
  },
  locals: { space: '${cidrsubnet("10.0.0.0/8", 8, var.index)}' },
  resource: {
    azurerm_virtual_network: { v: { name: 'vnet-${var.name}', resource_group_name: '${var.group}', address_space: ['${local.space}'] } },
    azurerm_subnet: { s: {
      name: 'snet', resource_group_name: '${var.group}', virtual_network_name: '${azurerm_virtual_network.v.name}',
      address_prefixes: ['${cidrsubnet(local.space, 8, 1)}'],
    } },
    azurerm_network_security_group: { g: { name: 'nsg-${var.name}', resource_group_name: '${var.group}', dynamic: { security_rule: {
      for_each: '${var.rules}',
      content: {
        ...RULE, name: '${security_rule.key}', priority: '${security_rule.value.priority}',
        destination_address_prefix: '${security_rule.key}', destination_port_range: '${security_rule.value.port}',
      },
    } } } },
    azurerm_route_table: { t: { name: 'rt-${var.name}', resource_group_name: '${var.group}', route: [
      { name: 'all', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '${var.next_hop}' },
    ] } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' },
    },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
  },
  output: { network: { value: '${azurerm_virtual_network.v}' }, group_name: { value: '${azurerm_network_security_group.g.name}' } },
};

const HUB = {
  variable: { group: {} },
  resource: {
    azurerm_subnet: {
      f: { name: 'AzureFirewallSubnet', resource_group_name: 'rg', virtual_network_name: 'hub', address_prefixes: ['10.9.0.0/26'] },
    },
    azurerm_firewall: { f: {
      name: 'fw', resource_group_name: '${var.group}', sku_tier: 'Standard', sku_name: 'AZFW_VNet',
      ip_configuration: [{ name: 'a', subnet_id: '${azurerm_subnet.f.id}' }],
    } },
  },
  output: { firewall: { value: { address: '${azurerm_firewall.f.ip_configuration[0].private_ip_address}' } } },
};

test('modules are evaluated with their variables, outputs, instances and modules inside', () => {
  const network = read({
    'live/dev/main.tf.json': {
      locals: { spokes: { a: { index: 1, rules: { Storage: { priority: 100 } } }, b: { index: 2, rules: {} } } },
      module: {
        hub: { source: '../../modules/hub', group: 'rg' },
        spoke: {
          source: '../../modules/spoke', for_each: '${local.spokes}', name: '${each.key}', group: 'rg', index: '${each.value.index}',
          rules: '${each.value.rules}', next_hop: '${module.hub.firewall.address}',
        },
      },
      resource: { azurerm_network_security_rule: { more: {
        ...RULE, name: 'more', priority: 200, destination_address_prefix: 'AzureMonitor', resource_group_name: 'rg',
        network_security_group_name: '${module.spoke["b"].group_name}',
      } }, azurerm_virtual_network_peering: { p: {
        for_each: '${module.spoke}', name: 'p-${each.key}', resource_group_name: 'rg',
        virtual_network_name: '${each.value.network.name}', remote_virtual_network_id: '${module.spoke["a"].network.id}',
      } } },
    },
    'modules/hub/main.tf.json': { variable: { group: {} }, output: { firewall: { value: '${module.firewall.firewall}' } },
      module: { firewall: { source: './firewall', group: '${var.group}' } } },
    'modules/hub/firewall/main.tf.json': HUB,
    'modules/spoke/main.tf.json': SPOKE,
  });
  expect(problems(network)).toEqual([]);
  const subnets = network.subnets.map(({ place, name, networkAddressSpace }) => [place.resource, name, networkAddressSpace.map(term)]);
  expect(subnets.sort()).toEqual([
    ['module.hub.module.firewall.azurerm_subnet.f', 'AzureFirewallSubnet', []],
    ['module.spoke["a"].azurerm_subnet.s', 'snet', ['10.1.0.0/16']], ['module.spoke["b"].azurerm_subnet.s', 'snet', ['10.2.0.0/16']],
  ]);
  expect([...network.securityGroups.values()].map(({ name, rules, conditions }) => [name, rules.map(securityLine), conditions])).toEqual([
    ['nsg-a', ['100 Outbound Allow Tcp *:0-65535 -> Storage:443'], undefined],
    ['nsg-b', ['200 Outbound Allow Tcp *:0-65535 -> AzureMonitor:443'], undefined],
  ]);
  const hop = [...network.routeTables.values()].map(routeLines);
  expect(hop[0]).toEqual(hop[1]);
  expect(hop[0]![0]).toContain(text(network.firewalls.find(({ name }) => name === 'fw')!.privateAddresses[0]!));
});

test('what a call gives is certain, and what variables of the root give is a condition', () => {
  const main = (port: string): Files => ({
    'main.tf.json': {
      variable: { port: { default: '8443' }, place: { default: 'westus2' } }, module: { m: { source: './m', port, place: '${var.place}' } },
    },
    'm/main.tf.json': {
      variable: { port: {}, group: { default: 'rg' }, place: {} },
      resource: { azurerm_network_security_group: { g: {
        name: 'g', resource_group_name: '${var.group}', location: '${var.place}',
        security_rule: [{ ...RULE, name: 'r', priority: 100, destination_address_prefix: 'Sql', destination_port_range: '${var.port}' }],
      } } },
    },
  });
  const of = (port: string): unknown => [...read(main(port)).securityGroups.values()].map(({ rules, conditions }) =>
    [...rules.map(securityLine), conditions]);
  expect(of('${var.port}')).toEqual([[
    '100 Outbound Allow Tcp *:0-65535 -> Sql:8443', ['the variable port has its default value "8443"'],
  ]]);
  expect(of('9443')).toEqual([['100 Outbound Allow Tcp *:0-65535 -> Sql:9443', undefined]]);
});

test('one value in two modules is one symbol, and one text in two modules is not', () => {
  const network = read({
    'main.tf.json': { variable: { x: {} }, module: {
      a: { source: './m', name: 'a', near: '10.0.0.1', far: '${var.x}' },
      b: { source: './m', name: 'b', near: '10.0.0.2', far: '${var.x}' },
    } },
    'm/main.tf.json': {
      variable: { name: {}, near: {}, far: {} },
      resource: { azurerm_route_table: { t: { name: '${var.name}', resource_group_name: 'rg', route: [
        { name: 'far', address_prefix: '10.1.0.0/16', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '${var.far}' },
        { name: 'near', address_prefix: '10.2.0.0/16', next_hop_type: 'VirtualAppliance',
          next_hop_in_ip_address: '${[for i in var.far : "${i}/${var.near}"][0]}' },
      ] } } },
    },
  });
  const [[farA, nearA], [farB, nearB]] = [...network.routeTables.values()].map(routeLines) as [string[], string[]];
  expect(farA).toBe(farB);
  expect(nearA).not.toBe(nearB);
});

test('what of a module cannot be read is said with the reason', () => {
  const why = (call: object, more: Files = {}): string | undefined =>
    problems(read({ 'main.tf.json': { variable: { x: {} }, module: { m: call } }, ...more })).find((one) => one.includes('module.m'));
  const module = { 'm/main.tf.json': { resource: {} } };
  expect(why({ source: './m' }, module)).toBeUndefined();
  expect(why({ source: './m' })).toMatch(/module\.m \(source \.\/m, whose files are not read: .*there is no such file or folder/);
  expect(why({ source: './m' }, { 'm/notes.txt': '' })).toContain('the folder has no *.tf.json and no *.tf');
  expect(why({ source: './m' }, { 'm/main.tf': 'resource "x" {{' })).toContain('main.tf');
  expect(why({ source: './m', for_each: '${var.x}' }, module)).toContain('module.m (for_each)');
  expect(why({ source: './m', count: '${var.x}' }, module)).toContain('module.m (count)');
  expect(why({ source: 'Azure/network/azurerm', version: '5.2.0' })).toContain('before terraform init has fetched them');
  expect(why({ source: './m' }, { 'm/main.tf.json': { module: { m: { source: '../m' } } } })).toContain('modules are nested too deeply');
});

test('modules that terraform init has fetched are read', () => {
  const network = read({
    'main.tf.json': { module: { net: { source: 'example/net/azurerm', version: '1.0.0' } } },
    '.terraform/modules/modules.json': { Modules: [
      { Key: '', Source: '', Dir: '.' }, { Key: 'net', Source: 'registry.terraform.io/example/net/azurerm', Dir: '.terraform/modules/net' },
      { Key: 'net.inner', Source: 'git::https://example.com/inner.git', Dir: '.terraform/modules/net.inner' },
    ] },
    '.terraform/modules/net/main.tf.json': { module: { inner: { source: 'git::https://example.com/inner.git' } } },
    '.terraform/modules/net.inner/main.tf.json': {
      resource: { azurerm_route_table: { t: { name: 'rt', resource_group_name: 'rg' } } },
    },
  });
  expect([...network.routeTables.values()].map(({ place }) => place.resource)).toEqual(['module.net.module.inner.azurerm_route_table.t']);
  expect(problems(network)).toEqual([]);
});

test('a module that is not read may add to what it is given through locals, variables and outputs', () => {
  const group = { resource: { azurerm_network_security_group: { g: { name: 'g', resource_group_name: 'rg' } } } };
  const unread = (files: Files): unknown => [...read(files).securityGroups.values()].map((one) => one.unread?.[0]?.why);
  const far = { source: 'example/rules/azurerm' };
  const given = (module: string): unknown => [expect.stringMatching(new RegExp(`^${module} is given .*azurerm_network_security_group.g`))];
  expect(unread({ 'main.tf.json': {
    ...group, locals: { n: { of: '${azurerm_network_security_group.g.name}' } }, module: { far: { ...far, nsg: '${local.n.of}' } },
  } })).toEqual(given('module.far'));
  const inner = { 'm/main.tf.json': { variable: { nsg: {} }, module: { far: { ...far, nsg: '${var.nsg}' } } } };
  expect(unread({
    'main.tf.json': { ...group, module: { m: { source: './m', nsg: '${azurerm_network_security_group.g.id}' } } }, ...inner,
  })).toEqual(given('module.m.module.far'));
  expect(unread({
    'main.tf.json': { module: { m: { source: './m' }, far: { ...far, nsg: '${module.m.name}' } } },
    'm/main.tf.json': { ...group, output: { name: { value: '${azurerm_network_security_group.g.name}' } } },
  })).toEqual(given('module.far'));
  expect(unread({ 'main.tf.json': { ...group, module: { m: { source: './m', nsg: 'other' } } }, ...inner })).toEqual([undefined]);
});

test('providers of a module are those that its call passes on', () => {
  const id = (n: number): string => `00000000-0000-0000-0000-00000000000${n}`;
  const table = (name: string): object => ({ name, resource_group_name: 'rg' });
  const network = read({
    'main.tf.json': {
      provider: { azurerm: [{ subscription_id: id(1), features: {} }, { alias: 'hub', subscription_id: id(2), features: {} }] },
      module: {
        own: { source: './m', name: 'own' }, hub: { source: './m', name: 'hub', providers: { azurerm: '${azurerm.hub}' } },
        both: { source: './n', providers: { 'azurerm.far': 'azurerm.hub', azurerm: 'azurerm' } },
      },
    },
    'm/main.tf.json': { variable: { name: {} }, resource: { azurerm_route_table: { t: table('${var.name}') } } },
    'n/main.tf.json': { resource: { azurerm_route_table: {
      near: table('near'), far: { ...table('far'), provider: 'azurerm.far' },
    } } },
  });
  const subscriptions = new Map([...network.routeTables.values()].map(({ name, key }) => [name, key.split('/')[2]]));
  expect(subscriptions).toEqual(new Map([['own', id(1)], ['hub', id(2)], ['near', id(1)], ['far', id(2)]]));
});

test('a mark of a sensitive value goes into a module and out of it', () => {
  const files = (name: string): Files => ({
    'main.tf.json': { module: { m: { source: './m', name: 'very-secret' } }, resource: { azurerm_route_table: {
      t: { name, resource_group_name: 'rg' },
    } } },
    'm/main.tf.json': { variable: { name: { sensitive: true } }, output: {
      name: { value: '${var.name}' }, shown: { value: '${nonsensitive(var.name)}' },
    } },
  });
  expect(read(files('rt-${module.m.name}')).hidden?.without('rt-very-secret')).not.toContain('very-secret');
  expect(read(files('rt-${module.m.shown}')).hidden?.without('rt-very-secret') ?? 'rt-very-secret').toBe('rt-very-secret');
});

test('a place in a module names the file of the module, and has its line', () => {
  const folder = folderOf({
    'main.tf': 'module "m" {\n  source = "./m"\n  for_each = toset(["x"])\n}\n',
    'm/net.tf': [
      '# a table', 'resource "azurerm_route_table" "t" {', '  name = "rt"', '  resource_group_name = "rg"', '  route {',
      '    name = "r"', '    address_prefix = "10.0.0.0/8"', '    next_hop_type = "None"', '  }', '}',
    ].join('\n'),
  });
  const network = readTerraform(folder);
  const [table] = [...network.routeTables.values()];
  expect(table!.place).toMatchObject({ file: join(folder, 'm/net.tf'), resource: 'module.m["x"].azurerm_route_table.t' });
  expect(new ResourceLines().lineOf(table!.routes[0]!.place)).toBe(5);
  expect([...network.moduleSources ?? []]).toEqual([[`${join(folder, 'm/net.tf')} module.m`, './m']]);
});

test('who asks for a subnet of a module that was not read is told so', () => {
  const path = folderOf({ 'main.tf.json': { module: { net: { source: 'Azure/network/azurerm' } } } });
  const source = { paths: [path] };
  expect(() => explainInNetwork({ source, subnets: [] }, 'training outbound tcp 443 pypi.org'))
    .toThrow(/"training" is not a subnet here; .*module\.net .*terraform plan/);
  const deployment = Deployment.fromFile(join(__dirname, '..', 'cases', '00-all-met', 'deployment.yaml'));
  const [first] = verifyNetwork(requestFromDeployment(deployment, source)).findings.filter(({ id }) => id === 'not-evaluated');
  expect(first!.message).toMatch(/no subnet at all.*module\.net .*terraform plan/);
});

/** A module that adds a rule to a group that it is given. */
const EXTRA = {
  variable: { group: {}, on: { default: 0 } },
  resource: { azurerm_network_security_rule: { r: {
    ...RULE, name: 'extra', priority: 100, destination_address_prefix: 'Storage', resource_group_name: 'rg',
    network_security_group_name: '${var.group}',
  } } },
};

test.each<[repeated: object, value: unknown, rules: number]>([
  [{ count: '${var.on}' }, 0, 0], [{ count: '${var.on}' }, 2, 2], [{ count: '${var.on ? 1 : 0}' }, false, 0],
  [{ for_each: '${toset(var.on)}' }, [], 0], [{ for_each: '${toset(var.on)}' }, ['a'], 1],
])('which modules there are is a condition: %j of %j', (repeated, value, rules) => {
  const { securityGroups } = read({
    'main.tf.json': {
      variable: { on: { default: value } },
      resource: { azurerm_network_security_group: { g: { name: 'nsg', resource_group_name: 'rg' } } },
      module: { extra: { source: './extra', group: '${azurerm_network_security_group.g.name}', ...repeated } },
    },
    'extra/main.tf.json': EXTRA,
  });
  const [group] = [...securityGroups.values()];
  expect([group!.rules.length, group!.conditions]).toEqual([rules, [expect.stringContaining('the variable on has its default value')]]);
});

test('a module of which there is none, and that calls itself, has an end', () => {
  const again = { source: './', count: '${var.on}', group: '${var.group}' };
  const { securityGroups } = read({
    'main.tf.json': {
      ...EXTRA, variable: { ...EXTRA.variable, group: { default: 'nsg' } },
      module: { a: again, b: again, c: { ...again, on: '${var.on}' } },
      resource: { azurerm_network_security_group: { g: { name: 'nsg', resource_group_name: 'rg' } } },
    },
  });
  expect(securityGroups.size).toBe(1);
});
