import { parseAddressRange } from '../azure/addresses';
import { isReference } from '../azure/references';
import { ARTICLE } from '../catalog/entry';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { RuleLanguage } from './rule-language';
import { TranslationReport, Substitution, UnexpressedRequirement } from './translation-report';
import { blockOf, Labels } from './kubernetes-names';
import { NetworkPolicyOptions } from './network-policy-options';
import {
  addressBlocks, Peer, pods, podsIn, podsOutside, PolicyPort, policyPorts, policyPortText, tcpPorts, policyPortsOfAll,
} from './network-policy-parts';

/**
 * A rule in one direction. Both lists mean any of their entries; without ports every port is meant. There is never an
 * empty list of peers, which Kubernetes would take for every peer.
 */
export interface PolicyRule {
  readonly peers: readonly Peer[];
  readonly ports?: readonly PolicyPort[];
}

/** One network policy, before it becomes a manifest. */
export interface NetworkPolicy {
  readonly namespace: string;
  readonly name: string;
  /** Undefined: every pod of the namespace. */
  readonly podLabels: Labels | undefined;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
  /** The requirements that it carries; none for what the user asked for beyond them. */
  readonly requirements: readonly Requirement[];
}

interface NetworkPolicies {
  readonly policies: NetworkPolicy[];
  readonly unexpressed: UnexpressedRequirement[];
  readonly substitutions: Substitution[];
}

const KUBE_SYSTEM = 'kube-system';
/** Source: Kubernetes repository, cluster/addons/dns/coredns; the article names no port. */
const DNS_PORTS: readonly PolicyPort[] = [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }];

interface Context {
  readonly options: NetworkPolicyOptions;
  readonly report: TranslationReport;
}

/** What a requirement needs on the pods of one namespace. Empty rules are none. */
type PolicyDraft = Pick<NetworkPolicy, 'namespace' | 'podLabels'> & Partial<Pick<NetworkPolicy, 'ingress' | 'egress'>>;
type Handler = (requirement: Requirement, context: Context) => PolicyDraft[];

/** How each requirement inside the cluster becomes policies. */
const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ['in-cluster.api-server', apiServer],
  ['in-cluster.namespace', withinNamespace],
  ['in-cluster.kube-dns', kubeDns],
  ['in-cluster.konnectivity-agent', konnectivityAgent],
  ['in-cluster.router-to-models', routerToModels],
  ['in-cluster.router-internal', routerInternal],
  ['in-cluster.models-to-identity-proxy', modelsToIdentityProxy],
]);

/**
 * Translates the requirements inside the cluster into network policies.
 *
 * Policies add up: a pod that one of them selects in a direction is closed in that direction but for what all of them
 * open. So a requirement that is left out, or one that cannot be written, is closed when another selects its pods.
 */
export function networkPolicies(set: RequirementSet, options: NetworkPolicyOptions): NetworkPolicies {
  const context: Context = { options, report: new TranslationReport(RuleLanguage.NETWORK_POLICY, set) };
  const policies: NetworkPolicy[] = [];
  const outside: Requirement[] = [];
  for (const requirement of set.all) {
    const isInside = requirement.endpoint.kind === EndpointKind.PODS; // a requirement of the user never is
    const handler = isInside ? HANDLERS.get(requirement.id) : undefined;
    if (handler !== undefined) {
      for (const { ingress = [], egress = [], ...draft } of handler(requirement, context)) {
        policies.push({
          ...draft, name: nameOf(requirement.id), ingress, egress: options.outside === undefined ? [] : egress, requirements: [requirement],
        });
      }
      if (options.outside === undefined && requirement.direction === Direction.OUTBOUND &&
          requirement.id !== 'in-cluster.models-to-identity-proxy') {
        context.report.instead(requirement, 'no egress policy: these pods connect to anything', 'outsideTraffic is "unrestricted"', true);
      }
    } else if (isInside) {
      context.report.cannot(requirement, 'it is not known which pods are meant', 'a network policy of your own');
    } else if (requirement.direction === Direction.INBOUND) {
      context.report.doesNotPass(
        requirement, 'it is about what comes to compute from outside the cluster, and not to pods of the extension',
        'routerClients, for what calls the router',
      );
    } else if (!isOfPods(requirement)) {
      context.report.doesNotPass(
        requirement, 'its list is about nodes and agents of the cluster or tools of users, and not about pods of the extension',
        'the rules of the subnet',
      );
    } else if (!requirement.nextHopInternet) {
      outside.push(requirement);
    }
  }
  if (options.outside !== undefined) {
    policies.push(toOutside(outside, options.outside, context));
  }
  if (options.routerClients !== undefined) {
    const { blocks, ports } = options.routerClients;
    policies.push({
      namespace: options.componentsNamespace, name: nameOf('router-clients'), podLabels: options.routerLabels,
      ingress: [{ peers: addressBlocks(blocks), ports: tcpPorts(ports) }], egress: [], requirements: [],
    });
  }
  reportWebhooks(set, policies, context);
  const { unexpressed, substitutions } = context.report;
  // A policy without rules would close its pods.
  return { policies: policies.filter(({ ingress, egress }) => ingress.length + egress.length > 0), unexpressed, substitutions };
}

/** Whether pods of the extension may need it. Lists that the article links to are about the cluster below them. */
function isOfPods({ section, citation }: Requirement): boolean {
  return section === undefined || citation?.article === ARTICLE;
}

/** Names come from the identity of requirements; other policies of the same namespace do not begin like this. */
function nameOf(id: string): string {
  return `azureml-${id.replace(/\./g, '-')}`;
}

function apiServer(requirement: Requirement, { options, report }: Context): PolicyDraft[] {
  const { apiServer: server, webhookSources } = options;
  if (server !== undefined) {
    report.instead(
      requirement, `${policyPortText(tcpPorts(server.ports))} to ${server.blocks.join(', ')}`,
      'a network policy cannot name the API server, which is not a pod, and the article states no port', false,
    );
  } else if (options.outside !== undefined) {
    report.cannot(requirement, 'a network policy cannot name the API server, which is not a pod, and its address is not stated; the ' +
      'egress policies deny it, unless outsideTraffic opens its address',
      'state apiServer, with the addresses and ports of "kubectl get service,endpoints kubernetes --namespace default"');
  }
  if (webhookSources.length > 0) {
    report.instead(
      requirement, `also every port from ${webhookSources.join(', ')}`, 'webhookSources says that the API server calls webhooks from there',
      true,
    );
  }
  return [{
    namespace: options.componentsNamespace, podLabels: undefined,
    egress: server === undefined ? [] : [{ peers: addressBlocks(server.blocks), ports: tcpPorts(server.ports) }],
    ingress: webhookSources.length === 0 ? [] : [{ peers: addressBlocks(webhookSources) }],
  }];
}

/**
 * The API server calls webhooks of the extension, which the article does not list, and a policy for all pods of the namespace
 * closes them to it unless something lets it in.
 */
function reportWebhooks(set: RequirementSet, policies: readonly NetworkPolicy[], { options, report }: Context): void {
  const requirement = set.all.find(({ id, endpoint }) => id === 'in-cluster.api-server' && endpoint.kind === EndpointKind.PODS);
  const isClosed = policies.some(({ namespace, podLabels, ingress }) =>
    namespace === options.componentsNamespace && podLabels === undefined && ingress.length > 0);
  if (requirement !== undefined && isClosed && options.webhookSources.length === 0 && !options.callsThroughAgent) {
    report.cannot(
      requirement,
      'the API server calls webhooks of the extension (an inference; the article does not say so), the ingress policies deny that, ' +
        'and it is not stated that the calls come through konnectivity-agent',
      'state webhookSources, the address ranges that the API server calls from. Where pods of konnectivity-agent pass the calls on, keep ' +
        'in-cluster.konnectivity-agent ' +
        'in the set, and state kubernetes.aks.konnectivityAgent or, for a cluster of Azure Arc, konnectivityAgentLabels',
    );
  }
}

function withinNamespace(requirement: Requirement, { options }: Context): PolicyDraft[] {
  const rule = { peers: [pods(undefined)], ...policyPorts(requirement.ports) };
  return [{ namespace: options.componentsNamespace, podLabels: undefined, ingress: [rule], egress: [rule] }];
}

function kubeDns(requirement: Requirement, { options, report }: Context): PolicyDraft[] {
  const { localDnsAddresses, localDnsLabels } = options;
  const local = localDnsLabels === undefined ? [] : [podsIn(KUBE_SYSTEM, localDnsLabels)];
  if (options.outside !== undefined) {
    report.instead(
      requirement, `${policyPortText(DNS_PORTS)} to pods ${labelText(options.kubeDnsLabels)} in ${KUBE_SYSTEM}`,
      'the article states neither labels nor ports; these are those of Kubernetes', false,
    );
    const also = [...localDnsAddresses, ...(localDnsLabels === undefined ? [] : [`pods ${labelText(localDnsLabels)}`])];
    if (also.length > 0) {
      report.instead(requirement, `also ${policyPortText(DNS_PORTS)} to ${also.join(', ')}`, 'names are resolved on the node', true);
    }
  }
  return [{
    namespace: options.componentsNamespace, podLabels: undefined,
    egress: [{ peers: [podsIn(KUBE_SYSTEM, options.kubeDnsLabels), ...local, ...addressBlocks(localDnsAddresses)], ports: DNS_PORTS }],
  }];
}

/** The way in is an inference: API servers that reach nodes through this tunnel call the webhooks of the extension through it. */
function konnectivityAgent(requirement: Requirement, { options, report }: Context): PolicyDraft[] {
  const rule = { peers: options.konnectivityAgentLabels.map((labels) => podsIn(KUBE_SYSTEM, labels)), ...policyPorts(requirement.ports) };
  report.instead(requirement, `also every port from pods ${options.konnectivityAgentLabels.map(labelText).join(' or ')} in ${KUBE_SYSTEM}`,
    'the API server calls webhooks of the extension through these pods (an inference; the article does not say so)', true);
  return [{ namespace: options.componentsNamespace, podLabels: undefined, ingress: [rule], egress: [rule] }];
}

function routerToModels(requirement: Requirement, context: Context): PolicyDraft[] {
  const { options } = context;
  const ports = policyPorts(requirement.ports);
  reportModels(requirement, context);
  if (options.modelNamespaces !== undefined) {
    context.report.instead(
      requirement, `policies in ${options.modelNamespaces.join(', ')} that close these pods to all but the router`,
      'a network policy closes the pods that it selects', false,
    );
  }
  return [
    { namespace: options.componentsNamespace, podLabels: options.routerLabels, egress: [{ peers: modelPods(options), ...ports }] },
    ...(options.modelNamespaces ?? []).map((namespace): PolicyDraft => ({
      namespace, podLabels: options.modelPodLabels,
      ingress: [{ peers: [podsIn(options.componentsNamespace, options.routerLabels)], ...ports }],
    })),
  ];
}

function routerInternal(requirement: Requirement, { options }: Context): PolicyDraft[] {
  const rule = { peers: [pods(options.routerLabels)], ...policyPorts(requirement.ports) };
  return [{ namespace: options.componentsNamespace, podLabels: options.routerLabels, ingress: [rule], egress: [rule] }];
}

function modelsToIdentityProxy(requirement: Requirement, context: Context): PolicyDraft[] {
  const { options } = context;
  reportModels(requirement, context);
  // What models reach is not for the article to say, so their egress stays as it is.
  return [{
    namespace: options.componentsNamespace, podLabels: options.identityProxyLabels,
    ingress: [{ peers: modelPods(options), ...policyPorts(requirement.ports) }],
  }];
}

function modelPods(options: NetworkPolicyOptions): Peer[] {
  const { modelNamespaces, modelPodLabels, componentsNamespace } = options;
  return modelNamespaces === undefined
    ? [podsOutside(componentsNamespace, modelPodLabels)]
    : modelNamespaces.map((namespace) => podsIn(namespace, modelPodLabels));
}

function reportModels(requirement: Requirement, { options, report }: Context): void {
  const { modelNamespaces, modelPodLabels, componentsNamespace } = options;
  if (modelNamespaces === undefined || modelPodLabels === undefined) {
    const which = modelPodLabels === undefined ? 'every pod' : `pods ${labelText(modelPodLabels)}`;
    const where = modelNamespaces === undefined ? `every namespace but ${componentsNamespace}` : modelNamespaces.join(', ');
    const unstated = [
      ...(modelNamespaces === undefined ? ['modelNamespaces is not stated'] : []),
      ...(modelPodLabels === undefined ? ['modelPodLabels is not stated, and the documentation has no labels of model pods'] : []),
    ];
    report.instead(requirement, `${which} of ${where}`, unstated.join('; '), true);
  }
}

/** The policy for what is outside the cluster. Address ranges are exact; hosts and service tags become ports. */
function toOutside(
  requirements: readonly Requirement[], outside: NonNullable<NetworkPolicyOptions['outside']>, { options, report }: Context,
): NetworkPolicy {
  const filtered = outside.kind === 'filteredElsewhere';
  const peers = filtered ? everythingBut(outside.blocks) : addressBlocks(outside.blocks);
  const destination = filtered
    ? `every ${familiesOf(outside.blocks)} address outside ${outside.blocks.join(', ')}`
    : outside.blocks.join(', ');
  const reason = filtered ? 'a network policy names neither hosts nor service tags; a firewall has to filter them'
    : 'a network policy names neither hosts nor service tags; the requirement is met as far as its addresses are among these';
  const exact: PolicyRule[] = [];
  const carried: Requirement[] = [];
  const byPort: Requirement[] = [];
  for (const requirement of requirements) {
    const { kind, value } = requirement.endpoint;
    if (isReference(value) || !requirement.ports._areKnown) {
      report.cannot(
        requirement, 'its value is known only when Terraform runs, and manifests are plain text',
        'plain text, or a network policy of your own',
      );
      continue;
    }
    const { ports } = policyPorts(requirement.ports);
    if (ports?.length === 0) {
      report.cannot(requirement, 'a network policy has no port 0', 'another port');
      continue;
    }
    carried.push(requirement);
    if (kind === EndpointKind.ADDRESS_RANGE) {
      exact.push({ peers: addressBlocks([blockOf(parseAddressRange(value))]), ...(ports && { ports }) });
    } else {
      byPort.push(requirement);
      report.instead(requirement, `${ports === undefined ? 'every port' : policyPortText(ports)} to ${destination}`, reason, true);
    }
  }
  const rule: PolicyRule[] = byPort.length === 0 ? [] : [{ peers, ...policyPortsOfAll(byPort.map(({ ports }) => ports)) }];
  return {
    namespace: options.componentsNamespace, name: nameOf('outside'), podLabels: undefined, ingress: [], egress: [...rule, ...exact],
    requirements: carried,
  };
}

/** Every address of the families of some ranges, without these ranges. */
function everythingBut(blocks: readonly string[]): Peer[] {
  return ([['0.0.0.0/0', 4], ['::/0', 6]] as const).flatMap(([cidr, family]) => {
    const except = blocks.filter((block) => parseAddressRange(block).family === family);
    return except.length === 0 ? [] : [{ ipBlock: { cidr, except } }];
  });
}

/** The families of some ranges, in words: only of these are addresses opened. */
function familiesOf(blocks: readonly string[]): string {
  return [4, 6].filter((family) => blocks.some((block) => parseAddressRange(block).family === family)).map((family) => `IPv${family}`)
    .join(' and ');
}

function labelText(labels: Labels): string {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');
}
