import { Cloud, Edition, Endpoint, MachineLearning, Ports, Protocol, Requirement, RequirementSet } from '../../../lib';
import { portText } from '../../../lib/azure/port-sets';
import { FilterLists } from '../../../lib/filtering/filter-lists';
import { Knowledge } from '../../../lib/filtering/knowledge';
import { Appliances } from '../../../lib/filtering/paths/appliances';
import { changedFlows } from '../../../lib/filtering/paths/changed-flows';
import { SubnetView } from '../../../lib/filtering/paths/subnet-view';
import { Direction } from '../../../lib/requirements/direction';
import { networkOf } from '../../../lib/terraform/read-network';
import { readRequest } from '../../../lib/verification/read-request';
import { VerificationResult } from '../../../lib/verification/verification-result';
import { verify } from '../../../lib/verification/verify';

// The firewall of a hub lets everything through and sends it on to one at the edge. What is true is written by hand: traffic gets out
// where both let it, port by port.

const place = { resource_group_name: 'rg', location: 'westeurope' };
const MANAGEMENT = 'AzureFirewallManagementSubnet';
type Rule = readonly [access: 'Allow' | 'Deny', ports: readonly string[], addresses?: readonly string[]];
const collections = (rules: readonly Rule[]): object[] => rules.map(([action, ports, addresses = ['203.0.113.0/24']], i) => ({
  name: `c${i}`, priority: 100 + i, action, rule: [
    { name: `r${i}`, protocols: ['TCP'], source_addresses: ['*'], destination_addresses: addresses, destination_ports: ports },
  ],
}));
const virtualNetwork = (name: string, space: string): object => ({ ...place, name, address_space: [space] });
const subnet = (name: string, network: string, prefix: string): object =>
  ({ resource_group_name: 'rg', name, virtual_network_name: network, address_prefixes: [prefix] });
const route = (name: string, address: string): object => ({ ...place, name, route: [
  { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: address },
] });
const peering = (name: string, from: string, to: string): object => ({
  name, resource_group_name: 'rg', virtual_network_name: from, remote_virtual_network_id: `\${azurerm_virtual_network.${to}.id}`,
  allow_forwarded_traffic: true,
});
const firewall = (name: string, of: string, more: object = {}): object => ({
  ...place, name, sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: `\${azurerm_firewall_policy.${name}.id}`,
  ip_configuration: [{ name: 'c', subnet_id: `\${azurerm_subnet.${of}.id}`, public_ip_address_id: '/p' }], ...more,
});
const group = (policy: string, rules: readonly Rule[]): object => ({
  name: 'g', priority: 500, firewall_policy_id: `\${azurerm_firewall_policy.${policy}.id}`, network_rule_collection: collections(rules),
});

/** @param edge the rules of the firewall at the edge, which sees addresses of the first one */
function network(edge: readonly Rule[], first: readonly Rule[] = [['Allow', ['*'], ['*']]]): object {
  return { resource: {
    azurerm_virtual_network: { v: virtualNetwork('v', '10.1.0.0/16'), w: virtualNetwork('w', '10.2.0.0/16') },
    azurerm_virtual_network_peering: { vw: peering('vw', 'v', 'w'), wv: peering('wv', 'w', 'v') },
    azurerm_subnet: {
      s: subnet('s', 'v', '10.1.1.0/24'), one: subnet('AzureFirewallSubnet', 'v', '10.1.0.0/26'),
      m: subnet(MANAGEMENT, 'v', '10.1.0.64/26'), two: subnet('AzureFirewallSubnet', 'w', '10.2.0.0/26'),
    },
    azurerm_route_table: { s: route('s', '10.1.0.4'), one: route('one', '10.2.0.4') },
    azurerm_subnet_route_table_association: {
      s: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.s.id}' },
      one: { subnet_id: '${azurerm_subnet.one.id}', route_table_id: '${azurerm_route_table.one.id}' },
    },
    azurerm_firewall_policy: { hub: { ...place, name: 'hub' }, edge: { ...place, name: 'edge' } },
    azurerm_firewall: {
      hub: firewall('hub', 'one', {
        management_ip_configuration: [{ name: 'm', subnet_id: '${azurerm_subnet.m.id}', public_ip_address_id: '/q' }],
      }),
      edge: firewall('edge', 'two'),
    },
    azurerm_firewall_policy_rule_collection_group: { hub: group('hub', first), edge: group('edge', edge) },
  } };
}

function needing(ports: readonly string[]): RequirementSet {
  return MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westeurope', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true },
    compute: { publicIp: false },
  }).plus(Requirement.outbound({
    id: 'own.x', slot: 2000, endpoint: Endpoint.addressRange('203.0.113.0/24'), ports: Ports.of(Protocol.TCP, [...ports]), purpose: 'x',
    citation: { article: 'a', date: '2026-01-01', section: 's', row: 'r' },
  })).only('own.x');
}

function resultOf(edge: readonly Rule[], ports: readonly string[]): VerificationResult {
  const { network: read, options } = readRequest({
    source: { documents: [{ file: 'main.tf.json', json: network(edge) }] },
    subnets: [{ name: 's', subnetId: '${azurerm_subnet.s.id}', requirements: needing(ports) }],
  });
  return verify(read, options);
}

test.each<[what: string, edge: readonly Rule[], outcome: string, ports: string | undefined]>([
  ['lets out all of them by one rule', [['Allow', ['400-450']]], 'met', undefined],
  ['lets out all of them by two rules', [['Allow', ['400-420', '421-450']]], 'met', undefined],
  ['lets out a part', [['Allow', ['443']]], 'denied', '400-442, 444-450'],
  ['denies a part', [['Deny', ['443']], ['Allow', ['400-450']]], 'denied', '443'],
  ['denies a part after it has let out all', [['Allow', ['400-450']], ['Deny', ['443']]], 'met', undefined],
])('of a range of ports a second firewall %s', (_, edge, outcome, ports) => {
  expect(resultOf(edge, ['400-450']).answers).toMatchObject([{ outcome, ...(ports !== undefined && { ports }) }]);
  expect(resultOf(edge, ['400-450']).answers[0]!.ports).toBe(ports);
});

test('what a second firewall denies is not open, and what it lets out beyond the requirements is', () => {
  const found = (edge: readonly Rule[]): string[] => resultOf(edge, ['443']).findings.filter(({ id }) => id.startsWith('open'))
    .map(({ id, subject }) => `${id}: ${subject}`);
  expect(found([['Allow', ['443']]])).toEqual([]);
  expect(found([['Allow', ['443', '8080']]])).toEqual(['open-beyond-requirements: s outbound TCP 8080 203.0.113.0/24']);
});

function viewOf(json: object): SubnetView {
  const read = networkOf([{ file: 'main.tf.json', json }]);
  const knowledge = new Knowledge(Cloud.PUBLIC);
  const one = read.subnets.find(({ name }) => name === 's')!;
  const asked = { name: 's', subnetId: one.key, addressPrefixes: [], networkTraffic: 'none' as const };
  return new SubnetView(asked, one, read, new Appliances(read, new Map(), new FilterLists(knowledge)), knowledge);
}

test.each<[string, readonly Rule[], readonly Rule[], readonly string[]]>([
  ['lets out another port', [['Allow', ['443']]], [['Allow', ['443', '444']]], ['newly allowed 444']],
  ['takes another port', [['Allow', ['443']]], [['Allow', ['444']]], ['newly allowed 444', 'no longer allowed 443']],
  ['denies what it let out', [['Allow', ['443']]], [['Deny', ['443']]], ['no longer allowed 443']],
  ['says the same with other rules', [['Allow', ['443', '444']]], [['Allow', ['443']], ['Allow', ['444']]], []],
])('a change is seen where a second firewall %s', (_, was, is, expected) => {
  const [before, after] = [was, is].map((edge) => viewOf(network(edge)));
  expect(changedFlows({ before, after }, Direction.OUTBOUND).map(({ kind, ports, isPossible }) =>
    `${kind}${isPossible ? ' perhaps' : ''} ${portText(ports)}`).sort()).toEqual(expected);
});
