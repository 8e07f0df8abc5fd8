/**
 * What is true of the network that Azure manages for a workspace (isolation mode AllowOnlyApprovedOutbound).
 */

/** A rule that Azure adds to every such network by itself. */
export interface ManagedNetworkSystemTag {
  readonly serviceTag: string;
  readonly protocol: 'TCP' | 'UDP' | '*';
  /** Undefined: all ports. */
  readonly ports?: readonly number[];
  /** Whether the rule has the regional form of the tag, for the region of the workspace. */
  readonly isRegional: boolean;
}

/**
 * Source: the rule objects of a workspace in public Azure (sample output of azure_rm_ml_workspace_info, azure.azcollection
 * 3.15.0). The table of the article how-to-managed-network (ms.date 2025-05-23) names the same tags, without ports, and
 * differs in this: BatchNodeManagement with the region and MicrosoftContainerRegistry without it; port 18881 of
 * AzureMachineLearning in prose, and AzureMonitor only where it is not secured. The objects are followed, because they say
 * what is open. Neither has port 8787 of AzureMachineLearning, Storage or AzureFrontDoor.Frontend.
 */
export const MANAGED_NETWORK_SYSTEM_TAGS: readonly ManagedNetworkSystemTag[] = [
  { serviceTag: 'AzureMonitor', protocol: 'TCP', ports: [443], isRegional: false },
  { serviceTag: 'AzureResourceManager', protocol: 'TCP', ports: [443], isRegional: false },
  { serviceTag: 'MicrosoftContainerRegistry', protocol: 'TCP', ports: [443], isRegional: true },
  { serviceTag: 'VirtualNetwork', protocol: '*', isRegional: false },
  { serviceTag: 'BatchNodeManagement', protocol: 'TCP', ports: [443], isRegional: false },
  { serviceTag: 'AzureActiveDirectory', protocol: 'TCP', ports: [80, 443], isRegional: false },
  { serviceTag: 'AzureFrontDoor.FirstParty', protocol: '*', isRegional: false },
  { serviceTag: 'AzureMachineLearning', protocol: 'TCP', ports: [443], isRegional: false },
  { serviceTag: 'AzureMachineLearning', protocol: 'UDP', ports: [5831], isRegional: false },
];

/** Name of the rule that Azure adds, as in the same objects: `__SYS_ST_MicrosoftContainerRegistry.westus3_TCP`. */
export function systemRuleName({ serviceTag, protocol, isRegional }: ManagedNetworkSystemTag, region: string): string {
  return `__SYS_ST_${serviceTag}${isRegional ? `.${region}` : ''}${protocol === '*' ? '' : `_${protocol}`}`;
}

/**
 * Service tags that a rule can have, in this case and without a region.
 * Source: azurerm 4.55, machine_learning_workspace_network_outbound_rule_service_tag, argument `service_tag`.
 */
export const MANAGED_NETWORK_TAGS: readonly string[] = [
  'AppConfiguration', 'AppService', 'AppServiceManagement', 'AutonomousDevelopmentPlatform', 'AzureActiveDirectory',
  'AzureActiveDirectoryDomainServices', 'AzureAdvancedThreatProtection', 'AzureArcInfrastructure', 'AzureAttestation', 'AzureBackup',
  'AzureBotService', 'AzureCloud', 'AzureConnectors', 'AzureContainerAppsService', 'AzureContainerRegistry', 'AzureCosmosDB',
  'AzureDataLake', 'AzureDatabricks', 'AzureDevSpaces', 'AzureDeviceUpdate', 'AzureEventGrid', 'AzureFrontDoor.Backend',
  'AzureFrontDoor.FirstParty', 'AzureFrontDoor.Frontend', 'AzureHealthcareAPIs', 'AzureInformationProtection', 'AzureIoTHub',
  'AzureKeyVault', 'AzureLoadBalancer', 'AzureMachineLearning', 'AzureManagedGrafana', 'AzureMonitor', 'AzureOpenDatasets',
  'AzurePlatformDNS', 'AzurePlatformIMDS', 'AzurePlatformLKM', 'AzureResourceManager', 'AzureSignalR', 'AzureSiteRecovery', 'AzureSphere',
  'AzureSpringCloud', 'AzureStack', 'AzureUpdateDelivery', 'AzureWebPubSub', 'BatchNodeManagement', 'ChaosStudio',
  'CognitiveServicesFrontend', 'CognitiveServicesManagement', 'DataFactory', 'DataFactoryManagement', 'Dynamics365BusinessCentral',
  'Dynamics365ForMarketingEmail', 'EOPExternalPublishedIPs', 'EventHub', 'GuestAndHybridManagement', 'Internet', 'LogicApps',
  'M365ManagementActivityApi', 'Marketplace', 'MicrosoftAzureFluidRelay', 'MicrosoftCloudAppSecurity', 'MicrosoftContainerRegistry',
  'MicrosoftDefenderForEndpoint', 'PowerBI', 'PowerPlatformInfra', 'PowerQueryOnline', 'ServiceBus', 'ServiceFabric', 'Sql',
  'SqlManagement', 'Storage', 'StorageSyncService', 'VirtualNetwork', 'WindowsAdminCenter', 'WindowsVirtualDesktop',
];

/** Ports of an FQDN rule, which has no ports of its own. Source: how-to-managed-network, ms.date 2025-05-23. */
export const MANAGED_NETWORK_FQDN_PORTS: readonly number[] = [80, 443];

/** Hosts of storage accounts that the same article asks to open with FQDN rules, for Visual Studio Code. */
export const LISTED_STORAGE_HOSTS: readonly string[] = ['vscode.blob.core.windows.net'];
