import {
  blanksEnd, CLOSE_LIST, CLOSE_OBJECT, COMMA, keyOf, OPEN_LIST, OPEN_OBJECT, plainEnd, QUOTATION_MARK, stringEnd,
} from './json-characters';

/** Keys and positions that lead to a value in a document. */
export type JsonPath = readonly (string | number)[];

/**
 * Where a value begins in a text that is JSON; where the nearest value above it begins when it is missing. Only the way to
 * the value is walked, and no tree is made, which would take many times the room of the text.
 */
export function offsetOf(text: string, path: JsonPath): number {
  let at = blanksEnd(text, 0);
  for (const key of path) {
    const below = typeof key === 'number' ? itemPlace(text, at, key) : memberPlace(text, at, key);
    if (below === undefined) {
      return at;
    }
    at = below;
  }
  return at;
}

/**
 * Where the members of an object, or the items of a list, begin that stands at a place; nothing for another value. Of a key that
 * is given twice it is the last, as it is for the value.
 */
export function placesBelow(text: string, place: number): ReadonlyMap<string | number, number> {
  const places = new Map<string | number, number>();
  const isList = text.charCodeAt(place) === OPEN_LIST;
  if (!isList && text.charCodeAt(place) !== OPEN_OBJECT) {
    return places;
  }
  let at = blanksEnd(text, place + 1);
  while (at < text.length && text.charCodeAt(at) !== (isList ? CLOSE_LIST : CLOSE_OBJECT)) {
    const end = isList ? at : stringEnd(text, at);
    const value = isList ? at : blanksEnd(text, blanksEnd(text, end) + 1); // behind the colon
    places.set(isList ? places.size : keyOf(text, at, end), value);
    at = nextPlace(text, value);
  }
  return places;
}

/** Line and column of a place, from 1, with a colon between them. */
export function lineAndColumn(text: string, place: number): string {
  return `${lineOf(text, place)}:${place - (place === 0 ? -1 : text.lastIndexOf('\n', place - 1))}`;
}

/** Line of a place, from 1. */
export function lineOf(text: string, place: number): number {
  let line = 1;
  for (let end = text.indexOf('\n'); end >= 0 && end < place; end = text.indexOf('\n', end + 1)) {
    line++;
  }
  return line;
}

function itemPlace(text: string, list: number, index: number): number | undefined {
  if (text.charCodeAt(list) !== OPEN_LIST) {
    return undefined;
  }
  let at = blanksEnd(text, list + 1);
  for (let i = 0; i < index && text.charCodeAt(at) !== CLOSE_LIST; i++) {
    at = nextPlace(text, at);
  }
  return text.charCodeAt(at) === CLOSE_LIST ? undefined : at;
}

function memberPlace(text: string, object: number, key: string): number | undefined {
  if (text.charCodeAt(object) !== OPEN_OBJECT) {
    return undefined;
  }
  let at = blanksEnd(text, object + 1);
  while (text.charCodeAt(at) !== CLOSE_OBJECT) {
    const end = stringEnd(text, at);
    const value = blanksEnd(text, blanksEnd(text, end) + 1); // behind the colon
    if (keyOf(text, at, end) === key) {
      return value;
    }
    at = nextPlace(text, value);
  }
  return undefined;
}

/** Where the next item or member begins, or where the list or the object ends. */
function nextPlace(text: string, value: number): number {
  const at = blanksEnd(text, valueEnd(text, value));
  return text.charCodeAt(at) === COMMA ? blanksEnd(text, at + 1) : at;
}

function valueEnd(text: string, begin: number): number {
  let at = begin;
  let depth = 0;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTATION_MARK) {
      at = stringEnd(text, at);
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth++;
      at++;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      depth--;
      at++;
    } else {
      at = Math.max(plainEnd(text, at), at + 1); // past what stands between values, too
    }
  } while (depth > 0);
  return at;
}
