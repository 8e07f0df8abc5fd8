import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../../lib/cli/program';
import { Calls, changedAt, evenly, inEachForm, Path, places } from '../support/every-text';
import { planOfChange, Stack } from '../support/network-forms';
import { planOfStack } from '../support/plan-of-stack';
import { stateOfStack } from '../support/state-of-stack';

// Each value of a plan, of a state and of a configuration, marked as sensitive one at a time: by itself, with all that stands around it,
// or by a variable. Whatever a command makes of it, an answer or an error, it does not show the value.

type Json = Record<string, unknown>;
const CASE = join(__dirname, '..', 'cases', '33-only-443');
const folder = mkdtempSync(join(tmpdir(), 'sensitive-every-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const stack = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Stack;
Object.values(stack.resource).flatMap((all) => Object.values(all)).forEach((body) => { body['tags'] = { owner: 'team' }; });
const [plain, deployment] = [file('plain.tf.json', stack), join(CASE, 'deployment.yaml')];
const before = file('before.json', stateOfStack(stack, '10.1.0.4'));
const log = file('log.json', { category: 'AZFWNetworkRule', time: '2026-11-24T08:00:00Z', properties: {
  Protocol: 'TCP', SourceIp: '10.1.1.5', SourcePort: 5, DestinationIp: '203.0.113.7', DestinationPort: 443, Action: 'Deny',
} });

const ofNetwork: Calls = (path) => [...inEachForm([
  ['verify', path, '--deployment', deployment], ['report', path, '--deployment', deployment], ['rules', path], ['adopt', path, plain],
  ['adopt', before, path], ['explain', path, '--deployment', deployment, 'training', 'outbound', 'tcp', '443', 'AzureMonitor'],
  ['explain', path, 'no-such', 'outbound', 'tcp', '443', 'AzureMonitor'], ['diff', plain, path, '--deployment', deployment],
  ['diff', path, before], ['lookup', 'AzureMonitor:443', '--deployment', deployment, '--network', path],
  ['logs', log, '--deployment', deployment, '--network', path],
]), ['verify', path, '--deployment', deployment, '--suggest']];
const ofPlan: Calls = (path) =>
  [...ofNetwork(path), ...inEachForm([['diff', '--plan', path], ['diff', '--plan', path, '--deployment', deployment]])];

/** A name, an address, a number, and a text that forms write in other ways. */
const SECRETS = ['zq7-secret-name', '10.99.77.0/24', '61234', 'Zq7 "sécret"|`x`\n2'];
const formsOf = (secret: string): string[] =>
  [secret, secret.toLowerCase(), JSON.stringify(secret).slice(1, -1), secret.replace(/\n/g, '\\u000a'), secret.replace(/"/g, '&quot;')];

/** The mark of one place in the shape of the value; what stands above it by some steps is marked with it. */
function markAt(value: unknown, path: Path, above: number): unknown {
  const [key, ...rest] = path;
  if (key === undefined || path.length <= above) {
    return true;
  }
  const inner = markAt((value as Json)[key], rest, above);
  return Array.isArray(value) ? value.map((_, i) => (String(i) === key ? inner : {})) : { [key]: inner };
}

interface Marked { readonly values: string; readonly marks: string; readonly all: readonly (Json | null)[] }

/** Where a document has values with marks for them; a value stands in several of them. */
function markedIn(json: Json): Marked[] {
  const resources = (values: unknown): Json[] =>
    (values as { root_module: { resources: Json[] } } | undefined)?.root_module.resources ?? [];
  const changes = ((json['resource_changes'] ?? []) as { change: Json }[]).map(({ change }) => change);
  return [
    { values: 'values', marks: 'sensitive_values', all: resources(json['planned_values']) },
    { values: 'values', marks: 'sensitive_values', all: resources(json['values']) },
    { values: 'values', marks: 'sensitive_values', all: resources((json['prior_state'] as Json | undefined)?.['values']) },
    { values: 'after', marks: 'after_sensitive', all: changes }, { values: 'before', marks: 'before_sensitive', all: changes },
  ];
}

/** The document with a secret at a place of a resource, wherever it has that, marked. */
function withSecret(content: Json, name: unknown, path: Path, secret: string, above: number): Json {
  const json = structuredClone(content);
  for (const { values, marks, all } of markedIn(json)) {
    for (const one of all) {
      const own = one?.[values] as Json | null | undefined;
      if (own?.['name'] === name && places(own).some((place) => place.join('\n') === path.join('\n'))) {
        one![values] = changedAt(own, path, () => secret);
        one![marks] = markAt(one![values], path, above);
      }
    }
  }
  return json;
}

const wider = structuredClone(stack);
(Object.values(wider.resource['azurerm_network_security_group']!)[0]!['security_rule'] as Json[])[0]!['name'] = 'renamed';
const DOCUMENTS: readonly [kind: string, content: Json, calls: Calls][] = [
  ['a plan', planOfStack(stack), ofPlan], ['a state', stateOfStack(stack, '10.1.0.4'), ofNetwork],
  ['the sides of a plan', planOfChange(stack, wider), ofPlan],
];

/** So many values are tried of each kind of document, evenly; all of them take minutes. */
const TRIED = 60;

async function shownOf(args: readonly string[]): Promise<{ readonly text: string; readonly exit: number }> {
  let text = '';
  const write = (part: string): void => { text += part; };
  const exit = await runToEnd(args, { out: write, err: write });
  return { text, exit };
}

/** What shows a secret, and how the commands end. */
async function leaksOf(
  documents: readonly { readonly what: string; readonly secret: string; readonly json: Json }[], name: string, calls: Calls,
): Promise<{ readonly found: readonly string[]; readonly exits: ReadonlySet<number> }> {
  const found: string[] = [];
  const exits = new Set<number>();
  for (const [i, { what, secret, json }] of documents.entries()) {
    const those = calls(file(name, json));
    const args = those[i * 7 % those.length]!;
    const { text, exit } = await shownOf(args);
    exits.add(exit);
    found.push(...formsOf(secret).filter((form) => text.includes(form)).map((form) => `${args.join(' ')} shows ${form}: ${what}`));
  }
  return { found, exits };
}

test.each(DOCUMENTS)('%s', async (_, content, calls) => {
  const values = markedIn(content).flatMap(({ values: key, all }) => all.flatMap((one) => {
    const own = one?.[key] as Json | null | undefined;
    return own === undefined || own === null ? [] : places(own).filter((path) => !path.at(-1)!.startsWith('key '))
      .map((path) => ({ name: own['name'], path }));
  }));
  const tried = evenly([...new Map(values.map((one) => [JSON.stringify(one), one])).values()], TRIED);
  const { found, exits } = await leaksOf(tried.map(({ name, path }, i) => {
    const secret = SECRETS[i % SECRETS.length]!;
    return { what: `${String(name)} ${path.join('.')}`, secret, json: withSecret(content, name, path, secret, i % 3) };
  }), 'plan.json', calls);
  expect(found).toEqual([]);
  expect([tried.length, exits.has(3), exits.size > 2]).toEqual([TRIED, false, true]);
});

test('a configuration, by a variable and by what is made of it', async () => {
  const texts = places(stack).filter((path) => !path.at(-1)!.startsWith('key '));
  const tried = evenly(texts, TRIED);
  const made = ['${var.s}', 'x-${upper(var.s)}', '${local.turned}'];
  const { found, exits } = await leaksOf(tried.map((path, i) => {
    const secret = SECRETS[i % 2]!;
    return { what: path.join('.'), secret, json: {
      ...changedAt(stack, path, () => made[i % made.length]!) as Json, locals: { turned: '${strrev(strrev(var.s))}' },
      variable: { s: { type: 'string', sensitive: true, default: secret } },
    } };
  }), 'main.tf.json', ofNetwork);
  expect(found).toEqual([]);
  expect([exits.has(3), exits.size > 2]).toEqual([false, true]);
});

test('a value without a mark is shown, so that these tests can fail', async () => {
  const [group] = Object.values(stack.resource['azurerm_network_security_group']!);
  const { name } = (group!['security_rule'] as Json[])[0]!;
  const text = JSON.stringify(planOfStack(stack)).replaceAll(JSON.stringify(name), JSON.stringify(SECRETS[0]));
  expect((await shownOf(['rules', file('plan.json', JSON.parse(text))])).text).toContain(SECRETS[0]);
});
