import { distance } from 'fastest-levenshtein';
import { aliasOf } from './aliases';

/** An error in what the user gave: what it was, what is allowed, and the nearest right value. */
export class InputError extends Error {
  /**
   * @param message begins with the name of the argument and a colon, where there is one
   * @param about the part of the input that is refused, by its keys, where the message does not begin with it
   */
  constructor(message: string, public readonly about: readonly string[] = []) {
    super(message);
    this.name = 'InputError';
  }
}

/**
 * The candidate closest to `given`, when it is close enough to be a likely misspelling.
 * Letter case does not count as a difference. Names that other tools have for a value come first.
 */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  const alias = aliasOf(given, candidates);
  if (alias !== undefined) {
    return alias;
  }
  const wanted = given.toLowerCase();
  let best: string | undefined;
  // Where every letter differs, as any two single ones do, nothing is left that is alike.
  let bestDistance = Math.min(Math.max(2, Math.floor(given.length / 3)) + 1, Math.max(1, given.length));
  for (const candidate of candidates) {
    const d = distance(wanted, candidate.toLowerCase());
    if (d < bestDistance) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const best = nearest(given, candidates);
  return best === undefined ? '' : `; did you mean ${quote(best)}?`;
}

/** Characters that a terminal does not show, or that change how it shows others. JSON escapes some of them only. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text of others, such as the name of a file or what a parser says, as it can be put into a message: in one line and as it is. */
export function printable(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** The text as shown in a message: quoted, escaped, and cut where it is very long. */
export function quote(text: unknown): string {
  return quoteUpTo(120, text);
}

/** As `quote`, with the number of characters that are shown. */
export function quoteUpTo(max: number, text: unknown): string {
  const json = printable(JSON.stringify(text) ?? String(text));
  return json.length > max ? `${json.slice(0, max - 3)}...` : json;
}

function escaped(character: string): string {
  return character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

/** The value, when it is one of those allowed; otherwise an error that names them. */
export function oneOf<T extends string>(what: string, given: unknown, allowed: readonly T[]): T {
  if (allowed.includes(given as T)) {
    return given as T;
  }
  const hint = typeof given === 'string' ? didYouMean(given, allowed) : '';
  throw new InputError(`${what}: ${quote(given)} is not one of ${allowed.map(quote).join(', ')}${hint}`);
}
