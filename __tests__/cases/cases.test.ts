import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { ServiceTagFile } from '../../lib/input/service-tag-file';
import { Report } from '../../lib/verification/verification-result';
import { verifyNetwork } from '../../lib/verification/verify-network';
import { tagFile, weekly } from '../support/service-tags';

// Small networks, each with what is true of it. All names and addresses are made up.

function run(name: string, file = 'main.tf.json', tags?: ServiceTagFile): Report {
  const folder = join(__dirname, name);
  return verifyNetwork(requestFromDeployment(Deployment.fromFile(join(folder, 'deployment.yaml')), { paths: [join(folder, file)] }, tags));
}

/** Answers by requirement, without the one that rests on what VirtualNetwork holds. */
function answers({ answers: all }: Report): Record<string, string> {
  return Object.fromEntries(
    all.filter(({ requirementId: id }) => id !== 'basic.virtual-network').map(({ requirementId: id, outcome }) => [id, outcome]),
  );
}

/** Without what is taken for VirtualNetwork. */
const conditions = (report: Report): string[] => [...new Set(report.answers.flatMap((answer) => answer.conditions))]
  .filter((condition) => !condition.startsWith('VirtualNetwork stands for '));
const findings = (report: Report, id: string): string[] => report.findings.filter((one) => one.id === id).map(({ message }) => message);
const met = (report: Report): boolean => Object.values(answers(report)).every((outcome) => outcome === 'met');

test('00: a group with the address space written out, a policy with every tag and a default route to the firewall meet all', () => {
  const report = run('00-all-met');
  expect(report.answers.flatMap((answer) => answer.conditions))
    .toEqual(['VirtualNetwork stands for the address space 10.1.0.0/16 of the virtual network']);
  expect([Object.keys(answers(report)).length, met(report), conditions(report)]).toEqual([10, true, []]);
});

test('04b: tags of a group in another case are taken', () => {
  expect(met(run('04b-nsg-INTERNET'))).toBe(true);
});

test('06: two rules with one priority are one error that names both, and the rest is answered', () => {
  const report = run('06-priority-collision');
  expect(findings(report, 'refused-by-azure')).toEqual([
    'the rules deny-out and deny-out-2 are both Outbound 4096; Azure takes a priority once in a direction, so give one of them ' +
      'another priority',
  ]);
  expect(findings(report, 'input-not-understood')).toEqual([]);
  expect(met(report)).toBe(true);
});

test('10: tags in a list are one finding with what to write instead, and nothing is met without saying so', () => {
  const report = run('10-tags-in-plural');
  const refused = findings(report, 'refused-by-azure');
  expect(refused).toEqual([expect.stringContaining('write a rule for each, with destination_address_prefix = "AzureActiveDirectory"')]);
  expect(findings(report, 'input-not-understood')).toEqual([]);
  expect(conditions(report)).toEqual(['the rule all is written as one rule for each service tag, because Azure refuses a list of them']);
  expect(report.verdict).toBe('denied');
});

test('22: rules by for_each over a local map are the rules themselves', () => {
  const [each, written] = [run('22-for-each-local-map'), run('00-all-met')];
  expect(answers(each)).toEqual(answers(written));
  expect(each.findings.map(({ id, subject }) => [id, subject])).toEqual(written.findings.map(({ id, subject }) => [id, subject]));
});

test('28: a tag is a tag in texts and subjects, whether its addresses are known or not', () => {
  const names = [
    'AzureActiveDirectory', 'AzureMachineLearning', 'BatchNodeManagement', 'BatchNodeManagement.WestEurope', 'AzureResourceManager',
    'Storage', 'Storage.WestEurope', 'AzureFrontDoor.Frontend', 'MicrosoftContainerRegistry', 'AzureFrontDoor.FirstParty', 'AzureMonitor',
  ];
  const ranges = (i: number): string[] => [`20.${i}.0.0/25`, `20.${i}.1.0/25`, `20.${i}.7.0/24`];
  const tags = ServiceTagFile.fromFile(
    tagFile(weekly(Object.fromEntries(names.map((name, i) => [name, ranges(i - (name.includes('.W') ? 1 : 0))])))),
  );
  const [withFile, without] = [run('28-tag-file-text', 'main.tf.json', tags), run('28-tag-file-text')];
  const texts = (report: Report): string[] => report.findings.map(({ id, subject, message }) => `${id} ${subject}: ${message}`);
  expect(texts(without).some((text) => text.includes('BatchNodeManagement'))).toBe(true);
  expect(texts(withFile)).toEqual(texts(without));
  expect([met(withFile), met(without)]).toEqual([true, true]);
  // The rule is open, and it is for what is needed no more: one mistake.
  expect(without.findings.map(({ id }) => id)).toEqual(['open-beyond-requirements']);
});

test('29: the only firewall whose subnet has the address of the default route is that next hop, and the condition is said', () => {
  const report = run('29-literal-next-hop');
  expect(met(report)).toBe(true);
  expect(conditions(report)).toEqual(['10.1.0.4 is the address of the firewall fwp, the only one in the files that can have it']);
});

test('31: a subnet in a resource group with a generated name is found', () => {
  const report = run('31-random-resource-group');
  expect([met(report), findings(report, 'not-evaluated')]).toEqual([true, []]);
});

test('33: a firewall that allows 443 only denies the other ports', () => {
  const report = run('33-only-443');
  expect(findings(report, 'requirement-denied')).toEqual([
    expect.stringContaining(
      'TCP 443,8787,18881 serviceTag AzureMachineLearning is denied on ports 8787, 18881. Firewall fwp: no rule matches',
    ),
    expect.stringContaining('UDP 5831 serviceTag AzureMachineLearning is denied. '),
  ]);
  const found = answers(report);
  expect(Object.entries(found).filter(([, outcome]) => outcome !== 'met')).toEqual([
    ['basic.azure-machine-learning-tcp', 'denied'], ['basic.azure-machine-learning-udp', 'denied'],
  ]);
});

test('43: a configuration and its plan with two IP groups in one rule give the same', () => {
  const [configuration, plan] = [run('43-two-ip-groups'), run('43-two-ip-groups', 'plan.json')];
  expect(existsSync(join(__dirname, '43-two-ip-groups', 'plan.json'))).toBe(true);
  expect(plan.answers.map(({ requirementId, outcome, conditions: rests }) => [requirementId, outcome, rests]))
    .toEqual(configuration.answers.map(({ requirementId, outcome, conditions: rests }) => [requirementId, outcome, rests]));
  expect(plan.findings.map(({ id, subject }) => [id, subject])).toEqual(configuration.findings.map(({ id, subject }) => [id, subject]));
});

test('31: after apply the resource group has its name, and a deployment file with another one is told', () => {
  const text = readFileSync(join(__dirname, '31-random-resource-group', 'main.tf.json'), 'utf8')
    .replaceAll('${azurerm_resource_group.g.name}', 'rg-ab12').replaceAll('rg-${random_string.s.result}', 'rg-ab12');
  const path = join(mkdtempSync(join(tmpdir(), 'case-31-')), 'main.tf.json');
  writeFileSync(path, text);
  const deployment = Deployment.fromFile(join(__dirname, '31-random-resource-group', 'deployment.yaml'));
  expect(findings(verifyNetwork(requestFromDeployment(deployment, { paths: [path] })), 'not-evaluated'))
    .toEqual([expect.stringContaining('; "vnet-ml/training" is in the resource group "rg-ab12" there.')]);
});
