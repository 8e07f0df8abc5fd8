import { HiddenTexts } from '../../lib/network/hidden-texts';
import { networkOf } from '../../lib/terraform/read-network';

// Which values are sensitive is written down from Terraform's documentation of sensitive data in expressions, not from this code.

const RULE = {
  priority: 100, direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*', destination_port_range: '443',
  source_address_prefix: '*', destination_address_prefix: 'Storage',
};

/** The name of a rule as it may be shown, and as it is. */
function named(name: unknown, rule: object = {}): readonly [shown: string, is: string] {
  const network = networkOf([{ file: 'main.tf.json', json: {
    variable: {
      secret: { type: 'string', default: 'alpine', sensitive: true },
      secrets: { default: { owner: 'bernina', other: ['celerina'] }, sensitive: true }, open: { default: 'davos' },
    },
    locals: {
      upper: '${upper(var.secret)}', mixed: { owner: '${var.secret}', plain: 'engadin' }, list: ['${var.secret}', 'flims'],
      literal: '${sensitive("gstaad")}',
    },
    resource: {
      azurerm_network_security_group: { g: { name: 'g', resource_group_name: 'rg', security_rule: { ...RULE, name, ...rule } } },
      azurerm_route_table: { t: { name: '${local.upper}-t', resource_group_name: 'rg' } },
    },
  } }]);
  const [group] = [...network.securityGroups.values()];
  const is = group!.rules[0]!.name;
  return [(network.hidden ?? HiddenTexts.NONE).without(is), is];
}

test.each<[expression: string, is: string, hidden: string]>([
  ['upper(var.secret)', 'ALPINE', 'ALPINE'],
  ['local.upper', 'ALPINE', 'ALPINE'],
  ['azurerm_route_table.t.name', 'ALPINE-t', 'ALPINE'],
  ['replace(local.upper, "PIN", "x")', 'ALxE', 'ALxE'],
  ['strrev("${var.secret}-1")', '1-enipla', 'enipla'],
  ['local.literal', 'gstaad', 'gstaad'],
  ['upper(local.literal)', 'GSTAAD', 'GSTAAD'],
  ['sensitive("${var.open}-s")', 'davos-s', 'davos-s'],
  ['var.secrets.owner', 'bernina', 'bernina'],
  ['upper(var.secrets["other"][0])', 'CELERINA', 'CELERINA'],
  ['join("", reverse(split("", var.secrets.other[0])))', 'anirelec', 'anirelec'],
  ['lookup(var.secrets, "owner", "x")', 'bernina', 'bernina'],
  ['upper(local.mixed.owner)', 'ALPINE', 'ALPINE'],
  ['upper(merge(local.mixed, { a = "b" })["owner"])', 'ALPINE', 'ALPINE'],
  ['upper(concat(["a"], local.list)[1])', 'ALPINE', 'ALPINE'],
  ['[for one in local.list : upper(one)][0]', 'ALPINE', 'ALPINE'],
  ['join("+", [for one in var.secrets.other : strrev(one)])', 'anirelec', 'anirelec'],
  ['join("+", [for key, one in { x = var.secret } : strrev(one)])', 'enipla', 'enipla'],
  ['join("+", local.list[*])', 'alpine+flims', 'alpine+flims'],
  ['var.secret == "alpine" ? "it-is-so" : "it-is-not"', 'it-is-so', 'it-is-so'],
  ['{ alpine = "hinwil" }[var.secret]', 'hinwil', 'hinwil'],
  ['format("%s/%s", ["p", strrev(var.secret)]...)', 'p/enipla', 'enipla'],
  ['coalesce("", strrev(var.secret))', 'enipla', 'enipla'],
  ['try(local.mixed.none, strrev(var.secret))', 'enipla', 'enipla'],
  ['substr(var.secret, 1, 4)', 'lpin', 'lpin'],
  ['join(",", toset([strrev(var.secret), "z"]))', 'enipla,z', 'enipla'],
  ['join(",", keys({ (strrev(var.secret)) = 1 }))', 'enipla', 'enipla'],
  ['join(",", values({ a = strrev(var.secret) }))', 'enipla', 'enipla'],
  ['join(",", formatlist("%s!", [strrev(var.secret)]))', 'enipla!', 'enipla'],
  ['element(flatten([["x"], [strrev(var.secret)]]), 1)', 'enipla', 'enipla'],
])('${%s} is not shown', (expression, is, hidden) => {
  const [shown, whole] = named(`\${${expression}}`);
  expect(whole).toBe(is);
  expect(shown).not.toContain(hidden);
  expect(shown).toContain('(sensitive value)');
});

test.each<[expression: string, is: string]>([
  ['local.mixed.plain', 'engadin'], ['local.list[1]', 'flims'], ['merge(local.mixed, {}).plain', 'engadin'],
  ['concat(local.list, ["x"])[1]', 'flims'], ['lookup(local.mixed, "plain")', 'engadin'],
  ['[for one in local.list : one if true][1]', 'flims'], ['"${var.open}-x"', 'davos-x'], ['nonsensitive(upper(var.secret))', 'ALPINE'],
  ['nonsensitive(sensitive("jaun"))', 'jaun'], ['length(local.list) == 2 ? "two" : "other"', 'two'],
  ['element(flatten([local.list, ["kloten"]]), 2)', 'kloten'],
])('${%s} is shown', (expression, is) => {
  expect(named(`\${${expression}}`)).toEqual([is, is]);
});

test('a text around a sensitive value is not shown where another part is known after apply', () => {
  const [shown] = named('${sensitive("lenk")}-${azurerm_other.x.id}');
  expect(shown).not.toContain('lenk');
});

test('blocks that a sensitive list makes are sensitive', () => {
  const rule = { ...RULE, name: '${security_rule.value}-rule', priority: '${100 + 1}' };
  const network = networkOf([{ file: 'main.tf.json', json: {
    variable: { names: { default: ['murten'], sensitive: true } },
    resource: { azurerm_network_security_group: { g: {
      name: 'g', resource_group_name: 'rg', dynamic: { security_rule: { for_each: '${var.names}', content: rule } },
    } } },
  } }]);
  const [group] = [...network.securityGroups.values()];
  expect(group!.rules[0]!.name).toBe('murten-rule');
  expect(network.hidden?.without('murten-rule, murten')).toBe('(sensitive value), (sensitive value)');
});

test.each<[argument: string, rule: object]>([
  ['an address', { source_address_prefix: '${cidrsubnet(var.range, 8, 1)}' }],
  ['a port', { destination_port_range: '${var.port + 1}' }],
  ['an action', { access: '${var.port == 22 ? "Deny" : "Allow"}' }],
  ['a priority', { priority: '${var.port + 100}' }],
])('%s that is made of sensitive values is refused, since what is said about flows would show it', (_, rule) => {
  const read = (sensitive: boolean) => (): unknown => networkOf([{ file: 'main.tf.json', json: {
    variable: { range: { default: '10.1.0.0/16', sensitive }, port: { default: 22, sensitive } },
    resource: { azurerm_network_security_group: { g: {
      name: 'g', resource_group_name: 'rg', security_rule: { ...RULE, name: 'r', ...rule },
    } } },
  } }]);
  expect(read(false)).not.toThrow();
  expect(read(true)).toThrow('main.tf.json: azurerm_network_security_group.g');
  expect(read(true)).toThrow('use nonsensitive() where they are not secret');
});

test('what nonsensitive() shows may decide what flows do, and is shown', () => {
  const [shown, is] = named('${nonsensitive(sensitive("jaun"))}', { source_address_prefix: '${nonsensitive(sensitive("10.0.0.0/8"))}' });
  expect([shown, is]).toEqual(['jaun', 'jaun']);
});
