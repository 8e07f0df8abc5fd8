import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_FILE } from '../../lib/cli/config-file';
import { run, runToEnd } from '../../lib/cli/program';

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
  ['fail-on: wider\n', 'azureml-network.yaml: fail-on: "wider" is not one of'],
  ['deployment: !x a\n', 'azureml-network.yaml:1:13: the file takes no YAML tags'],
  ['deployment: a\n  var-file: b\n', 'azureml-network.yaml:1:13: '],
  ['"a\\nb\\e": x\n', 'azureml-network.yaml: a\\u000ab\\u001b: is not one of'],
])('%j is refused', (config, says) => {
  expect(cli(config, 'diff', BASE, HEAD)).toMatchObject({ exit: 2, out: '', err: expect.stringContaining(says) });
});

test('a file of comments alone has no options', () => {
  const given = cli('{}', 'verify', BASE, '--deployment', DEPLOYMENT);
  expect(cli('# deployment: x\n', 'verify', BASE, '--deployment', DEPLOYMENT)).toEqual(given);
  expect(cli('', 'verify', BASE, '--deployment', DEPLOYMENT)).toEqual(given);
});

test('all of the file is checked, also what the command does not have', () => {
  expect(cli('fail-on: wider\n', 'requirements'))
    .toMatchObject({ exit: 2, err: expect.stringContaining('azureml-network.yaml: fail-on: "wider" is not one of') });
  expect(cli('deployment: 1\n', 'rules', BASE)).toMatchObject({ exit: 2, err: expect.stringContaining('deployment: 1 is not a text') });
});

// The message of the command names the value alone, which stands in no word that the person has typed.
test.each([
  ['deployment', 'nowhere.yaml', ['verify', BASE], '"nowhere.yaml" cannot be read'],
  ['service-tags', 'nowhere.json', ['verify', BASE, '--deployment', DEPLOYMENT], '"nowhere.json" cannot be read'],
  ['var-file', 'nowhere.tfvars', ['verify', BASE, '--deployment', DEPLOYMENT], '"nowhere.tfvars" cannot be read'],
  ['var-file', '.', ['verify', BASE, '--deployment', DEPLOYMENT], 'is a folder'],
  ['resolve', 'nonsense', ['verify', BASE, '--deployment', DEPLOYMENT], '--resolve: "nonsense" is not a host name and its address'],
  ['deployment', 'azureml-network.yaml', ['verify', BASE], 'azureml-network.yaml:'],
])('an error in what the file gives as %s names the file', (key, value, args, says) => {
  const { exit, out, err } = cli(`${key}: ${value}\n`, ...args);
  expect([exit, out]).toEqual([2, '']);
  expect(err).toContain(says);
  expect(err.endsWith(`\nazureml-network.yaml gives "${value}" as ${key}\n`)).toBe(true);
});

test('an error in what is given on the command line does not name the file', () => {
  expect(cli(`deployment: ${DEPLOYMENT}\n`, 'verify', 'nowhere.json').err).not.toContain('azureml-network.yaml');
  expect(cli('deployment: nowhere.yaml\n', 'verify', BASE, '--deployment', 'neither.yaml').err).not.toContain('azureml-network.yaml');
});

test('a command that goes on after it has returned names the file too', async () => {
  writeFileSync(CONFIG_FILE, 'service-tags: nowhere.json\n');
  let err = '';
  await runToEnd(['logs', BASE, '--deployment', DEPLOYMENT], { out: () => undefined, err: (text) => { err += text; } });
  expect(err).toContain('azureml-network.yaml gives "nowhere.json" as service-tags');
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
