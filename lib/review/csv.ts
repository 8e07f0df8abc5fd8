/** Spreadsheets take a cell that begins like this for a formula, whatever quotes are around it. */
const FORMULA = /^[=+\-@\t\r\n|%]/;

/** CSV as RFC 4180 has it, without a cell that a spreadsheet would calculate: those get an apostrophe in front. */
export function csv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replace(/"/g, '""')}"` : safe;
}
