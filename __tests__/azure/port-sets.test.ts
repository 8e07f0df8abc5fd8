import { GrowingPorts, PortInterval, cutPorts, portSet, portsWords, withoutPorts } from '../../lib/azure/port-sets';
import fc from '../support/fast-check';

const interval = fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 })).map(([a, b]): PortInterval =>
  ({ first: Math.min(a, b), last: Math.max(a, b) }));
const intervals = fc.array(interval, { maxLength: 6 });
const portsOf = (all: readonly PortInterval[]): number[] =>
  all.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i));

test('parts that no list divides', () => {
  fc.assert(fc.property(intervals.map(portSet), fc.array(intervals, { maxLength: 4 }), (set, lists) => {
    const parts = cutPorts(set, lists);
    expect(portsOf(parts)).toEqual(portsOf(set));
    const holding = (port: number): string =>
      lists.map((list) => list.map(({ first, last }) => first <= port && port <= last).join()).join();
    for (const part of parts) {
      expect(new Set(portsOf([part]).map(holding)).size).toBe(1);
    }
  }));
});

test('a set that grows says of each interval what is new', () => {
  fc.assert(fc.property(fc.array(interval, { maxLength: 12 }), (all) => {
    const growing = new GrowingPorts();
    all.forEach((one, i) => {
      expect(growing.add(one)).toEqual(withoutPorts([one], portSet(all.slice(0, i))));
    });
  }));
});

test.each([['80', 'port 80'], ['8787, 18881', 'ports 8787, 18881'], ['44-45', 'ports 44-45']])('%s in a sentence', (shown, words) => {
  expect(portsWords(shown)).toBe(words);
});
