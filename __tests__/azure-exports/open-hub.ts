/* A network in which everything is let through: what somebody adds to it alone can deny. */

export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
export const AT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network`;
export const SUBNET = `${AT}/virtualNetworks/v/subnets/training`;
export const POLICY = `${AT}/firewallPolicies/p`;

export function resource(path: string, properties: object): Record<string, unknown> {
  return { id: `${AT}/${path}`, name: path.split('/').at(-1)!, properties: { provisioningState: 'Succeeded', ...properties } };
}

export function securityRule(name: string, priority: unknown, access: string, more: object = {}): object {
  return { name, properties: { priority, access, direction: 'Outbound', protocol: '*', sourcePortRange: '*', sourceAddressPrefix: '*',
    destinationPortRange: '*', destinationAddressPrefix: '*', ...more } };
}

export function networkRule(name: string): object {
  return { ruleType: 'NetworkRule', name, ipProtocols: ['Any'], sourceAddresses: ['*'], destinationAddresses: ['*'],
    destinationPorts: ['*'] };
}

export function collection(name: string, priority: unknown, action: string): object {
  return { ruleCollectionType: 'FirewallPolicyFilterRuleCollection', name, priority, action: { type: action },
    rules: [networkRule(`${name}-rule`)] };
}

export function ruleCollectionGroup(name: string, priority: unknown, ...ruleCollections: object[]): Record<string, unknown> {
  return resource(`firewallPolicies/p/ruleCollectionGroups/${name}`, { priority, ruleCollections });
}

/** Everything goes through one group of security rules, one route and one firewall, and each lets it. */
export function openHub(): Record<string, unknown>[] {
  return [
    resource('networkSecurityGroups/nsg', { securityRules: [securityRule('all', 200, 'Allow')] }),
    resource('routeTables/rt', { routes: [{ name: 'd', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance',
      nextHopIpAddress: '10.9.0.4' } }] }),
    resource('virtualNetworks/v', { addressSpace: { addressPrefixes: ['10.9.0.0/16'] }, virtualNetworkPeerings: [],
      dhcpOptions: { dnsServers: [] }, subnets: [{ id: SUBNET, name: 'training', properties: {
        addressPrefix: '10.9.1.0/24', networkSecurityGroup: { id: `${AT}/networkSecurityGroups/nsg` },
        routeTable: { id: `${AT}/routeTables/rt` } } }] }),
    resource('azureFirewalls/f', { ipConfigurations: [{ name: 'c', properties: { privateIPAddress: '10.9.0.4' } }],
      firewallPolicy: { id: POLICY } }),
    resource('firewallPolicies/p', { ruleCollectionGroups: [{ id: `${POLICY}/ruleCollectionGroups/g` }] }),
    ruleCollectionGroup('g', 200, collection('c', 200, 'Allow')),
  ];
}
