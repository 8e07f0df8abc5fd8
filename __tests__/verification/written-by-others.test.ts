import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { explainFlow, Explanation } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';

// Networks in which an answer is easily more certain than what is written, or less.

type Body = Record<string, unknown>;
type Resources = Record<string, Record<string, Body>>;

const PLACE = { resource_group_name: 'rg', location: 'westeurope' };
const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000000';
const rule = (more: Body): Body => ({
  name: 'r', priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', source_address_prefix: '*',
  destination_port_range: '443', destination_address_prefix: 'Storage', ...more,
});
const route = (more: Body): Body => ({
  name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4', ...more,
});
const collections = (more: Body): Record<string, Body> =>
  ({ g: { name: 'g', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 500, ...more } });
const EVERYTHING = collections({ network_rule_collection: [{ name: 'c', priority: 200, action: 'Allow', rule: [
  { name: 'n', protocols: ['Any'], source_addresses: ['*'], destination_addresses: ['*'], destination_ports: ['*'] },
] }] });

interface Parts {
  readonly rules?: readonly Body[];
  readonly routes?: readonly Body[] | null;
  readonly policy?: Body;
  readonly group?: Body;
  readonly collections?: Record<string, Body>;
  readonly more?: Resources;
}

function networkWith(
  { rules = [], routes = [route({})], policy = {}, group = {}, collections: groups = EVERYTHING, more = {} }: Parts,
): Network {
  const resource: Resources = {
    azurerm_virtual_network: { v: { name: 'vnet', ...PLACE, address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: {
      s: {
        name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.1.1.0/24'],
      },
      fw: { name: 'AzureFirewallSubnet', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.0.0/26'] },
    },
    azurerm_network_security_group: { n: { name: 'n', ...PLACE, security_rule: rules, ...group } },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    ...(routes !== null && {
      azurerm_route_table: { t: { name: 't', ...PLACE, route: routes } },
      azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    }),
    azurerm_firewall_policy: { p: { name: 'p', ...PLACE, ...policy } },
    azurerm_firewall: { f: {
      name: 'f', ...PLACE, sku_name: 'AZFW_VNet', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: { name: 'c', subnet_id: '${azurerm_subnet.fw.id}' },
    } },
    azurerm_firewall_policy_rule_collection_group: groups,
  };
  for (const [type, all] of Object.entries(more)) {
    resource[type] = { ...resource[type], ...all };
  }
  return networkOf([{ file: 'main.tf.json', json: { resource } }]);
}

const explained = (parts: Parts, flow: string): Explanation => explainFlow(networkWith(parts), parseFlow(`s ${flow}`), { subnets: [] });

const STORAGE = 'outbound tcp 443 Storage';
const PYPI = 'outbound tcp 443 pypi.org';
const azapi = (type: string, more: Body, of = 'azapi_resource'): Parts =>
  ({ more: { [of]: { x: { type: `${type}@2024-05-01`, ...more } } } });

test.each<[what: string, parts: Parts]>([
  ['a base policy whose changes are ignored', { policy: { lifecycle: { ignore_changes: ['base_policy_id'] } } }],
  ['all changes of a policy are ignored', { policy: { lifecycle: [{ ignore_changes: 'all' }] } }],
  [
    'a security rule in the words of Azure Resource Manager',
    azapi('Microsoft.Network/networkSecurityGroups/securityRules', { parent_id: '${azurerm_network_security_group.n.id}' }),
  ],
  [
    'a route in these words',
    azapi('Microsoft.Network/routeTables/routes', {
      parent_id: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/routeTables/t`,
    }),
  ],
  [
    'a rule collection group in these words',
    azapi('Microsoft.Network/firewallPolicies/ruleCollectionGroups', { parent_id: '${azurerm_firewall_policy.p.id}' }),
  ],
  [
    'a change of the subnet in these words',
    azapi('Microsoft.Network/virtualNetworks/subnets', { resource_id: '${azurerm_subnet.s.id}' }, 'azapi_update_resource'),
  ],
  [
    'an action on the subnet in these words',
    azapi('Microsoft.Network/virtualNetworks/subnets', { resource_id: '${azurerm_subnet.s.id}' }, 'azapi_resource_action'),
  ],
  [
    'a hub that may have a route for everything', { routes: null, more: { azurerm_virtual_hub_connection: { c: {
      name: 'c', virtual_hub_id: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualHubs/h`,
      remote_virtual_network_id: '${azurerm_virtual_network.v.id}', internet_security_enabled: true,
    } } } },
  ],
  ['a next hop that Azure keeps for itself', { routes: [route({ next_hop_in_ip_address: '10.1.0.1' })] }],
  ['a next hop that is the last address of the subnet', { routes: [route({ next_hop_in_ip_address: '10.1.0.63' })] }],
  [
    'two routes for one prefix of IPv6',
    { routes: [route({}), route({ name: 'a', address_prefix: '2603::/16' }), route({ name: 'b', address_prefix: '2603:0::/16' })] },
  ],
])('what is not known is not let through: %s', (what, parts) => {
  expect(explained(parts, what.includes('IPv6') ? 'outbound tcp 443 2603::1' : STORAGE).outcome).toBe('unknown');
});

test.each<[what: string, parts: Parts, flow: string, condition: string]>([
  [
    'a template', { more: { azurerm_tenant_template_deployment: { x: { template_content: '{"type":"Microsoft.Network/routeTables"}' } } } },
    STORAGE, 'azurerm_tenant_template_deployment.x, which is not read, changes nothing here',
  ],
  [
    'routes of a network manager', { more: { azurerm_network_manager_routing_rule: { x: { name: 'x' } } } }, STORAGE,
    'azurerm_network_manager_routing_rule.x, which is not read, changes nothing here',
  ],
  [
    'a gateway that learns routes', { routes: null, more: { azurerm_subnet: { g: {
      name: 'GatewaySubnet', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.2.0/27'],
    } } } }, STORAGE, 'the gateway of the virtual network vnet learns no route for 0.0.0.0/0',
  ],
  [
    'a route server that learns routes', { routes: null, more: { azurerm_subnet: { g: {
      name: 'RouteServerSubnet', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.2.0/27'],
    } } } }, STORAGE, 'the route server of the virtual network vnet learns no route for 0.0.0.0/0',
  ],
  [
    'a network rule for a host name', {
      policy: { dns: { proxy_enabled: true } },
      collections: collections({ network_rule_collection: [{ name: 'c', priority: 200, action: 'Allow', rule: [
        { name: 'n', protocols: ['TCP'], source_addresses: ['*'], destination_fqdns: ['pypi.org'], destination_ports: ['443'] },
      ] }] }),
    }, PYPI, 'machines get the addresses that the firewall p has for the host names of its network rules, as from its DNS proxy',
  ],
  [
    'a rule that denies ports of services', {
      rules: [rule({ access: 'Deny', source_port_range: '0-1023' }), rule({ name: 'a', priority: 200 })],
    }, STORAGE, 'connections are opened from ports from 1024 on',
  ],
])('what is let through rests on what is not in the files: %s', (_, parts, flow, condition) => {
  const { outcome, conditions } = explained(parts, flow);
  expect([outcome, conditions]).toEqual(['allow', expect.arrayContaining([condition])]);
});

test.each<[what: string, parts: Parts]>([
  ['a new group in the words of Azure Resource Manager', azapi('Microsoft.Network/networkSecurityGroups', { parent_id: '${var.group}' })],
  ['a hub without a route for everything', { routes: null, more: { azurerm_virtual_hub_connection: { c: {
    name: 'c', remote_virtual_network_id: '${azurerm_virtual_network.v.id}',
  } } } }],
  ['a gateway whose routes are kept out', { more: {
    azurerm_subnet: { g: {
      name: 'GatewaySubnet', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.2.0/27'],
    } },
    azurerm_route_table: { t: { name: 't', ...PLACE, route: [], bgp_route_propagation_enabled: false } },
  } }],
  ['changes of tags are ignored', {
    policy: { lifecycle: { ignore_changes: ['tags'] } }, group: { lifecycle: { ignore_changes: ['tags'] } },
  }],
])('what changes nothing leaves nothing open: %s', (_, parts) => {
  const { outcome, conditions } = explained(parts, STORAGE);
  expect([outcome, conditions.filter((one) => !one.includes('the only one in the files'))]).toEqual(['allow', []]);
});

const withTag = (tag: string): Parts => ({ collections: collections({ application_rule_collection: [{
  name: 'c', priority: 300, action: 'Allow',
  rule: [{ name: 'a', source_addresses: ['*'], protocols: [{ type: 'Https', port: 443 }], destination_fqdn_tags: [tag] }],
}] }) });

test.each<[tag: string, host: string, outcome: string]>([
  ['WindowsUpdate', 'pypi.org', 'deny'], ['AzureKubernetesService', 'huggingface.co', 'deny'],
  ['WindowsUpdate', 'download.windowsupdate.com', 'unknown'], ['AppServiceEnvironment', 'ocsp.digicert.com', 'unknown'],
  ['SomethingNew', 'pypi.org', 'unknown'],
])('the FQDN tag %s and %s: %s', (tag, host, outcome) => {
  expect(explained(withTag(tag), `outbound tcp 443 ${host}`).outcome).toBe(outcome);
});

test.each([
  ['AzureResourceManager', 'deny'], ['MicrosoftContainerRegistry', 'deny'], ['Storage', 'unknown'], ['Internet', 'allow'],
])('a host of somebody else at a stated address, and a rule for %s without a service tag file', (tag, outcome) => {
  const deny = rule({
    name: 'd', priority: 200, access: 'Deny', protocol: '*', destination_address_prefix: '*', destination_port_range: '*',
  });
  const network = networkWith({ rules: [rule({ destination_address_prefix: tag }), deny], routes: null });
  const resolved = new Map([['huggingface.co', ['203.0.113.9']]]);
  expect(explainFlow(network, parseFlow('s outbound tcp 443 huggingface.co'), { subnets: [], resolved }).outcome).toBe(outcome);
});
