import { Explanation, explainFlow } from '../../lib/verification/explain';
import { networkOf } from '../../lib/terraform/read-network';
import { parseFlow } from '../../lib/verification/flow';
import type { Network } from '../../lib/network/network';

// Azure takes a name once in a group, a table and a policy, in any case. What is there of two parts with one name is not known, and an
// object that Terraform has put aside is another one than the one that took its place.

type Body = Record<string, unknown>;
const PLACE = { resource_group_name: 'rg', location: 'westeurope' };
const rule = (name: string, access: string, priority: number, more: Body = {}): Body => ({
  name, access, priority, direction: 'Outbound', protocol: 'Tcp', source_port_range: '*', source_address_prefix: '*',
  destination_port_range: '443', destination_address_prefix: '*', ...more,
});
const route = (name: string, prefix: string, hop: string): Body => ({ name, address_prefix: prefix, next_hop_type: hop });
const collections = (action: string, priority: number, name: string): Body => ({
  name, firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority,
  network_rule_collection: [{ name: 'c', priority: 100, action, rule: [{
     name: 'r', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['443'],
  }] }],
});

function written(more: Record<string, Record<string, Body>>, rules: readonly Body[] = [], routes: readonly Body[] = []): Network {
  const subnet = (name: string, prefix: string): Body =>
    ({ name, resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: [prefix] });
  return networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_subnet: { s: subnet('s', '10.1.1.0/24'), fw: subnet('AzureFirewallSubnet', '10.1.0.0/26') },
    azurerm_network_security_group: { n: { name: 'n', ...PLACE, ...(rules.length > 0 && { security_rule: rules }) } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_route_table: { t: { name: 't', ...PLACE, ...(routes.length > 0 && { route: routes }) } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: { p: { name: 'p', ...PLACE } },
    azurerm_firewall: { f: {
      name: 'f', ...PLACE, sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: { name: 'c', subnet_id: '${azurerm_subnet.fw.id}', public_ip_address_id: '/p' },
    } },
    ...more,
  } } }]);
}

const explained = (network: Network, flow: string): Explanation => explainFlow(network, parseFlow(`s outbound ${flow}`), { subnets: [] });
const alone = (more: Body): Body => ({ ...more, resource_group_name: 'rg', network_security_group_name: 'n' });
const TO_FIREWALL = [{ ...route('d', '0.0.0.0/0', 'VirtualAppliance'), next_hop_in_ip_address: '10.1.0.4' }];

test.each<[what: string, network: () => Network, owner: string]>([
  ['rules that are blocks', () => written({}, [rule('x', 'Allow', 100), rule('x', 'Deny', 200)]), 'security group'],
  ['rules that are resources', () => written({ azurerm_network_security_rule: {
    a: alone(rule('x', 'Allow', 100)), b: alone(rule('X', 'Deny', 200)),
  } }), 'security group'],
  ['routes', () => written({}, [], [route('x', '8.0.0.0/8', 'None'), route('x', '9.0.0.0/8', 'None')]), 'route table'],
  ['groups of collections', () => written({ azurerm_firewall_policy_rule_collection_group: {
    a: collections('Allow', 100, 'x'), b: collections('Deny', 200, 'X'),
  } }, [], TO_FIREWALL), 'firewall policy'],
])('of two %s with one name it is not known which is there', (_, network, owner) => {
  const read = network();
  expect(read.problems.map(({ message, isRefused }) => [message, isRefused])).toEqual([[
    `the name x is used twice in the ${owner}; Azure takes it once, and which of the two is there is not known`, true,
  ]]);
  expect(explained(read, 'tcp 443 8.8.8.8').outcome).toBe('unknown');
});

test.each<[what: string, other: Body, outcome: string]>([
  ['the same', {}, 'allow'],
  ['the same, with its number as a text and an argument without a value', { priority: '100', description: null }, 'allow'],
  ['another description', { description: 'more' }, 'unknown'],
  ['a value that is known after apply', { description: '${random_pet.p.id}' }, 'unknown'],
])('blocks are a set: of a rule and one more with %s, %j, the answer is %s', (_, other, outcome) => {
  const read = written({}, [rule('x', 'Allow', 100), rule('x', 'Allow', 100, other), rule('y', 'Deny', 200)]);
  expect(explained(read, 'tcp 443 8.8.8.8').outcome).toBe(outcome);
  expect(read.problems).toHaveLength(outcome === 'allow' ? 0 : 1);
});

test('equal routes in blocks are one', () => {
  const routes = [route('x', '8.0.0.0/8', 'None'), { ...route('x', '8.0.0.0/8', 'None') }];
  const read = written({}, [], routes);
  expect(read.problems).toEqual([]);
  expect([...read.routeTables.values()].map((table) => table.routes.length)).toEqual([1]);
});

test('a rule inbound has the name of one outbound, and others stay as they are', () => {
  const read = written({}, [rule('x', 'Allow', 100), rule('x', 'Deny', 100, { direction: 'Inbound' }), rule('y', 'Deny', 105)]);
  expect(read.problems).toHaveLength(1);
  expect(explained(read, 'tcp 443 8.8.8.8').outcome).toBe('unknown');
  expect(written({}, [rule('x', 'Allow', 100), rule('y', 'Deny', 200)]).problems).toEqual([]);
});

describe('an object that was put aside', () => {
  const NETWORK = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network';
  const resource = (type: string, name: string, values: Body, more: Body = {}): Body =>
    ({ address: `${type}.${name}`, mode: 'managed', type, name, values, ...more });
  const group = (name: string, access: string, more: Body = {}): Body => resource('azurerm_network_security_group', 'n', {
    id: `${NETWORK}/networkSecurityGroups/${name}`, name, ...PLACE, security_rule: [rule('r', access, 100)],
  }, more);
  const state = (...groups: readonly Body[]): Network => networkOf([{ file: 'state.json', json: {
    format_version: '1.0', terraform_version: '1.11.0', values: { root_module: { resources: [
      ...groups,
      resource('azurerm_subnet', 's', {
        id: `${NETWORK}/virtualNetworks/v/subnets/s`, name: 's', resource_group_name: 'rg', virtual_network_name: 'v',
        address_prefixes: ['10.1.1.0/24'],
      }),
      resource('azurerm_subnet_network_security_group_association', 'a', {
        id: `${NETWORK}/virtualNetworks/v/subnets/s`, subnet_id: `${NETWORK}/virtualNetworks/v/subnets/s`,
        network_security_group_id: `${NETWORK}/networkSecurityGroups/new`,
      }),
    ] } },
  } }]);
  const aside = { deposed_key: '1a2b3c4d' };

  test.each<[string, () => Network]>([
    ['stands before', () => state(group('old', 'Allow', aside), group('new', 'Deny'))],
    ['stands after', () => state(group('new', 'Deny'), group('old', 'Allow', aside))],
    ['has the id of', () => state(group('new', 'Allow', aside), group('new', 'Deny'))],
  ])('and %s the one in its place does not decide', (_, network) => {
    const read = network();
    expect([explained(read, 'tcp 443 8.8.8.8').outcome, read.problems]).toEqual(['deny', []]);
  });

  test('is there until it is removed', () => {
    const read = state(group('new', 'Allow'), group('old', 'Deny', aside));
    expect([...read.securityGroups.values()].map(({ name, place }) => [name, place.resource])).toEqual([
      ['new', 'azurerm_network_security_group.n'], ['old', 'azurerm_network_security_group.n (deposed 1a2b3c4d)'],
    ]);
  });
});
