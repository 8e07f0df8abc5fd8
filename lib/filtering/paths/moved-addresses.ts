import { IntervalSet } from '../../network/interval-set';
import { Knowledge, NETWORK_TAGS } from '../knowledge';
import { SubnetView } from './subnet-view';

/** A service tag whose addresses, or whose prefixes in routes, are others in another service tag file. */
export interface MovedTag {
  readonly tag: string;
  readonly added: IntervalSet;
  readonly removed: IntervalSet;
  /** The addresses whose traffic may fare differently: these, and for routes those whose prefix has another length. */
  readonly moved: IntervalSet;
}

const NONE = IntervalSet.of([]);

/** Tags of rules and routes that differ in the service tag files of two views; none without two files. */
export function movedTags(before: SubnetView | undefined, after: SubnetView | undefined): MovedTag[] {
  const [was, is] = [before?.setting.knowledge, after?.setting.knowledge];
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

/** What a tag has in prefixes of a length that it does not have in another file: routes go by the longest. */
function otherPrefixes(tag: string, one: Knowledge, other: Knowledge): IntervalSet {
  const lengths = new Map(other.prefixesOf(tag));
  return union(one.prefixesOf(tag).map(([length, set]) => set.without(lengths.get(length) ?? NONE)));
}

function union(sets: readonly IntervalSet[]): IntervalSet {
  return IntervalSet.of(sets.flatMap(({ intervals }) => intervals));
}

function tagsOfRules(view: SubnetView): string[] {
  const rules = [...view.inbound, ...view.outbound, ...view.firewalls.flatMap((one) => view.rulesOf(one))];
  return rules.flatMap(({ source, destination }) => [...source.tags, ...destination.tags]).filter((tag) => !NETWORK_TAGS.includes(tag));
}

function tagsOfRoutes({ table }: SubnetView): string[] {
  return (table?.routes ?? []).flatMap(({ prefix }) => (prefix.kind === 'tag' && !NETWORK_TAGS.includes(prefix.tag) ? [prefix.tag] : []));
}
