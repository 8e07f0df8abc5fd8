import type { Network, Subnet } from '../../lib/network/network';
import { configured } from './networks';

// A subnet takes one group, one table and one gateway. What may be put on it as a second one leaves what it has uncertain.

const subnet = (name: string): object =>
  ({ name, resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.0.0.0/24'] });
const UNKNOWN = ['${var.s}', '${each.value}', '${module.m.id}', '${data.azurerm_subnet.x.id}'];
const OTHER = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/other/subnets/elsewhere';
const FORMS = [
  ['securityGroup', 'network_security_group'], ['routeTable', 'route_table'], ['natGateway', 'nat_gateway'],
] as const;

/** A subnet with one of a kind for certain, and another association. */
function withAnother(kind: string, subnetId: string, part: string): Network {
  const made = (name: string): object => ({ name, resource_group_name: 'rg', location: 'westus2' });
  return configured({
    azurerm_subnet: { a: subnet('a'), b: subnet('b') },
    [`azurerm_${kind}`]: { one: made('one'), two: made('two') },
    [`azurerm_subnet_${kind}_association`]: {
      a: { subnet_id: '${azurerm_subnet.a.id}', [`${kind}_id`]: `\${azurerm_${kind}.one.id}` },
      b: { subnet_id: '${azurerm_subnet.b.id}', [`${kind}_id`]: `\${azurerm_${kind}.two.id}` },
      c: { subnet_id: subnetId, [`${kind}_id`]: `\${azurerm_${kind}.${part}.id}` },
    },
  });
}

const named = (network: Network, name: string): Subnet => network.subnets.find((one) => one.name === name)!;

describe.each(FORMS)('%s', (part, kind) => {
  test.each(UNKNOWN)('of %s may be that of any subnet', (subnetId) => {
    const network = withAnother(kind, subnetId, 'two');
    expect(named(network, 'a')[part]).toEqual({ unknown: expect.stringMatching(
      new RegExp(`^azurerm_subnet_${kind}_association\\.c may be for this subnet: .*; a subnet has one of each kind, so give it one$`),
    ) as string });
    expect(named(network, 'b')[part]).toMatch(/\.two$/);
  });

  test.each([OTHER, '${azurerm_subnet.b.id}'])('of %s is that of another subnet', (subnetId) => {
    expect(named(withAnother(kind, subnetId, 'two'), 'a')[part]).toMatch(/\.one$/);
  });
});

test('of subnets that only expressions name, each has its own', () => {
  const id = (name: string): string => `/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/${name}`;
  const { subnets } = configured({ azurerm_subnet_network_security_group_association: {
    a: { subnet_id: '${var.a}', network_security_group_id: id('one') }, b: { subnet_id: '${var.b}', network_security_group_id: id('two') },
  } });
  expect(subnets.map(({ securityGroup }) => securityGroup)).toEqual([id('one').toLowerCase(), id('two').toLowerCase()]);
});
