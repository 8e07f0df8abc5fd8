import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, DeploymentStack } from '../../lib';
import { run } from '../../lib/cli/program';
import { billOfMaterials, bundle, Bundle, licenses } from '../../scripts/packages/bundle';
import { manifest, ROOT } from '../../scripts/packages/project';
import { newApp, textOf } from '../constructs/synthesis';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
}

const DEPLOYMENT = join(ROOT, 'examples', 'own-requirement.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-bundle-'));
const empty = join(folder, 'empty');
const file = join(folder, 'azureml-network.js');
const network = join(folder, 'cdk.tf.json');
let content: Bundle;

beforeAll(async () => {
  content = await bundle();
  mkdirSync(empty);
  writeFileSync(file, content.code);
  writeFileSync(network, textOf(new DeploymentStack(newApp(), Deployment.fromFile(DEPLOYMENT))));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The bundle in a process of its own, in a folder without anything, with no place to find packages in. */
function bundled(...args: string[]): { code: number | null; out: string; err: string } {
  const options = { cwd: empty, encoding: 'utf8', env: { PATH: process.env['PATH'] } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], options);
  return { code: status, out: stdout, err: stderr };
}

function fromSource(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  const code = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

describe('the command line in one file', () => {
  test('needs Node.js alone', () => {
    expect(content.externals.filter((name) => !isBuiltin(name))).toEqual([]);
    expect(content.inputs.filter((input) => /node_modules\/(cdktf|cdktn|constructs|@cdktf|@cdktn)\//.test(input))).toEqual([]);
  });

  test('has a few megabytes at most', () => {
    expect(content.code.length).toBeLessThan(3_000_000);
  });

  test('is the same from build to build', async () => {
    expect((await bundle()).code === content.code).toBe(true);
    expect(content.code).not.toContain(ROOT);
  });

  test('knows its version', () => {
    expect(bundled('--version')).toEqual({ code: 0, out: `${manifest().version}\n`, err: '' });
  });

  test.each([
    ['verify', network, '--deployment', DEPLOYMENT],
    ['verify', network, '--deployment', DEPLOYMENT, '--format', 'sarif'],
    ['explain', network, 'training', 'outbound', 'tcp', '1055', '203.0.113.9', '--deployment', DEPLOYMENT],
    ['requirements', '--format', 'csv'],
    ['export', '--deployment', DEPLOYMENT],
    ['lookup', 'mcr.microsoft.com'],
    ['verify', network, '--deployment', 'missing.yaml'],
    ['verfy'],
  ])('answers as its source does: %s %s', (...args) => {
    const expected = fromSource(...args);
    expect(expected.out + expected.err).not.toBe('');
    expect(bundled(...args)).toEqual(expected);
  });

  test('answers about files in Terraform\'s own syntax with what to install', () => {
    writeFileSync(join(folder, 'main.tf'), 'locals {}\n');
    const { code, err } = bundled('verify', join(folder, 'main.tf'), '--deployment', DEPLOYMENT);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('npm install @cdktn/hcl2json') });
  });
});

/** A package that is installed in the folder `together`, with the code of its main file. */
function install(name: string, code: string): string {
  const at = join(folder, 'together', 'node_modules', name);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
  writeFileSync(join(at, 'index.js'), code);
  return at;
}

test('the command line in one file finds the constructs that are installed in the same folder', () => {
  install('cdktf-azureml-network', `exports.Deployment = { fromFile: () => ({ name: 'own-requirement' }) };
  exports.DeploymentStack = class {};`);
  install('cdktf', `exports.App = class {
    constructor({ outdir }) { this.outdir = outdir; }
    synth() { require('node:fs').writeFileSync(this.outdir + '/manifest.json', '{"stacks":{}}'); }
  };`);
  const main = join(install('azureml-network', content.code), 'index.js');
  const options = { cwd: join(folder, 'together'), encoding: 'utf8', env: { PATH: process.env['PATH'] } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'synth', DEPLOYMENT], options);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'cdktf.out/stacks/own-requirement/cdk.tf.json\n', stderr: '' });
});

describe('what is inside it', () => {
  test('is in the bill of materials: all that it needs, and what that needs', () => {
    const { components } = billOfMaterials(content) as { components: Component[] };
    const versions = Object.fromEntries(components.map(({ name, version }) => [name, version]));
    expect(versions).toMatchObject(manifest().dependencies);
    expect(components.flatMap((component) => component.licenses).map(({ license }) => license.id)).not.toContain(undefined);
    for (const { name, version } of components) {
      expect(licenses(content)).toContain(`${name} ${version}\n\n`);
    }
  });
});
