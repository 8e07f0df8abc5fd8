import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CatalogSection, Cloud, Edition } from '../../lib';
import { run } from '../../lib/cli/program';

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function call(...args: string[]): Result {
  let out = '';
  let err = '';
  const code = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

interface Entry {
  readonly id: string;
  readonly editions: string[];
  readonly clouds: string[];
  readonly section: string;
  readonly ports: string[];
  readonly endpoint: { readonly value: string };
  readonly conditions: { readonly fact: string; readonly is: boolean }[];
  readonly citation: { readonly date: string };
}

function list(...filters: string[]): Entry[] {
  const { code, out, err } = call('requirements', '--format', 'json', ...filters);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Entry[];
}

const ids = (entries: readonly Entry[]): string[] => entries.map(({ id }) => id);
const all = list();

describe('JSON', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '..', '..', 'schemas', 'requirements.schema.json'), 'utf8')) as object;
  const validate = new Ajv({ allErrors: true }).compile(schema);

  test.each([[[]], [['--edition', '2023-04-14']], [['--cloud', 'china', '--section', 'kubernetes']]])(
    'is as published, with the filters %j', (filters) => {
      validate(list(...filters));
      expect(validate.errors ?? []).toEqual([]);
    },
  );

  test('the schema refuses what is not as published', () => {
    expect(validate([{ ...all[0], extra: 1 }])).toBe(false);
    expect(validate([{ ...all[0], ports: [443] }])).toBe(false);
  });

  test('ends with one line break', () => {
    expect(call('requirements', '--format', 'json').out).toMatch(/[^\n]\n$/);
  });

  test('shows a documented requirement as the article has it', () => {
    expect(all.find(({ id }) => id === 'basic.azure-machine-learning-tcp')).toMatchObject({
      direction: 'outbound', protocol: 'TCP', ports: ['443', '8787', '18881'],
      endpoint: { kind: 'serviceTag', value: 'AzureMachineLearning' },
      conditions: [], section: 'basic',
    });
  });
});

describe('filters', () => {
  test.each(Object.values(Edition))('edition %s', (edition) => {
    expect(ids(list('--edition', edition))).toEqual(ids(all.filter(({ editions }) => editions.includes(edition))));
    expect(list('--edition', edition).length).toBeLessThan(all.length);
  });

  test.each(Object.values(Cloud))('cloud %s', (cloud) => {
    expect(ids(list('--cloud', cloud))).toEqual(ids(all.filter(({ clouds }) => clouds.includes(cloud))));
    expect(list('--cloud', cloud).length).toBeLessThan(all.length);
  });

  test.each(Object.values(CatalogSection))('section %s', (section) => {
    const found = list('--section', section);
    expect(ids(found)).toEqual(ids(all.filter((entry) => entry.section === section)));
    expect(found.length).toBeGreaterThan(0);
  });

  test('all together', () => {
    const found = list('--edition', '2026-03-19', '--cloud', 'government', '--section', 'basic');
    expect(ids(found)).toEqual(ids(all.filter(({ editions, clouds, section }) =>
      editions.includes('2026-03-19') && clouds.includes('government') && section === 'basic')));
    expect(ids(found)).toContain('basic.storage');
  });

  test('an edition is also the date of what is cited from the article', () => {
    const dates = (edition: string): string[] => list('--edition', edition, '--section', 'basic').map(({ citation }) => citation.date);
    expect(new Set(dates('2023-04-14'))).toEqual(new Set(['2023-04-14']));
    expect(new Set(dates('2026-03-19'))).toEqual(new Set(['2026-03-19']));
  });
});

describe('table', () => {
  const lines = call('requirements').out.split('\n');
  const head = ['Id', 'Direction', 'Protocol', 'Ports', 'Endpoint', 'Conditions', 'Clouds', 'Editions'];

  test('is what the command gives without a format', () => {
    expect(call('requirements', '--format', 'table').out).toBe(lines.join('\n'));
  });

  test('has one line for each requirement, and their number', () => {
    expect(lines).toHaveLength(all.length + 4);
    expect(lines.slice(-3)).toEqual(['', `${all.length} requirements`, '']);
    expect(call('requirements', '--section', 'public-ip-compute', '--cloud', 'public').out).toMatch(/\n\n1 requirement\n$/);
  });

  test('has columns that begin below their heads', () => {
    const starts = head.map((name) => lines[0]!.search(new RegExp(`\\b${name}\\b`)));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    all.forEach((entry, i) => {
      const cells = starts.map((start, column) => lines[i + 1]!.slice(start, starts[column + 1]).trimEnd());
      expect([cells[0], cells[3], cells[4], cells[6], cells[7]]).toEqual([
        entry.id, entry.ports.join(', '), entry.endpoint.value || '(not documented)', entry.clouds.join(', '), entry.editions.join(', '),
      ]);
    });
  });

  test('is plain text without blanks at the ends of lines', () => {
    expect(lines.filter((text) => /\s$/.test(text) || text.includes('\u001b'))).toEqual([]);
  });

  test('words conditions as the deployment file does', () => {
    expect(lines.find((text) => text.startsWith('hosts.instances '))).toContain('8787, 18881 only with workspace.privateEndpoint');
    expect(lines.find((text) => text.startsWith('basic.azure-monitor '))).toContain('not workspace.azureMonitorSecured');
  });
});

describe('Markdown', () => {
  const { out } = call('requirements', '--format', 'markdown');
  const rows = out.trimEnd().split('\n');
  // A bar with a backslash before it does not end a cell.
  const cellsOf = (row: string): string[] => row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());

  test('is one table', () => {
    expect(rows).toHaveLength(all.length + 2);
    expect(rows.map((row) => cellsOf(row).length)).toEqual(rows.map(() => 8));
    expect(rows[1]).toBe('| --- | --- | --- | --- | --- | --- | --- | --- |');
    expect(out).toMatch(/[^\n]\n$/);
  });

  test('has ids and endpoints as code, so that wildcards and placeholders stay as they are', () => {
    expect(rows.slice(2).map((row) => cellsOf(row)[0])).toEqual(ids(all).map((id) => `\`${id}\``));
    expect(rows.slice(2).map((row) => cellsOf(row)[4])).toEqual(all.map(({ endpoint }) => `\`${endpoint.value || '(not documented)'}\``));
    expect(out).toContain('`*.azureml.ms`');
    expect(out).toContain('`Storage.<region>`');
  });
});

describe('help and mistakes', () => {
  test.each([[['--help']], [['help']]])('%j names the commands', (args) => {
    const { code, out, err } = call(...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: azureml-network /);
    expect(out).toMatch(/^ {2}requirements +list the documented requirements$/m);
    expect(out.indexOf('Begin:')).toBeLessThan(out.indexOf('What is documented:'));
  });

  test.each([[['requirements', '--help']], [['help', 'requirements']]])('%j names the options and their values', (args) => {
    const { code, out, err } = call(...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const words = out.split(/[\s,]+/);
    expect(words).toEqual(expect.arrayContaining([
      '--edition', '--cloud', '--section', '--format', ...Object.values(Edition), ...Object.values(Cloud), ...Object.values(CatalogSection),
      'json', 'markdown',
    ]));
  });

  test.each<[string[], string]>([
    [['requirements', '--cloud', 'Public'], '--cloud: "Public" is not one of "public", "government", "china"; did you mean "public"?'],
    [
      ['requirements', '--edition', '2026-03-20'],
      '--edition: "2026-03-20" is not one of "2023-04-14", "2026-03-19"; did you mean "2026-03-19"?',
    ],
    [['requirements', '--section', 'vscode'], 'did you mean "vs-code"?'],
    [['requirements', '--section', ''], '--section: "" is not one of'],
    [['requirements', '--format', 'md'], '--format: "md" is not one of "table", "json", "markdown"'],
    [['requirements', '--cloud'], '--cloud: has no value; write one of "public", "government", "china" after it'],
    [['requirements', '--clod', 'public'], '--clod: is not an option of azureml-network requirements; did you mean "--cloud"?'],
    [['requirements', 'public'], '"public" is one argument more than azureml-network requirements takes'],
    [['requirement'], '"requirement" is not a command; did you mean "requirements"?'],
    [['--edition', '2026-03-19'], '--edition: is not an option of azureml-network; '],
    [[], 'Usage: azureml-network'],
  ])('%j is refused', (args, says) => {
    const { code, out, err } = call(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
    expect(err).toMatch(/\n$/);
    expect(err).not.toMatch(/\n {4}at /); // no stack
  });

  test('an error that is no mistake of the user is not hidden, and has an exit code of its own', () => {
    let err = '';
    expect(run(['requirements'], { out: () => { throw new Error('disk full'); }, err: (text) => { err += text; } })).toBe(3);
    expect(err).toMatch(/^This is a bug in the program, not a fault of your input: Error: disk full\n/);
  });

  test('the version is that of the package', () => {
    let out = '';
    expect(run(['--version'], { out: (text) => { out += text; }, err: () => undefined })).toBe(0);
    expect(out).toBe(`${(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string }).version}\n`);
  });
});

describe('what the parser says', () => {
  test.each([
    [['export', '--nope'], '--nope: is not an option of azureml-network'],
    [['verify', '--nope'], '--nope: is not an option of azureml-network'],
    [['network-policies', '--out', 'x', '--deploiment', 'y'], '--deploiment: is not an option of azureml-network'],
    [['export'], '--deployment: is missing; write --deployment <file>'],
  ])('of %j names what is wrong', (args, says) => {
    const { code, out, err } = call(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
  });

  test.each([
    [['\u001b[31mred'], '"\\u001b[31mred" is not a command'],
    [['verify', '--fo\u001b[31m\nrmat'], '--fo\\u001b[31m\\u000armat: is not an option of azureml-network verify'],
    [['requirements', '--cloud', '\u009b31m'], '--cloud: "\\u009b31m" is not one of'],
    [['export', '--deployment', 'x\u202e'], '"x\\u202e" cannot be read'],
  ])('of %j has escapes as text', (args, says) => {
    const { code, err } = call(...args);
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
