/**
 * What is open where a security group and two firewalls decide one after the other, and some of it goes past the firewalls, compared with
 * all that passes at the bounds of ranges. What is true is found by a few lines of their own: in each list the first rule that holds a
 * packet decides, and all lists have to let it pass.
 */
import { Cloud } from '../../../lib';
import { FilterLists } from '../../../lib/filtering/filter-lists';
import { Knowledge } from '../../../lib/filtering/knowledge';
import { Appliances } from '../../../lib/filtering/paths/appliances';
import { flowParts } from '../../../lib/filtering/paths/flow-parts';
import { allOpen, OpenPiece } from '../../../lib/filtering/paths/openings';
import { SubnetView } from '../../../lib/filtering/paths/subnet-view';
import { Target, targetText } from '../../../lib/filtering/paths/target';
import { IntervalSet } from '../../../lib/network/interval-set';
import { portText } from '../../../lib/azure/port-sets';
import { Direction } from '../../../lib/requirements/direction';
import { networkOf } from '../../../lib/terraform/read-network';
import fc from '../../support/fast-check';
import { address, isIn, range } from '../../support/packets/world';
import { Filters, OtherRoute, Rule, twoFirewalls } from '../../support/two-firewalls';

const OWN = ['10.1.1.0/25', '10.1.1.128/25'];
const RANGES = ['20.1.0.0/26', '20.1.0.64/26', '20.1.0.0/25', '20.1.0.128/25', '20.1.0.0/24'];
const PORTS = ['80', '443', '443-8443', '80-443', '*'];

function viewOf(filters: Filters): SubnetView {
  const read = networkOf([{ file: 'main.tf.json', json: twoFirewalls(filters) }]);
  const knowledge = new Knowledge(Cloud.PUBLIC);
  const one = read.subnets.find(({ name }) => name === 's')!;
  const asked = { name: 's', subnetId: one.key, addressPrefixes: [], networkTraffic: 'none' as const };
  return new SubnetView(asked, one, read, new Appliances(read, new Map(), new FilterLists(knowledge)), knowledge);
}

function openThrough(all: Filters): OpenPiece[] {
  return allOpen(viewOf(all), Direction.OUTBOUND).filter(({ hop }) => hop === 'appliance' || hop === 'internet');
}

const written = (allSources: readonly string[]): fc.Arbitrary<Rule> => fc.tuple(
  fc.constantFrom('Allow' as const, 'Deny' as const), fc.constantFrom(...PORTS).map((one) => [one]),
  fc.oneof({ weight: 1, arbitrary: fc.constant(['*']) }, { weight: 2, arbitrary: fc.subarray(RANGES, { minLength: 1, maxLength: 2 }) }),
  fc.constantFrom(...allSources).map((one) => [one]),
);
const others = fc.oneof(fc.constant([]), fc.subarray(RANGES, { maxLength: 2 }).chain((prefixes) => fc.tuple(...prefixes.map((prefix) =>
  fc.constantFrom('Internet' as const, 'None' as const).map((to) => ({ prefix, to }))))));
const lists = fc.record<Filters>({
  group: fc.option(fc.array(written(['*', ...OWN]), { minLength: 1, maxLength: 4 }), { nil: undefined }),
  hub: fc.array(written(['*', '*', ...OWN]), { minLength: 1, maxLength: 4 }),
  edge: fc.array(written(['*']), { minLength: 1, maxLength: 4 }),
  routes: others, onward: others,
});

interface Packet { readonly own: string; readonly other: string; readonly port: number }
const packets: readonly Packet[] = ['10.1.1.5', '10.1.1.200'].flatMap((own) => ['20.1.0.5', '20.1.0.70', '20.1.0.200'].flatMap((other) =>
  [79, 80, 200, 443, 1000, 9000].map((port) => ({ own, other, port }))));

function isOf(texts: readonly string[], one: string): boolean {
  return texts.some((text) => text === '*' || isIn(address(one), [range(text)]));
}

/** Of a list, what no rule holds is let out by a group, and denied by a firewall. */
function passesList(rules: readonly Rule[], { own, other, port }: Packet, otherwise: boolean): boolean {
  const rule = rules.find(([, ports, destinations = [], sources = []]) => isOf(destinations, other) && isOf(sources, own) &&
    ports.some((text) => {
      const [first, last = first] = text === '*' ? [0, 65535] : text.split('-').map(Number) as [number, number?];
      return first <= port && port <= last;
    }));
  return rule === undefined ? otherwise : rule[0] === 'Allow';
}

/** Where routes send a packet: by the longest of some prefixes, and to a firewall by the default route. */
function hopBy(routes: readonly OtherRoute[], other: string): OtherRoute['to'] | 'firewall' {
  const length = ({ prefix }: OtherRoute): number => Number(prefix.split('/')[1]);
  const [longest] = routes.filter(({ prefix }) => isOf([prefix], other)).sort((a, b) => length(b) - length(a));
  return longest?.to ?? 'firewall';
}

/** The edge sees an address of the hub. */
function passesAll({ group = [], hub = [], edge, routes = [], onward = [] }: Filters, packet: Packet): boolean {
  const [hop, next] = [routes, onward].map((all) => hopBy(all, packet.other));
  const passesEdge = next === 'firewall' ? passesList(edge, { ...packet, own: '10.1.0.4' }, false) : next === 'Internet';
  const passesHub = hop === 'firewall' ? passesList(hub, packet, false) && passesEdge : hop === 'Internet';
  return passesList(group, packet, true) && passesHub;
}

function isSaid({ protocol, ports, target, own }: OpenPiece, packet: Packet): boolean {
  const isOwn = own.kind !== 'addresses' || isIn(address(packet.own), own.set.intervals);
  return protocol === 'TCP' && ports.first <= packet.port && packet.port <= ports.last && isOwn &&
    (target.kind !== 'addresses' || isIn(address(packet.other), target.set.intervals));
}

test('what passes a group and two firewalls is said to be open, and of addresses that are said to be open, all are', () => {
  let [open, said, ofTwo, past] = [0, 0, 0, 0];
  fc.assert(fc.property(lists, (all) => {
    const pieces = openThrough(all);
    const passing = packets.filter((packet) => passesAll(all, packet));
    expect(passing.filter((packet) => !pieces.some((piece) => isSaid(piece, packet)))).toEqual([]);
    const certain = pieces.filter(({ target, doubt }) => doubt === undefined && target.kind === 'addresses');
    const wrong = certain.flatMap((piece) => packets.filter((packet) => isSaid(piece, packet) && !passing.includes(packet))
      .map((packet) => `${portText(piece.ports)} ${targetText(piece.target)}: ${JSON.stringify(packet)}`));
    expect(wrong).toEqual([]);
    open += passing.length;
    said += certain.length;
    past += certain.filter(({ hop }) => hop === 'internet').length;
    ofTwo += certain.filter(({ way = '' }) => way.includes('edge')).length;
  }), { numRuns: 200 });
  expect(open).toBeGreaterThan(500);
  expect(said).toBeGreaterThan(100);
  expect(Math.min(ofTwo, past)).toBeGreaterThan(100);
});

test('a flow from one address to another passes where all lists let it pass', () => {
  const results = new Map<string, number>();
  fc.assert(fc.property(lists, (all) => {
    const view = viewOf(all);
    const single = (text: string, side: 'network' | 'internet'): Target =>
      ({ kind: 'addresses', set: IntervalSet.of([range(text)]), side });
    for (const packet of packets) {
      const ports = { first: packet.port, last: packet.port };
      const [own, target] = [single(packet.own, 'network'), single(packet.other, 'internet')];
      const found = flowParts(view, Direction.OUTBOUND, { protocol: 'TCP', ports, own, target }).map(({ result }) => result);
      expect(found).toEqual([passesAll(all, packet) ? 'allow' : 'deny']);
      found.forEach((one) => results.set(one, (results.get(one) ?? 0) + 1));
    }
  }), { numRuns: 200 });
  expect(Math.min(...['allow', 'deny'].map((one) => results.get(one) ?? 0))).toBeGreaterThan(500);
});
