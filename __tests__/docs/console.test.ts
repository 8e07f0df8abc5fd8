import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { Deployment, DeploymentStack } from '../../lib';
import { runToEnd } from '../../lib/cli/program';

// Pages show what their commands print. `cdktf.out` is what `examples/two-subnets.yaml` gives.
const ROOT = join(__dirname, '..', '..');

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'console-'));
  const app = new App({ outdir });
  new DeploymentStack(app, Deployment.fromFile(join(ROOT, 'examples/two-subnets.yaml')));
  app.synth();
});
afterAll(() => rmSync(outdir, { recursive: true }));

test.each(['hand-written-rules.md'])('%s shows what its commands print', async (page) => {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
  const shown = [...text.matchAll(/```console\n\$ npx azureml-network (.*)\n([\s\S]*?)```/g)];
  expect(shown.length).toBeGreaterThan(0);
  for (const [, command, expected] of shown) {
    let out = '';
    const args = command!.split(' ').map((arg) => (arg === 'cdktf.out' ? outdir : arg.startsWith('examples/') ? join(ROOT, arg) : arg));
    await runToEnd(args, { out: (printed) => { out += printed; }, err: () => undefined });
    expect(out.replaceAll(outdir, 'cdktf.out').replaceAll(`${ROOT}/`, '')).toBe(expected);
  }
});
