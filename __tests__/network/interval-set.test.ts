import { addressText, intervalOf, intervalText } from '../../lib/network/address-text';
import { IntervalSet } from '../../lib/network/interval-set';
import { AddressInterval } from '../../lib/network/network';
import fc from '../support/fast-check';

/** A few addresses at the ends of both families, where runs begin, end and touch. */
const PLACES: readonly (readonly [4 | 6, bigint])[] = [
  ...[0n, 1n, 2n, 3n, 4n, 5n].map((address) => [4, address] as const), ...[2n, 1n, 0n].map((back) => [4, (1n << 32n) - 1n - back] as const),
  ...[0n, 1n, 2n].map((address) => [6, address] as const), ...[1n, 0n].map((back) => [6, (1n << 128n) - 1n - back] as const),
];

const interval: fc.Arbitrary<AddressInterval> = fc.tuple(fc.constantFrom(...PLACES), fc.constantFrom(...PLACES))
  .map(([[family, a], [other, b]]) => {
    const last = family === other ? b : a;
    return { family, first: a < last ? a : last, last: a < last ? last : a };
  });
const intervals = fc.array(interval, { maxLength: 5 });

function holds(list: readonly AddressInterval[], [family, address]: readonly [4 | 6, bigint]): boolean {
  return list.some((one) => one.family === family && one.first <= address && address <= one.last);
}

test('sets hold what their intervals hold, and so do what both have and what only one has', () => {
  fc.assert(fc.property(intervals, intervals, (some, others) => {
    const [a, b] = [IntervalSet.of(some), IntervalSet.of(others)];
    for (const place of PLACES) {
      const [inA, inB] = [holds(some, place), holds(others, place)];
      expect([place, holds(a.intervals, place), holds(a.and(b).intervals, place), holds(a.without(b).intervals, place)])
        .toEqual([place, inA, inA && inB, inA && !inB]);
    }
    expect(a.overlaps(b)).toBe(!a.and(b).isEmpty);
    expect(a.isIn(b)).toBe(a.without(b).isEmpty);
  }));
});

test('a set is the fewest runs, in order, of one family each', () => {
  fc.assert(fc.property(intervals, (some) => {
    const runs = IntervalSet.of(some).intervals;
    for (let i = 1; i < runs.length; i++) {
      const [before, after] = [runs[i - 1]!, runs[i]!];
      expect(before.family < after.family || (before.family === after.family && before.last + 1n < after.first)).toBe(true);
    }
    expect(IntervalSet.of([...some].reverse()).intervals).toEqual(runs);
  }));
});

test('all of IPv4 is not all addresses', () => {
  expect(IntervalSet.of(['0.0.0.0/1', '128.0.0.0/1'].map(intervalOf)).intervals).toEqual(IntervalSet.IPV4.intervals);
  expect(IntervalSet.of([intervalOf('::/0')]).and(IntervalSet.IPV4).isEmpty).toBe(true);
});

test.each(['10.0.0.0/8', '0.0.0.0/0', '203.0.113.7', '2001:db8::/32', '::1', '::/0'])('%s is read and written', (text) => {
  expect(intervalText(intervalOf(text))).toBe(text);
});

test('a run that is no CIDR range is written by its ends', () => {
  expect(intervalText({ family: 4, first: intervalOf('10.0.0.4').first, last: intervalOf('10.0.0.9').first })).toBe('10.0.0.4-10.0.0.9');
  expect(addressText(6, intervalOf('2001:db8::').first)).toBe('2001:db8::');
});
