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
      one.steps.flatMap((step) => step.ruleAnchors).forEach((rule) => expect(rules.get(rule)?.requirementAnchors).toContain(one.anchor));
    }
    for (const rule of report.rules) {
      rule.requirementAnchors.forEach((to) =>
        expect(requirements.get(to)?.steps.some((step) => step.layer === rule.layer && step.ruleAnchors.includes(rule.anchor))).toBe(true));
    }
  },
);

test('a report has the answers of verify, and its exit code', () => {
  for (const name of ['00-all-met', '33-only-443', '31-random-resource-group']) {
    let out = '';
    const exit = run(['verify', ...argsOf(name), '--format', 'json'], { out: (text) => { out += text; }, err: () => undefined });
    const { answers, findings } = JSON.parse(out) as {
      answers: { subnet: string; requirementId: string; outcome: string }[]; findings: { id: string; subject: string }[];
    };
    const { out: text, exit: own } = written(argsOf(name), 'json');
    const report = JSON.parse(text) as NetworkReport;
    expect(own).toBe(exit);
    expect(report.requirements.map(({ subnet, id, outcome }) => [subnet, id, outcome]))
      .toEqual(answers.map(({ subnet, requirementId, outcome }) => [subnet, requirementId, outcome]));
    expect(report.findings.map(({ id, subject }) => [id, subject])).toEqual(findings.map(({ id, subject }) => [id, subject]));
  }
});

test('each requirement that is met outbound names the rules that let it out, and its citation has a link', () => {
  const { requirements, rules } = reportOf(argsOf('00-all-met'));
  const byAnchor = new Map(rules.map((rule) => [rule.anchor, rule]));
  for (const { id, steps, citation } of requirements) {
    const group = steps.filter(({ layer }) => layer === 'security group').flatMap((step) => step.ruleAnchors);
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

describe('steps', () => {
  test.each(['00-all-met', '33-only-443', '43-two-ip-groups'])('of %s name their flows, and no port is missing', (name) => {
    const { requirements } = reportOf(argsOf(name));
    expect(requirements.length).toBeGreaterThan(0);
    for (const { id, protocol, ports, steps } of requirements) {
      const group = steps.filter(({ layer }) => layer === 'security group').flatMap(({ flows }) => flows);
      const named = group.flatMap((flow) => flow.replace(/ (?:to|from) .*/, '').split(/[ ,]+/).slice(1));
      expect([id, [...new Set(named)].sort()]).toEqual([id, [...ports].sort()]);
      group.forEach((flow) => expect(flow.startsWith(protocol)).toBe(true));
    }
  });

  test('tell the ports that a firewall denies from those that it allows', () => {
    const { requirements } = reportOf(argsOf('33-only-443'));
    const { steps } = requirements.find(({ id }) => id === 'basic.azure-machine-learning-tcp')!;
    expect(steps.filter(({ layer }) => layer === 'firewall').map(({ result, flows }) => [result, flows]))
      .toEqual([['deny', ['TCP 8787, 18881']], ['allow', ['TCP 443']]]);
  });
});

test('a rule that denies says what it denies, and a rule that allows what needs it', () => {
  const { out } = written(argsOf('33-only-443'), 'html');
  const rule = (name: string): string =>
    new RegExp(`<details class="rule"[^>]*><summary [^>]*><b>${name}</b>[\\s\\S]*?</details>`).exec(out)![0];
  expect(rule('deny-out')).toContain('denies none');
  expect(rule('deny-out')).not.toContain('eeded by');
  expect(rule('out-0')).toContain('needed by 1');
});

test('limits count what is written: each address, port and tag of each rule', () => {
  const subnet = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/training';
  const rule = (name: string, priority: number, more: object): object =>
    ({ name, priority, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', ...more });
  const place = { location: 'westus2', resource_group_name: 'rg' };
  const network = (name: string, more: object): object => ({ name, protocols: ['TCP'], destination_ports: ['443'], ...more });
  const group = (priority: number, rules: object[]): object => ({
    name: `g${priority}`, firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority,
    network_rule_collection: [{ name: 'c', priority: 200, action: 'Allow', rule: rules }],
  });
  const json = { resource: {
    azurerm_network_security_group: { n: { name: 'n', ...place, security_rule: [
      rule('a', 100, {
        source_address_prefixes: ['10.1.0.0/25', '10.1.0.128/25', '10.1.0.0/24'],
        destination_address_prefixes: ['10.2.0.0/24', '10.3.0.0/24'],
        destination_port_ranges: ['443', '443-444'],
      }),
      rule('b', 110, { source_address_prefix: '*', destination_address_prefix: 'AzureMonitor', destination_port_range: '443' }),
      rule('c', 120, { direction: 'Inbound', source_address_prefix: '*', destination_address_prefix: '*', destination_port_range: '*' }),
    ] } },
    azurerm_subnet_network_security_group_association: {
      n: { subnet_id: subnet, network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_route_table: { t: { name: 't', ...place, route: [
      { name: 'all', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.1.4' },
      { name: 'tag', address_prefix: 'AzureMonitor', next_hop_type: 'Internet' },
      { name: 'range', address_prefix: '10.9.0.0/16', next_hop_type: 'None' },
    ] } },
    azurerm_subnet_route_table_association: { t: { subnet_id: subnet, route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: { p: { name: 'p', ...place } },
    azurerm_firewall: { f: {
      name: 'f', ...place, sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'c', private_ip_address: '10.0.1.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: {
      one: group(100, [
        network('x', { source_addresses: ['10.1.0.0/24', '10.2.0.0/24'], destination_addresses: ['AzureMonitor', '1.1.1.1', '1.1.1.2'] }),
        network('y', { source_addresses: ['10.1.0.0/24'], destination_fqdns: ['a.example.com', 'b.example.com'] }),
      ]),
      two: group(200, [network('z', { source_addresses: ['*'], destination_fqdns: ['a.example.com'] })]),
    },
  } };
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'main.tf.json');
  writeFileSync(file, JSON.stringify(json));
  const { limits } = reportOf([file, '--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2', '--subnet', subnet]);
  expect(limits.map(({ owner, what, used, limit, isAtLeast }) => [owner, what, used, limit, isAtLeast])).toEqual([
    ['n', 'security rules', 3, 1000, false], ['n', 'source addresses in rules', 5, 4000, false],
    ['n', 'destination addresses in rules', 4, 4000, false], ['n', 'destination ports in rules', 4, 4000, false],
    ['t', 'routes', 3, 400, false], ['t', 'routes by service tag', 1, 25, false],
    ['p', 'rule collection groups of a policy', 2, 50, false],
    ['p', 'sources times destinations of network rules', 2 * 3 + 2 + 1, 20000, false],
    ['p', 'host names in network rules', 2, 1000, false],
    ['p', 'IP groups in rules', 0, 200, false],
    ['p', 'bytes of rules in a rule collection group, about', expect.any(Number), 1_000_000, false],
  ]);
});

test('an IP group counts as one source or destination, and its rules as what is written', () => {
  const place = { location: 'westus2', resource_group_name: 'rg' };
  const subnet = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/training';
  const cidrs = (third: number): string[] => Array.from({ length: 50 }, (_, i) => `10.${third}.${i}.0/24`);
  const rule = (more: object): object => ({ name: 'r', protocols: ['TCP'], destination_ports: ['443'], ...more });
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'main.tf.json');
  writeFileSync(file, JSON.stringify({ resource: {
    azurerm_route_table: { t: { name: 't', ...place, route: [
      { name: 'all', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.1.4' },
    ] } },
    azurerm_subnet_route_table_association: { t: { subnet_id: subnet, route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_ip_group: { a: { name: 'a', ...place, cidrs: cidrs(1) }, b: { name: 'b', ...place, cidrs: cidrs(2) } },
    azurerm_firewall_policy: { p: { name: 'p', ...place } },
    azurerm_firewall: { f: {
      name: 'f', ...place, sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'c', private_ip_address: '10.0.1.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 100,
      network_rule_collection: [{ name: 'c', priority: 200, action: 'Allow', rule: [
        rule({ source_ip_groups: ['${azurerm_ip_group.a.id}'], destination_ip_groups: ['${azurerm_ip_group.b.id}'] }),
        rule({
          source_ip_groups: ['${azurerm_ip_group.a.id}'], source_addresses: ['10.9.0.0/24'], destination_addresses: ['AzureMonitor'],
        }),
      ] }],
    } },
  } }));
  const { limits } = reportOf([file, '--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2', '--subnet', subnet]);
  const used = (text: string): number => limits.find(({ what }) => what.includes(text))!.used;
  expect([used('sources times destinations'), used('IP groups')]).toEqual([1 + 2, 2]);
  expect(used('bytes')).toBeGreaterThan(200);
  expect(used('bytes')).toBeLessThan(1000);
});
