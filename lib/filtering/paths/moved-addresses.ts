import { Direction } from '../../requirements/direction';
import { IntervalSet } from '../../network/interval-set';
import { termText } from '../../network/address-text';
import { PRIVATE_ADDRESSES } from '../known-addresses';
import { Route, Unknown } from '../../network/network';
import { writtenText } from '../../network/unknown';
import { Knowledge, NETWORK_TAGS } from '../knowledge';
import { firewallViews } from './sent-on';
import { listsOf } from './firewalls-passed';
import { SubnetView } from './subnet-view';

/** A service tag whose addresses, or whose prefixes in routes, are others in another service tag file. */
interface MovedTag {
  readonly tag: string;
  readonly added: IntervalSet;
  readonly removed: IntervalSet;
  /** The addresses whose traffic may fare differently: these, and for routes those whose prefix has another length. */
  readonly moved: IntervalSet;
}

const NONE = IntervalSet.of([]);

/** Tags of rules and routes that differ in the service tag files of two views; none without two files. */
export function movedTags(before: SubnetView | undefined, after: SubnetView | undefined): MovedTag[] {
  const [was, is] = [before?.context.knowledge, after?.context.knowledge];
  if (was?.file === undefined || is?.file === undefined || was.file === is.file) {
    return [];
  }
  const routed = new Set([before!, after!].flatMap(tagsOfRoutes));
  const tags = new Set([...[before!, after!].flatMap(tagsOfRules), ...routed]);
  return [...tags].sort().flatMap((tag) => {
    const [old, present] = [was.addressesOf(tag) ?? NONE, is.addressesOf(tag) ?? NONE];
    const [added, removed] = [present.without(old), old.without(present)];
    const moved = union([added, removed, ...(routed.has(tag) ? [otherPrefixes(tag, was, is), otherPrefixes(tag, is, was)] : [])]);
    return moved.isEmpty ? [] : [{ tag, added, removed, moved }];
  });
}

/** All addresses that some tags move. */
export function movedAddresses(tags: readonly MovedTag[]): IntervalSet {
  return union(tags.map(({ moved }) => moved));
}

/** Addresses that one view has in its virtual network or in one that it is peered with, and the other has not. */
export function movedNetwork(before: SubnetView | undefined, after: SubnetView | undefined): IntervalSet {
  return before === undefined || after === undefined ? NONE
    : union([before.network.without(after.network), after.network.without(before.network)]);
}

/**
 * Public addresses that routes of one view alone are for, or that its routes lead elsewhere. What is left of the Internet is called the
 * same, whichever of its ranges have routes of their own.
 */
export function movedRoutes(before: SubnetView | undefined, after: SubnetView | undefined): IntervalSet {
  if (before === undefined || after === undefined) {
    return NONE;
  }
  return union(otherRoutes(before, after).map(rangeOf)).without(union([PRIVATE_ADDRESSES, before.network, after.network]));
}

/** Public addresses for which neither view has a route of its own, where the routes for all others differ. */
export function movedRest(before: SubnetView | undefined, after: SubnetView | undefined): IntervalSet {
  if (before === undefined || after === undefined || !otherRoutes(before, after).some(isForAll)) {
    return NONE;
  }
  const routes = [before, after].flatMap(routesOf).map(({ route }) => route);
  return IntervalSet.IPV4.without(union([...routes.map(rangeOf), PRIVATE_ADDRESSES, before.network, after.network]));
}

function isForAll({ prefix }: Route): boolean {
  return prefix.kind === 'interval' && IntervalSet.IPV4.isIn(IntervalSet.of([prefix.interval]));
}

/** The addresses of a route that is not for all of them. */
function rangeOf({ prefix }: Route): IntervalSet {
  const set = prefix.kind === 'interval' ? IntervalSet.of([prefix.interval]) : NONE;
  return IntervalSet.IPV4.isIn(set) || IntervalSet.IPV6.isIn(set) ? NONE : set;
}

/** Service tags that routes of one view alone are for, or that its routes lead elsewhere. */
export function movedRouteTags(before: SubnetView | undefined, after: SubnetView | undefined): string[] {
  const those = before === undefined || after === undefined ? [] : otherRoutes(before, after);
  return [...new Set(those.flatMap(({ prefix }) => (prefix.kind === 'tag' && !NETWORK_TAGS.includes(prefix.tag) ? [prefix.tag] : [])))];
}

/** Routes that only one of two views has, whatever their names: those of its table, and those that its firewalls send traffic on by. */
function otherRoutes(before: SubnetView, after: SubnetView): Route[] {
  const [was, is] = [before, after].map((view) => new Map(routesOf(view).map(({ route, of }) => {
    const { prefix, nextHop, nextHopAddress, uncertain } = route;
    return [[of, termText(prefix), ...[nextHop, nextHopAddress, uncertain].map(textOf)].join('\n'), route] as const;
  }))) as [Map<string, Route>, Map<string, Route>];
  return [...was, ...is].filter(([key]) => !was.has(key) || !is.has(key)).map(([, route]) => route);
}

/** The routes that traffic of a subnet may take, and of which firewall's subnet they are. */
function routesOf(view: SubnetView): { readonly route: Route; readonly of: string }[] {
  const own = (view.table?.routes ?? []).map((route) => ({ route, of: '' }));
  const onward = (view.table?.routes ?? []).flatMap((route) => {
    const firewall = view.firewallAt(route);
    return firewall === undefined ? [] : firewallViews(view, firewall, route)
      .flatMap(({ name, table }) => (table?.routes ?? []).map((one) => ({ route: one, of: name })));
  });
  return [...own, ...onward];
}

/** Expressions are the same in two networks where they are written alike. */
function textOf(value: string | Unknown | undefined): string {
  return value === undefined ? '' : writtenText(value);
}

/** Service tags whose traffic service endpoints of one view alone take past its routes, or take all of. */
export function movedEndpoints(before: SubnetView | undefined, after: SubnetView | undefined): string[] {
  const [was, is] = [before?.endpointTags ?? [], after?.endpointTags ?? []];
  const isAmong = (all: typeof was, { tag, isAll }: typeof was[number]): boolean =>
    all.some((one) => one.tag === tag && one.isAll === isAll);
  return [...new Set([...was.filter((one) => !isAmong(is, one)), ...is.filter((one) => !isAmong(was, one))].map(({ tag }) => tag))];
}

/** What a tag has in prefixes of a length that it does not have in another file: routes go by the longest. */
function otherPrefixes(tag: string, one: Knowledge, other: Knowledge): IntervalSet {
  const lengths = new Map(other.prefixesOf(tag));
  return union(one.prefixesOf(tag).map(([length, set]) => set.without(lengths.get(length) ?? NONE)));
}

function union(sets: readonly IntervalSet[]): IntervalSet {
  return IntervalSet.of(sets.flatMap(({ intervals }) => intervals));
}

function tagsOfRules(view: SubnetView): string[] {
  const rules = [Direction.INBOUND, Direction.OUTBOUND].flatMap((direction) => listsOf(view, direction)).flat();
  return rules.flatMap(({ source, destination }) => [...source.tags, ...destination.tags]).filter((tag) => !NETWORK_TAGS.includes(tag));
}

function tagsOfRoutes({ table }: SubnetView): string[] {
  return (table?.routes ?? []).flatMap(({ prefix }) => (prefix.kind === 'tag' && !NETWORK_TAGS.includes(prefix.tag) ? [prefix.tag] : []));
}
