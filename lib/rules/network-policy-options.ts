import { InputError, choiceOf, quote } from '../azure/errors';
import { EndpointKind } from '../requirements/endpoint';
import { RequirementSet } from '../requirements/requirement-set';
import { checkBlocks, checkLabels, checkNamespace, checkPodPorts, Labels } from './kubernetes-names';
import { ApiServerProps, OutsideTraffic, RouterClients } from './network-policy-settings';

/** What the user states about a cluster; keys as in the public properties and in deployment files. */
interface NetworkPolicyInput {
  readonly outsideTraffic: OutsideTraffic;
  readonly routerClients?: RouterClients;
  readonly apiServer?: ApiServerProps;
  readonly webhookSources?: readonly string[];
  readonly modelNamespaces?: readonly string[];
  readonly modelPodLabels?: Labels;
  readonly localDnsAddresses?: readonly string[];
  readonly localDnsLabels?: Labels;
  readonly componentsNamespace?: string;
  readonly kubeDnsLabels?: Labels;
  readonly konnectivityAgentLabels?: Labels;
  readonly routerLabels?: Labels;
  readonly identityProxyLabels?: Labels;
}

/** The same, checked, with defaults; address ranges are in CIDR notation. */
export interface NetworkPolicyOptions {
  /** Undefined: no egress policies. */
  readonly outside: { readonly kind: 'filteredElsewhere' | 'within'; readonly blocks: readonly string[] } | undefined;
  readonly routerClients: { readonly blocks: readonly string[]; readonly ports: readonly number[] } | undefined;
  readonly apiServer: { readonly blocks: readonly string[]; readonly ports: readonly number[] } | undefined;
  readonly webhookSources: readonly string[];
  /** Whether the API server calls webhooks through pods that the policy for konnectivity-agent lets in. */
  readonly callsThroughAgent: boolean;
  readonly modelNamespaces: readonly string[] | undefined;
  readonly modelPodLabels: Labels | undefined;
  readonly localDnsAddresses: readonly string[];
  readonly localDnsLabels: Labels | undefined;
  readonly componentsNamespace: string;
  readonly kubeDnsLabels: Labels;
  /** Pods with one or with another of these. */
  readonly konnectivityAgentLabels: readonly Labels[];
  readonly routerLabels: Labels;
  readonly identityProxyLabels: Labels;
}

/** Source: the article, "In-cluster communication requirements". */
const COMPONENTS_NAMESPACE = 'azureml';
/** Source: Azure Kubernetes Service, "Troubleshoot CoreDNS"; Kubernetes repository, cluster/addons/dns/coredns. */
const KUBE_DNS: Labels = { 'k8s-app': 'kube-dns' };
/**
 * Platforms differ: AKS has `app` (its page on tunnel connectivity), the manifests of Kubernetes `k8s-app` ("Set up
 * Konnectivity service"). Only the system puts pods into kube-system, so either label is taken there.
 */
const KONNECTIVITY_AGENT: readonly Labels[] = [{ app: 'konnectivity-agent' }, { 'k8s-app': 'konnectivity-agent' }];
/** Source: repository Azure/AML-Kubernetes, docs/private-link.md. */
const ROUTER: Labels = { azuremlappname: 'azureml-fe' };
/** Not documented; what pods of the chart amlarc-extension 1.1.71 carry on AKS. */
const IDENTITY_PROXY: Labels = { 'ml.azure.com/infra-app': 'identity-proxy' };

const ROUTER_REQUIREMENTS = ['in-cluster.router-to-models', 'in-cluster.router-internal'];
const MODEL_REQUIREMENTS = ['in-cluster.router-to-models', 'in-cluster.models-to-identity-proxy'];

/** The requirements that each choice is about. Without any of them, or without egress policies, it would change nothing. */
const PURPOSES: readonly (readonly [key: keyof NetworkPolicyInput, requirements: readonly string[], egressOnly?: true])[] = [
  ['routerClients', ROUTER_REQUIREMENTS],
  ['routerLabels', ROUTER_REQUIREMENTS],
  ['modelNamespaces', MODEL_REQUIREMENTS],
  ['modelPodLabels', MODEL_REQUIREMENTS],
  ['identityProxyLabels', ['in-cluster.models-to-identity-proxy']],
  ['apiServer', ['in-cluster.api-server'], true],
  ['webhookSources', ['in-cluster.api-server']],
  ['kubeDnsLabels', ['in-cluster.kube-dns'], true],
  ['localDnsAddresses', ['in-cluster.kube-dns'], true],
  ['localDnsLabels', ['in-cluster.kube-dns'], true],
  ['konnectivityAgentLabels', ['in-cluster.konnectivity-agent']],
];

/** Checks what the user states, and fills in the defaults. */
export function optionsOf(input: NetworkPolicyInput, set: RequirementSet): NetworkPolicyOptions {
  const ids = new Set(set.all.filter(({ endpoint }) => endpoint.kind === EndpointKind.PODS).map(({ id }) => id));
  if (ids.size === 0) {
    throw new InputError({
      argument: 'requirements',
      problem: 'the set has no requirements for traffic inside a cluster', allowed: 'state kubernetes.training or kubernetes.inference',
    });
  }
  const { outsideTraffic } = input as Partial<NetworkPolicyInput>;
  if (outsideTraffic === undefined) {
    throw new InputError({
      argument: 'outsideTraffic',
      problem: 'egress policies close what they do not open, and a network policy cannot name hosts of Azure',
      allowed: 'decide: "filteredElsewhere" opens what is outside the cluster because a firewall filters it; ' +
        '"within" opens address ranges; "unrestricted" makes no egress policies',
    });
  }
  const restrictsEgress = outsideTraffic._kind !== 'unrestricted';
  for (const [key, purposes, egressOnly] of PURPOSES) {
    if (input[key] !== undefined && !purposes.some((id) => ids.has(id))) {
      throw new InputError({
        argument: key, problem: `has no effect, because the set has no requirement ${purposes.map(quote).join(' or ')}`,
        allowed: 'leave it out',
      });
    }
    if (input[key] !== undefined && egressOnly && !restrictsEgress) {
      throw new InputError({
        argument: key, problem: 'has no effect, because outsideTraffic "unrestricted" makes no egress policies', allowed: 'leave it out',
      });
    }
  }
  const componentsNamespace = checkNamespace('componentsNamespace', input.componentsNamespace ?? COMPONENTS_NAMESPACE);
  return {
    outside: outsideOf(outsideTraffic),
    routerClients: clientsOf(input.routerClients, ROUTER_REQUIREMENTS.some((id) => ids.has(id))),
    apiServer: input.apiServer && {
      blocks: checkBlocks('apiServer.addressRanges', input.apiServer.addressRanges),
      ports: checkPodPorts('apiServer.ports', input.apiServer.ports),
    },
    webhookSources: blocks('webhookSources', input.webhookSources),
    // The article has the row for every cluster, so only a fact or a label says that the pods are there.
    callsThroughAgent: ids.has('in-cluster.konnectivity-agent') && (set._konnectivityAgent || input.konnectivityAgentLabels !== undefined),
    modelNamespaces: namespacesOf(input.modelNamespaces, componentsNamespace),
    modelPodLabels: input.modelPodLabels && checkLabels('modelPodLabels', input.modelPodLabels),
    localDnsAddresses: blocks('localDnsAddresses', input.localDnsAddresses),
    localDnsLabels: input.localDnsLabels && checkLabels('localDnsLabels', input.localDnsLabels),
    componentsNamespace,
    kubeDnsLabels: checkLabels('kubeDnsLabels', input.kubeDnsLabels ?? KUBE_DNS),
    konnectivityAgentLabels: input.konnectivityAgentLabels === undefined
      ? KONNECTIVITY_AGENT
      : [checkLabels('konnectivityAgentLabels', input.konnectivityAgentLabels)],
    routerLabels: checkLabels('routerLabels', input.routerLabels ?? ROUTER),
    identityProxyLabels: checkLabels('identityProxyLabels', input.identityProxyLabels ?? IDENTITY_PROXY),
  };
}

function outsideOf({ _kind: kind, _addressRanges: ranges }: OutsideTraffic): NetworkPolicyOptions['outside'] {
  choiceOf('outsideTraffic', kind, ['filteredElsewhere', 'within', 'unrestricted']);
  return kind === 'unrestricted' ? undefined
    : {
      kind,
      blocks: checkBlocks(kind === 'within' ? 'outsideTraffic.within' : 'outsideTraffic.filteredElsewhere.clusterAddressRanges', ranges),
    };
}

function clientsOf(clients: RouterClients | undefined, hasRouter: boolean): NetworkPolicyOptions['routerClients'] {
  if (clients === undefined) {
    if (hasRouter) {
      throw new InputError({
        argument: 'routerClients',
        problem: 'the article does not say who calls the pods azureml-fe, and the policies let in ' +
          'only whom you state',
        allowed: 'decide: "within" lets address ranges in; "none" lets nobody in, for routers that only pods of their own ' +
          'namespace call, or when a policy of your own lets clients in',
      });
    }
    return undefined;
  }
  return clients._addressRanges && {
    blocks: checkBlocks('routerClients.within.addressRanges', clients._addressRanges),
    ports: checkPodPorts('routerClients.within.ports', clients._ports),
  };
}

function namespacesOf(names: readonly string[] | undefined, components: string): readonly string[] | undefined {
  if (names?.length === 0) {
    throw new InputError({
      argument: 'modelNamespaces',
      problem: 'the list is empty',
      allowed: 'name the namespaces of deployed models, or leave the key out if models may be in any namespace',
    });
  }
  names?.forEach((name, i) => {
    checkNamespace('modelNamespaces', name);
    if (name === components) {
      throw new InputError({
        argument: 'modelNamespaces', given: name, problem: 'is the namespace of the extension',
        allowed: 'models are deployed to other namespaces',
      });
    }
    if (names.indexOf(name) < i) {
      throw new InputError({ argument: 'modelNamespaces', given: name, problem: 'is given twice' });
    }
  });
  return names && [...names].sort(); // the order of a list changes no policy
}

function blocks(what: string, ranges: readonly string[] | undefined): string[] {
  return ranges === undefined ? [] : checkBlocks(what, ranges);
}
