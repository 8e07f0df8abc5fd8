import type { FirewallRule, Network } from '../../lib/network/network';
import { configured, firewallLine, levels, NETWORK, only, problems, Resources, text } from './networks';

const POLICY = { name: 'fwp', resource_group_name: 'rg' };
const FIREWALL = {
  name: 'fw', resource_group_name: 'rg', sku_name: 'AZFW_VNet', sku_tier: 'Premium',
  ip_configuration: [{ name: 'public', subnet_id: '${azurerm_subnet.f.id}' }],
};
const NETWORK_RULE = {
  name: 'n', protocols: ['TCP'], source_addresses: ['10.0.0.0/8'], destination_addresses: ['Storage'], destination_ports: ['443'],
};
const APPLICATION_RULE = {
  name: 'a', source_addresses: ['10.0.0.0/8'], destination_fqdns: ['pypi.org'], protocols: [{ type: 'Https', port: 443 }],
};
const POLICY_ID = '${azurerm_firewall_policy.p.id}';

function group(rule: { network?: object; application?: object }, changes: object = {}): object {
  const collection = (kind: string, body: object): object =>
    ({ [`${kind}_rule_collection`]: [{ name: kind, priority: 1000, action: 'Allow', rule: [body] }] });
  return {
    name: 'g', priority: 500, firewall_policy_id: POLICY_ID,
    ...(rule.network === undefined ? {} : collection('network', rule.network)),
    ...(rule.application === undefined ? {} : collection('application', rule.application)), ...changes,
  };
}

function policy(groups: Record<string, object>, more: Resources = {}): Network {
  return configured({ azurerm_firewall_policy: { p: POLICY }, azurerm_firewall_policy_rule_collection_group: groups, ...more });
}

function rules(network: Network): FirewallRule[] {
  return network.firewalls.flatMap((firewall) => firewall.levels.flat(2)).flatMap(({ collections }) => collections)
    .flatMap((collection) => collection.rules);
}

test.each<[name: string, changes: object, line: string]>([
  ['a service tag', {}, '10.0.0.0/8 -> TCP Storage:443'],
  ['several of all', {
    protocols: ['Any', 'TCP', 'UDP', 'ICMP'], source_addresses: ['*', '10.0.0.4-10.0.0.9', '10.1.1.1'],
    destination_addresses: ['AzureCloud.WestUS2', '192.0.2.0/24'], destination_ports: ['*', '80', '1024-2048'],
  }, '*,10.0.0.4-10.0.0.9,10.1.1.1 -> Any,TCP,UDP,ICMP AzureCloud.WestUS2,192.0.2.0/24:0-65535,80,1024-2048'],
  [
    'host names', { destination_addresses: [], destination_fqdns: ['pypi.org', '${var.host}'] },
    '10.0.0.0/8 -> TCP pypi.org,<cdk.tf.json var.host>:443',
  ],
  [
    'expressions', { protocols: '${var.p}', destination_ports: ['${f()}'], source_addresses: '${var.s}' },
    '?var.s -> <cdk.tf.json var.p> Storage:<f() (f is not evaluated here; a plan has its value)>',
  ],
])('a network rule with %s', (_, changes, line) => {
  const network = policy({ g: group({ network: { ...NETWORK_RULE, ...changes } }) });
  expect([rules(network).map(firewallLine), problems(network)]).toEqual([[line], []]);
});

test.each<[name: string, changes: object, line: string]>([
  ['a host name', {}, '10.0.0.0/8 -> Https:443 pypi.org'],
  ['URLs, tags and categories', {
    destination_fqdns: null, destination_urls: ['www.contoso.com/a'], destination_fqdn_tags: ['WindowsUpdate'], web_categories: ['News'],
    protocols: [{ type: 'Http', port: '80' }, { type: 'Mssql', port: 1433 }],
  }, '10.0.0.0/8 -> Http:80,Mssql:1433 www.contoso.com/a,WindowsUpdate,News'],
])('an application rule with %s', (_, changes, line) => {
  const network = policy({ g: group({ application: { ...APPLICATION_RULE, ...changes } }) });
  expect([rules(network).map(firewallLine), problems(network)]).toEqual([[line], []]);
});

test('an application rule says whether TLS ends there, and which addresses it is held to', () => {
  const [rule] = rules(
    policy({ g: group({ application: { ...APPLICATION_RULE, terminate_tls: true, destination_addresses: ['10.9.0.4'] } }) }),
  );
  expect(rule).toMatchObject({
    terminatesTls: true,
    destinations: [{ kind: 'interval', text: '10.9.0.4', interval: { family: 4, first: 0x0a090004n, last: 0x0a090004n } }],
  });
  expect(rules(policy({ g: group({ application: APPLICATION_RULE }) }))[0]).toMatchObject({ terminatesTls: false, destinations: [] });
});

test.each<[name: string, changes: object, problem: string]>([
  ['no source', { source_addresses: [] }, 'source_addresses: it is missing; give one of source_addresses, source_ip_groups'],
  [
    'no destination', { destination_addresses: null },
    'destination_addresses: it is missing; give one of destination_addresses, destination_ip_groups, destination_fqdns',
  ],
  ['no ports', { destination_ports: [] }, 'destination_ports: it is missing or empty; it takes a list with one or more entries'],
  [
    'a protocol in the wrong case', { protocols: ['Tcp'] },
    'protocols[0]: it is "Tcp"; it takes one of "Any", "TCP", "UDP", "ICMP", and is read as "TCP"',
  ],
  ['a range that ends before it begins', { source_addresses: ['10.0.0.9-10.0.0.4'] },
    'source_addresses: "10.0.0.9-10.0.0.4" is not an address; it takes "*", an address, a CIDR range, a range of IPv4 addresses such as ' +
      '"10.0.0.4-10.0.0.9" or a service tag'],
  ['an object for a list', { destination_addresses: { a: 1 } }, 'destination_addresses: it is an object; it takes a list of texts'],
])('a rule with %s is told with its place', (_, changes, problem) => {
  const network = policy({ g: group({ network: { ...NETWORK_RULE, ...changes } }) });
  expect(problems(network)).toEqual([`azurerm_firewall_policy_rule_collection_group.g network_rule_collection[0].rule[0].${problem}`]);
  expect(rules(network)).toHaveLength(1);
});

test('groups and collections come in the order of priority, and rules in their own', () => {
  const collections = [{ name: 'late', priority: 300 }, { name: 'early', priority: 200 }]
    .map((head) => ({ ...head, action: 'Deny', rule: [{ ...NETWORK_RULE, name: 'z' }, NETWORK_RULE] }));
  const network = policy({
    a: group({}, { name: 'second', priority: 600, network_rule_collection: collections }),
    b: group({ application: APPLICATION_RULE }, { name: 'first', priority: 500 }),
  });
  expect(levels(only(network.firewalls))).toEqual([['first 500 [application 1000]', 'second 600 [early 200, late 300]']]);
  expect(rules(network).map(({ name }) => name)).toEqual(['a', 'z', 'n', 'z', 'n']);
});

test('the groups of parents come first, whatever their priority', () => {
  const network = configured({
    azurerm_firewall_policy: {
      p: { ...POLICY, base_policy_id: '${azurerm_firewall_policy.base.id}', sku: 'Premium', dns: { proxy_enabled: true } },
      base: { name: 'base', resource_group_name: 'rg' },
    },
    azurerm_firewall_policy_rule_collection_group: {
      own: group({}), parent: group({}, { name: 'parent', priority: 60000, firewall_policy_id: '${azurerm_firewall_policy.base.id}' }),
    },
  });
  expect(network.firewalls.map((firewall) => [firewall.name, levels(firewall), firewall.sku, firewall.dnsProxy])).toEqual([
    ['base', [['parent 60000 []']], 'Standard', false], ['fwp', [['parent 60000 []'], ['g 500 []']], 'Premium', true],
  ]);
  expect(problems(network)).toEqual([]);
});

test.each<[dns: object, dnsProxy: unknown]>([
  [{ dns: [{ proxy_enabled: false }] }, false], [{ dns: [] }, false],
  [{ dns: { proxy_enabled: '${var.proxy}' } }, { unknown: 'var.proxy', symbol: 'cdk.tf.json var.proxy', isVariable: true }],
  [
    { dynamic: { dns: {} } },
    { unknown: 'azurerm_firewall_policy.p: dynamic "dns": a dynamic block cannot be evaluated here; give the JSON of a plan' },
  ],
])('the DNS proxy of a policy with %j', (dns, dnsProxy) => {
  expect(only(configured({ azurerm_firewall_policy: { p: { ...POLICY, ...dns } } }).firewalls).dnsProxy).toEqual(dnsProxy);
});

test('a policy that is its own base is told', () => {
  const network = configured({ azurerm_firewall_policy: { p: { ...POLICY, base_policy_id: POLICY_ID } } });
  expect(problems(network)).toEqual(['azurerm_firewall_policy.p: fwp is the base policy of itself; a policy takes another one']);
  expect(only(network.firewalls).incomplete).toBe('the policy is its own base');
});

test('a firewall and its policy are one, with the address that routes lead to', () => {
  const network = configured({
    azurerm_firewall_policy: { p: POLICY }, azurerm_firewall: {
      f: { ...FIREWALL, firewall_policy_id: POLICY_ID },
      hub: { ...FIREWALL, name: 'in-hub', ip_configuration: null, virtual_hub: { virtual_hub_id: 'x' }, firewall_policy_id: POLICY_ID },
    },
    azurerm_route_table: {
      t: { name: 'rt', resource_group_name: 'rg', route: ['f.ip_configuration[0]', 'f.ip_configuration.0', 'hub.virtual_hub[0]']
        .map((at, i) => ({
          name: `r${i}`, address_prefix: `${i}.0.0.0/8`, next_hop_type: 'VirtualAppliance',
          next_hop_in_ip_address: `\${azurerm_firewall.${at}.private_ip_address}`,
        })) },
    },
  });
  const firewall = only(network.firewalls);
  const [first, second] = ['f.ip_configuration[0]', 'hub.virtual_hub[0]'].map((at) =>
    `<cdk.tf.json azurerm_firewall.${at}.private_ip_address>`);
  expect([firewall.key, firewall.privateAddresses.map(text)]).toEqual(['cdk.tf.json azurerm_firewall_policy.p', [first, second]]);
  expect([...network.routeTables.values()].flatMap(({ routes }) => routes.map(({ nextHopAddress }) => text(nextHopAddress))))
    .toEqual([first, first, second]);
  expect(problems(network)).toEqual([]);
});

test('policies that are made elsewhere are there and not complete', () => {
  const network = configured({
    azurerm_firewall: { f: { ...FIREWALL, firewall_policy_id: `${NETWORK}/firewallPolicies/Existing` } },
    azurerm_firewall_policy: { p: { ...POLICY, base_policy_id: `${NETWORK}/firewallPolicies/parent` } },
    azurerm_firewall_policy_rule_collection_group: {
      g: group({ network: NETWORK_RULE }, { firewall_policy_id: `${NETWORK}/firewallpolicies/EXISTING` }),
    },
  });
  expect(network.firewalls.map((
    { key, incomplete, privateAddresses, levels: all },
  ) => [key.split('/').at(-1), incomplete, privateAddresses.length, all.map((groups) => groups.length)])).toEqual([
    ['existing', 'a firewall policy that is not made here', 1, [1]], ['parent', 'a firewall policy that is not made here', 0, [0]],
    ['cdk.tf.json azurerm_firewall_policy.p', 'a firewall policy that is not made here', 0, [0, 0]],
  ]);
});

test('groups of a policy that a data source finds', () => {
  const network = configured(
    { azurerm_firewall_policy_rule_collection_group: {
      g: group({ network: NETWORK_RULE }, { firewall_policy_id: '${data.azurerm_firewall_policy.d.id}' }),
    } },
    { data: { azurerm_firewall_policy: { d: { name: 'fwp-hub', resource_group_name: 'rg-hub' } } } },
  );
  expect(only(network.firewalls)).toMatchObject({
    key: 'cdk.tf.json data.azurerm_firewall_policy.d', name: 'fwp-hub',
    incomplete: 'data.azurerm_firewall_policy.d finds a firewall policy that is not made here',
  });
  expect(rules(network)).toHaveLength(1);
});

test('a group of a policy that is not known, or made several times, is told', () => {
  const unknown = policy({ g: group({ network: NETWORK_RULE }, { firewall_policy_id: '${lookup(var.a, "b")}' }) });
  expect([unknown.firewalls.find(({ name }) => name === 'fwp')!.incomplete, problems(unknown)])
    .toEqual([
      'azurerm_firewall_policy_rule_collection_group.g may be a group of this policy: firewall_policy_id is the expression ' +
        'lookup(var.a, "b")',
      [],
    ]);
  const several = policy({ g: group({ network: NETWORK_RULE }, { count: '${var.c}' }) });
  expect(only(several.firewalls).incomplete)
    .toBe('azurerm_firewall_policy_rule_collection_group.g is made with count, which cannot be evaluated here');
  const dynamic = policy({ g: group({}, { dynamic: { network_rule_collection: {} } }) });
  expect(only(dynamic.firewalls).incomplete).toBe('azurerm_firewall_policy_rule_collection_group.g: dynamic "network_rule_collection": a ' +
    'dynamic block cannot be evaluated here; give the JSON of a plan');
});

test('classic rules are those of their firewall, network rules first', () => {
  const head = (name: string, priority: number): object =>
    ({ name, priority, action: 'Allow', azure_firewall_name: '${azurerm_firewall.f.name}', resource_group_name: 'rg' });
  const network = configured({
    azurerm_firewall: { f: { ...FIREWALL, dns_proxy_enabled: true } },
    azurerm_firewall_network_rule_collection: { n: { ...head('net', 400), rule: [NETWORK_RULE] } },
    azurerm_firewall_application_rule_collection: {
      a: {
        ...head('app-b', 300),
        rule: [{ name: 'x', source_addresses: ['*'], target_fqdns: ['pypi.org'], protocol: [{ type: 'Https', port: 443 }] }],
      },
      b: { ...head('app-a', 200), rule: [{ name: 'y', source_addresses: ['*'], fqdn_tags: ['WindowsUpdate'] }] },
    },
  });
  const firewall = only(network.firewalls);
  expect(firewall).toMatchObject({ key: 'cdk.tf.json azurerm_firewall.f', sku: 'Premium', dnsProxy: true });
  expect(levels(firewall).map((groups) => groups.map((line) => line.replace(/^fw \d /, ''))))
    .toEqual([['[net 400]', '[app-a 200, app-b 300]']]);
  expect(rules(network).map(firewallLine)).toEqual(['10.0.0.0/8 -> TCP Storage:443', '* ->  WindowsUpdate', '* -> Https:443 pypi.org']);
  expect(problems(network)).toEqual([]);
});

test('classic rules of a firewall with a policy, and of one that is made elsewhere', () => {
  const collection = (name: string): object =>
    ({ name: 'net', priority: 100, action: 'Allow', azure_firewall_name: name, resource_group_name: 'rg', rule: [NETWORK_RULE] });
  const network = configured({
    azurerm_firewall_policy: { p: POLICY }, azurerm_firewall: { f: { ...FIREWALL, firewall_policy_id: POLICY_ID } },
    azurerm_firewall_network_rule_collection: { n: collection('fw'), e: collection('elsewhere') },
  });
  expect(problems(network)).toEqual([
    'azurerm_firewall_network_rule_collection.n: azurerm_firewall.f has a firewall policy, and its rules are those of the policy; this ' +
      'collection is left out',
  ]);
  expect(network.firewalls.map(({ name, incomplete }) => [name, incomplete]))
    .toEqual([['elsewhere', 'a firewall that is not made here'], ['fwp', undefined]]);
});

test('IP groups stand for their addresses', () => {
  const network = policy({ g: group({ network: {
    ...NETWORK_RULE, source_addresses: [],
    source_ip_groups: ['${azurerm_ip_group.i.id}', `${NETWORK}/ipGroups/other`, '${azurerm_ip_group.empty.id}'],
    destination_ip_groups: ['${azurerm_ip_group.i.id}'],
  } }) }, {
    azurerm_ip_group: {
      i: { name: 'ipg', resource_group_name: 'rg', cidrs: ['10.1.0.0/16', '10.2.0.4'] },
      empty: { name: 'ipg-empty', resource_group_name: 'rg' },
    },
    azurerm_ip_group_cidr: {
      c: { ip_group_id: '${azurerm_ip_group.i.id}', cidr: '10.3.0.0/16' },
      d: { ip_group_id: '${azurerm_ip_group.i.id}', cidr: '10.4.0.0/16', count: '${var.n}' },
    },
  });
  const members = '10.1.0.0/16,10.2.0.4,10.3.0.0/16,?azurerm_ip_group_cidr.d';
  expect(rules(network).map(firewallLine)).toEqual([`${members},?other,?ipg-empty -> TCP Storage,${members}:443`]);
});
