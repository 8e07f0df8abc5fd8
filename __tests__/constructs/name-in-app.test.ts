import { DataAzurermNetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/data-azurerm-network-security-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { NatGateway } from '@cdktf/provider-azurerm/lib/nat-gateway';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { TerraformStack, TerraformVariable } from 'cdktf';
import { DefaultRoute, EgressRouteTable, NatEgress, SecurityGroup } from '../../lib';
import { newApp, newStack, PLACE, signIn, textOf } from './synthesis';

// Resources that the app writes itself, beside those that constructs make.

const group = (stack: TerraformStack, name = 'nsg-ml'): SecurityGroup =>
  new SecurityGroup(stack, 'Group', { requirements: signIn(), name, ...PLACE });
const own = (stack: TerraformStack, changes: object = {}): NetworkSecurityGroup =>
  new NetworkSecurityGroup(stack, 'Own', { name: 'NSG-ml', ...PLACE, ...changes });
const TAKEN = /Network\/Own has the name and the resource group of the (\w[\w ]+) that is made here; take one of the two out, or rename it/;

test('a group of the same name is found, whichever comes first, in any case of letters', () => {
  for (const make of [[group, own], [own, group]] as const) {
    const stack = newStack();
    make.forEach((one) => one(stack));
    expect(() => textOf(stack)).toThrow(TAKEN);
  }
});

test('names that are one reference are the same', () => {
  const stack = newStack();
  const variable = new TerraformVariable(stack, 'name', { type: 'string' });
  group(stack, variable.stringValue);
  own(stack, { name: variable.stringValue });
  expect(() => textOf(stack)).toThrow(TAKEN);
});

test.each<[string, (stack: TerraformStack) => unknown, (stack: TerraformStack) => unknown]>([
  [
    'route table', (stack) => new EgressRouteTable(stack, 'It', {
      requirements: signIn(), name: 'x', ...PLACE, defaultRoute: DefaultRoute.none(),
    }), (stack) => new RouteTable(stack, 'Own', { name: 'x', ...PLACE }),
  ],
  [
    'NAT gateway', (stack) => new NatEgress(stack, 'It', { requirements: signIn(), name: 'x', ...PLACE }),
    (stack) => new NatGateway(stack, 'Own', { name: 'x', ...PLACE }),
  ],
  [
    'public IP address', (stack) => new NatEgress(stack, 'It', {
      requirements: signIn(), name: 'x', ...PLACE, publicIpName: 'pip', publicIpCount: 1,
    }),
    (stack) => new PublicIp(stack, 'Own', { name: 'pip-1', ...PLACE, allocationMethod: 'Static' }),
  ],
])('a %s of the same name is found', (what, make, makeOwn) => {
  const stack = newStack();
  make(stack);
  makeOwn(stack);
  expect(() => textOf(stack)).toThrow(expect.objectContaining({ message: expect.stringMatching(TAKEN) as string }) as Error);
  expect(() => textOf(stack)).toThrow(`of the ${what} that is made here`);
});

test.each<[string, (stack: TerraformStack) => unknown]>([
  ['another name', (stack) => own(stack, { name: 'other' })],
  ['another resource group', (stack) => own(stack, { resourceGroupName: 'rg-other' })],
  ['another provider, which may be for another subscription', (stack) =>
    own(stack, { provider: new AzurermProvider(stack, 'hub', { features: [{}], alias: 'hub' }) })],
  ['a count, which may be 0', (stack) => own(stack, { count: 1 })],
  ['another stack, which may be for another subscription', (stack) => own(newStack(stack.node.root as ReturnType<typeof newApp>, 'Other'))],
  ['only a data source', (stack) =>
    new DataAzurermNetworkSecurityGroup(stack, 'Own', { name: 'nsg-ml', resourceGroupName: PLACE.resourceGroupName })],
])('%s is fine', (_, make) => {
  const stack = newStack();
  group(stack);
  make(stack);
  expect(textOf(stack)).toContain('nsg-ml');
});
