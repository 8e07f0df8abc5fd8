import type { Kind } from './kinds';

/** What a resource is a part of, and the arguments that say it: names from the resource group on, or one id. Source: azurerm 4.55. */
export interface OwnerForm {
  readonly kind: Kind;
  readonly names?: readonly string[];
  readonly id?: string;
}

const ofGroup = (kind: Kind, name: string): OwnerForm => ({ kind, names: ['resource_group_name', name] });
const ofId = (kind: Kind, id: string): OwnerForm => ({ kind, id });

export const OWNERS: ReadonlyMap<string, OwnerForm> = new Map([
  ['azurerm_network_security_rule', ofGroup('securityGroup', 'network_security_group_name')],
  ['azurerm_route', ofGroup('routeTable', 'route_table_name')],
  ['azurerm_subnet_network_security_group_association', ofId('subnet', 'subnet_id')],
  ['azurerm_subnet_route_table_association', ofId('subnet', 'subnet_id')],
  ['azurerm_subnet_nat_gateway_association', ofId('subnet', 'subnet_id')],
  ['azurerm_firewall_policy_rule_collection_group', ofId('firewallPolicy', 'firewall_policy_id')],
  ['azurerm_firewall_network_rule_collection', ofGroup('firewall', 'azure_firewall_name')],
  ['azurerm_firewall_application_rule_collection', ofGroup('firewall', 'azure_firewall_name')],
  ['azurerm_virtual_network_peering', ofGroup('virtualNetwork', 'virtual_network_name')],
  ['azurerm_virtual_network_dns_servers', ofId('virtualNetwork', 'virtual_network_id')],
  ['azurerm_ip_group_cidr', ofId('ipGroup', 'ip_group_id')],
]);

/** The arguments that say what a resource is a part of. */
export function ownerArguments(type: string): readonly string[] {
  const form = OWNERS.get(type);
  return form === undefined ? [] : [...form.names ?? [], ...form.id === undefined ? [] : [form.id]];
}
