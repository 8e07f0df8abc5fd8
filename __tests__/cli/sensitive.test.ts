import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffCommand } from '../../lib/cli/diff-command';
import { explainCommand } from '../../lib/cli/explain-command';
import { runToEnd } from '../../lib/cli/program';
import { lookupCommand } from '../../lib/cli/lookup-command';
import { reportCommand } from '../../lib/cli/report-command';
import { rulesCommand } from '../../lib/cli/rules-command';
import { verifyCommand } from '../../lib/cli/verify-command';

// What a plan marks as sensitive, or a variable that is declared so, stands in its file in clear and reaches no output.

type Body = Record<string, unknown>;
const CASE = join(__dirname, '..', 'cases', '43-two-ip-groups');
const deployment = join(CASE, 'deployment.yaml');
const SECRET = 'Deny-of-project-Alpine "7"';

function written(name: string, json: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'sensitive-')), name);
  writeFileSync(path, JSON.stringify(json));
  return path;
}

interface Planned { address: string; type: string; values: Body; sensitive_values: Body }

/** The plan of the case, in which a rule of a secret name denies one tag. */
function plan(mark: (rules: Body[]) => Body[]): string {
  const json = JSON.parse(readFileSync(join(CASE, 'plan.json'), 'utf8')) as Record<string, Body>;
  const { resources } = json['planned_values']!['root_module'] as { resources: Planned[] };
  const group = resources.find(({ type }) => type === 'azurerm_network_security_group')!;
  const rules = group.values['security_rule'] as Body[];
  const deny = rules.find(({ access, direction }) => access === 'Deny' && direction === 'Outbound')!;
  rules.push({ ...deny, name: SECRET, priority: 150, destination_address_prefix: 'AzureMonitor' });
  group.sensitive_values = { security_rule: mark(rules) };
  return written('plan.json', json);
}

const named = (rules: Body[]): Body[] => rules.map(({ name }) => (name === SECRET ? { name: true } : {}));
const isShown = (text: string): boolean => /alpine/i.test(text);

test.each(['text', 'json', 'markdown', 'sarif'] as const)('verify as %s', (format) => {
  const seen = (path: string): string => verifyCommand([path], { deployment, format }, '0').text;
  expect(isShown(seen(plan(() => [])))).toBe(true); // it would be there
  const text = seen(plan(named));
  expect([isShown(text), text.includes('(sensitive value)')]).toEqual([false, true]);
});

test.each(['text', 'json'] as const)('verify --suggest as %s', (format) => {
  const { text } = verifyCommand([plan(named)], { deployment, format, suggest: true }, '0');
  expect([isShown(text), text.includes('azure-monitor')]).toEqual([false, true]);
});

test.each(['plan.txt', 'folder'])('diff of %s', (kind) => {
  const at = (path: string): string => {
    const file = written(kind === 'folder' ? 'plan.json' : kind, JSON.parse(readFileSync(path, 'utf8')));
    return kind === 'folder' ? join(file, '..') : file;
  };
  const base = join(CASE, 'plan.json');
  const seen = (head: string): string =>
    diffCommand([base, head], { deployment, format: 'json', failOn: 'only-narrower' }, '0').text;
  expect([isShown(seen(at(plan(() => [])))), isShown(seen(at(plan(named))))]).toEqual([true, false]);
});

test('a suggestion that has lost a name says what stands there', () => {
  const suggested = (isMarked: boolean): { notes: string[]; fragments: { hcl: string }[] }[] => {
    const all = join(__dirname, '..', 'cases', '00-all-met');
    const json = JSON.parse(readFileSync(join(all, 'main.tf.json'), 'utf8')) as Body & { resource: Record<string, Record<string, Body>> };
    const [group] = Object.values(json.resource['azurerm_firewall_policy_rule_collection_group']!);
    const collection = (group!['network_rule_collection'] as { name: string; rule: Body[] }[])[0]!;
    collection.name = '${var.owner}';
    collection.rule = collection.rule.filter((rule) => !JSON.stringify(rule).includes('AzureMachineLearning'));
    const path = written('main.tf.json', { ...json, variable: { owner: { type: 'string', default: 'alpine', sensitive: isMarked } } });
    const { text } = verifyCommand([path], { deployment: join(all, 'deployment.yaml'), format: 'json', suggest: true }, '0');
    return (JSON.parse(text) as { suggestions: ReturnType<typeof suggested> }).suggestions
      .filter(({ fragments }) => fragments[0]!.hcl.includes('AzureMachineLearning'));
  };
  expect(suggested(false)[0]!.fragments[0]!.hcl).toContain('"alpine"');
  const [one] = suggested(true);
  expect(one!.fragments[0]!.hcl).toContain('"(sensitive value)"');
  expect(one!.notes).toContain('A value of the files is marked as sensitive, so it is not shown. Write it where (sensitive value) is.');
  expect(suggested(false)[0]!.notes.join()).not.toContain('sensitive');
});

test.each(['text', 'json', 'markdown'] as const)('explain as %s', (format) => {
  const flow = 'training outbound tcp 443 AzureMonitor';
  const seen = (path: string): string => explainCommand([path, flow], { deployment, format }).text;
  expect([isShown(seen(plan(() => []))), isShown(seen(plan(named)))]).toEqual([true, false]);
});

test.each(['text', 'json'] as const)('lookup as %s', (format) => {
  const seen = (network: string): string => {
    const printed: string[] = [];
    const print = (text: string): void => void printed.push(text);
    lookupCommand(['AzureMonitor:443'], { deployment, network, format }, { out: print, err: print, isTerminal: false });
    return printed.join('');
  };
  expect([isShown(seen(plan(() => []))), isShown(seen(plan(named)))]).toEqual([true, false]);
});

test('a finding can be acknowledged by the subject that is shown', () => {
  const path = plan(named);
  const json = JSON.parse(verifyCommand([path], { deployment, format: 'json' }, '0').text) as
    { findings: { id: string; subject: string }[] };
  const { id, subject } = json.findings.find((one) => one.subject.includes('(sensitive value)')) ?? json.findings[0]!;
  const file = join(mkdtempSync(join(tmpdir(), 'sensitive-')), 'deployment.yaml');
  const accepted = `acknowledged:\n  - {finding: ${id}, subject: ${JSON.stringify(subject)}, reason: known}\n`;
  writeFileSync(file, `${readFileSync(deployment, 'utf8')}${accepted}`);
  const after = JSON.parse(verifyCommand([path], { deployment: file, format: 'json' }, '0').text) as
    { findings: { id: string; subject: string; acknowledged?: object }[] };
  expect(after.findings.find((one) => one.id === id && one.subject === subject)?.acknowledged).toEqual({ reason: 'known' });
});

test.each([
  ['address', { source_address_prefix: true }], ['priority', { priority: true }],
] as const)('a sensitive %s of a rule is refused, since what is said about flows would show it', (_, marks) => {
  const marked = plan((rules) => {
    rules[0]!['source_address_prefix'] = '10.1.1.0/24';
    return [marks];
  });
  expect(() => verifyCommand([marked], { deployment, format: 'text' }, '0')).toThrow('use nonsensitive() where they are not secret');
});

test('words of the answers stay what they are, whatever is secret', () => {
  const answersFor = (isMarked: boolean): unknown => {
    const path = plan((rules) => {
      Object.assign(rules.find(({ name }) => name === SECRET)!, { name: 'unknown' });
      return rules.map(({ name }) => (isMarked && name === 'unknown' ? { name: true } : {}));
    });
    const { text, exit } = verifyCommand([path], { deployment, format: 'json' }, '0');
    const { answers } = JSON.parse(text) as { answers: { requirementId: string; outcome: string }[] };
    return [answers.map(({ requirementId, outcome }) => [requirementId, outcome]), exit];
  };
  expect(JSON.stringify(answersFor(false))).toContain('"unknown"');
  expect(answersFor(true)).toEqual(answersFor(false));
});

test.each(['default', 'values file'])('the value of a sensitive variable from its %s', (from) => {
  const json = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Body & { resource: Record<string, Record<string, Body>> };
  const [group] = Object.values(json.resource['azurerm_network_security_group']!);
  const variable = (sensitive: boolean): string => written('main.tf.json', {
    ...json, variable: { owner: { type: 'string', sensitive, ...(from === 'default' && { default: 'alpine' }) } },
    resource: { ...json.resource, azurerm_network_security_group: { n: {
      ...group, security_rule: [...group!['security_rule'] as Body[], {
        ...(group!['security_rule'] as Body[]).find(({ access }) => access === 'Deny'), name: 'deny-${var.owner}', priority: 150,
        direction: 'Outbound', destination_address_prefix: 'AzureMonitor',
      }],
    } } },
  });
  const varFile = from === 'default' ? [] : [written('secret.tfvars.json', { owner: 'alpine' })];
  const seen = (path: string): string => verifyCommand([path], { deployment, format: 'json', varFile }, '0').text;
  expect([isShown(seen(variable(false))), isShown(seen(variable(true)))]).toEqual([true, false]);
});

test.each<[command: string, seen: (path: string) => string]>([
  ...(['text', 'json', 'markdown', 'sarif'] as const).map((format): [string, (path: string) => string] =>
    [`verify as ${format}`, (path) => verifyCommand([path], { deployment, format }, '0').text]),
  ['verify --suggest', (path) => verifyCommand([path], { deployment, format: 'text', suggest: true }, '0').text],
  ['explain', (path) => explainCommand([path, 'training outbound tcp 443 AzureMonitor'], { deployment, format: 'text' }).text],
  ['rules', (path) => rulesCommand([path], {})],
  ...(['html', 'markdown', 'json'] as const).map((format): [string, (path: string) => string] =>
    [`report as ${format}`, (path) => reportCommand([path], { deployment, format }).text]),
  ['diff', (path) => diffCommand([join(CASE, 'main.tf.json'), path], { deployment, format: 'text', failOn: 'never' }, '0').text],
])('what is made of a sensitive value is not shown by %s', (_, seen) => {
  const json = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Body & { resource: Record<string, Record<string, Body>> };
  const [[name, group]] = Object.entries(json.resource['azurerm_network_security_group']!) as [[string, Body]];
  const derived = (sensitive: boolean): string => written('main.tf.json', {
    ...json, variable: { owner: { type: 'string', sensitive, default: 'enipla' } }, locals: { turned: '${strrev(var.owner)}' },
    resource: { ...json.resource, azurerm_network_security_group: { [name]: {
      ...group, security_rule: [...group['security_rule'] as Body[], {
        ...(group['security_rule'] as Body[]).find(({ access }) => access === 'Deny'), name: 'deny-${upper(local.turned)}', priority: 150,
        direction: 'Outbound', destination_address_prefix: 'AzureMonitor',
      }],
    } } },
  });
  expect([isShown(seen(derived(false))), isShown(seen(derived(true)))]).toEqual([true, false]);
});

test.each(['text', 'json', 'markdown', 'csv'])('logs --network as %s', async (format) => {
  const log = written('firewall.json', {
    category: 'AZFWNetworkRule', time: '2026-11-24T08:00:00Z', properties: {
      Protocol: 'TCP', SourceIp: '10.1.1.5', SourcePort: 50000, DestinationIp: '203.0.113.7', DestinationPort: 443, Action: 'Deny',
    },
  });
  const seen = async (network: string): Promise<string> => {
    let out = '';
    const print = (text: string): void => { out += text; };
    await runToEnd(['logs', log, '--deployment', deployment, '--network', network, '--format', format], { out: print, err: print });
    return out;
  };
  const text = await seen(plan(named));
  expect([isShown(text), text.length > 100]).toEqual([false, true]);
});

test.each(['hcl', 'json'])('adopt as %s', async (format) => {
  let out = '';
  const print = (text: string): void => { out += text; };
  await runToEnd(['adopt', plan(named), join(CASE, 'main.tf.json'), '--format', format], { out: print, err: print });
  expect([isShown(out), out.length > 50]).toEqual([false, true]);
});

test('variables that a module of a plan declares to be sensitive', () => {
  const path = plan(() => []);
  const json = JSON.parse(readFileSync(path, 'utf8')) as { configuration: { root_module: Body } };
  const call = (expression: Body, variable: Body): string => {
    json.configuration.root_module['module_calls'] = { outer: { source: './outer', module: { module_calls: { inner: {
      source: './inner', expressions: { name: expression }, module: { variables: { name: variable } },
    } } } } };
    return written('plan.json', json);
  };
  const seen = (at: string): string =>
    rulesCommand([at], {}) + diffCommand([join(CASE, 'plan.json'), at], { failOn: 'never', format: 'json' }, '0').text;
  expect(isShown(seen(call({ constant_value: SECRET }, {})))).toBe(true);
  expect(isShown(seen(call({ constant_value: SECRET }, { sensitive: true })))).toBe(false);
  expect(isShown(seen(call({}, { sensitive: true, default: { all: [SECRET] } })))).toBe(false);
});
