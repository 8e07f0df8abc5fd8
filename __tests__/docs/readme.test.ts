import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import cdktfJson from '../../cdktf.json';
import { Deployment, DeploymentStack } from '../../lib';
import { programFor, runToEnd } from '../../lib/cli/program';
import manifest from '../../package.json';

// What the README shows of its first example is what the example gives.
const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const EXAMPLE = cdktfJson.context.deployment;

interface SecurityRule {
  readonly priority: number;
  readonly name: string;
  readonly description: string;
  readonly direction: string;
}

interface Synthesized {
  readonly resource: { readonly azurerm_network_security_group: Record<string, { readonly security_rule: SecurityRule[] }> };
}

describe('the first example in the README', () => {
  let outdir: string;
  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'readme-'));
    const app = new App({ outdir });
    new DeploymentStack(app, Deployment.fromFile(join(ROOT, EXAMPLE)));
    app.synth();
  });
  afterAll(() => rmSync(outdir, { recursive: true }));

  test('is the one that cdktf.json names', () => {
    expect(README).toContain(`Synthesize [${EXAMPLE}](${EXAMPLE})`);
  });

  test('shows lines of the input', () => {
    const shown = /```yaml\n([\s\S]*?)```/.exec(README)![1]!;
    const lines = readFileSync(join(ROOT, EXAMPLE), 'utf8').split('\n');
    const missing = shown.trimEnd().split('\n').filter((line) => !lines.includes(line));
    expect(missing).toEqual([]);
  });

  test('shows the first outbound rules of the first subnet', () => {
    const [, group, shown] = /azurerm_network_security_group\.(\w+)\.[\s\S]*?cdk\.tf\.json\n([\s\S]*?)\n\.\.\.\n```/.exec(README)!;
    const { resource } = JSON.parse(readFileSync(join(outdir, 'stacks', 'two-subnets', 'cdk.tf.json'), 'utf8')) as Synthesized;
    const rules = resource.azurerm_network_security_group[group!]!.security_rule.filter(({ direction }) => direction === 'Outbound');
    const lines = shown!.split('\n');
    expect(lines).toEqual(rules.slice(0, 10).map(({ priority, name, description }) => `${priority} ${name}: ${description}`));
  });

  test('shows what the verifier answers', async () => {
    const shown = /azureml-network -- verify cdktf\.out .*\n([\s\S]*?)```/.exec(README)![1]!;
    let out = '';
    const code = await runToEnd(['verify', outdir, '--deployment', join(ROOT, EXAMPLE)], {
      out: (text) => { out += text; }, err: () => undefined,
    });
    expect(out.split(outdir).join('cdktf.out').split(`${ROOT}/`).join('')).toBe(shown);
    expect(code).toBe(0);
  });

  test('begins with the picture that the report draws of the first subnet', async () => {
    const picture = /```mermaid\n([\s\S]*?)```/;
    let out = '';
    await runToEnd(['report', outdir, '--deployment', join(ROOT, EXAMPLE)], { out: (text) => { out += text; }, err: () => undefined });
    const shown = picture.exec(README)![1];
    expect(shown).toContain('subnet training');
    expect(shown).toBe(picture.exec(out)![1]);
  });
});

test('the README has a row for each command of the command line, and for no other', () => {
  const table = README.split('\n## The command line\n')[1]!.split('\n## ')[0]!;
  const rows = [...table.matchAll(/^\| `([a-z-]+)/gm)].map(([, name]) => name!);
  const { commands } = programFor([], { out: () => undefined, err: () => undefined }, () => undefined);
  expect(rows.sort()).toEqual(commands.map((command) => command.name()).sort());
});

test('the README names the npm scripts that are there', () => {
  const table = README.split('\n## Working on it\n')[1]!.split('\n## ')[0]!;
  const cells = table.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|')[1]!);
  const named = cells.flatMap((cell) => [...cell.matchAll(/`(?:npm run )?([a-z][a-z:-]*)`/g)].map(([, name]) => name!));
  const elsewhere = ['prepack', 'test', 'synth', 'azureml-network', 'docs:findings'];
  expect([...named, ...elsewhere].sort()).toEqual(Object.keys(manifest.scripts).sort());
});

test('the README installs this version', () => {
  const versions = [...README.matchAll(/cdktf-azureml-network[:-](\d+\.\d+\.\d+)/g)].map(([, version]) => version);
  expect([...new Set(versions)]).toEqual([manifest.version]);
});
