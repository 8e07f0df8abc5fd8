import { compareTexts } from '../azure/text-order';
import {
  allKnown, asBoolean, asInteger, asList, asMap, asNumber, asText, isPlain, NotKnown, Refused, TerraformSet, TooLarge,
} from './computed';
import { Sensitive } from './sensitivity';
import type { TerraformFunction } from './terraform-function';
import { isFields } from '../network/fields';
import { Unresolved } from './values';

type MapValue = Readonly<Record<string, unknown>>;

/** More than any network has of anything; lists that double from local value to local value pass it soon. */
const MAX_ITEMS = 100_000;

function limited<T extends readonly unknown[]>(items: T): T {
  if (items.length > MAX_ITEMS) {
    throw new TooLarge();
  }
  return items;
}

/** What tells values apart: equal for equal values. Only texts, numbers and truth values are compared. */
function keyOf(value: unknown): string {
  if (value instanceof Unresolved) {
    throw new NotKnown(value);
  }
  if (typeof value === 'object' && value !== null) {
    throw new NotKnown(new Unresolved('lists and objects are not compared'));
  }
  return `${typeof value} ${String(value)}`;
}

function distinct(items: readonly unknown[]): unknown[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** Texts in order, each once. Terraform turns what stands next to texts into texts. */
export function setOf(items: readonly unknown[]): TerraformSet {
  const values = distinct(items);
  if (values.every((value) => typeof value === 'number')) {
    return new TerraformSet([...values].sort((a, b) => a - b));
  }
  return new TerraformSet([...new Set(values.map(asText))].sort(compareTexts));
}

/** Elements of lists have one type; where texts are among them, all become texts. */
export function listOfOneType(items: readonly unknown[]): readonly unknown[] {
  const isMixed = items.some((item) => typeof item === 'string') &&
    items.some((item) => typeof item === 'number' || typeof item === 'boolean');
  const isKept = (item: unknown): boolean => item === null || item instanceof Unresolved || item instanceof Sensitive;
  return isMixed ? items.map((item) => (isKept(item) ? item : asText(item))) : items;
}

function flatten(value: unknown): unknown[] {
  const result: unknown[] = [];
  const add = (items: readonly unknown[], depth: number): void => {
    for (const item of items) {
      if (item instanceof Unresolved) {
        throw new NotKnown(item); // it may be a list
      }
      if (Array.isArray(item) || item instanceof TerraformSet) {
        if (depth > 64) {
          throw new TooLarge();
        }
        add(asList(item), depth + 1);
      } else {
        result.push(item);
      }
      limited(result);
    }
  };
  add(asList(value), 0);
  return result;
}

function merge(...maps: readonly unknown[]): MapValue {
  const pairs = maps.filter((map) => map !== null).flatMap((map) => Object.entries(asMap(map)));
  return Object.fromEntries(limited(pairs));
}

function lookup(map: unknown, key: unknown, ...rest: readonly unknown[]): unknown {
  const [from, name] = [asMap(map), asText(key)];
  if (Object.hasOwn(from, name)) {
    return from[name];
  }
  if (rest.length !== 1) {
    throw new Refused(`the map has no ${name}`);
  }
  return rest[0];
}

function sortedKeys(map: unknown): string[] {
  return Object.keys(asMap(map)).sort(compareTexts);
}

function length(value: unknown): number {
  if (typeof value === 'string') {
    if (/[^\0-\x7f]/.test(value)) {
      throw new NotKnown(new Unresolved('text beyond ASCII is not counted'));
    }
    return value.length;
  }
  return isFields(value) && isPlain(value) ? Object.keys(value).length : asList(value).length;
}

function element(list: unknown, index: unknown): unknown {
  const [items, at] = [asList(list), asInteger(index)];
  if (items.length === 0 || at < 0) {
    throw at < 0 ? new NotKnown(new Unresolved('the index is negative')) : new Refused('the list is empty');
  }
  return items[at % items.length];
}

function indexOf(list: unknown, value: unknown): number {
  const wanted = keyOf(value);
  const at = asList(list).findIndex((item) => keyOf(item) === wanted);
  if (at < 0) {
    throw new Refused('the list does not have the value');
  }
  return at;
}

/** The first that is neither null nor the empty text. */
function coalesce(...values: readonly unknown[]): unknown {
  for (const value of values) {
    if (value instanceof Unresolved) {
      throw new NotKnown(value);
    }
    if (value !== null && value !== '') {
      return value;
    }
  }
  throw new Refused('none of the values is set');
}

function coalesceList(...lists: readonly unknown[]): unknown {
  const found = lists.find((list) => asList(list).length > 0);
  if (found === undefined) {
    throw new Refused('all lists are empty');
  }
  return found;
}

function contains(list: unknown, value: unknown): boolean {
  const items = asList(list);
  const wanted = keyOf(value);
  if (items.some((item) => !(item instanceof Unresolved) && keyOf(item) === wanted)) {
    return true;
  }
  allKnown(items);
  return false;
}

function one(list: unknown): unknown {
  const items = asList(list);
  if (items.length > 1) {
    throw new Refused('the list has more than one');
  }
  return items[0] ?? null;
}

/** `range(limit)`, `range(start, limit)` and `range(start, limit, step)` of whole numbers. */
function range(...args: readonly unknown[]): number[] {
  const [a, b, c] = args.map(asInteger);
  const [start, limit] = b === undefined ? [0, a!] : [a!, b];
  const step = c ?? (start <= limit ? 1 : -1);
  if (step === 0 || (step > 0 ? start > limit : start < limit)) {
    throw new Refused('the step leads away from the limit');
  }
  const count = Math.ceil((limit - start) / step);
  if (count > MAX_ITEMS) {
    throw new TooLarge();
  }
  return Array.from({ length: count }, (_, i) => start + i * step);
}

function slice(list: unknown, from: unknown, to: unknown): unknown[] {
  const [items, first, last] = [asList(list), asInteger(from), asInteger(to)];
  if (first < 0 || last > items.length || first > last) {
    throw new Refused('the list has no such part');
  }
  return items.slice(first, last);
}

function chunks(list: unknown, size: unknown): unknown[] {
  const [items, count] = [asList(list), asInteger(size)];
  if (count < 0) {
    throw new Refused('the size is negative');
  }
  return count === 0 ? [items] : Array.from({ length: Math.ceil(items.length / count) }, (_, i) => items.slice(i * count, (i + 1) * count));
}

function zip(keys: unknown, values: unknown): MapValue {
  const [names, items] = [asList(keys).map(asText), asList(values)];
  if (names.length !== items.length) {
    throw new Refused('the lists have different lengths');
  }
  return Object.fromEntries(names.map((name, i) => [name, items[i]]));
}

/** All combinations, the last list the fastest. */
function product(...lists: readonly unknown[]): unknown[] {
  let result: unknown[][] = [[]];
  for (const list of lists) {
    const items = asList(list);
    if (result.length * items.length > MAX_ITEMS) {
      throw new TooLarge();
    }
    result = result.flatMap((before) => items.map((item) => [...before, item]));
  }
  return result;
}

function common(...sets: readonly unknown[]): TerraformSet {
  const keys = sets.slice(1).map((set) => new Set(asList(set).map(keyOf)));
  return setOf(asList(sets[0]).filter((item) => keys.every((set) => set.has(keyOf(item)))));
}

function without(from: unknown, what: unknown): TerraformSet {
  const left = new Set(asList(what).map(keyOf));
  return setOf(asList(from).filter((item) => !left.has(keyOf(item))));
}

/** Source: Terraform 1.11, collection functions and type conversions. */
export const COLLECTION_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  flatten, merge, lookup, length, element, coalesce, contains, one, range, slice,
  index: indexOf, coalescelist: coalesceList, chunklist: chunks, zipmap: zip, setproduct: product,
  concat: (...lists) => limited(lists.flatMap((list) => asList(list) as unknown[])),
  keys: sortedKeys,
  values: (map) => sortedKeys(map).map((key) => asMap(map)[key]),
  distinct: (list) => distinct(asList(list)),
  compact: (list) => allKnown(asList(list)).filter((item) => item !== null && item !== ''),
  reverse: (list) => [...asList(list)].reverse(),
  sort: (list) => allKnown(asList(list)).map(asText).sort(compareTexts),
  sum: (list) => asList(list).map(asNumber).reduce((sum, number) => sum + number, 0),
  alltrue: (list) => asList(list).every((item) => asBoolean(item)),
  anytrue: (list) => asList(list).some((item) => asBoolean(item)),
  tolist: (list) => (list === null ? null : listOfOneType(asList(list))),
  toset: (list) => (list === null ? null : list instanceof TerraformSet ? list : setOf(asList(list))),
  tomap: (map) => (map === null ? null : asMap(map)),
  setunion: (...sets) => setOf(sets.flatMap((set) => asList(set) as unknown[])),
  setintersection: common, setsubtract: without,
  // Marks of sensitive values are put on and taken off where the call is evaluated.
  sensitive: (value) => value, nonsensitive: (value) => value,
};
