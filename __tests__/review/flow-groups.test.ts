import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { written } from '../support/suggested';

// One rule that is added or removed can change many flows: the reviewer reads it once, and each flow.

interface Rule { readonly name: string; readonly priority: number }
interface Content { readonly resource: { readonly azurerm_network_security_group: { readonly n: { security_rule: Rule[] } } } }

const CASE = join(__dirname, '..', 'cases', '00-all-met');

function pathOf(...more: readonly object[]): string {
  const content = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Content;
  const group = content.resource.azurerm_network_security_group.n;
  const deny = group.security_rule.find(({ name }) => name === 'deny-out')!;
  group.security_rule.push(...more.map((one) => ({ ...deny, ...one })));
  return written(content);
}

const [WITHOUT, WITH] = [pathOf(), pathOf({ name: 'first', priority: 150, destination_address_prefix: 'Internet' })];
function diff(base: string, head: string, ...options: string[]): string {
  let text = '';
  run(['diff', base, head, '--deployment', join(CASE, 'deployment.yaml'), ...options], {
    out: (part) => { text += part; }, err: () => undefined,
  });
  return text;
}
const count = (text: string, part: string): number => text.split(part).length - 1;

// Ways out for data have a mark of their own, so that they stay apart when they open.
test.each([
  ['added', WITHOUT, WITH, 'no longer allowed', 'after: denied: rule first (priority 150) denies it', 10, 1],
  ['removed', WITH, WITHOUT, 'newly allowed', 'before: denied: rule first (priority 150) denies it', 8, 3],
])('a rule that is %s is said once, and each flow that it decides', (_, base, head, kind, cause, together, times) => {
  const [text, json] = [diff(base, head), diff(base, head, '--format', 'json')];
  const { flows } = JSON.parse(json) as { flows: { example: string }[] };
  expect(flows).toHaveLength(10);
  expect(text).toContain(`training outbound: ${kind}: ${together} entries with one cause`);
  expect(count(text, cause)).toBe(times);
  flows.forEach(({ example }) => expect(text).toContain(`  example: ${example}\n`));
});

test('new findings with one cause are one entry', () => {
  const [text, markdown] = [diff(WITHOUT, WITH), diff(WITHOUT, WITH, '--format', 'markdown')];
  expect(text).toMatch(/^requirement-denied: 10 findings with one cause$/m);
  expect(count(markdown, '| `requirement-denied` |')).toBe(1);
});

test('two flows keep entries of their own', () => {
  const closed = ['AzureMonitor', 'AzureResourceManager'];
  const rules = closed.map((tag, i) => ({ name: `no-${tag}`, priority: 150 + i, destination_address_prefix: tag }));
  const text = diff(WITHOUT, pathOf(...rules));
  expect(text).not.toContain('entries with one cause');
  expect(count(text, 'no longer allowed: TCP 443 to Azure')).toBe(2);
});
