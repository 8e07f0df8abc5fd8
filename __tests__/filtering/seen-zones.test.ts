import { Cloud } from '../../lib';
import { explainFlow } from '../../lib/verification/explain';
import { parseFlow } from '../../lib/verification/flow';
import { readNetwork } from '../../lib/verification/network-of-source';

// A private DNS zone answers only in the virtual networks that it is linked to. The group lets through what is at a private address and
// nothing else, so that a host of a zone that the subnet sees may be let through, and others are not.

type Body = Record<string, unknown>;
const common = { resource_group_name: 'rg', location: 'westeurope' };
const PROVIDER = '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network';
const rule = (priority: number, access: string, to: string): Body => ({
  name: `r${priority}`, priority, access, direction: 'Outbound', protocol: '*', source_port_range: '*', destination_port_range: '*',
  source_address_prefix: '*', destination_address_prefix: to,
});
const link = (to: string): Body => ({
  name: to, resource_group_name: 'rg', private_dns_zone_name: 'pypi.org', virtual_network_id: `\${azurerm_virtual_network.${to}.id}`,
});

interface Given {
  readonly links: readonly string[];
  readonly servers?: readonly string[];
  readonly zone?: string;
}

const written = ({ links, servers = [], zone = 'pypi.org' }: Given): Body => ({ resource: {
  azurerm_virtual_network: {
    v: { ...common, name: 'v', address_space: ['10.1.0.0/16'], ...(servers.length > 0 && { dns_servers: servers }) },
    hub: { ...common, name: 'hub', address_space: ['10.0.0.0/16'] },
  },
  azurerm_subnet: { s: { name: 's', resource_group_name: 'rg', virtual_network_name: 'v', address_prefixes: ['10.1.1.0/24'] } },
  azurerm_network_security_group: { n: { ...common, name: 'n', security_rule: [
    rule(100, 'Allow', '10.0.0.0/8'), rule(110, 'Allow', 'AzurePlatformDNS'), rule(4096, 'Deny', '*'),
  ] } },
  azurerm_subnet_network_security_group_association: {
    a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
  },
  azurerm_private_dns_zone: { z: { name: zone, resource_group_name: 'rg' } },
  azurerm_private_dns_zone_virtual_network_link: Object.fromEntries(links.map((to) => [to, { ...link(to), private_dns_zone_name: zone }])),
} });

const securityRule = ({ name, priority, access, direction, destination_address_prefix: to }: Body): Body => ({ name, properties: {
  priority, access, direction, protocol: '*', sourcePortRange: '*', destinationPortRange: '*', sourceAddressPrefix: '*',
  destinationAddressPrefix: to,
} });
const NSG = `${PROVIDER}/networkSecurityGroups/n`;
const network = (name: string, space: string, more: Body = {}): Body => ({
  id: `${PROVIDER}/virtualNetworks/${name}`, name, type: 'Microsoft.Network/virtualNetworks',
  properties: { addressSpace: { addressPrefixes: [space] }, virtualNetworkPeerings: [], subnets: [], ...more },
});
const exported = ({ links, servers = [], zone = 'pypi.org' }: Given, count: number | null = links.length): Body[] => [
  network('v', '10.1.0.0/16', {
    dhcpOptions: { dnsServers: servers }, subnets: [{ id: `${PROVIDER}/virtualNetworks/v/subnets/s`, name: 's', properties: {
      addressPrefix: '10.1.1.0/24', networkSecurityGroup: { id: NSG },
    } }],
  }),
  network('hub', '10.0.0.0/16'),
  { id: NSG, name: 'n', type: 'Microsoft.Network/networkSecurityGroups', properties: { securityRules: [
    rule(100, 'Allow', '10.0.0.0/8'), rule(110, 'Allow', 'AzurePlatformDNS'), rule(4096, 'Deny', '*'),
  ].map(securityRule) } },
  { id: `${PROVIDER}/privateDnsZones/${zone}`, name: zone, type: 'Microsoft.Network/privateDnsZones', properties: {
    ...(count !== null && { numberOfVirtualNetworkLinks: count }),
  } },
  ...links.map((to) => ({
    id: `${PROVIDER}/privateDnsZones/${zone}/virtualNetworkLinks/${to}`, name: to,
    type: 'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
    properties: { virtualNetwork: { id: `${PROVIDER}/virtualNetworks/${to}` } },
  })),
];

function answered(json: unknown, host = 'pypi.org'): [string, readonly string[]] {
  const { network: read } = readNetwork({ documents: [{ file: 'network.json', json }] }, []);
  const { outcome, conditions } = explainFlow(read, parseFlow(`s outbound tcp 443 ${host}`, Cloud.PUBLIC), { subnets: [] });
  return [outcome, conditions.filter((one) => one.includes('private'))];
}

const UNSEEN = 'pypi.org is at no private address: the files do not link its private DNS zone pypi.org to a network that resolves it';
const PUBLIC = 'pypi.org is at no private address';

describe.each<[string, (given: Given) => unknown]>([
  ['a configuration', written], ['an export', (given) => exported(given)],
])('in %s', (_, make) => {
  test.each<[string, Given, string, string[]]>([
    ['its virtual network', { links: ['v'] }, 'unknown', []],
    ['it and another one', { links: ['hub', 'v'] }, 'unknown', []],
    ['another one alone', { links: ['hub'] }, 'deny', [UNSEEN]],
    ['another one, where servers resolve names', { links: ['hub'], servers: ['10.0.0.4'] }, 'unknown', []],
    ['another one, and is for other names', { links: ['hub'], zone: 'conda.org' }, 'deny', [PUBLIC]],
  ])('a host of a zone that is linked to %s', (__, given, outcome, conditions) => {
    expect(answered(make(given))).toEqual([outcome, conditions]);
  });
});

test('where the links of a zone are not in the files, it may be linked to any network', () => {
  expect(answered(written({ links: [] }))[0]).toBe('unknown');
  expect(answered(exported({ links: [] }, null))[0]).toBe('unknown');
  expect(answered(exported({ links: ['hub'] }, 2))[0]).toBe('unknown');
});

test('a zone of an export that has no links answers nobody', () => {
  expect(answered(exported({ links: [] }))).toEqual(['deny', [UNSEEN]]);
  expect(answered(exported({ links: [], servers: ['10.0.0.4'] }))).toEqual(['deny', [UNSEEN]]);
});

test('a link that is planned counts for a zone that is there without it', () => {
  const { resource } = written({ links: ['v'] }) as { resource: Record<string, unknown> };
  const { azurerm_virtual_network, azurerm_private_dns_zone_virtual_network_link } = resource;
  const documents = [
    { file: 'main.tf.json', json: { resource: { azurerm_virtual_network, azurerm_private_dns_zone_virtual_network_link } } },
    { file: 'there.json', json: exported({ links: ['hub'] }) },
  ];
  const { network: read } = readNetwork({ documents }, []);
  expect(explainFlow(read, parseFlow('s outbound tcp 443 pypi.org', Cloud.PUBLIC), { subnets: [] }).outcome).toBe('unknown');
});
