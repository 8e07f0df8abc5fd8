import { run } from '../../lib/cli/program';
import { written } from '../support/suggested';

// What a reviewer reads of a change of many flows: what they have in common is said once.

/* eslint-disable @typescript-eslint/no-explicit-any -- Terraform JSON, changed in place */
type Change = (resource: any) => void;

const at = { resource_group_name: 'rg', location: 'westeurope' };
const NAMES = ['jobs', 'scoring'];
const HOSTS = ['pypi.org', 'files.example.org', 'images.example.org'];
const TAGS = ['AzureMonitor', 'AzureResourceManager', 'AzureActiveDirectory'];
const ofEach = (make: (name: string) => object): object => Object.fromEntries(NAMES.map((name) => [name, make(name)]));
const rule = (name: string, priority: number, access: string, to: string): object => ({
  name, priority, access, direction: 'Outbound', protocol: access === 'Deny' ? '*' : 'Tcp', source_port_range: '*',
  destination_port_range: access === 'Deny' ? '*' : '443', source_address_prefix: '*', destination_address_prefix: to,
});

/** Two subnets, each with a group of its own and the same rules, behind one firewall. */
function network(change: Change = () => undefined): string {
  const resource: any = {
    azurerm_virtual_network: { v: { ...at, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: {
      ...Object.fromEntries([...NAMES, 'AzureFirewallSubnet'].map((name, i) => [name, {
        name, resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: [`10.1.${i}.0/24`],
      }])),
    },
    azurerm_network_security_group: ofEach((name) => ({ ...at, name: `nsg-${name}`, security_rule: [
      ...TAGS.map((tag, i) => rule(tag, 100 + i, 'Allow', tag)), rule('web', 200, 'Allow', 'Internet'), rule('rest', 4096, 'Deny', '*'),
    ] })),
    azurerm_subnet_network_security_group_association: ofEach((name) => ({
      subnet_id: `\${azurerm_subnet.${name}.id}`, network_security_group_id: `\${azurerm_network_security_group.${name}.id}`,
    })),
    azurerm_route_table: { t: { ...at, name: 't', route: [
      { name: 'all', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.2.4' },
    ] } },
    azurerm_subnet_route_table_association: ofEach((name) => ({
      subnet_id: `\${azurerm_subnet.${name}.id}`, route_table_id: '${azurerm_route_table.t.id}',
    })),
    azurerm_firewall_policy: { p: { ...at, name: 'p' } },
    azurerm_firewall: { f: {
      ...at, name: 'fw', sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.AzureFirewallSubnet.id}' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'group', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 500,
      network_rule_collection: [{ name: 'net', priority: 300, action: 'Allow', rule: [...TAGS, 'Storage'].map((tag) => ({
        name: tag, protocols: ['TCP'], source_addresses: ['*'], destination_addresses: [tag], destination_ports: ['443'],
      })) }],
      application_rule_collection: [{ name: 'app', priority: 400, action: 'Allow', rule: HOSTS.map((host) => ({
        name: `to-${host}`, source_addresses: ['*'], destination_fqdns: [host], protocols: [{ type: 'Https', port: 443 }],
      })) }],
    } },
  };
  change(resource);
  return written({ resource });
}

function diff(change: Change, ...options: string[]): string {
  let text = '';
  run(['diff', network(), network(change), ...options], { out: (part) => { text += part; }, err: (part) => { text += part; } });
  return text;
}
const count = (text: string, part: string): number => text.split(part).length - 1;
const closeHosts: Change = ({ azurerm_firewall_policy_rule_collection_group: { g } }) => { delete g.application_rule_collection; };

test('hosts that a tag may hold are one entry of all subnets, with what decides on them once', () => {
  const text = diff(closeHosts);
  expect(text).toContain('jobs, scoring outbound: may no longer be allowed: 3 entries with one cause\n');
  expect(count(text, 'Storage may cover the address of the host')).toBe(1);
  HOSTS.forEach((host) => {
    expect(text).toContain(`  - TCP 443 to ${host}\n    before: allowed: rule web (priority 200) allows it; ` +
      `firewall p: application rule to-${host} (group, app) allows it\n`);
    expect(text).toContain(`example: jobs outbound tcp 443 ${host}\n`);
  });
});

test('an entry of several subnets has the places of all of them, and JSON and SARIF have each subnet', () => {
  const close: Change = ({ azurerm_network_security_group: groups }) =>
    NAMES.forEach((name) => { groups[name].security_rule.splice(0, 1); });
  const change: Change = (resource) => {
    close(resource);
    resource.azurerm_firewall_policy_rule_collection_group.g.network_rule_collection[0].rule.splice(0, 1);
  };
  const text = diff(change);
  expect(count(text, 'jobs, scoring outbound: no longer allowed: TCP 443 to AzureMonitor\n')).toBe(1);
  NAMES.forEach((name) => expect(text).toContain(`azurerm_network_security_group.${name}: security_rule AzureMonitor\n`));
  const { flows } = JSON.parse(diff(change, '--format', 'json')) as { flows: { subnet: string }[] };
  expect(flows.map(({ subnet }) => subnet).sort()).toEqual(NAMES);
});

test('flows that take another way together are one entry, which says whether that is through the firewall', () => {
  const direct: Change = ({ azurerm_route_table: { t } }) => { t.route = []; };
  const text = diff(direct);
  expect(text).toMatch(/^jobs, scoring outbound: allowed another way: \d+ entries \[past the firewall\b/m);
  let back = '';
  run(['diff', network(direct), network()], { out: (part) => { back += part; }, err: () => undefined });
  expect(back).toMatch(/^jobs, scoring outbound: allowed another way: 3 entries \[through the firewall now\]$/m);
  TAGS.forEach((tag) => expect(back).toContain(`  - TCP 443 to ${tag}\n    before: allowed: rule ${tag}`));
});

test('rules that moved with their collection are one entry', () => {
  const text = diff(({ azurerm_firewall_policy_rule_collection_group: { g } }) => { g.network_rule_collection[0].name = 'tags'; });
  expect(text).toMatch(/^No flow and no requirement changed, but rules did\.$/m);
  expect(text).toContain('jobs, scoring outbound: moved: 4 rules: network rule (group, net), now network rule (group, tags): ' +
    'AzureMonitor, AzureResourceManager, AzureActiveDirectory, Storage\n');
});

test('what cannot be read on both sides is said once', () => {
  const id = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/' +
    'networkSecurityGroups/nsg-jobs';
  const strange: Change = (resource) => {
    resource.azurerm_subnet_network_security_group_association.jobs.network_security_group_id = id;
  };
  let text = '';
  const [base, head] = [network(strange), network((resource) => { strange(resource); closeHosts(resource); })];
  run(['diff', base, head], { out: (part) => { text += part; }, err: () => undefined });
  const notes = text.slice(text.indexOf('Notes\n')).split('\n').filter((line) => /^(base|head)/.test(line));
  expect(notes.length).toBeGreaterThan(0);
  expect(notes.filter((line) => !line.startsWith('base and head: azurerm_'))).toEqual([]);
});

test('a service tag that Azure refuses in the rule is shown, and the title does not say that nothing changed', () => {
  const text = diff(({ azurerm_firewall_policy_rule_collection_group: { g } }) => {
    g.network_rule_collection[0].rule[0].destination_addresses.push('Internet');
  });
  expect(text).toMatch(/^No flow and no requirement changed, but rules did\.$/m);
  expect(text).toMatch(/: changed: .* to AzureMonitor; now .* to AzureMonitor, Internet \(never matches\)$/m);
});
