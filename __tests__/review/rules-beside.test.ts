import { verdictText } from '../../lib/review/difference-words';
import { networkDifference } from '../../lib/review/network-difference';
import { idOf } from '../deployment/documents';

// A rule that changes and that no subnet of the files is known to use changes traffic that no flow shows.

const network = (host: string, address = '10.0.0.0/16', isUsed = false): object => ({ resource: {
  azurerm_virtual_network: { v: { name: 'v', resource_group_name: 'rg', location: 'westus2', address_space: ['10.1.0.0/16'] } },
  azurerm_subnet: { s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.1.1.0/24'] } },
  azurerm_network_security_group: { g: { name: 'nsg', resource_group_name: 'rg', location: 'westus2', security_rule: [{
    name: 'one', priority: 200, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_address_prefix: '*', source_port_range: '*',
    destination_address_prefix: address, destination_port_range: '443',
  }] } },
  ...(isUsed && { azurerm_subnet_network_security_group_association: {
    a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' },
  } }),
  azurerm_firewall_policy_rule_collection_group: { f: {
    name: 'c', priority: 500, firewall_policy_id: idOf('firewallPolicies', 'fwp'),
    application_rule_collection: [{ name: 'x', priority: 500, action: 'Allow', rule: [{
      name: 'r', source_addresses: ['10.1.1.0/24'], destination_fqdns: [host], protocols: [{ type: 'Https', port: 443 }],
    }] }],
  } },
} });

const differenceOf = (base: object, head: object): ReturnType<typeof networkDifference> => {
  const [before, after] = [base, head].map((json) => ({ source: { documents: [{ file: 'cdk.tf.json', json }] }, subnets: [] }));
  return networkDifference(before, after!);
};
const noteOf = (what: string): string =>
  `rules of the ${what} changed, and no compared subnet is known to use it: which traffic that changes is unknown`;

test('a firewall that no route is known to lead to, and a group without a subnet', () => {
  const difference = differenceOf(network('a.example.com'), network('b.example.com', '10.2.0.0/16'));
  expect(difference.notes).toEqual([noteOf('firewall fwp'), noteOf('security group nsg')]);
  expect([difference.verdict, verdictText(difference)])
    .toEqual(['nothing-changed', 'No flow and no requirement changed, but rules that no compared subnet is known to use did.']);
});

test('the same rules', () => {
  const difference = differenceOf(network('a.example.com'), network('a.example.com'));
  expect([difference.notes, verdictText(difference)]).toEqual([[], 'Nothing changed.']);
  const finding = { id: 'tag-unknown', severity: 'error', subject: 's', message: 'm', places: [] } as const;
  expect(verdictText({ ...difference, newFindings: [finding] }))
    .toBe('No flow and no requirement changed; there are new findings.');
});

test('a group that a subnet has on one side is compared by its flows', () => {
  const difference = differenceOf(network('a.example.com', '10.0.0.0/16', true), network('a.example.com', '10.2.0.0/16'));
  expect(difference.notes).toEqual([]);
});
