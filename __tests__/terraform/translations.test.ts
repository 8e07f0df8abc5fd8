import { readExports } from '../../lib/azure-exports/read-exports';
import { networkOf } from '../../lib/terraform/read-network';

// DNAT rules in each form. What is not known of one stays unknown.

const rule = { name: 'ssh', protocols: ['TCP'], source_addresses: ['*'], destination_ports: ['22'], translated_port: 2222 };
const of = (resource: object): unknown => networkOf([{ file: 'main.tf.json', json: { resource, variable: { a: {} } } }]).dnatRules
  ?.map(({ name, address, port, protocols }) => [name, address, port, protocols]);
const POLICY = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/firewallPolicies/p';
const group = (more: object): object => ({ azurerm_firewall_policy_rule_collection_group: { g: {
  name: 'g', priority: 100, firewall_policy_id: POLICY, ...more,
} } });
const collection = (more: object): object => ({ name: 'n', priority: 100, action: 'Dnat', rule: [{ ...rule, ...more }] });

test.each<[what: string, resource: object, read: unknown]>([
  ['a policy', group({ nat_rule_collection: [collection({ translated_address: '10.1.1.7' })] }), [['ssh', '10.1.1.7', 2222, ['TCP']]]],
  ['a policy, by a host name',
    group({ nat_rule_collection: collection({ translated_fqdn: 'vm.example.com', protocols: ['TCP', 'UDP'] }) }),
    [['ssh', 'vm.example.com', 2222, ['TCP', 'UDP']]]],
  ['a policy, by a variable', group({ nat_rule_collection: [collection({ translated_address: '${var.a}' })] }),
    [['ssh', expect.objectContaining({ unknown: 'var.a' }), 2222, ['TCP']]]],
  ['a list that is not known', group({ nat_rule_collection: '${var.a}' }),
    [['g', expect.objectContaining({ unknown: expect.stringContaining('var.a') as unknown }), expect.anything(), ['TCP', 'UDP']]]],
  ['a firewall without a policy', { azurerm_firewall_nat_rule_collection: { c: {
    azure_firewall_name: 'fw', resource_group_name: 'rg', ...collection({ translated_address: '10.1.1.8', protocols: ['Any'] }),
  } } }, [['ssh', '10.1.1.8', 2222, ['TCP', 'UDP']]]],
  ['no rule of the kind', group({ network_rule_collection: [] }), undefined],
])('%s', (_, resource, read) => {
  expect(of(resource)).toEqual(read);
});

test('an export, of a policy and of a firewall without one', () => {
  const id = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';
  const nat = (more: object): object => ({ name: 'ssh', translatedAddress: '10.1.1.7', translatedPort: '22', ...more });
  const network = readExports([{ file: 'hub.json', json: [
    { id: `${id}/azureFirewalls/fw`, name: 'fw', type: 'Microsoft.Network/azureFirewalls', properties: {
      natRuleCollections: [{ name: 'n', properties: { priority: 100, rules: [nat({ protocols: ['TCP'] })] } }],
    } },
    { id: `${id}/firewallPolicies/p`, name: 'p', type: 'Microsoft.Network/firewallPolicies', properties: {} },
    { id: `${id}/firewallPolicies/p/ruleCollectionGroups/g`, name: 'g', type: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
      properties: { priority: 100, ruleCollections: [{
        name: 'n', ruleCollectionType: 'FirewallPolicyNatRuleCollection', priority: 100, action: { type: 'DNAT' },
        rules: [nat({ ruleType: 'NatRule', ipProtocols: ['UDP'] })],
      }] } },
  ] }], { ids: [] });
  expect(network.dnatRules?.map(({ address, port, protocols }) => [address, port, protocols]))
    .toEqual([['10.1.1.7', 22, ['UDP']], ['10.1.1.7', 22, ['TCP']]]);
});
