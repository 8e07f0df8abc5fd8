import { networkOf } from '../../lib/terraform/read-network';
import { configured, NETWORK, problems, subnet, term, text } from './networks';

const VNET = { name: 'Vnet', resource_group_name: 'rg', address_space: ['10.0.0.0/16', '10.9.0.0/16'] };
const SUBNET = {
  name: 'compute', resource_group_name: 'RG', virtual_network_name: '${azurerm_virtual_network.v.name}', address_prefixes: ['10.0.1.0/24'],
};
const MADE = {
  azurerm_network_security_group: {
    g: { name: 'nsg', resource_group_name: 'rg' }, other: { name: 'nsg-other', resource_group_name: 'rg' },
  },
  azurerm_route_table: { t: { name: 'rt', resource_group_name: 'rg' } },
};
const GROUP = 'cdk.tf.json azurerm_network_security_group.g';

test('a subnet has the space of its network, its prefixes, and what is associated with it', () => {
  const network = configured({
    ...MADE, azurerm_virtual_network: { v: VNET }, azurerm_subnet: { s: SUBNET },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: '${azurerm_network_security_group.g.id}' },
    },
    azurerm_subnet_route_table_association: { a: { subnet_id: '${azurerm_subnet.s.id}', route_table_id: '${azurerm_route_table.t.id}' } },
    azurerm_subnet_nat_gateway_association: { a: { subnet_id: '${azurerm_subnet.s.id}', nat_gateway_id: `${NETWORK}/natGateways/NG` } },
  });
  const found = subnet(network, 'compute');
  expect(found).toMatchObject({
    key: 'cdk.tf.json azurerm_subnet.s', path: 'rg/vnet/compute', securityGroup: GROUP, routeTable: 'cdk.tf.json azurerm_route_table.t',
    natGateway: `${NETWORK}/natGateways/NG`.toLowerCase(), serviceEndpoints: [],
  });
  expect([found.addressPrefixes.map(term), found.networkAddressSpace.map(term)]).toEqual([['10.0.1.0/24'], ['10.0.0.0/16', '10.9.0.0/16']]);
  expect(problems(network)).toEqual([]);
});

test.each<[name: string, body: object, endpoints: string[] | undefined]>([
  ['names, as in 4.x', { service_endpoints: ['Microsoft.Storage', 'Microsoft.KeyVault'] }, ['Microsoft.Storage', 'Microsoft.KeyVault']],
  [
    'blocks, as in 5.x', { service_endpoint: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.Sql', network_identifier: 'x' }] },
    ['Microsoft.Storage', 'Microsoft.Sql'],
  ],
  ['one block', { service_endpoint: { service: 'Microsoft.Storage' } }, ['Microsoft.Storage']],
  ['an expression', { service_endpoints: '${var.endpoints}' }, undefined],
])('service endpoints as %s', (_, body, endpoints) => {
  expect(subnet(configured({ azurerm_subnet: { s: { ...SUBNET, ...body } } }), 'compute').serviceEndpoints).toEqual(endpoints);
});

test('subnets inside their virtual network', () => {
  const network = configured({
    ...MADE,
    azurerm_virtual_network: {
      v: { ...VNET, subnet: [{
        name: 'Compute', address_prefixes: ['10.0.1.0/24'], security_group: '${azurerm_network_security_group.g.id}',
        route_table_id: '${azurerm_route_table.t.id}',
      }, { name: 'data', address_prefixes: ['10.0.2.0/24'], security_group: '' }] },
    },
  });
  expect(subnet(network, 'Compute')).toMatchObject({
    path: 'rg/vnet/compute', securityGroup: GROUP, routeTable: 'cdk.tf.json azurerm_route_table.t', place: { part: 'subnet[0]' },
  });
  expect(subnet(network, 'data').securityGroup).toBeUndefined();
  expect(subnet(network, 'data').networkAddressSpace.map(term)).toEqual(['10.0.0.0/16', '10.9.0.0/16']);
});

test('a subnet inside its network is named with the id of the network', () => {
  const association = { subnet_id: '${azurerm_virtual_network.v.id}/subnets/Data', route_table_id: '${azurerm_route_table.t.id}' };
  const of = (vnet: object): unknown[] =>
    configured({ ...MADE, azurerm_virtual_network: { v: vnet }, azurerm_subnet_route_table_association: { a: association } })
      .subnets.map(({ name, key, routeTable, addressPrefixes }) => [name, key, routeTable, addressPrefixes.map(term)]);
  const [key, table] = ['cdk.tf.json azurerm_virtual_network.v/subnets/data', 'cdk.tf.json azurerm_route_table.t'];
  expect(of({ ...VNET, subnet: [{ name: 'data', address_prefixes: ['10.0.2.0/24'] }] })).toEqual([['data', key, table, ['10.0.2.0/24']]]);
  expect(of({ ...VNET, name: '${f()}', subnet: [{ name: 'data', address_prefixes: ['10.0.2.0/24'] }] }))
    .toEqual([['data', key, table, ['10.0.2.0/24']]]);
  expect(of(VNET)).toEqual([['Data', key, table, []]]);
});

test('a subnet in both ways is a problem', () => {
  const network = configured({
    azurerm_virtual_network: { v: { ...VNET, subnet: [{ name: 'data', address_prefixes: ['10.0.2.0/24'] }] } },
    azurerm_subnet: { s: SUBNET },
  });
  expect(problems(network)).toEqual([
    'azurerm_virtual_network.v subnet: azurerm_subnet.s is a separate resource, and the virtual network also has subnets inline; they ' +
      'overwrite each other, so write them in one way',
  ]);
});

test('write-only ids of 5.x', () => {
  const network = configured({ ...MADE, azurerm_subnet: { s: {
    ...SUBNET, network_security_group_id_wo: '${azurerm_network_security_group.g.id}', network_security_group_id_wo_version: 1,
    route_table_id_wo_version: 1,
  } } });
  const found = subnet(network, 'compute');
  expect([found.securityGroup, text(found.routeTable)])
    .toEqual([GROUP, '<route_table_id_wo is set, and Terraform does not write down to what>']);
});

test('a subnet that only an association names is made elsewhere', () => {
  const id = `${NETWORK}/virtualNetworks/V/subnets/Training`;
  const network = configured({ ...MADE, azurerm_subnet_network_security_group_association: {
    a: { subnet_id: id, network_security_group_id: '${azurerm_network_security_group.g.id}' },
  } });
  const found = subnet(network, 'Training');
  expect(found).toMatchObject({
    key: id.toLowerCase(), path: 'rg/v/training', addressPrefixes: [], networkAddressSpace: [], securityGroup: GROUP,
    place: { resource: 'azurerm_subnet_network_security_group_association.a' },
  });
  expect(found.serviceEndpoints).toBeUndefined();
});

test('ids are compared without case, and names stand for an id where the subscription is not said', () => {
  const id = `${NETWORK}/virtualNetworks/VNET/subnets/COMPUTE`;
  const documents = {
    ...MADE, azurerm_virtual_network: { v: VNET }, azurerm_subnet: { s: SUBNET },
    azurerm_subnet_network_security_group_association: {
      a: { subnet_id: id, network_security_group_id: '${azurerm_network_security_group.g.id}' },
    },
  };
  const without = configured(documents);
  expect([without.subnets.length, subnet(without, 'compute').securityGroup]).toEqual([1, GROUP]);
  expect(problems(without)).toEqual([
    `azurerm_subnet_network_security_group_association.a: the id "${id}" is assumed to mean azurerm_subnet.s, which has its names; the ` +
      'files do not state its subscription: set subscription_id of the provider',
  ]);
  const provider = (subscription: string): object =>
    ({ provider: { azurerm: [{ features: [{}], subscription_id: subscription }, { alias: 'hub', subscription_id: 'x' }] } });
  const same = networkOf([{ file: 'cdk.tf.json', json: { resource: documents, ...provider('00000000-0000-0000-0000-000000000001') } }]);
  expect([same.subnets.map(({ key }) => key), problems(same)]).toEqual([[id.toLowerCase()], []]);
  const other = networkOf([{ file: 'cdk.tf.json', json: { resource: documents, ...provider('00000000-0000-0000-0000-000000000002') } }]);
  expect([other.subnets.length, subnet(other, 'compute').securityGroup, problems(other)]).toEqual([2, undefined, []]);
});

test('two groups for one subnet are a problem, and none of them is taken', () => {
  const association = (group: string): object =>
    ({ subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: `\${azurerm_network_security_group.${group}.id}` });
  const network = configured({
    ...MADE, azurerm_subnet: { s: SUBNET },
    azurerm_subnet_network_security_group_association: { a: association('g'), b: association('other') },
  });
  const message = 'the subnet has "azurerm_network_security_group.g" and "azurerm_network_security_group.other"; a subnet has one of ' +
    'each kind, so give it one';
  expect(problems(network)).toEqual([`azurerm_subnet_network_security_group_association.b: ${message}`]);
  expect(subnet(network, 'compute').securityGroup).toEqual({ unknown: message });
  const twice = configured({
    ...MADE, azurerm_subnet: { s: SUBNET }, azurerm_subnet_network_security_group_association: { a: association('g'), b: association('g') },
  });
  expect(subnet(twice, 'compute').securityGroup).toBe(GROUP);
});

test.each<[name: string, ids: Record<string, unknown>, problem: RegExp]>([
  [
    'an id of something else', { subnet_id: `${NETWORK}/virtualNetworks/v` },
    /: "\/subscriptions\/.*\/virtualNetworks\/v" is not the id of a subnet$/,
  ],
  [
    'a reference to something else', { subnet_id: '${azurerm_route_table.t.id}' },
    /: azurerm_route_table\.t\.id is a route table; it takes the id of a subnet$/,
  ],
  ['a number', { subnet_id: 5 }, /: it is 5; it takes the id of a subnet$/],
  ['nothing', {}, /subnet_id: the subnet is not known here \(subnet_id is missing\), so what it is associated with is left out$/],
  ['each', { subnet_id: '${each.value}', for_each: '${var.subnets}' }, /subnet_id: the subnet is not known here \(each\.value\), so/],
])('an association with %s is told', (_, ids, problem) => {
  const network = configured({
    ...MADE, azurerm_subnet_route_table_association: { a: { route_table_id: '${azurerm_route_table.t.id}', ...ids } },
  });
  expect(network.subnets).toEqual([]);
  expect(problems(network)).toContainEqual(expect.stringMatching(problem));
});

test('an association with a group that is not known leaves the subnet with an unknown one', () => {
  const of = (id: unknown): unknown => subnet(configured({
    azurerm_subnet: { s: SUBNET },
    azurerm_subnet_network_security_group_association: { a: { subnet_id: '${azurerm_subnet.s.id}', network_security_group_id: id } },
  }), 'compute').securityGroup;
  expect(of('${coalesce(var.a, var.b)}')).toContain('var.b');
  expect(of(null)).toEqual({ unknown: 'network_security_group_id is missing' });
});

test.each([
  ['one([for s in azurerm_virtual_network.v.subnet : s.id if s.name == "b"])', true],
  ['{ for s in azurerm_virtual_network.v.subnet : s.name => s.id }["b"]', true],
  ['[for s in azurerm_virtual_network.v.subnet : s.id if startswith(s.name, "b")][0]', true],
  // Subnets are a set, whose order Terraform makes of all their values.
  ['tolist(azurerm_virtual_network.v.subnet)[1].id', false], ['azurerm_virtual_network.v.subnet.*.id[1]', false],
  ['[for s in azurerm_virtual_network.v.subnet : s.id][1]', false],
])('the id of a subnet that is a block: %s', (expression, isFound) => {
  const { subnets } = configured({
    azurerm_virtual_network: { v: { name: 'v', resource_group_name: 'rg', address_space: ['10.0.0.0/16'], subnet: [
      { name: 'a', address_prefixes: ['10.0.0.0/24'] }, { name: 'b', address_prefixes: ['10.0.1.0/24'] },
    ] } },
    azurerm_route_table: { rt: { name: 'rt', resource_group_name: 'rg' } },
    azurerm_subnet_route_table_association: { a: { subnet_id: `\${${expression}}`, route_table_id: '${azurerm_route_table.rt.id}' } },
  });
  const tables = subnets.filter(({ name }) => name === 'a' || name === 'b').map(({ name, routeTable }) => [name, typeof routeTable]);
  expect(tables).toEqual(isFound ? [['a', 'undefined'], ['b', 'string']] : [['a', 'object'], ['b', 'object']]);
});
