import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runToEnd } from '../../lib/cli/program';
import { Calls, changedAt, evenly, inEachForm, places } from '../support/every-text';
import { graphOfStack } from '../support/graph-of-stack';
import { harmsOf, Written } from '../support/harmless';
import type { Stack } from '../support/network-forms';
import { planOfStack } from '../support/plan-of-stack';
import { weekly } from '../support/service-tags';
import { stateOfStack } from '../support/state-of-stack';

// Each text and each key of each kind of file, made hostile one at a time: a name, an address, a tag, a description, an id, a reason. What
// reads it is each command that takes the file, in each of its forms, by turns.

const ROOT = join(__dirname, '..', '..');
const CASE = join(ROOT, '__tests__', 'cases', '33-only-443');
const folder = mkdtempSync(join(tmpdir(), 'every-text-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

/** What is seen, and may stand in a text for people, which may be short. */
const SEEN = [
  '=cmd|\'/C calc\'!A0<script>alert(1)</script>"><img src=x onerror=alert(1)>', '`x`\\|[l](javascript:alert(1)) @octocat &lt;b&gt;',
  ']]> --!> ##vso[task.setvariable variable=PATH]z##[error]',
];
const UNSEEN = '\r\n::set-output name=x::y\n' +
  '\u001b[2J\u001b]8;;https://example.com\u0007\u009b31m\u0000\u007f\u202e\u2066\u200b\u200f' +
  '\u2028\u2029\ufeff\ud800\u00ad %{ if true } {{7*7}}';

const stack = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Stack;
for (const body of Object.values(stack.resource).flatMap((all) => Object.values(all))) {
  body['tags'] = { owner: 'team' };
  (body['security_rule'] as Record<string, unknown>[] | undefined)?.forEach((rule) => { rule['description'] = 'what it is for'; });
}
const plain = file('plain.tf.json', stack);
const ofCase = join(CASE, 'deployment.yaml');
const log = file('log.json', { category: 'AZFWNetworkRule', time: '2026-11-24T08:00:00Z', properties: {
  Protocol: 'TCP', SourceIp: '10.1.1.5', SourcePort: 5, DestinationIp: '203.0.113.7', DestinationPort: 443, Action: 'Deny',
} });

const ofNetwork: Calls = (path) => inEachForm([
  ['verify', path, '--deployment', ofCase], ['report', path, '--deployment', ofCase], ['rules', path], ['adopt', path, plain],
  ['explain', path, '--deployment', ofCase, 'training', 'outbound', 'tcp', '443', 'pypi.org'],
  ['diff', plain, path, '--deployment', ofCase], ['diff', path, plain],
  ['lookup', 'pypi.org:443', '--deployment', ofCase, '--network', path], ['logs', log, '--deployment', ofCase, '--network', path],
]);
const ofDeployment: Calls = (path) => inEachForm([
  ['verify', plain, '--deployment', path], ['report', plain, '--deployment', path], ['export', '--deployment', path],
  ['editions', 'diff', '2023-04-14', '2026-03-19', '--deployment', path], ['lookup', 'pypi.org', '--deployment', path],
  ['drift', ANSWER, '--deployment', path], ['logs', log, '--deployment', path], ['network-policies', '--deployment', path],
]);
const ANSWER = join(ROOT, 'examples', 'data', 'dependencies-answer.json');
const OWN = join(ROOT, 'examples', 'own-requirement.yaml');
const FILES: readonly [kind: string, name: string, content: unknown, calls: Calls][] = [
  ['a configuration', 'main.tf.json', stack, ofNetwork], ['a plan', 'plan.json', planOfStack(stack), ofNetwork],
  ['a state', 'state.json', stateOfStack(stack, '10.1.0.4'), ofNetwork],
  ['an export', 'graph.json', graphOfStack(stack, '10.1.0.4'), ofNetwork],
  ['a deployment file', 'deployment.yaml', {
    ...parse(readFileSync(OWN, 'utf8')) as object, acknowledged: [{ finding: 'requirement-denied', subject: 'x', reason: 'known' }],
  }, ofDeployment],
  ['an answer of the Dependencies API', 'answer.json', JSON.parse(readFileSync(ANSWER, 'utf8')),
    (path) => inEachForm([['drift', path, '--deployment', OWN]])],
  ['a service tag file', 'tags.json', weekly({ AzureMonitor: ['203.0.113.0/24'] }), (path) => inEachForm([
    ['verify', plain, '--deployment', ofCase, '--service-tags', path], ['lookup', '203.0.113.4', '--service-tags', path],
    ['report', plain, '--deployment', ofCase, '--service-tags', path], ['diff', plain, plain, '--service-tags', path],
  ])],
];

/** So many are tried of each kind of file, evenly; all of them take minutes. */
const TRIED = 25;

test.each(FILES)('%s', async (_, name, content, calls) => {
  const tried = evenly(places(content).filter((path) => path.length > 0), TRIED);
  const found: unknown[] = [];
  const exits = new Set<number>();
  // What is seen behind the text, and all of it instead of the text.
  for (const [i, path] of tried.flatMap((one) => [one, one]).entries()) {
    const change = (text: string): string => (i % 2 === 0 ? text + SEEN[(i / 2) % SEEN.length]! : SEEN.join(' ') + UNSEEN);
    const those = calls(file(name, changedAt(content, path, change)));
    const args = those[i % those.length]!;
    let [out, err] = ['', ''];
    const exit = await runToEnd(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
    const written: Written = { exit, out, err };
    const form = args.at(-2) === '--format' ? args.at(-1)! : '';
    exits.add(exit);
    found.push(...harmsOf(form, written).map((harm) => [path.join('.'), args[0], form, harm]));
  }
  expect(found).toEqual([]);
  expect([tried.length > 10, exits.size > 1]).toEqual([true, true]);
});
