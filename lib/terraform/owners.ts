import type { ResourceKind } from './kinds';
import { Fields, member } from '../network/fields';

/** What a resource is a part of, and the arguments that say it: names from the resource group on, or one id. Source: azurerm 4.55. */
interface OwnerForm {
  readonly kind: ResourceKind;
  readonly names?: readonly string[];
  readonly id?: string;
}

const ofGroup = (kind: ResourceKind, name: string): OwnerForm => ({ kind, names: ['resource_group_name', name] });
const ofId = (kind: ResourceKind, id: string): OwnerForm => ({ kind, id });

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

/** The name, the id or the resource group of a resource: what refers to one is of that one, whatever it is called. */
const REFERENCE = /^\$\{azurerm_\w+\.[\w-]+\.(id|name|resource_group_name|resource_group_id)\}$/;

/** What is written for the owner of a resource and may say another one, with other values. */
export function ownerTexts(type: string, body: Fields): readonly unknown[] {
  const form = OWNERS.get(type);
  const names = form === undefined ? [] : [...form.names ?? [], ...form.id === undefined ? [] : [form.id]];
  return names.map((name) => member(body, name)).filter((value) => typeof value !== 'string' || !REFERENCE.test(value));
}
