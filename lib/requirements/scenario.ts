import { InputError, oneOf } from '../azure/errors';

/**
 * A section of the article, or an article that it links to. `BASIC` always applies; `PUBLIC_IP_COMPUTE`, `HBI_WORKSPACE`,
 * and what concerns Kubernetes follow from the facts about the workspace; the others are switched on by name.
 */
export enum Scenario {
  /** Basic configuration, inbound and outbound. Always applies. */
  BASIC = 'basic',
  /** Recommended configuration for training and deploying models: images that Microsoft provides. */
  MICROSOFT_IMAGES = 'microsoft-images',
  /** Hosts of Python packages for training and deployment. */
  PYTHON_PACKAGES = 'python-packages',
  /** RStudio on a compute instance, and R packages. */
  RSTUDIO = 'rstudio',
  /** Compute with a public IP address: follows from `compute.publicIp`. */
  PUBLIC_IP_COMPUTE = 'public-ip-compute',
  /** A firewall between Azure Machine Learning and the storage endpoints. */
  STORAGE_FIREWALL = 'storage-firewall',
  /** A workspace made with the `hbi_workspace` flag: follows from `workspace.hbi`. */
  HBI_WORKSPACE = 'hbi-workspace',
  /** Kubernetes compute: follows from `kubernetes`. */
  KUBERNETES = 'kubernetes',
  /** Azure Kubernetes Service itself: follows from `kubernetes.aks`. */
  AKS = 'aks',
  /** Extensions of an Azure Kubernetes Service cluster: follows from `kubernetes.aks`. */
  AKS_EXTENSIONS = 'aks-extensions',
  /** Kubernetes that is connected with Azure Arc: follows from `kubernetes.arc`. */
  AZURE_ARC = 'azure-arc',
  /** Communication inside the cluster: follows from `kubernetes`. */
  IN_CLUSTER = 'in-cluster',
  /** Visual Studio Code. */
  VS_CODE = 'vs-code',
  /**
   * The host names that stand for service tags: for firewalls that have no service tags or do not use them. Brings
   * `STORAGE_FIREWALL` along, because the host tables list port 445 of the storage account without a condition.
   */
  WITHOUT_SERVICE_TAGS = 'without-service-tags',
  /**
   * Data exfiltration protection: storage is reached through the service endpoint of the subnet, which a service endpoint
   * policy holds to named accounts, and the studio by host names instead of a tag that anyone's content is behind.
   */
  DATA_EXFILTRATION_PROTECTION = 'data-exfiltration-protection',
}

/** All scenarios, in the order of the article. */
export const SCENARIOS: readonly Scenario[] = Object.values(Scenario);

/** Scenarios that are about a Kubernetes cluster. */
export const CLUSTER_SCENARIOS: readonly (Scenario | undefined)[] =
  [Scenario.KUBERNETES, Scenario.AKS, Scenario.AKS_EXTENSIONS, Scenario.AZURE_ARC, Scenario.IN_CLUSTER];

/** Scenarios that are switched on by a fact, with that fact as users write it. */
const BY_FACT: Partial<Record<Scenario, string>> = {
  [Scenario.PUBLIC_IP_COMPUTE]: 'compute.publicIp',
  [Scenario.HBI_WORKSPACE]: 'workspace.hbi',
  [Scenario.KUBERNETES]: 'kubernetes.training and kubernetes.inference',
  [Scenario.AKS]: 'kubernetes.aks',
  [Scenario.AKS_EXTENSIONS]: 'kubernetes.aks',
  [Scenario.AZURE_ARC]: 'kubernetes.arc',
  [Scenario.IN_CLUSTER]: 'kubernetes.training and kubernetes.inference',
};

/** Scenarios that users switch on by name. */
export const CHOSEN_SCENARIOS: readonly Scenario[] =
  SCENARIOS.filter((scenario) => scenario !== Scenario.BASIC && BY_FACT[scenario] === undefined);

/** Checks a scenario that a user switches on by name. */
export function checkChosenScenario(scenario: Scenario): void {
  const fact = BY_FACT[scenario];
  if (fact !== undefined) {
    throw new InputError({
      argument: 'scenarios', problem: `"${scenario}" is not switched on by name`, allowed: `it follows from ${fact}`,
    });
  }
  if (scenario === Scenario.BASIC) {
    throw new InputError({ argument: 'scenarios', problem: '"basic" always applies and is not switched on by name' });
  }
  oneOf('scenarios', scenario, CHOSEN_SCENARIOS);
}
