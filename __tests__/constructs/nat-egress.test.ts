import { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { PublicIpPrefix } from '@cdktf/provider-azurerm/lib/public-ip-prefix';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import {
  Cloud, DefaultRoute, EgressRoute, Endpoint, HostNameTraffic, NatEgress, NatEgressAssociations, Ports, Protocol, Requirement,
  RuleLanguage, Scenario, SecuredSubnet, type NatEgressAssociationsProps, type NatEgressProps, type SecuredSubnetProps,
} from '../../lib';
import { messageOf } from '../azure/message-of';
import { checkStack } from '../support/provider-arguments';
import {
  annotations, IDS, newApp, newStack, PLACE, placeIn, requirementSet, resource, resources, signIn, synth, textOf, type Fields,
} from './synthesis';

const made = { name: 'ng-ml', ...PLACE };

function nat(props: Partial<NatEgressProps> = {}): Fields {
  const json = synth((stack) => new NatEgress(stack, 'Nat', { requirements: signIn(), ...made, ...props }));
  expect(checkStack(json)).toEqual([]);
  return json;
}

function existing(props: Partial<NatEgressAssociationsProps> = {}): Fields {
  const json = synth((stack) =>
    new NatEgressAssociations(stack, 'Nat', { requirements: signIn(), natGatewayId: IDS.natGateway, ...props }));
  expect(checkStack(json)).toEqual([]);
  return json;
}

const refusal = (props: Partial<NatEgressProps>): string =>
  messageOf(() => new NatEgress(newStack(), 'Nat', { requirements: signIn(), ...made, ...props }));
const id = (type: string, name: string): string => `${IDS.publicIp.slice(0, IDS.publicIp.indexOf('/publicIPAddresses'))}/${type}/${name}`;
const addresses = (count: number): string[] => Array.from({ length: count }, (_, i) => id('publicIPAddresses', `pip-${i}`));
const names = (json: Fields): unknown[] => resources(json, 'public_ip').map(({ name }) => name);

/** What is associated with what, each end by the name of the resource (without the hash behind it) or the last part of its id. */
function associations(json: Fields): string[] {
  const short = (text: unknown): string =>
    String(text).replace(/^\$\{azurerm_\w+\.([\w-]+?)(_[0-9A-F]{8})?\.id\}$/, '$1').replace(/^.*\//, '');
  return ['nat_gateway_public_ip_association', 'nat_gateway_public_ip_prefix_association', 'subnet_nat_gateway_association']
    .flatMap((type) =>
      resources(json, type).map(({ nat_gateway_id: gateway, ...other }) =>
        `${short(gateway)} - ${Object.values(other).map(short).join()}`));
}

describe('a gateway that is made', () => {
  test('has one static public IP address, and what Azure takes by default', () => {
    const json = nat();
    expect(resource(json, 'nat_gateway'))
      .toEqual({ name: 'ng-ml', location: 'westus2', resource_group_name: 'rg-ml', sku_name: 'Standard' });
    expect(resource(json, 'public_ip'))
      .toEqual({ name: 'ng-ml-ip-1', location: 'westus2', resource_group_name: 'rg-ml', sku: 'Standard', allocation_method: 'Static' });
    expect(associations(json)).toEqual(['Nat - Nat_PublicIp-1']);
  });

  test('has what is stated of it', () => {
    const json = nat({
      tags: { team: 'ml' }, zone: '2', idleTimeoutMinutes: 120, publicIpCount: 3, publicIpName: 'pip-out',
      subnets: { training: IDS.subnet, inference: IDS.otherSubnet },
    });
    expect(resource(json, 'nat_gateway')).toMatchObject({ tags: { team: 'ml' }, zones: ['2'], idle_timeout_in_minutes: 120 });
    expect(names(json)).toEqual(['pip-out-1', 'pip-out-2', 'pip-out-3']);
    resources(json, 'public_ip').forEach((address) => expect(address).toMatchObject({ tags: { team: 'ml' }, zones: ['2'] }));
    expect(resources(json, 'subnet_nat_gateway_association').map(({ subnet_id: subnet }) => subnet).sort())
      .toEqual([IDS.otherSubnet, IDS.subnet]);
    expect(resources(json, 'nat_gateway_public_ip_association')).toHaveLength(3);
  });

  test('makes no addresses beside those that exist, unless they are counted', () => {
    const ids = { publicIpIds: [IDS.publicIp], publicIpPrefixIds: [IDS.publicIpPrefix] };
    expect([names(nat(ids)), names(nat({ publicIpPrefixIds: [IDS.publicIpPrefix] })), names(nat({ ...ids, publicIpCount: 1 }))])
      .toEqual([[], [], ['ng-ml-ip-1']]);
    expect(associations(nat(ids)).map((text) => text.replace(/^.* - /, ''))).toEqual(['pip-existing', 'ippre-existing']);
  });

  test('one address more leaves the others as they are', () => {
    const entries = (count: number): string[] => Object.entries(nat({ publicIpCount: count }).resource as Fields)
      .flatMap(([type, all]) => Object.entries(all as Fields).map(([address, body]) => `${type}.${address} ${JSON.stringify(body)}`));
    expect(entries(3)).toEqual(expect.arrayContaining(entries(2)));
  });

  test('gives the addresses that compute goes out with', () => {
    const { output } = synth((stack) => {
      new NatEgress(stack, 'Nat', { requirements: signIn(), ...made, publicIpCount: 2 }).ipAddresses.forEach((value, i) =>
        new TerraformOutput(stack, `out${i}`, { value }));
    });
    expect(Object.values(output as Record<string, Fields>).map(({ value }) => String(value).replace(/_\w{8}\./, '.')))
      .toEqual(['${azurerm_public_ip.Nat_PublicIp-1.ip_address}', '${azurerm_public_ip.Nat_PublicIp-2.ip_address}']);
  });

  test.each<[string, Partial<NatEgressProps>, string]>([
    [
      'no name', { name: undefined },
      'name: a NAT gateway is made with name, location and resourceGroupName; for an existing one use NatEgressAssociations',
    ],
    ['no region', { location: undefined }, 'location: a NAT gateway is made with name, location and resourceGroupName'],
    ['a name that is none', { name: 'ng ml' }, 'name: "ng ml" is not a valid name'],
    ['a name of addresses that is none', { publicIpName: '-pip' }, 'publicIpName: "-pip" is not a valid name'],
    [
      'a name that is too long for its addresses', { name: 'n'.repeat(76) },
      `has 76 characters, and with "-ip-1" after it more than 80; expected at most 75; did you mean "${'n'.repeat(75)}"?`,
    ],
    [
      'one that is too long for the tenth', { publicIpName: 'p'.repeat(78), publicIpCount: 10 },
      `with "-10" after it more than 80; expected at most 77; did you mean "${'p'.repeat(77)}"?`,
    ],
    [
      'a name of addresses that are not made', { publicIpName: 'pip', publicIpIds: [IDS.publicIp] },
      'publicIpName is for new addresses, and all addresses are given by id; leave it out, or state publicIpCount',
    ],
    ['too short a timeout', { idleTimeoutMinutes: 3 }, 'idleTimeoutMinutes: 3 is not a whole number from 4 to 120'],
    ['too long a timeout', { idleTimeoutMinutes: 121 }, 'idleTimeoutMinutes: 121 is not a whole number from 4 to 120'],
    ['half a minute', { idleTimeoutMinutes: 4.5 }, 'idleTimeoutMinutes: 4.5 is not a whole number from 4 to 120'],
    ['a zone that is none', { zone: 'eastus-1' }, 'zone: "eastus-1" is not one of "1", "2", "3"'],
    ['no address', { publicIpCount: 0 }, 'publicIpCount: 0 is not a whole number from 1 to 16 in plain text'],
    ['17 addresses', { publicIpCount: 17 }, 'publicIpCount: 17 is not a whole number from 1 to 16 in plain text'],
    [
      '17 addresses that exist', { publicIpIds: addresses(17) },
      'public IP addresses: a NAT gateway has at most 16, and 17 are asked for with publicIpCount, publicIpIds and publicIpPrefixIds',
    ],
    [
      '16 addresses and a prefix', { publicIpIds: addresses(10), publicIpCount: 6, publicIpPrefixIds: [IDS.publicIpPrefix] },
      'at most 16, and 17 are asked for',
    ],
    ['the id of something else', { publicIpIds: [IDS.publicIpPrefix] }, 'publicIpIds: "/subscriptions/'],
    ['the id of an address as a prefix', { publicIpPrefixIds: [IDS.publicIp] }, 'publicIpPrefixIds: "/subscriptions/'],
    [
      'an address twice', { publicIpIds: [IDS.publicIp, IDS.publicIp.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')] },
      'is taken by Network/Nat',
    ],
    ['a subnet that is none', { subnets: { training: IDS.publicIp } }, 'subnet training: "/subscriptions/'],
  ])('is refused with %s', (_, props, message) => {
    expect(refusal(props).startsWith('[Network/Nat] ')).toBe(true);
    expect(refusal(props)).toContain(message);
  });

  test('takes 16 addresses', () => {
    expect(names(nat({ publicIpCount: 16 }))).toHaveLength(16);
    expect(associations(nat({ publicIpIds: addresses(15), publicIpPrefixIds: [IDS.publicIpPrefix] }))).toHaveLength(16);
  });
});

describe('a gateway that exists', () => {
  test('is associated with subnets, and with addresses that exist', () => {
    const json = existing({ subnets: { training: IDS.subnet }, publicIpIds: [IDS.publicIp] });
    expect([resources(json, 'nat_gateway'), resources(json, 'public_ip')]).toEqual([[], []]);
    expect(associations(json)).toEqual(['ng-existing - pip-existing', 'ng-existing - training']);
    expect(associations(existing({ subnets: { training: IDS.subnet } }))).toEqual(['ng-existing - training']);
  });

  test('takes an address once, and 16 of them', () => {
    expect(associations(existing({ publicIpIds: addresses(15), publicIpPrefixIds: [IDS.publicIpPrefix] }))).toHaveLength(16);
    expect(() => existing({ publicIpIds: addresses(17) }))
      .toThrow('[Network/Nat] public IP addresses: a NAT gateway has at most 16, and 17 are asked for');
    expect(() => existing({ publicIpIds: [IDS.publicIp, IDS.publicIp] })).toThrow('is taken by Network/Nat');
  });

  test('says what it does not filter, as one that is made', () => {
    const requirements = requirementSet({ scenarios: [Scenario.PYTHON_PACKAGES] });
    const [added, whole] = [
      new NatEgressAssociations(newStack(), 'Nat', { requirements, natGatewayId: IDS.natGateway }),
      new NatEgress(newStack(), 'Nat', { requirements, ...made }),
    ];
    expect(added.unexpressed.length).toBeGreaterThan(0);
    expect([added.unexpressed, added.substitutions, annotations(added)])
      .toEqual([whole.unexpressed, whole.substitutions, annotations(whole)]);
  });

  test('is passed on to a subnet by its id, and the subnet says what it does not filter', () => {
    const requirements = requirementSet({ scenarios: [Scenario.PYTHON_PACKAGES] });
    const stack = newStack();
    const natGateway = NatEgress.fromNatGatewayId(IDS.natGateway);
    const subnet = new SecuredSubnet(stack, 'It', {
      requirements, subnetId: IDS.subnet, natGateway,
      securityGroup: { name: 'nsg', ...PLACE, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL },
    });
    expect(subnet.natGateway).toBe(natGateway);
    expect(associations(JSON.parse(textOf(stack)) as Fields)).toEqual(['ng-existing - training']);
    expect(annotations(subnet).filter((text) => text.includes('a NAT gateway filters nothing'))).toHaveLength(1);
    expect(messageOf(() => NatEgress.fromNatGatewayId(IDS.publicIp))).toContain('natGatewayId: "/subscriptions/');
    const forged = (): unknown => new SecuredSubnet(newStack(), 'It', {
      requirements, subnetId: IDS.subnet, securityGroup: { name: 'nsg', ...PLACE, hostNameTraffic: HostNameTraffic.CLOSED },
      natGateway: { natGatewayId: IDS.subnet },
    });
    expect(messageOf(forged)).toContain('[Network/It] natGateway: natGatewayId: "/subscriptions/');
  });

  test('is found by its id and no other', () => {
    expect(() => existing({ natGatewayId: IDS.publicIp })).toThrow('natGatewayId: "/subscriptions/');
  });
});

describe('references', () => {
  test('reach Terraform as they are', () => {
    const json = synth((stack) => {
      const text = (name: string): string => new TerraformVariable(stack, name, { type: 'string' }).stringValue;
      const number = new TerraformVariable(stack, 'minutes', { type: 'number' }).numberValue;
      const subnet = new Subnet(stack, 'Subnet', {
        name: 's', resourceGroupName: 'rg', virtualNetworkName: 'v', addressPrefixes: ['10.1.1.0/24'],
      });
      const address = new PublicIp(stack, 'Address', { name: 'a', ...PLACE, allocationMethod: 'Static' });
      const prefix = new PublicIpPrefix(stack, 'Prefix', { name: 'p', ...PLACE });
      new NatEgress(stack, 'Nat', {
        requirements: signIn(), name: text('name'), location: text('location'), resourceGroupName: text('rg'), zone: text('zone'),
        idleTimeoutMinutes: number,
        publicIpCount: 1, publicIpIds: [address.id], publicIpPrefixIds: [prefix.id], subnets: { it: subnet.id },
      });
      const other = new NatGateway(stack, 'Other', { name: 'other', ...PLACE });
      new NatEgressAssociations(stack, 'Existing', { requirements: signIn(), natGatewayId: other.id, subnets: { it: text('subnet') } });
    });
    expect(checkStack(json)).toEqual([]);
    expect(resources(json, 'nat_gateway')[0]).toMatchObject({
      name: '${var.name}', location: '${var.location}', zones: ['${var.zone}'], idle_timeout_in_minutes: '${var.minutes}',
    });
    expect(names(json)).toContain('${var.name}-ip-1');
    expect(associations(json).sort())
      .toEqual(['Nat - Address', 'Nat - Nat_PublicIp-1', 'Nat - Prefix', 'Nat - Subnet', 'Other - ${var.subnet}']);
  });

  test('to how many addresses there are is not possible, nor to a list of them', () => {
    const stack = newStack();
    const count = new TerraformVariable(stack, 'count', { type: 'number' }).numberValue;
    const list = new TerraformVariable(stack, 'list', { type: 'list(string)' }).listValue;
    expect(refusal({ publicIpCount: count }))
      .toBe('[Network/Nat] publicIpCount: a reference is not a whole number from 1 to 16 in plain text');
    expect(refusal({ publicIpIds: list }))
      .toBe('[Network/Nat] publicIpIds: a reference to a list is not possible here; give references to single ids');
    expect(refusal({ publicIpPrefixIds: list }))
      .toBe('[Network/Nat] publicIpPrefixIds: a reference to a list is not possible here; give references to single ids');
  });
});

test('a name, an address, a prefix and a subnet are taken once in an app', () => {
  const stack = newStack();
  const add = (name: string, props: Partial<NatEgressProps>): unknown =>
    new NatEgress(stack, name, { requirements: signIn(), ...made, name, ...props });
  add('One', { publicIpIds: [IDS.publicIp], publicIpPrefixIds: [IDS.publicIpPrefix], subnets: { training: IDS.subnet } });
  expect(messageOf(() => add('Name', { name: 'one' })))
    .toBe('[Network/Name] the name one of a NAT gateway in the resource group rg-ml is taken by Network/One');
  expect(messageOf(() => add('Address', { publicIpIds: [IDS.publicIp] })))
    .toBe(`[Network/Address] the public IP address ${IDS.publicIp} is taken by Network/One`);
  expect(messageOf(() => add('Prefix', { publicIpPrefixIds: [IDS.publicIpPrefix] })))
    .toBe(`[Network/Prefix] the public IP prefix ${IDS.publicIpPrefix} is taken by Network/One`);
  expect(messageOf(() => add('Subnet', { subnets: { again: IDS.subnet } })))
    .toBe(`[Network/Subnet] the NAT gateway of the subnet ${IDS.subnet} is taken by Network/One`);
  add('Two', { publicIpName: 'pip' });
  expect(messageOf(() => add('Made', { publicIpName: 'pip' })))
    .toBe('[Network/Made] the name pip-1 of a public IP address in the resource group rg-ml is taken by Network/Two');
});

test('references to one subnet are compared when the stack is validated', () => {
  const stack = newStack();
  new Subnet(stack, 'Subnet', { name: 's', resourceGroupName: 'rg', virtualNetworkName: 'v', addressPrefixes: ['10.1.1.0/24'] });
  const subnet = stack.node.findChild('Subnet') as Subnet;
  for (const name of ['A', 'B']) {
    new NatEgress(stack, name, { requirements: signIn(), ...made, name, subnets: { it: subnet.id } });
  }
  expect(() => textOf(stack)).toThrow('[Network/B] the NAT gateway of the subnet ${azurerm_subnet.Subnet.id} is taken by Network/A');
});

const own = (name: string, slot: number, endpoint: Endpoint, ports = Ports.tcp(443)): Requirement =>
  Requirement.outbound({ id: name, slot, endpoint, ports, purpose: 'Test' });

describe('what a NAT gateway does not filter or carry', () => {
  const said = (requirements: NatEgressProps['requirements']): string[] => {
    const { unexpressed, substitutions } = new NatEgress(newStack(), 'Nat', { requirements, ...made });
    expect([...unexpressed, ...substitutions].every(({ language }) => language === RuleLanguage.NAT_GATEWAY)).toBe(true);
    return [
      ...unexpressed.map(({ requirementId: requirement, reason, isOutOfPath }) =>
        `${requirement} ${isOutOfPath ? 'does not pass' : 'cannot'}: ${reason}`),
      ...substitutions.map(({ requirementId: requirement, writtenAs, isWider }) =>
        `${requirement} as ${writtenAs}${isWider ? ' (wider)' : ''}`),
    ];
  };

  test('by kind of requirement', () => {
    const requirements = signIn().plus(
      own('host', 2000, Endpoint.fqdn('git.example.com'), Ports.tcp(22)), own('url', 2001, Endpoint.url('example.com/x/*')),
      own('tag', 2002, Endpoint.serviceTag('SqlManagement')),
      own('any', 2003, Endpoint.serviceTag('EventHub'), Ports.all(Protocol.ANY)), own('near', 2004, Endpoint.addressRange('172.20.0.0/16')),
      own('far', 2005, Endpoint.addressRange('203.0.113.0/24')),
      own('v6', 2006, Endpoint.addressRange('2001:db8::/32')), own('network', 2007, Endpoint.serviceTag('VirtualNetwork')),
      own('internet', 2008, Endpoint.serviceTag('Internet')),
      own('wide', 2009, Endpoint.addressRange('10.0.0.0/7')), own('reference', 2010, Endpoint.addressRange('${var.range}')),
      Requirement.inbound({ id: 'in', slot: 2011, endpoint: Endpoint.addressRange('203.0.113.7'), ports: Ports.tcp(22), purpose: 'Test' }),
    );
    expect(said(requirements)).toEqual([
      'network does not pass: traffic within private networks does not pass a NAT gateway',
      'host cannot: a NAT gateway filters nothing, and a network security group in front of it knows no host names',
      'url cannot: a NAT gateway filters nothing, and a network security group in front of it knows no host names',
      'near does not pass: traffic within private networks does not pass a NAT gateway',
      'v6 cannot: a NAT gateway of the SKU Standard translates IPv4 only',
      'in does not pass: connections from outside do not come in through a NAT gateway',
      'any as TCP and UDP',
    ]);
  });

  test.each([
    '10.255.255.255', '172.31.0.0/16', '192.168.1.0/24', '100.64.0.0/10', '100.127.255.255', '169.254.169.254', 'fd00::/8', 'fc00::1',
    'fe80::/10', 'febf::1',
  ])('%s is no address of the Internet', (range) => {
    expect(said(signIn().plus(own('near', 2000, Endpoint.addressRange(range)))))
      .toEqual(['near does not pass: traffic within private networks does not pass a NAT gateway']);
  });

  test.each([
    '100.63.255.255', '100.128.0.0/10', '169.253.0.0/16', '172.32.0.0/16', '100.0.0.0/8', '2001:db8::1', 'fec0::1', 'fe00::/9',
  ])('%s is one, or holds some', (range) => {
    expect(said(signIn().plus(own('far', 2000, Endpoint.addressRange(range)))))
      .toEqual(range.includes(':') ? ['far cannot: a NAT gateway of the SKU Standard translates IPv4 only'] : []);
  });

  test('host names count only where no service tag stands for them', () => {
    const withHosts = requirementSet({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS] });
    expect(said(withHosts.only('hosts.sign-in', 'basic.azure-active-directory'))).toEqual([]);
    expect(said(withHosts.only('hosts.sign-in'))).toEqual([expect.stringMatching(/^hosts\.sign-in cannot/)]);
  });

  test('traffic in a cluster, and ports of nobody', () => {
    const cluster = requirementSet({
      kubernetes: { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true } },
      workspace: {
        privateEndpoint: true, storageAccountName: 's01', containerRegistryName: 'images',
        workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
      },
    });
    expect(said(cluster.only('in-cluster.api-server'))).toEqual([expect.stringMatching(/^in-cluster\.api-server does not pass/)]);
    expect(said(requirementSet({ scenarios: [Scenario.VS_CODE] }).only('vs-code.server-ports')))
      .toEqual([expect.stringMatching(/^vs-code\.server-ports cannot: the article gives ports only/)]);
    expect(said(requirementSet({ compute: { publicIp: true } }).only('public-ip-compute.route', 'basic.compute-management')))
      .toEqual([expect.stringMatching(/^basic\.compute-management does not pass/)]);
  });

  test.each([[Cloud.PUBLIC, 'westus2'], [Cloud.GOVERNMENT, 'usgovvirginia'], [Cloud.CHINA, 'chinaeast2']])(
    'in %s, with packages and RStudio', (cloud, region) => {
      const requirements = requirementSet({ cloud, region, scenarios: [Scenario.PYTHON_PACKAGES, Scenario.RSTUDIO] });
      expect(annotations(new NatEgress(newStack(), 'Nat', { requirements, ...made, ...placeIn(cloud) }))).toMatchSnapshot();
    },
  );
});

describe('a subnet', () => {
  const routeTable = (defaultRoute: DefaultRoute, ...routes: EgressRoute[]): SecuredSubnetProps['routeTable'] =>
    ({ name: 'rt', ...PLACE, defaultRoute, routes });
  const git = signIn().plus(own('git', 2000, Endpoint.fqdn('git.example.com'), Ports.tcp(22)));

  function subnet(props: Partial<SecuredSubnetProps> = {}, gateway = true, stack: TerraformStack = newStack()): SecuredSubnet {
    const requirements = props.requirements ?? signIn();
    const natGateway = gateway ? new NatEgress(stack, 'Nat', { requirements, ...made }) : undefined;
    return new SecuredSubnet(stack, 'Training', {
      requirements, subnetId: IDS.subnet, securityGroup: { name: 'nsg', ...PLACE, hostNameTraffic: HostNameTraffic.CLOSED }, natGateway,
      ...props,
    });
  }
  const languages = (secured: SecuredSubnet): string[] =>
    secured.unexpressed.map(({ language, requirementId: requirement }) => `${language}: ${requirement}`);

  test('goes out through it, without a route table', () => {
    const stack = newStack();
    subnet({}, true, stack);
    const json = JSON.parse(textOf(stack)) as Fields;
    expect(checkStack(json)).toEqual([]);
    expect(resource(json, 'subnet_nat_gateway_association'))
      .toMatchObject({ subnet_id: IDS.subnet, nat_gateway_id: expect.stringContaining('azurerm_nat_gateway.Nat_') as string });
    expect(resources(json, 'route_table')).toEqual([]);
  });

  test('says what is filtered by nobody', () => {
    expect(languages(subnet({ requirements: git }))).toEqual(['network security group: git', 'NAT gateway: git']);
    // The gateway may be associated by others.
    expect(languages(subnet({ requirements: git, routeTable: routeTable(DefaultRoute.throughNatGateway()) }, false)))
      .toEqual(['network security group: git', 'NAT gateway: git']);
    expect(languages(subnet({ requirements: git }, false))).toEqual(['network security group: git']);
    expect(languages(subnet({ requirements: git, routeTable: routeTable(DefaultRoute.none()) }, false)))
      .toEqual(['network security group: git']);
    expect(languages(subnet({ requirements: git, routeTable: routeTable(DefaultRoute.throughFirewall('10.0.1.4')) }, false)))
      .toEqual(['network security group: git']);
    const wider = subnet({ requirements: git.plus(own('any', 2001, Endpoint.serviceTag('EventHub'), Ports.all(Protocol.ANY))) });
    expect(wider.substitutions.map(({ language, requirementId: requirement }) => `${language}: ${requirement}`))
      .toEqual(['NAT gateway: any']);
  });

  test.each<[string, SecuredSubnetProps['routeTable']]>([
    ['a firewall', routeTable(DefaultRoute.throughFirewall('10.0.1.4'))],
    [
      'a gateway, by a route of the user',
      routeTable(DefaultRoute.throughNatGateway(), EgressRoute.toVirtualNetworkGateway('all', '0.0.0.0/0')),
    ],
  ])('is refused when its default route leads to %s', (_, table) => {
    expect(
      messageOf(() => subnet({ routeTable: table })),
    ).toBe('[Network/Training] natGateway: the route table leads 0.0.0.0/0 elsewhere and nothing to the Internet, ' +
      'so no traffic would use the NAT gateway; leave natGateway out, or state DefaultRoute.throughNatGateway() and no routes of ' +
      'your own that cover 0.0.0.0/0');
  });

  test('may send some traffic through it and the rest to a firewall', () => {
    const secured = subnet({
      requirements: git,
      routeTable: routeTable(DefaultRoute.throughFirewall('10.0.1.4'), EgressRoute.toInternet('monitor', 'AzureMonitor')),
    });
    expect(annotations(secured).filter((text) => text.includes('nat-gateway')))
      .toEqual(['info nat-gateway-bypassed: only monitor goes out through the NAT gateway; the routes for 0.0.0.0/0 lead elsewhere.']);
    expect(languages(secured)).toEqual(['network security group: git']); // the firewall is what filters
  });

  test('shares the gateway with another, which may have requirements of its own', () => {
    const stack = newStack();
    const natGateway = new NatEgress(stack, 'Nat', { requirements: signIn(), ...made });
    for (const [name, subnetId] of [['A', IDS.subnet], ['B', IDS.otherSubnet]] as const) {
      new SecuredSubnet(stack, name, { requirements: signIn(), subnetId, securityGroup: { name, ...PLACE }, natGateway });
    }
    expect(associations(JSON.parse(textOf(stack)) as Fields).filter((text) => /training|inference/.test(text))).toHaveLength(2);
    expect(
      messageOf(() => new SecuredSubnet(stack, 'C', {
        requirements: signIn(), subnetId: `${IDS.subnet}2`, securityGroup: { name: 'C', ...PLACE }, natGateway,
      }) && natGateway.associate('again', IDS.subnet)),
    )
      .toBe(`[Network/Nat] the NAT gateway of the subnet ${IDS.subnet} is taken by Network/A`);
  });
});

test('public addresses of several stacks, whose resources have the same address, have associations of their own', () => {
  const app = newApp();
  const ips = ['East', 'West'].map((name) =>
    new PublicIp(newStack(app, name), 'Pip', { name: 'pip', ...PLACE, allocationMethod: 'Static' }));
  const stack = newStack(app, 'Hub');
  const gateway = new NatEgress(stack, 'Nat', {
    name: 'ng', ...PLACE, requirements: requirementSet(), publicIpIds: ips.map(({ id }) => id),
  });
  expect(gateway.node.children.map(({ node }) => node.id).filter((id) => id.startsWith('Existing'))).toEqual([
    'ExistingPublicIp-East-azurerm_public_ip.Pip.id', 'ExistingPublicIp-West-azurerm_public_ip.Pip.id',
  ]);
});
