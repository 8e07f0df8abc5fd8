import { Direction, RequirementSet } from '../../lib';
import { ExampleFlow } from '../../lib/filtering/answers';
import { Appliances } from '../../lib/filtering/paths/appliances';
import { FilterLists } from '../../lib/filtering/filter-lists';
import { Knowledge } from '../../lib/filtering/knowledge';
import { openings, OpenPiece } from '../../lib/filtering/paths/openings';
import { SubnetToVerify, VerifiedSubnet } from '../../lib/filtering/paths/subnet-view';
import { IntervalSet } from '../../lib/network/interval-set';
import { Network } from '../../lib/network/network';
import { verify } from '../../lib/verification/verify';
import fc, { enough } from '../support/fast-check';
import { Need, needs, setOf } from '../support/needs';
import { networks, SUBNET } from '../support/networks';
import { isHeld } from '../support/packets/openings';
import { applicationsOn, Points, pointsOf, sampled } from '../support/packets/points';
import { holds, isName, passes, Site, spaceOf } from '../support/packets/walk';
import { address, isIn, isPublic, Packet, range } from '../support/packets/world';
import { FILE, worldOf } from '../support/packets/worlds';
import { readTags, weekly } from '../support/service-tags';

const file = readTags(weekly(FILE));
const several = fc.uniqueArray(needs, { maxLength: 3, selector: (need: Need) => JSON.stringify(need) });

function piecesOf(network: Network, asked: SubnetToVerify): OpenPiece[] {
  const { requirements } = asked;
  const knowledge = new Knowledge(requirements.cloud, file);
  const appliances = new Appliances(network, new Map(), new FilterLists(knowledge, network.adminRules));
  const view = new VerifiedSubnet(asked, network.subnets[0]!, network, appliances, knowledge);
  return [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => openings(view, direction));
}

/** Packets of all kinds, asked for or not. */
function allPackets(points: Points): Packet[] {
  const ends = points.addresses.filter(({ family }) => family === 4)
    .flatMap((other) => [{ other, host: undefined }, ...sampled(points.hosts, 3).map((host) => ({ other, host }))]);
  return ends.flatMap(({ other, host }) => points.own.filter(({ family }) =>
    family === 4).slice(0, 2).flatMap((own) => (['TCP', 'UDP', 'ICMP'] as const).flatMap((protocol) =>
    (protocol === 'ICMP' ? [0] : points.ports).flatMap((port) =>
      (host === undefined ? ['outbound' as const, 'inbound' as const] : ['outbound' as const]).map((direction): Packet => ({
        direction, own, other, protocol, port, sourcePort: other.value % 2n === 0n ? 50000 : 30000,
        ...(host !== undefined && protocol === 'TCP' && { host, path: '/file', application: applicationsOn(port)[0] }),
      }))))));
}

/**
 * Whether somebody asks for a packet, or for all that rules cannot tell from it: of a host name, whatever
 * goes to the Internet on its ports.
 */
function isAskedFor({ direction, other, protocol, port, host }: Packet, { all: requirements }: RequirementSet, site: Site): boolean {
  return requirements.some(({ direction: asked, endpoint: { kind, value }, ports }) => {
    const isPort = ports.protocol !== 'ANY' && protocol === 'ICMP' ? false : ports.ranges.some((one) => {
      const [first, last = first] = one.split('-').map(Number) as [number, number?];
      return protocol === 'ICMP' || (first <= port && port <= last!);
    });
    if (direction !== asked || (ports.protocol !== 'ANY' && ports.protocol !== protocol) || !isPort) {
      return false;
    }
    return kind === 'fqdn' || kind === 'url' ? host !== undefined && isName(host, value.split('/')[0]!)
      : kind === 'addressRange' ? holds({ kind: 'interval', text: value, interval: range(value) }, other, site)
      : holds({ kind: 'tag', tag: value }, other, site);
  });
}

test('what passes and nobody asks for is among what is said to be open', () => {
  let open = 0;
  fc.assert(fc.property(networks, several, fc.nat(), (network, all, seed) => {
    const subnet = network.subnets[0]!;
    const requirements = setOf(all);
    const pieces = piecesOf(network, {
      name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], requirements, networkTraffic: 'virtual-network',
    });
    // What is behind gateways and appliances that nobody read is said in another way, as are networks that routes widen.
    const world = {
      ...worldOf(seed, true, network, subnet, requirements.all), unreadAppliancesAllow: false, gatewayDelivers: false, portsHoldIcmp: false,
      widenedBy: [],
    };
    const site = { ...world, space: spaceOf(subnet) };
    const beyond = sampled(allPackets(pointsOf(network, subnet, world, requirements.all)), 1200).filter((packet) =>
      !holds({ kind: 'tag', tag: 'VirtualNetwork' }, packet.other, site) && isPublic(packet.other) &&
        !isAskedFor(packet, requirements, site) && passes(packet, subnet, network, world));
    open += beyond.length;
    expect(beyond.filter((packet) => !pieces.some((piece) => isHeld(piece, packet, site)))).toEqual([]);
  }), { numRuns: 150 });
  expect(open).toBeGreaterThan(1000);
});

/** Packets that an example stands for: it names one end, and leaves ports of the client, addresses of hosts and own addresses open. */
function packetsLike({ direction, protocol, port = 0, endpoint }: ExampleFlow, points: Points, site: Site): Packet[] {
  const isAddress = /^[\d.]+$/.test(endpoint) || endpoint.includes(':');
  const isTag = site.tags.has(endpoint) || ['Internet', 'VirtualNetwork', 'AzureLoadBalancer'].includes(endpoint);
  const [host = '', ...path] = endpoint.split('/');
  const ends = isAddress ? [{ other: address(endpoint), host: undefined }]
    : isTag ? points.addresses.filter((one) => holds({ kind: 'tag', tag: endpoint }, one, site))
      .map((other) => ({ other, host: undefined }))
      : [...points.addresses.filter(isPublic), ...site.addressesOf(host)].map((other) => ({ other, host }));
  return ends.flatMap(({ other, host: name }) => points.own.filter(({ family }) =>
    family === other.family).flatMap((own) => points.sourcePorts.flatMap((sourcePort) =>
    (name === undefined || protocol !== 'TCP' ? [{}] : [...new Set([...applicationsOn(port), 'Http' as const, 'Https' as const])]
      .map((application) => ({ host: name, path: `/${path.join('/')}`, application })))
      .map((more) => ({ direction, own, other, protocol: protocol as Packet['protocol'], port, sourcePort, ...more })))));
}

/** Who asks for traffic inside the virtual network asks for all protocols and ports, and Azure's probes are let in by every group. */
function isOfNetwork({ direction, other }: Packet, traffic: SubnetToVerify['networkTraffic'], site: Site): boolean {
  const isProbe = direction === 'inbound' && holds({ kind: 'tag', tag: 'AzureLoadBalancer' }, other, site);
  return isProbe || (typeof traffic === 'string' ? traffic === 'virtual-network' : isIn(other, traffic.map(range)));
}

test('what passes inside the network is said to be open as far as nobody asks for it', () => {
  let [open, asked, said] = [0, 0, 0];
  const traffics = fc.constantFrom<SubnetToVerify['networkTraffic']>('none', ['10.1.0.0/16'], ['10.1.1.0/24'], 'virtual-network');
  fc.assert(fc.property(networks, several, traffics, fc.nat(), (network, all, networkTraffic, seed) => {
    const subnet = network.subnets[0]!;
    const requirements = setOf(all);
    const pieces = piecesOf(network, { name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], requirements, networkTraffic });
    const world = {
      ...worldOf(seed, true, network, subnet, requirements.all), unreadAppliancesAllow: false, gatewayDelivers: false, portsHoldIcmp: false,
      widenedBy: [],
    };
    const site = { ...world, space: spaceOf(subnet) };
    const inside = allPackets(pointsOf(network, subnet, world, requirements.all)).filter(({ other }) => isIn(other, site.space));
    const passing = sampled(inside, 400).filter((packet) =>
      !isAskedFor(packet, requirements, site) && passes(packet, subnet, network, world));
    const beyond = passing.filter((packet) => !isOfNetwork(packet, networkTraffic, site));
    open += beyond.length;
    asked += passing.length - beyond.length;
    expect(beyond.filter((packet) => !pieces.some((piece) => isHeld(piece, packet, site)))).toEqual([]);
    // And the reverse: of addresses of the network that are said to be open for certain, some are, and nobody asks for those.
    const certain = pieces.filter(({ target, doubt, protocol }) => doubt === undefined && ['TCP', 'UDP', 'ICMP'].includes(protocol) &&
      target.kind === 'addresses' && target.set.isIn(IntervalSet.of(site.space)));
    said += certain.length;
    expect(certain.filter((piece) => !inside.some((packet) => isHeld(piece, packet, site) && passes(packet, subnet, network, world) &&
      !isAskedFor(packet, requirements, site) && !isOfNetwork(packet, networkTraffic, site)))).toEqual([]);
  }), { numRuns: 100 });
  expect(Math.min(open, asked)).toBeGreaterThan(1000);
  expect(said).toBeGreaterThan(enough(10));
});

test('the example of what is open passes, and nobody asks for it', () => {
  let [examples, wrong] = [0, 0];
  fc.assert(fc.property(networks, several, fc.nat(), (network, all, seed) => {
    const subnet = network.subnets[0]!;
    const requirements = setOf(all);
    const asked = {
      name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], requirements, networkTraffic: 'virtual-network' as const,
    };
    const worlds =
      Array.from({ length: 6 }, (_, i) => ({ ...worldOf(seed + i, true, network, subnet, requirements.all), gatewayDelivers: true }));
    for (const { id, example } of verify(network, { subnets: [asked], serviceTags: file }).findings) {
      if (id === 'open-beyond-requirements' && example !== undefined && !example.endpoint.includes(':') &&
          ['TCP', 'UDP', 'ICMP'].includes(example.protocol)) {
        examples++;
        const passing = worlds.flatMap((world) => {
          const site = { ...world, space: spaceOf(subnet) };
          const packets = packetsLike(example, pointsOf(network, subnet, world, requirements.all), site);
          return packets.filter((packet) => passes(packet, subnet, network, world) && !isAskedFor(packet, requirements, site));
        });
        wrong += passing.length > 0 ? 0 : 1;
      }
    }
  }), { numRuns: 60 });
  expect(examples).toBeGreaterThan(enough(100));
  // A route for a part of the Internet is not taken from the rest, which has no addresses that could be counted.
  expect(wrong / examples).toBeLessThan(0.05);
});
