import { nearest, choiceOf, quote } from '../../lib/azure/errors';
import { parseUrl } from '../../lib/azure/host-names';
import { checkName, checkPolicyName, checkResourceGroupName } from '../../lib/azure/names';
import { isReference } from '../../lib/azure/references';
import { parseResourceId } from '../../lib/azure/resource-ids';
import { messageOf } from './message-of';

describe('names', () => {
  const grammar = '1 to 80 letters, digits, "_", "." and "-", beginning with a letter or digit and ending with a letter, digit or "_"';

  test.each(['a', 'A1', '9', 'a_', 'a.b-c_d', 'a'.repeat(80), '${var.name}', 'nsg-${var.name}!'])('%s is taken', (name) => {
    expect(checkName('name', name)).toBe(name);
  });

  test.each([
    ['', ''],
    ['!!', ''],
    ['_a', '; did you mean "a"?'],
    ['-a-', '; did you mean "a"?'],
    ['a.', '; did you mean "a"?'],
    ['my group', '; did you mean "my-group"?'],
    ['a/b', '; did you mean "a-b"?'],
    ['réseau', '; did you mean "r-seau"?'],
    ['a'.repeat(81), `; did you mean "${'a'.repeat(80)}"?`],
    [`${'a'.repeat(79)}-b`, `; did you mean "${'a'.repeat(79)}"?`], // cut, and then no hyphen at the end
  ])('"%s" is refused', (name, hint) => {
    expect(messageOf(() => checkName('name', name))).toBe(`name: "${name}" is not a valid name; expected ${grammar}${hint}`);
  });

  test('what is put after a name counts, and the name that is suggested is right', () => {
    const endings = ['', '-network', '-application'];
    expect(checkName('name', 'a'.repeat(68), endings)).toBe('a'.repeat(68));
    expect(messageOf(() => checkName('name', 'a'.repeat(69), endings)))
      .toBe(`name: "${'a'.repeat(69)}" has 69 characters, and with "-application" after it more than 80; expected at most 68; ` +
        `did you mean "${'a'.repeat(68)}"?`);
    expect(messageOf(() => checkName('name', 'a b', endings))).toContain('expected 1 to 68 letters');
  });

  test.each(['rg', 'r', '_rg(1)-x_', 'rg-ü', 'グループ', 'r'.repeat(90), '.rg', '${var.rg}'])('%s is a resource group', (name) => {
    expect(checkResourceGroupName('resourceGroupName', name)).toBe(name);
  });

  test.each([
    ['', ''], ['.', ''], ['rg.', '; did you mean "rg"?'], ['my rg', '; did you mean "my-rg"?'], ['a/b', '; did you mean "a-b"?'],
    ['r'.repeat(91), `; did you mean "${'r'.repeat(90)}"?`],
  ])('"%s" is no resource group', (name, hint) => {
    expect(messageOf(() => checkResourceGroupName('resourceGroupName', name)))
      .toBe(`resourceGroupName: "${name}" is not the name of a resource group; ` +
        `expected 1 to 90 letters, digits, "_", "-", ".", "(" and ")", with no "." at the end${hint}`);
  });

  test('policies and rule collection groups have two characters', () => {
    expect(messageOf(() => checkPolicyName('firewallPolicy', 'a')))
      .toBe('firewallPolicy: "a" is too short; the provider asks for at least 2 characters');
    expect(checkPolicyName('firewallPolicy', 'ab')).toBe('ab');
    expect(messageOf(() => checkPolicyName('firewallPolicy', 'a b'))).toContain('did you mean "a-b"?');
  });
});

describe('resource ids', () => {
  const inGroup = '/subscriptions/0000/resourceGroups/rg-1/providers';
  const routeTable = 'Microsoft.Network/routeTables';
  const subnet = 'Microsoft.Network/virtualNetworks/subnets';

  test.each([
    [`${inGroup}/Microsoft.Network/routeTables/rt-1`, routeTable, { resourceGroupName: 'rg-1', name: 'rt-1' }],
    // Azure writes the parts of ids in different cases.
    [`${inGroup.toLowerCase()}/microsoft.network/ROUTETABLES/rt-1`, routeTable, { resourceGroupName: 'rg-1', name: 'rt-1' }],
    [`${inGroup}/Microsoft.Network/virtualNetworks/vnet-1/subnets/subnet-1`, subnet, { resourceGroupName: 'rg-1', name: 'vnet-1' }],
    ['${azurerm_route_table.it.id}', routeTable, undefined],
  ])('%s is taken apart', (id, type, parts) => {
    expect(parseResourceId('routeTableId', id, type)).toEqual(parts);
  });

  test.each([
    ['a name', 'rt-1', ''],
    [
      'another type', `${inGroup}/Microsoft.Network/networkSecurityGroups/nsg-1`,
      ': it has "networkSecurityGroups" where "routeTables" belongs',
    ],
    [
      'another provider', `${inGroup}/Microsoft.Networks/routeTables/rt-1`,
      ': it has "Microsoft.Networks" where "Microsoft.Network" belongs',
    ],
    ['a child of the type', `${inGroup}/Microsoft.Network/routeTables/rt-1/routes/r-1`, ': nothing goes after "rt-1"'],
    ['no name', `${inGroup}/Microsoft.Network/routeTables/`, ': "<name>" is missing after "routeTables"'],
    ['an end before the type', `${inGroup}/Microsoft.Network`, ': "routeTables" is missing'],
    [
      'no subscription', '/subscriptions//resourceGroups/rg-1/providers/Microsoft.Network/routeTables/rt-1',
      ': "<id>" is missing after "subscriptions"',
    ],
    ['a slash at the end', `${inGroup}/Microsoft.Network/routeTables/rt-1/`, ': nothing goes after "rt-1"'],
    ['a blank at the end', `${inGroup}/Microsoft.Network/routeTables/rt-1 `, ': "rt-1 " is no name'],
    ['a query', `${inGroup}/Microsoft.Network/routeTables/rt-1?x=1`, ': "rt-1?x=1" is no name'],
    ['a placeholder', '/subscriptions/<id>/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt', ': "<id>" is no id'],
    ['something before it', `x${inGroup}/Microsoft.Network/routeTables/rt-1`, ''],
  ])('%s is refused', (_what, id, difference) => {
    expect(messageOf(() => parseResourceId('routeTableId', id, routeTable)))
      .toBe(`routeTableId: "${id}" is not the id of a Microsoft.Network/routeTables${difference}; ` +
        'expected "/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/routeTables/<name>" or a reference to one');
  });

  test('an id of usual length is shown as a whole', () => {
    const id = `/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/${'g'.repeat(90)}/providers/Microsoft.Network/` +
      `virtualNetworks/${'v'.repeat(64)}/subnet/${'s'.repeat(80)}`;
    expect(messageOf(() => parseResourceId('subnetId', id, subnet)))
      .toContain(`subnetId: "${id}" is not the id of a ${subnet}: it has "subnet" where "subnets" belongs; expected`);
  });

  test('the shape of a child names both', () => {
    expect(messageOf(() => parseResourceId('subnetId', 'subnet-1', subnet)))
      .toContain('expected "/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/virtualNetworks/<name>/subnets/<name>"');
  });
});

test.each([
  ['${var.a}', true], ['a-${var.a}', true], ['${TfToken[TOKEN.0]}', true], ['#{TfToken[TOKEN.1]}', true],
  ['plain', false], ['$var', false], ['{var.a}', false], ['#{other}', false], ['', false],
])('"%s" is a reference: %s', (text, expected) => {
  expect(isReference(text)).toBe(expected);
});

test.each([
  ['github.com/org/*', 'github.com', '/org/*'],
  ['github.com/', 'github.com', '/'],
  ['${var.host}/org', '${var.host}', '/org'],
  ['${join("/", var.names)}.com/a/b', '${join("/", var.names)}.com', '/a/b'],
])('the URL %s is split', (url, host, path) => {
  expect(parseUrl(url)).toEqual({ host, path });
});

describe('messages', () => {
  const fruit = ['apple', 'pear', 'Orange'];

  test.each([
    ['aple', 'apple'], ['PEAR', 'pear'], ['orange', 'Orange'], ['kiwi-fruit', undefined], ['', undefined],
  ])('the nearest to "%s" is %s', (given, found) => {
    expect(nearest(given, fruit)).toBe(found);
  });

  test('long texts are cut, control characters are written out', () => {
    expect(quote('a'.repeat(118))).toBe(`"${'a'.repeat(118)}"`);
    expect(quote('a'.repeat(119))).toBe(`"${'a'.repeat(116)}...`);
    expect(quote('a\nb"')).toBe('"a\\nb\\""');
    expect(quote(undefined)).toBe('undefined');
    expect([NaN, Infinity, -8.109562212591381e+298, 7].map(quote)).toEqual(['NaN', 'Infinity', 'a reference', '7']);
  });

  test('one of a closed list comes back; others name the list', () => {
    expect(choiceOf('fruit', 'pear', fruit)).toBe('pear');
    expect(messageOf(() => choiceOf('fruit', 7, fruit))).toBe('fruit: 7 is not one of "apple", "pear", "Orange"');
  });
});
