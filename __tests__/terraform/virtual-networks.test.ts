import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from '../../lib/deployment/deployment';
import { requestFromDeployment } from '../../lib/deployment/request-from-deployment';
import { Report } from '../../lib/verification/verification-result';
import { verifyNetwork } from '../../lib/verification/verify-network';
import { configured, NETWORK, problems, subnet, term } from './networks';

const HUB = { name: 'hub', resource_group_name: 'rg', address_space: ['10.0.0.0/16'] };
const SPOKE = { name: 'spoke', resource_group_name: 'rg', address_space: ['10.1.0.0/16'] };
const IN_SPOKE = {
  name: 's', resource_group_name: 'rg', virtual_network_name: '${azurerm_virtual_network.spoke.name}', address_prefixes: ['10.1.1.0/24'],
};
const NETWORKS = { azurerm_virtual_network: { hub: HUB, spoke: SPOKE }, azurerm_subnet: { s: IN_SPOKE } };

function peering(from: string, to: string, more: object = {}): object {
  return {
    name: `${from}-${to}`, resource_group_name: 'rg', virtual_network_name: `\${azurerm_virtual_network.${from}.name}`,
    remote_virtual_network_id: `\${azurerm_virtual_network.${to}.id}`, ...more,
  };
}

test.each<[name: string, peerings: Record<string, object>, expected: unknown[]]>([
  ['both sides', { a: peering('spoke', 'hub'), b: peering('hub', 'spoke') }, [['10.0.0.0/16'], true]],
  ['one side', { a: peering('spoke', 'hub') }, [['10.0.0.0/16'], { unknown: expect.stringContaining('no peering back') }]],
  [
    'no access', { a: peering('spoke', 'hub', { allow_virtual_network_access: false }), b: peering('hub', 'spoke') },
    [['10.0.0.0/16'], false],
  ],
  ['IPv6 alone', { a: peering('spoke', 'hub', { only_ipv6_peering_enabled: true }), b: peering('hub', 'spoke') }, [[], true]],
  ['a part', { a: peering('spoke', 'hub', { peer_complete_virtual_networks_enabled: false }), b: peering('hub', 'spoke') }, [[], true]],
  ['elsewhere', { a: peering('spoke', 'hub', { remote_virtual_network_id: `${NETWORK}/virtualNetworks/other` }) }, [[], true]],
])('peerings: %s', (_, azurerm_virtual_network_peering, [space, allowsAccess]) => {
  const { peerings = [] } = subnet(configured({ ...NETWORKS, azurerm_virtual_network_peering }), 's');
  expect(peerings.map(({ remoteAddressSpace, allowsAccess: allows }) => [remoteAddressSpace.map(term), allows]))
    .toEqual([[space, allowsAccess]]);
});

test('what a subnet says of its way out, and what its network says of DNS servers', () => {
  const read = (subnetMore: object, networkMore: object, more: Record<string, object> = {}): unknown => {
    const { defaultOutboundAccess, dnsServers } = subnet(configured({
      azurerm_virtual_network: { spoke: { ...SPOKE, ...networkMore } }, azurerm_subnet: { s: { ...IN_SPOKE, ...subnetMore } }, ...more,
    }), 's');
    return { defaultOutboundAccess, dnsServers };
  };
  expect(read({}, {})).toEqual({});
  expect(read({ default_outbound_access_enabled: false }, { dns_servers: ['10.0.0.4', '${var.dns}'] }))
    .toEqual({ defaultOutboundAccess: false, dnsServers: ['10.0.0.4', expect.objectContaining({ unknown: 'var.dns' })] });
  const servers = { virtual_network_id: '${azurerm_virtual_network.spoke.id}', dns_servers: ['10.0.0.5'] };
  expect(read({}, {}, { azurerm_virtual_network_dns_servers: { d: servers } })).toEqual({ dnsServers: ['10.0.0.5'] });
});

test.each<[how: string, id: string]>([
  ['its id', `${NETWORK}/virtualNetworks/Spoke/subnets/other`],
  ['a name below its network', '${azurerm_virtual_network.spoke.id}/subnets/other'],
  ['a data source', '${data.azurerm_subnet.other.id}'],
])('a subnet that an association names by %s has what its network has', (_, id) => {
  const found = subnet(configured({
    azurerm_virtual_network: { hub: HUB, spoke: { ...SPOKE, dns_servers: ['10.0.0.4'] } },
    azurerm_virtual_network_peering: { a: peering('spoke', 'hub'), b: peering('hub', 'spoke') },
    azurerm_route_table: { t: { name: 't', resource_group_name: 'rg' } },
    azurerm_subnet_route_table_association: { a: { subnet_id: id, route_table_id: '${azurerm_route_table.t.id}' } },
  }, { data: { azurerm_subnet: { other: { name: 'other', virtual_network_name: 'spoke', resource_group_name: 'RG' } } } }), 'other');
  expect({
    space: found.networkAddressSpace.map(term), servers: found.dnsServers,
    peered: found.peerings?.map(({ remoteAddressSpace }) => remoteAddressSpace.map(term)),
  }).toEqual({ space: ['10.1.0.0/16'], servers: ['10.0.0.4'], peered: [['10.0.0.0/16']] });
});

test('zones, management subnets, groups of interfaces and rules of network managers', () => {
  const network = configured({
    ...NETWORKS,
    azurerm_private_dns_zone: { z: { name: 'privatelink.Azurecr.io', resource_group_name: 'rg' } },
    azurerm_network_security_group: { n: { name: 'nsg', resource_group_name: 'rg' } },
    azurerm_network_interface_security_group_association: {
      a: { network_interface_id: '${var.nic}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    },
    azurerm_firewall: { f: { name: 'fw', resource_group_name: 'rg', sku_tier: 'Standard', management_ip_configuration: [{ name: 'm' }] } },
  });
  expect(network.privateDnsZones).toEqual([{ name: 'azurecr.io' }]);
  expect(network.groupsOfInterfaces?.map(({ message }) => message))
    .toEqual([expect.stringContaining('the security group nsg belongs to a network interface that the files do not have')]);
  expect(problems(network)).toEqual([]);
  expect(network.firewalls.map(({ hasManagementSubnet }) => hasManagementSubnet)).toEqual([true]);
});

test.each<[what: string, resources: Record<string, Record<string, unknown>>, zones: unknown, ends: unknown]>([
  ['a variable', { azurerm_private_dns_zone: { z: { name: '${var.zone}' } } }, undefined, ['']],
  ['a text with a variable', { azurerm_private_dns_zone: { z: { name: '${var.region}.Anaconda.org' } } }, undefined, ['.anaconda.org']],
  [
    'one for each of unknown names', { azurerm_private_dns_zone: { z: { for_each: '${var.zones}', name: '${each.value}' } } }, undefined,
    [''],
  ],
  ['a link to a zone elsewhere', { azurerm_private_dns_zone_virtual_network_link: { l: { private_dns_zone_name: 'a.org' } } }, ['a.org'],
    undefined],
  ['a forwarding rule for all names', { azurerm_private_dns_resolver_forwarding_rule: { r: { domain_name: '.' } } }, undefined, ['']],
  ['zones of an endpoint', { azurerm_private_endpoint: { e: { private_dns_zone_group: [{ private_dns_zone_ids: [
    '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/privateDnsZones/privatelink.b.org', '${var.id}',
    '${azurerm_private_dns_zone.z.id}',
  ] }] } }, azurerm_private_dns_zone: { z: { name: 'c.org' } } }, ['b.org', 'c.org'], ['']],
])('private zones: %s', (_, resources, zones, ends) => {
  const network = configured(resources);
  expect([network.privateDnsZones?.map(({ name }) => name), network.unknownPrivateZones]).toEqual([zones, ends]);
});

const ZONE = { name: 'privatelink.a.org', resource_group_name: 'dns' };
const link = (to: string, more: object = {}): object => ({
  name: 'l', resource_group_name: 'dns', private_dns_zone_name: '${azurerm_private_dns_zone.z.name}', virtual_network_id: to, ...more,
});
const HUB_ID = '${azurerm_virtual_network.hub.id}';
const SPOKE_ID = '${azurerm_virtual_network.spoke.id}';
const TO_HUB = link(HUB_ID);
const TO_SPOKE = link(`${NETWORK}/virtualNetworks/Spoke`);
const unknown = expect.objectContaining({ unknown: expect.stringContaining('not known') }) as unknown;

test.each<[what: string, zones: Record<string, object>, links: Record<string, object>, more: object, linkedTo: unknown]>([
  ['none in the files', { z: ZONE }, {}, {}, [['a.org', undefined]]],
  ['one, by reference', { z: ZONE }, { l: TO_HUB }, {}, [['a.org', ['rg/hub']]]],
  ['two, one by an id', { z: ZONE }, { l: TO_HUB, m: TO_SPOKE }, {}, [['a.org', ['rg/hub', 'rg/spoke']]]],
  ['by the name of the zone', { z: ZONE }, { l: link(HUB_ID, { private_dns_zone_name: 'PrivateLink.a.org' }) }, {},
    [['a.org', ['rg/hub']]]],
  ['of a zone of this name in another resource group', { z: ZONE },
    { l: TO_HUB, m: link(SPOKE_ID, { private_dns_zone_name: 'privatelink.a.org', resource_group_name: 'x' }) },
    {}, [['a.org', undefined]]],
  ['to a network that is not known', { z: ZONE }, { l: link('${var.network}') }, {}, [['a.org', [unknown]]]],
  ['of a zone that is not known', { z: ZONE }, { l: TO_HUB, m: link(SPOKE_ID, { private_dns_zone_name: '${var.z}' }) }, {},
    [['a.org', ['rg/hub', 'rg/spoke']]]],
  ['one for each of unknown networks', { z: ZONE }, { l: link('${each.value}', { for_each: '${var.networks}' }) }, {},
    [['a.org', [unknown]]]],
  ['and a record in the zone', { z: ZONE }, { l: TO_HUB }, { azurerm_private_dns_a_record: {
    r: { name: 'x', zone_name: '${azurerm_private_dns_zone.z.name}', resource_group_name: 'dns', records: ['10.1.1.5'] },
  } }, [['a.org', ['rg/hub']]]],
  ['and an endpoint of the zone', { z: ZONE }, { l: TO_HUB }, { azurerm_private_endpoint: {
    e: { name: 'e', private_dns_zone_group: [{ name: 'g', private_dns_zone_ids: ['${azurerm_private_dns_zone.z.id}'] }] },
  } }, [['a.org', ['rg/hub']]]],
  ['and an endpoint of a zone of this name elsewhere', { z: ZONE }, { l: TO_HUB }, { azurerm_private_endpoint: {
    e: { name: 'e', private_dns_zone_group: [{ name: 'g', private_dns_zone_ids: [`${NETWORK}/privateDnsZones/privatelink.a.org`] }] },
  } }, [['a.org', undefined]]],
  ['of two zones, one of each', { z: ZONE, y: { ...ZONE, resource_group_name: 'other' } },
    { l: TO_HUB, m: link(SPOKE_ID, { private_dns_zone_name: '${azurerm_private_dns_zone.y.name}',
      resource_group_name: 'other' }) }, {}, [['a.org', ['rg/hub']], ['a.org', ['rg/spoke']]]],
  ['beside a module that is not read', { z: ZONE }, { l: TO_HUB }, { module: { m: { source: 'x/y/z' } } }, [['a.org', undefined]]],
])('links of a private zone: %s', (_, azurerm_private_dns_zone, azurerm_private_dns_zone_virtual_network_link, { module, ...more }: {
  module?: object;
}, expected) => {
  const resources = { ...NETWORKS, azurerm_private_dns_zone, azurerm_private_dns_zone_virtual_network_link, ...more };
  const { privateDnsZones = [] } = configured(resources, module === undefined ? {} : { module });
  expect(privateDnsZones.map(({ name, linkedTo }) => [name, linkedTo])).toEqual(expected);
});

test('a zone that is looked up may have links elsewhere', () => {
  const { privateDnsZones } = configured({ ...NETWORKS, azurerm_private_dns_zone_virtual_network_link: {
    l: link('${azurerm_virtual_network.hub.id}', { private_dns_zone_name: '${data.azurerm_private_dns_zone.z.name}' }),
  } }, { data: { azurerm_private_dns_zone: { z: ZONE } } });
  expect(privateDnsZones).toEqual([{ name: 'a.org' }]);
});

test('what is made in the words of Azure Resource Manager, by templates or by network managers is said not to be read', () => {
  expect(problems(configured({
    azapi_resource: {
      a: { type: 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' },
      b: { type: 'Microsoft.Web/sites@1' },
    },
    azapi_update_resource: { c: { type: '${var.type}' } },
    azurerm_resource_group_template_deployment: { d: { template_content: '${file("t.json")}' }, e: { template_content: '{}' } },
    azurerm_network_manager_routing_rule: { f: { name: 'f' } },
  })).map((text) => text.split(':')[0])).toEqual([
    'azapi_resource.a', 'azapi_update_resource.c', 'azurerm_network_manager_routing_rule.f', 'azurerm_resource_group_template_deployment.d',
  ]);
});

const CASE = join(__dirname, '../cases/26-private-any-rule');
type Document = { resource: Record<string, Record<string, Record<string, unknown>>> };

/** The answer for a host name that the firewall is made to allow, in a network with DNS servers. */
function withServers(servers: readonly string[] | undefined, port: string, rewrite = (document: string) => document): Report {
  const json = JSON.parse(readFileSync(join(CASE, 'main.tf.json'), 'utf8')) as Document;
  const { azurerm_virtual_network: networks, azurerm_firewall_policy_rule_collection_group: groups } = json.resource;
  Object.values(networks!)[0]!['dns_servers'] = servers;
  groups!['hosts'] = {
    name: 'hosts', firewall_policy_id: '${azurerm_firewall_policy.p.id}', priority: 400,
    network_rule_collection: [{
      name: 'dns', priority: 100, action: 'Deny',
      rule: [
        { name: 'no-dns', protocols: ['Any'], source_addresses: ['*'], destination_addresses: ['8.8.8.8'], destination_ports: [port] },
      ],
    }],
    application_rule_collection: [{
      name: 'a', priority: 200, action: 'Allow',
      rule: [{ name: 'all', protocols: [{ type: 'Https', port: 443 }], source_addresses: ['*'], destination_fqdns: ['*'] }],
    }],
  };
  const deployment = Deployment.fromFile(join(CASE, 'deployment.yaml'));
  const written: unknown = JSON.parse(rewrite(JSON.stringify(json)));
  return verifyNetwork(requestFromDeployment(deployment, { documents: [{ file: 'main.tf.json', json: written }] }));
}

test('a DNS server that the network names and the firewall keeps away denies host names', () => {
  const hosts = (report: Report): string[] =>
    [...new Set(report.answers.filter(({ need }) => / (pypi|[a-z.*]*anaconda)/.test(need)).map(({ outcome }) => outcome))];
  const texts = (report: Report): string => report.answers.flatMap(({ conditions }) => conditions).join();
  expect(hosts(withServers(undefined, '53'))).toEqual(['met']);
  expect(hosts(withServers(['8.8.8.8'], '53'))).toEqual(['denied']);
  expect(hosts(withServers(['8.8.8.8', '8.8.4.4'], '53'))).not.toContain('met');
  expect(texts(withServers(['168.63.129.16'], '53'))).toContain('by the DNS servers of the virtual network (168.63.129.16)');
});

test('so it does for a subnet that only its associations name', () => {
  const { answers } = withServers(['8.8.8.8'], '53', (document) => document
    .replace('"training":{"name":"training",', '"other":{"name":"other",').replace('10.1.1.0/24', '10.1.9.0/24')
    .replaceAll('${azurerm_subnet.training.id}', '${azurerm_virtual_network.v.id}/subnets/training'));
  expect(answers.filter(({ need }) => / (pypi|[a-z.*]*anaconda)/.test(need)).map(({ outcome }) => outcome)).toContain('denied');
  expect(answers.filter(({ need, outcome }) => / (pypi|[a-z.*]*anaconda)/.test(need) && outcome === 'met')).toEqual([]);
});

test.each<[what: string, peerings: Record<string, object>, expected: RegExp[]]>([
  ['offered', {
    a: peering('spoke', 'hub', { use_remote_gateways: true }), b: peering('hub', 'spoke', { allow_gateway_transit: true }),
  }, []],
  ['not offered', { a: peering('spoke', 'hub', { use_remote_gateways: true }), b: peering('hub', 'spoke') }, [
    /^azurerm_virtual_network_peering\.a use_remote_gateways: the peering back, azurerm_virtual_network_peering\.b, does not offer its/,
  ]],
  ['offered perhaps', {
    a: peering('spoke', 'hub', { use_remote_gateways: true }), b: peering('hub', 'spoke', { allow_gateway_transit: '${var.transit}' }),
  }, []],
  ['by a network elsewhere', {
    a: peering('spoke', 'hub', { use_remote_gateways: true, remote_virtual_network_id: `${NETWORK}/virtualNetworks/other` }),
  }, []],
  ['of two networks', {
    a: peering('spoke', 'hub', { use_remote_gateways: true }), b: peering('hub', 'spoke', { allow_gateway_transit: true }),
    c: peering('spoke', 'hub', { use_remote_gateways: true, remote_virtual_network_id: `${NETWORK}/virtualNetworks/other` }),
  }, [/^azurerm_virtual_network_peering\.c use_remote_gateways: azurerm_virtual_network_peering\.a has it too/]],
])('the gateway of another network: %s', (_, azurerm_virtual_network_peering, expected) => {
  expect(problems(configured({ ...NETWORKS, azurerm_virtual_network_peering }, { variable: { transit: {} } })))
    .toEqual(expected.map((one) => expect.stringMatching(one) as string));
});
