import { Direction, Protocol } from '../../../lib';
import { AddressTerm, Firewall, FirewallRule, Network, Route, RuleCollection, SecurityRule, Unknown } from '../../../lib/network/network';
import { verify } from '../../../lib/verification/verify';
import { Need, setOf } from '../../support/needs';
import { SUBNET, term } from '../../support/networks';
import { FILE } from '../../support/packets/worlds';
import { readTags, weekly } from '../../support/service-tags';

/**
 * What the documentation says of rules and routes, case by case. Sources: network security groups overview, 2025-07-15 (groups);
 * virtual networks user-defined routes overview, 2023-05-27 (routes); Azure Firewall rule processing, 2025-05-07, its FAQ and FQDN
 * filtering in network rules, 2021-09-01 (firewalls); service tags overview, 2025-07-15 (tags).
 */

const place = { file: 'f', resource: 'r' };
const EVERY = [{ first: 0, last: 65535 }];
const file = readTags(weekly(FILE));
const unknown: Unknown = { unknown: 'var.x' };

type Rule = [priority: number | Unknown, access: 'Allow' | 'Deny', to: string | AddressTerm, more?: Partial<SecurityRule>];

function securityRule([priority, access, to, more = {}]: Rule): SecurityRule {
  const other = typeof to === 'string' ? to.split(' ').map(term) : [to];
  const isIn = more.direction === 'Inbound';
  return {
    name: `r-${access}`, place, direction: 'Outbound', priority, access, protocol: '*', sourcePorts: EVERY, destinationPorts: EVERY,
    sources: isIn ? other : [term('*')], destinations: isIn ? [term('*')] : other, ...more,
  };
}

const route = ([prefix, nextHop, nextHopAddress]: [string, Route['nextHop'], string?]): Route =>
  ({ name: prefix, place, prefix: term(prefix), nextHop, ...(nextHopAddress !== undefined && { nextHopAddress }) });
const network = (to: string, more: object = {}): FirewallRule => ({
  kind: 'network', name: 'n', place, sources: [term('*')], protocols: ['TCP'], hostNames: [], destinationPorts: [{ first: 443, last: 443 }],
  destinations: to === '' ? [] : to.split(' ').map(term), ...more,
});
const application = (hosts: string, more: object = {}): FirewallRule => ({
  kind: 'application', name: 'a', place, sources: [term('*')], protocols: [{ type: 'Https', port: 443 }],
  hostNames: hosts === '' ? [] : hosts.split(' '),
  urls: [], fqdnTags: [], webCategories: [], destinations: [], terminatesTls: false, ...more,
});
const collection = (priority: number, action: 'Allow' | 'Deny', ...rules: FirewallRule[]): RuleCollection =>
  ({ name: `c${priority}`, place, kind: rules[0]!.kind, priority, action, rules });
const group = (priority: number, ...collections: RuleCollection[]): Firewall['levels'][number][number] =>
  ({ name: `g${priority}`, place, priority, collections });

interface Case {
  readonly rules?: Rule[];
  readonly routes?: [string, Route['nextHop'], string?][];
  readonly levels?: Firewall['levels'];
  readonly space?: string[];
  readonly own?: string[];
}

function outcomeOf(
  need: Partial<Need>, { rules, routes, levels, space = ['10.1.0.0/16'], own = ['10.1.1.0/24'] }: Case, hasFile = true,
): string {
  const requirements = setOf([
    { direction: Direction.OUTBOUND, kind: 'tag', value: 'Storage.WestUS2', protocol: Protocol.TCP, ports: ['443'], ...need },
  ]);
  const all = routes ?? (levels === undefined ? [] : [['0.0.0.0/0', 'VirtualAppliance', '10.1.0.4'] as [string, Route['nextHop'], string]]);
  const given: Network = {
    subnets: [{
      key: SUBNET.key, name: SUBNET.name, place, addressPrefixes: own.map(term), networkAddressSpace: space.map(term),
      ...(rules !== undefined && { securityGroup: 'group' }), routeTable: 'table',
    }],
    securityGroups: new Map([['group', { key: 'group', name: 'group', place, rules: (rules ?? []).map(securityRule) }]]),
    routeTables: new Map([['table', { key: 'table', name: 'table', place, routes: all.map(route) }]]),
    firewalls: levels === undefined
      ? []
      : [{ key: 'firewall', name: 'firewall', place, levels, privateAddresses: ['10.1.0.4'], sku: 'Premium', dnsProxy: true }],
    problems: [],
  };
  const subnet = { name: SUBNET.name, subnetId: SUBNET.key, addressPrefixes: [], requirements, networkTraffic: 'virtual-network' as const };
  return verify(given, { subnets: [subnet], ...(hasFile && { serviceTags: file }) }).answers[0]!.outcome;
}

const INBOUND = { direction: Direction.INBOUND } as const;
const IN = { direction: 'Inbound' } as const;
const range = (value: string): Partial<Need> => ({ kind: 'range', value });
const host = (value: string): Partial<Need> => ({ kind: 'host', value });
const tag = (value: string): Partial<Need> => ({ kind: 'tag', value });
const TLS = [{ first: 443, last: 443 }];
const opaque: AddressTerm = { kind: 'opaque', text: 'azurerm_ip_group.x', why: 'not read' };

describe('security groups', () => {
  test.each<[what: string, need: Partial<Need>, rules: Rule[], outcome: string]>([
    ['default rule 65001 lets out to the Internet', {}, [], 'met'],
    ['default rule 65000 lets out to the network', range('10.1.2.0/24'), [], 'met'],
    // unless it is a range of a network that this one is connected to
    ['default rule 65500 keeps the Internet out', { ...INBOUND, ...range('203.0.113.0/24') }, [], 'unknown'],
    ['default rule 65500 keeps service tags out', INBOUND, [], 'denied'],
    ['default rule 65001 lets in health probes', { ...INBOUND, ...tag('AzureLoadBalancer') }, [], 'met'],
    ['the lower number decides: deny', {}, [[200, 'Allow', 'Storage'], [100, 'Deny', '*']], 'denied'],
    ['the lower number decides: allow', {}, [[200, 'Deny', '*'], [100, 'Allow', 'Storage']], 'met'],
    ['a regional tag is in its global one', {}, [[100, 'Allow', 'Storage'], [4096, 'Deny', '*']], 'met'],
    ['a global tag is more than a regional one', tag('Storage'), [[100, 'Allow', 'Storage.WestUS2'], [4096, 'Deny', '*']], 'denied'],
    ['Azure is on the Internet', {}, [[100, 'Allow', 'Internet'], [4096, 'Deny', '*']], 'met'],
    ['a deny to the Internet holds Azure', {}, [[100, 'Deny', 'Internet']], 'denied'],
    ['0.0.0.0/0 holds what `*` holds of IPv4', {}, [[100, 'Allow', '0.0.0.0/0'], [4096, 'Deny', '*']], 'met'],
    ['two halves are the whole', {}, [[100, 'Allow', '0.0.0.0/1 128.0.0.0/1'], [4096, 'Deny', '*']], 'met'],
    ['another port', {}, [[100, 'Allow', 'Storage', { destinationPorts: [{ first: 80, last: 80 }] }], [4096, 'Deny', '*']], 'denied'],
    ['another protocol', {}, [[100, 'Allow', 'Storage', { protocol: 'Udp' }], [4096, 'Deny', '*']], 'denied'],
    ['ICMP is neither TCP nor UDP', {}, [[100, 'Deny', '*', { protocol: 'Icmp' }]], 'met'],
    // which ones compute uses is in no file
    [
      'some source ports are not all', {},
      [[100, 'Allow', 'Storage', { sourcePorts: [{ first: 1024, last: 40000 }] }], [4096, 'Deny', '*']], 'unknown',
    ],
    [
      'those that connections are opened from are', {},
      [[100, 'Allow', 'Storage', { sourcePorts: [{ first: 1024, last: 65535 }] }], [4096, 'Deny', '*']], 'met',
    ],
    ['and denied they are denied', {}, [[100, 'Deny', '*', { sourcePorts: [{ first: 1024, last: 65535 }] }]], 'denied'],
    [
      'all source ports in parts are all', {},
      [[100, 'Allow', 'Storage', { sourcePorts: [{ first: 8000, last: 65535 }, { first: 0, last: 7999 }] }], [4096, 'Deny', '*']], 'met',
    ],
    ['an unknown priority of an allow', {}, [[unknown, 'Allow', 'Storage'], [4096, 'Deny', '*']], 'unknown'],
    ['an unknown priority of a deny', {}, [[unknown, 'Deny', 'Storage'], [300, 'Allow', 'Storage']], 'unknown'],
    ['unknown ports', {}, [[100, 'Allow', 'Storage', { destinationPorts: [unknown] }], [4096, 'Deny', '*']], 'unknown'],
    [
      'known ports beside unknown ones', {}, [[100, 'Allow', 'Storage', { destinationPorts: [unknown, ...TLS] }], [4096, 'Deny', '*']],
      'met',
    ],
    ['addresses that nobody read', {}, [[100, 'Allow', opaque], [4096, 'Deny', '*']], 'unknown'],
    ['host names have addresses', host('pypi.org'), [[100, 'Allow', 'AzureCloud'], [4096, 'Deny', '*']], 'unknown'],
    ['IPv6 ranges are not those of IPv4', {}, [[100, 'Allow', '2603:1000:1::/48'], [4096, 'Deny', '*']], 'denied'],
    ['a private range is in the network', range('10.9.0.0/24'), [[100, 'Allow', 'VirtualNetwork'], [4096, 'Deny', '*']], 'met'],
    ['a public range of the network is', range('51.1.0.0/24'), [[100, 'Allow', 'VirtualNetwork'], [4096, 'Deny', '*']], 'met'],
    ['a public range outside may be', range('51.9.0.0/24'), [[100, 'Allow', 'VirtualNetwork'], [4096, 'Deny', '*']], 'unknown'],
  ])('%s', (_what, need, rules, outcome) => {
    const turned = need.direction === Direction.INBOUND
      ? rules.map(([priority, access, to, more]): Rule => [priority, access, to, { ...more, ...IN }])
      : rules;
    expect(outcomeOf(need, { rules: turned, space: ['10.1.0.0/16', '51.1.0.0/16'] })).toBe(outcome);
  });

  test.each<[what: string, need: Partial<Need>, rules: Rule[], outcome: string]>([
    [
      'two tests of a tag agree, whatever it holds', host('pypi.org'),
      [[100, 'Deny', 'Storage'], [200, 'Allow', 'Storage'], [300, 'Deny', '*']], 'denied',
    ],
    [
      'a regional tag is not held where its global one is not', host('pypi.org'),
      [[100, 'Deny', 'Storage'], [200, 'Allow', 'Storage.WestUS2'], [300, 'Deny', '*']], 'denied',
    ],
    [
      'other tags may hold it', host('pypi.org'), [[100, 'Deny', 'Storage'], [200, 'Allow', 'AzureKeyVault'], [300, 'Deny', '*']],
      'unknown',
    ],
    [
      'an address is in one half or the other', host('pypi.org'),
      [[100, 'Allow', '0.0.0.0/1'], [200, 'Allow', '128.0.0.0/1'], [300, 'Deny', '*']], 'met',
    ],
    [
      'an allow before does not rule out what another port matches', host('pypi.org'),
      [[100, 'Deny', 'Storage', { destinationPorts: [{ first: 80, last: 80 }] }], [200, 'Allow', 'Storage'], [300, 'Deny', '*']], 'unknown',
    ],
    [
      'a deny for some source ports rules nothing out', host('pypi.org'),
      [[100, 'Deny', 'Storage', { sourcePorts: [{ first: 1024, last: 2000 }] }], [200, 'Allow', 'Storage'], [300, 'Deny', '*']], 'unknown',
    ],
    ['the address space written out is VirtualNetwork', tag('VirtualNetwork'), [[100, 'Allow', '10.1.0.0/16'], [4096, 'Deny', '*']], 'met'],
    ['a part of the address space is not', tag('VirtualNetwork'), [[100, 'Allow', '10.1.0.0/17'], [4096, 'Deny', '*']], 'denied'],
    ['metadata is not held by a deny for everything', range('169.254.169.254/32'), [[100, 'Deny', '*']], 'met'],
    ['metadata is held by its tag', { ...range('169.254.169.254/32'), ports: ['80'] }, [[100, 'Deny', 'AzurePlatformIMDS']], 'denied'],
    ['metadata by its tag', { ...tag('AzurePlatformIMDS'), ports: ['80'] }, [[100, 'Deny', '*']], 'met'],
    [
      'name resolution by its tag', { ...tag('AzurePlatformDNS'), ports: ['53'] }, [[100, 'Deny', 'AzurePlatformDNS'], [200, 'Deny', '*']],
      'denied',
    ],
    [
      'a deny for metadata says nothing of others', {},
      [[100, 'Deny', 'AzurePlatformIMDS'], [200, 'Allow', 'Storage'], [4096, 'Deny', '*']], 'met',
    ],
    ['nor of names', host('pypi.org'), [[100, 'Deny', 'AzurePlatformIMDS'], [4096, 'Deny', '*']], 'denied'],
  ])('%s', (_what, need, rules, outcome) => {
    expect(outcomeOf(need, { rules })).toBe(outcome);
  });

  test('a network that is denied for its tag is not let in by the default rule for the same tag', () => {
    const rules: Rule[] = [[4096, 'Deny', 'VirtualNetwork', IN]];
    expect(outcomeOf({ ...INBOUND, ...range('203.0.113.0/24') }, { rules, routes: [['0.0.0.0/0', 'Internet']] })).toBe('denied');
  });

  test('routes widen the tag VirtualNetwork by their prefixes', () => {
    const closed: Rule[] = [[100, 'Allow', 'VirtualNetwork'], [4096, 'Deny', '*']];
    expect(outcomeOf({}, { rules: closed, routes: [['20.1.0.0/16', 'Internet']] })).toBe('unknown');
    expect(outcomeOf({}, { rules: closed, routes: [['40.1.0.0/25', 'Internet']] })).toBe('denied');
    expect(outcomeOf(tag('Internet'), { rules: closed, routes: [['0.0.0.0/0', 'Internet']] })).toBe('unknown');
  });

  test('rules for the IPv4 range of a subnet with IPv6 hold all of its IPv4 traffic', () => {
    const rules: Rule[] = [[100, 'Allow', 'Storage', { sources: [term('10.1.1.0/24')] }], [4096, 'Deny', '*']];
    expect(outcomeOf({}, { rules, own: ['10.1.1.0/24', 'fd12:1:1::/64'] })).toBe('met');
  });
});

describe('routes', () => {
  test.each<[what: string, need: Partial<Need>, routes: [string, Route['nextHop'], string?][], outcome: string, byNames?: string]>([
    ['None drops', {}, [['0.0.0.0/0', 'None']], 'denied'],
    ['the longest prefix decides', range('20.1.0.0/25'), [['0.0.0.0/0', 'None'], ['20.1.0.0/24', 'Internet']], 'met'],
    ['user-defined before system', range('10.1.0.0/16'), [['10.1.0.0/16', 'None']], 'denied'],
    ['a longer prefix of the system before a shorter one of the user', range('10.1.0.0/16'), [['10.0.0.0/8', 'None']], 'met'],
    [
      'an explicit prefix before a tag with the same', range('20.1.1.0/24'), [['20.1.1.0/24', 'Internet'], ['Storage', 'None']], 'met',
      'unknown',
    ],
    ['a regional tag before its global one', {}, [['Storage', 'None'], ['Storage.WestUS2', 'Internet']], 'met'],
    [
      'a tag before AzureCloud of a region with the same prefix', range('20.1.0.0/25'),
      [['AzureCloud.westus2', 'None'], ['Storage.WestUS2', 'Internet']], 'met', 'unknown',
    ],
    [
      'AzureCloud of a region before AzureCloud', range('20.3.0.0/26'), [['AzureCloud', 'None'], ['AzureCloud.westus2', 'Internet']], 'met',
      'unknown',
    ],
    [
      'the longer prefix of AzureCloud of a region before the shorter one of a tag', range('20.1.0.0/25'),
      [['Storage', 'None'], ['AzureCloud.westus2', 'Internet']], 'met', 'unknown',
    ],
    ['a part of a tag that goes elsewhere', tag('Storage'), [['Storage.EastUS', 'None']], 'denied'],
    ['two halves are the default route', {}, [['0.0.0.0/1', 'None'], ['128.0.0.0/1', 'None']], 'denied'],
    ['and so for the Internet', tag('Internet'), [['0.0.0.0/1', 'None'], ['128.0.0.0/1', 'None']], 'denied'],
    ['an appliance that nobody read', {}, [['0.0.0.0/0', 'VirtualAppliance', '10.9.9.9']], 'unknown'],
    ['an unknown next hop', {}, [['0.0.0.0/0', unknown]], 'unknown'],
    ['the virtual network has no addresses of Azure', {}, [['0.0.0.0/0', 'VnetLocal']], 'denied'],
    ['the Internet has none of the network', range('10.2.0.0/16'), [['10.2.0.0/16', 'Internet']], 'denied'],
    ['what is behind a gateway', {}, [['0.0.0.0/0', 'VirtualNetworkGateway']], 'unknown'],
  ])('%s', (_what, need, routes, outcome, byNames = outcome) => {
    expect(outcomeOf(need, { routes })).toBe(outcome);
    expect(outcomeOf(need, { routes }, false)).toBe(byNames);
  });

  test('a security group comes first', () => {
    expect(outcomeOf({}, { rules: [[100, 'Deny', '*']], routes: [['0.0.0.0/0', 'VirtualAppliance', '10.9.9.9']] })).toBe('denied');
  });
});

describe('firewalls', () => {
  const allow = (rule: FirewallRule, priority = 200): RuleCollection => collection(priority, 'Allow', rule);
  const deny = (rule: FirewallRule, priority = 100): RuleCollection => collection(priority, 'Deny', rule);
  test.each<[what: string, need: Partial<Need>, levels: Firewall['levels'], outcome: string]>([
    ['what no rule matches is denied', {}, [[]], 'denied'],
    ['priority of groups', {}, [[group(200, allow(network('Storage'))), group(100, deny(network('Storage')))]], 'denied'],
    ['priority of collections', {}, [[group(100, allow(network('Storage'), 200), deny(network('Storage'), 100))]], 'denied'],
    [
      'a parent before its child, whatever the numbers', {},
      [[group(60000, deny(network('Storage')))], [group(100, allow(network('Storage')))]], 'denied',
    ],
    ['rules as they stand', {}, [[group(100, allow(network('AzureMonitor Storage')))]], 'met'],
    [
      'network rules before application rules, whatever the numbers', host('pypi.org'),
      [[group(100, deny(application('pypi.org'))), group(200, allow(network('*')))]], 'met',
    ],
    [
      'a network rule of a child before an application rule of its parent', host('pypi.org'),
      [[group(100, deny(application('pypi.org')))], [group(100, allow(network('*')))]], 'met',
    ],
    ['the exact name', host('pypi.org'), [[group(100, allow(application('pypi.org')))]], 'met'],
    ['names in any case', host('pypi.org'), [[group(100, allow(application('PyPI.org')))]], 'met'],
    ['`*.x` is not for x', host('example.com'), [[group(100, allow(application('*.example.com')))]], 'denied'],
    ['`*.x` at any depth', host('b.a.example.com'), [[group(100, allow(application('*.example.com')))]], 'met'],
    ['`*x` is for x', host('example.com'), [[group(100, allow(application('*example.com')))]], 'met'],
    ['`*x` is for names that look alike', host('notexample.com'), [[group(100, allow(application('*example.com')))]], 'met'],
    ['`*` is for all names', host('*.example.com'), [[group(100, allow(application('*')))]], 'met'],
    ['and not for what has no name', {}, [[group(100, allow(application('*')))]], 'unknown'],
    [
      'one of many names denied', host('*.example.com'),
      [[group(100, deny(application('a.example.com')), allow(application('*.example.com')))]], 'denied',
    ],
    [
      'FQDN tags, which hold no host that is not needed by a service of Microsoft', host('pypi.org'),
      [[group(100, allow(application('', { fqdnTags: ['WindowsUpdate'] })))]], 'denied',
    ],
    [
      'FQDN tags, whose lists Azure keeps', host('go.microsoft.com'),
      [[group(100, allow(application('', { fqdnTags: ['WindowsUpdate'] })))]], 'unknown',
    ],
    [
      'HTTP on 443 is not what is spoken there', host('pypi.org'),
      [[group(100, allow(application('pypi.org', { protocols: [{ type: 'Http', port: 443 }] })))]], 'denied',
    ],
    [
      'a URL without TLS inspection would hold nothing; the host holds the URL', { kind: 'url', value: 'pypi.org/simple/*' },
      [[group(100, allow(application('pypi.org')))]], 'met',
    ],
    ['a host in a network rule', host('pypi.org'), [[group(100, allow(network('', { hostNames: ['pypi.org'] })))]], 'met'],
    [
      'names with one address cannot be told apart', host('pypi.org'),
      [[group(100, deny(network('', { hostNames: ['example.com'] })), allow(application('pypi.org')))]], 'unknown',
    ],
    [
      'a name may have an address of a range', host('pypi.org'),
      [[group(100, deny(network('20.1.0.0/24')), allow(application('pypi.org')))]], 'unknown',
    ],
    [
      'an application rule that is held to addresses', host('pypi.org'),
      [[group(100, allow(application('pypi.org', { destinations: [term('20.1.0.0/24')] })))]], 'unknown',
    ],
    [
      'UDP is not for application rules', { ...host('pypi.org'), protocol: Protocol.UDP }, [[group(100, allow(application('pypi.org')))]],
      'denied',
    ],
    ['rules for other sources', {}, [[group(100, allow(network('Storage', { sources: [term('10.7.0.0/16')] })))]], 'denied'],
    ['rules for a part of the subnet', {}, [[group(100, allow(network('Storage', { sources: [term('10.1.1.0/25')] })))]], 'denied'],
    ['sources that nobody read', {}, [[group(100, allow(network('Storage', { sources: [opaque] })))]], 'unknown'],
    ['an unknown port', {}, [[group(100, allow(network('Storage', { destinationPorts: [unknown] })))]], 'unknown'],
  ])('%s', (_what, need, levels, outcome) => {
    expect(outcomeOf(need, { levels })).toBe(outcome);
  });
});

describe('more rules for addresses than are remembered', () => {
  const many = (access: 'Allow' | 'Deny'): Rule[] => Array.from({ length: 100 }, (_, i) => [100 + i, access, `203.0.113.${i}`]);

  test.each<[what: string, rules: Rule[], outcome: string]>([
    ['those that allow leave a host to what follows', [...many('Allow'), [300, 'Allow', 'Internet'], [4096, 'Deny', '*']], 'met'],
    [
      'one that denies is not taken for one of those that allow before it',
      [...many('Allow'), [290, 'Deny', '198.51.100.0/24'], [300, 'Allow', 'Internet']], 'unknown',
    ],
    ['those that allow may hold the host', [...many('Allow'), [4096, 'Deny', '*']], 'unknown'],
    ['those that deny may hold the host', [...many('Deny'), [300, 'Allow', 'Internet']], 'unknown'],
    [
      'one that allows is not taken for one of those that deny before it',
      [...many('Deny'), [290, 'Allow', '198.51.100.0/24'], [4096, 'Deny', '*']], 'unknown',
    ],
    ['every address is one rule', [...many('Deny'), [290, 'Deny', '0.0.0.0/0'], [300, 'Allow', 'Internet']], 'denied'],
  ])('%s', (_what, rules, outcome) => {
    expect(outcomeOf(host('pypi.org'), { rules })).toBe(outcome);
  });
});
