import { Cover } from './cover';
import { deadRulesOf } from './dead-rules';
import { Access, FilterRule, Symbols } from './filter-rules';
import { commonPorts } from './ports';
import { Box, RuleList } from './rule-list';

/** Up to this number of later rules it is faster to look at each than to find those that matter. */
const FEW = 32;

/**
 * Rules that decide flows, but whose flows the rules behind them, or the default, decide in the same way. In the order of the list.
 *
 * All of them can be taken out together, and the dead rules with them: the policy stays the same, whatever the addresses of symbols
 * are. After that, no other rule can be taken out: each changes a decision for some addresses that symbols can have. There can be
 * several such choices; this is the one of trying the last rule first, so that of rules that could stand for each other the later
 * ones are named.
 *
 * @param defaultAccess what is decided for flows that no rule matches
 */
export function redundantRules(rules: readonly FilterRule[], symbols: Symbols, defaultAccess: Access): number[] {
  const list = new RuleList([{ rules, defaultAccess }], symbols);
  const cover = new Cover(list);
  return redundantRulesOf(list, cover, deadRulesOf(list, cover).map(({ rule }) => rule));
}

/** As `redundantRules`, for rules that are compared as numbers already, and of which it is known which are dead. */
export function redundantRulesOf(list: RuleList, cover: Cover, dead: readonly number[]): number[] {
  // All at once, since what takes the flows of a dead rule is never dead.
  dead.forEach((rule) => cover.removed[rule] = 1);
  const others = new LaterRules(list, cover);
  const redundant: number[] = [];
  for (let rule = list.count - 2; rule >= 0; rule--) { // the last is the default
    if (cover.removed[rule] === 0 && !isNeeded(rule, list, cover, others)) {
      cover.removed[rule] = 1;
      redundant.push(rule);
    }
  }
  cover.removed.fill(0);
  return redundant.reverse();
}

/**
 * Whether some flow is decided by the rule, and without it by a later rule with another access. The earlier rules are all still
 * there; those that go after this one only leave it more flows, so it stays needed.
 */
function isNeeded(rule: number, list: RuleList, cover: Cover, others: LaterRules): boolean {
  const end = others.firstSubstitute(rule);
  for (const later of others.opposed(rule, end)) {
    const box = common(rule, later, list);
    if (box !== undefined && cover.gap(box, { end: later, without: rule }) !== undefined) {
      return true;
    }
  }
  return false;
}

/** The flows that both rules match. */
function common(one: number, other: number, list: RuleList): Box | undefined {
  const protocols = list.protocols[one]! & list.protocols[other]!;
  const sourcePorts = commonPorts(list.sourcePorts[one]!, list.sourcePorts[other]!);
  const destinationPorts = commonPorts(list.destinationPorts[one]!, list.destinationPorts[other]!);
  if (protocols === 0 || sourcePorts.length === 0 || destinationPorts.length === 0) {
    return undefined;
  }
  const sources = list.sources.ofBoth(list.source[one]!, list.source[other]!);
  const destinations = sources.length === 0 ? sources : list.destinations.ofBoth(list.destination[one]!, list.destination[other]!);
  return destinations.length === 0 ? undefined : { sources, destinations, protocols, sourcePorts, destinationPorts };
}

/** Finds rules behind a rule that can decide its flows in its place. */
class LaterRules {
  /** Rules that deny, and rules that allow, in order. */
  private readonly ofAccess: readonly [Int32Array, Int32Array];
  private readonly found: Int32Array;

  public constructor(private readonly list: RuleList, private readonly cover: Cover) {
    const live = Int32Array.from(list.allows.keys()).filter((rule) => cover.removed[rule] === 0);
    this.ofAccess = [live.filter((rule) => list.allows[rule] === 0), live.filter((rule) => list.allows[rule] === 1)];
    this.found = new Int32Array(list.count);
  }

  /** The first later rule that matches all flows of a rule with the same access: what comes behind it needs no look. */
  public firstSubstitute(rule: number): number {
    const { list } = this;
    const candidates = this.cover.matching(list.box(rule), { end: 0, begin2: rule + 1, end2: list.count }, 0, 0);
    return candidates.find((later) => list.allows[later] === list.allows[rule] && list.contains(later, rule)) ?? list.count;
  }

  /** The rules between a rule and `end` that have the other access and perhaps flows in common with it, in order. */
  public opposed(rule: number, end: number): Int32Array {
    const { list } = this;
    const access = 1 - list.allows[rule]!;
    const all = this.ofAccess[access]!;
    const begin = firstBehind(all, rule);
    const costs = [all.length - begin, this.cover.sourceIndex.meetingCost(list.source[rule]!) + FEW, this.cover.destinationIndex.meetingCost(list.destination[rule]!) + FEW];
    const least = Math.min(...costs);
    if (costs[0] === least) {
      return all.subarray(begin, firstBehind(all, end - 1)).filter((later) => this.cover.removed[later] === 0);
    }
    const count = costs[1] === least ? this.cover.sourceIndex.collectMeeting(list.source[rule]!, this.found)
      : this.cover.destinationIndex.collectMeeting(list.destination[rule]!, this.found);
    return this.found.subarray(0, count)
      .filter((later) => later > rule && later < end && list.allows[later] === access && this.cover.removed[later] === 0).sort();
  }
}

/** The place of the first number above another in a list in order. */
function firstBehind(sorted: Int32Array, value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! <= value) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}
