import { Aspects, TerraformStack, Testing } from 'cdktf';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from '../../lib';
import { IDS, newStack, PLACE, requirementSet, signIn } from '../constructs/synthesis';
import { publicCallables } from '../support/callables';
import { replaced } from '../support/replaced';
import { listed, tagFile } from '../support/service-tags';
import { isOwn, LISTS, Place, places, TEXTS } from '../support/tokens';

/**
 * Callables other than constructs that take texts. Each is called with a token in each place, and what it gives is put to use: it has to
 * reach Terraform as it is, or to be refused.
 */
interface Call {
  /** Right arguments, made anew. */
  readonly right: (stack: TerraformStack) => unknown[];
  /** Makes use of them, and gives all that is written: Terraform JSON, messages, manifests. */
  readonly use: (stack: TerraformStack, values: unknown[]) => string;
  /** Whether the texts are compared with others and need not be written. */
  readonly isCompared?: true;
}

const { Endpoint, Ports, Requirement, EgressRoute, OutsideTraffic, RouterClients, NameResolution, Protocol, Cloud, Edition } = library;
const folder = mkdtempSync(join(tmpdir(), 'azureml-network-tokens-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The JSON of a stack and all messages of its constructs. */
function written(stack: TerraformStack): string {
  const messages = stack.node.findAll().flatMap(({ node: { metadata } }) => metadata.map(({ data }) => String(data)));
  return [Testing.synth(stack, true), ...messages].join('\n');
}

/** A group and firewall rules for a set. */
function ruled(stack: TerraformStack, requirements: library.RequirementSet): string {
  new library.SecurityGroup(stack, 'Group', {
    requirements, name: 'nsg', ...PLACE, hostNameTraffic: library.HostNameTraffic.FILTERED_BY_FIREWALL,
  });
  new library.FirewallPolicyRules(stack, 'Firewall', {
    requirements, name: 'fw', priority: 500, sources: ['10.1.1.0/24'], firewallPolicyId: IDS.policy, sku: library.FirewallSku.PREMIUM,
    tlsInspection: true, dnsProxy: true,
  });
  return written(stack);
}

const ownProps = (changes: Partial<library.RequirementProps> = {}): library.RequirementProps => ({
  id: 'own.x', slot: 2000, endpoint: Endpoint.addressRange('203.0.113.0/24'), ports: Ports.tcp(443), purpose: 'x',
  citation: { article: 'a', date: '2026-01-01', section: 's', row: 'r' }, ...changes,
});
const withEndpoint = (stack: TerraformStack, endpoint: library.Endpoint): string =>
  ruled(stack, signIn().plus(Requirement.outbound(ownProps({ endpoint }))));
const routed = (stack: TerraformStack, defaultRoute: library.DefaultRoute, ...routes: library.EgressRoute[]): string => {
  new library.EgressRouteTable(stack, 'Routes', { requirements: signIn(), name: 'rt', ...PLACE, defaultRoute, routes });
  return written(stack);
};
const FACTS: library.MachineLearningRequirementsProps = {
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19,
  workspace: {
    privateEndpoint: true, storageAccountName: 'mlstore', containerRegistryName: 'mlimages',
    workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
  },
  compute: { publicIp: false }, scenarios: [library.Scenario.WITHOUT_SERVICE_TAGS],
  kubernetes: {
    training: true, inference: true,
    aks: {
      privateCluster: false, konnectivityAgent: false, region: 'westus3', apiServerAddress: '203.0.113.10', customDnsServers: ['10.0.0.53'],
      podsCallApiServer: true,
    },
  },
};
const cluster = (): library.RequirementSet => requirementSet({ kubernetes: FACTS.kubernetes, workspace: FACTS.workspace });
const policies = (changes: Partial<library.ClusterNetworkPoliciesProps>): string => {
  const made = new library.ClusterNetworkPolicies({
    requirements: cluster(), outsideTraffic: OutsideTraffic.within(['10.9.0.0/16']), routerClients: RouterClients.none(), ...changes,
  });
  const out = mkdtempSync(join(folder, 'policies-'));
  made.writeTo(out);
  return readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8')).join('\n');
};
const secured = (stack: TerraformStack): void => {
  new library.SecuredSubnet(stack, 'Subnet', {
    requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24'], securityGroup: { name: 'nsg', ...PLACE },
    routeTable: { name: 'rt', ...PLACE, defaultRoute: library.DefaultRoute.throughFirewall('10.0.1.4') },
    firewallPolicyRules: { name: 'fw', priority: 500, firewallPolicyId: IDS.policy },
  });
};
const associated = (make: (stack: TerraformStack) => { associate(name: string, subnetId: string): void }): Call => ({
  right: () => ['other', `${IDS.subnet}2`],
  use: (stack, [name, subnetId]) => {
    make(stack).associate(name as string, subnetId as string);
    return written(stack);
  },
});
const simple = (right: unknown[], use: Call['use']): Call => ({ right: () => right, use });
const text = (value: unknown): string => value as string;

const CALLS: Readonly<Record<string, Call>> = {
  'Endpoint.serviceTag': simple(['AzureMonitor'], (stack, [value]) => withEndpoint(stack, Endpoint.serviceTag(text(value)))),
  'Endpoint.unlistedServiceTag': simple(['NewService'], (stack, [value]) => withEndpoint(stack, Endpoint.unlistedServiceTag(text(value)))),
  'Endpoint.fqdn': simple(['a.example.com'], (stack, [value]) => withEndpoint(stack, Endpoint.fqdn(text(value)))),
  'Endpoint.url': simple(['a.example.com/x'], (stack, [value]) => withEndpoint(stack, Endpoint.url(text(value)))),
  'Endpoint.addressRange': simple(['203.0.113.0/24'], (stack, [value]) => withEndpoint(stack, Endpoint.addressRange(text(value)))),
  'NameResolution.firewall': simple(['10.0.1.4'], (stack, [value]) =>
    ruled(stack, requirementSet({ nameResolution: NameResolution.firewall(text(value)) }))),
  'NameResolution.servers': simple([['10.0.0.53']], (stack, [value]) =>
    ruled(stack, requirementSet({ nameResolution: NameResolution.servers(value as string[]) }))),
  'Ports.all': simple([Protocol.TCP], (stack, [value]) =>
    ruled(stack, signIn().plus(Requirement.outbound(ownProps({ ports: Ports.all(value as library.Protocol) }))))),
  'Ports.of': simple([Protocol.TCP, ['443']], (stack, [protocol, ports]) =>
    ruled(stack, signIn().plus(Requirement.outbound(ownProps({ ports: Ports.of(protocol as library.Protocol, ports as string[]) }))))),
  'Requirement.outbound': simple([ownProps()], (stack, [props]) =>
    ruled(stack, signIn().plus(Requirement.outbound(props as library.RequirementProps)))),
  'Requirement.inbound': simple([ownProps()], (stack, [props]) =>
    ruled(stack, signIn().plus(Requirement.inbound(props as library.RequirementProps)))),
  'RequirementSet.without': simple(['basic.storage', 'not needed'], (stack, [id, reason]) =>
    ruled(stack, requirementSet().without(text(id), text(reason)))),
  'RequirementSet.only': simple(['basic.azure-active-directory'], (stack, [id]) => ruled(stack, requirementSet().only(text(id)))),
  'MachineLearning.requirements': simple([FACTS], (stack, [facts]) =>
    ruled(stack, library.MachineLearning.requirements(facts as library.MachineLearningRequirementsProps))),
  'IntraNetworkTraffic.within': simple([['10.1.0.0/16']], (stack, [value]) => {
    new library.SecurityGroup(stack, 'Group', {
      requirements: signIn(), name: 'nsg', ...PLACE, intraNetworkTraffic: library.IntraNetworkTraffic.within(value as string[]),
    });
    return written(stack);
  }),
  'DefaultRoute.throughFirewall': simple(['10.0.1.4'], (stack, [value]) =>
    routed(stack, library.DefaultRoute.throughFirewall(text(value)))),
  ...Object.fromEntries((['toInternet', 'toVirtualNetworkGateway', 'withinVirtualNetwork', 'drop'] as const).map((name) =>
    [`EgressRoute.${name}`, simple(['x', '203.0.113.0/24'], (stack, [one, prefix]) =>
      routed(stack, library.DefaultRoute.none(), EgressRoute[name](text(one), text(prefix))))])),
  'EgressRoute.toAppliance': simple(['x', '203.0.113.0/24', '10.0.1.5'], (stack, [name, prefix, hop]) =>
    routed(stack, library.DefaultRoute.none(), EgressRoute.toAppliance(text(name), text(prefix), text(hop)))),
  'ClusterNetworkPolicies': simple([{
    routerClients: RouterClients.within(['10.0.0.0/24'], [443]), apiServer: { addressRanges: ['10.0.0.1'], ports: [443] },
    webhookSources: ['10.0.0.1'], modelNamespaces: ['models'], modelPodLabels: { a: 'b' }, localDnsAddresses: ['169.254.10.0/24'],
    localDnsLabels: { a: 'b' }, componentsNamespace: 'azureml', kubeDnsLabels: { a: 'b' }, konnectivityAgentLabels: { a: 'b' },
    routerLabels: { a: 'b' }, identityProxyLabels: { a: 'b' },
  }], (_, [props]) => policies(props as library.ClusterNetworkPoliciesProps)),
  'OutsideTraffic.filteredElsewhere': simple([['10.0.0.0/8']], (_, [value]) =>
    policies({ outsideTraffic: OutsideTraffic.filteredElsewhere(value as string[]) })),
  'OutsideTraffic.within': simple([['10.0.0.0/8']], (_, [value]) => policies({ outsideTraffic: OutsideTraffic.within(value as string[]) })),
  'RouterClients.within': simple([['10.0.0.0/8'], [80]], (_, [value, ports]) =>
    policies({ routerClients: RouterClients.within(value as string[], ports as number[]) })),
  'VerifyRequirements': {
    right: () => [{
      subnets: [{ name: 'other', subnetId: `${IDS.subnet}2`, requirements: signIn(), addressPrefixes: ['10.1.2.0/24'] }],
      appliances: { '10.0.1.4': IDS.policy }, acknowledged: [{ finding: 'rules-not-read', subject: 'x', reason: 'x' }],
    }],
    isCompared: true,
    use: (stack, [props]) => {
      secured(stack);
      Aspects.of(stack).add(new library.VerifyRequirements(props as library.VerifyRequirementsProps));
      try {
        return written(stack);
      } catch (error) {
        if (String(error).startsWith('Error: Validation failed')) {
          return String(error); // what it says is to be read
        }
        throw error;
      }
    },
  },
  'Verification.ofNetwork': {
    right: () => [join(__dirname, '../../examples/data/existing-network'), {
      subnets: [{ name: 'x', subnetId: IDS.subnet, requirements: signIn(), addressPrefixes: ['10.1.0.0/16'] }],
      appliances: { '10.0.1.4': IDS.policy },
    }],
    isCompared: true,
    use: (_, [path, props]) => JSON.stringify(library.Verification.ofNetwork(text(path), props as library.NetworkVerificationProps)),
  },
  'Deployment.verify': {
    right: () => [join(__dirname, '../../examples/data/existing-network'), { appliances: { '10.0.1.4': IDS.policy } }],
    isCompared: true,
    use: (_, [path, options]) => JSON.stringify(library.Deployment.fromFile(join(__dirname, '../../examples/own-requirement.yaml'))
      .verify(text(path), options as library.VerificationOptions)),
  },
  'SecurityGroup.associate': associated((stack) =>
    new library.SecurityGroup(stack, 'It', { requirements: signIn(), name: 'x', ...PLACE })),
  'SecurityGroupRules.associate': associated((stack) =>
    new library.SecurityGroupRules(stack, 'It', { requirements: signIn(), securityGroupId: IDS.securityGroup })),
  'EgressRouteTable.associate': associated((stack) =>
    new library.EgressRouteTable(stack, 'It', { requirements: signIn(), name: 'x', ...PLACE, defaultRoute: library.DefaultRoute.none() })),
  'EgressRoutes.associate': associated((stack) => new library.EgressRoutes(stack, 'It', {
    requirements: signIn(), routeTableId: IDS.routeTable, defaultRoute: library.DefaultRoute.throughFirewall('10.0.1.4'),
  })),
  'NatEgress.associate': associated((stack) => new library.NatEgress(stack, 'It', { requirements: signIn(), name: 'x', ...PLACE })),
  'NatEgressAssociations.associate': associated((stack) =>
    new library.NatEgressAssociations(stack, 'It', { requirements: signIn(), natGatewayId: IDS.natGateway })),
  'NatEgress.fromNatGatewayId': simple([IDS.natGateway], (stack, [id]) => {
    new library.SecuredSubnet(stack, 'Subnet', {
      requirements: signIn(), subnetId: IDS.subnet, securityGroup: { name: 'nsg', ...PLACE },
      natGateway: library.NatEgress.fromNatGatewayId(text(id)),
    });
    return written(stack);
  }),
  'ServiceTagFile.addressRanges': simple(['AzureMachineLearning'], (_, [tag]) =>
    library.ServiceTagFile.fromFile(tagFile(listed({ AzureMachineLearning: ['192.0.2.0/24'] }))).addressRanges(text(tag)).join()),
};

/** Callables whose texts are paths, which are read at once: a file of that name is looked for, and is not there. */
const PATHS: Readonly<Record<string, (path: string) => unknown>> = {
  'ServiceTagFile.fromFile': (path) => library.ServiceTagFile.fromFile(path),
  'OutboundDependencies.fromFile': (path) => library.OutboundDependencies.fromFile(path),
  'Deployment.fromFile': (path) => library.Deployment.fromFile(path),
  'ClusterNetworkPolicies.writeTo': (path) => new library.ClusterNetworkPolicies({
    requirements: cluster(), outsideTraffic: OutsideTraffic.unrestricted(), routerClients: RouterClients.none(),
  }).writeTo(path),
};

/** What takes no text of its own: numbers, values of this library, and constructs, which have a table of their own. */
const WITHOUT_TEXTS = [
  'Ports.tcp', 'Ports.udp', 'Ports.any', 'RequirementSet.plus', 'OutboundDependencies.missingFrom', 'VerifyRequirements.visit',
  'DeploymentStack',
];

beforeAll(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterAll(() => {
  jest.restoreAllMocks();
});

/** What is wrong with the answer to a token; undefined where it is right. */
function fault({ right, use, isCompared }: Call, { path }: Place, make: (typeof TEXTS)[string]): string | undefined {
  const stack = newStack();
  const [token, expected] = make(stack);
  let all: string;
  try {
    all = use(stack, replaced(right(stack), path, token) as unknown[]);
  } catch (error) {
    return isOwn(error) ? undefined : `says ${String(error)}`;
  }
  if (/Token\[/.test(all)) {
    return `leaves a marker: ${/.{0,60}Token\[.{0,40}/.exec(all)![0]}`;
  }
  if (isCompared !== true && /each\.(?:value|key)/.test(all)) {
    return 'writes what only an iterator has';
  }
  const isLost = isCompared !== true && expected !== undefined && !all.includes(JSON.stringify(expected).slice(1, -1));
  return isLost ? 'loses it' : undefined;
}

test.each(Object.entries(CALLS))('each text and list of %s takes a token as it is or refuses it', (_, call) => {
  const stack = newStack();
  expect(call.use(stack, call.right(stack)).length).toBeGreaterThan(10); // the right arguments are right
  const all = places(call.right(newStack())).filter(({ path }) => path.length > 0);
  const faults = all.flatMap((place) => Object.entries(place.kind === 'text' ? TEXTS : LISTS)
    .map(([kind, make]) => [`${place.path.join('.')} ${kind}`, fault(call, place, make)] as const)
    .filter(([, found]) => found !== undefined).map((found) => found.join(': ')));
  expect(faults).toEqual([]);
});

test.each(Object.entries(PATHS))('%s looks for no file by a token', (_, call) => {
  for (const make of Object.values(TEXTS)) {
    expect(() => call(make(newStack())[0] as string)).toThrow(expect.objectContaining({ name: 'InputError' }) as Error);
  }
});

test('every public callable that takes arguments is in one of the tables', () => {
  const isConstruct = (parameters: readonly (readonly [string, string])[]): boolean =>
    parameters.some(([, type]) => type === 'Construct') && parameters.length === 3;
  const known = [...Object.keys(CALLS), ...Object.keys(PATHS), ...WITHOUT_TEXTS].sort();
  expect(known).toEqual(publicCallables().filter(({ parameters }) => !isConstruct(parameters)).map(({ name }) => name).sort());
  const stated = publicCallables().filter(({ name, parameters }) =>
    WITHOUT_TEXTS.includes(name) && parameters.some(([, type]) => /\bstring\b/.test(type)));
  expect(stated).toEqual([]);
});
