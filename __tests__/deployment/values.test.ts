import { BASE, edit, Expected, expectRefusal, file, lineOf, refusal } from './files';

type Case = readonly [name: string, text: string, at: string, key: string, ...says: string[]];

/** One mistake each: it is the only problem reported, with the line of `at` and its key. */
function cases(title: string, all: readonly Case[]): void {
  test.each(all.map(([name, text, at, key, ...says]) => [name, text, { at, key, says }] as [string, string, Expected]))(
    `${title}: %s`, (_, text, expected) => {
      expectRefusal(text, [expected]);
    },
  );
}

const SUBNET_ID =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-ml/providers/Microsoft.Network/virtualNetworks/vnet/' +
    'subnets/training';
const id = (type: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/${type}/x`;

cases('a misspelt key', [
  [
    'at the top', `${BASE}scenaros: []\n`, 'scenaros', 'scenaros', 'is not a key here; allowed are "$schema", "name"',
    'did you mean "scenarios"?',
  ],
  ['in capitals', `${BASE}SubscriptionID: x\n`, 'SubscriptionID', 'SubscriptionID', 'did you mean "subscriptionId"?'],
  ['of a backend', edit('path: ../', 'path: a\n    paht: ../'), 'paht', 'backend.local.paht', 'allowed are "path"', 'did you mean "path"?'],
  [
    'of the workspace', edit('privateEndpoint: true', 'privateEndpoint: true\n  storageAcountName: a'), 'storageAcount',
    'workspace.storageAcountName', 'did you mean "storageAccountName"?',
  ],
  [
    'of the compute', edit('publicIp: false', 'publicIp: false\n  interactiveJob: true'), 'interactiveJob', 'compute.interactiveJob',
    'did you mean "interactiveJobs"?',
  ],
  [
    'of a cluster', `${BASE}kubernetes: {training: true, inference: true, inferences: true}\n`, 'kubernetes', 'kubernetes.inferences',
    'did you mean "inference"?',
  ],
  ['of a requirement', edit('protocol: UDP', 'protocols: UDP'), 'protocols', 'requirements[1].protocols', 'did you mean "protocol"?'],
  [
    'of an endpoint', edit('fqdn: packages', 'fdqn: packages'), 'fdqn', 'requirements[0].endpoint.fdqn',
    'allowed are "serviceTag", "fqdn", "url", "addressRange"', 'did you mean "fqdn"?',
  ],
  [
    'of what is left out', edit('    reason: Nobody', '    raeson: x\n    reason: Nobody'), 'raeson', 'leaveOut[0].raeson',
    'did you mean "reason"?',
  ],
  ['of a subnet', edit('    routeTable:', '    routetable:'), 'routetable', 'subnets.training.routetable', 'did you mean "routeTable"?'],
  [
    'of a security group', edit('hostNameTraffic', 'hostnameTrafic'), 'hostnameTrafic', 'subnets.training.securityGroup.hostnameTrafic',
    'did you mean "hostNameTraffic"?',
  ],
  [
    'of traffic inside the network', edit('addressSpace:', 'addressSpaces:'), 'addressSpaces',
    'subnets.training.securityGroup.intraNetworkTraffic.addressSpaces', 'did you mean "addressSpace"?',
  ],
  ['of a route table', edit('      routes:', '      rotes:'), 'rotes', 'subnets.training.routeTable.rotes', 'did you mean "routes"?'],
  [
    'of a default route', edit('firewall: 10.0.1.4', 'firewal: 10.0.1.4'), 'firewal: 10',
    'subnets.training.routeTable.defaultRoute.firewal', 'did you mean "firewall"?',
  ],
  [
    'of a route', edit('          prefix:', '          prefx: a\n          prefix:'), 'prefx',
    'subnets.training.routeTable.routes[0].prefx', 'did you mean "prefix"?',
  ],
  [
    'of a next hop', edit('virtualNetworkGateway', 'virtualNetworkGatway'), 'Gatway',
    'subnets.training.routeTable.routes[0].nextHop.virtualNetworkGatway', 'did you mean "virtualNetworkGateway"?',
  ],
  ['of the firewall', `${BASE}  dnsproxy: true\n`, 'dnsproxy', 'firewall.dnsproxy', 'did you mean "dnsProxy"?'],
  ['with a line break in it', `${BASE}"dns\\nProxy": true\n`, '"dns', '["dns\\nProxy"]', 'is not a key here'],
  [
    'that merges, which YAML 1.2 does not have', edit('tags:', '<<: {owner: a}\n      tags:'), '<<', 'subnets.training.securityGroup["<<"]',
    'is not a key here',
  ],
]);

test('a misspelt key that is required is one mistake', () => {
  expectRefusal(edit('privateEndpoint: true', 'privatEndpoint: true'), [
    { at: 'privatEndpoint', key: 'workspace.privatEndpoint', says: ['did you mean "privateEndpoint"?'] },
  ]);
});

/** Names that every JavaScript object has lead past checks that were written without them in mind. */
describe.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('the name %s', (name) => {
  test.each([
    ['as a key at the top', `${BASE}${name}: {name: other}\n`, name],
    [
      'as a key of the workspace', edit('privateEndpoint: true', `privateEndpoint: true\n  ${name}: {privateEndpoint: false}`),
      `workspace.${name}`,
    ],
    ['as a key of an endpoint', edit('fqdn: packages', `${name}: packages`), `requirements[0].endpoint.${name}`],
  ])('%s', (_, text, key) => expectRefusal(text, [{ at: `${name}: `, key, says: ['is not a key here'] }]));

  test('as a subnet', () => {
    const says = name === '__proto__' ? ['"__proto__" does not have the form'] : ['is a reserved name; choose another'];
    expectRefusal(edit('  training:', `  ${name}:`), [{ at: `  ${name}:`, key: `subnets.${name}`, says }]);
  });

  test('as the stack', () => {
    const says = name === '__proto__' ? ['does not have the form'] : ['is a reserved name'];
    expectRefusal(edit('name: base', `name: ${name}`), [{ at: name, key: 'name', says }]);
  });
});

cases('a reserved name', [
  ...['azurerm', 'backend', 'Firewall']
    .map((name): Case => [`subnet ${name}`, edit('  training:', `  ${name}:`), `  ${name}:`, `subnets.${name}`, 'is a reserved name']),
  [
    'route that would take the place of an association', edit('name: on-premises', 'name: Subnet-Secured'), 'Subnet-Secured',
    'subnets.training.routeTable.routes[0].name', 'is a reserved name',
  ],
  [
    'tag that JavaScript would lose', edit('owner: platform', '__proto__: platform'), '__proto__',
    'subnets.training.securityGroup.tags.__proto__', 'is a reserved name',
  ],
]);

const acknowledging = (entry: string): string => `${BASE}acknowledged:\n  - ${entry}\n`;

cases('an acknowledgement', [
  [
    'of an id that is misspelt', acknowledging('{finding: rule-never-match, subject: x, reason: y}'), '{finding', 'acknowledged[0].finding',
    '"rule-never-match" is not one of "requirement-denied"', 'did you mean "rule-never-matches"?',
  ],
  [
    'of what cannot be acknowledged', acknowledging('{finding: acknowledgement-unused, subject: x, reason: y}'), '{finding',
    'acknowledged[0].finding', 'is not one of',
  ],
  ['without a reason', acknowledging('{finding: tag-case, subject: x}'), '{finding', 'acknowledged[0]', '"reason" is missing'],
  ['with an empty reason', acknowledging('{finding: tag-case, subject: x, reason: " "}'), '{finding', 'acknowledged[0].reason', '" "'],
  [
    'with an expression', acknowledging('{finding: tag-case, subject: "${a}", reason: y}'), '{finding', 'acknowledged[0].subject',
    'expressions are not possible',
  ],
  [
    'with another key', acknowledging('{id: tag-case, finding: tag-case, subject: x, reason: y}'), '{id', 'acknowledged[0].id',
    'allowed are "finding", "subject", "reason"',
  ],
]);

describe('a required key that is missing', () => {
  test('all of them', () => {
    const text = 'scenarios: []\n';
    const path = file(text);
    expect(refusal(path).split('\n')).toEqual([
      ['name', 'a text such as "training"'], ['edition', 'one of "2023-04-14", "2026-03-19"'],
      ['cloud', 'one of "public", "government", "china"'], ['region', 'a text such as "westus2"'],
      ['workspace', 'a group of keys with "privateEndpoint"'], ['compute', 'a group of keys with "publicIp"'],
      ['subnets', 'a group of keys'],
    ].map(([key, allowed]) => `${path}:1:1: "${key}" is missing; give ${allowed}`));
  });

  cases('below', [
    ['of a backend', edit(
      'local:\n    path: ../../../terraform.base.tfstate',
      'azurerm:\n    resourceGroupName: a\n    storageAccountName: abc\n    containerName: abc',
    ), 'azurerm', 'backend.azurerm', '"key" is missing'],
    ['of the workspace', edit('  privateEndpoint: true', '  hbi: false'), 'workspace', 'workspace', '"privateEndpoint" is missing'],
    ['of the compute', edit('  publicIp: false', '  interactiveJobs: false'), 'compute', 'compute', '"publicIp" is missing'],
    ['of a cluster', `${BASE}kubernetes:\n  training: true\n`, 'kubernetes', 'kubernetes', '"inference" is missing'],
    [
      'of a requirement', edit('    purpose: Licence servers of a solver\n', ''), '- id: own.licences', 'requirements[1]',
      '"purpose" is missing',
    ],
    [
      'of what is left out', edit('    reason: Nobody opens the studio from compute\n', ''), '- id: basic.front', 'leaveOut[0]',
      '"reason" is missing',
    ],
    ['of a subnet', edit(`    subnetId: ${SUBNET_ID}\n`, ''), 'training:', 'subnets.training', '"subnetId" is missing'],
    [
      'of a route table', edit('      defaultRoute:\n        firewall: 10.0.1.4\n', ''), 'routeTable:', 'subnets.training.routeTable',
      '"defaultRoute" is missing',
    ],
    [
      'of a route', edit('          prefix: 192.168.0.0/16\n', ''), '- name: on-premises', 'subnets.training.routeTable.routes[0]',
      '"prefix" is missing',
    ],
    ['of the firewall', edit('  priority: 500\n', ''), 'firewall:\n  policyId', 'firewall', '"priority" is missing'],
  ]);
});

cases('a wrong type', [
  [
    'text for true', edit('privateEndpoint: true', 'privateEndpoint: "true"'), 'privateEndpoint', 'workspace.privateEndpoint',
    '"true" is not true or false; did you mean true?',
  ],
  [
    'yes for true', edit('publicIp: false', 'publicIp: no'), 'publicIp', 'compute.publicIp',
    '"no" is not true or false; did you mean false?',
  ],
  ['another text for true', edit('publicIp: false', 'publicIp: never'), 'publicIp', 'compute.publicIp', '"never" is not true or false'],
  ['number as a name', edit('name: base', 'name: 123'), 'name: 123', 'name', '123 is not a text; did you mean "123"?'],
  ['true as a name', edit('name: azureml', 'name: true'), 'name: true', 'firewall.name', 'true is not a text; did you mean "true"?'],
  [
    'text for a number', edit('priority: 500', 'priority: "500"'), 'priority', 'firewall.priority',
    '"500" is not a whole number; did you mean 500?',
  ],
  ['fraction', edit('slot: 2000', 'slot: 2000.5'), 'slot: 2000', 'requirements[0].slot', '2000.5 is not a whole number'],
  ['no number', edit('slot: 2000', 'slot: .nan'), 'slot: .nan', 'requirements[0].slot', 'is not a whole number'],
  ['null for a text', edit('region: westus2', 'region:'), 'region:', 'region', 'null is not a text'],
  ['null for keys', edit('compute:\n  publicIp: false', 'compute:'), 'compute:', 'compute', 'null is not a group of keys'],
  [
    'null for a choice', edit('defaultRoute:\n        firewall: 10.0.1.4', 'defaultRoute:'), 'defaultRoute:',
    'subnets.training.routeTable.defaultRoute', 'null is not a group of keys',
  ],
  [
    'text for keys', edit('tags:\n        owner: platform', 'tags: owner'), 'tags:', 'subnets.training.securityGroup.tags',
    '"owner" is not a group of keys',
  ],
  [
    'list for keys', edit('    endpoint:\n      fqdn', '    endpoint:\n      - fqdn'), 'endpoint:\n      - fqdn',
    'requirements[0].endpoint', 'is not a group of keys',
  ],
  [
    'text for a list', edit('addressPrefixes:\n      - 10.1.1.0/24', 'addressPrefixes: 10.1.1.0/24'), 'addressPrefixes',
    'subnets.training.addressPrefixes', '"10.1.1.0/24" is not a list; did you mean ["10.1.1.0/24"]?',
  ],
  [
    'keys for a list', edit('  - python-packages', '  python-packages: true'), 'scenarios:', 'scenarios',
    '{"python-packages":true} is not a list',
  ],
  [
    'number as the value of a tag', edit('owner: platform', 'owner: 7'), 'owner: 7', 'subnets.training.securityGroup.tags.owner',
    '7 is not a text; did you mean "7"?',
  ],
  ['truth as a port', edit('- 1055', '- true'), '- true', 'requirements[1].ports[0]', 'true is not a text or a whole number'],
]);

cases('a value from a list', [
  [
    'edition', edit('edition: 2026-03-19', 'edition: 2026-03-20'), 'edition', 'edition',
    '"2026-03-20" is not one of "2023-04-14", "2026-03-19"; did you mean "2026-03-19"?',
  ],
  [
    'cloud', edit('cloud: public', 'cloud: Public'), 'cloud', 'cloud',
    '"Public" is not one of "public", "government", "china"; did you mean "public"?',
  ],
  [
    'scenario', edit('  - python-packages', '  - vscode'), '- vscode', 'scenarios[0]', '"vscode" is not one of "microsoft-images", ',
    '; did you mean "vs-code"?',
  ],
  [
    'scenario that a fact switches on', edit('  - python-packages', '  - hbi-workspace'), '- hbi', 'scenarios[0]',
    '"hbi-workspace" is not one of',
  ],
  [
    'protocol', edit('protocol: UDP', 'protocol: udp'), 'protocol', 'requirements[1].protocol',
    '"udp" is not one of "TCP", "UDP", "ANY"; did you mean "UDP"?',
  ],
  [
    'direction', edit('protocol: UDP', 'direction: outbond'), 'direction', 'requirements[1].direction',
    '"outbond" is not one of "outbound", "inbound"; did you mean "outbound"?',
  ],
  [
    'traffic of host names', edit('filtered-by-firewall', 'FILTERED_BY_FIREWALL'), 'hostNameTraffic',
    'subnets.training.securityGroup.hostNameTraffic',
    'is not one of "filtered-by-firewall", "closed"; did you mean "filtered-by-firewall"?',
  ],
  [
    'sku', `${BASE}  sku: premium\n`, 'sku', 'firewall.sku',
    '"premium" is not one of "Basic", "Standard", "Premium"; did you mean "Premium"?',
  ],
  [
    'destinations', `${BASE}  destinations: hostnames\n`, 'destinations', 'firewall.destinations',
    '"hostnames" is not one of "service-tags", "host-names"; did you mean "host-names"?',
  ],
]);

cases('a region', [
  [
    'of another cloud', edit('westus2', 'usgovvirginia'), 'region', 'region',
    '"usgovvirginia" belongs to the cloud "government", not to "public"',
  ],
  ['misspelt', edit('westus2', 'wetsus2'), 'region', 'region', '"wetsus2" is not a region of the cloud "public"; did you mean "westus2"?'],
  ['by its display name', edit('westus2', 'West US 2'), 'region', 'region', 'did you mean "westus2"?'],
  ['as another cloud writes it', edit('westus2', 'us-west-2'), 'region', 'region', 'did you mean "westus2"?'],
]);

cases('an id of a resource', [
  [
    'with a placeholder', edit(SUBNET_ID, SUBNET_ID.replace(/resourceGroups\/[^/]+/, 'resourceGroups/<name>')), 'subnetId',
    'subnets.training.subnetId', 'still has the placeholder "<name>"; replace it with your own value',
  ],
  [
    'of another type', edit(SUBNET_ID, id('virtualNetworks')), 'subnetId', 'subnets.training.subnetId',
    'does not have the form "/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/virtualNetworks/<name>/subnets/<name>"',
    ': "subnets" is missing',
  ],
  [
    'with a misspelt part', edit(SUBNET_ID, SUBNET_ID.replace('virtualNetworks', 'virtualNetwork')), 'subnetId',
    'subnets.training.subnetId', '/virtualNetwork/vnet/subnets/training" does not have the form',
    'it has "virtualNetwork" where "virtualNetworks" belongs',
  ],
  [
    'with a blank', edit(SUBNET_ID, SUBNET_ID.replace('/vnet/', '/vnet ml/')), 'subnetId', 'subnets.training.subnetId',
    '"vnet ml" is no name',
  ],
  [
    'with a letter of another alphabet', edit(SUBNET_ID, SUBNET_ID.replace('training', 'tr\u0430ining')), 'subnetId',
    'subnets.training.subnetId', 'it has the letter "\u0430" (U+0430), which is not in the English alphabet',
  ],
  ['policy for firewall', edit('policyId:', 'firewallId:'), 'firewallId', 'firewall.firewallId', 'Microsoft.Network/azureFirewalls/<name>'],
  ['with a path behind it', edit('fwp-hub', 'fwp-hub/x'), 'policyId', 'firewall.policyId', 'Microsoft.Network/firewallPolicies/<name>'],
  [
    'of an IP group', `${BASE}  sourceIpGroupIds:\n    - ${id('firewallPolicies')}\n`, '    - /sub', 'firewall.sourceIpGroupIds[0]',
    'Microsoft.Network/ipGroups/<name>',
  ],
  [
    'of a table in place of a group',
    edit('name: nsg-training\n      resourceGroupName: rg-nsg\n      tags:\n        owner: platform', `id: ${id('routeTables')}`),
    'id: /sub', 'subnets.training.securityGroup.id', 'Microsoft.Network/networkSecurityGroups/<name>',
  ],
]);

const CHOICE = 'give exactly one of ';
const LOCAL = '../../../terraform.base.tfstate';
const REMOTE = `  azurerm: {resourceGroupName: a, storageAccountName: abc, containerName: abc, key: /a b}`;
cases('a state', [
  [
    'at an absolute path', edit(LOCAL, '/var/base.tfstate'), 'path:', 'backend.local.path',
    '"/var/base.tfstate" is not possible here; give a path relative to the folder of the stack, of letters, digits, "_", ".", "-" and ' +
      '"/", that begins with a name or with "../" (such as "../../../terraform.tfstate")',
  ],
  [
    'at a path with an expression', edit(LOCAL, '${path.module}/x'), 'path:', 'backend.local.path', 'is not possible here; give a path',
    'expressions are not possible in a deployment file',
  ],
  [
    'under a key with blanks', edit(`  local:\n    path: ${LOCAL}`, REMOTE), 'azurerm', 'backend.azurerm.key',
    '"/a b" is not possible here; give a key of letters, digits, "_", ".", "-" and "/" that begins with a letter, a digit or "_" (such ' +
      'as "azureml-network.tfstate")',
  ],
]);

cases('a choice', [
  [
    'backend with two keys',
    edit('  local:', '  azurerm: {resourceGroupName: a, storageAccountName: abc, containerName: abc, key: a}\n  local:'), 'backend:',
    'backend', `${CHOICE}"local", "azurerm"`,
  ],
  [
    'backend with none', edit('backend:\n  local:\n    path: ../../../terraform.base.tfstate', 'backend: {}'), 'backend:', 'backend',
    CHOICE,
  ],
  [
    'endpoint with two keys', edit('fqdn: packages.contoso.com', 'fqdn: packages.contoso.com\n      serviceTag: AzureMonitor'),
    'endpoint:\n      fqdn', 'requirements[0].endpoint', `${CHOICE}"serviceTag", "fqdn", "url", "addressRange"`,
  ],
  [
    'endpoint with none', edit('endpoint:\n      fqdn: packages.contoso.com', 'endpoint: {}'), 'endpoint: {}', 'requirements[0].endpoint',
    CHOICE,
  ],
  [
    'traffic inside the network with two keys', edit('        addressSpace:', '        denied: true\n        addressSpace:'),
    'intraNetworkTraffic', 'subnets.training.securityGroup.intraNetworkTraffic', `${CHOICE}"byServiceTag", "denied", "addressSpace"`,
  ],
  [
    'default route with two keys', edit('firewall: 10.0.1.4', 'firewall: 10.0.1.4\n        none: true'), 'defaultRoute',
    'subnets.training.routeTable.defaultRoute', `${CHOICE}"firewall", "natGateway", "none"`,
  ],
  [
    'next hop with none', edit('nextHop:\n            virtualNetworkGateway: true', 'nextHop: {}'), 'nextHop',
    'subnets.training.routeTable.routes[0].nextHop', `${CHOICE}"internet", "appliance"`,
  ],
  [
    'that is false', edit('firewall: 10.0.1.4', 'natGateway: false'), 'natGateway', 'subnets.training.routeTable.defaultRoute.natGateway',
    'false is not allowed; write true, or leave the key out',
  ],
]);

cases('a text that shows less than it says', [
  [
    'line break', edit('Package index of the company', '|\n      Package\n      index'), 'purpose: |', 'requirements[0].purpose',
    'line breaks or other characters that cannot be seen',
  ],
  [
    'control character', edit('Package index of the company', '"Package\\u0007index"'), 'purpose: "', 'requirements[0].purpose',
    'characters that cannot be seen',
  ],
  [
    'control character beyond ASCII', edit('reason: Nobody opens the studio from compute', 'reason: "Nobody\\u0085opens"'), 'reason',
    'leaveOut[0].reason', 'characters that cannot be seen',
  ],
  [
    'line separator', edit('reason: Nobody opens the studio from compute', 'reason: "Nobody\\u2028opens"'), 'reason', 'leaveOut[0].reason',
    'characters that cannot be seen',
  ],
  [
    'mark that turns the direction', edit('owner: platform', 'owner: "plat\\u202eform"'), 'owner',
    'subnets.training.securityGroup.tags.owner', 'characters that cannot be seen',
  ],
  ...[0xad, 0x61c, 0x180e, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x2066, 0x206f, 0xfeff].map((code): Case => {
    const mark = `\\u${code.toString(16).padStart(4, '0')}`;
    return [
      `mark ${mark}`, edit('Package index of the company', `"Package${mark} index"`), 'purpose: "', 'requirements[0].purpose',
      `"Package${mark} index"`, 'characters that cannot be seen',
    ];
  }),
  [
    'line break in the name of a tag', edit('owner: platform', '"a\\nb": platform'), '"a', 'subnets.training.securityGroup.tags["a\\nb"]',
    'characters that cannot be seen',
  ],
  ['blanks only', edit('Package index of the company', '"  "'), 'purpose: "', 'requirements[0].purpose', '"  " does not have the form'],
]);

cases('a limit', [
  [
    'priority of the firewall', edit('priority: 500', 'priority: 65001'), 'priority', 'firewall.priority',
    '65001 is out of range; it must be <= 65000',
  ],
  [
    'first priority', edit('tags:', 'firstPriority: 99\n      tags:'), 'firstPriority', 'subnets.training.securityGroup.firstPriority',
    '99 is out of range; it must be >= 100',
  ],
  ['slot of the catalog', edit('slot: 2000', 'slot: 1999'), 'slot', 'requirements[0].slot', '1999 is out of range; it must be >= 2000'],
  [
    'purpose', edit('Package index of the company', 'a'.repeat(141)), 'purpose', 'requirements[0].purpose',
    'must NOT have more than 140 characters',
  ],
  [
    'name', edit('nsg-training', 'n'.repeat(81)), 'name: nnn', 'subnets.training.securityGroup.name', 'does not have the form',
    '(such as "nsg-training")',
  ],
  ['no subnet', `${BASE.slice(0, BASE.indexOf('subnets:'))}subnets: {}\n`, 'subnets', 'subnets', 'needs at least one entry'],
  [
    'no address prefix', edit('addressPrefixes:\n      - 10.1.1.0/24', 'addressPrefixes: []'), 'addressPrefixes',
    'subnets.training.addressPrefixes', 'the list is empty',
  ],
  [
    'same address prefix', edit('      - 10.1.1.0/24', '      - 10.1.1.0/24\n      - 10.1.1.0/24'), 'addressPrefixes',
    'subnets.training.addressPrefixes', 'entries 0 and 1 are the same',
  ],
  [
    'same scenario', edit('  - python-packages', '  - python-packages\n  - rstudio\n  - python-packages'), 'scenarios', 'scenarios',
    'entries 0 and 2 are the same',
  ],
  [
    '51 tags', edit('owner: platform', Array.from({ length: 51 }, (_, i) => `t${i}: a`).join('\n        ')), 'tags',
    'subnets.training.securityGroup.tags', 'has more than 50 entries',
  ],
  [
    'value of a tag', edit('owner: platform', `owner: ${'a'.repeat(257)}`), 'owner', 'subnets.training.securityGroup.tags.owner',
    'must NOT have more than 256 characters',
  ],
  [
    'character in the name of a tag', edit('owner: platform', 'team/owner: platform'), 'team/owner',
    'subnets.training.securityGroup.tags["team/owner"]', 'does not have the form',
  ],
]);

test('several mistakes are reported together, at most 20 of them', () => {
  const text = edit(
    'cloud: public', 'cloud: Public',
    edit('publicIp: false', 'publicIp: "false"', edit('slot: 2010', 'slot: 1', edit('priority: 500', 'prioriti: 500'))),
  );
  expectRefusal(text, [
    { at: 'cloud', key: 'cloud', says: ['did you mean "public"?'] },
    { at: 'publicIp', key: 'compute.publicIp', says: ['did you mean false?'] },
    { at: 'slot: 1', key: 'requirements[1].slot', says: ['out of range'] },
    { at: 'prioriti', key: 'firewall.prioriti', says: ['did you mean "priority"?'] },
  ]);
  const many = BASE + Array.from({ length: 21 }, (_, i) => `k${i}: 1\n`).join('');
  const path = file(many);
  const problems = refusal(path).split('\n');
  expect(problems).toHaveLength(21);
  expect(problems[19]).toContain(`${path}:${lineOf('k19:', many)}:1: k19: `);
  expect(problems[20]).toBe(`${path}: 1 more problem`);
});
