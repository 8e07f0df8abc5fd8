import { PortInterval } from '../network/network';

/** Sets of ports as intervals in order, which neither overlap nor touch. */
export type PortSet = readonly PortInterval[];

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

export function portsOverlap(set: readonly PortInterval[], other: readonly PortInterval[]): boolean {
  return set.some((a) => other.some((b) => a.first <= b.last && b.first <= a.last));
}

export function hasPort(set: readonly PortInterval[], port: number): boolean {
  return set.some(({ first, last }) => first <= port && port <= last);
}

/** The parts of a set that none of some lists of ports divides. */
export function cutPorts(set: PortSet, lists: readonly (readonly PortInterval[])[]): PortInterval[] {
  const starts = [...new Set(lists.flatMap((ports) => ports.flatMap(({ first, last }) => [first, last + 1])))].sort((a, b) => a - b);
  return set.flatMap(({ first, last }) => {
    const cuts = [first, ...starts.filter((start) => start > first && start <= last)];
    return cuts.map((begin, i) => ({ first: begin, last: (cuts[i + 1] ?? last + 1) - 1 }));
  });
}
