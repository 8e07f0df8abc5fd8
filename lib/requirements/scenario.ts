import { InputError, oneOf } from '../azure/errors';
import { CatalogSection } from './catalog-section';

/** A section of the article that you switch on by name. The other sections follow from facts about the workspace. */
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
}

/** All scenarios, in the order of the article. */
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
  oneOf('scenarios', scenario, SCENARIOS);
}
