import { IntervalSet } from '../../network/interval-set';
import { holdsHost } from '../host-patterns';
import { HEALTH_PROBES } from '../known-addresses';
import { Knowledge, LOAD_BALANCER } from '../knowledge';
import { RuleEnd } from '../rule-end';

/** The most rules that are remembered. What further rules would rule out is not known then, and answers become less certain, not wrong. */
const MOST_TESTS = 64;

/**
 * What one end of a flow is not, because a rule before, which matches the flow in all else, has not decided it. Two tests of the same
 * tag give the same answer, whatever the tag holds.
 */
export class RuledOut {
  public static readonly NOTHING = new RuledOut(IntervalSet.of([]), [], [], 0);

  private constructor(
    private readonly ranges: IntervalSet,
    private readonly tags: readonly string[],
    private readonly hosts: readonly string[],
    private readonly tests: number,
  ) {}

  /** Adds all terms of the end of a rule that did not match. */
  public and({ ranges, tags, hosts, areHostsResolved }: RuleEnd, knowledge: Knowledge): RuledOut {
    if (this.isFull) {
      return this;
    }
    const ofTags = tags.flatMap((tag) => (tag === LOAD_BALANCER ? HEALTH_PROBES : knowledge.addressesOf(tag))?.intervals ?? []);
    const added = [...ranges.intervals, ...ofTags];
    return new RuledOut(
      added.length === 0 ? this.ranges : IntervalSet.of([...this.ranges.intervals, ...added]),
      tags.length === 0 ? this.tags : [...this.tags, ...tags],
      areHostsResolved === true && hosts.length > 0 ? [...this.hosts, ...hosts] : this.hosts,
      this.tests + 1,
    );
  }

  /** Whether nothing more is remembered. */
  public get isFull(): boolean {
    return this.tests >= MOST_TESTS;
  }

  public hasRanges(ranges: IntervalSet): boolean {
    return this !== RuledOut.NOTHING && ranges.isIn(this.ranges);
  }

  public hasTag(tag: string, knowledge: Knowledge): boolean {
    if (this === RuledOut.NOTHING) {
      return false;
    }
    const set = knowledge.addressesOf(tag);
    return this.tags.some((one) => knowledge.holds(one, tag)) ||
      (set !== undefined && !set.isEmpty && set.and(IntervalSet.IPV4).isIn(this.ranges));
  }

  /** Whether a host of a network rule is ruled out. Such a host means the addresses that it resolves to. */
  public hasHost(host: string): boolean {
    return this.hosts.some((one) => holdsHost(one, host));
  }

  /** Whether no address of IPv4 is left. */
  public get isEverything(): boolean {
    return this !== RuledOut.NOTHING && IntervalSet.IPV4.isIn(this.ranges);
  }
}
