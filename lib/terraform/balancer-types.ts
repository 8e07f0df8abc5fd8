/** Rules of load balancers that let machines out, and what puts machines into their pools. Source: azurerm 4.55. */
export const OUTBOUND_RULE = 'azurerm_lb_outbound_rule';
export const BALANCING_RULE = 'azurerm_lb_rule';
export const POOL_INTERFACE = 'azurerm_network_interface_backend_address_pool_association';
export const POOL_ADDRESS = 'azurerm_lb_backend_address_pool_address';

export const BALANCER_TYPES: readonly string[] = [OUTBOUND_RULE, BALANCING_RULE, POOL_INTERFACE, POOL_ADDRESS];
