import type { AddressInterval } from '../../network/network';
import { FilterRule } from '../filter-rule';
import { isOfRanges } from '../rule-end';
import { HostIndex, RangeIndex } from './end-index';
import { Target } from './target';

/** Shorter lists are walked faster than they are looked up in. */
const LONG = 64;

/** Targets of more ranges, as tags have them, are compared with all rules. */
const MOST_RANGES = 64;

/** The end of a rule that it is found by. */
type IndexedEnd = 'source' | 'destination';

const indexes: Readonly<Record<IndexedEnd, WeakMap<readonly FilterRule[], RuleIndex>>> =
  { source: new WeakMap(), destination: new WeakMap() };

/**
 * The rules of a list, in order, without those that leave flows to a destination as they are for certain, whatever else they say.
 * @param source where the flows come from
 */
export function rulesFor(rules: readonly FilterRule[], source: Target, destination: Target): readonly FilterRule[] {
  // Of names as sources, rules may tell what is taken for true.
  return rules.length < LONG || (source.kind !== 'addresses' && source.kind !== 'own') ? rules
    : indexOf(rules, 'destination').rulesFor(destination);
}

/**
 * The rules of a list without those that have nothing in common with one end of flows for certain: those that many targets have in common,
 * always the same list, and those that only some have.
 */
export function rulesAt(rules: readonly FilterRule[], end: IndexedEnd, target: Target): readonly (readonly FilterRule[])[] {
  return rules.length < LONG ? [rules] : indexOf(rules, end).groupsFor(target);
}

function indexOf(rules: readonly FilterRule[], end: IndexedEnd): RuleIndex {
  const index = indexes[end].get(rules) ?? new RuleIndex(rules, end);
  indexes[end].set(rules, index);
  return index;
}

/** Rules of a long list by what is at one of their ends: thousands are for a few addresses or names each. */
class RuleIndex {
  /** Places of rules for nothing but ranges, of those that allow nothing but names of application rules, and of the others. */
  private readonly ofRanges: number[] = [];
  private readonly ofHosts: number[] = [];
  private readonly others: number[] = [];
  private ranges: RangeIndex | undefined;
  private hosts: HostIndex | undefined;
  private withoutHosts: readonly FilterRule[] | undefined;
  private common: readonly FilterRule[] | undefined;

  constructor(private readonly rules: readonly FilterRule[], private readonly end: IndexedEnd) {
    rules.forEach(({ access, [end]: at }, place) => {
      const isOfHosts = at.isOfHosts && access === 'allow' && !at.hosts.includes('*');
      (isOfRanges(at) ? this.ofRanges : isOfHosts ? this.ofHosts : this.others).push(place);
    });
  }

  public rulesFor(target: Target): readonly FilterRule[] {
    switch (target.kind) {
      case 'addresses': {
        const { intervals } = target.set;
        if (intervals.length > MOST_RANGES) {
          return this.allButHosts();
        }
        return this.inOrder(this.rangesMeeting(intervals), this.others);
      }
      case 'host':
        return this.merged(this.hostsMeeting(target.host));
      case 'tag':
      case 'unknown':
        return this.allButHosts();
      case 'url':
      case 'every':
      case 'own':
        return this.rules;
    }
  }

  /** Rules for some hosts among all that are not for hosts alone: mostly there are none. */
  private merged(hosts: readonly number[]): readonly FilterRule[] {
    return hosts.length === 0 ? this.allButHosts() : this.inOrder(hosts, this.others, this.ofRanges);
  }

  /** The same rules, those that many targets have in common as one list. */
  public groupsFor(target: Target): readonly (readonly FilterRule[])[] {
    if (target.kind === 'addresses' && target.set.intervals.length <= MOST_RANGES) {
      this.common ??= this.inOrder(this.others);
      return [this.common, this.inOrder(this.rangesMeeting(target.set.intervals))];
    }
    return target.kind === 'host' ? [this.allButHosts(), this.inOrder(this.hostsMeeting(target.host))] : [this.rulesFor(target)];
  }

  private rangesMeeting(intervals: readonly AddressInterval[]): number[] {
    this.ranges ??= new RangeIndex(this.ofRanges.map((place) => [place, this.rules[place]![this.end].ranges.intervals]));
    return this.ranges.meeting(intervals);
  }

  private hostsMeeting(host: string): number[] {
    this.hosts ??= new HostIndex(this.ofHosts.map((place) => [place, this.rules[place]![this.end].hosts]));
    return this.hosts.meeting(host);
  }

  private allButHosts(): readonly FilterRule[] {
    return (this.withoutHosts ??= this.ofHosts.length === 0 ? this.rules : this.inOrder(this.others, this.ofRanges));
  }

  private inOrder(...places: (readonly number[])[]): readonly FilterRule[] {
    const all = Int32Array.from(places.flat()).sort();
    return all.length === this.rules.length ? this.rules : Array.from(all, (place) => this.rules[place]!);
  }
}
