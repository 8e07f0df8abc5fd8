import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule, type NetworkSecurityRuleConfig } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { Route } from '@cdktf/provider-azurerm/lib/route';
import { TerraformStack } from 'cdktf';
import { DefaultRoute, EgressRoutes, EgressRouteTable, FirewallPolicyRules, SecurityGroup, SecurityGroupRules } from '../../lib';
import { IDS, newStack, PLACE, signIn, textOf } from './synthesis';

/** A rule that the app writes itself. In the tests, 1020 is the priority of the rule for sign-in. */
function ownRule(stack: TerraformStack, id: string, config: Partial<NetworkSecurityRuleConfig>): void {
  new NetworkSecurityRule(stack, id, {
    name: id, priority: 1020, direction: 'Outbound', access: 'Deny', protocol: '*', sourceAddressPrefix: '*', sourcePortRange: '*',
    destinationAddressPrefix: '*', destinationPortRange: '*', networkSecurityGroupName: 'nsg', resourceGroupName: 'rg', ...config,
  });
}

function ownRoute(stack: TerraformStack, name: string, addressPrefix: string): void {
  new Route(stack, name, { name, addressPrefix, nextHopType: 'None', routeTableName: 'RT', resourceGroupName: 'rg' });
}

const group = (stack: TerraformStack): NetworkSecurityGroup =>
  new NetworkSecurityGroup(stack, 'Shared', { name: 'nsg', location: 'westus2', resourceGroupName: 'rg' });
const idOf = (id: string): string => id.replace(/resourceGroups\/[^/]+/, 'resourceGroups/rg').replace(/[^/]+$/, '');

describe('rules that the app writes itself, in a group that SecurityGroupRules adds to', () => {
  const add = (stack: TerraformStack, securityGroupId: string): unknown =>
    new SecurityGroupRules(stack, 'Rules', { requirements: signIn(), securityGroupId });

  test.each<[string, Partial<NetworkSecurityRuleConfig>, string]>([
    ['a priority', {}, 'the priority 1020 (Outbound)'],
    ['a name in another case', { priority: 200, name: 'ALLOW-azureactivedirectory-tcp' }, 'the name Allow-AzureActiveDirectory-Tcp'],
  ])('do not share %s with its rules, whichever way the group is named', (_, config, what) => {
    const byText = newStack();
    add(byText, `${idOf(IDS.securityGroup)}nsg`);
    ownRule(byText, 'Own', config);
    expect(() => textOf(byText)).toThrow(`[Network/Rules] ${what} in ${idOf(IDS.securityGroup)}nsg is taken by Network/Own`);

    const byReference = newStack();
    const shared = group(byReference);
    ownRule(byReference, 'Own', { ...config, networkSecurityGroupName: shared.name });
    add(byReference, shared.id);
    expect(() => textOf(byReference)).toThrow(`${what} in \${azurerm_network_security_group.Shared.id} is taken by Network/Own`);

    const byNameOfMade = newStack();
    add(byNameOfMade, group(byNameOfMade).id);
    ownRule(byNameOfMade, 'Own', config);
    expect(() => textOf(byNameOfMade)).toThrow(`${what} in`);
  });

  test('may have the priority in the other direction, in another group, and any other', () => {
    const stack = newStack();
    add(stack, `${idOf(IDS.securityGroup)}nsg`);
    ownRule(stack, 'Inbound', { direction: 'Inbound' });
    ownRule(stack, 'Elsewhere', { networkSecurityGroupName: 'nsg-2' });
    ownRule(stack, 'OtherResourceGroup', { resourceGroupName: 'rg-2' });
    ownRule(stack, 'Free', { priority: 200 });
    expect(() => textOf(stack)).not.toThrow();
  });

  test('are found in other stacks', () => {
    const stack = newStack();
    const shared = group(stack);
    add(stack, shared.id);
    ownRule(newStack(stack.node.root as never, 'Other'), 'Own', { networkSecurityGroupName: shared.name });
    expect(() => textOf(stack)).toThrow('is taken by Other/Own');
  });
});

test('a group that is made here has its rules inline, and no separate ones', () => {
  const stack = newStack();
  new SecurityGroup(stack, 'Training', { requirements: signIn(), name: 'nsg', location: 'westus2', resourceGroupName: 'rg' });
  ownRule(stack, 'Own', { priority: 200 });
  ownRule(stack, 'Elsewhere', { networkSecurityGroupName: 'nsg-2' });
  expect(() => textOf(stack)).toThrow(
    '[Network/Training] Network/Own is a separate azurerm_network_security_rule of this resource, whose rules are written inline',
  );
  expect(() => textOf(stack)).not.toThrow('Elsewhere');
});

test('routes: the same for a table that is made, and for one that routes are added to', () => {
  const made = newStack();
  new EgressRouteTable(made, 'Routes', {
    requirements: signIn(), ...PLACE, name: 'rt', resourceGroupName: 'rg', defaultRoute: DefaultRoute.throughFirewall('10.0.1.4'),
  });
  ownRoute(made, 'Own', '192.168.0.0/16');
  expect(() => textOf(made)).toThrow('Network/Own is a separate azurerm_route of this resource, whose routes are written inline');

  const existing = newStack();
  const routeTableId = `${idOf(IDS.routeTable)}rt`;
  new EgressRoutes(existing, 'Routes', { requirements: signIn(), routeTableId, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') });
  ownRoute(existing, 'Free', '192.168.0.0/16');
  expect(() => textOf(existing)).not.toThrow();
  ownRoute(existing, 'Own', '0.0.0.0/0');
  expect(() => textOf(existing)).toThrow(`[Network/Routes] the prefix 0.0.0.0/0 in ${routeTableId} is taken by Network/Own`);
});

test('rule collection groups of a policy', () => {
  const stack = newStack();
  new FirewallPolicyRules(stack, 'Egress', {
    requirements: signIn(), firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['*'],
  });
  new FirewallPolicyRuleCollectionGroup(stack, 'Free', { name: 'own', priority: 600, firewallPolicyId: IDS.policy });
  expect(() => textOf(stack)).not.toThrow();
  new FirewallPolicyRuleCollectionGroup(stack, 'Own', { name: 'ML', priority: 500, firewallPolicyId: IDS.policy.toUpperCase() });
  expect(() => textOf(stack)).toThrow(`[Network/Egress] the name ml in ${IDS.policy} is taken by Network/Own`);
  expect(() => textOf(stack)).toThrow(`[Network/Egress] the priority 500 in ${IDS.policy} is taken by Network/Own`);
});

test.each<[string, (stack: TerraformStack, i: number) => void]>([
  ['make groups', (stack, i) => void new SecurityGroup(stack, `Group${i}`, { ...PLACE, name: `nsg-${i}`, requirements: signIn() })],
  ['add to groups', (stack, i) => {
    const { id } = new NetworkSecurityGroup(stack, `Own${i}`, { ...PLACE, name: `nsg-${i}` });
    new SecurityGroupRules(stack, `Group${i}`, { securityGroupId: id, requirements: signIn() });
  }],
])('an app is looked through as often for many constructs as for a few: those that %s', (_, add) => {
  const looks = (count: number): number => {
    const stack = newStack();
    for (let i = 0; i < count; i++) {
      add(stack, i);
    }
    const all = jest.spyOn(stack.node.root.node, 'findAll');
    textOf(stack);
    return all.mock.calls.length;
  };
  expect(looks(3)).toBeGreaterThan(0);
  expect(looks(30)).toBe(looks(3));
});

test('an app that is validated again is looked through again', () => {
  const stack = newStack();
  new SecurityGroup(stack, 'Made', { ...PLACE, resourceGroupName: 'rg', name: 'nsg', requirements: signIn() });
  expect(() => textOf(stack)).not.toThrow();
  ownRule(stack, 'Late', { priority: 200 });
  expect(() => textOf(stack)).toThrow('Network/Late is a separate azurerm_network_security_rule of this resource');
});
