import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { sampleFile } from '../azure-exports/samples';

const EXAMPLES = join(__dirname, '../../examples');
const NETWORK = join(EXAMPLES, 'data/existing-network');
const DEPLOYMENT = join(EXAMPLES, 'own-requirement.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-existing-'));
afterAll(() => rmSync(folder, { recursive: true }));

function call(...args: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const code = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { code, out, err };
}

interface Result {
  readonly findings: readonly { id: string; message: string }[];
  readonly answers: readonly { requirementId: string; outcome: string }[];
}

function verified(...paths: string[]): Result {
  return JSON.parse(call('verify', ...paths, '--deployment', DEPLOYMENT, '--format', 'json').out) as Result;
}

// The commands of docs/existing-network.md.
test('from an export to a list of what is missing', () => {
  const { answers, findings } = verified(NETWORK);
  expect(answers.filter(({ outcome }) => outcome === 'denied').map(({ requirementId }) => requirementId)
    .sort()).toEqual(['basic.azure-monitor', 'basic.front-door-first-party', 'own.licences']);
  expect(answers.find(({ requirementId }) => requirementId === 'basic.azure-active-directory')!.outcome).toBe('met');
  expect(findings.map(({ id }) => id)).toContain('requirement-denied');
});

const STATED = ['--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2'];

test('the same without a deployment file, with what is missing', () => {
  const { code, out } = call('verify', NETWORK, ...STATED, '--subnet', 'vnet-ml/training', '--suggest');
  expect([code, out]).toEqual([
    1, expect.stringContaining('resource "azurerm_network_security_rule" "nsg-training-Allow-AzureMonitor-Tcp-443"'),
  ]);
  const other = call('verify', NETWORK, ...STATED, '--subnet', 'vnet-ml/traning');
  expect([other.code, other.out]).toEqual([4, expect.stringMatching(/The files have no subnet "vnet-ml\/traning".*they have .*vnet-ml\/training/)]);
});

test('one flow without a deployment file', () => {
  const { code, out } = call('explain', NETWORK, 'training', 'outbound', 'tcp', '443', 'AzureMonitor');
  expect([code, out]).toEqual([1, expect.stringContaining('rule deny-all-outbound (priority 4096): denies it')]);
});

const CASES = join(__dirname, '../cases');
const REGION = ['--edition', '2026-03-19', '--cloud', 'public', '--region', 'westeurope', '--subnet', 'training'];

// The commands on the files of small networks, as somebody who has nothing but these.
test.each([
  ['00-all-met', 0, '11 of 11 requirements met. Findings: none.'], ['04b-nsg-INTERNET', 0, '11 of 11 requirements met. Findings: 1 note.'],
  ['06-priority-collision', 1, '11 of 11 requirements met. Findings: 1 error, 1 warning.'],
  ['10-tags-in-plural', 1, '11 of 11 requirements met. Findings: 1 error.'],
  ['22-for-each-local-map', 0, '11 of 11 requirements met. Findings: none.'],
  ['27-bastion', 0, '11 of 11 requirements met. Findings: none.'],
  ['29-literal-next-hop', 0, '11 of 11 requirements met. Findings: none.'],
  ['31-random-resource-group', 0, '11 of 11 requirements met. Findings: none.'],
  ['33-only-443', 1, '9 of 11 requirements met, 2 denied. Findings: 2 errors.'],
])('case %s', (name, exit, headline) => {
  const { code, out, err } = call('verify', join(CASES, name), ...REGION, '--suggest');
  expect([code, out.split('\n')[0], err]).toEqual([exit, headline, '']);
  expect(out).toContain(exit === 1 && name.startsWith('33') ? 'Suggested\n' : 'There is nothing to suggest');
});

test('case 33: the flow that is denied, and where', () => {
  const { code, out } = call('explain', join(CASES, '33-only-443'), 'training', 'outbound', 'tcp', '8787', 'AzureMachineLearning');
  expect([code, out]).toEqual([1, expect.stringContaining('firewall fwp: no rule matches AzureMachineLearning')]);
});

test('files are one network in any order, and a list that is missing is said and makes answers unknown', () => {
  const [rows, groups] = [join(NETWORK, 'network.json'), join(NETWORK, 'rule-collection-groups.json')];
  expect(verified(groups, rows).answers.map(({ outcome }) => outcome)).toEqual(verified(NETWORK).answers.map(({ outcome }) => outcome));
  const { answers, findings } = verified(rows);
  expect(answers.find(({ requirementId }) => requirementId === 'basic.azure-active-directory')!.outcome).toBe('unknown');
  expect(findings.map(({ message }) => message))
    .toContainEqual(expect.stringContaining('the files do not have the rule collection group azureml, which the firewall policy lists'));
});

test('one flow, and each rule that it meets', () => {
  const { code, out } = call('explain', NETWORK, 'training outbound tcp 443 AzureMonitor', '--deployment', DEPLOYMENT);
  expect([code, out]).toEqual([1, expect.stringContaining('rule deny-all-outbound (priority 4096): denies it')]);
});

test('a table of the portal in a folder with other exports', () => {
  copyFileSync(sampleFile('arg-portal-export.csv'), join(folder, 'portal.csv'));
  copyFileSync(sampleFile('arg-az-graph-query-1.json'), join(folder, 'page-1.json'));
  const { code, out } = call('explain', folder, 'snet-training outbound tcp 443 BatchNodeManagement');
  expect([code, out]).toEqual([1, expect.stringContaining('route batch (BatchNodeManagement) to Internet')]);
});

test.each([
  ['{"value": [{"name": "x"}]}', /is not Terraform JSON/],
  ['not JSON', /not JSON/],
])('%s is refused', (text, says) => {
  const path = join(folder, 'other.txt');
  writeFileSync(path, text);
  expect(call('verify', NETWORK, path, '--deployment', DEPLOYMENT)).toEqual({ code: 2, out: '',
    err: expect.stringMatching(says) as string });
});
