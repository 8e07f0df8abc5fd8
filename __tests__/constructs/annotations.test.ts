import { Aspects, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  Cloud, DataExfiltrationProtection, DefaultRoute, EgressRoute, EgressRouteTable, Endpoint, FindingId, FirewallDestinations,
  FirewallPolicyRules, FirewallSku, HostNameTraffic, IntraNetworkTraffic, ManagedNetworkRules, NameResolution, NatEgress, Ports, Protocol,
  Requirement, Scenario, SecuredSubnet, SecurityGroup, type EgressRouteTableProps, type FirewallPolicyRulesProps, type RequirementSet,
  type SecuredSubnetProps, type SecurityGroupProps, VerifyRequirements, type VerifyRequirementsProps,
} from '../../lib';
import type { AnnotationCode } from '../../lib/constructs/annotation-catalog';
import { readTags, weekly } from '../support/service-tags';
import { annotations, codes, IDS, newStack, PLACE, placeIn, requirementSet, signIn } from './synthesis';

const requirements = signIn();

function own(id: string, slot: number, endpoint: Endpoint, ports: Ports): Requirement {
  return Requirement.outbound({ id, slot, endpoint, ports, purpose: 'Test' });
}

const group = (props: Partial<SecurityGroupProps>): Construct =>
  new SecurityGroup(newStack(), 'It', { requirements, name: 'nsg', ...placeIn((props.requirements ?? requirements).cloud), ...props });
const table = (props: Partial<EgressRouteTableProps>): Construct =>
  new EgressRouteTable(newStack(), 'It', { requirements, name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughNatGateway(), ...props });
const policy = (props: Partial<FirewallPolicyRulesProps>): Construct =>
  new FirewallPolicyRules(newStack(), 'It', {
    requirements, firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], ...props,
  });
const subnet = (
  props: Partial<SecuredSubnetProps>, defaultRoute = DefaultRoute.throughFirewall('10.0.1.4'),
): Construct => new SecuredSubnet(newStack(), 'It', {
  requirements, subnetId: IDS.subnet, securityGroup: { name: 'nsg', ...PLACE }, routeTable: { name: 'rt', ...PLACE, defaultRoute },
  ...props,
});

const ACCOUNT =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/mlstore01';
/** A subnet that goes out through a NAT gateway, which has its requirements unless others are given. */
function natSubnet(props: Partial<SecuredSubnetProps>, ofGateway: RequirementSet = props.requirements ?? requirements): Construct {
  const stack = newStack();
  const natGateway = new NatEgress(stack, 'Nat', { requirements: ofGateway, name: 'ng', ...PLACE });
  return new SecuredSubnet(stack, 'It', {
    requirements, subnetId: IDS.subnet, securityGroup: { name: 'nsg', ...PLACE }, natGateway, ...props,
  });
}

/** A subnet after a firewall whose policy has rules for it. */
function behind(props: Partial<FirewallPolicyRulesProps>): Construct {
  return subnet({
    subnetAddressPrefixes: ['10.1.1.0/24'], firewallPolicyRules: { firewallPolicyId: IDS.policy, name: 'ml', priority: 500, ...props },
  });
}
/** A subnet that reaches other networks by an appliance. */
function viaAppliance(address: string): Construct {
  return subnet({
    subnetAddressPrefixes: ['10.1.1.0/24'],
    routeTable: {
      name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'),
      routes: [EgressRoute.toAppliance('others', '10.9.0.0/16', address)],
    },
  });
}

/** Two groups for ranges whose networks nobody knows. */
function twoGroups(other: string): Construct {
  const stack = newStack();
  for (const [id, prefix] of [['One', '10.1.1.0/24'], ['Other', other]] as const) {
    new SecurityGroup(stack, id, { requirements, name: id, ...PLACE, subnetAddressPrefixes: [prefix] });
  }
  Testing.synth(stack, true);
  return stack;
}

/** A stack that was validated, with the aspect that verifies it. */
function validated(make: (stack: Construct) => unknown, props: VerifyRequirementsProps = {}): Construct {
  const stack = newStack();
  make(stack);
  Aspects.of(stack).add(new VerifyRequirements(props));
  Testing.synth(stack, true);
  return stack;
}
const verified = (
  props: VerifyRequirementsProps, changes: Partial<SecuredSubnetProps> = {},
): Construct => validated((stack) => new SecuredSubnet(stack, 'It', {
  requirements, subnetId: IDS.subnet, securityGroup: { name: 'nsg', ...PLACE },
  routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughNatGateway() }, ...changes,
}), props);

const managed = (of: RequirementSet): Construct =>
  new ManagedNetworkRules(newStack(), 'It', { requirements: of, workspaceId: IDS.workspace });

const within = { name: 'nsg', ...PLACE, intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']) };
const only = (id: string, changes = {}): RequirementSet => requirementSet(changes).only(id);
const cluster = { kubernetes: { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true } }, workspace: {
  privateEndpoint: true, storageAccountName: 's01', containerRegistryName: 'images', workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
} };
const government = { cloud: Cloud.GOVERNMENT, region: 'usgovvirginia' };
const filtered = { hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL };
/** Routes that hold every address together; service tags and references are beside them. */
const halves = ['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/2'].map((prefix, i) => EgressRoute.toAppliance(`part-${i}`, prefix, '10.0.1.4'));
const publicIp = requirementSet({ compute: { publicIp: true } }).without('public-ip-compute.route', 'test');
const asking = requirementSet({ compute: { publicIp: true } });
const tags = () => readTags(weekly({
  'AzureMachineLearning.WestUS2': ['192.0.2.0/24'], 'AzureMachineLearning.WestCentralUS': ['198.51.100.0/24'],
  'AzureMachineLearning.ItalyNorth': ['203.0.113.0/24'],
}));
const path = own('path', 2000, Endpoint.url('example.com/x/*'), Ports.tcp(443));
const git = own('git', 2001, Endpoint.fqdn('git.example.com'), Ports.tcp(22));
const anyHost = own('any', 2002, Endpoint.fqdn('any.example.com'), Ports.of(Protocol.ANY, ['443']));
const addresses = (count: number): string[] => Array.from({ length: count }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
const hosts = (count: number): Requirement[] =>
  Array.from({ length: count }, (_, i) => own(`h${i}`, 2000 + i, Endpoint.fqdn(`h${i}.example.com`), Ports.tcp(22)));
const withHosts = requirementSet({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS] });

const protectedSet = { scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION] };
const protection = (changes: object): Construct => new DataExfiltrationProtection(newStack(), 'It', {
  requirements: requirementSet(changes), name: 'sep', ...PLACE, storageAccountIds: [ACCOUNT],
});

/** What gives an advice, and what is nearest to it and does not. */
interface Case {
  readonly level: 'warn' | 'info';
  readonly given: () => Construct;
  readonly not: () => Construct;
}

const past = (...routes: EgressRoute[]): Construct => subnet({
  requirements: requirementSet({ scenarios: [Scenario.PYTHON_PACKAGES] }),
  securityGroup: { ...within, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL },
  routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'), routes },
});

// The type checker asks for every code.
const CASES: Readonly<Record<AnnotationCode, readonly Case[]>> = {
  'data-exfiltration': [{
    level: 'warn', given: () => protection({ ...cluster, ...protectedSet, kubernetes: cluster.kubernetes }),
    not: () => protection(protectedSet),
  }],
  'service-endpoint-policy': [
    { level: 'info', given: () => protection(protectedSet), not: () => group({}) },
    { level: 'warn', given: () => policy({ requirements: requirementSet(protectedSet) }), not: () => policy({}) },
  ],
  'default-outbound-access': [
    {
      level: 'warn', given: () => table({ defaultRoute: DefaultRoute.none() }),
      not: () => table({ defaultRoute: DefaultRoute.none(), routes: [EgressRoute.toAppliance('all', '0.0.0.0/0', '10.0.1.4')] }),
    },
    { level: 'warn', given: () => table({ defaultRoute: DefaultRoute.none() }), not: () => table({}) },
    {
      level: 'warn', given: () => table({ defaultRoute: DefaultRoute.none(), routes: halves.slice(1) }),
      not: () => table({ defaultRoute: DefaultRoute.none(), routes: halves }),
    },
    {
      level: 'warn',
      given: () => table({ defaultRoute: DefaultRoute.none(), routes: [...halves.slice(1), EgressRoute.toInternet('first', '0.0.0.0/1')] }),
      not: () => table({ defaultRoute: DefaultRoute.none(), routes: [...halves, EgressRoute.toInternet('all', '0.0.0.0/0')] }),
    },
    {
      level: 'warn', given: () => subnet({}, DefaultRoute.none()),
      not: () => natSubnet({ routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.none() } }),
    },
  ],
  'documentation-gap': [
    {
      level: 'warn', given: () => group({ requirements: requirementSet({ ...cluster, ...government }), ...filtered }),
      not: () => group({ requirements: requirementSet(cluster), ...filtered }),
    },
    {
      level: 'warn', given: () => policy({ requirements: requirementSet({ ...cluster, ...government }) }),
      not: () => policy({ requirements: requirementSet(government) }),
    },
  ],
  'firewall-network-host-names': [{
    // 1,000 of the user's own, and the file share of the workspace: the limit is 1,000.
    level: 'warn',
    given: () => policy({
      requirements: withHosts.only('hosts.compute-storage-file', 'storage-firewall.smb').plus(...hosts(1000)),
      destinations: FirewallDestinations.HOST_NAMES, dnsProxy: true,
    }),
    not: () => policy({
      requirements: withHosts.only('hosts.compute-storage-file', 'storage-firewall.smb').plus(...hosts(999)),
      destinations: FirewallDestinations.HOST_NAMES, dnsProxy: true,
    }),
  }],
  'firewall-network-rule-budget': [
    // Ten rules with one tag each: the limit is 20,000.
    {
      level: 'warn', given: () => policy({ requirements: requirementSet(), sources: addresses(2001) }),
      not: () => policy({ requirements: requirementSet(), sources: addresses(2000) }),
    },
    {
      level: 'warn', given: () => policy({ requirements: requirementSet(), sources: addresses(2000), sourceIpGroupIds: [IDS.ipGroup] }),
      not: () => policy({ requirements: requirementSet(), sourceIpGroupIds: [IDS.ipGroup] }),
    },
  ],
  'host-names-opened': [
    {
      level: 'info', given: () => group({ requirements: requirements.plus(path), ...filtered }),
      not: () => group({ requirements: requirements.plus(path), hostNameTraffic: HostNameTraffic.CLOSED }),
    },
    {
      level: 'info',
      given: () => group({ requirements: only('python-packages.pypi', { scenarios: [Scenario.PYTHON_PACKAGES] }), ...filtered }),
      not: () => group(filtered),
    },
  ],
  'internet-route-in-private-subnet': [{
    level: 'warn',
    given: () => table({
      defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'), privateSubnet: true, routes: [EgressRoute.toInternet('x', '203.0.113.0/24')],
    }),
    not: () => table({ privateSubnet: true, routes: [EgressRoute.toInternet('x', '203.0.113.0/24')] }),
  }, {
    level: 'warn',
    given: () => subnet({ routeTable: {
      name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'), privateSubnet: true,
      routes: [EgressRoute.toInternet('x', '203.0.113.0/24')],
    } }),
    not: () => natSubnet({ routeTable: {
      name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'), privateSubnet: true,
      routes: [EgressRoute.toInternet('x', '203.0.113.0/24')],
    } }),
  }],
  'dual-stack-past-firewall': [{
    level: 'warn', // a route table of this subnet would drop IPv6
    given: () => subnet({
      subnetAddressPrefixes: ['10.1.1.0/24', 'fd00::/64'], requirements: requirements.plus(path), securityGroup: { ...within, ...filtered },
      routeTable: undefined,
    }),
    not: () => subnet({
      subnetAddressPrefixes: ['10.1.1.0/24', 'fd00::/64'], requirements: requirements.plus(path), securityGroup: { ...within, ...filtered },
    }),
  }],
  'left-out': [
    { level: 'info', given: () => group({ requirements: requirementSet() }), not: () => table({}) },
    { level: 'info', given: () => policy({ requirements: requirementSet() }), not: () => table({}) },
  ],
  'name-resolution': [{
    level: 'warn', given: () => policy({ sku: FirewallSku.BASIC, dnsProxy: true }), not: () => policy({ sku: FirewallSku.BASIC }),
  }, {
    // A Basic firewall is no resolver, so nothing says who resolves.
    level: 'info', given: () => behind({ sku: FirewallSku.BASIC, dnsProxy: true }), not: () => behind({ dnsProxy: true }),
  }, {
    level: 'info', given: () => subnet({}),
    not: () => subnet({ requirements: requirementSet({ nameResolution: NameResolution.azure() }).only('basic.azure-monitor') }),
  }],
  'managed-network-firewall': [{ level: 'info', given: () => managed(requirements.plus(anyHost)), not: () => managed(requirements) }],
  'managed-network-storage-host': [{
    level: 'info', given: () => managed(only('vs-code.extensions-storage', { scenarios: [Scenario.VS_CODE] })),
    not: () => managed(only('vs-code.extensions-cdn', { scenarios: [Scenario.VS_CODE] })),
  }],
  'nat-gateway-bypassed': [
    {
      level: 'info',
      given: () => natSubnet({ routeTable: {
        name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'), routes: [EgressRoute.toInternet('x', 'AzureMonitor')],
      } }),
      not: () => natSubnet({ routeTable: {
        name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughNatGateway(), routes: [EgressRoute.toInternet('x', 'AzureMonitor')],
      } }),
    },
    {
      level: 'info',
      given: () => natSubnet({ routeTable: {
        name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughNatGateway(),
        routes: [...halves, EgressRoute.toInternet('x', 'AzureMonitor')],
      } }),
      not: () => natSubnet({ routeTable: {
        name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughNatGateway(),
        routes: [...halves.slice(1), EgressRoute.toInternet('x', 'AzureMonitor')],
      } }),
    },
  ],
  'next-hop-in-subnet': [
    {
      level: 'warn', given: () => subnet({ subnetAddressPrefixes: ['10.1.1.0/24', '10.0.1.0/29'] }),
      not: () => subnet({ subnetAddressPrefixes: ['10.1.1.0/24', '10.0.1.8/29'] }),
    },
    {
      level: 'warn', given: () => viaAppliance('10.1.1.9'), not: () => viaAppliance('10.1.2.9'),
    },
  ],
  'other-outbound-open': [
    { level: 'warn', given: () => group({ denyOtherOutbound: false }), not: () => group({ denyOtherOutbound: true }) },
  ],
  'public-ip-without-route': [{
    level: 'warn',
    given: () => table({ requirements: publicIp, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') }),
    not: () =>
      table({ requirements: requirementSet({ compute: { publicIp: true } }), defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') }),
  }],
  'service-tag-file': [
    { level: 'info', given: () => table({ requirements: asking, serviceTagFile: tags() }), not: () => table({ requirements: asking }) },
    { level: 'info', given: () => table({ serviceTagFile: tags() }), not: () => table({}) },
  ],
  'overlapping-subnets': [
    { level: 'warn', given: () => twoGroups('10.1.1.0/25'), not: () => twoGroups('10.1.2.0/24') },
  ],
  'sources-without-subnet': [
    {
      level: 'warn', given: () => behind({ sources: ['10.7.0.0/24'] }), not: () => behind({ sources: ['10.1.0.0-10.1.255.255'] }),
    },
    { level: 'warn', given: () => behind({ sources: ['10.1.1.0/25'] }), not: () => behind({ sources: ['*'] }) },
    {
      level: 'warn', given: () => behind({ sources: ['10.1.1.0/25'] }),
      not: () => behind({ sources: ['10.1.1.0/25'], sourceIpGroupIds: [IDS.ipGroup] }),
    },
  ],
  'substituted': [
    { level: 'warn', given: () => policy({ requirements: requirements.plus(path) }), not: () => policy({}) },
    {
      level: 'info', given: () => policy({ requirements: requirements.plus(anyHost) }),
      not: () => policy({ requirements: requirements.plus(path) }),
    },
    { level: 'info', given: () => group({ requirements: requirementSet(cluster), ...filtered }), not: () => group(filtered) },
  ],
  'tag-not-flagged': [
    {
      level: 'info', given: () => policy({ requirements: only('basic.batch-node-management') }),
      not: () => policy({ requirements: only('basic.storage') }),
    },
    {
      level: 'info', given: () => policy({ requirements: only('basic.azure-monitor', { cloud: Cloud.CHINA, region: 'chinaeast2' }) }),
      not: () => policy({ requirements: only('basic.azure-monitor') }),
    },
  ],
  'unexpressed': [
    {
      level: 'warn', given: () => policy({ requirements: requirements.plus(git) }),
      not: () => policy({ requirements: requirements.plus(git), dnsProxy: true }),
    },
    {
      level: 'info', given: () => policy({ requirements: only('basic.virtual-network') }),
      not: () => policy({ requirements: requirements.plus(git) }),
    },
    {
      level: 'warn', given: () => group({ requirements: requirements.plus(git), hostNameTraffic: HostNameTraffic.CLOSED }),
      not: () => group({ requirements: requirements.plus(git), ...filtered }),
    },
    // Pods talk through the network, so a group that denies it stops them.
    {
      level: 'warn',
      given: () => group({ requirements: requirementSet(cluster), ...filtered, intraNetworkTraffic: IntraNetworkTraffic.denied() }),
      not: () =>
        group({ requirements: requirementSet(cluster), ...filtered, intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']) }),
    },
    // What the gateway has said of the same set is not said again.
    {
      level: 'warn',
      given: () => natSubnet({ requirements: requirements.plus(git), securityGroup: { ...within, ...filtered } }, requirements),
      not: () => natSubnet({ requirements: requirements.plus(git), securityGroup: { ...within, ...filtered } }),
    },
  ],
  'unpaired-region': [
    {
      level: 'info',
      given: () => table({ requirements: requirementSet({ compute: { publicIp: true }, region: 'italynorth' }), serviceTagFile: tags() }),
      not: () => table({ requirements: asking, serviceTagFile: tags() }),
    },
  ],
  'host-names-unfiltered': [
    {
      level: 'warn', given: () => past(EgressRoute.toInternet('low', '0.0.0.0/1'), EgressRoute.toInternet('high', '128.0.0.0/1')),
      not: () => past(
        EgressRoute.toInternet('low', '0.0.0.0/1'), EgressRoute.toAppliance('a', '0.0.0.0/2', '10.0.1.4'),
        EgressRoute.toAppliance('b', '64.0.0.0/2', '10.0.1.4'),
      ),
    },
    {
      level: 'warn', given: () => past(EgressRoute.toInternet('low', '0.0.0.0/1')),
      not: () => past(EgressRoute.toInternet('one', '203.0.113.0/24')),
    },
    {
      level: 'warn', given: () =>
        subnet({ requirements: requirements.plus(git), securityGroup: { ...within, ...filtered } }, DefaultRoute.throughNatGateway()),
      not: () => subnet({ requirements: requirements.plus(git), securityGroup: { ...within, ...filtered } }),
    },
    {
      level: 'warn',
      given: () => subnet({ requirements: requirements.plus(git), securityGroup: { ...within, ...filtered } }, DefaultRoute.none()),
      not: () => subnet(
        { requirements: requirements.plus(git), securityGroup: { ...within, hostNameTraffic: HostNameTraffic.CLOSED } },
        DefaultRoute.none(),
      ),
    },
    {
      level: 'warn', given: () => natSubnet({ requirements: requirements.plus(git), securityGroup: { ...within, ...filtered } }),
      not: () => natSubnet({ requirements: requirements.plus(git), securityGroup: { ...within, hostNameTraffic: HostNameTraffic.CLOSED } }),
    },
  ],
  'verification': [
    {
      level: 'info', given: () => verified({}, { securityGroup: undefined, securityGroupRules: { securityGroupId: IDS.securityGroup } }),
      not: () => verified({}),
    },
    { level: 'warn', given: () => verified({}, { routeTable: undefined }), not: () => verified({}) },
    {
      level: 'warn', given: () => verified({ acknowledged: [{ finding: FindingId.TAG_CASE, subject: 'nothing', reason: 'test' }] }),
      not: () => verified({}),
    },
  ],
  'verification-acknowledged': [{
    level: 'info',
    given: () =>
      verified(
        { acknowledged: [{ finding: FindingId.SUBNET_WITHOUT_ROUTE_TABLE, subject: 'It', reason: 'test' }] }, { routeTable: undefined },
      ),
    not: () => verified({}, { routeTable: undefined }),
  }],
  'verification-without-subnet': [{
    level: 'warn', given: () => validated((stack) => new SecurityGroup(stack, 'It', { requirements, name: 'nsg', ...PLACE })),
    not: () => verified({}),
  }],
  'documentation-addresses': [
    { level: 'warn', given: () => policy({ sources: ['198.51.100.0/24'] }), not: () => policy({}) },
    {
      level: 'warn', given: () => group({ subnetAddressPrefixes: ['2001:db8::/64'] }),
      not: () => group({ subnetAddressPrefixes: ['fd00::/64'] }),
    },
  ],
  'public-addresses': [
    { level: 'warn', given: () => viaAppliance('8.8.8.8'), not: () => viaAppliance('10.1.2.9') },
    {
      level: 'warn', given: () => subnet({ securityGroup: within }, DefaultRoute.throughFirewall('8.8.8.8')),
      not: () => subnet({ securityGroup: within }),
    },
    {
      level: 'warn', given: () => group({ subnetAddressPrefixes: ['20.1.0.0/16'] }),
      not: () => group({ subnetAddressPrefixes: ['10.1.1.0/24'] }),
    },
    { level: 'warn', given: () => policy({ sources: ['20.1.0.0/16'] }), not: () => policy({}) },
    {
      level: 'warn', given: () => group({ intraNetworkTraffic: IntraNetworkTraffic.within(['20.1.0.0/16']) }),
      not: () => group({ intraNetworkTraffic: IntraNetworkTraffic.within(['100.64.0.0/16']) }),
    },
  ],
  'region-unconfirmed': [
    {
      level: 'warn', given: () => group({ requirements: requirementSet({ region: 'indiasouthcentral' }), location: 'indiasouthcentral' }),
      not: () => group({ requirements: requirementSet() }),
    },
    {
      level: 'warn', given: () => policy({ requirements: requirementSet({ region: 'indiasouthcentral' }) }),
      not: () => policy({ requirements: requirementSet({ region: 'southindia' }) }),
    },
  ],
  'virtual-network-tag-widened': [
    {
      level: 'warn',
      given: () => subnet({ routeTable: {
        name: 'rt', ...PLACE, defaultRoute: DefaultRoute.none(), routes: [EgressRoute.toVirtualNetworkGateway('all', '0.0.0.0/0')],
      } }),
      not: () => subnet({ routeTable: {
        name: 'rt', ...PLACE, defaultRoute: DefaultRoute.none(), routes: [EgressRoute.toVirtualNetworkGateway('some', '192.168.0.0/16')],
      } }),
    },
    { level: 'warn', given: () => subnet({}), not: () => subnet({ securityGroup: within }) },
    {
      level: 'warn', given: () => subnet({ securityGroup: { ...within, intraNetworkTraffic: IntraNetworkTraffic.byServiceTag() } }),
      not: () => subnet({}, DefaultRoute.throughNatGateway()),
    },
    {
      level: 'info', given: () =>
        subnet({ securityGroup: { ...within, intraNetworkTraffic: IntraNetworkTraffic.denied() }, requirements: requirementSet() }),
      not: () => subnet({ securityGroup: within, requirements: requirementSet() }),
    },
  ],
};

const rows = Object.entries(CASES).flatMap(([code, cases]) => cases.map((one, index) => [code, index + 1, one] as const));

test.each(rows)('%s (%i) is given when it should be, and not otherwise', (code, _, { level, given, not }) => {
  expect(codes(given(), [])).toContain(`${level} ${code}`);
  expect(codes(not(), [])).not.toContain(`${level} ${code}`);
});

test('nothing is said about what is plain', () => {
  const plain = [
    group({}), table({}), policy({}), managed(requirements), natSubnet({ securityGroup: within }),
    new NatEgress(newStack(), 'It', { requirements, name: 'ng', ...PLACE }),
    subnet({
      securityGroup: within, subnetAddressPrefixes: ['10.1.1.0/24'],
      firewallPolicyRules: { firewallPolicyId: IDS.policy, name: 'ml', priority: 500 },
    }),
  ];
  // Sets that keep one requirement leave the others out, and nobody says here who resolves host names.
  expect(plain.flatMap((construct) => codes(construct, ['info left-out', 'info name-resolution']))).toEqual([]);
});

test('one reason gives one annotation, which names all requirements', () => {
  const two = requirements.plus(path, own('other', 2003, Endpoint.url('example.com/y/*'), Ports.tcp(443)), git);
  expect(
    annotations(policy({ requirements: two })).filter((text) => !text.startsWith('info left-out')).map((text) => text.split(' because')[0]),
  ).toEqual([
    'warn unexpressed: git: TCP 22: a network rule with a host name (git.example.com) needs the DNS proxy of the firewall. Instead: ' +
      'enable the DNS proxy on the firewall and state dnsProxy, or add a requirement of your own with the address range of the host.',
    'warn substituted: path, other: written as the whole host example.com,',
  ]);
});

test('the firewall of a subnet may be a reference, of which nothing is said', () => {
  const firewall = DefaultRoute.throughFirewall('${azurerm_firewall.hub.ip_configuration[0].private_ip_address}');
  expect(codes(subnet({ securityGroup: within, subnetAddressPrefixes: ['10.1.1.0/24'] }, firewall))).toEqual(['info name-resolution']);
});

test('gaps name the requirements and the cloud', () => {
  const gap = annotations(policy({ requirements: requirementSet({ ...cluster, ...government }) })).find((text) =>
    text.includes('documentation-gap: kubernetes.'));
  expect(gap).toMatch(
    /^warn documentation-gap: .*kubernetes\.registry, .*: the documentation gives no name for the cloud "government"\. Instead: requirements of your own .*\.$/,
  );
});

test('the order of a list changes no annotation', () => {
  const said = (change: (list: string[]) => string[]): string[] => annotations(new SecuredSubnet(newStack(), 'It', {
    requirements: requirementSet(), subnetId: IDS.subnet, subnetAddressPrefixes: change(['10.1.1.0/24', '8.8.8.0/24', '9.9.9.0/24']),
    securityGroup: {
      name: 'nsg', ...PLACE, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
      intraNetworkTraffic: IntraNetworkTraffic.within(change(['10.1.0.0/16', '8.8.8.0/24', '9.9.9.0/24', '192.0.2.0/24'])),
    },
    routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') },
    firewallPolicyRules: { firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: change(['10.2.0.0/16', '10.3.0.0/16']) },
  }));
  const before = said((list) => list);
  expect(before.join()).toContain('written as the address space 8.8.8.0/24, 9.9.9.0/24, 10.1.0.0/16');
  expect(before.join()).toContain('the sources 10.2.0.0/16, 10.3.0.0/16');
  expect(said((list) => [...list].reverse())).toEqual(before);
});
