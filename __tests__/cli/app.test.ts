import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const outdir = mkdtempSync(join(tmpdir(), 'azureml-network-app-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test.each([
  ['that is not JSON', '{', 'CDKTF_CONTEXT_JSON is not JSON: '],
  ['without a path', '{"deployment":5}', 'the context "deployment" is 5 and not the path of a file: name a deployment file in cdktf.json'],
  ['with a path of nothing', '{"deployment":"no/such.yaml"}', '"no/such.yaml" cannot be read: '],
])('main.ts, a context %s: one line and no stack trace', (_, context, message) => {
  const { status, stderr } = spawnSync(process.execPath, ['-r', 'ts-node/register/transpile-only', 'main.ts'], {
    cwd: root, encoding: 'utf8', env: { ...process.env, CDKTF_CONTEXT_JSON: context, CDKTF_OUTDIR: outdir },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr.startsWith(message)).toBe(true);
}, 60_000);
