import { isIPv4 } from 'node:net';
import { isMark } from './references';
import { AddressRange, compareRanges, parseAddressRange } from './addresses';

/**
 * A list of addresses, ranges and ids in an order of its own, so that the order in which a user writes them changes nothing:
 * `*`, then addresses in their order, then other texts in alphabetical order. Marks of references come last, in the order that is given:
 * the numbers in them say nothing, and change with other parts of an app.
 */
export function inStableOrder(texts: readonly string[]): string[] {
  return texts.map((text) => ({ text, range: rangeOf(text) })).sort((a, b) => {
    if (a.range !== undefined && b.range !== undefined) {
      return compareRanges(a.range, b.range) || compareInAnyCase(a.text, b.text);
    }
    return Number(isMark(a.text)) - Number(isMark(b.text)) || Number(b.text === '*') - Number(a.text === '*') ||
      Number(a.range === undefined) - Number(b.range === undefined) ||
      compareNames(a.text, b.text);
  }).map(({ text }) => text);
}

/** What begins with an address: `10.1.0.4`, `10.1.0.0/16`, `10.1.0.4-10.1.0.9`. Texts are checked elsewhere. */
function rangeOf(text: string): AddressRange | undefined {
  const [first = ''] = text.split('-');
  const isAddress = isIPv4(first.split('/')[0]!) || /^[0-9a-fA-F:.]*:[0-9a-fA-F:./]*$/.test(first);
  return isAddress ? parseAddressRange(first) : undefined;
}

/** Compares names in alphabetical order; marks of references come last, in the order that is given. */
export function compareNames(a: string, b: string): number {
  return isMark(a) || isMark(b) ? Number(isMark(a)) - Number(isMark(b)) : compareInAnyCase(a, b);
}

function compareInAnyCase(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}
