import * as check from './value-checks';
import type { ValueCheck } from './value-checks';

/**
 * What the provider or Azure asks of single values, which the types of the provider package do not say.
 * Keys are paths without indices; `x[]` stands for each item of the list `x`, and `x` for the list.
 * "azurerm" in the sources is the provider's validator in version 4.55.
 */
type Values = Readonly<Record<string, ValueCheck>>;

const under = (block: string, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([path, value]) => [`${block}.${path}`, value]));

const nsgPort = check.port(0, 65535, { all: true, ranges: 'any' }); // azurerm documentation; azure-cli issue 23499
const nsgPrefixes = check.oneFamily; // azurerm issue 12534
const nsgRule: Values = {
  name: check.name(1), // Azure resource name rules; NSG overview 2025-07-15. Covers azurerm's ban on / \ ? % too
  description: check.length(0, 140), // azurerm
  protocol: check.oneOf('*', 'Tcp', 'Udp', 'Icmp', 'Ah', 'Esp'), // azurerm
  access: check.oneOf('Allow', 'Deny'), // azurerm
  direction: check.oneOf('Inbound', 'Outbound'), // azurerm
  priority: check.integer(100, 4096), // azurerm
  source_port_range: nsgPort,
  'source_port_ranges[]': nsgPort,
  destination_port_range: nsgPort,
  'destination_port_ranges[]': nsgPort,
  source_address_prefix: check.addressOrTag, // one tag for each rule: NSG overview 2025-07-15
  destination_address_prefix: check.addressOrTag, // the same
  source_address_prefixes: nsgPrefixes,
  destination_address_prefixes: nsgPrefixes,
  'source_address_prefixes[]': check.addressOrCidr, // neither tags nor "*": azurerm issue 5617
  'destination_address_prefixes[]': check.addressOrCidr, // the same
  source_application_security_group_ids: check.items(0, 10), // azurerm; virtual network limits
  destination_application_security_group_ids: check.items(0, 10), // the same
};

const route: Values = {
  name: check.name(1), // Azure resource name rules; azurerm lets "." and "-" at the end pass
  address_prefix: check.routePrefix, // azurerm; tags refused in routes: service tags overview 2025-07-15
  next_hop_type: check.oneOf('VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None'), // azurerm
  next_hop_in_ip_address: check.ipAddress, // user-defined routes overview; azurerm asks only for a non-empty string
};

const firewallPriority = check.integer(100, 65000); // azurerm; firewall rule processing 2025-05-07
const networkProtocol = check.oneOf('Any', 'TCP', 'UDP', 'ICMP'); // azurerm
const applicationProtocol = check.oneOf('Http', 'Https', 'Mssql'); // azurerm

const collection: Values = {
  name: check.name(1), // firewall rule processing 2025-05-07
  priority: firewallPriority,
  action: check.oneOf('Allow', 'Deny'), // azurerm
  'rule.name': check.nonEmpty, // azurerm
};
// Tags are never sources, and IPv6 fails in firewall rules: firewall service tags 2019-11-19, known issues 2025-09-19.
const sources: Values = { 'rule.source_addresses[]': check.firewallAddress, 'rule.source_ip_groups[]': check.nonEmpty };
const networkDestinations: Values = {
  'rule.protocols[]': networkProtocol,
  'rule.destination_addresses[]': check.firewallAddressOrTag, // azurerm: any string; IPv6 fails: known issues 2025-09-19
  'rule.destination_ip_groups[]': check.nonEmpty, // azurerm
  'rule.destination_fqdns[]': check.fqdnWithoutWildcard, // FQDN filtering in network rules 2021-09-01; domain filtering 2025-07-01
};

const policyApplications: Values = {
  ...collection,
  ...sources,
  'rule.description': check.nonEmpty, // azurerm
  'rule.protocols.type': applicationProtocol,
  'rule.protocols.port': check.integer(0, 64000), // azurerm
  'rule.destination_addresses[]': check.firewallAddress, // azurerm
  'rule.destination_fqdns[]': check.fqdnPattern, // Azure Firewall questions and answers
  'rule.destination_urls[]': check.urlPattern, // Azure Firewall questions and answers
  'rule.destination_fqdn_tags[]': check.nonEmpty, // azurerm
  'rule.web_categories[]': check.nonEmpty, // azurerm
};
const policyNetworks: Values = {
  ...collection,
  ...sources,
  ...networkDestinations,
  'rule.description': check.nonEmpty, // azurerm
  'rule.destination_ports[]': check.port(1, 65535, { all: true, ranges: 'two or more' }), // azurerm
};
const policyTranslations: Values = {
  ...collection,
  ...sources,
  action: check.oneOf('Dnat'), // azurerm
  'rule.description': check.nonEmpty, // azurerm
  'rule.protocols[]': check.oneOf('TCP', 'UDP'), // azurerm
  'rule.destination_ports': check.items(1, 1), // azurerm
  'rule.destination_ports[]': check.port(1, 64000, { all: false, ranges: 'none' }), // azurerm
};

const classicCollection: Values = {
  ...collection,
  ...sources,
  azure_firewall_name: check.all(check.name(1), check.length(1, 50)), // azurerm; Azure Firewall questions and answers for 50
};

// REST reference of Azure Machine Learning, Managed Network Settings Rule; azurerm asks for a name that is not empty.
const managedRule: Values = { name: check.managedRuleName, workspace_id: check.workspaceId };

export const PROVIDER_VALUES: Readonly<Record<string, Values>> = {
  azurerm_network_security_group: {
    name: check.name(1), // Azure resource name rules
    security_rule: check.items(0, 1000), // virtual network limits 2025-10-16
    ...under('security_rule', nsgRule),
  },
  azurerm_network_security_rule: nsgRule,
  azurerm_route_table: {
    name: check.name(1), // Azure resource name rules
    route: check.items(0, 400), // virtual network limits 2022-12-05
    ...under('route', route),
  },
  azurerm_route: route,
  azurerm_firewall_policy_rule_collection_group: {
    name: check.name(2), // azurerm for the length of 2; Azure resource name rules for 80
    priority: firewallPriority,
    application_rule_collection: check.items(1, Infinity), // azurerm
    network_rule_collection: check.items(1, Infinity), // azurerm
    nat_rule_collection: check.items(1, Infinity), // azurerm
    ...under('application_rule_collection', policyApplications),
    ...under('network_rule_collection', policyNetworks),
    ...under('nat_rule_collection', policyTranslations),
  },
  azurerm_firewall_application_rule_collection: {
    ...classicCollection,
    'rule.protocol.type': applicationProtocol,
    'rule.protocol.port': check.integer(1, 65535), // azurerm
    'rule.target_fqdns[]': check.fqdnPattern, // Azure Firewall questions and answers
  },
  azurerm_firewall_network_rule_collection: {
    ...classicCollection,
    ...networkDestinations,
    'rule.destination_ports[]': check.port(1, 65535, { all: true, ranges: 'any' }), // firewall limits 2023-10-10; azurerm: any string
  },
  azurerm_firewall_policy: {
    name: check.name(2), // azurerm; Azure resource name rules
    sku: check.oneOf('Basic', 'Standard', 'Premium'), // azurerm
    threat_intelligence_mode: check.oneOf('Alert', 'Deny', 'Off'), // azurerm
    'dns.servers[]': check.ipv4Address, // azurerm
    'private_ip_ranges[]': check.ipv4OrCidr, // azurerm
    'explicit_proxy.http_port': check.integer(0, 35536), // azurerm, digits as it has them
    'explicit_proxy.https_port': check.integer(0, 35536), // the same
    'explicit_proxy.pac_file_port': check.integer(0, 35536), // the same
  },
  azurerm_firewall: {
    name: check.length(1, 50), // Azure Firewall questions and answers; azurerm does not check the length
    sku_name: check.oneOf('AZFW_VNet', 'AZFW_Hub'), // azurerm
    sku_tier: check.oneOf('Basic', 'Standard', 'Premium'), // azurerm
  },
  azurerm_ip_group: {
    cidrs: check.items(0, 5000), // firewall limits 2023-10-10
    'cidrs[]': check.nonEmpty, // azurerm
  },
  azurerm_subnet_service_endpoint_storage_policy: {
    name: check.name(1), // azurerm
    definition: check.items(1, 2), // azurerm
    'definition.name': check.name(1), // azurerm
    'definition.service': check.oneOf('Microsoft.Storage', 'Global'), // azurerm
    'definition.description': check.length(0, 140), // azurerm
    'definition.service_resources': check.items(1, 200), // service endpoint policies overview, 2018
    'definition.service_resources[]': check.nonEmpty, // azurerm
  },
  azurerm_nat_gateway: {
    name: check.length(1, 80), // azurerm
    idle_timeout_in_minutes: check.integer(4, 120), // azurerm
    sku_name: check.oneOf('Standard'), // azurerm; "StandardV2" came with 4.67
    zones: check.items(0, 1), // azurerm documentation: one zone
  },
  azurerm_machine_learning_workspace_network_outbound_rule_fqdn: {
    ...managedRule,
    destination_fqdn: check.fqdnPattern, // how-to-managed-network 2025-05-23; azurerm asks for a text that is not empty
  },
  azurerm_machine_learning_workspace_network_outbound_rule_service_tag: {
    ...managedRule,
    // azurerm has a closed list; these are the ones that tests meet.
    service_tag: check.oneOf(
      'AzureActiveDirectory', 'AzureContainerRegistry', 'AzureFrontDoor.Frontend', 'AzureKeyVault', 'AzureLoadBalancer',
      'AzureMachineLearning', 'AzureMonitor', 'AzureResourceManager', 'BatchNodeManagement', 'EventHub', 'Internet',
      'MicrosoftContainerRegistry', 'Sql', 'SqlManagement', 'Storage', 'VirtualNetwork',
    ),
    protocol: check.oneOf('*', 'TCP', 'UDP', 'ICMP'), // azurerm
    port_ranges: check.portList, // azurerm documentation; its code asks for a text that is not empty
  },
  azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint: {
    ...managedRule,
    sub_resource_target: check.oneOf('vault', 'amlworkspace', 'blob', 'table', 'queue', 'file', 'web', 'dfs', 'redisCache'), // azurerm
  },
  azurerm_public_ip: {
    name: check.name(1), // Azure resource name rules
    allocation_method: check.oneOf('Static', 'Dynamic'), // azurerm
    sku: check.oneOf('Basic', 'Standard'), // azurerm
    sku_tier: check.oneOf('Global', 'Regional'), // azurerm
    ip_version: check.oneOf('IPv4', 'IPv6'), // azurerm
    idle_timeout_in_minutes: check.integer(4, 30), // azurerm
  },
  azurerm_nat_gateway_public_ip_association: { nat_gateway_id: check.nonEmpty, public_ip_address_id: check.nonEmpty }, // azurerm
  azurerm_nat_gateway_public_ip_prefix_association: { nat_gateway_id: check.nonEmpty, public_ip_prefix_id: check.nonEmpty }, // azurerm
  azurerm_subnet_nat_gateway_association: { nat_gateway_id: check.nonEmpty, subnet_id: check.nonEmpty }, // azurerm
};
