import { Fn, TerraformIterator, TerraformStack, Testing, Token } from 'cdktf';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as library from '../../lib';
import { InputError } from '../../lib/azure/errors';
import { ServiceTagFile } from '../../lib/input/service-tag-file';
import { IDS, newStack, PLACE, requirementSet, signIn } from '../constructs/synthesis';
import { publicCallables } from '../support/callables';
import { answerFile, SHORT_EXAMPLE } from '../support/dependency-answers';
import { replaced } from '../support/replaced';
import { listed, tagFile } from '../support/service-tags';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-wrong-'));
/** Where it is taken for a path, nothing is written elsewhere. */
const TEXT = join(folder, 'text');

/** What callers from plain JavaScript may give by mistake. Each is made anew, because constructs have their place once. */
const WRONG: readonly (() => unknown)[] = [
  () => undefined, () => null, () => 7, () => NaN, () => TEXT, () => true, () => [], () => [undefined], () => [1], () => ['x'],
  () => ({}), () => () => undefined, () => 10n, () => Object.create(null) as object,
  () => TerraformIterator.fromList(['a']).value as unknown, () => Fn.concat([['a'], ['b']]) as unknown, () => Token.asList('${var.x}'),
  () => Token.asNumber('${var.x}'),
];

/** Those that nothing here takes anywhere: what is no value of JSON. */
const NOWHERE: ReadonlySet<number> = new Set(WRONG.map((make, i) => [make(), i] as const)
  .filter(([value]) => ['function', 'bigint'].includes(typeof value)).map(([, i]) => i));

interface Entry {
  readonly name: string;
  /** Right arguments, made anew. */
  readonly right: () => unknown[];
  readonly call: (values: unknown[]) => unknown;
}

type Callable = (...values: unknown[]) => unknown;

const member = (owner: unknown, name: string): Callable => (...values) => (owner as Record<string, Callable>)[name]!(...values);
const cluster = { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true } };
const facts = (): object => ({
  cloud: library.Cloud.PUBLIC, region: 'westus2', edition: library.Edition.E2026_03_19,
  workspace: {
    privateEndpoint: true, storageAccountName: 'mlstore', containerRegistryName: 'mlimages',
    workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
  },
  compute: { publicIp: false },
  scenarios: [library.Scenario.PYTHON_PACKAGES], kubernetes: cluster,
});
const set = (): library.RequirementSet => library.MachineLearning.requirements(facts() as library.MachineLearningRequirementsProps);
const own = (): object => ({
  id: 'own.x', slot: 2000, endpoint: library.Endpoint.addressRange('203.0.113.0/24'), ports: library.Ports.tcp(443), purpose: 'x',
  citation: { article: 'a', date: '2026-01-01', section: 's', row: 'r' },
});
const made = { name: 'made', ...PLACE, tags: { a: 'b' }, subnets: { a: IDS.subnet } };
const rules = (): object => ({
  hostNameTraffic: library.HostNameTraffic.CLOSED, intraNetworkTraffic: library.IntraNetworkTraffic.denied(), firstPriority: 500,
  subnetAddressPrefixes: ['10.1.1.0/24'],
});
const routing = (): object =>
  ({ defaultRoute: library.DefaultRoute.throughFirewall('10.0.1.4'), routes: [library.EgressRoute.drop('x', '203.0.113.0/24')] });
const group = (): object => ({ ...made, ...rules() });
const table = (): object => ({ ...made, ...routing(), bgpRoutePropagation: false });
const firewall = { name: 'fw', priority: 500, sources: ['10.1.1.0/24'], sourceIpGroupIds: [IDS.ipGroup], dnsProxy: true };
const tags = (): ServiceTagFile => ServiceTagFile.fromFile(tagFile(listed({ AzureMachineLearning: ['192.0.2.0/24'] })));
const without = ({ subnets: _, ...rest }: { subnets?: unknown }): object => rest;

const construct = (name: string, props: () => object): Entry => ({
  name, right: () => [newStack(), 'It', props()],
  call: (values) => new (library as unknown as Record<string, new (...all: unknown[]) => unknown>)[name]!(...values),
});
const method = (name: string, owner: () => unknown, right: () => unknown[]): Entry => {
  const last = name.split('.').pop()!;
  return { name, right, call: (values) => member(owner(), last)(...values) };
};
const { Endpoint, Ports, Requirement, DefaultRoute, EgressRoute, OutsideTraffic, RouterClients, IntraNetworkTraffic } = library;

const ENTRIES: readonly Entry[] = [
  construct('SecurityGroup', () => ({ ...group(), requirements: signIn() })),
  construct('EgressRouteTable', () => ({ ...table(), requirements: signIn() })),
  construct('SecurityGroupRules', () => ({ ...rules(), requirements: signIn(), securityGroupId: IDS.securityGroup })),
  construct('EgressRoutes', () => ({ ...routing(), requirements: signIn(), routeTableId: IDS.routeTable })),
  construct('NatEgressAssociations', () =>
    ({ requirements: signIn(), natGatewayId: IDS.natGateway, publicIpIds: [IDS.publicIp], subnets: { a: IDS.subnet } })),
  construct('FirewallPolicyRules', () => ({
    ...firewall, firewallPolicyId: IDS.policy, tlsInspection: false, maxGroupBytes: 5000, maxGroupsPerPolicy: 5, requirements: signIn(),
  })),
  construct('FirewallRuleCollections', () => ({ ...firewall, firewallId: IDS.firewall, requirements: signIn() })),
  construct('NatEgress', () => ({
    ...made, requirements: signIn(), idleTimeoutMinutes: 5, zone: '1', publicIpCount: 1, publicIpName: 'ip', publicIpIds: [IDS.publicIp],
    publicIpPrefixIds: [IDS.publicIpPrefix],
  })),
  construct('DataExfiltrationProtection', () => ({ requirements: signIn(), name: 'x', ...PLACE, tags: {}, storageAccountIds: ['x'] })),
  construct('ManagedNetworkRules', () => ({ requirements: signIn(), workspaceId: 'x', regionalTags: library.RegionalTags.WIDENED })),
  construct('SecuredSubnet', () => ({
    requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24'], securityGroup: without(group()),
    routeTable: without(table()),
    firewallPolicyRules: { name: 'fw', priority: 500, firewallPolicyId: IDS.policy },
  })),
  {
    name: 'DeploymentStack', right: () => [Testing.app(), undefined],
    call: ([scope, deployment]) => new library.DeploymentStack(scope as TerraformStack, deployment as library.Deployment),
  },
  {
    name: 'VerifyRequirements',
    right: () => [{
      acknowledged: [{ finding: 'x', subject: 'x', reason: 'x' }], appliances: { x: 'y' },
      subnets: [{ name: 'x', subnetId: 'x', requirements: signIn() }],
    }],
    call: ([props]) => new library.VerifyRequirements(props as library.VerifyRequirementsProps),
  },
  { name: 'ClusterNetworkPolicies', right: () => [{
    requirements: set(), outsideTraffic: OutsideTraffic.within(['10.0.0.0/16']), apiServer: { addressRanges: ['10.0.0.1'], ports: [443] },
    kubeDnsLabels: { a: 'b' },
    localDnsAddresses: ['169.254.10.0/24'], componentsNamespace: 'azureml', webhookSources: ['10.0.0.1'],
  }], call: ([props]) => new library.ClusterNetworkPolicies(props as library.ClusterNetworkPoliciesProps) },
  method(
    'ClusterNetworkPolicies.writeTo',
    () => new library.ClusterNetworkPolicies({ requirements: set(), outsideTraffic: OutsideTraffic.unrestricted() }), () => [folder],
  ),
  method('MachineLearning.requirements', () => library.MachineLearning, () => [facts()]),
  ...['serviceTag', 'unlistedServiceTag', 'fqdn', 'url', 'addressRange'].map((name) =>
    method(`Endpoint.${name}`, () => Endpoint, () => ['x'])),
  ...['tcp', 'udp', 'any'].map((name) => method(`Ports.${name}`, () => Ports, () => [443, 80])),
  method('Ports.all', () => Ports, () => [library.Protocol.TCP]), method('Ports.of', () => Ports, () => [library.Protocol.TCP, ['443']]),
  method('Requirement.outbound', () => Requirement, () => [own()]), method('Requirement.inbound', () => Requirement, () => [own()]),
  method('RequirementSet.plus', signIn, () => [Requirement.outbound(own() as library.RequirementProps)]),
  method('RequirementSet.without', set, () => ['basic.storage', 'x']), method('RequirementSet.only', set, () => ['basic.storage']),
  method('NameResolution.firewall', () => library.NameResolution, () => ['10.0.1.4']),
  method('NameResolution.servers', () => library.NameResolution, () => [['10.0.0.53']]),
  method('IntraNetworkTraffic.within', () => IntraNetworkTraffic, () => [['10.0.0.0/8']]),
  method('DefaultRoute.throughFirewall', () => DefaultRoute, () => ['10.0.1.4']),
  ...['toInternet', 'toVirtualNetworkGateway', 'withinVirtualNetwork', 'drop'].map((name) =>
    method(`EgressRoute.${name}`, () => EgressRoute, () => ['x', '10.0.0.0/8'])),
  method('EgressRoute.toAppliance', () => EgressRoute, () => ['x', '10.0.0.0/8', '10.0.1.4']),
  method('OutsideTraffic.filteredElsewhere', () => OutsideTraffic, () => [['10.0.0.0/8']]),
  method('OutsideTraffic.within', () => OutsideTraffic, () => [['10.0.0.0/8']]),
  method('RouterClients.within', () => RouterClients, () => [['10.0.0.0/8'], [80]]),
  method('ServiceTagFile.fromFile', () => library.ServiceTagFile, () => ['x']),
  method('ServiceTagFile.addressRanges', tags, () => ['AzureMachineLearning']),
  method('OutboundDependencies.fromFile', () => library.OutboundDependencies, () => ['x']),
  method('Deployment.fromFile', () => library.Deployment, () => ['x']),
  method('Verification.ofNetwork', () => library.Verification, () =>
    ['x', { subnets: [{ name: 'x', subnetId: IDS.subnet, requirements: signIn(), addressPrefixes: ['10.1.0.0/16'] }] }]),
  ...(['SecurityGroup', 'EgressRouteTable', 'NatEgress'] as const).map((name) =>
    method(`${name}.associate`, () => new library[name](newStack(), 'It', {
      requirements: signIn(), name: 'x', ...PLACE, defaultRoute: DefaultRoute.none(),
    }), () => ['other', `${IDS.subnet}2`])),
  ...([
    ['SecurityGroupRules', { securityGroupId: IDS.securityGroup }],
    ['EgressRoutes', { routeTableId: IDS.routeTable, defaultRoute: DefaultRoute.none() }],
    ['NatEgressAssociations', { natGatewayId: IDS.natGateway }],
  ] as const).map(([name, props]) => method(
    `${name}.associate`,
    () => new (library[name] as new (...all: unknown[]) => unknown)(newStack(), 'It', { requirements: signIn(), ...props }),
    () => ['other', `${IDS.subnet}2`],
  )),
  method('OutboundDependencies.missingFrom', () => library.OutboundDependencies.fromFile(answerFile(SHORT_EXAMPLE)), () => [signIn()]),
  method('Deployment.verify', () => library.Deployment.fromFile(join(__dirname, '../../examples/one-subnet.yaml')), () =>
    ['x', { appliances: { '10.0.1.4': IDS.policy }, acknowledged: [{ finding: 'rules-not-read', subject: 'x', reason: 'x' }] }]),
  method('VerifyRequirements.visit', () => new library.VerifyRequirements(), () => [newStack()]),
  method('NatEgress.fromNatGatewayId', () => library.NatEgress, () => [IDS.natGateway]),
];

/** The values with a wrong one in each place: each argument, and each property at any depth. */
function* variants(entry: Entry): Generator<{ readonly where: string; readonly values: () => unknown[] }> {
  for (const path of paths(entry.right())) {
    for (let i = 0; i < WRONG.length; i++) {
      yield { where: `${path.join('.')} ${i}`, values: () => replaced(entry.right(), path, WRONG[i]!()) as unknown[] };
    }
  }
}

function paths(value: unknown, path: readonly string[] = []): string[][] {
  const here = path.length === 0 ? [] : [[...path]];
  const isPlain = Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  return isPlain ? [...here, ...Object.entries(value as object).flatMap(([key, one]) => paths(one, [...path, key]))] : here;
}

test.each(ENTRIES.map((entry) => [entry.name, entry] as const))('%s answers wrong arguments with errors of its own', (_, entry) => {
  const others: string[] = [];
  for (const { where, values } of variants(entry)) {
    try {
      entry.call(values());
      if (NOWHERE.has(Number(where.split(' ').pop()))) {
        others.push(`${where}: taken without a word`);
      }
    } catch (error) {
      if (!(error instanceof InputError)) {
        others.push(`${where}: ${String(error).split('\n')[0]!}`);
      }
    }
  }
  expect(others).toEqual([]);
});

test('every public callable that takes arguments is among them', () => {
  const called = ENTRIES.map(({ name }) => name).sort();
  expect(called).toEqual(publicCallables().map(({ name }) => name).sort());
});

test.each<[string, () => unknown, string]>([
  ['a missing object', () => library.MachineLearning.requirements(undefined as never), 'props: is missing; give an object'],
  [
    'a missing part', () => library.MachineLearning.requirements({ cloud: 'public', region: 'westus2', edition: '2026-03-19' } as never),
    'workspace: is missing; give an object',
  ],
  [
    'a misspelling', () => new library.SecurityGroup(newStack(), 'It', { requirments: signIn() } as never),
    '[Network/It] requirments: is not a property here; did you mean "requirements"?',
  ],
  [
    'another type', () => new library.SecurityGroup(newStack(), 'It', { requirements: signIn(), name: 7, ...PLACE } as never),
    '[Network/It] name: the number 7 is given; give a text',
  ],
  [
    'a text for a list', () => IntraNetworkTraffic.within('10.0.0.0/8' as never),
    'addressSpace: the text "10.0.0.0/8" is given; give a list',
  ],
  [
    'a reference to a list as a text', () => IntraNetworkTraffic.within(Fn.concat([['a']]) as never),
    'addressSpace: is a reference, and not one to a list; write Token.asList(...) around it',
  ],
  ['what an iterator gives', () => new library.SecurityGroup(newStack(), 'It', {
    requirements: signIn(), name: TerraformIterator.fromList(['a']).value as never, ...PLACE,
  }), '[Network/It] name: is a reference, and not one to a text; write Token.asString(...)'],
  [
    'a plain object for a value', () => new library.SecurityGroup(newStack(), 'It', { requirements: {}, name: 'x', ...PLACE } as never),
    '[Network/It] requirements: an object is given; give a RequirementSet',
  ],
  [
    'no scope', () => new library.NatEgress(undefined as never, 'It', {} as never),
    'NatEgress.scope: is missing; give the construct that this one is a part of',
  ],
  [
    'an app as the scope', () => new library.NatEgress(Testing.app(), 'It', {} as never),
    'NatEgress.scope: "" is in no stack; give a TerraformStack, or a construct in one',
  ],
])('%s', (_, call, message) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(message);
});

test('what an iterator gives is found in a set of requirements too, in each construct that has the set', () => {
  const storageAccountName = Token.asString(TerraformIterator.fromList(['a']).value);
  const scenarios = [library.Scenario.WITHOUT_SERVICE_TAGS];
  const requirements = requirementSet({ workspace: { privateEndpoint: true, storageAccountName }, scenarios });
  const stack = newStack();
  const all = [
    new library.SecurityGroup(stack, 'One', { requirements, name: 'one', ...PLACE, hostNameTraffic: library.HostNameTraffic.CLOSED }),
    new library.SecurityGroup(stack, 'Two', { requirements, name: 'two', ...PLACE, hostNameTraffic: library.HostNameTraffic.CLOSED }),
  ];
  const at = requirements.all.findIndex(({ endpoint }) => endpoint.value.startsWith(storageAccountName));
  for (const { node } of all) {
    expect(node.validate().map((problem) => problem.split(':')[0])).toContain(`requirements.all[${at}].endpoint.value`);
  }
  expect(new library.SecurityGroup(stack, 'Three', { requirements: signIn(), name: 'three', ...PLACE }).node.validate()).toEqual([]);
});

test('a value of another copy of the package is told from one of this, where both have the same class', () => {
  const other = new (class RequirementSet {})();
  expect(() => new library.SecurityGroup(newStack(), 'It', { ...made, requirements: other as library.RequirementSet }))
    .toThrow('[Network/It] requirements: is a RequirementSet of another copy of this package; install one version once');
});
