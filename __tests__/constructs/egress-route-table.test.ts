import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  Cloud, DefaultRoute, EgressRoute, EgressRoutes, EgressRouteTable, NextHopType, ServiceTagFile,
  type EgressRoutesProps, type EgressRouteTableProps, type RequirementSet,
} from '../../lib';
import { checkStack } from '../support/provider-arguments';
import { listed, tagFile, weekly, type Tags } from '../support/service-tags';
import { annotations, IDS, newStack, PLACE, requirementSet, resource, resources, synth, type Fields } from './synthesis';

const made = { name: 'rt-training', ...PLACE };
const THROUGH = DefaultRoute.throughFirewall('10.0.1.4');
const publicIp = () => requirementSet({ compute: { publicIp: true } });

function table(props: Partial<EgressRouteTableProps> = {}): Fields {
  return synth((stack) =>
    new EgressRouteTable(stack, 'Routes', { requirements: requirementSet(), ...made, defaultRoute: THROUGH, ...props }));
}

function existing(props: Partial<EgressRoutesProps> = {}): Fields {
  return synth((stack) =>
    new EgressRoutes(stack, 'Routes', { requirements: requirementSet(), routeTableId: IDS.routeTable, defaultRoute: THROUGH, ...props }));
}

/** Routes in one line each: `default 0.0.0.0/0 -> VirtualAppliance 10.0.1.4`. */
function routes(json: Fields): string[] {
  const all = [...resources(json, 'route_table').flatMap(({ route }) => route as Fields[]), ...resources(json, 'route')];
  return all.map(({ name, address_prefix: prefix, next_hop_type: hop, next_hop_in_ip_address: address }) =>
    `${String(name)} ${String(prefix)} -> ${String(hop)}${typeof address === 'string' ? ` ${address}` : ''}`);
}

const warnings = (props: Partial<EgressRouteTableProps>): string[] =>
  annotations(new EgressRouteTable(newStack(), 'Routes', { requirements: requirementSet(), ...made, defaultRoute: THROUGH, ...props }));

describe('the way out', () => {
  test('through a firewall', () => {
    const json = table({ tags: { team: 'ml' }, bgpRoutePropagation: false });
    expect(resource(json, 'route_table')).toMatchObject({
      name: 'rt-training', location: 'westus2', resource_group_name: 'rg-ml', tags: { team: 'ml' }, bgp_route_propagation_enabled: false,
    });
    expect(routes(json)).toEqual(['default 0.0.0.0/0 -> VirtualAppliance 10.0.1.4']);
  });

  test.each([['through a NAT gateway', DefaultRoute.throughNatGateway()], ['none', DefaultRoute.none()]])(
    '%s: no default route', (_, defaultRoute) => {
      expect(resource(table({ defaultRoute }), 'route_table').route).toEqual([]);
    },
  );

  test('of compute with a public IP address: straight to the Internet for the service', () => {
    expect(routes(table({ requirements: publicIp() })))
      .toEqual(['default 0.0.0.0/0 -> VirtualAppliance 10.0.1.4', 'AzureMachineLearning AzureMachineLearning -> Internet']);
    expect(routes(table({ requirements: publicIp(), defaultRoute: DefaultRoute.none() })))
      .toEqual(['AzureMachineLearning AzureMachineLearning -> Internet']);
  });

  test('of the user: every next hop', () => {
    const own = [
      EgressRoute.toInternet('monitor', 'AzureMonitor'), EgressRoute.toAppliance('lab', '10.9.0.0/16', '10.0.2.4'),
      EgressRoute.toVirtualNetworkGateway('office', '192.168.0.0/16'), EgressRoute.withinVirtualNetwork('near', '10.1.0.0/16'),
      EgressRoute.drop('never', '203.0.113.0/24'),
    ];
    expect(routes(table({ routes: own, defaultRoute: DefaultRoute.throughNatGateway() }))).toEqual([
      'lab 10.9.0.0/16 -> VirtualAppliance 10.0.2.4', 'monitor AzureMonitor -> Internet', 'near 10.1.0.0/16 -> VnetLocal',
      'never 203.0.113.0/24 -> None', 'office 192.168.0.0/16 -> VirtualNetworkGateway',
    ]);
  });
});

describe('a table that exists', () => {
  test('gets routes of their own, found by its id', () => {
    const json = existing({ requirements: publicIp() });
    expect(resources(json, 'route_table')).toEqual([]);
    expect(routes(json).sort()).toEqual(routes(table({ requirements: publicIp() })).sort());
    resources(json, 'route').forEach((route) =>
      expect(route).toMatchObject({ resource_group_name: 'rg-network', route_table_name: 'rt-existing' }));
  });

  test('by a reference', () => {
    const json = synth((stack) => {
      const { id } = new RouteTable(stack, 'Shared', { name: 'rt', ...PLACE });
      new EgressRoutes(stack, 'Routes', { requirements: requirementSet(), routeTableId: id, defaultRoute: THROUGH });
    });
    expect(resource(json, 'route')).toMatchObject({
      resource_group_name: '${element(split("/", azurerm_route_table.Shared.id), 4)}',
      route_table_name: '${element(split("/", azurerm_route_table.Shared.id), 8)}',
    });
  });

  test('is named by the id of a route table', () => {
    expect(() => existing({ routeTableId: IDS.securityGroup })).toThrow('[Network/Routes] routeTableId: ');
  });

  test('has names that Terraform addresses can hold', () => {
    const named = (add: (stack: TerraformStack, props: Omit<EgressRoutesProps, 'routeTableId'>) => unknown) => synth((stack) => {
      const name = new TerraformVariable(stack, 'route', {});
      add(stack, {
        requirements: requirementSet(), defaultRoute: DefaultRoute.throughNatGateway(),
        routes: [EgressRoute.drop(name.stringValue, '203.0.113.0/24')],
      });
    });
    expect(routes(named((stack, props) => new EgressRouteTable(stack, 'Routes', { ...props, ...made }))))
      .toEqual(['${var.route} 203.0.113.0/24 -> None']);
    expect(() => named((stack, props) => new EgressRoutes(stack, 'Routes', { ...props, routeTableId: IDS.routeTable })))
      .toThrow('in an existing table the name becomes part of a Terraform address, so it cannot be a reference');
  });

  test('says what it has: the routes, with the requirements that ask for them', () => {
    const it = new EgressRoutes(newStack(), 'Routes', {
      requirements: publicIp(), routeTableId: IDS.routeTable, defaultRoute: THROUGH, routes: [EgressRoute.drop('never', '203.0.113.0/24')],
    });
    expect(it.routes.map(({ name, nextHopType, nextHopAddress, requirementIds }) => [name, nextHopType, nextHopAddress, requirementIds]))
      .toEqual([
        ['default', NextHopType.VIRTUAL_APPLIANCE, '10.0.1.4', []],
        ['AzureMachineLearning', NextHopType.INTERNET, undefined, ['public-ip-compute.route']],
        ['never', NextHopType.NONE, undefined, []],
      ]);
    expect(it.routeTableId).toBe(IDS.routeTable);
  });

  test('takes a name and a prefix once', () => {
    const stack = newStack();
    const add = (id: string, ...own: EgressRoute[]): unknown => new EgressRoutes(stack, id, {
      requirements: requirementSet(), routeTableId: IDS.routeTable, defaultRoute: DefaultRoute.throughNatGateway(), routes: own,
    });
    add('One', EgressRoute.drop('never', '203.0.113.0/24'));
    expect(() => add('Name', EgressRoute.drop('Never', '198.51.100.0/24')))
      .toThrow(/^\[Network\/Name\] the route name Never in .*rt-existing is taken by Network\/One; let one EgressRoutes serve all subnets/);
    expect(() => add('Prefix', EgressRoute.drop('other', '203.0.113.0/24'))).toThrow('the prefix 203.0.113.0/24 in ');
    add('Two', EgressRoute.drop('lab', '198.51.100.0/24'));
  });
});

test('IPv6 prefixes are the same whatever their spelling, and do not lead to an IPv4 address', () => {
  const defaultRoute = DefaultRoute.throughFirewall('10.0.1.4');
  expect(routes(table({ dualStack: true, defaultRoute, routes: [EgressRoute.toInternet('own', '0:0::/0')] }))).toEqual([
    'default 0.0.0.0/0 -> VirtualAppliance 10.0.1.4', 'own 0:0::/0 -> Internet',
  ]);
  const both = [EgressRoute.drop('a', 'fd00:1::/48'), EgressRoute.drop('b', 'fd00:0001:0::/48')];
  expect(() => table({ routes: both, defaultRoute })).toThrow('"a" and "b" have the same prefix');
  expect(() => table({ routes: [EgressRoute.toAppliance('own', 'fd00:1::/48', '10.0.1.4')], defaultRoute }))
    .toThrow('"fd00:1::/48" is an IPv6 range, which does not lead to the IPv4 address 10.0.1.4');
});

describe('a route', () => {
  test.each<[string, () => EgressRoute, string]>([
    [
      'the tag Internet', () => EgressRoute.drop('x', 'Internet'),
      'route "x": a route does not take the service tag Internet; give an address range',
    ],
    ['the tag VirtualNetwork', () => EgressRoute.drop('x', 'VirtualNetwork'), 'a route does not take the service tag VirtualNetwork'],
    [
      'the tag AzureLoadBalancer', () => EgressRoute.drop('x', 'AzureLoadBalancer'),
      'a route does not take the service tag AzureLoadBalancer',
    ],
    ['the tag AzurePlatformDNS', () => EgressRoute.drop('x', 'AzurePlatformDNS'), 'a route does not take the service tag AzurePlatformDNS'],
    ['a tag in other case', () => EgressRoute.drop('x', 'azuremonitor'), 'is not spelled as Azure spells it; did you mean "AzureMonitor"?'],
    [
      'an address without a length', () => EgressRoute.drop('x', '203.0.113.7'),
      '"203.0.113.7" has no prefix length; did you mean "203.0.113.7/32"?',
    ],
    ['an IPv6 address without a length', () => EgressRoute.drop('x', '2001:db8::1'), 'did you mean "2001:db8::1/128"?'],
    ['bits after the length', () => EgressRoute.drop('x', '203.0.113.7/24'), 'did you mean "203.0.113.0/24"?'],
    [
      'a next hop that is no address', () => EgressRoute.toAppliance('x', '203.0.113.0/24', 'firewall'),
      'the next hop "firewall" is not an IPv4 address',
    ],
    ['a name that is no name', () => EgressRoute.drop('x y', '203.0.113.0/24'), 'route: "x y" is not a valid name'],
  ])('is not made with %s', (_, route, message) => expect(route).toThrow(message));

  test.each<[string, EgressRoute, string]>([
    ['the name of the default route', EgressRoute.drop('Default', '203.0.113.0/24'), 'routes: the name "Default" is used twice'],
    ['the prefix of the default route', EgressRoute.drop('x', '0.0.0.0/0'), 'routes: "default" and "x" have the same prefix 0.0.0.0/0'],
  ])('does not take %s', (_, route, message) => {
    expect(() => table({ routes: [route] })).toThrow(`[Network/Routes] `);
    expect(() => table({ routes: [route] })).toThrow(message);
  });

  test('takes tags of its cloud', () => {
    const china = requirementSet({ cloud: Cloud.CHINA, region: 'chinaeast2' });
    expect(() => table({ requirements: china, routes: [EgressRoute.drop('x', 'AzureDevOps')] }))
      .toThrow('does not exist in the cloud "china"');
  });

  test('through a firewall takes an IPv4 address', () => {
    expect(() => table({ defaultRoute: DefaultRoute.throughFirewall('10.0.1') }))
      .toThrow('privateAddress: the next hop "10.0.1" is not an IPv4 address');
  });

  test('needs a table: its name, place and resource group', () => {
    expect(() => table({ location: undefined })).toThrow(
      '[Network/Routes] location: a route table is made with name, location and resourceGroupName; for an existing one use EgressRoutes',
    );
  });
});

describe('routes by address', () => {
  const TAGS = {
    'AzureMachineLearning': ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'],
    'AzureMachineLearning.WestUS2': ['198.51.100.64/26', '192.0.2.0/28', '198.51.100.0/26', '2001:db8:1::/48', '192.0.2.4/30'],
    'AzureMachineLearning.WestCentralUS': ['192.0.2.16/28', '203.0.113.7/32', '2001:db8:2::/48', '2001:db8:3::/48'],
    'AzureMachineLearning.WestUS3': ['203.0.113.64/26'],
    'AzureMachineLearning.EastUS': ['203.0.113.128/26'],
    'AzureMachineLearning.WestUS': ['203.0.113.192/26'],
    'AzureMachineLearning.ItalyNorth': ['203.0.113.0/28'],
    'AzureMachineLearning.UKSouth': ['2001:db8:4::/48'],
    'AzureMachineLearning.UKWest': ['192.0.2.0/24'],
  };
  const file = (tags: Tags = TAGS, changes: object = {}): ServiceTagFile =>
    ServiceTagFile.fromFile(tagFile(weekly(tags, changes), 'ServiceTags.json'));
  const inRegion = (region: string, changes: object = {}): RequirementSet =>
    requirementSet({ compute: { publicIp: true }, region, ...changes });

  test('are the ranges of the region and of its pair, in place of the one for the tag', () => {
    const json = table({ requirements: publicIp(), serviceTagFile: file() });
    expect(routes(json)).toEqual([
      'default 0.0.0.0/0 -> VirtualAppliance 10.0.1.4',
      'AzureMachineLearning-192.0.2.0-27 192.0.2.0/27 -> Internet',
      'AzureMachineLearning-198.51.100.0-25 198.51.100.0/25 -> Internet',
      'AzureMachineLearning-203.0.113.7-32 203.0.113.7/32 -> Internet',
    ]);
    expect(checkStack(json)).toEqual([]);
    const separate = existing({ requirements: publicIp(), serviceTagFile: file() });
    expect(routes(separate).sort()).toEqual(routes(json).sort());
    expect(checkStack(separate)).toEqual([]);
    expect(
      Object.keys((separate.resource as { azurerm_route: object }).azurerm_route).filter((name) => !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)),
    ).toEqual([]);
    expect(new EgressRouteTable(newStack(), 'Routes', {
      requirements: publicIp(), ...made, defaultRoute: THROUGH, serviceTagFile: file(),
    }).routes.map(({ requirementIds }) => requirementIds))
      .toEqual([[], ['public-ip-compute.route'], ['public-ip-compute.route'], ['public-ip-compute.route']]);
  });

  test('of a pair in one direction are those of that direction', () => {
    const prefixes = (region: string): string[] =>
      routes(table({ requirements: inRegion(region), serviceTagFile: file(), defaultRoute: DefaultRoute.none() })).map((line) =>
        line.split(' ')[1]!);
    expect(prefixes('westus3')).toEqual(['203.0.113.64/26', '203.0.113.128/26']);
    expect(prefixes('eastus')).toEqual(['203.0.113.128/25']);
  });

  test('keep their names when another range comes', () => {
    const more = file({ ...TAGS, 'AzureMachineLearning.WestCentralUS': ['192.0.2.128/28', ...TAGS['AzureMachineLearning.WestCentralUS']] });
    const [before, after] = [file(), more].map((serviceTagFile) => routes(table({ requirements: publicIp(), serviceTagFile })));
    expect(after!.filter((line) => !before!.includes(line))).toEqual(['AzureMachineLearning-192.0.2.128-28 192.0.2.128/28 -> Internet']);
    expect(before!.filter((line) => !after!.includes(line))).toEqual([]);
  });

  test('say which file they come from, and what they do not cover', () => {
    const of = (props: Partial<EgressRouteTableProps>): string[] => warnings({ serviceTagFile: file(), ...props });
    expect(of({ requirements: publicIp() })).toEqual([
      'info service-tag-file: public-ip-compute.route: the routes are for the IPv4 ranges (3) of AzureMachineLearning.WestUS2 and ' +
        'AzureMachineLearning.WestCentralUS in ServiceTags.json, ' +
        'change number 376, and are correct for that file. There are none for the IPv6 ranges (2), because the default route is 0.0.0.0/0.',
    ]);
    expect(of({ requirements: inRegion('italynorth') })).toEqual([
      'info service-tag-file: public-ip-compute.route: the routes are for the IPv4 ranges (1) of AzureMachineLearning.ItalyNorth in ' +
        'ServiceTags.json, change number 376, and are correct for that file.',
      'info unpaired-region: public-ip-compute.route: the article asks for routes for the paired region too, and Azure pairs ' +
        'italynorth with none.',
    ]);
    expect(of({})).toEqual([
      'info service-tag-file: ServiceTags.json, change number 376: not used, because no requirement asks for a route to the Internet.',
    ]);
  });

  test.each<[string, RequirementSet, () => ServiceTagFile, string]>([
    [
      'another cloud', inRegion('westus2'), () => file(TAGS, { cloud: 'AzureGovernment' }),
      'ServiceTags.json" has the tags of the cloud "government", but the requirements are for "public"; give the file of Azure ' +
        'for "public"',
    ],
    [
      'another cloud, though nothing is asked of it', requirementSet(), () => file(TAGS, { cloud: 'China' }),
      'ServiceTags.json" has the tags of the cloud "china", but the requirements are for "public"; give the file of Azure for "public"',
    ],
    [
      'the command, which has no regional forms', inRegion('westus2'),
      () => ServiceTagFile.fromFile(tagFile(listed({ AzureMachineLearning: ['192.0.2.0/24'] }))),
      'tags.json" does not have the service tag AzureMachineLearning.WestUS2. The weekly file',
    ],
    [
      'a date before the pair', inRegion('northeurope'), () => file({ ...TAGS, 'AzureMachineLearning.NorthEurope': ['192.0.2.0/24'] }),
      'does not have the service tag AzureMachineLearning.WestEurope. The weekly file',
    ],
    [
      'IPv6 ranges only', inRegion('uksouth'), () => file(),
      'has no IPv4 range for the service tag AzureMachineLearning.UKSouth. Without serviceTagFile the route is for the tag itself',
    ],
    [
      'IPv6 ranges only of the pair', inRegion('ukwest'), () => file(),
      'has no IPv4 range for the service tag AzureMachineLearning.UKSouth',
    ],
    [
      'a range that is none', inRegion('westus2'), () => file({ ...TAGS, 'AzureMachineLearning.WestUS2': ['${var.x}'] }),
      'values[1].properties.addressPrefixes[0]: address range "${var.x}" is neither',
    ],
  ])('are not made from a file of %s', (_, requirements, serviceTagFile, message) => {
    expect(() => table({ requirements, serviceTagFile: serviceTagFile() })).toThrow('[Network/Routes] ');
    expect(() => table({ requirements, serviceTagFile: serviceTagFile() })).toThrow(message);
  });

  test('count for the limit of a table, and clash with routes of the same name or prefix', () => {
    const many = file({
      ...TAGS, 'AzureMachineLearning.WestUS2': Array.from({ length: 400 }, (_, i) => `10.${i >> 7}.${2 * (i & 127)}.0/24`),
    });
    expect(() => table({ requirements: publicIp(), serviceTagFile: many }))
      .toThrow('routes: a table takes at most 400 routes, and 403 are needed');
    const own = (name: string, prefix: string) =>
      () => table({ requirements: publicIp(), serviceTagFile: file(), routes: [EgressRoute.drop(name, prefix)] });
    expect(own('azuremachinelearning-192.0.2.0-27', '10.0.0.0/8'))
      .toThrow('routes: the name "azuremachinelearning-192.0.2.0-27" is used twice');
    expect(own('mine', '192.0.2.0/27')).toThrow('routes: "AzureMachineLearning-192.0.2.0-27" and "mine" have the same prefix 192.0.2.0/27');
  });
});

describe('limits', () => {
  const many = (count: number): EgressRoute[] =>
    Array.from({ length: count }, (_, i) => EgressRoute.drop(`r${i}`, `10.${i >> 8}.${i & 255}.0/24`));
  // Regional forms of one tag are tags of their own.
  const tags = ['Storage', 'Sql', 'AzureKeyVault'].flatMap((tag) =>
    ['WestUS2', 'WestUS', 'EastUS', 'EastUS2', 'WestEurope', 'NorthEurope', 'UKSouth', 'UKWest', 'UAENorth'].map((suffix) =>
      `${tag}.${suffix}`));

  test('400 routes in a table', () => {
    expect(routes(table({ routes: many(399) }))).toHaveLength(400);
    expect(() => table({ routes: many(400) }))
      .toThrow('[Network/Routes] routes: a table takes at most 400 routes, and 401 are needed; use wider address ranges');
  });

  test('25 routes with a service tag, those of requirements included', () => {
    const own = (count: number): EgressRoute[] => tags.slice(0, count).map((tag, i) => EgressRoute.toInternet(`t${i}`, tag));
    expect(routes(table({ routes: [...own(25), ...many(300)] }))).toHaveLength(326);
    expect(() => table({ routes: own(26) }))
      .toThrow('routes: a table takes at most 25 routes with a service tag, and 26 are needed; use address ranges');
    expect(() => table({ requirements: publicIp(), routes: own(25) })).toThrow('and 26 are needed');
  });
});

describe('associations', () => {
  test('are made for named subnets and by the method', () => {
    const json = synth((stack) => {
      new EgressRoutes(stack, 'Routes', {
        requirements: requirementSet(), routeTableId: IDS.routeTable, defaultRoute: THROUGH, subnets: { one: IDS.subnet },
      })
        .associate('two', IDS.otherSubnet);
    });
    expect(resources(json, 'subnet_route_table_association')).toEqual([
      { route_table_id: IDS.routeTable, subnet_id: IDS.subnet }, { route_table_id: IDS.routeTable, subnet_id: IDS.otherSubnet },
    ]);
  });

  test('are one for each subnet', () => {
    expect(() => table({ subnets: { one: IDS.subnet, two: IDS.subnet } })).toThrow('the route table of the subnet');
    expect(() => table({ subnets: { one: IDS.firewall } })).toThrow('[Network/Routes] subnet one: ');
  });
});

describe('advice', () => {
  test('there is none on a firewall, on a NAT gateway, and on public IP addresses with their route', () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({ privateSubnet: true })).toEqual([]);
    expect(warnings({ defaultRoute: DefaultRoute.throughNatGateway() })).toEqual([]);
    expect(warnings({ requirements: publicIp() })).toEqual([]);
    expect(warnings({ requirements: publicIp(), defaultRoute: DefaultRoute.none(), privateSubnet: true })).toEqual([]);
  });

  test('on compute that has no way out of its own', () => {
    expect(warnings({ defaultRoute: DefaultRoute.none() }))
      .toEqual([expect.stringMatching(/^warn default-outbound-access: compute without a public IP address has no way out/) as unknown]);
  });

  test('on public IP addresses behind a firewall without the route', () => {
    const without = publicIp().without('public-ip-compute.route', 'test');
    expect(warnings({ requirements: without })).toEqual([expect.stringMatching(/^warn public-ip-without-route: /) as unknown]);
    expect(warnings({ requirements: without, routes: [EgressRoute.toInternet('ml', 'AzureMachineLearning')] })).toEqual([]);
    expect(warnings({ requirements: without, routes: [EgressRoute.drop('ml', 'AzureMachineLearning')] })).toHaveLength(1);
    expect(warnings({ requirements: without, defaultRoute: DefaultRoute.throughNatGateway() })).toEqual([]);
  });

  test('on own routes to the Internet from a private subnet without a NAT gateway', () => {
    const own = [EgressRoute.toInternet('monitor', 'AzureMonitor'), EgressRoute.drop('never', '203.0.113.0/24')];
    expect(warnings({ routes: own, privateSubnet: true }))
      .toEqual([expect.stringMatching(/^warn internet-route-in-private-subnet: monitor: /) as unknown]);
    expect(warnings({ routes: own })).toEqual([]);
    expect(warnings({ routes: own, privateSubnet: true, defaultRoute: DefaultRoute.throughNatGateway() })).toEqual([]);
    expect(warnings({ routes: own.slice(1), privateSubnet: true })).toEqual([]);
  });
});
