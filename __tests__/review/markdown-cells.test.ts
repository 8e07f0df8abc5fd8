import { code, escapeMarkdown, markdownTable } from '../../lib/review/markdown';

/** Cells of a row by the rule of GitHub's dialect: a backslash escapes what stands behind it, and a bar that is not escaped ends a cell. */
function cellsOf(row: string): string[] {
  return [...row.trim().slice(1, -1).matchAll(/(?:\\.|[^|\\]|\\$)+/g)].map(([cell]) => cell.trim());
}

const NAMES = ['|', '\\|', '\\\\|', 'a\\', 'a\\|b\\\\|c|d', '', ' ', '`', '\\`|', '||', '`|`', '\\'];

test.each(NAMES)('%j is one cell of a table', (name) => {
  for (const cell of [code(name), escapeMarkdown(name)]) {
    const [head, , row] = markdownTable(['One', 'Two', 'Three'], [['1', cell, '3']]).split('\n');
    expect(cellsOf(head!)).toHaveLength(3);
    expect(cellsOf(row!).at(-1)).toBe('3');
    expect(cellsOf(row!).length).toBeLessThanOrEqual(3);
  }
});

test.each(NAMES)('%j is whole in its code spans', (name) => {
  const spans = code(name).split('<!-- -->');
  expect(spans.every((span) => /^`[^`]+`$/.test(span))).toBe(true);
  const shown = spans.map((span) => span.slice(1, -1).replaceAll('\\|', '|')).join('');
  expect(shown).toBe(name === '' ? ' ' : name.replaceAll('`', "'"));
});
