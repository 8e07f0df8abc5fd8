/** Puts what is configured into force, in one region. */
export const DEPLOYMENT = 'azurerm_network_manager_deployment';

/** The resources that say what security admin rules are for, beside the rules. Source: azurerm 4.55. */
export const ADMIN_TYPES = [
  'azurerm_network_manager_admin_rule', 'azurerm_network_manager_admin_rule_collection', 'azurerm_network_manager_network_group',
  'azurerm_network_manager_static_member', 'azurerm_network_manager_security_admin_configuration', DEPLOYMENT,
] as const;
