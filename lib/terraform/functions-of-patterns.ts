import { asList, asText, NotKnown, Refused } from './computed';
import type { TerraformFunction } from './terraform-function';
import { Unresolved } from './values';

/** Longer texts and patterns are left to Terraform, whose regular expressions take no longer for any of them. */
const MAX_TEXT = 256;
const MAX_PATTERN = 200;

/**
 * What a search may try at most, in bits: a repeat may end at any place of a text, which are 8 bits, and each `?` and `|` doubles the ways.
 * Choices count twice, because a search begins at each place too. JavaScript tries all of them before it finds no match.
 */
const MAX_WAYS = 28;
const [BITS_OF_REPEAT, BITS_OF_CHOICE] = [8, 2];

/**
 * What means the same in the regular expressions of Terraform and of JavaScript: letters, escapes, classes without names, groups that
 * nothing repeats, `|` and anchors, and repeats. A text is divided into these in one way only. Source: RE2, syntax.
 */
const PARTS = [
  /[^\\[\](){}*+?|^$]/, /\\[dDwW.\\/[\](){}*+?|^$-]/, /\[\^?(?:[^\\[\]&~]|\\[dwDW.\\/[\]^-])+\]/, /\((?:\?:)?/, /\)(?![*+?{])/, /[|^$]/,
  /[*+?]\?/, /[*+?](?!\?)/, /\{\d{1,2}(?:,\d{0,2})?\}/,
];
const SAME = new RegExp(`^(?:${PARTS.map(({ source }) => source).join('|')})*$`);

function isQuick(text: string): boolean {
  const count = (part: RegExp): number => text.match(part)?.length ?? 0;
  return BITS_OF_REPEAT * count(/[*+]|\{\d+,\d*\}/g) + BITS_OF_CHOICE * count(/(?<!\()\?|\|/g) <= MAX_WAYS;
}

function pattern(source: unknown, flags: string): RegExp {
  const text = asText(source);
  if (text.length > MAX_PATTERN || !isQuick(text) || !SAME.test(text)) {
    throw new NotKnown(new Unresolved('the regular expression is not evaluated'));
  }
  try {
    return new RegExp(text, flags);
  } catch (error) {
    throw error instanceof SyntaxError ? new Refused('it is no regular expression') : error;
  }
}

/** A text that is matched letter by letter in both. */
function subject(value: unknown): string {
  const text = asText(value);
  if (text.length > MAX_TEXT || /[^\t\n\x20-\x7e]/.test(text)) {
    throw new NotKnown(new Unresolved('the text is not matched'));
  }
  return text;
}

function result(match: RegExpMatchArray): unknown {
  return match.length === 1 ? match[0] : match.slice(1).map((group) => (group as string | undefined) ?? null);
}

function regex(source: unknown, text: unknown): unknown {
  const match = pattern(source, '').exec(subject(text));
  if (match === null) {
    throw new Refused('the pattern does not match');
  }
  return result(match);
}

function regexAll(source: unknown, text: unknown): unknown {
  return [...subject(text).matchAll(pattern(source, 'g'))].map(result);
}

/** A text in which each part, or each match of `/pattern/`, is another. */
function replace(text: unknown, part: unknown, by: unknown): string {
  const [whole, what, instead] = [asText(text), asText(part), asText(by)];
  if (what.length > 1 && what.startsWith('/') && what.endsWith('/')) {
    const found = pattern(what.slice(1, -1), 'g');
    if (instead.includes('$') || found.test('')) {
      throw new NotKnown(new Unresolved('the replacement is not evaluated'));
    }
    return subject(whole).replace(found, () => instead);
  }
  if (what === '') {
    throw new NotKnown(new Unresolved('the replacement is not evaluated')); // Terraform puts it between all characters, and at both ends
  }
  return whole.split(what).join(instead);
}

/** Source: Terraform 1.11, string functions. */
export const PATTERN_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  regex, regexall: regexAll, replace,
  matchkeys: (values, keys, wanted) => {
    const [all, names, set] = [asList(values), asList(keys).map(asText), new Set(asList(wanted).map(asText))];
    if (all.length !== names.length) {
      throw new Refused('the lists have different lengths');
    }
    return all.filter((_, i) => set.has(names[i]!));
  },
};
