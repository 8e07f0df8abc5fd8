import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';

/* eslint-disable @typescript-eslint/no-explicit-any -- JSON of Terraform, changed in place */
const ROOT = join(__dirname, '..', '..');
const CASE = join(ROOT, '__tests__', 'cases', '00-all-met', 'main.tf.json');
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

function rules(...paths: string[]): string[] {
  let out = '';
  expect(run(['rules', ...paths], { out: (text) => { out += text; }, err: () => undefined })).toBe(0);
  return out.split('\n');
}

function changed(name: string, change: (resource: any) => void): string {
  const json = JSON.parse(readFileSync(CASE, 'utf8')) as any;
  change(json.resource);
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(json, null, 2));
  return path;
}

const groupRules = (resource: any): any[] => resource.azurerm_network_security_group.n.security_rule;

test('each rule, route and subnet is one line', () => {
  const lines = rules(CASE);
  expect(lines).toContain('subnet training 10.1.1.0/24 group nsg-training routes rt');
  expect(lines).toContain('group nsg-training outbound 250 allow tcp from * to Storage.WestEurope ports 443 (out-5)');
  expect(lines).toContain('group nsg-training outbound 4096 deny * from * to * ports * (deny-out)');
  expect(lines).toContain('firewall fwp 500 rcg-1 200 net allow network udp from 10.1.1.0/24 to AzureMachineLearning ports 5831 (n2)');
  expect(lines.filter((line) => line.startsWith('routes rt 0.0.0.0/0 to VirtualAppliance'))).toHaveLength(1);
});

test('the order of a file, and where it is, change nothing; one rule changes one line', () => {
  expect(rules(changed('other.tf.json', (resource) => groupRules(resource).reverse()))).toEqual(rules(CASE));
  const lines = rules(changed('one.tf.json', (resource) => { groupRules(resource)[2].destination_address_prefix = 'Storage'; }));
  const before = rules(CASE);
  expect(lines.filter((line) => !before.includes(line))).toHaveLength(1);
  expect(before.filter((line) => !lines.includes(line))).toHaveLength(1);
});

test('names cannot break a line or colour a terminal', () => {
  const lines = rules(changed('hostile.tf.json', (resource) => { groupRules(resource)[0].name = 'a\nb\u001b[31m\u202e'; }));
  expect(lines).toHaveLength(rules(CASE).length);
  expect(lines.join('\n')).not.toMatch(/[\u001b\u202e]/);
});

test('what cannot be read is a line of its own, and what a plan marks as sensitive is not shown', () => {
  const unread = rules(changed('unread.tf.json', (resource) => { groupRules(resource)[0].priority = { x: 1 }; }));
  expect(unread.some((line) => line.startsWith('not read: azurerm_network_security_group.n'))).toBe(true);
  const group = { address: 'azurerm_network_security_group.n', mode: 'managed', type: 'azurerm_network_security_group', name: 'n' };
  const values = { name: 'nsg', resource_group_name: 'rg', location: 'x', security_rule: [{
    name: 'hunter2-secret', priority: 100, direction: 'Inbound', access: 'Deny', protocol: '*', source_port_range: '*',
    destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: '*',
  }] };
  const path = join(folder, 'plan.json');
  writeFileSync(path, JSON.stringify({
    format_version: '1.2', terraform_version: '1.11.4', configuration: { root_module: {} }, resource_changes: [],
    planned_values: { root_module: { resources: [{ ...group, values, sensitive_values: { security_rule: [{ name: true }] } }] } },
  }));
  expect(rules(path).join('\n')).toMatch(/group nsg inbound 100 deny .* \(\(sensitive value\)\)/);
});

describe('git', () => {
  const repository = join(folder, 'repository');
  const program = `"${process.execPath}" -r "${join(ROOT, 'scripts/typescript/register.js')}" "${join(ROOT, 'lib/cli/main.ts')}"`;
  const git = (...args: string[]): string => execFileSync('git', args, {
    cwd: repository, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });

  beforeAll(() => {
    mkdirSync(repository);
    git('init', '--quiet');
    git('config', 'user.email', 'a@example.com');
    git('config', 'user.name', 'a');
    writeFileSync(join(repository, '.gitattributes'), '*.tf.json diff=azureml-network\n');
    cpSync(CASE, join(repository, 'cdk.tf.json'));
    git('add', '.');
    git('commit', '--quiet', '-m', 'base');
    writeFileSync(join(repository, 'cdk.tf.json'), readFileSync(changed('head.tf.json', (resource) => {
      groupRules(resource).reverse();
      groupRules(resource).find(({ name }: any) => name === 'out-5').destination_port_ranges = ['445'];
    })));
    git('config', 'diff.azureml-network.textconv', `${program} rules`);
  });

  test('shows one line less and one line more with the text conversion, and hundreds without', () => {
    const changes = (text: string): string[] => text.split('\n').filter((line) => /^[-+](?![-+])/.test(line));
    expect(changes(git('diff'))).toEqual([
      '-group nsg-training outbound 250 allow tcp from * to Storage.WestEurope ports 443 (out-5)',
      '+group nsg-training outbound 250 allow tcp from * to Storage.WestEurope ports 445 (out-5)',
    ]);
    expect(changes(git('diff', '--no-textconv')).length).toBeGreaterThan(50);
  });

  test('runs diff as a tool on both versions', () => {
    const out = git('difftool', '--no-prompt', '--extcmd', `${program} diff --fail-on never`);
    expect(out).toContain('no longer allowed: TCP 443 to Storage.WestEurope');
  });
});
