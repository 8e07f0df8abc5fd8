import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('the check of reports says that there is no browser, and fails', () => {
  const { status, stderr, stdout } = spawnSync(
    process.execPath, ['-r', './scripts/typescript/register.js', 'scripts/report-check/main.ts'],
    { cwd: join(__dirname, '..', '..'), env: { ...process.env, CHROMIUM: '/no/such/browser' }, encoding: 'utf8' },
  );
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('No browser was found, so nothing was checked. Install Chromium');
});
