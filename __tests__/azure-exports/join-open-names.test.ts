import { readExports } from '../../lib/azure-exports/read-exports';
import { joinNetworks } from '../../lib/network/join';
import { networkOf } from '../../lib/terraform/read-network';
import { explainer } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { rule } from '../terraform/networks';
import { AT, openHub, POLICY, SUBNET, SUBSCRIPTION } from './open-hub';
import { problems } from './samples';

type Json = Record<string, unknown>;

const OTHER = '99999999-2222-3333-4444-555555555555';
const VARIABLE = { variable: { v: {} } };
const provider = (subscription: string): Json => ({ provider: { azurerm: { features: {}, subscription_id: subscription } } });
const GROUP = { resource_group_name: 'rg', location: 'westus2' };

/** A rule that is planned for a group of another resource or of another team, and denies everything. */
function denial(more: Json = {}): Json {
  return { azurerm_network_security_rule: { x: { ...rule({ name: 'deny', priority: 150, access: 'Deny', protocol: '*',
    destination_port_range: '*', destination_address_prefix: '*' }), resource_group_name: 'rg', network_security_group_name: 'nsg',
  ...more } } };
}

/** The same for a firewall policy. */
function denialOf(policy: string, more: Json = {}): Json {
  return { azurerm_firewall_policy_rule_collection_group: { g: { name: 'own', firewall_policy_id: policy, priority: 100,
    network_rule_collection: [{ name: 'c', priority: 100, action: 'Deny', rule: [{ name: 'r', protocols: ['Any'], source_addresses: ['*'],
      destination_addresses: ['*'], destination_ports: ['*'] }] }], ...more } } };
}

const dataOf = (type: string, more: Json = {}): Json => ({ data: { [type]: { d: { name: 'nsg', resource_group_name: 'rg', ...more } } } });
const NEW_GROUP = { azurerm_network_security_group: { n: { name: 'new', ...GROUP, security_rule: [rule({ name: 'deny', access: 'Deny',
  protocol: '*', destination_port_range: '*', destination_address_prefix: '*' })] } } };
const put = (subnet: string): Json => ({ ...NEW_GROUP, azurerm_subnet_network_security_group_association: { a: { subnet_id: subnet,
  network_security_group_id: '${azurerm_network_security_group.n.id}' } } });
const made = (more: Json): Json => ({ azurerm_network_security_group: { n: { ...NEW_GROUP.azurerm_network_security_group.n, ...more } } });
const groupName = '${data.azurerm_network_security_group.d.name}';
const policyId = '${data.azurerm_firewall_policy.d.id}';

/** What is planned, what becomes of a flow that is let through now, and what is said. */
const PLANS: readonly (readonly [what: string, outcome: string, resource: Json, more?: Json, said?: RegExp])[] = [
  ['nothing', 'allow', {}],
  ['a rule, by names', 'deny', denial()],
  ['a rule, by names in another case', 'deny', denial({ resource_group_name: 'RG', network_security_group_name: 'NSG' })],
  ['a rule after the one that is there', 'allow', denial({ priority: 300 })],
  ['a rule with the priority of the one that is there', 'unknown', denial({ priority: 200 }), {},
    /the rules all and deny are both Outbound 200; Azure takes a priority once/],
  ['a rule of a group whose name is a variable', 'unknown', denial({ network_security_group_name: '${var.v}' }), VARIABLE],
  ['a rule of a group in a resource group that is a variable', 'unknown', denial({ resource_group_name: '${var.v}' }), VARIABLE],
  ['the same of another name', 'allow', denial({ resource_group_name: '${var.v}', network_security_group_name: 'other' }), VARIABLE],
  ['a rule of a group whose name begins otherwise', 'allow', denial({ network_security_group_name: 'x-${var.v}' }), VARIABLE],
  ['a rule of a group whose name may end so', 'unknown', denial({ network_security_group_name: '${var.v}g' }), VARIABLE],
  ['a rule in the same subscription', 'deny', denial(), provider(SUBSCRIPTION.toUpperCase())],
  ['a rule in another subscription', 'allow', denial(), provider(OTHER),
    new RegExp(`it names nsg of the subscription ${OTHER}, but the exports have these names only in ${SUBSCRIPTION},`)],
  ['a rule of a group that is found', 'deny', denial({ network_security_group_name: groupName }),
    dataOf('azurerm_network_security_group')],
  ['a rule of a group that is found by a variable', 'unknown', denial({ network_security_group_name: groupName }),
    { ...dataOf('azurerm_network_security_group', { name: '${var.v}' }), ...VARIABLE }],
  ['the group itself', 'deny', made({ name: 'nsg' })],
  ['a group of its name in a resource group that is a variable', 'unknown', made({ name: 'nsg', resource_group_name: '${var.v}' }),
    VARIABLE],
  ['a group of another name', 'allow', made({ name: 'n-${var.v}', resource_group_name: '${var.v}' }), VARIABLE],
  ['rules of the policy', 'deny', denialOf(POLICY)],
  ['rules of the policy, in another case', 'deny', denialOf(POLICY.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'))],
  ['rules of a policy in another subscription', 'allow', denialOf(POLICY.replace(SUBSCRIPTION, OTHER)), {}, /it names p of the subscription/],
  ['rules of a policy that is found', 'deny', denialOf(policyId), dataOf('azurerm_firewall_policy', { name: 'p' })],
  ['rules of a policy that is found by a variable', 'unknown', denialOf(policyId),
    { ...dataOf('azurerm_firewall_policy', { name: '${var.v}' }), ...VARIABLE }],
  ['a group of rules with the priority of the one that is there', 'unknown', denialOf(POLICY, { priority: 200 })],
  ['the group of rules that is there', 'deny', denialOf(POLICY, { name: 'G' })],
  ['another security group of the subnet', 'deny', put(SUBNET)],
  ['another security group of a subnet that is found', 'deny', put('${data.azurerm_subnet.d.id}'),
    dataOf('azurerm_subnet', { name: 'training', virtual_network_name: 'v' })],
  ['another security group of a subnet that is found by a variable', 'unknown', put('${data.azurerm_subnet.d.id}'),
    { ...dataOf('azurerm_subnet', { name: 'training', virtual_network_name: '${var.v}' }), ...VARIABLE }],
  ['another security group of a subnet of another name', 'allow', put('${data.azurerm_subnet.d.id}'),
    { ...dataOf('azurerm_subnet', { name: 'other', virtual_network_name: '${var.v}' }), ...VARIABLE }],
  ['a route', 'deny', { azurerm_route: { r: { name: 'n', resource_group_name: 'rg', route_table_name: 'rt', address_prefix: '20.0.0.0/8',
    next_hop_type: 'None' } } }],
  ['a route of a table that is found by a variable', 'unknown', { azurerm_route: { r: { name: 'n', resource_group_name: 'rg',
    route_table_name: '${data.azurerm_route_table.d.name}', address_prefix: '20.0.0.0/8', next_hop_type: 'None' } } },
  { ...dataOf('azurerm_route_table', { name: '${var.v}' }), ...VARIABLE }],
];

const FLOW = parseFlow(`${SUBNET} outbound tcp 443 20.0.0.1`);

const ROWS = PLANS.map(([what, outcome, ...rest]) => ({ what, outcome, rest }));

test.each(ROWS)('$what: $outcome', ({ outcome, rest: [resource, more = {}, said] }) => {
  const planned = networkOf([{ file: 'cdk.tf.json', json: { resource, ...more } }]);
  const network = joinNetworks(planned, readExports([{ file: 'hub.json', json: openHub() }]));
  expect(explainer(network, { subnets: [] })(FLOW).outcome).toBe(outcome);
  expect(problems(network).join('\n')).toMatch(said ?? /^$/);
});

test('a rule whose subscription is not said, where two have a group of its names', () => {
  const planned = networkOf([{ file: 'cdk.tf.json', json: { resource: denial() } }]);
  const there = JSON.parse(JSON.stringify(openHub()).replaceAll(SUBSCRIPTION, OTHER)) as unknown;
  const network = joinNetworks(planned, readExports([{ file: 'hub.json', json: openHub() }, { file: 'other.json', json: there }]));
  expect([`${AT}/networkSecurityGroups/nsg`, `${AT.replace(SUBSCRIPTION, OTHER)}/networkSecurityGroups/nsg`]
    .map((id) => network.securityGroups.get(id.toLowerCase())!.incomplete)).toEqual([0, 1]
    .map(() => 'the plan adds to nsg, which may be this one'));
  expect(explainer(network, { subnets: [] })(FLOW).outcome).toBe('unknown');
});
