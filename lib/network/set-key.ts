import type { IntervalSet } from './interval-set';

const keys = new WeakMap<IntervalSet, string>();

/** A text that only equal sets have. Asked for each rule and each flow. */
export function setKey(set: IntervalSet): string {
  const key = keys.get(set) ?? set.intervals.map(({ family, first, last }) => `${family} ${first} ${last}`).join();
  keys.set(set, key);
  return key;
}
