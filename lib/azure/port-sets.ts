/** Ports from the first to the last, both included. */
export interface PortInterval {
  readonly first: number;
  readonly last: number;
}

/** Ports as intervals in order, which neither overlap nor touch: so equal sets are equal lists. */
export type PortSet = readonly PortInterval[];

export const MAX_PORT = 65535;
export const ALL_PORTS: PortSet = [{ first: 0, last: MAX_PORT }];

/** The set of some intervals, in any order. */
export function portSet(intervals: readonly PortInterval[]): PortSet {
  if (intervals.length < 2) {
    return intervals;
  }
  const joined: { first: number; last: number }[] = [];
  for (const { first, last } of [...intervals].sort((a, b) => a.first - b.first)) {
    const before = joined[joined.length - 1];
    if (before !== undefined && first <= before.last + 1) {
      before.last = Math.max(before.last, last);
    } else {
      joined.push({ first, last });
    }
  }
  return joined;
}

/** `443`, `8704-8710`. */
export function portText({ first, last }: PortInterval): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** A text that only the same list of ports has. */
export function portsKey(ports: readonly PortInterval[] = []): string {
  return ports.map(portText).join();
}

/** What a sentence says about ports that are shown as `8787, 18881`: one is "port 80". */
export function portsWords(shown: string): string {
  return `${/^\d+$/.test(shown) ? 'port' : 'ports'} ${shown}`;
}

export function isEveryPort({ first, last }: PortInterval): boolean {
  return first === 0 && last === MAX_PORT;
}

/** Ports that people know, for examples. */
const KNOWN_PORTS = [443, 80, 22, 3389, 1433, 53];

/** One port out of an interval, for an example: one that people know, else the first. Nobody listens on port 0. */
export function examplePort({ first, last }: PortInterval): number {
  return KNOWN_PORTS.find((port) => first <= port && port <= last) ?? Math.max(first, Math.min(last, 1));
}

export function withoutPorts(set: PortSet, other: PortSet): PortSet {
  if (set.length === 0 || other.length === 0) {
    return set;
  }
  const left: PortInterval[] = [];
  let j = 0;
  for (const { first, last } of set) {
    let from = first;
    while (j < other.length && other[j]!.last < from) {
      j++;
    }
    for (let k = j; k < other.length && other[k]!.first <= last; k++) {
      if (other[k]!.first > from) {
        left.push({ first: from, last: other[k]!.first - 1 });
      }
      from = other[k]!.last + 1;
    }
    if (from <= last) {
      left.push({ first: from, last });
    }
  }
  return left;
}

export function commonPorts(set: PortSet, other: PortSet): PortSet {
  if (set === other) {
    return set;
  }
  const common: PortInterval[] = [];
  for (let i = 0, j = 0; i < set.length && j < other.length;) {
    const [a, b] = [set[i]!, other[j]!];
    const first = Math.max(a.first, b.first);
    const last = Math.min(a.last, b.last);
    if (first <= last) {
      common.push({ first, last });
    }
    if (a.last < b.last) {
      i++;
    } else {
      j++;
    }
  }
  return common;
}

/** Whether two lists of intervals, in any order, have a port in common. */
export function portsOverlap(some: readonly PortInterval[], others: readonly PortInterval[]): boolean {
  for (const { first, last } of some) {
    for (const other of others) {
      if (first <= other.last && other.first <= last) {
        return true;
      }
    }
  }
  return false;
}

/** Whether some intervals, in any order, have a port. */
export function hasPort(intervals: readonly PortInterval[], port: number): boolean {
  return intervals.some(({ first, last }) => first <= port && port <= last);
}

/** Whether a set has all ports of another. Its intervals do not touch, so each interval of the other is in one of them. */
export function portsHold(holder: PortSet, ports: PortSet): boolean {
  for (const { first, last } of ports) {
    if (endFrom(holder, first) < last) {
      return false;
    }
  }
  return true;
}

/** The parts of a set that none of some lists of ports divides. */
export function cutPorts(set: PortSet, lists: readonly (readonly PortInterval[])[]): PortInterval[] {
  return new PortCuts(lists).of(set);
}

/** Where lists of ports begin and end, which divides sets of ports. One serves many sets. */
export class PortCuts {
  private readonly starts: readonly number[];

  constructor(lists: readonly (readonly PortInterval[])[]) {
    const starts = new Set<number>();
    for (const ports of lists) {
      for (const { first, last } of ports) {
        starts.add(first).add(last + 1);
      }
    }
    this.starts = [...starts].sort((a, b) => a - b);
  }

  /** The parts of a set that none of the lists divides. */
  public of(set: PortSet): PortInterval[] {
    const parts: PortInterval[] = [];
    for (const { first, last } of set) {
      let begin = first;
      for (let i = this.countUpTo(first); i < this.starts.length && this.starts[i]! <= last; i++) {
        parts.push({ first: begin, last: this.starts[i]! - 1 });
        begin = this.starts[i]!;
      }
      parts.push({ first: begin, last });
    }
    return parts;
  }

  /** How many starts are at a port or before it. */
  private countUpTo(port: number): number {
    let [from, to] = [0, this.starts.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.starts[middle]! <= port) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}

/** A set of ports that grows: each interval is added with the parts of it that were not there. */
export class GrowingPorts {
  private readonly all: PortInterval[] = [];

  /** Adds an interval and gives the parts of it that are new. */
  public add({ first, last }: PortInterval): PortSet {
    let from = 0;
    let to = this.all.length;
    while (from < to) { // to the first interval that ends at the port before or later
      const middle = (from + to) >>> 1;
      if (this.all[middle]!.last + 1 < first) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    let end = from;
    while (end < this.all.length && this.all[end]!.first <= last + 1) {
      end++;
    }
    const touched = this.all.slice(from, end);
    const hull = {
      first: Math.min(first, touched[0]?.first ?? first), last: Math.max(last, touched[touched.length - 1]?.last ?? last),
    };
    this.all.splice(from, end - from, hull);
    return withoutPorts([{ first, last }], touched);
  }
}

/** The last port of the interval that has a port, or -1. */
export function endFrom(ports: PortSet, port: number): number {
  for (const { first, last } of ports) {
    if (first > port) {
      return -1;
    }
    if (last >= port) {
      return last;
    }
  }
  return -1;
}

/** The last port, at most `last`, up to which a set has all ports from a port on, or has none of them. */
export function sameUntil(ports: PortSet, port: number, last: number): number {
  for (const interval of ports) {
    const end = interval.first > port ? interval.first - 1 : interval.last;
    if (end >= port) {
      return Math.min(end, last);
    }
  }
  return last;
}
