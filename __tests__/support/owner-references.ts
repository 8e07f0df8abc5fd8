import type { Json } from './rewriting';

/** References of resources of a network, with what they may name. */

export type Sections = Record<string, Record<string, Json>>;
export interface OwnerReference {
  readonly what: string;
  /** Puts the reference into a network. */
  readonly write: (resources: Sections, reference: string, json: Json) => void;
  /** What it may name: of the first, the answers differ from those of the second. */
  readonly own: string;
  readonly other: string;
  /** References of which a part is known, which rules out the first. */
  readonly ruledOut?: readonly string[];
}

const RG = { resource_group_name: 'rg-net', location: 'westeurope' };
const NETWORK = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network';
const any = { source_port_range: '*', destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: '*' };
const DENY = { ...any, name: 'deny', priority: 110, direction: 'Outbound', access: 'Deny', protocol: '*' };
const ANY_RULE = { name: 'r', protocols: ['Any'], destination_addresses: ['*'], destination_ports: ['*'] };
const denying = (sources: Json): Json => ({ name: 'c', priority: 100, action: 'Deny', rule: [{ ...ANY_RULE, ...sources }] });
const ofSources = (sources: Json): Json => ({ name: 'deny', priority: 100, network_rule_collection: [denying(sources)] });
const FIREWALL_DENY = ofSources({ source_addresses: ['*'] });
const add = (resources: Sections, type: string, name: string, body: Json): void => {
  resources[type] = { ...resources[type], [name]: body };
};
const denyingGroup = (resources: Sections): void => add(resources, 'azurerm_network_security_group', 'deny', {
  name: 'nsg-deny', ...RG, security_rule: [DENY],
});
const denyingPolicy = (resources: Sections): void => {
  add(resources, 'azurerm_firewall_policy', 'deny', { name: 'fwp-deny', ...RG });
  add(resources, 'azurerm_firewall_policy_rule_collection_group', 'deny', {
    ...FIREWALL_DENY, firewall_policy_id: '${azurerm_firewall_policy.deny.id}',
  });
};
const secondSubnet = (resources: Sections): void => add(resources, 'azurerm_subnet', 'second', {
  name: 'second', resource_group_name: 'rg-net', virtual_network_name: '${azurerm_virtual_network.v.name}',
  address_prefixes: ['10.1.2.0/24'],
});
const secondNetwork = (resources: Sections): void => add(resources, 'azurerm_virtual_network', 'w', {
  name: 'vnet-w', ...RG, address_space: ['10.2.0.0/16'],
});

export const OWNER_REFERENCES: readonly OwnerReference[] = [
  {
    what: 'rule → group', own: '${azurerm_network_security_group.n.name}', other: 'nsg-other',
    ruledOut: ['nsg-${var.x}-other', 'x${var.x}'],
    write: (all, name) => add(all, 'azurerm_network_security_rule', 'd', {
      ...DENY, resource_group_name: 'rg-net', network_security_group_name: name,
    }),
  },
  {
    what: 'resource group of a rule', own: 'rg-net', other: 'rg-other', ruledOut: ['x${var.x}'],
    write: (all, group) => add(all, 'azurerm_network_security_rule', 'd', {
      ...DENY, resource_group_name: group, network_security_group_name: 'nsg-training',
    }),
  },
  {
    what: 'route → table', own: '${azurerm_route_table.t.name}', other: 'rt-other', ruledOut: ['x${var.x}'],
    write: (all, name) => ['0.0.0.0/1', '128.0.0.0/1'].forEach((prefix, i) => add(all, 'azurerm_route', `r${i}`, {
      name: `r${i}`, resource_group_name: 'rg-net', route_table_name: name, address_prefix: prefix, next_hop_type: 'None',
    })),
  },
  {
    what: 'association of a group → subnet', own: '${azurerm_subnet.training.id}', other: '${azurerm_subnet.second.id}',
    ruledOut: [`${NETWORK}/virtualNetworks/vnet-ml/subnets/x\${var.x}`, `${NETWORK}/virtualNetworks/\${var.x}/subnets/second`],
    write: (all, id) => {
      denyingGroup(all);
      secondSubnet(all);
      add(all, 'azurerm_subnet_network_security_group_association', 'x', {
        subnet_id: id, network_security_group_id: '${azurerm_network_security_group.deny.id}',
      });
    },
  },
  {
    what: 'association → group', own: '${azurerm_network_security_group.deny.id}', other: '${azurerm_network_security_group.n.id}',
    write: (all, id) => {
      denyingGroup(all);
      all['azurerm_subnet_network_security_group_association']!['a']!['network_security_group_id'] = id;
    },
  },
  {
    what: 'association → table', own: '${azurerm_route_table.none.id}', other: '${azurerm_route_table.t.id}',
    write: (all, id) => {
      add(all, 'azurerm_route_table', 'none', { name: 'rt-none', ...RG, route: [{
        name: 'r', address_prefix: '0.0.0.0/0', next_hop_type: 'None',
      }] });
      all['azurerm_subnet_route_table_association']!['a']!['route_table_id'] = id;
    },
  },
  {
    what: 'rule collection group → policy', own: '${azurerm_firewall_policy.p.id}', other: '${azurerm_firewall_policy.q.id}',
    ruledOut: [`${NETWORK}/firewallPolicies/x\${var.x}`, `\${var.x}/firewallPolicies/other`],
    write: (all, id) => {
      add(all, 'azurerm_firewall_policy', 'q', { name: 'fwp-q', ...RG });
      add(all, 'azurerm_firewall_policy_rule_collection_group', 'x', { ...FIREWALL_DENY, firewall_policy_id: id });
    },
  },
  {
    what: 'policy → parent', own: '${azurerm_firewall_policy.deny.id}', other: '${azurerm_firewall_policy.q.id}',
    write: (all, id) => {
      denyingPolicy(all);
      add(all, 'azurerm_firewall_policy', 'q', { name: 'fwp-q', ...RG });
      all['azurerm_firewall_policy']!['p']!['base_policy_id'] = id;
    },
  },
  {
    what: 'firewall → policy', own: '${azurerm_firewall_policy.deny.id}', other: '${azurerm_firewall_policy.p.id}',
    write: (all, id) => {
      denyingPolicy(all);
      all['azurerm_firewall']!['f']!['firewall_policy_id'] = id;
    },
  },
  {
    what: 'interface → subnet', own: '${azurerm_subnet.training.id}', other: '${azurerm_subnet.second.id}',
    write: (all, id) => {
      denyingGroup(all);
      secondSubnet(all);
      add(all, 'azurerm_network_interface', 'n', { name: 'nic', ...RG, ip_configuration: [{ name: 'c', subnet_id: id }] });
      add(all, 'azurerm_network_interface_security_group_association', 'n', {
        network_interface_id: '${azurerm_network_interface.n.id}', network_security_group_id: '${azurerm_network_security_group.deny.id}',
      });
    },
  },
  {
    what: 'association of a group → interface', own: '${azurerm_network_interface.n.id}', other: '${azurerm_network_interface.o.id}',
    write: (all, id) => {
      denyingGroup(all);
      secondSubnet(all);
      ['n', 'o'].forEach((name) => add(all, 'azurerm_network_interface', name, { name: `nic-${name}`, ...RG, ip_configuration: [{
        name: 'c', subnet_id: `\${azurerm_subnet.${name === 'n' ? 'training' : 'second'}.id}`,
      }] }));
      add(all, 'azurerm_network_interface_security_group_association', 'n', {
        network_interface_id: id, network_security_group_id: '${azurerm_network_security_group.deny.id}',
      });
    },
  },
  {
    what: 'peering → network', own: '${azurerm_virtual_network.v.name}', other: 'vnet-other',
    write: (all, name) => {
      secondNetwork(all);
      openToNetworks(all);
      add(all, 'azurerm_virtual_network_peering', 'there', {
        name: 'there', resource_group_name: 'rg-net', virtual_network_name: name,
        remote_virtual_network_id: '${azurerm_virtual_network.w.id}',
      });
      add(all, 'azurerm_virtual_network_peering', 'back', {
        name: 'back', resource_group_name: 'rg-net', virtual_network_name: '${azurerm_virtual_network.w.name}',
        remote_virtual_network_id: '${azurerm_virtual_network.v.id}',
      });
    },
  },
  {
    what: 'peering → other network', own: '${azurerm_virtual_network.w.id}', other: `${NETWORK}/virtualNetworks/vnet-other`,
    write: (all, id) => {
      secondNetwork(all);
      openToNetworks(all);
      add(all, 'azurerm_virtual_network_peering', 'there', {
        name: 'there', resource_group_name: 'rg-net', virtual_network_name: '${azurerm_virtual_network.v.name}',
        remote_virtual_network_id: id,
      });
      add(all, 'azurerm_virtual_network_peering', 'back', {
        name: 'back', resource_group_name: 'rg-net', virtual_network_name: '${azurerm_virtual_network.w.name}',
        remote_virtual_network_id: '${azurerm_virtual_network.v.id}',
      });
    },
  },
  {
    what: 'DNS servers → network', own: '${azurerm_virtual_network.v.id}', other: '${azurerm_virtual_network.w.id}',
    ruledOut: [`${NETWORK}/virtualNetworks/x\${var.x}`],
    write: (all, id) => {
      secondNetwork(all);
      add(all, 'azurerm_virtual_network_dns_servers', 'd', { virtual_network_id: id, dns_servers: ['203.0.113.53'] });
    },
  },
  {
    what: 'addresses → IP group', own: '${azurerm_ip_group.g.id}', other: '${azurerm_ip_group.h.id}',
    write: (all, id) => {
      ['g', 'h'].forEach((name) => add(all, 'azurerm_ip_group', name, { name: `ipg-${name}`, ...RG, cidrs: [] }));
      add(all, 'azurerm_ip_group_cidr', 'c', { ip_group_id: id, cidr: '10.1.1.0/24' });
      add(all, 'azurerm_firewall_policy_rule_collection_group', 'x', {
        ...ofSources({ source_ip_groups: ['${azurerm_ip_group.g.id}'] }), firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      });
    },
  },
  {
    what: 'rule → IP group', own: '${azurerm_ip_group.g.id}', other: '${azurerm_ip_group.h.id}',
    write: (all, id) => {
      ['g', 'h'].forEach((name) => add(all, 'azurerm_ip_group', name, {
        name: `ipg-${name}`, ...RG, cidrs: [name === 'g' ? '10.1.1.0/24' : '10.9.0.0/24'],
      }));
      add(all, 'azurerm_firewall_policy_rule_collection_group', 'x', {
        ...ofSources({ source_ip_groups: [id] }), firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      });
    },
  },
  {
    what: 'NAT gateway → subnet', own: '${azurerm_subnet.training.id}', other: '${azurerm_subnet.second.id}',
    write: (all, id) => {
      secondSubnet(all);
      delete all['azurerm_subnet_route_table_association'];
      all['azurerm_subnet']!['training']!['default_outbound_access_enabled'] = false;
      add(all, 'azurerm_nat_gateway', 'g', { name: 'ng', ...RG });
      add(all, 'azurerm_public_ip', 'p', { name: 'pip', ...RG });
      add(all, 'azurerm_nat_gateway_public_ip_association', 'g', {
        nat_gateway_id: '${azurerm_nat_gateway.g.id}', public_ip_address_id: '${azurerm_public_ip.p.id}',
      });
      add(all, 'azurerm_subnet_nat_gateway_association', 'g', { subnet_id: id, nat_gateway_id: '${azurerm_nat_gateway.g.id}' });
    },
  },
  {
    what: 'public address → NAT gateway', own: '${azurerm_nat_gateway.g.id}', other: '${azurerm_nat_gateway.h.id}',
    write: (all, id) => {
      delete all['azurerm_subnet_route_table_association'];
      all['azurerm_subnet']!['training']!['default_outbound_access_enabled'] = false;
      ['g', 'h'].forEach((name) => add(all, 'azurerm_nat_gateway', name, { name: `ng-${name}`, ...RG }));
      add(all, 'azurerm_public_ip', 'p', { name: 'pip', ...RG });
      add(all, 'azurerm_nat_gateway_public_ip_association', 'g', { nat_gateway_id: id, public_ip_address_id: '${azurerm_public_ip.p.id}' });
      add(all, 'azurerm_subnet_nat_gateway_association', 'g', {
        subnet_id: '${azurerm_subnet.training.id}', nat_gateway_id: '${azurerm_nat_gateway.g.id}',
      });
    },
  },
  {
    what: 'classic collection → firewall', own: '${azurerm_firewall.f.name}', other: 'fw-other', ruledOut: ['x${var.x}'],
    write: (all, name) => {
      delete all['azurerm_firewall']!['f']!['firewall_policy_id'];
      delete all['azurerm_firewall_policy'];
      delete all['azurerm_firewall_policy_rule_collection_group'];
      add(all, 'azurerm_firewall_network_rule_collection', 'own', {
        name: 'own', priority: 200, action: 'Allow', azure_firewall_name: '${azurerm_firewall.f.name}', resource_group_name: 'rg-net',
        rule: [{ ...ANY_RULE, source_addresses: ['*'] }],
      });
      add(all, 'azurerm_firewall_network_rule_collection', 'x', {
        ...denying({ source_addresses: ['*'] }), azure_firewall_name: name, resource_group_name: 'rg-net',
      });
    },
  },
  {
    what: 'policy of service endpoints → subnet', own: '${azurerm_subnet_service_endpoint_storage_policy.s.id}', other: '',
    write: (all, id) => {
      add(all, 'azurerm_subnet_service_endpoint_storage_policy', 's', { name: 'sep', ...RG, definition: [{
        name: 'd', service: 'Microsoft.Storage',
        service_resources: [`${NETWORK.replace('Microsoft.Network', 'Microsoft.Storage')}/storageAccounts/other`],
      }] });
      Object.assign(all['azurerm_subnet']!['training']!, {
        service_endpoints: ['Microsoft.Storage'], ...(id !== '' && { service_endpoint_policy_ids: [id] }),
      });
    },
  },
];

/** The rules for the address space name the tag. */
function openToNetworks(all: Sections): void {
  const group = all['azurerm_network_security_group']!['n']!;
  group['security_rule'] = (group['security_rule'] as Json[]).map((rule) => (!String(rule['name']).startsWith('vnet-') ? rule
    : { ...rule, source_address_prefix: 'VirtualNetwork', destination_address_prefix: 'VirtualNetwork' }));
  delete all['azurerm_subnet_route_table_association'];
}
