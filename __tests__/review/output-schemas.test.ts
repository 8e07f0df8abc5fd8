import Ajv, { ValidateFunction } from 'ajv';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, EndpointKind } from '../../lib';
import { choicesOf } from '../../lib/cli/options';
import { programFor, run, runToEnd } from '../../lib/cli/program';
import { verificationJson } from '../../lib/review/verification-json';
import { tagFile, weekly } from '../support/service-tags';
import { HEAD, MIXED } from '../verification/results';

// The schemas as they are published, compared with what the commands write.
const ROOT = join(__dirname, '..', '..');
const CASES = join(ROOT, '__tests__', 'cases');
const ajv = new Ajv({ strict: true, allErrors: true });
const published = (name: string): ValidateFunction =>
  ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas', `${name}.schema.json`), 'utf8')) as object);
const verification = published('verification');
const difference = published('difference');
const editions = published('editions');
const lookup = published('lookup');
const logs = published('logs');
const explanation = published('explanation');
const driftOf = published('drift');
const lists = published('export');

function written(...args: string[]): unknown {
  let [out, err] = ['', ''];
  run([...args, '--format', 'json'], { out: (text) => { out += text; }, err: (text) => { err += text; } });
  expect(err).toBe('');
  return JSON.parse(out);
}

function expectValid(validate: ValidateFunction, document: unknown): void {
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
}

const cases = readdirSync(CASES, { withFileTypes: true }).filter((one) => one.isDirectory()).map(({ name }) => name);
const network = (name: string): string => join(CASES, name, 'main.tf.json');
const deployment = (name: string): string => join(CASES, name, 'deployment.yaml');

test.each(cases)('verify writes what its schema says of %s, also with suggestions', (name) => {
  expectValid(verification, written('verify', network(name), '--deployment', deployment(name)));
  expectValid(verification, written('verify', network(name), '--deployment', deployment(name), '--suggest'));
});

test('verify writes what its schema says without a deployment file, with a service tag file, and of findings of every kind', () => {
  expectValid(verification, written(
    'verify', network('00-all-met'), '--edition', '2026-03-19', '--cloud', 'public', '--region', 'westeurope', '--subnet', 'training',
    '--service-tags', tagFile(weekly({ Storage: ['203.0.113.0/24'] })),
  ));
  expectValid(verification, JSON.parse(verificationJson(HEAD, MIXED)));
});

test.each(cases)('diff writes what its schema says from a network that meets all to %s, and back', (name) => {
  expectValid(difference, written('diff', network('00-all-met'), network(name), '--deployment', deployment('00-all-met')));
  expectValid(difference, written('diff', network(name), network('00-all-met')));
});

const EXAMPLE = join(ROOT, 'examples', 'own-requirement.yaml');
const ASKED = ['pypi.org:443', 'https://github.com/microsoft/x', 'nowhere.example', '203.0.113.17:27001', 'Storage.WestUS2', '5831/udp'];

/** What a command that may read files to their end writes. */
async function writtenToEnd(...args: string[]): Promise<unknown> {
  let out = '';
  await runToEnd([...args, '--format', 'json'], { out: (text) => { out += text; }, err: () => undefined });
  return JSON.parse(out);
}

test.each([[], ['--deployment', EXAMPLE]])('lookup writes what its schema says: %s %s', async (...args) => {
  expectValid(lookup, await writtenToEnd('lookup', ...ASKED, ...args));
  expectValid(lookup, await writtenToEnd(
    'lookup', '203.0.113.9', ...args, '--service-tags', tagFile(weekly({ Storage: ['203.0.113.0/24'] })),
  ));
});

test.each([[], ['--deployment', EXAMPLE]])('editions diff writes what its schema says: %s %s', async (...args) => {
  expectValid(editions, await writtenToEnd('editions', 'diff', '2023-04-14', '2026-03-19', ...args));
  expectValid(editions, await writtenToEnd('editions', 'diff', '2026-03-19', '2023-04-14', ...args));
});

const ANSWER = join(ROOT, 'examples', 'data', 'dependencies-answer.json');

test.each([
  ['--edition', '2026-03-19', '--cloud', 'public', '--region', 'westus2'], ['--deployment', EXAMPLE],
  ['--deployment', join(ROOT, 'examples', 'two-subnets.yaml')],
])('drift writes what its schema says: %s %s', async (...args) => {
  const document = await writtenToEnd('drift', ANSWER, ...args) as Record<string, unknown>;
  expectValid(driftOf, document);
  expect([driftOf({ ...document, more: 1 }), driftOf({ ...document, hosts: [{}] }), driftOf({ ...document, region: undefined })])
    .toEqual([false, false, false]);
});

const EXPORTED = ['own-requirement', 'host-names-only', 'in-cluster', 'two-subnets'];
test.each(EXPORTED)('export writes what its schema says of %s', async (name) => {
  const file = join(ROOT, 'examples', `${name}.yaml`);
  const tags = [...Deployment.fromFile(file)._requirementsOf.values()].flatMap(({ all }) => all)
    .filter(({ endpoint }) => endpoint.kind === EndpointKind.SERVICE_TAG).map(({ endpoint }) => endpoint.value);
  const tagsFile = tagFile(weekly(Object.fromEntries(tags.map((tag) => [tag, ['203.0.113.0/24']]))));
  for (const args of [[], ['--service-tags', tagsFile], ['--wildcards', 'leading-dot']]) {
    const document = await writtenToEnd('export', '--deployment', file, ...args) as Record<string, unknown>;
    expectValid(lists, document);
    expect([lists({ ...document, more: 1 }), lists({ ...document, entries: [{}] })]).toEqual([false, false]);
  }
});

test.each(cases)('explain writes what its schema says of %s', (name) => {
  for (const text of ['outbound tcp 443 AzureMonitor', 'inbound udp 53 203.0.113.7', 'outbound tcp 443 x.org']) {
    const flow = text.split(' ');
    const document = written('explain', network(name), '--deployment', deployment(name), 'training', ...flow) as Record<string, unknown>;
    expectValid(explanation, document);
    expect([explanation({ ...document, more: 1 }), explanation({ ...document, outcome: 'fine' })]).toEqual([false, false]);
  }
});

test('each command with a form JSON has a published schema', () => {
  const schemas: Readonly<Record<string, string>> = {
    requirements: 'requirements', lookup: 'lookup', editions: 'editions', logs: 'logs', drift: 'drift', verify: 'verification',
    report: 'report', explain: 'explanation', export: 'export', diff: 'difference', adopt: 'adoption',
  };
  const commands = programFor([], { out: () => undefined, err: () => undefined }, () => undefined).commands;
  const withJson = commands.filter((command) => {
    const format = command.options.find(({ long }) => long === '--format');
    return format !== undefined && choicesOf(format)!.includes('json');
  });
  const files = readdirSync(join(ROOT, 'schemas'));
  expect(withJson.map((command) => [command.name(), files.includes(`${schemas[command.name()] ?? 'none'}.schema.json`)]))
    .toEqual(withJson.map((command) => [command.name(), true]));
});

test('logs writes what its schema says, also of lines that it cannot read', async () => {
  const log = join(ROOT, 'examples', 'data', 'firewall-log.jsonl');
  const broken = join(mkdtempSync(join(tmpdir(), 'logs-')), 'broken.jsonl');
  writeFileSync(broken, `${readFileSync(log, 'utf8')}{"category":"AZFWApplicationRule"\nnothing\n`);
  const report = await writtenToEnd('logs', log, broken, '--deployment', EXAMPLE) as Record<string, unknown>;
  expect(report).toMatchObject({ skipped: expect.arrayContaining([expect.anything()]) as unknown });
  expectValid(logs, report);
  expect(logs({ ...report, more: 1 })).toBe(false);
  expect(logs({ ...report, flows: [{}] })).toBe(false);
});

test('the schemas refuse what is not in them, and what lacks a member', () => {
  const report = written('verify', network('00-all-met'), '--deployment', deployment('00-all-met')) as Record<string, unknown>;
  expect(verification({ ...report, more: 1 })).toBe(false);
  expect(verification(Object.fromEntries(Object.entries(report).filter(([key]) => key !== 'answers')))).toBe(false);
  const changes = written('diff', network('00-all-met'), network('33-only-443')) as Record<string, unknown>;
  expect(difference({ ...changes, verdict: 'fine' })).toBe(false);
  expect(difference({ ...changes, flows: [{}] })).toBe(false);
});
