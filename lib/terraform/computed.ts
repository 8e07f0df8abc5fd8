import { createHash } from 'node:crypto';
import { isFields } from '../network/fields';
import { NotEvaluated, Unresolved } from './values';

/** What Terraform calls a set of texts or numbers: each once, in order. */
export class TerraformSet {
  constructor(public readonly items: readonly unknown[]) {}
}

/** A set of objects, whose order is not known here. */
export class UnorderedSet extends TerraformSet {}

/** What stands for an element of such a set, taken by its position. */
export const WITHOUT_ORDER = new NotEvaluated('the set', 'the order of its blocks is not in the files', 'choose one by its name');

/** A mistake that Terraform refuses, which `try` and `can` look for. */
export class Refused extends Error {}

/** Values or work that grow past all that networks need. */
export class TooLarge extends Error {}

/** A value that takes part in a computation is unknown. */
export class NotKnown extends Error {
  constructor(public readonly value: Unresolved) {
    super(value.text);
  }
}

const LONG_SYMBOL = 400;
const MAX_PARTS = 200;

/** What is equal for values that are computed in one way of equal values; undefined when that cannot be said. */
export function symbolOf(operation: string, values: readonly unknown[]): string | undefined {
  const parts = values.map((value) => partOf(value, 0));
  if (parts.some((part) => part === undefined)) {
    return undefined;
  }
  const text = JSON.stringify([operation, ...parts]);
  return text.length <= LONG_SYMBOL ? text : `${operation} ${createHash('sha256').update(text).digest('hex')}`;
}

function partOf(value: unknown, depth: number): unknown {
  if (value instanceof Unresolved) {
    return value.symbol === undefined ? undefined : { symbol: value.symbol };
  }
  if (value instanceof TerraformSet) {
    return partOf(value.items, depth);
  }
  if (typeof value !== 'object' || value === null) {
    return value ?? null;
  }
  const items: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, i) => [i, item] as const)
    : Object.entries(value);
  if (depth > 4 || items.length > MAX_PARTS || (!Array.isArray(value) && !isFields(value))) {
    return undefined;
  }
  const parts = items.map(([key, item]) => [key, partOf(item, depth + 1)]);
  return parts.some(([, part]) => part === undefined) ? undefined : parts;
}

/** A text, from what Terraform turns into one. */
export function asText(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'number' && Number.isFinite(value) && (Number.isSafeInteger(value) || /^-?\d+\.\d{1,9}$/.test(String(value)))) {
    return String(value);
  }
  throw wrong(value, 'a text');
}

export function asNumber(value: unknown): number {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER) {
    return number;
  }
  throw wrong(value, 'a number');
}

export function asInteger(value: unknown): number {
  const number = asNumber(value);
  if (!Number.isSafeInteger(number)) {
    throw wrong(value, 'a whole number');
  }
  return number;
}

export function asBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') {
    return value;
  }
  if (value === 'true' || value === 'false') {
    return value === 'true';
  }
  throw wrong(value, 'true or false');
}

/** Items of a list or of a set. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value as unknown[];
  }
  if (value instanceof UnorderedSet && value.items.length > 1) {
    throw new NotKnown(WITHOUT_ORDER);
  }
  if (value instanceof TerraformSet) {
    return value.items;
  }
  throw wrong(value, 'a list');
}

export function asMap(value: unknown): Readonly<Record<string, unknown>> {
  if (isFields(value) && isPlain(value)) {
    return value;
  }
  throw wrong(value, 'a map');
}

/** Whether it is an object that was written, and not one that stands for something. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The error for a value of the wrong kind. A value that is not known ends the computation without a mistake. */
function wrong(value: unknown, wanted: string): Error {
  return value instanceof Unresolved ? new NotKnown(value) : new Refused(`it takes ${wanted}`);
}

/** Ends the computation when something inside is not known. */
export function allKnown<T>(value: T, seen: Set<unknown> = new Set()): T {
  if (seen.has(value)) {
    return value;
  }
  if (typeof value === 'object') {
    seen.add(value);
  }
  const items: readonly unknown[] = value instanceof TerraformSet
    ? value.items
    : Array.isArray(value) ? value as unknown[]
    : isFields(value) && isPlain(value) ? Object.values(value)
    : [];
  if (value instanceof Unresolved) {
    throw new NotKnown(value);
  }
  items.forEach((item) => allKnown(item, seen));
  return value;
}
