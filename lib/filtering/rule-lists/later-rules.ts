import { Cover, rulesBeforeAnd } from './cover';
import { RuleList } from './rule-list';

/** Finds rules after a rule that can decide its flows in its place. */
export class LaterRules {
  /** Rules that deny, and rules that allow, in order. */
  private readonly ofAccess: readonly [Int32Array, Int32Array];
  private readonly found: Int32Array;

  /** @param gone rules that do not count as opposed, by a 1; rules that the cover has as removed are no substitutes */
  public constructor(private readonly list: RuleList, private readonly cover: Cover, private readonly gone = cover.removed) {
    const left = Int32Array.from(list.allows.keys()).filter((rule) => gone[rule] === 0);
    this.ofAccess = [left.filter((rule) => list.allows[rule] === 0), left.filter((rule) => list.allows[rule] === 1)];
    this.found = new Int32Array(list.count);
  }

  /** The first later rule that matches all flows of a rule with the same access: what comes after it needs no look. */
  public firstSubstitute(rule: number): number {
    const { list } = this;
    const first = this.cover.first(list.box(rule), rulesBeforeAnd(0, rule + 1, list.count), 0, 0, (later) =>
      list.allows[later] === list.allows[rule] && list.contains(later, rule));
    return first < 0 ? list.count : first;
  }

  /** The rules between a rule and `end` that have the other access and perhaps flows in common with it, in order. */
  public opposed(rule: number, end: number): Int32Array {
    const { list } = this;
    const access = 1 - list.allows[rule]!;
    const all = this.ofAccess[access]!;
    const begin = firstBehind(all, rule);
    const bySources = this.cover.sourceIndex.meetingCost(list.source[rule]!);
    const byDestinations = this.cover.destinationIndex.meetingCost(list.destination[rule]!);
    if (all.length - begin <= bySources && all.length - begin <= byDestinations) {
      return all.subarray(begin, firstBehind(all, end - 1)).filter((later) => this.gone[later] === 0);
    }
    const count = bySources <= byDestinations ? this.cover.sourceIndex.collectMeeting(list.source[rule]!, this.found)
      : this.cover.destinationIndex.collectMeeting(list.destination[rule]!, this.found);
    return this.found.subarray(0, count)
      .filter((later) => later > rule && later < end && list.allows[later] === access && this.gone[later] === 0).sort();
  }
}

/** The index of the first number in a sorted list that is greater than a value. */
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
