import { serviceTagFacts } from '../../azure/service-tags';
import { intervalText, prefixLength, termText } from '../../network/address-text';
import { AddressInterval, AddressTerm, NextHopKind, Route, RouteTable, Subnet, UnreadPart } from '../../network/network';
import { IntervalSet } from '../../network/interval-set';
import { HopKind } from '../answers';
import { INTERNET, Knowledge, NETWORK_TAGS, VIRTUAL_NETWORK } from '../knowledge';
import { NOT_PUBLIC, PRIVATE_ADDRESSES, PUBLIC_IPV6 } from '../known-addresses';
import { goneFrom, isName, Labelled, Target, targetText } from './target';
import { isUnknown, writtenText } from '../../network/unknown';

/** What a hub announces to a subnet. */
type Announced = Pick<Subnet, 'announcedDefault' | 'announcedPrivate'>;

/** Where traffic goes next. */
export interface Hop {
  readonly kind: HopKind;
  /** Undefined for routes of the system. */
  readonly route?: Route;
  /** The service endpoint that it is. */
  readonly endpoint?: string;
  readonly text: string;
}

/** A part of a target, and where it may go: one hop when that is certain. */
export interface Way {
  readonly target: Target;
  readonly hops: readonly Hop[];
  /** Why there is more than one. */
  readonly why?: string;
  /** The hop of several that a part of the target takes for certain, as far as the names of tags tell. */
  readonly surelyTaken?: Hop;
}

const HOPS: Readonly<Record<NextHopKind, Hop['kind']>> = {
  Internet: 'internet', VnetLocal: 'network', VirtualNetworkGateway: 'gateway', VirtualAppliance: 'appliance', None: 'dropped',
};

const SYSTEM_INTERNET: Hop = { kind: 'internet', text: 'system route 0.0.0.0/0 to the Internet' };
const SYSTEM_INTERNET_IPV6: Hop = { kind: 'internet', text: 'system route ::/0 to the Internet' };
const SYSTEM_NETWORK: Hop = { kind: 'network', text: 'system route of the virtual network, or of one that is connected to it' };

/**
 * Networks that are not in the files are taken to have prefixes of at least this length, but none that is longer
 * than that of a route for them.
 */
const SHORTEST_OF_OTHERS = 14;

/** No virtual network is wider than 10.0.0.0/8. */
const SHORTEST_OF_NETWORKS = 8;

/**
 * The routes of a subnet: the longest prefix decides; of equal ones those of the user go before those of the system, address
 * ranges before service tags, and regional tags before global ones.
 * Source: virtual networks user-defined routes overview, ms.date 2023-05-27.
 */
export class Routes {
  private readonly ranges: readonly {
    readonly route: Route; readonly interval: AddressInterval; readonly length: number; readonly set: IntervalSet;
  }[];
  private readonly tags: readonly { readonly route: Route; readonly tag: string }[];
  private readonly opaque: readonly { readonly route: Route; readonly why: string }[];
  private readonly everything: Hop;
  private readonly announced: readonly Hop[];
  /** All prefixes that are known, in the order in which they decide; of the virtual network without a hop. */
  private readonly byLength: readonly { readonly hop: Hop | undefined; readonly length: number; readonly set: IntervalSet }[];

  /** Whether routes of the user lead IPv4 elsewhere than to the Internet, and do not hold IPv6. */
  public readonly areForIpv4Only: boolean;
  /** Whether routes of the user hold every address of IPv4, which can widen the tag VirtualNetwork. */
  public readonly holdEverything: boolean;
  private readonly allRanges: IntervalSet;
  /** Whether routes for parts of IPv4 hold all of it together, so that the default route takes nothing. */
  private readonly areLongerForAll: boolean;

  /**
   * @param network address ranges that are known to be of the virtual network
   * @param space the prefixes of its address space and of those that it is peered with, for which the system has routes
   * @param subnet with the routes that a hub announces, or may; they go before those of the system, and after those of the user
   */
  constructor(
    table: RouteTable | undefined, private readonly network: IntervalSet, space: readonly AddressInterval[],
    private readonly knowledge: Knowledge, subnet: Announced = {},
  ) {
    const all = table?.routes ?? [];
    const own = all.filter(({ uncertain }) => uncertain === undefined);
    const announced = inEffect(table, subnet.announcedDefault);
    const isSure = isCertain(table, announced);
    const routes = [...own, ...(isSure ? [announced] : []), ...privateInEffect(table, subnet)];
    const ranges = routes.flatMap((route) => (route.prefix.kind === 'interval' ? [ranged(route, route.prefix.interval)] : []));
    // Routes of the user go before the system's with the same prefix; a stable sort keeps the rest as it came.
    this.ranges = ranges.sort((a, b) => b.length - a.length);
    const regions = (tag: string): number => (/^AzureCloud(\.|$)/.test(tag) ? 2 : 0) + (knowledge.globalOf(tag) === tag ? 1 : 0);
    this.tags = routes.flatMap((route) =>
      (route.prefix.kind === 'tag' && !NETWORK_TAGS.includes(route.prefix.tag) ? [{ route, tag: route.prefix.tag }] : []))
      .sort((a, b) => regions(a.tag) - regions(b.tag));
    this.opaque = [...(table?.unread ?? []).map(unreadRoute), ...all].flatMap(({ prefix, ...rest }) => {
      const why = rest.uncertain ?? whyOpaque(prefix);
      return why === undefined ? [] : [{ route: { prefix, ...rest }, why }];
    });
    const everywhere = this.ranges.find(({ set }) => IntervalSet.IPV4.isIn(set));
    this.everything = everywhere === undefined ? SYSTEM_INTERNET : hopOf(everywhere.route);
    this.announced = announced === undefined || isSure ? [] : [hopOf(announced)];
    this.byLength = [
      ...this.ranges.map(({ route, length, set }) => ({ hop: hopOf(route), length, set })),
      ...this.tags.flatMap(({ route, tag }) => knowledge.prefixesOf(tag).map(([length, set]) => ({ hop: hopOf(route), length, set }))),
      ...space.map((interval) => ({ hop: undefined, length: prefixLength(interval), set: IntervalSet.of([interval]) })),
      { hop: undefined, length: SHORTEST_OF_OTHERS, set: network },
    ].sort((a, b) => b.length - a.length); // stable: ranges before tags before the system, tags in their own order
    this.allRanges = IntervalSet.of(this.ranges.map(({ interval }) => interval));
    this.holdEverything = IntervalSet.IPV4.isIn(this.allRanges);
    const longer = this.ranges.filter(({ set }) => !IntervalSet.IPV4.isIn(set)).map(({ interval }) => interval);
    this.areLongerForAll = IntervalSet.IPV4.isIn(IntervalSet.of(longer));
    this.areForIpv4Only = this.holdEverything && this.everything.kind !== 'internet' && !PUBLIC_IPV6.isIn(this.allRanges);
  }

  /**
   * Whether routes of the user may hold some of a target. Azure counts their prefixes to the tag VirtualNetwork.
   * Source: service tags overview, ms.date 2025-07-15.
   */
  public mayHold(target: Target): boolean {
    if (this.holdEverything || this.opaque.length > 0) {
      return true;
    }
    const { knowledge } = this;
    const areIn = (set: IntervalSet): boolean => set.overlaps(this.allRanges) ||
      this.tags.some(({ tag }) => knowledge.addressesOf(tag)?.overlaps(set) ?? !set.isIn(PRIVATE_ADDRESSES));
    switch (target.kind) {
      case 'addresses':
        return areIn(target.set);
      case 'tag':
        return this.partlyOfNames().length > 0 ||
          this.tags.some(({ tag }) => knowledge.holds(tag, target.tag) || knowledge.holds(target.tag, tag));
      case 'host':
      case 'url':
      case 'every':
      case 'own':
      case 'unknown':
        return this.partlyOfNames().length > 0 || this.tags.length > 0;
    }
  }

  /** Where the addresses of a target go. */
  public of(target: Target): Way[] {
    if (target.kind === 'addresses') {
      return this.ofAddresses(target);
    }
    if ((target.kind === 'tag' && target.tag === VIRTUAL_NETWORK) || (target.kind === 'unknown' && target.side === 'network')) {
      const own = this.ranges.filter(({ set, length }) =>
        length >= SHORTEST_OF_NETWORKS && (set.overlaps(PRIVATE_ADDRESSES) || set.overlaps(this.network)));
      return [this.way(target, [SYSTEM_NETWORK, ...[...own, ...this.opaque].map(({ route }) => hopOf(route))])];
    }
    return this.ofName(target);
  }

  /**
   * Whether what takes a hop is delivered, as far as the hop decides: neither the Internet nor the virtual network
   * has the addresses of the other.
   */
  public delivers({ kind, route }: Hop, target: Target): 'yes' | 'no' | 'maybe' {
    if (target.kind === 'unknown' && target.side === undefined) {
      return route === undefined ? 'yes' : 'maybe'; // the system has a route of each kind, and takes the right one
    }
    const isInside = isOfNetwork(target);
    switch (kind) {
      case 'internet': // whoever sends a public range there says that it is no network
        return isInside && (target.kind !== 'addresses' || target.set.overlaps(PRIVATE_ADDRESSES) || target.set.overlaps(this.network))
          ? 'no'
          : 'yes';
      case 'network':
        return isInside ? 'yes' : isName(target) ? 'maybe' : 'no';
      case 'gateway':
        return isInside ? 'yes' : 'maybe';
      case 'dropped':
        return 'no';
      case 'appliance':
      case 'service endpoint':
      case 'unknown':
        return 'yes';
    }
  }

  private ofAddresses(target: Extract<Target, { kind: 'addresses' }>): Way[] {
    const ways: Way[] = [];
    let left = target.set;
    const take = (set: IntervalSet, hops: readonly Hop[]): void => {
      const part = left.and(set);
      if (!part.isEmpty) {
        left = left.without(part);
        const isWhole = left.isEmpty && ways.length === 0;
        ways.push(this.way(isWhole ? target : { kind: 'addresses', set: part, side: target.side, ...ofOneTag(target) }, hops));
      }
    };
    const isInside = target.side === 'network';
    const unread = [...this.opaque.map(({ route }) => hopOf(route)),
      ...(target.set.isIn(PRIVATE_ADDRESSES)
        ? []
        : this.tags.filter(({ tag }) => this.knowledge.addressesOf(tag) === undefined).map(({ route }) => hopOf(route)))];
    for (const { hop, set, length } of this.byLength) {
      if (hop === undefined) {
        take(isInside ? set : IntervalSet.of([]), [SYSTEM_NETWORK, ...unread]);
      } else {
        // Networks that are connected have routes of their own, which no file shows. They are not behind the Internet.
        const isContested = isInside && length < SHORTEST_OF_OTHERS;
        take(set, [...(isContested && hop.kind === 'internet' ? [] : [hop]), ...(isContested ? [SYSTEM_NETWORK] : []), ...unread]);
      }
    }
    if (!left.isEmpty) {
      for (const [family, internet] of [[IntervalSet.IPV4, SYSTEM_INTERNET], [IntervalSet.IPV6, SYSTEM_INTERNET_IPV6]] as const) {
        const announced = internet === SYSTEM_INTERNET ? this.announced : [];
        take(family, [...(target.side === 'network' ? [SYSTEM_NETWORK] : [internet, ...announced]), ...unread]);
      }
    }
    return ways;
  }

  /** Of a name it is known only which routes for tags hold it; any other route may hold some of its addresses. */
  private ofName(target: Target): Way[] {
    const ways: Way[] = [];
    let left = target;
    // Addresses that are not known at all may be of the network.
    const own = target.kind === 'unknown'
      ? [SYSTEM_NETWORK, ...this.ranges.filter(({ set }) => set.isIn(PRIVATE_ADDRESSES)).map(({ route }) => hopOf(route))]
      : [];
    const others: Hop[] = [...this.opaque.map(({ route }) => hopOf(route)), ...own];
    const isApart = others.length === 0 && this.partlyOfNames().length === 0;
    const passed: string[] = [];
    const areApart = (): boolean => isApart && passed.every((tag) => this.isApart(tag, left));
    for (const [i, { route, tag }] of this.tags.entries()) {
      const hop = hopOf(route);
      if (left.kind === 'tag' && this.knowledge.holds(tag, left.tag)) {
        // Equal prefixes are those of the tag itself; a tag of all of Azure may have longer ones.
        const longer = this.tags.slice(i + 1).filter((one) => this.mayHaveLonger(one.tag)).map((one) => hopOf(one.route));
        return [...ways, this.way(left, [hop, ...others, ...longer, ...this.partlyOfNames().map((one) => hopOf(one.route))], areApart())];
      }
      if ((left.kind === 'tag' && this.knowledge.holds(left.tag, tag)) || left.kind === 'every') {
        if (!left.except.includes(tag)) {
          ways.push(this.way({ kind: 'tag', tag, except: [] }, [hop]));
          left = { ...left, except: [...left.except, tag] };
        }
      } else {
        others.push(hop);
        passed.push(tag);
      }
    }
    const isPublic = left.kind === 'every' || (left.kind === 'tag' && left.tag === INTERNET);
    if (isPublic) { // it holds all ranges, which can be told apart
      const gone = [PRIVATE_ADDRESSES, this.network, ...goneFrom(left)];
      const set = gone.reduce((some, one) => some.without(one), IntervalSet.of(this.partly().flatMap((one) => one.set.intervals)));
      ways.push(...(set.isEmpty ? [] : this.ofAddresses({ kind: 'addresses', set, side: 'internet' })));
      left = withoutRanges(left, set.and(IntervalSet.IPV4));
    }
    const rest = [...others, ...(isPublic ? [] : this.partlyOfNames()).map(({ route }) => hopOf(route))];
    const isReached = !this.areLongerForAll;
    const hops = isReached ? [this.everything, ...this.announced, ...rest] : rest;
    return hops.length === 0 ? ways : [...ways, this.way(left, hops, isReached && this.announced.length === 0 && areApart())];
  }

  /** Whether a tag has a part of another at most, by their names. In a wrong case it holds what the right one does, or nothing. */
  private isApart(tag: string, target: Target): boolean {
    const { knowledge } = this;
    const right = knowledge.spelled(tag) ?? tag;
    return target.kind === 'tag' && serviceTagFacts(knowledge.globalOf(right), knowledge.cloud) !== undefined &&
      !knowledge.mayHold(right) && !knowledge.holds(right, target.tag);
  }

  /** Whether a tag has addresses of other services too, in prefixes of its own. */
  private mayHaveLonger(tag: string): boolean {
    const { knowledge } = this;
    return knowledge.mayHold(knowledge.spelled(tag) ?? tag);
  }

  /** Routes that may hold a part of what is on the Internet. */
  private partly(): typeof this.ranges {
    return this.ranges.filter(({ set }) => !IntervalSet.IPV4.isIn(set) && !set.isIn(PRIVATE_ADDRESSES));
  }

  /** The same among addresses of IPv4, which names are looked at for. */
  private partlyOfNames(): typeof this.ranges {
    return this.partly().filter(({ interval, set }) => interval.family === 4 && !set.isIn(NOT_PUBLIC));
  }

  /** Whether all that is not known of a target is if a connected network has it: no service tag has private addresses. */
  private isOfOthers(target: Target, hops: readonly Hop[]): boolean {
    return target.kind === 'addresses' && target.set.isIn(PRIVATE_ADDRESSES) && hops.some(({ kind }) => kind === 'network') &&
      hops.every(({ kind, route }) => kind !== 'unknown' && route?.uncertain === undefined);
  }

  /** @param isFirstTaken whether a part of the target takes the first hop for certain */
  private way(target: Target, hops: readonly Hop[], isFirstTaken = false): Way {
    const different = hops.filter((hop, i) => hops.findIndex((other) => sameHop(other, hop)) === i);
    const { basis } = this.knowledge;
    return different.length === 1 ? { target, hops: different } : {
      target, hops: different, ...(isFirstTaken && { surelyTaken: different[0]! }),
      why: different.every((hop) => hop === different[0] || this.announced.includes(hop))
        ? 'whether the hub has a default route to announce is not in the files'
        : this.isOfOthers(target, different)
          ? `whether ${targetText(target)} is in a network that this one is connected to is not in the files`
        : `routes for other prefixes may cover addresses of ${targetText(target)} (${basis})`,
    };
  }
}

/** All addresses, or those of the Internet, without those that routes are told apart for. */
function withoutRanges(target: Target, set: IntervalSet): Target {
  if (target.kind !== 'every' && target.kind !== 'tag') {
    return target;
  }
  const more = set.intervals.map(intervalText).filter((text) => !target.except.includes(text));
  return { ...target, except: [...target.except, ...more], ranges: target.ranges?.or(set) ?? set };
}

/** What stands for routes that were not read: they may be for any prefix, and lead anywhere. */
function unreadRoute({ place, why }: UnreadPart): Route {
  return { name: 'that was not read', place, prefix: { kind: 'opaque', text: 'any prefix', why }, nextHop: { unknown: why } };
}

/** A part of addresses that are only taken to be of a tag is still taken to be; of others it is known. */
function ofOneTag({ label, tag, isPart }: Labelled): Labelled {
  return tag === undefined || (label !== undefined && isPart !== true) ? {}
    : { tag, ...(label !== undefined && { label, isPart: true }) };
}

/** Whether addresses are those of the virtual network or of one that it is connected to, by a gateway for one. */
function isOfNetwork(target: Target): boolean {
  switch (target.kind) {
    case 'addresses':
    case 'unknown':
      return target.side === 'network';
    case 'own':
      return true;
    case 'tag':
      return target.tag === VIRTUAL_NETWORK;
    case 'host':
    case 'url':
    case 'every':
      return false;
  }
}

function ranged(route: Route, interval: AddressInterval): { route: Route; interval: AddressInterval; length: number; set: IntervalSet } {
  return { route, interval, length: prefixLength(interval), set: IntervalSet.of([interval]) };
}

/** The default route that a hub announces, or may, where neither the table has one nor refuses those that are announced. */
function inEffect(table: RouteTable | undefined, learned: Route | undefined): Route | undefined {
  const hasOwn = table?.routes.some((route) => route.uncertain === undefined && isDefault(route)) === true;
  return hasOwn || table?.refusesLearned === true ? undefined : learned;
}

/** Whether it is certain that a hub announces a route, because it leads to the firewall of the hub, and that the table takes it. */
function isCertain(table: RouteTable | undefined, announced: Route | undefined): announced is Route {
  return announced?.nextHop === 'VirtualAppliance' && !isUnknown(table?.refusesLearned);
}

/** The routes for private traffic that a hub announces, as far as the table takes them. */
function privateInEffect(table: RouteTable | undefined, { announcedPrivate = [] }: Announced): readonly Route[] {
  const refuses = table?.refusesLearned;
  const doubt = { unknown: 'whether the route table takes routes that hubs announce is not known' };
  return refuses === true ? []
    : isUnknown(refuses) ? announcedPrivate.map(({ name, place, prefix }) => ({ name, place, prefix, nextHop: doubt })) : announcedPrivate;
}

/** The routes that a subnet has, or may have, besides those of the system. */
export function routesOf(table: RouteTable | undefined, subnet: Announced): readonly Route[] {
  const learned = inEffect(table, subnet.announcedDefault);
  return [...table?.routes ?? [], ...(learned === undefined ? [] : [learned]), ...privateInEffect(table, subnet)];
}

/** Whether a route is for every address of IPv4. */
function isDefault({ prefix }: Route): boolean {
  return prefix.kind === 'interval' && IntervalSet.IPV4.isIn(IntervalSet.of([prefix.interval]));
}

/** Why it is not known what a route is for. */
function whyOpaque(prefix: AddressTerm): string | undefined {
  switch (prefix.kind) {
    case 'opaque':
      return prefix.why;
    case 'tag':
      return NETWORK_TAGS.includes(prefix.tag) ? 'a route does not take this tag' : undefined;
    case 'any':
    case 'interval':
      return undefined;
  }
}

function hopOf(route: Route): Hop {
  const { name, nextHop, nextHopAddress, prefix } = route;
  const prefixText = prefix.kind === 'interval' ? intervalText(prefix.interval) : termText(prefix);
  if (isUnknown(nextHop)) {
    return { kind: 'unknown', route, text: `route ${name} (${prefixText}), whose next hop is not known: ${nextHop.unknown}` };
  }
  const address = nextHopAddress === undefined ? '' : ` ${writtenText(nextHopAddress)}`;
  return { kind: HOPS[nextHop], route, text: `route ${name} (${prefixText}) to ${nextHop}${address}` };
}

function sameHop(a: Hop, b: Hop): boolean {
  const address = ({ route }: Hop): string => JSON.stringify(route?.nextHopAddress ?? null);
  return a.kind === b.kind && address(a) === address(b);
}
