import { CLOUDS } from '../azure/clouds';
import { LIMITS } from '../azure/limits';
import { EDITIONS } from '../requirements/edition';
import { Protocol } from '../requirements/ports';
import { OWN_SLOTS } from '../requirements/requirement';
import { CHOSEN_SCENARIOS } from '../requirements/scenario';

/**
 * JSON Schema of the deployment file.
 *
 * Every text has a grammar that leaves no room for a Terraform expression: what comes from a file is data. Choices are
 * objects with exactly one key, so that a mistake in one is reported as that mistake.
 */

// No template sequence of Terraform and no marker of a token can be written with these.
const NAME = { type: 'string', pattern: '^[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$', minLength: 1, maxLength: 80 };
const RESOURCE_GROUP = { type: 'string', pattern: '^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$' };
const SUBSCRIPTION = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const LOCATION = { type: 'string', pattern: '^[a-z0-9]+$' };
const TEXT = { type: 'string', pattern: '^(?!.*[$%#&]\\{)[^\\u0000-\\u001f\\u007f]*\\S[^\\u0000-\\u001f\\u007f]*$', maxLength: LIMITS.securityRuleDescription };
const IPV4 = { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,3}){3}$' };
const ADDRESS = { type: 'string', pattern: '^[0-9a-fA-F:.]+(/\\d{1,3})?$' };
const BOOLEAN = { type: 'boolean' };

function resourceId(type: string): object {
  const path = type.split('/').slice(1).map((one) => `${one}/[A-Za-z0-9_.-]+`).join('/');
  return {
    type: 'string', description: `Id of a ${type}.`,
    pattern: `^/subscriptions/${SUBSCRIPTION}/resourceGroups/[A-Za-z0-9_().-]+/providers/${type.split('/')[0]}/${path}$`,
  };
}

function listOf(items: object, minItems = 1): object {
  return { type: 'array', items, minItems, uniqueItems: true };
}

function object(properties: Record<string, object>, required: string[] = [], extra: object = {}): object {
  return { type: 'object', additionalProperties: false, properties, required, ...extra };
}

/** Exactly one of the keys. */
function choice(properties: Record<string, object>, description: string): object {
  return object(properties, [], { minProperties: 1, maxProperties: 1, description });
}

const ONLY_TRUE = { const: true };
const TAGS = { type: 'object', additionalProperties: TEXT, propertyNames: TEXT, description: 'Azure tags.' };

const workspace = object({
  privateEndpoint: { ...BOOLEAN, description: 'Whether the workspace has a private endpoint.' },
  storageAccountName: { type: 'string', pattern: '^[a-z0-9]{3,24}$', description: 'Default storage account.' },
  containerRegistryName: { type: 'string', pattern: '^[A-Za-z0-9]{5,50}$', description: 'Container registry.' },
  workspaceId: { type: 'string', pattern: `^${SUBSCRIPTION}$`, description: 'Id of the workspace (a GUID), from its properties.' },
  hbi: { ...BOOLEAN, description: 'Whether the workspace was made with the hbi_workspace flag. Default: false.' },
  azureMonitorSecured: { ...BOOLEAN, description: 'Whether Azure Monitor is reached privately. Default: false.' },
}, ['privateEndpoint'], { description: 'Facts about the workspace.' });

const compute = object({
  publicIp: { ...BOOLEAN, description: 'Whether compute has public IP addresses.' },
  interactiveJobs: { ...BOOLEAN, description: 'Whether users connect to running jobs. Default: false.' },
  pythonIndexOverwritten: { ...BOOLEAN, description: 'Whether packages come from another index than the default one. Default: true, which keeps *.pythonhosted.org.' },
}, ['publicIp'], { description: 'Facts about compute clusters and compute instances.' });

const ownRequirement = object({
  id: { type: 'string', pattern: '^[a-z0-9]([a-z0-9.-]{0,58}[a-z0-9])?$', description: 'Stable id; rules are named after it.' },
  slot: { type: 'integer', minimum: OWN_SLOTS.min, maximum: OWN_SLOTS.max, description: 'Unique number that priorities and order come from.' },
  direction: { enum: ['outbound', 'inbound'], description: 'Seen from the compute. Default: outbound.' },
  endpoint: choice({
    serviceTag: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9.]*(\\.<region>)?$' },
    fqdn: { type: 'string', pattern: '^[A-Za-z0-9*.<>-]+$' },
    url: { type: 'string', pattern: '^[A-Za-z0-9*.<>_~:/-]+$' },
    addressRange: ADDRESS,
  }, 'The other side.'),
  protocol: { enum: Object.values(Protocol), description: 'Default: TCP.' },
  ports: listOf({ type: ['string', 'integer'], pattern: '^\\d{1,5}(-\\d{1,5})?$', minimum: 0, maximum: 65535 }),
  purpose: { ...TEXT, description: 'What it is for; the description of the rule.' },
}, ['id', 'slot', 'endpoint', 'ports', 'purpose']);

const securityGroup = object({
  name: { ...NAME, description: 'Name of the group to make.' },
  location: { ...LOCATION, description: 'Region of the group to make. Default: the region above.' },
  resourceGroupName: { ...RESOURCE_GROUP, description: 'Resource group of the group to make.' },
  tags: TAGS,
  id: { ...resourceId('Microsoft.Network/networkSecurityGroups'), description: 'Id of an existing group, instead of name and resourceGroupName.' },
  hostNameTraffic: { enum: ['filtered-by-firewall', 'closed'], description: 'What to do with host names, which a network security group cannot filter.' },
  intraNetworkTraffic: choice({ byServiceTag: ONLY_TRUE, addressSpace: listOf(ADDRESS), denied: ONLY_TRUE }, 'Traffic inside the virtual network. Default: byServiceTag.'),
  denyOtherOutbound: { ...BOOLEAN, description: 'Whether all other outbound traffic is denied. Default: true.' },
  firstPriority: { type: 'integer', minimum: 100, maximum: 1000, description: 'Priorities are this number plus the slot. Default: 1000.' },
  forSubnetOnly: { ...BOOLEAN, description: 'Whether rules are held to the address prefixes of the subnet, for a group that other subnets share. Default: false.' },
});

const routeTable = object({
  name: { ...NAME, description: 'Name of the table to make.' },
  location: { ...LOCATION, description: 'Region of the table to make. Default: the region above.' },
  resourceGroupName: { ...RESOURCE_GROUP, description: 'Resource group of the table to make.' },
  tags: TAGS,
  id: { ...resourceId('Microsoft.Network/routeTables'), description: 'Id of an existing table, instead of name and resourceGroupName.' },
  defaultRoute: choice({ firewall: IPV4, natGateway: ONLY_TRUE, none: ONLY_TRUE }, 'The way out: private address of a firewall, a NAT gateway, or none.'),
  routes: listOf(object({
    name: NAME,
    prefix: { type: 'string', pattern: '^[A-Za-z0-9:./]+$', description: 'CIDR range or service tag.' },
    nextHop: choice({ internet: ONLY_TRUE, appliance: IPV4, virtualNetworkGateway: ONLY_TRUE, virtualNetwork: ONLY_TRUE, none: ONLY_TRUE }, 'Where it leads.'),
  }, ['name', 'prefix', 'nextHop'])),
  bgpRoutePropagation: { ...BOOLEAN, description: 'Whether routes learned by a gateway are added. Default: true.' },
  privateSubnet: { ...BOOLEAN, description: 'Whether the subnet has no default outbound access.' },
}, ['defaultRoute']);

const firewall = object({
  policyId: { ...resourceId('Microsoft.Network/firewallPolicies'), description: 'Id of the firewall policy.' },
  firewallId: { ...resourceId('Microsoft.Network/azureFirewalls'), description: 'Id of a firewall without a policy (classic rules), instead of policyId.' },
  name: { ...NAME, description: 'Name of the rule collection group, or what names of classic collections begin with.' },
  priority: { type: 'integer', minimum: LIMITS.firewallPriority.min, maximum: LIMITS.firewallPriority.max },
  sku: { enum: ['Basic', 'Standard', 'Premium'], description: 'Default: Standard.' },
  dnsProxy: { ...BOOLEAN, description: 'Whether the DNS proxy is enabled. Default: false.' },
  tlsInspection: { ...BOOLEAN, description: 'Whether a Premium policy inspects TLS. Default: false.' },
  destinations: { enum: ['service-tags', 'host-names'], description: 'Default: service-tags.' },
  sources: listOf({ type: 'string', pattern: '^(\\*|[0-9./-]+)$' }),
  sourceIpGroupIds: listOf(resourceId('Microsoft.Network/ipGroups')),
}, ['name', 'priority'], { description: 'Firewall rules for all subnets. Sources default to their address prefixes.' });

const backend = choice({
  local: object({ path: { type: 'string', pattern: '^(\\.\\./)*[A-Za-z0-9_][A-Za-z0-9_./-]*$', description: 'Path of the state file, relative to the folder of the stack (cdktf.out/stacks/<name>).' } }, ['path']),
  azurerm: object({
    resourceGroupName: RESOURCE_GROUP,
    storageAccountName: { type: 'string', pattern: '^[a-z0-9]{3,24}$' },
    containerName: { type: 'string', pattern: '^[a-z0-9$][a-z0-9-]{2,62}$' },
    key: { type: 'string', pattern: '^[A-Za-z0-9_][A-Za-z0-9_./-]*$' },
  }, ['resourceGroupName', 'storageAccountName', 'containerName', 'key']),
}, 'Where Terraform keeps its state.');

/** The schema, made anew on each call so that nothing is built when the module is loaded. */
export function deploymentSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://github.com/cdktf-azureml-network/cdktf-azureml-network/schemas/deployment.schema.json',
    title: 'Deployment of network rules for Azure Machine Learning',
    ...object({
      $schema: { type: 'string', description: 'For editors.' },
      name: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_-]{0,62}$', description: 'Name of the Terraform stack.' },
      edition: { enum: EDITIONS, description: 'Edition of the article to follow.' },
      cloud: { enum: CLOUDS },
      region: { type: 'string', pattern: '^[A-Za-z0-9 ]+$', description: 'Region of the workspace, as ARM name.' },
      subscriptionId: { type: 'string', pattern: `^${SUBSCRIPTION}$`, description: 'Default: what the environment of Terraform says.' },
      backend,
      workspace,
      compute,
      kubernetes: object({ training: BOOLEAN, inference: BOOLEAN }, ['training', 'inference'], { description: 'An attached Kubernetes cluster.' }),
      scenarios: listOf({ enum: CHOSEN_SCENARIOS }, 0),
      requirements: listOf(ownRequirement, 0),
      leaveOut: listOf(object({ id: { type: 'string', pattern: '^[a-z0-9.-]+$' }, reason: TEXT }, ['id', 'reason']), 0),
      subnets: {
        type: 'object', minProperties: 1, propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]{0,62}$' },
        additionalProperties: object({
          subnetId: resourceId('Microsoft.Network/virtualNetworks/subnets'),
          addressPrefixes: { ...listOf(ADDRESS), description: 'Address ranges of the subnet.' },
          securityGroup,
          routeTable,
        }, ['subnetId', 'addressPrefixes', 'securityGroup']),
      },
      firewall,
    }, ['name', 'edition', 'cloud', 'region', 'backend', 'workspace', 'compute', 'subnets']),
  };
}
