/** What gives a NAT gateway its addresses. Source: azurerm 4.55 and 5.2. */
export const NAT_ADDRESS_TYPES: readonly string[] =
  ['azurerm_nat_gateway_public_ip_association', 'azurerm_nat_gateway_public_ip_prefix_association'];
