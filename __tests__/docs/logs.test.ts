import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentJson } from '../support/example-suite';
import { runToEnd } from '../../lib/cli/program';

const root = join(__dirname, '..', '..');

test('the network of the walk is the example without two of its rules', () => {
  const without = ['Allow-AzureMachineLearning-Tcp', 'Allow-own.licences'];
  const outdir = mkdtempSync(join(tmpdir(), 'logs-page-'));
  const text = deploymentJson(join(root, 'examples', 'own-requirement.yaml'), outdir);
  const left = JSON.parse(text, (key, value: unknown) => (key === '//' ? undefined
    : key === 'rule' ? (value as { name: string }[]).filter(({ name }) => !without.includes(name)) : value)) as { resource: object };
  rmSync(outdir, { recursive: true });
  const path = join(root, 'examples', 'data', 'hanging-job.tf.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ resource: left.resource });
});

test.each(['logs.md', 'lookup.md'])('%s shows what its commands print', async (page) => {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  const shown = [...text.matchAll(/```console\n\$ npx azureml-network (.*)\n([\s\S]*?)```/g)];
  expect(shown.length).toBeGreaterThan(0);
  for (const [, command, expected] of shown) {
    let out = '';
    const args = command!.split(' ').map((arg) => (arg.startsWith('examples/') ? join(root, arg) : arg));
    await runToEnd(args, { out: (printed) => { out += printed; }, err: () => undefined });
    const printed = out.split(`${root}/`).join('');
    const parts = expected!.split(/^\.\.\.\n/m);
    if (parts.length === 1) {
      expect(printed).toBe(expected);
    }
    // Where the page leaves lines out, it shows the others as they are, in their order.
    let at = 0;
    for (const part of parts) {
      const found = printed.indexOf(part, at);
      expect([part, found >= at]).toEqual([part, true]);
      at = found + part.length;
    }
  }
});
