import { Cloud, Edition, IntraNetworkTraffic, MachineLearning } from '../../../lib';
import { NameResolution } from '../../../lib/requirements/name-resolution';
import { networkOf } from '../../../lib/terraform/read-network';
import { readRequest } from '../../../lib/verification/read-request';
import { verify } from '../../../lib/verification/verify';

// The private address of a firewall is known only after apply, and is one of its subnet for certain.

const common = { resource_group_name: 'rg' };
const ADDRESS = '${azurerm_firewall.f.ip_configuration[0].private_ip_address}';
const rule = (name: string, priority: number, access: string, destination: string): object => ({
  name, priority, direction: 'Outbound', access, protocol: '*', source_port_range: '*', destination_port_range: '*',
  source_address_prefix: '*', destination_address_prefix: destination,
});
const resource = (hub: string): Record<string, Record<string, object>> => ({
  azurerm_virtual_network: {
    hub: { ...common, name: 'hub', address_space: ['10.0.0.0/16'] }, v: { ...common, name: 'vnet', address_space: ['10.1.0.0/16'] },
  },
  azurerm_subnet: {
    s: { ...common, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] },
    fw: { ...common, name: 'AzureFirewallSubnet', virtual_network_name: 'hub', address_prefixes: ['10.0.1.0/26'] },
  },
  azurerm_firewall_policy: { p: { ...common, name: 'fwp', dns: [{ proxy_enabled: true }] } },
  azurerm_firewall: { f: {
    ...common, name: 'fw', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
    ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.fw.id}' }],
  } },
  azurerm_network_security_group: { g: { ...common, name: 'g', security_rule: [rule('hub', 100, 'Allow', hub),
    rule('deny', 4096, 'Deny', '*')] } },
  azurerm_subnet_network_security_group_association: {
    a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' },
  },
});
const requirements = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
  nameResolution: NameResolution.firewall(ADDRESS),
});

test.each([
  ['10.0.1.0/26', 'met'], ['10.0.0.0/16', 'met'], ['10.0.2.0/24', 'denied'], ['10.0.1.0/27', 'unknown'],
])('a rule for %s and the address of a firewall in 10.0.1.0/26: %s', (hub, outcome) => {
  const { network, options } = readRequest({
    source: { documents: [{ file: 'main.tf.json', json: { resource: resource(hub) } }] },
    subnets: [{ name: 's', subnetId: '${azurerm_subnet.s.id}', requirements, intraNetworkTraffic: IntraNetworkTraffic.denied() }],
  });
  const { answers } = verify(network, options);
  const those = answers.filter(({ requirementId }) => requirementId.startsWith('name-resolution.'));
  expect([...new Set(those.map((one) => one.outcome))]).toEqual([outcome]);
});

test('the network has the ranges of the subnet of the firewall', () => {
  const { firewalls: [firewall] } = networkOf([{ file: 'main.tf.json', json: { resource: resource('*') } }]);
  expect(firewall!.addressRanges).toHaveLength(1);
});
