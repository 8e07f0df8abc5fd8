import { Cloud } from '../azure/clouds';
import { InputError, refusing } from '../azure/errors';
import { findOverlap, parseAddressRange } from '../azure/addresses';
import { checkRangeOfPeer } from '../azure/network-ranges';
import { checkListReference, isReference } from '../azure/references';
import { checkResolverAddress } from '../azure/special-ranges';
import { checkRegion } from '../azure/regions';

/** Facts about a cluster of Azure Kubernetes Service. Source of the conditions: aks/outbound-rules-control-egress, ms.date 2026-06-18. */
export interface AksProps {
  /**
   * Whether the API server has a private address only. In public Azure such a cluster needs no way to the public address of its
   * control plane; the lists of the other clouds make no exception for it.
   */
  readonly privateCluster: boolean;

  /**
   * Whether nodes and the control plane talk through konnectivity-agent, not through the older tunnel on UDP 1194 and TCP 9000 (`kubectl
   * get deployment konnectivity-agent --namespace kube-system` shows this). Matters for clusters in public Azure that are not private,
   * and for network policies, which let the API server call webhooks through it.
   */
  readonly konnectivityAgent: boolean;

  /**
   * Region of the cluster, such as `westus2`, as plain text.
   * @default - the region of the workspace
   */
  readonly region?: string;

  /**
   * Address of the API server, or a reference to it. You know it once the cluster exists. The tunnel is then opened only to it, instead
   * of to every address of Azure in the region.
   * @default - not known
   */
  readonly apiServerAddress?: string;

  /**
   * Whether pods, such as an ingress controller, call the API server by its public address. Needs the address of the API server.
   * @default false
   */
  readonly podsCallApiServer?: boolean;

  /**
   * Addresses of DNS servers of your own, or references to them.
   * @default - the DNS of Azure
   */
  readonly customDnsServers?: string[];

  /**
   * Whether there are nodes that were provisioned before April 2021, which get their time from `ntp.ubuntu.com`. Matters in
   * public Azure; the lists of the other clouds ask for it without a condition.
   * @default false
   */
  readonly nodesBeforeApril2021?: boolean;

  /**
   * Whether nodes with Ubuntu fetch their security patches themselves.
   * @default false
   */
  readonly ubuntuPatches?: boolean;

  /**
   * Whether there are node pools with GPUs.
   * @default false
   */
  readonly gpuNodes?: boolean;

  /**
   * Whether there are node pools with Windows.
   * @default false
   */
  readonly windowsNodes?: boolean;

  /**
   * Whether the cluster has extensions from the Azure Marketplace. The extension of Azure Machine Learning is not one of them.
   * @default false
   */
  readonly marketplaceExtensions?: boolean;
}

/**
 * Facts about a cluster that is connected to Azure Arc. Source of the conditions:
 * azure-arc/kubernetes/network-requirements, ms.date 2026-06-11.
 */
export interface ArcProps {
  /** Whether Cluster Connect or custom locations are used. */
  readonly clusterConnect: boolean;

  /** Whether Azure RBAC decides who may do what in the cluster. */
  readonly azureRbac: boolean;

  /**
   * Region of the connected cluster in Azure, such as `westus2`, as plain text.
   * @default - the region of the workspace
   */
  readonly region?: string;

  /**
   * Whether the cluster is managed in the Azure portal.
   * @default true
   */
  readonly portal?: boolean;

  /**
   * Whether the cluster is being connected with the Azure CLI, which downloads kubectl.
   * @default false
   */
  readonly cliOnboarding?: boolean;

  /**
   * Whether Azure IoT Operations, the Secret Store extension or cert-manager for Arc runs in the cluster.
   * @default false
   */
  readonly iotSecretStoreOrCertManager?: boolean;
}

/** What a Kubernetes cluster that is attached to the workspace is used for, and what it is: give `aks` or `arc`. */
export interface KubernetesProps {
  /** Whether training jobs run on it. */
  readonly training: boolean;

  /** Whether models are deployed to it for real-time inference. */
  readonly inference: boolean;

  /**
   * The cluster is one of Azure Kubernetes Service, without Azure Arc.
   * @default - the cluster is connected to Azure Arc
   */
  readonly aks?: AksProps;

  /**
   * The cluster is connected to Azure Arc.
   * @default - the cluster is one of Azure Kubernetes Service
   */
  readonly arc?: ArcProps;
}

/** Checks that the cluster is one of the two kinds, and what is stated of it besides yes and no. */
export function checkCluster(kubernetes: KubernetesProps, cloud: Cloud): void {
  const { training, inference, aks, arc } = kubernetes;
  if (!training && !inference) {
    throw new InputError({
      argument: 'kubernetes', problem: 'neither training nor inference is true',
      allowed: 'leave kubernetes out when no cluster is attached',
    });
  }
  if ((aks === undefined) === (arc === undefined)) {
    throw new InputError({
      argument: 'kubernetes', problem: aks === undefined ? 'say what the cluster is' : 'a cluster is one or the other',
      allowed: 'give aks, for Azure Kubernetes Service, or arc, for a cluster that is connected to Azure Arc',
    });
  }
  const { region } = (aks ?? arc)!;
  if (region !== undefined) {
    inCluster(aks === undefined ? 'arc' : 'aks', 'region', () => checkRegion(region, cloud));
  }
  if (aks !== undefined) {
    checkAks(aks);
  }
}

function checkAks({ apiServerAddress, podsCallApiServer, customDnsServers }: AksProps): void {
  if (apiServerAddress !== undefined) {
    inCluster('aks', 'apiServerAddress', () => checkAddress(apiServerAddress));
  } else if (podsCallApiServer) {
    throw new InputError({
      argument: 'kubernetes.aks.podsCallApiServer', problem: 'the rule needs the address of the API server',
      allowed: 'state kubernetes.aks.apiServerAddress',
    });
  }
  if (customDnsServers !== undefined) {
    inCluster('aks', 'customDnsServers', () => {
      checkListReference('customDnsServers', customDnsServers);
      if (customDnsServers.length === 0) {
        throw new InputError({ problem: 'the list is empty', allowed: 'leave it out if the cluster uses the DNS of Azure' });
      }
      customDnsServers.forEach(checkDnsServer);
      if (new Set(customDnsServers.filter((server) => !isReference(server)).map((server) => parseAddressRange(server).family)).size > 1) {
        throw new InputError({ problem: 'IPv4 and IPv6 addresses cannot share a security rule', allowed: 'give servers of one family' });
      }
      const twice = customDnsServers.find((server, i) => customDnsServers.indexOf(server) !== i) ??
        findOverlap(customDnsServers.filter((server) => !isReference(server)).map(parseAddressRange))?.[1].text;
      if (twice !== undefined) {
        throw new InputError({ given: twice, problem: 'is given twice' });
      }
    });
  }
}

function checkDnsServer(address: string): void {
  checkAddress(address);
  if (!isReference(address)) {
    checkResolverAddress('customDnsServers', address);
  }
}

/** One address, without a prefix length that could make it more. */
function checkAddress(address: string): void {
  if (!isReference(address)) {
    parseAddressRange(address);
    if (address.includes('/')) {
      throw new InputError({ given: address, problem: 'is a range', allowed: 'give one address' });
    }
    checkRangeOfPeer(address);
  }
}

function inCluster(kind: 'aks' | 'arc', fact: string, check: () => void): void {
  refusing((error) => error.about(`kubernetes.${kind}.${fact}`), check);
}
