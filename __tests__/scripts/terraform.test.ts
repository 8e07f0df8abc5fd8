import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provider } from '../../scripts/terraform/provider';
import type { Stack } from '../../scripts/terraform/stacks';
import { tryStack } from '../../scripts/terraform/try-stack';

const PLAN = { resource_changes: [{ mode: 'managed', change: { actions: ['create'] } }, { mode: 'data', change: { actions: ['read'] } }] };
const provider: Provider = { name: 'it', env: {} };

let folder: string;
let path: string | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'try-stack-'));
  path = process.env['PATH'];
});
afterEach(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true });
});

/** Puts a program on the path that answers as Terraform does, but fails at one of its commands. */
function terraform(failsAt?: string): Stack {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const script = `#!/bin/sh\n[ "$1" = "${failsAt}" ] && { echo "no such argument"; exit 1; }\n[ "$1" = show ] && cat plan\nexit 0\n`;
  writeFileSync(join(bin, 'terraform'), script);
  chmodSync(join(bin, 'terraform'), 0o755);
  writeFileSync(join(folder, 'plan'), JSON.stringify(PLAN));
  process.env['PATH'] = `${bin}:${path}`;
  return { name: 'it/it', folder, output: folder };
}

test('a stack that Terraform takes is planned, and what the plan makes is counted', () => {
  expect(tryStack(terraform(), provider)).toEqual({ done: ['valid', 'resources that the plan makes: 1'] });
});

test.each(['init', 'validate', 'plan', 'show'])('a failure of terraform %s is one, with what Terraform says', (command) => {
  expect(() => tryStack(terraform(command), provider)).toThrow(/ failed with 1:\nno such argument/);
});

test('a machine without Terraform proves nothing', () => {
  const stack = terraform();
  process.env['PATH'] = join(folder, 'nothing');
  expect(() => tryStack(stack, provider)).toThrow('terraform init failed with 127');
});

test.each<[string, Partial<Stack>, Partial<Provider>]>([
  ['the stack', { noPlan: 'a reason' }, {}],
  ['the provider', {}, { noPlan: 'a reason' }],
])('a plan that %s cannot have is said to be left out', (_, ofStack, ofProvider) => {
  const tried = tryStack({ ...terraform('plan'), ...ofStack }, { ...provider, ...ofProvider });
  expect(tried).toEqual({ done: ['valid'], notRun: 'plan: a reason' });
});
