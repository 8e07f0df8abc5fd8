type Body = Readonly<Record<string, unknown>>;

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const FIREWALL_ADDRESS = '10.0.1.4';

/** Types of Azure by those of Terraform, for ids. */
const TYPES: Readonly<Record<string, string>> = {
  azurerm_virtual_network: 'virtualNetworks', azurerm_network_security_group: 'networkSecurityGroups', azurerm_route_table: 'routeTables',
  azurerm_firewall: 'azureFirewalls', azurerm_firewall_policy: 'firewallPolicies', azurerm_ip_group: 'ipGroups',
  azurerm_nat_gateway: 'natGateways', azurerm_public_ip: 'publicIPAddresses', azurerm_network_interface: 'networkInterfaces',
};

/**
 * What Resource Graph would answer after a synthesized hub with its spokes is applied. Written by hand from the REST API, so that
 * it knows nothing of how exports are read: members for one value and for several stand side by side, types are in lower case, and
 * rule collection groups are rows of their own.
 */
export function graphOfStack(synthesized: Body, firewallAddress = FIREWALL_ADDRESS): Body {
  // After apply the address of the firewall is known wherever it is named.
  const stack = JSON.parse(JSON.stringify(synthesized).replace(/\$\{azurerm_firewall\.[^}]*private_ip_address\}/g,
    firewallAddress)) as Body;
  const of = (type: string): [name: string, body: Body][] => Object.entries(((stack['resource'] as Body)[type] ?? {}) as Record<string,
    Body>);
  const keyOf = (type: string, named: unknown): string => (String(named).includes('${') ? nameIn(named)
    : of(type).find(([, body]) => body['name'] === named)![0]);
  const id = (type: string, name: string): string => {
    const body = ((stack['resource'] as Body)[type] as Record<string, Body>)[name]!;
    if (type === 'azurerm_subnet') {
      const network = keyOf('azurerm_virtual_network', body['virtual_network_name']);
      return `${id('azurerm_virtual_network', network)}/subnets/${String(body['name'])}`;
    }
    return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${String(body['resource_group_name'])}/providers/Microsoft.Network/` +
      `${TYPES[type]}/${String(body['name'])}`;
  };
  const idOf = (reference: unknown): string => id(/\{(\w+)\./.exec(String(reference))![1]!, nameIn(reference));
  const row = (at: string, properties: Body): Body => {
    const [, , , , group, , , ...rest] = at.split('/');
    const type = ['microsoft.network', ...rest.filter((_, i) => i % 2 === 0)].join('/').toLowerCase();
    return { id: at, name: rest.at(-1), type, location: 'westus2', resourceGroup: group!.toLowerCase(), subscriptionId: SUBSCRIPTION,
      sku: null, tags: null, properties: { provisioningState: 'Succeeded', ...properties } };
  };
  const associated = (subnet: string, association: string, argument: string): Body => {
    const [, found] = of(association).find(([, body]) => nameIn(body['subnet_id']) === subnet) ?? [];
    return found === undefined ? {} : { [MEMBERS[argument]!]: { id: idOf(found[argument]) } };
  };
  const subnetsOf = (network: string): Body[] => of('azurerm_subnet')
    .filter(([, body]) => keyOf('azurerm_virtual_network', body['virtual_network_name']) === network)
    .map(([key, body]) => ({
    name: body['name'], id: id('azurerm_subnet', key), type: 'Microsoft.Network/virtualNetworks/subnets',
    properties: {
      ...(body['address_prefixes'] as string[]).length === 1 ? { addressPrefix: (body['address_prefixes'] as string[])[0] }
        : { addressPrefixes: body['address_prefixes'] },
      delegations: [], serviceEndpoints: ((body['service_endpoints'] ?? []) as string[]).map((service) => ({ service, locations: ['*'] })),
      ...(body['default_outbound_access_enabled'] === false && { defaultOutboundAccess: false }),
      ...associated(key, 'azurerm_subnet_network_security_group_association', 'network_security_group_id'),
      ...associated(key, 'azurerm_subnet_route_table_association', 'route_table_id'),
      ...associated(key, 'azurerm_subnet_nat_gateway_association', 'nat_gateway_id'),
    },
  }));
  const peeringsOf = (network: string): Body[] => of('azurerm_virtual_network_peering')
    .filter(([, body]) => keyOf('azurerm_virtual_network', body['virtual_network_name']) === network).map(([, body]) => {
      const remote = nameIn(body['remote_virtual_network_id']);
      const addressPrefixes = ((stack['resource'] as Body)['azurerm_virtual_network'] as Record<string, Body>)[remote]!['address_space'];
      return {
        name: body['name'], id: `${id('azurerm_virtual_network', network)}/virtualNetworkPeerings/${String(body['name'])}`,
        properties: {
          peeringState: 'Connected', peeringSyncLevel: 'FullyInSync', remoteVirtualNetwork: { id: idOf(body['remote_virtual_network_id']) },
          allowVirtualNetworkAccess: body['allow_virtual_network_access'] ?? true,
          allowForwardedTraffic: body['allow_forwarded_traffic'] ?? false, allowGatewayTransit: false, useRemoteGateways: false,
          remoteAddressSpace: { addressPrefixes }, remoteVirtualNetworkAddressSpace: { addressPrefixes },
        },
      };
    });
  const data = [
    ...of('azurerm_virtual_network').map(([key, body]) => row(id('azurerm_virtual_network', key), {
      addressSpace: { addressPrefixes: body['address_space'] }, subnets: subnetsOf(key), virtualNetworkPeerings: peeringsOf(key),
      ...(body['dns_servers'] !== undefined && { dhcpOptions: { dnsServers: body['dns_servers'] } }),
    })),
    ...of('azurerm_nat_gateway').map(([key, body]) => row(id('azurerm_nat_gateway', key), {
      idleTimeoutInMinutes: 4, publicIpAddresses: of('azurerm_nat_gateway_public_ip_association')
        .filter(([, one]) => nameIn(one['nat_gateway_id']) === key).map(([, one]) => ({ id: idOf(one['public_ip_address_id']) })),
      subnets: of('azurerm_subnet_nat_gateway_association').filter(([, one]) => nameIn(one['nat_gateway_id']) === key)
        .map(([, one]) => ({ id: idOf(one['subnet_id']) })), name: body['name'],
    })),
    ...of('azurerm_public_ip').map(([key]) => row(id('azurerm_public_ip', key), { publicIPAllocationMethod: 'Static' })),
    ...of('azurerm_network_security_group').map(([key, body]) => {
      const at = id('azurerm_network_security_group', key);
      return row(at, {
        securityRules: [
          ...list(body['security_rule']),
          ...of('azurerm_network_security_rule').map(([, rule]) => rule)
            .filter((rule) => keyOf('azurerm_network_security_group', rule['network_security_group_name']) === key),
        ]
          .map((rule) => ({ name: rule['name'], id: `${at}/securityRules/${String(rule['name'])}`, properties: securityRule(rule) })),
        defaultSecurityRules: [{ name: 'DenyAllOutBound', properties: { access: 'Deny', direction: 'Outbound', priority: 65500,
          protocol: '*' } }],
      });
    }),
    ...of('azurerm_route_table').map(([key, body]) => row(id('azurerm_route_table', key), {
      routes: list(body['route']).map((route) => ({
        name: route['name'], properties: {
          addressPrefix: route['address_prefix'], nextHopType: route['next_hop_type'],
          ...(route['next_hop_type'] === 'VirtualAppliance' && { nextHopIpAddress: route['next_hop_in_ip_address'] }),
        },
      })),
    })),
    ...of('azurerm_firewall').map(([key, body]) => row(id('azurerm_firewall', key), {
      sku: { name: body['sku_name'], tier: body['sku_tier'] }, firewallPolicy: { id: idOf(body['firewall_policy_id']) },
      networkRuleCollections: [], applicationRuleCollections: [], natRuleCollections: [],
      ipConfigurations: list(body['ip_configuration'])
        .map((one) => ({ name: one['name'], properties: { privateIPAddress: firewallAddress, subnet: { id: idOf(one['subnet_id']) } } })),
    })),
    ...of('azurerm_firewall_policy').map(([key, body]) => {
      const at = id('azurerm_firewall_policy', key);
      return row(at.toLowerCase(), {
        sku: { tier: body['sku'] ?? 'Standard' }, dnsSettings: { servers: [],
          enableProxy: (list(body['dns'])[0] ?? {})['proxy_enabled'] === true },
        ruleCollectionGroups: of('azurerm_firewall_policy_rule_collection_group')
          .map(([, group]) => ({ id: `${at}/ruleCollectionGroups/${String(group['name'])}` })),
      });
    }),
    ...of('azurerm_firewall_policy_rule_collection_group')
      .map(([, body]) => row(`${idOf(body['firewall_policy_id'])}/ruleCollectionGroups/${String(body['name'])}`.toLowerCase(), {
      priority: body['priority'],
      ruleCollections: [...list(body['application_rule_collection']).map((one) => collection(one, applicationRule)),
        ...list(body['network_rule_collection']).map((one) => collection(one, (rule) => networkRule(rule, idOf)))],
    })),
    ...of('azurerm_ip_group').map(([key, body]) => row(id('azurerm_ip_group', key), { ipAddresses: body['cidrs'], firewalls: [] })),
  ];
  return { count: data.length, data, skip_token: null, total_records: data.length };
}

/** What a subnet calls what an association gives it. */
const MEMBERS: Readonly<Record<string, string>> = {
  route_table_id: 'routeTable', network_security_group_id: 'networkSecurityGroup', nat_gateway_id: 'natGateway',
};

function list(value: unknown): Body[] {
  return (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]) as Body[];
}

/** The name in `${type.name.attribute}`. */
function nameIn(reference: unknown): string {
  return /\{\w+\.([^.]+)\./.exec(String(reference))![1]!;
}

/** Azure keeps the protocol as it was written, and fills the lists that are not used with nothing. */
function securityRule(rule: Body): Body {
  const one = (name: string): Body => {
    const value = rule[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
    return value === null || value === undefined ? {} : { [name]: value };
  };
  const many = (name: string,
    plural: string): Body => ({ [plural]: rule[plural.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? [], ...one(name) });
  return {
    protocol: String(rule['protocol']).toUpperCase(), access: rule['access'], priority: rule['priority'], direction: rule['direction'],
    ...many('sourceAddressPrefix', 'sourceAddressPrefixes'), ...many('destinationAddressPrefix', 'destinationAddressPrefixes'),
    ...many('sourcePortRange', 'sourcePortRanges'), ...many('destinationPortRange', 'destinationPortRanges'),
  };
}

function collection(body: Body, rule: (one: Body) => Body): Body {
  return { rules: list(body['rule']).map(rule), action: { type: body['action'] }, ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
    priority: body['priority'], name: body['name'] };
}

function networkRule(rule: Body, idOf: (reference: unknown) => string): Body {
  const groups = (name: string): string[] => ((rule[name] ?? []) as unknown[]).map(idOf);
  return {
    name: rule['name'], ipProtocols: rule['protocols'], sourceAddresses: rule['source_addresses'] ?? [],
    sourceIpGroups: groups('source_ip_groups'), destinationAddresses: rule['destination_addresses'] ?? [],
    destinationIpGroups: groups('destination_ip_groups'), destinationFqdns: rule['destination_fqdns'] ?? [],
    destinationPorts: rule['destination_ports'], ruleType: 'NetworkRule',
  };
}

function applicationRule(rule: Body): Body {
  return {
    name: rule['name'], protocols: list(rule['protocols']).map(({ type, port }) => ({ protocolType: type, port })), fqdnTags: [],
      webCategories: [], targetUrls: [],
    targetFqdns: rule['destination_fqdns'] ?? [], sourceAddresses: rule['source_addresses'] ?? [], sourceIpGroups: [],
      destinationAddresses: [], terminateTLS: false, ruleType: 'ApplicationRule',
  };
}
