import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES, folder, root, synthesize } from '../support/example-suite';

test('every example has a suite of its own, and the README explains it', () => {
  const suites = readdirSync(__dirname).filter((name) => name.endsWith('.test.ts')).map((name) => name.replace(/\.test\.ts$/, ''));
  expect(EXAMPLES.map((name) => name.replace(/\.(ts|yaml)$/, '')).filter((name) => !suites.includes(name))).toEqual([]);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(EXAMPLES.filter((name) => !readme.includes(`examples/${name}`))).toEqual([]);
});

test('what crosses from stack to stack is there, in the state that the other stack writes', () => {
  const output = synthesize('hub-and-spoke.ts', join(folder, 'crossing'));
  const text = (stack: string): string => output[join('stacks', stack, 'cdk.tf.json')]!;
  const hub = JSON.parse(text('hub')) as { output: object; terraform: { backend: { local: { path: string } } } };
  const spokes = JSON.parse(text('spokes')) as {
    data: { terraform_remote_state: Record<string, { backend: string; config: { path: string } }> };
  };
  const used = new Set(
    [...text('spokes').matchAll(/data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g)].map((match) => match[2]!),
  );
  expect(used.size).toBeGreaterThan(0);
  expect(Object.keys(hub.output).sort()).toEqual([...used].sort());
  const [remote] = Object.values(spokes.data.terraform_remote_state);
  const at = (stack: string, path: string): string => join('/out/stacks', stack, path);
  expect([remote!.backend, at('spokes', remote!.config.path)]).toEqual(['local', at('hub', hub.terraform.backend.local.path)]);
});

test('main.ts tells a mistake in a deployment file without a stack, and fails', () => {
  const before = { ...process.env };
  const exitCode = process.exitCode;
  const printed = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    process.env['CDKTF_OUTDIR'] = join(folder, 'mistake');
    process.env['CDKTF_CONTEXT_JSON'] = JSON.stringify({ deployment: 'examples/none.yaml' });
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    jest.isolateModules(() => require('../../main'));
    expect(printed.mock.calls.map(([text]) => text))
      .toEqual([expect.stringMatching(/^"examples\/none\.yaml" cannot be read: there is no such file or folder[^\n]*\n$/)]);
    expect(process.exitCode).toBe(1);
  } finally {
    process.env = before;
    process.exitCode = exitCode;
    printed.mockRestore();
  }
});
