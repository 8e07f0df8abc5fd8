import { Fields, member } from '../network/fields';
import { eachOf, given, memberId, readable, unreadIn } from './azapi-bodies';
import { PEERING_MEMBERS, peeringOf, ROUTE_MEMBERS, routeOf, RULE_MEMBERS, ruleOf, rulesIn } from './azapi-parts';
import type { Resource } from './resource';
import { itemsOf, NotRead, ReferenceTarget, Unresolved } from './values';

/**
 * Virtual networks, subnets, peerings, security groups and route tables that the provider azapi makes, in the words of azurerm, which the
 * readers know. Verified modules of Azure make networks so. Source: azapi 2.4, azapi_resource (`type`, `parent_id`, `name`, `body`); Azure
 * Resource Manager, Microsoft.Network 2024-07-01. What a body says in another way stays as it is, and is said not to be read.
 */
export function withAzapi(resources: readonly Resource[]): Resource[] {
  const networks = new Map(resources.filter((one) => typeOf(one) === 'virtualNetworks' && readable(one, NETWORK_MEMBERS) !== undefined)
    .map((one) => [`${one.group} ${one.address}`, one]));
  return resources.flatMap((one) => {
    const type = typeOf(one);
    switch (type) {
      case undefined:
        return [one];
      case 'virtualNetworks':
        return networkOf(one);
      case 'virtualNetworks/subnets':
        return subnetOf(one, networks);
      case 'networkSecurityGroups':
      case 'networkSecurityGroups/securityRules':
      case 'routeTables':
      case 'routeTables/routes':
      case 'virtualNetworks/virtualNetworkPeerings':
        return [ownerOrPartOf(one, type) ?? one];
    }
  });
}

const TYPES = [
  'virtualNetworks', 'virtualNetworks/subnets', 'virtualNetworks/virtualNetworkPeerings', 'networkSecurityGroups',
  'networkSecurityGroups/securityRules', 'routeTables', 'routeTables/routes',
] as const;
type AzapiType = (typeof TYPES)[number];

/** Members of a body that are read, or decide nothing about traffic. Another one may. */
const NETWORK_MEMBERS = [
  'addressSpace', 'dhcpOptions', 'bgpCommunities', 'ddosProtectionPlan', 'enableDdosProtection', 'enableVmProtection', 'encryption',
  'flowTimeoutInMinutes',
];
const SUBNET_MEMBERS = [
  'addressPrefix', 'addressPrefixes', 'defaultOutboundAccess', 'delegations', 'natGateway', 'networkSecurityGroup',
  'privateEndpointNetworkPolicies', 'privateLinkServiceNetworkPolicies', 'routeTable', 'serviceEndpoints', 'serviceEndpointPolicies',
  'sharingScope',
];

/** What a subnet has on it, as associations of azurerm. */
const PARTS = [
  ['networkSecurityGroup', 'azurerm_subnet_network_security_group_association', 'network_security_group_id'],
  ['routeTable', 'azurerm_subnet_route_table_association', 'route_table_id'],
  ['natGateway', 'azurerm_subnet_nat_gateway_association', 'nat_gateway_id'],
] as const;

/** The type without its version, which is not part of the meaning of the members that are read. */
function typeOf({ type, mode, values }: Resource): AzapiType | undefined {
  const text = values['type'];
  const name = type !== 'azapi_resource' || mode !== 'managed' || typeof text !== 'string' ? undefined
    : /^Microsoft\.Network\/([a-z/]+)@/i.exec(text)?.[1]?.toLowerCase();
  return TYPES.find((one) => one.toLowerCase() === name);
}

/** An owner with its parts, or a part that names its owner; undefined where the body of a part says more than is read. */
function ownerOrPartOf(resource: Resource, type: Exclude<AzapiType, 'virtualNetworks' | 'virtualNetworks/subnets'>): Resource | undefined {
  switch (type) {
    case 'networkSecurityGroups':
      return owner(resource, ['azurerm_network_security_group', 'security_rule'], GROUP_MEMBERS, ({ securityRules }) =>
        rulesIn(securityRules, 'security_rule', RULE_MEMBERS, ruleOf));
    case 'routeTables':
      return owner(resource, ['azurerm_route_table', 'route'], TABLE_MEMBERS, ({ routes, disableBgpRoutePropagation: refuses }) => {
        const blocks = rulesIn(routes, 'route', ROUTE_MEMBERS, routeOf);
        return blocks && { ...blocks, ...given('disable_bgp_route_propagation', refuses) };
      });
    case 'networkSecurityGroups/securityRules':
      return part(
        resource, ['networkSecurityGroups', 'azurerm_network_security_rule', 'network_security_group_name'], RULE_MEMBERS, ruleOf,
      );
    case 'routeTables/routes':
      return part(resource, ['routeTables', 'azurerm_route', 'route_table_name'], ROUTE_MEMBERS, routeOf);
    case 'virtualNetworks/virtualNetworkPeerings':
      return part(resource, ['virtualNetworks', 'azurerm_virtual_network_peering', 'virtual_network_name'], PEERING_MEMBERS, peeringOf);
  }
}

const GROUP_MEMBERS = ['securityRules', 'flushConnection'];
const TABLE_MEMBERS = ['routes', 'disableBgpRoutePropagation'];

/** Of an owner whose body says more than is read, the name is known and nothing else. */
function owner(
  resource: Resource, [type, block]: readonly [string, string], members: readonly string[],
  partsOf: (properties: Fields) => Fields | undefined,
): Resource {
  const properties = readable(resource, members);
  const parts = (properties && partsOf(properties)) ?? { [block]: unreadIn(resource, members) };
  return as(resource, type, { ...own(resource), resource_group_name: groupOf(resource), ...parts });
}

function part(
  resource: Resource, [azureOwner, type, ownerName]: readonly [string, string, string], members: readonly string[],
  argumentsOf: (properties: Fields) => Fields,
): Resource | undefined {
  const parent = resource.values['parent_id'];
  // An id of another type, or of something below, names no owner.
  const isOwner = typeof parent !== 'string' ||
    parent.split('/').slice(7).map((one) => one.toLowerCase()).join('/').startsWith(`${azureOwner.toLowerCase()}/`);
  const properties = isOwner && parent !== undefined ? readable(resource, members) : undefined;
  return properties && as(resource, type, {
    ...own(resource), resource_group_name: groupOf(resource), [ownerName]: partOf(parent, 8), ...argumentsOf(properties),
  });
}

function networkOf(resource: Resource): Resource[] {
  const properties = readable(resource, NETWORK_MEMBERS);
  if (properties === undefined) {
    return [resource];
  }
  const servers = member(properties['dhcpOptions'], 'dnsServers');
  return [as(resource, 'azurerm_virtual_network', {
    ...own(resource), resource_group_name: groupOf(resource), address_space: member(properties['addressSpace'], 'addressPrefixes'),
    ...(servers !== undefined && servers !== null && { dns_servers: servers }),
  })];
}

function subnetOf(resource: Resource, networks: ReadonlyMap<string, Resource>): Resource[] {
  const properties = readable(resource, SUBNET_MEMBERS);
  if (properties === undefined) {
    return [resource];
  }
  const { group, address, values } = resource;
  const parent = values['parent_id'];
  const target = parent instanceof Unresolved ? parent.target : undefined;
  const network = target === undefined ? undefined : networks.get(`${target.group} ${target.address}`);
  const subnet = as(resource, 'azurerm_subnet', {
    ...own(resource), resource_group_name: network === undefined ? partOf(parent, 4) : groupOf(network),
    virtual_network_name: network === undefined ? partOf(parent, 8) : network.values['name'],
    address_prefixes: properties['addressPrefixes'] ?? itemsOf(properties['addressPrefix']),
    ...given('default_outbound_access_enabled', properties['defaultOutboundAccess'] ?? defaultAccess(values['type'])),
    ...given('private_endpoint_network_policies', properties['privateEndpointNetworkPolicies']),
    ...given('service_endpoints', eachOf(properties['serviceEndpoints'], 'service')),
    ...given('service_endpoint_policy_ids', eachOf(properties['serviceEndpointPolicies'], 'id')),
  }, network === undefined ? undefined : { group: network.group, address: network.address, attribute: 'name' });
  const id = new Unresolved(`${address}.id`, `${group} ${address}.id`, { group, address, attribute: 'id' });
  return [subnet, ...PARTS.filter(([name]) => properties[name] !== undefined).map(([name, type, argument]) =>
    as(resource, type, { subnet_id: id, [argument]: memberId(properties[name]) }))];
}

/**
 * What a subnet has that does not say it. Source: default outbound access in Azure (ms.date 2026-01-30): versions of the interface that
 * are released after 2026-03-31 make private subnets, which is the default of new virtual networks then.
 */
function defaultAccess(type: unknown): NotRead | undefined {
  const version = String(type).split('@')[1] ?? '';
  return version.slice(0, 10) <= '2026-03-31' ? undefined
    : new NotRead(`defaultOutboundAccess, which is left out, and whose default is another one in new versions such as ${version}`);
}

function own({ values }: Resource): Fields {
  return { name: values['name'], ...given('id', values['id']) };
}

function groupOf({ values }: Resource): unknown {
  return partOf(values['parent_id'], 4);
}

/** A part of an id between slashes. */
function partOf(id: unknown, index: number): unknown {
  return typeof id === 'string' ? id.split('/')[index]
    : id instanceof Unresolved ? new Unresolved(id.text, undefined, undefined, { of: id, index }) : undefined;
}

function as({ written: _, ...resource }: Resource, type: string, values: Fields, network?: ReferenceTarget): Resource {
  return {
    ...resource, type, values, isConfigured: (argument) => values[argument] !== undefined,
    ...(network !== undefined && { written: (argument: string) => (argument === 'virtual_network_name' ? network : undefined) }),
  };
}
