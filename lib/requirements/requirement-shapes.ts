import { anything, Check, instanceOf, listOf, optional, propertiesOf, text } from '../azure/argument-shapes';
import { AksProps, ArcProps, KubernetesProps } from './cluster';
import { RequirementSet } from './requirement-set';
import { ComputeProps, WorkspaceProps } from './workspace';

// Facts that are true or false are decided together, with a message of their own.
const FACT = anything;

export const WORKSPACE: Check = propertiesOf<WorkspaceProps>({
  privateEndpoint: FACT, storageAccountName: optional(text), containerRegistryName: optional(text), workspaceId: optional(text), hbi: FACT,
  azureMonitorSecured: FACT,
});

export const COMPUTE: Check = propertiesOf<ComputeProps>({ publicIp: FACT, interactiveJobs: FACT, pythonIndexOverwritten: FACT });

const AKS = propertiesOf<AksProps>({
  privateCluster: FACT, konnectivityAgent: FACT, region: optional(anything), apiServerAddress: optional(text), podsCallApiServer: FACT,
  customDnsServers: optional(listOf(text)),
  nodesBeforeApril2021: FACT, ubuntuPatches: FACT, gpuNodes: FACT, windowsNodes: FACT, marketplaceExtensions: FACT,
});

const ARC = propertiesOf<ArcProps>({
  clusterConnect: FACT, azureRbac: FACT, region: optional(anything), portal: FACT, cliOnboarding: FACT, iotSecretStoreOrCertManager: FACT,
});

export const KUBERNETES: Check = propertiesOf<KubernetesProps>({ training: FACT, inference: FACT, aks: optional(AKS), arc: optional(ARC) });

export const REQUIREMENT_SET: Check = instanceOf(() => RequirementSet, 'RequirementSet');
