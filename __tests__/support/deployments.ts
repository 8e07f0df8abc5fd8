import { Construct } from 'constructs';
import fc from './fast-check';
import {
  Cloud, DefaultRoute, Direction, Edition, EgressRoute, EgressRoutes, EgressRouteTable, Endpoint, EndpointKind, FirewallDestinations,
  FirewallPolicyRules, FirewallRuleCollections, FirewallSku, HostNameTraffic, IntraNetworkTraffic, MachineLearning, Ports, Protocol,
  Requirement, RequirementSet, Scenario, SecurityGroup, SecurityGroupRules, type KubernetesProps, type MachineLearningRequirementsProps,
  type UnexpressedRequirement,
} from '../../lib';
import type { CatalogEntry } from '../../lib/catalog/entry';
import { IDS, newStack, placeIn, textOf, type Fields } from '../constructs/synthesis';

/** A requirement of the user, as data, so that a counterexample can be read. */
export interface OwnNeed {
  readonly id: string;
  readonly slot: number;
  readonly direction: Direction;
  readonly kind: 'tag' | 'host' | 'url' | 'range';
  readonly value: string;
  readonly protocol: Protocol;
  readonly ports: string[];
}

/** One deployment with all that a user decides about it. */
export interface Deployment {
  readonly facts: MachineLearningRequirementsProps;
  readonly own: readonly OwnNeed[];
  /** Ids of documented requirements that the user leaves out; those that are not in the set count for nothing. */
  readonly leaveOut?: readonly string[];
  /** Whether rules and routes go to a group and a table that exist. */
  readonly existing: boolean;
  readonly group: {
    readonly hostNameTraffic: HostNameTraffic;
    readonly intraNetwork: 'tag' | 'denied' | readonly string[];
    readonly denyOtherOutbound: boolean;
    readonly firstPriority: number;
    readonly subnetAddressPrefixes?: string[];
  };
  readonly firewall: {
    /** A policy, or the classic rules of a firewall without one. */
    readonly kind: 'policy' | 'classic';
    readonly sku: FirewallSku;
    readonly dnsProxy: boolean;
    readonly tlsInspection: boolean;
    readonly destinations: FirewallDestinations;
    readonly sources?: string[];
    readonly sourceIpGroupIds?: string[];
  };
  readonly defaultRoute: 'firewall' | 'nat' | 'none';
  /** Prefixes of routes of the user's own, and where they lead. */
  readonly routes: readonly (readonly [prefix: string, hop: 'Internet' | 'None' | 'VnetLocal'])[];
}

/** What a deployment gives: the text for Terraform, the same read, and what the constructs say that rules do not carry. */
export interface Synthesized {
  readonly text: string;
  readonly json: Fields;
  readonly requirements: readonly Requirement[];
  /** What was made, of the parts that were asked for. */
  readonly constructs: {
    readonly group?: SecurityGroup | SecurityGroupRules; readonly firewall?: FirewallPolicyRules | FirewallRuleCollections;
  };
  readonly unexpressed: { readonly group: readonly UnexpressedRequirement[]; readonly firewall: readonly UnexpressedRequirement[] };
}

const REGIONS: Readonly<Record<Cloud, readonly (readonly [region: string, suffix: string])[]>> = {
  [Cloud.PUBLIC]: [['westus2', 'WestUS2'], ['germanywestcentral', 'GermanyWestCentral'], ['uaenorth', 'UAENorth']],
  [Cloud.GOVERNMENT]: [['usgovvirginia', 'USGovVirginia'], ['usdodcentral', 'USDoDCentral']],
  [Cloud.CHINA]: [['chinaeast2', 'ChinaEast2'], ['chinanorth3', 'ChinaNorth3']],
};

/** Scenarios that a user switches on by name. */
export const SCENARIOS = [
  Scenario.MICROSOFT_IMAGES, Scenario.PYTHON_PACKAGES, Scenario.RSTUDIO, Scenario.STORAGE_FIREWALL, Scenario.VS_CODE,
  Scenario.WITHOUT_SERVICE_TAGS,
  Scenario.DATA_EXFILTRATION_PROTECTION,
  Scenario.MODEL_CATALOG, Scenario.HUGGING_FACE, Scenario.REGISTRIES, Scenario.ONLINE_ENDPOINTS, Scenario.VS_CODE_PRODUCT,
] as const;

/** Clusters of both kinds, with what the lists of either make conditions of. */
function clusters(): fc.Arbitrary<KubernetesProps> {
  const use = fc.constantFrom({ training: true, inference: false }, { training: false, inference: true }, {
    training: true, inference: true,
  });
  const aks = fc.record({
    privateCluster: fc.boolean(), konnectivityAgent: fc.boolean(), nodesBeforeApril2021: fc.boolean(), ubuntuPatches: fc.boolean(),
    gpuNodes: fc.boolean(),
    windowsNodes: fc.boolean(), marketplaceExtensions: fc.boolean(),
    customDnsServers: fc.option(fc.subarray(['10.0.0.53', '10.0.1.53', '192.0.2.53'], { minLength: 1 }), { nil: undefined }),
    api: fc.constantFrom({}, { apiServerAddress: '203.0.113.10' }, { apiServerAddress: '203.0.113.10', podsCallApiServer: true }),
  }).map(({ api, ...rest }) => ({ ...rest, ...api }));
  const arc = fc.record({
    clusterConnect: fc.boolean(), azureRbac: fc.boolean(), portal: fc.boolean(), cliOnboarding: fc.boolean(),
    iotSecretStoreOrCertManager: fc.boolean(),
  });
  return fc.tuple(use, fc.oneof(aks.map((one) => ({ aks: one })), arc.map((one) => ({ arc: one }))))
    .map(([used, cluster]) => ({ ...used, ...cluster }));
}

function facts(): fc.Arbitrary<MachineLearningRequirementsProps> {
  return fc.constantFrom(...Object.values(Cloud)).chain((cloud) => fc.record({
    cloud: fc.constant(cloud),
    region: fc.constantFrom(...REGIONS[cloud].map(([region]) => region)),
    edition: fc.constantFrom(...Object.values(Edition)),
    workspace: fc.record({
      privateEndpoint: fc.boolean(),
      storageAccountName: fc.constant('mlstore01'),
      containerRegistryName: fc.constant('MLImages'),
      workspaceId: fc.constant('01234567-89ab-cdef-0123-456789abcdef'),
      hbi: fc.boolean(),
      azureMonitorSecured: fc.boolean(),
    }),
    compute: fc.record({ publicIp: fc.boolean(), interactiveJobs: fc.boolean(), pythonIndexOverwritten: fc.boolean() }),
    kubernetes: fc.option(clusters(), { nil: undefined }),
    scenarios: fc.subarray([...SCENARIOS]),
  }));
}

const HOSTS = [
  'packages.example.org', '*.example.com', 'example.com', 'pypi.org', 'a.b.example.com', '*.blob.core.windows.net',
  'login.microsoftonline.com', '*.azureml.ms',
];
const URLS = ['github.com/org/repo/*', 'raw.githubusercontent.com/org/repo/main/install.sh', '*.example.com/packages/*'];
const RANGES = [
  '203.0.113.0/24', '203.0.113.7', '10.9.0.0/16', '10.1.0.0/24', '198.51.100.0/25', '2001:db8::/32', '100.64.8.0/24', '169.254.169.254',
  'fd12:3456:789a::/48',
];
const TAGS = [
  'AzureMonitor', 'AzureMachineLearning', 'Storage', 'Storage.<region>', 'AzureKeyVault.<region>', 'AzureContainerRegistry', 'EventHub',
  'VirtualNetwork', 'Internet', 'AzureLoadBalancer',
];
// Without 18881: a need for all three ports of AzureMachineLearning takes over the rule of the catalog, which without a
// private endpoint has one port alone, and so changes it.
const PORTS = ['22', '80', '443', '445', '1433', '5831', '8080-8090', '8787', '10000-10100'];

// Ids that make names of rules like those of the catalog, and ids at the ends of their grammar.
const ids = fc.oneof(
  fc.constantFrom('x', '7', 'own.mirror', 'virtualnetwork-tcp', 'my-registry', `a${'-'.repeat(58)}b`),
  fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,12}[a-z0-9]$/),
);

const endpoints: fc.Arbitrary<Pick<OwnNeed, 'kind' | 'value'>> = fc.oneof(
  fc.record({ kind: fc.constant('tag' as const), value: fc.constantFrom(...TAGS) }),
  fc.record({ kind: fc.constant('host' as const), value: fc.constantFrom(...HOSTS) }),
  fc.record({ kind: fc.constant('url' as const), value: fc.constantFrom(...URLS) }),
  fc.record({ kind: fc.constant('range' as const), value: fc.constantFrom(...RANGES) }),
);

type Asked = Pick<OwnNeed, 'kind' | 'value' | 'protocol' | 'ports'>;

/** What an entry of the catalog asks for as well, so that both give one rule. */
const DOCUMENTED: readonly Asked[] = [
  { kind: 'tag', value: 'AzureMonitor', protocol: Protocol.TCP, ports: ['443'] },
  { kind: 'tag', value: 'Storage.<region>', protocol: Protocol.TCP, ports: ['445'] },
  { kind: 'tag', value: 'AzureMachineLearning', protocol: Protocol.UDP, ports: ['5831'] },
  { kind: 'tag', value: 'AzureMachineLearning', protocol: Protocol.TCP, ports: ['44224'] },
  { kind: 'host', value: 'pypi.org', protocol: Protocol.TCP, ports: ['443'] },
  { kind: 'host', value: 'login.microsoftonline.com', protocol: Protocol.TCP, ports: ['80', '443'] },
  { kind: 'host', value: '*.azureml.ms', protocol: Protocol.TCP, ports: ['443'] },
  { kind: 'host', value: '*.westus2.batch.azure.com', protocol: Protocol.ANY, ports: ['443'] },
];

const asked: fc.Arbitrary<Asked> = fc.oneof({ weight: 1, arbitrary: fc.constantFrom(...DOCUMENTED) }, {
  weight: 4,
  arbitrary: fc.record({
    endpoint: endpoints,
    protocol: fc.constantFrom(Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.ANY),
    ports: fc.oneof<fc.WeightedArbitrary<string[]>[]>(
      { weight: 5, arbitrary: fc.uniqueArray(fc.constantFrom(...PORTS), { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant<string[]>(['0-65535']) },
    ),
  }).map(({ endpoint, ...rest }) => ({ ...endpoint, ...rest })),
});

const ownNeed: fc.Arbitrary<OwnNeed> = fc.record({
  id: ids,
  slot: fc.oneof(fc.integer({ min: 2000, max: 2999 }), fc.constantFrom(2000, 2001, 2999)),
  direction: fc.constantFrom(Direction.OUTBOUND, Direction.OUTBOUND, Direction.INBOUND),
  asked,
}).map(({ asked: need, direction, ...rest }) => ({
  ...rest, ...need, ports: [...need.ports],
  // Only a tag or an address range can connect to compute.
  direction: need.kind === 'host' || need.kind === 'url' ? Direction.OUTBOUND : direction,
}));

/** Requirements of the user that can be in one set: ids and slots are their own. */
export function ownNeeds(maxLength = 5): fc.Arbitrary<OwnNeed[]> {
  return fc.uniqueArray(ownNeed, {
    maxLength, comparator: (a, b) => a.id === b.id || (a.slot === b.slot && a.direction === b.direction),
  });
}

/** Deployments of all kinds that the library should take. */
export function deployments(): fc.Arbitrary<Deployment> {
  return fc.record({
    facts: facts(),
    own: ownNeeds(),
    existing: fc.boolean(),
    group: fc.record({
      hostNameTraffic: fc.constantFrom(...Object.values(HostNameTraffic)),
      intraNetwork: fc.oneof(
        fc.constantFrom('tag' as const, 'denied' as const), fc.subarray(['10.1.0.0/16', '10.2.0.0/16'], { minLength: 1 }),
      ),
      denyOtherOutbound: fc.boolean(),
      firstPriority: fc.constantFrom(100, 500, 1000),
      subnetAddressPrefixes: fc.option(fc.subarray(['10.1.1.0/24', '10.1.2.0/24'], { minLength: 1 }), { nil: undefined }),
    }),
    firewall: fc.record({
      kind: fc.constantFrom('policy' as const, 'classic' as const),
      sku: fc.constantFrom(...Object.values(FirewallSku)),
      dnsProxy: fc.boolean(),
      tlsInspection: fc.boolean(),
      destinations: fc.constantFrom(...Object.values(FirewallDestinations)),
      from: fc.constantFrom<{ sources?: string[]; sourceIpGroupIds?: string[] }[]>(
        { sources: ['10.1.1.0/24'] }, { sources: ['10.1.1.0/24', '10.2.0.4-10.2.0.9', '10.3.0.1'] }, { sourceIpGroupIds: [IDS.ipGroup] },
        { sources: ['*'], sourceIpGroupIds: [IDS.ipGroup, IDS.otherIpGroup] },
      ),
    }).map(({ from, ...rest }) =>
      ({ ...rest, ...from, tlsInspection: rest.tlsInspection && rest.kind === 'policy' && rest.sku === FirewallSku.PREMIUM })),
    defaultRoute: fc.constantFrom('firewall' as const, 'nat' as const, 'none' as const),
    routes: fc.uniqueArray(
      fc.tuple(
        fc.constantFrom('198.51.100.0/24', '203.0.113.0/24', 'AzureMonitor', 'Storage'),
        fc.constantFrom('Internet' as const, 'None' as const, 'VnetLocal' as const),
      ),
      { maxLength: 3, selector: ([prefix]) => prefix },
    ),
  }).map((deployment) => withSubnetsInSpace(withHostTables(deployment)));
}

/** Subnets outside the address space of their network are refused. */
function withSubnetsInSpace(deployment: Deployment): Deployment {
  const { group } = deployment;
  const { intraNetwork, subnetAddressPrefixes } = group;
  return subnetAddressPrefixes === undefined || typeof intraNetwork === 'string' ? deployment
    : { ...deployment, group: { ...group, intraNetwork: [...new Set(['10.1.0.0/16', ...intraNetwork])] } };
}

/** Rules by host name need the host tables of the article. */
function withHostTables(deployment: Deployment): Deployment {
  const { facts: { scenarios = [], ...rest }, firewall } = deployment;
  return firewall.destinations === FirewallDestinations.HOST_NAMES && !scenarios.includes(Scenario.WITHOUT_SERVICE_TAGS)
    ? { ...deployment, facts: { ...rest, scenarios: [...scenarios, Scenario.WITHOUT_SERVICE_TAGS] } }
    : deployment;
}

export function requirementsOf({ facts: props, own, leaveOut = [] }: Pick<Deployment, 'facts' | 'own' | 'leaveOut'>): RequirementSet {
  const all = MachineLearning.requirements(props).plus(...own.map((need) => requirementOf(need, props)));
  return leaveOut.filter((id) => all.all.some((one) => one.id === id)).reduce((set, id) => set.without(id, 'not needed'), all);
}

export function requirementOf(need: OwnNeed, { cloud, region }: Facts): Requirement {
  const { id, slot, direction, kind, value, protocol, ports } = need;
  const suffix = REGIONS[cloud].find(([name]) => name === region)![1];
  const endpoint = {
    tag: () => Endpoint.serviceTag(value.replace('<region>', suffix)), host: () => Endpoint.fqdn(value),
    url: () => Endpoint.url(value), range: () => Endpoint.addressRange(value),
  }[kind]();
  const props = { id, slot, endpoint, ports: Ports.of(protocol, ports), purpose: `Need of ${id}` };
  return direction === Direction.INBOUND ? Requirement.inbound(props) : Requirement.outbound(props);
}

type Facts = MachineLearningRequirementsProps;

/** Regions whose part of AzureCloud has another name than their own (service tag file of public Azure, 2025-11-10). */
const AZURE_CLOUD: Readonly<Record<string, string>> = { germanywestcentral: 'germanywc' };

/**
 * A service tag of the documentation with the region of a workspace: `Storage.WestUS2`, and `AzureCloud.westus2`, as
 * the service tag files have it.
 */
export function filledTag(tag: string, { cloud, region }: Facts): string {
  return tag.replace(
    /<(cluster-)?region>/,
    tag.startsWith('AzureCloud.') ? AZURE_CLOUD[region] ?? region : REGIONS[cloud].find(([name]) => name === region)![1],
  );
}

/** The endpoint of a documented row with the names of a workspace; one for each where it has several, none where it has none. */
export function filledTexts({ endpoint: { kind, value } }: Pick<CatalogEntry, 'endpoint'>, facts: Facts): string[] {
  const { region, workspace, kubernetes } = facts;
  if (kind === EndpointKind.SERVICE_TAG) {
    return [filledTag(value, facts)];
  }
  if (value === '<dns-server>') {
    return [...kubernetes?.aks?.customDnsServers ?? []];
  }
  const names: Readonly<Record<string, string | undefined>> = {
    '<region>': region, '<cluster-region>': region, '<storage>': workspace.storageAccountName,
    '<registry>': workspace.containerRegistryName,
    '<workspace-id>': workspace.workspaceId, '<api-server>': kubernetes?.aks?.apiServerAddress,
  };
  const text = kind === EndpointKind.PODS ? value : value.replace(/<[a-z-]+>/g, (name) => names[name]?.toLowerCase() ?? name);
  return kind !== EndpointKind.PODS && text.includes('<') ? [] : [text];
}

/** The parts of a deployment; tests that look at one of them make that one. */
export type Part = 'group' | 'firewall' | 'routes';

/** Puts a deployment, or parts of it, into a stack. */
export function synthesize(deployment: Deployment, ...parts: Part[]): Synthesized {
  const requirements = requirementsOf(deployment);
  const stack = newStack();
  const wants = (part: Part): boolean => parts.length === 0 || parts.includes(part);
  const constructs = {
    ...(wants('group') && { group: addGroup(stack, requirements, deployment) }),
    ...(wants('firewall') && { firewall: addFirewall(stack, requirements, deployment) }),
  };
  const unexpressed = { group: constructs.group?.unexpressed ?? [], firewall: constructs.firewall?.unexpressed ?? [] };
  if (wants('routes')) {
    addRoutes(stack, requirements, deployment);
  }
  const text = textOf(stack);
  return { text, json: JSON.parse(text) as Fields, requirements: requirements.all, constructs, unexpressed };
}

function addGroup(stack: Construct, requirements: RequirementSet, { group, existing }: Deployment): SecurityGroup | SecurityGroupRules {
  const props = {
    requirements,
    hostNameTraffic: group.hostNameTraffic,
    intraNetworkTraffic: group.intraNetwork === 'tag' ? IntraNetworkTraffic.byServiceTag()
      : group.intraNetwork === 'denied' ? IntraNetworkTraffic.denied() : IntraNetworkTraffic.within([...group.intraNetwork]),
    denyOtherOutbound: group.denyOtherOutbound,
    firstPriority: group.firstPriority,
    subnetAddressPrefixes: group.subnetAddressPrefixes,
  };
  return existing ? new SecurityGroupRules(stack, 'Group', { ...props, securityGroupId: IDS.securityGroup })
    : new SecurityGroup(stack, 'Group', { ...props, name: 'nsg', ...placeIn(requirements.cloud) });
}

function addFirewall(
  stack: Construct, requirements: RequirementSet, { firewall: { kind, tlsInspection, ...options } }: Deployment,
): FirewallPolicyRules | FirewallRuleCollections {
  const common = { requirements, ...options, name: 'ml', priority: 500 };
  return kind === 'policy'
    ? new FirewallPolicyRules(stack, 'Policy', { ...common, tlsInspection, firewallPolicyId: IDS.policy })
    : new FirewallRuleCollections(stack, 'Classic', { ...common, firewallId: IDS.firewall });
}

function addRoutes(stack: Construct, requirements: RequirementSet, { existing, defaultRoute, routes }: Deployment): void {
  const make = { Internet: EgressRoute.toInternet, None: EgressRoute.drop, VnetLocal: EgressRoute.withinVirtualNetwork };
  const props = {
    requirements,
    defaultRoute: {
      firewall: DefaultRoute.throughFirewall('10.0.1.4'), nat: DefaultRoute.throughNatGateway(), none: DefaultRoute.none(),
    }[defaultRoute],
    routes: routes.map(([prefix, hop]) => make[hop](`own-${prefix.replace(/[^A-Za-z0-9]/g, '-')}`, prefix)),
  };
  if (existing) {
    new EgressRoutes(stack, 'Routes', { ...props, routeTableId: IDS.routeTable });
  } else {
    new EgressRouteTable(stack, 'Routes', { ...props, name: 'rt', ...placeIn(requirements.cloud) });
  }
}

/** All entries of a synthesized deployment, list by list, each as text: what a reviewer sees as lines of a change. */
export function entriesOf({ resource: all }: Fields): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  const put = (list: string, entries: unknown): void => {
    lists[list] = [...(lists[list] ?? []), ...((entries ?? []) as unknown[]).map((entry) => JSON.stringify(entry))];
  };
  for (const [type, ofType] of Object.entries(all as Record<string, Record<string, Fields>>)) {
    for (const [
      address, { security_rule, route, rule, network_rule_collection, application_rule_collection, ...rest },
    ] of Object.entries(ofType)) {
      put(type, [{ address, ...rest }]);
      put(`${type} security_rule`, security_rule);
      put(`${type} route`, route);
      put(`${type} rule`, rule);
      for (const [kind, collections] of Object.entries({ network_rule_collection, application_rule_collection })) {
        for (const { rule: rules, ...collection } of (collections ?? []) as Fields[]) {
          put(`${type} ${kind}`, [collection]);
          put(`${type} ${kind} rule`, rules);
        }
      }
    }
  }
  return lists;
}
