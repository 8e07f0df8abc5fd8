import { Fields, isFields, member } from '../network/fields';
import type { Resource } from './resource';
import { itemsOf, ReferenceTarget, Unresolved } from './values';

/**
 * Virtual networks and subnets that the provider azapi makes, in the words of azurerm, which the readers know. Verified modules of
 * Azure make them so. Source: azapi 2.4, azapi_resource (`type`, `parent_id`, `name`, `body`); Azure Resource Manager,
 * Microsoft.Network/virtualNetworks and virtualNetworks/subnets, 2024-07-01. What a body says in another way stays as it is, and is
 * said not to be read.
 */
export function withAzapi(resources: readonly Resource[]): Resource[] {
  const networks = new Map(resources.filter((one) => typeOf(one) === NETWORK && readable(one, NETWORK_MEMBERS) !== undefined)
    .map((one) => [`${one.group} ${one.address}`, one]));
  return resources.flatMap((one) => {
    switch (typeOf(one)) {
      case NETWORK:
        return networkOf(one);
      case SUBNET:
        return subnetOf(one, networks);
      case undefined:
        return [one];
    }
  });
}

const NETWORK = 'network';
const SUBNET = 'subnet';
const TYPES: readonly (readonly [RegExp, typeof NETWORK | typeof SUBNET])[] = [
  [/^Microsoft\.Network\/virtualNetworks@/i, NETWORK], [/^Microsoft\.Network\/virtualNetworks\/subnets@/i, SUBNET],
];

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

function typeOf({ type, mode, values }: Resource): typeof NETWORK | typeof SUBNET | undefined {
  const text = values['type'];
  return type !== 'azapi_resource' || mode !== 'managed' || typeof text !== 'string' ? undefined
    : TYPES.find(([pattern]) => pattern.test(text))?.[1];
}

/** The properties of a body, where all of them are known members; null stands for one that is left out. */
function readable({ values }: Resource, members: readonly string[]): Fields | undefined {
  const properties = member(bodyOf(values['body']), 'properties');
  const ignored = values['ignore_body_changes'] ?? [];
  const isIgnored = (path: unknown): boolean => typeof path !== 'string' || members.includes(path.split('.')[1] ?? '');
  if (!isFields(properties) || !Array.isArray(ignored) || ignored.some(isIgnored)) {
    return undefined;
  }
  const given = Object.entries(properties).filter(([, value]) => value !== null && value !== undefined);
  return given.every(([name]) => members.includes(name)) ? Object.fromEntries(given) : undefined;
}

/** Version 1 of the provider takes it as the text of JSON. */
function bodyOf(body: unknown): unknown {
  if (typeof body !== 'string') {
    return body;
  }
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
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
    ...given('default_outbound_access_enabled', properties['defaultOutboundAccess']),
    ...given('private_endpoint_network_policies', properties['privateEndpointNetworkPolicies']),
    ...given('service_endpoints', eachOf(properties['serviceEndpoints'], 'service')),
    ...given('service_endpoint_policy_ids', eachOf(properties['serviceEndpointPolicies'], 'id')),
  }, network === undefined ? undefined : { group: network.group, address: network.address, attribute: 'name' });
  const id = new Unresolved(`${address}.id`, `${group} ${address}.id`, { group, address, attribute: 'id' });
  return [subnet, ...PARTS.filter(([name]) => properties[name] !== undefined).map(([name, type, argument]) =>
    as(resource, type, { subnet_id: id, [argument]: idOf(properties[name]) }))];
}

function own({ values }: Resource): Fields {
  return { name: values['name'], ...given('id', values['id']) };
}

function given(name: string, value: unknown): Fields {
  return value === undefined || value === null ? {} : { [name]: value };
}

function idOf(value: unknown): unknown {
  return value instanceof Unresolved ? value : member(value, 'id') ?? undefined;
}

/** A member of each object of a list; the list itself where it is not known. */
function eachOf(list: unknown, name: string): unknown {
  return Array.isArray(list) ? list.map((one: unknown) => (one instanceof Unresolved ? one : member(one, name))) : list;
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
