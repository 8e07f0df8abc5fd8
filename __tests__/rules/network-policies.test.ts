import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { parse, type DocumentOptions, type ParseOptions, type ScalarTag, type SchemaOptions, type Tags } from 'yaml';
import {
  CatalogSection, Cloud, ClusterNetworkPolicies, Direction, Edition, Endpoint, EndpointKind, MachineLearning, OutsideTraffic, Ports,
  Protocol, Requirement, RouterClients, type ClusterNetworkPoliciesProps, type KubernetesProps, type RequirementSet,
} from '../../lib';
import fc from '../support/fast-check';
import { allows, readPolicies, type Policy, type Side } from '../support/network-policy-evaluator';

function requirementsFor(kubernetes: KubernetesProps, edition?: Edition): RequirementSet {
  return requirementsOf({ ...kubernetes, aks: { privateCluster: true, konnectivityAgent: true } }, edition);
}

function requirementsOf(kubernetes: KubernetesProps, edition = Edition.E2026_03_19): RequirementSet {
  return MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westus2', edition, kubernetes, compute: { publicIp: false },
    workspace: {
      privateEndpoint: true, storageAccountName: 'contosoml', containerRegistryName: 'contosoimages',
      workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
    },
  });
}

const BOTH = requirementsFor({ training: true, inference: true });
const TRAINING = requirementsFor({ training: true, inference: false });
const INFERENCE = requirementsFor({ training: false, inference: true });
/**
 * Numbers as the reader of Kubernetes takes them, beside those of YAML 1.1: `strconv.ParseInt` and `ParseFloat` of Go on the text
 * without `_`. Source: go-yaml v2, resolve.go.
 */
const LIKE_GO: ScalarTag = {
  tag: 'tag:yaml.org,2002:int', default: true, identify: () => false,
  test: /^(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][0-9_]+)?)$/,
  resolve: (text) => Number(text.replace(/_/g, '').toLowerCase()),
};
const [POD_RANGE, SERVICE_RANGE] = ['10.244.0.0/16', '10.0.0.0/16'];
const FILTERED = OutsideTraffic.filteredElsewhere([POD_RANGE, SERVICE_RANGE]);

const pod = (address: string, namespace: string, labels: Record<string, string> = {}): Side => ({ address, namespace, labels });
const outside = (address: string): Side => ({ address });

// Pods with the labels that real ones carry beside those that select them.
const OPERATOR = pod('10.244.0.1', 'azureml', { app: 'aml-operator', 'control-plane': 'controller-manager' });
const ROUTER = pod('10.244.0.2', 'azureml', {
  azuremlappname: 'azureml-fe', azuremlappversion: 'v2', 'ml.azure.com/infra-app': 'azureml-fe',
});
const ROUTER_2 = { ...ROUTER, address: '10.244.0.3' };
const PROXY = pod('10.244.0.4', 'azureml', { 'ml.azure.com/infra-app': 'identity-proxy', 'amlarc-component': 'identity' });
const MODEL = pod('10.244.0.5', 'models', { app: 'scoring', tier: 'gold' });
const OTHER_IN_MODELS = pod('10.244.0.6', 'models', { app: 'training' });
const STRANGER = pod('10.244.0.7', 'shop', { app: 'scoring', azuremlappname: 'azureml-fe', 'k8s-app': 'kube-dns' });
const DNS = pod('10.244.0.8', 'kube-system', { 'k8s-app': 'kube-dns' });
const NODE_DNS = pod('10.244.0.11', 'kube-system', { 'k8s-app': 'node-local-dns' });
const TUNNEL = pod('10.244.0.9', 'kube-system', { app: 'konnectivity-agent' });
const TUNNEL_UPSTREAM = pod('10.244.0.9', 'kube-system', { 'k8s-app': 'konnectivity-agent' });
const METRICS = pod('10.244.0.10', 'kube-system', { 'k8s-app': 'metrics-server' });
const [API_SERVER, AZURE, CLIENT, NODE_RESOLVER] = [
  outside('20.1.2.3'), outside('13.66.138.10'), outside('10.9.0.4'), outside('169.254.10.10'),
];
const ROUTER_PORTS = [8000, 8001, 9001, 11001, 12001, 12101, 12201, 20000];

type Flow = readonly [name: string, from: Side, to: Side, protocol: string, ports: readonly number[]];

/** The policies, and as a cluster reads them, for who asks for that. */
function policiesOf(props: Partial<ClusterNetworkPoliciesProps> = {}): { policies: ClusterNetworkPolicies; readonly read: Policy[] } {
  const requirements = props.requirements ?? BOTH;
  const isInference = requirements.all.some(({ id }) => id === 'in-cluster.router-internal');
  const policies = new ClusterNetworkPolicies({
    outsideTraffic: FILTERED, ...(isInference && { routerClients: RouterClients.none() }), ...props, requirements,
  });
  return { policies, get read() { return readPolicies(policies.toYaml()); } };
}

function wrongFlows(read: readonly Policy[], flows: readonly Flow[], expected: boolean): string[] {
  return flows.flatMap(([name, from, to, protocol, ports]) =>
    ports.filter((port) => allows(read, from, to, protocol, port) !== expected).map((port) => `${name} ${protocol} ${port}`));
}

const FULL: Partial<ClusterNetworkPoliciesProps> = {
  modelNamespaces: ['models'], modelPodLabels: { app: 'scoring' }, apiServer: { addressRanges: ['20.1.2.3'], ports: [443] },
  routerClients: RouterClients.within(['10.9.0.0/24'], [8000]), webhookSources: ['20.1.2.3'], localDnsAddresses: ['169.254.10.0/24'],
  localDnsLabels: { 'k8s-app': 'node-local-dns' },
};

/** What the article asks for, flow by flow, under the id of the requirement. */
const ASKED: readonly Flow[] = [
  ['in-cluster.api-server', OPERATOR, API_SERVER, 'TCP', [443]],
  ['in-cluster.namespace', OPERATOR, PROXY, 'TCP', [1, 443, 8080, 65535]],
  ['in-cluster.namespace', ROUTER, OPERATOR, 'UDP', [53, 9999]],
  ['in-cluster.kube-dns', OPERATOR, DNS, 'UDP', [53]],
  ['in-cluster.kube-dns', ROUTER, DNS, 'TCP', [53]],
  ['in-cluster.konnectivity-agent', OPERATOR, TUNNEL, 'TCP', [8093]],
  ['in-cluster.router-to-models', ROUTER, MODEL, 'TCP', [5001]],
  ['in-cluster.router-internal', ROUTER, ROUTER_2, 'TCP', ROUTER_PORTS],
  ['in-cluster.models-to-identity-proxy', MODEL, PROXY, 'TCP', [9999]],
];

/** What was asked for by an option, or follows from one. */
const OPENED: readonly Flow[] = [
  ['webhook through the tunnel', TUNNEL, PROXY, 'TCP', [443, 8443]],
  ['webhook through the tunnel of Kubernetes', TUNNEL_UPSTREAM, PROXY, 'TCP', [443]],
  ['webhook straight from the API server', API_SERVER, PROXY, 'TCP', [443]],
  ['resolver on the node', OPERATOR, NODE_RESOLVER, 'UDP', [53]],
  ['resolver on the node, as pod', OPERATOR, NODE_DNS, 'TCP', [53]],
  ['client of the router', CLIENT, ROUTER, 'TCP', [8000]],
  ['Azure', OPERATOR, AZURE, 'TCP', [80, 443, 8787, 18881]],
  ['Azure Machine Learning', OPERATOR, AZURE, 'UDP', [5831]],
  ['models, whose egress is not restricted', MODEL, AZURE, 'TCP', [443, 1433]],
  ['namespaces without a policy', STRANGER, METRICS, 'TCP', [4443]],
];

const CLOSED: readonly Flow[] = [
  ['another namespace into azureml', STRANGER, OPERATOR, 'TCP', [443, 5001, 9999]],
  ['another namespace with the labels of the router, to a model', STRANGER, MODEL, 'TCP', [5001]],
  ['another namespace with the labels of a model, to the proxy', STRANGER, PROXY, 'TCP', [9999]],
  ['another pod of the namespace of models, to the proxy', OTHER_IN_MODELS, PROXY, 'TCP', [9999]],
  ['a model to another port of the proxy', MODEL, PROXY, 'TCP', [443, 9998, 10000]],
  ['a model to the proxy by UDP', MODEL, PROXY, 'UDP', [9999]],
  ['a model to another component', MODEL, OPERATOR, 'TCP', [9999]],
  ['a model to the router', MODEL, ROUTER, 'TCP', ROUTER_PORTS],
  ['the router to another port of a model', ROUTER, MODEL, 'TCP', [80, 5000, 5002]],
  ['the router to another pod of that namespace', ROUTER, OTHER_IN_MODELS, 'TCP', [5001]],
  ['the router to another namespace', ROUTER, STRANGER, 'TCP', [5001]],
  ['another component to a model', OPERATOR, MODEL, 'TCP', [5001]],
  ['pods with the labels of DNS elsewhere', OPERATOR, STRANGER, 'UDP', [53]],
  ['another port of DNS', OPERATOR, DNS, 'TCP', [9153]],
  ['another pod of kube-system', OPERATOR, METRICS, 'TCP', [53, 443]],
  ['another pod of kube-system, inwards', METRICS, OPERATOR, 'TCP', [443]],
  ['DNS, inwards', DNS, OPERATOR, 'TCP', [53]],
  ['another port of the API server', OPERATOR, API_SERVER, 'TCP', [6443]],
  ['another port in Azure', OPERATOR, AZURE, 'TCP', [22, 1433]],
  ['another port of the node', OPERATOR, NODE_RESOLVER, 'UDP', [67]],
  ['a client on another port of the router', CLIENT, ROUTER, 'TCP', [8001, 443]],
  ['another client of the router', outside('10.9.1.4'), ROUTER, 'TCP', [8000]],
  ['a client of something else', CLIENT, PROXY, 'TCP', [8000]],
  ['the Internet to a model', AZURE, MODEL, 'TCP', [5001]],
  ['something within the ranges of the cluster', OPERATOR, outside('10.0.0.1'), 'TCP', [443]],
];

describe('what the policies mean', () => {
  const { policies, read } = policiesOf(FULL);

  test('what the requirements ask for is allowed', () => {
    expect(wrongFlows(read, ASKED, true)).toEqual([]);
    expect([...new Set(ASKED.map(([id]) => id))].sort())
      .toEqual(BOTH.all.filter(({ endpoint }) => endpoint.kind === EndpointKind.PODS).map(({ id }) => id).sort());
  });

  test('what options open is allowed, and what nobody restricts', () => expect(wrongFlows(read, OPENED, true)).toEqual([]));
  test('other flows are denied', () => expect(wrongFlows(read, CLOSED, false)).toEqual([]));
  test('without the policies these are allowed, so that the policies are what denies them', () =>
    expect(wrongFlows([], CLOSED, true)).toEqual([]));

  test.each(['api-server', 'namespace', 'kube-dns', 'konnectivity-agent', 'router-to-models', 'models-to-identity-proxy'])(
    'without the policy for in-cluster.%s its flows are denied', (id) => {
      const rest = read.filter(({ metadata: { name, namespace } }) => name !== `azureml-in-cluster-${id}` || namespace === 'models');
      // What is outside the cluster would open port 443 of the API server too.
      const inside = id === 'api-server' ? rest.filter(({ metadata }) => metadata.name !== 'azureml-outside') : rest;
      const flows = ASKED.filter(([name]) => name === `in-cluster.${id}`);
      expect(wrongFlows(inside, flows, true)).not.toEqual([]);
    },
  );

  test('everything is carried or said', () => {
    // What nodes and agents need does not pass the pods of the extension.
    const ofNodes = BOTH.all.map(({ id }) => id).filter((id) => id.startsWith('aks'));
    expect(policies.unexpressed.map(({ requirementId: requirement, isOutOfPath }) => [requirement, isOutOfPath]))
      .toEqual(ofNodes.map((id) => [id, true]));
    const ofPods = BOTH.all.filter(({ id }) => !ofNodes.includes(id));
    expect([...new Set(policies.manifests.flatMap(({ requirementIds }) => requirementIds))].sort())
      .toEqual(ofPods.map(({ id }) => id).sort());
    const wider = new Set(policies.substitutions.filter(({ isWider }) => isWider).map(({ requirementId }) => requirementId));
    expect([...wider].filter((id) => id.startsWith('in-cluster.')).sort())
      .toEqual(['in-cluster.api-server', 'in-cluster.konnectivity-agent', 'in-cluster.kube-dns']);
    expect(ofPods.filter(({ id }) => !id.startsWith('in-cluster.') && !wider.has(id))).toEqual([]);
  });
});

describe('the choices', () => {
  test('models anywhere: every other namespace, and no policy of its own', () => {
    const { read, policies } = policiesOf();
    expect([...new Set(read.map(({ metadata }) => metadata.namespace))]).toEqual(['azureml']);
    expect(wrongFlows(
      read, [['model', ROUTER, MODEL, 'TCP', [5001]], ['any', ROUTER, STRANGER, 'TCP', [5001]], ['proxy', STRANGER, PROXY, 'TCP', [9999]]],
      true,
    ))
      .toEqual([]);
    expect(wrongFlows(
      read, [['itself', { ...STRANGER, namespace: 'azureml2' }, OPERATOR, 'TCP', [9999]], ['other', ROUTER, STRANGER, 'TCP', [5002]]],
      false,
    ))
      .toEqual([]);
    expect(policies.substitutions.filter(({ requirementId: requirement }) => requirement === 'in-cluster.router-to-models'))
      .toMatchObject([{ isWider: true, writtenAs: 'every pod of every namespace but azureml' }]);
  });

  test('a namespace without labels: every pod of it', () => {
    const { read, policies } = policiesOf({ modelNamespaces: ['models'] });
    expect(wrongFlows(read, [['other', ROUTER, OTHER_IN_MODELS, 'TCP', [5001]], ['proxy', OTHER_IN_MODELS, PROXY, 'TCP', [9999]]], true))
      .toEqual([]);
    expect(wrongFlows(read, [['closed', MODEL, OTHER_IN_MODELS, 'TCP', [29500]], ['stranger', STRANGER, MODEL, 'TCP', [5001]]], false))
      .toEqual([]);
    expect(policies.substitutions.filter(({ requirementId: requirement }) => requirement === 'in-cluster.router-to-models')
      .map(({ writtenAs, isWider }) => [writtenAs, isWider]))
      .toEqual([['every pod of models', true], ['policies in models that close these pods to all but the router', false]]);
  });

  test('outside within ranges', () => {
    const { read } = policiesOf({ outsideTraffic: OutsideTraffic.within(['10.1.4.0/24', '2001:db8::/32']) });
    expect(
      wrongFlows(read, [['in', OPERATOR, outside('10.1.4.9'), 'TCP', [443]], ['in', OPERATOR, outside('2001:db8::1'), 'TCP', [443]]], true),
    ).toEqual([]);
    expect(wrongFlows(read, [['out', OPERATOR, AZURE, 'TCP', [443]], ['port', OPERATOR, outside('10.1.4.9'), 'TCP', [22]]], false))
      .toEqual([]);
  });

  test('outside of a cluster with two families of addresses', () => {
    const { read } = policiesOf({ outsideTraffic: OutsideTraffic.filteredElsewhere([POD_RANGE, 'fd00::/48']) });
    expect(wrongFlows(read, [['4', OPERATOR, AZURE, 'TCP', [443]], ['6', OPERATOR, outside('2603:1030::1'), 'TCP', [443]]], true))
      .toEqual([]);
    expect(
      wrongFlows(read, [['4', OPERATOR, outside('10.244.9.9'), 'TCP', [443]], ['6', OPERATOR, outside('fd00::9'), 'TCP', [443]]], false),
    )
      .toEqual([]);
    const { read: ipv4 } = policiesOf();
    expect(allows(ipv4, OPERATOR, outside('2603:1030::1'), 'TCP', 443)).toBe(false); // no range, no rule
    const written = (...ranges: string[]): string[] =>
      [...new Set(policiesOf({ outsideTraffic: OutsideTraffic.filteredElsewhere(ranges) }).policies.substitutions
        .map(({ writtenAs }) => / to (every .*)$/.exec(writtenAs)?.[1]).filter((text) => text !== undefined))];
    expect([written(POD_RANGE), written('fd00::/48'), written('fd00::/48', POD_RANGE)])
      .toEqual([
        [`every IPv4 address outside ${POD_RANGE}`], ['every IPv6 address outside fd00::/48'],
        [`every IPv4 and IPv6 address outside fd00::/48, ${POD_RANGE}`],
      ]);
  });

  test('no egress policies: everything goes out, and what comes in is as before', () => {
    const { read, policies } = policiesOf({
      ...FULL, outsideTraffic: OutsideTraffic.unrestricted(), apiServer: undefined, localDnsAddresses: undefined, localDnsLabels: undefined,
    });
    expect(read.flatMap(({ spec }) => spec.policyTypes).filter((type) => type !== 'Ingress')).toEqual([]);
    expect(wrongFlows(read, ASKED, true)).toEqual([]);
    const inwards = new Set(read.map(({ metadata }) => metadata.namespace));
    expect(wrongFlows(read, CLOSED.filter(([, , to]) => inwards.has(to.namespace ?? '') && to !== OTHER_IN_MODELS), false)).toEqual([]);
    const open = policies.substitutions.filter(({ writtenAs }) => writtenAs.startsWith('no egress policy')).map(({ requirementId }) =>
      requirementId);
    expect(open.sort())
      .toEqual(['api-server', 'konnectivity-agent', 'kube-dns', 'namespace', 'router-to-models'].map((id) => `in-cluster.${id}`));
    expect(policies.unexpressed.filter(({ isOutOfPath }) => !isOutOfPath)).toEqual([]);
  });

  test('no address of the API server: said, and not guessed', () => {
    const { read, policies } = policiesOf({ requirements: TRAINING });
    expect(policies.unexpressed.filter(({ isOutOfPath }) => !isOutOfPath)).toMatchObject([{
      language: 'network policy', requirementId: 'in-cluster.api-server', isOutOfPath: false,
      remedy: expect.stringContaining('state apiServer') as string,
    }]);
    expect(read.map(({ metadata }) => metadata.name)).not.toContain('azureml-in-cluster-api-server');
    expect(allows(read, OPERATOR, outside('10.0.0.1'), 'TCP', 443)).toBe(false);
  });

  describe('webhooks, which the API server calls', () => {
    const ARC: KubernetesProps = { training: true, inference: false, arc: { clusterConnect: false, azureRbac: false } };
    const aks = (konnectivityAgent: boolean): KubernetesProps =>
      ({ training: true, inference: false, aks: { privateCluster: true, konnectivityAgent } });
    const saidOf = (props: Partial<ClusterNetworkPoliciesProps>): string[] =>
      policiesOf(props).policies.unexpressed.filter(({ reason }) => reason.includes('webhooks'))
        .map(({ requirementId: requirement, isOutOfPath }) => `${requirement} ${String(isOutOfPath)}`);
    const SAID = ['in-cluster.api-server false'];
    const webhook: Flow[] = [['webhook', API_SERVER, PROXY, 'TCP', [443, 8443]]];

    test.each<[string, Partial<ClusterNetworkPoliciesProps>]>([
      ['a cluster of Azure Arc', { requirements: requirementsOf(ARC) }],
      ['the same, without egress policies', { requirements: requirementsOf(ARC), outsideTraffic: OutsideTraffic.unrestricted() }],
      ['AKS without konnectivity-agent', { requirements: requirementsOf(aks(false)) }],
      ['AKS with konnectivity-agent, whose row is left out', { requirements: TRAINING.without('in-cluster.konnectivity-agent', 'x') }],
      [
        'the row of the namespace left out, while another closes it',
        { requirements: requirementsOf(ARC).without('in-cluster.namespace', 'x') },
      ],
    ])('%s: closed, and said, until their sources are stated', (_, props) => {
      const { read, policies } = policiesOf(props);
      expect(wrongFlows(read, webhook, false)).toEqual([]);
      expect(saidOf(props)).toEqual(SAID);
      expect(policies.unexpressed.find(({ reason }) => reason.includes('webhooks'))!.remedy).toMatch(/^state webhookSources, /);
      const stated = { ...props, webhookSources: ['20.1.2.0/24'] };
      expect(wrongFlows(policiesOf(stated).read, webhook, true)).toEqual([]);
      expect(saidOf(stated)).toEqual([]);
    });

    test('they come through konnectivity-agent where the facts or labels say that it is there', () => {
      const tunnel: Flow[] = [['webhook', TUNNEL, PROXY, 'TCP', [443, 8443]]];
      for (const props of [
        { requirements: requirementsOf(aks(true)) },
        { requirements: requirementsOf(ARC), konnectivityAgentLabels: { app: 'konnectivity-agent' } },
      ]) {
        expect(wrongFlows(policiesOf(props).read, tunnel, true)).toEqual([]);
        expect(saidOf(props)).toEqual([]);
      }
    });

    test('nothing is said where no policy closes them, or nobody asks for them', () => {
      const open = requirementsOf(ARC).without('in-cluster.namespace', 'x').without('in-cluster.konnectivity-agent', 'x');
      expect(wrongFlows(policiesOf({ requirements: open }).read, webhook, true)).toEqual([]);
      expect(saidOf({ requirements: open })).toEqual([]);
      expect(saidOf({ requirements: requirementsOf(ARC).without('in-cluster.api-server', 'x') })).toEqual([]);
    });

    test('the comment of a manifest says it', () => {
      const { policies } = policiesOf({ requirements: requirementsOf(ARC), apiServer: { addressRanges: ['20.1.2.3'], ports: [443] } });
      expect(policies.manifests.find(({ policyName }) => policyName.endsWith('api-server'))!.yaml.replace(/\n# {3}/g, ' '))
        .toContain('# Not carried: the API server calls webhooks of the extension');
    });
  });

  test('names and labels of another installation', () => {
    const { read } = policiesOf({
      componentsNamespace: 'ml-system', routerLabels: { role: 'router' }, identityProxyLabels: { role: 'proxy' },
      kubeDnsLabels: { role: 'dns' }, konnectivityAgentLabels: { role: 'tunnel' },
    });
    const at = (side: Side, role: string, namespace = side.namespace!): Side => ({ ...side, namespace, labels: { role } });
    const [router, proxy] = [at(ROUTER, 'router', 'ml-system'), at(PROXY, 'proxy', 'ml-system')];
    expect(wrongFlows(read, [
      ['', router, MODEL, 'TCP', [5001]], ['', MODEL, proxy, 'TCP', [9999]], ['', proxy, at(DNS, 'dns'), 'UDP', [53]],
      ['', at(TUNNEL, 'tunnel'), proxy, 'TCP', [443]],
    ], true))
      .toEqual([]);
    expect(
      wrongFlows(read, [['', router, DNS, 'UDP', [53]], ['', TUNNEL, proxy, 'TCP', [443]], ['', OPERATOR, proxy, 'TCP', [443]]], false),
    )
      .toEqual([]);
  });

  test('a requirement that is left out leaves nothing of it open', () => {
    const requirements = BOTH.without('in-cluster.konnectivity-agent', 'An Arc cluster has none')
      .without('in-cluster.router-to-models', 'No models yet');
    const { read, policies } = policiesOf({ requirements });
    expect(wrongFlows(
      read, [['', TUNNEL, PROXY, 'TCP', [443]], ['', OPERATOR, TUNNEL, 'TCP', [8093]], ['', ROUTER, MODEL, 'TCP', [5001]]], false,
    ))
      .toEqual([]);
    expect(policies.manifests.map(({ policyName }) => policyName)).not.toContain('azureml-in-cluster-router-to-models');
  });
});

describe('requirements of the user', () => {
  const own = (id: string, slot: number, endpoint: Endpoint, ports: Ports): Requirement =>
    Requirement.outbound({ id, slot, endpoint, ports, purpose: 'x' });
  const requirements = TRAINING.plus(
    own('own.kubelets', 2000, Endpoint.addressRange('10.244.128.0/24'), Ports.tcp(10250)), // inside the ranges of the cluster
    own('own.host', 2010, Endpoint.fqdn('packages.contoso.com'), Ports.of(Protocol.ANY, ['8704-8710'])),
    own('own.zero', 2020, Endpoint.fqdn('zero.contoso.com'), Ports.tcp(0)),
    own('own.later', 2030, Endpoint.addressRange('${azurerm_public_ip.x.ip_address}'), Ports.tcp(443)),
    own('own.low', 2040, Endpoint.fqdn('low.contoso.com'), Ports.of(Protocol.TCP, ['0-1'])),
    Requirement.inbound({
      id: 'own.inbound', slot: 2050, endpoint: Endpoint.addressRange('203.0.113.7'), ports: Ports.tcp(22), purpose: 'x',
    }),
  );
  const { read, policies } = policiesOf({ requirements });

  test('address ranges are exact, host names are ports', () => {
    expect(wrongFlows(read, [
      ['range', OPERATOR, outside('10.244.128.9'), 'TCP', [10250]], ['host', OPERATOR, AZURE, 'TCP', [8704, 8710, 1]],
      ['host', OPERATOR, AZURE, 'UDP', [8707]],
    ], true)).toEqual([]);
    expect(
      wrongFlows(read, [
        ['range', OPERATOR, AZURE, 'TCP', [10250]], ['range', OPERATOR, outside('10.244.128.9'), 'TCP', [443]],
        ['host', OPERATOR, AZURE, 'TCP', [8703, 8711]],
      ], false),
    )
      .toEqual([]);
  });

  test('what cannot be written is said', () => {
    expect(policies.unexpressed.filter(({ requirementId: requirement }) => requirement.startsWith('own.'))
      .map(({ requirementId: requirement, reason, isOutOfPath }) => [requirement, reason, isOutOfPath])).toEqual([
      ['own.inbound', 'it is about what comes to compute from outside the cluster, and not to pods of the extension', true],
      ['own.zero', 'a network policy has no port 0', false],
      ['own.later', 'its value is known only when Terraform runs, and manifests are plain text', false],
    ]);
    expect(policies.toYaml()).not.toContain('${');
  });

  test('one that takes the id of a documented one is still what it says', () => {
    const taken = TRAINING.without('in-cluster.kube-dns', 'x')
      .plus(own('in-cluster.kube-dns', 2000, Endpoint.addressRange('10.244.5.0/24'), Ports.udp(53)));
    const { read: of, policies: its } = policiesOf({ requirements: taken });
    expect([allows(of, OPERATOR, outside('10.244.5.9'), 'UDP', 53), allows(of, OPERATOR, DNS, 'UDP', 53)]).toEqual([true, false]);
    expect(its.manifests.map(({ policyName }) => policyName)).not.toContain('azureml-in-cluster-kube-dns');
    const alone = BOTH.only('in-cluster.namespace')
      .plus(own('in-cluster.kube-dns', 2000, Endpoint.addressRange('10.244.5.0/24'), Ports.udp(53)));
    expect(new ClusterNetworkPolicies({ requirements: alone, outsideTraffic: FILTERED }).toYaml())
      .toContain('Requirements: in-cluster.kube-dns.\n');
  });

  test('requirements of the catalog that are not about these pods are said to be out of the path', () => {
    const from = (
      id: string, slot: number, kind: EndpointKind, article: string,
    ): Requirement => Requirement._fromCatalog(Direction.OUTBOUND, {
      id, slot, endpoint: Endpoint._of(kind, 'x.example.com'), ports: Ports.tcp(9000), purpose: 'x',
    }, {
      section: CatalogSection.KUBERNETES, capability: 'x', rule: { name: id, description: 'x' },
      citation: { article, date: '2026-01-01', section: 'x', row: 'x' },
    });
    const more = TRAINING.plus(
      from('nodes.tunnel', 1998, EndpointKind.FQDN, 'another'),
      from('in-cluster.new', 1999, EndpointKind.PODS, 'how-to-access-azureml-behind-firewall'),
    );
    const { read: of, policies: its } = policiesOf({ requirements: more });
    expect(allows(of, OPERATOR, AZURE, 'TCP', 9000)).toBe(false);
    expect(
      its.unexpressed.filter(({ requirementId: requirement }) => requirement !== 'in-cluster.api-server' && !requirement.startsWith('aks')),
    ).toMatchObject([
      { requirementId: 'nodes.tunnel', isOutOfPath: true, remedy: 'the rules of the subnet' },
      { requirementId: 'in-cluster.new', isOutOfPath: false, remedy: 'a network policy of your own' },
    ]);
  });

  test('every port of a host is every port outside', () => {
    const all = policiesOf({
      requirements: TRAINING.plus(own('own.all', 2000, Endpoint.fqdn('all.contoso.com'), Ports.all(Protocol.ANY))),
    });
    expect(wrongFlows(all.read, [['', OPERATOR, AZURE, 'TCP', [1, 65535]], ['', OPERATOR, AZURE, 'UDP', [1]]], true)).toEqual([]);
    expect(wrongFlows(all.read, [['', OPERATOR, outside('10.244.9.9'), 'TCP', [443]]], false)).toEqual([]);
    const tcp = policiesOf({
      requirements: TRAINING.plus(own('own.all', 2000, Endpoint.fqdn('all.contoso.com'), Ports.all(Protocol.TCP))),
    });
    expect([allows(tcp.read, OPERATOR, AZURE, 'TCP', 9), allows(tcp.read, OPERATOR, AZURE, 'UDP', 9)]).toEqual([true, false]);
  });
});

describe('manifests', () => {
  const problem = (manifest: unknown): string => {
    try {
      new NetworkPolicy(manifest as ConstructorParameters<typeof NetworkPolicy>[0]).validate();
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('the schema of Kubernetes takes them, and refuses what is wrong', () => {
    const { policies } = policiesOf(FULL);
    expect(policies.manifests.map(({ yaml }) => problem(parse(yaml))).filter(Boolean)).toEqual([]);
    const manifest = parse(policies.manifests[0]!.yaml) as { spec: object };
    expect(problem({ ...manifest, spec: { ...manifest.spec, egress: {} } })).toContain('egress must be array');
    expect(problem({ ...manifest, spec: { ...manifest.spec, podSelector: { matchLabels: { a: true } } } })).toContain('must be string');
    expect(() => readPolicies('spec: {podSelectors: {}}')).toThrow('spec has the key podSelectors');
  });

  test('YAML and JSON say the same, in the usual order of keys', () => {
    const { manifests } = policiesOf(FULL).policies;
    expect(manifests.length).toBeGreaterThan(0);
    for (const { yaml, json, policyName, policyNamespace } of manifests) {
      expect(JSON.stringify(parse(yaml))).toBe(json);
      const { metadata, ...rest } = JSON.parse(json) as Policy;
      expect(metadata).toEqual({ name: policyName, namespace: policyNamespace });
      expect(Object.keys({ ...rest })).toEqual(['apiVersion', 'kind', 'spec']);
      expect(json.indexOf('"metadata"')).toBeLessThan(json.indexOf('"spec"'));
    }
  });

  test('texts that YAML 1.1 takes for something else stay texts', () => {
    const labels = { on: 'yes', y: 'n', a: '1e3', b: '0x1F', c: 'null', d: '010', e: '1_000', f: '2001-01-01', g: '', h: 'true' };
    const { policies } = policiesOf({ routerLabels: labels, modelNamespaces: ['1e3', 'no', '0123'] });
    for (const version of ['1.1', '1.2'] as const) {
      const read = policies.manifests.map(({ yaml }) => JSON.stringify(parse(yaml, { version })));
      expect(read).toEqual(policies.manifests.map(({ json }) => json));
    }
    expect(policies.toYaml()).toContain('"on": "yes"');
  });

  test('texts that only some readers take for numbers stay texts for every reader', () => {
    const schemas: (ParseOptions & DocumentOptions & SchemaOptions)[] = [
      { version: '1.1', schema: 'yaml-1.1' }, { version: '1.2', schema: 'core' },
      { version: '1.1', schema: 'yaml-1.1', customTags: (tags) => tags.concat(LIKE_GO) },
    ];
    const digits = fc.stringMatching(/^[0-9][0-9_]{0,3}[0-9]$/);
    const number = fc.oneof(
      fc.constantFrom(
        '0o17', '0X1F', '1e1_0', '0B1', '0b1_0', '0x_1F', '0O7', '1E3', '1_0.5', 'NaN', 'nan', 'y', 'N', 'Null', '2001-01-01', '1__0',
      ),
      fc.tuple(fc.constantFrom('0x', '0X', '0o', '0O', '0b', '0B', '0', ''), digits, fc.constantFrom('', 'e1', 'E1', 'e1_0', '.5'))
        .map((parts) => parts.join('')),
    );
    fc.assert(fc.property(fc.dictionary(number, number, {
      minKeys: 1, maxKeys: 4, noNullPrototype: true,
    }), fc.constantFrom('0o17', '0b1', '0x1f', '1e3', '12'), fc.constantFrom('0o7', '0b0', '77'), (labels, components, models) => {
      const { policies } = policiesOf({
        routerLabels: labels, modelPodLabels: labels, kubeDnsLabels: labels, componentsNamespace: components, modelNamespaces: [models],
      });
      for (const { yaml, json } of policies.manifests) {
        schemas.forEach((schema) => expect(parse(yaml, schema)).toEqual(JSON.parse(json)));
        const lines = yaml.split('\n');
        const indent = (line: string): number => line.search(/[^ ]/);
        const below = lines.flatMap((line, i) => {
          const rest = line.endsWith('matchLabels:') ? lines.slice(i + 1) : [];
          const end = rest.findIndex((one) => indent(one) <= indent(line));
          return end < 0 ? rest : rest.slice(0, end);
        }).filter(Boolean);
        expect(below.filter((line) => !/^ +"[^"]+": "[^"]*"$/.test(line))).toEqual([]);
      }
      expect(policies.toYaml()).toContain('matchLabels:');
    }), { numRuns: 150 });
  });

  test('that reader finds the numbers of Go in texts without quotes', () => {
    const options = { version: '1.1', schema: 'yaml-1.1', customTags: (tags: Tags) => tags.concat(LIKE_GO) } as const;
    for (const text of ['0o17', '0X1F', '1e1_0', '0B1']) {
      expect([text, typeof parse(`a: ${text}`, options)?.a]).toEqual([text, 'number']);
    }
  });

  test('the order of lists and labels changes nothing', () => {
    const a = policiesOf({ ...FULL, modelNamespaces: ['a', 'b'], modelPodLabels: { x: '1', y: '2' } }).policies.toYaml();
    expect(policiesOf({ ...FULL, modelNamespaces: ['b', 'a'], modelPodLabels: { y: '2', x: '1' } }).policies.toYaml()).toBe(a);
  });

  test('inference adds its policies, and changes no other but the ports outside', () => {
    const byFile = (requirements: RequirementSet): Map<string, string> =>
      new Map(policiesOf({ requirements }).policies.manifests.map(({ fileName, yaml }) => [fileName, yaml]));
    const [before, after] = [byFile(TRAINING), byFile(BOTH)];
    expect([...before].filter(([name, yaml]) => after.get(name) !== yaml).map(([name]) => name)).toEqual([]);
    expect([...after.keys()].filter((name) => !before.has(name)))
      .toEqual(['models-to-identity-proxy', 'router-internal', 'router-to-models'].map((id) => `azureml.azureml-in-cluster-${id}.yaml`));
  });

  test.each([
    ['training only', { requirements: TRAINING, outsideTraffic: OutsideTraffic.unrestricted() }],
    ['inference only, with nothing stated', { requirements: INFERENCE }],
    ['both, with everything stated', { ...FULL, requirements: requirementsFor({ training: true, inference: true }, Edition.E2023_04_14) }],
  ])('%s', (_, props) => {
    expect(policiesOf(props).policies.toYaml()).toMatchSnapshot();
  });
});

describe('any choices', () => {
  const label = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,8}[A-Za-z0-9])?$/);
  const labels = fc.dictionary(fc.oneof(label, label.map((one) => `example.com/${one}`)), fc.oneof(label, fc.constant('')), {
    minKeys: 1, maxKeys: 3, noNullPrototype: true,
  });
  const namespace = fc.oneof(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/), fc.constantFrom('on', 'null', '1e3', '007'))
    .filter((one) => !one.startsWith('kube-') && !['azureml', 'elsewhere'].includes(one));
  const ranges = fc.uniqueArray(fc.integer({ min: 20, max: 99 }), { minLength: 1, maxLength: 3 }).map((all) =>
    all.map((n) => `10.${n}.0.0/16`));
  const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
  const choices = fc.record({
    kind: fc.constantFrom('filtered', 'within', 'open'),
    cluster: fc.constantFrom<Partial<KubernetesProps>>(
      { aks: { privateCluster: true, konnectivityAgent: true } }, { aks: { privateCluster: false, konnectivityAgent: false } },
      { arc: { clusterConnect: false, azureRbac: true } },
    ),
    webhooks: optional(ranges), kubernetes: fc.constantFrom({ training: true, inference: false }, { training: false, inference: true }, {
      training: true, inference: true,
    }),
    edition: fc.constantFrom(...Object.values(Edition)), ranges,
    clients: optional(fc.tuple(ranges, fc.uniqueArray(fc.integer({ min: 1, max: 65535 }), { minLength: 1, maxLength: 3 }))),
    components: optional(namespace), models: optional(fc.uniqueArray(namespace, { minLength: 1, maxLength: 3 })),
    modelLabels: optional(labels), routerLabels: optional(labels), proxyLabels: optional(labels),
  }).filter(({ components, models }) => components === undefined || !models?.includes(components));

  test('each requirement is allowed, strangers are not, and every manifest is valid', () => {
    fc.assert(fc.property(choices, (
      { kind, cluster, webhooks, kubernetes, edition, ranges: blocks, clients, components, models, modelLabels, routerLabels, proxyLabels },
    ) => {
      const { inference } = kubernetes;
      const policies = new ClusterNetworkPolicies({
        requirements: requirementsOf({ ...kubernetes, ...cluster }, edition), componentsNamespace: components, webhookSources: webhooks,
        outsideTraffic: kind === 'filtered'
          ? OutsideTraffic.filteredElsewhere(blocks)
          : kind === 'within' ? OutsideTraffic.within(blocks)
          : OutsideTraffic.unrestricted(),
        ...(kind !== 'open' && { apiServer: { addressRanges: ['20.1.2.3'], ports: [443, 6443] } }),
        ...(inference && {
          routerClients: clients === undefined ? RouterClients.none() : RouterClients.within(...clients), modelNamespaces: models,
          modelPodLabels: modelLabels, routerLabels, identityProxyLabels: proxyLabels,
        }),
      });
      const read = readPolicies(policies.toYaml());
      for (const manifest of read) {
        new NetworkPolicy(manifest as unknown as ConstructorParameters<typeof NetworkPolicy>[0]).validate();
        for (const rule of [...manifest.spec.ingress ?? [], ...manifest.spec.egress ?? []]) {
          expect((rule.from ?? rule.to)!.length).toBeGreaterThan(0); // an empty list is every peer
          expect(rule.ports?.length).not.toBe(0);
        }
      }
      expect(new Set(policies.manifests.map(({ fileName }) => fileName)).size).toBe(read.length);
      const home = components ?? 'azureml';
      const operator = pod('10.1.0.1', home);
      const router = pod('10.1.0.2', home, routerLabels ?? { azuremlappname: 'azureml-fe' });
      const proxy = pod('10.1.0.3', home, proxyLabels ?? { 'ml.azure.com/infra-app': 'identity-proxy' });
      const modelPods = (models ?? ['any-other']).map((one) => pod('10.1.0.4', one, modelLabels ?? { any: 'thing' }));
      const stranger = pod('10.1.0.5', 'elsewhere', { any: 'thing' });
      const asked: Flow[] = [
        ['api-server', operator, API_SERVER, 'TCP', [443, 6443]], ['namespace', operator, proxy, 'UDP', [1, 65535]],
        ['dns', operator, DNS, 'UDP', [53]], ['dns', router, DNS, 'TCP', [53]],
        ['tunnel', operator, TUNNEL, 'TCP', [8093]], ['webhook', TUNNEL_UPSTREAM, proxy, 'TCP', [443]],
        ...(inference
          ? modelPods.flatMap((model): Flow[] => [['models', router, model, 'TCP', [5001]], ['proxy', model, proxy, 'TCP', [9999]]])
          : []),
        ...(webhooks ?? []).map((block): Flow => ['webhook', outside(block.replace('0/16', '9')), proxy, 'TCP', [443]]),
        ...(inference && clients ? [['client', outside(clients[0][0]!.replace('0/16', '9')), router, 'TCP', clients[1]] as Flow] : []),
        ...(kind === 'filtered'
          ? [['azure', operator, AZURE, 'TCP', [443]] as Flow]
          : kind === 'within' ? [['azure', operator, outside(blocks[0]!.replace('0/16', '9')), 'TCP', [443]] as Flow]
          : []),
      ];
      expect(wrongFlows(read, asked, true)).toEqual([]);
      const isSaid = policies.unexpressed.some(({ requirementId: requirement, reason }) =>
        requirement === 'in-cluster.api-server' && reason.includes('webhooks'));
      expect(isSaid).toBe(webhooks === undefined && cluster.aks?.konnectivityAgent !== true);
      const closed: Flow[] = [
        ['stranger', stranger, operator, 'TCP', [443, 5001]], ['internet', AZURE, operator, 'TCP', [443]],
        ...(kind === 'open' ? [] : [
          ['out', operator, stranger, 'TCP', [4242]], ['out', operator, METRICS, 'TCP', [4443]], ['out', operator, AZURE, 'TCP', [4242]],
        ] as Flow[]),
        ...(kind === 'within' ? [['out', operator, AZURE, 'TCP', [443]] as Flow] : []),
        ...(inference ? modelPods.map((model): Flow => ['port', model, proxy, 'TCP', [9998]]) : []),
        ...(inference && models
          ? [['model', stranger, modelPods[0]!, 'TCP', [5001]], ['proxy', stranger, proxy, 'TCP', [9999]]] as Flow[]
          : []),
      ];
      expect(wrongFlows(read, closed, false)).toEqual([]);
    }), { numRuns: 150 });
  });
});
