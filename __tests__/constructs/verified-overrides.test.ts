import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import {
  SubnetNetworkSecurityGroupAssociation,
} from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { Aspects, TerraformResource, TerraformStack, Testing } from 'cdktf';
import type { IConstruct } from 'constructs';
import { DefaultRoute, IntraNetworkTraffic, SecuredSubnet, VerifyRequirements } from '../../lib';
import { IDS, newStack, PLACE, signIn } from './synthesis';

// What an escape hatch writes is what Terraform gets, so that it is what is verified.

const found = <T extends TerraformResource>(scope: IConstruct, type: new (...args: never[]) => T): T =>
  scope.node.findAll().find((one): one is T => one instanceof type)!;

function secured(): TerraformStack {
  const stack = newStack();
  new SecuredSubnet(stack, 'Training', {
    requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24'],
    securityGroup: { name: 'nsg', ...PLACE, intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']) },
    routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') },
    firewallPolicyRules: { firewallPolicyId: IDS.policy, name: 'ml', priority: 500 },
  });
  return stack;
}

/** The findings that a synthesis gives, each once. */
function findings(change: (stack: TerraformStack, rules: readonly Record<string, unknown>[]) => void): string[] {
  const { resource } = JSON.parse(Testing.synth(secured())) as { resource: Record<string, Record<string, Record<string, unknown>>> };
  const [group] = Object.values(resource['azurerm_network_security_group']!);
  const stack = secured();
  change(stack, group!['security_rule'] as Record<string, unknown>[]);
  Aspects.of(stack).add(new VerifyRequirements());
  try {
    Testing.synth(stack, true);
    return [];
  } catch (error) {
    return [...new Set([...(error as Error).message.matchAll(/^ *\[Network\S*\] ([a-z-]+): /gm)].map(([, id]) => id!))].sort();
  }
}

const group = (stack: TerraformStack): NetworkSecurityGroup => found(stack, NetworkSecurityGroup);
const isDenial = (rule: Record<string, unknown>): boolean => rule['access'] === 'Deny' && rule['direction'] === 'Outbound';

const NOT_READ = ['input-not-understood'];
const UNKNOWN = ['not-evaluated', 'opening-unknown', 'requirement-unknown'];
const WITHOUT_GROUP = ['subnet-without-security-group'];
const at = (rules: readonly Record<string, unknown>[]): number =>
  rules.findIndex((rule) => rule['destination_address_prefix'] === 'AzureActiveDirectory');

test.each<[what: string, change: (stack: TerraformStack, rules: readonly Record<string, unknown>[]) => void, findings: string[]]>([
  ['nothing', () => undefined, []],
  // Lists are appended to what is there.
  ['rules that are there twice', (stack, rules) => group(stack).addOverride('security_rule', rules),
    ['opening-unknown', 'refused-by-azure', 'requirement-unknown']],
  ['a rule that denies before', (stack, rules) => group(stack).addOverride('security_rule', [
    { ...rules[at(rules)]!, name: 'closed', access: 'Deny', priority: 100 },
  ]), ['requirement-denied']],
  ['a rule that denies now', (stack, rules) => group(stack).addOverride(`security_rule.${at(rules)}.access`, 'Deny'),
    ['requirement-denied']],
  ['a rule that is nothing', (stack, rules) => group(stack).addOverride(`security_rule.${at(rules)}`, null), [...NOT_READ, ...UNKNOWN]],
  ['a denial that allows', (stack, rules) => group(stack).addOverride(`security_rule.${rules.findIndex(isDenial)}.access`, 'Allow'),
    ['open-beyond-requirements']],
  ['no rules', (stack) => group(stack).addOverride('security_rule', null), ['open-beyond-requirements']],
  ['rules that are dynamic, in a list', (stack, rules) => {
    group(stack).addOverride('security_rule', null);
    group(stack).addOverride('dynamic', [{ security_rule: [{ for_each: '${var.rules}', content: [rules[0]] }] }]);
  }, [...NOT_READ, ...UNKNOWN]],
  ['changes of rules that are ignored, in a list', (stack) =>
    group(stack).addOverride('lifecycle', [{ ignore_changes: ['security_rule'] }]), UNKNOWN],
  ['the association of the group is of another subnet', (stack) =>
    found(stack, SubnetNetworkSecurityGroupAssociation).addOverride('subnet_id', IDS.subnet.replace(/[^/]+$/, 'other')),
  WITHOUT_GROUP],
  ['the association of the group is gone', (stack) => found(stack, SubnetNetworkSecurityGroupAssociation).addOverride('count', 0),
    WITHOUT_GROUP],
  ['the association of the table is gone', (stack) => found(stack, SubnetRouteTableAssociation).addOverride('count', 0), []],
  ['the route drops what it takes', (stack) => {
    found(stack, RouteTable).addOverride('route.0.next_hop_type', 'None');
    found(stack, RouteTable).addOverride('route.0.next_hop_in_ip_address', null);
  }, ['requirement-denied']],
])('an override verifies what it writes: %s', (_, change, expected) => {
  expect(findings(change)).toEqual(expected);
});

type Rules = readonly Record<string, unknown>[];

/** What a stack denies by an override, and what is said of it in every form. */
const DENIALS: readonly (readonly [what: string, deny: (rules: Rules) => Rules])[] = [
  ['by a rule of its own', (rules) => [...rules, { ...rules[at(rules)]!, name: 'closed', access: 'Deny', priority: 100 }]],
  ['by the rule that allowed it', (rules) => rules.map((rule, i) => (i === at(rules) ? { ...rule, access: 'Deny' } : rule))],
  ['by a rule that is gone', (rules) => rules.filter((_, i) => i !== at(rules))],
];

const setRules = (stack: TerraformStack, rules: unknown): void => {
  group(stack).resetSecurityRule();
  group(stack).addOverride('security_rule', rules);
};
const dynamic = (stack: TerraformStack, rules: Rules, over: unknown, write: (block: object) => object): void => {
  group(stack).resetSecurityRule();
  const keys = [...new Set(rules.flatMap((rule) => Object.keys(rule)))];
  group(stack).addOverride('dynamic', write({
    for_each: over, content: Object.fromEntries(keys.map((key) => [key, `\${try(security_rule.value.${key}, null)}`])),
  }));
};
const standalone = (stack: TerraformStack, rules: Rules, owner: (id: string) => string): void => {
  group(stack).resetSecurityRule();
  const id = group(stack).friendlyUniqueId;
  rules.forEach((rule, i) => stack.addOverride(`resource.azurerm_network_security_rule.r${i}`, {
    ...rule, resource_group_name: PLACE.resourceGroupName, network_security_group_name: owner(id),
  }));
};

/** Ways to write the rules of a group in an override, and whether what they say is known. */
const WAYS: readonly (readonly [way: string, isKnown: boolean, write: (stack: TerraformStack, rules: Rules) => void])[] = [
  ['as they are', true, setRules],
  ['as a local', true, (stack, rules) => {
    stack.addOverride('locals.rules', rules);
    setRules(stack, '${local.rules}');
  }],
  ['as a variable with a default', true, (stack, rules) => {
    stack.addOverride('variable.rules', { default: rules });
    setRules(stack, '${var.rules}');
  }],
  ['as a variable', false, (stack) => setRules(stack, '${var.rules}')],
  ['with variables for what they do', true, (stack, rules) => {
    stack.addOverride('variable.deny', { default: 'Deny' });
    setRules(stack, rules.map((rule) => (rule['access'] === 'Deny' ? { ...rule, access: '${var.deny}' } : rule)));
  }],
  ['with variables without a default', false, (stack, rules) =>
    setRules(stack, rules.map((rule) => ({ ...rule, access: rule['access'] === 'Deny' ? '${var.deny}' : '${var.allow}' })))],
  ['as a dynamic block', true, (stack, rules) => dynamic(stack, rules, rules, (block) => ({ security_rule: block }))],
  ['as dynamic blocks in lists', true, (stack, rules) => dynamic(stack, rules, rules, (block) => [{ security_rule: [block] }])],
  ['as a dynamic block over a variable', false, (stack, rules) =>
    dynamic(stack, rules, '${var.rules}', (block) => [{ security_rule: [block] }])],
  ['as resources that name the group', true, (stack, rules) => standalone(stack, rules, () => 'nsg')],
  ['as resources that refer to the group', true, (stack, rules) =>
    standalone(stack, rules, (id) => `\${azurerm_network_security_group.${id}.name}`)],
  ['as resources of a group that a variable names', false, (stack, rules) => standalone(stack, rules, () => '${var.group}')],
  ['as resources of a group that a module names', false, (stack, rules) => standalone(stack, rules, () => '${module.m.group}')],
];

describe.each(DENIALS)('what is denied %s', (_, deny) => {
  test.each(WAYS)('is never met when the rules are written %s', (_way, isKnown, write) => {
    const found = findings((stack, rules) => write(stack, deny(rules)));
    expect(found).toEqual(expect.arrayContaining([isKnown ? 'requirement-denied' : 'requirement-unknown']));
    expect(found.includes('requirement-denied')).toBe(isKnown);
  });
});

test.each(WAYS)('what is allowed is met, where it is known, when the rules are written %s', (_, isKnown, write) => {
  const found = findings((stack, rules) => write(stack, rules));
  expect(found.filter((id) => id.startsWith('requirement-'))).toEqual(isKnown ? [] : ['requirement-unknown']);
});
