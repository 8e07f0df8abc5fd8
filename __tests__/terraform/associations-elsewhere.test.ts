import type { Network, Subnet } from '../../lib/network/network';
import { configured } from './networks';

// A subnet has one group, one table and one NAT gateway. The provider refuses a second association, and which of two that is nobody
// knows: where the one of another resource may be for a subnet, what it has is not certain.

const FORMS = [
  ['network_security_group', 'azurerm_network_security_group', 'securityGroup'],
  ['route_table', 'azurerm_route_table', 'routeTable'],
  ['nat_gateway', 'azurerm_nat_gateway', 'natGateway'],
] as const;
type Form = (typeof FORMS)[number];

const NAMES = { resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.v.name}' };
const ID = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/other';

/** A subnet with an association, and one more association. */
function resources([form, type]: Form, more: object, made: object = {}): Parameters<typeof configured>[0] {
  return {
    azurerm_virtual_network: {
      v: { name: 'v', resource_group_name: 'rg', address_space: ['10.0.0.0/16'] },
      w: { name: 'w', resource_group_name: 'rg', address_space: ['10.1.0.0/16'] },
    },
    azurerm_subnet: {
      s: { ...NAMES, name: 'training', address_prefixes: ['10.0.1.0/24'] },
      o: { ...NAMES, name: 'other', address_prefixes: ['10.0.2.0/24'] },
      w: { ...NAMES, virtual_network_name: '${azurerm_virtual_network.w.name}', name: 'training', address_prefixes: ['10.1.1.0/24'] },
      ...made,
    },
    [type]: { a: { name: 'a', resource_group_name: 'rg' }, b: { name: 'b', resource_group_name: 'rg' } },
    [`azurerm_subnet_${form}_association`]: {
      ...Object.fromEntries(['s', 'o', 'w'].map((name) =>
        [name, { subnet_id: `\${azurerm_subnet.${name}.id}`, [`${form}_id`]: `\${${type}.a.id}` }])),
      x: { [`${form}_id`]: `\${${type}.b.id}`, ...more },
    },
  };
}

function parts(network: Network, [, , part]: Form): Record<string, string> {
  return Object.fromEntries(network.subnets.filter(({ place }) => /^azurerm_subnet\.\w$/.test(place.resource)).map((one: Subnet) =>
    [one.place.resource.replace('azurerm_subnet.', ''), typeof one[part]]));
}

const UNKNOWN = { s: 'object', o: 'object', w: 'object' };
const KNOWN = { s: 'string', o: 'string', w: 'string' };
const below = (network: string, name: string): string => `\${azurerm_virtual_network.${network}.id}/subnets/${name}`;

describe.each(FORMS.map((form) => [form[0], form] as const))('%s', (_name, form) => {
  test.each<[what: string, more: object, expected: Record<string, string>]>([
    ['a variable', { subnet_id: '${var.s}' }, UNKNOWN],
    ['of an unknown set', { subnet_id: '${each.value}', for_each: '${toset(var.ids)}' }, UNKNOWN],
    ['of an unknown map', { subnet_id: '${each.value.id}', for_each: '${var.subnets}' }, UNKNOWN],
    ['there or not', { subnet_id: '${var.s}', count: '${var.on ? 1 : 0}' }, UNKNOWN],
    ['an output of a module that is not read', { subnet_id: '${module.m.id}' }, UNKNOWN],
    ['a subnet of one network', { subnet_id: below('v', '${var.s}') }, { ...UNKNOWN, w: 'string' }],
    ['a subnet of the other network', { subnet_id: below('w', '${var.s}') }, { ...KNOWN, w: 'object' }],
    ['of a name that begins with a text', { subnet_id: below('v', 'train${var.s}') }, { ...KNOWN, s: 'object' }],
    ['a name in a network that is not known', { subnet_id: '${var.v}/subnets/training' }, { ...UNKNOWN, o: 'string' }],
    ['an id with another resource group', { subnet_id: ID.replace('/rg/', '/rg-${var.x}/').replace('other', 'training') }, KNOWN],
    ['an id with a resource group', { subnet_id: ID.replace('/rg/', '/${var.x}/') }, { ...KNOWN, o: 'object' }],
    ['an id with a network', { subnet_id: ID.replace('/v/', '/${var.x}/').replace('other', 'training') }, { ...UNKNOWN, o: 'string' }],
    ['an id that ends with a variable', { subnet_id: ID.replace('other', '${var.x}') }, { ...UNKNOWN, w: 'string' }],
    ['a text with a variable that is set', { subnet_id: below('${var.net}', '${var.s}') }, UNKNOWN],
  ])('an association for %s', (_what, more, expected) => {
    expect(parts(configured(resources(form, more), { variable: { net: {}, s: {} } }), form)).toEqual(expected);
  });

  test('an association of the same one changes nothing', () => {
    expect(parts(configured(resources(form, { subnet_id: '${var.s}', [`${form[0]}_id`]: `\${${form[1]}.a.id}` })), form)).toEqual(KNOWN);
  });

  test('what is put on it may be what the subnet has: that is not known either', () => {
    expect(parts(configured(resources(form, { subnet_id: '${var.s}', [`${form[0]}_id`]: '${var.g}' })), form)).toEqual(UNKNOWN);
  });

  test('a subnet that is made in a number of its own is none of the others', () => {
    const more = { ...NAMES, name: '${each.key}', address_prefixes: ['${each.value}'], for_each: '${var.subnets}' };
    const network = configured(resources(form, { subnet_id: '${azurerm_subnet.m[each.key].id}', for_each: '${var.subnets}' }, { m: more }));
    expect(parts(network, form)).toEqual(expect.objectContaining(KNOWN));
  });

  test('another subscription is ruled out by the id', () => {
    const read = (subscription: string): Record<string, string> => parts(configured(
      resources(form, { subnet_id: ID.replace('/0/', `/${subscription}/`).replace('other', '${var.x}') }),
      { provider: { azurerm: { subscription_id: '0', features: {} } } },
    ), form);
    expect([read('0').s, read('1').s]).toEqual(['object', 'string']);
  });
});

test.each<[what: string, more: object, isUnknown: boolean]>([
  ['another group for an interface that is not known', { network_interface_id: '${var.i}', network_security_group_id: ID }, true],
  ['the same group for it', {
    network_interface_id: '${var.i}', network_security_group_id: '${azurerm_network_security_group.g.id}',
  }, false],
  ['another group for one of another resource group', {
    network_interface_id: ID.replace(/\/rg\/.*/, '/other/providers/Microsoft.Network/networkInterfaces/${var.i}'),
    network_security_group_id: ID,
  }, false],
])('of an interface: %s', (_, more, isUnknown) => {
  const [interfaceId, groupId] = ['${azurerm_network_interface.n.id}', '${azurerm_network_security_group.g.id}'];
  const network = configured({
    azurerm_network_interface: { n: { name: 'n', resource_group_name: 'rg', ip_configuration: [{ name: 'c', subnet_id: ID }] } },
    azurerm_network_security_group: { g: { name: 'g', resource_group_name: 'rg' } },
    azurerm_network_interface_security_group_association: {
      a: { network_interface_id: interfaceId, network_security_group_id: groupId }, b: more,
    },
  });
  expect(network.interfaces!.map(({ securityGroup }) => typeof securityGroup)).toEqual([isUnknown ? 'object' : 'string']);
});
