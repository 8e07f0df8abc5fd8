import { Cloud, Direction } from '../../lib';
import { FilterLists } from '../../lib/filtering/filter-lists';
import { Knowledge } from '../../lib/filtering/knowledge';
import { Appliances } from '../../lib/filtering/paths/appliances';
import { ChangedFlows, changedFlows, FlowSide } from '../../lib/filtering/paths/changed-flows';
import { SubnetView } from '../../lib/filtering/paths/subnet-view';
import { AddressInterval, Network, Subnet } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import fc, { enough } from '../support/fast-check';
import { firewalled, synthesizeFirewalled } from '../support/firewalled';
import { FIREWALLED_MUTATIONS, FirewalledMutation, openGroup, REWRITINGS } from '../support/firewalled-mutations';
import { isHeld } from '../support/packets/openings';
import { applicationsOn, pointsOf, sampled } from '../support/packets/points';
import { isName, passes, routeOf, siteOf, spaceOf } from '../support/packets/walk';
import { Address, address, isIn, isPublic, Packet, range, World } from '../support/packets/world';
import { dice } from '../support/packets/worlds';
import { Configuration } from '../support/suggested';

// Pairs of a subnet behind a firewall and a changed one, against the packet evaluator: firewall policies, classic rules, routes, peerings.

interface Pair {
  readonly before: Configuration;
  readonly after: Configuration;
}

function pairOf(change: FirewalledMutation[1]): fc.Arbitrary<Pair> {
  return fc.tuple(firewalled, fc.nat(), fc.boolean()).map(([one, at, isOpen]) => {
    const { json } = synthesizeFirewalled(one);
    if (isOpen) {
      openGroup(json.resource);
    }
    const after = structuredClone(json);
    change(after.resource, at);
    return { before: json, after };
  });
}

const read = (json: Configuration): Network => networkOf([{ file: 'cdk.tf.json', json }]);
const computeOf = ({ subnets }: Network): Subnet => subnets.find(({ name }) => name === 'compute')!;

/** The network with an address for the firewall, which only Azure knows. */
function settled(network: Network): Network {
  const at = '10.1.0.4';
  return {
    ...network, firewalls: network.firewalls.map((one) => ({ ...one, privateAddresses: [at] })),
    routeTables: new Map([...network.routeTables].map(([key, table]) => [key, { ...table, routes: table.routes.map((route) => ({
      ...route, ...(route.nextHop === 'VirtualAppliance' && { nextHopAddress: at }),
    })) }])),
  };
}

function changesOf(before: Network, after: Network): ChangedFlows[] {
  const knowledge = new Knowledge(Cloud.PUBLIC);
  const viewOf = (network: Network): SubnetView => {
    const place = { name: 'compute', subnetId: 'x', addressPrefixes: [], networkTraffic: 'virtual-network' as const };
    return new SubnetView(place, computeOf(network), network, new Appliances(network, new Map(), new FilterLists(knowledge)), knowledge);
  };
  const pair = { before: viewOf(before), after: viewOf(after) };
  return [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => changedFlows(pair, direction));
}

/** Tags that rules and routes name, each with addresses of its own; a regional one with a half of those of its global form. */
function tagsOf(networks: readonly Network[]): Map<string, ReturnType<typeof range>[]> {
  const terms = networks.flatMap(({ securityGroups, routeTables, firewalls }) => [
    ...[...securityGroups.values()].flatMap(({ rules }) => rules).flatMap(({ sources, destinations }) => [...sources, ...destinations]),
    ...[...routeTables.values()].flatMap(({ routes }) => routes.map(({ prefix }) => prefix)),
    ...firewalls.flatMap(({ levels }) => levels.flat().flatMap(({ collections }) => collections.flatMap(({ rules }) => rules)))
      .flatMap(({ destinations }) => destinations),
  ]);
  const named = [...new Set(terms.flatMap((term) => (term.kind === 'tag' ? [term.tag] : [])))]
    .filter((tag) => !/^(VirtualNetwork|Internet|AzureLoadBalancer|AzurePlatform)/.test(tag));
  const isRegional = (tag: string): boolean => tag.includes('.') && !tag.startsWith('AzureFrontDoor.');
  const whole = [...new Set(named.map((tag) => (isRegional(tag) ? tag.split('.')[0]! : tag)))].sort();
  const blocks = new Map(whole.map((tag, i) => [tag, `20.${i}.0.0/24`]));
  return new Map([...whole, ...named].map((tag) =>
    [tag, [range(isRegional(tag) ? blocks.get(tag.split('.')[0]!)!.replace('/24', '/25') : blocks.get(tag)!)]]));
}

/** Host names are at addresses of no tag, or of any, as the numbers have it. */
function worldFor(seed: number, networks: readonly Network[]): World {
  const roll = dice(seed);
  const tags = tagsOf(networks);
  const blocks = [...tags.values()].map(([block]) => ({ family: 4 as const, value: block!.first + 5n }));
  const hosts = new Map<string, Address>();
  const addressesOf = (host: string): Address[] => {
    if (!hosts.has(host)) {
      hosts.set(host, roll(3) === 0 ? blocks[roll(blocks.length)]! : address(`40.0.${hosts.size}.1`));
    }
    return [hosts.get(host)!];
  };
  return {
    tags, addressesOf, connected: [], widenedBy: [], opaque: new Map(), fqdnTags: new Map(),
    unreadAppliancesAllow: false, gatewayDelivers: false, portsHoldIcmp: false,
  };
}

/** The networks that each side is peered with have routes of the system. */
function worldOfSide(world: World, network: Network): World {
  const connected = (computeOf(network).peerings ?? []).flatMap(({ remoteAddressSpace }) => remoteAddressSpace)
    .flatMap((term) => (term.kind === 'interval' ? [term.interval] : []));
  return { ...world, connected };
}

/** A name that only rules for every name hold. */
const OTHER_HOST = 'other.test';
const PEERED = ['10.9.0.1', '10.9.255.254'].map(address);

function packetsOf(network: Network, world: World, changes: readonly ChangedFlows[]): Packet[] {
  const subnet = computeOf(network);
  const points = pointsOf(network, subnet, world, []);
  const ports = [...new Set([80, 443, 8080, 8443, ...sampled(points.ports, 4), ...sampled(changes.map((one) => one.ports.first), 4)])];
  const own = [address('10.1.1.4'), address('10.1.1.200')];
  const plain = [
    ...[...world.tags.values()].map(([block]) => ({ family: 4 as const, value: block!.last - 1n })), ...PEERED,
    ...sampled(points.addresses.filter((one) => one.family === 4 && isPublic(one)), 8),
  ].map((other) => ({ other, host: undefined }));
  const hosts = [OTHER_HOST, ...sampled([...new Set([...points.hosts, 'x.example.com'])], 16)]
    .map((host) => ({ host, other: world.addressesOf(host)[0]! }));
  return [...plain, ...hosts].flatMap(({ other, host }) => own.flatMap((from) => (['TCP', 'UDP', 'ICMP'] as const).flatMap((protocol) =>
    (protocol === 'ICMP' ? [0] : ports).flatMap((port) =>
      (host === undefined ? ['outbound' as const, 'inbound' as const] : ['outbound' as const]).map((direction): Packet => ({
        direction, own: from, other, protocol, port, sourcePort: 50_000,
        // On ports of both, rules here are for HTTPS.
        ...(host !== undefined && protocol === 'TCP' && { host, path: '/file', application: applicationsOn(port).at(-1) }),
      }))))));
}

/** Tells which changes a packet is among. Pairs have thousands of packets, so what does not depend on them is made once. */
function amongOf(
  changes: readonly ChangedFlows[], worldOf: (change: ChangedFlows) => World, network: Network,
): (packet: Packet) => ChangedFlows[] {
  const space = spaceOf(computeOf(network));
  const all = changes.map((change) => ({ change, site: { ...worldOf(change), space } }));
  return (packet) => all.filter(({ change, change: { own }, site }) =>
    (own?.kind !== 'addresses' || isIn(packet.own, own.set.intervals)) && isHeld(change, packet, site)).map(({ change }) => change);
}

/** The kind of hop that a packet takes; what the host of the machine answers goes nowhere. */
function hopOf({ other }: Packet, network: Network, world: World): string {
  const subnet = computeOf(network);
  const table = network.routeTables.get(subnet.routeTable as string);
  return HOPS[routeOf(other, table, siteOf(world, subnet)).hop]!;
}

const HOPS: Readonly<Record<string, FlowSide['hops'][number]>> = {
  VirtualAppliance: 'appliance', Internet: 'internet', VnetLocal: 'network', peering: 'network', VirtualNetworkGateway: 'gateway',
  None: 'dropped',
};

/** Addresses that rules and routes name, other than all of them. */
function namedIn({ securityGroups, routeTables, firewalls }: Network): AddressInterval[] {
  const terms = [
    ...[...securityGroups.values()].flatMap(({ rules }) => rules).flatMap(({ sources, destinations }) => [...sources, ...destinations]),
    ...[...routeTables.values()].flatMap(({ routes }) => routes.map(({ prefix }) => prefix)),
    ...firewalls.flatMap(({ levels }) => levels.flat().flatMap(({ collections }) => collections.flatMap(({ rules }) => rules)))
      .flatMap(({ destinations }) => destinations),
  ];
  return terms.flatMap((term) => (term.kind === 'interval' && term.interval.last - term.interval.first < 1n << 30n ? [term.interval] : []));
}

/** Whether an application rule decides, which takes what has a name alone. */
function isByName(sides: readonly FlowSide[]): boolean {
  return sides.flatMap(({ places }) => places)
    .some(({ resource, part = '' }) => `${resource}.${part}`.includes('application_rule_collection'));
}

/** What leads past the firewall, so that the check of ways is of something. */
const TAKE_ANOTHER_WAY = [
  'the default route goes', 'the default route leads to the Internet', 'a tag goes past the firewall', 'the table is taken off the subnet',
];

const PLAIN = [range('40.0.0.0/16')];

describe.each(FIREWALLED_MUTATIONS)('%s', (what, change) => {
  test('every packet that fares differently is in the difference, and what is certain in it fares so', () => {
    let [differing, others] = [0, 0];
    fc.assert(fc.property(pairOf(change), fc.nat(), fc.boolean(), (pair, seed, isTurned) => {
      const [before, after] = isTurned ? [pair.after, pair.before] : [pair.before, pair.after];
      const [wasRead, isRead] = [read(before), read(after)];
      const [was, is] = [settled(wasRead), settled(isRead)];
      const world = worldFor(seed, [was, is]);
      const [worldBefore, worldAfter] = [worldOfSide(world, was), worldOfSide(world, is)];
      const changes = changesOf(wasRead, isRead);
      const heldBy = amongOf(changes, ({ kind }) => (kind === 'newly allowed' ? worldAfter : worldBefore), is);
      const wrong: unknown[] = [];
      const named = [...namedIn(was), ...namedIn(is), ...[...world.tags.values()].flat()];
      for (const packet of [...packetsOf(was, world, changes), ...packetsOf(is, world, changes)]) {
        const passed = passes(packet, computeOf(was), was, worldBefore);
        const passing = passes(packet, computeOf(is), is, worldAfter);
        const held = heldBy(packet);
        const isOut = packet.direction === 'outbound' && passed && passing;
        const [hopBefore, hopAfter] = isOut ? [hopOf(packet, was, worldBefore), hopOf(packet, is, worldAfter)] : [];
        const isOtherWay = hopBefore !== hopAfter;
        const ways = held.filter((one) => one.kind === 'another way');
        others += Number(isOtherWay);
        // Where it cannot be told that it was allowed, it may be newly so.
        if (isOtherWay && !held.some((one) => one.isPossible) && !ways.some(({ before: one, after: other }) =>
          one.hops.some((hop) => hop === hopBefore) && other.hops.some((hop) => hop === hopAfter))) {
          wrong.push({ missing: 'another way', packet, hopBefore, hopAfter });
        }
        const those = held.filter((one) => one.kind !== 'another way');
        differing += Number(passed !== passing);
        const kind = passing ? 'newly allowed' : 'no longer allowed';
        if (passed !== passing && !those.some((one) => one.kind === kind)) {
          wrong.push({ missing: kind, packet });
        }
        // Names and what stands for all addresses leave out what rules for narrower ends decide.
        const isPlain = isIn(packet.other, PLAIN);
        const isNamed = isIn(packet.other, named);
        const certain = held.filter(({ isPossible, target, before: one, after: other }) => !isPossible &&
          (target.kind === 'host' || target.kind === 'url'
            ? isPlain && packet.host !== undefined && isName(packet.host, target.host)
            : packet.host === (isByName([one, other]) ? OTHER_HOST : undefined) && (target.kind === 'addresses' || !isNamed ||
              (target.kind === 'tag' && !/^(Internet|VirtualNetwork)$/.test(target.tag)))));
        const fault = certain.find(({ kind: one, before: { hops }, after: { hops: hopsNow } }) => (one === 'another way'
          ? !passed || !passing || !hops.some((hop) => hop === hopBefore) || !hopsNow.some((hop) => hop === hopAfter)
          : (one === 'newly allowed') !== passing || passed === passing));
        if (fault !== undefined) {
          wrong.push({ false: fault, packet });
        }
      }
      expect(wrong.slice(0, 2)).toEqual([]);
    }), { numRuns: 3, endOnFailure: true });
    expect(differing).toBeGreaterThan(enough(0));
    expect(others).toBeGreaterThan(TAKE_ANOTHER_WAY.includes(what) ? enough(0) : -1);
    expect(others === 0 || TAKE_ANOTHER_WAY.includes(what)).toBe(true);
  });
});

test.each(REWRITINGS)('%s: nothing changes', (_, change) => {
  fc.assert(fc.property(pairOf(change), ({ before, after }) => {
    const changes = changesOf(read(before), read(after));
    expect(changes.slice(0, 1)).toEqual([]);
  }), { numRuns: 3, endOnFailure: true });
});
