import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_CODES } from '../../lib/cli/exit';
import { runToEnd } from '../../lib/cli/program';
import { answerOf } from '../support/dependency-answers';

// The table of exit codes promises nothing that does not happen: each of its codes is the end of a call. The two that every command has
// are tried where calls are refused, and where the output cannot be written.

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'exit-codes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string | object): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const read = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');
const ofCase = (name: string): readonly [network: string, ...deployment: string[]] => {
  const at = join(ROOT, '__tests__', 'cases', name);
  return [join(at, 'main.tf.json'), '--deployment', join(at, 'deployment.yaml')];
};
const [met, , deployment] = ofCase('00-all-met') as [string, string, string];
const asked = ['--deployment', deployment];

type Body = Record<string, unknown>;
/** The network in which everything is met, with its security rules changed. */
function changed(name: string, change: (rules: Body[]) => void): string {
  const json = JSON.parse(read('__tests__', 'cases', '00-all-met', 'main.tf.json')) as { resource: Record<string, Record<string, Body>> };
  const [group] = Object.values(json.resource['azurerm_network_security_group']!);
  change(group!['security_rule'] as Body[]);
  return file(name, json);
}
const withRule = (name: string, more: Body): string => changed(name, (rules) => rules.push({ ...rules[0]!, name: 'more', ...more }));
const open = withRule('open.tf.json', {
  priority: 101, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', source_address_prefix: 'Internet', source_address_prefixes: null,
  destination_port_range: '22', destination_port_ranges: null, destination_address_prefix: '*', destination_address_prefixes: null,
});
const closed = changed('closed.tf.json', (rules) => rules.splice(rules.findIndex(({ access }) => access === 'Allow'), 1));
const unknown = withRule('unknown.tf.json', {
  priority: 105, direction: 'Outbound', access: 'Deny', protocol: '*', destination_port_range: '*', destination_port_ranges: null,
  destination_address_prefix: '${var.x}', destination_address_prefixes: null,
});
const own = join(ROOT, 'examples', 'own-requirement.yaml');
const denied = (name: string, properties: Body): string => file(name, {
  category: 'AZFWApplicationRule', time: '2026-11-24T08:00:00Z',
  properties: { Protocol: 'HTTPS', SourceIp: '10.1.1.5', SourcePort: 50000, DestinationPort: 443, Action: 'Deny', ...properties },
});
const none = file('policies.yaml', read('examples', 'in-cluster.yaml').replace(/ {2}apiServer:\n(?: {4}.*\n)+/, ''));
const same = file('same.json', answerOf([['API', 'login.microsoftonline.com', 443]]));
const place = ['--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2'];

/** Calls by command and by the code that they end with. */
const CALLS: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = {
  'requirements': { 0: [] },
  'lookup': { 0: ['pypi.org'], 1: ['no-such.example.org'], 4: ['203.0.113.7'] },
  'editions': { 0: ['diff', '2023-04-14', '2026-03-19'] },
  'logs': {
    0: [denied('other.json', { Fqdn: 'no-such.example.org' }), '--deployment', own],
    1: [denied('asked.json', { Fqdn: 'packages.contoso.com' }), '--deployment', own],
    4: [file('nothing.json', '{}'), '--deployment', own],
  },
  'network-policies': { 0: ['--deployment', join(ROOT, 'examples', 'in-cluster.yaml')], 1: ['--deployment', none] },
  'drift': {
    0: [same, ...place],
    4: [same, '--deployment', join(ROOT, 'examples', 'one-subnet.yaml')],
    1: [file('more.json', answerOf([['API', 'no-such.contoso.com', 443]])), ...place],
  },
  'export': { 1: ['--deployment', own] },
  'verify': { 0: [met, ...asked], 1: [open, ...asked], 4: [unknown, ...asked] },
  'report': { 0: [met, ...asked], 1: [open, ...asked], 4: [unknown, ...asked] },
  'explain': {
    0: [met, ...asked, 'training outbound tcp 443 AzureMonitor'], 1: [met, ...asked, 'training outbound tcp 22 AzureMonitor'],
    4: [unknown, ...asked, 'training outbound tcp 443 AzureMonitor'],
  },
  'diff': {
    0: [met, met, ...asked], 10: [open, met, ...asked], 11: [closed, met, ...asked], 12: [met, open, ...asked],
    13: [met, closed, ...asked],
  },
  'rules': { 0: [met] },
  'init': { 0: [
    '--name', 'x', '--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2', '--address-prefix', '10.1.1.0/24', '--output',
    join(folder, 'new.yaml'), '--subnet-id',
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s',
  ] },
  'completion': { 0: ['bash'] },
};
/** What takes files of some size, and is tried where those are. */
const ELSEWHERE: Readonly<Record<string, readonly number[]>> = { 'export': [0], 'adopt': [0, 4], 'synth': [0] };

test('each exit code that the table promises has a call, and no call ends with another', () => {
  const codes = (command: string): number[] => [...Object.keys(CALLS[command] ?? {}).map(Number), ...ELSEWHERE[command] ?? []];
  expect(Object.fromEntries(Object.keys(EXIT_CODES).map((command) => [command, codes(command).sort((one, other) => one - other)])))
    .toEqual(Object.fromEntries(Object.entries(EXIT_CODES).map(([command, all]) => [command, all.map(({ code }) => code)])));
});

const ENDS = Object.entries(CALLS).flatMap(([command, codes]) =>
  Object.entries(codes).map(([code, args]): [string, number, readonly string[]] => [command, Number(code), args]));

test.each(ENDS)('%s ends with %i', async (command, code, args) => {
  let err = '';
  const exit = await runToEnd([command, ...args], { out: () => undefined, err: (text) => { err += text; } });
  expect([err, exit]).toEqual([err, code]);
});

(existsSync('/dev/full') ? test : test.skip)('an output that cannot be written ends with 3', () => {
  const { status, stderr } = spawnSync('bash', ['-c', `"$0" -r "$1" "$2" requirements > /dev/full`, process.execPath,
    join(ROOT, 'scripts/typescript/register.js'), join(ROOT, 'lib/cli/main.ts')], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([3, expect.stringContaining('the output cannot be written: ENOSPC')]);
});
