import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import manifest from '../../package.json';

// What applications load by name. The files of `dist` are made from those of `lib`, and need not be there when this runs.
const ROOT = join(__dirname, '..', '..');
const sourceOf = (path: string): string => join(ROOT, path.replace(/^(\.\/)?dist\//, 'lib/').replace(/(\.d\.ts|\.js)$/, '.ts'));

test('what can be loaded by name', () => {
  expect(Object.keys(manifest.exports)).toEqual(['.', './jest', './schemas/*', './.jsii', './package.json']);
});

test.each(['.', './jest'] as const)('%s has its module and its types, which are of one source', (name) => {
  const { types, default: module } = manifest.exports[name];
  expect(sourceOf(types)).toBe(sourceOf(module));
  expect(existsSync(sourceOf(module))).toBe(true);
});

test('the module is the same for those who do not read exports', () => {
  expect(`./${manifest.main}`).toBe(manifest.exports['.'].default);
  expect(`./${manifest.types}`).toBe(manifest.exports['.'].types);
  expect(manifest.typesVersions['*'].jest.map((path) => `./${path}`)).toEqual([manifest.exports['./jest'].types]);
  expect(Object.values(manifest.bin).map(sourceOf).every(existsSync)).toBe(true);
});

test('schemas are there by the names that pages use', () => {
  const schemas = readdirSync(join(ROOT, 'schemas')).sort();
  expect(schemas).toEqual([
    'adoption.schema.json', 'deployment.schema.json',
    'difference.schema.json', 'drift.schema.json', 'editions.schema.json', 'explanation.schema.json', 'export.schema.json',
    'logs.schema.json', 'lookup.schema.json',
    'report.schema.json', 'requirements.schema.json', 'verification.schema.json',
  ]);
});

test('an app that imports the library loads nothing that only verification and the command line need', () => {
  const script = 'require("./lib/index.ts"); console.log(JSON.stringify(Object.keys(require.cache)))';
  const loaded = execFileSync(process.execPath, ['-r', './scripts/typescript/register.js', '-e', script], { cwd: ROOT, encoding: 'utf8' });
  const files = (JSON.parse(loaded) as string[]).map((path) => relative(join(ROOT, 'lib'), path)).filter((path) => !path.startsWith('..'));
  expect(files).toContain('constructs/secured-subnet.ts');
  const folders = new Set(files.map((path) => path.split('/')[0]!));
  const others = ['azure-exports', 'cli', 'filtering', 'findings', 'logs', 'lookup', 'terraform'];
  expect(others.filter((folder) => folders.has(folder))).toEqual([]);
  expect(files.filter((path) => path.startsWith('review/'))).toEqual(['review/report/report-format.ts']);
});
