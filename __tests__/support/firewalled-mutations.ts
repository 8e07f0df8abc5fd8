import { Configuration } from './suggested';
import { SUBNET_RANGE } from './firewalled';

/* eslint-disable @typescript-eslint/no-explicit-any -- Terraform JSON, changed in place */
type Body = Record<string, any>;

/** A change of a subnet behind a firewall, in place; the number says which of several rules it is about. */
export type FirewalledMutation = readonly [what: string, change: (resource: Configuration['resource'], at: number) => void];

interface RuleList {
  readonly kind: 'network' | 'application';
  /** What has the name, the priority and the action. */
  readonly collection: Body;
  readonly rules: Body[];
}

/** The collections of a policy and of a firewall with classic rules, which have them in other places. */
export function ruleListsOf(resource: Configuration['resource']): RuleList[] {
  const ofGroups = Object.values(resource.azurerm_firewall_policy_rule_collection_group ?? {}).flatMap((group: Body) =>
    (['network', 'application'] as const).flatMap((kind) => ((group[`${kind}_rule_collection`] ?? []) as Body[]).map((collection) =>
      ({ kind, collection, rules: collection.rule as Body[] }))));
  const classic = (['network', 'application'] as const).flatMap((kind) =>
    Object.values(resource[`azurerm_firewall_${kind}_rule_collection`] ?? {}).map((collection: Body) =>
      ({ kind, collection, rules: collection.rule as Body[] })));
  return [...ofGroups, ...classic];
}

/** A collection of one rule that goes before the others or behind them. */
function addCollection(
  resource: Configuration['resource'], kind: 'network' | 'application', action: 'Allow' | 'Deny', rule: Body, isFirst: boolean,
): void {
  const [group] = Object.values(resource.azurerm_firewall_policy_rule_collection_group ?? {}) as Body[];
  const collection = { name: 'added', action, priority: isFirst ? 150 : 60_000, rule: [{ name: 'added', ...rule }] };
  if (group !== undefined) {
    (group[`${kind}_rule_collection`] ??= []).push(collection);
    return;
  }
  const type = `azurerm_firewall_${kind}_rule_collection`;
  (resource[type] ??= {})['added'] = { ...collection, azure_firewall_name: 'fw', resource_group_name: 'rg-network' };
}

/** The field of ports is another one in each place. */
const portsOf = (port: string): Body => ({ destination_ports: [port] });

function rulesOf(resource: Configuration['resource'], kind: RuleList['kind']): { rules: Body[]; index: number }[] {
  return ruleListsOf(resource).filter((one) => one.kind === kind).flatMap(({ rules }) => rules.map((_, index) => ({ rules, index })));
}

function change(kind: RuleList['kind'], how: (rule: Body, rules: Body[], index: number) => void): FirewalledMutation[1] {
  return (resource, at) => {
    const all = rulesOf(resource, kind);
    if (all.length > 0) {
      const { rules, index } = all[at % all.length]!;
      how(rules[index]!, rules, index);
    }
  };
}

const routesOf = (resource: Configuration['resource']): Body[] =>
  (Object.values(resource.azurerm_route_table!)[0] as Body).route as Body[];
const FROM = { source_addresses: [SUBNET_RANGE] };
const HTTPS = [{ type: 'Https', port: 443 }];
const ROUTE = { next_hop_in_ip_address: null };

/** A hub that the network is peered with, both ways. */
function peer(resource: Configuration['resource']): void {
  const at = { resource_group_name: 'rg-network' };
  resource.azurerm_virtual_network!['hub'] = { ...at, location: 'westus2', name: 'hub', address_space: ['10.9.0.0/16'] };
  resource.azurerm_virtual_network_peering = {
    there: { ...at, name: 'there', virtual_network_name: 'vnet-ml', remote_virtual_network_id: '${azurerm_virtual_network.hub.id}' },
    back: { ...at, name: 'back', virtual_network_name: 'hub', remote_virtual_network_id: '${azurerm_virtual_network.Network.id}' },
  };
}

/** Opens the security group, so that the firewall decides everything. */
export function openGroup(resource: Configuration['resource']): void {
  const [group] = Object.values(resource.azurerm_network_security_group!) as Body[];
  const rules = group!['security_rule'] as Body[];
  rules.push({
    ...rules[0], name: 'open', direction: 'Outbound', access: 'Allow', priority: 150, protocol: '*', source_address_prefix: '*',
    source_address_prefixes: null, destination_address_prefix: '*', destination_address_prefixes: null, destination_port_range: '*',
    destination_port_ranges: null,
  });
}

/** Changes of firewall, routes and peerings that change what becomes of traffic. */
export const FIREWALLED_MUTATIONS: readonly FirewalledMutation[] = [
  ['a network rule is dropped', change('network', (_, rules, index) => { rules.splice(index, 1); })],
  ['an application rule is dropped', change('application', (_, rules, index) => { rules.splice(index, 1); })],
  ['a network rule has another port', change('network', (rule) => { Object.assign(rule, portsOf('8080')); })],
  ['a network rule is for every address', change('network', (rule) => {
    delete rule['destination_fqdns'];
    rule['destination_addresses'] = ['*'];
  })],
  ['a network rule is for a range', change('network', (rule) => {
    delete rule['destination_fqdns'];
    rule['destination_addresses'] = ['23.0.113.0/24'];
  })],
  ['an application rule is for every name', change('application', (rule) => { rule['destination_fqdns'] = ['*']; })],
  ['an application rule is for another port', change('application', (rule) => { rule['protocols'] = [{ type: 'Https', port: 8443 }]; })],
  ['an application rule is for another name', change('application', (rule) => { rule['destination_fqdns'] = ['*.example.com']; })],
  ['a rule is for half of the subnet', change('application', (rule) => { rule['source_addresses'] = ['10.1.1.0/25']; })],
  ['a collection is turned round', (resource, at) => {
    const lists = ruleListsOf(resource);
    lists[at % lists.length]!.collection['action'] = 'Deny';
  }],
  ['a name is denied first', (resource, at) => {
    const names = rulesOf(resource, 'application').map(({ rules, index }) => rules[index]!)
      .map((rule) => rule['destination_fqdns'] ?? rule['target_fqdns']);
    addCollection(resource, 'application', 'Deny', { ...FROM, destination_fqdns: names[at % names.length], protocols: HTTPS }, true);
  }],
  ['a tag is denied first', (resource) => {
    const rule = { ...FROM, destination_addresses: ['Storage.WestUS2'], destination_ports: ['443'], protocols: ['TCP'] };
    addCollection(resource, 'network', 'Deny', rule, true);
  }],
  ['a port to the Internet is allowed', (resource) => {
    const rule = { ...FROM, destination_addresses: ['*'], destination_ports: ['443', '8000-8080'], protocols: ['TCP', 'UDP'] };
    addCollection(resource, 'network', 'Allow', rule, false);
  }],
  ['a name is allowed', (resource) => {
    addCollection(resource, 'application', 'Allow', { ...FROM, destination_fqdns: ['*.example.com'], protocols: HTTPS }, false);
  }],
  ['the default route goes', (resource) => { routesOf(resource).splice(0); }],
  ['the default route leads to the Internet', (resource) => {
    routesOf(resource).splice(0, 1, { ...ROUTE, name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'Internet' });
  }],
  ['the default route leads nowhere', (resource) => {
    routesOf(resource).splice(0, 1, { ...ROUTE, name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'None' });
  }],
  ['a range goes past the firewall', (resource) => {
    routesOf(resource).push({ ...ROUTE, name: 'past', address_prefix: '23.0.113.0/25', next_hop_type: 'Internet' });
  }],
  ['a tag goes past the firewall', (resource) => {
    routesOf(resource).push({ ...ROUTE, name: 'past', address_prefix: 'AzureActiveDirectory', next_hop_type: 'Internet' });
  }],
  ['the table is taken off the subnet', (resource) => { delete resource.azurerm_subnet_route_table_association; }],
  ['the group is taken off the subnet', (resource) => { delete resource.azurerm_subnet_network_security_group_association; }],
  ['the network is peered', peer],
];

function renamedRules({ rules }: RuleList): void {
  rules.forEach((rule, i) => { rule['name'] = `other-${i}`; });
}

/** The same rules with one entry of each list. */
function splitRules({ rules }: RuleList): void {
  const fields = ['destination_addresses', 'destination_ports', 'destination_fqdns', 'target_fqdns', 'protocols', 'source_addresses'];
  const byEntry = (rule: Body, field: string): Body[] => {
    const entries = (rule[field] ?? []) as unknown[];
    return entries.length < 2 ? [rule] : entries.map((one) => ({ ...rule, [field]: [one] }));
  };
  const split = fields.reduce((all, field) => all.flatMap((rule) => byEntry(rule, field)), [...rules]);
  rules.splice(0, rules.length, ...split.map((rule, i) => ({ ...rule, name: `${rule['name']}-${i}` })));
}

/** Changes that change the text alone. */
export const REWRITINGS: readonly FirewalledMutation[] = [
  ['rules have other names', (resource) => ruleListsOf(resource).forEach(renamedRules)],
  ['rules of a collection stand in another order', (resource) => ruleListsOf(resource).forEach(({ rules }) => rules.reverse())],
  ['rules are split', (resource) => ruleListsOf(resource).forEach(splitRules)],
  ['collections have other names and priorities', (resource) => ruleListsOf(resource).forEach(({ collection }) => {
    collection['name'] = `${collection['name']}-2`;
    collection['priority'] += 7;
  })],
  ['collections are split', (resource) => {
    for (const [key, group] of Object.entries(resource.azurerm_firewall_policy_rule_collection_group ?? {}) as [string, Body][]) {
      for (const field of ['network_rule_collection', 'application_rule_collection']) {
        group[field] = ((group[field] ?? []) as Body[]).flatMap((one) => one['rule'].length < 2 ? [one] : [
          { ...one, rule: one['rule'].slice(0, 1) },
          { ...one, name: `${one['name']}-rest`, priority: one['priority'] + 1, rule: one['rule'].slice(1) },
        ]);
      }
      resource.azurerm_firewall_policy_rule_collection_group![key] = group;
    }
    for (const type of ['azurerm_firewall_network_rule_collection', 'azurerm_firewall_application_rule_collection']) {
      for (const [key, one] of Object.entries(resource[type] ?? {}) as [string, Body][]) {
        if (one['rule'].length > 1) {
          resource[type]![`${key}-rest`] =
            { ...one, name: `${one['name']}-rest`, priority: one['priority'] + 1, rule: one['rule'].slice(1) };
          resource[type]![key] = { ...one, rule: one['rule'].slice(0, 1) };
        }
      }
    }
  }],
  ['routes have other names', (resource) => routesOf(resource).forEach((route) => { route['name'] = `${route['name']}-2`; })],
  ['the default route is two halves', (resource) => {
    const [one] = routesOf(resource);
    const halves = ['0.0.0.0/1', '128.0.0.0/1'].map((prefix, i) => ({ ...one, name: `half-${i}`, address_prefix: prefix }));
    routesOf(resource).splice(0, 1, ...halves);
  }],
];
