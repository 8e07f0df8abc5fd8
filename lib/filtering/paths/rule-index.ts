import { FilterRule } from '../filter-rule';
import { isOfRanges } from '../rule-end';
import { HostIndex, RangeIndex } from './end-index';
import { Target } from './target';

/** Shorter lists are walked faster than they are looked up in. */
const LONG = 64;

/** Targets of more ranges, as tags have them, are compared with all rules. */
const MOST_RANGES = 64;

const indexes = new WeakMap<readonly FilterRule[], RuleIndex>();

/**
 * The rules of a list, in order, without those that leave flows to a destination as they are for certain, whatever else they say.
 * @param source where the flows come from
 */
export function rulesFor(rules: readonly FilterRule[], source: Target, destination: Target): readonly FilterRule[] {
  // Of names as sources, rules may tell what is taken for true.
  if (rules.length < LONG || (source.kind !== 'addresses' && source.kind !== 'own')) {
    return rules;
  }
  let index = indexes.get(rules);
  if (index === undefined) {
    index = new RuleIndex(rules);
    indexes.set(rules, index);
  }
  return index.rulesFor(destination);
}

/** Rules of a long list by what is at their destinations: thousands are for a few addresses or names each. */
class RuleIndex {
  /** Places of rules for nothing but ranges, of those that allow nothing but names of application rules, and of the others. */
  private readonly ofRanges: number[] = [];
  private readonly ofHosts: number[] = [];
  private readonly others: number[] = [];
  private ranges: RangeIndex | undefined;
  private hosts: HostIndex | undefined;
  private withoutHosts: readonly FilterRule[] | undefined;

  constructor(private readonly rules: readonly FilterRule[]) {
    rules.forEach(({ access, destination }, place) => {
      const isOfHosts = destination.isOfHosts && access === 'allow' && !destination.hosts.includes('*');
      (isOfRanges(destination) ? this.ofRanges : isOfHosts ? this.ofHosts : this.others).push(place);
    });
  }

  public rulesFor(target: Target): readonly FilterRule[] {
    switch (target.kind) {
      case 'addresses': {
        const { intervals } = target.set;
        if (intervals.length > MOST_RANGES) {
          return this.allButHosts();
        }
        this.ranges ??= new RangeIndex(this.ofRanges.map((place) => [place, this.rules[place]!.destination.ranges]));
        return this.inOrder(this.ranges.meeting(intervals), this.others);
      }
      case 'host':
        this.hosts ??= new HostIndex(this.ofHosts.map((place) => [place, this.rules[place]!.destination.hosts]));
        return this.inOrder(this.hosts.meeting(target.host), this.others, this.ofRanges);
      case 'tag':
      case 'unknown':
        return this.allButHosts();
      case 'url':
      case 'every':
      case 'own':
        return this.rules;
    }
  }

  private allButHosts(): readonly FilterRule[] {
    return (this.withoutHosts ??= this.ofHosts.length === 0 ? this.rules : this.inOrder(this.others, this.ofRanges));
  }

  private inOrder(...places: (readonly number[])[]): readonly FilterRule[] {
    const all = Int32Array.from(places.flat()).sort();
    return all.length === this.rules.length ? this.rules : Array.from(all, (place) => this.rules[place]!);
  }
}
