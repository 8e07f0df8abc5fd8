/* eslint-disable @typescript-eslint/no-explicit-any -- Terraform JSON */
type Body = Record<string, any>;

/** Rows of resources as Azure Resource Manager has them, by their ids in lower case. */
export type Rows = Map<string, Body>;

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';
const AT = 'providers/Microsoft.Network';

/** Types of Azure by those of Terraform. Source: azurerm 4.55, ids of resources. */
const TYPES: Readonly<Record<string, string>> = {
  azurerm_virtual_network: 'virtualNetworks', azurerm_network_security_group: 'networkSecurityGroups', azurerm_route_table: 'routeTables',
  azurerm_firewall: 'azureFirewalls', azurerm_firewall_policy: 'firewallPolicies', azurerm_ip_group: 'ipGroups',
  azurerm_nat_gateway: 'natGateways', azurerm_public_ip: 'publicIPAddresses', azurerm_network_interface: 'networkInterfaces',
};

const listOf = (value: any): any[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * What Azure has after a stack is applied: written by hand from the REST API, so that it knows nothing of how exports are read. Resources
 * of others that the stack names by their ids are there as well, with what the stack gives them and nothing else, but for the DNS proxy of
 * their firewalls, which is on.
 */
export class AppliedStack {
  public readonly rows: Rows = new Map();
  private readonly resource: Record<string, Record<string, Body>>;

  constructor(stack: Body, private readonly firewallAddress: string) {
    const all = (stack['resource'] ?? {}) as Record<string, Record<string, Body>>;
    const data = (stack['data'] ?? {}) as Record<string, Record<string, Body>>;
    const filled = (value: any): any => (typeof value === 'string' ? this.filled(value, { ...data, ...all })
      : Array.isArray(value) ? value.map(filled)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value as Body).map(([key, one]) => [key, filled(one)]))
      : value);
    this.resource = filled(all) as Record<string, Record<string, Body>>;
    this.networks();
    this.groupsAndTables();
    this.firewalls();
    this.rest();
  }

  private of(type: string): Body[] {
    return Object.values(this.resource[type] ?? {});
  }

  /** A text with what Terraform fills in: names as they are written, ids that are made of them, and the address of the firewall. */
  private filled(text: string, all: Record<string, Record<string, Body>>): string {
    const parts = text.replace(/\$\{element\(split\("\/", (azurerm_\w+\.[\w-]+\.id)\), (\d+)\)\}/g, (_, reference: string, at: string) =>
      this.filled(`\${${reference}}`, all).split('/')[Number(at)]!);
    return parts.replace(/\$\{(?:data\.)?(azurerm_\w+)\.([\w-]+)\.([^}]*)\}/g, (whole, type: string, key: string, attribute: string) => {
      const body = all[type]?.[key];
      if (type === 'azurerm_firewall' && attribute.endsWith('private_ip_address')) {
        return this.firewallAddress;
      }
      if (body === undefined) {
        return whole;
      }
      return attribute !== 'id' ? this.filled(String(body[attribute]), all) : this.idOf(type, {
        ...body, ...Object.fromEntries(['name', 'resource_group_name', 'virtual_network_name']
          .map((name) => [name, typeof body[name] === 'string' ? this.filled(body[name] as string, all) : body[name] as unknown])),
      });
    });
  }

  private idOf(type: string, { name, resource_group_name: group, virtual_network_name: network }: Body): string {
    const path = type === 'azurerm_subnet' ? `virtualNetworks/${network}/subnets/${name}` : `${TYPES[type] ?? type}/${name}`;
    return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/${AT}/${path}`;
  }

  /** The properties of a resource, which is added where it is not there yet. */
  private at(id: string, properties: Body = {}): Body {
    const row = this.rows.get(id.toLowerCase()) ?? { id, name: id.split('/').at(-1), type: typeOf(id), location: 'westus2',
      properties: { provisioningState: 'Succeeded' } };
    this.rows.set(id.toLowerCase(), row);
    return Object.assign(row['properties'] as Body, properties);
  }

  /** Properties of a subnet, in its network. */
  private subnet(id: string): Body {
    const [network, name] = id.split(/\/subnets\//i) as [string, string];
    const properties = this.network(network);
    const found = (properties['subnets'] as Body[]).find((one) => String(one['name']).toLowerCase() === name.toLowerCase());
    const subnet = found ?? { id, name, type: 'Microsoft.Network/virtualNetworks/subnets', properties: {
      provisioningState: 'Succeeded', delegations: [], serviceEndpoints: [] } };
    if (found === undefined) {
      (properties['subnets'] as Body[]).push(subnet);
    }
    return subnet['properties'] as Body;
  }

  private network(id: string): Body {
    const properties = this.at(id);
    properties['subnets'] ??= [];
    properties['virtualNetworkPeerings'] ??= [];
    return properties;
  }

  private networks(): void {
    for (const body of this.of('azurerm_virtual_network')) {
      Object.assign(this.network(this.idOf('azurerm_virtual_network', body)), {
        addressSpace: { addressPrefixes: body['address_space'] }, dhcpOptions: { dnsServers: body['dns_servers'] ?? [] },
      });
    }
    for (const body of this.of('azurerm_subnet')) {
      const prefixes = body['address_prefixes'] as string[];
      Object.assign(this.subnet(this.idOf('azurerm_subnet', body)), {
        ...(prefixes.length === 1 ? { addressPrefix: prefixes[0] } : { addressPrefixes: prefixes }),
        serviceEndpoints: ((body['service_endpoints'] ?? []) as string[]).map((service) => ({ service, locations: ['*'] })),
        defaultOutboundAccess: body['default_outbound_access_enabled'] !== false,
        privateEndpointNetworkPolicies: body['private_endpoint_network_policies'] ?? 'Disabled',
      });
    }
    for (const [type, argument, member] of ASSOCIATIONS) {
      this.of(`azurerm_subnet_${type}_association`).forEach((body) => {
        this.subnet(String(body['subnet_id']))[member] = { id: body[argument] as unknown };
      });
    }
    for (const body of this.of('azurerm_virtual_network_peering')) {
      const network = this.idOf('azurerm_virtual_network', { ...body, name: body['virtual_network_name'] as unknown });
      const remote = this.rows.get(String(body['remote_virtual_network_id']).toLowerCase());
      const space = ((remote?.['properties'] ?? {}) as Body)['addressSpace'] as unknown;
      (this.network(network)['virtualNetworkPeerings'] as Body[]).push({
        name: body['name'], id: `${network}/virtualNetworkPeerings/${body['name']}`,
        properties: {
          peeringState: 'Connected', remoteVirtualNetwork: { id: body['remote_virtual_network_id'] as unknown },
          allowVirtualNetworkAccess: body['allow_virtual_network_access'] ?? true,
          allowForwardedTraffic: body['allow_forwarded_traffic'] ?? false, useRemoteGateways: body['use_remote_gateways'] ?? false,
          ...(space !== undefined && { remoteAddressSpace: space, remoteVirtualNetworkAddressSpace: space }),
        },
      });
    }
  }

  private groupsAndTables(): void {
    const parts = (list: string, owner: string, body: Body): Body => ({
      name: body['name'], id: `${owner}/${list}/${body['name']}`, properties: list === 'routes' ? routeOf(body) : ruleOf(body),
    });
    for (const [type, block, standalone, argument, list] of OWNERS) {
      for (const body of this.of(type)) {
        const id = this.idOf(type, body);
        this.at(id, { [list]: listOf(body[block]).map((one: Body) => parts(list, id, one)) });
      }
      for (const body of this.of(standalone)) {
        const id = this.idOf(type, { ...body, name: body[argument] as unknown });
        const properties = this.at(id);
        properties[list] = [...listOf(properties[list]), parts(list, id, body)];
      }
    }
    // What a subnet has, of which the stack says no more, is there without rules and routes of its own.
    for (const row of [...this.rows.values()]) {
      for (const { properties } of listOf((row['properties'] as Body)['subnets']) as Body[]) {
        for (const [member, list] of [['networkSecurityGroup', 'securityRules'], ['routeTable', 'routes']] as const) {
          const id = ((properties as Body)[member] as Body | undefined)?.['id'] as string | undefined;
          if (id !== undefined) {
            this.at(id)[list] ??= [];
          }
        }
      }
    }
  }

  private firewalls(): void {
    const rulesOf = (kind: 'network' | 'application'): Body[] => this.of(`azurerm_firewall_${kind}_rule_collection`);
    const own = this.of('azurerm_firewall');
    const others = [...rulesOf('network'), ...rulesOf('application')]
      .map((one): Body => ({ resource_group_name: one['resource_group_name'] as unknown, name: one['azure_firewall_name'] as unknown,
        sku_name: 'AZFW_VNet', sku_tier: 'Standard', dns_proxy_enabled: true, ip_configuration: [{ name: 'other' }] }))
      .filter(({ name }) => !own.some((one) => one['name'] === name));
    for (const body of [...own, ...others]) {
      const policy = body['firewall_policy_id'] as string | undefined;
      const collections = (kind: 'network' | 'application'): Body[] => rulesOf(kind)
        .filter((one) => one['azure_firewall_name'] === body['name']).map((one) => ({ name: one['name'] as unknown, properties: {
          priority: one['priority'] as unknown, action: { type: one['action'] as unknown },
          rules: listOf(one['rule']).map(classicRule(kind)) } }));
      this.at(this.idOf('azurerm_firewall', body), {
        sku: { name: body['sku_name'] as unknown, tier: body['sku_tier'] as unknown }, threatIntelMode: 'Alert',
        ...(policy !== undefined && policy !== null && { firewallPolicy: { id: policy } }),
        networkRuleCollections: collections('network'), applicationRuleCollections: collections('application'), natRuleCollections: [],
        ...(body['dns_proxy_enabled'] === true && { additionalProperties: { 'Network.DNS.EnableProxy': 'true' } }),
        ipConfigurations: listOf(body['ip_configuration']).map((one: Body) => ({ name: one['name'] as unknown, properties: {
          privateIPAddress: this.firewallAddress, ...(one['subnet_id'] && { subnet: { id: one['subnet_id'] as unknown } }),
          ...(one['public_ip_address_id'] && { publicIPAddress: { id: one['public_ip_address_id'] as unknown } }) } })),
      });
    }
    for (const body of this.of('azurerm_firewall_policy')) {
      this.at(this.idOf('azurerm_firewall_policy', body), {
        sku: { tier: body['sku'] ?? 'Standard' }, dnsSettings: { enableProxy: listOf(body['dns'])[0]?.proxy_enabled === true },
        ...(body['base_policy_id'] && { basePolicy: { id: body['base_policy_id'] as unknown } }), ruleCollectionGroups: [],
      });
    }
    for (const body of this.of('azurerm_firewall_policy_rule_collection_group')) {
      const policy = String(body['firewall_policy_id']);
      const id = `${policy}/ruleCollectionGroups/${body['name']}`;
      const properties = this.at(policy);
      properties['dnsSettings'] ??= { enableProxy: true };
      properties['ruleCollectionGroups'] = [...listOf(properties['ruleCollectionGroups']), { id }];
      this.at(id, { priority: body['priority'], ruleCollections: [
        ...listOf(body['application_rule_collection']).map((one: Body) => collectionOf(one, policyRule('application'))),
        ...listOf(body['network_rule_collection']).map((one: Body) => collectionOf(one, policyRule('network'))),
      ] });
    }
  }

  private rest(): void {
    this.of('azurerm_ip_group').forEach((body) => this.at(this.idOf('azurerm_ip_group', body), { ipAddresses: body['cidrs'] ?? [] }));
    this.of('azurerm_public_ip').forEach((body) =>
      this.at(this.idOf('azurerm_public_ip', body), { publicIPAllocationMethod: 'Static', ipAddress: '203.0.113.7' }));
    for (const body of this.of('azurerm_nat_gateway')) {
      const id = this.idOf('azurerm_nat_gateway', body);
      this.at(id, { idleTimeoutInMinutes: 4, publicIpAddresses: this.of('azurerm_nat_gateway_public_ip_association')
        .filter((one) => one['nat_gateway_id'] === id).map((one) => ({ id: one['public_ip_address_id'] as unknown })) });
    }
  }
}

const ASSOCIATIONS = [
  ['network_security_group', 'network_security_group_id', 'networkSecurityGroup'], ['route_table', 'route_table_id', 'routeTable'],
  ['nat_gateway', 'nat_gateway_id', 'natGateway'],
] as const;

const OWNERS = [
  ['azurerm_network_security_group', 'security_rule', 'azurerm_network_security_rule', 'network_security_group_name', 'securityRules'],
  ['azurerm_route_table', 'route', 'azurerm_route', 'route_table_name', 'routes'],
] as const;

function typeOf(id: string): string {
  const [, rest] = id.split(/\/providers\//i) as [string, string];
  const [provider, ...parts] = rest.split('/');
  return [provider, ...parts.filter((_, i) => i % 2 === 0)].join('/');
}

/** Azure keeps the member for one value and the one for several, and lists nothing in the one that is not used. */
function ruleOf(body: Body): Body {
  const both = ['source_address_prefix', 'destination_address_prefix', 'source_port_range', 'destination_port_range'].flatMap((name) => {
    const plural = name.endsWith('x') ? `${name}es` : `${name}s`;
    return [[camel(plural), body[plural] ?? []], ...(body[name] ? [[camel(name), String(body[name])]] : [])] as [string, unknown][];
  });
  return { protocol: body['protocol'] as unknown, access: body['access'] as unknown, priority: body['priority'] as unknown,
    direction: body['direction'] as unknown, ...Object.fromEntries(both) };
}

function routeOf(body: Body): Body {
  return { addressPrefix: body['address_prefix'] as unknown, nextHopType: body['next_hop_type'] as unknown,
    ...(body['next_hop_in_ip_address'] && { nextHopIpAddress: body['next_hop_in_ip_address'] as unknown }) };
}

function collectionOf(body: Body, rule: (one: Body) => Body): Body {
  return { rules: listOf(body['rule']).map(rule), action: { type: body['action'] as unknown }, name: body['name'] as unknown,
    ruleCollectionType: 'FirewallPolicyFilterRuleCollection', priority: body['priority'] as unknown };
}

const protocolsOf = (blocks: any): Body[] => listOf(blocks).map(({ type, port }: Body) =>
  ({ protocolType: type as unknown, port: Number(port) }));

const ends = (body: Body): Body => ({ sourceAddresses: body['source_addresses'] ?? [], sourceIpGroups: body['source_ip_groups'] ?? [],
  destinationAddresses: body['destination_addresses'] ?? [] });

const policyRule = (kind: 'network' | 'application') => (body: Body): Body => (kind === 'network' ? {
  name: body['name'], ...ends(body), ipProtocols: body['protocols'], destinationIpGroups: body['destination_ip_groups'] ?? [],
  destinationFqdns: body['destination_fqdns'] ?? [], destinationPorts: body['destination_ports'], ruleType: 'NetworkRule',
} : {
  name: body['name'], ...ends(body), protocols: protocolsOf(body['protocols']), targetFqdns: body['destination_fqdns'] ?? [],
  targetUrls: body['destination_urls'] ?? [], fqdnTags: body['destination_fqdn_tags'] ?? [], webCategories: body['web_categories'] ?? [],
  terminateTLS: body['terminate_tls'] === true, ruleType: 'ApplicationRule',
});

const classicRule = (kind: 'network' | 'application') => (body: Body): Body => (kind === 'network' ? {
  name: body['name'], ...ends(body), protocols: body['protocols'], destinationIpGroups: body['destination_ip_groups'] ?? [],
  destinationFqdns: body['destination_fqdns'] ?? [], destinationPorts: body['destination_ports'],
} : {
  name: body['name'], ...ends(body), protocols: protocolsOf(body['protocol']), targetFqdns: body['target_fqdns'] ?? [],
  fqdnTags: body['fqdn_tags'] ?? [],
});

/** What nests under `properties`, one level up, as the command prints it. */
function flattened(value: any): any {
  if (Array.isArray(value)) {
    return value.map(flattened);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { properties, ...rest } = value as Body;
  const all = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, flattened(item)]));
  return properties === undefined ? all : { ...all, ...flattened(properties) as Body };
}

function byType(rows: Rows): [type: string, rows: Body[]][] {
  const types = [...new Set([...rows.values()].map((row) => String(row['type'])))];
  return types.map((type) => [type, [...rows.values()].filter((row) => row['type'] === type)]);
}

/** The documents of each form, of which each has all that is there. */
export const EXPORT_FORMS: readonly (readonly [name: string, documents: (rows: Rows) => unknown[]])[] = [
  ['Resource Graph', (rows) => [{ count: rows.size, skip_token: null, total_records: rows.size,
    data: [...rows.values()].map((row) => ({ ...row, id: String(row['id']).toLowerCase(), type: String(row['type']).toLowerCase() })) }]],
  ['a table of Resource Graph', (rows) => [{ totalRecords: rows.size, count: rows.size, resultTruncated: 'false', data: {
    columns: ['id', 'name', 'type', 'properties'].map((name) => ({ name, type: 'string' })),
    rows: [...rows.values()].map((row) => ['id', 'name', 'type', 'properties'].map((name) => row[name] as unknown)) } }]],
  ['lists of the API', (rows) => byType(rows).map(([, value]) => ({ value }))],
  ['lists of the command', (rows) => byType(rows).map(([, value]) => flattened(value) as unknown)],
  ['single resources', (rows) => [...rows.values()]],
];
