import type { Network } from '../../lib/network/network';
import { networkOf } from '../../lib/terraform/read-network';
import { SubnetIndex } from '../../lib/filtering/paths/subnet-index';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';

// A subnet as a resource, and as a block of its virtual network.

const RG = { resource_group_name: 'rg', location: 'westeurope' };
const any = { source_port_range: '*', destination_port_range: '*', source_address_prefix: '*', destination_address_prefix: '*' };
const DENY = { ...any, name: 'd', priority: 100, direction: 'Outbound', access: 'Deny', protocol: '*' };

const read = (inline: string): Network => written({ subnet: [{ name: inline, address_prefixes: ['10.1.2.0/24'] }] });
const written = (inline: object): Network => networkOf([{ file: 'main.tf.json', json: { resource: {
  azurerm_virtual_network: { v: { name: 'vnet', ...RG, address_space: ['10.1.0.0/16'], ...inline } },
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
    .toEqual([expect.stringContaining('is a separate resource, and the virtual network also has subnets inline; ' +
      'they overwrite each other')]);
});

test('another one beside it leaves the subnet as it is', () => {
  expect(explainFlow(read('t'), parseFlow('s outbound tcp 443 8.8.8.8'), { subnets: [] }).outcome).toBe('deny');
});

test.each<[what: string, inline: object, outcome: string]>([
  ['a name that is a variable', { subnet: [{ name: '${var.n}', address_prefixes: ['10.1.2.0/24'] }] }, 'unknown'],
  ['a name that ends otherwise', { subnet: [{ name: '${var.n}-other', address_prefixes: ['10.1.2.0/24'] }] }, 'deny'],
  ['a list that is a variable', { subnet: '${var.subnets}' }, 'unknown'],
  ['blocks over a variable', { dynamic: { subnet: { for_each: '${var.subnets}', content: { name: '${subnet.value}' } } } }, 'unknown'],
])('blocks that may be the subnet leave open what it has: %s', (_, inline, outcome) => {
  expect(explainFlow(written(inline), parseFlow('vnet/s outbound tcp 443 8.8.8.8'), { subnets: [] }).outcome).toBe(outcome);
});

test.each([
  'network_security_group_id', 'route_table_id', 'nat_gateway_id',
])('the argument %s of azurerm 1 is what the subnet has', (name) => {
  const kind = name.replace(/_id$/, '').replace('network_', '').replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const id = `/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/${kind.replace('security', 'networkSecurity')}s/x`;
  const subnet = { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefix: '10.1.1.0/24', [name]: id };
  const network = networkOf([{ file: 'main.tf.json', json: { resource: { azurerm_subnet: { s: subnet } } } }]);
  expect(network.subnets.map((one) => one[kind as 'routeTable'])).toEqual([id.toLowerCase()]);
});
