import { Direction } from '../requirements/direction';
import { CatalogSection } from '../requirements/catalog-section';
import { STORAGE_ENDPOINT, STORAGE_IS_A_WAY_OUT } from './data-exfiltration';
import { CatalogEntry, NO_PORT, ONLY_2023, ONLY_2026, section } from './entry';

/** Hosts of Python packages. Source: the list that the article includes (ms.date 2023-06-12), equal in both editions. */
export function pythonPackages(): CatalogEntry[] {
  return section({
    section: CatalogSection.PYTHON_PACKAGES, heading: 'Recommended configuration for training and deploying models, Python packages',
    notes: [NO_PORT],
  }, [
    { id: 'python-packages.anaconda', slot: 500, host: 'anaconda.com', tcp: '443', purpose: 'Default packages of Anaconda' },
    { id: 'python-packages.anaconda-subdomains', slot: 502, host: '*.anaconda.com', tcp: '443', purpose: 'Default packages of Anaconda' },
    { id: 'python-packages.anaconda-org', slot: 504, host: '*.anaconda.org', tcp: '443', purpose: 'Repository data of Anaconda channels' },
    { id: 'python-packages.pypi', slot: 506, host: 'pypi.org', tcp: '443', purpose: 'Index of Python packages' },
    {
      id: 'python-packages.pythonhosted', slot: 508, host: '*.pythonhosted.org', tcp: '443', purpose: 'Files of Python packages',
      conditions: [{ fact: 'pythonIndexOverwritten', is: true }],
      notes: [
        'The article asks for it only when the package index is overwritten; the default index serves its files from there as well ' +
          '(inferred, not stated).',
      ],
    },
    { id: 'python-packages.pytorch', slot: 510, host: 'pytorch.org', tcp: '443', purpose: 'Examples based on PyTorch' },
    { id: 'python-packages.pytorch-subdomains', slot: 512, host: '*.pytorch.org', tcp: '443', purpose: 'Examples based on PyTorch' },
    { id: 'python-packages.tensorflow', slot: 514, host: '*.tensorflow.org', tcp: '443', purpose: 'Examples based on TensorFlow' },
  ]);
}

/** RStudio on a compute instance, and R packages. The article names the rule of the image hosts itself. */
export function rstudio(): CatalogEntry[] {
  const image = {
    slot: 540, tcp: '443', capability: 'rstudio', purpose: 'Image of RStudio', row: 'AllowRStudioInstall', ruleName: 'AllowRStudioInstall',
  } as const;
  return section({ section: CatalogSection.RSTUDIO, heading: 'Scenario: Install RStudio on compute instance' }, [
    { id: 'rstudio.ghcr', host: 'ghcr.io', ...image },
    { id: 'rstudio.ghcr-packages', host: 'pkg-containers.githubusercontent.com', ...image },
    {
      id: 'rstudio.cran', slot: 542, host: 'cloud.r-project.org', tcp: '443', capability: 'r-packages', purpose: 'R packages from CRAN',
      notes: [NO_PORT],
    },
  ]);
}

/**
 * Compute with a public IP address: traffic of the service must leave by the Internet and not by the firewall.
 * The open port itself is a row of the basic configuration. A leftover of the article asks for addresses of
 * BatchNodeManagement here too, but the section it points to names AzureMachineLearning only.
 */
export function publicIpCompute(): CatalogEntry[] {
  return section({
    section: CatalogSection.PUBLIC_IP_COMPUTE, heading: 'Scenario: Using compute cluster or compute instance with a public IP',
  }, [
    {
      id: 'public-ip-compute.route', slot: 150, tag: 'AzureMachineLearning', any: '0-65535', capability: 'compute-management',
      nextHopInternet: true,
      conditions: [{ fact: 'publicIp', is: true }],
      purpose: 'Answers to the service leave by the public IP address of the compute', row: 'User-defined route, next hop Internet',
      ruleName: 'AzureMachineLearning',
    },
  ]);
}

/** A firewall between Azure Machine Learning and the storage endpoints. */
export function storageFirewall(): CatalogEntry[] {
  return section({
    section: CatalogSection.STORAGE_FIREWALL, heading: 'Scenario: Firewall between Azure Machine Learning and Azure Storage endpoints',
  }, [
    {
      id: 'storage-firewall.smb', slot: 160, tag: 'Storage.<region>', tcp: '445', capability: 'storage',
      purpose: 'File shares of the workspace over SMB',
      dataExfiltration: STORAGE_IS_A_WAY_OUT, serviceEndpoint: STORAGE_ENDPOINT,
    },
  ]);
}

/** A workspace made with the `hbi_workspace` flag. */
export function hbiWorkspace(): CatalogEntry[] {
  return section({ section: CatalogSection.HBI_WORKSPACE, heading: 'Scenario: Workspace created with the hbi_workspace flag enabled' }, [
    {
      // The tag is misspelt in every edition that has this row; the tag list of Azure and the provider know AzureKeyVault only.
      id: 'hbi-workspace.key-vault', slot: 170, tag: 'AzureKeyVault.<region>', documentedAs: 'Keyvault.<region>', tcp: '443',
      capability: 'key-vault',
      conditions: [{ fact: 'hbi', is: true }],
      purpose: 'Key vault of the Azure Batch service behind the workspace', notes: [NO_PORT],
    },
  ]);
}

/** Visual Studio Code, installed on and connected to compute instances. */
export function vsCode(): CatalogEntry[] {
  const web = 'Visual Studio Code for the Web';
  const extensions = 'Extensions of Visual Studio Code, among them the one that connects to compute instances';
  const websocket = 'Websocket server that carries a connection to compute';
  return section({ section: CatalogSection.VS_CODE, heading: 'Scenario: Visual Studio Code' }, [
    { id: 'vs-code.web', slot: 560, host: '*.vscode.dev', tcp: '443', purpose: web, notes: [NO_PORT] },
    {
      id: 'vs-code.web-apex', slot: 562, host: 'vscode.dev', tcp: '443', purpose: web,
      article: 'code.visualstudio.com/docs/setup/network', date: '2025-11-12', heading: 'Common hostnames',
      notes: [NO_PORT, 'Not in the article, whose wildcard does not match the bare name.'],
    },
    { id: 'vs-code.unpkg', slot: 564, host: '*.vscode-unpkg.net', tcp: '443', purpose: web, notes: [NO_PORT] },
    { id: 'vs-code.cdn', slot: 566, host: '*.vscode-cdn.net', tcp: '443', purpose: web, notes: [NO_PORT] },
    { id: 'vs-code.experiments', slot: 568, host: '*.vscodeexperiments.azureedge.net', tcp: '443', purpose: web, notes: [NO_PORT] },
    { id: 'vs-code.default-experiments', slot: 570, host: 'default.exp-tas.com', tcp: '443', purpose: web, notes: [NO_PORT] },
    {
      id: 'vs-code.desktop', slot: 572, host: 'code.visualstudio.com', tcp: '443',
      purpose: 'Download of Visual Studio Code for the desktop',
      notes: [NO_PORT, 'Not needed for Visual Studio Code for the Web.'],
    },
    {
      id: 'vs-code.server', slot: 574, host: 'update.code.visualstudio.com', tcp: '443',
      purpose: 'Server part, installed on compute instances', notes: [NO_PORT],
    },
    {
      id: 'vs-code.server-cdn', slot: 576, host: '*.vo.msecnd.net', tcp: '443', purpose: 'Server part, installed on compute instances',
      notes: [NO_PORT],
    },
    {
      id: 'vs-code.download', slot: 578, host: 'vscode.download.prss.microsoft.com', tcp: '443', editions: ONLY_2026,
      purpose: 'Downloads of Visual Studio Code', notes: [NO_PORT],
    },
    { id: 'vs-code.marketplace', slot: 580, host: 'marketplace.visualstudio.com', tcp: '443', purpose: extensions, notes: [NO_PORT] },
    {
      id: 'vs-code.extensions-storage', slot: 582, host: 'vscode.blob.core.windows.net', tcp: '443', purpose: extensions, notes: [NO_PORT],
    },
    { id: 'vs-code.extensions-cdn', slot: 584, host: '*.gallerycdn.vsassets.io', tcp: '443', purpose: extensions, notes: [NO_PORT] },
    {
      id: 'vs-code.websocket-server-raw', slot: 586, tcp: '443', editions: ONLY_2023, purpose: websocket,
      url: 'raw.githubusercontent.com/microsoft/vscode-tools-for-ai/master/azureml_remote_websocket_server/*',
      ruleName: 'Allow-raw.githubusercontent.com-azureml-websocket-server', notes: [NO_PORT],
    },
    {
      id: 'vs-code.websocket-server', slot: 588, tcp: '443', editions: ONLY_2026, purpose: websocket,
      url: 'github.com/microsoft/vscode-tools-for-ai/tree/master/azureml_remote_websocket_server/*',
      documentedAs: 'https://github.com/microsoft/vscode-tools-for-ai/tree/master/azureml_remote_websocket_server/*',
      conditions: [{ fact: 'interactiveJobs', is: true }],
      ruleName: 'Allow-github.com-azureml-websocket-server', notes: [NO_PORT, 'Only for connections to an interactive job.'],
    },
    {
      id: 'vs-code.server-ports', slot: 590, unspecified: true, tcp: '8704-8710', editions: ONLY_2026, direction: Direction.INBOUND,
      row: 'Ports',
      purpose: 'Server part on the compute, which takes the first free port', ruleName: 'Allow-vs-code-server-Tcp-8704',
      notes: [
        'The article gives the ports alone. TCP is its default. The catalog assumes inbound, because the server listens there. ' +
          'The article does not say who connects.',
      ],
    },
  ]);
}
