import { networkOf } from '../../lib/terraform/read-network';
import { configured, problems } from './networks';

// What Terraform gives is written down from its documentation of functions and expressions, not from this code.

/** What an expression gives, as JSON; what is not known stands in brackets. */
function value(expression: string, more: object = {}): string {
  const network = configured({ azurerm_route_table: {
    t: { name: '${jsonable}', resource_group_name: 'rg', route: { name: expression, address_prefix: '10.0.0.0/8', next_hop_type: 'None' } },
  } }, { ...more });
  return [...network.routeTables.values()][0]!.routes[0]!.name;
}

test.each<[expression: string, result: string]>([
  ['cidrsubnet("10.1.0.0/16", 8, 3)', '10.1.3.0/24'],
  ['cidrsubnet("10.1.0.0/16", 4, 15)', '10.1.240.0/20'],
  ['cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)', 'fd00:fd12:3456:7800:a200::/72'],
  ['cidrhost("10.12.112.0/20", 16)', '10.12.112.16'],
  ['cidrhost("10.12.112.0/20", 268)', '10.12.113.12'],
  ['cidrhost("10.12.112.0/20", -1)', '10.12.127.255'],
  ['cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)', 'fd00:fd12:3456:7890::22'],
  ['cidrnetmask("172.16.0.0/12")', '255.240.0.0'],
  ['join(" ", cidrsubnets("10.1.0.0/16", 4, 4, 8, 4))', '10.1.0.0/20 10.1.16.0/20 10.1.32.0/24 10.1.48.0/20'],
  ['format("%s-%03d-%d%%", "a", 7, 12)', 'a-007-12%'],
  ['join(",", formatlist("%s/%s", ["a", "b"], "x"))', 'a/x,b/x'],
  ['join("-", concat(["a"], [], tolist(["b"])))', 'a-b'],
  ['join(",", toset(["b", "a", "b"]))', 'a,b'],
  ['lookup({ a = "1" }, "a", "x")', '1'],
  ['lookup({ a = "1" }, "b", "x")', 'x'],
  ['merge({ a = 1, b = 2 }, { b = 3 })["b"]', '3'],
  ['join(",", keys({ b = 1, a = 2 }))', 'a,b'],
  ['join(",", values({ b = 1, a = 2 }))', '2,1'],
  ['element(["a", "b", "c"], 4)', 'b'],
  ['join(",", flatten([["a"], [["b"], "c"]]))', 'a,b,c'],
  ['coalesce("", null, "x")', 'x'],
  ['try(local.o.missing, local.o.a)', 'one'],
  ['can(local.o.missing) ? "yes" : "no"', 'no'],
  ['replace("a-b-c", "-", "_")', 'a_b_c'], ['replace("a1b22", "/[0-9]+/", "#")', 'a#b#'],
  ['regex("^snet-([a-z]+)-(\\\\d+)$", "snet-ml-3")[1]', '3'], ['regex("[a-z]+", "12ab3")', 'ab'],
  ['join(",", regexall("\\\\d+", "a1b22"))', '1,22'], ['length(regexall("x", "abc"))', '0'], ['can(regex("^x", "abc")) ? 1 : 2', '2'],
  ['jsondecode("{\\"a\\": [1, true, null]}").a[0]', '1'], ['jsonencode({ b = "<", a = [1] })', '{"a":[1],"b":"\\u003c"}'],
  ['yamldecode("- tag: Storage\\n  ports: [443, \\"445\\"]\\n")[0].ports[1]', '445'],
  ['csvdecode("tag,port\\nStorage,443\\n\\"a,b\\",1\\n")[1].tag', 'a,b'],
  ['try(jsondecode("{"), "none")', 'none'], ['join(",", matchkeys(["a", "b"], ["x", "y"], ["y"]))', 'b'],
  ['one([for s in [{ name = "a", id = 1 }, { name = "b", id = 2 }] : s.id if s.name == "b"])', '2'],
  ['upper(lower("AbC"))', 'ABC'], ['upper("größe")', 'GRÖßE'], ['lower("ÉÀ")', 'éà'],
  ['title("a net-work_of 2b\'s")', 'A Net-Work_of 2b\'S'], ['chomp("a\\n\\r\\n")', 'a'], ['trimspace("  ü\\n")', 'ü'],
  ['split(",", "a,b")[1]', 'b'],
  ['trimsuffix("a.tf", ".tf")', 'a'],
  ['length({ a = 1 }) + length(["x", "y"]) + length("abc")', '6'],
  ['join(",", [for i, v in ["a", "b"] : "${i}${v}" if v != "c"])', '0a,1b'],
  ['join(",", [for k, v in { y = 1, x = 2 } : "${k}=${v}"])', 'x=2,y=1'],
  ['{ for v in ["a", "b"] : v => upper(v) }.b', 'B'],
  ['join(",", { for v in ["a", "b", "a"] : v => "x"... }["a"])', 'x,x'],
  ['join(",", local.l[*].name)', 'p,q'],
  ['join(",", local.l.*.name)', 'p,q'],
  ['1 + 2 * 3 - 8 / 4 % 3', '5'],
  ['!(1 > 2) && "a" == "a" || false ? "t" : "f"', 't'],
  ['1 == "1" ? "same" : "other"', 'other'],
  ['null == null ? "none" : "some"', 'none'],
  ['join(",", reverse(sort(["b", "a"])))', 'b,a'],
  ['join(",", range(1, 4))', '1,2,3'],
  ['join(",", [for p in setproduct(["a", "b"], [1, 2]) : join("", p)])', 'a1,a2,b1,b2'],
  ['contains(["a"], "b") ? 1 : 2', '2'],
  ['zipmap(["a"], ["z"]).a', 'z'],
  ['index(["a", "b"], "b")', '1'],
  ['max(1, [2, 3]...)', '3'],
  ['one([])== null ? "none" : "one"', 'none'],
  ['substr("hello", 1, 3)', 'ell'],
  ['tostring(true)', 'true'],
  ['length({ for k in (false ? toset(["a"]) : []) : k => k })', '0'],
  ['join(",", true ? ["b", "a", "b"] : toset([]))', 'a,b'],
  ['"a${"b${"c"}"}"', 'abc'],
  ['"\\u0041\\"$${x}"', 'A"${x}'],
])('${%s} gives %s', (expression, result) => {
  expect(value(`\${${expression}}`, { locals: { o: { a: 'one' }, l: [{ name: 'p' }, { name: 'q' }] } })).toBe(result);
});

test.each([
  'uuid()', 'file("x")', 'replace("a", "/(a+)+/", "b")', 'regex("a(?i)b", "ab")', 'regex("a", local.o.é)', 'yamldecode("a: yes")',
  'replace("a", "", "b")', 'yamldecode("a: 010")', 'jsondecode("123456789012345678901")', 'format("%x", 3)',
  'upper("\u0130")', 'title("é")', 'trimspace("\u00a0a")', '10 / 3', '[] == tolist([]) ? 1 : 2',
  'cidrsubnet("10.0.0.0/31", 8, 0)', 'element([], 0)', 'local.o.missing', 'merge(var.x, {})["a"]', 'join(",", [var.x])', 'for', '1 +',
  'a.b.c[', '"%{ if true }a"', '"%{ else }"', '"%{ if true }a%{ endfor }"',
  'cidrsubnet("10.0.0.0/16", 2, 4)', 'tonumber("x")', 'lookup({}, "a")',
])('${%s} is not known', (expression) => {
  expect(value(`\${${expression}}`, { locals: { o: {} }, variable: { x: {} } })).toContain(expression.slice(0, 3));
});

// JavaScript would try more ways than there is time for.
test.each([
  ['optional letters', 'a?'.repeat(60) + 'a'.repeat(60), 'a'.repeat(60)], ['choices', '(a|a)'.repeat(38) + '$', 'a'.repeat(60) + 'b'],
  ['repeats', '.*'.repeat(4) + 'b', 'a'.repeat(250)], ['what is no pattern', '?'.repeat(150) + '(?', 'a'],
])('a search of %s is not begun', (_, pattern, text) => {
  expect(value(`\${regex("${pattern}", "${text}")}`, {})).toContain('reg');
});

test.each([
  ['^(dev|test|prod)-([a-z]+)$', 'prod-ml', '2'], ['^https?://([^/:]+)', 'https://pypi.org/simple', '1'],
])('a usual search is made: %s', (pattern, text, groups) => {
  expect(value(`\${length(regex("${pattern}", "${text}"))}`, {})).toBe(groups);
});

const RULE = {
  priority: '${each.value.priority}', direction: 'Outbound', access: 'Allow', protocol: 'Tcp', source_port_range: '*',
  destination_port_range: '443', source_address_prefix: '*',
  destination_address_prefix: '${each.key}', name: 'out-${lower(each.key)}', resource_group_name: 'rg',
  network_security_group_name: '${azurerm_network_security_group.g.name}',
};
const GROUP = { azurerm_network_security_group: { g: { name: 'nsg', resource_group_name: 'rg' } } };
const LOCALS = { locals: { tags: { Storage: { priority: 110 }, AzureMonitor: { priority: 120 } } } };

/** Names and priorities of the rules of the only group. */
function rules(resource: Parameters<typeof configured>[0], more: object = {}): string[] {
  return [...configured(resource, { ...more }).securityGroups.values()][0]!.rules.map(({ name, priority, place }) =>
    `${place.resource} ${name} ${String(priority)}`);
}

test('for_each over a local map, count and dynamic blocks give the resources and blocks that Terraform makes', () => {
  expect(rules({ ...GROUP, azurerm_network_security_rule: { r: { ...RULE, for_each: '${local.tags}' } } }, LOCALS)).toEqual([
    'azurerm_network_security_rule.r["Storage"] out-storage 110', 'azurerm_network_security_rule.r["AzureMonitor"] out-azuremonitor 120',
  ]);
  expect(
    rules({
      ...GROUP,
      azurerm_network_security_rule: { r: { ...RULE, for_each: '${toset(keys(local.tags))}', priority: '${100 + length(each.value)}' } },
    }, LOCALS),
  )
    .toEqual([
      'azurerm_network_security_rule.r["Storage"] out-storage 107', 'azurerm_network_security_rule.r["AzureMonitor"] out-azuremonitor 112',
    ]);
  const counted = {
    ...RULE, count: '${length(keys(local.tags))}', name: 'r${count.index}', priority: '${100 + count.index}',
    destination_address_prefix: '${keys(local.tags)[count.index]}',
  };
  expect(rules({ ...GROUP, azurerm_network_security_rule: { r: counted } }, LOCALS))
    .toEqual(['azurerm_network_security_rule.r[0] r0 100', 'azurerm_network_security_rule.r[1] r1 101']);
  const content = { ...RULE, name: '${rule.key}', priority: '${rule.value.priority}', destination_address_prefix: '${rule.key}' };
  const dynamic = [{ security_rule: [{ for_each: '${local.tags}', iterator: 'rule', content: [content] }] }];
  expect(
    rules({ azurerm_network_security_group: {
      g: { ...GROUP.azurerm_network_security_group.g, security_rule: [{ ...RULE, name: 'static', priority: 100 }], dynamic },
    } }, LOCALS),
  ).toEqual([
    'azurerm_network_security_group.g static 100', 'azurerm_network_security_group.g Storage 110',
    'azurerm_network_security_group.g AzureMonitor 120',
  ]);
  expect(
    rules({ azurerm_network_security_group: {
      g: { ...GROUP.azurerm_network_security_group.g, security_rule: '${[for k, v in local.tags : { name = k, priority = v.priority }]}' },
    } }, LOCALS),
  )
    .toEqual([
      'azurerm_network_security_group.g Storage 110', 'azurerm_network_security_group.g AzureMonitor 120',
    ].sort((a, b) => (a.endsWith('110') ? -1 : b.endsWith('110') ? 1 : 0)));
  expect(rules({ ...GROUP, azurerm_network_security_rule: { r: { ...RULE, count: 0 } } })).toEqual([]);
});

test('instances are named by key and index, and a map of resources can be gone through', () => {
  const subnet = {
    for_each: { a: '10.0.0.0/24', b: '10.0.1.0/24' }, name: '${each.key}', resource_group_name: 'rg', virtual_network_name: 'v',
    address_prefixes: ['${each.value}'],
  };
  const network = configured({
    azurerm_subnet: { s: subnet },
    azurerm_network_security_group: { g: { count: 2, name: 'nsg-${count.index}', resource_group_name: 'rg' } },
    azurerm_subnet_network_security_group_association: {
      x: {
        for_each: '${azurerm_subnet.s}', subnet_id: '${each.value.id}',
        network_security_group_id: '${azurerm_network_security_group.g[each.key == "a" ? 0 : 1].id}',
      },
    },
  });
  expect(network.subnets.map(({ name, securityGroup }) => [name, securityGroup])).toEqual([
    ['a', 'cdk.tf.json azurerm_network_security_group.g[0]'], ['b', 'cdk.tf.json azurerm_network_security_group.g[1]'],
  ]);
});

test('values of variables are those of values files, or defaults, and the network rests on them', () => {
  const variable = {
    n: { default: 'nsg' }, ports: { type: 'list(string)', default: [443, 80] },
    open: { type: 'object({ name = string, priority = optional(number, 200) })', default: { name: 'x' } },
  };
  const rule = {
    ...RULE, priority: '${var.open.priority}', name: '${var.open.name}', destination_address_prefix: 'Storage',
    destination_port_range: null, destination_port_ranges: '${var.ports}', network_security_group_name: '${var.n}',
  };
  const configuration = { file: 'main.tf.json', json: { variable, resource: { ...GROUP, azurerm_network_security_rule: { r: rule } } } };
  const group = (values?: object): unknown => {
    const network = networkOf([configuration, ...values === undefined ? [] : [{ file: 'prod.auto.tfvars.json', json: values }]]);
    const [found] = [...network.securityGroups.values()];
    return [
      found!.rules.map(({ name, priority, uncertain, destinationPorts }) => [name, priority, uncertain, destinationPorts.length]),
      found!.conditions,
    ];
  };
  expect(group()).toEqual([
    [['x', 200, undefined, 2]],
    ['the variable n has its default value "nsg"', 'the variable open has its default value', 'the variable ports has its default value'],
  ]);
  expect(group({ open: { name: 'y', priority: 300 } })).toEqual([[['y', 300, undefined, 2]], [
    'the variable n has its default value "nsg"', 'the variable open has the value of prod.auto.tfvars.json',
    'the variable ports has its default value',
  ]]);
});

test('expressions that grow are cut off and told', () => {
  const locals = (first: string, next: (i: number) => string): object =>
    Object.fromEntries([['l0', first], ...Array.from({ length: 28 }, (_, i) => [`l${i + 1}`, next(i)])]);
  for (const grown of [
    locals('aaaa', (i) => `\${local.l${i}}\${local.l${i}}`), locals('${["a"]}', (i) => `\${concat(local.l${i}, local.l${i})}`),
    locals('${["a"]}', (i) => `\${flatten([local.l${i}, local.l${i}])}`),
  ]) {
    const network = configured(
      { azurerm_route_table: { t: { name: '${try(join("", local.l28), local.l28)}', resource_group_name: 'rg' } } }, { locals: grown },
    );
    expect(problems(network).filter((one) => one.includes('grows past'))).not.toEqual([]);
  }
  const shared = configured({ azurerm_route_table: { t: { name: 'x', resource_group_name: 'rg', route: '${local.l28}' } } }, {
    locals: locals('${["a"]}', (i) => `\${[local.l${i}, local.l${i}]}`),
  });
  expect([...shared.routeTables.values()][0]!.unread).toBeDefined();
});

test('the name of a service tag follows from the arguments of its data source, and its id is none', () => {
  const data = { azurerm_network_service_tags: {
    t: { location: 'westus2', service: 'Storage', location_filter: 'westus2' }, g: { location: 'westus2', service: 'AzureMonitor' },
    x: { location: 'x', service: '${var.s}' },
  } };
  const read = (text: string): unknown => {
    const rule = { ...RULE, name: 'a', priority: 100, destination_address_prefix: text };
    const network = configured({ ...GROUP, azurerm_network_security_rule: { r: rule } }, { data });
    return [
      [...network.securityGroups.values()][0]!.rules[0]!.destinations.map((term) => (term.kind === 'tag' ? term.tag : term.kind)),
      problems(network).length,
    ];
  };
  expect(read('${data.azurerm_network_service_tags.t.name}')).toEqual([['Storage.WestUS2'], 0]);
  expect(read('${data.azurerm_network_service_tags.g.name}')).toEqual([['AzureMonitor'], 0]);
  expect(read('${data.azurerm_network_service_tags.x.name}')).toEqual([['opaque'], 0]);
  expect(read('${data.azurerm_network_service_tags.t.id}')).toEqual([['opaque'], 1]);
});
