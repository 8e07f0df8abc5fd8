import {
  AddressInterval, AddressTerm, AdminRule, Firewall, FirewallRule, Network, NetworkSecurityGroup, PortTerm, Route, RouteTable, SecurityRule,
  Subnet, Unknown,
} from '../../../lib/network/network';
import { Address, isIn, isPublic, isWithin, METADATA, Packet, PLATFORM, World } from './world';

/**
 * What Azure does with one packet, rule by rule, in one world. Written from the documentation and from nothing else, and slow: it
 * is what the verifier is compared with.
 * Every value of the network but addresses is known here; what is not is settled before.
 */
export function passes(packet: Packet, subnet: Subnet, network: Network, world: World): boolean {
  const site = siteOf(world, subnet);
  if (!passesFilters(packet, subnet, [subnet.securityGroup], network, site)) {
    return false;
  }
  return packet.direction === 'inbound' || isRouted(packet, network.routeTables.get(subnet.routeTable as string), network.firewalls, site);
}

/**
 * The same with the groups at the other end, of the subnet and of the network interface, where a machine has that address. Both ends may
 * be in one subnet.
 */
export function passesBothEnds(packet: Packet, subnet: Subnet, network: Network, world: World): boolean {
  const { direction, own, other } = packet;
  const back: Packet = { ...packet, direction: direction === 'outbound' ? 'inbound' : 'outbound', own: other, other: own };
  return passes(packet, subnet, network, world) && network.subnets.every((there) => {
    const isThere = there.addressPrefixes.some((term) => term.kind === 'interval' && isWithin(other, term.interval));
    const groups = [there.securityGroup, ...groupsAt(other, network, world)];
    return !isThere || passesFilters(back, there, groups, network, siteOf(world, there));
  });
}

/** Keys of the groups of the network interfaces that have an address. */
export function groupsAt({ family, value }: Address, { interfaces = [] }: Network, { interfaceAddresses }: World): unknown[] {
  return interfaces.filter(({ name }) => {
    const one = interfaceAddresses?.get(name);
    return one?.family === family && one.value === value;
  }).map(({ securityGroup }) => securityGroup);
}

/**
 * The rules of network managers in the virtual network, and then each of the groups, which all have to allow. What a manager always
 * allows comes to no group. Source: security admin rules in Azure Virtual Network Manager; network security groups.
 */
export function passesFilters(packet: Packet, { path }: Subnet, groups: readonly unknown[], network: Network, site: Site): boolean {
  const isFirst = ({ configuration }: AdminRule): number => (configuration === site.firstConfiguration ? 0 : 1);
  const rules = [...held(packet, adminRulesOf(network)(path))].sort((a, b) => isFirst(a) - isFirst(b));
  const decision = rules.find((rule) => isHeldBy(packet, rule, site))?.access;
  return decision !== 'Deny' && (decision === 'AlwaysAllow' || groups.every((key) => {
    const group = network.securityGroups.get(key as string);
    return group === undefined || groupAllows(packet, group, site);
  }));
}

/** A world as one virtual network sees it. */
export interface Site extends World {
  readonly space: readonly AddressInterval[];
}

/** What is the same for every packet of a network is made once. */
export function once<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const known = new WeakMap<Of, Made>();
  return (of) => {
    const made = known.get(of) ?? make(of);
    known.set(of, made);
    return made;
  };
}

/** As `once`, for what is not an object. */
function byKey<Of, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const known = new Map<Of, Made>();
  return (of) => {
    const made = known.get(of) ?? make(of);
    known.set(of, made);
    return made;
  };
}

export const spaceOf = once(({ networkAddressSpace }: Subnet): AddressInterval[] =>
  networkAddressSpace.flatMap((term) => (term.kind === 'interval' ? [term.interval] : [])));

const sitesOf = once((world: World) => once((subnet: Subnet): Site => ({ ...world, space: spaceOf(subnet) })));

/** A world as the virtual network of a subnet sees it. */
export function siteOf(world: World, subnet: Subnet): Site {
  return sitesOf(world)(subnet);
}

const inOrder = <Of extends { readonly priority: number | Unknown }>(all: readonly Of[]): Of[] =>
  [...all].sort((a, b) => known(a.priority) - known(b.priority));

/** The rules of a list for each direction, by priority. */
const byDirection = once((rules: readonly Omit<SecurityRule, 'access'>[]) => {
  const of = (direction: string) => inOrder(rules.filter((rule) => (rule.direction as string).toLowerCase() === direction));
  return { outbound: of('outbound'), inbound: of('inbound') };
});

/** The rules of network managers for the virtual network of a subnet, whose path is given. */
const adminRulesOf = once(({ adminRules = [] }: Network) => byKey((path: string | undefined) =>
  adminRules.filter(({ networks }) => networks.some((one) => path?.startsWith(`${one}/`)))));

/** The collections of a firewall: all of network rules, then all of application rules; parents first, then by priority. */
const collectionsOf = once(({ levels }: Firewall) => (['network', 'application'] as const).flatMap((kind) =>
  levels.flatMap((level) => inOrder(level).flatMap((group) => inOrder(group.collections.filter((one) => one.kind === kind))))));

function known<T>(value: T | Unknown): T {
  if (typeof value === 'object' && value !== null && 'unknown' in value) {
    throw new Error(`not settled: ${(value as Unknown).unknown}`);
  }
  return value as T;
}

function hasPort(ports: readonly PortTerm[], port: number): boolean {
  return ports.some((term) => {
    const { first, last } = known(term);
    return first <= port && port <= last;
  });
}

function isEvery(...sides: readonly (readonly PortTerm[])[]): boolean {
  return sides.every((ports) => ports.map(known).some(({ first, last }) => first === 0 && last === 65535));
}

/** Whether a term of a security rule, a route or a network rule holds an address. */
export function holds(term: AddressTerm, one: Address, world: Site): boolean {
  switch (term.kind) {
    case 'any':
      return true;
    case 'interval':
      return isWithin(one, term.interval);
    case 'tag':
      return tagHolds(term.tag, one, world);
    case 'opaque':
      return isIn(one, world.opaque.get(term.text)!);
  }
}

function tagHolds(tag: string, one: Address, { space, connected, widenedBy, tags }: Site): boolean {
  const isPlatform = one.family === 4 && one.value === PLATFORM.value;
  switch (tag) {
    case 'VirtualNetwork': // with the virtual address of the host
      return isPlatform || isIn(one, space) || isIn(one, connected) || isIn(one, widenedBy);
    case 'Internet': // outside the virtual network, and public
      return isPublic(one) && !isIn(one, space) && !isIn(one, connected);
    case 'AzureLoadBalancer':
    case 'AzurePlatformDNS':
      return isPlatform;
    case 'AzurePlatformIMDS':
      return one.family === 4 && one.value === METADATA.value;
    default:
      return isIn(one, tags.get(tag) ?? []);
  }
}

/** Tags of the host's own services. Source: network security groups overview, ms.date 2025-07-15: platform considerations. */
const HOST_SERVICES = [{ tag: 'AzurePlatformDNS', at: PLATFORM, port: 53 }, { tag: 'AzurePlatformIMDS', at: METADATA, port: 80 }];

function isOfHost({ family, value }: Address): boolean {
  return family === 4 && (value === PLATFORM.value || value === METADATA.value);
}

/** The rules that may hold a packet, by priority. Of traffic to the host, these are the ones that name the service. */
function held<T extends Omit<SecurityRule, 'access'>>({ direction, other, protocol, port }: Packet, all: readonly T[]): T[] {
  const rules = byDirection(all)[direction] as T[];
  if (direction === 'inbound' || !isOfHost(other)) {
    return rules;
  }
  const service = HOST_SERVICES.find((one) =>
    one.at.value === other.value && one.port === port && (protocol === 'TCP' || (protocol === 'UDP' && port === 53)));
  return rules.filter(({ destinations }) => destinations.some((term) => term.kind === 'tag' && term.tag === service?.tag));
}

function isHeldBy({ direction, own, other, protocol, port, sourcePort }: Packet, rule: Omit<SecurityRule, 'access'>, world: Site): boolean {
  const [source, destination] = direction === 'outbound' ? [own, other] : [other, own];
  const isOfProtocol = known(rule.protocol) === '*' || known(rule.protocol).toUpperCase() === protocol;
  const isOfPorts = protocol === 'ICMP'
    ? world.portsHoldIcmp || isEvery(rule.sourcePorts, rule.destinationPorts)
    : hasPort(rule.sourcePorts, sourcePort) && hasPort(rule.destinationPorts, port);
  return isOfProtocol && isOfPorts && rule.sources.some((term) => holds(term, source, world)) &&
    rule.destinations.some((term) => holds(term, destination, world));
}

/** Rules by priority, then those that every group has. The first that matches decides. */
export function groupAllows(packet: Packet, group: NetworkSecurityGroup, world: Site): boolean {
  const { direction, own, other } = packet;
  const [source, destination] = direction === 'outbound' ? [own, other] : [other, own];
  const rule = held(packet, group.rules).find((one) => isHeldBy(packet, one, world));
  if (rule !== undefined) {
    return rule.access === 'Allow';
  }
  if (direction === 'outbound' && isOfHost(other)) {
    return true;
  }
  const isInside = tagHolds('VirtualNetwork', source, world) && tagHolds('VirtualNetwork', destination, world); // 65000
  // 65001, 65500
  return direction === 'outbound'
    ? isInside || tagHolds('Internet', destination, world)
    : isInside || tagHolds('AzureLoadBalancer', source, world);
}

interface Candidate {
  readonly length: number;
  /** User-defined before system. */
  readonly isUser: boolean;
  /** Explicit prefix, regional tag, tag, AzureCloud of a region, AzureCloud. */
  readonly rank: number;
  readonly hop: string;
  readonly route?: Route;
}

/** The ranges of a route that hold an address, and what orders them. */
function candidates(route: Route, other: Address, world: Site): Candidate[] {
  const hop = known(route.nextHop);
  const of = (intervals: readonly AddressInterval[], rank: number): Candidate[] =>
    intervals.filter((one) => isWithin(other, one)).map((one) => ({ length: lengthOf(one), isUser: true, rank, hop, route }));
  const { prefix } = route;
  if (prefix.kind === 'interval') {
    return of([prefix.interval], 0);
  }
  if (prefix.kind === 'tag') {
    const isCloud = prefix.tag.startsWith('AzureCloud');
    const isRegional = prefix.tag.includes('.');
    const rank = isCloud ? (isRegional ? 3 : 4) : isRegional ? 1 : 2;
    return of(world.tags.get(prefix.tag) ?? [], rank);
  }
  throw new Error(`not settled: route ${route.name}`);
}

/** The longest prefix, then user-defined before system, then an explicit prefix before a tag, and the narrower kind of tag. */
export function routeOf(other: Address, table: RouteTable | undefined, site: Site): { hop: string; route?: Route } {
  return routesOf(site)(table)(other);
}

/** Many packets have the same other end. */
const routesOf = once((site: Site) => byKey((table: RouteTable | undefined) => once((other: Address) => longest(other, table, site))));

function longest(other: Address, table: RouteTable | undefined, site: Site): Candidate {
  const system = (intervals: readonly AddressInterval[], hop: string): Candidate[] =>
    intervals.filter((one) => isWithin(other, one)).map((one) => ({ length: lengthOf(one), isUser: false, rank: 0, hop }));
  const all: Candidate[] = [
    ...(table?.routes ?? []).flatMap((route) => candidates(route, other, site)),
    ...system(site.space, 'VnetLocal'), ...system(site.connected, 'peering'), ...system(EVERYTHING, 'Internet'),
  ];
  return all.sort((a, b) => b.length - a.length || Number(b.isUser) - Number(a.isUser) || a.rank - b.rank)[0]!;
}

const EVERYTHING: readonly AddressInterval[] = [
  { family: 4, first: 0n, last: (1n << 32n) - 1n }, { family: 6, first: 0n, last: (1n << 128n) - 1n },
];

function lengthOf({ family, first, last }: AddressInterval): number {
  return (family === 4 ? 32 : 128) - (last - first + 1n).toString(2).length + 1;
}

function isRouted(packet: Packet, table: RouteTable | undefined, firewalls: readonly Firewall[], site: Site): boolean {
  const { other } = packet;
  if (isOfHost(other)) {
    return true; // the host answers itself
  }
  const { hop, route } = routeOf(other, table, site);
  const isInside = isIn(other, site.space) || isIn(other, site.connected);
  switch (hop) {
    case 'VnetLocal':
      return isInside;
    case 'peering':
      return true;
    case 'Internet':
      return isPublic(other) && !isInside;
    case 'VirtualNetworkGateway':
      return !isPublic(other) || isInside || site.gatewayDelivers; // networks are behind a gateway, whatever else is
    case 'VirtualAppliance': {
      const firewall = firewalls.find(({ privateAddresses }) => privateAddresses.includes(known(route!.nextHopAddress!)));
      return firewall === undefined ? site.unreadAppliancesAllow
        : firewallAllows(packet, firewall, site) && (packet.protocol !== 'ICMP' || !isPublic(other) || isInside); // known issues
    }
    default: // None
      return false;
  }
}

/** The first rule that matches decides, and nothing is open beside. */
export function firewallAllows(packet: Packet, firewall: Firewall, world: Site): boolean {
  const decides = collectionsOf(firewall).find(({ rules }) => rules.some((rule) => matches(packet, rule, world)));
  return decides !== undefined && known(decides.action) === 'Allow';
}

function matches(packet: Packet, rule: FirewallRule, world: Site): boolean {
  const { own, other, protocol, port, host, application } = packet;
  if (!rule.sources.some((term) => holds(term, own, world))) {
    return false;
  }
  if (rule.kind === 'network') {
    const isOfProtocol = rule.protocols.some((one) => known(one) === 'Any' || known(one) === protocol);
    const isThere = rule.destinations.some((term) => holds(term, other, world)) ||
      rule.hostNames.some((name) =>
        world.addressesOf(known(name)).some(({ family, value }) => family === other.family && value === other.value));
    // `Any` with a port is TCP and UDP.
    return isOfProtocol && (protocol === 'ICMP' ? isEvery(rule.destinationPorts) : hasPort(rule.destinationPorts, port)) && isThere;
  }
  if (protocol !== 'TCP' || host === undefined || application === undefined) {
    return false; // nothing that it could filter
  }
  const hasProtocol = rule.protocols.some((one) => known(one.type) === application && known(one.port) === port);
  const hasAddress = rule.destinations.length === 0 || rule.destinations.some((term) => holds(term, other, world));
  const hasName = rule.hostNames.some((pattern) => isName(host, known(pattern))) ||
    rule.urls.some((url) => (application === 'Http' || rule.terminatesTls) && isUrl(host + (packet.path ?? '/'), known(url)));
  const hasTag = rule.fqdnTags.some((tag) => (world.fqdnTags.get(known(tag)) ?? []).some((pattern) => isName(host, pattern)));
  return hasAddress && ((hasProtocol && hasName) || ((hasProtocol || rule.protocols.length === 0) && hasTag));
}

/** `*` stands for anything, and only in front. */
export function isName(host: string, pattern: string): boolean {
  const [name, text] = [host.toLowerCase(), pattern.toLowerCase()];
  return text.startsWith('*') ? name.endsWith(text.slice(1)) : name === text;
}

/** In a URL, `*` may stand in front of it and at its end. */
function isUrl(url: string, pattern: string): boolean {
  const text = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${text.replace(/^\*/, '.*').replace(/\*$/, '.*')}$`, 'i').test(url);
}
