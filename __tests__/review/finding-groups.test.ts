import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { Finding } from '../../lib/findings/finding';
import { IntervalSet } from '../../lib/network/interval-set';
import { partOf, targetText } from '../../lib/filtering/paths/target';
import { verificationJson } from '../../lib/review/verification-json';
import { verificationMarkdown } from '../../lib/review/verification-markdown';
import { verificationText } from '../../lib/review/verification-text';
import { verifyNetwork } from '../../lib/verification/verify-network';
import { Report, VerificationResult } from '../../lib/verification/verification-result';
import { tagFile } from '../support/service-tags';
import { finding, HEAD } from '../verification/results';

interface Rule { name: string; priority: number; direction: string; access: string; destination_address_prefix?: string }
interface Content { resource: { azurerm_network_security_group: { n: { security_rule: Rule[] } } } }

const CASES = join(__dirname, '..', 'cases');

/** The case with what is changed in the rules of its group. */
function reportOf(name: string, change: (rules: Rule[]) => Rule[] = (rules) => rules): Report {
  const content = JSON.parse(readFileSync(join(CASES, name, 'main.tf.json'), 'utf8')) as Content;
  const group = content.resource.azurerm_network_security_group.n;
  group.security_rule = change(group.security_rule);
  const path = tagFile(content);
  return verifyNetwork(requestFromDeployment(Deployment.fromFile(join(CASES, name, 'deployment.yaml')), { paths: [path] }));
}

const entries = (text: string, id: string): number => [...text.matchAll(new RegExp(`^${id}: `, 'gm'))].length;
const rows = (text: string, id: string): number => [...text.matchAll(new RegExp(`^\\| \`${id}\` `, 'gm'))].length;
const ofId = ({ findings }: VerificationResult, id: string): Finding[] => findings.filter((one) => one.id === id);

test('requirements that one rule denies are one entry, with each subject as it is acknowledged, and the JSON has all', () => {
  const report = reportOf('00-all-met', (rules) => [
    ...rules, { ...rules.find(({ name }) => name === 'deny-out')!, name: 'deny-first', priority: 150 },
  ]);
  const denied = ofId(report, 'requirement-denied');
  expect(denied.length).toBeGreaterThan(8);
  const [text, markdown] = [verificationText(HEAD, report), verificationMarkdown(HEAD, report)];
  expect([entries(text, 'requirement-denied'), rows(markdown, 'requirement-denied')]).toEqual([1, 1]);
  expect(text).toContain(`requirement-denied: ${denied.length} findings with one cause\n`);
  expect(text).toMatch(/denied by rule deny-first .*\. Allow each with a rule before rule deny-first /);
  for (const { subject } of denied) {
    expect(text).toContain(`  - ${JSON.stringify(subject)}: `);
    expect(markdown).toContain(`\`${subject}\``);
  }
  const { findings } = JSON.parse(verificationJson(HEAD, report)) as VerificationResult;
  expect(findings.map(({ id, subject, message }) => [id, subject, message]))
    .toEqual(report.findings.map(({ id, subject, message }) => [id, subject, message]));
});

test.each([
  ['a rule for a tag that may hold others', 'AzureCloud', {}, /rule may \(priority 150\) may deny it\. Allow each with a rule before rule may /],
  ['a rule whose priority is no priority', '*', { priority: 50 }, /group nsg-training: its priority is not known: 50 is not a priority/],
])('%s makes requirements unknown in one entry', (_, tag, change, says) => {
  const report = reportOf('00-all-met', (rules) => [
    ...rules, { ...rules.find(({ name }) => name === 'deny-out')!, name: 'may', priority: 150, destination_address_prefix: tag, ...change },
  ]);
  const unknown = ofId(report, 'requirement-unknown');
  expect(unknown.length).toBeGreaterThan(8);
  const text = verificationText(HEAD, report);
  expect(entries(text, 'requirement-unknown')).toBe(1);
  expect(text).toMatch(says);
  unknown.forEach(({ places, requirementId }) => expect([requirementId, places[0]!.label]).toEqual([requirementId, 'security_rule may']));
});

test('what different rules deny are entries of their own', () => {
  const report = reportOf('00-all-met', (rules) => [
    ...rules,
    ...['AzureMonitor', 'AzureResourceManager'].map((tag, i) => (
      { ...rules.find(({ name }) => name === 'deny-out')!, name: `deny-${tag}`, priority: 150 + i, destination_address_prefix: tag })),
  ]);
  const text = verificationText(HEAD, { ...report, findings: ofId(report, 'requirement-denied') });
  expect([ofId(report, 'requirement-denied').length, entries(text, 'requirement-denied')]).toEqual([2, 2]);
  expect(text).not.toContain('with one cause');
});

test('rules of one group with tags in the plural are one entry', () => {
  const report = reportOf('10-tags-in-plural', (rules) => rules.flatMap((rule) =>
    (rule.name === 'all' ? [rule, { ...rule, name: 'again', priority: rule.priority + 1 }] : [rule])));
  const refused = ofId(report, 'refused-by-azure');
  const text = verificationText(HEAD, report);
  expect([refused.length, entries(text, 'refused-by-azure')]).toEqual([2, 1]);
  expect(text).toContain('write a rule for each tag');
  refused.forEach(({ subject }) => expect(text).toContain(JSON.stringify(subject)));
});

test('of many members twenty are shown, and the rest is counted', () => {
  const findings = Array.from({ length: 47 }, (_, i) =>
    finding('requirement-denied', `training r${i}`, { cause: { key: 'k', text: 'No rule.', member: `need ${i}` } }));
  const result = { answers: [], findings };
  expect(verificationText(HEAD, result)).toContain('  - "training r19": need 19\n  and 27 more; the JSON has all of them\n');
  expect(verificationMarkdown(HEAD, result)).toContain('`training r19` need 19<br>and 27 more |');
});

test('findings of one cause that were accepted for different reasons stay apart', () => {
  const accepted = ['a', 'a', 'b'].map((reason, i) => finding('requirement-denied', `training r${i}`, {
    cause: { key: 'k', text: 'No rule.', member: '' }, acknowledged: { reason },
  }));
  const text = verificationText(HEAD, { answers: [], findings: accepted });
  expect([...text.matchAll(/^ {2}reason: (.)$/gm)].map(([, reason]) => reason)).toEqual(['a', 'b']);
});

test('names in subjects and members give no line and no cell of their own', () => {
  const evil = 'x\n| a | [b](https://c.example)';
  const findings = [0, 1].map((i) => finding('tag-case', `${evil} ${i}`, { cause: { key: 'k', text: evil, member: evil } }));
  expect(verificationText(HEAD, { answers: [], findings })).not.toMatch(/^\| a/m);
  const row = verificationMarkdown(HEAD, { answers: [], findings }).split('\n').find((line) => line.startsWith('| `tag-case`'))!;
  expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(6);
  expect(row.replace(/`[^`]*`/g, '')).not.toContain('[b](');
});

test('a part of a part is said once', () => {
  const whole = { kind: 'addresses', set: IntervalSet.IPV4, side: 'internet', label: 'Storage' } as const;
  const part = { ...whole, ...partOf(whole) };
  expect([targetText(part), targetText({ ...part, ...partOf(part) })]).toEqual(['a part of Storage', 'a part of Storage']);
  expect(partOf({})).toEqual({});
});

describe('routes for service tags past a firewall', () => {
  interface Routed { resource: {
    azurerm_route_table: Record<string, { route: object[] | object }>;
    azurerm_firewall_policy_rule_collection_group: Record<string, unknown>;
  } }
  /** The case with these tags led to the Internet, behind a firewall that allows nothing. */
  const report = (...tags: string[]): Report => {
    const content = JSON.parse(readFileSync(join(CASES, '00-all-met', 'main.tf.json'), 'utf8')) as Routed;
    const [table] = Object.values(content.resource.azurerm_route_table);
    table!.route = [...[table!.route].flat(), ...tags.map((tag) => ({ name: tag, address_prefix: tag, next_hop_type: 'Internet' }))];
    content.resource.azurerm_firewall_policy_rule_collection_group = {};
    const deployment = Deployment.fromFile(join(CASES, '00-all-met', 'deployment.yaml'));
    return verifyNetwork(requestFromDeployment(deployment, { paths: [tagFile(content)] }));
  };
  const subjects = (result: VerificationResult, id: string): string[] => ofId(result, id).map(({ requirementId }) => requirementId!);

  test('what the firewall denies is denied, also where another tag may match a part of it, in one entry with one note', () => {
    const result = report('AzureMachineLearning', 'BatchNodeManagement.WestEurope');
    expect(subjects(result, 'requirement-unknown')).toEqual([]);
    const denied = subjects(result, 'requirement-denied');
    expect(denied).toContain('basic.azure-monitor');
    expect(denied).not.toContain('basic.batch-node-management');
    const text = verificationText(HEAD, result);
    expect([entries(text, 'requirement-denied'), rows(verificationMarkdown(HEAD, result), 'requirement-denied')]).toEqual([1, 1]);
    expect(text.split('this compares names only, and a service tag file shows whether routes for other tags')).toHaveLength(2);
    expect(text.match(/ \[1\]$/gm)!.length).toBe(denied.length);
  });

  test('a tag in a wrong case may hold what the right one does, and nothing else', () => {
    const result = report('AzureMachineLearning', 'BatchNodeManagement.westeurope');
    expect(subjects(result, 'requirement-unknown')).toEqual(['basic.batch-node-management']);
  });

  test('a tag that is not known, or that holds nearly all others, leaves it unknown', () => {
    for (const tag of ['AzureSomethingNew', 'AzureCloud.WestEurope']) {
      expect(subjects(report(tag), 'requirement-denied')).toEqual([]);
    }
  });
});
