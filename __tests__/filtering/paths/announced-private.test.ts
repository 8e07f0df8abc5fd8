import type { Network } from '../../../lib/network/network';
import { networkOf } from '../../../lib/terraform/read-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { readNetwork } from '../../../lib/verification/network-of-source';

// A hub of Virtual WAN whose routing intent leads private traffic to a firewall announces the ranges of RFC 1918 to the networks that are
// connected to it. Only addresses of a network itself, and of networks that it is peered with, are reached past that firewall.

type Body = Record<string, unknown>;
const PLACE = { resource_group_name: 'rg', location: 'westeurope' };
const HUB = { virtual_hub_id: '${azurerm_virtual_hub.h.id}' };

function written(destinations: readonly string[], table: Body | undefined, connection: Body = HUB): Network {
  return networkOf([{ file: 'main.tf.json', json: { variable: { open: {} }, resource: {
    azurerm_virtual_network: { v: { ...PLACE, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: {
      name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.1.1.0/24'],
    } },
    azurerm_virtual_hub: { h: { ...PLACE, name: 'h', address_prefix: '10.100.0.0/23' } },
    azurerm_virtual_hub_connection: { c: {
      name: 'spoke', remote_virtual_network_id: '${azurerm_virtual_network.v.id}', ...connection,
    } },
    azurerm_virtual_hub_routing_intent: { i: { name: 'i', ...HUB, routing_policy: destinations.map((one) =>
      ({ name: one, destinations: [one], next_hop: '${azurerm_firewall.f.id}' })) } },
    azurerm_firewall_policy: { p: { ...PLACE, name: 'p' } },
    azurerm_firewall: { f: {
      ...PLACE, name: 'f', sku_name: 'AZFW_Hub', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      virtual_hub: { ...HUB, public_ip_count: 1 },
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', priority: 100, firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [{
        name: 'r', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['192.168.1.0/24', '172.20.0.0/16'],
        destination_ports: ['443'],
      }] }],
    } },
    ...(table !== undefined && {
      azurerm_route_table: { t: { ...PLACE, name: 't', ...table } },
      azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    }),
  } } }]);
}

const outcomes = (network: Network): string[] => ['192.168.1.4', '192.168.2.4', '172.20.0.4', '172.21.0.4', '10.1.9.4']
  .map((address) => explainFlow(network, parseFlow(`s outbound tcp 443 ${address}`), { subnets: [] }).outcome);

// Networks that are not in the files may be peered with longer prefixes than /12, so what the firewall denies there is not certain.
const FILTERED = ['allow', 'deny', 'allow', 'unknown', 'allow'];
const OPEN = ['allow', 'allow', 'allow', 'allow', 'allow'];

test.each<[what: string, network: () => Network, expected: readonly string[]]>([
  ['takes private traffic', () => written(['PrivateTraffic'], undefined), FILTERED],
  ['takes all traffic', () => written(['PrivateTraffic', 'Internet'], undefined), FILTERED],
  ['takes traffic to the Internet alone', () => written(['Internet'], undefined), OPEN],
  ['takes that of another hub', () => written(['PrivateTraffic'], undefined, { virtual_hub_id: '/other' }), OPEN],
  ['is behind a table that takes its routes', () => written(['PrivateTraffic'], { route: [] }), FILTERED],
  ['is behind a table that takes none', () => written(['PrivateTraffic'], { bgp_route_propagation_enabled: false }), OPEN],
  ['is behind a table that may take them', () => written(['PrivateTraffic'], { bgp_route_propagation_enabled: '${var.open}' }),
    ['unknown', 'unknown', 'unknown', 'unknown', 'allow']],
  ['is behind a longer route of the user', () => written(['PrivateTraffic'], { route: [
    { name: 'r', address_prefix: '192.168.0.0/17', next_hop_type: 'None' },
  ] }), ['deny', 'deny', 'allow', 'unknown', 'allow']],
])('a firewall of a hub that %s', (_, network, expected) => {
  expect(outcomes(network())).toEqual(expected);
});

test('what is not known of a private address is the connection, and no service tag file tells it', () => {
  const network = written([], { route: [{ name: 'r', address_prefix: '0.0.0.0/0', next_hop_type: 'None' }] });
  const { outcome, steps } = explainFlow(network, parseFlow('s outbound tcp 443 10.200.0.9'), { subnets: [] });
  const text = steps.map((step) => step.text).join('\n');
  expect(outcome).toBe('unknown');
  expect(text).toContain('whether 10.200.0.9 is in a network that this one is connected to is not in the files');
  expect(text).not.toContain('service tag file');
});

test.each<[string, readonly string[]]>([
  ['PrivateTraffic', FILTERED], ['Internet', OPEN],
])('in an export, for %s', (destination, expected) => {
  const provider = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
  const id = (path: string): string => `${provider}/${path}`;
  const item = (type: string, path: string, properties: Body): Body =>
    ({ id: id(path), name: path.split('/').at(-1), type: `Microsoft.Network/${type}`, properties });
  const json = [
    item('virtualNetworks', 'virtualNetworks/v', {
      addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, virtualNetworkPeerings: [],
      subnets: [{ id: id('virtualNetworks/v/subnets/s'), name: 's', properties: { addressPrefix: '10.1.1.0/24' } }],
    }),
    item('virtualHubs/hubVirtualNetworkConnections', 'virtualHubs/h/hubVirtualNetworkConnections/spoke', {
      enableInternetSecurity: false, remoteVirtualNetwork: { id: id('virtualNetworks/v') },
    }),
    item('virtualHubs/routingIntent', 'virtualHubs/h/routingIntent/i', {
      routingPolicies: [{ name: 'p', destinations: [destination], nextHop: id('azureFirewalls/f') }],
    }),
    item('azureFirewalls', 'azureFirewalls/f', {
      sku: { name: 'AZFW_Hub', tier: 'Standard' }, firewallPolicy: { id: id('firewallPolicies/p') },
      hubIPAddresses: { privateIPAddress: '10.100.0.132' },
    }),
    item('firewallPolicies', 'firewallPolicies/p', { sku: { tier: 'Standard' }, threatIntelMode: 'Alert' }),
    item('firewallPolicies/ruleCollectionGroups', 'firewallPolicies/p/ruleCollectionGroups/g', { priority: 100, ruleCollections: [{
      name: 'c', priority: 100, ruleCollectionType: 'FirewallPolicyFilterRuleCollection', action: { type: 'Allow' }, rules: [{
        ruleType: 'NetworkRule', name: 'r', ipProtocols: ['TCP'], sourceAddresses: ['*'],
        destinationAddresses: ['192.168.1.0/24', '172.20.0.0/16'], destinationPorts: ['443'],
      }],
    }] }),
  ];
  expect(outcomes(readNetwork({ documents: [{ file: 'export.json', json }] }, []).network)).toEqual(expected);
});
