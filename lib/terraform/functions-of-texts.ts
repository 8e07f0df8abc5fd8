import { allKnown, asBoolean, asInteger, asList, asNumber, asText, NotKnown, Refused } from './computed';
import type { TerraformFunction } from './terraform-function';
import { Unresolved } from './values';

/** Letters beyond ASCII are counted and changed by rules of their own, which are not followed. */
function ascii(value: unknown): string {
  const text = asText(value);
  if (/[^\0-\x7f]/.test(text)) {
    throw new NotKnown(new Unresolved('text beyond ASCII is not evaluated'));
  }
  return text;
}

/** Letters in another case, each as one letter: what becomes several, as the German sharp s does, stays as it is. Source: Go, unicode. */
function inCase(value: unknown, change: (letter: string) => string): string {
  return [...asText(value)].map((letter) => {
    if (letter === '\u0130') {
      throw new NotKnown(new Unresolved('the letter depends on the language'));
    }
    const changed = change(letter);
    return [...changed].length === 1 ? changed : letter;
  }).join('');
}

/** The first letter of each word as a capital; what is no letter, digit or `_` ends a word. Source: Go, strings.Title. */
function title(value: unknown): string {
  return ascii(value).replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** White space beyond ASCII is told by rules of its own. */
function trimSpace(value: unknown): string {
  const text = asText(value).replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
  if (/^\s|\s$|^\x85|\x85$/.test(text)) {
    throw new NotKnown(new Unresolved('text beyond ASCII is not evaluated'));
  }
  return text;
}

const VERB = /%(?:(%)|(0?)(\d{0,3})([sdvq]))/y;

/** `format` with the verbs of names and numbers; others are left to Terraform. */
function format(template: unknown, ...values: readonly unknown[]): string {
  const text = asText(template);
  let result = '';
  let used = 0;
  for (let at = 0; at < text.length;) {
    if (text[at] !== '%') {
      result += text[at++]!;
      continue;
    }
    VERB.lastIndex = at;
    const match = VERB.exec(text);
    if (match === null) {
      throw new NotKnown(new Unresolved('the format is not evaluated'));
    }
    at = VERB.lastIndex;
    const [, percent, zero, width, verb] = match;
    if (percent !== undefined) {
      result += '%';
      continue;
    }
    if (used >= values.length) {
      throw new Refused('the format takes more values');
    }
    result += formatted(values[used++], verb!).padStart(Number(width), zero === '0' && verb === 'd' ? '0' : ' ');
  }
  if (used < values.length) {
    throw new Refused('the format takes fewer values');
  }
  return result;
}

function formatted(value: unknown, verb: string): string {
  switch (verb) {
    case 'd': {
      const number = asInteger(value);
      if (number < 0) {
        throw new NotKnown(new Unresolved('the format is not evaluated'));
      }
      return String(number);
    }
    case 'q':
      return JSON.stringify(ascii(value));
    default:
      if (typeof value === 'object') {
        throw new NotKnown(value instanceof Unresolved ? value : new Unresolved('the format is not evaluated'));
      }
      return asText(value);
  }
}

function formatList(template: unknown, ...values: readonly unknown[]): unknown[] {
  const lists = values.map((value) => (Array.isArray(value) ? value as unknown[] : undefined));
  const lengths = new Set(lists.flatMap((list) => list?.length ?? []));
  if (lengths.size > 1) {
    throw new Refused('the lists have different lengths');
  }
  values.forEach((value) => asText(Array.isArray(value) ? '' : value));
  const [length = 1] = lengths;
  return Array.from({ length }, (_, i) => format(template, ...values.map((value, n) => (lists[n] === undefined ? value : lists[n][i]))));
}

function substring(text: unknown, offset: unknown, length: unknown): string {
  const whole = ascii(text);
  const [from, count] = [asInteger(offset), asInteger(length)];
  const begin = from < 0 ? Math.max(0, whole.length + from) : from;
  return count < 0 ? whole.slice(begin) : whole.slice(begin, begin + count);
}

function trimmed(text: unknown, characters: unknown, isStart: boolean, isEnd: boolean): string {
  const [whole, set] = [asText(text), new Set(asText(characters))];
  let [first, last] = [0, whole.length];
  while (isStart && first < last && set.has(whole[first]!)) {
    first++;
  }
  while (isEnd && last > first && set.has(whole[last - 1]!)) {
    last--;
  }
  return whole.slice(first, last);
}

function whole(operation: (value: number) => number): TerraformFunction {
  return (value) => operation(asNumber(value));
}

function spread(values: readonly unknown[]): number[] {
  const numbers = values.map(asNumber);
  if (numbers.length === 0) {
    throw new Refused('it takes a number');
  }
  return numbers;
}

export const TEXT_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  format, formatlist: formatList, substr: substring,
  join: (separator, ...lists) => lists.flatMap((list) => allKnown(asList(list)).map(asText)).join(asText(separator)),
  split: (separator, text) => asText(text).split(asText(separator)),
  lower: (text) => inCase(text, (letter) => letter.toLowerCase()),
  upper: (text) => inCase(text, (letter) => letter.toUpperCase()),
  title,
  chomp: (text) => asText(text).replace(/(\r?\n)+$/, ''),
  strrev: (text) => [...ascii(text)].reverse().join(''),
  trim: (text, characters) => trimmed(text, characters, true, true),
  trimprefix: (text, prefix) => (asText(text).startsWith(asText(prefix)) ? asText(text).slice(asText(prefix).length) : asText(text)),
  trimsuffix: (text, suffix) =>
    (asText(suffix) !== '' && asText(text).endsWith(asText(suffix)) ? asText(text).slice(0, -asText(suffix).length) : asText(text)),
  trimspace: trimSpace,
  startswith: (text, prefix) => asText(text).startsWith(asText(prefix)),
  endswith: (text, suffix) => asText(text).endsWith(asText(suffix)),
  strcontains: (text, part) => asText(text).includes(asText(part)),
  tostring: (value) => (value === null ? null : asText(value)),
  tonumber: (value) => (value === null ? null : asNumber(value)),
  tobool: (value) => (value === null ? null : asBoolean(value)),
  abs: whole(Math.abs), ceil: whole(Math.ceil), floor: whole(Math.floor), signum: whole(Math.sign),
  max: (...values) => Math.max(...spread(values)),
  min: (...values) => Math.min(...spread(values)),
};
