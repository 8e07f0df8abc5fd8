import { printable } from '../azure/errors';
import { code, escapeMarkdown, markdownTable } from './markdown';

/** A comment on GitHub has at most 65,536 characters; the line that counts what is left out takes some of them. */
const MAX_LENGTH = 60_000;

/** What one cell shows of one text; names of resources may be of any length. */
const MAX_TEXT = 300;

/** A table of a comment, with Markdown in its cells. */
export interface MarkdownSection {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether a reader has to open it. */
  readonly isFolded?: boolean;
}

/** A comment with as many whole rows as it has room for. Sections go in the order of their weight, so that the last ones are cut first. */
export function markdownComment(begin: string, sections: readonly MarkdownSection[]): string {
  let text = begin;
  const left: string[] = [];
  for (const { title, columns, rows, isFolded = false } of sections) {
    const open = isFolded ? `\n<details><summary>${title} (${rows.length})</summary>\n\n` : `\n### ${title}\n\n`;
    const close = isFolded ? '\n</details>\n' : '';
    const shown: (readonly string[])[] = [];
    let length = text.length + open.length + close.length + markdownTable(columns, []).length;
    for (const row of rows) {
      length += row.join(' | ').length + '|  |\n'.length;
      if (length > MAX_LENGTH) {
        break;
      }
      shown.push(row);
    }
    const more = rows.length - shown.length;
    left.push(...(more === 0 ? [] : [`${more} of ${rows.length} below "${title}"`]));
    text += shown.length === 0 ? '' : open + markdownTable(columns, shown) + close;
  }
  return left.length === 0 ? text : `${text}\nRows that have no room here: ${left.join(', ')}. The JSON has all.\n`;
}

/** Words of a cell, cut where they are long. */
export function cutProse(text: string): string {
  return escapeMarkdown(cut(text));
}

/** A name, an id or a rule in a cell, cut where it is long. */
export function cutCode(text: string): string {
  return code(cut(text));
}

function cut(text: string): string {
  const shown = printable(text);
  return shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT)}...` : shown;
}
