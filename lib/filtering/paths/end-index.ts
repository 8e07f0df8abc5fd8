import { addTo } from '../../azure/groups';
import { AddressInterval } from '../../network/network';

/**
 * Ranges in the order of their first addresses. Each has the greatest last address of itself and all before it, so that a search for
 * overlaps can stop early.
 */
export class RangeIndex {
  private readonly ranges: { readonly first: number; readonly last: number; readonly place: number }[];
  private readonly lastUpTo: Float64Array;

  /** @param sets intervals of address sets, each with the number that it is found by */
  constructor(sets: Iterable<readonly [place: number, intervals: readonly AddressInterval[]]>) {
    this.ranges = [];
    for (const [place, intervals] of sets) {
      for (const interval of intervals) {
        this.ranges.push({ ...hullOf(interval), place });
      }
    }
    this.ranges.sort((a, b) => a.first - b.first);
    this.lastUpTo = new Float64Array(this.ranges.length);
    let greatest = -1;
    this.ranges.forEach(({ last }, i) => this.lastUpTo[i] = greatest = Math.max(greatest, last));
  }

  /** The numbers of the sets that may have an address in common with some intervals, each once. */
  public meeting(intervals: readonly AddressInterval[]): number[] {
    const found = new Set<number>();
    for (const interval of intervals) {
      const { first, last } = hullOf(interval);
      for (let i = this.countUpTo(last) - 1; i >= 0 && this.lastUpTo[i]! >= first; i--) {
        if (this.ranges[i]!.last >= first) {
          found.add(this.ranges[i]!.place);
        }
      }
    }
    return [...found];
  }

  /** How many ranges begin at an address or before it. */
  private countUpTo(address: number): number {
    let [from, to] = [0, this.ranges.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.ranges[middle]!.first <= address) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}

/** Addresses as numbers in their order: those of IPv6 come after IPv4, by their first 32 bits, so that some seem to meet that do not. */
function hullOf({ family, first, last }: AddressInterval): { readonly first: number; readonly last: number } {
  return family === 4 ? { first: Number(first), last: Number(last) }
    : { first: 2 ** 32 + Number(first >> 96n), last: 2 ** 32 + Number(last >> 96n) };
}

/**
 * Names and patterns in the order of their last characters. A pattern is `*` and an ending, so all names that it holds are neighbours in
 * this order.
 */
export class HostIndex {
  private readonly names = new Map<string, number[]>();
  private readonly patterns = new Map<string, number[]>();
  /** Names and ends of patterns, backwards and sorted; made when the first pattern is looked for. */
  private backwards: { readonly text: string; readonly places: readonly number[] }[] | undefined;

  /** @param lists lists of names, each with the number that it is found by */
  constructor(lists: Iterable<readonly [place: number, hosts: readonly string[]]>) {
    for (const [place, hosts] of lists) {
      for (const host of hosts) {
        const text = host.toLowerCase();
        if (text.startsWith('*')) {
          addTo(this.patterns, text.slice(1), place);
        } else {
          addTo(this.names, text, place);
        }
      }
    }
  }

  /** The numbers of the lists that hold some of what a name or a pattern stands for, each once. */
  public meeting(host: string): number[] {
    const found = new Set<number>();
    const add = (places: readonly number[] | undefined): void => places?.forEach((place) => found.add(place));
    const text = host.toLowerCase();
    const isPattern = text.startsWith('*');
    const end = isPattern ? text.slice(1) : text;
    for (let i = 0; i <= end.length; i++) {
      add(this.patterns.get(end.slice(i)));
    }
    if (isPattern) {
      this.below(end).forEach(add);
    } else {
      add(this.names.get(text));
    }
    return [...found];
  }

  /** The numbers of what has an end, name by name. */
  private below(end: string): (readonly number[])[] {
    this.backwards ??= [...this.names, ...this.patterns].map(([text, places]) => ({ text: backwards(text), places }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    const all = this.backwards;
    const begin = backwards(end);
    let [from, to] = [0, all.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (all[middle]!.text < begin) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    const found: (readonly number[])[] = [];
    for (let i = from; i < all.length && all[i]!.text.startsWith(begin); i++) {
      found.push(all[i]!.places);
    }
    return found;
  }
}

/** By units of UTF-16, as `endsWith` compares. */
function backwards(text: string): string {
  return text.split('').reverse().join('');
}
