import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BASE, edit, Expected, expectRefusal, file, folder, refusal, synthesize } from './files';

/** Mistakes that no schema sees: what contradicts the catalog, Azure, or another part of the file. */
type Case = readonly [name: string, text: string, at: string, key: string, ...says: string[]];

function cases(title: string, all: readonly Case[]): void {
  test.each(all.map(([name, text, at, key, ...says]) => [name, text, { at, key, says }] as [string, string, Expected]))(
    `${title}: %s`, (_, text, expected) => {
      expectRefusal(text, [expected]);
    },
  );
}

const PURPOSE = '    purpose: Package index of the company';
const endpoint = (kind: string, value: string): string => edit('fqdn: packages.contoso.com', `${kind}: "${value}"`);
const GROUP = '      name: nsg-training\n      resourceGroupName: rg-nsg\n      tags:\n        owner: platform\n';
const TABLE = '      name: rt-training\n      resourceGroupName: rg-rt\n';
const id = (type: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/${type}/x`;

cases('a fact', [
  [
    'that a requirement needs', edit('  - python-packages', '  - without-service-tags'), 'workspace:', 'workspace.storageAccountName',
    'needs workspace.storageAccountName', '<storage>.file.core.windows.net',
  ],
  [
    'that a cluster of no use has', `${BASE}kubernetes:\n  training: false\n  inference: false\n`, 'kubernetes:', 'kubernetes',
    'neither training nor inference is true',
  ],
]);

cases('an endpoint', [
  [
    'host in capitals', endpoint('fqdn', 'Packages.contoso.com'), 'fqdn', 'requirements[0].endpoint.fqdn',
    'did you mean "packages.contoso.com"?',
  ],
  [
    'host with a label too many', endpoint('fqdn', 'packages..contoso.com'), 'fqdn', 'requirements[0].endpoint.fqdn',
    '"packages..contoso.com" has the label ""',
  ],
  ['host that is an address', endpoint('fqdn', '10.1.2.3'), 'fqdn', 'requirements[0].endpoint.fqdn', 'is an address, not a name'],
  ['wildcard in the middle', endpoint('fqdn', 'a.*.contoso.com'), 'fqdn', 'requirements[0].endpoint.fqdn', 'allowed: "*.example.com"'],
  [
    'placeholder that is not known', endpoint('fqdn', '<store>.contoso.com'), 'fqdn', 'requirements[0].endpoint.fqdn', '<store>',
    '<storage>',
  ],
  [
    'placeholder without its fact', endpoint('fqdn', '<storage>.contoso.com'), 'fqdn', 'requirements[0].endpoint.fqdn',
    'workspace.storageAccountName',
  ],
  [
    'tag misspelt', endpoint('serviceTag', 'AzureMonitr'), 'serviceTag', 'requirements[0].endpoint.serviceTag',
    'did you mean "AzureMonitor"?',
  ],
  [
    'tag that every JavaScript object has', endpoint('serviceTag', 'constructor'), 'serviceTag', 'requirements[0].endpoint.serviceTag',
    '"constructor" is not known in the cloud "public"',
  ],
  [
    'tag in the wrong case', endpoint('serviceTag', 'storage.<region>'), 'serviceTag', 'requirements[0].endpoint.serviceTag',
    'did you mean "Storage.WestUS2"?',
  ],
  [
    'tag as the article writes it', endpoint('serviceTag', 'Keyvault.<region>'), 'serviceTag', 'requirements[0].endpoint.serviceTag',
    'did you mean "AzureKeyVault.WestUS2"?',
  ],
  [
    'tag without regions', endpoint('serviceTag', 'AzureActiveDirectory.<region>'), 'serviceTag', 'requirements[0].endpoint.serviceTag',
    'did you mean "AzureActiveDirectory"?',
  ],
  [
    'URL with a scheme', endpoint('url', 'https://github.com/contoso/*'), 'url', 'requirements[0].endpoint.url',
    'did you mean "github.com/contoso/*"?',
  ],
  ['URL without a path', endpoint('url', 'github.com'), 'url', 'requirements[0].endpoint.url', 'has no path; use a host name'],
  [
    'range with address bits after its prefix', edit('203.0.113.16/28', '203.0.113.17/28'), 'addressRange',
    'requirements[1].endpoint.addressRange', 'did you mean "203.0.113.16/28"?',
  ],
  [
    'address that is none', edit('203.0.113.16/28', '203.0.113.256'), 'addressRange', 'requirements[1].endpoint.addressRange',
    '"203.0.113.256" is neither an IPv4 nor an IPv6 address',
  ],
  [
    'host that connects to compute', edit(PURPOSE, `    direction: inbound\n${PURPOSE}`), 'fqdn', 'requirements[0].endpoint.fqdn',
    'the source of inbound traffic is a service tag or an address range',
  ],
]);

cases('a port', [
  [
    'beyond the last, as a number', edit('[443]', '[70000]'), 'ports: [7', 'requirements[0].ports[0]',
    '70000 is out of range; it must be <= 65535',
  ],
  [
    'beyond the last, as a text', edit('[443]', '["70000"]'), 'ports: ["', 'requirements[0].ports[0]', '"70000" is not a port',
    'from 0 to 65535',
  ],
  ['below the first', edit('[443]', '[-1]'), 'ports: [-', 'requirements[0].ports[0]', '-1 is out of range; it must be >= 0'],
  [
    'asterisk', edit('[443]', '["*"]'), 'ports: ["', 'requirements[0].ports[0]', '"*" does not have the form',
    'for all ports write "0-65535"',
  ],
  ['range backwards', edit('27000-27009', '27009-27000'), '- 27009-27000', 'requirements[1].ports[1]', 'did you mean "27000-27009"?'],
  ['range of one', edit('27000-27009', '27000-27000'), '- 27000-27000', 'requirements[1].ports[1]', 'did you mean "27000"?'],
  ['range in another', edit('27000-27009', '1000-2000'), 'ports:\n      - 1055', 'requirements[1].ports', '"1055" and "1000-2000"'],
  ['no list', edit('[443]', '443'), 'ports: 443', 'requirements[0].ports', '443 is not a list; did you mean [443]?'],
  ['none', edit('[443]', '[]'), 'ports: []', 'requirements[0].ports', 'the list is empty'],
]);

const AKS = 'kubernetes:\n  training: true\n  inference: false\n  aks:\n    privateCluster: true\n    konnectivityAgent: true\n    ' +
  'customDnsServers:\n';
const dns = (...servers: string[]): string => BASE + AKS + servers.map((server) => `      - ${server}\n`).join('');

cases('an entry of a list', [
  [
    'that is no address', dns('10.0.0.4', '10.0.0.533'), '- 10.0.0.533', 'kubernetes.aks.customDnsServers[1]',
    'address range "10.0.0.533" is neither an IPv4 nor an IPv6 address',
  ],
  [
    'that does not fit to another', dns('10.0.0.4', '"2001:db8::1"'), 'customDnsServers', 'kubernetes.aks.customDnsServers',
    'IPv4 and IPv6 addresses cannot share a security rule',
  ],
]);

cases('a requirement beside others', [
  [
    'id twice', edit('own.licences', 'own.packages'), 'id: own.packages\n    slot: 2010', 'requirements[1].id',
    '"own.packages" is in the set already; give another id',
  ],
  [
    'id of the catalog', edit('own.packages', 'basic.storage'), 'id: basic.storage', 'requirements[0].id',
    '"basic.storage" is in the set already',
  ],
  [
    'slot twice', edit('slot: 2010', 'slot: 2000'), 'slot: 2000\n    endpoint:\n      addressRange', 'requirements[1].slot',
    'slot 2000 is taken by', '2000 to 2999',
  ],
]);

cases('what is left out', [
  [
    'misspelt', edit('basic.front-door-frontend', 'basic.front-door-fronted'), 'basic.front', 'leaveOut[0].id',
    '"basic.front-door-fronted" is not in this set; did you mean "basic.front-door-frontend"?',
  ],
  ['not switched on', edit('basic.front-door-frontend', 'rstudio.cran'), 'rstudio', 'leaveOut[0].id', '"rstudio.cran" is not in this set'],
  [
    'left out by a condition already', edit('basic.front-door-frontend', 'basic.compute-management'), 'basic.compute', 'leaveOut[0].id',
    'already left out: compute.publicIp is false',
  ],
  [
    'left out twice', edit('subnets:', '  - id: basic.front-door-frontend\n    reason: Again\nsubnets:'),
    'id: basic.front-door-frontend\n    reason: Again', 'leaveOut[1].id', 'already left out: Nobody opens',
  ],
]);

cases('a resource that is made or exists', [
  [
    'group with a name and an id', edit('nsg-training\n', `nsg-training\n      id: ${id('networkSecurityGroups')}\n`), 'securityGroup:',
    'subnets.training.securityGroup', 'give either id, for an existing resource, or name and resourceGroupName',
  ],
  [
    'group with an id and tags',
    edit('      name: nsg-training\n      resourceGroupName: rg-nsg\n', `      id: ${id('networkSecurityGroups')}\n`), 'securityGroup:',
    'subnets.training.securityGroup', 'give either id',
  ],
  [
    'group with neither', edit(GROUP, ''), 'securityGroup:', 'subnets.training.securityGroup',
    'give name and resourceGroupName, for a new resource, or id',
  ],
  [
    'group without a resource group', edit('      resourceGroupName: rg-nsg\n', ''), 'securityGroup:', 'subnets.training.securityGroup',
    'give name and resourceGroupName',
  ],
  [
    'table with a name and an id', edit('rt-training\n', `rt-training\n      id: ${id('routeTables')}\n`), 'routeTable:',
    'subnets.training.routeTable', 'give either id',
  ],
  [
    'table with an id and a location', edit(TABLE, `      id: ${id('routeTables')}\n      location: westus2\n`), 'routeTable:',
    'subnets.training.routeTable', 'give either id',
  ],
  ['table with neither', edit(TABLE, ''), 'routeTable:', 'subnets.training.routeTable', 'give name and resourceGroupName'],
  [
    'policy and firewall', `${BASE}  firewallId: ${id('azureFirewalls')}\n`, 'firewall:\n  policyId', 'firewall',
    'give either policyId, for a firewall policy, or firewallId, for classic rules',
  ],
  [
    'neither policy nor firewall', edit(`  policyId: ${id('firewallPolicies').replace('rg/', 'rg-ml/').replace('/x', '/fwp-hub')}\n`, ''),
    'firewall:\n  name', 'firewall', 'give either policyId',
  ],
]);

const byAddress = (path: string, text = BASE): string => edit('      routes:\n', `      serviceTagFile: ${path}\n      routes:\n`, text);

writeFileSync(join(folder, 'other.json'), JSON.stringify({ name: 'a', edition: '2026-03-19', cloud: 'public' }));

test('the path of a service tag file is relative to the deployment file, or absolute', () => {
  const text = synthesize(file(byAddress('service-tags.json')));
  copyFileSync(join(folder, 'service-tags.json'), join(folder, 'Service Tags (1) – öffentlich.json'));
  for (const path of [
    './service-tags.json', `../${basename(folder)}/service-tags.json`, join(folder, 'service-tags.json'),
    'Service Tags (1) – öffentlich.json',
  ]) {
    expect(synthesize(file(byAddress(path)))).toBe(text);
  }
});

test('a service tag file is never standard input', () => {
  const back = process.cwd();
  file(byAddress('./-'));
  process.chdir(folder);
  try {
    expect(refusal('deployment.yaml')).toContain('"./-" cannot be read: there is no such file or folder');
  } finally {
    process.chdir(back);
  }
});

cases('a service tag file', [
  [
    'that is not there', byAddress('none.json'), 'serviceTagFile', 'subnets.training.routeTable.serviceTagFile',
    `"${join(folder, 'none.json')}" cannot be read: there is no such file or folder`,
  ],
  [
    'that is this file', byAddress('deployment.yaml'), 'serviceTagFile', 'subnets.training.routeTable.serviceTagFile',
    'deployment.yaml:1:1: not JSON: unexpected "#"',
  ],
  [
    'of another cloud',
    edit('public\nregion: westus2', 'china\nregion: chinaeast2', byAddress('service-tags.json').replace(/leaveOut:\n.*\n.*\n/, '')),
    'serviceTagFile', 'subnets.training.routeTable.serviceTagFile',
    'has the tags of the cloud "public", but the requirements are for "china"',
  ],
  [
    'without the region', edit('publicIp: false', 'publicIp: true', edit('westus2', 'uksouth', byAddress('service-tags.json'))),
    'serviceTagFile', 'subnets.training.routeTable.serviceTagFile', 'does not have the service tag AzureMachineLearning.UKSouth',
  ],
  [
    'by an absolute path that is not there', byAddress('/nowhere/tags (1).json'), 'serviceTagFile',
    'subnets.training.routeTable.serviceTagFile', '"/nowhere/tags (1).json" cannot be read: there is no such file or folder',
  ],
  [
    'by a path of Windows', byAddress('tags\\\\tags.json'), 'serviceTagFile', 'subnets.training.routeTable.serviceTagFile',
    'is not possible here; give a path relative to this file, with "/" (such as "ServiceTags_Public_20251110.json")',
  ],
  [
    'by a path that hides something', byAddress('"tags\\u200b.json"'), 'serviceTagFile', 'subnets.training.routeTable.serviceTagFile',
    'is not possible here', 'characters that cannot be seen',
  ],
  [
    'that is a deployment in JSON', byAddress('other.json'), 'serviceTagFile', 'subnets.training.routeTable.serviceTagFile',
    'other.json:1:1: is a deployment file, not a service tag file; give it as the deployment file',
  ],
  [
    'by an expression', byAddress('${path.module}/tags.json'), 'serviceTagFile', 'subnets.training.routeTable.serviceTagFile',
    'expressions are not possible in a deployment file',
  ],
]);

cases('what a construct refuses', [
  [
    'host names without a decision', edit('      hostNameTraffic: filtered-by-firewall\n', ''), 'securityGroup:',
    'subnets.training.securityGroup', '[base/training/SecurityGroup] hostNameTraffic: ', 'cannot filter host names',
    'python-packages.anaconda',
  ],
  [
    'TLS inspection on a Standard policy', `${BASE}  sku: Standard\n  tlsInspection: true\n`, 'tlsInspection', 'firewall.tlsInspection',
    'only a Premium policy inspects TLS',
  ],
  [
    'TLS inspection with classic rules',
    `${edit(/ {2}policyId: .*/.exec(BASE)![0], `  firewallId: ${id('azureFirewalls')}`)}  tlsInspection: true\n`, 'firewall:\n  firewallId',
    'firewall', 'tlsInspection is for a firewall policy',
  ],
  [
    'host names as destinations without their tables', `${BASE}  destinations: host-names\n`, 'destinations', 'firewall.destinations',
    'add the scenario "without-service-tags"',
  ],
  ['name of the firewall rules', edit('name: azureml', 'name: a'), 'name: a\n', 'firewall.name', '"a" is too short'],
  ['source of the firewall rules', `${BASE}  sources: [10.1.1.5/24]\n`, 'sources:', 'firewall.sources[0]', 'did you mean "10.1.1.0/24"?'],
  [
    'prefix of the subnet', edit('10.1.1.0/24', '10.1.1.5/24'), '- 10.1.1.5/24', 'subnets.training.addressPrefixes[0]',
    'did you mean "10.1.1.0/24"?',
  ],
  [
    'address space', edit('10.1.0.0/16', '10.1.1.0/16'), '- 10.1.1.0/16',
    'subnets.training.securityGroup.intraNetworkTraffic.addressSpace[0]', '"10.1.1.0/16"', 'did you mean "10.1.0.0/16"?',
  ],
  [
    'address of the firewall', edit('firewall: 10.0.1.4', 'firewall: 10.0.1.400'), 'firewall: 10.0.1.400',
    'subnets.training.routeTable.defaultRoute.firewall', '"10.0.1.400" is not an IPv4 address',
  ],
  [
    'prefix of a route', edit('192.168.0.0/16', '192.168.1.0/16'), 'prefix:', 'subnets.training.routeTable.routes[0].prefix',
    'did you mean "192.168.0.0/16"?',
  ],
  [
    'tag of a route', edit('prefix: 192.168.0.0/16', 'prefix: AzureMonitr'), 'routeTable:', 'subnets.training.routeTable',
    'did you mean "AzureMonitor"?',
  ],
  [
    'second default route', edit('prefix: 192.168.0.0/16', 'prefix: 0.0.0.0/0'), '      routes:', 'subnets.training.routeTable.routes',
    '"default" and "on-premises" have the same prefix',
  ],
]);

const NAT = 'natGateway:\n  name: ng\n  resourceGroupName: rg-ng\n';
const viaNat = (nat: string): string => `${edit('        firewall: 10.0.1.4', '        natGateway: true')}${nat}`;

cases('a NAT gateway', [
  [
    'that no subnet goes out through', `${BASE}${NAT}`, 'natGateway:', 'natGateway',
    'no subnet uses it; write natGateway: true in a subnet',
  ],
  [
    'that the file does not have', edit('firewall:\n  policyId', '    natGateway: true\nfirewall:\n  policyId'), 'natGateway: true',
    'subnets.training.natGateway', 'the file has no NAT gateway; describe the gateway with the key natGateway at the top of the file',
  ],
  [
    'beside a default route to a firewall', `${edit('firewall:\n  policyId', '    natGateway: true\nfirewall:\n  policyId')}${NAT}`,
    'natGateway: true', 'subnets.training.natGateway', 'the route table leads 0.0.0.0/0 elsewhere',
  ],
  ['with a name and an id', viaNat(`${NAT}  id: ${id('natGateways')}\n`), 'natGateway:\n  name', 'natGateway', 'give either id'],
  [
    'with an id and addresses to make', viaNat(`natGateway:\n  id: ${id('natGateways')}\n  publicIpCount: 2\n`), 'natGateway:\n  id',
    'natGateway', 'publicIpCount is for a new NAT gateway, and id names an existing one',
  ],
  [
    'with 17 addresses', viaNat(`${NAT}  publicIpCount: 17\n`), 'publicIpCount', 'natGateway.publicIpCount',
    '17 is out of range; it must be <= 16',
  ],
  [
    'with 17 addresses of both kinds', viaNat(`${NAT}  publicIpCount: 16\n  publicIpIds: [${id('publicIPAddresses')}]\n`),
    'natGateway:\n  name', 'natGateway', 'at most 16, and 17 are asked for',
  ],
  [
    'with a zone that is a number', viaNat(`${NAT}  zone: 1\n`), 'zone: 1', 'natGateway.zone',
    '1 is not one of "1", "2", "3"; did you mean "1"? (a text that looks like a number needs quotes)',
  ],
  ['in a zone that there is not', viaNat(`${NAT}  zone: 4\n`), 'zone: 4', 'natGateway.zone', '4 is not one of "1", "2", "3"'],
  [
    'that waits too long', viaNat(`${NAT}  idleTimeoutMinutes: 121\n`), 'idleTimeoutMinutes', 'natGateway.idleTimeoutMinutes',
    '121 is out of range; it must be <= 120',
  ],
]);

test('the second of two subnets on one existing group is refused', () => {
  const first = edit(GROUP, `      id: ${id('networkSecurityGroups')}\n`);
  const subnet = first.slice(first.indexOf('  training:'), first.indexOf('    routeTable:'));
  const second = subnet.replace('training:', 'inference:').replace('subnets/training', 'subnets/inference').replace('10.1.1.0', '10.1.2.0')
    .replace('securityGroup:', 'securityGroup: # second');
  expectRefusal(edit('firewall:\n  policyId', `${second}firewall:\n  policyId`, first), [
    // Subnets are made in the order of their names, whatever that of the file.
    { at: 'securityGroup:', key: 'subnets.training.securityGroup', says: ['is taken by base/inference/SecurityGroup'] },
  ]);
});

test('the base is accepted, so that each refusal here has one reason', () => {
  expect(synthesize(file(BASE))).toContain('azurerm_firewall_policy_rule_collection_group');
});
