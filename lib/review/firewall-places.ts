import { LIMITS } from '../azure/limits';
import { Firewall, Place, RuleCollection, RuleCollectionGroup } from '../network/network';
import { isUnknown } from '../network/unknown';
import { FirewallForm } from './firewall-fragments';

/** Where a new rule stands: in a collection that is there, in a new one of a group, or in a new group. */
export type FirewallPlace =
  | { readonly kind: 'collection'; readonly group: RuleCollectionGroup; readonly collection: RuleCollection }
  | { readonly kind: 'group'; readonly group: RuleCollectionGroup; readonly priority: number }
  | { readonly kind: 'new'; readonly level: number; readonly priority: number };

interface PlaceSearch {
  readonly firewall: Firewall;
  readonly form: FirewallForm;
  readonly kind: RuleCollection['kind'];
  /** The rules that deny; none where no rule matches. */
  readonly deniedBy: readonly Place[];
  /** How many rules of a collection are for the subnet. */
  readonly rulesFor: (collection: RuleCollection) => number;
  /** Why nothing can be written at a place; undefined where it can. */
  readonly whyNotWritable: (place: Place) => string | undefined;
}

/** The position of a collection: kind, level of the policy, priority of the group, priority of the collection. */
type Rank = readonly [kind: number, level: number, group: number, collection: number];

/** Sorts before all collections of a group. */
const FIRST = -1;
/** Between the priorities of what is written by hand. */
const STEP = 100;

/**
 * Where a rule can stand so that it comes before what denies. Best is a collection that has rules for the subnet, then one more
 * collection in a group, then a group of its own; of equal ones the last in the order of evaluation. A text says why there is no place.
 */
export function firewallPlace(search: PlaceSearch): FirewallPlace | string {
  const { firewall: { levels, name }, form, kind, deniedBy } = search;
  const denying = levels.flatMap((groups, level) => groups.flatMap((group) => group.collections
    .filter(({ action, rules }) => action !== 'Allow' && rules.some(({ place }) => deniedBy.includes(place)))
    .map((collection) => ({ group, collection, rank: rankOf(collection.kind, level, group, collection.priority) }))));
  // Network rules are before all application rules already.
  const limit = denying.filter(({ collection }) => collection.kind === kind).map(({ rank }) => rank).sort(compareRanks)[0];
  const otherKind = denying.find(({ collection }) => kind === 'application' && collection.kind === 'network');
  if (otherKind !== undefined) {
    return `the collection ${otherKind.collection.name} denies it by a network rule, and network rules come before all application ` +
      'rules; narrow that rule';
  }
  const before = (rank: Rank): boolean => limit === undefined || compareRanks(rank, limit) < 0;
  const all = levels.flatMap((groups, level) => groups.map((group) => ({ level, group })))
    .filter(({ group }) => !isUnknown(group.priority) && group.uncertain === undefined)
    .sort((a, b) => compareRanks(rankOf(kind, b.level, b.group, FIRST), rankOf(kind, a.level, a.group, FIRST)));
  return inCollection(search, all, before) ??
    (form === 'policy' ? inGroup(search, all, before, limit) : undefined) ??
    asNew(search, limit) ?? whyNowhere(search, all, name);
}

type Placed = { readonly level: number; readonly group: RuleCollectionGroup };

function inCollection(search: PlaceSearch, all: readonly Placed[], before: (rank: Rank) => boolean): FirewallPlace | undefined {
  const found = all.flatMap(({ level, group }) => group.collections
    .filter((one) => one.kind === search.kind && one.action === 'Allow' && one.uncertain === undefined && !isUnknown(one.priority) &&
      one.place.madeBy === undefined && !one.rules.some(({ place }) => place.madeBy === 'expression') &&
      search.whyNotWritable(one.place) === undefined && before(rankOf(one.kind, level, group, one.priority)))
    .map((collection) => ({ group, collection, rules: search.rulesFor(collection) }))
    .sort((a, b) => (b.collection.priority as number) - (a.collection.priority as number)));
  const best = found.reduce((most, { rules }) => Math.max(most, rules), 0);
  const one = best === 0 ? undefined : found.find(({ rules }) => rules === best);
  return one && { kind: 'collection', group: one.group, collection: one.collection };
}

function inGroup(
  search: PlaceSearch, all: readonly Placed[], before: (rank: Rank) => boolean, limit: Rank | undefined,
): FirewallPlace | undefined {
  const found = all.flatMap(({ level, group }) => {
    const isOpen = search.whyNotWritable(group.place) === undefined && before(rankOf(search.kind, level, group, FIRST)) &&
      !group.collections.some((one) => isUnknown(one.priority) || (one.kind === search.kind && one.place.madeBy === 'expression'));
    const isLimit = limit !== undefined && compareRanks(rankOf(search.kind, level, group, limit[3]), limit) === 0;
    const priority = isOpen ? freePriority(group.collections, isLimit ? limit[3] : undefined) : undefined;
    const rules = group.collections.reduce((sum, one) => sum + search.rulesFor(one), 0);
    return priority === undefined ? [] : [{ group, priority, rules }];
  });
  const best = found.reduce((most, { rules }) => Math.max(most, rules), 0);
  const one = found.find(({ rules }) => rules === best);
  return one && { kind: 'group', group: one.group, priority: one.priority };
}

/** A group of a policy, or a classic collection. It takes that all are known, because priorities are used once. */
function asNew({ firewall: { levels, incomplete }, form, kind }: PlaceSearch, limit: Rank | undefined): FirewallPlace | undefined {
  if (incomplete !== undefined) {
    return undefined;
  }
  for (let level = Math.max(levels.length, 1) - 1; level >= 0; level--) {
    const groups = levels[level] ?? [];
    const those = form === 'policy' ? groups : groups.flatMap(({ collections }) => collections.filter((one) => one.kind === kind));
    if (limit !== undefined && level > limit[1]) {
      continue;
    }
    const before = limit === undefined || level < limit[1] ? undefined : limit[form === 'policy' ? 2 : 3];
    const priority = freePriority(those, before);
    if (priority !== undefined) {
      return { kind: 'new', level, priority };
    }
  }
  return undefined;
}

/** A priority that nothing has: after all others, or right before one. */
function freePriority(those: readonly { readonly priority: RuleCollection['priority'] }[], before: number | undefined): number | undefined {
  if (those.some(({ priority }) => isUnknown(priority))) {
    return undefined;
  }
  const used = new Set(those.map(({ priority }) => priority as number));
  const { min, max } = LIMITS.firewallPriority;
  const after = Math.max(min, (Math.floor(Math.max(0, ...used) / STEP) + 1) * STEP);
  if (before === undefined && after <= max) {
    return after;
  }
  for (let priority = Math.min(max, (before ?? max + 1) - 1); priority >= min; priority--) {
    if (!used.has(priority)) {
      return priority;
    }
  }
  return undefined;
}

function whyNowhere({ firewall, whyNotWritable }: PlaceSearch, all: readonly Placed[], name: string): string {
  const why = all.map(({ group }) => whyNotWritable(group.place)).find((one) => one !== undefined);
  return why ?? (firewall.incomplete === undefined
    ? `the firewall ${name} has no free priority before the rule that denies`
    : `not all rules of the firewall ${name} were read, so no priority is known to be free: ${firewall.incomplete}`);
}

function rankOf(kind: RuleCollection['kind'], level: number, group: RuleCollectionGroup, priority: RuleCollection['priority']): Rank {
  const known = (one: RuleCollection['priority']): number => (isUnknown(one) ? FIRST : one);
  return [kind === 'network' ? 0 : 1, level, known(group.priority), known(priority)];
}

function compareRanks(a: Rank, b: Rank): number {
  const at = a.findIndex((one, i) => one !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
