import { printable } from '../../azure/errors';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text of others as HTML: what is not seen is shown, and nothing has a meaning. It can stand in a quoted attribute, too. */
export function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/** What stands where a list of the page ends before its last entry. */
export function moreText(count: number): string {
  return `${count} more ${count === 1 ? 'is' : 'are'} not shown on this page; the JSON of the report has all.`;
}

/** A table that scrolls within the page. Cells are HTML already. */
export function htmlTable(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => `<th scope="col">${html(column)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell, i) =>
    `<td data-head="${html(columns[i]!)}">${cell}</td>`).join('')}</tr>`).join('\n');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${html(caption)}"><table>` +
    `<caption class="unseen">${html(caption)}</caption><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>\n`;
}
