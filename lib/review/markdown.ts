/** A table in Markdown, whose cells are Markdown already. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (texts: readonly string[]): string => `| ${texts.join(' | ')} |\n`;
  return row(columns) + row(columns.map(() => '---')) + rows.map(row).join('');
}

/**
 * A code span; a bar would end the cell even inside one. Behind a backslash it cannot be escaped, so a new span begins there; an empty span
 * would be two backticks.
 */
export function code(text: string): string {
  const spans = (text === '' ? ' ' : text).replace(/`/g, "'").split(/(?<=\\)(?=\|)/);
  return spans.map((span) => `\`${span.replace(/\|/g, '\\|')}\``).join('<!-- -->');
}

/**
 * Text as Markdown that shows it as it is; addresses in it do not become links, and names do not call anybody. Text of others
 * is better shown by `code`.
 */
export function escapeMarkdown(text: string): string {
  // An escaped @ is still a mention, because those are looked for in what was rendered; a comment parts it from the name.
  return text.replace(/[\\`*_{}[\]<>()#+!|&~]|:(?=\/\/)|(?<=\bwww)\./gi, '\\$&').replace(/@/g, '@<!-- -->');
}
