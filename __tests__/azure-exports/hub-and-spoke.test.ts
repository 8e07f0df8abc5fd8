import * as library from '../../lib';
import { readExports } from '../../lib/azure-exports/read-exports';
import { joinNetworks } from '../../lib/network/join';
import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';
import { newStack, textOf } from '../constructs/synthesis';
import { graphOfStack } from '../support/graph-of-stack';
import { hubAndSpoke } from '../support/hub-and-spoke';

type Json = Record<string, unknown>;
type Rules = Json[];

const stack = newStack();
const { requirements, subnets } = hubAndSpoke(stack, 2, library);
const TEXT = textOf(stack);

/** The resources of a type in a stack. */
function all(json: Json, type: string): Json[] {
  return Object.values(((json['resource'] as Json)[type] ?? {}) as Record<string, Json>);
}

/** Answers and findings, without the places and the texts that name them: two forms of one network agree on these. */
function answersOf(network: Network): unknown {
  const { answers, findings } = verify(network, {
    subnets: subnets.map(({ name, subnetId, prefix, space }) => ({ name, subnetId, addressPrefixes: [prefix], requirements,
      networkTraffic: [space, '10.0.0.0/16'] })),
  });
  return {
    answers: answers.map(({ subnet, requirementId, outcome, conditions }) => ({ subnet, requirementId, outcome, conditions })),
    // A rule is named after its group, which has an address in one form and an id in the other. The address of the firewall
    // is known after apply alone: that it is one of the network, which another rule lets through as a whole, is known of one form.
    findings: findings.map(({ id, subject }) => ({ id, subject: subject.replace(/^\S*\/(?=[^/]+$)/, '') }))
      .filter(({ subject }) => !/^Allow-Dns-|private_ip_address/.test(subject)),
  };
}

function ofTerraform(json: Json): Network {
  return networkOf([{ file: 'cdk.tf.json', json }]);
}

function ofGraph(json: Json): Network {
  return readExports([{ file: 'graph.json', json: graphOfStack(json) }]);
}

test('what is applied is all met, and nothing is said about it', () => {
  const json = JSON.parse(TEXT) as Json;
  const { answers, findings } = answersOf(ofGraph(json)) as { answers: { outcome: string }[]; findings: unknown[] };
  expect(answers).toHaveLength(2 * requirements.all.length);
  expect(answers.filter(({ outcome }) => outcome !== 'met')).toEqual([]);
  expect(findings).toEqual([]);
});

/** Changes that somebody could make by hand, in both forms alike. */
const CHANGES: readonly (readonly [name: string, change: (json: Json) => void])[] = [
  ['nothing', () => undefined],
  ['a rule of a security group taken away',
    (json) => void (all(json, 'azurerm_network_security_group')[0]!['security_rule'] as Rules).splice(3, 1)],
  ['a rule of a security group that denies',
    (json) => void ((all(json, 'azurerm_network_security_group')[0]!['security_rule'] as Rules)[4]!['access'] = 'Deny')],
  ['a security group that lets everything out', (json) => (all(json, 'azurerm_network_security_group')[1]!['security_rule'] as Rules)
    .filter(({ access, direction }) => access === 'Deny' && direction === 'Outbound').forEach((rule) => { rule['access'] = 'Allow'; })],
  ['a network rule taken away',
    (json) => void ((all(json,
      'azurerm_firewall_policy_rule_collection_group')[0]!['network_rule_collection'] as Rules)[0]!['rule'] as Rules).splice(1, 2)],
  ['an application rule taken away',
    (json) => void ((all(json,
      'azurerm_firewall_policy_rule_collection_group')[1]!['application_rule_collection'] as Rules)[0]!['rule'] as Rules).shift()],
  ['a route to nowhere', (json) => {
    const route = (all(json, 'azurerm_route_table')[0]!['route'] as Rules)[0]!;
    route['next_hop_type'] = 'None';
    delete route['next_hop_in_ip_address'];
  }],
  ['the DNS proxy off', (json) => { all(json, 'azurerm_firewall_policy')[0]!['dns'] = { proxy_enabled: false }; }],
  ['no route table', (json) => { delete (json['resource'] as Json)['azurerm_subnet_route_table_association']; }],
  ['no security group', (json) => { delete (json['resource'] as Json)['azurerm_subnet_network_security_group_association']; }],
];

test.each(CHANGES)('Terraform JSON and Resource Graph give the same answers: %s', (_, change) => {
  const json = JSON.parse(TEXT) as Json;
  change(json);
  expect(answersOf(ofGraph(json))).toEqual(answersOf(ofTerraform(json)));
});

test('the hub as it is deployed and the spokes as they are planned', () => {
  const hub = JSON.parse(TEXT) as Json;
  const spokes = JSON.parse(TEXT) as Json;
  const groups = (spokes['resource'] as Json)['azurerm_firewall_policy_rule_collection_group'] as Record<string, Json>;
  for (const type of ['azurerm_firewall', 'azurerm_firewall_policy', 'azurerm_firewall_policy_rule_collection_group']) {
    delete (spokes['resource'] as Json)[type];
  }
  all(spokes, 'azurerm_route_table').forEach((table) => { (table['route'] as Rules)[0]!['next_hop_in_ip_address'] = '10.0.1.4'; });
  const outcomes = (network: Network): unknown => (answersOf(network) as { answers: { requirementId: string; outcome: string }[] }).answers
    .filter(({ outcome }) => outcome !== 'met').length;
  // Without the hub nobody knows what the firewall lets through; with it everything is met.
  expect(outcomes(ofTerraform(spokes))).toBeGreaterThan(0);
  expect(outcomes(joinNetworks(ofTerraform(spokes), ofGraph(hub)))).toBe(0);
  // Groups that are planned for the policy are added to those that are there.
  const [[name, planned]] = Object.entries(groups) as [[string, Json]];
  const withoutGroup = JSON.parse(TEXT) as Json;
  delete ((withoutGroup['resource'] as Json)['azurerm_firewall_policy_rule_collection_group'] as Json)[name];
  expect(outcomes(joinNetworks(ofTerraform(spokes), ofGraph(withoutGroup)))).toBeGreaterThan(0);
  const policy =
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network/firewallPolicies/fwp-hub';
  (spokes['resource'] as Json)['azurerm_firewall_policy_rule_collection_group'] = { [name]: { ...planned, firewall_policy_id: policy } };
  expect(outcomes(joinNetworks(ofTerraform(spokes), ofGraph(withoutGroup)))).toBe(0);
});
