import Ajv from 'ajv';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { differenceSchema } from '../../lib/review/difference-json';
import { sarifErrors } from '../support/sarif';
import { tagFile, weekly } from '../support/service-tags';

/* eslint-disable @typescript-eslint/no-explicit-any -- JSON of Terraform and of the command, read and changed in place */
const CASE = join(__dirname, '../cases/00-all-met');
const DEPLOYMENT = ['--deployment', join(CASE, 'deployment.yaml')];
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-diff-tags-'));
afterAll(() => rmSync(folder, { recursive: true }));

const OUT = {
  name: 'sql', priority: 200, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*',
  destination_port_range: '1433', source_address_prefix: '*', destination_address_prefix: 'Sql',
};
const SSH = {
  ...OUT, name: 'ssh', direction: 'Inbound', destination_port_range: '22', source_address_prefix: '203.0.113.0/24',
  destination_address_prefix: '*',
};

function network(name: string, ...rules: object[]): string {
  const json = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as any;
  json.resource.azurerm_route_table.t.route = [];
  json.resource.azurerm_network_security_group.n.security_rule.push(...rules);
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(json, null, 2));
  return path;
}

const BASE = network('base.tf.json', OUT);
const HEAD = network('head.tf.json', OUT, { ...SSH, priority: 3000 });
const file = (name: string, ranges: readonly string[], cloud = 'Public'): string => tagFile(weekly({ Sql: ranges }, { cloud }), name);
const OLD = file('old.json', ['20.1.0.0/24', '20.2.0.0/24']);
const NEW = file('new.json', ['20.1.0.0/24', '20.3.0.0/24']);

function cli(...args: string[]): { exit: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const exit = run(args, { out: (text) => { out += text; }, err: (text) => { err += text; } });
  return { exit, out, err };
}

function json(...args: string[]): any {
  const document = JSON.parse(cli('diff', ...args, '--format', 'json').out) as any;
  const validate = new Ajv({ strict: false }).compile(differenceSchema());
  expect(validate(document) || validate.errors).toBe(true);
  return document;
}

test('what service tags change is told apart from what people change', () => {
  const { verdict, verdictOfPeople, flows, byServiceTags, serviceTagFiles } = json(BASE, HEAD, '--service-tags', OLD, NEW);
  expect(serviceTagFiles).toEqual([OLD, NEW]);
  expect([verdict, verdictOfPeople]).toEqual(['wider-beyond-requirements', 'wider-beyond-requirements']);
  expect(flows).toMatchObject([{ direction: 'inbound', kind: 'newly allowed', traffic: 'TCP 22' }]);
  expect(byServiceTags.tags).toEqual([{ tag: 'Sql', added: ['20.3.0.0/24'], removed: ['20.2.0.0/24'] }]);
  expect(byServiceTags.flows).toMatchObject([
    {
      direction: 'outbound', kind: 'newly allowed', traffic: 'TCP 1433', endpoints: ['20.3.0.0/24'],
      after: { texts: expect.arrayContaining(['rule sql (priority 200) allows it']) },
    },
    { direction: 'outbound', kind: 'no longer allowed', traffic: 'TCP 1433', endpoints: ['20.2.0.0/24'] },
  ]);
});

test('a change by service tags alone has its verdict, and that of people is that nothing changed', () => {
  expect(json(BASE, BASE, '--service-tags', OLD, NEW))
    .toMatchObject({ verdict: 'wider-beyond-requirements', verdictOfPeople: 'nothing-changed', flows: [], rules: [] });
  expect(cli('diff', BASE, BASE, '--service-tags', OLD, NEW).exit).toBe(12);
  expect(json(BASE, BASE, '--service-tags', OLD, OLD)).toMatchObject({ verdict: 'nothing-changed', byServiceTags: { tags: [] } });
});

test('a tag that a rule denies, before one that allows all of the Internet, closes and opens with its addresses', () => {
  const deny = { ...OUT, name: 'no-sql', access: 'Deny', priority: 150 };
  const denying = network('denying.tf.json', deny, { ...OUT, name: 'all', priority: 210, destination_address_prefix: 'Internet' });
  const { byServiceTags: { flows } } = json(denying, denying, '--service-tags', OLD, NEW);
  expect(flows).toMatchObject([
    { kind: 'newly allowed', traffic: 'TCP 1433', endpoints: ['20.2.0.0/24'], before: { texts: ['rule no-sql (priority 150) denies it'] } },
    { kind: 'no longer allowed', traffic: 'TCP 1433', endpoints: ['20.3.0.0/24'],
      after: { texts: ['rule no-sql (priority 150) denies it'] } },
  ]);
});

test('text, Markdown and SARIF say both', () => {
  const { out } = cli('diff', BASE, HEAD, ...DEPLOYMENT, '--service-tags', OLD, NEW);
  expect(out).toMatch(/^Wider beyond requirements\. In the network: .*1 newly allowed.* By service tags alone: /);
  expect(out).toContain('Sql: gained 20.3.0.0/24; lost 20.2.0.0/24\n');
  expect(out).toMatch(/Flows by service tags alone\n\ntraining outbound: newly allowed: TCP 1433 to 20\.3\.0\.0\/24/);
  const markdown = cli('diff', BASE, HEAD, ...DEPLOYMENT, '--service-tags', OLD, NEW, '--format', 'markdown').out;
  expect(markdown).toContain('### Flows by service tags alone');
  const sarif = JSON.parse(cli('diff', BASE, HEAD, '--service-tags', OLD, NEW, '--format', 'sarif').out) as any;
  expect(sarifErrors(sarif)).toEqual([]);
  const subjects = sarif.runs[0].results.map(({ properties }: any) => properties.subject);
  expect(subjects).toEqual([
    expect.stringMatching(/^training inbound/), expect.stringMatching(/^by service tags alone: training outbound: newly/),
    expect.stringMatching(/^by service tags alone: training outbound: no longer/),
  ]);
});

test('files may stand before the paths, and one file is for both sides', () => {
  const behind = cli('diff', BASE, HEAD, '--service-tags', OLD, NEW).out;
  expect(cli('diff', '--service-tags', OLD, NEW, BASE, HEAD).out).toBe(behind);
  expect(cli('diff', BASE, '--service-tags', OLD, NEW, HEAD).out).toBe(behind);
  expect(cli('diff', '--service-tags', OLD, BASE, HEAD).out).toBe(cli('diff', BASE, HEAD, '--service-tags', OLD).out);
  expect(JSON.parse(cli('diff', BASE, HEAD, '--service-tags', OLD, '--format', 'json').out)).not.toHaveProperty('byServiceTags');
});

test('too many files, and files of two clouds, are refused', () => {
  expect(cli('diff', BASE, HEAD, '--service-tags', OLD, NEW, OLD))
    .toMatchObject({ exit: 2, err: expect.stringContaining('--service-tags: 3 files and paths follow it') });
  expect(cli('diff', BASE, HEAD, '--service-tags', OLD, file('china.json', ['20.1.0.0/24'], 'China')))
    .toMatchObject({ exit: 2, err: expect.stringContaining('is for the cloud "public"') });
});
