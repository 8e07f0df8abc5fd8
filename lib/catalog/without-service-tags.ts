import { Cloud } from '../azure/clouds';
import { CatalogSection } from '../requirements/catalog-section';
import { STORAGE_ENDPOINT, STORAGE_HOSTS_ARE_A_WAY_OUT } from './data-exfiltration';
import { CatalogEntry, Condition, NO_PORT, ONLY_2026, Row, section } from './entry';

const PUBLIC: readonly Cloud[] = [Cloud.PUBLIC];
const GOVERNMENT: readonly Cloud[] = [Cloud.GOVERNMENT];
const CHINA: readonly Cloud[] = [Cloud.CHINA];
const SECTION = 'Scenario: Third party firewall or Azure Firewall without service tags';

/** Suffix of ids for the clouds whose hosts differ from those of public Azure. */
const SUFFIX: Readonly<Record<Cloud, string>> = { [Cloud.PUBLIC]: '', [Cloud.GOVERNMENT]: '-government', [Cloud.CHINA]: '-china' };

/** General hosts: sign-in, portal, Azure Resource Manager. One table for each cloud. */
export function generalHosts(): CatalogEntry[] {
  const hosts: Record<Cloud, [signIn: string, portal: string, resourceManager: string]> = {
    [Cloud.PUBLIC]: ['login.microsoftonline.com', 'management.azure.com', 'management.azure.com'],
    [Cloud.GOVERNMENT]: ['login.microsoftonline.us', 'management.azure.us', 'management.usgovcloudapi.net'],
    [Cloud.CHINA]: ['login.chinacloudapi.cn', 'management.azure.cn', 'management.chinacloudapi.cn'],
  };
  const manager = { capability: 'resource-manager', heldBy: ['AzureResourceManager'] } as const;
  return Object.values(Cloud).flatMap((cloud) => {
    const [signIn, portal, resourceManager] = hosts[cloud];
    const suffix = SUFFIX[cloud];
    return section({ section: CatalogSection.WITHOUT_SERVICE_TAGS, heading: `${SECTION}, general Azure hosts` }, [
      { id: `hosts.sign-in${suffix}`, slot: 650, host: signIn, tcp: '80,443', capability: 'sign-in', heldBy: ['AzureActiveDirectory'],
        clouds: [cloud], row: 'Microsoft Entra ID', purpose: 'Sign-in with Microsoft Entra ID' },
      {
        id: `hosts.portal${suffix}`, slot: 652, host: portal, tcp: '443', ...manager, clouds: [cloud], row: 'Azure portal',
        purpose: resourceManager === portal ? 'Azure portal and Azure Resource Manager' : 'Azure portal',
      },
      {
        // In public Azure both rows name the same host, so one rule carries them.
        id: `hosts.resource-manager${suffix}`, slot: resourceManager === portal ? 652 : 654, host: resourceManager, tcp: '443', ...manager,
        clouds: [cloud], row: 'Azure Resource Manager', purpose: 'Azure resources made from within the workspace',
      },
    ]);
  });
}

/** The rows for the workspace's own storage account, which two tables list. */
function ownStorage(prefix: string, row: string, services: readonly string[]): Row[] {
  const suffixes: [Cloud, string][] = [
    [Cloud.PUBLIC, 'core.windows.net'], [Cloud.GOVERNMENT, 'core.usgovcloudapi.net'], [Cloud.CHINA, 'core.chinacloudapi.cn'],
  ];
  const slots: Readonly<Record<string, number>> = { file: 714, dfs: 716, blob: 718 };
  return suffixes.flatMap(([cloud, suffix]) => services.map((service): Row => ({
    id: `${prefix}-${service}${SUFFIX[cloud]}`, slot: slots[service]!, host: `<storage>.${service}.${suffix}`,
    tcp: service === 'file' ? '443,445' : '443',
    capability: 'storage', heldBy: ['Storage.<region>'], clouds: [cloud], row, purpose: 'Storage account of the workspace',
  })));
}

/** Hosts of Azure Machine Learning. One table for each cloud. */
export function machineLearningHosts(): CatalogEntry[] {
  const studio = {
    slot: 700, tcp: '443', capability: 'studio', heldBy: ['AzureFrontDoor.Frontend'], row: 'Azure Machine Learning studio',
    purpose: 'Studio',
  } as const;
  const api = {
    tcp: '443', capability: 'control-plane', heldBy: ['AzureMachineLearning'], row: 'API', purpose: 'Azure Machine Learning',
  } as const;
  const models = {
    slot: 706, tcp: '443', capability: 'control-plane', heldBy: ['AzureMachineLearning'], row: 'Model management',
    purpose: 'Model management',
  } as const;
  const notebook = { tcp: '443', capability: 'notebooks', row: 'Integrated notebook', purpose: 'Notebooks in the studio' } as const;
  const graph = { ...notebook, slot: 720, capability: 'directory', purpose: 'Directory look-ups' } as const;
  const publicOnly = 'Automated ML for text and images is there in public Azure only.';
  const automl = {
    tcp: '443', capability: 'studio', row: 'AutoML NLP, Vision', purpose: 'Automated ML for text and images', clouds: PUBLIC,
  } as const;
  return section({ section: CatalogSection.WITHOUT_SERVICE_TAGS, heading: `${SECTION}, Azure Machine Learning hosts` }, [
    { id: 'hosts.studio', host: 'ml.azure.com', clouds: PUBLIC, ...studio },
    { id: 'hosts.api', slot: 702, host: '*.azureml.ms', clouds: PUBLIC, ...api },
    { id: 'hosts.api-net', slot: 704, host: '*.azureml.net', clouds: PUBLIC, ...api },
    { id: 'hosts.model-management', host: '*.modelmanagement.azureml.net', clouds: PUBLIC, ...models },
    { id: 'hosts.notebooks', slot: 712, host: '*.notebooks.azure.net', clouds: PUBLIC, ...notebook },
    { id: 'hosts.notebooks-graph', host: 'graph.microsoft.com', clouds: PUBLIC, ...graph },
    {
      id: 'hosts.automl', slot: 724, host: 'automlresources-prod.azureedge.net', ...automl,
      notes: [publicOnly, 'Superseded: see hosts.automl-front-door.'],
    },
    {
      // The content network behind azureedge.net was retired in 2025; another article of the same service names the successor.
      id: 'hosts.automl-front-door', slot: 726, host: 'automlresources-prod-d0eaehh7g8andvav.b02.azurefd.net', editions: ONLY_2026,
      ...automl,
      heldBy: ['AzureFrontDoor.Frontend'], // azurefd.net is the domain of Azure Front Door
      article: 'how-to-prevent-data-loss-exfiltration', date: '2024-01-31', heading: 'Azure Machine Learning hosts',
      row: 'automlresources-prod',
      notes: [publicOnly, 'Not in the article; supersedes automlresources-prod.azureedge.net (inferred).'],
    },
    { id: 'hosts.automl-short-links', slot: 728, host: 'aka.ms', ...automl, notes: [publicOnly] },

    { id: 'hosts.studio-government', host: 'ml.azure.us', clouds: GOVERNMENT, ...studio },
    { id: 'hosts.api-government', slot: 702, host: '*.ml.azure.us', clouds: GOVERNMENT, ...api },
    { id: 'hosts.model-management-government', host: '*.modelmanagement.azureml.us', clouds: GOVERNMENT, ...models },
    { id: 'hosts.notebooks-government', slot: 712, host: '*.notebooks.usgovcloudapi.net', clouds: GOVERNMENT, ...notebook },
    { id: 'hosts.notebooks-graph-government', host: 'graph.microsoft.us', clouds: GOVERNMENT, ...graph },

    { id: 'hosts.studio-china', host: 'studio.ml.azure.cn', clouds: CHINA, ...studio },
    { id: 'hosts.api-china', slot: 702, host: '*.ml.azure.cn', clouds: CHINA, ...api },
    { id: 'hosts.api-azureml-china', slot: 704, host: '*.azureml.cn', clouds: CHINA, ...api },
    { id: 'hosts.model-management-china', host: '*.modelmanagement.ml.azure.cn', clouds: CHINA, ...models },
    { id: 'hosts.notebooks-china', slot: 712, host: '*.notebooks.chinacloudapi.cn', clouds: CHINA, ...notebook },
    { id: 'hosts.notebooks-graph-china', host: 'graph.chinacloudapi.cn', clouds: CHINA, ...graph },

    { id: 'hosts.notebooks-content', slot: 722, host: '*.aznbcontent.net', ...notebook },
    ...ownStorage('hosts.notebooks-storage', 'Integrated notebook', ['file', 'dfs', 'blob']),
  ]);
}

/** Hosts of compute instances and compute clusters. One table for each cloud. */
export function computeHosts(): CatalogEntry[] {
  const privateEndpointPorts: Condition[] = [{ fact: 'privateEndpoint', is: true, ports: [8787, 18881] }];
  const directory = {
    tcp: '443', capability: 'directory', row: 'Compute cluster/instance', purpose: 'Directory look-ups of compute',
  } as const;
  const instance = {
    capability: 'control-plane', heldBy: ['AzureMachineLearning'], row: 'Compute instance', purpose: 'Connections to compute instances',
  } as const;
  const tunnel = {
    slot: 824, udp: '5831', capability: 'control-plane', heldBy: ['AzureMachineLearning'], row: 'Compute instance',
    purpose: 'Tunnel of compute',
  } as const;
  const batch = {
    any: '443', capability: 'batch', heldBy: ['BatchNodeManagement.<region>'], row: 'Compute instance', purpose: 'Azure Batch',
    clouds: PUBLIC, elsewhere: ['basic.batch-node-management'], notes: ['Only the table of public Azure has this row.'],
  } as const;
  const storage = {
    tcp: '443', capability: 'storage', heldBy: ['Storage.<region>'], row: 'Microsoft storage access',
    purpose: 'Storage accounts of Azure Batch, managed by Microsoft',
    dataExfiltration: STORAGE_HOSTS_ARE_A_WAY_OUT, serviceEndpoint: STORAGE_ENDPOINT,
  } as const;
  const vault = {
    slot: 842, tcp: '443', capability: 'key-vault', heldBy: ['AzureKeyVault.<region>'], row: 'Azure Key Vault',
    purpose: 'Key vault of the Azure Batch service behind the workspace',
    conditions: [{ fact: 'hbi', is: true }] as Condition[],
  } as const;
  return section({ section: CatalogSection.WITHOUT_SERVICE_TAGS, heading: `${SECTION}, compute instance and compute cluster hosts` }, [
    { id: 'hosts.compute-graph', slot: 820, host: 'graph.windows.net', clouds: [Cloud.PUBLIC, Cloud.GOVERNMENT], ...directory },
    // 21Vianet: the same host as in the table of notebooks.
    { id: 'hosts.compute-graph-china', slot: 720, host: 'graph.chinacloudapi.cn', clouds: CHINA, ...directory },
    { id: 'hosts.instances-net', slot: 821, host: '*.instances.azureml.net', tcp: '443', clouds: PUBLIC, ...instance },
    { id: 'hosts.instances-government', slot: 821, host: '*.instances.azureml.us', tcp: '443', clouds: GOVERNMENT, ...instance },
    { id: 'hosts.instances-china', slot: 821, host: '*.instances.azureml.cn', tcp: '443', clouds: CHINA, ...instance },
    {
      id: 'hosts.instances', slot: 822, host: '*.instances.azureml.ms', tcp: '443,8787,18881', ...instance,
      conditions: privateEndpointPorts,
      notes: ['All three tables name this host of public Azure; whether the other clouds mean their own host is open.'],
    },
    { id: 'hosts.tunnel', host: '<region>.tundra.azureml.ms', clouds: PUBLIC, ...tunnel },
    { id: 'hosts.tunnel-government', host: '<region>.tundra.azureml.us', clouds: GOVERNMENT, ...tunnel },
    { id: 'hosts.tunnel-china', host: '<region>.tundra.azureml.cn', clouds: CHINA, ...tunnel },
    { id: 'hosts.tunnel-api', host: '*.tundra.<region>.api.azureml.ms', clouds: PUBLIC, editions: ONLY_2026, ...tunnel, slot: 826 },
    { id: 'hosts.batch', slot: 828, host: '*.<region>.batch.azure.com', ...batch },
    { id: 'hosts.batch-service', slot: 830, host: '*.<region>.service.batch.azure.com', ...batch },

    { id: 'hosts.microsoft-blob', slot: 834, host: '*.blob.core.windows.net', clouds: PUBLIC, ...storage },
    { id: 'hosts.microsoft-table', slot: 836, host: '*.table.core.windows.net', clouds: PUBLIC, ...storage },
    { id: 'hosts.microsoft-queue', slot: 838, host: '*.queue.core.windows.net', clouds: PUBLIC, ...storage },
    { id: 'hosts.microsoft-blob-government', slot: 834, host: '*.blob.core.usgovcloudapi.net', clouds: GOVERNMENT, ...storage },
    { id: 'hosts.microsoft-table-government', slot: 836, host: '*.table.core.usgovcloudapi.net', clouds: GOVERNMENT, ...storage },
    { id: 'hosts.microsoft-queue-government', slot: 838, host: '*.queue.core.usgovcloudapi.net', clouds: GOVERNMENT, ...storage },
    { id: 'hosts.microsoft-blob-china', slot: 834, host: '*.blob.core.chinacloudapi.cn', clouds: CHINA, ...storage },
    { id: 'hosts.microsoft-table-china', slot: 836, host: '*.table.core.chinacloudapi.cn', clouds: CHINA, ...storage },
    { id: 'hosts.microsoft-queue-china', slot: 838, host: '*.queue.core.chinacloudapi.cn', clouds: CHINA, ...storage },
    ...ownStorage('hosts.compute-storage', 'Your storage account', ['file', 'blob']),

    { id: 'hosts.key-vault', host: '*.vault.azure.net', clouds: PUBLIC, ...vault },
    { id: 'hosts.key-vault-government', host: '*.vault.usgovcloudapi.net', clouds: GOVERNMENT, ...vault },
    { id: 'hosts.key-vault-china', host: '*.vault.azure.cn', clouds: CHINA, ...vault },
  ]);
}

/** Hosts of the container images that Microsoft maintains; one table for all clouds. */
export function imageHosts(): CatalogEntry[] {
  const row = {
    tcp: '443', capability: 'microsoft-images', row: 'Microsoft Container Registry', purpose: 'Container images that Microsoft provides',
  } as const;
  // The content of images comes from Azure Front Door, on which the registry tag depends (service tags overview, ms.date 2025-07-15).
  const content = 'AzureFrontDoor.FirstParty';
  return section({
    section: CatalogSection.WITHOUT_SERVICE_TAGS, heading: `${SECTION}, Docker images maintained by Azure Machine Learning`,
  }, [
    {
      id: 'hosts.microsoft-container-registry', slot: 900, host: 'mcr.microsoft.com',
      heldBy: ['MicrosoftContainerRegistry.<region>', content], ...row,
    },
    { id: 'hosts.microsoft-container-registry-data', slot: 902, host: '*.data.mcr.microsoft.com', heldBy: [content], ...row },
  ]);
}

/**
 * Hosts of monitoring. The article lists the names of public Azure without saying so; Azure Monitor has others in the
 * other clouds, for which no complete list was found. There the tag AzureMonitor carries the need.
 */
export function monitoringHosts(): CatalogEntry[] {
  const row = {
    tcp: '443', capability: 'monitoring', heldBy: ['AzureMonitor'], purpose: 'Logs and metrics, also for support cases',
    clouds: PUBLIC, elsewhere: ['basic.azure-monitor'],
    conditions: [{ fact: 'azureMonitorSecured', is: false }] as Condition[],
    notes: [NO_PORT, 'A name of public Azure; the article does not give those of the other clouds.'],
  } as const;
  return section({ section: CatalogSection.WITHOUT_SERVICE_TAGS, heading: `${SECTION}, monitoring, metrics, and diagnostics` }, [
    { id: 'hosts.monitoring-azure', slot: 950, host: 'dc.applicationinsights.azure.com', ...row },
    { id: 'hosts.monitoring-microsoft', slot: 952, host: 'dc.applicationinsights.microsoft.com', ...row },
    { id: 'hosts.monitoring-visualstudio', slot: 954, host: 'dc.services.visualstudio.com', ...row },
    { id: 'hosts.monitoring-regional', slot: 956, host: '*.in.applicationinsights.azure.com', ...row },
  ]);
}
