/** The security group of the subnet that has the other end of a flow. */
import { Cloud, Endpoint, NameResolution, Ports, Protocol, Requirement, RequirementSet } from '../../../lib';
import { withNameResolution } from '../../../lib/catalog/resolver-requirements';
import { readExports } from '../../../lib/azure-exports/read-exports';
import { networkOf } from '../../../lib/terraform/read-network';
import { explainFlow } from '../../../lib/verification/explain';
import { parseFlow } from '../../../lib/verification/flow';
import { verify, VerifyOptions } from '../../../lib/verification/verify';
import { requirementSet } from '../../constructs/synthesis';

interface Body { [name: string]: unknown }

const ROOT = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks';

function rule(priority: number, access: string, direction: string, port: string, from: string, to: string): Body {
  return {
    name: `${access}-${priority}`, priority, access, direction, protocol: '*', source_port_range: '*', destination_port_range: port,
    source_address_prefix: from, destination_address_prefix: to,
  };
}

const NO_ENTRY = rule(4096, 'Deny', 'Inbound', '*', '*', '*');

interface Given {
  /** Rules of the group of the subnet `data`; undefined for no group. */
  readonly rules?: readonly Body[];
  /** More arguments of the subnet `data`. */
  readonly data?: Body;
  readonly more?: Body;
}

/** A subnet `training` beside a subnet `data`, which has the DNS server and a database. */
function network({ rules, data = {}, more = {} }: Given): ReturnType<typeof networkOf> {
  const subnet = (name: string, prefix: string, others: Body = {}): Body =>
    ({ name, resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: [prefix], ...others });
  const resource = {
    azurerm_virtual_network: {
      v: { name: 'vnet', resource_group_name: 'rg', address_space: ['10.1.0.0/16'], dns_servers: ['10.1.2.4'] },
    },
    azurerm_subnet: { t: subnet('training', '10.1.1.0/24'), d: subnet('data', '10.1.2.0/24', data), ...more },
    azurerm_network_security_group: { n: { name: 'nsg-data', resource_group_name: 'rg', security_rule: rules ?? [] } },
    ...(rules !== undefined && { azurerm_subnet_network_security_group_association: {
      a: { subnet_id: '${azurerm_subnet.d.id}', network_security_group_id: '${azurerm_network_security_group.n.id}' },
    } }),
  };
  return networkOf([{ file: 'main.tf.json', json: { resource } }]);
}

const HOST = requirementSet().only()
  .plus(Requirement.outbound({ id: 'need', slot: 2000, endpoint: Endpoint.fqdn('pypi.org'), ports: Ports.tcp(443), purpose: 'Need' }));
const DATABASE = requirementSet().only().plus(Requirement.outbound({
  id: 'need', slot: 2000, endpoint: Endpoint.addressRange('10.1.2.8/32'), ports: Ports.tcp(1433), purpose: 'Need',
}));
const JUMP = requirementSet().only().plus(Requirement.inbound({
  id: 'need', slot: 2000, endpoint: Endpoint.addressRange('10.1.2.8/32'), ports: Ports.tcp(22), purpose: 'Need',
}));

const options = (requirements: RequirementSet): VerifyOptions => ({
  subnets: [{ name: 'training', subnetId: `${ROOT}/vnet/subnets/training`, addressPrefixes: [], requirements, networkTraffic: 'none' }],
});
const answer = (given: Given, requirements: RequirementSet): string => {
  const [{ outcome, steps }] = verify(network(given), options(requirements)).answers as [ReturnType<typeof verify>['answers'][number]];
  return `${outcome}: ${steps.at(-1)!.text}`;
};
const group = 'security group nsg-data of the subnet data at the other end';

test.each<[what: string, given: Given, requirements: RequirementSet, expected: string | RegExp]>([
  ['a DNS server that lets nobody in', { rules: [NO_ENTRY] }, HOST, /^denied: .*nsg-data of the subnet data.*Deny-4096/],
  ['a DNS server that lets the subnet in', {
    rules: [rule(100, 'Allow', 'Inbound', '53', '10.1.1.0/24', '10.1.2.4/32'), NO_ENTRY],
  }, HOST, /^met/],
  ['a DNS server that lets a part of the subnet in', {
    rules: [rule(100, 'Allow', 'Inbound', '53', '10.1.1.0/25', '10.1.2.4/32'), NO_ENTRY],
  }, HOST, /^denied/],
  ['a DNS server by the default rules', { rules: [] }, HOST, /^met/],
  ['a DNS server in a subnet without a group', {}, HOST, /^met/],
  ['a database by the default rules', { rules: [] }, DATABASE, `met: ${group}: allowed by default rule AllowVnetInBound (priority 65000)`],
  ['a database that lets nobody in, or a private endpoint', { rules: [NO_ENTRY] }, DATABASE,
    /^unknown: .*Deny-4096 \(priority 4096\); a private endpoint may answer there/],
  ['the same where groups do not filter private endpoints', {
    rules: [NO_ENTRY], data: { private_endpoint_network_policies: 'Disabled' },
  }, DATABASE, /^unknown: /],
  ['the same where groups filter them', {
    rules: [NO_ENTRY], data: { private_endpoint_network_policies: 'NetworkSecurityGroupEnabled' },
  }, DATABASE, /^denied: .*Deny-4096/],
  ['the same where it is not known whether they do', {
    rules: [NO_ENTRY], data: { private_endpoint_network_policies: '${var.policies}' },
  }, DATABASE, /^unknown: /],
  ['a database, in one of two subnets with its address', {
    rules: [NO_ENTRY], data: { private_endpoint_network_policies: 'Enabled' }, more: { o: {
      name: 'other', resource_group_name: 'rg', virtual_network_name: 'vnet-other', address_prefixes: ['10.1.2.0/25'],
    } },
  }, DATABASE, /^unknown: .*several subnets of the files have 10\.1\.2\.8/],
  ['a machine that may send', { rules: [NO_ENTRY] }, JUMP, `met: ${group}: allowed by default rule AllowVnetOutBound (priority 65000)`],
  ['a machine that may send nothing', { rules: [rule(4096, 'Deny', 'Outbound', '*', '*', '*')] }, JUMP, /^denied: .*Deny-4096/],
])('%s', (_what, given, requirements, expected) => {
  expect(answer(given, requirements)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});

const PORTS = requirementSet().only().plus(Requirement.outbound({
  id: 'need', slot: 2000, endpoint: Endpoint.addressRange('10.1.2.8/32'), ports: Ports.of(Protocol.TCP, ['1000-2000']), purpose: 'Need',
}));

test.each<[what: string, rules: readonly Body[], outcome: string, ports?: string]>([
  ['lets nobody in on one of them', [rule(100, 'Deny', 'Inbound', '1433', '*', '*')], 'denied', '1433'],
  ['lets nobody in on some of them', [rule(100, 'Deny', 'Inbound', '1900-2100', '*', '*')], 'denied', '1900-2000'],
  ['lets in on some of them only', [rule(100, 'Allow', 'Inbound', '1000-1500', '*', '*'), NO_ENTRY], 'denied', '1501-2000'],
  ['lets nobody in on others', [rule(100, 'Deny', 'Inbound', '2001-2100', '*', '*')], 'met', undefined],
])('a range of ports of a machine whose group %s', (_what, rules, outcome, ports) => {
  const [found] = verify(network({ rules, data: { private_endpoint_network_policies: 'Enabled' } }), options(PORTS)).answers;
  expect([found!.outcome, found!.ports]).toEqual([outcome, ports]);
});

test.each<[what: string, rules: readonly Body[], outcome: string, ports?: string]>([
  ['lets nobody in on one of them', [rule(100, 'Deny', 'Inbound', '1433', '*', '*')], 'denied', '1433'],
  ['lets nobody in on others', [rule(100, 'Deny', 'Inbound', '2001-2100', '*', '*')], 'met', undefined],
])('a range of ports of a machine whose interface %s', (_what, rules, outcome, ports) => {
  const json = { resource: {
    azurerm_subnet: {
      t: { name: 'training', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.1.0/24'] },
      d: { name: 'data', resource_group_name: 'rg', virtual_network_name: 'vnet', address_prefixes: ['10.1.2.0/24'] },
    },
    azurerm_virtual_network: { v: { name: 'vnet', resource_group_name: 'rg', address_space: ['10.1.0.0/16'] } },
    azurerm_network_security_group: { n: { name: 'nsg-vm', resource_group_name: 'rg', security_rule: rules } },
    azurerm_network_interface: { i: { name: 'vm', resource_group_name: 'rg', ip_configuration: [{
      name: 'c', subnet_id: '${azurerm_subnet.d.id}', private_ip_address_allocation: 'Static', private_ip_address: '10.1.2.8',
    }] } },
    azurerm_network_interface_security_group_association: { a: {
      network_interface_id: '${azurerm_network_interface.i.id}', network_security_group_id: '${azurerm_network_security_group.n.id}',
    } },
  } };
  const [found] = verify(networkOf([{ file: 'main.tf.json', json }]), options(PORTS)).answers;
  expect([found!.outcome, found!.ports]).toEqual([outcome, ports]);
});

const asksFor = (value: string): RequirementSet => requirementSet().only().plus(Requirement.outbound({
  id: 'need', slot: 2000, endpoint: Endpoint.addressRange(value), ports: Ports.tcp(1433), purpose: 'Need',
}));
const FILTERED = { private_endpoint_network_policies: 'Enabled' };

test.each<[what: string, given: Given, range: string, expected: RegExp]>([
  ['a range of several subnets, one of which lets nobody in', { rules: [NO_ENTRY], data: FILTERED }, '10.1.0.0/16', /^denied: .*nsg-data/],
  ['a range that a part of the subnet is in', { rules: [NO_ENTRY], data: FILTERED }, '10.1.2.0/23', /^denied: .*nsg-data/],
  ['a range with subnets that let everybody in', { rules: [], data: FILTERED }, '10.1.0.0/16', /^met: /],
  ['a range of other subnets', { rules: [NO_ENTRY], data: FILTERED }, '10.1.4.0/22', /^met: /],
])('%s', (_what, given, range, expected) => {
  expect(answer(given, asksFor(range))).toMatch(expected);
});

test.each<[networkTraffic: 'virtual-network' | readonly string[], given: Given, isSaid: boolean]>([
  ['virtual-network', { rules: [NO_ENTRY], data: FILTERED }, true], [['10.1.0.0/16'], { rules: [NO_ENTRY], data: FILTERED }, true],
  ['virtual-network', { rules: [NO_ENTRY] }, false], ['virtual-network', { rules: [], data: FILTERED }, false],
])('where anything in the network is asked for by %j, subnets that let nobody in are a condition', (networkTraffic, given, isSaid) => {
  const need = requirementSet().only().plus(Requirement.outbound({
    id: 'need', slot: 2000, endpoint: Endpoint.serviceTag('VirtualNetwork'), ports: Ports.tcp(443), purpose: 'Private endpoints',
  }));
  const [subnet] = options(need).subnets;
  const { answers: [only] } = verify(network(given), { subnets: [{ ...subnet!, networkTraffic }] });
  expect(only!.outcome).toBe('met');
  const said = 'nothing that is asked for is in the subnet data, whose security group nsg-data denies it';
  expect(only!.conditions.includes(said)).toBe(isSaid);
});

test('a subnet that lets nobody in and has a private endpoint of the files may be the one that is meant', () => {
  const need = requirementSet().only().plus(Requirement.outbound({
    id: 'need', slot: 2000, endpoint: Endpoint.serviceTag('VirtualNetwork'), ports: Ports.tcp(443), purpose: 'Private endpoints',
  }));
  const read = network({ rules: [NO_ENTRY], data: FILTERED });
  const [data] = read.subnets.filter(({ name }) => name === 'data');
  const { answers: [only] } = verify({ ...read, privateEndpointSubnets: [data!.key] }, options(need));
  expect([only!.outcome, only!.steps.at(-1)!.text]).toEqual([
    'unknown',
    'private endpoints of the files, which the flow may be for, are in the subnet data, whose security group nsg-data denies it',
  ]);
});

test('the files say which subnets have private endpoints, in each form', () => {
  const subnet = `${ROOT}/vnet/subnets/data`;
  const planned = networkOf([{ file: 'main.tf.json', json: { resource: {
    azurerm_private_endpoint: { e: { name: 'e', subnet_id: subnet } },
  } } }]);
  const deployed = readExports([{ file: 'e.json', json: [{
    id: `${ROOT.replace(/virtualNetworks$/, 'privateEndpoints')}/e`, name: 'e', type: 'Microsoft.Network/privateEndpoints',
    subnet: { id: subnet },
  }] }]);
  expect([planned, deployed].map(({ privateEndpointSubnets }) => privateEndpointSubnets?.map((key) => key.toLowerCase())))
    .toEqual([[subnet.toLowerCase()], [subnet.toLowerCase()]]);
});

test('a group whose association is not known may deny', () => {
  const given = network({});
  const data = { ...given.subnets.find(({ name }) => name === 'data')!, securityGroup: { unknown: 'var.group' } };
  const others = given.subnets.filter(({ name }) => name !== 'data');
  const { answers: [only] } = verify({ ...given, subnets: [data, ...others] }, options(DATABASE));
  expect(only).toMatchObject({ outcome: 'unknown' });
  expect(only!.steps.at(-1)!.text).toBe('the security group of the subnet data at the other end is not known: var.group');
});

test('traffic inside a subnet passes its own group twice', () => {
  const own = requirementSet().only().plus(Requirement.outbound({
    id: 'need', slot: 2000, endpoint: Endpoint.addressRange('10.1.2.0/24'), ports: Ports.tcp(29500), purpose: 'Workers of one job',
  }));
  const asked = { ...options(own).subnets[0]!, name: 'data', subnetId: `${ROOT}/vnet/subnets/data` };
  const outcome = (given: Given): string => verify(network(given), { subnets: [asked] }).answers[0]!.outcome;
  expect(outcome({ rules: [] })).toBe('met');
  expect(outcome({ rules: [NO_ENTRY], data: { private_endpoint_network_policies: 'Enabled' } })).toBe('denied');
});

test('a stated DNS server is at the other end, too', () => {
  const stated = withNameResolution(HOST, NameResolution.servers(['10.1.2.4']));
  const outcomes = verify(network({ rules: [NO_ENTRY] }), options(stated)).answers.map(({ outcome }) => outcome);
  expect(new Set(outcomes)).toEqual(new Set(['denied']));
});

test('explain shows it as the last layer', () => {
  const { outcome, steps } = explainFlow(
    network({ rules: [NO_ENTRY] }), parseFlow('training outbound udp 53 10.1.2.4', Cloud.PUBLIC), options(HOST),
  );
  expect(outcome).toBe('deny');
  expect(steps.map(({ layer }) => layer)).toEqual(['security group', 'route', 'security group']);
  expect(steps.at(-1)!.rules).toEqual(['rule Deny-4096 (priority 4096): denies it']);
});
