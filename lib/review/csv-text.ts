/**
 * Where a spreadsheet would begin a formula: at the start of a cell, whatever quotes are around it and blanks before it, in the
 * full-width forms too; and behind a semicolon, tab or line break, because those separate cells for many readers, and quotes in
 * the middle of a line do not protect from that.
 */
const FORMULA = /(?<=^|[;\t\r\n])(?=\s*[=+\-@|%＝＋－＠])/gu;
const BEGINS_WITH_CONTROL = /^[\t\r\n]/;

/** CSV as RFC 4180 has it, without a cell that a spreadsheet would calculate: those get an apostrophe in front. */
export function csv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const marked = text.replace(FORMULA, "'");
  const safe = BEGINS_WITH_CONTROL.test(marked) ? `'${marked}` : marked;
  return /[",;\t\r\n]/.test(safe) || safe !== text ? `"${safe.replace(/"/g, '""')}"` : safe;
}
