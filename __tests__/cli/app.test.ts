import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const outdir = mkdtempSync(join(tmpdir(), 'azureml-network-app-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

test.each([
  ['that is not JSON', '{', 'CDKTF_CONTEXT_JSON is not JSON: '],
  ['that is a list', '["x.yaml"]', 'CDKTF_CONTEXT_JSON is a list, not an object such as {"deployment": "<path>"}'],
  ['that is null', 'null', 'CDKTF_CONTEXT_JSON is null, not an object'],
  ['that is a text', '"x.yaml"', 'CDKTF_CONTEXT_JSON is "x.yaml", not an object'],
  ['with a misspelt key', '{"deploymnt":"x.yaml"}', 'CDKTF_CONTEXT_JSON has no "deployment" but "deploymnt"; did you mean "deployment"?'],
  [
    'with a key in capitals', '{"Deployment":"x.yaml"}',
    'CDKTF_CONTEXT_JSON has no "deployment" but "Deployment"; did you mean "deployment"?',
  ],
  [
    'with a key that is like it beside it', '{"deployments":"x.yaml","deployment":5}',
    'the context "deployment" is 5, not the path of a file',
  ],
  ['without a path', '{"deployment":5}', 'the context "deployment" is 5, not the path of a file: name a deployment file in cdktf.json'],
  ['with a path of nothing', '{"deployment":"no/such.yaml"}', '"no/such.yaml" cannot be read: '],
])('main.ts, a context %s: one line and no stack trace', (_, context, message) => {
  const { status, stderr } = spawnSync(process.execPath, ['-r', './scripts/typescript/register.js', 'main.ts'], {
    cwd: root, encoding: 'utf8', env: { ...process.env, CDKTF_CONTEXT_JSON: context, CDKTF_OUTDIR: outdir },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr.startsWith(message)).toBe(true);
});
