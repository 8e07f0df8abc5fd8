import { isBelow } from './host-domains';

/**
 * What can be at the addresses of a service tag.
 *
 * Tags of services whose endpoints are Microsoft's own hold no host of anybody else. Behind others anybody can put content, under a
 * host name of their own: a rule for them is a way out for data.
 * Source: service tags overview, ms.date 2025-07-15, purpose of each tag; what these services are, from their own overviews.
 */
const OWN_ENDPOINTS: ReadonlySet<string> = new Set([
  'AzureActiveDirectory', // sign-in with Microsoft Entra ID
  'AzureResourceManager', // management of Azure resources
  'BatchNodeManagement', // nodes of Azure Batch and its control plane
  'MicrosoftContainerRegistry', // images that Microsoft publishes
  'AzureMonitor', // ingestion of logs and metrics, names of Azure's own only
  'AzureFrontDoor.FirstParty', // front door for Microsoft's own services
  'AzureMachineLearning', // control plane; names of Azure's own only
  'GuestAndHybridManagement', // Azure Automation and guest configuration
  'AzureArcInfrastructure', // control plane of Azure Arc
]);

/** Whether only Microsoft's own endpoints have the addresses of a tag. */
export function hasOwnEndpointsOnly(globalTag: string): boolean {
  return OWN_ENDPOINTS.has(globalTag);
}

/** Parts of the domains that Microsoft's own services answer under, in all clouds. A host with none of them is somebody else's. */
const MICROSOFT = [
  'microsoft', 'azure', 'windows', 'msft', 'msauth', 'msidentity', 'msecnd', 'live.com', 'office', 'outlook', 'visualstudio', 'vsassets',
  'vscode', 'chinacloud', 'usgovcloud', 'trafficmanager', 'usgovtrafficmanager', 'aka.ms', 'applicationinsights', 'github', 'nuget',
  'powershellgallery', 'msedge', 'bing', 'sharepoint', '.ms',
];

/** Whether a host may be one of Microsoft's own. */
export function mayBeMicrosofts(host: string): boolean {
  const name = host.toLowerCase();
  return !/^[a-z0-9*.-]+$/.test(name) || name === '*' || MICROSOFT.some((part) => name.includes(part));
}

/**
 * Domains below which a host can be at a private endpoint of the user, so that it is not public for certain.
 * Source: private endpoint DNS zone values, public forwarders, for the services that a workspace uses.
 */
const PRIVATE_LINK = [
  'core.windows.net', 'core.usgovcloudapi.net', 'core.chinacloudapi.cn', 'storage.azure.net', 'vault.azure.net', 'vault.usgovcloudapi.net',
  'vault.azure.cn', 'vaultcore.azure.net', 'azurecr.io', 'azurecr.us', 'azurecr.cn', 'azureml.ms', 'ml.azure.us', 'ml.azure.cn',
  'notebooks.azure.net', 'notebooks.usgovcloudapi.net', 'notebooks.chinacloudapi.cn', 'ml.azure.com', 'azmk8s.io', 'monitor.azure.com',
  'opinsights.azure.com', 'azure-automation.net', 'servicebus.windows.net', 'database.windows.net', 'azurewebsites.net',
  'management.azure.com', 'his.arc.azure.com', 'guestconfiguration.azure.com', 'dp.kubernetesconfiguration.azure.com',
];

/** Whether Azure has private endpoints for hosts of this name. */
export function hasPrivateLink(host: string): boolean {
  return PRIVATE_LINK.some((domain) => isBelow(host, domain));
}
