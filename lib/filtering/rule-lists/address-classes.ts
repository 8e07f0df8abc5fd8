import { AddressInterval } from '../../network/network';
import { IntervalSet, WHOLE_FAMILIES } from '../../network/interval-set';

/** Addresses that are in the same of some sets. The fewest of them, so that a set of addresses is a set of class numbers. */
export interface AddressClasses {
  readonly count: number;
  /** For each set the numbers of its classes, in order. */
  readonly ofSets: readonly Int32Array[];
  /** The addresses of some classes. */
  intervals(classes: Iterable<number>): AddressInterval[];
}

/** A bound of an interval: a number for IPv4, since it is exact there and much faster. */
type Bound = number | bigint;

/** Numbers for intervals, so that large integers are compared once for each different bound, and not again. */
export class IntervalTable {
  private readonly bounds = { 4: new Map<Bound, number>(), 6: new Map<Bound, number>() };
  private readonly numbers = { 4: new Map<number, number>(), 6: new Map<number, number>() };
  private readonly intervals: { readonly family: 4 | 6; readonly begin: number; readonly end: number }[] = [];

  public constructor() {
    this.numberOf(WHOLE_FAMILIES[4]);
    this.numberOf(WHOLE_FAMILIES[6]);
  }

  /** The number of an interval that is not empty. */
  public numberOf({ family, first, last }: AddressInterval): number {
    const begin = this.place(family, family === 4 ? Number(first) : first);
    const end = this.place(family, family === 4 ? Number(last) + 1 : last + 1n);
    const key = begin * 2 ** 26 + end;
    let number = this.numbers[family].get(key);
    if (number === undefined) {
      number = this.intervals.push({ family, begin, end }) - 1;
      this.numbers[family].set(key, number);
    }
    return number;
  }

  /** The classes of sets that are given as numbers of intervals. */
  public classes(sets: readonly (readonly number[])[]): AddressClasses {
    const order = (family: 4 | 6): readonly Bound[] => [...this.bounds[family].keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const bounds = { 4: order(4), 6: order(6) };
    const offsets = { 4: 0, 6: bounds[4].length - 1 };
    const rank = { 4: new Int32Array(bounds[4].length), 6: new Int32Array(bounds[6].length) };
    for (const family of [4, 6] as const) {
      bounds[family].forEach((bound, i) => {
        rank[family][this.bounds[family].get(bound)!] = offsets[family] + i;
      });
    }
    const pieces = offsets[6] + bounds[6].length - 1;
    const begins = Int32Array.from(this.intervals, ({ family, begin }) => rank[family][begin]!);
    const ends = Int32Array.from(this.intervals, ({ family, end }) => rank[family][end]!);
    const partition = new Partition(pieces, offsets[6]);
    const ranges = sets.map((set) => joinedRanges(set, begins, ends));
    ranges.forEach((set) => partition.refine(set));
    const { classOf, count } = partition.numbered();
    return {
      count, ofSets: ranges.map((set) => classesIn(set, classOf)),
      intervals: (classes) => {
        const wanted = new Set(classes);
        const found: AddressInterval[] = [];
        for (let piece = 0; piece < pieces; piece++) {
          if (wanted.has(classOf[piece]!)) {
            const family = piece < offsets[6] ? 4 : 6;
            const at = piece - offsets[family];
            found.push({ family, first: BigInt(bounds[family][at]!), last: BigInt(bounds[family][at + 1]!) - 1n });
          }
        }
        return IntervalSet.of(found).intervals;
      },
    };
  }

  private place(family: 4 | 6, bound: Bound): number {
    const bounds = this.bounds[family];
    let place = bounds.get(bound);
    if (place === undefined) {
      place = bounds.size;
      bounds.set(bound, place);
    }
    return place;
  }
}

/** First and end of the runs of pieces that a set is made of, in order. */
function joinedRanges(set: readonly number[], begins: Int32Array, ends: Int32Array): Int32Array {
  if (set.length === 1) {
    return Int32Array.of(begins[set[0]!]!, ends[set[0]!]!);
  }
  const sorted = [...set].sort((a, b) => begins[a]! - begins[b]!);
  const ranges: number[] = [];
  for (const interval of sorted) {
    if (ranges.length > 0 && begins[interval]! <= ranges.at(-1)!) {
      ranges[ranges.length - 1] = Math.max(ranges.at(-1)!, ends[interval]!);
    } else {
      ranges.push(begins[interval]!, ends[interval]!);
    }
  }
  return Int32Array.from(ranges);
}

function classesIn(ranges: Int32Array, classOf: Int32Array): Int32Array {
  if (ranges.length === 2 && ranges[0]! + 1 === ranges[1]) {
    return Int32Array.of(classOf[ranges[0]!]!);
  }
  const found = new Set<number>();
  for (let i = 0; i < ranges.length; i += 2) {
    for (let piece = ranges[i]!; piece < ranges[i + 1]!; piece++) {
      found.add(classOf[piece]!);
    }
  }
  return Int32Array.from(found).sort();
}

/** Pieces in groups that are split by one set after the other. Numbers of groups that got empty are used again. */
class Partition {
  private readonly groupOf: Int32Array;
  private readonly sizes: number[];
  private readonly splitInto: number[] = [];
  private readonly free: number[] = [];

  public constructor(pieces: number, ipv6Begin: number) {
    this.groupOf = new Int32Array(pieces).fill(1, ipv6Begin);
    this.sizes = [ipv6Begin, pieces - ipv6Begin];
  }

  public refine(ranges: Int32Array): void {
    const split: number[] = [];
    for (let i = 0; i < ranges.length; i += 2) {
      for (let piece = ranges[i]!; piece < ranges[i + 1]!; piece++) {
        const group = this.groupOf[piece]!;
        let to = this.splitInto[group] ?? -1;
        if (to < 0) {
          to = this.free.pop() ?? this.sizes.length;
          this.sizes[to] = 0;
          this.splitInto[group] = to;
          split.push(group);
        }
        this.groupOf[piece] = to;
        this.sizes[group]!--;
        this.sizes[to]!++;
      }
    }
    for (const group of split) {
      this.splitInto[group] = -1;
      if (this.sizes[group] === 0) {
        this.free.push(group);
      }
    }
  }

  /** The groups with numbers in the order of their first addresses. */
  public numbered(): { classOf: Int32Array; count: number } {
    const numbers = new Map<number, number>();
    const classOf = this.groupOf.map((group) => {
      const number = numbers.get(group) ?? numbers.size;
      numbers.set(group, number);
      return number;
    });
    return { classOf, count: numbers.size };
  }
}
