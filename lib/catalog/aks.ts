import { Cloud } from '../azure/clouds';
import { CatalogSection } from '../requirements/catalog-section';
import { CatalogEntry, Condition, Row, section } from './entry';

/** The linked list, as of its date: an edition of the article does not state one for it. */
const SOURCE = { article: 'aks/outbound-rules-control-egress', date: '2026-06-18' } as const;

const PUBLIC: readonly Cloud[] = [Cloud.PUBLIC];
const GOVERNMENT: readonly Cloud[] = [Cloud.GOVERNMENT];
const CHINA: readonly Cloud[] = [Cloud.CHINA];

/** Headings of the lists of each cloud. */
const HEADING: Readonly<Record<Cloud, string>> = {
  [Cloud.PUBLIC]: 'Azure Global', [Cloud.GOVERNMENT]: 'Azure US Government', [Cloud.CHINA]: 'Microsoft Azure operated by 21Vianet',
};

const NOT_PRIVATE: Condition = { fact: 'aksPrivateCluster', is: false };
const NO_KONNECTIVITY: Condition = { fact: 'aksKonnectivityAgent', is: false };
const NO_EXCEPTION =
  'The list of this cloud makes no exception for private clusters and for konnectivity-agent, as that of public Azure does.';

/** The tag of Azure Firewall that stands for the hosts of public Azure, and what is known of it. */
const FQDN_TAG = 'AzureKubernetesService';
const FQDN_TAG_DOUBT = `The FQDN tag ${FQDN_TAG} covers this host according to the article aks/limit-egress-traffic ` +
  '(ms.date 2023-12-05), which says that it covers all hosts ' +
  'of the list. Its own list is not published, and reports name hosts that it did not have (azure-docs issue 110914, AKS issue 2215, ' +
  'aks-baseline issues 289 and 457).';

/** Azure Kubernetes Service itself: the way of nodes to their control plane, and what they download. */
export function aks(): CatalogEntry[] {
  return [...network(), ...hosts(), ...optionalHosts()];
}

/**
 * Network rules. The list leaves the choice between any address, the tag of the region, and the address of the API server;
 * the narrowest one that is known is taken.
 */
function network(): CatalogEntry[] {
  const tunnel = { capability: 'cluster-tunnel', purpose: 'Tunnel between the nodes and the control plane of the cluster' } as const;
  const ways: { id: string; slots: [tag: number, address: number]; ports: Pick<Row, 'tcp' | 'udp'>; clouds?: readonly Cloud[] }[] = [
    { id: 'udp', slots: [1102, 1110], ports: { udp: '1194' } },
    { id: 'tcp', slots: [1104, 1112], ports: { tcp: '9000' } },
    { id: 'ssh', slots: [1106, 1114], ports: { tcp: '22' }, clouds: CHINA },
  ];
  const rows = (known: boolean, cloud: Cloud): Row[] => ways
    .filter(({ clouds }) => clouds === undefined || clouds.includes(cloud))
    .map(({ id, slots, ports }) => ({
      id: `aks.tunnel-${known ? 'address-' : ''}${id}${suffixOf(cloud)}`,
      slot: slots[known ? 1 : 0], ...(known ? { address: '<api-server>' } : { tag: 'AzureCloud.<cluster-region>' }), ...ports, ...tunnel,
      row: Object.entries(ports).map(([protocol, port]) => `${protocol.toUpperCase()}:${port}`).join(),
      conditions: [{ fact: 'aksApiServerAddress', is: known }, ...(cloud === Cloud.PUBLIC ? [NOT_PRIVATE, NO_KONNECTIVITY] : [])],
      ...(cloud === Cloud.PUBLIC ? {} : { notes: [NO_EXCEPTION] }),
    }));
  return [Cloud.PUBLIC, Cloud.GOVERNMENT, Cloud.CHINA].flatMap((cloud) => section({
    ...SOURCE, section: CatalogSection.AKS, clouds: [cloud], heading: `${HEADING[cloud]} required network rules`,
  }, [
    ...rows(false, cloud), ...rows(true, cloud),
    {
      id: `aks.time${suffixOf(cloud)}`, slot: 1116, host: 'ntp.ubuntu.com', udp: '123', capability: 'time', purpose: 'Time of Linux nodes',
      conditions: cloud === Cloud.PUBLIC ? [{ fact: 'aksNodesBeforeApril2021', is: true }] : [],
    },
    {
      id: `aks.custom-dns${suffixOf(cloud)}`, slot: 1118, address: '<dns-server>', udp: '53', capability: 'name-resolution',
      purpose: 'DNS servers of your own',
      row: 'CustomDNSIP:53', ruleName: 'Allow-Custom-Dns-Udp-53', conditions: [{ fact: 'aksCustomDnsServers', is: true }],
    },
    {
      id: `aks.api-server${suffixOf(cloud)}`, slot: 1120, address: '<api-server>', tcp: '443', capability: 'cluster-api',
      purpose: 'Pods that call the API server by its address',
      row: 'APIServerPublicIP:443',
      conditions: [{ fact: 'aksPodsCallApiServer', is: true }, ...(cloud === Cloud.PUBLIC ? [NOT_PRIVATE] : [])],
      notes: ['Not needed for pods with the annotation kubernetes.azure.com/set-kube-service-host-fqdn.'],
    },
  ]));
}

function suffixOf(cloud: Cloud): string {
  return cloud === Cloud.PUBLIC ? '' : `-${cloud}`;
}

/** Host names that every cluster needs. Those of public Azure are also behind an FQDN tag. */
function hosts(): CatalogEntry[] {
  const api = { tcp: '443', capability: 'cluster-api', purpose: 'Nodes and the API server of the cluster' } as const;
  const images = { tcp: '443', capability: 'microsoft-images', purpose: 'Container images that Microsoft provides' } as const;
  const manager = { tcp: '443', capability: 'resource-manager', purpose: 'Azure Resource Manager, from the cluster' } as const;
  const signIn = { tcp: '443', capability: 'sign-in', purpose: 'Sign-in of the cluster with Microsoft Entra ID' } as const;
  const binaries = { tcp: '443', capability: 'cluster-binaries', purpose: 'Programs that nodes need' } as const;
  const section_ = (cloud: Cloud): Parameters<typeof section>[0] => ({
    ...SOURCE, section: CatalogSection.AKS, clouds: [cloud], heading: `${HEADING[cloud]} required FQDN / application rules`,
    ...(cloud === Cloud.PUBLIC ? { fqdnTag: FQDN_TAG } : {}),
  });
  return [
    ...section(section_(Cloud.PUBLIC), withDoubt([
      { id: 'aks.api', slot: 1130, host: '*.hcp.<cluster-region>.azmk8s.io', ...api, conditions: [NOT_PRIVATE] },
      { id: 'aks.registry', slot: 900, host: 'mcr.microsoft.com', ...images },
      { id: 'aks.registry-data', slot: 902, host: '*.data.mcr.microsoft.com', ...images },
      {
        id: 'aks.registry-edge', slot: 1134, host: 'mcr-0001.mcr-msedge.net', ...images, notBehindFqdnTag: true,
        notes: ['In the list since 2024-06-14, which is after the article on the tag.'],
      },
      { id: 'aks.resource-manager', slot: 652, host: 'management.azure.com', ...manager },
      { id: 'aks.sign-in', slot: 1136, host: 'login.microsoftonline.com', ...signIn },
      { id: 'aks.packages', slot: 1138, host: 'packages.microsoft.com', ...binaries },
      {
        id: 'aks.binaries', slot: 1140, host: 'acs-mirror.azureedge.net', ...binaries,
        notes: ['Being replaced by packages.aks.azure.com; retired on 2025-05-31 (AKS issue 4792), and still in the list.'],
      },
      { id: 'aks.binaries-new', slot: 1142, host: 'packages.aks.azure.com', ...binaries },
    ])),
    ...section(section_(Cloud.GOVERNMENT), [
      { id: 'aks.api-government', slot: 1130, host: '*.hcp.<cluster-region>.cx.aks.containerservice.azure.us', ...api },
      { id: 'aks.registry-government', slot: 900, host: 'mcr.microsoft.com', ...images },
      { id: 'aks.registry-data-government', slot: 902, host: '*.data.mcr.microsoft.com', ...images },
      { id: 'aks.resource-manager-government', slot: 654, host: 'management.usgovcloudapi.net', ...manager },
      { id: 'aks.sign-in-government', slot: 1136, host: 'login.microsoftonline.us', ...signIn },
      { id: 'aks.packages-government', slot: 1138, host: 'packages.microsoft.com', ...binaries },
      {
        id: 'aks.binaries-government', slot: 1140, host: 'acs-mirror.azureedge.net', ...binaries,
        notes: ['Being replaced by packages.aks.azure.com.'],
      },
      { id: 'aks.binaries-new-government', slot: 1142, host: 'packages.aks.azure.com', ...binaries },
    ]),
    ...section(section_(Cloud.CHINA), [
      { id: 'aks.api-china', slot: 1130, host: '*.hcp.<cluster-region>.cx.prod.service.azk8s.cn', ...api },
      { id: 'aks.api-tunnel-china', slot: 1132, host: '*.tun.<cluster-region>.cx.prod.service.azk8s.cn', ...api },
      { id: 'aks.registry-china', slot: 900, host: 'mcr.microsoft.com', ...images },
      { id: 'aks.registry-data-china', slot: 902, host: '*.data.mcr.microsoft.com', ...images },
      { id: 'aks.resource-manager-china', slot: 654, host: 'management.chinacloudapi.cn', ...manager },
      { id: 'aks.sign-in-china', slot: 1136, host: 'login.chinacloudapi.cn', ...signIn },
      { id: 'aks.packages-china', slot: 1138, host: 'packages.microsoft.com', ...binaries },
      { id: 'aks.binaries-china', slot: 1144, host: '*.azk8s.cn', ...binaries },
      { id: 'aks.registry-cache-china', slot: 1146, host: 'mcr.azure.cn', ...images },
      { id: 'aks.registry-cache-data-china', slot: 1148, host: '*.data.mcr.azure.cn', ...images },
    ]),
  ];
}

function withDoubt(rows: readonly Row[]): Row[] {
  return rows.map((row) => (row.notBehindFqdnTag ? row : { ...row, notes: [FQDN_TAG_DOUBT, ...(row.notes ?? [])] }));
}

/** Host names that depend on the nodes; one list for all clouds. They are not counted as behind the FQDN tag. */
function optionalHosts(): CatalogEntry[] {
  const patches = { capability: 'os-patches', purpose: 'Security patches of Ubuntu nodes' } as const;
  const drivers = { tcp: '443', capability: 'gpu-drivers', purpose: 'Drivers and container tools of GPU nodes' } as const;
  const windows = { capability: 'windows-nodes', purpose: 'Components of Windows nodes' } as const;
  return [
    ...section({
      ...SOURCE, section: CatalogSection.AKS, heading: 'Optional recommended FQDN / application rules for AKS clusters',
      conditions: [{ fact: 'aksUbuntuPatches', is: true }],
    }, [
      { id: 'aks.ubuntu-security', slot: 622, host: 'security.ubuntu.com', tcp: '80', ...patches },
      { id: 'aks.ubuntu-archive', slot: 1160, host: 'azure.archive.ubuntu.com', tcp: '80', ...patches },
      { id: 'aks.ubuntu-changelogs', slot: 1162, host: 'changelogs.ubuntu.com', tcp: '80', ...patches },
      { id: 'aks.ubuntu-snapshot', slot: 1164, host: 'snapshot.ubuntu.com', tcp: '443', ...patches },
    ]),
    ...section({
      ...SOURCE, section: CatalogSection.AKS, heading: 'GPU enabled AKS clusters required FQDN / application rules',
      conditions: [{ fact: 'aksGpuNodes', is: true }],
    }, [
      { id: 'aks.nvidia-packages', slot: 1170, host: 'nvidia.github.io', ...drivers },
      { id: 'aks.nvidia-drivers', slot: 1172, host: 'us.download.nvidia.com', ...drivers },
      { id: 'aks.docker-packages', slot: 1174, host: 'download.docker.com', ...drivers },
    ]),
    ...section({
      ...SOURCE, section: CatalogSection.AKS, heading: 'Windows Server based node pools required FQDN / application rules',
      conditions: [{ fact: 'aksWindowsNodes', is: true }],
    }, [
      { id: 'aks.windows-packages', slot: 1180, host: 'onegetcdn.azureedge.net', tcp: '443', ...windows },
      { id: 'aks.windows-links', slot: 1182, host: 'go.microsoft.com', tcp: '443', ...windows },
      { id: 'aks.windows-store', slot: 1184, host: '*.mp.microsoft.com', tcp: '80', ...windows },
      { id: 'aks.windows-connectivity', slot: 1186, host: 'www.msftconnecttest.com', tcp: '80', ...windows },
      { id: 'aks.windows-certificates', slot: 1188, host: 'ctldl.windowsupdate.com', tcp: '80', ...windows },
    ]),
  ];
}

/**
 * Cluster extensions, to which the article links. That the extension of Azure Machine Learning needs the first three rows and
 * none of the Marketplace's is inferred: it is an extension of Microsoft's own, and the list does not say which needs which.
 */
export function aksExtensions(): CatalogEntry[] {
  const data = {
    slot: 1190, tcp: '443', capability: 'cluster-extensions', purpose: 'Configuration and state of cluster extensions',
    row: 'Data plane of cluster extensions',
  } as const;
  const images = {
    tcp: '443', capability: 'microsoft-images', purpose: 'Images of the agents of cluster extensions',
    clouds: [Cloud.PUBLIC, Cloud.GOVERNMENT] as Cloud[],
  } as const;
  const noList = 'Azure operated by 21Vianet has no list for cluster extensions.';
  const marketplace = { tcp: '443', capability: 'marketplace-extensions', clouds: PUBLIC } as const;
  const regions: [region: string, slot: number][] = [
    ['centralindia', 1204], ['japaneast', 1206], ['westus2', 1208], ['westeurope', 1210], ['eastus', 1212],
  ];
  return [
    ...section({ ...SOURCE, section: CatalogSection.AKS_EXTENSIONS, heading: 'Cluster extensions' }, [
      {
        id: 'aks-extensions.data-plane', host: '<cluster-region>.dp.kubernetesconfiguration.azure.com', clouds: PUBLIC, ...data,
        notes: [noList], isGapElsewhere: true,
      },
      {
        id: 'aks-extensions.data-plane-government', host: '<cluster-region>.dp.kubernetesconfiguration.azure.us', clouds: GOVERNMENT,
        ...data,
      },
      { id: 'aks-extensions.registry', slot: 900, host: 'mcr.microsoft.com', ...images },
      { id: 'aks-extensions.registry-data', slot: 902, host: '*.data.mcr.microsoft.com', ...images },
    ]),
    ...section({
      ...SOURCE, section: CatalogSection.AKS_EXTENSIONS, heading: 'Cluster extensions, Marketplace',
      conditions: [{ fact: 'aksMarketplaceExtensions', is: true }],
    }, [
      {
        id: 'aks-extensions.marketplace-registry', slot: 1202, host: 'arcmktplaceprod.azurecr.io', ...marketplace,
        purpose: 'Images of Marketplace extensions',
      },
      ...regions.map(([region, slot]) => ({
        id: `aks-extensions.marketplace-registry-${region}`, slot, host: `arcmktplaceprod.${region}.data.azurecr.io`, ...marketplace,
        purpose: 'Images of Marketplace extensions',
      })),
      {
        id: 'aks-extensions.marketplace-ingestion', slot: 1214, host: '*.ingestion.msftcloudes.com', ...marketplace,
        purpose: 'Metrics of the agents of Marketplace extensions',
      },
      {
        id: 'aks-extensions.marketplace-metrics', slot: 1216, host: '*.microsoftmetrics.com', ...marketplace,
        purpose: 'Metrics of the agents of Marketplace extensions',
      },
      {
        id: 'aks-extensions.marketplace-metering', slot: 1218, host: 'marketplaceapi.microsoft.com', ...marketplace,
        purpose: 'Metering of Marketplace extensions',
      },
    ]),
  ];
}
