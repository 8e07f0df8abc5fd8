import { AddressInterval, AddressTerm, FirewallRule, Network, PortTerm, Subnet } from '../../../lib/network/network';
import { Requirement } from '../../../lib';
import { holds, isName, once, spaceOf } from './walk';
import { address, Address, Application, isOfMachine, Packet, PLATFORM, range, World } from './world';
import { dice, HOSTS } from './worlds';

/** What the packets of one requirement, or of all, are made of: the bounds of everything that rules tell apart. */
export interface Points {
  readonly own: readonly Address[];
  readonly addresses: readonly Address[];
  readonly ports: readonly number[];
  readonly sourcePorts: readonly number[];
  readonly hosts: readonly string[];
}

const FIXED = ['8.8.8.8', '23.0.113.77', '10.1.9.9', '10.2.0.9', '10.200.0.1', '192.168.1.1', '2603:1000:2::', '2a00:1450::'].map(address);

function rulesOf({ firewalls }: Network): FirewallRule[] {
  return firewalls.flatMap(({ levels }) => levels.flat().flatMap(({ collections }) => collections.flatMap(({ rules }) => rules)));
}

const END = { 4: 1n << 32n, 6: 1n << 128n } as const;

/** The first and last addresses of ranges and those beside them, and some that are always there; each once. */
function bounds(intervals: readonly AddressInterval[]): Address[] {
  const known = { 4: new Set<bigint>(), 6: new Set<bigint>() };
  const all: Address[] = [];
  const add = (family: 4 | 6, value: bigint): void => {
    if (value >= 0n && value < END[family] && !known[family].has(value)) {
      known[family].add(value);
      all.push({ family, value });
    }
  };
  for (const { family, first, last } of intervals) {
    [first - 1n, first, last, last + 1n].forEach((value) => add(family, value));
  }
  FIXED.forEach(({ family, value }) => add(family, value));
  return all.filter(isOfMachine);
}

const intervalsOf = (terms: readonly AddressTerm[]): AddressInterval[] =>
  terms.flatMap((term) => (term.kind === 'interval' ? [term.interval] : []));

/** What is the same in every world and for every requirement. */
const partsOf = once((network: Network) => {
  const groups = [...[...network.securityGroups.values()].flatMap(({ rules }) => rules), ...network.adminRules ?? []];
  const routes = [...network.routeTables.values()].flatMap(({ routes: those }) => those);
  const rules = rulesOf(network);
  const sides = groups.flatMap(({ sources, destinations }) => [...sources, ...destinations]);
  const numbers = (those: readonly PortTerm[]): number[] =>
    those.flatMap((term) => ('first' in term ? [term.first - 1, term.first, term.last, term.last + 1] : []));
  return {
    own: intervalsOf([...sides, ...rules.flatMap(({ sources }) => sources)]),
    others: intervalsOf([...sides, ...routes.map(({ prefix }) => prefix), ...rules.flatMap(({ destinations }) => destinations)]),
    subnets: network.subnets.flatMap(({ addressPrefixes }) => intervalsOf(addressPrefixes)),
    ports: [
      0, 22, 53, 80, 443, 8080, 65535, ...groups.flatMap(({ destinationPorts }) => numbers(destinationPorts)),
      ...rules.flatMap((rule) => (rule.kind === 'network' ? numbers(rule.destinationPorts) : [])),
    ],
    sourcePorts: [...new Set([1024, 50000, ...groups.flatMap(({ sourcePorts }) => numbers(sourcePorts))])].filter((port) =>
      port >= 1024 && port <= 65535),
    names: rules.flatMap(({ hostNames }) => hostNames).flatMap((one) =>
      (typeof one === 'string' ? [one, one.replace(/^\*\.?/, 'some.')] : [])).filter((name) => !name.includes('*')),
  };
});

export function pointsOf(network: Network, subnet: Subnet, world: World, requirements: readonly Requirement[]): Points {
  const parts = partsOf(network);
  const asked = requirements.flatMap(({ endpoint: { kind, value } }) => (kind === 'addressRange' ? [range(value)] : []));
  const ports = [...parts.ports, ...requirements.flatMap(({ ports: { ranges } }) => ranges.flatMap((one) => one.split('-').map(Number)))];
  const wanted = requirements.flatMap(({ endpoint: { kind, value } }) =>
    (kind === 'fqdn' ? [value.replace(/^\*/, 'own')] : kind === 'url' ? [value.split('/')[0]!.replace(/^\*/, 'own')] : []));
  const own = intervalsOf(subnet.addressPrefixes);
  const machines = [...world.interfaceAddresses?.values() ?? []].map(({ family, value }) => ({ family, first: value, last: value }));
  return {
    own: bounds([...own, ...machines, ...parts.own])
      .filter(({ family, value }) => own.some((one) => one.family === family && one.first <= value && value <= one.last)),
    addresses: bounds([
      ...parts.others, ...machines, ...asked, ...[...world.tags.values()].flat(), ...world.connected, ...spaceOf(subnet), ...parts.subnets,
    ]),
    ports: [...new Set(ports)].filter((port) => port >= 0 && port <= 65535).sort((a, b) => a - b),
    sourcePorts: parts.sourcePorts,
    hosts: [...new Set([...HOSTS, ...parts.names, ...wanted])],
  };
}

/** What a client speaks on a port to a host: what the port is for, or on another port both. */
export function applicationsOn(port: number): Application[] {
  return port === 80 ? ['Http'] : port === 443 ? ['Https'] : port === 1433 ? ['Mssql'] : ['Http', 'Https'];
}

type Tail = Pick<Packet, 'protocol' | 'port' | 'application' | 'sourcePort'>;

/** Packets that a requirement needs. Those that are for a name are for IPv4, which all of Azure Machine Learning speaks. */
export function packetsOf(requirement: Requirement, points: Points, subnet: Subnet, world: World): Packet[] {
  const { endpoint: { kind, value }, direction, ports } = requirement;
  const isWeb = kind === 'fqdn' || kind === 'url';
  const protocols = ports.protocol === 'ANY' ? (isWeb ? ['TCP' as const] : ['TCP' as const, 'UDP' as const]) : [ports.protocol];
  // Who asks for the virtual network means what is in it and connected to it, and not what routes add to its tag.
  const site = { ...world, widenedBy: [], space: spaceOf(subnet) };
  const asked = ports.ranges.map((one) => one.split('-').map(Number) as [number, number?]);
  const portsInRange = points.ports.filter((port) => asked.some(([first, last = first]) => first <= port && port <= last));
  const [pattern = '', ...rest] = isWeb ? value.split('/') : [];
  const hosts = isWeb ? points.hosts.filter((host) => isName(host, pattern)) : [];
  const path = kind === 'url' ? `/${rest.join('/').replace(/\*$/, 'file')}` : undefined;
  const term: AddressTerm = kind === 'addressRange'
    ? { kind: 'interval', text: value, interval: range(value) }
    : { kind: 'tag', tag: value };
  const tails: readonly Tail[] = protocols.flatMap((protocol) => portsInRange.flatMap((port) =>
    (isWeb && protocol !== 'UDP' ? applicationsOn(port) : [undefined]).flatMap((application) =>
      points.sourcePorts.map((sourcePort) => ({ protocol, port, application, sourcePort })))));
  const ends = isWeb ? hosts.flatMap((host) => world.addressesOf(host).map((other) => ({ host, other })))
    : points.addresses.filter((one) => (kind === 'addressRange' || one.family === 4) && holds(term, one, site) &&
      (value !== 'VirtualNetwork' || one.value !== PLATFORM.value))
      .map((other) => ({ other, host: undefined }));
  // There may be a hundred thousand of them, of which some are taken: only those are made.
  const owns = { 4: points.own.filter(({ family }) => family === 4), 6: points.own.filter(({ family }) => family === 6) };
  return chosen(ends.map(({ other }) => owns[other.family].length * tails.length), 240).map(([end, place]) => {
    const { other, host } = ends[end]!;
    const own = owns[other.family][Math.floor(place / tails.length)]!;
    return { direction, own, other, host, path, ...tails[place % tails.length]! };
  });
}

/** Some places in lists of these lengths, spread over all of them; every place where there are no more than that. */
function chosen(lengths: readonly number[], most: number): [list: number, place: number][] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const roll = dice(total);
  const numbers = new Set<number>(total <= most ? Array.from({ length: total }, (_, i) => i) : []);
  while (numbers.size < Math.min(total, most)) {
    numbers.add(roll(total));
  }
  let [list, before] = [0, 0];
  return [...numbers].sort((a, b) => a - b).map((number) => {
    while (number >= before + lengths[list]!) {
      before += lengths[list++]!;
    }
    return [list, number - before];
  });
}

/** Some of many, spread over all without a step, which could keep to one value of what changes in the same step. */
export function sampled<T>(all: readonly T[], most: number): T[] {
  const roll = dice(all.length);
  return all.length <= most ? [...all] : all.filter(() => roll(all.length) < most);
}
