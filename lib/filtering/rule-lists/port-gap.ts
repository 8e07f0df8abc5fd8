import { endFrom, PortInterval, PortSet, sameUntil } from '../../azure/port-sets';
import { Box, RuleList } from './rule-list';

export interface PortGap {
  /** The number of its bit. */
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/**
 * A protocol and ports of the box that none of some rules has.
 * @param count how many of the list there are
 */
export function portGap(rules: RuleList, some: Int32Array, count: number, box: Box): PortGap | undefined {
  for (let left = box.protocols; left !== 0; left &= left - 1) {
    const protocol = 31 - Math.clz32(left & -left);
    for (const { first, last } of box.sourcePorts) {
      // From one port to the next where a rule begins or ends to match.
      for (let sourcePort = first; sourcePort <= last;) {
        let until = last;
        for (let j = 0; j < count; j++) {
          const ports = rules.sourcePorts[some[j]!]!;
          until = ports === box.sourcePorts ? until : sameUntil(ports, sourcePort, until); // equal sets are the same object
        }
        const destinationPort = destinationGap(rules, some, count, 1 << protocol, sourcePort, box);
        if (destinationPort >= 0) {
          return { protocol, sourcePort, destinationPort };
        }
        sourcePort = until + 1;
      }
    }
  }
  return undefined;
}

/** The first destination port that no rule has for this protocol and source port; -1 when they have all. */
function destinationGap(rules: RuleList, some: Int32Array, count: number, protocol: number, sourcePort: number, box: Box): number {
  for (const { first, last } of box.destinationPorts) {
    for (let port = first; port <= last;) {
      const until = heldUntil(rules, some, count, protocol, sourcePort, port, box);
      if (until < 0) {
        return port;
      }
      port = until + 1;
    }
  }
  return -1;
}

/** The last port of the longest interval that a rule has from a destination port on; -1 when no rule has that port. */
function heldUntil(
  rules: RuleList, some: Int32Array, count: number, protocol: number, sourcePort: number, port: number, box: Box,
): number {
  let until = -1;
  for (let j = 0; j < count; j++) {
    const rule = some[j]!;
    if ((rules.protocols[rule]! & protocol) !== 0) {
      const end = endFrom(rules.destinationPorts[rule]!, port);
      const from = rules.sourcePorts[rule]!;
      if (end > until && (from === box.sourcePorts || endFrom(from, sourcePort) >= 0)) {
        until = end;
      }
    }
  }
  return until;
}

/** Ports that are free for protocols. */
export interface FreePorts {
  readonly protocols: number;
  readonly sourcePorts: PortSet;
  readonly destinationPorts: PortSet;
}

/** The protocols and ports of the box that none of some rules has, one protocol and one run of source ports at a time. */
export function freePorts(rules: RuleList, some: Int32Array, box: Box): FreePorts[] {
  const free: FreePorts[] = [];
  for (let left = box.protocols; left !== 0; left &= left - 1) {
    const protocol = left & -left;
    const held = some.filter((rule) => (rules.protocols[rule]! & protocol) !== 0);
    for (const from of box.sourcePorts) {
      for (let { first } = from; first <= from.last;) {
        const last = held.reduce((until, rule) => sameUntil(rules.sourcePorts[rule]!, first, until), from.last);
        const taken = held.filter((rule) => endFrom(rules.sourcePorts[rule]!, first) >= 0);
        const ports = Array.from(taken, (rule) => rules.destinationPorts[rule]!);
        const destinationPorts = box.destinationPorts.flatMap((to) => freeIn(to, ports));
        if (destinationPorts.length > 0) {
          free.push({ protocols: protocol, sourcePorts: [{ first, last }], destinationPorts });
        }
        first = last + 1;
      }
    }
  }
  return free;
}

/** The parts of an interval that are in none of some sets. */
function freeIn({ first, last }: PortInterval, taken: readonly PortSet[]): PortInterval[] {
  const free: PortInterval[] = [];
  for (let begin = first; begin <= last;) {
    const end = taken.reduce((until, ports) => sameUntil(ports, begin, until), last);
    if (taken.every((ports) => endFrom(ports, begin) < 0)) {
      free.push({ first: begin, last: end });
    }
    begin = end + 1;
  }
  return free;
}
