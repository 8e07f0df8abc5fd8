import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExports } from '../../lib/azure-exports/read-exports';
import { readJsonStream } from '../../lib/input/json-stream';
import type { Network } from '../../lib/network/network';
import { documentsAt, readNetwork } from '../../lib/verification/network-of-source';
import { withoutPlaces } from './samples';

type Row = Record<string, unknown> & { readonly id: string; readonly name: string; readonly type: string };

const FOLDER = join(__dirname, '../../examples/data/existing-network');
const KIND = { what: 'an answer', maxBytes: 1 << 20 };
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-forms-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The rows of the network of the guide, with the rule collection groups nested as the others are. */
const ROWS = ['network.json', 'rule-collection-groups.json'].flatMap((name) => {
  const json = JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Row[] | { data: Row[] };
  return Array.isArray(json) ? json : json.data;
});

let count = 0;
function file(text: string | Buffer): string {
  const path = join(folder, `${count++}.json`);
  writeFileSync(path, text);
  return path;
}

function networkAt(...paths: string[]): Network {
  return readNetwork({ paths }, []).network;
}

function said(network: Network): string[] {
  return network.problems.map(({ message }) => message);
}

const EXPECTED = withoutPlaces(networkAt(file(JSON.stringify({ value: ROWS }))));
const LINES = ROWS.map((row) => JSON.stringify(row)).join('\n');

const FORMS: readonly (readonly [name: string, text: string | Buffer])[] = [
  ['one document in each line', `${LINES}\n`],
  ['answers of a loop, one after the other', ROWS.map((row) => JSON.stringify([row], null, 2)).join('\n')],
  ['appended in UTF-16', Buffer.from(ROWS.map((row) => `\ufeff${JSON.stringify({ value: [row] })}\r\n`).join(''), 'utf16le')],
  ['UTF-16 without a mark', Buffer.from(JSON.stringify(ROWS), 'utf16le')],
  ['a list of answers', JSON.stringify(ROWS.map((row) => ({ value: [row], nextLink: null })))],
  ['a list of lists', JSON.stringify(ROWS.map((row) => [row]))],
  ['the rows that PowerShell prints of an answer', JSON.stringify({ SkipToken: null, Data: ROWS })],
  ['rows alone', JSON.stringify({ data: ROWS })],
  ['properties as texts', JSON.stringify({ count: ROWS.length, data: ROWS.map((row) => ({ ...row, ...(row['properties'] !== undefined
    && { properties: JSON.stringify(row['properties']) }) })) })],
  ['ids with a slash at their end', JSON.stringify(ROWS).replace(/("(?:id|ID)":"\/subscriptions[^"]*)"/g, '$1/"')],
  ['ids in capitals', JSON.stringify(ROWS).replace(/"\/subscriptions[^"]*"/g, (id) => id.toUpperCase())],
];

test.each(FORMS)('%s are the same network', (_, text) => {
  const network = networkAt(file(text));
  expect(said(network)).toEqual([]);
  const lower = (value: unknown): unknown => JSON.parse(JSON.stringify(value).toLowerCase());
  expect(lower(withoutPlaces(network))).toEqual(lower(EXPECTED));
});

test('a folder with lines has them', () => {
  const own = join(folder, 'lines');
  mkdirSync(own);
  writeFileSync(join(own, 'network.jsonl'), LINES);
  expect(withoutPlaces(networkAt(own))).toEqual(EXPECTED);
});

test('of several documents one that is cut is refused in its line, and what is none of Azure stays one text', () => {
  expect(() => documentsAt(file(`${LINES}\n{"id":"/subscriptions/0`)))
    .toThrow(new RegExp(`:${ROWS.length + 1}:\\d+: not JSON: string literal without its end.*the file is cut`));
  expect(() => documentsAt(file('{"resource":{}}\n{"resource":{}}'))).toThrow(/:2:1: not JSON: unexpected non-whitespace/);
  expect(() => documentsAt(file(`${LINES}\n{"x":1}`))).toThrow(/:2:1: not JSON: unexpected non-whitespace/);
  expect(() => readJsonStream(file('[] x'), KIND)).toThrow(/:1:4: not JSON/);
  expect(readJsonStream(file('[]'), KIND).contents).toEqual([[]]);
});

const ID = '/subscriptions/0/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n';

// What people have at hand, and what has the same in a form that is read.
test.each<[string, unknown, RegExp]>([
  ['Get-AzNetworkSecurityGroup', [{ SecurityRules: [], Name: 'n', Id: ID }], /is an object of PowerShell.*ConvertTo-Json -Depth 100/],
  ['Get-AzResource', { ResourceId: ID, Properties: {} }, /is an object of PowerShell/],
  ['az … collection list', [{ name: 'c', priority: 100, ruleCollectionType: 'FirewallPolicyFilterRuleCollection', rules: [] }],
    /is a list of rule collections.*rule-collection-group list/],
  ['rules without ids', [{ name: 'r', access: 'Allow', direction: 'Outbound' }], /is a list of rules without ids/],
  ['a parameters file', { $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#', parameters: {} },
    /is a file of parameters/],
  ['what-if', { changes: [{ resourceId: ID, changeType: 'NoChange' }] }, /is the answer of a what-if/],
  ['topology', { id: 'x', resources: [{ id: ID, name: 'n', associations: [] }] }, /is the topology of Network Watcher/],
  ['a batch', { responses: [{ httpStatusCode: 200, content: { value: [] } }] }, /is a batch of answers/],
  ['ids', [ID], /is a list that has only ids/], ['a projection', [{ Name: 'n' }], /is a list whose items have no ids/],
])('%s is called what it is', (_, json, says) => {
  expect(() => networkAt(file(JSON.stringify(json)))).toThrow(says);
});

function read(json: unknown): Network {
  return readExports([{ file: 'x.json', json }]);
}

describe('what says nothing of the network is told', () => {
  const bare = ROWS.map(({ id, name, type }) => ({ id, name, type, properties: null }));

  test('resources without properties', () => {
    const network = read(bare);
    expect(said(network)).toContainEqual(expect.stringMatching(/^\d+ resources have no properties \(.*"az resource list".*az graph query/));
    expect(network.subnets).toEqual([]);
    expect([...network.securityGroups.values()].map(({ incomplete }) => incomplete)).toEqual([...network.securityGroups.keys()]
      .map((key) => `the export does not say which securityRules it has; give the output of "az network nsg show --ids ${key}" too`));
  });

  test('a subnet of which there is nothing but the name is not one without a security group', () => {
    const id = `${ID.replace(/networkSecurityGroups.*/, '')}virtualNetworks/v`;
    const unsaid = { securityGroup: { unknown: expect.any(String) as string }, routeTable: { unknown: expect.any(String) as string } };
    expect(read([{ id, name: 'v', properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ id: `${id}/subnets/s`, name: 's' }] } }]).subnets).toMatchObject([{ name: 's', ...unsaid }]);
    expect(read([{ id: `${id}/subnets/s`, name: 's' }]).subnets).toEqual([]);
  });

  test('a policy of which there is nothing but the name may have a parent', () => {
    const policy = `${ID.replace(/networkSecurityGroups.*/, '')}firewallPolicies/p`;
    const group = { id: `${policy}/ruleCollectionGroups/g`, name: 'g', properties: { priority: 100, ruleCollections: [] } };
    for (const properties of [null, 42, { x: 1 }]) {
      expect(read([{ id: policy, name: 'p', properties }, group]).firewalls[0]!.incomplete)
        .toMatch(/^the files have rule collection groups of the firewall policy p, and not the policy, which says what it inherits/);
    }
    expect(read([{ id: policy, name: 'p', properties: { threatIntelMode: 'Alert' } }, group]).firewalls[0]!.incomplete).toBeUndefined();
  });

  test('an item that is none, and a page of the rules of network managers, leave rules open', () => {
    const rule = { id: '/subscriptions/0/resourceGroups/g/providers/Microsoft.Network/networkManagers/m/securityAdminConfigurations/c/' +
      'ruleCollections/r/rules/one', name: 'one',
      properties: { access: 'AlwaysAllow', direction: 'Outbound', priority: 10, protocol: 'Any' } };
    const unread = { name: 'that was not read', access: { unknown: expect.any(String) as string } };
    expect(read({ value: [rule] }).adminRules).toMatchObject([{ name: 'one' }]);
    expect(read({ value: [rule], skipToken: 'x' }).adminRules).toMatchObject([unread, unread, { name: 'one' }]);
    const network = read({ value: [rule, 42, { id: ID, name: 'n', properties: { securityRules: [] } }] });
    expect(network.adminRules).toMatchObject([unread, unread, { name: 'one' }]);
    expect([...network.securityGroups.values()].map(({ incomplete }) => incomplete))
      .toEqual(['[1] is left out: it is 42; it takes an object']);
  });

  test('secure parameters of templates are never shown', () => {
    const secret = { type: 'securestring', defaultValue: 'hunter2' };
    const network = read({ $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      parameters: { key: secret }, resources: [{ type: 'Microsoft.Network/networkSecurityGroups', name: 'n', properties: { securityRules: [
        { name: 'r', properties: { sourceAddressPrefix: '[parameters(\'key\')]', access: '[parameters(\'key\')]' } },
      ] } }] });
    expect(JSON.stringify([...network.securityGroups.values(), network.problems])).not.toContain('hunter2');
    expect(network.securityGroups.size).toBe(1);
  });

  test('what PowerShell cut', () => {
    const cut = 'PowerShell cut what is nested deeply: "System.Object[]" stands for it; convert again with "ConvertTo-Json -Depth 100"';
    expect(said(read([{ id: ID, name: 'n', properties: { securityRules: 'System.Object[]' } }]))).toContain(cut);
    expect(said(read([{ id: ID, name: 'n', properties: '@{securityRules=System.Object[]}' }])))
      .toContainEqual(expect.stringMatching(/^PowerShell cut .*"@\{securityRules=System\.Object\[\]\}"/));
  });

  test('resources of other services', () => {
    const other = '/subscriptions/0/resourceGroups/g/providers/Microsoft.Resources/deployments/d';
    expect(said(read([{ id: other, name: 'd', properties: { mode: 'Incremental' } }])))
      .toEqual([expect.stringMatching(/^it has no network resources, only resources of other types \(microsoft.resources\/deployments\)/)]);
    expect(said(read([{ id: other, name: 'd', properties: {} }, { id: ID, name: 'n', properties: { securityRules: [] } }]))).toEqual([]);
  });

  test('rows of one resource that a query expanded', () => {
    const rows = ['a', 'b', 'c'].map((name) => ({ id: ID, rule: { name, properties: { priority: name.charCodeAt(0) } } }));
    expect(said(read({ count: 3, data: rows })).filter((message) => message.includes('mv-expand'))).toHaveLength(1);
  });

  test.each(['@odata.nextLink', '$skipToken', 'skipToken', 'nextLink'])('a next page that is named by %s', (key) => {
    expect(said(read({ 'value': [{ id: ID, name: 'n', properties: { securityRules: [] } }], [key]: 'x' })))
      .toEqual([expect.stringContaining('the list goes on in a next page')]);
  });
});
