import { Cloud, Direction } from '../../lib';
import { FilterLists } from '../../lib/filtering/filter-lists';
import { Knowledge } from '../../lib/filtering/knowledge';
import { Appliances } from '../../lib/filtering/paths/appliances';
import { ChangedFlows, changedFlows } from '../../lib/filtering/paths/changed-flows';
import { SubnetView } from '../../lib/filtering/paths/subnet-view';
import { Network, Route, SecurityRule } from '../../lib/network/network';
import fc, { enough } from '../support/fast-check';
import { networks, SUBNET, term } from '../support/networks';
import { isHeld } from '../support/packets/openings';
import { passes, routeOf, spaceOf } from '../support/packets/walk';
import { address, isIn, Packet, World } from '../support/packets/world';
import { FILE, worldOf } from '../support/packets/worlds';
import { readTags, weekly } from '../support/service-tags';

// One group that is open to everybody or to a tag, and routes that come and go, against the packet evaluator.

const file = readTags(weekly(FILE));
const place = { file: 'network.tf.json', resource: 'azurerm_x.y' };

const PREFIXES = ['0.0.0.0/0', '0.0.0.0/1', '20.0.0.0/8', '20.1.0.0/16', '20.1.0.0/24', '23.0.113.0/24', 'Storage', 'AzureMonitor'];
const HOPS = [
  { nextHop: 'Internet' }, { nextHop: 'None' }, { nextHop: 'VirtualAppliance', nextHopAddress: '10.1.0.4' },
] as const satisfies readonly Pick<Route, 'nextHop' | 'nextHopAddress'>[];
const routes = fc.uniqueArray(fc.constantFrom(...PREFIXES), { maxLength: 3 }).chain((prefixes) =>
  fc.tuple(...prefixes.map((prefix, i) =>
    fc.constantFrom(...HOPS).map((hop): Route => ({ name: `to${i}`, place, prefix: term(prefix), ...hop })))));

const rule = (name: string, priority: number, access: 'Allow' | 'Deny', to: string): SecurityRule => ({
  name, place, direction: 'Outbound', access, priority, protocol: '*', sources: [term('*')], destinations: [term(to)],
  sourcePorts: [{ first: 0, last: 65535 }], destinationPorts: [{ first: 0, last: 65535 }],
});

const pairs = fc.tuple(networks, fc.constantFrom('Internet', '*', 'AzureCloud', '20.0.0.0/8'), routes, routes, fc.boolean())
  .map(([network, to, before, after, isFiltered]) => {
    const base: Network = {
      ...network, adminRules: [], interfaces: [],
      subnets: network.subnets.map((one) => ({ ...one, securityGroup: 'group', routeTable: 'table' })),
      securityGroups: new Map([['group', { ...network.securityGroups.get('group')!, rules: [
        rule('open', 200, 'Allow', to), rule('rest', 4096, 'Deny', '*'),
      ] }]]),
      firewalls: network.firewalls.map((one) => (isFiltered ? one : { ...one, levels: [] })),
    };
    const withRoutes = (those: Route[]): Network =>
      ({ ...base, routeTables: new Map([['table', { ...base.routeTables.get('table')!, routes: those }]]) });
    return { before: withRoutes(before), after: withRoutes(after) };
  });

function viewOf(network: Network, hasFile: boolean): SubnetView {
  const knowledge = new Knowledge(Cloud.PUBLIC, hasFile ? file : undefined);
  const asked = { name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], networkTraffic: 'virtual-network' as const };
  return new SubnetView(asked, network.subnets[0]!, network, new Appliances(network, new Map(), new FilterLists(knowledge)), knowledge);
}

const ENDS = [
  '8.8.8.8', '130.0.0.1', '20.0.0.1', '20.200.0.1', '20.1.0.1', '20.1.0.200', '20.1.9.9', '20.2.0.5', '40.1.0.1', '40.2.0.3',
  '23.0.113.7',
];
const packets: readonly Packet[] = ENDS.flatMap((other) => [443, 8080].map((port): Packet => ({
  direction: 'outbound', own: address('10.1.1.4'), other: address(other), protocol: 'TCP', port, sourcePort: 50_000,
})));

test.each([true, false])('what other routes open, close and lead elsewhere is in the difference (service tag file: %s)', (hasFile) => {
  const found = { opened: 0, closed: 0, moved: 0 };
  fc.assert(fc.property(pairs, fc.nat(), ({ before, after }, seed) => {
    const subnet = before.subnets[0]!;
    const world: World = {
      ...worldOf(seed, hasFile, before, subnet, []), unreadAppliancesAllow: false, gatewayDelivers: false, portsHoldIcmp: false,
      widenedBy: [], connected: [],
    };
    const site = { ...world, space: spaceOf(subnet) };
    const changes = changedFlows({ before: viewOf(before, hasFile), after: viewOf(after, hasFile) }, Direction.OUTBOUND);
    const among = (packet: Packet): ChangedFlows[] => changes.filter((change) =>
      (change.own?.kind !== 'addresses' || isIn(packet.own, change.own.set.intervals)) && isHeld(change, packet, site));
    const missing: unknown[] = packets.flatMap((packet): unknown[] => {
      const [was, is] = [before, after].map((network) => passes(packet, subnet, network, world));
      const [hop, next] = [before, after].map((network) => routeOf(packet.other, network.routeTables.get('table'), site).hop);
      const kinds = among(packet).map(({ kind }) => kind);
      if (was !== is) {
        found[is === true ? 'opened' : 'closed']++;
        return kinds.includes(is === true ? 'newly allowed' : 'no longer allowed') ? [] : [{ to: packet.other.value, is, kinds }];
      }
      if (is === true && hop !== next && next === 'Internet') {
        found.moved++;
        return kinds.length > 0 ? [] : [{ to: packet.other.value, hop, next }];
      }
      return [];
    });
    const tables = [before, after].map(({ routeTables }) =>
      routeTables.get('table')!.routes.map(({ prefix, nextHop }) => [prefix, nextHop]));
    expect({ missing, tables }).toEqual({ missing: [], tables });
  }), { numRuns: 150 });
  expect(Math.min(found.opened, found.closed, found.moved)).toBeGreaterThan(enough(10));
});

test('routes that lead where the system does change nothing', () => {
  const internet: Route = { name: 'r', place, prefix: term('20.0.0.0/8'), nextHop: 'Internet' };
  fc.assert(fc.property(pairs, ({ before }) => {
    const none = { ...before, routeTables: new Map([['table', { ...before.routeTables.get('table')!, routes: [] }]]) };
    const one = { ...before, routeTables: new Map([['table', { ...before.routeTables.get('table')!, routes: [internet] }]]) };
    expect(changedFlows({ before: viewOf(none, true), after: viewOf(one, true) }, Direction.OUTBOUND)).toEqual([]);
  }), { numRuns: 20 });
});
