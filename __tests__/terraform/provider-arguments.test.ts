import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { FirewallApplicationRuleCollection } from '@cdktf/provider-azurerm/lib/firewall-application-rule-collection';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { TerraformOutput, Testing } from 'cdktf';
import { checkStack, checkTerraformJson } from '../support/provider-arguments';
import { COMBINATIONS } from '../support/provider-combinations';
import { readArguments, type Block } from '../support/provider-types';
import { PROVIDER_VALUES } from '../support/provider-values';

type Fields = Record<string, unknown>;

/** A document with one resource, `<type>.it`. */
const one = (type: string, body: Fields): Fields => ({ resource: { [type]: { it: body } } });

/** The problems of one resource, without its address. */
const problemsOf = (type: string, body: Fields): string[] =>
  checkTerraformJson(one(type, body)).map((problem) => problem.replace(`${type}.it: `, ''));

const NSG = 'azurerm_network_security_group';
const NSG_RULE = 'azurerm_network_security_rule';
const GROUP = 'azurerm_firewall_policy_rule_collection_group';
const CLASSIC_APPLICATION = 'azurerm_firewall_application_rule_collection';
const CLASSIC_NETWORK = 'azurerm_firewall_network_rule_collection';

const ML = 'azurerm_machine_learning_workspace_network_outbound_rule';
const managed = {
  name: 'it_1', workspace_id: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ml',
};
const managedTag = { ...managed, service_tag: 'AzureMonitor', protocol: 'TCP', port_ranges: '80,1024-65535' };

const place = { name: 'it', location: 'westeurope', resource_group_name: 'rg' };

const plainRule = {
  name: 'AllowTags', access: 'Allow', direction: 'Outbound', priority: 100, protocol: 'Tcp',
  source_port_range: '*', source_address_prefix: 'VirtualNetwork',
  destination_port_range: '443', destination_address_prefix: 'Storage.WestEurope',
};
const standaloneRule = { ...plainRule, resource_group_name: 'rg', network_security_group_name: 'nsg' };

/** A rule as CDKTF writes it: with every key. */
function inlineRule(changes: Fields = {}): Fields {
  return {
    description: null, destination_address_prefixes: null, destination_application_security_group_ids: null,
    destination_port_ranges: null, source_address_prefixes: null, source_application_security_group_ids: null,
    source_port_ranges: null, ...plainRule, ...changes,
  };
}
const groupWith = (...changes: Fields[]): Fields => ({ ...place, security_rule: changes.map(inlineRule) });

const applicationRule = {
  name: 'hosts', source_addresses: ['10.0.0.0/16'], destination_fqdns: ['*.azureml.ms'], protocols: [{ type: 'Https', port: 443 }],
};
const networkRule = {
  name: 'tags', source_addresses: ['10.0.0.0/16'], destination_addresses: ['AzureMachineLearning'],
  destination_ports: ['443', '8704-8710'], protocols: ['TCP', 'UDP'],
};
const translation = {
  name: 'in', protocols: ['TCP'], destination_address: '203.0.113.4', destination_ports: ['443'],
  translated_address: '10.0.0.4', translated_port: 443,
};
const collections = (kind: string, action: string, rule: Fields): Fields => ({
  name: 'rcg', firewall_policy_id: '/policy', priority: 200,
  [`${kind}_rule_collection`]: [{ name: 'some', priority: 300, action, rule: [rule] }],
});
const application = (changes: Fields = {}): Fields => collections('application', 'Allow', { ...applicationRule, ...changes });
const network = (changes: Fields = {}): Fields => collections('network', 'Allow', { ...networkRule, ...changes });
const nat = (changes: Fields = {}): Fields => collections('nat', 'Dnat', { ...translation, ...changes });

const classic = (rule: Fields): Fields =>
  ({ name: 'some', azure_firewall_name: 'fw', resource_group_name: 'rg', priority: 300, action: 'Allow', rule: [rule] });
const classicApplicationRule = {
  name: 'hosts', source_addresses: ['10.0.0.0/16'], target_fqdns: ['*.azureml.ms'], protocol: [{ type: 'Https', port: 443 }],
};

const route = { name: 'ml', address_prefix: 'AzureMachineLearning', next_hop_type: 'Internet' };
const standaloneRoute = { ...route, resource_group_name: 'rg', route_table_name: 'rt' };

/** What CDKTF writes, with references of every kind between the resources. */
function synthesized(): Fields {
  return JSON.parse(Testing.synthScope((stack) => {
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    const group = new ResourceGroup(stack, 'rg', { name: 'rg', location: 'westeurope', tags: { team: 'ml' } });
    const where = { location: group.location, resourceGroupName: group.name };
    const net = new VirtualNetwork(stack, 'net', { ...where, name: 'net', addressSpace: ['10.0.0.0/16'] });
    const subnet = new Subnet(stack, 'subnet', {
      name: 'training', resourceGroupName: group.name, virtualNetworkName: net.name, addressPrefixes: ['10.0.1.0/24'],
      delegation: [{ name: 'apps', serviceDelegation: { name: 'Microsoft.App/environments' } }],
    });
    const nsg = new NetworkSecurityGroup(stack, 'nsg', {
      ...where,
      name: 'training',
      securityRule: [{
        name: 'AllowMl', access: 'Allow', direction: 'Outbound', priority: 100, protocol: '*', sourcePortRange: '*',
        destinationPortRanges: ['443', '8787'], sourceAddressPrefixes: net.addressSpace, destinationAddressPrefix: 'AzureMachineLearning',
      }],
    });
    const table = new RouteTable(stack, 'table', {
      ...where,
      name: 'training',
      bgpRoutePropagationEnabled: false,
      route: [
        { name: 'ml', addressPrefix: 'AzureMachineLearning', nextHopType: 'Internet' },
        { name: 'all', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopInIpAddress: '10.0.0.4' },
      ],
      dependsOn: [net],
    });
    new SubnetNetworkSecurityGroupAssociation(stack, 'subnet-nsg', { subnetId: subnet.id, networkSecurityGroupId: nsg.id });
    new SubnetRouteTableAssociation(stack, 'subnet-table', { subnetId: subnet.id, routeTableId: table.id });
    const policy = new FirewallPolicy(stack, 'policy', { ...where, name: 'policy', sku: 'Premium', dns: { proxyEnabled: true } });
    const source = { sourceAddresses: subnet.addressPrefixes };
    const https = [{ type: 'Https', port: 443 }];
    new FirewallPolicyRuleCollectionGroup(stack, 'rcg', {
      name: 'ml',
      firewallPolicyId: policy.id,
      priority: 1000,
      applicationRuleCollection: [{
        name: 'hosts', priority: 1200, action: 'Allow',
        rule: [{ ...source, name: 'hosts', protocols: https, destinationFqdns: ['*.azureml.ms', 'pypi.org'], terminateTls: false }],
      }],
      networkRuleCollection: [{
        name: 'tags', priority: 1100, action: 'Allow',
        rule: [{ ...source, name: 'ml', protocols: ['UDP'], destinationPorts: ['5831'], destinationAddresses: ['AzureMachineLearning'] }],
      }],
    });
    new FirewallApplicationRuleCollection(stack, 'classic', {
      name: 'hosts', azureFirewallName: 'fw', resourceGroupName: group.name, priority: 200, action: 'Allow',
      rule: [{ name: 'hosts', sourceAddresses: ['*'], targetFqdns: ['*.azureml.ms'], protocol: https }],
    });
    new TerraformOutput(stack, 'table-id', { value: `the table is ${table.id}` });
  })) as Fields;
}

describe('documents without a mistake', () => {
  test('what CDKTF writes passes, as an object and as text', () => {
    const document = synthesized();
    expect(Object.keys(document.resource as Fields)).toHaveLength(10);
    expect(checkStack(document)).toEqual([]);
    expect(checkStack(JSON.stringify(document))).toEqual([]);
  });

  test.each<[string, Fields]>([
    [NSG, groupWith({}, { direction: 'Inbound' }, { priority: 4096, description: 'x'.repeat(140), protocol: 'Esp' })],
    [NSG, { ...place, security_rule: [] }],
    [NSG, { ...place, security_rule: '${local.rules}' }],
    [NSG_RULE, standaloneRule],
    [NSG_RULE, { ...standaloneRule, source_address_prefix: null, source_address_prefixes: '${azurerm_subnet.a.address_prefixes}' }],
    [NSG_RULE, { ...standaloneRule, priority: '${var.priority}', access: '${var.access}', name: 'rule-${var.name}' }],
    [GROUP, application()],
    [GROUP, application({ destination_fqdns: ['*', '*contoso.com'], source_addresses: ['10.0.0.1-10.0.0.9', '*'] })],
    [GROUP, application({ destination_fqdns: [], destination_urls: ['*.contoso.com/a/*', 'contoso.com/b'], terminate_tls: true })],
    [GROUP, network()],
    [GROUP, network({ destination_ports: ['*'], destination_addresses: [], destination_fqdns: ['mcr.microsoft.com'] })],
    [GROUP, nat()],
    [GROUP, { ...application(), name: '${var.name}', lifecycle: { ignore_changes: ['name'] }, '//': { metadata: { path: 'a/b' } } }],
    [CLASSIC_APPLICATION, classic(classicApplicationRule)],
    [CLASSIC_NETWORK, classic(networkRule)],
    ['azurerm_route_table', { ...place, route: [{ ...route, next_hop_in_ip_address: null }] }],
    ['azurerm_route', standaloneRoute],
    ['azurerm_firewall_policy', { ...place, sku: 'Basic', dns: [{ servers: ['10.0.0.4'] }], private_ip_ranges: ['10.0.0.0/8'] }],
    ['azurerm_firewall', { ...place, sku_name: 'AZFW_VNet', sku_tier: 'Premium', ip_configuration: { name: 'ip' } }],
    ['azurerm_ip_group', { ...place, cidrs: ['10.0.0.0/16'] }],
    ['azurerm_public_ip', { ...place, allocation_method: 'Static', zones: ['1'] }],
    [
      'azurerm_storage_account',
      { ...place, account_replication_type: 'LRS', account_tier: 'Standard', network_rules: { default_action: 'Deny' } },
    ],
    [
      'azurerm_virtual_network_peering',
      { name: 'a', resource_group_name: 'rg', virtual_network_name: 'a', remote_virtual_network_id: '/b' },
    ],
    ['azurerm_nat_gateway', { ...place, idle_timeout_in_minutes: 10, count: 2 }],
    ['azurerm_nat_gateway_public_ip_association', { nat_gateway_id: '/ng', public_ip_address_id: '${azurerm_public_ip.a.id}' }],
    ['azurerm_nat_gateway_public_ip_prefix_association', { nat_gateway_id: '/ng', public_ip_prefix_id: '/prefix' }],
    ['azurerm_subnet_nat_gateway_association', { nat_gateway_id: '/ng', subnet_id: '/subnet' }],
    [`${ML}_fqdn`, { ...managed, destination_fqdn: '*.example.com' }],
    [`${ML}_service_tag`, managedTag],
    [`${ML}_service_tag`, { ...managedTag, workspace_id: '${azurerm_machine_learning_workspace.it.id}', protocol: '*', port_ranges: '*' }],
    [`${ML}_service_tag`, { ...managedTag, port_ranges: '443,${var.port}' }],
    [`${ML}_private_endpoint`, { ...managed, service_resource_id: '/storage', sub_resource_target: 'queue' }],
    ['azurerm_kubernetes_cluster', { ...place, default_node_pool: { name: 'a', vm_size: 'b' }, identity: { type: 'SystemAssigned' } }],
  ])('%s passes (%#)', (type, body) => {
    expect(problemsOf(type, body)).toEqual([]);
  });

  test('a data source passes', () => {
    expect(checkTerraformJson({ data: { azurerm_subnet: { it: { name: 'a', virtual_network_name: 'b', resource_group_name: 'c' } } } }))
      .toEqual([]);
  });
});

describe('the shape of arguments', () => {
  test.each<[string, string, Fields, string[]]>([
    ['misspelt, in a list', NSG, { ...place, security_rule: [{ ...inlineRule(), protocol: undefined, protocl: 'Tcp' }] }, [
      'security_rule[0].protocl: no such argument; did you mean "protocol"?',
      'security_rule[0].protocol: required, but not set',
      'security_rule[0]: must write every key, with null for unset ones: protocol',
    ]],
    ['unlike any other', NSG, { ...place, colour: 'red' }, ['colour: no such argument']],
    ['camelCase', 'azurerm_route', { ...standaloneRoute, nextHopType: 'None' }, [
      'nextHopType: no such argument; did you mean "next_hop_type"?',
    ]],
    ['meta-argument in a block', GROUP, application({ count: 1 }), [
      'application_rule_collection[0].rule[0].count: no such argument',
    ]],
    ['missing', NSG, { name: 'it', location: 'westeurope' }, ['resource_group_name: required, but not set']],
    ['null where required', NSG, { ...place, location: null }, ['location: required, but not set']],
    ['null where an inline rule requires', NSG, groupWith({ access: null }), ['security_rule[0].access: required, but not set']],
    ['no block where required', CLASSIC_NETWORK, { ...classic(networkRule), rule: [] }, ['rule: required, but not set']],
    ['missing in a nested block', GROUP, application({ protocols: [{ port: 443 }] }), [
      'application_rule_collection[0].rule[0].protocols[0].type: required, but not set',
    ]],
    ['text for a number', NSG_RULE, { ...standaloneRule, priority: '100' }, ['priority: must be a number, not the string "100"']],
    ['number for text', NSG_RULE, { ...standaloneRule, destination_port_range: 443 }, [
      'destination_port_range: must be a string, not the number 443',
    ]],
    ['text for a boolean', 'azurerm_route_table', { ...place, bgp_route_propagation_enabled: 'false' }, [
      'bgp_route_propagation_enabled: must be a boolean, not the string "false"',
    ]],
    ['text for a list', GROUP, network({ destination_ports: '443' }), [
      'network_rule_collection[0].rule[0].destination_ports: must be a list, not the string "443"',
    ]],
    ['number in a list of texts', GROUP, network({ destination_ports: ['80', 443] }), [
      'network_rule_collection[0].rule[0].destination_ports[1]: must be a string, not the number 443',
    ]],
    ['null in a list', GROUP, network({ source_addresses: [null] }), [
      'network_rule_collection[0].rule[0].source_addresses[0]: must be a string, not null',
    ]],
    ['number in a map', NSG, { ...place, tags: { cost: 1 } }, ['tags["cost"]: must be a string, not the number 1']],
    ['list for a map', NSG, { ...place, tags: ['a'] }, ['tags: must be an object, not a list']],
    ['object for a list of objects', NSG, { ...place, security_rule: inlineRule() }, ['security_rule: must be a list, not an object']],
    ['reference for a block', GROUP, { ...network(), network_rule_collection: '${local.rules}' }, [
      'network_rule_collection: must be a block or a list of blocks, not the string "${local.rules}"',
    ]],
    ['two blocks where one fits', 'azurerm_firewall_policy', { ...place, dns: [{}, {}] }, ['dns: must be an object, not a list']],
    ['escaped reference', NSG_RULE, { ...standaloneRule, access: '$${Allow}' }, [
      'access: "$${Allow}" is not one of "Allow", "Deny"',
    ]],
    [
      'content of a dynamic block', GROUP,
      { ...application(), dynamic: { nat_rule_collection: { for_each: '${local.x}', content: { nam: 'x' } } } }, [
        'nat_rule_collection[0].nam: no such argument; did you mean "name"?',
        'nat_rule_collection[0].action: required, but not set',
        'nat_rule_collection[0].name: required, but not set',
        'nat_rule_collection[0].priority: required, but not set',
        'nat_rule_collection[0].rule: required, but not set',
      ],
    ],
  ])('%s', (_, type, body, expected) => {
    expect(problemsOf(type, body)).toEqual(expected);
  });

  test.each<[string, unknown, string[]]>([
    ['misspelt type', one('azurerm_network_securty_group', {}), [
      'azurerm_network_securty_group.it: no such resource type; did you mean "azurerm_network_security_group"?',
    ]],
    ['type of another provider', one('random_string', {}), ['random_string.it: no such resource type']],
    ['prefix only', one('azurerm_', {}), ['azurerm_.it: no such resource type']],
    ['the provider itself', one('azurerm_provider', {}), ['azurerm_provider.it: no such resource type']],
    ['data source that is none', { data: { azurerm_route: { it: {} } } }, ['data.azurerm_route.it: no such data type']],
    ['misspelt data source', { data: { azurerm_route_tables: { it: {} } } }, [
      'data.azurerm_route_tables.it: no such data type; did you mean "azurerm_route_table"?',
    ]],
    ['body that is no object', { resource: { azurerm_route: { it: 'x' } } }, ['azurerm_route.it: must be an object, not the string "x"']],
  ])('%s', (_, document, expected) => {
    expect(checkTerraformJson(document)).toEqual(expected);
  });

  test('what is no document is an error', () => {
    expect(() => checkTerraformJson('[]')).toThrow('a Terraform document is a JSON object');
  });
});

describe('values', () => {
  const NAME = '"." and "-", a letter or digit first, no "." or "-" last';
  const inRule = (kind: string, path: string): string => `${kind}_rule_collection[0].rule[0].${path}`;

  test.each<[string, Fields, string]>([
    [NSG, groupWith({}, { priority: 99 }), 'security_rule[1].priority: 99 is not a whole number from 100 to 4096'],
    [NSG, groupWith({ protocol: 'TCP' }),
      'security_rule[0].protocol: "TCP" is not one of "*", "Tcp", "Udp", "Icmp", "Ah", "Esp"; did you mean "Tcp"?'],
    [NSG, groupWith({ description: 'x'.repeat(141) }), 'security_rule[0].description: has 141 characters; 0 to 140 are allowed'],
    [NSG, groupWith({ name: 'rule.' }), `security_rule[0].name: "rule." is not a name: 1 to 80 letters, digits, "_", ${NAME}`],
    [NSG, groupWith(...Array.from({ length: 1001 }, (_, i) => ({ priority: 100 + i }))), 'security_rule: has 1001 items; the most is 1000'],
    [NSG_RULE, { ...standaloneRule, priority: 4097 }, 'priority: 4097 is not a whole number from 100 to 4096'],
    [NSG_RULE, { ...standaloneRule, priority: 100.5 }, 'priority: 100.5 is not a whole number from 100 to 4096'],
    [NSG_RULE, { ...standaloneRule, access: 'allow' }, 'access: "allow" is not one of "Allow", "Deny"; did you mean "Allow"?'],
    [NSG_RULE, { ...standaloneRule, direction: 'Both' }, 'direction: "Both" is not one of "Inbound", "Outbound"'],
    [NSG_RULE, { ...standaloneRule, destination_port_range: '443,8787' },
      'destination_port_range: "443,8787" is not a port from 0 to 65535 or a rising range of them or "*"'],
    [NSG_RULE, { ...standaloneRule, destination_port_range: '9000-80' },
      'destination_port_range: "9000-80" is not a port from 0 to 65535 or a rising range of them or "*"'],
    [NSG_RULE, { ...standaloneRule, destination_address_prefix: 'Storage,Sql' },
      'destination_address_prefix: "Storage,Sql" is not an IP address, CIDR range, service tag or "*"'],
    [NSG_RULE, { ...standaloneRule, source_address_prefix: null, source_address_prefixes: ['10.0.0.0/16', 'fd00::/8'] },
      'source_address_prefixes: mixes IPv4 and IPv6'],
    [NSG_RULE, { ...standaloneRule, source_address_prefix: null, source_application_security_group_ids: Array(11).fill('/a') },
      'source_application_security_group_ids: has 11 items; the most is 10'],
    [GROUP, { ...application(), name: 'x' }, `name: "x" is not a name: 2 to 80 letters, digits, "_", ${NAME}`],
    [GROUP, { ...application(), priority: 65001 }, 'priority: 65001 is not a whole number from 100 to 65000'],
    [GROUP, { ...application(), network_rule_collection: [] }, 'network_rule_collection: has 0 items; the least is 1'],
    [GROUP, collections('network', 'Dnat', networkRule), 'network_rule_collection[0].action: "Dnat" is not one of "Allow", "Deny"'],
    [GROUP, application({ protocols: [{ type: 'HTTPS', port: 443 }] }),
      `${inRule('application', 'protocols[0].type')}: "HTTPS" is not one of "Http", "Https", "Mssql"; did you mean "Https"?`],
    [GROUP, application({ protocols: [{ type: 'Https', port: 64001 }] }),
      `${inRule('application', 'protocols[0].port')}: 64001 is not a whole number from 0 to 64000`],
    [GROUP, application({ source_addresses: ['VirtualNetwork'] }),
      `${inRule('application', 'source_addresses[0]')}: "VirtualNetwork" is not an IPv4 address, range, CIDR range or "*"`],
    [GROUP, application({ source_addresses: ['fd00::1'] }),
      `${inRule('application', 'source_addresses[0]')}: "fd00::1" is not an IPv4 address, range, CIDR range or "*"`],
    [GROUP, application({ destination_addresses: ['Storage'] }),
      `${inRule('application', 'destination_addresses[0]')}: "Storage" is not an IPv4 address, range, CIDR range or "*"`],
    [GROUP, application({ destination_fqdns: ['www.contoso.*'] }),
      `${inRule('application', 'destination_fqdns[0]')}: "www.contoso.*" is not a host name with "*" only at its very beginning`],
    [GROUP, application({ destination_urls: ['contoso.com:8443/a'] }),
      `${inRule('application', 'destination_urls[0]')}: "contoso.com:8443/a" is not a URL without port and query, ` +
      'with "*" only at its beginning or at the end of its path'],
    [GROUP, application({ description: '' }), `${inRule('application', 'description')}: "" is not a non-empty string`],
    [GROUP, network({ protocols: ['Tcp'] }),
      `${inRule('network', 'protocols[0]')}: "Tcp" is not one of "Any", "TCP", "UDP", "ICMP"; did you mean "TCP"?`],
    [GROUP, network({ destination_ports: ['0'] }),
      `${inRule('network', 'destination_ports[0]')}: "0" is not a port from 1 to 65535 or a rising range of them or "*"`],
    [GROUP, network({ destination_ports: ['443', '443-443'] }),
      `${inRule('network', 'destination_ports[1]')}: "443-443" is not a port from 1 to 65535 or a rising range of them or "*"`],
    [GROUP, network({ destination_addresses: ['mcr.microsoft.com'] }),
      `${inRule('network', 'destination_addresses[0]')}: "mcr.microsoft.com" is not an IPv4 address, range, CIDR range, ` +
        'service tag or "*"'],
    [GROUP, network({ destination_fqdns: ['*.azureml.ms'] }),
      `${inRule('network', 'destination_fqdns[0]')}: "*.azureml.ms" is not a host name without "*"`],
    [GROUP, nat({ destination_ports: ['80', '443'] }), `${inRule('nat', 'destination_ports')}: has 2 items; the most is 1`],
    [GROUP, nat({ destination_ports: ['64001'] }), `${inRule('nat', 'destination_ports[0]')}: "64001" is not a port from 1 to 64000`],
    [CLASSIC_NETWORK, { ...classic(networkRule), azure_firewall_name: 'f'.repeat(51) },
      'azure_firewall_name: has 51 characters; 1 to 50 are allowed'],
    ['azurerm_route', { ...standaloneRoute, next_hop_type: 'VNetLocal' },
      'next_hop_type: "VNetLocal" is not one of "VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None"; ' +
      'did you mean "VnetLocal"?'],
    ['azurerm_route', { ...standaloneRoute, address_prefix: 'VirtualNetwork' },
      'address_prefix: "VirtualNetwork" is not a CIDR range or a service tag that routes can use'],
    ['azurerm_route', { ...standaloneRoute, address_prefix: '10.0.0.0' },
      'address_prefix: "10.0.0.0" is not a CIDR range or a service tag that routes can use'],
    ['azurerm_firewall', { ...place, sku_name: 'AZFW_Vnet', sku_tier: 'Basic' },
      'sku_name: "AZFW_Vnet" is not one of "AZFW_VNet", "AZFW_Hub"; did you mean "AZFW_VNet"?'],
    [
      'azurerm_firewall_policy', { ...place, dns: { servers: ['dns.example.com'] } },
      'dns.servers[0]: "dns.example.com" is not an IPv4 address',
    ],
    [
      'azurerm_nat_gateway', { ...place, sku_name: 'StandardV2' },
      'sku_name: "StandardV2" is not one of "Standard"; did you mean "Standard"?',
    ],
    [
      `${ML}_fqdn`, { ...managed, name: 'pypi.org', destination_fqdn: 'pypi.org' },
      'name: "pypi.org" is not a name: 3 to 33 letters, digits, "_" and "-", a letter or digit first',
    ],
    [
      `${ML}_fqdn`, { ...managed, name: 'a'.repeat(34), destination_fqdn: 'pypi.org' },
      `name: "${'a'.repeat(34)}" is not a name: 3 to 33 letters, digits, "_" and "-", a letter or digit first`,
    ],
    [
      `${ML}_fqdn`, { ...managed, destination_fqdn: 'www.*.org' },
      'destination_fqdn: "www.*.org" is not a host name with "*" only at its very beginning',
    ],
    [`${ML}_fqdn`, { ...managed, workspace_id: '/ml', destination_fqdn: 'pypi.org' }, 'workspace_id: "/ml" is not the id of a workspace'],
    [
      `${ML}_service_tag`, { ...managedTag, service_tag: 'Azuremonitor' },
      expect.stringMatching(/^service_tag: "Azuremonitor" is not one of .*; did you mean "AzureMonitor"\?$/) as never,
    ],
    [
      `${ML}_service_tag`, { ...managedTag, protocol: 'Tcp' },
      'protocol: "Tcp" is not one of "*", "TCP", "UDP", "ICMP"; did you mean "TCP"?',
    ],
    [
      `${ML}_service_tag`, { ...managedTag, port_ranges: '80, 443' },
      'port_ranges: "80, 443" is not "*" or a list of ports and rising ranges with commas',
    ],
    ['azurerm_nat_gateway', { ...place, zones: ['1', '2'] }, 'zones: has 2 items; the most is 1'],
    [
      'azurerm_public_ip', { ...place, allocation_method: 'static' },
      'allocation_method: "static" is not one of "Static", "Dynamic"; did you mean "Static"?',
    ],
    ['azurerm_public_ip', { ...place, allocation_method: 'Static', sku: 'Premium' }, 'sku: "Premium" is not one of "Basic", "Standard"'],
    [
      'azurerm_public_ip', { ...place, allocation_method: 'Static', idle_timeout_in_minutes: 31 },
      'idle_timeout_in_minutes: 31 is not a whole number from 4 to 30',
    ],
    [
      'azurerm_public_ip', { ...place, allocation_method: 'Static', name: 'ip-' },
      'name: "ip-" is not a name: 1 to 80 letters, digits, "_", "." and "-", a letter or digit first, no "." or "-" last',
    ],
    [
      'azurerm_nat_gateway_public_ip_association', { nat_gateway_id: '', public_ip_address_id: '/ip' },
      'nat_gateway_id: "" is not a non-empty string',
    ],
    ['azurerm_subnet_nat_gateway_association', { nat_gateway_id: '/ng' }, 'subnet_id: required, but not set'],
    ['azurerm_nat_gateway', { ...place, idle_timeout_in_minutes: 3 }, 'idle_timeout_in_minutes: 3 is not a whole number from 4 to 120'],
  ])('%s (%#)', (type, body, expected) => {
    expect(problemsOf(type, body)).toEqual([expected]);
  });

  test.each(['Storage', '*', 'VirtualNetwork', 'AzureCloud.westeurope'])('the list of prefixes takes no %s', (tag) => {
    const body = groupWith({ destination_address_prefix: null, destination_address_prefixes: ['10.0.0.0/16', tag] });
    expect(problemsOf(NSG, body)).toEqual([
      `security_rule[0].destination_address_prefixes[1]: "${tag}" is not an IP address or CIDR range`,
    ]);
  });
});

describe('arguments that depend on each other', () => {
  const PORTS = 'source_port_range, source_port_ranges';
  const ADDRESSES = 'destination_address_prefix, destination_address_prefixes, destination_application_security_group_ids';

  test.each<[string, Fields, string]>([
    [NSG, groupWith({ destination_port_ranges: ['443'] }),
      'security_rule[0]: destination_port_range and destination_port_ranges cannot be set together'],
    [NSG, groupWith({}, { priority: 110, destination_address_prefixes: ['10.0.0.0/16'] }),
      'security_rule[1]: destination_address_prefix and destination_address_prefixes cannot be set together'],
    [NSG, groupWith({ source_port_range: null }), `security_rule[0]: one of ${PORTS} must be set`],
    [NSG, groupWith({ destination_address_prefix: null }), `security_rule[0]: one of ${ADDRESSES} must be set`],
    [NSG, groupWith({}, { priority: 110 }, {}),
      'security_rule[2].priority: 100 is the priority of security_rule[0] in the same direction'],
    [NSG, groupWith({ destination_address_prefix: null, destination_address_prefixes: Array(4001).fill('10.0.0.1') }),
      'security_rule: 4001 destination addresses over all rules; 4000 are allowed'],
    [NSG_RULE, { ...standaloneRule, source_port_ranges: ['1-2'] }, 'source_port_range and source_port_ranges cannot be set together'],
    [NSG_RULE, { ...standaloneRule, source_port_range: undefined }, `one of ${PORTS} must be set`],
    [NSG_RULE, { ...standaloneRule, destination_application_security_group_ids: ['${var.asg}'] },
      'destination_address_prefix and destination_application_security_group_ids cannot be set together'],
    ['azurerm_route', { ...standaloneRoute, next_hop_in_ip_address: '10.0.0.4' },
      'next_hop_in_ip_address: only for the next hop type "VirtualAppliance", not for "Internet"'],
    ['azurerm_route_table', { ...place, route: Array.from({ length: 26 }, () => ({ ...route, next_hop_in_ip_address: null })) },
      'route: 26 routes to service tags; 25 are allowed'],
    [
      'azurerm_subnet',
      { name: 'AzureFirewallSubnet', resource_group_name: 'rg', virtual_network_name: 'net', address_prefixes: ['10.0.0.0/27'] },
      'address_prefixes[0]: 10.0.0.0/27 is too small for AzureFirewallSubnet, which needs /26',
    ],
    [GROUP, application({ protocols: [], destination_fqdns: [], destination_fqdn_tags: ['WindowsUpdate'] }),
      'application_rule_collection[0].rule[0]: destination_fqdn_tags needs protocols'],
    [GROUP, nat({ translated_address: null }), 'nat_rule_collection[0].rule[0]: one of translated_address, translated_fqdn must be set'],
    [GROUP, nat({ translated_fqdn: 'a.example.com' }),
      'nat_rule_collection[0].rule[0]: translated_address and translated_fqdn cannot be set together'],
    [CLASSIC_APPLICATION, classic({ ...classicApplicationRule, protocol: [], fqdn_tags: ['WindowsUpdate'] }),
      'rule[0]: fqdn_tags and target_fqdns cannot be set together'],
    [CLASSIC_APPLICATION, classic({ ...classicApplicationRule, target_fqdns: null, fqdn_tags: ['WindowsUpdate'] }),
      'rule[0]: fqdn_tags and protocol cannot be set together'],
    [CLASSIC_APPLICATION, classic({ ...classicApplicationRule, source_addresses: [] }),
      'rule[0]: one of source_addresses, source_ip_groups must be set'],
    [CLASSIC_NETWORK, classic({ ...networkRule, source_addresses: undefined }),
      'rule[0]: one of source_addresses, source_ip_groups must be set'],
    [CLASSIC_NETWORK, classic({ ...networkRule, destination_addresses: undefined }),
      'rule[0]: one of destination_addresses, destination_ip_groups, destination_fqdns must be set'],
    [CLASSIC_NETWORK, classic({ ...networkRule, destination_addresses: ['Storage', '10.0.0.1'] }),
      'rule[0].destination_addresses: mixes service tags and addresses'],
  ])('%s (%#)', (type, body, expected) => {
    expect(problemsOf(type, body)).toEqual([expected]);
  });
});

describe('a whole stack', () => {
  const associate = (subnet: string): Fields => ({ subnet_id: subnet, route_table_id: '/table' });

  test.each<[string, Fields, string[]]>([
    ['reference to a resource that is not there',
      { resource: {
        azurerm_route_table: { main: place },
        azurerm_subnet_route_table_association: { it: { subnet_id: '/subnet', route_table_id: '${azurerm_route_table.mian.id}' } },
      } },
      ['azurerm_subnet_route_table_association.it: route_table_id: there is no azurerm_route_table.mian; ' +
        'did you mean "azurerm_route_table.main"?']],
    ['reference inside an expression, to data',
      one('azurerm_ip_group', { ...place, cidrs: ['${[for a in data.azurerm_subnet.x.address_prefixes : {a = a}][0].a}'] }),
      ['azurerm_ip_group.it: cidrs[0]: there is no data.azurerm_subnet.x']],
    ['dependency', one('azurerm_ip_group', { ...place, depends_on: ['azurerm_subnet.x'] }),
      ['azurerm_ip_group.it: depends_on[0]: there is no azurerm_subnet.x']],
    ['output', { output: { id: { value: 'a ${azurerm_subnet.x.id}' } } }, ['output.id: value: there is no azurerm_subnet.x']],
    ['texts that are no references', one('azurerm_ip_group', {
      ...place, cidrs: ['azurerm_subnet.x.id', '$${azurerm_subnet.x.id}', '${module.a.azurerm_subnet.x}', '${"azurerm_subnet.x"}'],
    }), []],
    ['inline and standalone rules',
      { resource: {
        [NSG]: { group: groupWith({}) },
        [NSG_RULE]: { it: { ...standaloneRule, network_security_group_name: '${azurerm_network_security_group.group.name}' } },
      } },
      ['azurerm_network_security_rule.it: network_security_group_name: azurerm_network_security_group.group has security_rule ' +
        'of its own, ' +
        'and the two overwrite each other']],
    ['inline and standalone routes, by name',
      { resource: { azurerm_route_table: { table: { ...place, name: 'rt', route: [] } }, azurerm_route: { it: standaloneRoute } } },
      ['azurerm_route.it: route_table_name: azurerm_route_table.table has route of its own, and the two overwrite each other']],
    ['standalone rules of one priority',
      { resource: { [NSG_RULE]: {
        a: standaloneRule, b: { ...standaloneRule, direction: 'Inbound' }, c: { ...standaloneRule, network_security_group_name: 'other' },
        d: standaloneRule,
      } } },
      ['azurerm_network_security_rule.d: priority: 100 is the priority of azurerm_network_security_rule.a in the same direction']],
    ['subnet with two route tables',
      { resource: { azurerm_subnet_route_table_association: { a: associate('/one'), b: associate('/two'), c: associate('/one') } } },
      ['azurerm_subnet_route_table_association.c: subnet_id: azurerm_subnet_route_table_association.a has this subnet already']],
    ['subnet with two NAT gateways',
      { resource: { azurerm_subnet_nat_gateway_association: {
        a: { subnet_id: '/one', nat_gateway_id: '/a' }, b: { subnet_id: '/one', nat_gateway_id: '/b' },
      } } },
      ['azurerm_subnet_nat_gateway_association.b: subnet_id: azurerm_subnet_nat_gateway_association.a has this subnet already']],
    ['address of two NAT gateways',
      { resource: { azurerm_nat_gateway_public_ip_association: {
        a: { public_ip_address_id: '/ip', nat_gateway_id: '/a' }, b: { public_ip_address_id: '/ip', nat_gateway_id: '/b' },
      } } },
      [
        'azurerm_nat_gateway_public_ip_association.b: public_ip_address_id: azurerm_nat_gateway_public_ip_association.a has this ' +
          'address already',
      ]],
  ])('%s', (_, document, expected) => {
    expect(checkStack(document)).toEqual(expected);
  });

  test('finds mistakes in single arguments too', () => {
    expect(checkStack(one('azurerm_route', { ...standaloneRoute, name: 'x-' }))).toHaveLength(1);
  });
});

/** A table entry for an argument that does not exist would never be used, and nobody would notice. */
test('the tables name only arguments that exist', () => {
  const paths = (block: Block, prefix: string): string[] => [...block.values()].flatMap(({ name, type }) => {
    const path = `${prefix}${name}`;
    const inner = type.kind === 'list' ? type.item : type;
    return [path, `${path}[]`, ...(inner.kind === 'block' ? paths(inner.block, `${path}.`) : [])];
  });
  for (const table of [PROVIDER_VALUES, COMBINATIONS]) {
    for (const [type, entries] of Object.entries(table)) {
      expect(['', ...paths(readArguments('resource', type)!, '')]).toEqual(expect.arrayContaining(Object.keys(entries)));
    }
  }
});
