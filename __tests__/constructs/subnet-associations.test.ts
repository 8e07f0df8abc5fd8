import { SubnetNatGatewayAssociation } from '@cdktf/provider-azurerm/lib/subnet-nat-gateway-association';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { App, TerraformStack } from 'cdktf';
import { DefaultRoute, EgressRouteTable, NatEgress, SecuredSubnet, SecurityGroup } from '../../lib';
import { IDS, newApp, newStack, PLACE, signIn } from './synthesis';

// A subnet has one group, one table and one gateway, also where an app writes associations itself.

const requirements = signIn();

function problems(app: App): string[] {
  app.node.children.filter((one) => TerraformStack.isStack(one)).forEach((stack) => stack.prepareStack());
  return app.node.findAll().flatMap((one) => one.node.validate()).filter((text) => !text.startsWith('Found resources'));
}

/** Associates all three with a subnet, and writes associations of its own with another, which may be the same. */
function app(own: (subnet: Subnet) => string, other: (subnet: Subnet) => string, isOtherStack = false): App {
  const made = newApp();
  const stack = newStack(made, 'rules');
  const elsewhere = isOtherStack ? newStack(made, 'other') : stack;
  const subnet = new Subnet(stack, 'Subnet', {
    name: 'x', resourceGroupName: 'rg', virtualNetworkName: 'v', addressPrefixes: ['10.1.1.0/24'],
  });
  const subnets = { training: own(subnet) };
  new SecurityGroup(stack, 'Group', { requirements, name: 'nsg', ...PLACE, subnets });
  new EgressRouteTable(stack, 'Table', { requirements, name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughNatGateway(), subnets });
  new NatEgress(stack, 'Gateway', { requirements, name: 'ng', ...PLACE, subnets });
  const subnetId = other(subnet);
  new SubnetNetworkSecurityGroupAssociation(elsewhere, 'A', { subnetId, networkSecurityGroupId: IDS.securityGroup });
  new SubnetRouteTableAssociation(elsewhere, 'B', { subnetId, routeTableId: IDS.routeTable });
  new SubnetNatGatewayAssociation(elsewhere, 'C', { subnetId, natGatewayId: IDS.natGateway });
  return made;
}

const ID = (): string => IDS.subnet;

test.each<[string, ...Parameters<typeof app>]>([
  ['by reference', ({ id }) => id, ({ id }) => id],
  ['by an expression', ({ id }) => id, () => '${azurerm_subnet.Subnet.id}'],
  ['by reference in another stack', ({ id }) => id, ({ id }) => id, true],
  ['by id', ID, ID],
  ['by id in another case', ID, () => IDS.subnet.replace('training', 'Training')],
])('an association of the app for the same subnet %s is a problem', (_, own, other, isOtherStack = false) => {
  const made = app(own, other, isOtherStack);
  const where = isOtherStack ? 'other' : 'rules';
  const expected = [['network security group', 'A'], ['route table', 'B'], ['NAT gateway', 'C']].map(([what, id]) =>
    expect.stringMatching(new RegExp(`^the ${what} of the subnet .* is taken by ${where}/${id}$`)) as string);
  expect(problems(made)).toEqual(expected);
  expect(problems(made)).toEqual(expected); // as often as it is validated
});

test.each<[string, ...Parameters<typeof app>]>([
  ['another subnet of the network', ID, () => IDS.otherSubnet],
  ['a subnet by id, of which nobody knows that it is the same', ({ id }) => id, ID],
])('an association of the app for %s is none', (_, own, other) => {
  expect(problems(app(own, other))).toEqual([]);
});

test('a whole subnet has its associations found too', () => {
  const stack = newStack();
  new SecuredSubnet(stack, 'It', {
    requirements, subnetId: IDS.subnet, securityGroup: { name: 'nsg', ...PLACE }, natGateway: { natGatewayId: IDS.natGateway },
  });
  new SubnetNatGatewayAssociation(stack, 'C', { subnetId: IDS.subnet, natGatewayId: IDS.natGateway });
  expect(problems(stack.node.root as App)).toEqual([expect.stringContaining('the NAT gateway of the subnet')]);
});
