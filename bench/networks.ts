/** Terraform JSON of large networks, made up: subnets with groups after one firewall. */
export interface Body { [name: string]: unknown }

const TAGS = [
  'AzureActiveDirectory', 'AzureMachineLearning', 'BatchNodeManagement.WestUS2', 'AzureResourceManager', 'Storage.WestUS2',
  'AzureFrontDoor.Frontend', 'MicrosoftContainerRegistry', 'AzureFrontDoor.FirstParty', 'AzureMonitor',
];

export interface Case {
  readonly name: string;
  /** CPU milliseconds. */
  readonly goal: number;
  /** What it is to be compared with, to see how the time grows. */
  readonly smaller?: string;
  readonly make: () => { readonly [type: string]: { readonly [name: string]: Body } };
}

export function subnetId(name: string): string {
  return '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/' +
    `subnets/${name}`;
}

function securityRule(name: string, priority: number, access: string, more: Body): Body {
  return {
    name, priority, access, direction: 'Outbound', protocol: 'Tcp', source_port_range: '*', destination_port_range: '443',
    source_address_prefix: '*', destination_address_prefix: 'Internet', ...more,
  };
}

const DENY = securityRule('deny', 4096, 'Deny', { protocol: '*', destination_port_range: '*', destination_address_prefix: '*' });
const list = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));

function usualRules(): Body[] {
  return [
    ...TAGS.map((tag, i) => securityRule(tag, 200 + i, 'Allow', { destination_address_prefix: tag })),
    securityRule('web', 400, 'Allow', {}),
    securityRule('network', 410, 'Allow', { protocol: '*', destination_port_range: '*', destination_address_prefix: '10.0.0.0/8' }),
  ];
}

function network(subnets: number, groupRules: () => Body[], collection: Body): ReturnType<Case['make']> {
  const names = list(subnets, (i) => `s${i}`);
  const each = (of: (name: string, i: number) => Body): { [name: string]: Body } =>
    Object.fromEntries(names.map((name, i) => [name, of(name, i)]));
  const common = { resource_group_name: 'rg' };
  return {
    azurerm_virtual_network: { v: { ...common, name: 'vnet', address_space: ['10.0.0.0/8'] } },
    azurerm_subnet:
      each((name, i) => ({ ...common, name, virtual_network_name: 'vnet', address_prefixes: [`10.${1 + (i >> 8)}.${i & 255}.0/24`] })),
    azurerm_network_security_group: each((name) => ({ ...common, name, security_rule: [...groupRules(), DENY] })),
    azurerm_route_table: { t: {
      ...common, name: 't',
      route: [{ name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.1.4' }],
    } },
    azurerm_subnet_network_security_group_association: each((name) => ({
      subnet_id: `\${azurerm_subnet.${name}.id}`, network_security_group_id: `\${azurerm_network_security_group.${name}.id}`,
    })),
    azurerm_subnet_route_table_association:
      each((name) => ({ subnet_id: `\${azurerm_subnet.${name}.id}`, route_table_id: '${azurerm_route_table.t.id}' })),
    azurerm_firewall_policy: { p: { ...common, name: 'p', sku: 'Standard', dns: [{ proxy_enabled: true }] } },
    azurerm_firewall: { f: {
      ...common, name: 'f', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'a', private_ip_address: '10.0.1.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: {
      g: { name: 'g', priority: 500, firewall_policy_id: '${azurerm_firewall_policy.p.id}', ...collection },
    },
  };
}

function networkRules(rules: readonly Body[]): Body {
  return { network_rule_collection: [{ name: 'n', priority: 100, action: 'Allow', rule: rules.map((rule, i) => ({
    name: `r${i}`, protocols: ['TCP'], source_addresses: ['*'], destination_ports: ['443'], ...rule,
  })) }] };
}

function applicationRules(hosts: readonly string[]): Body {
  return { application_rule_collection: [{ name: 'a', priority: 100, action: 'Allow', rule: hosts.map((host, i) => ({
    name: `r${i}`, source_addresses: ['*'], protocols: [{ type: 'Https', port: 443 }], destination_fqdns: [host],
  })) }] };
}

const address = (i: number): string => `20.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
const toAddresses = (count: number): Body => networkRules(list(count, (i) => ({ destination_addresses: [address(i)] })));
const toHosts = (count: number): Body => applicationRules(list(count, (i) => `h${i}.contoso.com`));
const toTags = networkRules(TAGS.map((tag) => ({ destination_addresses: [tag] })));

/** Rules with port ranges that overlap those of hundreds of others. */
function overlapping(count: number, of: (i: number) => readonly [access: string, to: string]): () => Body[] {
  return () => list(count, (i) => {
    const [access, to] = of(i);
    return securityRule(`r${i}`, 100 + i, access, {
      destination_port_range: `${1000 + i}-${3000 + 2 * i}`, destination_address_prefix: to,
    });
  });
}

const shared = networkRules(list(300, (i) => ({
  source_addresses: [`10.1.${i % 100}.0/24`, '10.2.0.0/16'], destination_addresses: [i % 3 === 0 ? address(i) : TAGS[i % TAGS.length]],
})));

export const CASES: readonly Case[] = [
  { name: 'firewall, 1,000 addresses on one port', goal: 500, make: () => network(1, usualRules, toAddresses(1000)) },
  {
    name: 'firewall, 10,000 addresses on one port', goal: 3000, smaller: 'firewall, 1,000 addresses on one port',
    make: () => network(1, usualRules, toAddresses(10_000)),
  },
  { name: 'firewall, 1,000 host names', goal: 500, make: () => network(1, usualRules, toHosts(1000)) },
  {
    name: 'firewall, 10,000 host names', goal: 3000, smaller: 'firewall, 1,000 host names',
    make: () => network(1, usualRules, toHosts(10_000)),
  },
  {
    name: 'group, 900 overlapping port ranges, to anywhere', goal: 500,
    make: () => network(1, overlapping(900, () => ['Allow', '*']), toTags),
  },
  {
    name: 'group, 900 overlapping port ranges, to ranges', goal: 500,
    make: () => network(1, overlapping(900, (i) => ['Allow', `20.1.${i & 255}.0/24`]), toTags),
  },
  {
    name: 'group, 900 overlapping port ranges, every second one denied', goal: 500,
    make: () => network(1, overlapping(900, (i) => [i % 2 === 0 ? 'Deny' : 'Allow', `20.${i % 3}.${i & 255}.0/24`]), toTags),
  },
  { name: '100 subnets, firewall of 300 rules', goal: 3000, make: () => network(100, usualRules, shared) },
  { name: '100 subnets, each its group', goal: 600, make: () => network(100, usualRules, toTags) },
  {
    name: '1,000 subnets, each its group', goal: 6000, smaller: '100 subnets, each its group',
    make: () => network(1000, usualRules, toTags),
  },
];
