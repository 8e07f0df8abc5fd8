/** Puts what is configured into force, in one region. */
export const DEPLOYMENT = 'azurerm_network_manager_deployment';

/** The types, besides the rules themselves, that decide where security admin rules are in force. Source: azurerm 4.55. */
export const ADMIN_TYPES = [
  'azurerm_network_manager_admin_rule', 'azurerm_network_manager_admin_rule_collection', 'azurerm_network_manager_network_group',
  'azurerm_network_manager_static_member', 'azurerm_network_manager_security_admin_configuration', DEPLOYMENT,
] as const;
