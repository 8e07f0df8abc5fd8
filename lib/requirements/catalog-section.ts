/**
 * A part of the catalog: a section of the article, or an article that it links to. Every requirement of the catalog belongs to
 * one. `BASIC` always applies; the others follow from facts about the workspace, or are switched on by name with `Scenario`.
 */
export enum CatalogSection {
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
  /** Kubernetes that is connected to Azure Arc: follows from `kubernetes.arc`. */
  AZURE_ARC = 'azure-arc',
  /** Communication inside the cluster: follows from `kubernetes`. */
  IN_CLUSTER = 'in-cluster',
  /** Visual Studio Code. */
  VS_CODE = 'vs-code',
  /** The host names that stand for service tags. */
  WITHOUT_SERVICE_TAGS = 'without-service-tags',
  /** Data exfiltration protection. */
  DATA_EXFILTRATION_PROTECTION = 'data-exfiltration-protection',
  /** Models of the model catalog that Azure serves itself. */
  MODEL_CATALOG = 'model-catalog',
  /** Models of Hugging Face. */
  HUGGING_FACE = 'hugging-face',
  /** Public registries of Azure Machine Learning. */
  REGISTRIES = 'registries',
  /** Calls of managed online endpoints and serverless API deployments. */
  ONLINE_ENDPOINTS = 'online-endpoints',
  /** All hosts that Visual Studio Code names for itself. */
  VS_CODE_PRODUCT = 'vs-code-product',
}

/** All sections, in the order of the article. */
export const CATALOG_SECTIONS: readonly CatalogSection[] = Object.values(CatalogSection);

/** Sections that are about a Kubernetes cluster. */
export const CLUSTER_SECTIONS: readonly (CatalogSection | undefined)[] =
  [CatalogSection.KUBERNETES, CatalogSection.AKS, CatalogSection.AKS_EXTENSIONS, CatalogSection.AZURE_ARC, CatalogSection.IN_CLUSTER];
