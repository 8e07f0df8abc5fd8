import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { App, TerraformStack, Testing } from 'cdktf';
import {
  Cloud, DefaultRoute, Edition, EgressRoute, EgressRoutes, EgressRouteTable, FirewallPolicyRules, FirewallSku, MachineLearning,
  NameResolution, NatEgress, SecuredSubnet, SecurityGroup, SecurityGroupRules, Verification,
} from '../../lib';
import { annotations, IDS, newStack, PLACE, requirementSet, signIn } from './synthesis';

const NETWORK = IDS.subnet.split('/subnets/')[0]!;
const RESERVED = ['GatewaySubnet', 'AzureFirewallSubnet', 'AzureFirewallManagementSubnet', 'AzureBastionSubnet', 'RouteServerSubnet'];

function problems(app: App): string[] {
  for (const stack of app.node.children.filter((one) => TerraformStack.isStack(one))) {
    stack.prepareStack();
  }
  return app.node.findAll().flatMap((one) => one.node.validate())
    .filter((text) => !text.startsWith('Found resources without a matching provider'));
}

function secured(stack: TerraformStack, id: string, subnetId: string, prefix: string): SecuredSubnet {
  return new SecuredSubnet(stack, id, {
    requirements: signIn(), subnetId, subnetAddressPrefixes: [prefix], securityGroup: { name: id, ...PLACE },
  });
}

describe('subnets that Azure keeps for a service', () => {
  test.each([...RESERVED, 'gatewaysubnet'])('%s holds no compute', (name) => {
    const id = `${NETWORK}/subnets/${name}`;
    const made = { requirements: signIn(), name: 'x', ...PLACE };
    const says = 'so compute cannot be in it; give the subnet of the compute';
    expect(() => secured(newStack(), 'It', id, '10.1.1.0/24')).toThrow(/^\[Network\/It\] subnetId: .*is the subnet that Azure keeps for /);
    expect(() => new SecurityGroup(newStack(), 'It', { ...made, subnets: { a: id } })).toThrow(says);
    expect(() => new EgressRouteTable(newStack(), 'It', { ...made, defaultRoute: DefaultRoute.none() }).associate('a', id)).toThrow(says);
    expect(() => new NatEgress(newStack(), 'It', made).associate('a', id)).toThrow(says);
    expect(() => Verification.ofNetwork('x', { subnets: [{ name: 'a', subnetId: id, requirements: signIn() }] })).toThrow(says);
  });

  test.each([
    ...RESERVED.map((name) => [name, 1] as const), ['Training', 0] as const,
  ])('a reference to %s, from another stack too', (name, count) => {
    const app = Testing.app();
    const [hub, spoke] = [newStack(app, 'hub'), newStack(app, 'spoke')];
    const subnet = new Subnet(hub, 'Subnet', {
      name, resourceGroupName: 'rg', virtualNetworkName: 'vnet', addressPrefixes: ['10.1.1.0/24'],
    });
    secured(spoke, 'It', subnet.id, '10.1.1.0/24');
    const found = problems(app);
    expect(found).toHaveLength(count);
    expect(found.every((text) => text.startsWith(`subnetId: ${name} is the subnet that Azure keeps for `))).toBe(true);
  });

  test('a name that has another one in it is one of your own', () => {
    expect(() => secured(newStack(), 'It', `${NETWORK}/subnets/GatewaySubnet2`, '10.1.1.0/24')).not.toThrow();
  });
});

describe('ranges of several constructs', () => {
  const two = (first: string, second: string, ids: readonly string[] = [IDS.subnet, IDS.otherSubnet], inOneStack = false): string[] => {
    const app = Testing.app();
    const a = newStack(app, 'a');
    secured(a, 'One', ids[0]!, first);
    secured(inOneStack ? a : newStack(app, 'b'), 'Two', ids[1]!, second);
    return problems(app);
  };

  test.each([true, false])('of one network have no address in common (in one stack: %s)', (inOneStack) => {
    const path = inOneStack ? 'a/Two' : 'b/Two';
    expect(two('10.1.0.0/16', '10.1.1.0/24', undefined, inOneStack)).toEqual([
      `subnetAddressPrefixes: 10.1.1.0/24 of ${path} overlaps 10.1.0.0/16 of a/One in the same virtual network; an address is in one ` +
        'subnet only',
    ]);
    expect(two('10.1.1.0/24', '10.1.1.0/24', undefined, inOneStack)).toHaveLength(1);
    expect(two('10.1.1.0/24', '10.1.2.0/24', undefined, inOneStack)).toEqual([]);
  });

  test('of networks that are different may overlap', () => {
    expect(two('10.1.0.0/16', '10.1.1.0/24', [IDS.subnet, `${NETWORK}2/subnets/training`])).toEqual([]);
  });

  test('of a network that references lead to', () => {
    const app = Testing.app();
    const hub = newStack(app, 'hub');
    const vnetOf = (id: string): VirtualNetwork => new VirtualNetwork(hub, id, { name: id, ...PLACE, addressSpace: ['10.0.0.0/8'] });
    const [vnet, other] = [vnetOf('Vnet'), vnetOf('Other')];
    const subnets = ([['A', vnet], ['B', vnet], ['C', other]] as const).map(([name, { name: virtualNetworkName }]) =>
      new Subnet(hub, name, { name, resourceGroupName: 'rg', virtualNetworkName, addressPrefixes: ['10.1.1.0/24'] }));
    subnets.forEach(({ id }, i) => secured(newStack(app, `spoke${i}`), 'It', id, '10.1.1.0/24'));
    expect(problems(app)).toEqual([
      'subnetAddressPrefixes: 10.1.1.0/24 of spoke1/It overlaps 10.1.1.0/24 of spoke0/It in the same virtual network; an address is in ' +
        'one subnet only',
    ]);
  });

  test('of groups whose networks nobody knows are warned of, unless they are of one group', () => {
    const warnings = (add: (stack: TerraformStack) => unknown): string[] => {
      const stack = newStack();
      add(stack);
      problems(stack.node.root as App);
      problems(stack.node.root as App); // what is said once is not said again
      return annotations(stack).filter((text) => text.startsWith('warn overlapping-subnets'));
    };
    const rules = (stack: TerraformStack, id: string, securityGroupId: string): unknown => new SecurityGroupRules(stack, id, {
      requirements: signIn(), securityGroupId, denyOtherOutbound: false, subnetAddressPrefixes: ['10.1.1.0/24'],
    });
    expect(warnings((stack) => {
      rules(stack, 'One', IDS.securityGroup);
      rules(stack, 'Two', `${IDS.securityGroup}2`);
    })).toEqual([expect.stringContaining('10.1.1.0/24 of Network/Two overlaps 10.1.1.0/24 of Network/One')]);
    expect(warnings((stack) => rules(stack, 'One', IDS.securityGroup)) ).toEqual([]);
    expect(warnings((stack) => secured(stack, 'One', IDS.subnet, '10.1.1.0/24'))).toEqual([]);
  });

  test('of a verification name both subnets', () => {
    const subnets = [[IDS.subnet, '10.1.0.0/16'], [IDS.otherSubnet, '10.1.1.0/24']]
      .map(([subnetId, prefix], i) => ({
        name: ['training', 'inference'][i]!, subnetId: subnetId!, addressPrefixes: [prefix!], requirements: signIn(),
      }));
    expect(() => Verification.ofNetwork('x', { subnets })).toThrow(
      'subnets: "10.1.1.0/24" of the subnet inference overlaps 10.1.0.0/16 of the subnet training in the same virtual network');
  });
});

test('prefixes of an existing table are compared as addresses, whatever their spelling', () => {
  const stack = newStack();
  const add = (id: string, prefix: string): unknown => new EgressRoutes(stack, id, {
    requirements: signIn(), routeTableId: IDS.routeTable, defaultRoute: DefaultRoute.none(), routes: [EgressRoute.drop(id, prefix)],
  });
  add('One', '2001:db8::/32');
  expect(() => add('Two', '2001:0DB8:0:0::/32')).toThrow(/the prefix 2001:0DB8:0:0::\/32 in .* is taken by Network\/One/);
  expect(() => add('Three', '2001:db9::/32')).not.toThrow();
});

test.each(['127.0.0.1', '224.0.0.1', '0.0.0.0', '169.254.1.1', '255.255.255.255', '::1', 'ff02::1', '168.63.129.16'])(
  'no DNS server of a cluster is at %s', (server) => {
    expect(() => MachineLearning.requirements({
      cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true },
      compute: { publicIp: false },
      kubernetes: {
        training: true, inference: false,
        aks: { privateCluster: true, konnectivityAgent: true, customDnsServers: ['10.0.0.10', server] },
      },
    })).toThrow(/kubernetes\.aks\.customDnsServers: .*(DNS server of a virtual network|no virtual network can have|resolver of Azure|one family)/);
  },
);

describe('name resolution by a firewall', () => {
  const said = (options: { sku?: FirewallSku; dnsProxy?: boolean }): string[] => {
    const stack = newStack();
    new FirewallPolicyRules(stack, 'It', {
      requirements: requirementSet({ nameResolution: NameResolution.firewall('10.0.1.4') })
        .only('name-resolution.udp', 'name-resolution.tcp', 'basic.azure-active-directory'),
      firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], ...options,
    });
    return annotations(stack).filter((text) => text.includes('name-resolution.udp'));
  };

  test('a firewall whose proxy is on answers, which is a note', () => {
    expect(said({ dnsProxy: true })).toEqual([expect.stringMatching(/^info unexpressed: /)]);
  });

  test('one whose proxy is not on is warned of', () => {
    expect(said({})).toEqual([expect.stringMatching(/^warn unexpressed: .*enable the DNS proxy .* and state dnsProxy/)]);
  });

  test.each([true, false, undefined])('a Basic one has none, whatever is stated (%s)', (dnsProxy) => {
    const [text, ...more] = said({ sku: FirewallSku.BASIC, dnsProxy });
    expect(more).toEqual([]);
    expect(text).toMatch(/^warn unexpressed: .*a Basic firewall has no DNS proxy/);
    expect(text).not.toContain('enable');
  });
});
