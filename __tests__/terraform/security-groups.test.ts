import { networkOf } from '../../lib/terraform/read-network';
import { configured, isUnknown, NETWORK, onlyGroup, problems, rule, securityLine } from './networks';

const group = (body: object): { azurerm_network_security_group: { g: object } } =>
  ({ azurerm_network_security_group: { g: { name: 'nsg', resource_group_name: 'rg', ...body } } });

function lineOf(changes: Record<string, unknown>): [lines: string[], problems: string[]] {
  const network = configured(group({ security_rule: [rule(changes)] }));
  return [onlyGroup(network).rules.map(securityLine), problems(network)];
}

test('rules come in the order of priority, whatever the order in the document', () => {
  const network = configured(
    group({ security_rule: [rule({ name: 'c', priority: 300 }), rule({ name: 'a', priority: 100 }), rule({ name: 'b', priority: 200 })] }),
  );
  expect(onlyGroup(network).rules.map(({ name, place }) => [name, place])).toEqual(['a', 'b', 'c'].map((name, i) => [
    name,
    {
      file: 'cdk.tf.json', resource: 'azurerm_network_security_group.g', part: `security_rule[${[1, 2, 0][i]}]`,
      label: `security_rule ${name}`,
    },
  ]));
  expect(onlyGroup(network)).toMatchObject({ name: 'nsg', key: 'cdk.tf.json azurerm_network_security_group.g' });
  expect(onlyGroup(network).incomplete).toBeUndefined();
  expect(problems(network)).toEqual([]);
});

test.each<[name: string, changes: Record<string, unknown>, line: string]>([
  ['singular arguments', {}, '100 Outbound Allow Tcp *:0-65535 -> Storage:443'],
  ['plural arguments', {
    source_address_prefix: null, source_address_prefixes: ['10.0.0.0/8', '2001:db8::/32'], destination_port_range: null,
    destination_port_ranges: ['80', '1024-2048'],
  }, '100 Outbound Allow Tcp 10.0.0.0/8,2001:db8::/32:0-65535 -> Storage:80,1024-2048'],
  ['what a plan has for arguments that are not set', {
    source_address_prefixes: [], source_application_security_group_ids: [], source_port_ranges: [], destination_address_prefix: '',
    destination_address_prefixes: ['10.1.0.0/16'], destination_port_ranges: [],
  }, '100 Outbound Allow Tcp *:0-65535 -> 10.1.0.0/16:443'],
  [
    'numbers as texts, and texts as numbers', { priority: '4096', destination_port_range: 8080 },
    '4096 Outbound Allow Tcp *:0-65535 -> Storage:8080',
  ],
  ['application security groups', {
    source_address_prefix: null, source_application_security_group_ids: [`${NETWORK}/applicationSecurityGroups/asg`],
  }, `100 Outbound Allow Tcp ?${NETWORK}/applicationSecurityGroups/asg:0-65535 -> Storage:443`],
  [
    'expressions', { priority: '${var.p}', destination_address_prefix: '${cidrhost(var.c, 4)}' },
    '<cdk.tf.json var.p> Outbound Allow Tcp *:0-65535 -> ?cidrhost(var.c, 4):443',
  ],
  [
    'another direction, protocol and access', { direction: 'Inbound', access: 'Deny', protocol: '*' },
    '100 Inbound Deny * *:0-65535 -> Storage:443',
  ],
])('a rule with %s', (_, changes, line) => {
  expect(lineOf(changes)).toEqual([[line], []]);
});

test('addresses are intervals with both ends', () => {
  const network = configured(
    group({ security_rule: [rule({ source_address_prefix: '10.1.2.0/23', destination_address_prefix: '2001:db8::/126' })] }),
  );
  const [{ sources, destinations }] = onlyGroup(network).rules as [ReturnType<typeof onlyGroup>['rules'][number]];
  expect(sources).toEqual([{ kind: 'interval', text: '10.1.2.0/23', interval: { family: 4, first: 0x0a010200n, last: 0x0a0103ffn } }]);
  expect(destinations).toEqual([
    { kind: 'interval', text: '2001:db8::/126', interval: { family: 6, first: 0x20010db8n << 96n, last: (0x20010db8n << 96n) + 3n } },
  ]);
});

test.each<[name: string, changes: Record<string, unknown>, line: string, problem: string]>([
  ['a protocol in the wrong case', { protocol: 'TCP' }, '100 Outbound Allow Tcp *:0-65535 -> Storage:443',
    'protocol: it is "TCP"; it takes one of "*", "Tcp", "Udp", "Icmp", "Esp", "Ah", and is read as "Tcp"'],
  [
    'another protocol', { protocol: 'Sctp' },
    '100 Outbound Allow <protocol: it is "Sctp"; it takes one of "*", "Tcp", "Udp", "Icmp", "Esp", "Ah"> *:0-65535 -> Storage:443',
    'protocol: it is "Sctp"; it takes one of "*", "Tcp", "Udp", "Icmp", "Esp", "Ah"',
  ],
  [
    'no priority', { priority: null }, '<priority: it is missing; it takes a whole number> Outbound Allow Tcp *:0-65535 -> Storage:443',
    'priority: it is missing; it takes a whole number',
  ],
  [
    'half a priority', { priority: 100.5 }, '<priority: it is 100.5; it takes a whole number> Outbound Allow Tcp *:0-65535 -> Storage:443',
    'priority: it is 100.5; it takes a whole number',
  ],
  ['host bits', { source_address_prefix: '10.0.0.5/24' }, '100 Outbound Allow Tcp 10.0.0.0/24:0-65535 -> Storage:443',
    'source_address_prefix: "10.0.0.5/24" has address bits after its prefix length; it is read as the range "10.0.0.0/24"'],
  ['host bits of IPv6', { source_address_prefix: '2001:db8::5/64' }, '100 Outbound Allow Tcp 2001:db8::/64:0-65535 -> Storage:443',
    'source_address_prefix: "2001:db8::5/64" has address bits after its prefix length; it is read as the range "2001:db8::/64"'],
  ['an address that is none', { source_address_prefix: '10.0.0.256' }, '100 Outbound Allow Tcp ?10.0.0.256:0-65535 -> Storage:443',
    'source_address_prefix: "10.0.0.256" is not an address; it takes "*", an address, a CIDR range or a service tag'],
  [
    'a prefix length that is too long', { source_address_prefix: '10.0.0.0/33' },
    '100 Outbound Allow Tcp ?10.0.0.0/33:0-65535 -> Storage:443',
    'source_address_prefix: "10.0.0.0/33" is not an address; it takes "*", an address, a CIDR range or a service tag',
  ],
  [
    'a range of a firewall', { source_address_prefix: '10.0.0.4-10.0.0.9' },
    '100 Outbound Allow Tcp ?10.0.0.4-10.0.0.9:0-65535 -> Storage:443',
    'source_address_prefix: "10.0.0.4-10.0.0.9" is not an address; it takes "*", an address, a CIDR range or a service tag',
  ],
  ['text that does not show', { source_address_prefix: 'a\u001b[2Jb' }, '100 Outbound Allow Tcp ?a\\u001b[2Jb:0-65535 -> Storage:443',
    'source_address_prefix: "a\\\\u001b[2Jb" is not an address; it takes "*", an address, a CIDR range or a service tag'],
  ['a port that is none', { destination_port_range: '80,443' },
    '100 Outbound Allow Tcp *:0-65535 -> Storage:<"80,443" is not a port; it takes "*", a port, or a range from the lower to the higher ' +
      'one such as "1024-2048", up to 65535>',
    'destination_port_range: "80,443" is not a port; it takes "*", a port, or a range from the lower to the higher one such as ' +
      '"1024-2048", up to 65535'],
  ['a range that ends before it begins', { destination_port_range: '90-80' },
    '100 Outbound Allow Tcp *:0-65535 -> Storage:<"90-80" is not a port; it takes "*", a port, or a range from the lower to the higher ' +
      'one such as "1024-2048", up to 65535>',
    'destination_port_range: "90-80" is not a port; it takes "*", a port, or a range from the lower to the higher one such as ' +
      '"1024-2048", up to 65535'],
  ['no source', { source_address_prefix: null }, '100 Outbound Allow Tcp ?source_address_prefix:0-65535 -> Storage:443',
    'source_address_prefix: it is missing; give one of source_address_prefix, source_address_prefixes, ' +
      'source_application_security_group_ids'],
  ['one and several', { destination_port_ranges: ['80'] }, '100 Outbound Allow Tcp *:0-65535 -> Storage:443,80',
    'destination_port_range: it is given together with destination_port_ranges; the provider takes one of them, and both are read'],
  ['a text where a list belongs', { destination_port_range: null, destination_port_ranges: '443' },
    '100 Outbound Allow Tcp *:0-65535 -> Storage:<destination_port_ranges: it is "443"; it takes a list of texts>',
    'destination_port_ranges: it is "443"; it takes a list of texts'],
])('%s is read as far as it goes, and told', (_, changes, line, problem) => {
  expect(lineOf(changes)).toEqual([[line], [`azurerm_network_security_group.g security_rule[0].${problem}`]]);
});

test.each([
  { direction: 'Sideways' }, { access: null }, { access: '${var.access}' },
])('a rule with %j is kept, and what it does is not guessed', (changes) => {
  const found = onlyGroup(configured(group({ security_rule: [rule(changes), rule({ priority: 200 })] })));
  expect(found.rules.map(({ priority, direction, access }) => [priority, isUnknown(direction), isUnknown(access)]))
    .toEqual([[100, 'direction' in changes, 'access' in changes], [200, false, false]]);
  expect(found.incomplete).toBeUndefined();
});

test('a priority is taken once in a direction, and from 100 to 4096', () => {
  const rules = [
    rule({ name: 'a' }), rule({ name: 'b' }), rule({ name: 'c', direction: 'Inbound' }), rule({ name: 'd', priority: 99 }),
    rule({ name: 'e', priority: 4097 }),
  ];
  const network = configured(group({ security_rule: rules }));
  expect(onlyGroup(network).rules.filter(({ priority }) => isUnknown(priority)).map(({ name }) => name).sort()).toEqual(['d', 'e']);
  expect(problems(network)).toEqual([
    'azurerm_network_security_group.g security_rule[1].priority: the rules a and b are both Outbound 100; Azure takes a priority once in ' +
      'a direction, so give one of them another priority',
    'azurerm_network_security_group.g security_rule[3].priority: 99 is not a priority; it takes a whole number from 100 to 4096',
    'azurerm_network_security_group.g security_rule[4].priority: 4097 is not a priority; it takes a whole number from 100 to 4096',
  ]);
});

test.each(['Storage', '*'])('%s is not taken in a list', (text) => {
  const network = configured(
    group({ security_rule: [rule({ destination_address_prefix: null, destination_address_prefixes: [text, '10.0.0.0/8'] })] }),
  );
  expect(onlyGroup(network).rules[0]!.destinations.map(({ kind }) => kind)).toEqual([text === '*' ? 'any' : 'tag', 'interval']);
  expect(onlyGroup(network).rules[0]!.condition).toContain('Azure refuses a list of them');
  expect(problems(network)).toEqual([
    expect.stringMatching(
      /^azurerm_network_security_group\.g security_rule\[0\]\.destination_address_prefixes: Azure refuses ".*" in a list, which takes addresses only; write a rule for each, with destination_address_prefix = /,
    ),
  ]);
});

const standalone = (changes: object = {}): object =>
  ({ ...rule(), resource_group_name: 'rg', network_security_group_name: '${azurerm_network_security_group.g.name}', ...changes });

test('rules that stand alone belong to the group that they name, in any case', () => {
  const network = configured({
    ...group({}),
    azurerm_network_security_rule: {
      a: standalone({ name: 'a', priority: 200 }),
      b: standalone({ name: 'b', network_security_group_name: 'NSG', resource_group_name: 'RG', priority: 150 }),
    },
  });
  expect(onlyGroup(network).rules.map(({ name, place }) => [name, place.resource]))
    .toEqual([['b', 'azurerm_network_security_rule.b'], ['a', 'azurerm_network_security_rule.a']]);
  expect(problems(network)).toEqual([]);
});

test.each<[name: string, rules: object[]]>([
  ['with rules', [rule({ name: 'inline', priority: 300 })]], ['with an empty list', []],
])('rules that stand alone beside inline ones, %s, are a problem', (_, inline) => {
  const network = configured({ ...group({ security_rule: inline }), azurerm_network_security_rule: { a: standalone() } });
  expect(onlyGroup(network).rules).toHaveLength(inline.length + 1);
  expect(problems(network)).toEqual([
    'azurerm_network_security_group.g security_rule: azurerm_network_security_rule.a is a separate resource, and the security rules are ' +
      'also inline; they overwrite each other, so write them in one way',
  ]);
});

test.each<[ignored: unknown]>([[['security_rule']], ['all']])('rules whose changes are ignored, as %j says, may be others', (ignored) => {
  const network = configured({
    ...group({ security_rule: [rule()], lifecycle: { ignore_changes: ignored } }),
    azurerm_network_security_rule: { a: standalone({ name: 'a', priority: 200 }) },
  });
  expect([onlyGroup(network).rules.length, onlyGroup(network).incomplete])
    .toEqual([
      2, 'azurerm_network_security_group.g: changes of security_rule are ignored, so security rules that are there may be others; ' +
        'give what is deployed too',
    ]);
  expect(problems(network)).toEqual([]);
});

test('a group that is made elsewhere has the rules from here, and is not complete', () => {
  const network = configured({
    azurerm_network_security_rule: { a: standalone({ network_security_group_name: 'nsg-existing' }) },
    azurerm_subnet_network_security_group_association: {
      s: {
        subnet_id: `${NETWORK}/virtualNetworks/v/subnets/s`, network_security_group_id: `${NETWORK}/networkSecurityGroups/NSG-existing`,
      },
    },
  });
  // Named by its id in one place and by names in the other, it is one.
  const found = onlyGroup(network);
  expect(found).toMatchObject({
    key: `${NETWORK}/networkSecurityGroups/NSG-existing`.toLowerCase(), name: 'NSG-existing',
    incomplete: 'a network security group that is not made here',
  });
  expect(found.rules.map(({ name }) => name)).toEqual(['allow']);
  expect(network.subnets.map(({ securityGroup }) => securityGroup)).toEqual([found.key]);
  expect(problems(network)).toEqual([]);
});

test('a rule of a group that is not known is told', () => {
  const network = configured({
    azurerm_network_security_rule: { a: standalone({ network_security_group_name: '${base64encode(var.x)}' }) },
  });
  expect([network.securityGroups.size, problems(network)]).toEqual([0, [
    'azurerm_network_security_rule.a: the name of a network security group is not known here: rg, the expression base64encode(var.x) ' +
      '(base64encode is not evaluated here; a plan has its value), so this is left out of security rules',
  ]]);
});

test.each<[name: string, body: object, part: string]>([
  [
    'a dynamic block', { dynamic: { security_rule: [{ for_each: '${var.rules}', content: [rule()] }] } },
    'dynamic "security_rule": a dynamic block cannot be evaluated here; give the JSON of a plan',
  ],
  [
    'an expression for all rules', { security_rule: '${var.rules}' },
    'security_rule: the expression var.rules cannot be evaluated here; give the JSON of a plan',
  ],
  ['a text for a rule', { security_rule: ['x'] }, 'security_rule[0]: it is "x"; it takes an object'],
])('%s is told, and the group is not complete', (_, body, part) => {
  const network = configured(group(body));
  expect(onlyGroup(network).incomplete).toBe(`azurerm_network_security_group.g: ${part}`);
  expect(problems(network)).toEqual([`azurerm_network_security_group.g ${part}`]);
});

test.each(['count', 'for_each'])('groups and rules made with %s are told, and nothing is taken for complete', (argument) => {
  const network = configured({
    ...group({}),
    azurerm_network_security_rule: { a: standalone({ [argument]: '${var.n}' }) },
  });
  const why = `azurerm_network_security_rule.a is made with ${argument}, which cannot be evaluated here`;
  expect(onlyGroup(network)).toMatchObject({ rules: argument === 'count' ? [{ name: 'allow', uncertain: why }] : [], incomplete: why });
  expect(problems(network)).toEqual([
    expect.stringContaining('configuration: one part is made in a way that only Terraform evaluates: azurerm_network_security_rule.a ' +
      `(${argument}); give the JSON of a plan: terraform plan -out`),
  ]);
  const several = configured(group({ [argument]: '${var.n}', security_rule: [rule()] }));
  expect(onlyGroup(several))
    .toMatchObject({ rules: [], incomplete: `azurerm_network_security_group.g is made with ${argument}, which cannot be evaluated here` });
  expect(problems(several)).toEqual([
    expect.stringContaining('configuration: one part is made in a way that only Terraform evaluates: azurerm_network_security_group.g ' +
      `(${argument}); give the JSON of a plan: terraform plan -out`),
  ]);
});

test('one block may stand for a list of one', () => {
  expect(onlyGroup(configured(group({ security_rule: rule() }))).rules.map(securityLine))
    .toEqual(['100 Outbound Allow Tcp *:0-65535 -> Storage:443']);
});

test('blocks of types and names may be lists, and comments are none of them', () => {
  const body = { name: 'nsg', resource_group_name: 'rg', security_rule: [{ '//': 'note', ...rule() }] };
  const network = networkOf([
    { file: 'main.tf.json', json: { resource: [{ '//': 'x', azurerm_network_security_group: [{ '//': 'y', g: [body] }] }] } },
  ]);
  expect([onlyGroup(network).rules.length, problems(network)]).toEqual([1, []]);
});

test('of two rules with one priority that do the opposite, what both hold is not decided by either', () => {
  const network = configured(group({ security_rule: [rule({ name: 'a' }), rule({ name: 'b', access: 'Deny' })] }));
  expect(onlyGroup(network).rules.map(({ name, access, uncertain }) => [name, access, uncertain !== undefined]))
    .toEqual([['b', 'Deny', true], ['a', 'Allow', false], ['b', 'Deny', false]]);
});
