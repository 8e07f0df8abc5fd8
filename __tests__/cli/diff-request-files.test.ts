import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, Aspects, LocalBackend, TerraformStack } from 'cdktf';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from '../../lib';
import { run } from '../../lib/cli/program';
import type { RequirementChange } from '../../lib/review/network-difference';
import { hubAndSpoke } from '../support/hub-and-spoke';

// Apps that write what they ask are compared by that, each side by its own file.

const folder = mkdtempSync(join(tmpdir(), 'diff-request-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function synthesized(name: string, requestFile = true): string {
  const outdir = join(folder, name);
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, 'network');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new LocalBackend(stack, { path: 'x.tfstate' });
  hubAndSpoke(stack, 1, library);
  Aspects.of(stack).add(new library.VerifyRequirements({ requestFile }));
  app.synth();
  return outdir;
}

const fileOf = (outdir: string): string => join(outdir, 'stacks', 'network', 'azureml-network.json');

/** Text in which equal JSON is equal, whatever the order of keys. */
function sortedText(json: unknown): string {
  return JSON.stringify(json, (_, value: unknown) => (typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value));
}

/** The same app without rules for host names: its check would refuse to synthesize that. */
function withoutHostNames(name: string, from: string, { isOutdated = false } = {}): string {
  const outdir = join(folder, name);
  cpSync(from, outdir, { recursive: true });
  const stack = join(outdir, 'stacks', 'network', 'cdk.tf.json');
  const json = JSON.parse(readFileSync(stack, 'utf8')) as Synthesized;
  Object.values(json.resource.azurerm_firewall_policy_rule_collection_group).forEach((group) => delete group.application_rule_collection);
  writeFileSync(stack, JSON.stringify(json));
  const request = JSON.parse(readFileSync(fileOf(outdir), 'utf8')) as object;
  const stackDigest = createHash('sha256').update(sortedText(json)).digest('hex');
  writeFileSync(fileOf(outdir), JSON.stringify({ ...request, ...(!isOutdated && { stackDigest }) }));
  return outdir;
}

interface Synthesized {
  resource: { azurerm_firewall_policy_rule_collection_group: Record<string, { application_rule_collection?: object }> };
}

interface Shown {
  verdict: string; requestFiles?: string[]; requirements: RequirementChange[]; notes: string[]; newFindings: { id: string }[];
  flows: { isAskedFor: boolean }[];
}

function diff(...args: string[]): { exit: number; document: Shown; text: string } {
  const printed = (format: string): [number, string] => {
    let text = '';
    const exit = run(['diff', ...args, '--format', format], { out: (part) => { text += part; }, err: (part) => { text += part; } });
    return [exit, text];
  };
  const [exit, json] = printed('json');
  return { exit, document: JSON.parse(json) as Shown, text: printed('text')[1] };
}

const base = synthesized('base');
const head = withoutHostNames('head', base);
const bare = synthesized('bare', false);

test('a requirement that the app of the head asks for is lost', () => {
  const { exit, document, text } = diff(base, head);
  expect([exit, document.verdict]).toEqual([13, 'requirement-lost']);
  expect(document.requestFiles).toEqual([fileOf(base), fileOf(head)]);
  expect(document.requirements.map(({ before, after }) => [before, after])).toContainEqual(['met', 'denied']);
  expect(text).toContain(`asked for: what the apps say in ${fileOf(base)}, ${fileOf(head)}.`);
});

test('the way back is wider, as required', () => {
  const { exit, document } = diff(head, base);
  expect([exit, document.verdict]).toEqual([11, 'wider-as-required']);
  expect(document.flows.map(({ isAskedFor }) => isAskedFor)).toContain(true);
});

test('a file that was written for other JSON is said to be so', () => {
  const { exit, document } = diff(base, withoutHostNames('outdated', base, { isOutdated: true }));
  expect([exit, document.verdict]).toEqual([13, 'requirement-lost']);
  expect(document.newFindings.map(({ id }) => id)).toContain('input-not-understood');
  expect(document.notes).toContainEqual(expect.stringContaining('it was written for other JSON than cdk.tf.json'));
});

test('nothing changes between an app and itself', () => {
  expect(diff(base, base)).toMatchObject({ exit: 0, document: { verdict: 'nothing-changed', requirements: [], notes: [] } });
});

test('of a new app, all is asked for anew', () => {
  const { document } = diff(join(folder, 'none'), base, '--missing-base-is-empty');
  expect(document.requestFiles).toEqual([fileOf(base)]);
  expect(document.requirements.length).toBeGreaterThan(10);
  expect(document.requirements.every(({ before, after }) => before === undefined && after === 'met')).toBe(true);
});

test.each([
  ['head', [bare, base], base], ['base', [base, bare], base],
])('where only the %s says what it asks, a note says that nothing counts as asked for', (side, paths, file) => {
  const { document, text } = diff(...paths);
  expect(document).toMatchObject({ verdict: 'nothing-changed', requirements: [] });
  expect(document.requestFiles).toBeUndefined();
  expect(document.notes).toContainEqual(expect.stringMatching(
    `^only the ${side} has what its app asks for, in ${fileOf(file)}: nothing counts as asked for; `,
  ));
  expect(text).toContain('no deployment file: nothing counts as asked for');
});

test('a deployment file decides, where one is given', () => {
  const { document } = diff(base, head, '--deployment', join(__dirname, '../cases/00-all-met/deployment.yaml'));
  expect(document.requestFiles).toBeUndefined();
});
