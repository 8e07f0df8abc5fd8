import { readExports } from '../../lib/azure-exports/read-exports';
import { verify } from '../../lib/verification/verify';
import type { VerificationResult } from '../../lib/verification/verification-result';
import { Direction, Protocol } from '../../lib';
import { setOf } from '../support/needs';
import { AT, collection, openHub, resource, ruleCollectionGroup, securityRule, SUBNET } from './open-hub';

/* Each way in which an export can be less than all: nothing is met by what is not known, and what is said leads to the rest. */

type Item = Record<string, unknown>;
type Change = (item: Item, properties: Item) => Item | undefined;
const [GROUP, TABLE, NETWORK, FIREWALL, OF_POLICY, RULES] = [0, 1, 2, 3, 4, 5] as const;
const NAMES = ['security group', 'route table', 'virtual network', 'firewall', 'policy', 'rule collection group'];
const ALL = [GROUP, TABLE, NETWORK, FIREWALL, OF_POLICY, RULES] as const;

/** The open hub with one of its resources changed, or without it. */
function with_(at: number, change: Change): unknown[] {
  return openHub().flatMap((item, i) => (i === at ? change(item, item['properties'] as Item) ?? [] : [item]));
}

const gone = (at: number): unknown[] => with_(at, () => undefined);
const lacking = (at: number, ...members: string[]): unknown[] => with_(at, (item, properties) =>
  ({ ...item, properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !members.includes(key))) }));
const having = (at: number, members: Item): unknown[] => with_(at, (item, properties) =>
  ({ ...item, properties: { ...properties, ...members } }));
const bare = (at: number, more: Item = {}): unknown[] => with_(at, ({ id, name }) => ({ id, name, ...more }));
const ofSubnet = (subnet: Item): unknown[] => having(NETWORK, { subnets: [{ id: SUBNET, name: 'training', ...subnet }] });
const chosen = (members: Item): unknown[] => bare(NETWORK, { subnets: [{ id: SUBNET, name: 'training', addressPrefix: '10.9.1.0/24',
  ...members }] });
const ref = (path: string): Item => ({ id: `${AT}/${path}` });
const groupRef = (policy: string, name: string): Item => ref(`firewallPolicies/${policy}/ruleCollectionGroups/${name}`);
const base = having(OF_POLICY, { basePolicy: ref('firewallPolicies/base') });
const rule = (members: Item): unknown[] => [...with_(RULES, () => ruleCollectionGroup('g', 200, { ...collection('c', 200, 'Allow'),
  rules: [{ ruleType: 'NetworkRule', name: 'r', ipProtocols: ['Any'], sourceAddresses: ['*'], destinationAddresses: ['*'],
    destinationPorts: ['*'], ...members }] }))];
const byGroup = rule({ sourceAddresses: [], sourceIpGroups: [ref('ipGroups/ig')['id']] });
const ipGroup = (properties: Item): unknown[] => [...byGroup, resource('ipGroups/ig', properties)];

const AZ = /az (?:network|graph) /;
const GROUPS = /az network firewall policy rule-collection-group list --policy-name/;

/** What is missing, what is in the files, and what is said to get it by. */
const INCOMPLETE: readonly (readonly [what: string, items: unknown, said: RegExp])[] = [
  ['no security group', gone(GROUP), /az network nsg show --ids/],
  ['no route table', gone(TABLE), /az network route-table show --ids/],
  ['no firewall', gone(FIREWALL), /az network firewall list/],
  ['no policy', gone(OF_POLICY), /az network firewall policy show --ids/],
  ['no rule collection group', gone(RULES), GROUPS],
  ['a firewall whose policy is not there at all', openHub().slice(0, 4), GROUPS],
  ...ALL.flatMap((at): [string, unknown, RegExp][] => [
    [`the ${NAMES[at]} by name alone`, bare(at), AZ],
    [`the ${NAMES[at]} with properties that are null`, bare(at, { properties: null }), AZ],
  ]),
  ['default rules without the others', with_(GROUP, (item) => ({ ...item, properties: { defaultSecurityRules: [] } })),
    /az network nsg show --ids/],
  ['a table without its routes', lacking(TABLE, 'routes'), /az network route-table show --ids/],
  ['a group of collections without them', lacking(RULES, 'ruleCollections'), GROUPS],
  ['a firewall without its policy', lacking(FIREWALL, 'firewallPolicy'), /az network firewall show --ids/],
  ['a subnet by name alone', ofSubnet({}), /no file has the subnet.*az network vnet subnet show --ids/],
  ['a subnet whose group is another', ofSubnet({ properties: { addressPrefix: '10.9.1.0/24', networkSecurityGroup: ref(
    'networkSecurityGroups/other') } }), /az network nsg show --ids/],
  ['a subnet whose table is another', ofSubnet({ properties: { addressPrefix: '10.9.1.0/24', networkSecurityGroup: ref(
    'networkSecurityGroups/nsg'), routeTable: ref('routeTables/other') } }), /az network route-table show --ids/],
  ['a query of subnets and their ranges', chosen({}), /az network vnet subnet show --ids/],
  ['a query without the groups of subnets', chosen({ routeTable: ref('routeTables/rt') }), /az network vnet subnet show --ids/],
  ['a query without the tables of subnets', chosen({ networkSecurityGroup: ref('networkSecurityGroups/nsg') }),
    /az network vnet subnet show --ids/],
  ['a query that names the group otherwise', chosen({ routeTable: ref('routeTables/rt'), nsg: `${AT}/networkSecurityGroups/nsg` }),
    /az network vnet subnet show --ids/],
  ['a query of the groups of a policy', bare(OF_POLICY, { ruleCollectionGroups: [groupRef('p', 'g')] }),
    /az network firewall policy show --ids/],
  ['a query of the tier of a policy', bare(OF_POLICY, { sku: { tier: 'Premium' } }), /az network firewall policy show --ids/],
  ['a parent policy that is not there', base, /az network firewall policy show --ids .*firewallpolicies\/base/],
  ['a parent policy without its groups', [...base, resource('firewallPolicies/base', { ruleCollectionGroups: [groupRef('base', 'b')] })],
    /az network firewall policy rule-collection-group list --policy-name base/],
  ['a parent policy that does not say its groups', [...base, resource('firewallPolicies/base', { threatIntelMode: 'Alert' })],
    /az network firewall policy rule-collection-group list --policy-name base/],
  ['one of two groups of a policy', having(OF_POLICY, { ruleCollectionGroups: [groupRef('p', 'g'), groupRef('p', 'h')] }), GROUPS],
  ['a group that the policy does not list', having(OF_POLICY, { ruleCollectionGroups: [] }), GROUPS],
  ['an IP group of sources that is not there', byGroup, /az network ip-group show --ids/],
  ['an IP group of destinations that is not there', rule({ destinationAddresses: [], destinationIpGroups: [`${AT}/ipGroups/ig`] }),
    /az network ip-group show --ids/],
  ['an IP group without its addresses', ipGroup({}), /az network ip-group show --ids/],
  ['an IP group whose addresses are null', ipGroup({ ipAddresses: null }), /az network ip-group show --ids/],
  ...['Failed', 'Updating', 'Deleting', 'Canceled', 'creating'].flatMap((provisioningState): [string, unknown, RegExp][] => [
    ...ALL.map((at): [string, unknown, RegExp] => [`a ${NAMES[at]} that is ${provisioningState}`, having(at, { provisioningState }),
      /provisioning state/]),
    [`an IP group that is ${provisioningState}`, ipGroup({ ipAddresses: ['10.0.0.0/8'], provisioningState }), /az network ip-group show/],
    [`a subnet that is ${provisioningState}`, ofSubnet({ properties: { provisioningState, addressPrefix: '10.9.1.0/24',
      networkSecurityGroup: ref('networkSecurityGroups/nsg'), routeTable: ref('routeTables/rt') } }), /az network vnet subnet show/],
  ]),
  ['a list with a next page', { value: openHub(), nextLink: 'https://management.azure.com/x' }, /az network/],
  ['a query with a token', { data: openHub(), count: 6, skip_token: 'x' }, /az graph query --skip-token/],
  ['a query of more rows', { data: openHub(), count: 6, total_records: 9 }, /az graph query --skip-token/],
  ['a query of more rows, as a text', { data: openHub(), totalRecords: '9' }, /az graph query --skip-token/],
  ['a query that counts more rows', { data: openHub(), count: 9 }, /az graph query --skip-token/],
  ['a query that is cut', { data: openHub(), totalRecords: 6, resultTruncated: 'true' }, /az graph query --skip-token/],
];

const NEEDS = setOf([
  { direction: Direction.OUTBOUND, kind: 'range', value: '20.1.0.0/24', protocol: Protocol.TCP, ports: ['443'] },
  { direction: Direction.OUTBOUND, kind: 'tag', value: 'AzureMonitor', protocol: Protocol.TCP, ports: ['443'] },
]);

/** What is verified, and all that is said of it with the files that it is about. */
function verified(...documents: unknown[]): { outcomes: readonly string[]; said: string } {
  const files = documents.map((json, i) => ({ file: i === 0 ? 'hub.json' : `hub-${i}.json`, json: JSON.parse(JSON.stringify(json)) as
    unknown }));
  const { answers, findings }: VerificationResult = verify(readExports(files), { subnets: [{ name: 'training', subnetId: SUBNET,
    addressPrefixes: ['10.9.1.0/24'], requirements: NEEDS, networkTraffic: [] }] });
  return { outcomes: answers.map(({ outcome }) => outcome), said: findings
    .map(({ message, places }) => `${message} ${places.map(({ file }) => file).join(' ')}`).join('\n') };
}

test('the whole meets everything', () => {
  for (const whole of [openHub(), { value: openHub() }, { data: openHub(), count: 6, total_records: 6, skip_token: null }]) {
    expect(verified(whole).outcomes).toEqual(['met', 'met']);
  }
});

test.each(INCOMPLETE)('%s: nothing is met, and what is said names the file and the command', (_, items, command) => {
  const { outcomes, said } = verified(items);
  expect(outcomes).toEqual(['unknown', 'unknown']);
  expect(said).toMatch(command);
  expect(said).toContain('hub.json');
});

const subnet = (members: Item): unknown => [resource('virtualNetworks/v', { subnets: [{ id: SUBNET, name: 'training', properties: {
  addressPrefix: '10.9.1.0/24', networkSecurityGroup: ref('networkSecurityGroups/nsg'), routeTable: ref('routeTables/rt'),
  ...members } }] })];
const changed = (at: number, members: Item): unknown => [having(at, members)[at]];

/** What a later file has, or an earlier one. */
const OF_ANOTHER_DAY: readonly (readonly [what: string, document: unknown])[] = [
  ['a rule that denies', changed(GROUP, { securityRules: [securityRule('all', 200, 'Deny')] })],
  ['one more rule', changed(GROUP, { securityRules: [securityRule('all', 200, 'Allow'), securityRule('no', 100, 'Deny')] })],
  ['no rule', changed(GROUP, { securityRules: [] })],
  ['another next hop', changed(TABLE, { routes: [{ name: 'd', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'None' } }] })],
  ['one more route', changed(TABLE, { routes: [{ name: 'd', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance',
    nextHopIpAddress: '10.9.0.4' } }, { name: 'e', properties: { addressPrefix: '20.1.0.0/16', nextHopType: 'None' } },
  { name: 'f', properties: { addressPrefix: 'AzureMonitor', nextHopType: 'None' } }] })],
  ['a subnet without a group', subnet({ networkSecurityGroup: undefined })],
  ['a subnet with another group', subnet({ networkSecurityGroup: ref('networkSecurityGroups/other') })],
  ['a subnet without a table', subnet({ routeTable: undefined })],
  ['a policy with a parent', changed(OF_POLICY, { basePolicy: ref('firewallPolicies/base') })],
  ['a policy with another group', changed(OF_POLICY, { ruleCollectionGroups: [groupRef('p', 'h')] })],
  ['a collection that denies', [ruleCollectionGroup('g', 200, collection('c', 200, 'Deny'))]],
  ['one more collection', [ruleCollectionGroup('g', 200, collection('c', 200, 'Allow'), collection('d', 100, 'Deny'))]],
  ['another priority of the group', [ruleCollectionGroup('g', 300, collection('c', 200, 'Allow'))]],
  ['a firewall with another policy', changed(FIREWALL, { firewallPolicy: ref('firewallPolicies/other') })],
  ['a firewall with another address', changed(FIREWALL, { ipConfigurations: [{ name: 'c',
    properties: { privateIPAddress: '10.9.0.9' } }] })],
  ['one that is being changed', changed(GROUP, { provisioningState: 'Updating' })],
];

test.each(OF_ANOTHER_DAY)('%s in a file of another day: nothing is met, in either order', (_, document) => {
  for (const documents of [[openHub(), document], [document, openHub()]]) {
    const { outcomes, said } = verified(...documents);
    expect(outcomes).toEqual(['unknown', 'unknown']);
    expect(said).toMatch(/different times|different things/);
    expect(said).toContain('hub.json');
  }
});

test('files that differ in their marks of time alone say the same', () => {
  const again = openHub().map((item) => ({ ...item, etag: 'W/"2"', tags: { day: '2' } }));
  expect(verified(openHub(), again).outcomes).toEqual(['met', 'met']);
});
