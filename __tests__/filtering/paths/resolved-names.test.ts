import { Cloud } from '../../../lib';
import { networkOf } from '../../../lib/terraform/read-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { resolvedHosts } from '../../../lib/verification/resolved-hosts';
import { requirementSet } from '../../constructs/synthesis';

// A network rule with a host name holds the addresses that the name is resolved to, whoever asks for them.
// Source: Azure Firewall, FQDN filtering in network rules.

const RG = { resource_group_name: 'rg' };
const NETWORK_RULE = { network_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [{
  name: 'n', protocols: ['TCP'], source_addresses: ['*'], destination_fqdns: ['pypi.org'], destination_ports: ['443'],
}] }] };
const APPLICATION_RULE = { application_rule_collection: [{ name: 'c', priority: 100, action: 'Allow', rule: [{
  name: 'a', protocols: [{ type: 'Https', port: 443 }], source_addresses: ['*'], destination_fqdns: ['pypi.org'],
}] }] };

function outcomeOf(rules: object, to: string, stated?: string): string {
  const network = networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_virtual_network: { v: { ...RG, name: 'v', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: {
      s: { ...RG, name: 's', virtual_network_name: 'v', address_prefixes: ['10.1.1.0/24'] },
      f: { ...RG, name: 'AzureFirewallSubnet', virtual_network_name: 'v', address_prefixes: ['10.1.0.0/26'] },
    },
    azurerm_route_table: { t: { ...RG, name: 't', route: [{
      name: 'd', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.1.0.4',
    }] } },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_firewall_policy: { p: { ...RG, name: 'p', dns: { proxy_enabled: true } } },
    azurerm_firewall: { f: {
      ...RG, name: 'f', sku_tier: 'Standard', firewall_policy_id: '${azurerm_firewall_policy.p.id}',
      ip_configuration: [{ name: 'c', subnet_id: '${azurerm_subnet.f.id}', private_ip_address: '10.1.0.4' }],
    } },
    azurerm_firewall_policy_rule_collection_group: { g: {
      name: 'g', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 100, ...rules,
    } },
  } } }]);
  const { key: subnetId } = network.subnets.find(({ name }) => name === 's')!;
  const asked = { name: 's', subnetId, addressPrefixes: [], requirements: requirementSet().only(), networkTraffic: 'none' as const };
  const { outcome } = explainFlow(network, parseFlow(`s outbound tcp 443 ${to}`, Cloud.PUBLIC), {
    subnets: [asked], ...(stated !== undefined && { resolved: resolvedHosts(stated, '--resolve') }),
  });
  return outcome;
}

test.each<[what: string, rules: object, to: string, stated: string | undefined, outcome: string]>([
  ['an address that the name may have', NETWORK_RULE, '151.101.0.223', undefined, 'unknown'],
  ['an address that the name is stated to have', NETWORK_RULE, '151.101.0.223', 'pypi.org=151.101.0.223', 'allow'],
  ['an address that the name is stated not to have', NETWORK_RULE, '151.101.0.223', 'pypi.org=151.101.64.223', 'deny'],
  ['a range, of which the name cannot have every address', NETWORK_RULE, '151.101.0.0/24', undefined, 'deny'],
  ['a private address, which a name of a private DNS zone may have', NETWORK_RULE, '10.9.0.4', undefined, 'unknown'],
  ['an application rule, which reads the name from the traffic', APPLICATION_RULE, '151.101.0.223', undefined, 'deny'],
  ['the name itself', NETWORK_RULE, 'pypi.org', undefined, 'allow'],
])('%s', (_what, rules, to, stated, outcome) => {
  expect(outcomeOf(rules, to, stated)).toBe(outcome);
});
