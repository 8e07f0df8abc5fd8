import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { SubnetIndex } from '../../lib/filtering/paths/subnet-index';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';

// A subnet as a resource, and as a block of its virtual network.

const RG = { resource_group_name: 'rg', location: 'westeurope' };
const any = { source_port_range: '*', destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: '*' };
const DENY = { ...any, name: 'd', priority: 100, direction: 'Outbound', access: 'Deny', protocol: '*' };

const read = (inline: string): Network => networkOf([{ file: 'main.tf.json', json: { resource: {
  azurerm_virtual_network: { v: {
    name: 'vnet', ...RG, address_space: ['10.1.0.0/16'], subnet: [{ name: inline, address_prefixes: ['10.1.2.0/24'] }],
  } },
  azurerm_subnet: { s: {
    name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.1.1.0/24'],
  } },
  azurerm_network_security_group: { n: { name: 'n', ...RG, security_rule: [DENY] } },
  azurerm_subnet_network_security_group_association: {
    a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
  },
} } }]);

test.each(['s', 'S'])('is one subnet, and what it has is not known: %s', (name) => {
  const network = read(name);
  expect(new SubnetIndex(network).find('vnet/s')).toHaveLength(1);
  const { outcome, steps } = explainFlow(network, parseFlow('s outbound tcp 443 8.8.8.8'), { subnets: [] });
  expect(outcome).toBe('unknown');
  expect(steps[0]!.text).toContain('azurerm_subnet.s and azurerm_virtual_network.v both make the subnet, and overwrite each other');
  expect(network.problems.map(({ message }) => message))
    .toEqual([expect.stringContaining('is a separate resource, and the virtual network also has subnets inline; they overwrite each other')]);
});

test('another one beside it leaves the subnet as it is', () => {
  expect(explainFlow(read('t'), parseFlow('s outbound tcp 443 8.8.8.8'), { subnets: [] }).outcome).toBe('deny');
});
