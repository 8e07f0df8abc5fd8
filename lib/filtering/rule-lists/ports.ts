import { PortInterval } from '../../network/network';

/** Ports as first, last, first, last ...: in order, without overlaps, touching intervals joined. So equal sets are equal lists. */
export type PortRuns = Int32Array;

export function portsOf(intervals: readonly PortInterval[]): PortRuns {
  if (intervals.length === 1 && intervals[0]!.first <= intervals[0]!.last) {
    return Int32Array.of(intervals[0]!.first, intervals[0]!.last);
  }
  const sorted = intervals.filter(({ first, last }) => first <= last).sort((a, b) => a.first - b.first);
  const ends: number[] = [];
  for (const { first, last } of sorted) {
    if (ends.length > 0 && first <= ends.at(-1)! + 1) {
      ends[ends.length - 1] = Math.max(ends.at(-1)!, last);
    } else {
      ends.push(first, last);
    }
  }
  return Int32Array.from(ends);
}

export function portIntervals(ports: PortRuns): PortInterval[] {
  return Array.from({ length: ports.length / 2 }, (_, i) => ({ first: ports[2 * i]!, last: ports[2 * i + 1]! }));
}

/** The last port of the interval that holds a port, or -1. */
export function endFrom(ports: PortRuns, port: number): number {
  for (let i = 0; i < ports.length && ports[i]! <= port; i += 2) {
    if (ports[i + 1]! >= port) {
      return ports[i + 1]!;
    }
  }
  return -1;
}

/**
 * Whether a port is in an interval; then the last port, else the port before the next interval, at most `last`, up
 * to which that does not change.
 */
export function changeAfter(ports: PortRuns, port: number, last: number): number {
  for (let i = 0; i < ports.length; i++) {
    const end = (i & 1) === 0 ? ports[i]! - 1 : ports[i]!;
    if (end >= port) {
      return Math.min(end, last);
    }
  }
  return last;
}

export function portsOverlap(some: PortRuns, others: PortRuns): boolean {
  for (let i = 0, j = 0; i < some.length && j < others.length;) {
    if (some[i + 1]! < others[j]!) {
      i += 2;
    } else if (others[j + 1]! < some[i]!) {
      j += 2;
    } else {
      return true;
    }
  }
  return false;
}

/** Whether all of the second are in the first. */
export function portsHold(holder: PortRuns, ports: PortRuns): boolean {
  for (let i = 0; i < ports.length; i += 2) {
    if (endFrom(holder, ports[i]!) < ports[i + 1]!) {
      return false;
    }
  }
  return true;
}

export function commonPorts(some: PortRuns, others: PortRuns): PortRuns {
  if (some === others) {
    return some;
  }
  const ends: number[] = [];
  for (let i = 0, j = 0; i < some.length && j < others.length;) {
    const first = Math.max(some[i]!, others[j]!);
    const last = Math.min(some[i + 1]!, others[j + 1]!);
    if (first <= last) {
      ends.push(first, last);
    }
    if (some[i + 1]! < others[j + 1]!) {
      i += 2;
    } else {
      j += 2;
    }
  }
  return Int32Array.from(ends);
}
