import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { run } from '../../lib/cli/program';
import { differenceSchema } from '../../lib/review/difference-json';

/* eslint-disable @typescript-eslint/no-explicit-any -- JSON of the command */

// A pull request that adds a network: its folder is not in the base.

const CASE = join(__dirname, '../cases/00-all-met');
const HEAD = join(CASE, 'main.tf.json');
const DEPLOYMENT = ['--deployment', join(CASE, 'deployment.yaml')];
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-diff-new-'));
afterAll(() => rmSync(folder, { recursive: true }));
const MISSING = join(folder, 'stacks', 'new');

function diff(...args: string[]): { exit: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const exit = run(['diff', ...args], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

test('a base that is not there is an error, which says what to do for a new network', () => {
  const { exit, out, err } = diff(MISSING, HEAD);
  expect([exit, out]).toEqual([2, '']);
  expect(err).toContain(`"${MISSING}" cannot be read: there is no such file or folder; `);
  expect(err).toContain('--missing-base-is-empty');
});

test('a head that is not there is an error in any case', () => {
  expect(diff(HEAD, MISSING, '--missing-base-is-empty')).toMatchObject({ exit: 2, out: '' });
});

test('where the base may be missing, all that a new network opens is newly allowed, and its requirements are newly asked for', () => {
  const document = JSON.parse(diff(MISSING, HEAD, ...DEPLOYMENT, '--missing-base-is-empty', '--format', 'json').out) as any;
  const validate = new Ajv({ strict: false }).compile(differenceSchema());
  expect(validate(document) || validate.errors).toBe(true);
  expect(document.flows.length).toBeGreaterThan(3);
  for (const { kind, before } of document.flows) {
    expect([kind, before.result, before.texts]).toEqual(['newly allowed', 'deny', ['there is no base']]);
  }
  expect(document.requirements.length).toBeGreaterThan(10);
  expect(document.requirements.every((one: any) => !('before' in one))).toBe(true);
  expect(document.goneFindings).toEqual([]);
});

test.each(['text', 'markdown', 'sarif'])('%s is written without a base', (format) => {
  const { out, err } = diff(MISSING, HEAD, '--missing-base-is-empty', '--format', format);
  expect(err).toBe('');
  expect(out).toContain(format === 'sarif' ? '"results"' : 'missing and counts as empty');
});

test('a base that is there is read, whatever the option says', () => {
  expect(diff(HEAD, HEAD, '--missing-base-is-empty')).toMatchObject({ exit: 0, out: expect.stringMatching(/^Nothing changed/) });
});
