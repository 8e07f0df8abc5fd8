import { networkOf } from '../../lib/terraform/read-network';
import { verify } from '../../lib/verification/verify';
import { requirementSet } from '../constructs/synthesis';

// What a DNAT rule of a firewall may lead into a subnet is said, unless the group denies all of it.

const RG = { resource_group_name: 'rg' };
const rule = (priority: number, access: string, port: string, from: string): object => ({
  name: `r${priority}`, priority, direction: 'Inbound', access, protocol: '*', source_port_range: '*', destination_port_range: port,
  source_address_prefix: from, destination_address_prefix: '*',
});

function subjects(rules: readonly object[] | undefined, port: unknown): string[] {
  const network = networkOf([{ file: 'main.tf.json', json: { variable: { port: {} }, resource: {
    azurerm_virtual_network: { v: { ...RG, name: 'vnet', address_space: ['10.1.0.0/16'] } },
    azurerm_subnet: { s: { ...RG, name: 's', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] } },
    ...(rules !== undefined && {
      azurerm_network_security_group: { g: { ...RG, name: 'g', security_rule: rules } },
      azurerm_subnet_network_security_group_association: { a: {
        subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}',
      } },
    }),
    azurerm_firewall_policy: { p: { ...RG, name: 'fwp' } },
    azurerm_firewall_policy_rule_collection_group: { r: {
      name: 'rcg', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 100,
      nat_rule_collection: [{ name: 'n', priority: 90, action: 'Dnat', rule: [{
        name: 'ssh', protocols: ['TCP'], source_addresses: ['*'], destination_address: '203.0.113.1', destination_ports: ['22'],
        translated_address: '10.1.1.7', translated_port: port,
      }] }],
    } },
  } } }]);
  const { findings } = verify(network, { subnets: [
    { name: 's', subnetId: network.subnets[0]!.key, addressPrefixes: [], requirements: requirementSet().only(), networkTraffic: 'none' },
  ] });
  return findings.map(({ subject }) => subject).filter((subject) => subject.includes('DNAT'));
}

const CLOSED = rule(4096, 'Deny', '*', '*');

test.each<[what: string, rules: readonly object[] | undefined, port: unknown, isSaid: boolean]>([
  ['no group', undefined, 22, true],
  ['a group that denies everything', [CLOSED], 22, false],
  ['the same for a port that is not known', [CLOSED], '${var.port}', false],
  ['a group that lets a part of the Internet in', [rule(100, 'Allow', '*', '41.0.0.0/24'), CLOSED], 22, true],
  ['a group that lets a part of the network in', [rule(100, 'Allow', '22', '10.9.0.0/16'), CLOSED], 22, true],
  ['a group that lets in on another port', [rule(100, 'Allow', '23', '*'), CLOSED], 22, false],
  ['a group that lets in on a port that it may be', [rule(100, 'Allow', '23', '*'), CLOSED], '${var.port}', true],
  ['the default rules, which let the firewall in', [], 22, true],
])('%s', (_what, rules, port, isSaid) => {
  expect(subjects(rules, port)).toEqual(isSaid ? ['s inbound DNAT ssh'] : []);
});
