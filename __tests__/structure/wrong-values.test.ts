import * as library from '../../lib';
import { InputError } from '../../lib/azure/errors';
import { publicCallables } from '../support/callables';

/**
 * Values of the right type that are wrong: each is refused where it is given, with what was given, what is allowed, and the nearest right
 * value where one is near. Another test holds constructors and the rest of the calls to values of the wrong type.
 */
const { DefaultRoute, EgressRoute, Endpoint, FindingId, IntraNetworkTraffic, NameResolution, OutsideTraffic, Ports, Protocol } = library;
const { RouterClients } = library;

const NO_ADDRESS = 'is not an IPv4 address; give the private address of the firewall';
const NO_RANGE = 'is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")';
const NO_NAME = 'route: "a b" is not a valid name; expected 1 to 80 letters, digits, "_", "." and "-", beginning with a letter or digit ' +
  'and ending with a letter, digit or "_"; did you mean "a-b"?';
const PORT_FORM = 'is not a port; expected "443" or "8704-8710", from 0 to 65535';

type WrongCall = readonly [callable: string, call: () => unknown, message: string];

const route = (name: 'drop' | 'toInternet' | 'toVirtualNetworkGateway' | 'withinVirtualNetwork'): WrongCall[] => [
  [`EgressRoute.${name}`, () => EgressRoute[name]('a b', '10.0.0.0/8'), NO_NAME],
  [
    `EgressRoute.${name}`, () => EgressRoute[name]('x', '10.1/16'),
    `route "x": address range "10.1/16" ${NO_RANGE}; did you mean "10.1.0.0/16"?`,
  ],
];

const WRONG: readonly WrongCall[] = [
  ['DefaultRoute.throughFirewall', () => DefaultRoute.throughFirewall('10.0.1'), `privateAddress: the next hop "10.0.1" ${NO_ADDRESS}`],
  [
    'DefaultRoute.throughFirewall', () => DefaultRoute.throughFirewall('10.0.1.4/32'),
    `privateAddress: the next hop "10.0.1.4/32" ${NO_ADDRESS}; did you mean "10.0.1.4"?`,
  ],
  [
    'DefaultRoute.throughFirewall', () => DefaultRoute.throughFirewall('224.0.0.1'),
    'privateAddress: "224.0.0.1" is one of the multicast addresses, 224.0.0.0/4, which no appliance can have; ' +
      'give the private address of the firewall or appliance',
  ],
  ...(['drop', 'toInternet', 'toVirtualNetworkGateway', 'withinVirtualNetwork'] as const).flatMap(route),
  [
    'EgressRoute.drop', () => EgressRoute.drop('x', 'Storge'),
    'route "x": service tag "Storge" is not known in the cloud "public"; did you mean "Storage"?',
  ],
  [
    'EgressRoute.drop', () => EgressRoute.drop('x', 'Internet'),
    'route "x": a route does not take the service tag Internet; give an address range',
  ],
  ['EgressRoute.drop', () => EgressRoute.drop('x', '10.1.2.3'), 'route "x": "10.1.2.3" has no prefix length; did you mean "10.1.2.3/32"?'],
  ['EgressRoute.toAppliance', () => EgressRoute.toAppliance('a b', '10.0.0.0/8', '10.0.1.4'), NO_NAME],
  [
    'EgressRoute.toAppliance', () => EgressRoute.toAppliance('x', '10.0.0.0/8', '10.0.01.4'),
    `route "x": the next hop "10.0.01.4" ${NO_ADDRESS}; did you mean "10.0.1.4"?`,
  ],
  [
    'EgressRoute.toAppliance', () => EgressRoute.toAppliance('x', '::/0', '10.0.1.4'),
    'route "x": "::/0" is an IPv6 range, which does not lead to the IPv4 address 10.0.1.4; drop this traffic, or send it elsewhere',
  ],
  [
    'Endpoint.serviceTag', () => Endpoint.serviceTag('Storge.<region>'),
    'service tag "Storge.<region>" is not known in the cloud "public"; did you mean "Storage.<region>"?',
  ],
  [
    'Endpoint.serviceTag', () => Endpoint.serviceTag('Storage.ChinaNrth3'),
    'service tag "Storage.ChinaNrth3": "ChinaNrth3" is not a region suffix of the cloud "china"; did you mean "Storage.ChinaNorth3"?',
  ],
  [
    'Endpoint.serviceTag', () => Endpoint.serviceTag('Storage.<regoin>'),
    'service tag "Storage.<regoin>": a tag may end in ".<region>" and has no other placeholder; did you mean "Storage.<region>"?',
  ],
  [
    'Endpoint.unlistedServiceTag', () => Endpoint.unlistedServiceTag('New Tag'),
    'service tag "New Tag": expected letters and digits, with dots between parts',
  ],
  [
    'Endpoint.fqdn', () => Endpoint.fqdn('https://pypi.org/simple'),
    'host name "https://pypi.org/simple" is a URL; a host name has no scheme and no path; did you mean "pypi.org"?',
  ],
  [
    'Endpoint.fqdn', () => Endpoint.fqdn('<storge>.blob.core.windows.net'),
    'the placeholder <storge> in "<storge>.blob.core.windows.net" is not one of <region>, <storage>, <registry>, <workspace-id>, ' +
      '<cluster-region>, <api-server>; did you mean "<storage>"?',
  ],
  [
    'Endpoint.fqdn', () => Endpoint.fqdn('*.a*.<region>.net'),
    'host name "*.a*.<region>.net" has a wildcard that is not its whole left-most label (allowed: "*.example.com")',
  ],
  [
    'Endpoint.url', () => Endpoint.url('https://<registry>.azurecr.io/v2/*'),
    'URL "https://<registry>.azurecr.io/v2/*" has a scheme; leave it out; did you mean "<registry>.azurecr.io/v2/*"?',
  ],
  ['Endpoint.addressRange', () => Endpoint.addressRange('203.0.113'), `address range "203.0.113" ${NO_RANGE}`],
  [
    'IntraNetworkTraffic.within', () => IntraNetworkTraffic.within(['10.1.0.0/255.255.0.0']),
    'IntraNetworkTraffic.within: address range "10.1.0.0/255.255.0.0" has a prefix length that is not a whole number from 0 to 32; ' +
      'did you mean "10.1.0.0/16"?',
  ],
  ...(['filteredElsewhere', 'within'] as const).flatMap((name): WrongCall[] => {
    const argument = name === 'within' ? 'addressRanges' : 'clusterAddressRanges';
    return [
      [`OutsideTraffic.${name}`, () => OutsideTraffic[name](['10.0']), `${argument}: address range "10.0" ${NO_RANGE}`],
      [`OutsideTraffic.${name}`, () => OutsideTraffic[name]([]), `${argument}: the list is empty; give at least one address range`],
    ];
  }),
  [
    'RouterClients.within', () => RouterClients.within(['0.0.0.0/0'], [80]),
    'addressRanges: "0.0.0.0/0" covers every address; give the ranges that you mean',
  ],
  [
    'RouterClients.within', () => RouterClients.within(['10.0.0.0/8'], [0]),
    'ports: 0 is not a port; it is a whole number from 1 to 65535',
  ],
  ...(['firewall', 'servers'] as const).map((name): WrongCall => [
    `NameResolution.${name}`,
    () => (name === 'firewall' ? NameResolution.firewall('10.0.1.4/32') : NameResolution.servers(['10.0.1.4/32'])),
    'nameResolution: "10.0.1.4/32" is not an IPv4 address; give the address of the resolver, or a reference to it; ' +
      'did you mean "10.0.1.4"?',
  ]),
  ...(['tcp', 'udp', 'any'] as const).map((name): WrongCall => [`Ports.${name}`, () => Ports[name](70000), `ports: "70000" ${PORT_FORM}`]),
  ['Ports.of', () => Ports.of(Protocol.TCP, ['443-440']), 'ports: "443-440" must begin below its end; did you mean "440-443"?'],
  ['Ports.all', () => Ports.all('tcp' as library.Protocol), 'protocol: "tcp" is not one of "TCP", "UDP", "ANY"; did you mean "TCP"?'],
  [
    'VerifyRequirements', () => new library.VerifyRequirements({ appliances: { '10.0.1': '${x.y.id}' } }),
    'VerifyRequirements: appliances: "10.0.1" is not the private address of an appliance, or a reference to one',
  ],
  [
    'VerifyRequirements', () =>
      new library.VerifyRequirements({ acknowledged: [{ finding: FindingId.NOT_EVALUATED, subject: ' ', reason: 'x' }] }),
    'VerifyRequirements: acknowledgement of "not-evaluated": the subject is empty; give it as the finding shows it',
  ],
];

test.each(WRONG)('%s refuses a wrong value at the call: %#', (_, call, message) => {
  expect(call).toThrow(InputError);
  try {
    call();
  } catch (error) {
    expect((error as Error).message).toBe(message);
  }
});

test('a reference is no wrong value, for it is known only when Terraform runs', () => {
  const reference = '${azurerm_firewall.hub.ip_configuration[0].private_ip_address}';
  expect(() => [
    DefaultRoute.throughFirewall(reference), EgressRoute.toAppliance('x', reference, reference), Endpoint.fqdn(reference),
    Endpoint.fqdn(`<storage>.${reference}`), Endpoint.addressRange(reference), IntraNetworkTraffic.within([reference]),
    NameResolution.servers([reference]), new library.VerifyRequirements({ appliances: { [reference]: reference } }),
  ]).not.toThrow();
});

test('every static call that takes a text, a number or a list of them is among these, but for those that take a path or an object', () => {
  const elsewhere = ['fromFile', 'ofNetwork', 'requirements', 'outbound', 'inbound', 'fromNatGatewayId'];
  const statics = publicCallables().filter(({ name, isStatic }) => isStatic && !elsewhere.includes(name.split('.')[1]!));
  const covered = new Set(WRONG.map(([callable]) => callable));
  expect(statics.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
});
