/**
 * The network needs of the Microsoft article "Configure inbound and outbound network traffic" (Azure Machine
 * Learning), typed by hand from the article, section by section, without looking at the catalog. The catalog is held
 * against these tables, so they must never be generated from it.
 *
 * Endpoints are spelt as the article spells them, misspellings included. `ports: 'not stated'` marks an endpoint the
 * article lists without a port. One row of the article with two protocols is two rows here.
 *
 * Sources: the article as of 2023-04-14, with the two lists it includes; for 2026-03-19 the differences between the two.
 */

export type CloudName = 'public' | 'government' | 'china';
export type EditionName = '2023-04-14' | '2026-03-19';

/** Where in the article a table stands, in the article's order. */
export const ARTICLE_SECTIONS = [
  'basic-inbound', 'basic-outbound', 'recommended-images', 'python-packages', 'rstudio', 'public-ip',
  'storage-behind-firewall', 'hbi-workspace', 'kubernetes', 'in-cluster', 'vs-code', 'general-hosts',
  'machine-learning-hosts', 'compute-hosts', 'docker-images', 'monitoring',
] as const;
export type ArticleSection = typeof ARTICLE_SECTIONS[number];

/** Conditions of the article, in few words. */
export type When = 'compute has a public IP' | 'Azure Monitor is not secured' | 'private endpoint' |
  'private endpoint, for 8787 and 18881' | 'hbi_workspace' | 'package index overwritten' | 'interactive job' |
  'training' | 'inference' | 'training and inference';

export interface ArticleRow {
  readonly endpoint: string;
  readonly protocol: 'TCP' | 'UDP' | 'ANY' | 'not stated';
  readonly ports: string;
  /** When the article says the row is needed; absent when it is always needed. */
  readonly when?: When;
  /** Absent: the article limits the row to no cloud. */
  readonly clouds?: readonly CloudName[];
  /** Absent: both editions have the row. */
  readonly edition?: EditionName;
}

const NOT_STATED = 'not stated';

function tcp(endpoint: string, ports: string, more: Partial<ArticleRow> = {}): ArticleRow {
  return { endpoint, protocol: 'TCP', ports, ...more };
}

/** Hosts that the article lists without a port. */
function hosts(names: readonly string[], more: Partial<ArticleRow> = {}): readonly ArticleRow[] {
  return names.map((name) => tcp(name, NOT_STATED, more));
}

const basicOutbound: readonly ArticleRow[] = [
  tcp('AzureActiveDirectory', '80,443'),
  tcp('AzureMachineLearning', '443,8787,18881'),
  { endpoint: 'AzureMachineLearning', protocol: 'UDP', ports: '5831' },
  tcp('BatchNodeManagement.<region>', '443'),
  tcp('AzureResourceManager', '443'),
  tcp('Storage.<region>', '443'),
  tcp('AzureFrontDoor.FrontEnd', '443', { clouds: ['public', 'government'] }),
  tcp('MicrosoftContainerRegistry.<region>', '443', { edition: '2023-04-14' }),
  tcp('MicrosoftContainerRegistry', '443', { edition: '2026-03-19' }),
  tcp('Frontdoor.FirstParty', '443'),
  tcp('AzureMonitor', '443', { when: 'Azure Monitor is not secured' }),
  tcp('VirtualNetwork', '443', { edition: '2026-03-19', when: 'private endpoint' }),
];

const pythonPackages: readonly ArticleRow[] = [
  ...hosts(['anaconda.com', '*.anaconda.com', '*.anaconda.org', 'pypi.org']),
  ...hosts(['*.pythonhosted.org'], { when: 'package index overwritten' }),
  ...hosts(['pytorch.org', '*.pytorch.org', '*.tensorflow.org']),
];

const kubernetes: readonly ArticleRow[] = [
  tcp('*.kusto.windows.net', '443', { when: 'training and inference' }),
  tcp('*.table.core.windows.net', '443', { when: 'training and inference' }),
  tcp('*.queue.core.windows.net', '443', { when: 'training and inference' }),
  tcp('<your ACR name>.azurecr.io', '443', { when: 'training and inference' }),
  tcp('<your ACR name>.<region>.data.azurecr.io', '443', { when: 'training and inference' }),
  tcp('<your storage account name>.blob.core.windows.net', '443', { when: 'training and inference' }),
  tcp('<your workspace ID>.workspace.<region>.api.azureml.ms', '443', { when: 'training and inference' }),
  tcp('<region>.experiments.azureml.net', '443', { when: 'training and inference' }),
  tcp('<region>.api.azureml.ms', '443', { when: 'training and inference' }),
  tcp('pypi.org', '443', { when: 'training' }),
  tcp('archive.ubuntu.com', '80', { when: 'training' }),
  tcp('security.ubuntu.com', '80', { when: 'training' }),
  tcp('ppa.launchpad.net', '80', { when: 'training' }),
];

const vsCode: readonly ArticleRow[] = [
  ...hosts(['*.vscode.dev', '*.vscode-unpkg.net', '*.vscode-cdn.net', '*.vscodeexperiments.azureedge.net',
    'default.exp-tas.com', 'code.visualstudio.com', 'update.code.visualstudio.com', '*.vo.msecnd.net']),
  ...hosts(['vscode.download.prss.microsoft.com'], { edition: '2026-03-19' }),
  ...hosts(['marketplace.visualstudio.com', 'vscode.blob.core.windows.net', '*.gallerycdn.vsassets.io']),
  ...hosts(['raw.githubusercontent.com/microsoft/vscode-tools-for-ai/master/azureml_remote_websocket_server/*'],
    { edition: '2023-04-14' }),
  ...hosts(['https://github.com/microsoft/vscode-tools-for-ai/tree/master/azureml_remote_websocket_server/*'],
    { edition: '2026-03-19', when: 'interactive job' }),
  // Ports without a direction, a protocol or another side; the article's protocol is TCP unless it says otherwise.
  tcp('', '8704-8710', { edition: '2026-03-19' }),
];

// Who connects, in the article's order: components in the namespace azureml (4), the router (2), deployed models.
const inCluster: readonly ArticleRow[] = [
  { endpoint: 'API server', protocol: NOT_STATED, ports: NOT_STATED },
  { endpoint: 'azureml', protocol: NOT_STATED, ports: NOT_STATED },
  { endpoint: 'kube-dns', protocol: NOT_STATED, ports: NOT_STATED },
  { endpoint: 'konnectivity-agent', protocol: NOT_STATED, ports: NOT_STATED },
  tcp('deployed models', '5001', { when: 'inference' }),
  tcp('azureml-fe', '8000,8001,9001,11001,12001,12101,12201,20000', { when: 'inference' }),
  tcp('amlarc-identity-proxy', '9999', { when: 'inference' }),
];

const generalHosts: Record<CloudName, readonly ArticleRow[]> = {
  public: [
    tcp('login.microsoftonline.com', '80,443'),
    tcp('management.azure.com', '443'), // Azure portal
    tcp('management.azure.com', '443'), // Azure Resource Manager
  ],
  government: [
    tcp('login.microsoftonline.us', '80,443'),
    tcp('management.azure.us', '443'),
    tcp('management.usgovcloudapi.net', '443'),
  ],
  china: [
    tcp('login.chinacloudapi.cn', '80,443'),
    tcp('management.azure.cn', '443'),
    tcp('management.chinacloudapi.cn', '443'),
  ],
};

const machineLearningHosts: Record<CloudName, readonly ArticleRow[]> = {
  public: [
    tcp('ml.azure.com', '443'),
    tcp('*.azureml.ms', '443'),
    tcp('*.azureml.net', '443'),
    tcp('*.modelmanagement.azureml.net', '443'),
    tcp('*.notebooks.azure.net', '443'),
    tcp('<storage>.file.core.windows.net', '443,445'),
    tcp('<storage>.dfs.core.windows.net', '443'),
    tcp('<storage>.blob.core.windows.net', '443'),
    tcp('graph.microsoft.com', '443'),
    tcp('*.aznbcontent.net', '443'),
    tcp('automlresources-prod.azureedge.net', '443'),
    tcp('aka.ms', '443'),
  ],
  government: [
    tcp('ml.azure.us', '443'),
    tcp('*.ml.azure.us', '443'),
    tcp('*.modelmanagement.azureml.us', '443'),
    tcp('*.notebooks.usgovcloudapi.net', '443'),
    tcp('<storage>.file.core.usgovcloudapi.net', '443,445'),
    tcp('<storage>.dfs.core.usgovcloudapi.net', '443'),
    tcp('<storage>.blob.core.usgovcloudapi.net', '443'),
    tcp('graph.microsoft.us', '443'),
    tcp('*.aznbcontent.net', '443'),
  ],
  china: [
    tcp('studio.ml.azure.cn', '443'),
    tcp('*.ml.azure.cn', '443'),
    tcp('*.azureml.cn', '443'),
    tcp('*.modelmanagement.ml.azure.cn', '443'),
    tcp('*.notebooks.chinacloudapi.cn', '443'),
    tcp('<storage>.file.core.chinacloudapi.cn', '443,445'),
    tcp('<storage>.dfs.core.chinacloudapi.cn', '443'),
    tcp('<storage>.blob.core.chinacloudapi.cn', '443'),
    tcp('graph.chinacloudapi.cn', '443'),
    tcp('*.aznbcontent.net', '443'),
  ],
};

// The tip above the compute tables: ports 8787 and 18881 only with a private endpoint, the Key Vault host only with HBI.
const OWN_PORTS = { when: 'private endpoint, for 8787 and 18881' } as const;
const HBI = { when: 'hbi_workspace' } as const;
const computeHosts: Record<CloudName, readonly ArticleRow[]> = {
  public: [
    tcp('graph.windows.net', '443'),
    tcp('*.instances.azureml.net', '443'),
    tcp('*.instances.azureml.ms', '443,8787,18881', OWN_PORTS),
    { endpoint: '<region>.tundra.azureml.ms', protocol: 'UDP', ports: '5831' },
    { endpoint: '*.tundra.<region>.api.azureml.ms', protocol: 'UDP', ports: '5831', edition: '2026-03-19' },
    { endpoint: '*.<region>.batch.azure.com', protocol: 'ANY', ports: '443' },
    { endpoint: '*.<region>.service.batch.azure.com', protocol: 'ANY', ports: '443' },
    tcp('*.blob.core.windows.net', '443'),
    tcp('*.table.core.windows.net', '443'),
    tcp('*.queue.core.windows.net', '443'),
    tcp('<storage>.file.core.windows.net', '443,445'),
    tcp('<storage>.blob.core.windows.net', '443'),
    tcp('*.vault.azure.net', '443', HBI),
  ],
  government: [
    tcp('graph.windows.net', '443'),
    tcp('*.instances.azureml.us', '443'),
    tcp('*.instances.azureml.ms', '443,8787,18881', OWN_PORTS),
    { endpoint: '<region>.tundra.azureml.us', protocol: 'UDP', ports: '5831' },
    tcp('*.blob.core.usgovcloudapi.net', '443'),
    tcp('*.table.core.usgovcloudapi.net', '443'),
    tcp('*.queue.core.usgovcloudapi.net', '443'),
    tcp('<storage>.file.core.usgovcloudapi.net', '443,445'),
    tcp('<storage>.blob.core.usgovcloudapi.net', '443'),
    tcp('*.vault.usgovcloudapi.net', '443', HBI),
  ],
  china: [
    tcp('graph.chinacloudapi.cn', '443'),
    tcp('*.instances.azureml.cn', '443'),
    tcp('*.instances.azureml.ms', '443,8787,18881', OWN_PORTS),
    { endpoint: '<region>.tundra.azureml.cn', protocol: 'UDP', ports: '5831' },
    tcp('*.blob.core.chinacloudapi.cn', '443'),
    tcp('*.table.core.chinacloudapi.cn', '443'),
    tcp('*.queue.core.chinacloudapi.cn', '443'),
    tcp('<storage>.file.core.chinacloudapi.cn', '443,445'),
    tcp('<storage>.blob.core.chinacloudapi.cn', '443'),
    tcp('*.vault.azure.cn', '443', HBI),
  ],
};

/** The same rows in every cloud, as far as a row does not say otherwise. */
const UNDIVIDED: Partial<Record<ArticleSection, readonly ArticleRow[]>> = {
  // Source AzureMachineLearning, destination VirtualNetwork.
  'basic-inbound': [tcp('AzureMachineLearning', '44224', { when: 'compute has a public IP' })],
  'basic-outbound': basicOutbound,
  'recommended-images': [
    tcp('MicrosoftContainerRegistry.<region>', '443', { edition: '2023-04-14' }),
    tcp('MicrosoftContainerRegistry', '443', { edition: '2026-03-19' }),
    tcp('AzureFrontDoor.FirstParty', '443'),
  ],
  'python-packages': pythonPackages,
  'rstudio': [
    tcp('ghcr.io', '443'),
    tcp('pkg-containers.githubusercontent.com', '443'),
    ...hosts(['cloud.r-project.org']),
  ],
  // A route with the next hop Internet, for the tag or for its address ranges.
  'public-ip': [{ endpoint: 'AzureMachineLearning', protocol: 'ANY', ports: NOT_STATED, when: 'compute has a public IP' }],
  'storage-behind-firewall': [tcp('Storage.<region>', '445')],
  'hbi-workspace': hosts(['Keyvault.<region>'], { when: 'hbi_workspace' }),
  kubernetes,
  'in-cluster': inCluster,
  'vs-code': vsCode,
  'docker-images': [tcp('mcr.microsoft.com', '443'), tcp('*.data.mcr.microsoft.com', '443')],
  'monitoring': hosts(['dc.applicationinsights.azure.com', 'dc.applicationinsights.microsoft.com',
    'dc.services.visualstudio.com', '*.in.applicationinsights.azure.com'], { when: 'Azure Monitor is not secured' }),
};

/** The article prints one table for each cloud. */
const DIVIDED: Partial<Record<ArticleSection, Record<CloudName, readonly ArticleRow[]>>> = {
  'general-hosts': generalHosts,
  'machine-learning-hosts': machineLearningHosts,
  'compute-hosts': computeHosts,
};

/** The rows of one section, as an edition of the article prints them for one cloud. */
export function articleRows(section: ArticleSection, edition: EditionName, cloud: CloudName): readonly ArticleRow[] {
  const rows = DIVIDED[section]?.[cloud] ?? UNDIVIDED[section] ?? [];
  return rows
    .filter((row) => row.edition === undefined || row.edition === edition)
    .filter((row) => row.clouds === undefined || row.clouds.includes(cloud));
}
