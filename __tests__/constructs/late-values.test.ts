import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { Lazy, TerraformCount, TerraformIterator, TerraformStack, TerraformVariable } from 'cdktf';
import {
  DefaultRoute, Endpoint, EgressRouteTable, FirewallPolicyRules, FirewallRuleCollections, IntraNetworkTraffic, NameResolution, NatEgress,
  Ports, Requirement, SecurityGroup, type FirewallPolicyRulesProps, type NatEgressProps, type SecurityGroupProps,
} from '../../lib';
import { IDS, newStack, PLACE, requirementSet, signIn, textOf } from './synthesis';

const text = (produce: () => unknown): string => Lazy.stringValue({ produce: produce as () => string });
const list = (produce: () => unknown): string[] => Lazy.listValue({ produce: produce as () => string[] });
const NOTHING = 'is a reference that gives nothing when the app is synthesized';
const group = (props: Partial<SecurityGroupProps>) => (stack: TerraformStack): unknown =>
  new SecurityGroup(stack, 'It', { requirements: signIn(), name: 'nsg', ...PLACE, ...props });

const number = (value: unknown): number => Lazy.numberValue({ produce: () => value as number });
const IMPOSSIBLE = 'is a reference that gives what is not possible';
const nat = (props: Partial<NatEgressProps>) => (stack: TerraformStack): unknown =>
  new NatEgress(stack, 'It', { requirements: signIn(), name: 'ng', ...PLACE, ...props });
const firewall = (props: Partial<FirewallPolicyRulesProps>) => (stack: TerraformStack): unknown => new FirewallPolicyRules(stack, 'It', {
  requirements: signIn(), firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], ...props,
});
const own = (endpoint: Endpoint) => signIn().plus(Requirement.outbound({
  id: 'own.x', slot: 2000, endpoint, ports: Ports.tcp(443), purpose: 'x',
  citation: { article: 'a', date: '2026-01-01', section: 's', row: 'r' },
}));

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  ['a name', group({ name: text(() => 'two words') }),
    'name: is a reference that gives what is not possible: "two words" is not a valid name'],
  ['a resource group', group({ resourceGroupName: text(() => 'rg.') }),
    'resourceGroupName: is a reference that gives what is not possible'],
  ['an empty text', group({ location: text(() => '') }), `location: ${NOTHING}`],
  ['prefixes', group({ subnetAddressPrefixes: list(() => ['10.1.0.0/24', 'x']) }), 'address range "x" is neither an IPv4 nor an IPv6'],
  ['no prefixes', group({ subnetAddressPrefixes: list(() => []) }), `subnetAddressPrefixes[0]: ${NOTHING}`],
  ['no list', group({ subnetAddressPrefixes: list(() => undefined) }), `subnetAddressPrefixes[0]: ${NOTHING}`],
  ['an address space', group({ intraNetworkTraffic: IntraNetworkTraffic.within(list(() => ['10.1.0.1/24'])) }),
    'intraNetworkTraffic.addressSpace[0]: is a reference that gives what is not possible: address range "10.1.0.1/24" has address bits'],
  ['a resolver', group({ requirements: requirementSet({ nameResolution: NameResolution.servers([text(() => 'dns')]) }) }),
    'is a reference that gives what is not possible: address range "dns"'],
  ['sources', (stack) => new FirewallPolicyRules(stack, 'It', {
    requirements: signIn(), firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: list(() => []),
  }), `sources[0]: ${NOTHING}`],
  ['a firewall', (stack) => new EgressRouteTable(stack, 'It', {
    requirements: signIn(), name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall(text(() => '10.0.1.4/32')),
  }), 'defaultRoute.firewall: is a reference that gives what is not possible: "10.0.1.4/32" is not an IPv4 address'],
  ['a host name', firewall({ requirements: own(Endpoint.fqdn(text(() => 'https://x'))) }), 'endpoint.value: is a reference that gives'],
  ['an address of an endpoint', group({ requirements: own(Endpoint.addressRange(text(() => '10.0.0.1/8'))) }), 'has address bits'],
  ['a location', group({ location: text(() => 'West US 2') }), 'did you mean "westus2"?'],
  ['the location of another cloud', group({ location: text(() => 'usgovvirginia') }), 'belongs to the cloud "government"'],
  ['a zone', nat({ zone: text(() => '4') }), `zone: ${IMPOSSIBLE}: "4" is not one of "1", "2", "3"`],
  ['a name of addresses', nat({ publicIpName: text(() => 'two words') }), `publicIpName: ${IMPOSSIBLE}`],
  ['an id of an address', nat({ publicIpIds: [text(() => IDS.publicIpPrefix)] }), `publicIpIds[0]: ${IMPOSSIBLE}`],
  ['an id of a subnet', nat({ subnets: { a: text(() => IDS.policy) } }), `subnet a: ${IMPOSSIBLE}`],
  ['a tag', group({ tags: { a: text(() => 'x'.repeat(257)) } }), 'tags: what references give is not possible: has 257 characters'],
  ['the name of a tag', group({ tags: { [text(() => 'a/b')]: 'x' } }), 'the name "a/b" is not that of a tag'],
  ['tags that are one', group({ tags: { [text(() => 'A')]: 'x', a: 'y' } }), '"A" and "a" are one tag'],
  ['an id of a policy', firewall({ firewallPolicyId: text(() => IDS.firewall) }), `firewallPolicyId: ${IMPOSSIBLE}`],
  ['sources that overlap', firewall({ sources: list(() => ['10.0.0.0/8', '10.1.0.0/16']) }), `sources[0]: ${IMPOSSIBLE}`],
  ['sources of IPv6', firewall({ sources: list(() => ['fd00::/64']) }), `sources[0]: ${IMPOSSIBLE}`],
  ['an id of an IP group', firewall({ sourceIpGroupIds: list(() => ['x']) }), `sourceIpGroupIds[0]: ${IMPOSSIBLE}`],
  ...[7, NaN, 500.5, -1, 65001, '500'].map((value): [string, (stack: TerraformStack) => unknown, string] =>
    [
      `the priority ${value}`, firewall({ priority: number(value) }),
      `priority: ${IMPOSSIBLE}: ${JSON.stringify(value).replace('null', 'NaN')} is not a whole number from 100 to 65000`,
    ]),
  ['no priority', firewall({ priority: number(undefined) }), `priority: ${NOTHING}`],
  ['a priority of classic rules', (stack) => new FirewallRuleCollections(stack, 'It', {
    requirements: signIn(), firewallId: IDS.firewall, name: 'ml', priority: number(99), sources: ['10.1.1.0/24'],
  }), `priority: ${IMPOSSIBLE}`],
  ['a timeout', nat({ idleTimeoutMinutes: number(3) }), `idleTimeoutMinutes: ${IMPOSSIBLE}: 3 is not a whole number from 4 to 120`],
  ['what a count gives', group({ name: `nsg${TerraformCount.of(2).index}` }), 'name: is what an iterator or a count gives'],
  ['a number of an iterator', firewall({ priority: TerraformIterator.fromList(['a']).getNumber('x') }),
    'priority: is what an iterator or a count gives'],
])('%s: what a value turns out to be is checked when the app is validated', (_, make, message) => {
  const stack = newStack();
  make(stack);
  expect(() => textOf(stack)).toThrow(message);
});

test('values that turn out right, and what only Terraform knows, pass', () => {
  const stack = newStack();
  group({
    name: text(() => 'nsg-training'), subnetAddressPrefixes: list(() => ['10.1.0.0/24', '${var.other}']),
    intraNetworkTraffic: IntraNetworkTraffic.within([text(() => '${var.space}')]),
  })(stack);
  const given = new TerraformVariable(stack, 'given', { type: 'number' }).numberValue;
  new NatEgress(stack, 'Gateway', {
    requirements: signIn(), name: 'ng', ...PLACE, location: text(() => 'westus2'), zone: text(() => '1'), idleTimeoutMinutes: number(10),
    publicIpIds: [text(() => IDS.publicIp), text(() => '${var.address}')], tags: { [text(() => 'team')]: text(() => 'ml') },
  });
  new FirewallPolicyRules(stack, 'Rules', {
    requirements: own(Endpoint.fqdn(text(() => 'example.com'))), firewallPolicyId: text(() => IDS.policy), name: 'ml', priority: given,
    sources: list(() => ['10.1.1.0/24', '10.1.2.0-10.1.2.9']),
  });
  const json = textOf(stack);
  for (const part of ['"name": "nsg-training"', '"team": "ml"', '"priority": "${var.given}"', '"idle_timeout_in_minutes": 10']) {
    expect(json).toContain(part);
  }
});

test('what is taken is known as the same however it is said', () => {
  const stack = newStack();
  const subnet = new Subnet(stack, 'Subnet', {
    name: 'x', resourceGroupName: 'rg', virtualNetworkName: 'v', addressPrefixes: ['10.1.1.0/24'],
  });
  const ids = [subnet.id, '${azurerm_subnet.Subnet.id}', IDS.subnet, text(() => IDS.subnet)];
  const groups = ids.map((id, i) =>
    new SecurityGroup(stack, `G${i}`, { requirements: signIn(), ...PLACE, name: `nsg${i}`, subnets: { a: id } }));
  expect(groups.map(({ node }) => node.validate())).toEqual([
    [], [expect.stringContaining('is taken by Network/G0')], [], [expect.stringContaining('is taken by Network/G2')],
  ]);
  const rules = [500, number(500)].map((priority, i) => new FirewallPolicyRules(stack, `R${i}`, {
    requirements: signIn(), firewallPolicyId: IDS.policy, name: `ml${i}`, priority, sources: ['10.1.1.0/24'],
  }));
  expect(rules.map(({ node }) => node.validate())).toEqual([[], [expect.stringMatching(/^priority 500 of .* is taken by Network\/R0$/)]]);
});

test('what is taken under one mark is shown as what it leads to', () => {
  const stack = newStack();
  const { id } = new Subnet(stack, 'Subnet', {
    name: 'x', resourceGroupName: 'rg', virtualNetworkName: 'v', addressPrefixes: ['10.1.1.0/24'],
  });
  const made = new SecurityGroup(stack, 'It', { requirements: signIn(), name: 'nsg', ...PLACE, subnets: { a: id } });
  expect(() => made.associate('b', id)).toThrow('of the subnet ${azurerm_subnet.Subnet.id} is taken by Network/It');
});

test.each([
  ['a', '[Network/It] name: "a" is the name of another subnet here'], ['', '[Network/It] name: is empty'],
])('a subnet is not associated under the name %j', (name, message) => {
  const made = new SecurityGroup(newStack(), 'It', { requirements: signIn(), name: 'nsg', ...PLACE, subnets: { a: IDS.subnet } });
  expect(() => made.associate(name, IDS.otherSubnet)).toThrow(message);
});
