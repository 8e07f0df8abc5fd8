import type { Firewall, FirewallRule, Network, Subnet } from '../../lib/network/network';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { port, term, text } from '../terraform/networks';
import { COMMANDS, GRAPH, HUB, networkOfSamples, problems, REST, SPOKES, TEMPLATES } from './samples';

/* What is true of the made-up network and of each of its files, written down beside the samples; every form has to say it. */

const subnet = ({ subnets }: Network, name: string): Subnet => subnets.find((one) => one.name === name)!;
const policy = ({ firewalls }: Network): Firewall => firewalls.find(({ key }) => key === `${HUB}/firewallPolicies/fwp-hub`.toLowerCase())!;
const lastName = (key: unknown): unknown => (typeof key === 'string' ? key.slice(key.lastIndexOf('/') + 1) : key);
const rulesOf = (network: Network, level: number): FirewallRule[] => policy(network).levels[level]!
  .flatMap(({ collections }) => collections.flatMap(({ rules }) => rules));

function group(network: Network, name: string): string[] | undefined {
  return network.securityGroups.get(`${SPOKES}/networkSecurityGroups/${name}`.toLowerCase())?.rules
    .map(({ name: rule, priority, direction, access, protocol, destinations, destinationPorts }) => [text(priority), text(direction),
      text(access), text(protocol), rule, destinations.map(term).join('+'), destinationPorts.map(port).join('+')].join(' '));
}

function table(network: Network): string[] | undefined {
  return network.routeTables.get(`${SPOKES}/routeTables/rt-egress`.toLowerCase())?.routes
    .map(({ prefix, nextHop, nextHopAddress }) => [term(prefix), text(nextHop), nextHopAddress ?? ''].join(' ').trim());
}

const AML = '100 Outbound Allow Tcp aml-tcp AzureMachineLearning 443+8787+18881';
const ROUTES = ['BatchNodeManagement Internet', '192.0.2.0/24 None', '0.0.0.0/0 VirtualAppliance 10.40.0.4'];
const SUBNETS = { 'snet-training': ['10.41.0.0/24', 'nsg-training', 'rt-egress', undefined],
  'snet-pe': ['10.41.1.0/24', undefined, undefined, undefined], 'snet-delegated': ['10.41.2.0/27', undefined, undefined, undefined],
  'snet-apps': ['10.42.0.0/24', 'nsg-apps', undefined, 'ng-apps'] };
const subnetFacts = (network: Network): unknown => Object.fromEntries(Object.keys(SUBNETS).map((name) => {
  const { addressPrefixes, securityGroup, routeTable, natGateway } = subnet(network, name);
  return [name, [addressPrefixes.map(term).join(), lastName(securityGroup), lastName(routeTable), lastName(natGateway)]];
}));
const explained = (network: Network, flow: string): string[] => {
  const { outcome, steps } = explainFlow(network, parseFlow(flow), { subnets: [] });
  return [outcome, steps.map((step) => step.text).join('; ')];
};

const WHOLE = { REST, COMMANDS, TEMPLATES };
const forms = (of: Readonly<Record<string, readonly string[]>>): [string, readonly string[]][] => Object.entries(of);

describe.each(forms(WHOLE))('all of it as %s', (form, files) => {
  const network = networkOfSamples(files);

  test('subnets have their ranges, groups, tables and NAT gateways', () => {
    expect(subnetFacts(network)).toEqual(SUBNETS);
  });

  test('networks have their spaces', () => {
    expect(['snet-training', 'snet-apps', 'AzureFirewallSubnet'].map((name) => subnet(network, name).networkAddressSpace.map(term).join()))
      .toEqual(['10.41.0.0/22', '10.42.0.0/22', '10.40.0.0/22']);
  });

  test('snet-apps reaches the Internet by its NAT gateway, and vnet-apps takes no forwarded traffic', () => {
    // The template is cut, and has no nsg-apps.
    expect(explained(network, 'snet-apps outbound tcp 443 203.0.113.200')).toEqual(form === 'TEMPLATES'
      ? ['unknown', expect.stringMatching(/nsg-apps is not in the files/)] : ['allow', expect.stringMatching(/system route/)]);
    expect(subnet(network, 'snet-apps').peerings!.map(({ allowsAccess, allowsForwarded }) => [allowsAccess, allowsForwarded]))
      .toEqual([[true, false]]);
    expect(subnet(network, 'snet-training').peerings!.map(({ allowsForwarded }) => allowsForwarded)).toEqual([true]);
  });

  test('what the firewall takes and what it does not', () => {
    expect(rulesOf(network, 0).map(({ name }) => name).sort()).toEqual(['block-udp', 'monitor']);
    expect(rulesOf(network, 1).map(({ name }) => name).sort()).toEqual(['aml-hosts', 'aml-tag', 'conda, pip', 'ntp', 'one-path']);
  });
});

describe.each(forms({ ...WHOLE, GRAPH }))('the firewall as %s', (form, files) => {
  const network = networkOfSamples(files);

  test('it is Premium, has the DNS proxy on, and comes after the policy that it inherits', () => {
    const { sku, dnsProxy, privateAddresses, policies } = policy(network);
    expect([sku, dnsProxy, policies!.map(({ key }) => lastName(key))]).toEqual(['Premium', true, ['fwp-base', 'fwp-hub']]);
    // A template does not say the address.
    expect(privateAddresses).toEqual([form === 'TEMPLATES' ? { unknown: expect.any(String) as string } : '10.40.0.4']);
  });

  test('the parent denies UDP 5831 to 20.51.9.0/24', () => {
    const [first] = policy(network).levels[0]!.flatMap(({ collections }) => collections).filter(({ action }) => action === 'Deny');
    expect(first!.rules.map((rule) => (rule.kind === 'network' ? [rule.protocols, rule.destinations.map(term),
      rule.destinationPorts.map(port)] : []))).toEqual([[['UDP'], ['20.51.9.0/24'], ['5831']]]);
  });

  test('one rule is by URL, one by an IP group with a range, and one has a comma in its name', () => {
    const rules = rulesOf(network, 1);
    expect(rules.filter((rule) => rule.kind === 'application' && rule.urls.length > 0).map(({ name }) => name)).toEqual(['one-path']);
    expect(rules.some(({ name }) => name.includes(','))).toBe(true);
    expect([...network.ipGroups!.values()].flatMap(({ addresses }) => addresses.map(term)).filter((one) => one.includes('-')))
      .toHaveLength(1);
  });
});

describe.each(forms({
  REST, COMMANDS, GRAPH, 'one list of the API': REST.slice(0, 1), 'nsg list': ['az-network-nsg-list.json'],
  'nsg list of an old CLI': ['az-network-nsg-list-old-cli.json'], 'nsg rule list': ['az-network-nsg-rule-list.json'],
}))('nsg-training as %s', (_, files) => {
  test('means the same', () => {
    const rules = group(networkOfSamples(files), 'nsg-training')!;
    expect(rules).toHaveLength(group(networkOfSamples(REST), 'nsg-training')!.length);
    expect(rules).toEqual(expect.arrayContaining([AML]));
    // `Tcp`, `TCP`, `*` and `Icmp` are written there, and a destination is an application security group.
    expect([...new Set(rules.map((rule) => rule.split(' ')[3]))].sort()).toEqual(['*', 'Icmp', 'Tcp', 'Udp']);
    expect(rules.some((rule) => rule.includes('?'))).toBe(true);
  });
});

test.each(forms({
  REST, COMMANDS, GRAPH, TEMPLATES, 'route-table list': ['az-network-route-table-list.json'],
  'an old array of Resource Graph': ['arg-az-graph-query-old-array.json'], 'objects of Resource Graph': ['arg-rest-objectArray.json'],
  'a table of Resource Graph': ['arg-rest-table.json'], 'a table of the portal': ['arg-portal-export.csv'],
  'a list of the API': ['arm-rest-routeTables.json'],
}))('rt-egress as %s means the same', (_, files) => {
  expect(table(networkOfSamples(files))!.sort()).toEqual([...ROUTES].sort());
});

/** What is true of one file. */
const FILES: readonly (readonly [file: string, fact: string, found: (network: Network) => unknown, expected: unknown])[] = [
  ['arm-rest-networkSecurityGroups.json', 'there is more', (network) => problems(network).length, 1],
  ['arm-rest-networkSecurityGroups-page2.json', 'nsg-apps has no rule of its own', (network) => group(network, 'nsg-apps'), []],
  ['az-network-nsg-show-nsg-apps.json', 'one object, which is nsg-apps', (network) => group(network, 'nsg-apps'), []],
  ['az-network-vnet-subnet-list.json', 'subnets know their network by their ids', ({ subnets }) => subnets.map(({ path }) => path),
    ['snet-delegated', 'snet-pe', 'snet-training'].map((name) => `rg-spokes/vnet-aml/${name}`)],
  ['az-network-vnet-peering-list.json', 'a list of peerings has no subnet', ({ subnets }) => subnets, []],
  ['arm-rest-firewallPolicies.json', 'rules are elsewhere, and that is said', (network) => policy(network).unread!.length > 0, true],
  ['az-network-firewall-policy-list.json', 'the same of the command', (network) => policy(network).unread!.length > 0, true],
  ['arm-rest-azureFirewalls.json', 'the address is there, and the policy is not', (network) => [policy(network).privateAddresses,
    policy(network).unread!.length > 0], [['10.40.0.4'], true]],
  ['arm-rest-networkManager-adminRules.json', 'a Deny in and an AlwaysAllow out', ({ adminRules = [] }) => adminRules
    .map(({ access, direction }) => `${text(access)} ${text(direction)}`).sort(), ['AlwaysAllow Outbound', 'Deny Inbound']],
  ['arg-az-graph-query-1.json', 'a page of more', (network) => problems(network).length, 1],
  ['arg-az-graph-query-2.json', 'a page of more', (network) => problems(network).length, 1],
  ['az-network-nic-list-effective-nsg.json', 'the names are those of the group', (network) => group(network, 'nsg-training')!
    .map((rule) => rule.split(' ')[4]), ['aml-tcp', 'aml-udp', 'dns-to-firewall', 'web-behind-firewall', 'deny-rest']],
  ['group-export-rg-Spokes-1.json', 'three rules, each once', ({ securityGroups }) => [...securityGroups.values()]
    .map(({ rules }) => rules.length), [3]],
  ['group-export-rg-Hub.json', 'the firewall has no address', (network) => network.firewalls.flatMap(({ privateAddresses }) =>
    privateAddresses.filter((one) => typeof one === 'string')), []],
  ['group-export-skip-all-params.json', 'names are text', ({ routeTables }) => [...routeTables.values()].map(({ name }) => name),
    ['rt-egress']],
];

test.each(FILES)('%s: %s', (file, _, found, expected) => {
  expect(found(networkOfSamples([file]))).toEqual(expected);
});

test('the tag route goes past the firewall, and all other traffic to it', () => {
  const network = networkOfSamples(REST);
  expect(explained(network, 'snet-training outbound tcp 443 BatchNodeManagement')).toEqual(['deny',
    expect.stringMatching(/route batch \(BatchNodeManagement\) to Internet/)]);
  expect(explained(network, 'snet-training outbound tcp 29876 BatchNodeManagement')).toEqual(['deny', expect.stringMatching(/deny-rest/)]);
  expect(explained(network, 'snet-training outbound tcp 443 203.0.113.200')[1]).toMatch(/route default \(0\.0\.0\.0\/0\)/);
});
