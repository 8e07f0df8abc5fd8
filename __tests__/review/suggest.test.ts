import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyCommand } from '../../lib/cli/verify-command';
import { fragmentHcl, fragmentJson } from '../../lib/review/terraform-fragment';
import { Report } from '../../lib/verification/verification-result';
import { applied, suggestedFor, written } from '../support/suggested';

interface Rule extends Record<string, unknown> { name: string; direction: string; access: string; priority: number }
type Resources = Record<string, Record<string, Record<string, unknown>>>;
interface Document { resource: Resources }

const CASE = join(__dirname, '..', 'cases', '00-all-met');
const GROUP = 'azurerm_network_security_group';

const met = (): Document => JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Document;
const rulesOf = (document: Document): Rule[] => document.resource[GROUP]!.n!.security_rule as Rule[];

const run = (document: object, deployment = join(CASE, 'deployment.yaml')): ReturnType<typeof suggestedFor> =>
  suggestedFor(document, deployment);

const denied = ({ answers }: Report): string[] => answers.filter(({ outcome }) => outcome === 'denied').map((one) => one.requirementId);
const open = ({ findings }: Report): string[] =>
  findings.filter(({ id }) => id === 'open-beyond-requirements' || id === 'opening-unknown').map(({ subject }) => subject).sort();

/** The same rules as resources of their own. */
function standalone(document: Document): Document {
  const { security_rule: rules, ...group } = document.resource[GROUP]!.n!;
  const of = {
    resource_group_name: `\${${GROUP}.n.resource_group_name}`, network_security_group_name: `\${${GROUP}.n.name}`,
  };
  return { ...document, resource: {
    ...document.resource, [GROUP]: { n: group },
    azurerm_network_security_rule: Object.fromEntries((rules as Rule[]).map((rule) => [rule.name, { ...rule, ...of }])),
  } };
}

function without(...names: string[]): Document {
  const document = met();
  document.resource[GROUP]!.n!.security_rule = rulesOf(document).filter(({ name }) => !names.includes(name));
  return document;
}

const OPEN = open(run(met()).report);
const allowed = rulesOf(met()).filter(({ access }) => access === 'Allow').map(({ name }) => name);

describe.each([
  ['inline', ['out-1', 'out-5', 'out-8'], (one: Document) => one], ['standalone', ['out-0', 'out-2'], standalone],
] as const)('%s rules', (style, names, as) => {
  test.each(names)('without %s, what is suggested meets all again', (name) => {
    const broken = as(without(name));
    const { report, suggestions } = run(broken);
    expect(denied(report)).not.toEqual([]);
    const after = run(applied(broken, suggestions)).report;
    expect([denied(after), suggestions.nothing]).toEqual([[], []]);
    expect(open(after)).toEqual(OPEN);
    expect(after.findings.filter(({ id }) => id === 'refused-by-azure' || id === 'input-not-understood')).toEqual([]);
    const types = suggestions.suggested.flatMap(({ proposals }) => proposals).flatMap(({ fragments }) => fragments).map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set([style === 'inline' ? GROUP : 'azurerm_network_security_rule']));
  });

  test('without any of them, all of it is suggested, with a priority for each', () => {
    const broken = as(without(...allowed.filter((name) => name.startsWith('out-'))));
    const { suggestions } = run(broken);
    const after = run(applied(broken, suggestions)).report;
    expect([denied(after), open(after)]).toEqual([[], OPEN]);
    const fragments = suggestions.suggested.flatMap(({ proposals }) => proposals).flatMap((one) => one.fragments);
    expect(fragments.length).toBeGreaterThan(5);
  });
});

test('a rule stands before the one that denies, and leaves room for rules to Internet', () => {
  const broken = without('out-1');
  const deny = rulesOf(broken).find(({ name }) => name === 'deny-out')!;
  rulesOf(broken).push({ ...deny, name: 'deny-machine-learning', priority: 199, destination_address_prefix: 'AzureMachineLearning' });
  const { suggestions } = run(broken);
  expect(suggestions.suggested.flatMap(({ proposals }) => proposals).flatMap(({ fragments }) => fragments)
    .flatMap(({ blocks }) => blocks!.all.map(({ priority }) => priority))).toEqual([193, 192]);
  expect(denied(run(applied(broken, suggestions)).report)).toEqual([]);
});

test('compute with public addresses gets the routes that it needs', () => {
  const text = readFileSync(join(CASE, 'deployment.yaml'), 'utf8').replace('publicIp: false', 'publicIp: true');
  const deployment = join(mkdtempSync(join(tmpdir(), 'suggest-')), 'deployment.yaml');
  writeFileSync(deployment, text);
  const { report, suggestions } = run(met(), deployment);
  const types = suggestions.suggested.flatMap(({ proposals }) => proposals).flatMap(({ fragments }) => fragments)
    .flatMap(({ type, blocks }) => `${type} ${blocks!.of}`);
  expect(new Set(types)).toEqual(new Set(['azurerm_network_security_group security_rule', 'azurerm_route_table route']));
  const after = run(applied(met(), suggestions), deployment).report;
  expect([denied(report).length > 0, denied(after)]).toEqual([true, []]);
});

test('a rule stands before the one that denies, on a priority that is free', () => {
  const broken = without('out-1');
  rulesOf(broken).push({ ...rulesOf(broken).find(({ access }) => access === 'Deny')!, name: 'deny-early', priority: 102 },
    { ...rulesOf(broken).find(({ direction }) => direction === 'Outbound')!, name: 'other', priority: 101, protocol: 'Icmp' });
  const { suggestions } = run(broken);
  const priorities = suggestions.suggested.flatMap(({ proposals }) => proposals).flatMap(({ fragments }) => fragments)
    .flatMap(({ blocks }) => blocks!.all.map(({ priority }) => priority));
  expect(priorities).toEqual([]); // 100 and 101 are taken, and 102 denies
  expect(suggestions.nothing.length).toBeGreaterThan(0);
  expect(suggestions.nothing.map(({ reason }) => reason)).toEqual(
    suggestions.nothing.map(() => 'the security group nsg-training has no free priority before 102'));
});

test('texts are data in both syntaxes', () => {
  const fragment = { type: 't', name: 'n', arguments: {
    text: '${file("x")} %{ if } " \\ \n \u001b é', list: ['${a}'], other: { reference: 't.x.name' },
  } };
  expect(fragmentJson(fragment)).toEqual({ resource: { t: { n: {
    text: '$${file("x")} %%{ if } " \\ \n \u001b é', list: ['$${a}'], other: '${t.x.name}',
  } } } });
  expect(fragmentHcl(fragment)).toBe([
    'resource "t" "n" {', '  text  = "$${file(\\"x\\")} %%{ if } \\" \\\\ \\n \\u001b \\u00e9"', '  list  = ["$${a}"]',
    '  other = t.x.name', '}',
  ].join('\n'));
});

test('the command prints them, and has them as members in JSON', () => {
  const path = written(without('out-4'));
  const options = { deployment: join(CASE, 'deployment.yaml'), suggest: true } as const;
  const { text, exit } = verifyCommand([path], { ...options, format: 'text' }, '0');
  expect([text.includes('security_rule {'), text.includes('AzureResourceManager'), exit]).toEqual([true, true, 1]);
  const json = JSON.parse(verifyCommand([path], { ...options, format: 'json' }, '0').text) as { suggestions: { kind: string }[] };
  expect(json.suggestions.map(({ kind }) => kind)).toEqual(['security rule']);
  expect(() => verifyCommand([path], { ...options, format: 'sarif' }, '0')).toThrow('give --format text or json');
});

test('a port is not opened to the whole Internet for a host name where no firewall follows', () => {
  const document = met();
  delete document.resource.azurerm_route_table;
  delete document.resource.azurerm_subnet_route_table_association;
  const text = `${readFileSync(join(CASE, 'deployment.yaml'), 'utf8')}scenarios: [python-packages]\n`;
  const deployment = join(mkdtempSync(join(tmpdir(), 'suggest-')), 'deployment.yaml');
  writeFileSync(deployment, text);
  const { report, suggestions } = run(document, deployment);
  const hosts = denied(report);
  expect([hosts.length > 0, suggestions.suggested]).toEqual([true, []]);
  expect(suggestions.nothing.map(({ requirementId }) => requirementId)).toEqual(hosts);
  suggestions.nothing.forEach(({ reason }) => expect(reason).toContain('a rule for it would open more than the requirement asks for'));
});
