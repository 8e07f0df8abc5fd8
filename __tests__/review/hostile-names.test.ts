import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { HOSTILE, hostileNetwork } from '../../scripts/report-check/hostile';

// Names of rules, groups, routes and firewalls that mean something to a form, in every form of every command that shows them.

const CASE = join(__dirname, '..', 'cases', '33-only-443');
const DEPLOYMENT = join(CASE, 'deployment.yaml');
const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
const text = readFileSync(join(CASE, 'main.tf.json'), 'utf8');
const plain = join(folder, 'plain.tf.json');
const hostile = join(folder, 'hostile.tf.json');
writeFileSync(plain, text);
writeFileSync(hostile, JSON.stringify(hostileNetwork(text)));

const memory = new Map<string, string>();
function written(...args: string[]): string {
  const key = args.join(' ');
  const known = memory.get(key);
  if (known !== undefined) {
    return known;
  }
  let [out, err] = ['', ''];
  run(args, { out: (part) => { out += part; }, err: (part) => { err += part; } });
  expect(err).toBe('');
  memory.set(key, out);
  return out;
}

const report = (format: string): string => written('report', hostile, '--deployment', DEPLOYMENT, '--format', format);
const verify = (format: string): string => written('verify', hostile, '--deployment', DEPLOYMENT, '--format', format);
const diff = (format: string): string => written('diff', plain, hostile, '--deployment', DEPLOYMENT, '--format', format);
const FORMS: [name: string, text: () => string][] = [
  ...['markdown', 'html', 'json'].map((format): [string, () => string] => [`report as ${format}`, () => report(format)]),
  ...['text', 'markdown', 'json', 'sarif'].flatMap((format): [string, () => string][] =>
    [[`verify as ${format}`, () => verify(format)], [`diff as ${format}`, () => diff(format)]]),
  ['rules as text', () => written('rules', hostile)],
];
const MARKDOWN = FORMS.filter(([name]) => name.endsWith('markdown'));

/** What a terminal or an editor acts upon, or does not show. JSON has its own escapes. */
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u;

test.each(FORMS)('%s shows what is not seen, and keeps each name in its line', (_, make) => {
  const out = make();
  expect(out.length).toBeGreaterThan(1000);
  expect(UNSEEN.exec(out)?.index).toBeUndefined();
  expect(out).toMatch(/alert\(1\)|alert\\\(1\\\)/);
  expect(out.split('\n').filter((line) => /^\s*(?:break|::error::)/.test(line))).toEqual([]);
  // GitHub Actions and Azure Pipelines take these for commands wherever they stand in the log.
  expect(out).not.toMatch(/##(?:vso)?\[/);
});

test.each(FORMS.filter(([name]) => /json|sarif/.test(name)))('%s is JSON', (_, make) => {
  expect(() => { JSON.parse(make()); }).not.toThrow();
});

const OWN_LINKS = [
  '#', 'https://learn.microsoft.com/', 'https://code.visualstudio.com/', 'https://www.rfc-editor.org/',
  'https://github.com/cdktf-azureml-network/cdktf-azureml-network/blob/main/docs/catalog/',
];

/** Reads Markdown by the rules of GitHub, in a process of its own, because the reader is a module that jest does not load. */
function rendered(markdown: string): string {
  const script = `
    import { micromark } from 'micromark';
    import { gfm, gfmHtml } from 'micromark-extension-gfm';
    let text = '';
    process.stdin.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => {
      process.stdout.write(micromark(text, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] }));
    });`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(__dirname, '..', '..'), input: markdown, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024,
  });
}

describe.each(MARKDOWN)('%s, as GitHub reads it', (_, make) => {
  const page = rendered(make());

  test('has no element but those that it writes', () => {
    const own = new Set([
      'h1', 'h2', 'h3', 'p', 'strong', 'em', 'code', 'pre', 'a', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'br',
      'details', 'summary', 'hr', 'blockquote',
    ]);
    expect([...new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name]) => name!))].filter((name) => !own.has(name))).toEqual([]);
    expect(page).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i);
    expect(page.match(/<details/g)?.length).toBe(page.match(/<\/details>/g)?.length);
  });

  test('has the links that it writes, and calls nobody', () => {
    const links = [...page.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href!);
    expect(links.filter((href) => !OWN_LINKS.some((begin) => href.startsWith(begin)))).toEqual([]);
    const prose = page.replace(/<(code|pre)[ >][\s\S]*?<\/\1>/g, '');
    expect(prose).not.toMatch(/(^|[^\w`])@[a-z]/im);
  });

  test('keeps the columns of each table', () => {
    const tables = page.match(/<table>[\s\S]*?<\/table>/g) ?? [];
    for (const table of tables) {
      const [head = '', ...rows] = table.match(/<tr>[\s\S]*?<\/tr>/g)!;
      const columns = head.match(/<th[ >]/g)!.length;
      rows.forEach((row) => expect([row, row.match(/<td[ >]/g)!.length]).toEqual([row, columns]));
    }
    // A row with more cells than the head would lose them without a word, so bars are counted where they are written, too.
    const cells = (line: string): number => line.replace(/\\[\\|]/g, '').split('|').length;
    const lines = make().split('\n');
    lines.forEach((line, i) => {
      if (line.startsWith('|') && lines[i - 1]?.startsWith('|')) {
        expect([line, cells(line)]).toEqual([line, cells(lines[i - 1]!)]);
      }
    });
  });
});

test('each name is in the report as it is, where it has only letters that are seen', () => {
  const seen = HOSTILE.filter((name) => !UNSEEN.test(name) && !/[\t\n\\%]|##/.test(name));
  const { rules } = JSON.parse(report('json')) as { rules: { name: string }[] };
  const names = new Set(rules.map(({ name }) => name));
  expect(seen.filter((name) => !names.has(name))).toEqual([]);
  expect(seen.length).toBeGreaterThan(25);
});
