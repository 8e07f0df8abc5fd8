import { InputError, choiceOf } from '../azure/errors';
import { CatalogSection } from './catalog-section';

/**
 * A section of the article, or a list of another article, that you switch on by name. The other sections follow from facts about
 * the workspace.
 */
export enum Scenario {
  /** Recommended configuration for training and deploying models: images that Microsoft provides. */
  MICROSOFT_IMAGES = 'microsoft-images',
  /** Hosts of Python packages for training and deployment. */
  PYTHON_PACKAGES = 'python-packages',
  /** RStudio on a compute instance, and R packages. */
  RSTUDIO = 'rstudio',
  /** A firewall between Azure Machine Learning and the storage endpoints. */
  STORAGE_FIREWALL = 'storage-firewall',
  /** Visual Studio Code. */
  VS_CODE = 'vs-code',
  /**
   * The host names that stand for service tags: for firewalls that have no service tags or do not use them. Brings
   * `STORAGE_FIREWALL` along, because the host tables list port 445 of the storage account without a condition.
   */
  WITHOUT_SERVICE_TAGS = 'without-service-tags',
  /**
   * Data exfiltration protection: compute reaches storage through the service endpoint of the subnet, which a service endpoint
   * policy limits to named accounts, and the studio by host names instead of a tag that holds anybody's content.
   */
  DATA_EXFILTRATION_PROTECTION = 'data-exfiltration-protection',
  /** Models of the model catalog that Azure serves itself: packages that they install. Documented for managed networks only. */
  MODEL_CATALOG = 'model-catalog',
  /** Models of Hugging Face: their weights, and images from Docker Hub. Documented for managed networks only. */
  HUGGING_FACE = 'hugging-face',
  /** A public registry of Azure Machine Learning, used from compute: images of its environments. */
  REGISTRIES = 'registries',
  /** Compute calls managed online endpoints or serverless API deployments. */
  ONLINE_ENDPOINTS = 'online-endpoints',
  /** All hosts that Visual Studio Code names for itself. `VS_CODE` has those that the article names. */
  VS_CODE_PRODUCT = 'vs-code-product',
}

/** All scenarios: those of the article in its order, then those of linked articles. */
export const SCENARIOS: readonly Scenario[] = Object.values(Scenario);

/** The section of the catalog that each scenario switches on. */
export const SECTION_OF_SCENARIO: Readonly<Record<Scenario, CatalogSection>> = {
  [Scenario.MICROSOFT_IMAGES]: CatalogSection.MICROSOFT_IMAGES,
  [Scenario.PYTHON_PACKAGES]: CatalogSection.PYTHON_PACKAGES,
  [Scenario.RSTUDIO]: CatalogSection.RSTUDIO,
  [Scenario.STORAGE_FIREWALL]: CatalogSection.STORAGE_FIREWALL,
  [Scenario.VS_CODE]: CatalogSection.VS_CODE,
  [Scenario.WITHOUT_SERVICE_TAGS]: CatalogSection.WITHOUT_SERVICE_TAGS,
  [Scenario.DATA_EXFILTRATION_PROTECTION]: CatalogSection.DATA_EXFILTRATION_PROTECTION,
  [Scenario.MODEL_CATALOG]: CatalogSection.MODEL_CATALOG,
  [Scenario.HUGGING_FACE]: CatalogSection.HUGGING_FACE,
  [Scenario.REGISTRIES]: CatalogSection.REGISTRIES,
  [Scenario.ONLINE_ENDPOINTS]: CatalogSection.ONLINE_ENDPOINTS,
  [Scenario.VS_CODE_PRODUCT]: CatalogSection.VS_CODE_PRODUCT,
};

/** What switches on the sections that no scenario does, in the words of those who take one for a scenario. */
const SWITCHED_ON_BY: ReadonlyMap<string, string> = new Map([
  [CatalogSection.BASIC, 'always applies'],
  [CatalogSection.PUBLIC_IP_COMPUTE, 'follows from compute.publicIp'],
  [CatalogSection.HBI_WORKSPACE, 'follows from workspace.hbi'],
  [CatalogSection.KUBERNETES, 'follows from kubernetes.training and kubernetes.inference'],
  [CatalogSection.AKS, 'follows from kubernetes.aks'],
  [CatalogSection.AKS_EXTENSIONS, 'follows from kubernetes.aks'],
  [CatalogSection.AZURE_ARC, 'follows from kubernetes.arc'],
  [CatalogSection.IN_CLUSTER, 'follows from kubernetes.training and kubernetes.inference'],
]);

/** What switches a section on, in words: `follows from compute.publicIp`, `is switched on by the scenario vs-code`. */
export function switchedOnBy(section: CatalogSection): string {
  return SWITCHED_ON_BY.get(section) ?? `is switched on by the scenario ${section}`;
}

/** Checks a scenario, which plain JavaScript can give as any text. */
export function checkScenario(scenario: Scenario): void {
  const reason = SWITCHED_ON_BY.get(scenario);
  if (reason !== undefined) {
    throw new InputError({ argument: 'scenarios', problem: `"${scenario}" is not switched on by name`, allowed: `it ${reason}` });
  }
  choiceOf('scenarios', scenario, SCENARIOS);
}
