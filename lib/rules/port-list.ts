import { isEveryPort, portText } from '../azure/port-sets';
import { knownPorts, PortRange } from '../requirements/port-range';

/**
 * Ports and ranges of several requirements as one list for the provider: in order, none twice, and ranges that have ports in
 * common as one. What is known later comes last. `*` is every port.
 */
export function portListOf(ports: readonly PortRange[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const { first, last } of knownPorts(ports).sort((a, b) => a.first - b.first)) {
    const previous = ranges[ranges.length - 1];
    if (previous !== undefined && first <= previous.last) {
      previous.last = Math.max(previous.last, last);
    } else {
      ranges.push({ first, last });
    }
  }
  const later = ports.filter(({ interval }) => interval === undefined).map(String);
  return ranges.some(isEveryPort) ? '*' : [...ranges.map(portText), ...new Set(later)].join(',');
}
