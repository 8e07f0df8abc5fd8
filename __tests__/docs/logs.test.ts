import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from '../../lib/cli/program';

const root = join(__dirname, '..', '..');

test.each(['logs.md'])('%s shows what its commands print', async (page) => {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  const shown = [...text.matchAll(/```console\n\$ azureml-network (.*)\n([\s\S]*?)```/g)];
  expect(shown.length).toBeGreaterThan(0);
  for (const [, command, expected] of shown) {
    let out = '';
    const args = command!.split(' ').map((arg) => (arg.startsWith('examples/') ? join(root, arg) : arg));
    await runToEnd(args, { out: (printed) => { out += printed; }, err: () => undefined });
    expect(out.split(`${root}/`).join('')).toBe(expected);
  }
});
