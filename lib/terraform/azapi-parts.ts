import { Fields, isFields } from '../network/fields';
import { eachOf, given, knownMembers, memberId } from './azapi-bodies';
import { Unresolved } from './values';

/**
 * Rules, routes and peerings in the words of Azure Resource Manager, as arguments of azurerm.
 * Source: Azure REST API specifications, network 2024-07-01; azurerm 4.55 for the arguments.
 */

/** Members that are read, or decide nothing about traffic. Another one may. */
export const RULE_MEMBERS = [
  'access', 'description', 'destinationAddressPrefix', 'destinationAddressPrefixes', 'destinationApplicationSecurityGroups',
  'destinationPortRange', 'destinationPortRanges', 'direction', 'priority', 'protocol', 'sourceAddressPrefix', 'sourceAddressPrefixes',
  'sourceApplicationSecurityGroups', 'sourcePortRange', 'sourcePortRanges', 'provisioningState',
];
export const ROUTE_MEMBERS = ['addressPrefix', 'nextHopType', 'nextHopIpAddress', 'hasBgpOverride', 'provisioningState'];
export const PEERING_MEMBERS = [
  'allowForwardedTraffic', 'allowGatewayTransit', 'allowVirtualNetworkAccess', 'doNotVerifyRemoteGateways', 'enableOnlyIPv6Peering',
  'localSubnetNames', 'peerCompleteVnets', 'remoteSubnetNames', 'remoteVirtualNetwork', 'useRemoteGateways',
];

/** Members of an entry of a list, beside which `properties` has what it is. */
const ENTRY_MEMBERS = ['name', 'id', 'type', 'etag', 'properties'];

/** Entries of a list as blocks of azurerm; undefined where one of them says more than is read. */
export function rulesIn(
  list: unknown, block: string, members: readonly string[], argumentsOf: (properties: Fields) => Fields,
): Fields | undefined {
  if (!Array.isArray(list)) {
    return list === undefined || list instanceof Unresolved ? given(block, list) : undefined;
  }
  const blocks = list.map((entry: unknown): Fields | undefined => {
    const properties = isFields(entry) ? knownMembers(entry['properties'], members) : undefined;
    const isEntry = isFields(entry) && Object.keys(entry).every((name) => ENTRY_MEMBERS.includes(name));
    return properties !== undefined && isEntry ? { name: entry['name'], ...argumentsOf(properties) } : undefined;
  });
  return blocks.includes(undefined) ? undefined : { [block]: blocks };
}

export function ruleOf(rule: Fields): Fields {
  return {
    ...spelled(rule, 'direction', ['Inbound', 'Outbound']), ...spelled(rule, 'access', ['Allow', 'Deny']),
    ...spelled(rule, 'protocol', ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']), ...given('priority', rule['priority']),
    ...side(rule, 'source'), ...side(rule, 'destination'),
  };
}

export function routeOf(route: Fields): Fields {
  const hop = route['nextHopType'];
  const hops = ['VirtualAppliance', 'Internet', 'VnetLocal', 'VirtualNetworkGateway', 'None'];
  const address = route['nextHopIpAddress'] === '' ? undefined : route['nextHopIpAddress'];
  return {
    ...given('address_prefix', route['addressPrefix']), ...given('next_hop_type', spelling(hop, hops)),
    ...given('next_hop_in_ip_address', address),
  };
}

export function peeringOf(peering: Fields): Fields {
  return {
    ...given('remote_virtual_network_id', memberId(peering['remoteVirtualNetwork'])),
    allow_virtual_network_access: peering['allowVirtualNetworkAccess'] ??
      new Unresolved('allowVirtualNetworkAccess is left out, and nothing documents what that means'),
    ...given('allow_forwarded_traffic', peering['allowForwardedTraffic']),
    ...given('allow_gateway_transit', peering['allowGatewayTransit']), ...given('use_remote_gateways', peering['useRemoteGateways']),
    ...given('only_ipv6_peering_enabled', peering['enableOnlyIPv6Peering']),
    ...given('peer_complete_virtual_networks_enabled', peering['peerCompleteVnets']),
    ...given('local_subnet_names', peering['localSubnetNames']), ...given('remote_subnet_names', peering['remoteSubnetNames']),
  };
}

/** Azure takes one member, the other or both, and an empty one for none. */
function side(rule: Fields, of: 'source' | 'destination'): Fields {
  return {
    ...oneOrMore(`${of}_address_prefix`, 'es', rule[`${of}AddressPrefix`], rule[`${of}AddressPrefixes`]),
    ...oneOrMore(`${of}_port_range`, 's', rule[`${of}PortRange`], rule[`${of}PortRanges`]),
    ...given(`${of}_application_security_group_ids`, eachOf(rule[`${of}ApplicationSecurityGroups`], 'id')),
  };
}

function oneOrMore(argument: string, plural: string, one: unknown, several: unknown): Fields {
  const isEmpty = Array.isArray(several) && several.length === 0;
  return { ...given(argument, one === '' ? undefined : one), ...given(`${argument}${plural}`, isEmpty ? undefined : several) };
}

function spelled(rule: Fields, name: string, choices: readonly string[]): Fields {
  return given(name, spelling(rule[name], choices));
}

/** Azure takes these words in any case, and azurerm in one. */
function spelling(given: unknown, choices: readonly string[]): unknown {
  return typeof given === 'string' ? choices.find((one) => one.toLowerCase() === given.toLowerCase()) ?? given : given;
}
