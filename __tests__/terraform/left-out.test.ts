import type { Network } from '../../lib/network/network';
import { configured, NETWORK, rule, Resources } from './networks';

// With other values of variables, parts that are left out would be there: what is answered rests on the values.

const RG = { resource_group_name: 'rg' };
const POLICY = `${NETWORK}/firewallPolicies/other`;
const DENY = { name: 'd', priority: 100, action: 'Deny', rule: [{
  name: 'd', protocols: ['Any'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'],
}] };
const BASE: Resources = {
  azurerm_virtual_network: { v: { ...RG, name: 'vnet', address_space: ['10.1.0.0/16'] } },
  azurerm_subnet: { s: { ...RG, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] } },
  azurerm_network_security_group: { g: { ...RG, name: 'nsg' } },
  azurerm_route_table: { t: { ...RG, name: 'rt' } },
  azurerm_firewall_policy: { b: { ...RG, name: 'base' }, p: { ...RG, name: 'fwp', base_policy_id: '${azurerm_firewall_policy.b.id}' } },
  azurerm_firewall: { c: { ...RG, name: 'classic', sku_tier: 'Standard' } },
  azurerm_ip_group: { i: { ...RG, name: 'ips', cidrs: ['10.1.1.0/24'] } },
};
const SUBNET = '${azurerm_subnet.s.id}';
const association = (more: object): object => ({ subnet_id: SUBNET, route_table_id: '${azurerm_route_table.t.id}', ...more });
const ruleOf = (more: object): object => ({ ...rule(), ...RG, network_security_group_name: 'nsg', ...more });

type Owner = (network: Network) => { readonly conditions?: readonly string[] };
const group: Owner = ({ securityGroups }) => [...securityGroups.values()].find(({ name }) => name === 'nsg')!;
const table: Owner = ({ routeTables }) => [...routeTables.values()].find(({ name }) => name === 'rt')!;
const subnet: Owner = ({ subnets }) => subnets[0]!;
const firewall = (name: string): Owner => ({ firewalls }) => firewalls.find((one) => one.name === name)!;

const VALUES: Readonly<Record<string, unknown>> = { none: 0, off: false, nothing: {}, other: 'other', policy: POLICY, all: '0.0.0.0/0' };

test.each<[what: string, resources: Resources, owner: Owner, variable: string]>([
  ['a rule of which there is none', { azurerm_network_security_rule: { r: ruleOf({ count: '${var.none}' }) } }, group, 'none'],
  ['a rule that is switched off', { azurerm_network_security_rule: { r: ruleOf({ count: '${var.off ? 1 : 0}' }) } }, group, 'off'],
  ['a rule for each of nothing', { azurerm_network_security_rule: { r: ruleOf({ for_each: '${var.nothing}' }) } }, group, 'nothing'],
  ['a rule that is not enabled', { azurerm_network_security_rule: { r: ruleOf({ lifecycle: { enabled: '${var.off}' } }) } }, group, 'off'],
  [
    'a rule of another group', { azurerm_network_security_rule: { r: ruleOf({ network_security_group_name: '${var.other}' }) } }, group,
    'other',
  ],
  [
    'a rule of a group of another resource group',
    { azurerm_network_security_rule: { r: ruleOf({ resource_group_name: 'rg-${var.other}' }) } }, group, 'other',
  ],
  [
    'a route of which there is none',
    { azurerm_route: { r: {
      ...RG, name: 'r', route_table_name: 'rt', count: '${var.none}', address_prefix: '::/0', next_hop_type: 'None',
    } } }, table, 'none',
  ],
  ['an association that is switched off', { azurerm_subnet_route_table_association: { a: association({ count: '${var.none}' }) } }, subnet,
    'none'],
  [
    'an association with one of no subnets',
    { azurerm_subnet_route_table_association: { a: association({ for_each: '${var.nothing}', subnet_id: '${each.value}' }) } }, subnet,
    'nothing',
  ],
  [
    'a peering that is switched off', { azurerm_virtual_network_peering: { p: {
      ...RG, count: '${var.none}', name: 'p', virtual_network_name: 'vnet', remote_virtual_network_id: `${NETWORK}/virtualNetworks/hub`,
    } } }, subnet, 'none',
  ],
  [
    'rules of the base policy that are switched off', { azurerm_firewall_policy_rule_collection_group: { r: {
      count: '${var.none}', name: 'r', priority: 100, firewall_policy_id: '${azurerm_firewall_policy.b.id}',
      network_rule_collection: [DENY],
    } } }, firewall('fwp'), 'none',
  ],
  [
    'rules of another policy', { azurerm_firewall_policy_rule_collection_group: { r: {
      name: 'r', priority: 100, firewall_policy_id: '${var.policy}', network_rule_collection: [DENY],
    } } }, firewall('fwp'), 'policy',
  ],
  [
    'classic rules that are switched off', { azurerm_firewall_network_rule_collection: { r: {
      ...RG, ...DENY, count: '${var.none}', azure_firewall_name: 'classic',
    } } }, firewall('classic'), 'none',
  ],
  [
    'an address of an IP group', { azurerm_ip_group_cidr: { a: { ip_group_id: '${azurerm_ip_group.i.id}', cidr: '${var.all}' } } },
    firewall('fwp'), 'all',
  ],
  [
    'an address of an IP group that is switched off',
    { azurerm_ip_group_cidr: { a: { count: '${var.none}', ip_group_id: '${azurerm_ip_group.i.id}', cidr: '0.0.0.0/0' } } },
    firewall('fwp'), 'none',
  ],
])('%s', (_, resources, owner, variable) => {
  const declared = { variable: { [variable]: { default: VALUES[variable] } } };
  const { conditions = [] } = owner(configured({ ...BASE, ...resources }, declared));
  expect(conditions.map((condition) => condition.split(' ').slice(0, 6).join(' ')))
    .toEqual([`the variable ${variable} has its default`]);
  expect(owner(configured(BASE)).conditions).toBeUndefined();
});

test('what names its owner by a reference is of that owner, whatever the name is', () => {
  const network = configured({
    azurerm_network_security_group: { g: { ...RG, name: 'nsg' }, h: { ...RG, name: '${var.other}' } },
    azurerm_network_security_rule: { r: ruleOf({ network_security_group_name: '${azurerm_network_security_group.h.name}' }) },
  }, { variable: { other: { default: 'other' } } });
  expect(group(network).conditions).toBeUndefined();
});

test('instances rest on what counts them, also where something else names them first', () => {
  const network = configured({
    azurerm_network_security_group: { g: { ...RG, count: '${var.n}', name: 'nsg' } },
    azurerm_network_security_rule: {
      r: ruleOf({ network_security_group_name: '${azurerm_network_security_group.g[0].name}' }),
    },
    azurerm_route_table: { t: { ...RG, name: 'rt', route: [{
      name: '${length(azurerm_network_security_group.g)}', address_prefix: '::/0', next_hop_type: 'None',
    }] } },
  }, { variable: { n: { default: 1 } } });
  expect([group(network).conditions, table(network).conditions]).toEqual([
    ['the variable n has its default value 1'], ['the variable n has its default value 1'],
  ]);
});

test.each<[string, Resources, (network: Network) => unknown]>([
  [
    'rules without a policy', { azurerm_firewall_policy_rule_collection_group: { r: {
      name: 'r', priority: 100, network_rule_collection: [DENY],
    } } }, (network) => network.firewalls.find(({ name }) => name === 'fwp')!.levels.flat()[0]?.uncertain,
  ],
  [
    'an association without a subnet', { azurerm_subnet_route_table_association: { a: association({ subnet_id: undefined }) } },
    ({ subnets: [one] }) => (one!.routeTable as { unknown: string }).unknown,
  ],
  [
    'an address of a group that is not known', { azurerm_ip_group_cidr: { a: { ip_group_id: '${var.group}', cidr: '0.0.0.0/0' } } },
    ({ ipGroups }) => [...ipGroups!.values()][0]!.addresses.flatMap((term) => (term.kind === 'opaque' ? [term.why] : []))[0],
  ],
])('%s: it may be a part of each', (_, resources, why) => {
  expect(why(configured({ ...BASE, ...resources }))).toMatch(/\bmay be\b/);
});
