import { join } from 'node:path';
import * as library from '../../lib';
import { refusalOf } from '../../lib/azure/errors';
import { checkRangesOfNetwork } from '../../lib/azure/network-ranges';
import { parseFlow } from '../../lib/verification/flow';
import { resolvedHosts } from '../../lib/verification/resolved-hosts';
import { annotations, IDS, newStack, PLACE, requirementSet, signIn } from '../constructs/synthesis';
import { edit, file } from '../deployment/files';
import { messageOf } from './message-of';

/**
 * The registries of special-purpose addresses of IANA (IPv4 and IPv6) and of multicast, each block with one of its ranges, and what
 * becomes of it: as a range of a virtual network, and as the other side of traffic.
 */
type Verdict = 'taken' | 'refused' | 'documentation' | 'private';
const REGISTRY: readonly (readonly [block: string, range: string, network: Verdict, peer: 'taken' | 'refused'])[] = [
  ['0.0.0.0/8', '0.0.1.0/24', 'refused', 'refused'],
  ['10.0.0.0/8', '10.1.0.0/24', 'private', 'taken'],
  ['100.64.0.0/10', '100.64.1.0/24', 'private', 'taken'],
  ['127.0.0.0/8', '127.0.0.0/24', 'refused', 'refused'],
  ['169.254.0.0/16', '169.254.8.0/24', 'refused', 'taken'], // the platform answers there
  ['172.16.0.0/12', '172.16.1.0/24', 'private', 'taken'],
  ['192.0.0.0/24', '192.0.0.0/28', 'refused', 'taken'],
  ['192.0.2.0/24', '192.0.2.0/28', 'documentation', 'taken'],
  ['192.31.196.0/24', '192.31.196.0/28', 'taken', 'taken'],
  ['192.52.193.0/24', '192.52.193.0/28', 'taken', 'taken'],
  ['192.88.99.0/24', '192.88.99.0/28', 'refused', 'taken'],
  ['192.168.0.0/16', '192.168.1.0/24', 'private', 'taken'],
  ['192.175.48.0/24', '192.175.48.0/28', 'taken', 'taken'],
  ['198.18.0.0/15', '198.18.1.0/24', 'taken', 'taken'],
  ['198.51.100.0/24', '198.51.100.0/28', 'documentation', 'taken'],
  ['203.0.113.0/24', '203.0.113.0/28', 'documentation', 'taken'],
  ['224.0.0.0/4', '224.1.0.0/24', 'refused', 'refused'],
  ['240.0.0.0/4', '241.0.0.0/24', 'refused', 'refused'],
  ['255.255.255.255/32', '255.255.255.255/32', 'refused', 'refused'],
  ['::/96', '::7f00:0/112', 'refused', 'refused'],
  ['::/128', '::/128', 'refused', 'refused'],
  ['::1/128', '::1/128', 'refused', 'refused'],
  ['::ffff:0:0/96', '::ffff:10.1.0.0/112', 'refused', 'refused'],
  ['64:ff9b::/96', '64:ff9b::a01:0/112', 'refused', 'taken'],
  ['64:ff9b:1::/48', '64:ff9b:1:2::/64', 'refused', 'taken'],
  ['100::/64', '100::/80', 'refused', 'refused'],
  ['2001::/32', '2001:0:1::/48', 'refused', 'taken'],
  ['2001:2::/48', '2001:2:0:1::/64', 'refused', 'taken'],
  ['2001:20::/28', '2001:21::/64', 'refused', 'taken'],
  ['2001:db8::/32', '2001:db8:1::/64', 'documentation', 'taken'],
  ['2002::/16', '2002:a01::/64', 'refused', 'taken'],
  ['2620:4f:8000::/48', '2620:4f:8000:1::/64', 'taken', 'taken'],
  ['3fff::/20', '3fff:1::/64', 'documentation', 'taken'],
  ['5f00::/16', '5f00:1::/64', 'refused', 'taken'],
  ['fc00::/7', 'fd00:1::/64', 'private', 'taken'],
  ['fe80::/10', 'fe80::/64', 'refused', 'taken'], // as those of IPv4
  ['fec0::/10', 'fec0:1::/64', 'refused', 'taken'],
  ['ff00::/8', 'ff02::/64', 'refused', 'refused'],
];

const says = (annotated: readonly string[], code: string): boolean => annotated.some((text) => text.startsWith(`warn ${code}:`));

describe.each(REGISTRY)('%s', (block, range, network, peer) => {
  test('as a range of a virtual network', () => {
    const isRefused = network === 'refused';
    expect([block, range].map((one) => refusalOf(() => checkRangesOfNetwork('x', [one])) !== undefined)).toEqual([isRefused, isRefused]);
    if (isRefused) {
      return;
    }
    const group = new library.SecurityGroup(newStack(), 'It', {
      requirements: signIn(), name: 'nsg', ...PLACE, intraNetworkTraffic: library.IntraNetworkTraffic.within([range]),
    });
    const told = annotations(group);
    expect([says(told, 'documentation-addresses'), says(told, 'public-addresses')])
      .toEqual([network === 'documentation', network === 'taken']);
  });

  test('as the other side of traffic', () => {
    const requirement = (): unknown => signIn().plus(library.Requirement.outbound({
      id: 'own.x', slot: 2000, endpoint: library.Endpoint.addressRange(range), ports: library.Ports.tcp(443), purpose: 'x',
    }));
    expect(refusalOf(requirement) === undefined ? 'taken' : 'refused').toBe(peer);
  });
});

/** Every place that takes a range or an address, each with an IPv4 address in the form of IPv6. */
const NETWORK = join(__dirname, '../../examples/data/existing-network');
const MAPPED = '::ffff:10.0.1.4';
const WORKSPACE = {
  privateEndpoint: true, storageAccountName: 'mlstore', containerRegistryName: 'mlimages',
  workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
};
const set = requirementSet({
  kubernetes: { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true } },
  workspace: WORKSPACE,
});
const policies = (props: Partial<library.ClusterNetworkPoliciesProps>): unknown => new library.ClusterNetworkPolicies({
  requirements: set, outsideTraffic: library.OutsideTraffic.within(['10.0.0.0/16']), ...props,
});
const PLACES: Readonly<Record<string, (range: string) => unknown>> = {
  'IntraNetworkTraffic.within': (range) => library.IntraNetworkTraffic.within([range]),
  'subnetAddressPrefixes': (range) => new library.SecurityGroup(newStack(), 'It', {
    requirements: signIn(), name: 'nsg', ...PLACE, subnetAddressPrefixes: [range],
  }),
  'SecuredSubnet.subnetAddressPrefixes': (range) => new library.SecuredSubnet(newStack(), 'It', {
    requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24', range], securityGroup: { name: 'nsg', ...PLACE },
  }),
  'sources': (range) => new library.FirewallPolicyRules(newStack(), 'It', {
    requirements: signIn(), name: 'fw', priority: 500, firewallPolicyId: IDS.policy, sources: [range],
  }),
  'EgressRoute': (range) => new library.EgressRouteTable(newStack(), 'It', {
    requirements: signIn(), name: 'rt', ...PLACE, defaultRoute: library.DefaultRoute.none(),
    routes: [library.EgressRoute.drop('x', `${range}/128`)],
  }),
  'DefaultRoute': (range) => new library.EgressRouteTable(newStack(), 'It', {
    requirements: signIn(), name: 'rt', ...PLACE, defaultRoute: library.DefaultRoute.throughFirewall(range),
  }),
  'NameResolution.firewall': (range) => library.NameResolution.firewall(range),
  'NameResolution.servers': (range) => library.NameResolution.servers([range]),
  'apiServerAddress': (range) => requirementSet({
    workspace: WORKSPACE,
    kubernetes: {
      training: true, inference: false,
      aks: { privateCluster: false, konnectivityAgent: false, apiServerAddress: range },
    },
  }),
  'customDnsServers': (range) => requirementSet({
    workspace: WORKSPACE,
    kubernetes: { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true, customDnsServers: [range] } },
  }),
  'OutsideTraffic.within': (range) => policies({ outsideTraffic: library.OutsideTraffic.within([range]) }),
  'webhookSources': (range) => policies({ webhookSources: [range] }),
  'apiServer': (range) => policies({ apiServer: { addressRanges: [range], ports: [443] } }),
  'localDnsAddresses': (range) => policies({ localDnsAddresses: [range] }),
  'VerifiedSubnetProps.addressPrefixes': (range) => library.Verification.ofNetwork(NETWORK, {
    subnets: [{ name: 'x', subnetId: IDS.subnet, requirements: signIn(), addressPrefixes: [range] }],
  }),
  'appliances': (range) => library.Verification.ofNetwork(NETWORK, {
    subnets: [{ name: 'x', subnetId: IDS.subnet, requirements: signIn() }], appliances: { [range]: IDS.policy },
  }),
  '--resolve': (range) => resolvedHosts(`pypi.org=${range}`, '--resolve'),
  'explain': (range) => parseFlow(`training outbound tcp 443 ${range}`),
  ...Object.fromEntries((Object.entries({
    '- 10.1.1.0/24': (range) => `- "${range}"`, '- 10.1.0.0/16': (range) => `- "${range}"`,
    'firewall: 10.0.1.4': (range) => `firewall: "${range}"`, 'prefix: 192.168.0.0/16': (range) => `prefix: "${range}/128"`,
    'addressRange: 203.0.113.16/28': (range) => `addressRange: "${range}"`,
  } satisfies Readonly<Record<string, (range: string) => string>>)).map(([from, to]) =>
    [`deployment file, ${from}`, (range: string) => library.Deployment.fromFile(file(edit(from, to(range)), 'special.yaml'))])),
};

test.each(Object.entries(PLACES))('%s refuses an IPv4 address in the form of IPv6', (_, give) => {
  expect(messageOf(() => give(MAPPED))).toContain(MAPPED);
});

test('the IPv4 address is what is suggested', () => {
  expect(messageOf(() => checkRangesOfNetwork('addressSpace', ['::ffff:10.1.0.0/112']))).toBe(
    'addressSpace: "::ffff:10.1.0.0/112" is of ::ffff:0:0/96 (IPv4 addresses in the form of IPv6), which no virtual network can ' +
      'have; did you mean "10.1.0.0/16"?',
  );
  expect(messageOf(() => resolvedHosts(`pypi.org=${MAPPED}`, '--resolve')))
    .toBe(`--resolve: "${MAPPED}" is an IPv4 address in IPv6 form; did you mean "10.0.1.4"?`);
});

test('wide ranges of organizations may hold what is set aside', () => {
  expect(() => checkRangesOfNetwork('x', ['192.0.0.0/10'])).not.toThrow();
});
