import { Cloud, Edition, MachineLearning } from '../../../lib';
import { readRequest } from '../../../lib/verification/read-request';
import { verify } from '../../../lib/verification/verify';

// A firewall in another virtual network is reached where both networks have a peering.

const common = { resource_group_name: 'rg' };
const NETWORKS = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks';
const peering = (from: string, to: string, more: object = {}): object => ({
  ...common, name: `to-${to}`, virtual_network_name: from, remote_virtual_network_id: `\${azurerm_virtual_network.${to}.id}`,
  allow_forwarded_traffic: true, ...more,
});
const OUT = peering('spoke', 'hub');
const BACK = peering('hub', 'spoke');
const resource = (more: object): object => ({
  azurerm_virtual_network: {
    hub: { ...common, name: 'hub', address_space: ['10.0.0.0/16'] }, spoke: { ...common, name: 'spoke', address_space: ['10.1.0.0/16'] },
    other: { ...common, name: 'other', address_space: ['10.2.0.0/16'] },
  },
  azurerm_subnet: {
    s: { ...common, name: 's', virtual_network_name: 'spoke', address_prefixes: ['10.1.1.0/24'] },
    fw: { ...common, name: 'AzureFirewallSubnet', virtual_network_name: 'hub', address_prefixes: ['10.0.1.0/26'] },
  },
  azurerm_route_table: { t: { ...common, name: 't', route: [
    { name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.1.4' },
  ] } },
  azurerm_subnet_route_table_association: { s: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
  azurerm_firewall_policy: { p: { ...common, name: 'fwp' } },
  azurerm_firewall: { f: {
    ...common, name: 'fw', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
    ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.fw.id}' }],
  } },
  azurerm_firewall_policy_rule_collection_group: { g: {
    name: 'g', priority: 500, firewall_policy_id: '${azurerm_firewall_policy.p.id}',
    network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [{
      name: 'monitor', protocols: ['TCP'], source_addresses: ['*'], destination_addresses: ['AzureMonitor'], destination_ports: ['443'],
    }] }],
  } },
  ...more,
});
const requirements = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
}).only('basic.azure-monitor');

function answerWith(peerings: object, more: object = {}): readonly [outcome: string, isAssumed: boolean, text: string] {
  const { network, options } = readRequest({
    source: { documents: [{ file: 'main.tf.json', json: { resource: resource({ azurerm_virtual_network_peering: peerings, ...more }) } }] },
    subnets: [{ name: 's', subnetId: '${azurerm_subnet.s.id}', requirements }],
  });
  const { answers: [answer] } = verify(network, options);
  return [answer!.outcome, answer!.conditions.some((one) => one.includes('are connected')), answer!.steps.at(-1)!.text];
}

test.each<[string, object, object, string, boolean]>([
  ['both', { OUT, BACK }, {}, 'met', false],
  ['both, by id', { OUT: peering('spoke', 'hub', { remote_virtual_network_id: `${NETWORKS}/hub` }), BACK }, {}, 'met', false],
  ['that of the spoke alone', { OUT }, {}, 'unknown', false],
  ['that of the hub alone', { BACK }, {}, 'unknown', false],
  ['one with another network', { OTHER: peering('spoke', 'other'), BACK }, {}, 'unknown', false],
  ['none', {}, {}, 'met', true],
  ['none, by a count', { OUT: peering('spoke', 'hub', { count: 0 }), BACK: peering('hub', 'spoke', { count: 0 }) }, {}, 'met', true],
  ['that of the spoke, and perhaps the other', { OUT, BACK: peering('hub', 'spoke', { count: '${var.n}' }) }, {}, 'met', false],
  ['that of the spoke, and one of a network that is not known', { OUT, BACK: peering('${var.hub}', 'spoke') }, {}, 'met', false],
  [
    'that of the hub, and one with a network that is not known',
    { BACK, OUT: peering('spoke', 'x', { remote_virtual_network_id: '${var.id}' }) }, {}, 'met', false,
  ],
  ['none, and a hub of Virtual WAN', {}, { azurerm_virtual_hub_connection: { c: { name: 'c', virtual_hub_id: '/x' } } }, 'met', false],
])('peerings in the files: %s', (_, peerings, more, outcome, isAssumed) => {
  expect(answerWith(peerings, more).slice(0, 2)).toEqual([outcome, isAssumed]);
});

test('the answer names what is missing', () => {
  expect(answerWith({ OUT })[2]).toBe(
    'route d (0.0.0.0/0) to VirtualAppliance 10.0.1.4: the virtual network hub has no peering back for to-hub, without which that one ' +
      'carries nothing',
  );
});
