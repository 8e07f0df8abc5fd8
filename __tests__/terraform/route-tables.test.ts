import { configured, NETWORK, onlyTable, problems, routeLines } from './networks';

const table = (route?: unknown): { azurerm_route_table: { t: object } } =>
  ({ azurerm_route_table: { t: { name: 'rt', resource_group_name: 'rg', ...(route === undefined ? {} : { route }) } } });
const DEFAULT = { name: 'default', address_prefix: '0.0.0.0/0', next_hop_type: 'VirtualAppliance', next_hop_in_ip_address: '10.0.1.4' };

test.each<[name: string, route: object, line: string]>([
  ['an appliance', DEFAULT, '0.0.0.0/0 VirtualAppliance 10.0.1.4'],
  ['a service tag', { name: 'tag', address_prefix: 'AzureMonitor.WestUS2', next_hop_type: 'Internet' }, 'AzureMonitor.WestUS2 Internet'],
  [
    'what a plan has for no address', { name: 'none', address_prefix: '::/0', next_hop_type: 'None', next_hop_in_ip_address: '' },
    '::/0 None',
  ],
  ['an expression', { ...DEFAULT, next_hop_in_ip_address: '${var.address}' }, '0.0.0.0/0 VirtualAppliance <cdk.tf.json var.address>'],
  [
    'a computed address', { ...DEFAULT, next_hop_in_ip_address: '${cidrhost(var.c, 4)}' },
    '0.0.0.0/0 VirtualAppliance <["cidrhost",{"symbol":"cdk.tf.json var.c"},4]>',
  ],
  ['an unknown prefix', { ...DEFAULT, address_prefix: '${var.c}' }, '?var.c VirtualAppliance 10.0.1.4'],
])('a route to %s, inline or alone', (_, route, line) => {
  const inline = configured(table([route]));
  expect([routeLines(onlyTable(inline)), problems(inline)]).toEqual([[line], []]);
  const alone = configured({
    ...table(), azurerm_route: { r: { ...route, resource_group_name: 'rg', route_table_name: '${azurerm_route_table.t.name}' } },
  });
  expect([routeLines(onlyTable(alone)), problems(alone)]).toEqual([[line], []]);
});

test.each<[name: string, route: object, problem: string]>([
  ['every address', { ...DEFAULT, address_prefix: '*' }, 'address_prefix: "*" is not an address; it takes a CIDR range or a service tag'],
  [
    'a range', { ...DEFAULT, address_prefix: '10.0.0.0-10.0.0.9' },
    'address_prefix: "10.0.0.0-10.0.0.9" is not an address; it takes a CIDR range or a service tag',
  ],
  ['no prefix', { ...DEFAULT, address_prefix: null }, 'address_prefix: it is missing; it takes a CIDR range or a service tag'],
  [
    'no address of the appliance', { ...DEFAULT, next_hop_in_ip_address: null },
    'next_hop_in_ip_address: it is missing; a route to a VirtualAppliance takes its address',
  ],
  ['a hop in the wrong case', { ...DEFAULT, next_hop_type: 'virtualAppliance' },
    'next_hop_type: it is "virtualAppliance"; it takes one of "VirtualAppliance", "Internet", "VnetLocal", "VirtualNetworkGateway", ' +
      '"None", and is read as "VirtualAppliance"'],
  ['another hop', { ...DEFAULT, next_hop_type: 'Firewall' },
    'next_hop_type: it is "Firewall"; it takes one of "VirtualAppliance", "Internet", "VnetLocal", "VirtualNetworkGateway", "None"'],
])('a route with %s is told', (_, route, problem) => {
  const network = configured(table([route]));
  expect(problems(network)).toEqual([`azurerm_route_table.t route[0].${problem}`]);
  expect(onlyTable(network).routes).toHaveLength(1);
});

test('routes that stand alone beside inline ones are a problem', () => {
  const network = configured({
    ...table([DEFAULT]),
    azurerm_route: { r: { ...DEFAULT, name: 'b', address_prefix: '10.0.0.0/8', resource_group_name: 'rg', route_table_name: 'rt' } },
  });
  expect(problems(network)).toEqual([
    'azurerm_route_table.t route: azurerm_route.r is a separate resource, and the routes are also inline; they overwrite each other, ' +
      'so write them in one way',
  ]);
});

test('of two routes for one prefix it is not known which holds', () => {
  const network = configured(table([DEFAULT, { ...DEFAULT, name: 'other', next_hop_type: 'None', next_hop_in_ip_address: null }]));
  expect(onlyTable(network).routes.map(({ nextHop }) => nextHop)).toEqual([
    { unknown: 'the route other has the same prefix; Azure takes one' },
    { unknown: 'the route default has the same prefix; Azure takes one' },
  ]);
  expect(problems(network)).toHaveLength(2);
});

test('routes are added to a table that only its id names, as the constructs write it for a reference', () => {
  const part = (index: number): string => `\${element(split("/", var.table_id), ${index})}`;
  const network = configured({
    azurerm_route: { r: { ...DEFAULT, resource_group_name: part(4), route_table_name: part(8) } },
    azurerm_subnet_route_table_association: {
      a: { subnet_id: `${NETWORK}/virtualNetworks/v/subnets/s`, route_table_id: '${var.table_id}' },
    },
  });
  const found = onlyTable(network);
  expect([routeLines(found), found.incomplete, network.subnets.map(({ routeTable }) => routeTable)]).toEqual([
    ['0.0.0.0/0 VirtualAppliance 10.0.1.4'], 'a route table that is not made here: var.table_id', [found.key],
  ]);
});
