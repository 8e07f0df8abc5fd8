import { asText, symbolOf, TooLarge } from './computed';
import { Unresolved } from './values';

/** Longer than any text of a network. */
const MAX_TEXT = 1_000_000;

/**
 * The text of a template.
 *
 * @param values what its parts give
 * @param text how it is written
 */
export function joined(values: readonly unknown[], text: string): unknown {
  if (values.every((value) => !(value instanceof Unresolved))) {
    const whole = values.map(asText).join('');
    if (whole.length > MAX_TEXT) {
      throw new TooLarge();
    }
    return whole;
  }
  // A text around equal values is an equal text.
  const symbols = values.map((value) =>
    (value instanceof Unresolved ? value.symbol && [value.symbol] : typeof value === 'object' ? undefined : String(value)));
  const symbol = symbols.every((part) => part !== undefined) ? symbolOf('text', symbols) : undefined;
  const [only, rest] = values;
  const below = values.length === 2 && only instanceof Unresolved && typeof rest === 'string' ? { of: only, rest } : undefined;
  const [first, last] = [only, values.at(-1)].map((value) => (typeof value === 'string' ? value : ''));
  return new Unresolved(text, symbol, undefined, undefined, below, { first: first!, last: last! }, values);
}
