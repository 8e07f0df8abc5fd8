import { Cloud } from '../azure/clouds';
import { CatalogSection } from '../requirements/catalog-section';
import { CatalogEntry, Condition, Row, section } from './entry';

/** The linked list, as of its date: an edition of the article does not state one for it. */
const SOURCE = { article: 'azure-arc/kubernetes/network-requirements', date: '2026-06-11', section: CatalogSection.AZURE_ARC } as const;

const CONNECT: Condition = { fact: 'arcClusterConnect', is: true };
const RBAC: Condition = { fact: 'arcAzureRbac', is: true };
const PORTAL: Condition = { fact: 'arcPortal', is: true };

const connection = { tcp: '443', capability: 'arc-connection', purpose: 'Connection of the cluster with Azure Arc' } as const;
const manager = { tcp: '443', capability: 'resource-manager', purpose: 'Azure Resource Manager, from the cluster' } as const;
const data = {
  tcp: '443', capability: 'cluster-extensions', purpose: 'Configuration and state of the cluster and its extensions',
} as const;
const signIn = { tcp: '443', capability: 'sign-in', purpose: 'Tokens of the agents for Azure Resource Manager' } as const;
const images = { tcp: '443', capability: 'arc-images', purpose: 'Images of the agents' } as const;
const identity = { tcp: '443', capability: 'arc-identity', purpose: 'Identity certificates of the cluster' } as const;
const remote = {
  tcp: '443', capability: 'arc-cluster-connect', purpose: 'Cluster Connect and custom locations', conditions: [CONNECT] as Condition[],
} as const;
const directory = {
  tcp: '443', capability: 'directory', purpose: 'Directory look-ups for Azure RBAC in the cluster', conditions: [RBAC] as Condition[],
} as const;
const portal = {
  tcp: '443', capability: 'arc-portal', purpose: 'The cluster in the Azure portal', conditions: [PORTAL] as Condition[],
} as const;
const onBehalf = { slot: 1364, tcp: '8084', capability: 'arc-cluster-connect', purpose: 'Cluster Connect on behalf of users' } as const;

/**
 * The relay host. The list asks for it with Cluster Connect and custom locations; the relay server of the Azure Machine
 * Learning extension, which runs on connected clusters, uses Azure Relay as well, so it is asked for always.
 */
const relay = {
  slot: 1350, tcp: '443', capability: 'arc-relay', purpose: 'Azure Relay, which the extension of Azure Machine Learning uses',
  notes: [
    'WebSocket connections must pass.',
    'The list names Cluster Connect and custom locations as the reason; that the relay server of the extension needs it is inferred.',
  ],
} as const;

/** Kubernetes that is connected to Azure Arc, in three clouds. */
export function azureArc(): CatalogEntry[] {
  return [
    ...section({ ...SOURCE, heading: 'Azure Cloud', clouds: [Cloud.PUBLIC] }, publicHosts()),
    ...section({ ...SOURCE, heading: 'Azure Government', clouds: [Cloud.GOVERNMENT] }, governmentHosts()),
    ...section({ ...SOURCE, heading: 'Microsoft Azure operated by 21Vianet', clouds: [Cloud.CHINA] }, chinaHosts()),
  ];
}

function publicHosts(): Row[] {
  const metrics = {
    tcp: '443', capability: 'arc-metrics', purpose: 'Metrics of Azure IoT Operations, the Secret Store extension and cert-manager',
    conditions: [{ fact: 'arcIotSecretStoreOrCertManager', is: true }] as Condition[],
  } as const;
  return [
    { id: 'azure-arc.resource-manager', slot: 652, host: 'management.azure.com', ...manager },
    { id: 'azure-arc.data-plane', slot: 1190, host: '<cluster-region>.dp.kubernetesconfiguration.azure.com', ...data },
    { id: 'azure-arc.sign-in', slot: 1136, host: 'login.microsoftonline.com', ...signIn },
    { id: 'azure-arc.sign-in-regional', slot: 1310, host: '<cluster-region>.login.microsoft.com', ...signIn },
    { id: 'azure-arc.sign-in-windows', slot: 1312, host: 'login.windows.net', ...signIn },
    { id: 'azure-arc.registry', slot: 900, host: 'mcr.microsoft.com', ...images },
    { id: 'azure-arc.registry-data', slot: 902, host: '*.data.mcr.microsoft.com', ...images },
    {
      id: 'azure-arc.kubectl', slot: 1320, host: 'dl.k8s.io', ...connection,
      purpose: 'Download of kubectl while the cluster is being connected',
      conditions: [{ fact: 'arcCliOnboarding', is: true }],
    },
    { id: 'azure-arc.identity-lookup', slot: 1330, host: 'gbl.his.arc.azure.com', ...identity },
    {
      id: 'azure-arc.identity', slot: 1332, host: '*.his.arc.azure.com', ...identity,
      notes: ['The names below the wildcard have short region codes, such as eus. No list of these codes is at hand.'],
    },
    { id: 'azure-arc.notifications', slot: 1340, host: 'guestnotificationservice.azure.com', ...remote },
    { id: 'azure-arc.notifications-subdomains', slot: 1342, host: '*.guestnotificationservice.azure.com', ...remote },
    { id: 'azure-arc.tokens', slot: 1344, host: 'sts.windows.net', ...remote },
    { id: 'azure-arc.relay', host: '*.servicebus.windows.net', ...relay },
    { id: 'azure-arc.directory', slot: 720, host: 'graph.microsoft.com', ...directory },
    { id: 'azure-arc.portal', slot: 1360, host: '*.arc.azure.net', ...portal },
    {
      id: 'azure-arc.on-behalf', host: '<cluster-region>.obo.arc.azure.com', ...onBehalf, conditions: [CONNECT, RBAC],
      notes: ['Until 2025-10-28 the list asked for it with Cluster Connect alone.'],
    },
    {
      id: 'azure-arc.extension-images', slot: 1366, host: 'linuxgeneva-microsoft.azurecr.io', ...images,
      purpose: 'Images of extensions of the cluster',
      isGapElsewhere: true,
      notes: [
        'In the list of public Azure since 2024-06-11, for clusters with extensions; that of Azure Machine Learning is one.',
        'The article does not say whether the lists of the other clouds leave it out on purpose.',
      ],
    },
    { id: 'azure-arc.metrics-control', slot: 1370, host: 'gcs.prod.monitoring.core.windows.net', ...metrics },
    { id: 'azure-arc.metrics', slot: 1372, host: '*.prod.microsoftmetrics.com', ...metrics },
    { id: 'azure-arc.metrics-hot', slot: 1374, host: '*.prod.hot.ingest.monitor.core.windows.net', ...metrics },
    { id: 'azure-arc.metrics-warm', slot: 1376, host: '*.prod.warm.ingest.monitor.core.windows.net', ...metrics },
  ];
}

function governmentHosts(): Row[] {
  return [
    { id: 'azure-arc.resource-manager-government', slot: 654, host: 'management.usgovcloudapi.net', ...manager },
    { id: 'azure-arc.data-plane-government', slot: 1190, host: '<cluster-region>.dp.kubernetesconfiguration.azure.us', ...data },
    { id: 'azure-arc.sign-in-government', slot: 1136, host: 'login.microsoftonline.us', ...signIn },
    { id: 'azure-arc.sign-in-regional-government', slot: 1310, host: '<cluster-region>.login.microsoftonline.us', ...signIn },
    { id: 'azure-arc.registry-government', slot: 900, host: 'mcr.microsoft.com', ...images },
    { id: 'azure-arc.registry-data-government', slot: 902, host: '*.data.mcr.microsoft.com', ...images },
    { id: 'azure-arc.identity-lookup-government', slot: 1330, host: 'gbl.his.arc.azure.us', ...identity },
    {
      id: 'azure-arc.identity-government', slot: 1332, host: 'usgv.his.arc.azure.us', ...identity,
      notes: ['One fixed host, whatever the region.'],
    },
    { id: 'azure-arc.notifications-government', slot: 1340, host: 'guestnotificationservice.azure.us', ...remote },
    { id: 'azure-arc.notifications-subdomains-government', slot: 1342, host: '*.guestnotificationservice.azure.us', ...remote },
    { id: 'azure-arc.tokens-government', slot: 1344, host: 'sts.windows.net', ...remote },
    { id: 'azure-arc.relay-government', host: '*.servicebus.usgovcloudapi.net', ...relay },
    {
      id: 'azure-arc.directory-government', slot: 1352, host: 'graph.microsoft.com', ...directory,
      notes: ['The list of this cloud gives the host of public Azure.'],
    },
    {
      id: 'azure-arc.on-behalf-government', host: 'usgovvirginia.obo.arc.azure.us', ...onBehalf, conditions: [CONNECT],
      notes: ['One fixed host, whatever the region.'],
    },
  ];
}

function chinaHosts(): Row[] {
  const proxy = { tcp: '443', capability: 'arc-images', purpose: 'Registry proxies in China' } as const;
  return [
    { id: 'azure-arc.resource-manager-china', slot: 654, host: 'management.chinacloudapi.cn', ...manager },
    { id: 'azure-arc.data-plane-china', slot: 1190, host: '<cluster-region>.dp.kubernetesconfiguration.azure.cn', ...data },
    { id: 'azure-arc.sign-in-china', slot: 1136, host: 'login.chinacloudapi.cn', ...signIn },
    { id: 'azure-arc.sign-in-regional-china', slot: 1310, host: '<cluster-region>.login.chinacloudapi.cn', ...signIn },
    { id: 'azure-arc.sign-in-partner-china', slot: 1314, host: 'login.partner.microsoftonline.cn', ...signIn },
    { id: 'azure-arc.registry-china', slot: 1316, host: 'mcr.azk8s.cn', ...images },
    { id: 'azure-arc.identity-lookup-china', slot: 1330, host: 'gbl.his.arc.azure.cn', ...identity },
    { id: 'azure-arc.identity-china', slot: 1332, host: '*.his.arc.azure.cn', ...identity },
    { id: 'azure-arc.notifications-china', slot: 1340, host: 'guestnotificationservice.azure.cn', ...remote },
    { id: 'azure-arc.notifications-subdomains-china', slot: 1342, host: '*.guestnotificationservice.azure.cn', ...remote },
    { id: 'azure-arc.tokens-china', slot: 1344, host: 'sts.chinacloudapi.cn', ...remote },
    { id: 'azure-arc.relay-china', host: '*.servicebus.chinacloudapi.cn', ...relay },
    { id: 'azure-arc.directory-china', slot: 720, host: 'graph.chinacloudapi.cn', ...directory },
    { id: 'azure-arc.portal-china', slot: 1360, host: '*.arc.azure.cn', ...portal },
    { id: 'azure-arc.on-behalf-china', host: '<cluster-region>.obo.arc.azure.cn', ...onBehalf, conditions: [CONNECT] },
    { id: 'azure-arc.proxy-quay', slot: 1380, host: 'quay.azk8s.cn', ...proxy },
    { id: 'azure-arc.proxy-kubernetes', slot: 1382, host: 'registryk8s.azk8s.cn', ...proxy },
    { id: 'azure-arc.proxy-google', slot: 1384, host: 'k8sgcr.azk8s.cn', ...proxy },
    { id: 'azure-arc.proxy-google-us', slot: 1386, host: 'usgcr.azk8s.cn', ...proxy },
    {
      id: 'azure-arc.proxy-docker', slot: 1388, host: 'dockerhub.azk8s.cn', ...proxy,
      notes: ['The list gives it with the path of an image after it.'],
    },
  ];
}
