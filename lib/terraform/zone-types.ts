export const ZONE = 'azurerm_private_dns_zone';
export const ZONE_LINK = 'azurerm_private_dns_zone_virtual_network_link';
export const ENDPOINT = 'azurerm_private_endpoint';

/** The argument that names a zone, by type. A forwarding rule sends names to other servers, which may know private ones. */
export const ZONE_NAMED_BY: ReadonlyMap<string, string> = new Map([
  [ZONE, 'name'],
  [ZONE_LINK, 'private_dns_zone_name'],
  ['azurerm_private_dns_a_record', 'zone_name'],
  ['azurerm_private_dns_aaaa_record', 'zone_name'],
  ['azurerm_private_dns_cname_record', 'zone_name'],
  ['azurerm_private_dns_resolver_forwarding_rule', 'domain_name'],
]);

/** The types of resources that say below which names hosts may be at private addresses. Source: azurerm 4.55. */
export const ZONE_TYPES: readonly string[] = [...ZONE_NAMED_BY.keys(), ENDPOINT];
