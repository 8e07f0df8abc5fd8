import type { Network } from '../../lib/network/network';
import { COMMANDS, GRAPH, HUB, networkOfSamples, problems, REST, SPOKES, TEMPLATES, withoutPlaces } from './samples';

const rest = networkOfSamples(REST);
const TRAINING = `${SPOKES}/networkSecurityGroups/nsg-training`.toLowerCase();
const EGRESS = `${SPOKES}/routeTables/rt-egress`.toLowerCase();
const POLICY = `${HUB}/firewallPolicies/fwp-hub`.toLowerCase();

function firewall(network: Network, key = POLICY): Network['firewalls'][number] {
  return network.firewalls.find((one) => one.key === key)!;
}

/** A firewall whose network the files do not have. */
function withoutRanges({ addressRanges: _, instances, ...one }: Network['firewalls'][number]): Network['firewalls'][number] {
  return instances === undefined ? one : { ...one, instances: instances.map(({ addressRanges: __, ...instance }) => instance) };
}

test('all of it is read, and nothing is said', () => {
  for (const files of [REST, COMMANDS, GRAPH, TEMPLATES]) {
    expect(problems(networkOfSamples(files))).toEqual([]);
  }
});

test('what the command line prints is what the API answers', () => {
  expect(withoutPlaces(networkOfSamples(COMMANDS))).toEqual(withoutPlaces(rest));
});

test('both together are the same once more, in any order', () => {
  expect(withoutPlaces(networkOfSamples([...COMMANDS, ...REST]))).toEqual(withoutPlaces(rest));
  expect(networkOfSamples([...REST, ...COMMANDS])).toEqual(networkOfSamples([...COMMANDS, ...REST].reverse()));
});

test('an old version of the command line prints null for what is not there', () => {
  const old = networkOfSamples(['az-network-nsg-list-old-cli.json']);
  expect(withoutPlaces(old.securityGroups.get(TRAINING))).toEqual(withoutPlaces(rest.securityGroups.get(TRAINING)));
});

test('a list of rules is the group that they are of, which their ids name', () => {
  const rules = networkOfSamples(['az-network-nsg-rule-list.json']);
  expect(withoutPlaces(rules.securityGroups.get(TRAINING))).toEqual(withoutPlaces(rest.securityGroups.get(TRAINING)));
});

const OF_NETWORK = { peerings: undefined, arePeeringsKnown: undefined, dnsServers: undefined };

test('subnets that are listed alone have all but the address space, the peerings and the DNS servers of their network', () => {
  const { subnets } = networkOfSamples(['az-network-vnet-subnet-list.json']);
  for (const subnet of subnets) {
    const same = rest.subnets.find(({ key }) => key === subnet.key);
    expect(withoutPlaces(subnet)).toEqual(withoutPlaces({ ...same, networkAddressSpace: [], ...OF_NETWORK }));
  }
  expect(subnets.map(({ name }) => name)).toEqual(['snet-delegated', 'snet-pe', 'snet-training']);
});

describe('Resource Graph', () => {
  test('pages of one query are one network, whatever the case of ids', () => {
    const graph = networkOfSamples(GRAPH);
    // The network of the hub is not among these rows, so where the firewall is in it is not known.
    expect(withoutPlaces(graph.firewalls)).toEqual(withoutPlaces(rest.firewalls.map(withoutRanges)));
    expect(withoutPlaces(graph.ipGroups)).toEqual(withoutPlaces(rest.ipGroups));
    expect(withoutPlaces(graph.securityGroups.get(TRAINING))).toEqual(withoutPlaces(rest.securityGroups.get(TRAINING)));
    expect(withoutPlaces(graph.routeTables)).toEqual(withoutPlaces(rest.routeTables));
    for (const subnet of graph.subnets) {
      expect(withoutPlaces(subnet)).toEqual(withoutPlaces(rest.subnets.find(({ key }) => key === subnet.key)));
    }
  });

  test('a page alone is said to be one', () => {
    expect(problems(networkOfSamples(GRAPH.slice(0,
      1)))).toEqual([expect.stringMatching(/^arg-az-graph-query-1\.json data: the query gives 9 rows, and the files have 3 of them/)]);
    expect(problems(networkOfSamples(GRAPH.slice(1))))
      .toEqual([expect.stringMatching(/^arg-az-graph-query-2\.json data: the query gives 9 rows, and the files have 6 of them/)]);
  });

  test.each(['arg-az-graph-query-old-array.json', 'arg-rest-objectArray.json', 'arg-rest-table.json',
    'arg-portal-export.csv'])('%s has the route table', (file) => {
    const network = networkOfSamples([file]);
    expect(problems(network)).toEqual([]);
    expect(withoutPlaces(network.routeTables)).toEqual(withoutPlaces(rest.routeTables));
  });

  test('a subnet that only others name has what they say, and the rest is not known', () => {
    const [training, apps] = networkOfSamples(['arg-portal-export.csv']).subnets;
    expect(training).toMatchObject({ name: 'snet-training', routeTable: EGRESS, addressPrefixes: [],
      securityGroup: { unknown: expect.stringContaining('security group') as string } });
    expect(apps).toMatchObject({ name: 'snet-apps', routeTable: { unknown: expect.stringContaining('route table') as string } });
  });
});

describe('exports of resource groups', () => {
  const templates = networkOfSamples(TEMPLATES);

  test('ids of another group in one file name the group of the other', () => {
    expect(withoutPlaces(templates.subnets)).toEqual(withoutPlaces(rest.subnets));
    expect(withoutPlaces(templates.routeTables)).toEqual(withoutPlaces(rest.routeTables));
    expect(withoutPlaces(templates.ipGroups)).toEqual(withoutPlaces(rest.ipGroups));
  });

  test('what was taken for the group of a file is a condition of what is in it', () => {
    expect(templates.routeTables.get(EGRESS)!.conditions)
      .toEqual(['group-export-rg-Spokes-1.json is an export of the resource group rg-spokes, which it does not say and other files name']);
    expect(firewall(templates).conditions)
      .toEqual(['group-export-rg-Hub.json is an export of the resource group rg-hub, which it does not say and other files name']);
    expect(rest.routeTables.get(EGRESS)!.conditions).toBeUndefined();
  });

  test('the firewall has no address there', () => {
    const { privateAddresses, instances: [instance, ...others] = [], ...same } = firewall(templates);
    const whole = { ...same, privateAddresses: ['10.40.0.4'], instances: [{ ...instance!, privateAddresses: ['10.40.0.4'] }] };
    expect([instance!.privateAddresses, others]).toEqual([privateAddresses, []]);
    expect(privateAddresses).toEqual([{ unknown: 'the export does not say the private address of the firewall' }]);
    expect(withoutPlaces(whole)).toEqual(withoutPlaces(firewall(rest)));
  });

  test('parts that stand twice are one', () => {
    expect(templates.securityGroups.get(TRAINING)!.rules.map(({ name }) => name)).toEqual(['aml-tcp', 'aml-udp', 'storage']);
  });

  test('a group that no file names stays unknown, and what is in it is joined all the same', () => {
    const alone = networkOfSamples(['group-export-rg-Spokes-1.json']);
    expect([...alone.securityGroups.values()]
      .map(({ name, path, rules }) => ({ name, path, rules: rules.length }))).toEqual([{ name: 'nsg-training', path: undefined,
        rules: 3 }]);
    const known = networkOfSamples(['group-export-rg-Spokes-1.json'], [`${SPOKES}/routeTables/rt-egress`]);
    expect([...known.securityGroups.keys(), ...known.routeTables.keys()]).toEqual([TRAINING, EGRESS]);
  });

  test('names without parameters', () => {
    const [table] = networkOfSamples(['group-export-skip-all-params.json']).routeTables.values();
    expect(table).toMatchObject({ name: 'rt-egress', place: { resource: 'Microsoft.Network/routeTables/rt-egress' },
      routes: [{ nextHop: 'VirtualAppliance', nextHopAddress: '10.40.0.4' }] });
  });
});

test('a page of a list alone is said to be one', () => {
  expect(problems(networkOfSamples(REST.slice(0,
    1)))).toEqual([expect.stringMatching(/^arm-rest-networkSecurityGroups\.json nextLink: the list goes on in a next page/)]);
});

test('what is missing of a firewall is said, and what is there is kept', () => {
  const unread = (files: readonly string[]): (string | undefined)[] => networkOfSamples(files).firewalls.filter(({ key }) => key === POLICY)
    .flatMap((one) => one.unread ?? []).map(({ why }) => why);
  const files = ['arm-rest-azureFirewalls.json', 'arm-rest-firewallPolicies.json', 'arm-rest-ruleCollectionGroups-fwp-base.json',
    'arm-rest-ruleCollectionGroups-fwp-hub.json'];
  expect(unread(files)).toEqual([]);
  const given = (command: string): string => `; give the output of "az network firewall policy ${command}" too`;
  const list = (policy: string): string =>
    given(`rule-collection-group list --policy-name ${policy} -g rg-hub --subscription 11111111-2222-3333-4444-555555555555`);
  const without = (at: number): string[] => files.filter((_, i) => i !== at);
  const show = `show --ids ${POLICY}`;
  expect(unread(without(3))).toEqual([
    `the files do not have the rule collection group rcg-aml, which the firewall policy lists${list('fwp-hub')}`,
  ]);
  expect(unread(without(2))).toEqual([
    `the files do not have the rule collection group rcg-base, which the firewall policy lists${list('fwp-base')}`,
  ]);
  expect(unread(without(1))).toEqual([
    `the files have rule collection groups of the firewall policy fwp-hub, and not the policy, which says what it inherits${given(show)}`,
  ]);
  expect(unread(files.slice(0, 1))).toEqual(['the files have neither the firewall policy fwp-hub nor its rule collection groups' +
    list('fwp-hub').replace('"az', `"az network firewall policy ${show}" and "az`)]);
});

test('places name the file, the id and the rule', () => {
  const [rule] = rest.securityGroups.get(TRAINING)!.rules;
  expect(rule!.place).toEqual({ file: 'arm-rest-networkSecurityGroups.json', resource: `${SPOKES}/networkSecurityGroups/nsg-training`,
    part: `securityRules ${rule!.name}` });
  expect(firewall(rest).levels[1]![0]!.collections[0]!.rules[0]!.place).toEqual({
    file: 'arm-rest-ruleCollectionGroups-fwp-hub.json', resource: `${HUB}/firewallPolicies/fwp-hub/ruleCollectionGroups/rcg-aml`,
      part: 'ruleCollections net-aml.rules aml-tag',
  });
});
