type Body = Readonly<Record<string, unknown>>;

const REFERENCE = /^\$\{(azurerm_\w+)\.([\w-]+)\.([\w.[\]]+)\}$/;

/** Types of Azure by those of Terraform, for ids. */
const TYPES: Readonly<Record<string, string>> = {
  azurerm_virtual_network: 'virtualNetworks', azurerm_network_security_group: 'networkSecurityGroups', azurerm_route_table: 'routeTables',
  azurerm_firewall: 'azureFirewalls', azurerm_firewall_policy: 'firewallPolicies', azurerm_ip_group: 'ipGroups',
  azurerm_nat_gateway: 'natGateways', azurerm_public_ip: 'publicIPAddresses', azurerm_network_interface: 'networkInterfaces',
};

/**
 * The state after a synthesized stack is applied: every value is there, ids among them. Made for stacks whose expressions are
 * references.
 */
export function stateOfStack(stack: Body, firewallAddress: string): Body {
  const types = stack['resource'] as Readonly<Record<string, Readonly<Record<string, Body>>>>;
  const text = (value: unknown): string => String(resolved(value));
  const idOf = (type: string, body: Body): string => {
    const root = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${text(body['resource_group_name'])}/providers`;
    return type === 'azurerm_subnet'
      ? `${root}/Microsoft.Network/virtualNetworks/${text(body['virtual_network_name'])}/subnets/${text(body['name'])}`
      : `${root}/Microsoft.Network/${TYPES[type] ?? type}/${text(body['name'])}`;
  };
  const resolved = (value: unknown): unknown => {
    const [, type, name, attribute] = typeof value === 'string' ? REFERENCE.exec(value) ?? [] : [];
    const body = type === undefined ? undefined : types[type]?.[name!];
    return type === undefined ? value
      : attribute!.endsWith('private_ip_address') ? firewallAddress
      : body === undefined ? null : attribute === 'id' ? idOf(type, body) : resolved(body[attribute!]);
  };
  // A block that is written as an object is a list of one here.
  const whole = (value: unknown): unknown => (Array.isArray(value) ? value.map(inside)
    : typeof value === 'object' && value !== null ? [inside(value)] : resolved(value));
  const inside = (value: unknown): unknown => (typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, whole(item)])) : resolved(value));
  const computed = (type: string): Body => (type === 'azurerm_firewall' ? { private_ip_address: firewallAddress } : {});
  const valuesOf = (type: string, body: Body): Body => {
    const values = inside(body) as Body;
    const [first, ...others] = (values['ip_configuration'] ?? []) as Body[];
    return { ...values, ...(first !== undefined && { ip_configuration: [{ ...first, ...computed(type) }, ...others] }) };
  };
  return {
    format_version: '1.0', terraform_version: '1.11.4',
    values: { root_module: { resources: Object.entries(types).flatMap(([type, ofType]) => Object.entries(ofType).map(([name, body]) => ({
      address: `${type}.${name}`, mode: 'managed', type, name, provider_name: 'registry.terraform.io/hashicorp/azurerm', schema_version: 0,
      values: { ...valuesOf(type, body), id: idOf(type, body) },
    }))) } },
  };
}
