import { TerraformVariable } from 'cdktf';
import { DefaultRoute, EgressRoute, Endpoint, FirewallPolicyRules, NatEgress, Ports, Requirement, SecurityGroup } from '../../lib';
import { IDS, newStack, PLACE, requirementSet, resource, signIn, textOf, type Fields } from '../constructs/synthesis';

// Values that look right: objects that hold what is asked for in another way, expressions that are none, and tags that are nearly known.

type Props = Record<string, unknown>;
const group = (props: Props) => (): unknown =>
  new SecurityGroup(newStack(), 'It', { requirements: signIn(), name: 'nsg', ...PLACE, ...props } as never);
const firewall = (props: Props) => (): unknown => new FirewallPolicyRules(newStack(), 'It', {
  requirements: signIn(), firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], ...props,
} as never);
const own = (endpoint: Endpoint, more: Props = {}) => Requirement.outbound({
  id: 'own.x', slot: 2000, endpoint, ports: Ports.tcp(443), purpose: 'x',
  citation: { article: 'a', date: '2026-01-01', section: 's', row: 'r' }, ...more,
} as never);
const tag = (name: string) => (): unknown => signIn().plus(own(Endpoint.unlistedServiceTag(name)));

test.each<[string, () => unknown, string]>([
  ['tags in a Map', group({ tags: new Map([['a', 'b']]) }), '[Network/It] tags: a Map is given; give an object'],
  ['tags in a Date', group({ tags: new Date(0) }), '[Network/It] tags: a Date is given; give an object'],
  ['tags in a pattern', group({ tags: /x/ }), '[Network/It] tags: a RegExp is given; give an object'],
  ['tags in a text', group({ tags: new String('ab') }), '[Network/It] tags: a String is given; give an object'],
  ['subnets in a Map', group({ subnets: new Map([['a', IDS.subnet]]) }), '[Network/It] subnets: a Map is given; give an object'],
  ['properties in a Map', () => new NatEgress(newStack(), 'It', new Map() as never), '[Network/It] props: a Map is given; give an object'],
  ...['sku', 'destinations'].map((name): [string, () => unknown, string] =>
    [`null for ${name}`, firewall({ [name]: null }), `[Network/It] ${name}: null is given; give a value, or leave it out`]),
  ['an expression without an end', group({ name: 'nsg-${var.x' }), '[Network/It] name: "nsg-${var.x" begins an expression of Terraform'],
  ['one in a list', firewall({ sources: ['${'] }), '[Network/It] sources[0]: "${" begins an expression of Terraform'],
  ['one in an endpoint', () => Endpoint.fqdn('a.${var.x'), 'hostName: "a.${var.x" begins an expression of Terraform'],
  ['one in a route', () => EgressRoute.drop('x', '${'), 'prefix: "${" begins an expression of Terraform'],
  ['one in an address', () => DefaultRoute.throughFirewall('${x'), 'privateAddress: "${x" begins an expression of Terraform'],
  ['an expression that is text', group({ name: '$${var.x}' }), '[Network/It] name: "$${var.x}" is not a valid name'],
  ['a known tag in another case', tag('azuremonitor'),
    'is a known tag in another case; use Endpoint.serviceTag; did you mean "AzureMonitor"?'],
  ['a known regional tag in another case', tag('Storage.westus2'), 'did you mean "Storage.WestUS2"?'],
  ['a reason of two lines', () => requirementSet().without('basic.storage', 'a\nb'), 'reason: "a\\nb" has a line break or a character'],
  ['a reason with a command of a terminal', () => requirementSet().without('basic.storage', '\u001b[31mx'), 'reason: "\\u001b[31mx" has'],
  [
    'a citation that turns the text',
    () => own(Endpoint.fqdn('a.example.com'), { citation: { article: '\u202ea', date: '', section: '', row: '' } }),
    'citation.article: "\\u202ea" has a line break or a character',
  ],
])('%s', (_, call, message) => {
  expect(call).toThrow(expect.objectContaining({ name: 'InputError', message: expect.stringContaining(message) as string }));
});

test('what is written in another way on purpose passes', () => {
  const stack = newStack();
  const tags = Object.assign(Object.create(null) as object, { price: '$${x}', team: '${var.team}', of: 'a}b' }) as Record<string, string>;
  new TerraformVariable(stack, 'team', { type: 'string' });
  const requirements = signIn().plus(own(Endpoint.unlistedServiceTag('NewService')));
  new SecurityGroup(stack, 'It', { requirements, name: 'nsg', ...PLACE, tags });
  expect(resource(JSON.parse(textOf(stack)) as Fields, 'network_security_group').tags).toEqual({ ...tags });
});
