import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { App, TerraformStack, Testing } from 'cdktf';
import { DefaultRoute, EgressRoutes, FirewallPolicyRules, SecurityGroup, SecurityGroupRules } from '../../lib';
import { newStack, PLACE, signIn } from './synthesis';

const HUB = { name: 'policy', ...PLACE };

/** What the validations of an app say. */
function problems(app: App): string[] {
  for (const stack of app.node.children.filter((one) => TerraformStack.isStack(one))) {
    stack.prepareStack();
  }
  return app.node.findAll().flatMap((one) => one.node.validate())
    .filter((text) => !text.startsWith('Found resources without a matching provider'));
}

/** Two stacks that put rules into the policy of a third one, or of each other. */
function twoUsers(second: { name?: string; priority?: number; isOwnPolicy?: boolean; max?: number }): string[] {
  const app = Testing.app();
  const [hub, a, b] = ['hub', 'a', 'b'].map((name) => new TerraformStack(app, name)) as [TerraformStack, TerraformStack, TerraformStack];
  const policy = new FirewallPolicy(hub, 'Policy', HUB);
  const other = second.isOwnPolicy ? new FirewallPolicy(b, 'Policy', HUB) : policy;
  const common = { requirements: signIn(), sources: ['10.1.0.0/16'], maxGroupsPerPolicy: second.max };
  new FirewallPolicyRules(a, 'Rules', { ...common, firewallPolicyId: policy.id, name: 'one', priority: 500 });
  new FirewallPolicyRules(b, 'Rules', {
    ...common, firewallPolicyId: other.id, name: second.name ?? 'two', priority: second.priority ?? 600,
  });
  return problems(app);
}

test('stacks that use one policy by reference do not share a priority, a name, or more groups than it takes', () => {
  expect(twoUsers({})).toEqual([]);
  expect(twoUsers({ priority: 500 })).toEqual([expect.stringMatching(/^priority 500 of .* is taken by a\/Rules/)]);
  expect(twoUsers({ name: 'one' })).toEqual([expect.stringMatching(/^the rule collection group one of .* is taken by a\/Rules/)]);
  expect(twoUsers({ max: 1 })).toEqual([expect.stringContaining('the firewall policy has more than 1 rule collection groups')]);
});

test('policies of two stacks that have the same name in Terraform are two', () => {
  expect(twoUsers({ isOwnPolicy: true, priority: 500, name: 'one', max: 1 })).toEqual([]);
});

describe('rules for a group of this app', () => {
  const inline = {
    name: 'x', priority: 100, direction: 'Inbound', access: 'Deny', protocol: '*', sourcePortRange: '*', destinationPortRange: '*',
    sourceAddressPrefix: '*', destinationAddressPrefix: '*',
  };

  test.each([[undefined, 0], [[], 1], [[inline], 1]])('with the rules %j inline', (securityRule, count) => {
    const stack = newStack();
    const { id } = new NetworkSecurityGroup(stack, 'Group', { name: 'nsg', ...PLACE, securityRule });
    new SecurityGroupRules(stack, 'Rules', { requirements: signIn(), securityGroupId: id });
    const found = problems(stack.node.root as App);
    expect(found).toHaveLength(count);
    expect(found.every((text) => text.startsWith('securityGroupId: Network/Group has the argument security_rule written inline')))
      .toBe(true);
  });

  test('from another stack, and for one that a construct of this library made', () => {
    const app = Testing.app();
    const hub = new TerraformStack(app, 'hub');
    const made = new SecurityGroup(hub, 'Made', { requirements: signIn(), name: 'nsg', ...PLACE });
    new SecurityGroupRules(new TerraformStack(app, 'spoke'), 'Rules', {
      requirements: signIn(), securityGroupId: made.securityGroupId, firstPriority: 500,
    });
    expect(problems(app)).toEqual([expect.stringMatching(/^securityGroupId: hub\/Made\/Resource has the argument security_rule/)]);
  });
});

test.each([[undefined, 0], [[], 1]])('routes for a table of this app with the routes %j inline', (route, count) => {
  const stack = newStack();
  const { id } = new RouteTable(stack, 'Table', { name: 'rt', ...PLACE, route });
  new EgressRoutes(stack, 'Routes', { requirements: signIn(), routeTableId: id, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') });
  const found = problems(stack.node.root as App);
  expect(found).toHaveLength(count);
  expect(found.every((text) => text.startsWith('routeTableId: Network/Table has the argument route written inline'))).toBe(true);
});
