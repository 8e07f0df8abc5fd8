import { Lazy, TerraformStack } from 'cdktf';
import {
  DefaultRoute, EgressRouteTable, FirewallPolicyRules, IntraNetworkTraffic, NameResolution, SecurityGroup, type SecurityGroupProps,
} from '../../lib';
import { IDS, newStack, PLACE, requirementSet, signIn, textOf } from './synthesis';

const text = (produce: () => unknown): string => Lazy.stringValue({ produce: produce as () => string });
const list = (produce: () => unknown): string[] => Lazy.listValue({ produce: produce as () => string[] });
const NOTHING = 'is a reference that gives nothing when the app is synthesized';
const group = (props: Partial<SecurityGroupProps>) => (stack: TerraformStack): unknown =>
  new SecurityGroup(stack, 'It', { requirements: signIn(), name: 'nsg', ...PLACE, ...props });

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
  expect(textOf(stack)).toContain('"name": "nsg-training"');
});
