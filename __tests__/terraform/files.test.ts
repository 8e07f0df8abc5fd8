import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { networkOf, readTerraform } from '../../lib/terraform/read-network';
import { problems } from './networks';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-reading-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** A folder with files. */
function files(contents: Readonly<Record<string, unknown>>): string {
  const root = join(folder, String(count++));
  mkdirSync(root);
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

const table = (name: string): object => ({ resource: { azurerm_route_table: { t: { name, resource_group_name: 'rg' } } } });
const names = (path: string): string[] => [...readTerraform(path).routeTables.values()].map(({ name }) => name);
const ALLOWED = 'give a cdk.tf.json or another *.tf.json, the folder cdktf.out, the output of terraform show -json for a plan or a ' +
  'state, or an export of Azure';

test('a file', () => {
  const root = files({ 'cdk.tf.json': table('a'), 'b.tf.json': table('b') });
  expect(names(join(root, 'cdk.tf.json'))).toEqual(['a']);
  expect([...readTerraform(join(root, 'cdk.tf.json')).routeTables.values()][0]!.place.file).toBe(join(root, 'cdk.tf.json'));
});

test('a folder of CDK for Terraform, with the stacks of its manifest and no others', () => {
  const stack = (name: string): object => ({ name, synthesizedStackPath: `stacks/${name}/cdk.tf.json` });
  const root = files({
    'manifest.json': { version: '0.21.0', stacks: { b: stack('b'), a: stack('a') } }, 'stacks/a/cdk.tf.json': table('a'),
    'stacks/b/cdk.tf.json': table('b'), 'stacks/old/cdk.tf.json': table('old'),
  });
  expect(names(root).sort()).toEqual(['a', 'b']);
  expect([...readTerraform(root).routeTables.keys()].sort())
    .toEqual(['a', 'b'].map((name) => `${join(root, 'stacks', name)} azurerm_route_table.t`));
});

test('a folder with files of Terraform, and what of it is not JSON', () => {
  const root = files({ 'a.tf.json': table('a'), 'b.tf.json': { '//': 'nothing yet' }, 'c.json': '{', 'main.tf': 'locals {}' });
  const network = readTerraform(root);
  expect([network.routeTables.size, problems(network)]).toEqual([1, []]);
});

test.each<[name: string, contents: Record<string, unknown>, path: string, message: RegExp]>([
  [
    'a folder without files', { 'x.txt': '' }, '',
    /: the folder has no \*\.tf\.json, no \*\.tf; give a folder with manifest\.json, .*\*\.tf, or with exports of Azure \(\*\.json, \*\.csv\)$/,
  ],
  [
    'a folder with stacks only', { 'stacks/a/cdk.tf.json': {} }, '',
    /: the folder has no \*\.tf\.json, no \*\.tf and no manifest\.json; give/,
  ],
  ['a manifest without stacks', { 'manifest.json': { stacks: {} } }, '', /manifest\.json:1:11: stacks: no stacks are listed; give/],
  [
    'a manifest that leads out of its folder', { 'manifest.json': { stacks: { a: { synthesizedStackPath: '../a.json' } } } }, '',
    /: stacks\.a\.synthesizedStackPath: it is "\.\.\/a\.json"; it takes the path of a file cdk\.tf\.json in the folder/,
  ],
  [
    'a manifest with an absolute path', { 'manifest.json': { stacks: { a: { synthesizedStackPath: '/etc/a.json' } } } }, '',
    /it is "\/etc\/a\.json"; it takes/,
  ],
  [
    'a stack in HCL', { 'manifest.json': { stacks: { a: { synthesizedStackPath: 'stacks/a/cdk.tf' } } } }, '',
    /it is "stacks\/a\/cdk\.tf"; .* unless it is told to write HCL$/,
  ],
  [
    'a stack that is not there', { 'manifest.json': { stacks: { a: { synthesizedStackPath: 'stacks/a/cdk.tf.json' } } } }, '',
    /"[^"]*cdk\.tf\.json" cannot be read: there is no such file or folder/,
  ],
  ['a path that is not there', {}, 'none.json', /none\.json" cannot be read: there is no such file or folder/],
  ['text that is not JSON', { 'a.tf.json': 'x' }, 'a.tf.json', /a\.tf\.json:1:1: not JSON: unexpected "x"; Terraform JSON is JSON$/],
  ['a key that is given twice', { 'a.tf.json': '{"resource": {}, "resource": {}}' }, 'a.tf.json', /the key "resource" is given twice/],
])('%s is refused', (_, contents, path, message) => {
  expect(messageOf(() => readTerraform(join(files(contents), path)))).toMatch(message);
});

test('a reference is no path', () => {
  expect(messageOf(() => readTerraform('${x}'))).toMatch(/is a reference, not a path/);
});

test.each<[json: unknown, message: string]>([
  [[], `is a list, not Terraform JSON; ${ALLOWED}`],
  ['x', `is "x", not Terraform JSON; ${ALLOWED}`],
  [null, `is null, not Terraform JSON; ${ALLOWED}`],
  [{}, `is not Terraform JSON: it has none of the sections of a configuration, a plan or a state; ${ALLOWED}`],
  [
    { version: 4, serial: 1, lineage: 'x', resources: [] },
    "is the file of a state, whose form is Terraform's own; give the output of terraform show -json for it",
  ],
  [{ version: '0.21.0', stacks: {} }, 'is a manifest of CDK for Terraform; give the folder that it is in'],
  [{ format_version: '2.0', planned_values: {} }, `has the format version "2.0"; versions 0 and 1 are read`],
  [{ changeNumber: 1, values: [] }, 'is a service tag file, not Terraform JSON; give it as the service tag file'],
])('content %j is refused', (json, message) => {
  expect(messageOf(() => networkOf([{ file: 'x.json', json }]))).toBe(`x.json: ${message}`);
});

test.each(['main.tofu', 'other.tofu.json'])('a folder with files of OpenTofu is refused: %s', (name) => {
  const root = files({ 'main.tf.json': table('a'), [name]: '{}' });
  expect(messageOf(() => readTerraform(root))).toBe(
    `${root}: the folder has files of OpenTofu, such as ${name}, which are not read; give the JSON of a plan: ` +
    'tofu plan -out plan.bin, then tofu show -json plan.bin > plan.json',
  );
  const caller = files({ 'main.tf.json': { module: { m: { source: './m' } } }, 'm/main.tf.json': table('a'), [`m/${name}`]: '{}' });
  expect(problems(readTerraform(caller)).join()).toContain('has files of OpenTofu');
});
