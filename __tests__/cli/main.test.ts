import { spawnSync, SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const COMMAND = `"${process.execPath}" -r ./scripts/typescript/register.js lib/cli/main.ts`;

/** Runs a line of shell. What is echoed to file 3 comes back as the exit code of the command, whatever the pipe says. */
function shell(line: string): SpawnSyncReturns<string> {
  return spawnSync('bash', ['-c', line], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

test('a list that is longer than its reader reads', () => {
  // More than a pipe holds (64 KiB) and `head` takes at once, so that the rest has no reader.
  const whole = shell(`${COMMAND} requirements --format json | wc -c`);
  expect(Number(whole.stdout)).toBeGreaterThan(80 * 1024);
  const { stdout, stderr } = shell(`(${COMMAND} requirements --format json; echo "exit $?" >&2) | head -1`);
  expect({ stdout, stderr }).toEqual({ stdout: '[\n', stderr: 'exit 0\n' });
});

test('a mistake that nobody reads of', () => {
  const { stdout } = shell(`exec 3>&1; (${COMMAND} requirements --cloud x 2>&1 >/dev/null; echo "exit $?" >&3) | true`);
  expect(stdout).toBe('exit 2\n');
});
