import { serviceTagFacts } from '../../azure/service-tags';
import { intervalText } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import { Knowledge, LOAD_BALANCER, NETWORK_TAGS, VIRTUAL_NETWORK } from '../knowledge';
import { PRIVATE_ADDRESSES } from '../known-addresses';
import { goneFrom, partOf, TakenAway, Target } from './target';

/** What a rule does to a target. */
export interface Split {
  /** Parts that the rule holds. */
  readonly matched: readonly Target[];
  /** What is left. */
  readonly rest?: Target;
  /** Why some or all of the rest may be held as well. */
  readonly maybe?: string;
  /** A rule for other names may cover addresses of the rest, but nothing says so. Only of rules that allow. */
  readonly byName?: boolean;
  /** What is taken for true and is not in the files. */
  readonly assumed?: string;
}

/** All fields in one order: this is made for each rule and each flow. */
export const splitOf = (matched: readonly Target[], rest: Target | undefined): Split =>
  ({ matched, rest, maybe: undefined, byName: undefined, assumed: undefined });
const NOTHING: readonly Target[] = [];
export const none = (target: Target): Split => splitOf(NOTHING, target);
export const all = (target: Target): Split => splitOf([target], undefined);

type Wide = Extract<Target, { kind: 'every' | 'tag' }>;

export function takenTag(target: Wide, tag: string, knowledge: Knowledge, isTaken: (one: string) => boolean): Split {
  const set = knowledge.addressesOf(tag);
  const more: TakenAway = NETWORK_TAGS.includes(tag) ? {}
    : set === undefined ? { isVague: true } : { ofTags: [...target.ofTags ?? [], set] };
  return taken(target, tag, partByTag(target, tag, knowledge), isTaken, more);
}

/** A tag as a part of what is wider, without what was taken away from that before: tags that it holds, and ranges on its side. */
function partByTag({ except, ranges: all }: Wide, tag: string, knowledge: Knowledge): Target {
  const isOwn = (one: IntervalSet): boolean => (tag === VIRTUAL_NETWORK ? one.overlaps(PRIVATE_ADDRESSES) : !one.isIn(PRIVATE_ADDRESSES));
  const own = all === undefined || tag === LOAD_BALANCER ? [] : all.intervals.filter((one) => isOwn(IntervalSet.of([one])));
  const tags = except.filter((one) => one !== tag && knowledge.holds(tag, one) && isTag(one, knowledge));
  return {
    kind: 'tag', tag, except: own.length + tags.length === 0 ? NO_NAMES : [...tags, ...own.map(intervalText)],
    ...(own.length > 0 && { ranges: IntervalSet.of(own) }),
  };
}

function isTag(name: string, knowledge: Knowledge): boolean {
  return knowledge.addressesOf(name) !== undefined || serviceTagFacts(knowledge.globalOf(name), knowledge.cloud) !== undefined;
}

const NO_NAMES: readonly string[] = [];

/** @param inside those of the ranges that the target has */
export function takenRanges(target: Wide, ranges: IntervalSet, inside: IntervalSet, side: 'network' | 'internet'): Split {
  const { ranges: before = IntervalSet.NONE, except } = target;
  const set = goneFrom(target).reduce((left, one) => left.without(one), inside);
  return set.isEmpty ? none(target)
    : splitOf([{ kind: 'addresses', set, side }], { ...target, except: [...except, rangesText(ranges)], ranges: before.or(ranges) });
}

/** A part that has a name of its own is taken once. */
export function taken(
  target: Extract<Target, { except: readonly string[] }>, name: string, part: Target, isTaken: (one: string) => boolean,
  more: TakenAway = {},
): Split {
  return target.except.some(isTaken) ? none(target) : splitOf([part], { ...target, except: [...target.except, name], ...more });
}

function rangesText(ranges: IntervalSet): string {
  return ranges.intervals.map(intervalText).join(' and ');
}

/** What of addresses ranges hold. */
export function byAddresses(target: Extract<Target, { kind: 'addresses' }>, ranges: IntervalSet): Split {
  const common = target.set.and(ranges);
  if (common.isEmpty) {
    return none(target);
  }
  const left = target.set.without(ranges);
  return left.isEmpty ? all(target) : splitOf(
    [{ kind: 'addresses', set: common, side: target.side, ...partOf(target) }],
    { kind: 'addresses', set: left, side: target.side, ...partOf(target) },
  );
}
