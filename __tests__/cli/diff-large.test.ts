import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';

// What rules of one name say now, how much of thousands of flows is printed, and policies whose names look like references.

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-diff-large-'));
let files = 0;

interface Rule { readonly name: string; readonly priority: number; readonly access?: string; readonly to: string; readonly ports?: string }

function network(rules: readonly Rule[], subnet: object = {}): string {
  const path = join(folder, `${files++}.tf.json`);
  writeFileSync(path, JSON.stringify({ resource: {
    azurerm_virtual_network: { v: { name: 'v', resource_group_name: 'rg', address_space: ['10.0.0.0/16'] } },
    azurerm_subnet: {
      s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.0.0.0/24'], ...subnet },
    },
    azurerm_network_security_group: { n: { name: 'n', resource_group_name: 'rg', security_rule: [
      ...rules.map(({ name, priority, access = 'Allow', to, ports = '443' }) => ({
        name, priority, access, direction: 'Outbound', protocol: 'Tcp', source_port_range: '*', destination_port_range: ports,
        source_address_prefix: '*', destination_address_prefix: to,
      })),
      { name: 'deny', priority: 4096, access: 'Deny', direction: 'Outbound', protocol: '*', source_port_range: '*',
        destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: '*' },
    ] } },
    azurerm_subnet_network_security_group_association: { a: {
      subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}',
    } },
  } }));
  return path;
}

function diff(base: string, head: string, ...more: string[]): string {
  let out = '';
  run(['diff', base, head, ...more], { out: (text) => { out += text; }, err: () => undefined });
  return out;
}

const WIDE: Rule = { name: 'wide', priority: 100, to: '203.0.0.0/16' };

test('a rule whose range is another one is changed, and not removed', () => {
  const narrow = { name: 'narrow', priority: 200, to: '203.0.113.0/24' };
  const text = diff(network([WIDE, narrow]), network([WIDE, { ...narrow, to: '203.0.112.0/24' }]));
  expect(text).toContain('changed: rule narrow (priority 200): allow TCP on ports 443 from any address to 203.0.113.0/24; ' +
    'now rule narrow (priority 200): allow TCP on ports 443 from any address to 203.0.112.0/24');
  expect(text).not.toContain('removed');
});

test('a rule that opens more or less than before is said with the flows alone', () => {
  const [small, big] = [network([{ ...WIDE, to: '203.0.113.0/24' }]), network([WIDE])];
  for (const [base, head] of [[small, big], [big, small]] as const) {
    const text = diff(base, head);
    expect(text).toMatch(/newly allowed|no longer allowed/);
    expect(text).not.toMatch(/removed|added|without an effect/);
  }
});

test('of many flows with one cause the text has the first and says how many more there are', () => {
  const rules = (from: number): Rule[] => Array.from({ length: 120 }, (_, i) =>
    ({ name: `r${i}`, priority: 100 + i, to: `20.${from}.${i}.0/24`, ports: String(1000 + i) }));
  const [base, head] = [network(rules(1)), network(rules(2))];
  const text = diff(base, head);
  const shown = text.match(/^ {2}- TCP/gm)!.length;
  const left = [...text.matchAll(/^ {2}and (\d+) more, which are not shown here; the JSON has all$/gm)].map(([, count]) => Number(count));
  expect(shown).toBe(100);
  expect(left).toEqual([70, 70]);
  expect((JSON.parse(diff(base, head, '--format', 'json')) as { flows: unknown[] }).flows).toHaveLength(240);
});

test('a service endpoint policy whose name looks like a reference is one', () => {
  const id = (name: string): string =>
    `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/serviceEndpointPolicies/${name}`;
  const of = (policy: string): string => network([WIDE], { service_endpoint_policy_ids: [policy] });
  expect(diff(of(id('old.id')), of(id('new')))).toContain('service endpoint policies: added new; removed old.id');
  expect(diff(of('${var.policy}'), of(id('new')))).not.toContain('service endpoint policies:');
});
