import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choicesOf } from '../../lib/cli/options';
import { programFor, runToEnd } from '../../lib/cli/program';
import { HOSTILE, hostileNetwork } from '../../scripts/report-check/hostile';
import { answerOf } from '../support/dependency-answers';
import { harmsOf, unseenIn, Written } from '../support/harmless';

// Every form of every command, with hostile text wherever a file, its name or an argument can have one. A command or a form that is new
// fails here until it has a row.

const ROOT = join(__dirname, '..', '..');
const CASE = join(ROOT, '__tests__', 'cases', '33-only-443');
const folder = mkdtempSync(join(tmpdir(), 'every-form-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The name of a folder may have all but a slash. */
const at = join(folder, '<script>alert(1)|`x`\u001b[31m\u202e\n::error::=cmd\'"@octocat');
mkdirSync(at);
const file = (name: string, content: string | object): string => {
  const path = join(at, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const plain = readFileSync(join(CASE, 'main.tf.json'), 'utf8');
const network = file('main.tf.json', hostileNetwork(plain));
const base = file('base.tf.json', plain);
const quoted = (text: string): string => JSON.stringify(text.replace(/[\ud800-\udfff]|\u0000/g, ''));
const TEXT = '=cmd|\'/C calc\'!A0 <script>alert(1)</script> `x` @octocat ]]> --> {{7*7}} | -1';
const deployment = file('deployment.yaml', `${readFileSync(join(ROOT, 'examples', 'own-requirement.yaml'), 'utf8')
  .replace(/purpose: .*/, `purpose: ${quoted(TEXT)}`)}
acknowledged:
  - {finding: no-such-finding, subject: ${quoted(TEXT)}, reason: ${quoted(TEXT)}}
`.replace('no-such-finding', 'requirement-denied'));
const ofCase = file('case.yaml', readFileSync(join(CASE, 'deployment.yaml'), 'utf8'));
const cluster = file('cluster.yaml', readFileSync(join(ROOT, 'examples', 'in-cluster.yaml'), 'utf8'));
const answer = file('answer.json', answerOf([
  ...HOSTILE.filter((name) => /^[\x20-\x7e]+$/.test(name) && !/[{}]/.test(name))
    .map((name, i): [string, string, number] => [name, `h${i}.example.com`, 443]),
  [TEXT, 'packages.contoso.com', 443],
]));
const log = file('firewall.json', HOSTILE.map((name) => JSON.stringify({
  category: 'AZFWApplicationRule', time: '2026-11-24T08:00:00Z', properties: {
    Protocol: 'HTTPS', SourceIp: '10.1.1.5', SourcePort: 50000, DestinationPort: 443, Fqdn: name, Action: 'Deny', Policy: name,
    RuleCollectionGroup: name, RuleCollection: name, Rule: name, ActionReason: name,
  },
})).join('\n'));
const [group] = Object.values((JSON.parse(plain) as {
  resource: { azurerm_network_security_group: Record<string, { resource_group_name: string; location: string }> };
}).resource.azurerm_network_security_group);
const state = file('state.json', {
  format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources: HOSTILE.map((name) => ({
    address: `azurerm_network_security_group.g["${name}"]`, mode: 'managed', type: 'azurerm_network_security_group', name: 'g', index: name,
    values: {
      ...group, name, security_rule: [],
      id: `/subscriptions/1/resourceGroups/${group!.resource_group_name}/providers/Microsoft.Network/networkSecurityGroups/${name}`,
    },
  })) } },
});

/** A call of each command; `--format` comes behind it. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  'requirements': [],
  'lookup': ['github.com:443', 'no-such.example.org', '--deployment', ofCase, '--network', network],
  'editions': ['diff', '2023-04-14', '2026-03-19', '--deployment', deployment],
  'logs': [log, '--deployment', ofCase, '--network', network],
  'network-policies': ['--deployment', cluster],
  'drift': [answer, '--deployment', deployment],
  'export': ['--deployment', deployment],
  'verify': [network, '--deployment', ofCase],
  'report': [network, '--deployment', ofCase],
  'explain': [network, '--deployment', ofCase, 'training', 'outbound', 'tcp', '443', 'pypi.org'],
  'diff': [base, network, '--deployment', ofCase],
  'rules': [network],
  'adopt': [state, network],
  'init': ['--name', 'x\u001b[31m', '--output', join(at, 'new.yaml')],
  'synth': [join(at, 'no-such.yaml')],
  'completion': ['bash'],
};
/** What only says what is wrong here; other tests write its files. */
const REFUSED: ReadonlySet<string> = new Set(['init', 'synth']);
const COMMANDS = programFor([], { out: () => undefined, err: () => undefined }, () => undefined).commands;
const FORMS = COMMANDS.flatMap((command): [string, string][] => {
  const format = command.options.find(({ long }) => long === '--format');
  return (format === undefined ? [''] : choicesOf(format)!).map((form) => [command.name(), form]);
});

async function run(...args: readonly string[]): Promise<Written> {
  let [out, err] = ['', ''];
  const exit = await runToEnd(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

test('each command has a row', () => {
  expect(Object.keys(CALLS).sort()).toEqual(COMMANDS.map((command) => command.name()).sort());
  expect(FORMS.length).toBeGreaterThan(30);
});

test.each(FORMS)('%s as %j', async (command, form) => {
  const written = await run(command, ...CALLS[command]!, ...(form === '' ? [] : ['--format', form]));
  const { exit, out, err } = written;
  expect([err, exit === 3, exit === 2]).toEqual([err, false, REFUSED.has(command)]);
  expect([err, (REFUSED.has(command) ? err : out) === '']).toEqual([err, false]);
  expect(harmsOf(form, written)).toEqual([]);
});

test.each(COMMANDS.map((command) => [command.name()]))('what %s refuses is shown as one can see it', async (command) => {
  const hostile = '\u001b[2J\u202e\n::error::x';
  for (const args of [[hostile, hostile, hostile, hostile], [`--${hostile}`], ['--format', hostile], ['--deployment', hostile, at]]) {
    const { exit, out, err } = await run(command, ...args);
    expect([args, out, exit]).toEqual([args, '', 2]);
    expect(unseenIn(err)).toBeUndefined();
    expect(err.split('\n').filter((line) => line.startsWith('::error::'))).toEqual([]);
  }
});
