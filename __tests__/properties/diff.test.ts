import { Cloud, Direction, ServiceTagFile } from '../../lib';
import { FilterLists } from '../../lib/filtering/filter-lists';
import { Knowledge } from '../../lib/filtering/knowledge';
import { Appliances } from '../../lib/filtering/paths/appliances';
import { ChangedFlows, changedFlows } from '../../lib/filtering/paths/changed-flows';
import { SubnetView } from '../../lib/filtering/paths/subnet-view';
import { FirewallRule, Network, RuleCollectionGroup, SecurityRule } from '../../lib/network/network';
import fc, { enough } from '../support/fast-check';
import { networks, SUBNET, term } from '../support/networks';
import { isHeld } from '../support/packets/openings';
import { applicationsOn, Points, pointsOf, sampled } from '../support/packets/points';
import { passes, spaceOf } from '../support/packets/walk';
import { isIn, isPublic, Packet, range, World } from '../support/packets/world';
import { FILE, worldOf } from '../support/packets/worlds';
import { readTags, weekly } from '../support/service-tags';

const file = readTags(weekly(FILE));

function viewOf(network: Network, tags: ServiceTagFile | undefined): SubnetView {
  const knowledge = new Knowledge(Cloud.PUBLIC, tags);
  const place = { name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], networkTraffic: 'virtual-network' as const };
  const appliances = new Appliances(network, new Map(), new FilterLists(knowledge, network.adminRules));
  return new SubnetView(place, network.subnets[0]!, network, appliances, knowledge);
}

function changesOf(before: Network, after: Network, hasFile = true): ChangedFlows[] {
  const tags = hasFile ? file : undefined;
  const pair = { before: viewOf(before, tags), after: viewOf(after, tags) };
  return [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => changedFlows(pair, direction));
}

const withRules = (network: Network, rules: readonly SecurityRule[]): Network =>
  ({ ...network, securityGroups: new Map([...network.securityGroups].map(([key, group]) => [key, { ...group, rules }])) });
const rulesOf = ({ securityGroups }: Network): readonly SecurityRule[] => [...securityGroups.values()][0]!.rules;

/** The rules with one more before them, that denies a part of the Internet. */
function withDenial(rules: readonly SecurityRule[], at: number): SecurityRule[] {
  const ports = [{ first: 0, last: 65535 }];
  const destinationPorts = at % 2 === 0 ? ports : [{ first: 443, last: 443 }];
  const denial: SecurityRule = {
    name: 'no', place: { file: 'network.tf.json', resource: 'azurerm_x.y' }, direction: at % 5 === 0 ? 'Inbound' : 'Outbound',
    access: 'Deny', priority: 99, protocol: '*', sources: [term(at % 5 === 0 ? '20.1.0.0/24' : '*')], sourcePorts: ports,
    destinations: [term(at % 5 === 0 ? '*' : ['20.1.0.0/24', '20.0.0.0/8', '23.0.113.0/24'][at % 3]!)], destinationPorts,
  };
  return [denial, ...rules];
}

/** A network, and one of the same subnet with another group, other routes, another firewall, one rule less, or one that denies more. */
const pairs = fc.tuple(networks, networks, fc.constantFrom('group', 'routes', 'firewall', 'rule', 'denial', 'all'), fc.nat())
  .map(([before, other, part, at]) => {
    const base = { ...other, subnets: before.subnets };
    const after: Network = part === 'all' ? base : part === 'group' ? { ...before, securityGroups: base.securityGroups }
      : part === 'routes' ? { ...before, routeTables: base.routeTables } : part === 'firewall' ? { ...before, firewalls: base.firewalls }
        : part === 'denial' ? withRules(before, withDenial(rulesOf(before), at))
        : withRules(before, rulesOf(before).filter((_, i) => i !== at % Math.max(1, rulesOf(before).length)));
    return { before, after };
  });

/** Packets to and from public addresses, of every kind that rules tell apart. */
function packetsOf(points: Points): Packet[] {
  const ends = sampled(points.addresses.filter((one) => one.family === 4 && isPublic(one)), 14)
    .flatMap((other) => [{ other, host: undefined }, ...sampled(points.hosts, 2).map((host) => ({ other, host }))]);
  return ends.flatMap(({ other, host }) => points.own.filter(({ family }) => family === 4).slice(0, 3).flatMap((own) =>
    (['TCP', 'UDP', 'ICMP'] as const).flatMap((protocol) => (protocol === 'ICMP' ? [0] : sampled(points.ports, 8)).flatMap((port) =>
      points.sourcePorts.flatMap((sourcePort) => (host === undefined ? ['outbound' as const, 'inbound' as const] : ['outbound' as const])
        .map((direction): Packet => ({
          direction, own, other, protocol, port, sourcePort,
          ...(host !== undefined && protocol === 'TCP' && { host, path: '/file', application: applicationsOn(port)[0] }),
        })))))));
}

function worldFor(seed: number, network: Network): World {
  const world = worldOf(seed, true, network, network.subnets[0]!, []);
  return { ...world, unreadAppliancesAllow: false, gatewayDelivers: false, portsHoldIcmp: false, widenedBy: [] };
}

/** A later file: tags gain, lose and swap addresses, and one has the same in other prefixes. */
const LATER: typeof FILE = {
  ...FILE, Storage: ['20.1.0.0/24', '20.1.1.0/24', '20.2.0.128/25', '2603:1000:1::/48'],
  AzureMonitor: ['20.2.0.0/25', '40.2.0.0/28', '40.1.0.0/25'],
  AzureKeyVault: ['20.3.0.0/25', '20.3.0.128/25'], AzureActiveDirectory: ['20.4.0.0/25', '20.2.0.0/28'],
};
const later = readTags(weekly(LATER));

test('with another service tag file, every packet that fares differently is in the difference', () => {
  let differing = 0;
  fc.assert(fc.property(networks, fc.nat(), (network, seed) => {
    const world = worldFor(seed, network);
    const next: World = { ...world, tags: new Map(Object.entries(LATER).map(([tag, ranges]) => [tag, ranges.map(range)])) };
    const subnet = network.subnets[0]!;
    const changes = [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) =>
      changedFlows({ before: viewOf(network, file), after: viewOf(network, later) }, direction));
    const missing: unknown[] = [];
    for (const packet of [world, next].flatMap((one) => sampled(packetsOf(pointsOf(network, subnet, one, [])), 400))) {
      const [was, is] = [world, next].map((one) => passes(packet, subnet, network, one));
      if (was !== is) {
        differing++;
        const kind = is ? 'newly allowed' : 'no longer allowed';
        if (!changes.some((change) => change.kind === kind && isAmong(change, packet, is ? next : world, network))) {
          missing.push({ kind, packet });
        }
      }
    }
    expect(missing).toEqual([]);
  }), { numRuns: 20 });
  expect(differing).toBeGreaterThan(enough(50));
});

test('a service tag file with the same content changes nothing', () => {
  const same = readTags(weekly(FILE));
  fc.assert(fc.property(networks, (network) => {
    const pair = { before: viewOf(network, file), after: viewOf(network, same) };
    expect([Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => changedFlows(pair, direction))).toEqual([]);
  }), { numRuns: 10 });
});

/** Whether a network rule for a host name holds a packet: that name has a line of its own. */
function isOfRuleForNames({ other }: Packet, networks: readonly Network[], world: World): boolean {
  const names = networks.flatMap(({ firewalls }) => firewalls).flatMap(({ levels }) => levels.flat())
    .flatMap(({ collections }) => collections).flatMap(({ rules }) => rules)
    .flatMap((rule) => (rule.kind === 'network' ? rule.hostNames as string[] : []));
  return names.some((name) => world.addressesOf(name).some(({ family, value }) => family === other.family && value === other.value));
}

function isOfInternet(target: ChangedFlows['target']): boolean {
  return target.kind === 'addresses' ? target.side === 'internet' : target.kind === 'tag' && target.tag === 'Internet';
}

function isAmong(change: ChangedFlows, packet: Packet, world: World, network: Network): boolean {
  const site = { ...world, space: spaceOf(network.subnets[0]!) };
  const isOwn = change.own?.kind !== 'addresses' || isIn(packet.own, change.own.set.intervals);
  return isOwn && isHeld(change, packet, site);
}

test('every packet that fares differently is in the difference', () => {
  const found = { opened: 0, closed: 0 };
  fc.assert(fc.property(pairs, fc.nat(), ({ before, after }, seed) => {
    const world = worldFor(seed, before);
    const subnet = before.subnets[0]!;
    const changes = changesOf(before, after);
    const [points, more] = [pointsOf(before, subnet, world, []), pointsOf(after, subnet, world, [])];
    const missing: unknown[] = [];
    for (const packet of [points, more].flatMap((one) => sampled(packetsOf(one), 300))) {
      const [was, is] = [before, after].map((network) => passes(packet, subnet, network, world));
      if (was !== is) {
        found[is ? 'opened' : 'closed']++;
        const kind = is ? 'newly allowed' : 'no longer allowed';
        if (!changes.some((change) => change.kind === kind && isAmong(change, packet, world, before))) {
          missing.push({ kind, packet });
        }
      }
    }
    expect(missing).toEqual([]);
  }), { numRuns: 30 });
  expect(found.opened).toBeGreaterThan(100);
  expect(found.closed).toBeGreaterThan(100);
});

test('what is certainly new passes after, and not before', () => {
  let certain = 0;
  fc.assert(fc.property(pairs, fc.nat(), ({ before, after }, seed) => {
    const subnet = before.subnets[0]!;
    const world = worldFor(seed, before);
    const packets = [before, after].flatMap((network) => sampled(packetsOf(pointsOf(network, subnet, world, [])), 500));
    for (const change of sampled(changesOf(before, after), 80)) {
      // Names leave out what other rules decide; of addresses, and of the Internet as a whole, everything is said.
      if (!change.isPossible && change.kind !== 'another way' && isOfInternet(change.target)) {
        // A public address is taken to be on the Internet, and in no network that is connected.
        const those = sampled(packets.filter((packet) => packet.host === undefined && !isIn(packet.other, world.connected) &&
          !isOfRuleForNames(packet, [before, after], world) && isAmong(change, packet, world, before)), 60);
        const [denying, allowing] = change.kind === 'newly allowed' ? [before, after] : [after, before];
        expect(those.filter((packet) => passes(packet, subnet, denying, world)).map((packet) => ({ packet, change }))).toEqual([]);
        if (those.length > 0) {
          certain++;
          // A name is said of what rules open, and rules before these may deny parts of it.
          expect(change.target.kind === 'tag' || those.some((packet) => passes(packet, subnet, allowing, world))).toBe(true);
        }
      }
    }
  }), { numRuns: 40, endOnFailure: true });
  expect(certain).toBeGreaterThan(10);
});

/** The same rules with other names and priorities, and each with several ports or other sides as several rules. */
function rewritten(network: Network): Network {
  const split = rulesOf(network).flatMap((rule) => rule.destinationPorts.flatMap((ports) =>
    rule.destinations.map((destination) => ({ ...rule, destinationPorts: [ports], destinations: [destination] }))));
  const renamedGroup = (group: RuleCollectionGroup): RuleCollectionGroup => ({
    ...group, name: `${group.name}-2`,
    collections: group.collections.map((one) =>
      ({ ...one, name: `${one.name}-2`, rules: one.rules.map((rule): FirewallRule => ({ ...rule, name: `${rule.name}-2` })) })),
  });
  return {
    ...withRules(network, split.map((rule, i) => ({ ...rule, name: `other-${i}`, priority: 100 + 3 * i }))),
    firewalls: network.firewalls.map((one) => ({ ...one, levels: one.levels.map((level) => level.map(renamedGroup)) })),
  };
}

test.each([true, false])(
  'rules with other names, other priorities, and in several parts change nothing (service tag file: %s)', (hasFile) => {
    fc.assert(fc.property(networks, (network) => {
      expect(changesOf(network, rewritten(network), hasFile)).toEqual([]);
      expect(changesOf(network, network, hasFile)).toEqual([]);
    }), { numRuns: 20 });
  },
);
