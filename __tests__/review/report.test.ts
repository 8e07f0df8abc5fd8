import Ajv from 'ajv';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { reportSchema } from '../../lib/review/report/report-json';
import type { NetworkReport } from '../../lib/review/report/network-report';

const ROOT = join(__dirname, '..', '..');
const CASES = join(ROOT, '__tests__', 'cases');

function written(args: readonly string[], format: string): { readonly out: string; readonly exit: number } {
  let [out, err] = ['', ''];
  const exit = run(['report', ...args, '--format', format], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  expect(err).toBe('');
  return { out, exit };
}

const argsOf = (name: string): string[] => [join(CASES, name, 'main.tf.json'), '--deployment', join(CASES, name, 'deployment.yaml')];
const reportOf = (args: readonly string[]): NetworkReport => JSON.parse(written(args, 'json').out) as NetworkReport;

test('the published schema is that of the code', () => {
  expect(JSON.parse(readFileSync(join(ROOT, 'schemas', 'report.schema.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(reportSchema())));
});

test.each(['00-all-met', '26-private-any-rule', '31-random-resource-group', '33-only-443', '43-two-ip-groups'])(
  'the JSON of %s follows its schema, and rules and requirements point at each other', (name) => {
    const report = reportOf(argsOf(name));
    const validate = new Ajv({ strict: true, allErrors: true }).compile(reportSchema());
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    const rules = new Map(report.rules.map((rule) => [rule.anchor, rule]));
    const requirements = new Map(report.requirements.map((one) => [one.anchor, one]));
    expect([rules.size, requirements.size]).toEqual([report.rules.length, report.requirements.length]);
    for (const one of report.requirements) {
      one.steps.flatMap((step) => step.rules).forEach((rule) => expect(rules.get(rule)?.requirements).toContain(one.anchor));
    }
    for (const rule of report.rules) {
      rule.requirements.forEach((to) =>
        expect(requirements.get(to)?.steps.some((step) => step.layer === rule.layer && step.rules.includes(rule.anchor))).toBe(true));
    }
  },
);

test('a report has the answers of verify, and its exit code', () => {
  for (const name of ['00-all-met', '33-only-443', '31-random-resource-group']) {
    let out = '';
    const exit = run(['verify', ...argsOf(name), '--format', 'json'], { out: (text) => { out += text; }, err: () => undefined });
    const { answers, findings } = JSON.parse(out) as {
      answers: { subnet: string; requirement: string; outcome: string }[]; findings: { id: string; subject: string }[];
    };
    const { out: text, exit: own } = written(argsOf(name), 'json');
    const report = JSON.parse(text) as NetworkReport;
    expect(own).toBe(exit);
    expect(report.requirements.map(({ subnet, id, outcome }) => [subnet, id, outcome]))
      .toEqual(answers.map(({ subnet, requirement, outcome }) => [subnet, requirement, outcome]));
    expect(report.findings.map(({ finding, subject }) => [finding, subject])).toEqual(findings.map(({ id, subject }) => [id, subject]));
  }
});

test('each requirement that is met outbound names the rules that let it out, and its citation has a link', () => {
  const { requirements, rules } = reportOf(argsOf('00-all-met'));
  const byAnchor = new Map(rules.map((rule) => [rule.anchor, rule]));
  for (const { id, steps, citation } of requirements) {
    const group = steps.filter(({ layer }) => layer === 'security group').flatMap((step) => step.rules);
    expect([id, group.length > 0]).toEqual([id, true]);
    group.forEach((anchor) => expect(byAnchor.get(anchor)!.access).toBe('allow'));
    expect(citation?.link).toMatch(/^https:\/\/learn\.microsoft\.com\/azure\//);
  }
});

test('all forms are the same from run to run', () => {
  for (const format of ['json', 'markdown', 'html']) {
    expect(written(argsOf('33-only-443'), format).out).toBe(written(argsOf('33-only-443'), format).out);
  }
});

describe('hostile names', () => {
  const NAME = '<script>alert(1)</script>|`=cmd()\n\u001b[31m\u202e"\'</details>';
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'main.tf.json');
  const text = readFileSync(join(CASES, '33-only-443', 'main.tf.json'), 'utf8');
  interface Group { name: string; security_rule?: { name: string }[] }
  const json = JSON.parse(text) as { resource: { azurerm_network_security_group: Record<string, Group> } };
  for (const group of Object.values(json.resource.azurerm_network_security_group)) {
    group.name = NAME;
    (group.security_rule ?? []).forEach((rule) => { rule.name = NAME; });
  }
  writeFileSync(file, JSON.stringify(json));
  const args = [file, '--deployment', join(CASES, '33-only-443', 'deployment.yaml')];

  test('are shown by the page, and are no part of it', () => {
    const { out } = written(args, 'html');
    expect(out).toContain('&lt;script&gt;alert(1)');
    expect(out.match(/<script/g)).toHaveLength(1);
    expect(out).not.toMatch(/[\u001b\u202e]/);
    const [, script] = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(out)!;
    expect(out).toContain(`script-src 'sha256-${createHash('sha256').update(script!).digest('base64')}'`);
    expect(out.match(/<details/g)!.length).toBe(out.match(/<\/details>/g)!.length);
    expect(out).not.toMatch(/(?:src|href)="(?!#|https:\/\/(?:learn\.microsoft\.com|code\.visualstudio\.com|www\.rfc-editor\.org|github\.com)\/)/);
  });

  test('leave each table of the Markdown whole, and are no markup in it', () => {
    const { out } = written(args, 'markdown');
    expect(out).not.toMatch(/[\u001b\u202e]/);
    const picture = /```mermaid\n([\s\S]*?)```/.exec(out)![1]!;
    expect(picture).not.toMatch(/[<>|`]script|<|\u001b/);
    const bars = (line: string): number => line.replace(/\\\|/g, '').split('|').length;
    const lines = out.split('\n');
    lines.forEach((line, i) => {
      if (line.startsWith('|') && lines[i - 1]?.startsWith('|')) {
        expect(bars(line)).toBe(bars(lines[i - 1]!));
      }
    });
    const outside = out.replace(/`[^`\n]*`/g, '').replace(/\\</g, '');
    expect(outside).not.toContain('<script');
  });

  test('keep anchors to letters, digits and hyphens', () => {
    const { rules, requirements } = reportOf(args);
    [...rules, ...requirements].forEach(({ anchor }) => expect(anchor).toMatch(/^[a-z0-9-]+$/));
  });
});

test('what a state marks as sensitive is in no form', () => {
  const group = {
    mode: 'managed', type: 'azurerm_network_security_group', name: 'g', address: 'azurerm_network_security_group.g',
    values: { id: '/g', name: 'Top-Secret-Group', location: 'westus2', resource_group_name: 'rg', security_rule: [] },
    sensitive_values: { name: true, security_rule: [] },
  };
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'state.json');
  const values = { root_module: { resources: [group] } };
  writeFileSync(file, JSON.stringify({ format_version: '1.0', terraform_version: '1.11.4', values }));
  const args = [file, '--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2', '--subnet', 'training'];
  for (const format of ['json', 'markdown', 'html']) {
    const { out } = written(args, format);
    expect(out.toLowerCase()).not.toContain('top-secret-group');
    expect(out).toContain('(sensitive value)');
  }
});

test('without a deployment file the report says what it cannot tell', () => {
  const args = [
    join(CASES, '00-all-met', 'main.tf.json'), '--edition', '2026-03-19', '--cloud', 'public', '--region', 'westeurope',
    '--subnet', 'training',
  ];
  expect(reportOf(args).notTranslated).toContain('no deployment file');
  expect(reportOf(argsOf('26-private-any-rule')).notTranslated).toContain('hostNameTraffic');
  expect(reportOf(argsOf('00-all-met')).notTranslated).toBeUndefined();
  expect(written(args, 'markdown').out).toContain('What rule languages cannot carry is not known');
  expect(written(args, 'html').out).toContain('What rule languages cannot carry is not known');
});

test('a file is written where one asks for it, and a folder that is not there is an error', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'report.html');
  expect(written([...argsOf('00-all-met'), '--output', file], 'html').out).toContain('is written');
  expect(readFileSync(file, 'utf8')).toBe(written(argsOf('00-all-met'), 'html').out);
  let err = '';
  const args = ['report', ...argsOf('00-all-met'), '--output', join(file, 'x')];
  const exit = run(args, { out: () => undefined, err: (text) => { err += text; } });
  expect([exit, err]).toEqual([2, expect.stringContaining('takes no report')]);
});
