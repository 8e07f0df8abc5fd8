import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, DeploymentStack } from '../../lib';
import { run } from '../../lib/cli/program';
import { newApp, textOf } from '../constructs/synthesis';

// From the files to the exit code, with nothing in between replaced.
const root = join(__dirname, '..', '..');
const DEPLOYMENT = join(root, 'examples', 'own-requirement.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-verify-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT = textOf(new DeploymentStack(newApp(), Deployment.fromFile(DEPLOYMENT)));

interface Configuration {
  readonly resource: { readonly azurerm_network_security_group: Readonly<Record<string, { security_rule: { name: string }[] }>> };
}

/** The configuration of the example, without one security rule. */
function without(rule: string): string {
  const content = JSON.parse(TEXT) as Configuration;
  for (const group of Object.values(content.resource.azurerm_network_security_group)) {
    expect(group.security_rule.map(({ name }) => name)).toContain(rule);
    group.security_rule = group.security_rule.filter(({ name }) => name !== rule);
  }
  return JSON.stringify(content, null, 2);
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function call(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  const code = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

test('rules that the example gives meet its requirements', () => {
  const { code, out, err } = call('verify', file('cdk.tf.json', TEXT), '--deployment', DEPLOYMENT);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^12 of 12 requirements met by what could be read\. /);
});

describe('a rule that is missing', () => {
  const path = file('without.tf.json', without('Allow-own.licences'));

  test('is an error, with a flow that does not get through', () => {
    const { code, out } = call('verify', path, '--deployment', DEPLOYMENT);
    expect(code).toBe(1);
    expect(out).toContain('\nrequirement-denied: training own.licences\n');
    expect(out).toMatch(/\n {2}example: training outbound tcp 1055 203\.0\.113\.\d+\n/);
  });

  test('is accepted by an entry of the deployment file, whose subject is that of the finding', () => {
    const accepting = file('deployment.yaml', `${readFileSync(DEPLOYMENT, 'utf8')}\nacknowledged:\n  - finding: requirement-denied\n    ` +
      `subject: training own.licences\n    reason: Allowed by hand\n`);
    const { code, out } = call('verify', path, '--deployment', accepting);
    expect(code).toBe(0);
    expect(out).toContain('requirement-denied (error): training own.licences\n');
    expect(out).toContain('  reason: Allowed by hand\n');
    expect(call('verify', file('cdk.tf.json', TEXT), '--deployment', accepting).out)
      .toContain('acknowledgement-unused: requirement-denied training own.licences\n');
  });

  test('is shown in SARIF in the line of what denies', () => {
    const { runs: [{ results }] } = JSON.parse(call('verify', path, '--deployment', DEPLOYMENT, '--format', 'sarif').out) as
      { runs: [{ results: { ruleId: string; locations: [{ physicalLocation: { region: { startLine: number } } }] }[] }] };
    const { startLine } = results.find(({ ruleId }) => ruleId === 'requirement-denied')!.locations[0].physicalLocation.region;
    const rule = readFileSync(path, 'utf8').split('\n').slice(startLine - 1, startLine + 16).join('\n');
    expect(rule).toMatch(/^\s+\{\n/);
    expect(rule).toContain('"access": "Deny"');
  });
});

describe('examples of findings are flows that explain takes, with the same outcome', () => {
  interface Document { readonly findings: readonly {
    readonly id: string; readonly subject: string; readonly example?: { readonly flow: string; readonly protocol: string };
  }[] }
  const examples = ['own-requirement', 'nat-gateway', 'classic-firewall', 'host-names-only', '21vianet'];

  test.each(examples)('of %s without some of its rules', (name) => {
    const deployment = join(root, 'examples', `${name}.yaml`);
    const content = JSON.parse(textOf(new DeploymentStack(newApp(), Deployment.fromFile(deployment)))) as Configuration;
    Object.values(content.resource.azurerm_network_security_group).forEach((group) => {
      group.security_rule = group.security_rule.filter((_, i) => i % 3 !== 0); // some that deny, too
    });
    const path = file(`${name}.tf.json`, JSON.stringify(content));
    const { findings } = JSON.parse(call('verify', path, '--deployment', deployment, '--format', 'json').out) as Document;
    const withExample = findings.filter(({ example }) => example !== undefined && ['TCP', 'UDP', 'ICMP'].includes(example.protocol));
    expect(withExample.length).toBeGreaterThan(0);
    const OUTCOMES: Readonly<Record<string, number>> = { 'requirement-denied': 1, 'requirement-unknown': 4, 'open-beyond-requirements': 0 };
    const differ = withExample.map(({ id, subject, example }) =>
      ({ id, subject, flow: example!.flow, ...call('explain', path, example!.flow, '--deployment', deployment) }))
      .filter(({ id, code }) => code !== OUTCOMES[id]);
    expect(differ).toEqual([]);
  });
});

test.each(['{', '', '[]'])('%j is refused', (text) => {
  const { code, out } = call('verify', file('x.tf.json', text), '--deployment', DEPLOYMENT);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test.each(['{"resource": {}}', '{"resource": []}'])('%s has none of the subnets, and proves nothing', (text) => {
  const { code, out } = call('verify', file('x.tf.json', text), '--deployment', DEPLOYMENT);
  expect(code).toBe(4);
  expect(out).toContain('not-evaluated: training\n');
});

test('by a pipe', () => {
  const { stdout, stderr, status } = spawnSync('bash', [
    '-c',
    `cat | "${process.execPath}" -r ./scripts/typescript/register.js lib/cli/main.ts verify - --deployment "${DEPLOYMENT}" --format sarif`,
  ], {
    cwd: root, encoding: 'utf8', input: without('Allow-own.licences'),
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  expect(stdout).toContain('own-requirement.yaml');
  expect(stdout).not.toMatch(/"startLine": ([2-9]|1\d)/);
});
