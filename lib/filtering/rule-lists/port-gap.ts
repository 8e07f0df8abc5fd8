import { changeAfter, endFrom, PortRuns } from './ports';
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
    for (let i = 0; i < box.sourcePorts.length; i += 2) {
      const last = box.sourcePorts[i + 1]!;
      // From one port to the next where a rule begins or ends to match.
      for (let sourcePort = box.sourcePorts[i]!; sourcePort <= last;) {
        let until = last;
        for (let j = 0; j < count; j++) {
          until = changeAfter(rules.sourcePorts[some[j]!]!, sourcePort, until);
        }
        const destinationPort = destinationGap(rules, some, count, 1 << protocol, sourcePort, box.destinationPorts);
        if (destinationPort >= 0) {
          return { protocol, sourcePort, destinationPort };
        }
        sourcePort = until + 1;
      }
    }
  }
  return undefined;
}

function destinationGap(rules: RuleList, some: Int32Array, count: number, protocol: number, sourcePort: number, ports: PortRuns): number {
  for (let i = 0; i < ports.length; i += 2) {
    for (let port = ports[i]!; port <= ports[i + 1]!;) {
      let until = -1;
      for (let j = 0; j < count; j++) {
        const rule = some[j]!;
        if ((rules.protocols[rule]! & protocol) !== 0) {
          const end = endFrom(rules.destinationPorts[rule]!, port);
          if (end > until && endFrom(rules.sourcePorts[rule]!, sourcePort) >= 0) {
            until = end;
          }
        }
      }
      if (until < 0) {
        return port;
      }
      port = until + 1;
    }
  }
  return -1;
}

/** Ports that are free for protocols. */
export interface FreePorts {
  readonly protocols: number;
  readonly sourcePorts: PortRuns;
  readonly destinationPorts: PortRuns;
}

/** The protocols and ports of the box that none of some rules has, one protocol and one run of source ports at a time. */
export function freePorts(rules: RuleList, some: Int32Array, box: Box): FreePorts[] {
  const free: FreePorts[] = [];
  for (let left = box.protocols; left !== 0; left &= left - 1) {
    const protocol = left & -left;
    const held = some.filter((rule) => (rules.protocols[rule]! & protocol) !== 0);
    for (let i = 0; i < box.sourcePorts.length; i += 2) {
      for (let first = box.sourcePorts[i]!; first <= box.sourcePorts[i + 1]!;) {
        const last = held.reduce((until, rule) => changeAfter(rules.sourcePorts[rule]!, first, until), box.sourcePorts[i + 1]!);
        const taken = held.filter((rule) => endFrom(rules.sourcePorts[rule]!, first) >= 0);
        const ends: number[] = [];
        for (let j = 0; j < box.destinationPorts.length; j += 2) {
          for (let begin = box.destinationPorts[j]!; begin <= box.destinationPorts[j + 1]!;) {
            const end = taken.reduce(
              (until, rule) => changeAfter(rules.destinationPorts[rule]!, begin, until), box.destinationPorts[j + 1]!,
            );
            if (taken.every((rule) => endFrom(rules.destinationPorts[rule]!, begin) < 0)) {
              ends.push(begin, end);
            }
            begin = end + 1;
          }
        }
        if (ends.length > 0) {
          free.push({ protocols: protocol, sourcePorts: Int32Array.of(first, last), destinationPorts: Int32Array.from(ends) });
        }
        first = last + 1;
      }
    }
  }
  return free;
}
