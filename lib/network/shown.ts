import { printable } from '../azure/errors';

const MAX_SHOWN = 200;

/** Text of a file as it can stand in a message or a table: one line, and not too long. */
export function shown(text: string): string {
  const line = printable(text);
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN - 3)}...` : line;
}
