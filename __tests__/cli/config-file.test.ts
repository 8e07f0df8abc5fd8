import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_FILE } from '../../lib/cli/config-file';
import { run } from '../../lib/cli/program';

const CASES = join(__dirname, '..', 'cases');
const BASE = join(CASES, '00-all-met', 'main.tf.json');
const HEAD = join(CASES, '33-only-443', 'main.tf.json');
const DEPLOYMENT = join(CASES, '00-all-met', 'deployment.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-config-'));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

function cli(config: string, ...args: string[]): { exit: number; out: string; err: string } {
  writeFileSync(CONFIG_FILE, config);
  let [out, err] = ['', ''];
  const exit = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

test('options of the file count where a command has them and they are not given', () => {
  const given = cli('{}', 'verify', BASE, '--deployment', DEPLOYMENT);
  expect(cli(`deployment: ${DEPLOYMENT}\nfail-on: never\n`, 'verify', BASE)).toEqual(given);
  expect(cli(`deployment: ${DEPLOYMENT}\nfail-on: never\n`, 'diff', BASE, HEAD).exit).toBe(0);
  expect(cli(`deployment: ${DEPLOYMENT}\nfail-on: never\n`, 'diff', BASE, HEAD, '--fail-on', 'only-narrower').exit).toBe(13);
  expect(cli(`deployment: ${DEPLOYMENT}\n`, 'export', '--format', 'json').err).not.toContain('--deployment');
});

test('what is stated on the command line goes before the deployment of the file', () => {
  const stated = ['--edition', '2026-03-19', '--cloud', 'public', '--region', 'westeurope', '--subnet', 'training'];
  expect(cli(`deployment: ${DEPLOYMENT}\n`, 'verify', BASE, ...stated).err).toBe('');
});

test.each([
  ['deploymnet: x\n', 'azureml-network.yaml: deploymnet: is not one of'],
  ['deploymnet: x\n', 'did you mean "deployment"?'],
  ['- deployment\n', 'is not a list of options'],
  ['deployment: [a, b]\n', 'azureml-network.yaml: deployment'],
  ['deployment: 1\n', 'is not a text'],
  ['deployment: a\ndeployment: b\n', 'azureml-network.yaml'],
  ['fail-on: wider\n', '--fail-on: "wider" is not one of'],
  ['"a\\nb\\e": x\n', 'azureml-network.yaml: a\\u000ab\\u001b: is not one of'],
])('%j is refused', (config, says) => {
  expect(cli(config, 'diff', BASE, HEAD)).toMatchObject({ exit: 2, out: '', err: expect.stringContaining(says) });
});

test('aliases that stand for very much, and very much text, are refused', () => {
  const aliases = `a: &a [x]\nb: &b [${'*a,'.repeat(99)}]\nc: &c [${'*b,'.repeat(99)}]\ndeployment: [*c]\n`;
  expect(cli(aliases, 'diff', BASE, HEAD)).toMatchObject({ exit: 2, err: expect.stringContaining('azureml-network.yaml: ') });
  expect(cli('a'.repeat(70_000), 'diff', BASE, HEAD)).toMatchObject({ exit: 2, err: expect.stringContaining('has 70000 bytes') });
});

test('a folder of that name is no fault of the program', () => {
  rmSync(CONFIG_FILE, { force: true });
  mkdirSync(CONFIG_FILE);
  let err = '';
  const exit = run(['diff', BASE, HEAD], { out: () => undefined, err: (text) => { err += text; } });
  rmdirSync(CONFIG_FILE);
  expect([exit, err]).toEqual([2, expect.stringContaining('azureml-network.yaml: is a folder')]);
});
