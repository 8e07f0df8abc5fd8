import { addTo } from '../../azure/groups';
import { IntervalSet } from '../../network/interval-set';
import { AddressInterval } from '../../network/network';
import { holdsHost } from '../host-patterns';

/** Ranges by their first addresses, each with the last address of all up to it, so that those that meet another one stand together. */
export class RangeIndex {
  private readonly ranges: { readonly first: number; readonly last: number; readonly place: number }[];
  private readonly lastUpTo: Float64Array;

  /** @param sets address sets, each with the number that it is found by */
  constructor(sets: Iterable<readonly [place: number, set: IntervalSet]>) {
    this.ranges = [];
    for (const [place, { intervals }] of sets) {
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

/** Names in lower case, patterns apart. */
export class HostIndex {
  private readonly names = new Map<string, number[]>();
  private readonly patterns: { readonly pattern: string; readonly place: number }[] = [];

  /** @param lists lists of names, each with the number that it is found by */
  constructor(lists: Iterable<readonly [place: number, hosts: readonly string[]]>) {
    for (const [place, hosts] of lists) {
      for (const host of hosts) {
        if (host.startsWith('*')) {
          this.patterns.push({ pattern: host, place });
        } else {
          addTo(this.names, host.toLowerCase(), place);
        }
      }
    }
  }

  /** The numbers of the lists that hold some of what a name or a pattern stands for, each once. */
  public meeting(host: string): number[] {
    const found = new Set(this.patterns.filter(({ pattern }) => holdsHost(pattern, host) || holdsHost(host, pattern))
      .map(({ place }) => place));
    if (host.startsWith('*')) {
      for (const [name, places] of this.names) {
        if (holdsHost(host, name)) {
          places.forEach((place) => found.add(place));
        }
      }
    } else {
      this.names.get(host.toLowerCase())?.forEach((place) => found.add(place));
    }
    return [...found];
  }
}
