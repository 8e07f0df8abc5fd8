/**
 * Members that older commands and other tools write in another case: `privateIpAddress`, `terminateTls`. Those that are read, as the API
 * writes them.
 * Source: Azure REST API specifications, network 2024-07-01; models of the Azure SDK for Python, which older versions of the command print.
 */
const NAMES = [
  'id', 'name', 'type', 'properties', 'securityRules', 'defaultSecurityRules', 'routes', 'subnets', 'virtualNetworkPeerings', 'protocol',
  'access', 'direction', 'priority', 'sourceAddressPrefix', 'sourceAddressPrefixes', 'sourceApplicationSecurityGroups', 'sourcePortRange',
  'sourcePortRanges', 'destinationAddressPrefix', 'destinationAddressPrefixes', 'destinationApplicationSecurityGroups',
  'destinationPortRange', 'destinationPortRanges', 'addressPrefix', 'addressPrefixes', 'addressSpace', 'dhcpOptions', 'dnsServers',
  'networkSecurityGroup', 'routeTable', 'natGateway', 'serviceEndpoints', 'serviceEndpointPolicies', 'service', 'defaultOutboundAccess',
  'privateEndpointNetworkPolicies', 'nextHopType', 'nextHopIpAddress', 'disableBgpRoutePropagation', 'remoteVirtualNetwork',
  'allowVirtualNetworkAccess', 'allowForwardedTraffic', 'useRemoteGateways', 'peeringState', 'peerCompleteVnets', 'remoteAddressSpace',
  'remoteVirtualNetworkAddressSpace', 'provisioningState', 'firewallPolicy', 'ipConfigurations', 'privateIPAddress', 'subnet',
  'managementIpConfiguration', 'hubIPAddresses', 'sku', 'tier', 'additionalProperties', 'networkRuleCollections',
  'applicationRuleCollections', 'natRuleCollections', 'basePolicy', 'ruleCollectionGroups', 'dnsSettings', 'enableProxy', 'snat',
  'privateRanges', 'ruleCollections', 'ruleCollectionType', 'action', 'rules', 'ruleType', 'ipProtocols', 'protocols', 'protocolType',
  'port', 'sourceAddresses', 'sourceIpGroups', 'destinationAddresses', 'destinationIpGroups', 'destinationFqdns', 'destinationPorts',
  'targetFqdns', 'targetUrls', 'fqdnTags', 'webCategories', 'terminateTLS', 'translatedAddress', 'translatedFqdn', 'translatedPort',
  'ipAddresses', 'publicIpAddresses', 'publicIpPrefixes', 'publicIpAddressesV6', 'publicIpPrefixesV6', 'idleTimeoutInMinutes',
  'frontendIPConfigurations', 'frontendIPConfiguration', 'publicIPAddress', 'publicIPPrefix', 'backendAddressPools', 'backendAddressPool',
  'backendIPConfigurations', 'outboundRules', 'loadBalancingRules', 'disableOutboundSnat',
  'serviceEndpointPolicyDefinitions', 'serviceResources', 'serviceAlias', 'contextualServiceEndpointPolicies',
  'numberOfVirtualNetworkLinks', 'virtualNetwork',
  'customDnsConfigs', 'fqdn', 'enableInternetSecurity', 'sources', 'destinations', 'addressPrefixType',
];

const CANONICAL = new Map(NAMES.map((name) => [name.toLowerCase(), name]));

/** A member by the name that the API has for it. */
export function apiName(key: string): string {
  return CANONICAL.get(key.toLowerCase()) ?? key;
}
