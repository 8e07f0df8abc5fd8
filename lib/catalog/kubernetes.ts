import { Cloud } from '../azure/clouds';
import { Direction } from '../requirements/direction';
import { CatalogSection } from '../requirements/catalog-section';
import { LOG_STORAGE_IS_A_WAY_OUT } from './data-exfiltration';
import { CatalogEntry, Condition, section } from './entry';

const PUBLIC_NAMES: readonly Cloud[] = [Cloud.PUBLIC];
const PUBLIC_NAMES_NOTE = 'The table of this section gives the name of public Azure only.';
/** The article's own tables have these hosts of the other clouds for the same need. */
const STORAGE_HOSTS = ['hosts.compute-storage-blob-government', 'hosts.compute-storage-blob-china'];
const LOG_TABLES = ['hosts.microsoft-table-government', 'hosts.microsoft-table-china'];
const LOG_QUEUES = ['hosts.microsoft-queue-government', 'hosts.microsoft-queue-china'];
const API_HOSTS = ['hosts.api-government', 'hosts.api-china', 'hosts.api-azureml-china'];
const TRAINING: readonly Condition[] = [{ fact: 'kubernetesTraining', is: true }];
const INFERENCE: readonly Condition[] = [{ fact: 'kubernetesInference', is: true }];
const NO_PORTS = 'The article states neither protocol nor port, so none is excluded.';

/** Outbound URLs of Azure Machine Learning on Kubernetes, with the columns for training and inference as conditions. */
export function kubernetes(): CatalogEntry[] {
  const azure = { clouds: PUBLIC_NAMES, notes: [PUBLIC_NAMES_NOTE], isGapElsewhere: true } as const;
  const logs = 'System logs of the extension';
  // The rule serves another section too, which asks for the same hosts.
  const microsoftStorage = 'Storage that Microsoft manages: logs of the extension, Azure Batch';
  const registry = 'Images of workloads, from the registry of the workspace';
  const api = 'Azure Machine Learning from the cluster';
  const patches = { tcp: '80', capability: 'os-patches', conditions: TRAINING, purpose: 'Security patches in training images' } as const;
  return section({ section: CatalogSection.KUBERNETES, heading: 'Scenario: Use Kubernetes compute' }, [
    { id: 'kubernetes.kusto', slot: 600, host: '*.kusto.windows.net', tcp: '443', capability: 'system-logs', purpose: logs, ...azure },
    {
      id: 'kubernetes.logs-table', slot: 836, host: '*.table.core.windows.net', tcp: '443', capability: 'system-logs',
      purpose: microsoftStorage, ...azure, elsewhere: LOG_TABLES, dataExfiltration: LOG_STORAGE_IS_A_WAY_OUT,
    },
    {
      id: 'kubernetes.logs-queue', slot: 838, host: '*.queue.core.windows.net', tcp: '443', capability: 'system-logs',
      purpose: microsoftStorage, ...azure, elsewhere: LOG_QUEUES, dataExfiltration: LOG_STORAGE_IS_A_WAY_OUT,
    },
    {
      id: 'kubernetes.registry', slot: 606, host: '<registry>.azurecr.io', documentedAs: '<your ACR name>.azurecr.io',
      tcp: '443', capability: 'container-registry', purpose: registry, ...azure,
    },
    {
      id: 'kubernetes.registry-data', slot: 608, host: '<registry>.<region>.data.azurecr.io',
      documentedAs: '<your ACR name>.<region>.data.azurecr.io',
      tcp: '443', capability: 'container-registry', purpose: registry, ...azure,
    },
    {
      id: 'kubernetes.storage', slot: 718, host: '<storage>.blob.core.windows.net',
      documentedAs: '<your storage account name>.blob.core.windows.net',
      tcp: '443', capability: 'storage', purpose: 'Scripts, data and models; logs and outputs of jobs', ...azure, elsewhere: STORAGE_HOSTS,
    },
    {
      id: 'kubernetes.workspace-api', slot: 612, host: '<workspace-id>.workspace.<region>.api.azureml.ms',
      documentedAs: '<your workspace ID>.workspace.<region>.api.azureml.ms',
      tcp: '443', capability: 'control-plane', purpose: api, ...azure, elsewhere: API_HOSTS,
    },
    {
      id: 'kubernetes.experiments', slot: 614, host: '<region>.experiments.azureml.net', tcp: '443', capability: 'control-plane',
      purpose: api, ...azure, elsewhere: API_HOSTS,
    },
    {
      id: 'kubernetes.api', slot: 616, host: '<region>.api.azureml.ms', tcp: '443', capability: 'control-plane', purpose: api, ...azure,
      elsewhere: API_HOSTS,
    },
    {
      id: 'kubernetes.pypi', slot: 506, host: 'pypi.org', tcp: '443', capability: 'python-packages', conditions: TRAINING,
      purpose: 'Python packages of training jobs',
    },
    { id: 'kubernetes.ubuntu-archive', slot: 620, host: 'archive.ubuntu.com', ...patches },
    { id: 'kubernetes.ubuntu-security', slot: 622, host: 'security.ubuntu.com', ...patches },
    { id: 'kubernetes.launchpad', slot: 624, host: 'ppa.launchpad.net', ...patches },
  ]);
}

/** Communication inside the cluster. It never leaves it, so network security groups, firewalls and routes do not carry it. */
export function inCluster(): CatalogEntry[] {
  const components = 'components in the namespace azureml';
  return section({ section: CatalogSection.IN_CLUSTER, heading: 'In-cluster communication requirements', capability: 'in-cluster' }, [
    {
      id: 'in-cluster.api-server', slot: 1000, subject: components, pods: 'Kubernetes API server', tcp: '0-65535',
      purpose: 'Components of the extension use the Kubernetes API', notes: ['The article states no port.'],
    },
    {
      id: 'in-cluster.namespace', slot: 1002, subject: components, pods: 'pods in the namespace azureml', any: '0-65535',
      purpose: 'Components of the extension reach each other', notes: [NO_PORTS],
    },
    {
      id: 'in-cluster.kube-dns', slot: 1004, subject: components, pods: 'kube-dns in the namespace kube-system', any: '0-65535',
      purpose: 'Name resolution', notes: [NO_PORTS],
    },
    {
      id: 'in-cluster.konnectivity-agent', slot: 1006, subject: components, pods: 'konnectivity-agent in the namespace kube-system',
      any: '0-65535',
      purpose: 'Tunnel between the nodes and the control plane', notes: [NO_PORTS],
    },
    {
      id: 'in-cluster.router-to-models', slot: 1008, subject: 'azureml-fe pods', pods: 'pods of deployed models, in other namespaces',
      tcp: '5001',
      conditions: INFERENCE, purpose: 'The router passes requests on to models',
    },
    {
      id: 'in-cluster.router-internal', slot: 1010, direction: Direction.INBOUND, subject: 'azureml-fe pods', pods: 'azureml-fe pods',
      tcp: '8000,8001,9001,11001,12001,12101,12201,20000', conditions: INFERENCE, purpose: 'Ports that the router uses internally',
    },
    {
      id: 'in-cluster.models-to-identity-proxy', slot: 1012, subject: 'pods of deployed models', pods: 'amlarc-identity-proxy pods',
      tcp: '9999',
      conditions: INFERENCE, purpose: 'Models sign in through the identity proxy',
    },
  ]);
}
