import { CLOUDS } from '../azure/clouds';
import { LIMITS, ZONES } from '../azure/limits';
import { EXPRESSION, HIDDEN } from '../azure/plain-text';
import { NOT_IN_TAG_NAMES, TAG_LIMITS } from '../azure/resource-tags';
import { ACKNOWLEDGEABLE } from '../findings/finding-catalog';
import { EDITIONS } from '../requirements/edition';
import { Protocol } from '../requirements/ports';
import { OWN_SLOTS } from '../requirements/requirement';
import { SCENARIOS } from '../requirements/scenario';
import { LABEL_KEY, LABEL_VALUE, NAMESPACE } from '../rules/kubernetes-names';
import { LOCAL_STATE, REMOTE_STATE, SERVICE_TAG_FILE } from './path-forms';
import { resourceId, SUBNET_ID, SUBNET_NAME, SUBSCRIPTION } from './resource-forms';

/**
 * JSON Schema of the deployment file.
 *
 * Every text has a grammar that leaves no room for a Terraform expression: what comes from a file is data. Choices are
 * objects with exactly one key, so that a mistake in one is reported as that mistake.
 */

// No template sequence of Terraform and no marker of a token can be written with these.
const nameLike = (example: string): object =>
  ({ type: 'string', pattern: '^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$', examples: [example] });
const RESOURCE_GROUP = { type: 'string', pattern: '^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$', examples: ['rg-ml-network'] };
const GUID = { type: 'string', pattern: `^${SUBSCRIPTION}$`, examples: ['01234567-89ab-cdef-0123-456789abcdef'] };
const LOCATION = { type: 'string', pattern: '^[A-Za-z0-9 -]+$', examples: ['westus2'] };
const STORAGE_ACCOUNT = { type: 'string', pattern: '^[a-z0-9]{3,24}$', examples: ['contosoml'] };
const IPV4 = { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,3}){3}$', examples: ['10.0.1.4'] };
const ADDRESS = { type: 'string', pattern: '^[0-9a-fA-F:.]+(/\\d{1,3})?$', examples: ['10.1.1.0/24'] };
const BOOLEAN = { type: 'boolean' };
const said = (schema: object, description: string): object => ({ ...schema, description });
const FIREWALL_PRIORITY = { type: 'integer', minimum: LIMITS.firewallPriority.min, maximum: LIMITS.firewallPriority.max };

/** Names of constructs next to the subnets, and names that every JavaScript object has and CDKTF takes for children. */
const RESERVED_IDS = ['constructor', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString', 'toString', 'valueOf'];
const RESERVED_SUBNETS = [...RESERVED_IDS, 'azurerm', 'backend', 'Firewall', 'NatGateway', 'ServiceEndpointPolicy'];
const RESERVED_ROUTES = [...RESERVED_IDS, 'Subnet-Secured'];
/** Names of deployments and subnets, and ids of requirements. */
export const ID_PATTERN = '^[A-Za-z][A-Za-z0-9_-]{0,62}$';
const ID = { type: 'string', pattern: ID_PATTERN, examples: ['training'] };

/** One line that shows what it says. */
function text(maxLength: number): object {
  return { type: 'string', pattern: `^(?=\\s*\\S)(?![\\s\\S]*${EXPRESSION})[^${HIDDEN}]*$`, maxLength };
}

const TEXT = text(LIMITS.securityRuleDescription);

function listOf(items: object, minItems = 1): object {
  return { type: 'array', items, minItems, uniqueItems: true };
}

/** Objects are not compared with each other, which takes long; what is used twice in them is found where it is used. */
function objectsOf(items: object, minItems = 1): object {
  return { type: 'array', items, minItems };
}

export interface ObjectSchema {
  readonly [keyword: string]: unknown;
  readonly properties: Readonly<Record<string, object>>;
}

function object(properties: Record<string, object>, required: string[] = [], extra: object = {}): ObjectSchema {
  return { type: 'object', additionalProperties: false, properties, required, ...extra };
}

/** Exactly one of the keys. */
function choice(properties: Record<string, object>, description: string): object {
  return object(properties, [], { minProperties: 1, maxProperties: 1, description });
}

const ONLY_TRUE = { const: true };

// "__proto__" would be lost.
const TAGS = {
  type: 'object', additionalProperties: text(TAG_LIMITS.value), maxProperties: TAG_LIMITS.perResource, description: 'Azure tags.',
  propertyNames: { allOf: [text(TAG_LIMITS.name), { pattern: `^[^${NOT_IN_TAG_NAMES}]*$` }], not: { enum: ['__proto__'] } },
};

const workspace = object({
  privateEndpoint: { ...BOOLEAN, description: 'Whether the workspace has a private endpoint.' },
  storageAccountName: { ...STORAGE_ACCOUNT, description: 'The storage account that the workspace was made with.' },
  containerRegistryName: {
    type: 'string', pattern: '^[A-Za-z0-9]{5,50}$', examples: ['contosoimages'], description: 'The container registry of the workspace.',
  },
  workspaceId: { ...GUID, description: 'Id of the workspace (a GUID), from its properties.' },
  hbi: { ...BOOLEAN, description: 'Whether the workspace was made with the hbi_workspace flag. Default: false.' },
  azureMonitorSecured: { ...BOOLEAN, description: 'Whether Azure Monitor is reached privately. Default: false.' },
}, ['privateEndpoint'], { description: 'Facts about the workspace.' });

const compute = object({
  publicIp: { ...BOOLEAN, description: 'Whether compute has public IP addresses.' },
  interactiveJobs: { ...BOOLEAN, description: 'Whether users connect to running jobs. Default: false.' },
  pythonIndexOverwritten: {
    ...BOOLEAN,
    description: 'Whether packages come from another index than the default one. Default: true, which keeps *.pythonhosted.org.',
  },
}, ['publicIp'], { description: 'Facts about compute clusters and compute instances.' });

const HOST_ADDRESS = { type: 'string', pattern: '^[0-9a-fA-F:.]+$', examples: ['10.0.0.10'] };

const aks = object({
  privateCluster: { ...BOOLEAN, description: 'Whether the API server has a private address only.' },
  konnectivityAgent: { ...BOOLEAN, description: 'Whether nodes and control plane talk through konnectivity-agent.' },
  region: { ...LOCATION, description: 'Region of the cluster. Default: the region above.' },
  apiServerAddress: { ...HOST_ADDRESS, description: 'Address of the API server. Default: not known.' },
  podsCallApiServer: { ...BOOLEAN, description: 'Whether pods call the API server by its public address. Default: false.' },
  customDnsServers: { ...listOf(HOST_ADDRESS), description: 'Addresses of DNS servers of your own. Default: the DNS of Azure.' },
  nodesBeforeApril2021: { ...BOOLEAN, description: 'Whether there are nodes that were provisioned before April 2021. Default: false.' },
  ubuntuPatches: { ...BOOLEAN, description: 'Whether nodes with Ubuntu fetch security patches. Default: false.' },
  gpuNodes: { ...BOOLEAN, description: 'Whether there are node pools with GPUs. Default: false.' },
  windowsNodes: { ...BOOLEAN, description: 'Whether there are node pools with Windows. Default: false.' },
  marketplaceExtensions: { ...BOOLEAN, description: 'Whether there are extensions from the Azure Marketplace. Default: false.' },
}, ['privateCluster', 'konnectivityAgent'], { description: 'A cluster of Azure Kubernetes Service.' });

const arc = object({
  clusterConnect: { ...BOOLEAN, description: 'Whether Cluster Connect or custom locations are used.' },
  azureRbac: { ...BOOLEAN, description: 'Whether Azure RBAC decides who may do what in the cluster.' },
  region: { ...LOCATION, description: 'Region of the connected cluster. Default: the region above.' },
  portal: { ...BOOLEAN, description: 'Whether the cluster is managed in the Azure portal. Default: true.' },
  cliOnboarding: { ...BOOLEAN, description: 'Whether the cluster is being connected with the Azure CLI. Default: false.' },
  iotSecretStoreOrCertManager: {
    ...BOOLEAN, description: 'Whether Azure IoT Operations, the Secret Store extension or cert-manager runs in it. Default: false.',
  },
}, ['clusterConnect', 'azureRbac'], { description: 'A cluster that is connected to Azure Arc.' });

const ownRequirement = object({
  id: {
    type: 'string', pattern: '^[a-z0-9]([a-z0-9.-]{0,58}[a-z0-9])?$', examples: ['own.packages'],
    description: 'Stable id; rules are named after it.',
  },
  slot: {
    type: 'integer', minimum: OWN_SLOTS.min, maximum: OWN_SLOTS.max, description: 'Unique number that priorities and order come from.',
  },
  direction: { enum: ['outbound', 'inbound'], description: 'Seen from the compute. Default: outbound.' },
  endpoint: choice({
    serviceTag: {
      type: 'string', pattern: '^[A-Za-z][A-Za-z0-9.]*(\\.<region>)?$', examples: ['Storage.<region>'], description: 'A service tag.',
    },
    fqdn: { type: 'string', pattern: '^[A-Za-z0-9*.<>-]+$', examples: ['packages.contoso.com'], description: 'A host name.' },
    url: {
      type: 'string', pattern: '^[A-Za-z0-9*.<>_~:/-]+$', examples: ['github.com/contoso/*'], description: 'A host name with a path.',
    },
    addressRange: said(ADDRESS, 'An address or a CIDR range.'),
  }, 'The other side.'),
  protocol: { enum: Object.values(Protocol), description: 'Protocol of the traffic. Default: TCP.' },
  ports: {
    ...listOf({ type: ['string', 'integer'], pattern: '^\\d{1,5}(-\\d{1,5})?$', minimum: 0, maximum: 65535, examples: ['8704-8710'] }),
    description: 'Ports and ranges of ports.',
  },
  purpose: { ...TEXT, description: 'What it is for; the description of the rule.' },
}, ['id', 'slot', 'endpoint', 'ports', 'purpose']);

/** The keys of a resource that is made here, and the id of one that exists. */
function madeOrExisting(what: string, type: string, example: string): Record<string, object> {
  return {
    name: { ...nameLike(example), description: `Name of the ${what} to make.` },
    location: { ...LOCATION, description: `Region of the ${what} to make. Default: the region above.` },
    resourceGroupName: { ...RESOURCE_GROUP, description: `Resource group of the ${what} to make.` },
    tags: TAGS,
    id: { ...resourceId(type), description: `Id of an existing ${what}, instead of name and resourceGroupName.` },
  };
}

const securityGroup = object({
  ...madeOrExisting('group', 'Microsoft.Network/networkSecurityGroups', 'nsg-training'),
  hostNameTraffic: {
    enum: ['filtered-by-firewall', 'closed'], description: 'What to do with host names, which a group cannot filter. There is no default.',
  },
  intraNetworkTraffic: choice(
    {
      byServiceTag: said(ONLY_TRUE, 'Allow the tag VirtualNetwork.'), denied: said(ONLY_TRUE, 'Deny what no requirement asks for.'),
      addressSpace: said(listOf(ADDRESS), 'Allow these ranges: the address space of the network and its peers.'),
    },
    'Traffic inside the virtual network. Default: byServiceTag.',
  ),
  denyOtherOutbound: { ...BOOLEAN, description: 'Whether all other outbound traffic is denied. Default: true.' },
  firstPriority: { type: 'integer', minimum: 100, maximum: 1000, description: 'Priorities are this number plus the slot. Default: 1000.' },
  forSubnetOnly: {
    ...BOOLEAN,
    description: 'Whether the rules apply to the address prefixes of the subnet only, for a group that subnets share. Default: false.',
  },
}, [], { description: 'The network security group of the subnet: one to make, or one that exists.' });

const routeTable = object({
  ...madeOrExisting('table', 'Microsoft.Network/routeTables', 'rt-training'),
  defaultRoute: choice(
    {
      firewall: said(IPV4, 'Private address of the firewall.'), natGateway: said(ONLY_TRUE, 'The NAT gateway of this file.'),
      none: said(ONLY_TRUE, 'No default route is written.'),
    },
    'The way out.',
  ),
  routes: said(objectsOf(object({
    name: { ...nameLike('on-premises'), not: { enum: RESERVED_ROUTES }, description: 'Name of the route.' },
    prefix: { type: 'string', pattern: '^[A-Za-z0-9:./]+$', examples: ['192.168.0.0/16'], description: 'CIDR range or service tag.' },
    nextHop: choice(
      {
        internet: said(ONLY_TRUE, 'The Internet, past the firewall.'), appliance: said(IPV4, 'This address: a firewall or an appliance.'),
        virtualNetworkGateway: said(ONLY_TRUE, 'The gateway of the virtual network.'),
        virtualNetwork: said(ONLY_TRUE, 'The virtual network itself.'), none: said(ONLY_TRUE, 'Nowhere: the traffic is dropped.'),
      },
      'Where the route leads.',
    ),
  }, ['name', 'prefix', 'nextHop'])), 'Routes of your own.'),
  serviceTagFile: {
    ...SERVICE_TAG_FILE,
    description:
      'Service tag file, for routes by address instead of a route for the service tag. The path is absolute, or relative to this file.',
  },
  bgpRoutePropagation: { ...BOOLEAN, description: 'Whether routes learned by a gateway are added. Default: true.' },
  privateSubnet: { ...BOOLEAN, description: 'Whether the subnet has no default outbound access.' },
}, ['defaultRoute'], { description: 'The route table of the subnet: one to make, or one that exists.' });

const firewall = object({
  policyId: { ...resourceId('Microsoft.Network/firewallPolicies'), description: 'Id of the firewall policy.' },
  firewallId: {
    ...resourceId('Microsoft.Network/azureFirewalls'),
    description: 'Id of a firewall without a policy (classic rules), instead of policyId.',
  },
  name: { ...nameLike('azureml'), description: 'Name of the rule collection group, or start of the names of classic collections.' },
  priority: said(FIREWALL_PRIORITY, 'Priority of the first rule collection group, or of the first classic collection.'),
  sku: { enum: ['Basic', 'Standard', 'Premium'], description: 'SKU of the firewall or policy. Default: Standard.' },
  dnsProxy: { ...BOOLEAN, description: 'Whether the DNS proxy is enabled. Default: false.' },
  tlsInspection: { ...BOOLEAN, description: 'Whether a Premium policy inspects TLS. Default: false.' },
  destinations: {
    enum: ['service-tags', 'host-names'],
    description: 'Whether rules name service tags or host names, where there is a choice. Default: service-tags.',
  },
  sources: said(
    listOf({ type: 'string', pattern: '^(\\*|[0-9./-]+)$', examples: ['10.1.1.0/24'] }), 'Addresses and ranges of the compute.',
  ),
  sourceIpGroupIds: said(listOf(resourceId('Microsoft.Network/ipGroups')), 'Ids of IP groups with the addresses of the compute.'),
}, ['name', 'priority'], { description: 'Firewall rules for all subnets. Sources default to their address prefixes.' });

const serviceEndpointPolicy = object({
  name: { ...nameLike('sep-training'), description: 'Name of the policy to make.' },
  location: { ...LOCATION, description: 'Region of the virtual network. Default: the region above.' },
  resourceGroupName: { ...RESOURCE_GROUP, description: 'Resource group of the policy.' },
  tags: TAGS,
  storageAccountIds: {
    ...listOf(resourceId('Microsoft.Storage/storageAccounts')), maxItems: LIMITS.resourcesPerPolicyDefinition,
    description: 'Accounts that compute may reach.',
  },
}, ['name', 'resourceGroupName', 'storageAccountIds'], {
  description: 'Service endpoint policy for data exfiltration protection. It is attached where the subnets are made.',
});

const acknowledgement = object({
  finding: { enum: ACKNOWLEDGEABLE, description: 'Id of the finding.' },
  subject: { ...text(1000), description: 'What the finding is about, as it is shown.' },
  reason: { ...text(500), description: 'Why it is accepted.' },
}, ['finding', 'subject', 'reason'], { description: 'A finding that is accepted. It is still shown, with its reason.' });

const POD_PORTS = listOf({ type: 'integer', minimum: 1, maximum: 65535 });
const CALLERS = { addressRanges: said(listOf(ADDRESS), 'Addresses and ranges.'), ports: said(POD_PORTS, 'Ports, after any translation.') };
const KUBERNETES_NAMESPACE = { type: 'string', pattern: `^${NAMESPACE}$`, examples: ['models'] };

/** Labels, without which every pod would be selected. */
function labels(description: string): object {
  return {
    type: 'object', minProperties: 1, propertyNames: { type: 'string', pattern: `^${LABEL_KEY}$`, examples: ['app.kubernetes.io/name'] },
    additionalProperties: { type: 'string', pattern: `^${LABEL_VALUE}$`, examples: ['scoring'] }, description,
  };
}

const networkPolicies = object({
  outsideTraffic: choice({
    filteredElsewhere: object(
      { clusterAddressRanges: { ...listOf(ADDRESS), description: 'Address ranges of pods and of services.' } }, ['clusterAddressRanges'],
      { description: 'Everything outside these ranges, because something else filters it.' },
    ),
    within: said(listOf(ADDRESS), 'These addresses only.'),
    unrestricted: said(ONLY_TRUE, 'Everything.'),
  }, 'What pods of the extension may reach outside the cluster.'),
  routerClients: choice(
    {
      within: object(CALLERS, ['addressRanges', 'ports'], { description: 'Callers from these addresses.' }),
      none: said(ONLY_TRUE, 'Nobody.'),
    },
    'Who calls the inference router from outside its namespace.',
  ),
  apiServer: object(CALLERS, ['addressRanges', 'ports'], {
    description: 'Where the Kubernetes API server is.',
  }),
  webhookSources: { ...listOf(ADDRESS), description: 'Where the API server calls webhooks from, when not through konnectivity-agent.' },
  modelNamespaces: { ...listOf(KUBERNETES_NAMESPACE), description: 'Namespaces of deployed models. Default: every other namespace.' },
  modelPodLabels: labels('Labels of pods of deployed models. Default: every pod of these namespaces.'),
  localDnsAddresses: { ...listOf(ADDRESS), description: 'Addresses of DNS resolvers on the nodes.' },
  localDnsLabels: labels('Labels of DNS resolvers on the nodes.'),
  componentsNamespace: { ...KUBERNETES_NAMESPACE, examples: ['azureml'], description: 'Namespace of the extension. Default: azureml.' },
  kubeDnsLabels: labels('Labels of DNS pods. Default: k8s-app: kube-dns.'),
  konnectivityAgentLabels: labels('Labels of konnectivity-agent. Default: app or k8s-app: konnectivity-agent.'),
  routerLabels: labels('Labels of the inference router. Default: azuremlappname: azureml-fe.'),
  identityProxyLabels: labels('Labels of amlarc-identity-proxy. Default: ml.azure.com/infra-app: identity-proxy.'),
}, ['outsideTraffic'], { description: 'Network policies inside the Kubernetes cluster, for the command network-policies.' });
const natGateway = object({
  ...madeOrExisting('NAT gateway', 'Microsoft.Network/natGateways', 'ng-training'),
  idleTimeoutMinutes: {
    type: 'integer', minimum: LIMITS.natIdleTimeoutMinutes.min, maximum: LIMITS.natIdleTimeoutMinutes.max,
    description: 'Minutes after which an idle connection ends. Default: 4.',
  },
  zone: { enum: ZONES, description: 'Availability zone of the gateway and its addresses. Default: Azure chooses.' },
  publicIpCount: {
    type: 'integer', minimum: 1, maximum: LIMITS.publicIpsPerNatGateway,
    description: 'Public IP addresses to make. Default: 1, or none when ids are given.',
  },
  publicIpName: {
    ...nameLike('pip-training'), description: 'Start of the names of public IP addresses. Default: the name of the gateway, and -ip.',
  },
  publicIpIds: said(listOf(resourceId('Microsoft.Network/publicIPAddresses')), 'Ids of public IP addresses that exist.'),
  publicIpPrefixIds: said(listOf(resourceId('Microsoft.Network/publicIPPrefixes')), 'Ids of public IP prefixes that exist.'),
}, [], { description: 'A NAT gateway for the subnets that have natGateway, or defaultRoute with natGateway.' });

const backend = choice({
  local: object(
    { path: { ...LOCAL_STATE, description: 'Path of the state file, relative to the folder of the stack (cdktf.out/stacks/<name>).' } },
    ['path'], { description: 'A file on the machine that runs Terraform.' },
  ),
  azurerm: object({
    resourceGroupName: said(RESOURCE_GROUP, 'Resource group of the storage account.'),
    storageAccountName: said(STORAGE_ACCOUNT, 'Storage account that has the state.'),
    containerName: { type: 'string', pattern: '^[a-z0-9$][a-z0-9-]{2,62}$', examples: ['terraform'], description: 'The blob container.' },
    key: said(REMOTE_STATE, 'Name of the blob.'),
  }, ['resourceGroupName', 'storageAccountName', 'containerName', 'key'], { description: 'A storage account.' }),
}, 'Where Terraform keeps its state. Needed to synthesize a stack, and for nothing else.');

const nameResolution = choice({
  azure: { ...ONLY_TRUE, description: 'The resolver of Azure, 168.63.129.16.' },
  firewall: { ...IPV4, description: 'The DNS proxy of the firewall with this private address.' },
  servers: { ...listOf(IPV4), description: 'DNS servers that the virtual network names.' },
}, 'Who resolves host names for the compute. Default: the DNS proxy of the firewall where it is on, else the resolver of Azure.');

const leaveOut = objectsOf(
  object({
    id: { type: 'string', pattern: '^[a-z0-9.-]+$', examples: ['basic.storage'], description: 'Id of the requirement.' },
    reason: said(TEXT, 'Why it is not needed.'),
  }, ['id', 'reason']), 0,
) as object;

/** The schema. Only the reader of files loads this module. */
export function deploymentSchema(): ObjectSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://github.com/cdktf-azureml-network/cdktf-azureml-network/schemas/deployment.schema.json',
    title: 'Deployment of network rules for Azure Machine Learning',
    ...object({
      $schema: { type: 'string', pattern: '^[^{}]*$', description: 'For editors.' },
      name: { ...ID, not: { enum: RESERVED_IDS }, description: 'Name of the Terraform stack.' },
      edition: { enum: EDITIONS, description: 'Edition of the article to follow.' },
      cloud: said({ enum: CLOUDS }, 'Cloud of the workspace; china is Azure operated by 21Vianet.'),
      region: { type: 'string', pattern: '^[A-Za-z0-9 -]+$', examples: ['westus2'], description: 'Region of the workspace.' },
      subscriptionId: { ...GUID, description: 'Your subscription. Default: what the environment of Terraform says.' },
      backend,
      workspace,
      compute,
      kubernetes: object({
        training: { ...BOOLEAN, description: 'Whether training jobs run on it.' },
        inference: { ...BOOLEAN, description: 'Whether models are deployed to it for real-time inference.' },
        aks, arc,
      }, ['training', 'inference'], { description: 'An attached Kubernetes cluster: give aks or arc.' }),
      scenarios: said(listOf({ type: 'string', enum: SCENARIOS }, 0), 'Sections of the article to switch on for all subnets.'),
      nameResolution,
      requirements: said(objectsOf(ownRequirement, 0), 'Requirements of your own.'),
      leaveOut: said(leaveOut, 'Documented requirements that you do not need.'),
      subnets: {
        type: 'object', minProperties: 1, propertyNames: { ...ID, not: { enum: RESERVED_SUBNETS } },
        description: 'The subnets of the compute, each by a name of yours.',
        additionalProperties: object({
          subnetId: SUBNET_ID,
          subnet: said(SUBNET_NAME, 'The subnet, as the files that you verify name it. Give this or subnetId.'),
          addressPrefixes: { ...listOf(ADDRESS), description: 'Address ranges of the subnet. You need them with subnetId.' },
          securityGroup,
          routeTable,
          natGateway: { ...ONLY_TRUE, description: 'The subnet goes out through the NAT gateway of this file.' },
          scenarios: {
            ...listOf({ type: 'string', enum: SCENARIOS }, 0),
            description: 'Sections to switch on for this subnet only, in addition to those of the file.',
          },
          leaveOut: { ...leaveOut, description: 'Requirements that this subnet alone does not need.' },
          firewallRules: object({
            name: { ...nameLike('azureml-own'), description: 'Name of the rule collection group, or start of the names of collections.' },
            priority: {
              ...FIREWALL_PRIORITY, description: 'Priority among the groups of the policy, or among the collections of the firewall.',
            },
          }, ['name', 'priority'], { description: 'Firewall rules of its own, for a subnet with scenarios or leaveOut of its own.' }),
        }, []),
      },
      firewall,
      serviceEndpointPolicy,
      networkPolicies,
      natGateway,
      acknowledged: { ...objectsOf(acknowledgement, 0), description: 'Findings of the command verify that are accepted.' },
    }, ['name', 'edition', 'cloud', 'region', 'workspace', 'compute', 'subnets']),
  };
}
