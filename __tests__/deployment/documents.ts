import { Cloud, Edition, Protocol, Scenario } from '../../lib';
import type { DeploymentDescription } from '../../lib/deployment/description';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
export const idOf = (type: string, name: string): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-ids/providers/Microsoft.Network/${type}/${name}`;

export const STORAGE_ACCOUNT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-ids/providers/Microsoft.Storage/storageAccounts/contosoml`;

const SUBNET = {
  subnetId: idOf('virtualNetworks/vnet/subnets', 'training'),
  addressPrefixes: ['10.1.1.0/24', '10.1.2.0/24'],
} as const;

/**
 * Documents that have every key of the schema between them. What cannot stand side by side in one (a choice, a resource
 * that is made or exists) is in the other. The type of the reader holds their keys against its own.
 */
export const MADE: DeploymentDescription & { readonly $schema: string } = {
  $schema: '../schemas/deployment.schema.json',
  name: 'made',
  edition: Edition.E2026_03_19,
  cloud: Cloud.PUBLIC,
  region: 'westus2',
  subscriptionId: '01234567-89ab-cdef-0123-456789abcdef',
  backend: { local: { path: '../../../terraform.made.tfstate' } },
  workspace: {
    privateEndpoint: true, storageAccountName: 'contosoml', containerRegistryName: 'contosoimages',
    workspaceId: 'fedcba98-7654-3210-fedc-ba9876543210', hbi: true, azureMonitorSecured: false,
  },
  compute: { publicIp: true, interactiveJobs: true, pythonIndexOverwritten: true },
  kubernetes: {
    training: true, inference: true,
    aks: {
      privateCluster: false, konnectivityAgent: false, region: 'westus3', apiServerAddress: '203.0.113.10', podsCallApiServer: true,
      customDnsServers: ['10.0.0.53'],
      nodesBeforeApril2021: true, ubuntuPatches: true, gpuNodes: true, windowsNodes: true, marketplaceExtensions: true,
    },
  },
  scenarios: [Scenario.PYTHON_PACKAGES, Scenario.VS_CODE, Scenario.WITHOUT_SERVICE_TAGS],
  requirements: [
    {
      id: 'own.tag', slot: 2000, endpoint: { serviceTag: 'SqlManagement' }, protocol: Protocol.UDP, ports: [1433, '1434-1440'],
      purpose: 'Databases',
    },
    { id: 'own.host', slot: 2010, endpoint: { fqdn: 'packages.contoso.com' }, ports: [443], purpose: 'Package index of the company' },
    { id: 'own.url', slot: 2020, endpoint: { url: 'github.com/contoso/*' }, ports: [443], purpose: 'Sources' },
    {
      id: 'own.range', slot: 2030, direction: 'inbound', endpoint: { addressRange: '203.0.113.16/28' }, ports: [22],
      purpose: 'Administration',
    },
  ],
  leaveOut: [{ id: 'basic.front-door-frontend', reason: 'Nobody opens the studio from compute' }],
  acknowledged: [{ finding: 'rule-never-matches', subject: 'nsg-training/Allow-Old', reason: 'Goes with the next release' }],
  subnets: {
    training: {
      ...SUBNET, addressPrefixes: [...SUBNET.addressPrefixes],
      securityGroup: {
        name: 'nsg-training', location: 'westus3', resourceGroupName: 'rg-nsg', tags: { owner: 'platform' },
        hostNameTraffic: 'filtered-by-firewall', intraNetworkTraffic: { addressSpace: ['10.1.0.0/16'] },
        denyOtherOutbound: true, firstPriority: 500, forSubnetOnly: true,
      },
      routeTable: {
        name: 'rt-training', location: 'westcentralus', resourceGroupName: 'rg-rt', tags: { team: 'network' },
        defaultRoute: { firewall: '10.0.1.4' }, serviceTagFile: 'service-tags.json', bgpRoutePropagation: false, privateSubnet: true,
        routes: [
          { name: 'to-internet', prefix: '198.51.100.0/24', nextHop: { internet: true } },
          { name: 'to-appliance', prefix: 'AzureMonitor', nextHop: { appliance: '10.0.1.5' } },
          { name: 'to-gateway', prefix: '192.168.0.0/16', nextHop: { virtualNetworkGateway: true } },
          { name: 'to-network', prefix: '10.2.0.0/16', nextHop: { virtualNetwork: true } },
          { name: 'to-nowhere', prefix: '203.0.113.0/24', nextHop: { none: true } },
        ],
      },
      natGateway: true,
    },
  },
  natGateway: {
    name: 'ng-ml', location: 'westus3', resourceGroupName: 'rg-ng', tags: { cost: 'ml' },
    idleTimeoutMinutes: 10, zone: '1', publicIpCount: 2, publicIpName: 'pip-ml',
  },
  firewall: {
    policyId: idOf('firewallPolicies', 'fwp-hub'), name: 'azureml', priority: 510, sku: 'Premium', dnsProxy: true, tlsInspection: true,
    destinations: 'host-names', sources: ['10.1.0.0/16', '10.3.0.1-10.3.0.9'], sourceIpGroupIds: [idOf('ipGroups', 'spokes')],
  },
  networkPolicies: {
    outsideTraffic: { filteredElsewhere: { clusterAddressRanges: ['10.244.0.0/16', '10.0.0.0/16'] } },
    routerClients: { within: { addressRanges: ['10.9.0.0/24'], ports: [8000] } },
    apiServer: { addressRanges: ['10.0.0.1', '20.1.2.3'], ports: [443] }, webhookSources: ['10.1.8.0/28'],
    modelNamespaces: ['models'], modelPodLabels: { app: 'scoring' }, localDnsAddresses: ['169.254.10.0/24'],
    localDnsLabels: { 'k8s-app': 'node-local-dns' },
    componentsNamespace: 'ml', kubeDnsLabels: { dns: 'a' }, konnectivityAgentLabels: { tunnel: 'a' }, routerLabels: { router: 'a' },
    identityProxyLabels: { proxy: 'a' },
  },
};

export const EXISTING: DeploymentDescription = {
  name: 'existing',
  edition: Edition.E2023_04_14,
  cloud: Cloud.GOVERNMENT,
  region: 'usgovvirginia',
  backend: {
    azurerm: { resourceGroupName: 'rg-state', storageAccountName: 'contosostate', containerName: 'terraform', key: 'network/ml.tfstate' },
  },
  workspace: { privateEndpoint: false },
  compute: { publicIp: false },
  kubernetes: {
    training: false, inference: true,
    arc: {
      clusterConnect: true, azureRbac: true, region: 'usgovtexas', portal: false, cliOnboarding: true, iotSecretStoreOrCertManager: true,
    },
  },
  subnets: {
    training: {
      ...SUBNET, addressPrefixes: [...SUBNET.addressPrefixes],
      securityGroup: { id: idOf('networkSecurityGroups', 'nsg-hub'), hostNameTraffic: 'closed', intraNetworkTraffic: { denied: true } },
      routeTable: { id: idOf('routeTables', 'rt-hub'), defaultRoute: { natGateway: true } },
    },
    inference: {
      subnetId: idOf('virtualNetworks/vnet/subnets', 'inference'), addressPrefixes: ['10.1.3.0/24'],
      securityGroup: {
        name: 'nsg-inference', resourceGroupName: 'rg-nsg', hostNameTraffic: 'closed', intraNetworkTraffic: { byServiceTag: true },
      },
      routeTable: { name: 'rt-inference', resourceGroupName: 'rg-rt', defaultRoute: { none: true } },
    },
  },
  scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION],
  natGateway: {
    id: idOf('natGateways', 'ng-hub'), publicIpIds: [idOf('publicIPAddresses', 'pip-hub')],
    publicIpPrefixIds: [idOf('publicIPPrefixes', 'ippre-hub')],
  },
  firewall: { firewallId: idOf('azureFirewalls', 'fw-hub'), name: 'azureml', priority: 520 },
  serviceEndpointPolicy: {
    name: 'sep', location: 'usgovtexas', resourceGroupName: 'rg-sep', tags: { owner: 'platform' },
    storageAccountIds: [STORAGE_ACCOUNT],
  },
  networkPolicies: { outsideTraffic: { within: ['10.1.4.0/24'] }, routerClients: { none: true } },
};

/** A subnet with requirements, and so with firewall rules, of its own. */
export const OWN_NEEDS: DeploymentDescription = {
  name: 'own-needs', edition: Edition.E2026_03_19, cloud: Cloud.PUBLIC, region: 'westus2',
  backend: { local: { path: '../../../terraform.own.tfstate' } },
  workspace: { privateEndpoint: true }, compute: { publicIp: false }, nameResolution: { firewall: '10.0.1.4' },
  subnets: {
    training: {
      subnetId: idOf('virtualNetworks/vnet/subnets', 'training'), addressPrefixes: ['10.1.1.0/24'],
      securityGroup: { name: 'nsg-training', resourceGroupName: 'rg-nsg', hostNameTraffic: 'filtered-by-firewall' },
      scenarios: [Scenario.RSTUDIO], leaveOut: [{ id: 'rstudio.cran', reason: 'Packages come from the index of the company' }],
      firewallRules: { name: 'azureml-training', priority: 530 },
    },
  },
  firewall: { policyId: idOf('firewallPolicies', 'fwp-hub'), name: 'azureml', priority: 500, dnsProxy: true },
};

/** DNS servers of the virtual network. */
export const SERVERS: DeploymentDescription = { ...OWN_NEEDS, name: 'servers', nameResolution: { servers: ['10.0.0.53', '10.0.0.54'] } };

/** What finds no place in the others. */
export const UNRESTRICTED: DeploymentDescription = {
  ...EXISTING, name: 'unrestricted', nameResolution: { azure: true }, networkPolicies: { outsideTraffic: { unrestricted: true } },
};

/** A subnet by its name, for commands that read a network. Nothing can be made of it. */
export const NAMED: object = {
  name: 'named', edition: Edition.E2026_03_19, cloud: Cloud.PUBLIC, region: 'westus2', workspace: { privateEndpoint: true },
  compute: { publicIp: false }, subnets: { training: { subnet: 'vnet/training', addressPrefixes: ['10.1.1.0/24'] } },
};

/** Keys and positions that lead to a part of a document. */
export type Path = readonly (string | number)[];

/** All parts of a document with their paths, itself first. */
export function partsOf(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  const inner = Array.isArray(value) ? value.map((item, i) => [i, item] as const)
    : typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [{ path, value }, ...inner.flatMap(([key, item]) => partsOf(item, [...path, key]))];
}

/** A copy of a document with one part replaced. */
export function replaced(document: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return value;
  }
  const copy = Array.isArray(document) ? [...(document as unknown[])] : { ...(document as object) };
  (copy as Record<string | number, unknown>)[key] = replaced((document as Record<string | number, unknown>)[key], rest, value);
  return copy;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
}

/** The keys that a schema has, as paths in which `*` stands for a name and `[]` for a position. */
export function schemaKeys(schema: object, path = ''): string[] {
  const { properties = {}, additionalProperties, items } = schema as Schema;
  return [
    ...Object.entries(properties).flatMap(([key, inner]) => [`${path}${key}`, ...schemaKeys(inner, `${path}${key}.`)]),
    ...(additionalProperties ? schemaKeys(additionalProperties, `${path}*.`) : []),
    ...(items ? schemaKeys(items, `${path}[].`) : []),
  ];
}

/** The key of a schema that a part of a document belongs to. */
export function schemaKeyOf(path: Path): string {
  return path.map((key, i) => (typeof key === 'number' ? '[]' : /^(subnets|tags|.*Labels)$/.test(String(path[i - 1])) ? '*' : key))
    .join('.');
}
