/** What a terminal or an editor acts upon, or does not show. */
const UNSEEN = new RegExp(
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f' +
  '\\u2028-\\u202e\\u2060-\\u206f\\ufeff]|' +
  '[\\ud800-\\udbff](?![\\udc00-\\udfff])', 'u',
);

/** Elements of the page of a report. */
const ELEMENTS = new Set([
  '!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'header', 'h1', 'h2', 'h3', 'p', 'code', 'b', 'ul', 'li', 'nav', 'main',
  'section', 'div', 'span', 'br', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'dl', 'dt', 'dd', 'meter',
  'a', 'svg', 'g', 'path', 'rect', 'text', 'circle', 'form', 'label', 'input', 'select', 'option', 'button', 'script',
]);

export interface Written {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Where a text has a character that is not seen. */
export function unseenIn(text: string): string | undefined {
  const found = UNSEEN.exec(text);
  return found === null ? undefined : JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 60));
}

/** What is not harmless in what a command has written in a form; nothing where all is. */
export function harmsOf(form: string, { exit, out, err }: Written): string[] {
  const streams = [form === 'csv' ? out.replaceAll('\r\n', '\n') : out, err].flatMap((text) => [
    ...(unseenIn(text) === undefined ? [] : [`not seen: ${unseenIn(text)!}`]),
    ...text.split('\n').filter((line) => /^\s*(?:::[a-z-]+|break\b)/.test(line)),
    // Azure Pipelines and GitHub Actions take these for commands wherever they stand in a line.
    ...[...text.matchAll(/.{0,60}##(?:vso)?\[/g)].map(([line]) => line),
  ]);
  return [...(exit === 3 ? [`a bug: ${err}`] : []), ...streams, ...(exit === 2 ? [] : HARMS[form]?.(out) ?? [])];
}

const HARMS: Readonly<Record<string, (out: string) => string[]>> = {
  json: jsonHarms, sarif: jsonHarms, csv: csvHarms, html: htmlHarms, markdown: markdownHarms,
};

function jsonHarms(out: string): string[] {
  try {
    JSON.parse(out);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** Cells by the rules of RFC 4180. */
function csvHarms(out: string): string[] {
  const cells = [...out.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^,\n\r"]*))/g)]
    .map(([, inside, bare]) => inside?.replace(/""/g, '"') ?? bare ?? '');
  return cells.filter((cell) => /^[=+@\t\r]|^-(?!\d*$)/.test(cell)).map((cell) => `a formula: ${cell}`);
}

function htmlHarms(out: string): string[] {
  const markup = out.replace(/<script>[^]*?<\/script>/, '').replace(/<style>[^]*?<\/style>/, '');
  return [
    ...(out.match(/<script/g)?.length === 1 ? [] : ['another script']),
    ...[...markup.matchAll(/<\/?([^\s>]*)/g)].map(([, name]) => name!).filter((name) => !ELEMENTS.has(name.toLowerCase()))
      .map((name) => `an element: ${name}`),
  ];
}

/** A backtick after a backslash opens no span, and the spans have none inside. */
function markdownHarms(out: string): string[] {
  const outside = out.replace(/^```[^]*?^```$/gm, '').replace(/\\`|`[^`\n]*`/g, '').replace(/\\[\\<@]/g, '');
  return outside.match(/<script|<img|@octocat/g) ?? [];
}
