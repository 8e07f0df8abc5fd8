import { graphRowsOfCsv } from '../../lib/azure-exports/graph-table';
import { readExports } from '../../lib/azure-exports/read-exports';
import type { Network } from '../../lib/network/network';
import { term } from '../terraform/networks';
import { HUB, networkOfSamples, problems, sampleJson, SPOKES } from './samples';

const GROUP = `${SPOKES}/networkSecurityGroups/g`;
const POLICY = `${HUB}/firewallPolicies/p`;

function read(...documents: unknown[]): Network {
  return readExports(documents.map((json, i) => ({ file: `${i}.json`, json })));
}

function securityGroup(rules: unknown, more: object = {}): object {
  return { id: GROUP, name: 'g', properties: { securityRules: rules, ...more } };
}

const RULE = {
  protocol: 'Tcp', access: 'Allow', direction: 'Outbound', priority: 100, sourceAddressPrefix: '*', sourcePortRange: '*',
    destinationAddressPrefix: 'Storage', destinationPortRange: '443',
};

function ruleWith(change: object): Network {
  return read(securityGroup([{ name: 'a', properties: { ...RULE, ...change } }]));
}

describe('what is wrong or missing is said, with its place, and is unknown', () => {
  test.each<[string, object, object, string]>([
    ['an access that is none', { access: 'Maybe' }, { access: { unknown: expect.any(String) as string } },
      'securityRules a.access: it is "Maybe"; it takes one of "Allow", "Deny"'],
    ['no direction', { direction: null }, { direction: { unknown: expect.any(String) as string } },
      'securityRules a.direction: it is missing; it takes one of "Inbound", "Outbound"'],
    ['a priority as a text', { priority: '100' }, { priority: { unknown: expect.any(String) as string } },
      'securityRules a.priority: it is "100"; it takes a whole number'],
    ['no address', { destinationAddressPrefix: '', destinationAddressPrefixes: [] }, { destinations: [{ kind: 'opaque' }] },
      'securityRules a.destinationAddressPrefix: it is missing; Azure gives one of'],
    ['no port', { destinationPortRange: null }, { destinationPorts: [{ unknown: expect.any(String) as string }] },
      'securityRules a.destinationPortRange: it is missing'],
    ['an address that is none', { destinationAddressPrefix: '10.0.0.300' }, { destinations: [{ kind: 'opaque' }] },
      'securityRules a.destinationAddressPrefix: "10.0.0.300" is not an address'],
  ])('%s', (_, change, rule, said) => {
    const network = ruleWith(change);
    expect(network.securityGroups.get(GROUP.toLowerCase())!.rules[0]).toMatchObject(rule);
    expect(problems(network)).toEqual([expect.stringContaining(said) as string]);
  });

  test('lists that are none make the group unknown', () => {
    for (const rules of ['x', [null], [{ properties: RULE }], 7]) {
      const network = read(securityGroup(rules));
      expect(network.securityGroups.get(GROUP.toLowerCase())!.unread?.length).toBeGreaterThan(0);
      expect(problems(network)).toHaveLength(1);
    }
  });

  test('a group whose rules a query has left out', () => {
    expect(read({ count: 1,
      data: [{ id: GROUP, name: 'g',
        type: 'microsoft.network/networksecuritygroups' }] }).securityGroups.get(GROUP.toLowerCase())).toMatchObject({
      incomplete: 'the export does not say which securityRules it has; give the output of ' +
        `"az network nsg show --ids ${GROUP.toLowerCase()}" too`, rules: [],
    });
  });

  test('one rule alone is not all of them, and a rule of a query need not be', () => {
    const rule = { id: `${GROUP}/securityRules/a`, name: 'a', ...RULE };
    const why = (json: unknown): string | undefined => read(json).securityGroups.get(GROUP.toLowerCase())!.incomplete;
    expect([why(rule), why([rule]), why({ value: [rule] }), why({ count: 1, data: [rule] })]).toEqual(['0.json has one of them alone',
      undefined, undefined, '0.json has rows of a query, which need not be all']);
  });

  test('two files of different times', () => {
    const network = read(securityGroup([{ name: 'a', properties: RULE }]),
      securityGroup([{ name: 'a', properties: { ...RULE, access: 'Deny' } }, { name: 'b', properties: { ...RULE, priority: 200 } }]));
    const group = network.securityGroups.get(GROUP.toLowerCase())!;
    expect(group.rules.map(({ access }) => access)).toEqual([{ unknown: 'the files say different things about access' }, 'Allow']);
    expect(group.unread).toHaveLength(1);
    expect(problems(network)).toEqual([
      expect.stringContaining('securityRules a.access: 0.json and 1.json say different things about it') as string,
      expect.stringContaining('securityRules: 1.json lists other securityRules than an earlier file') as string,
    ]);
  });

  test('a resource that has not succeeded', () => {
    expect(problems(read(securityGroup([],
      { provisioningState: 'Failed' })))).toEqual([expect.stringContaining('its provisioning state is "Failed"') as string]);
  });

  test('items that are no resources', () => {
    expect(problems(read([securityGroup([]), 7, { id: 'x' }]))).toEqual([
      '0.json [1]: it is 7; it takes an object, so it is left out',
        '0.json [2]: its id is "x"; it takes the id of a resource, so it is left out',
    ]);
  });
});

describe('firewalls', () => {
  const group = (collections: unknown): object => ({ id: `${POLICY}/ruleCollectionGroups/r`, name: 'r',
    properties: { priority: 100, ruleCollections: collections } });
  const policy = { id: POLICY, name: 'p', properties: { sku: { tier: 'Premium' },
    ruleCollectionGroups: [{ id: `${POLICY}/ruleCollectionGroups/r`.toLowerCase() }] } };
  const collection = (rule: object): object => ({ name: 'c', priority: 100, ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
    action: { type: 'Allow' }, rules: [rule] });
  const NETWORK = { name: 'n', ruleType: 'NetworkRule', ipProtocols: ['TCP'], sourceAddresses: ['*'], destinationAddresses: ['Storage'],
    destinationPorts: ['443'] };

  test('rules and collections of types that are not known are unknown, and not left out in silence', () => {
    for (const one of [collection({ ...NETWORK, ruleType: 'OtherRule' }), { ...collection(NETWORK), ruleCollectionType: 'Other' },
      { ...collection(NETWORK), rules: 'x' }, 'x']) {
      const [firewall] = read([policy], [group([one])]).firewalls;
      expect(firewall!.unread?.length).toBeGreaterThan(0);
    }
    expect(read([policy], [group([collection(NETWORK)])]).firewalls[0]).not.toHaveProperty('unread');
  });

  test('the parent of a policy that is not there is unknown; a policy that is its own parent too', () => {
    const child = (base: string): object => ({ ...policy, properties: { ...policy.properties, basePolicy: { id: base } } });
    expect(read([child(`${HUB}/firewallPolicies/base`)],
      [group([])]).firewalls[0]!.incomplete).toMatch(new RegExp('^the files have neither the firewall policy base nor its rule ' +
        'collection ' +
        'groups; give the output of "az network firewall policy show --ids /subscriptions/[^ ]*/firewallpolicies/base" and "az network ' +
        'firewall policy rule-collection-group list --policy-name base -g rg-hub --subscription [0-9-]+" too$'));
    expect(read([child(POLICY.toUpperCase())], [group([])]).firewalls[0]!.incomplete).toBe('the policy is its own base');
  });

  test('an IP group that is empty is not every address', () => {
    const ipGroup = { id: `${HUB}/ipGroups/i`, name: 'i', properties: { ipAddresses: [] as string[] } };
    const rule = { ...NETWORK, sourceAddresses: [], sourceIpGroups: [ipGroup.id.toLowerCase()] };
    const sources = (addresses: string[] | undefined): string[] => read([policy], [group([collection(rule)])],
      ...(addresses === undefined ? [] : [[{ ...ipGroup, properties: { ipAddresses: addresses } }]]))
      .firewalls[0]!.levels[0]![0]!.collections[0]!.rules[0]!.sources.map(term);
    expect([sources([]), sources(undefined), sources(['10.0.0.4-10.0.0.9', '10.1.0.0/16'])]).toEqual([['?i'], ['?i'],
      ['10.0.0.4-10.0.0.9', '10.1.0.0/16']]);
  });

  test('classic rules of a firewall without a policy', () => {
    const firewall = {
      id: `${HUB}/azureFirewalls/f`, name: 'f', ipConfigurations: [{ name: 'x', privateIPAddress: '10.0.0.4' }], sku: { tier: 'Standard' },
        additionalProperties: { 'Network.DNS.EnableProxy': 'true' },
      networkRuleCollections: [{ name: 'c', priority: 100, action: { type: 'Allow' },
        rules: [{ name: 'n', protocols: ['Any'], sourceAddresses: ['*'], destinationAddresses: ['*'], destinationPorts: ['*'] }] }],
      applicationRuleCollections: [{ name: 'd', priority: 100, action: { type: 'Deny' },
        rules: [{ name: 'a', sourceAddresses: ['*'], protocols: [{ protocolType: 'Https' }], targetFqdns: ['pypi.org'] }] }],
    };
    expect(read([firewall]).firewalls).toMatchObject([{
      key: firewall.id.toLowerCase(), privateAddresses: ['10.0.0.4'], sku: 'Standard', dnsProxy: true,
      levels: [[{ collections: [{ rules: [{ protocols: ['Any'] }] }] },
        { collections: [{ action: 'Deny', rules: [{ hostNames: ['pypi.org'], protocols: [{ type: 'Https', port: 443 }] }] }] }]],
    }]);
    expect(read([{ ...firewall,
      networkRuleCollections: null }]).firewalls[0]!.incomplete)
      .toMatch(/^the export does not say which networkRuleCollections it has; give the output of "az network firewall show --ids .*" too$/);
  });
});

describe('peerings', () => {
  const peered = (change: object): Network => {
    const document = JSON.parse(JSON.stringify(sampleJson('arm-rest-virtualNetworks.json'))) as {
      value: { name: string; properties: { virtualNetworkPeerings: { properties: object }[] } }[];
    };
    Object.assign(document.value.find(({ name }) => name === 'vnet-aml')!.properties.virtualNetworkPeerings[0]!.properties, change);
    return read(document);
  };
  const spaces = ({ subnets }: Network): unknown => subnets.find(({ name }) => name === 'snet-training')!.peerings!
    .map(({ remoteAddressSpace, allowsAccess }) => [...remoteAddressSpace.map(term), allowsAccess]);

  test('the address space is the present one of the other network', () => {
    expect(spaces(peered({}))).toEqual([['10.40.0.0/22', true]]);
    expect(spaces(peered({ remoteVirtualNetworkAddressSpace: { addressPrefixes: ['10.40.0.0/21'] } }))).toEqual([['10.40.0.0/21', true]]);
    expect(spaces(peered({ remoteVirtualNetworkAddressSpace: null, remoteAddressSpace: null }))).toEqual([['10.40.0.0/22', true]]);
    expect(spaces(peered({ peerCompleteVnets: false,
      remoteAddressSpace: { addressPrefixes: ['10.40.1.0/24'] } }))).toEqual([['10.40.1.0/24', true]]);
    expect(spaces(peered({ allowVirtualNetworkAccess: false }))).toEqual([['10.40.0.0/22', false]]);
  });

  test('one that is not connected is none, and is said', () => {
    const network = peered({ peeringState: 'Initiated' });
    expect(spaces(network)).toEqual([]);
    expect(problems(network)).toEqual([expect.stringContaining('virtualNetworkPeerings to-hub.peeringState: it is "Initiated"') as string]);
  });
});

test.each([
  ['name,type\nx,y', 't.csv: the table has no columns "id" and "properties"'],
  ['"id","properties"\n"a"', 't.csv:2: the row has 1 cells, and there are 2 columns'],
  ['"id","properties"\n"a","{', 't.csv:2: a cell in quotation marks does not end'],
  ['"id","properties"\n"a"x,"{}"', 't.csv:2: a cell in quotation marks continues after the closing mark'],
  ['"id","properties"\n"a","x"', 't.csv:2: the cell of "properties" is not JSON'],
])('the table %j is refused', (text, message) => {
  expect(() => graphRowsOfCsv('t.csv', text)).toThrow(message);
});

test('a table that the portal has cut', () => {
  const rows = Array.from({ length: 55_000 }, (_, i) => `${SPOKES}/natGateways/n${i},{}`).join('\n');
  expect(problems(read(graphRowsOfCsv('t.csv',
    `id,properties\n${rows}`)))).toEqual([expect.stringContaining('the query gives more rows') as string]);
});

test('a template without values for its parameters is read under their names, and that is said', () => {
  const template = sampleJson('group-export-rg-Spokes-1.json') as { parameters: Record<string, object> };
  const without = { ...template, parameters: Object.fromEntries(Object.keys(template.parameters)
    .map((name) => [name, { type: 'String' }])) };
  const network = read(without);
  expect(problems(network)).toEqual([expect.stringContaining('parameters: 2 parameters have no value') as string]);
  expect([...network.securityGroups.values()].map(({ rules }) => rules.length)).toEqual([3]);
});

test('a template answer with an error is not all', () => {
  const json = { template: sampleJson('group-export-rg-Hub.json'), error: { code: 'ExportTemplateCompletedWithErrors' } };
  const network = read(json);
  expect(problems(network)).toEqual(['0.json error: the export says that it has errors, so types of resources may be missing in it']);
  expect(network.firewalls.every(({ incomplete }) => incomplete !== undefined)).toBe(true);
  expect(networkOfSamples(['group-export-rg-Hub.json']).firewalls.some(({ incomplete }) => incomplete !== undefined)).toBe(false);
});

test('DNS servers, private zones, hosts of private endpoints and groups of interfaces', () => {
  const dns = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network';
  const network = read({ id: `${SPOKES}/virtualNetworks/v`, name: 'v', properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, dhcpOptions: { dnsServers: ['10.9.0.4'] },
    subnets: [{ id: `${SPOKES}/virtualNetworks/v/subnets/s`, name: 's', properties: { addressPrefix: '10.1.1.0/24' } }],
  } }, { id: `${dns}/privateDnsZones/privatelink.A.org`, name: 'privatelink.A.org', properties: {} }, {
    id: `${dns}/privateEndpoints/e`, name: 'e', properties: { customDnsConfigs: [{ fqdn: 'x.b.org', ipAddresses: ['10.1.1.5'] }] },
  }, { id: `${dns}/networkInterfaces/n`, name: 'n', properties: {
    networkSecurityGroup: { id: GROUP },
    ipConfigurations: [{ name: 'i', properties: { subnet: { id: `${SPOKES}/virtualNetworks/v/subnets/s` } } }],
  } });
  const interfaces = network.interfaces?.map(({ name, securityGroup }) => [name, securityGroup]);
  expect([network.subnets[0]!.dnsServers, network.privateDnsZones, interfaces, problems(network)])
    .toEqual([['10.9.0.4'], [{ name: 'a.org' }, { name: 'x.b.org' }], [['n', GROUP.toLowerCase()]], []]);
});
