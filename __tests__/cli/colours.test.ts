import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';

// A terminal shows tones as colours; the words are the same with and without them, and nothing of others can be a colour.

const ROOT = join(__dirname, '..', '..');
const CASE = join(ROOT, '__tests__', 'cases', '33-only-443');
const MAIN = join(CASE, 'main.tf.json');
const DEPLOYMENT = join(CASE, 'deployment.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-colours-'));
afterAll(() => rmSync(folder, { recursive: true }));
const empty = join(folder, 'empty.tf.json');
writeFileSync(empty, '{}');

const CODES = /\u001b\[\d+m/g;
const CALLS: readonly (readonly string[])[] = [
  ['verify', MAIN, '--deployment', DEPLOYMENT],
  ['explain', MAIN, 'training outbound tcp 443 AzureMonitor'],
  ['explain', MAIN, 'training outbound tcp 8787 AzureMachineLearning'],
  ['diff', empty, MAIN, '--deployment', DEPLOYMENT],
];

function shown(args: readonly string[], hasColours: boolean): string {
  let text = '';
  run(args, { out: (part) => { text += part; }, err: (part) => { text += part; }, hasColours });
  return text;
}

test.each(CALLS)('%s says the same with colours and without', (...args) => {
  const coloured = shown(args, true);
  expect(coloured).toMatch(CODES);
  expect(coloured.replace(CODES, '')).toBe(shown(args, false));
});

test.each([
  ['denied', '\u001b[31mdenied\u001b[39m: ', 'training outbound tcp 8787 AzureMachineLearning'],
  ['allowed', '\u001b[32mallowed\u001b[39m: ', 'training outbound tcp 443 AzureMonitor'],
])('what is %s has its colour', (_, beginning, flow) => {
  expect(shown(['explain', MAIN, flow], true).startsWith(beginning)).toBe(true);
});

test.each(['json', 'markdown', 'sarif'])('the form %s has no colours', (format) => {
  expect(shown(['verify', MAIN, '--deployment', DEPLOYMENT, '--format', format], true)).not.toMatch(CODES);
});

test('a name is not a colour', () => {
  const named = join(folder, '\u001b[31mred\u001b[2J.tf.json');
  writeFileSync(named, '{}');
  const text = shown(['verify', named, '--deployment', DEPLOYMENT], true);
  expect(text).toContain('\\u001b[31mred\\u001b[2J');
  expect(text.replace(/\u001b\[(?:1|22|3[1239])m/g, '')).not.toContain('\u001b');
});

const COMMAND = [process.execPath, '-r', join(ROOT, 'scripts/typescript/register.js'), join(ROOT, 'lib/cli/main.ts'), ...CALLS[1]!];
/** Node also asks CI, TERM_PROGRAM, NODE_DISABLE_COLORS and others whether there are colours: none of them comes from the outside here. */
const plain = Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'LANG'].flatMap((name) => {
  const value = process.env[name];
  return value === undefined ? [] : [[name, value]];
}));

test('a pipe gets no colours, even where they are forced', () => {
  const { stdout } = spawnSync(COMMAND[0]!, COMMAND.slice(1), { encoding: 'utf8', env: { ...plain, FORCE_COLOR: '1' } });
  expect(stdout).toContain('allowed: ');
});

/** `script` gives the command a terminal of its own. */
const hasTerminal = String(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout).includes('util-linux');

(hasTerminal ? test : test.skip).each<[what: string, env: NodeJS.ProcessEnv, isColoured: boolean]>([
  ['a terminal', {}, true],
  ['a terminal with NO_COLOR', { NO_COLOR: '1' }, false],
  ['a terminal with NO_COLOR and forced colours', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ['a terminal that knows no colours', { TERM: 'dumb' }, false],
])('%s', (_what, env, isColoured) => {
  const command = COMMAND.map((word) => `'${word}'`).join(' ');
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', env: { ...plain, TERM: 'xterm', ...env } });
  expect(stdout.split(': ')[0]).toBe(isColoured ? '\u001b[32mallowed\u001b[39m' : 'allowed');
});
