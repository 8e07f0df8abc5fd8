import { printable } from '../azure/errors';

/**
 * A value as JSON text with a line break at its end. What a terminal does not show, or shows as something else, is escaped,
 * which JSON asks for of a part of it only; a reader gets the same value.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).split('\n').map((line) => `${printable(line)}\n`).join('');
}
