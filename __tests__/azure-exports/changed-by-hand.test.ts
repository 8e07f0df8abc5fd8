import { readExports } from '../../lib/azure-exports/read-exports';
import { explainer } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { collection, openHub, ruleCollectionGroup, resource, securityRule, SUBNET } from './open-hub';
import { problems } from './samples';

/* What Azure never prints: an export that was changed by hand, cut by a tool, or put together of two times. */

const FLOW = parseFlow(`${SUBNET} outbound tcp 443 20.0.0.1`);

function with_(at: number, item: unknown): unknown[] {
  return openHub().map((one, i) => (i === at ? item : one));
}

const group = (...rules: object[]): unknown[] => with_(0, resource('networkSecurityGroups/nsg', { securityRules: rules }));
const DENY = (priority: unknown): object => securityRule('deny', priority, 'Deny');
const ALLOW = securityRule('all', 200, 'Allow');
const route = (properties: object): unknown[] => with_(1, resource('routeTables/rt', { routes: [{ name: 'd', properties: {
  addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.9.0.4', ...properties } }] }));
const ofGroup = (priority: unknown, collectionPriority: unknown): unknown[] =>
  with_(5, ruleCollectionGroup('g', priority, collection('deny', collectionPriority, 'Deny'), collection('c', 200, 'Allow')));
const noPriority = (given: string): RegExp => new RegExp(`priority: ${given} is not a priority that Azure gives; it is from`);
const beside = (item: unknown): unknown[] => [...openHub(), item];

/** What is in the export, what becomes of the flow, and what is said. */
const EXPORTS: readonly (readonly [what: string, items: unknown[], outcome: string, said: RegExp])[] = [
  ['nothing of it', openHub(), 'allow', /^$/],
  ...[42, 0, -5, 99, 4097, 65000, 65001, 1e9].map((priority) =>
    [`a security rule with the priority ${priority}`, group(DENY(priority), ALLOW), 'unknown', noPriority(String(priority))] as const),
  ...['100', 100.5, null, [], {}, true].map((priority) => [`a security rule with the priority ${JSON.stringify(priority)}`,
    group(DENY(priority), ALLOW), 'unknown', /priority: it is .*; it takes a whole number/] as const),
  ['two rules with one priority', group(ALLOW, DENY(200)), 'unknown', /rules all and deny are both Outbound 200; Azure takes a priority/],
  ['rules of two directions with one priority', group(ALLOW, securityRule('in', 200, 'Deny', { direction: 'Inbound' })), 'allow', /^$/],
  ...[42, 0, 65001].flatMap((priority) => [
    [`a group of collections with the priority ${priority}`, ofGroup(priority, 100), 'unknown', noPriority(String(priority))] as const,
    [`a collection with the priority ${priority}`, ofGroup(200, priority), 'unknown', noPriority(String(priority))] as const,
  ]),
  ['two collections with one priority', ofGroup(200, 200), 'unknown', /^$/],
  ['a route to the Internet with an address', route({ nextHopType: 'Internet' }), 'allow', /nextHopIpAddress: only a route to/],
  ['a route to an appliance without an address', route({ nextHopIpAddress: '' }), 'unknown', /nextHopIpAddress: it is missing/],
  ['a manager rule with the priority 5000', beside(resource('networkManagers/m/securityAdminConfigurations/c/ruleCollections/r/rules/a',
    { access: 'Deny', direction: 'Outbound', priority: 5000, protocol: 'Any' })), 'unknown', noPriority('5000')],
  ...[null, 'x', 3, [], {}, { id: 'x' }, { name: 'deny', properties: {} }].map((item) => [`the item ${JSON.stringify(item)}`, beside(item),
    'unknown', /so it is left out/] as const),
  ['a security rule without an id', beside({ type: 'Microsoft.Network/networkSecurityGroups/securityRules', name: 'x' }), 'unknown',
    /its id is missing; .* so it is left out/],
  ['a route without an id', beside({ type: 'microsoft.network/routetables/routes', name: 'x' }), 'unknown', /left out/],
  ['something else without an id', beside({ type: 'Microsoft.Compute/virtualMachines', name: 'x' }), 'allow', /left out/],
];

test.each(EXPORTS)('%s', (_, items, outcome, said) => {
  const network = readExports([{ file: 'hub.json', json: { value: items } }]);
  expect(problems(network).join('\n')).toMatch(said);
  expect(explainer(network, { subnets: [] })(FLOW).outcome).toBe(outcome);
});

/** How an answer says that it is not all. */
const PARTS: readonly (readonly [what: string, answer: object, isCut: boolean])[] = [
  ['a list', { value: openHub() }, false], ['a list with a next page', { value: openHub(), nextLink: 'https://x' }, true],
  ['a query', { data: openHub(), count: 6, total_records: 6, skip_token: null }, false],
  ['a query with a token', { data: openHub(), count: 6, total_records: 6, skip_token: 'x' }, true],
  ['a query with fewer rows', { data: openHub(), count: 6, totalRecords: 7 }, true],
  ['a query that is cut', { data: openHub(), count: 6, totalRecords: 6, resultTruncated: 'true' }, true],
  ['a query that is not', { data: openHub(), count: 6, totalRecords: 6, resultTruncated: 'false' }, false],
];

test.each(PARTS)('%s: said where it is not all', (_, json, isCut) => {
  expect(problems(readExports([{ file: 'hub.json', json }])).length).toBe(isCut ? 1 : 0);
});

test('what PowerShell cut is said once, and nothing is known of it', () => {
  const cut = (item: unknown): unknown => JSON.parse(JSON.stringify(item, (key, value: unknown) =>
    (['securityRules', 'routes', 'subnets', 'ruleCollections'].includes(key) ? 'System.Object[]' : value)));
  const network = readExports([{ file: 'hub.json', json: openHub().map(cut) }]);
  expect(problems(network)).toEqual([expect.stringMatching(/^hub\.json properties: PowerShell cut .*ConvertTo-Json -Depth 100"$/)]);
  expect([...network.securityGroups.values(), ...network.routeTables.values()].map(({ incomplete }) => incomplete))
    .toEqual(['securityRules: PowerShell cut it', 'routes: PowerShell cut it']);
  expect(network.firewalls.map(({ incomplete }) => incomplete)).toEqual([expect.stringContaining('PowerShell cut it')]);
  expect(network.subnets).toEqual([]);
});
