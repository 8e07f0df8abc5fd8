import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { IpGroup } from '@cdktf/provider-azurerm/lib/ip-group';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { App, LocalBackend, TerraformStack, TerraformVariable } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DefaultRoute, EgressRoute, EgressRouteTable, Endpoint, FirewallDestinations, FirewallPolicyRules, FirewallRuleCollections,
  HostNameTraffic, Ports, Protocol, Requirement, Scenario, SecuredSubnet, SecurityGroup,
} from '../../lib';
import { checkTerraformJson } from '../support/provider-arguments';
import {
  firewallLines, IDS, lines, newStack, PLACE, requirementSet, resource, resources, signIn, synth, textOf, type Fields,
} from './synthesis';

const inNetwork = { resourceGroupName: 'rg-network', virtualNetworkName: 'vnet' };

function subnet(stack: TerraformStack, id: string): Subnet {
  return new Subnet(stack, id, { name: id, ...inNetwork, addressPrefixes: ['10.1.1.0/24'] });
}

function firewall(stack: TerraformStack): Firewall {
  return new Firewall(stack, 'Hub', {
    name: 'fw', ...PLACE, skuName: 'AZFW_VNet', skuTier: 'Standard', ipConfiguration: [{ name: 'ip', subnetId: IDS.subnet }],
  });
}

test('the storage account: its name becomes a part of host names', () => {
  const json = synth((stack) => {
    const { name } = new StorageAccount(stack, 'Store', {
      name: 'mlstore01', ...PLACE, accountTier: 'Standard', accountReplicationType: 'LRS',
    });
    const requirements = requirementSet({
      workspace: { privateEndpoint: true, storageAccountName: name }, scenarios: [Scenario.WITHOUT_SERVICE_TAGS],
    })
      .only('storage-firewall.smb', 'hosts.compute-storage-file', 'hosts.notebooks-storage-dfs');
    new FirewallPolicyRules(stack, 'Egress', {
      requirements, firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['*'], destinations: FirewallDestinations.HOST_NAMES,
      dnsProxy: true,
    });
  });
  const store = '${azurerm_storage_account.Store.name}';
  expect(firewallLines(json, 'application'))
    .toEqual([`${store}.file.core.windows.net Https:443`, `${store}.dfs.core.windows.net Https:443`]);
  expect(firewallLines(json, 'network')).toEqual([`TCP ${store}.file.core.windows.net:445`]);
});

test('the private address of a firewall: next hop of the default route', () => {
  const json = synth((stack) => {
    const address = firewall(stack).ipConfiguration.get(0).privateIpAddress;
    new EgressRouteTable(stack, 'Routes', {
      requirements: requirementSet(), name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall(address),
      routes: [EgressRoute.toAppliance('lab', '10.9.0.0/16', address)],
    });
  });
  const address = '${azurerm_firewall.Hub.ip_configuration[0].private_ip_address}';
  expect((resource(json, 'route_table').route as Fields[]).map(({ next_hop_in_ip_address: hop }) => hop)).toEqual([address, address]);
});

test('names, places, tags, prefixes and sources: Terraform gets every reference as it is', () => {
  const json = synth((stack) => {
    const text = (name: string): string => new TerraformVariable(stack, name, { type: 'string' }).stringValue;
    const list = (name: string): string[] => new TerraformVariable(stack, name, { type: 'list(string)' }).listValue;
    new SecurityGroup(stack, 'Group', {
      requirements: signIn(), name: text('nsg'), location: text('location'), resourceGroupName: text('rg'), tags: { team: text('team') },
      subnetAddressPrefixes: [text('a'), text('b')],
    });
    new EgressRouteTable(stack, 'Routes', {
      requirements: signIn(), name: text('rt'), location: text('location2'), resourceGroupName: text('rg2'),
      defaultRoute: DefaultRoute.throughNatGateway(),
      routes: [EgressRoute.drop('one', text('prefix1')), EgressRoute.drop('two', text('prefix2'))],
    });
    const { id } = new IpGroup(stack, 'Training', { name: 'training', ...PLACE });
    new FirewallPolicyRules(stack, 'Egress', {
      requirements: signIn(), firewallPolicyId: text('policy'), name: text('rcg'), priority: 500, sources: list('sources'),
      sourceIpGroupIds: [id],
    });
  });
  expect(resource(json, 'network_security_group')).toMatchObject({
    name: '${var.nsg}', location: '${var.location}', resource_group_name: '${var.rg}', tags: { team: '${var.team}' },
  });
  expect(lines(json, 'Outbound')[0]).toBe('1020 Allow Tcp ${var.a},${var.b} -> AzureActiveDirectory:80,443');
  expect(resource(json, 'route_table'))
    .toMatchObject({ name: '${var.rt}', location: '${var.location2}', resource_group_name: '${var.rg2}' });
  expect((resource(json, 'route_table').route as Fields[]).map(({ address_prefix: prefix }) => prefix))
    .toEqual(['${var.prefix1}', '${var.prefix2}']);
  const group = resource(json, 'firewall_policy_rule_collection_group');
  expect(group).toMatchObject({ firewall_policy_id: '${var.policy}', name: '${var.rcg}' });
  expect(group.network_rule_collection).toMatchObject([{
    name: '${var.rcg}-network', rule: [{ source_addresses: '${var.sources}', source_ip_groups: ['${azurerm_ip_group.Training.id}'] }],
  }]);
});

test('requirements of the user: addresses and ports', () => {
  const json = synth((stack) => {
    const text = (name: string): string => new TerraformVariable(stack, name, { type: 'string' }).stringValue;
    const number = (name: string): number => new TerraformVariable(stack, name, { type: 'number' }).numberValue;
    const need = (id: string, slot: number, endpoint: Endpoint, ports: Ports) =>
      Requirement.outbound({ id, slot, endpoint, ports, purpose: 'Test' });
    const requirements = signIn().plus(
      need('range', 2000, Endpoint.addressRange(text('range')), Ports.of(Protocol.TCP, ['22', text('port')])),
      need('numbers', 2001, Endpoint.addressRange('203.0.113.7'), Ports.tcp(number('first'), 22, number('second'))),
      need('host', 2002, Endpoint.fqdn(`${text('account')}.example.com`), Ports.tcp(443)),
    );
    new SecurityGroup(stack, 'Group', { requirements, name: 'nsg', ...PLACE, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL });
    new FirewallPolicyRules(stack, 'Egress', { requirements, firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['*'] });
  });
  const sets = (ports: string): string[] => ports.split(',').sort();
  const group = lines(json, 'Outbound');
  expect(group[1]).toBe('3000 Allow Tcp * -> ${var.range}:22,${var.port}');
  expect(sets(group[2]!.replace('3001 Allow Tcp * -> 203.0.113.7:', ''))).toEqual(['${var.first}', '${var.second}', '22']);
  expect(group[3]).toBe('4001 Allow Tcp * -> Internet:443');
  const network = firewallLines(json, 'network');
  expect(network[1]).toBe('TCP ${var.range}:22,${var.port}');
  expect(sets(network[2]!.replace('TCP 203.0.113.7:', ''))).toEqual(['${var.first}', '${var.second}', '22']);
  expect(firewallLines(json, 'application')).toEqual(['${var.account}.example.com Https:443']);
});

describe('two references', () => {
  test('to different things are never taken for one', () => {
    const json = synth((stack) => {
      const [one, two] = [subnet(stack, 'One'), subnet(stack, 'Two')];
      new SecurityGroup(stack, 'Group', { requirements: signIn(), name: 'nsg', ...PLACE, subnets: { one: one.id, two: two.id } });
      for (const tier of ['Dev', 'Prod']) {
        const { id } = new FirewallPolicy(stack, tier, { name: tier, ...PLACE });
        new FirewallPolicyRules(stack, `${tier}Rules`, {
          requirements: signIn(), firewallPolicyId: id, name: 'ml', priority: 500, sources: one.addressPrefixes,
        });
      }
    });
    expect(resources(json, 'subnet_network_security_group_association').map(({ subnet_id: id }) => id))
      .toEqual(['${azurerm_subnet.One.id}', '${azurerm_subnet.Two.id}']);
    expect(resources(json, 'firewall_policy_rule_collection_group').map(({ firewall_policy_id: id }) => id).sort())
      .toEqual(['${azurerm_firewall_policy.Dev.id}', '${azurerm_firewall_policy.Prod.id}']);
  });

  // Each time that `subnet.id` is read it is another text, so this shows only when the stack is validated.
  test('to the same subnet: it has one security group', () => {
    const stack = newStack();
    const { id } = subnet(stack, 'One');
    const same = stack.node.findChild('One') as Subnet;
    expect(same.id).not.toBe(id);
    new SecurityGroup(stack, 'A', { requirements: signIn(), name: 'a', ...PLACE, subnets: { one: id } });
    new SecurityGroup(stack, 'B', { requirements: signIn(), name: 'b', ...PLACE, subnets: { one: same.id } });
    expect(() => textOf(stack))
      .toThrow('[Network/B] the network security group of the subnet ${azurerm_subnet.One.id} is taken by Network/A');
  });

  test.each(['policy', 'classic', 'literal'] as const)('to the same priority: it is taken once (%s)', (kind) => {
    const stack = newStack();
    const policy = new FirewallPolicy(stack, 'Policy', { name: 'policy', ...PLACE });
    const hub = firewall(stack);
    const [priority, other] = ['priority', 'other'].map((name) => new TerraformVariable(stack, name, { type: 'number' })) as [
      TerraformVariable, TerraformVariable
    ];
    const add = (name: string, { numberValue }: TerraformVariable): unknown => {
      const common = { requirements: signIn(), name, priority: numberValue, sources: ['*'] };
      return kind === 'classic' ? new FirewallRuleCollections(stack, name, { ...common, firewallId: hub.id })
        : new FirewallPolicyRules(stack, name, { ...common, firewallPolicyId: kind === 'policy' ? policy.id : IDS.policy });
    };
    add('one', priority);
    add('two', other);
    expect(() => textOf(stack)).not.toThrow();
    add('three', priority);
    expect(() => textOf(stack)).toThrow(/\[Network\/three\] priority \$\{var\.priority\} of .* is taken by Network\/one/);
  });
});

describe('between two stacks of one app', () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'azureml-network-stacks-'));
  });
  afterEach(() => rmSync(outdir, { recursive: true, force: true }));

  /** What `cdktf synth` writes for a stack. */
  const written = (name: string): Fields => JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')) as Fields;

  function twoStacks(secure: (spoke: TerraformStack, one: Subnet, two: Subnet, hub: Firewall) => void): App {
    const app = new App({ outdir, stackTraces: false });
    const [hub, spoke] = [newStack(app, 'hub'), newStack(app, 'spoke')];
    [hub, spoke].forEach((stack) => new LocalBackend(stack, { path: `${stack.node.id}.tfstate` }));
    secure(spoke, subnet(hub, 'One'), subnet(hub, 'Two'), firewall(hub));
    return app;
  }

  test('references pass through outputs and the remote state', () => {
    twoStacks((spoke, one, _, hub) => {
      new SecuredSubnet(spoke, 'Training', {
        requirements: signIn(), subnetId: one.id, subnetAddressPrefixes: one.addressPrefixes,
        securityGroup: { name: 'nsg', ...PLACE },
        routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall(hub.ipConfiguration.get(0).privateIpAddress) },
        firewallPolicyRules: { firewallPolicyId: IDS.policy, name: 'ml', priority: 500 },
      });
    }).synth();
    const { output } = written('hub') as { output: Record<string, { value: string }> };
    expect(Object.values(output).map(({ value }) => value).sort()).toEqual([
      '${azurerm_firewall.Hub.ip_configuration[0].private_ip_address}', '${azurerm_subnet.One.address_prefixes}',
      '${azurerm_subnet.One.id}',
    ]);
    const spoke = written('spoke');
    const remote = (value: string): string => {
      const [name] = Object.entries(output).find(([, one]) => one.value === value)!;
      return `\${data.terraform_remote_state.cross-stack-reference-input-hub.outputs.${name}}`;
    };
    expect(spoke.data).toHaveProperty('terraform_remote_state.cross-stack-reference-input-hub');
    expect(resource(spoke, 'subnet_route_table_association').subnet_id).toBe(remote('${azurerm_subnet.One.id}'));
    expect(resource(spoke, 'subnet_network_security_group_association').subnet_id).toBe(remote('${azurerm_subnet.One.id}'));
    expect((resource(spoke, 'route_table').route as Fields[])[0]!.next_hop_in_ip_address)
      .toBe(remote('${azurerm_firewall.Hub.ip_configuration[0].private_ip_address}'));
    expect(resource(spoke, 'firewall_policy_rule_collection_group').network_rule_collection)
      .toMatchObject([{ rule: [{ source_addresses: remote('${azurerm_subnet.One.address_prefixes}') }] }]);
    expect(checkTerraformJson({ resource: spoke.resource })).toEqual([]);
  });

  test('the same subnet is secured once, different ones each', () => {
    const secure = (first: 'one' | 'two', second: 'one' | 'two'): App => twoStacks((spoke, one, two) => {
      [first, second].forEach((which, index) => new SecurityGroup(spoke, `Group${index}`, {
        requirements: signIn(), name: `nsg-${index}`, ...PLACE, subnets: { training: { one, two }[which].id },
      }));
    });
    expect(() => secure('one', 'two').synth()).not.toThrow();
    expect(() => secure('one', 'one').synth())
      .toThrow('[spoke/Group1] the network security group of the subnet ${data.terraform_remote_state.');
  });

  test('two stacks that look alike do not take from each other', () => {
    const app = new App({ outdir, stackTraces: false });
    for (const name of ['dev', 'prod']) {
      const stack = newStack(app, name);
      new SecurityGroup(stack, 'Group', { requirements: signIn(), name: 'nsg', ...PLACE, subnets: { training: subnet(stack, 'One').id } });
    }
    expect(() => app.synth()).not.toThrow();
    expect(resource(written('prod'), 'subnet_network_security_group_association').subnet_id).toBe('${azurerm_subnet.One.id}');
  });
});
