import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../../lib/cli/program';

const ROOT = join(__dirname, '..', '..');
const MAIN = ['-r', join(ROOT, 'scripts/typescript/register.js'), join(ROOT, 'lib/cli/main.ts')];
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-streams-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
  jest.restoreAllMocks();
});
/** The escape that begins colours and cursor movements. */
const ESCAPE = '\u001b';

test('a reader that closes the pipe early does no harm', () => {
  const command = `"${process.execPath}" ${MAIN.map((one) => `"${one}"`).join(' ')} requirements | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\S.*\n0\n$/);
});

test.each(['FORCE_COLOR', 'CLICOLOR_FORCE', 'NO_COLOR'])('nothing has a colour, whatever %s says', (name) => {
  const script = 'const { runToEnd } = require(process.argv[1]);' +
    'const output = { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) };' +
    "const calls = [['--help'], ['verify', '--help'], ['requirements'], ['verfy']];" +
    '(async () => { for (const args of calls) await runToEnd(args, output); })();';
  const { stdout, stderr, status } = spawnSync(process.execPath, [
    '-r', join(ROOT, 'scripts/typescript/register.js'), '-e', script, join(ROOT, 'lib/cli/program.ts'),
  ], { encoding: 'utf8', env: { ...process.env, [name]: '1' } });
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: azureml-network verify');
  expect(stderr).toContain('did you mean "verify"?');
  expect(stdout + stderr).not.toContain(ESCAPE);
});

describe('progress', () => {
  // The command waits until the clock beside it has written something, so that no speed of the machine matters.
  const shown = (isTerminal: boolean, last: 'out' | 'err' | 'stop'): { readonly out: string; readonly err: string } => {
    const path = join(folder, `progress-${isTerminal}-${last}`);
    const stderr = openSync(path, 'w');
    const script = `
      const { statSync, writeSync } = require('node:fs');
      const { withProgress } = require(process.argv[1]);
      const own = { out: (text) => writeSync(1, text), err: (text) => writeSync(2, text), isTerminal: ${isTerminal} };
      const { output, stop } = withProgress('azureml-network verify', own, 10);
      const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      for (let i = 0; i < ${isTerminal ? 3000 : 20} && statSync(process.argv[2]).size === 0; i++) sleep();
      if ('${last}' === 'stop') stop(); else output.${last}('the answer\\n');
      const { size } = statSync(process.argv[2]);
      for (let i = 0; i < 10; i++) sleep();
      if (statSync(process.argv[2]).size !== size) throw new Error('it goes on');
    `;
    const { stdout, status } = spawnSync(process.execPath, [
      '-r', join(ROOT, 'scripts/typescript/register.js'), '-e', script, join(ROOT, 'lib/cli/progress.ts'), path,
    ], { encoding: 'utf8', stdio: ['ignore', 'pipe', stderr] });
    closeSync(stderr);
    const err = readFileSync(path, 'utf8');
    expect([status, err.includes('Error')]).toEqual([0, false]);
    return { out: stdout, err };
  };

  test.each(['out', 'err', 'stop'] as const)('is shown on a terminal, and taken away before the command says anything: %s', (last) => {
    const { out, err } = shown(true, last);
    expect(out).toBe(last === 'out' ? 'the answer\n' : '');
    expect(err).toMatch(last === 'err' ? /^(?:\razureml-network verify: \d+ s)+\r\u001b\[Kthe answer\n$/
      : /^(?:\razureml-network verify: \d+ s)+\r\u001b\[K$/);
  });

  test('is not shown where nobody looks', () => {
    expect(shown(false, 'out')).toEqual({ out: 'the answer\n', err: '' });
  });
});

describe('progress on logs', () => {
  const file = join(folder, 'flows.json');
  const logs = async (step: number, isTerminal: boolean): Promise<string> => {
    writeFileSync(file, '{"category":"AZFWNetworkRule"}\n'.repeat(5000));
    let now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => (now += step));
    let err = '';
    await runToEnd(
      ['logs', file, '--deployment', join(ROOT, 'examples/own-requirement.yaml')],
      { out: () => undefined, err: (text) => { err += text; }, isTerminal },
    );
    return err;
  };

  test('is shown on a terminal after a second, and taken away', async () => {
    expect(await logs(1500, true)).toMatch(/^\r\d+ MB, \d+ records[^]*\r\u001b\[K$/);
  });

  test('is not shown before, and never where nobody looks', async () => {
    expect(await logs(1, true)).toBe('');
    expect(await logs(1500, false)).toBe('');
  });
});
