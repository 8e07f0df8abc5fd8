import { AddressInterval } from './network';

/**
 * IPv4 and IPv6 addresses on one line of numbers, IPv4 first, so that sets of both families are lists of runs on that line.
 */
const IPV6_START = 1n << 32n;
const END = IPV6_START + (1n << 128n) - 1n;

interface Run {
  readonly first: bigint;
  readonly last: bigint;
}

export const WHOLE_FAMILIES: Readonly<Record<4 | 6, AddressInterval>> = {
  4: { family: 4, first: 0n, last: IPV6_START - 1n },
  6: { family: 6, first: 0n, last: END - IPV6_START },
};

/** A set of addresses: sorted runs that neither overlap nor touch. Immutable. */
export class IntervalSet {
  public static readonly IPV4 = new IntervalSet([{ first: 0n, last: IPV6_START - 1n }]);
  public static readonly IPV6 = new IntervalSet([{ first: IPV6_START, last: END }]);

  public static readonly NONE = new IntervalSet([]);

  public static of(intervals: readonly AddressInterval[]): IntervalSet {
    if (intervals.length === 0) {
      return IntervalSet.NONE;
    }
    const runs = intervals.map(({ family, first, last }) =>
      (family === 4 ? { first, last } : { first: first + IPV6_START, last: last + IPV6_START }));
    runs.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    const merged: Run[] = [];
    for (const run of runs) {
      const previous = merged[merged.length - 1];
      // Runs of the two families touch on the line and stay apart.
      if (previous !== undefined && (run.first <= previous.last || (run.first === previous.last + 1n && run.first !== IPV6_START))) {
        merged[merged.length - 1] = { first: previous.first, last: run.last > previous.last ? run.last : previous.last };
      } else {
        merged.push(run);
      }
    }
    return new IntervalSet(merged);
  }

  private constructor(private readonly runs: readonly Run[]) {}

  public get isEmpty(): boolean {
    return this.runs.length === 0;
  }

  public get intervals(): AddressInterval[] {
    return this.runs.map(({ first, last }) =>
      (first < IPV6_START ? { family: 4, first, last } : { family: 6, first: first - IPV6_START, last: last - IPV6_START }));
  }

  public and(other: IntervalSet): IntervalSet {
    const common: Run[] = [];
    let [i, j] = [0, 0];
    while (i < this.runs.length && j < other.runs.length) {
      const [a, b] = [this.runs[i]!, other.runs[j]!];
      const first = a.first > b.first ? a.first : b.first;
      const last = a.last < b.last ? a.last : b.last;
      if (first <= last) {
        common.push({ first, last });
      }
      if (a.last < b.last) {
        i++;
      } else {
        j++;
      }
    }
    return common.length === 0 ? IntervalSet.NONE : new IntervalSet(common);
  }

  /** Both together; cheap where the other has few runs. */
  public or(other: IntervalSet): IntervalSet {
    return other.runs.reduce((set, run) => set.withRun(run), this as IntervalSet);
  }

  private withRun(run: Run): IntervalSet {
    const isFirst = run.first === 0n || run.first === IPV6_START;
    const from = this.firstFrom(isFirst ? run.first : run.first - 1n);
    let to = from;
    let { first, last } = run;
    // Runs of the two families touch on the line and stay apart.
    for (; to < this.runs.length; to++) {
      const next = this.runs[to]!;
      if (next.first > last + 1n || (next.first === last + 1n && next.first === IPV6_START)) {
        break;
      }
      first = next.first < first ? next.first : first;
      last = next.last > last ? next.last : last;
    }
    return new IntervalSet([...this.runs.slice(0, from), { first, last }, ...this.runs.slice(to)]);
  }

  /** The first run that ends at an address or after it. */
  private firstFrom(address: bigint): number {
    let [low, high] = [0, this.runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.runs[middle]!.last < address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  public without(other: IntervalSet): IntervalSet {
    const left: Run[] = [];
    let j = this.runs.length === 0 ? 0 : other.firstFrom(this.runs[0]!.first);
    for (const { first, last } of this.runs) {
      let from = first;
      while (j < other.runs.length && other.runs[j]!.last < from) {
        j++;
      }
      for (let k = j; k < other.runs.length && other.runs[k]!.first <= last; k++) {
        const hole = other.runs[k]!;
        if (hole.first > from) {
          left.push({ first: from, last: hole.first - 1n });
        }
        from = hole.last + 1n;
      }
      if (from <= last) {
        left.push({ first: from, last });
      }
    }
    return new IntervalSet(left);
  }

  /** Whether all of it is in the other set. */
  public isIn(other: IntervalSet): boolean {
    let j = 0;
    // Runs do not touch, so that each run is in one of the other set, or is not in it.
    for (const { first, last } of this.runs) {
      while (j < other.runs.length && other.runs[j]!.last < last) {
        j++;
      }
      if (j === other.runs.length || other.runs[j]!.first > first) {
        return false;
      }
    }
    return true;
  }

  public overlaps(other: IntervalSet): boolean {
    for (let i = 0, j = 0; i < this.runs.length && j < other.runs.length;) {
      const [a, b] = [this.runs[i]!, other.runs[j]!];
      if (a.last < b.first) {
        i++;
      } else if (b.last < a.first) {
        j++;
      } else {
        return true;
      }
    }
    return false;
  }
}
