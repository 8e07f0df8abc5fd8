import fc from './fast-check';
import { PortInterval } from '../../lib/azure/port-sets';
import {
  AddressTerm, AdminRule, Firewall, FirewallRule, Network, NetworkInterface, NextHopKind, Route, RuleCollection, RuleCollectionGroup,
  SecurityRule, Subnet,
} from '../../lib/network/network';
import { range } from './packets/world';
import { TAGS } from './packets/worlds';

/** Small networks of one subnet, as the model that is read from files. */

const place = { file: 'network.tf.json', resource: 'azurerm_x.y' };
const ALL_PORTS: PortInterval = { first: 0, last: 65535 };

export function term(text: string): AddressTerm {
  return text === '*'
    ? { kind: 'any' }
    : /^[\d:]|^[a-f\d]+:/.test(text) ? { kind: 'interval', text, interval: range(text) }
    : { kind: 'tag', tag: text };
}

const PUBLIC_RANGES = [
  '20.1.0.0/24', '20.1.0.0/16', '20.1.0.128/25', '20.2.0.0/28', '23.0.113.0/24', '40.1.0.0/25', '52.51.100.0/24', '51.1.0.0/24',
  '20.0.0.0/8',
];
const PRIVATE_RANGES = ['10.1.0.0/16', '10.1.1.0/24', '10.2.0.0/16', '10.0.0.0/8', '192.168.0.0/16'];
const HALVES = ['0.0.0.0/1', '128.0.0.0/1'];

const tags = fc.constantFrom(...TAGS);
const ranges = fc.constantFrom(...PUBLIC_RANGES, ...PRIVATE_RANGES, ...HALVES, '0.0.0.0/0', '2603:1000:1::/48');
const terms = (arbitrary: fc.Arbitrary<string>, maxLength = 1): fc.Arbitrary<AddressTerm[]> =>
  fc.uniqueArray(arbitrary, { minLength: 1, maxLength }).map((all) => all.map(term));
const otherSide: fc.Arbitrary<AddressTerm[]> = fc.oneof(
  { weight: 3, arbitrary: terms(tags) }, { weight: 3, arbitrary: terms(ranges, 3) },
  { weight: 2, arbitrary: terms(fc.constantFrom('*', 'Internet', 'VirtualNetwork')) },
  { weight: 1, arbitrary: terms(fc.constantFrom('AzureLoadBalancer', 'AzurePlatformDNS', 'AzurePlatformIMDS')) },
);
const ownSide: fc.Arbitrary<AddressTerm[]> = fc.oneof(
  { weight: 6, arbitrary: terms(fc.constant('*')) },
  { weight: 3, arbitrary: terms(fc.constantFrom('10.1.1.0/24', '10.1.0.0/16', 'VirtualNetwork')) },
  { weight: 1, arbitrary: terms(fc.constantFrom('10.1.1.0/25', '10.2.0.0/16', 'Storage')) },
);
const ports: fc.Arbitrary<PortInterval[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<PortInterval[]>([ALL_PORTS]) },
  { weight: 4, arbitrary: fc.constant<PortInterval[]>([{ first: 443, last: 443 }]) },
  { weight: 4, arbitrary: fc.uniqueArray(fc.constantFrom({ first: 22, last: 22 }, { first: 80, last: 80 }, { first: 443, last: 443 }, {
    first: 8000, last: 8443,
  }, { first: 80, last: 8080 }), { minLength: 1, maxLength: 2 }) },
);

const securityRule: fc.Arbitrary<Omit<SecurityRule, 'priority' | 'name'>> = fc.record({
  place: fc.constant(place),
  direction: fc.constantFrom('Outbound' as const, 'Outbound' as const, 'Inbound' as const),
  access: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
  protocol: fc.constantFrom('*' as const, 'Tcp' as const, 'Tcp' as const, 'Udp' as const, 'Icmp' as const),
  own: ownSide, other: otherSide,
  sourcePorts: fc.oneof({ weight: 9, arbitrary: fc.constant([ALL_PORTS]) }, {
    weight: 1, arbitrary: fc.constant([{ first: 1024, last: 40000 }]),
  }),
  destinationPorts: ports,
}).map(({ own, other, ...rest }) =>
  ({ ...rest, ...(rest.direction === 'Outbound' ? { sources: own, destinations: other } : { sources: other, destinations: own }) }));

const securityRules: fc.Arbitrary<SecurityRule[]> = fc.tuple(fc.array(securityRule, { maxLength: 6 }), fc.boolean())
  .map(([rules, isClosed]) => [
    ...rules.map((rule, i) => ({ ...rule, name: `r${i}`, priority: 100 + i })),
    ...(isClosed ? [{
      name: 'deny', place, direction: 'Outbound' as const, access: 'Deny' as const, protocol: '*' as const, priority: 4096,
      sources: [term('*')], destinations: [term('*')], sourcePorts: [ALL_PORTS], destinationPorts: [ALL_PORTS],
    }] : []),
  ]);

const FIREWALL = '10.1.0.4';
const hops: fc.Arbitrary<Pick<Route, 'nextHop' | 'nextHopAddress'>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ nextHop: 'VirtualAppliance' as const, nextHopAddress: FIREWALL }) },
  { weight: 1, arbitrary: fc.constant({ nextHop: 'VirtualAppliance' as const, nextHopAddress: '10.1.0.200' }) },
  { weight: 5, arbitrary: fc.constantFrom<NextHopKind[]>('Internet', 'Internet', 'None', 'VnetLocal', 'VirtualNetworkGateway')
    .map((nextHop) => ({ nextHop })) },
);

const routes: fc.Arbitrary<Route[]> = fc.tuple(
  fc.constantFrom<string[][]>(['0.0.0.0/0'], ['0.0.0.0/0'], HALVES, []),
  fc.uniqueArray(fc.oneof(tags, fc.constantFrom(...PUBLIC_RANGES, '10.2.0.0/16', '10.1.0.0/16', '20.1.0.0/25')), { maxLength: 4 }),
  fc.array(hops, { minLength: 6, maxLength: 6 }),
).map(([defaults, more, to]) =>
  [...new Set([...defaults, ...more])].map((prefix, i) => ({ name: `to${i}`, place, prefix: term(prefix), ...to[i]! })));

const from = fc.oneof(
  { weight: 5, arbitrary: fc.constant([term('*')]) }, { weight: 4, arbitrary: terms(fc.constantFrom('10.1.1.0/24', '10.1.0.0/16')) },
  { weight: 1, arbitrary: terms(fc.constantFrom('10.1.1.0/25', '10.7.0.0/16')) },
);

const networkRule: fc.Arbitrary<FirewallRule> = fc.record({
  kind: fc.constant('network' as const), name: fc.constant('n'), place: fc.constant(place), sources: from,
  protocols: fc.constantFrom<('Any' | 'TCP' | 'UDP' | 'ICMP')[][]>(['TCP'], ['TCP'], ['UDP'], ['TCP', 'UDP'], ['Any']),
  to: fc.oneof(
    { weight: 4, arbitrary: terms(tags, 2) }, { weight: 3, arbitrary: terms(ranges, 2) }, { weight: 1, arbitrary: terms(fc.constant('*')) },
    { weight: 2, arbitrary: fc.constantFrom('pypi.org', 'example.com') },
  ),
  destinationPorts: ports,
}).map(({ to, ...rest }) =>
  ({ ...rest, ...(typeof to === 'string' ? { destinations: [], hostNames: [to] } : { destinations: to, hostNames: [] }) }));

const NAMES = ['pypi.org', '*.pypi.org', 'example.com', '*.example.com', '*example.com', 'a.example.com', '*', '*.com'];
const URLS = ['pypi.org/simple/*', 'example.com/packages/*', '*.example.com/packages/*'];
const applicationRule: fc.Arbitrary<FirewallRule> = fc.record({
  kind: fc.constant('application' as const), name: fc.constant('a'), place: fc.constant(place), sources: from,
  protocols: fc.uniqueArray(fc.constantFrom({ type: 'Https' as const, port: 443 }, {
    type: 'Http' as const, port: 80,
  }, { type: 'Https' as const, port: 8443 }, { type: 'Http' as const, port: 443 }), { minLength: 1, maxLength: 2 }),
  to: fc.oneof(
    { weight: 6, arbitrary: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 2 }).map((hostNames) => ({ hostNames })) },
    { weight: 1, arbitrary: fc.constant({ fqdnTags: ['WindowsUpdate'] }) }, {
      weight: 1, arbitrary: fc.constantFrom(...URLS).map((url) => ({ urls: [url], terminatesTls: true })),
    },
  ),
  destinations: fc.oneof({ weight: 9, arbitrary: fc.constant<AddressTerm[]>([]) }, {
    weight: 1, arbitrary: terms(fc.constantFrom('20.1.0.0/16', '*')),
  }),
}).map(({ to, ...rest }) => ({ hostNames: [], urls: [], fqdnTags: [], webCategories: [], terminatesTls: false, ...rest, ...to }));

const collection: fc.Arbitrary<Omit<RuleCollection, 'priority'>> = fc.oneof(
  fc.array(networkRule, { minLength: 1, maxLength: 2 }).map((rules) => ({ kind: 'network' as const, rules })),
  fc.array(applicationRule, { minLength: 1, maxLength: 2 }).map((rules) => ({ kind: 'application' as const, rules })),
).chain((content) =>
  fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const).map((action) => ({ ...content, action, name: 'c', place })));

/** Priorities are in no order, as in files. */
function numbered<T>(items: readonly T[], isReversed: boolean): (T & { priority: number })[] {
  return items.map((item, i) => ({ ...item, priority: 100 * (isReversed ? items.length - i : i + 1) }));
}
const group: fc.Arbitrary<Omit<RuleCollectionGroup, 'priority'>> = fc.tuple(
  fc.array(collection, { minLength: 1, maxLength: 3 }), fc.boolean(),
)
  .map(([collections, isReversed]) => ({ name: 'g', place, collections: numbered(collections, isReversed) }));
const level: fc.Arbitrary<RuleCollectionGroup[]> = fc.tuple(fc.array(group, { maxLength: 2 }), fc.boolean()).map(([groups, isReversed]) =>
  numbered(groups, isReversed));

const firewall: fc.Arbitrary<Firewall> = fc.array(level, { minLength: 1, maxLength: 2 }).map((levels) => ({
  key: 'firewall', name: 'firewall', place, levels, privateAddresses: [FIREWALL], sku: 'Premium', dnsProxy: true,
}));

export const SUBNET = { name: 'training', key: 'vnet/training' } as const;

const subnet: fc.Arbitrary<Subnet> = fc.record({
  key: fc.constant(SUBNET.key), name: fc.constant(SUBNET.name), path: fc.constant('rg/vnet/training'),
  place: fc.constant(place), addresses: fc.constantFrom(
    [['10.1.1.0/24'], ['10.1.0.0/16']], [['10.1.1.0/24'], ['10.1.0.0/16', '51.1.0.0/16']], [
      ['10.1.1.0/24', 'fd12:1:1::/64'], ['10.1.0.0/16', 'fd12:1::/32'],
    ],
  ),
  securityGroup: fc.constantFrom('group', 'group', 'group', 'group', 'group', undefined),
  routeTable: fc.constantFrom('table', 'table', 'table', 'table', undefined),
  serviceEndpoints: fc.constant([]),
}).map(({ addresses: [prefixes, space], ...rest }) =>
  ({ ...rest, addressPrefixes: prefixes!.map(term), networkAddressSpace: space!.map(term) }));

/** Rules of network managers, in force here and elsewhere. */
const adminRules: fc.Arbitrary<AdminRule[]> = fc.array(fc.tuple(
  securityRule, fc.constantFrom('Allow' as const, 'AlwaysAllow' as const, 'Deny' as const),
  fc.constantFrom<string[][]>(['rg/vnet'], ['rg/vnet', 'rg/other'], ['rg/other']), fc.constantFrom('one', 'one', 'two'),
), { maxLength: 3 }).map((all) => all.map(([rule, access, where, configuration], i) => ({
  ...rule, access, name: `a${i}`, priority: 10 + i, networks: where, elsewhere: 'other members', configuration,
  ...(!where.includes('rg/vnet') && { outside: ['rg/vnet'] }),
})));

/** Interfaces in the subnet, whose addresses are known or given by Azure. */
const interfaces: fc.Arbitrary<NetworkInterface[]> = fc.uniqueArray(
  fc.constantFrom('10.1.1.7', '10.1.1.200', undefined), { minLength: 1, maxLength: 2 },
).map((all) => all.map((at, i) => ({
  name: `nic${i}`, place, securityGroup: 'nics', ends: [{ subnet: SUBNET.key, ...(at !== undefined && { address: range(at) }) }],
})));
const rare = <T>(arbitrary: fc.Arbitrary<T[]>): fc.Arbitrary<T[]> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary });

/** Networks in which everything is said. */
export const networks: fc.Arbitrary<Network> = fc.record({
  subnet, rules: securityRules, routes, firewall, managed: rare(adminRules), machines: rare(interfaces), ofMachines: securityRules,
})
  .map(({ subnet: one, rules, routes: those, firewall: behind, managed, machines, ofMachines }) => ({
    subnets: [one], firewalls: [behind], problems: [], adminRules: managed, interfaces: machines,
    securityGroups: new Map([
      ['group', { key: 'group', name: 'group', place, rules }], ['nics', { key: 'nics', name: 'nics', place, rules: ofMachines }],
    ]),
    routeTables: new Map([['table', { key: 'table', name: 'table', place, routes: those }]]),
  }));
