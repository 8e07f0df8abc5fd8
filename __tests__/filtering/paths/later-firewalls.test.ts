import { Cloud, Edition, Endpoint, MachineLearning, Ports, Protocol, Requirement, RequirementSet } from '../../../lib';
import { portText } from '../../../lib/azure/port-sets';
import { FilterLists } from '../../../lib/filtering/filter-lists';
import { Knowledge } from '../../../lib/filtering/knowledge';
import { Appliances } from '../../../lib/filtering/paths/appliances';
import { changedFlows } from '../../../lib/filtering/paths/changed-flows';
import { allOpen } from '../../../lib/filtering/paths/openings';
import { SubnetView } from '../../../lib/filtering/paths/subnet-view';
import { targetText } from '../../../lib/filtering/paths/target';
import { Direction } from '../../../lib/requirements/direction';
import { networkOf } from '../../../lib/terraform/read-network';
import { readRequest } from '../../../lib/verification/read-request';
import { VerificationResult } from '../../../lib/verification/verification-result';
import { verify } from '../../../lib/verification/verify';
import { Filters, Rule, twoFirewalls } from '../../support/two-firewalls';

// The firewall of a hub lets everything through and sends it on to one at the edge. What is true is written by hand: traffic gets out
// where both let it, port by port.

function needing(ports: readonly string[]): RequirementSet {
  return MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westeurope', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true },
    compute: { publicIp: false },
  }).plus(Requirement.outbound({
    id: 'own.x', slot: 2000, endpoint: Endpoint.addressRange('203.0.113.0/24'), ports: Ports.of(Protocol.TCP, [...ports]), purpose: 'x',
    citation: { article: 'a', date: '2026-01-01', section: 's', row: 'r' },
  })).only('own.x');
}

function resultOf(edge: readonly Rule[], ports: readonly string[]): VerificationResult {
  const { network: read, options } = readRequest({
    source: { documents: [{ file: 'main.tf.json', json: twoFirewalls({ edge }) }] },
    subnets: [{ name: 's', subnetId: '${azurerm_subnet.s.id}', requirements: needing(ports) }],
  });
  return verify(read, options);
}

test.each<[what: string, edge: readonly Rule[], outcome: string, ports: string | undefined]>([
  ['lets out all of them by one rule', [['Allow', ['400-450']]], 'met', undefined],
  ['lets out all of them by two rules', [['Allow', ['400-420', '421-450']]], 'met', undefined],
  ['lets out a part', [['Allow', ['443']]], 'denied', '400-442, 444-450'],
  ['denies a part', [['Deny', ['443']], ['Allow', ['400-450']]], 'denied', '443'],
  ['denies a part after it has let out all', [['Allow', ['400-450']], ['Deny', ['443']]], 'met', undefined],
])('of a range of ports a second firewall %s', (_, edge, outcome, ports) => {
  expect(resultOf(edge, ['400-450']).answers).toMatchObject([{ outcome, ...(ports !== undefined && { ports }) }]);
  expect(resultOf(edge, ['400-450']).answers[0]!.ports).toBe(ports);
});

test('what a second firewall denies is not open, and what it lets out beyond the requirements is', () => {
  const found = (edge: readonly Rule[]): string[] => resultOf(edge, ['443']).findings.filter(({ id }) => id.startsWith('open'))
    .map(({ id, subject }) => `${id}: ${subject}`);
  expect(found([['Allow', ['443']]])).toEqual([]);
  expect(found([['Allow', ['443', '8080']]])).toEqual(['open-beyond-requirements: s outbound TCP 8080 203.0.113.0/24']);
});

function viewOf(json: object): SubnetView {
  const read = networkOf([{ file: 'main.tf.json', json }]);
  const knowledge = new Knowledge(Cloud.PUBLIC);
  const one = read.subnets.find(({ name }) => name === 's')!;
  const asked = { name: 's', subnetId: one.key, addressPrefixes: [], networkTraffic: 'none' as const };
  return new SubnetView(asked, one, read, new Appliances(read, new Map(), new FilterLists(knowledge)), knowledge);
}

/** What both firewalls let out on port 443 for certain, and perhaps. */
function openThrough(hub: readonly Rule[], edge: readonly Rule[], hosts?: Filters['hosts']): string[] {
  return allOpen(viewOf(twoFirewalls({ edge, hub, hosts })), Direction.OUTBOUND)
    .filter(({ hop, ports: { first, last } }) => hop === 'appliance' && first <= 443 && 443 <= last)
    .map(({ target, doubt }) => `${doubt === undefined ? '' : 'perhaps '}${targetText(target)}`).sort();
}

const TO_ALL: Rule = ['Allow', ['443'], ['*']];

test.each<[what: string, hub: readonly Rule[], edge: readonly Rule[], open: readonly string[]]>([
  ['addresses, of all that a second one lets through', [['Deny', ['443'], ['203.0.113.0/28']], TO_ALL],
    [['Allow', ['443'], ['203.0.113.0/28']]], []],
  ['a part of the addresses that a second one lets through', [['Deny', ['443'], ['203.0.113.0/28']], TO_ALL],
    [['Allow', ['443'], ['203.0.113.0/27']]], ['203.0.113.16/28']],
  ['addresses on one port, and others on another', [['Deny', ['443'], ['203.0.113.0/24']], ['Deny', ['22'], ['198.51.100.0/24']],
    ['Allow', ['*'], ['*']]], [['Allow', ['*'], ['203.0.113.0/24']]], []],
  ['a tag, of which a second one lets through a region', [['Deny', ['443'], ['Storage']], TO_ALL],
    [['Allow', ['443'], ['Storage.WestEurope']]], []],
  ['a region of a tag that a second one lets through', [['Deny', ['443'], ['Storage.WestEurope']], TO_ALL],
    [['Allow', ['443'], ['Storage']]], ['Storage (other than Storage.WestEurope)']],
])('what a firewall denies is not open by the rules of a second one: %s', (_, hub, edge, open) => {
  expect(openThrough(hub, edge)).toEqual(open);
});

test.each<[what: string, hub: readonly Rule[], open: readonly string[]]>([
  ['lets through', [TO_ALL], ['perhaps AzureKeyVault', 'perhaps Storage']],
  ['denies', [['Deny', ['443'], ['Storage', 'AzureKeyVault']], TO_ALL], []],
  ['denies a part of', [['Deny', ['443'], ['Storage', 'AzureKeyVault.WestEurope']], TO_ALL],
    ['perhaps AzureKeyVault (other than AzureKeyVault.WestEurope)']],
])('service endpoints of the subnet of a firewall take what it %s past a second one, which lets nothing through', (_, hub, open) => {
  const view = viewOf(twoFirewalls({ edge: [], hub, serviceEndpoints: ['Microsoft.Storage', 'Microsoft.KeyVault'] }));
  expect(allOpen(view, Direction.OUTBOUND).filter(({ hop }) => hop === 'appliance').map(({ target, doubt }) =>
    `${doubt === undefined ? '' : 'perhaps '}${targetText(target)}`).sort()).toEqual(open);
});

test.each<[what: string, hub: readonly string[], edge: readonly string[], open: readonly string[]]>([
  ['names one after the other', ['a.example.com', 'b.example.com'], ['b.example.com', 'c.example.com'], ['b.example.com']],
  ['a wildcard after a name', ['a.example.com'], ['*.example.com'], ['a.example.com']],
  ['a name after a wildcard', ['*.example.com'], ['a.example.com', 'a.example.org'], ['a.example.com']],
  ['everything after a name', ['a.example.com'], ['*'], ['a.example.com']],
])('a host is open where both firewalls have it: %s', (_, hub, edge, open) => {
  expect(openThrough([], [], { hub, edge })).toEqual(open);
});

test.each<[string, readonly Rule[], readonly Rule[], readonly string[]]>([
  ['lets out another port', [['Allow', ['443']]], [['Allow', ['443', '444']]], ['newly allowed 444']],
  ['takes another port', [['Allow', ['443']]], [['Allow', ['444']]], ['newly allowed 444', 'no longer allowed 443']],
  ['denies what it let out', [['Allow', ['443']]], [['Deny', ['443']]], ['no longer allowed 443']],
  ['says the same with other rules', [['Allow', ['443', '444']]], [['Allow', ['443']], ['Allow', ['444']]], []],
])('a change is seen where a second firewall %s', (_, was, is, expected) => {
  const [before, after] = [was, is].map((edge) => viewOf(twoFirewalls({ edge })));
  expect(changedFlows({ before, after }, Direction.OUTBOUND).map(({ kind, ports, isPossible }) =>
    `${kind}${isPossible ? ' perhaps' : ''} ${portText(ports)}`).sort()).toEqual(expected);
});
