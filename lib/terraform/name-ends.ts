import type { NameEnds } from '../network/open-names';
import { Unresolved } from './values';

/** Whether two may be the same. Names that are not known may be any. */
export function mayBeSame(a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean {
  return a === undefined || b === undefined || a.every((name, i) => mayBeEqual(name, b[i]));
}

function mayBeEqual(a: unknown, b: unknown): boolean {
  const [x, y] = [endsOf(a), endsOf(b)];
  return x === undefined || y === undefined
    || (typeof a === 'string' ? typeof b === 'string' ? x.first === y.first : hasEnds(x.first, y)
    : typeof b === 'string' ? hasEnds(y.first, x)
    : startsAlike(x.first, y.first) && startsAlike(reversed(x.last), reversed(y.last)));
}

function hasEnds(name: string, { first, last }: NameEnds): boolean {
  return name.length >= first.length + last.length && name.startsWith(first) && name.endsWith(last);
}

/** What a name begins and ends with, as far as it is known. */
export function endsOf(name: unknown): NameEnds | undefined {
  const ends = typeof name === 'string' ? { first: name, last: name } : name instanceof Unresolved ? name.ends : undefined;
  return ends && { first: ends.first.toLowerCase(), last: ends.last.toLowerCase() };
}

function startsAlike(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
