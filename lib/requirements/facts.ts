import { InputError } from '../azure/errors';
import { AksProps, ArcProps, KubernetesProps } from './cluster';
import { ComputeProps, WorkspaceProps } from './workspace';

/** The facts that conditions ask for, all decided. */
export interface Facts {
  readonly publicIp: boolean;
  readonly privateEndpoint: boolean;
  readonly azureMonitorSecured: boolean;
  readonly hbi: boolean;
  readonly interactiveJobs: boolean;
  readonly pythonIndexOverwritten: boolean;
  readonly dataExfiltrationProtection: boolean;
  readonly kubernetesTraining: boolean;
  readonly kubernetesInference: boolean;
  readonly aks: boolean;
  readonly aksPrivateCluster: boolean;
  readonly aksKonnectivityAgent: boolean;
  readonly aksApiServerAddress: boolean;
  readonly aksPodsCallApiServer: boolean;
  readonly aksCustomDnsServers: boolean;
  readonly aksNodesBeforeApril2021: boolean;
  readonly aksUbuntuPatches: boolean;
  readonly aksGpuNodes: boolean;
  readonly aksWindowsNodes: boolean;
  readonly aksMarketplaceExtensions: boolean;
  readonly arc: boolean;
  readonly arcClusterConnect: boolean;
  readonly arcAzureRbac: boolean;
  readonly arcPortal: boolean;
  readonly arcCliOnboarding: boolean;
  readonly arcIotSecretStoreOrCertManager: boolean;
}

/** How users write each fact, for messages. */
export const FACT_NAMES: Readonly<Record<keyof Facts, string>> = {
  publicIp: 'compute.publicIp',
  privateEndpoint: 'workspace.privateEndpoint',
  azureMonitorSecured: 'workspace.azureMonitorSecured',
  hbi: 'workspace.hbi',
  interactiveJobs: 'compute.interactiveJobs',
  pythonIndexOverwritten: 'compute.pythonIndexOverwritten',
  dataExfiltrationProtection: 'scenario data-exfiltration-protection',
  kubernetesTraining: 'kubernetes.training',
  kubernetesInference: 'kubernetes.inference',
  aks: 'kubernetes.aks',
  aksPrivateCluster: 'kubernetes.aks.privateCluster',
  aksKonnectivityAgent: 'kubernetes.aks.konnectivityAgent',
  aksApiServerAddress: 'kubernetes.aks.apiServerAddress',
  aksPodsCallApiServer: 'kubernetes.aks.podsCallApiServer',
  aksCustomDnsServers: 'kubernetes.aks.customDnsServers',
  aksNodesBeforeApril2021: 'kubernetes.aks.nodesBeforeApril2021',
  aksUbuntuPatches: 'kubernetes.aks.ubuntuPatches',
  aksGpuNodes: 'kubernetes.aks.gpuNodes',
  aksWindowsNodes: 'kubernetes.aks.windowsNodes',
  aksMarketplaceExtensions: 'kubernetes.aks.marketplaceExtensions',
  arc: 'kubernetes.arc',
  arcClusterConnect: 'kubernetes.arc.clusterConnect',
  arcAzureRbac: 'kubernetes.arc.azureRbac',
  arcPortal: 'kubernetes.arc.portal',
  arcCliOnboarding: 'kubernetes.arc.cliOnboarding',
  arcIotSecretStoreOrCertManager: 'kubernetes.arc.iotSecretStoreOrCertManager',
};

/** Facts that say whether something is stated at all. */
const STATED: readonly (keyof Facts)[] = ['aks', 'arc', 'aksApiServerAddress', 'aksCustomDnsServers'];
const SWITCHED_ON: keyof Facts = 'dataExfiltrationProtection';

/** The value of a fact in words: `compute.publicIp is false`, `kubernetes.aks.apiServerAddress is not stated`. */
export function factText(fact: keyof Facts, value: boolean): string {
  const not = value ? '' : 'not ';
  const state = STATED.includes(fact) ? `is ${not}stated` : fact === SWITCHED_ON ? `is ${not}switched on` : `is ${String(value)}`;
  return `${FACT_NAMES[fact]} ${state}`;
}

/** Decides every fact, with the documented defaults. */
export function factsOf(
  workspace: WorkspaceProps, compute: ComputeProps, kubernetes: KubernetesProps | undefined, dataExfiltrationProtection: boolean,
): Facts {
  const facts: Facts = {
    publicIp: compute.publicIp,
    privateEndpoint: workspace.privateEndpoint,
    azureMonitorSecured: workspace.azureMonitorSecured ?? false,
    hbi: workspace.hbi ?? false,
    interactiveJobs: compute.interactiveJobs ?? false,
    pythonIndexOverwritten: compute.pythonIndexOverwritten ?? true,
    dataExfiltrationProtection,
    kubernetesTraining: kubernetes === undefined ? false : kubernetes.training,
    kubernetesInference: kubernetes === undefined ? false : kubernetes.inference,
    ...aksFacts(kubernetes?.aks),
    ...arcFacts(kubernetes?.arc),
  };
  for (const [fact, value] of Object.entries(facts)) {
    if (typeof value !== 'boolean') {
      // A reference to a boolean is an object in CDKTF; conditions are decided when rules are synthesized.
      throw new InputError({
        argument: FACT_NAMES[fact as keyof Facts],
        ...(value === undefined ? { problem: 'is missing' } : { given: value, problem: 'is not possible' }),
        allowed: 'state true or false (it decides which rules are synthesized, so it cannot be a reference)',
      });
    }
  }
  return facts;
}

function aksFacts(aks: AksProps | undefined) {
  return {
    aks: aks !== undefined,
    aksPrivateCluster: aks === undefined ? false : aks.privateCluster,
    aksKonnectivityAgent: aks === undefined ? false : aks.konnectivityAgent,
    aksApiServerAddress: aks?.apiServerAddress !== undefined,
    aksPodsCallApiServer: aks?.podsCallApiServer ?? false,
    aksCustomDnsServers: aks?.customDnsServers !== undefined,
    aksNodesBeforeApril2021: aks?.nodesBeforeApril2021 ?? false,
    aksUbuntuPatches: aks?.ubuntuPatches ?? false,
    aksGpuNodes: aks?.gpuNodes ?? false,
    aksWindowsNodes: aks?.windowsNodes ?? false,
    aksMarketplaceExtensions: aks?.marketplaceExtensions ?? false,
  };
}

function arcFacts(arc: ArcProps | undefined) {
  return {
    arc: arc !== undefined,
    arcClusterConnect: arc === undefined ? false : arc.clusterConnect,
    arcAzureRbac: arc === undefined ? false : arc.azureRbac,
    arcPortal: arc === undefined ? false : arc.portal ?? true,
    arcCliOnboarding: arc?.cliOnboarding ?? false,
    arcIotSecretStoreOrCertManager: arc?.iotSecretStoreOrCertManager ?? false,
  };
}
