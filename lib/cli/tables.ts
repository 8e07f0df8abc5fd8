import Table from 'cli-table3';

/** Forms of output. */
export const FORMATS = ['table', 'json', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** Columns of plain text without lines, with a line break at the end. */
export function plainTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = {
    top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', left: '',
    'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ',
  };
  const table = new Table({ head: [...columns], chars: none, style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  return table.toString().split('\n').map((line) => `${line.trimEnd()}\n`).join('');
}
