import { AddressInterval } from '../../network/network';

export const WHOLE_FAMILIES: Readonly<Record<4 | 6, AddressInterval>> = {
  4: { family: 4, first: 0n, last: (1n << 32n) - 1n },
  6: { family: 6, first: 0n, last: (1n << 128n) - 1n },
};

/** The same addresses in the order of addresses, IPv4 first, without overlaps, touching intervals joined. */
export function joinedIntervals(intervals: readonly AddressInterval[]): AddressInterval[] {
  const sorted = intervals.filter(({ first, last }) => first <= last)
    .sort((a, b) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const joined: AddressInterval[] = [];
  for (const interval of sorted) {
    const before = joined.at(-1);
    if (before === undefined || before.family !== interval.family || before.last + 1n < interval.first) {
      joined.push(interval);
    } else if (before.last < interval.last) {
      joined[joined.length - 1] = { ...before, last: interval.last };
    }
  }
  return joined;
}

/** The addresses that are in both, in the order of addresses. */
export function commonIntervals(some: readonly AddressInterval[], others: readonly AddressInterval[]): AddressInterval[] {
  const [left, right] = [joinedIntervals(some), joinedIntervals(others)];
  const common: AddressInterval[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [a, b] = [left[i]!, right[j]!];
    if (a.family === b.family && a.first <= b.last && b.first <= a.last) {
      common.push({ family: a.family, first: a.first > b.first ? a.first : b.first, last: a.last < b.last ? a.last : b.last });
    }
    if (a.family < b.family || (a.family === b.family && a.last < b.last)) {
      i++;
    } else {
      j++;
    }
  }
  return common;
}
