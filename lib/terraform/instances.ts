import { isPlain, TerraformSet } from './computed';
import type { Instances } from './evaluation-scope';
import { isFields } from '../network/fields';

/** Instances of one resource: more than any network has make a plan the better thing to give. */
const MAX_INSTANCES = 10_000;

/** The instances that a value of `count` or `for_each` makes; undefined where the value is not known. */
export function instancesFrom(argument: 'count' | 'for_each' | undefined, value: unknown): Instances {
  if (argument === 'count') {
    const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
    return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 && count <= MAX_INSTANCES
      ? new Map(Array.from({ length: count }, (_, index) => [index, new Map([['count', { index }]])])) : undefined;
  }
  const pairs = value instanceof TerraformSet
    ? value.items.map((item) => [item, item] as const)
    : isFields(value) && isPlain(value) ? Object.entries(value)
    : undefined;
  return pairs === undefined || pairs.length > MAX_INSTANCES || pairs.some(([key]) => typeof key !== 'string') ? undefined
    : new Map(pairs.map(([key, item]) => [key as string, new Map([['each', { key, value: item }]])]));
}
