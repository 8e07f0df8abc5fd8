import { instanceOf, listOf, mapOf, number, optional, plainText, propertiesOf, text } from '../azure/argument-shapes';
import { RequirementSet } from '../requirements/requirement-set';
import { REQUIREMENT_SET } from '../requirements/requirement-shapes';
import { Substitution, UnexpressedRequirement } from './translation-report';
import { writeManifests } from './manifest-files';
import { networkPolicies } from './network-policies';
import { manifestOf, yamlOf } from './network-policy-manifests';
import { optionsOf } from './network-policy-options';
import { ApiServerProps, OutsideTraffic, RouterClients } from './network-policy-settings';

/** What network policies for a cluster are made from. */
export interface ClusterNetworkPoliciesProps {
  /** The requirements, with the facts about a Kubernetes cluster. */
  readonly requirements: RequirementSet;

  /** What pods of the extension may reach outside the cluster. It also decides whether egress policies are made at all. */
  readonly outsideTraffic: OutsideTraffic;

  /**
   * Who calls the inference router from outside its namespace.
   * @default - none; an error when the cluster is used for inference, because the policies would close the router
   */
  readonly routerClients?: RouterClients;

  /**
   * Where the Kubernetes API server is.
   * @default - not stated; with egress policies, the requirement is then unexpressed, and pods reach the API server only if the
   * traffic to the outside happens to open it
   */
  readonly apiServer?: ApiServerProps;

  /**
   * CIDR ranges that the API server calls webhooks of the extension from, in clusters where it does not do so through
   * konnectivity-agent: AKS with API server VNet integration, and most clusters of Azure Arc.
   * @default - none
   */
  readonly webhookSources?: string[];

  /**
   * Namespaces of deployed models. Each gets a policy that lets the router in and closes the selected pods to all else.
   * @default - models may be in any other namespace, and no namespace gets a policy
   */
  readonly modelNamespaces?: string[];

  /**
   * Labels of the pods of deployed models. The documentation has none for models of version 2.
   * @default - every pod of the namespaces of models
   */
  readonly modelPodLabels?: { [key: string]: string };

  /**
   * Addresses of DNS resolvers on the nodes, such as 169.254.10.0/24 of LocalDNS on AKS.
   * @default - none
   */
  readonly localDnsAddresses?: string[];

  /**
   * Labels of DNS resolvers on the nodes, in the namespace kube-system, such as `k8s-app: node-local-dns`.
   * @default - none
   */
  readonly localDnsLabels?: { [key: string]: string };

  /**
   * Namespace of the extension.
   * @default azureml
   */
  readonly componentsNamespace?: string;

  /**
   * Labels of the DNS pods in the namespace kube-system.
   * @default - `k8s-app: kube-dns`
   */
  readonly kubeDnsLabels?: { [key: string]: string };

  /**
   * Labels of the pods of konnectivity-agent in the namespace kube-system.
   * @default - either `app: konnectivity-agent` (AKS) or `k8s-app: konnectivity-agent` (manifests of Kubernetes)
   */
  readonly konnectivityAgentLabels?: { [key: string]: string };

  /**
   * Labels of the pods of the inference router.
   * @default - `azuremlappname: azureml-fe`
   */
  readonly routerLabels?: { [key: string]: string };

  /**
   * Labels of the pods amlarc-identity-proxy.
   * @default - `ml.azure.com/infra-app: identity-proxy`, which is not documented; compare it with the pods of your cluster
   */
  readonly identityProxyLabels?: { [key: string]: string };
}

const texts = optional(listOf(text));
const labels = optional(mapOf(text));

const PROPS = propertiesOf<ClusterNetworkPoliciesProps>({
  // which has a message of its own when it is missing
  requirements: REQUIREMENT_SET, outsideTraffic: optional(instanceOf(() => OutsideTraffic, 'OutsideTraffic')),
  routerClients: optional(instanceOf(() => RouterClients, 'RouterClients')),
  apiServer: optional(propertiesOf<ApiServerProps>({ addressRanges: listOf(text), ports: listOf(number) })),
  webhookSources: texts, modelNamespaces: texts, modelPodLabels: labels, localDnsAddresses: texts, localDnsLabels: labels,
  componentsNamespace: optional(text),
  kubeDnsLabels: labels, konnectivityAgentLabels: labels, routerLabels: labels, identityProxyLabels: labels,
});

/** One network policy as a manifest. */
export interface NetworkPolicyManifest {
  /** Name of the policy, unique in its namespace. */
  readonly policyName: string;
  /** Namespace of the policy and of the pods that it selects. */
  readonly policyNamespace: string;
  /** Ids of the requirements that it carries. Empty for a policy that no requirement asks for. */
  readonly requirementIds: string[];
  /** Name of a file for it, unique among the manifests. */
  readonly fileName: string;
  /** YAML, below a comment with edition, requirement and source. */
  readonly yaml: string;
  /** JSON, as the argument `manifest` of the Terraform resource `kubernetes_manifest` takes it. */
  readonly json: string;
}

/**
 * The requirements inside a Kubernetes cluster as manifests of network policies (`networking.k8s.io/v1`).
 *
 * Network policies add up. They close every pod that they select, except for what they open. These select the pods of the extension and,
 * when named, the pods of deployed models.
 */
export class ClusterNetworkPolicies {
  /** The manifests, sorted by the names of their files. */
  public readonly manifests: NetworkPolicyManifest[];
  /** Requirements that network policies cannot carry. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Requirements that are carried in another form. */
  public readonly substitutions: Substitution[];

  /**
   * @throws when a choice is missing, when one contradicts the requirement set, and when Kubernetes does not accept a value
   */
  constructor(props: ClusterNetworkPoliciesProps) {
    PROPS('props', props);
    const { requirements: set, ...input } = props;
    const { policies, unexpressed, substitutions } = networkPolicies(set, optionsOf(input, set));
    this.unexpressed = unexpressed;
    this.substitutions = substitutions;
    this.manifests = policies.map((policy) => ({
      policyName: policy.name, policyNamespace: policy.namespace, requirementIds: policy.requirements.map(({ id }) => id),
      fileName: `${policy.namespace}.${policy.name}.yaml`, // no namespace has a dot
      yaml: yamlOf(policy, set.edition, substitutions, unexpressed), json: JSON.stringify(manifestOf(policy)),
    })).sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  }

  /** All manifests as one YAML stream of several documents. */
  public toYaml(): string {
    return this.manifests.map(({ yaml }) => yaml).join('---\n');
  }

  /**
   * Writes each manifest to a file. Files that were not written by this library are not overwritten; files of an earlier
   * run that are no longer part of the manifests are an error, because their policies would stay in the cluster.
   * @param folder path of the folder, which is created if it does not exist
   * @returns paths of the files
   * @throws when this library did not write a file there, or a file is left from an earlier run, before anything is written; when the
   * folder cannot be written
   */
  public writeTo(folder: string): string[] {
    plainText('folder', folder);
    return writeManifests(folder, this.manifests);
  }
}
