import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { sarifErrors } from '../support/sarif';

/* eslint-disable @typescript-eslint/no-explicit-any -- JSON of Terraform and SARIF, read and changed in place */
const CASE = join(__dirname, '../cases/00-all-met');
const BASE = join(CASE, 'main.tf.json');
const DEPLOYMENT = join(CASE, 'deployment.yaml');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-diff-sarif-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function changed(name: string, change: (resource: any) => void): string {
  const json = JSON.parse(readFileSync(BASE, 'utf8')) as any;
  change(json.resource);
  return written(name, JSON.stringify(json, null, 2));
}

function sarif(...args: string[]): any {
  let out = '';
  run(['diff', ...args, '--format', 'sarif'], { out: (text) => { out += text; }, err: () => undefined });
  const log = JSON.parse(out) as any;
  expect(sarifErrors(log)).toEqual([]);
  return log.runs[0];
}

const rulesOf = (resource: any): any[] => resource.azurerm_network_security_group.n.security_rule;
const SSH = {
  name: 'ssh', priority: 3000, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '22',
  source_address_prefix: '203.0.113.0/24', destination_address_prefix: '*',
};
const direct = changed('direct.tf.json', ({ azurerm_route_table: { t } }) => {
  t.route = [];
});
const withSsh = changed('ssh.tf.json', (resource) => {
  resource.azurerm_route_table.t.route = [];
  rulesOf(resource).push(SSH);
});

test('what opens is an error at the line of the rule that is new', () => {
  const { results, properties } = sarif(direct, withSsh);
  expect(results).toHaveLength(1);
  const [{ ruleId, level, message, locations: [{ physicalLocation: { artifactLocation, region } }] }] = results;
  expect([ruleId, level]).toEqual(['flow-newly-allowed', 'error']);
  expect(message.text).toContain('TCP 22 from 203.0.113.0/24');
  expect(artifactLocation.uri).toContain('ssh.tf.json');
  const lines = readFileSync(withSsh, 'utf8').split('\n');
  expect(lines.slice(region.startLine - 1).join('\n')).toMatch(/^\s*\{\s*"name": "ssh"/);
  expect(region).toEqual({
    startLine: region.startLine, startColumn: 1, endLine: region.startLine, endColumn: lines[region.startLine - 1]!.length + 1,
  });
  expect(properties.verdict).toBe('wider-beyond-requirements');
});

test('what closes is a note, whose rule in the base is beside it', () => {
  const { results: [{ ruleId, level, relatedLocations, locations }] } = sarif(withSsh, direct);
  expect([ruleId, level]).toEqual(['flow-no-longer-allowed', 'note']);
  expect(locations[0].physicalLocation.artifactLocation.uri).toContain('direct.tf.json');
  expect(relatedLocations[0].physicalLocation.artifactLocation.uri).toContain('ssh.tf.json');
});

test('the same network, and one with other names, has no results', () => {
  expect(sarif(direct, direct).results).toEqual([]);
  const renamed = changed('renamed.tf.json', (resource) => {
    resource.azurerm_route_table.t.route = [];
    rulesOf(resource).forEach((rule, i) => { rule.name = `other-${i}`; });
  });
  expect(sarif(direct, renamed, '--deployment', DEPLOYMENT).results).toEqual([]);
});

describe('a requirement that is lost', () => {
  const lossy = changed('lossy.tf.json', (resource) => {
    resource.azurerm_network_security_group.n.security_rule = rulesOf(resource)
      .filter(({ access, direction }) => access !== 'Allow' || direction !== 'Outbound');
  });

  test('is one error each, and its finding none of its own', () => {
    const { results } = sarif(BASE, lossy, '--deployment', DEPLOYMENT);
    const lost = results.filter(({ ruleId }: any) => ruleId === 'requirement-lost');
    expect(lost.length).toBeGreaterThan(5);
    expect(results.filter(({ ruleId }: any) => ruleId === 'requirement-denied')).toEqual([]);
    const hashes = results.map((one: any) => one.partialFingerprints.primaryLocationLineHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('and is accepted is no alert, and is told with its reason', () => {
    const { results } = sarif(BASE, lossy, '--deployment', DEPLOYMENT);
    const { subject } = results.find(({ ruleId }: any) => ruleId === 'requirement-lost').properties;
    const accepting = written('accepting.yaml', `${readFileSync(DEPLOYMENT, 'utf8')}\nacknowledged:\n  - finding: requirement-denied\n` +
      `    subject: ${subject}\n    reason: By hand\n`);
    const run = sarif(BASE, lossy, '--deployment', accepting);
    expect(run.results.some(({ properties }: any) => properties.subject === subject)).toBe(false);
    expect(run.properties.acknowledged).toContainEqual({ id: 'requirement-denied', subject, reason: 'By hand' });
  });
});

test('of a plan, each side has its own lines', () => {
  const rule = (name: string, port: string): object => ({ ...SSH, name, destination_port_range: port, description: '' });
  const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';
  const of = (rules: object[]): object => ({ root_module: { resources: [
    ['azurerm_virtual_network', { id: `${id}/virtualNetworks/v`, name: 'v', resource_group_name: 'rg', address_space: ['10.1.0.0/16'] }],
    ['azurerm_subnet', {
      id: `${id}/virtualNetworks/v/subnets/s`, name: 's', resource_group_name: 'rg', virtual_network_name: 'v',
      address_prefixes: ['10.1.1.0/24'],
    }],
    ['azurerm_network_security_group', {
      id: `${id}/networkSecurityGroups/n`, name: 'n', resource_group_name: 'rg', location: 'westeurope', security_rule: rules,
    }],
    ['azurerm_subnet_network_security_group_association', {
      subnet_id: `${id}/virtualNetworks/v/subnets/s`, network_security_group_id: `${id}/networkSecurityGroups/n`,
    }],
  ].map(([type, values]) => ({
    address: `${type as string}.x`, mode: 'managed', type, name: 'x', provider_name: 'registry.terraform.io/hashicorp/azurerm',
    schema_version: 0, values, sensitive_values: {},
  })) } });
  const path = written('plan.json', JSON.stringify({
    format_version: '1.2', terraform_version: '1.11.4', planned_values: of([rule('new', '22')]),
    prior_state: { format_version: '1.0', terraform_version: '1.11.4', values: of([rule('old', '80')]) }, resource_changes: [],
    configuration: { root_module: {} },
  }, null, 2));
  const { results } = sarif('--plan', path);
  const lineOf = ({ physicalLocation: { region } }: any): string =>
    readFileSync(path, 'utf8').split('\n').slice(region.startLine - 1, region.startLine + 1).join('');
  const [opened, closed] = ['flow-newly-allowed', 'flow-no-longer-allowed'].map((rule) =>
    results.find(({ ruleId }: any) => ruleId === rule));
  expect(lineOf(opened.locations[0])).toContain('"name": "new"');
  expect(lineOf(closed.relatedLocations[0])).toContain('"name": "old"');
});
