import { isKnownPort, portEnds } from '../requirements/ports';

const ALL_PORTS = '0-65535';

/**
 * Ports and ranges of several requirements as one list for the provider: in order, none twice, and ranges that have ports in
 * common as one. What is known later comes last. `*` is every port.
 */
export function portListOf(ports: readonly string[]): string {
  const unique = [...new Set(ports)];
  const ranges: [first: number, last: number][] = [];
  for (const { first, last } of unique.filter(isKnownPort).map(portEnds).sort((a, b) => a.first - b.first)) {
    const previous = ranges[ranges.length - 1];
    if (previous !== undefined && first <= previous[1]) {
      previous[1] = Math.max(previous[1], last);
    } else {
      ranges.push([first, last]);
    }
  }
  const texts = ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`));
  return texts.includes(ALL_PORTS) ? '*' : [...texts, ...unique.filter((port) => !isKnownPort(port))].join(',');
}

/** Whether ports and ranges hold a port or range. What is known later is held only by itself. */
export function holdsPorts(ports: readonly string[], asked: string): boolean {
  if (ports.includes(asked) || !isKnownPort(asked)) {
    return ports.includes(asked);
  }
  const { first, last } = portEnds(asked);
  return ports.filter(isKnownPort).map(portEnds).some((one) => one.first <= first && last <= one.last);
}
