import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { changes, Change } from '../../scripts/provider-schema/changes';
import { fileText, keptSchema, schemaFile } from '../../scripts/provider-schema/files';
import { readPackage } from '../../scripts/provider-schema/read-package';
import { oneOf } from '../../scripts/provider-schema/same-schema';
import { ProviderSchema } from '../../scripts/provider-schema/schema';
import { usedModules } from '../../scripts/languages/provider';
import { schemaProblems } from '../support/schema-check';

const ROOT = join(__dirname, '..', '..');
const PACKAGE = dirname(require.resolve('@cdktf/provider-azurerm/package.json'));
const SCHEMA = keptSchema('4');

const document = (type: string, body: object): Record<string, unknown> => ({ resource: { [type]: { it: body } } });
const problems = (type: string, body: object, schema = SCHEMA): string[] => schemaProblems(document(type, body), schema);

const place = { name: 'it', location: 'westeurope', resource_group_name: 'rg' };
const route = { name: 'all', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet', next_hop_in_ip_address: null };
const collection = { name: 'hosts', priority: 100, action: 'Allow' };
const subnet = { name: 'it', resource_group_name: 'rg', virtual_network_name: 'v' };
const group = { name: 'it', firewall_policy_id: '/p', priority: 100 };
const classic = { name: 'it', azure_firewall_name: 'fw', resource_group_name: 'rg', priority: 100, action: 'Allow' };

test('the schema is the one that the installed provider package has', () => {
  const read = readPackage(PACKAGE);
  const [[version, source]] = Object.entries(read.versions) as [[string, string]];
  expect(SCHEMA.versions[version]).toBe(source);
  expect(fileText({ ...read, versions: SCHEMA.versions })).toBe(readFileSync(schemaFile('4'), 'utf8'));
});

test('every resource that constructs and examples make has its schema', () => {
  const modules = [...usedModules(join(ROOT, 'lib')), ...usedModules(join(ROOT, 'examples'))];
  const names = [...new Set(modules)].filter((name) => name !== 'provider').map((name) => name.replaceAll('-', '_'));
  const kept = [...Object.keys(SCHEMA.resources), ...Object.keys(SCHEMA.data_sources).map((name) => `data_${name}`)];
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !kept.includes(name.startsWith('data_') ? name : `azurerm_${name}`))).toEqual([]);
});

test('versions whose resources differ are not kept as one', () => {
  const resources = { ...SCHEMA.resources, azurerm_route: { attributes: {}, block_types: {} } };
  const other = { ...SCHEMA, versions: { '9.0.0': 'it' }, resources };
  expect(() => oneOf([SCHEMA, other])).toThrow('azurerm_route differs in 9.0.0 and 4.55.0,4.73.0');
  expect(() => oneOf([])).toThrow('name the folders');
});

test.each<[string, string, object]>([
  ['a route table', 'azurerm_route_table', { ...place, route: [route] }],
  ['references in place of values', 'azurerm_route_table', { ...place, name: '${var.name}', route: '${var.routes}' }],
  ['what Terraform reads itself', 'azurerm_route_table', { ...place, depends_on: [], lifecycle: [{}], '//': {} }],
  ['a block alone', 'azurerm_firewall_policy', { ...place, dns: { proxy_enabled: true } }],
  ['a block that is made for each', 'azurerm_firewall_application_rule_collection', {
    ...classic, dynamic: { rule: { for_each: '${var.rules}', content: { name: 'it' } } },
  }],
  ['a resource that is not kept', 'azurerm_linux_web_app', { whatever: 1 }],
])('%s passes', (_, type, body) => {
  expect(problems(type, body)).toEqual([]);
});

test.each<[string, string, object, string[]]>([
  ['a name that is misspelt', 'azurerm_route_table', { ...place, routes: [] }, ['.routes: the provider has no such argument']],
  ['a required argument that is missing', 'azurerm_route_table', { name: 'it', location: 'x' },
    ['.resource_group_name: the provider needs it']],
  ['a value that the provider computes', 'azurerm_route_table', { ...place, subnets: [] },
    ['.subnets: the provider computes it, and takes no value for it']],
  ['a text for a number', 'azurerm_firewall_policy_rule_collection_group', { ...group, priority: '100' },
    ['.priority: a number is needed, not "100"']],
  ['a text for a list', 'azurerm_subnet', { ...subnet, address_prefixes: '10.0.0.0/24' },
    ['.address_prefixes: a list is needed, not "10.0.0.0/24"']],
  ['a set with one value twice', 'azurerm_firewall', { ...place, sku_name: 'AZFW_VNet', sku_tier: 'Standard', zones: ['1', '2', '1'] },
    ['.zones: the set has "1" twice']],
  ['an object without all of its keys', 'azurerm_route_table', { ...place, route: [{ name: 'all' }] }, [
    '.route[0].address_prefix: must be written, with null where it is not set',
    '.route[0].next_hop_in_ip_address: must be written, with null where it is not set',
    '.route[0].next_hop_type: must be written, with null where it is not set',
  ]],
  ['two blocks where one is allowed', 'azurerm_firewall_policy', { ...place, dns: [{}, {}] }, ['.dns: at most 1 of these blocks, not 2']],
  ['no block where one is needed', 'azurerm_firewall_application_rule_collection', classic, ['.rule: at least 1 of these blocks, not 0']],
  ['a fault in a block of a block', 'azurerm_firewall_policy_rule_collection_group', {
    ...group, application_rule_collection: [{ ...collection, rule: [{ name: 'r', protocol: [] }] }],
  }, ['.application_rule_collection[0].rule[0].protocol: the provider has no such argument']],
  ['a fault in a block that is made for each', 'azurerm_firewall_application_rule_collection', {
    ...classic, dynamic: { rule: { for_each: '${var.rules}', content: { name: 'it', hosts: [] } } },
  }, ['.dynamic.rule.hosts: the provider has no such argument']],
])('%s is a problem', (_, type, body, expected) => {
  expect(problems(type, body)).toEqual(expected.map((problem) => `${type}.it${problem}`));
});

describe('azurerm 5', () => {
  const VERSION_5 = keptSchema('5');
  const CHANGES = changes(SCHEMA, VERSION_5);
  const page = readFileSync(join(ROOT, 'docs', 'azurerm-versions.md'), 'utf8');

  test('the page of versions names what it changes, and nothing else', () => {
    const rows = [...page.matchAll(/^\| `(azurerm_\w+)` \| `([\w.]+)` \| (removed|required|type) \|/gm)]
      .map(([, resource, argument, change]) => ({ resource, argument, change } as Change));
    const sorted = (all: readonly Change[]): string[] => all.map((one) => `${one.resource} ${one.argument} ${one.change}`).sort();
    expect(sorted(rows)).toEqual(sorted(CHANGES));
    expect(CHANGES.length).toBeGreaterThan(10);
  });

  test('takes every resource that constructs write, as it is', () => {
    const written = usedModules(join(ROOT, 'lib')).map((name) => `azurerm_${name.replaceAll('-', '_')}`);
    expect(written.length).toBeGreaterThan(10);
    expect(CHANGES.filter(({ resource }) => written.includes(resource))).toEqual([]);
  });

  test.each([
    ['an argument', 'azurerm_subnet', { ...subnet, service_endpoints: ['Microsoft.Storage'] },
      ['azurerm_subnet.it.service_endpoints: the provider has no such argument']],
    ['a field of objects', 'azurerm_virtual_network', { ...place, subnet: [{ service_endpoints: [] }] },
      ['service_endpoint: must be written, with null where it is not set', 'service_endpoints: the provider has no such argument']
        .map((problem) => `azurerm_virtual_network.it.subnet[0].${problem}`)],
    ['a block', 'azurerm_storage_account', { ...place, account_tier: 'Standard', account_replication_type: 'LRS', static_website: [{}] },
      ['azurerm_storage_account.it.static_website: the provider has no such argument']],
    ['an argument that it needs', 'azurerm_key_vault', { ...place, sku_name: 'standard', tenant_id: 't' },
      ['azurerm_key_vault.it.rbac_authorization_enabled: the provider needs it']],
  ])('refuses %s that it changes, and version 4 does not', (_, type, body, expected) => {
    const known = problems(type, body);
    expect(problems(type, body, VERSION_5).filter((problem) => !known.includes(problem))).toEqual(expected);
  });
});

describe('changes between versions', () => {
  const versions = (block: object): ProviderSchema =>
    ({ ...SCHEMA, resources: { azurerm_it: { attributes: {}, block_types: {}, ...block } } });
  const optional = { type: 'string', optional: true };
  const dns = (attributes: object, kind: object = {}): object =>
    ({ block_types: { dns: { nesting_mode: 'list', ...kind, block: { attributes, block_types: {} } } } });

  test.each<[string, object, object, string[]]>([
    ['an argument that is added', {}, { attributes: { name: optional } }, []],
    ['a value that was computed only', { attributes: { id: { type: 'string', computed: true } } }, {}, []],
    ['an argument that is gone', { attributes: { name: optional } }, {}, ['name removed']],
    ['an argument that is needed now', { attributes: { name: optional } }, { attributes: { name: { type: 'string', required: true } } },
      ['name required']],
    ['an argument that is new and needed', {}, { attributes: { name: { type: 'string', required: true } } }, ['name required']],
    ['another type', { attributes: { name: optional } },
      { attributes: { name: { type: ['list', 'string'], optional: true } } }, ['name type']],
    ['a field of objects that is gone',
      { attributes: { all: { type: ['set', ['object', { a: 'string', b: 'string' }]], optional: true } } },
      { attributes: { all: { type: ['set', ['object', { b: 'string', c: 'bool' }]], optional: true } } }, ['all.a removed']],
    ['an argument of a block', dns({ name: optional }), dns({}), ['dns.name removed']],
    ['a block that may be there once only', dns({}), dns({}, { max_items: 1 }), ['dns type']],
  ])('%s', (_, before, now, expected) => {
    expect(changes(versions(before), versions(now)).map(({ argument, change }) => `${argument} ${change}`)).toEqual(expected);
  });
});
