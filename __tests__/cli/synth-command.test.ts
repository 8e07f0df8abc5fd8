import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-synth-'));
afterAll(() => rmSync(folder, { recursive: true }));
const EXAMPLE = join(ROOT, 'examples', 'one-subnet.yaml');

/** A folder with the package as it is installed; its code is that of this repository. */
function installed(name: string): string {
  const at = join(folder, name);
  const modules = join(at, 'node_modules');
  mkdirSync(join(modules, 'cdktf-azureml-network'), { recursive: true });
  writeFileSync(join(modules, 'cdktf-azureml-network', 'package.json'), '{"name":"cdktf-azureml-network","main":"index.js"}');
  writeFileSync(join(modules, 'cdktf-azureml-network', 'index.js'), `module.exports = require(${JSON.stringify(join(ROOT, 'lib'))});`);
  symlinkSync(join(ROOT, 'node_modules', 'cdktf'), join(modules, 'cdktf'));
  return at;
}

function synth(cwd: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [
    '-r', join(ROOT, 'scripts/typescript/register.js'), join(ROOT, 'lib/cli/main.ts'), 'synth', ...args,
  ], { cwd, encoding: 'utf8' });
}

test('a deployment file is synthesized by the package that is installed, and the result verifies', () => {
  const at = installed('with');
  const { status, stdout, stderr } = synth(at, EXAMPLE);
  expect([status, stdout]).toEqual([0, 'cdktf.out/stacks/one-subnet/cdk.tf.json\n']);
  expect(stderr).toContain('info: one-subnet/training: [azureml-network:name-resolution] ');
  expect(stderr).not.toContain('warn: ');
  const { resource } = JSON.parse(readFileSync(join(at, stdout.trim()), 'utf8')) as { resource: Record<string, object> };
  expect(Object.keys(resource)).toEqual(expect.arrayContaining(['azurerm_network_security_group', 'azurerm_route_table']));
});

test('a checkout that nobody has built synthesizes with its own constructs', () => {
  const at = join(folder, 'without');
  mkdirSync(at);
  const { status, stdout, stderr } = synth(at, EXAMPLE);
  expect([status, stdout]).toEqual([0, 'cdktf.out/stacks/one-subnet/cdk.tf.json\n']);
  expect(stderr).not.toContain('npm install');
  const ofApp = synth(installed('again'), EXAMPLE);
  expect(readFileSync(join(at, stdout.trim()), 'utf8')).toBe(readFileSync(join(folder, 'again', ofApp.stdout.trim()), 'utf8'));
});

test('warnings of the synthesis are said, a line each, beside the path', () => {
  const at = installed('advised');
  const file = join(at, 'deployment.yaml');
  const text = readFileSync(EXAMPLE, 'utf8');
  writeFileSync(file, text.replace(/addressSpace:\n +- .*\n/, 'byServiceTag: true\n').replace('firewall: 10.0.1.4', 'firewall: 10.1.1.4'));
  const { status, stdout, stderr } = synth(at, file);
  expect([status, stdout]).toEqual([0, 'cdktf.out/stacks/one-subnet/cdk.tf.json\n']);
  expect(stderr.split('\n').filter((line) => line.startsWith('warn: '))).toEqual([
    expect.stringContaining('warn: one-subnet/training: [azureml-network:virtual-network-tag-widened] '),
    expect.stringContaining('warn: one-subnet/training: [azureml-network:next-hop-in-subnet] the firewall 10.1.1.4 is inside the subnet'),
  ]);
});

test('a file that is wrong is refused by its reader, and nothing is written', () => {
  const at = installed('wrong');
  const file = join(at, 'deployment.yaml');
  writeFileSync(file, readFileSync(EXAMPLE, 'utf8').replace('cloud: public', 'cloud: Public'));
  expect(synth(at, file)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('did you mean "public"?') });
});

test('a file without what a stack needs is refused in the words of the stack', () => {
  const at = installed('bare');
  const file = join(at, 'deployment.yaml');
  writeFileSync(file, readFileSync(EXAMPLE, 'utf8').replace(/backend:\n.*\n.*\n/, ''));
  expect(synth(at, file)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('backend: is missing') });
});
