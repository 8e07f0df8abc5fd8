import { ADMIN_TYPES } from './admin-types';
import { BALANCER_TYPES } from './balancer-types';
import { NAT_ADDRESS_TYPES } from './nat-address-types';
import { ZONE_TYPES } from './zone-types';

/** Kinds of resources that others name, by id or by name. */
export type ResourceKind = 'securityGroup' | 'routeTable' | 'virtualNetwork' | 'subnet' | 'firewall' | 'firewallPolicy' | 'ipGroup' |
  'natGateway' | 'networkInterface' | 'loadBalancer' | 'endpointPolicy';

interface KindNames {
  /** What messages call it. */
  readonly what: string;
  readonly terraform: string;
  /** As it stands in ids. */
  readonly azure: string;
  /** The arguments that name it, from the resource group on. Source: azurerm 4.55; its data sources have the same. */
  readonly path: readonly string[];
}

const NAMES = ['resource_group_name', 'name'];

export const KINDS: Readonly<Record<ResourceKind, KindNames>> = {
  securityGroup: {
    what: 'a network security group', terraform: 'azurerm_network_security_group', azure: 'Microsoft.Network/networkSecurityGroups',
    path: NAMES,
  },
  routeTable: { what: 'a route table', terraform: 'azurerm_route_table', azure: 'Microsoft.Network/routeTables', path: NAMES },
  virtualNetwork: {
    what: 'a virtual network', terraform: 'azurerm_virtual_network', azure: 'Microsoft.Network/virtualNetworks', path: NAMES,
  },
  subnet: {
    what: 'a subnet', terraform: 'azurerm_subnet', azure: 'Microsoft.Network/virtualNetworks/subnets',
    path: ['resource_group_name', 'virtual_network_name', 'name'],
  },
  firewall: { what: 'a firewall', terraform: 'azurerm_firewall', azure: 'Microsoft.Network/azureFirewalls', path: NAMES },
  firewallPolicy: {
    what: 'a firewall policy', terraform: 'azurerm_firewall_policy', azure: 'Microsoft.Network/firewallPolicies', path: NAMES,
  },
  ipGroup: { what: 'an IP group', terraform: 'azurerm_ip_group', azure: 'Microsoft.Network/ipGroups', path: NAMES },
  networkInterface: {
    what: 'a network interface', terraform: 'azurerm_network_interface', azure: 'Microsoft.Network/networkInterfaces', path: NAMES,
  },
  loadBalancer: { what: 'a load balancer', terraform: 'azurerm_lb', azure: 'Microsoft.Network/loadBalancers', path: NAMES },
  endpointPolicy: {
    what: 'a service endpoint policy', terraform: 'azurerm_subnet_service_endpoint_storage_policy',
    azure: 'Microsoft.Network/serviceEndpointPolicies', path: NAMES,
  },
  natGateway: { what: 'a NAT gateway', terraform: 'azurerm_nat_gateway', azure: 'Microsoft.Network/natGateways', path: NAMES },
};

/** The kind of a type of Terraform. */
export const KIND_OF_TYPE: ReadonlyMap<string, ResourceKind> = new Map(
  Object.entries(KINDS).map(([kind, { terraform }]) => [terraform, kind as ResourceKind]),
);

/** Machines in a number, whose interfaces are blocks of theirs. Source: azurerm 4.55. */
export const SCALE_SETS: readonly string[] = [
  'azurerm_linux_virtual_machine_scale_set', 'azurerm_windows_virtual_machine_scale_set', 'azurerm_orchestrated_virtual_machine_scale_set',
];

/** Types that can make or change any part of a network, and are not read. Source: azapi 2.4, azurerm 4.55. */
export const OTHER_WAYS: ReadonlySet<string> = new Set([
  'azapi_resource', 'azapi_update_resource', 'azapi_resource_action', 'azurerm_resource_group_template_deployment',
  'azurerm_subscription_template_deployment', 'azurerm_management_group_template_deployment', 'azurerm_tenant_template_deployment',
  'azurerm_template_deployment',
]);

/** Routes of network managers, which are put into the route tables of subnets. */
export const ROUTING_RULE = 'azurerm_network_manager_routing_rule';

/** Types of resources that connect virtual networks in other ways than by peerings. Source: azurerm 4.55. */
export const CONNECTION_TYPES: readonly string[] = [
  'azurerm_virtual_hub_connection', 'azurerm_network_manager_connectivity_configuration', 'azurerm_virtual_network_gateway_connection',
];

/** What leads the traffic of all networks that are connected to a hub of Virtual WAN. Source: azurerm 4.55. */
export const ROUTING_INTENT = 'azurerm_virtual_hub_routing_intent';

/** Types that a configuration can take over like those of networks, and that no network is read from. */
const BESIDE_NETWORKS = [
  'azurerm_public_ip', 'azurerm_public_ip_prefix', 'azurerm_machine_learning_workspace',
  'azurerm_machine_learning_workspace_network_outbound_rule_fqdn', 'azurerm_machine_learning_workspace_network_outbound_rule_service_tag',
];

/** The types of resources that networks are read from. */
export const NETWORK_TYPES: ReadonlySet<string> = new Set([
  ...KIND_OF_TYPE.keys(),
  'azurerm_network_security_rule',
  'azurerm_route',
  'azurerm_subnet_network_security_group_association',
  'azurerm_subnet_route_table_association',
  'azurerm_subnet_nat_gateway_association',
  ...NAT_ADDRESS_TYPES,
  ...BALANCER_TYPES,
  ...CONNECTION_TYPES, ROUTING_INTENT,
  'azurerm_firewall_policy_rule_collection_group',
  'azurerm_firewall_nat_rule_collection',
  'azurerm_firewall_network_rule_collection',
  'azurerm_firewall_application_rule_collection',
  'azurerm_ip_group_cidr',
  'azurerm_virtual_network_peering',
  'azurerm_virtual_network_dns_servers',
  ...ZONE_TYPES,
  'azurerm_network_interface_security_group_association',
  ...SCALE_SETS,
  ...ADMIN_TYPES,
  ROUTING_RULE,
  ...OTHER_WAYS,
]);

/** All types that are read: those of networks, and those that a configuration can take over. */
export const ALL_TYPES: ReadonlySet<string> = new Set([...NETWORK_TYPES, ...BESIDE_NETWORKS]);
