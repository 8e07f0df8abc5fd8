type Body = Record<string, unknown>;
interface Resources { readonly resource: Record<string, Record<string, Body>> }

/** The network with rules that nobody asks for: in from the Internet, and out to it on a port and to a partner. */
export function openNetwork(text: string): object {
  const json = JSON.parse(text) as Resources;
  const rules = Object.values(json.resource['azurerm_network_security_group']!)[0]!['security_rule'] as Body[];
  const rule = (name: string, priority: number, direction: string, port: string, more: Body): Body => ({
    ...rules[0]!, name, priority, direction, access: 'Allow', protocol: 'Tcp', description: name, destination_port_range: port,
    destination_port_ranges: null, source_address_prefix: '*', source_address_prefixes: null, destination_address_prefix: '*',
    destination_address_prefixes: null, ...more,
  });
  rules.push(
    rule('ssh-from-anywhere', 101, 'Inbound', '22', { source_address_prefix: 'Internet' }),
    rule('partner', 102, 'Outbound', '8443', { destination_address_prefix: '203.0.113.0/24' }),
  );
  const table = Object.values(json.resource['azurerm_route_table'] ?? {})[0];
  (table?.['route'] as Body[] | undefined)?.push({
    name: 'partner', address_prefix: '203.0.113.0/24', next_hop_type: 'Internet', next_hop_in_ip_address: null,
  });
  return json;
}

const PLACE = { location: 'westus2', resource_group_name: 'rg-spokes' };

/** A network for each of many subnets, all with the same rules but for the last one, which lets more out. */
export function spokes(count: number): object {
  const each = (make: (i: number) => Body): Record<string, Body> =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`spoke${i}`, make(i)]));
  const rule = (name: string, priority: number, access: string, destination: string, port: string): Body => ({
    name, priority, direction: 'Outbound', access, protocol: 'Tcp', source_port_range: '*', destination_port_range: port,
    source_address_prefix: '*', destination_address_prefix: destination,
  });
  return { resource: {
    azurerm_virtual_network: each((i) => ({ ...PLACE, name: `vnet-${i}`, address_space: [`10.${i}.0.0/16`] })),
    azurerm_subnet: each((i) => ({
      name: 'compute', resource_group_name: PLACE.resource_group_name, virtual_network_name: `\${azurerm_virtual_network.spoke${i}.name}`,
      address_prefixes: [`10.${i}.1.0/24`],
    })),
    azurerm_network_security_group: each((i) => ({ ...PLACE, name: `nsg-spoke-${i}`, security_rule: [
      rule('machine-learning', 100, 'Allow', 'AzureMachineLearning', '443'), rule('storage', 110, 'Allow', 'Storage.WestUS2', '443'),
      ...(i === count - 1 ? [rule('web', 120, 'Allow', 'Internet', '80')] : []),
      { ...rule('close', 4096, 'Deny', 'Internet', '*'), protocol: '*' },
    ] })),
    azurerm_subnet_network_security_group_association: each((i) => ({
      subnet_id: `\${azurerm_subnet.spoke${i}.id}`, network_security_group_id: `\${azurerm_network_security_group.spoke${i}.id}`,
    })),
  } };
}

/** What is asked of these subnets. */
export function spokesDeployment(count: number): string {
  const groups = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups';
  const subnet = (i: number): string => `  spoke-${i}: {subnetId: ${groups}/` +
    `rg-spokes/providers/Microsoft.Network/virtualNetworks/vnet-${i}/subnets/compute, addressPrefixes: [10.${i}.1.0/24]}\n`;
  return 'name: spokes\nedition: 2026-03-19\ncloud: public\nregion: westus2\nworkspace: {privateEndpoint: true}\n' +
    `compute: {publicIp: false}\nsubnets:\n${Array.from({ length: count }, (_, i) => subnet(i)).join('')}`;
}
