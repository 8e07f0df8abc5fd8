import { TerraformVariable } from 'cdktf';
import {
  DefaultRoute, Endpoint, IntraNetworkTraffic, Ports, Requirement, Scenario, SecuredSubnet, type SecuredSubnetProps,
} from '../../lib';
import { checkStack } from '../support/provider-arguments';
import {
  firewallLines, firewallRules, IDS, lines, newStack, PLACE, requirementSet, resource, resources, signIn, synth, textOf, type Fields,
} from './synthesis';

const securityGroup = { name: 'nsg', ...PLACE };
const routeTable = { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') };
const firewallPolicyRules = { firewallPolicyId: IDS.policy, name: 'ml', priority: 500 };
const firewallRuleCollections = { firewallId: IDS.firewall, name: 'ml', priority: 500 };

function secured(props: Partial<SecuredSubnetProps> = {}): Fields {
  return synth((stack) => new SecuredSubnet(stack, 'Training', {
    requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24'], securityGroup, ...props,
  }));
}

const sourcesOf = (json: Fields): unknown => [...firewallRules(json, 'network'), ...firewallRules(json, 'application')]
  .map(({ source_addresses: addresses, source_ip_groups: groups }) => addresses ?? groups);

test('all that a requirement set needs for one subnet, and the associations', () => {
  const json = secured({ requirements: requirementSet({ compute: { publicIp: true }, scenarios: [Scenario.RSTUDIO] }).only(
    'basic.compute-management', 'basic.azure-monitor', 'rstudio.ghcr', 'public-ip-compute.route'), routeTable, firewallPolicyRules,
  securityGroup: { ...securityGroup, hostNameTraffic: 'filtered-by-firewall' as never } });
  expect(checkStack(json)).toEqual([]);
  const [group, table] = ['network_security_group', 'route_table'].map((type) => {
    resource(json, type);
    return `\${azurerm_${type}.${Object.keys((json.resource as Record<string, Fields>)[`azurerm_${type}`]!).join()}.id}`;
  });
  expect(resource(json, 'subnet_network_security_group_association')).toEqual({ subnet_id: IDS.subnet, network_security_group_id: group });
  expect(resource(json, 'subnet_route_table_association')).toEqual({ subnet_id: IDS.subnet, route_table_id: table });
  expect(lines(json, 'Inbound')).toEqual(['1010 Allow Tcp AzureMachineLearning -> VirtualNetwork:44224']);
  expect(lines(json, 'Outbound')).toEqual([
    '1110 Allow Tcp * -> AzureMonitor:443', '4001 Allow Tcp * -> Internet:443', '4090 Allow * * -> VirtualNetwork:*',
    '4096 Deny * * -> *:*',
  ]);
  expect((resource(json, 'route_table').route as Fields[]).map(({ name }) => name)).toEqual(['default', 'AzureMachineLearning']);
  expect(firewallLines(json, 'network')).toEqual(['TCP AzureMonitor:443']);
  expect(firewallLines(json, 'application')).toEqual(['ghcr.io Https:443']);
});

test('a security group alone', () => {
  const json = secured();
  expect(Object.keys(json.resource as Fields))
    .toEqual(['azurerm_network_security_group', 'azurerm_subnet_network_security_group_association']);
});

test('classic rules instead of a policy', () => {
  const json = secured({ firewallRuleCollections });
  expect(firewallLines(json, 'network')).toEqual(['TCP AzureActiveDirectory:80,443']);
  expect(resources(json, 'firewall_policy_rule_collection_group')).toEqual([]);
});

test('a group and a table that exist', () => {
  const json = secured({
    securityGroup: undefined, securityGroupRules: { securityGroupId: IDS.securityGroup },
    egressRoutes: { routeTableId: IDS.routeTable, defaultRoute: routeTable.defaultRoute },
  });
  expect(resource(json, 'subnet_network_security_group_association').network_security_group_id).toBe(IDS.securityGroup);
  expect(resource(json, 'subnet_route_table_association').route_table_id).toBe(IDS.routeTable);
  expect(checkStack(json)).toEqual([]);
});

test('a part is made or exists', () => {
  const [group, table] = [{ securityGroupId: IDS.securityGroup }, { routeTableId: IDS.routeTable, defaultRoute: routeTable.defaultRoute }];
  const one = 'securityGroup and securityGroupRules';
  expect(() => secured({ securityGroup: undefined })).toThrow(`[Network/Training] ${one}: none is given; give securityGroup, which`);
  expect(() => secured({ securityGroupRules: group })).toThrow(`[Network/Training] ${one}: both are given; give securityGroup, which`);
  expect(() => secured({ routeTable, egressRoutes: table })).toThrow('[Network/Training] routeTable and egressRoutes: both are given');
});

test('what exists has the addresses in Terraform that it had when one construct did both', () => {
  const json = secured({
    securityGroup: undefined, securityGroupRules: { securityGroupId: IDS.securityGroup },
    egressRoutes: { routeTableId: IDS.routeTable, defaultRoute: routeTable.defaultRoute },
  });
  const addresses = Object.values(json.resource as Record<string, Fields>).flatMap((all) => Object.keys(all))
    .map((address) => address.replace(/_[0-9A-F]{8}$/, ''));
  expect(addresses).toContain('Training_RouteTable_default');
  expect(addresses).toContain('Training_SecurityGroup_Deny-Other-Outbound');
  expect(addresses.every((address) => /^Training_(SecurityGroup|RouteTable)_/.test(address))).toBe(true);
});

describe('sources of firewall rules', () => {
  test.each([
    'firewallPolicyRules', 'firewallRuleCollections',
  ] as const)('%s: the ranges of the subnet, unless others are named', (kind) => {
    const of = (options: { sources?: string[]; sourceIpGroupIds?: string[] }): unknown =>
      sourcesOf(secured({
        subnetAddressPrefixes: ['10.1.1.0/24', '10.1.2.0/24'], [kind]: { ...firewallPolicyRules, ...firewallRuleCollections, ...options },
      }));
    expect(of({})).toEqual([['10.1.1.0/24', '10.1.2.0/24']]);
    expect(of({ sources: ['10.9.0.0/16'] })).toEqual([['10.9.0.0/16']]);
    expect(of({ sourceIpGroupIds: [IDS.ipGroup] })).toEqual([[IDS.ipGroup]]);
    expect(() => secured({ subnetAddressPrefixes: undefined, [kind]: { ...firewallPolicyRules, ...firewallRuleCollections } }))
      .toThrow('sources: say where the traffic comes from');
  });

  test('a reference to the ranges', () => {
    const json = synth((stack) => {
      const ranges = new TerraformVariable(stack, 'ranges', { type: 'list(string)' });
      new SecuredSubnet(stack, 'Training', {
        requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ranges.listValue, securityGroup, firewallPolicyRules,
      });
    });
    expect(sourcesOf(json)).toEqual(['${var.ranges}']);
  });

  test('rules of the security group are for the subnet that it is associated with, whatever its ranges', () => {
    expect(lines(secured(), 'Outbound')[0]).toBe('1020 Allow Tcp * -> AzureActiveDirectory:80,443');
  });
});

test.each<[string, Partial<SecuredSubnetProps>, string]>([
  ['the id of something else', { subnetId: IDS.policy }, '[Network/Training] subnetId: '],
  ['a range that is none', { subnetAddressPrefixes: ['10.1.1.0'.repeat(2)] }, '[Network/Training] subnetAddressPrefixes: address range '],
  [
    'two kinds of firewall rules', { firewallPolicyRules, firewallRuleCollections },
    '[Network/Training] firewallPolicyRules and firewallRuleCollections: a firewall has either a policy or classic rules, ' +
      'and both are given',
  ],
])('refuses %s, and says where', (_, props, message) => {
  expect(() => secured(props)).toThrow(message);
});

test('one subnet is secured once', () => {
  const stack = newStack();
  const add = (id: string, subnetId: string): unknown =>
    new SecuredSubnet(stack, id, { requirements: signIn(), subnetId, securityGroup: { ...securityGroup, name: id } });
  add('Training', IDS.subnet);
  expect(() => add('Again', IDS.subnet)).toThrow('[Network/Again/SecurityGroup] the network security group of the subnet ');
  add('Inference', IDS.otherSubnet);
});

test('one firewall takes the rules of two subnets', () => {
  const stack = newStack();
  for (const [id, subnetId, priority] of [['Training', IDS.subnet, 500], ['Inference', IDS.otherSubnet, 600]] as const) {
    new SecuredSubnet(stack, id, {
      requirements: signIn(), subnetId,
      subnetAddressPrefixes: [`10.1.${priority / 100}.0/24`], securityGroup: { ...securityGroup, name: id },
      routeTable: { ...routeTable, name: id },
      firewallPolicyRules: { ...firewallPolicyRules, name: id, priority },
    });
  }
  const json = JSON.parse(textOf(stack)) as Fields;
  expect(checkStack(json)).toEqual([]);
  expect(resources(json, 'firewall_policy_rule_collection_group').map(({ name, priority }) => `${String(name)} ${String(priority)}`).sort())
    .toEqual(['Inference 600', 'Training 500']);
});

test('says what its parts do not carry and what they write otherwise', () => {
  const own = (id: string, slot: number, endpoint: Endpoint, port: number): Requirement =>
    Requirement.outbound({ id, slot, endpoint, ports: Ports.tcp(port), purpose: 'Test' });
  const requirements = signIn().plus(
    own('host', 2000, Endpoint.fqdn('git.example.com'), 22), own('path', 2001, Endpoint.url('example.com/x/*'), 443),
  );
  const add = (props: Partial<SecuredSubnetProps>): SecuredSubnet => new SecuredSubnet(newStack(), 'Training', {
    requirements, subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24'],
    securityGroup: { ...securityGroup, hostNameTraffic: 'filtered-by-firewall' as never }, ...props,
  });
  for (const subnet of [add({ firewallPolicyRules }), add({ firewallRuleCollections })]) {
    expect(subnet.unexpressed.map(({ language, requirementId: requirement }) => `${language}: ${requirement}`))
      .toEqual(['Azure Firewall: host']);
    expect(subnet.substitutions.map(({ language, requirementId: requirement }) => `${language}: ${requirement}`)).toEqual([
      'network security group: host', 'network security group: path', 'Azure Firewall: path',
    ]);
  }
  const alone = add({});
  expect([alone.routeTable, alone.firewallPolicyRules, alone.firewallRuleCollections, ...alone.unexpressed])
    .toEqual([undefined, undefined, undefined]);
  expect(alone.substitutions).toHaveLength(2);
});

test('hands on how traffic inside the network is treated', () => {
  const json = secured({ securityGroup: { ...securityGroup, intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']) } });
  expect(lines(json, 'Outbound')).toContain('4090 Allow * * -> 10.1.0.0/16:*');
});
