import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fragmentHcl, fragmentJson } from '../../lib/review/terraform-fragment';
import { networkOf } from '../../lib/terraform/read-network';
import { address } from '../support/packets/world';
import { documentedWorld } from '../support/packets/documented';
import { routeOf, siteOf } from '../support/packets/walk';
import { Cloud, Edition } from '../../lib';
import { applied, Configuration, fragmentsOf, suggestedFor } from '../support/suggested';

type Body = Record<string, unknown>;
const CASE = join(__dirname, '..', 'cases', '00-all-met');
const deployment = join(CASE, 'deployment.yaml');
const TABLE = 'azurerm_route_table';
const met = (): Configuration => JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Configuration;
const routesOf = (document: Configuration): Body[] => document.resource[TABLE]!['t']!['route'] as Body[];
const FIREWALL = '${azurerm_firewall.f.ip_configuration[0].private_ip_address}';

/** The routes as resources of their own. */
function standalone(document: Configuration): Configuration {
  const { route: routes, ...table } = document.resource[TABLE]!['t']!;
  const of = { resource_group_name: 'rg-net', route_table_name: `\${${TABLE}.t.name}` };
  return { resource: {
    ...document.resource, [TABLE]: { t: table },
    azurerm_route: Object.fromEntries((routes as Body[]).map((route) => [route['name'] as string, { ...route, ...of }])),
  } };
}

/** Where the evaluator of packets takes an address on the Internet. */
function hopOf(document: Configuration, to: string): string {
  const network = networkOf([{ file: 'main.tf.json', json: document }]);
  const subnet = network.subnets.find(({ name }) => name === 'training')!;
  const world = documentedWorld({
    cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true },
    compute: { publicIp: false },
  });
  return routeOf(address(to), network.routeTables.get(subnet.routeTable as string), siteOf(world, subnet)).hop;
}

function outcome(document: Configuration, file = deployment) {
  const { report, suggestions } = suggestedFor(document, file);
  const after = applied(document, suggestions);
  const then = suggestedFor(after, file).report;
  const open = ({ findings }: typeof report): string[] =>
    findings.filter(({ id }) => id.startsWith('open')).map(({ subject }) => subject);
  expect(then.findings.filter(({ id }) => id === 'refused-by-azure' || id === 'input-not-understood')).toEqual([]);
  return {
    fragments: fragmentsOf(suggestions).map((one) => fragmentJson(one)), hcl: fragmentsOf(suggestions).map((one) => fragmentHcl(one)),
    kinds: suggestions.suggested.flatMap(({ proposals }) => proposals.map(({ kind }) => kind)),
    notes: suggestions.suggested.flatMap(({ proposals }) => proposals.flatMap(({ notes }) => notes)),
    nothing: suggestions.nothing.map(({ reason }) => reason), after, opened: open(then).filter((one) => !open(report).includes(one)),
    left: then.answers.filter(({ outcome: one }) => one !== 'met').map(({ requirementId }) => requirementId),
  };
}

test.each([
  ['None', {}], ['VnetLocal', {}], ['VirtualNetworkGateway', undefined],
] as const)('a default route to %s is changed to the only firewall', (hop, rest) => {
  const document = met();
  Object.assign(routesOf(document)[0]!, { next_hop_type: hop, ...rest });
  delete routesOf(document)[0]!['next_hop_in_ip_address'];
  const { fragments, left, opened, after, kinds } = outcome(document);
  if (rest === undefined) { // what is behind a gateway nobody can tell from the files
    expect([fragments, left.length > 0]).toEqual([[], true]);
    return;
  }
  expect([left, opened, kinds]).toEqual([[], [], ['change of a route']]);
  expect(fragments).toEqual([{ resource: { [TABLE]: { t: { route: [
    { name: 'default', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: FIREWALL },
  ] } } } }]);
  expect([hopOf(document, '41.0.0.1'), hopOf(after, '41.0.0.1')]).toEqual([hop, 'VirtualAppliance']);
});

test('a route that is a resource of its own is changed in its own style', () => {
  const document = standalone(met());
  Object.assign(document.resource['azurerm_route']!['default']!, { next_hop_type: 'None', next_hop_in_ip_address: null });
  const { fragments, hcl, left, notes } = outcome(document);
  expect([fragments, left]).toEqual([[{ resource: { azurerm_route: { default: {
    next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: FIREWALL,
  } } } }], []]);
  expect(hcl).toEqual([[
    'resource "azurerm_route" "default" {', '  next_hop_type          = "VirtualAppliance"',
    '  next_hop_in_ip_address = azurerm_firewall.f.ip_configuration[0].private_ip_address', '}',
  ].join('\n')]);
  expect(notes).toEqual(['Change the route default of azurerm_route.default, whose next hop is None.']);
});

test('a route that drops one tag is changed to where the default route leads', () => {
  const document = met();
  routesOf(document).push({ name: 'drop', address_prefix: 'AzureMonitor', next_hop_type: 'None' });
  const { fragments, left } = outcome(document);
  expect([fragments, left]).toEqual([[{ resource: { [TABLE]: { t: { route: [
    { name: 'drop', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: FIREWALL },
  ] } } } }], []]);
});

test('where the firewall denies behind the route too, its rule is suggested with the change', () => {
  const document = met();
  Object.assign(routesOf(document)[0]!, { next_hop_type: 'None', next_hop_in_ip_address: null });
  const group = document.resource['azurerm_firewall_policy_rule_collection_group']!['g']!;
  const [collection] = [group['network_rule_collection']].flat() as { rule: Body[] }[];
  collection!.rule = collection!.rule.filter(({ destination_addresses: to }) => !(to as string[]).includes('AzureMonitor'));
  const { kinds, left, opened } = outcome(document);
  expect([[...kinds].sort(), left, opened]).toEqual([['change of a route', 'firewall rule'], [], []]);
});

test('a route for the tag of compute with public addresses that leads elsewhere is changed to the Internet', () => {
  const document = met();
  routesOf(document).push({
    name: 'ml', address_prefix: 'AzureMachineLearning', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: FIREWALL,
  });
  const text = readFileSync(deployment, 'utf8').replace('publicIp: false', 'publicIp: true');
  const file = join(mkdtempSync(join(tmpdir(), 'suggest-')), 'deployment.yaml');
  writeFileSync(file, text);
  const { fragments, left } = outcome(document, file);
  expect(fragments).toContainEqual({ resource: { [TABLE]: { t: { route: [
    { name: 'ml', next_hop_type: 'Internet', next_hop_in_ip_address: null },
  ] } } } });
  expect(left).toEqual([]);
});

test('a route that a dynamic block makes is named, with where to change it', () => {
  const document = met();
  document.resource[TABLE]!['t'] = { ...document.resource[TABLE]!['t'], route: undefined, dynamic: { route: {
    for_each: { default: 'None' },
    content: { name: '${route.key}', address_prefix: '0.0.0.0/0', next_hop_type: '${route.value}', next_hop_in_ip_address: null },
  } } } as Body;
  const { fragments, nothing } = outcome(document);
  expect(fragments).toEqual([]);
  expect(new Set(nothing)).toEqual(new Set([
    'the route default of azurerm_route_table.t is made by a dynamic block; change its next hop where that has its values',
  ]));
});

test('without a firewall, nothing is led to the Internet past what is asked for', () => {
  const document = met();
  ['azurerm_firewall', 'azurerm_firewall_policy', 'azurerm_firewall_policy_rule_collection_group'].forEach((type) =>
    delete document.resource[type]);
  Object.assign(routesOf(document)[0]!, { next_hop_type: 'None', next_hop_in_ip_address: null });
  const { opened, fragments } = outcome(document);
  expect(opened).toEqual([]);
  expect(JSON.stringify(fragments)).toContain('"next_hop_type":"Internet"'); // the group holds it to the tags
});
