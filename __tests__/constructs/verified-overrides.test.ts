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
  ['rules that are there twice', (stack, rules) => group(stack).addOverride('security_rule', rules), ['refused-by-azure']],
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
