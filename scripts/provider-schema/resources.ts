/** The resources whose schemas are kept: those that constructs write, and those that the examples make around them. */
export const RESOURCES: readonly string[] = [
  'application_insights', 'firewall', 'firewall_application_rule_collection', 'firewall_network_rule_collection', 'firewall_policy',
  'firewall_policy_rule_collection_group', 'ip_group', 'key_vault', 'machine_learning_workspace',
  'machine_learning_workspace_network_outbound_rule_fqdn', 'machine_learning_workspace_network_outbound_rule_private_endpoint',
  'machine_learning_workspace_network_outbound_rule_service_tag', 'nat_gateway', 'nat_gateway_public_ip_association',
  'nat_gateway_public_ip_prefix_association', 'network_security_group', 'network_security_rule', 'public_ip', 'public_ip_prefix',
  'resource_group', 'route', 'route_table', 'storage_account', 'subnet', 'subnet_nat_gateway_association',
  'subnet_network_security_group_association', 'subnet_route_table_association', 'subnet_service_endpoint_storage_policy',
  'virtual_network', 'virtual_network_peering',
].map((name) => `azurerm_${name}`);

/** The data sources that the examples read. */
export const DATA_SOURCES: readonly string[] =
  ['client_config', 'firewall_policy', 'ip_group', 'network_security_group'].map((name) => `azurerm_${name}`);
