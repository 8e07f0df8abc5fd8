import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';
import manifest from '../../package.json';

// What the files for people who work on the project name is there.
const ROOT = join(__dirname, '..', '..');
const PAGES = ['CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md', '.github/PULL_REQUEST_TEMPLATE.md', 'docs/packages.md'];
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

describe.each(PAGES)('%s', (page) => {
  const code = [...read(page).matchAll(/`([^`\n]+)`|^(npm .*|npx .*)$/gm)].map(([, span, line]) => span ?? line!);

  test('names files and folders that are there', () => {
    const paths = code.flatMap((text) => text.match(/(?<![\w/.@-])(?:lib|__tests__|scripts|packaging|\.ci)\/[\w./-]+/g) ?? []);
    const links = [...read(page).matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, link]) => link!);
    const files = [...paths.map((path) => join(ROOT, path)), ...links.map((link) => join(ROOT, dirname(page), link))];
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
  });

  test('names commands that are there', () => {
    const commands = code.flatMap((text) => [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name!));
    expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

test('the pages name folders and commands at all', () => {
  expect(read('CONTRIBUTING.md').match(/`lib\//g)!.length).toBeGreaterThan(10);
  expect(read('CONTRIBUTING.md')).toContain('npm run ');
});

test('every folder of lib is in the layout', () => {
  const folders = readdirSync(join(ROOT, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    .map(({ name }) => `lib/${name}`);
  expect(folders.filter((folder) => !read('CONTRIBUTING.md').includes(`\`${folder}\``))).toEqual([]);
});

test('badges name a workflow and a licence that are there', () => {
  const badges = [...read('README.md').matchAll(/^\[!\[[^\]]+\]\(([^)]+)\)\]\(([^)]+)\)$/gm)].map(([, image, link]) => [image!, link!]);
  expect(badges).toHaveLength(2);
  const [[workflow], [licence, file]] = badges as [[string, string], [string, string]];
  expect(existsSync(join(ROOT, '.github', 'workflows', /workflows\/([\w.]+)\/badge\.svg$/.exec(workflow)![1]!))).toBe(true);
  expect(licence).toContain(`licence-${manifest.license}-`);
  expect(existsSync(join(ROOT, file))).toBe(true);
});

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

test('the workflow runs all checks, and commands that are there', () => {
  const { jobs } = parse(read('.github/workflows/ci.yml')) as Workflow;
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  expect(runs).toContain('.ci/run');
  const names = runs.flatMap((run) => /npm run ([\w:-]+)/.exec(run)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !(name in manifest.scripts))).toEqual([]);
});

interface IssueForm {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string; readonly id?: string; readonly attributes: { readonly label?: string; readonly value?: string };
  }[];
}

test.each(readdirSync(join(ROOT, '.github', 'ISSUE_TEMPLATE')))('the form %s asks for something, each field once', (file) => {
  const form = parse(read(join('.github', 'ISSUE_TEMPLATE', file))) as IssueForm;
  expect([form.name, form.description]).not.toContain(undefined);
  const fields = form.body.filter(({ type }) => type !== 'markdown');
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.map(({ attributes }) => attributes.label)).not.toContain(undefined);
  expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
});

describe('the workflow of a release', () => {
  const { jobs } = parse(read('.github/workflows/release.yml')) as Workflow;
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

  test('runs commands that are there, for both frameworks', () => {
    const names = runs.flatMap((run) => [...run.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!));
    expect(names).toEqual(expect.arrayContaining(['packages', 'languages', 'release:check']));
    expect(names.filter((name) => !(name in manifest.scripts))).toEqual([]);
    const others = Object.entries(jobs).filter(([name]) => name !== 'npm').map(([, job]) => JSON.stringify(job));
    expect(others.filter((job) => !job.includes('"cdktf"') || !job.includes('"cdktn"'))).toEqual([]);
  });

  test('publishes each npm package that the registry does not have', () => {
    const folder = mkdtempSync(join(tmpdir(), 'release-'));
    try {
      mkdirSync(join(folder, 'packages', 'npm'), { recursive: true });
      ['azureml-network', 'cdktf-azureml-network'].forEach((name) => writeFileSync(join(folder, `packages/npm/${name}-9.8.7.tgz`), ''));
      // A client that knows one of the two versions.
      writeFileSync(join(folder, 'npm'), '#!/bin/sh\n[ "$1 $2" = "view azureml-network@9.8.7" ] && exit 0\n' +
        '[ "$1" = view ] && exit 1\necho "$@" >> calls\n', { mode: 0o755 });
      const run = runs.find((one) => one.includes('npm publish'))!;
      const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}`, GITHUB_REF_NAME: 'v9.8.7' };
      execFileSync('bash', ['-eo', 'pipefail', '-c', run], { cwd: folder, env });
      expect(readFileSync(join(folder, 'calls'), 'utf8'))
        .toBe('publish packages/npm/cdktf-azureml-network-9.8.7.tgz --provenance --access public\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
