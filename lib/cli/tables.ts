import type Table from 'cli-table3';

/** Forms of output. */
export const FORMATS = ['table', 'json', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** Columns of plain text without lines, with a line break at the end. */
export function plainTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, ...rows];
  return (lines.every((cells) => cells.every(isPlain)) ? inColumns(lines) : inDrawnColumns(columns, rows))
    .map((line) => `${line.trimEnd()}\n`).join('');
}

/** Whether each character takes one column of a terminal. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

function inColumns(lines: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const cells of lines) {
    cells.forEach((text, at) => (widths[at] = Math.max(widths[at] ?? 1, text.length)));
  }
  return lines.map((cells) => cells.map((text, at) => text.padEnd(widths[at]!)).join('  '));
}

/** Knows how wide a character of any script is. It takes a hundred times as long, and is loaded only where it is needed. */
function inDrawnColumns(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const none = {
    top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', left: '',
    'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ',
  };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const Drawn = require('cli-table3') as typeof Table;
  const table = new Drawn({ head: [...columns], chars: none, style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  return table.toString().split('\n');
}
