/** Steps through JSON text. They keep nothing of it: a file may be as large as its kind allows. */

export const COMMA = 0x2c;
export const COLON = 0x3a;
export const QUOTATION_MARK = 0x22;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;

/** The first place from `begin` on without white space. */
export function blanksEnd(text: string, begin: number): number {
  let at = begin;
  while (isBlank(text.charCodeAt(at))) {
    at++;
  }
  return at;
}

/** Behind the quotation mark that ends a text; the end of all where it has none. */
export function stringEnd(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) {
      before--;
    }
    if ((at - before) % 2 === 1) {
      return at + 1;
    }
  }
  return text.length;
}

/** Behind a number or a word, which end where something else begins. */
export function plainEnd(text: string, begin: number): number {
  let at = begin;
  for (let code = text.charCodeAt(at); at < text.length && !isBlank(code) && !isMark(code); code = text.charCodeAt(at)) {
    at++;
  }
  return at;
}

/** The key that a text between two places is. */
export function keyOf(text: string, begin: number, end: number): string {
  const raw = text.slice(begin + 1, end - 1);
  return raw.includes('\\') ? JSON.parse(text.slice(begin, end)) as string : raw;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isMark(code: number): boolean {
  return code === COMMA || code === COLON || code === QUOTATION_MARK || code === OPEN_LIST || code === CLOSE_LIST || code === OPEN_OBJECT ||
    code === CLOSE_OBJECT;
}
