import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import {
  Cloud, Endpoint, HostNameTraffic, IntraNetworkTraffic, Ports, Protocol, Requirement, Scenario, SecurityGroup, SecurityGroupRules,
  type SecurityGroupProps, type SecurityGroupRulesProps,
} from '../../lib';
import {
  annotations, codes, IDS, lines, newStack, PLACE, requirementSet, resource, resources, securityRules, signIn, synth, textOf, type Fields,
} from './synthesis';

const made = { name: 'nsg-training', ...PLACE };

/** A security group alone in a stack. */
function group(props: Partial<SecurityGroupProps> = {}): Fields {
  return synth((stack) => new SecurityGroup(stack, 'Training', { requirements: signIn(), ...made, ...props }));
}

/** The same on a group that exists. */
function existing(props: Partial<SecurityGroupRulesProps> = {}): Fields {
  return synth((stack) =>
    new SecurityGroupRules(stack, 'Training', { requirements: signIn(), securityGroupId: IDS.securityGroup, ...props }));
}

function own(id: string, slot: number, endpoint: Endpoint, ports: Ports = Ports.tcp(443)): Requirement {
  return Requirement.outbound({ id, slot, endpoint, ports, purpose: `Need of ${id}` });
}

const closing = ['4090 Allow * * -> VirtualNetwork:*', '4096 Deny * * -> *:*'];

describe('a group that is made', () => {
  test('has a rule for each service tag and protocol, and closes the rest', () => {
    const json = group({ requirements: requirementSet({ compute: { publicIp: true } }), tags: { team: 'ml' } });
    expect(resource(json, 'network_security_group')).toMatchObject({
      name: 'nsg-training', location: 'westus2', resource_group_name: 'rg-ml', tags: { team: 'ml' },
    });
    expect(resources(json, 'network_security_rule')).toEqual([]);
    expect(lines(json, 'Inbound')).toEqual(['1010 Allow Tcp AzureMachineLearning -> VirtualNetwork:44224']);
    expect(lines(json, 'Outbound')).toEqual([
      '1020 Allow Tcp * -> AzureActiveDirectory:80,443',
      '1030 Allow Tcp * -> AzureMachineLearning:443,8787,18881',
      '1040 Allow Udp * -> AzureMachineLearning:5831',
      '1050 Allow Tcp * -> BatchNodeManagement.WestUS2:443',
      '1060 Allow Tcp * -> AzureResourceManager:443',
      '1070 Allow Tcp * -> Storage.WestUS2:443',
      '1080 Allow Tcp * -> AzureFrontDoor.Frontend:443',
      '1090 Allow Tcp * -> MicrosoftContainerRegistry:443',
      '1100 Allow Tcp * -> AzureFrontDoor.FirstParty:443',
      '1110 Allow Tcp * -> AzureMonitor:443',
      ...closing,
    ]);
  });

  test('names the rules and says what they are for', () => {
    expect(securityRules(group()).map(({ name, description }) => `${name}: ${description}`)).toEqual([
      'Allow-AzureActiveDirectory-Tcp: Sign-in with Microsoft Entra ID [basic.azure-active-directory]',
      'Allow-VirtualNetwork: Traffic inside the virtual network',
      'Deny-Other-Outbound: Everything else; Azure would allow it to the Internet',
    ]);
  });

  test('has one rule for what both the catalog and the user ask for, with the ports of both', () => {
    const requirements = requirementSet({ workspace: { privateEndpoint: false } })
      .only('basic.azure-machine-learning-tcp', 'basic.azure-monitor');
    const same = [
      own('monitor', 2000, Endpoint.serviceTag('AzureMonitor')),
      own('ml', 2001, Endpoint.serviceTag('AzureMachineLearning'), Ports.tcp(443, 8787, 18881)),
    ];
    expect(lines(group({ requirements }), 'Outbound'))
      .toEqual(['1030 Allow Tcp * -> AzureMachineLearning:443,8787,18881', '1110 Allow Tcp * -> AzureMonitor:443', ...closing]);
    expect(lines(group({ requirements: requirements.plus(...same) }), 'Outbound'))
      .toEqual(['1030 Allow Tcp * -> AzureMachineLearning:443,8787,18881', '1110 Allow Tcp * -> AzureMonitor:443', ...closing]);
  });

  test('leaves its Terraform resource within reach', () => {
    const stack = newStack();
    const { node } = new SecurityGroup(stack, 'Training', { requirements: signIn(), ...made });
    (node.findChild('Resource') as NetworkSecurityGroup).addOverride('tags.cost', '42');
    expect(resource(JSON.parse(textOf(stack)) as Fields, 'network_security_group').tags).toEqual({ cost: '42' });
  });

  test('needs its name, place and resource group', () => {
    expect(() => group({ location: undefined }))
      .toThrow('[Network/Training] location: a network security group is made with name, location and resourceGroupName; for an existing ' +
        'one use SecurityGroupRules');
    expect(() => group({ name: 'nsg training' })).toThrow('[Network/Training] name: "nsg training" is not a valid name');
  });
});

describe('a group that exists', () => {
  test('gets rules of their own, found by its id', () => {
    const json = existing();
    expect(resources(json, 'network_security_group')).toEqual([]);
    expect(resources(json, 'network_security_rule')).toHaveLength(3);
    for (const rule of resources(json, 'network_security_rule')) {
      expect(rule).toMatchObject({
        resource_group_name: 'rg-network', network_security_group_name: 'nsg-existing', source_port_range: '*',
      });
    }
    expect(lines(json, 'Outbound')).toEqual(lines(group(), 'Outbound'));
  });

  test('by a reference: Terraform takes resource group and name out of the id', () => {
    const json = synth((stack) => {
      const shared = new NetworkSecurityGroup(stack, 'Shared', { name: 'nsg-shared', ...PLACE });
      new SecurityGroupRules(stack, 'Training', { requirements: signIn(), securityGroupId: shared.id });
    });
    expect(resources(json, 'network_security_rule')).toHaveLength(3);
    for (const rule of resources(json, 'network_security_rule')) {
      expect(rule.resource_group_name).toBe('${element(split("/", azurerm_network_security_group.Shared.id), 4)}');
      expect(rule.network_security_group_name).toBe('${element(split("/", azurerm_network_security_group.Shared.id), 8)}');
    }
  });

  test('has the rules that a group that is made has, and says the same of them', () => {
    const stack = newStack();
    const options = { requirements: requirementSet(), intraNetworkTraffic: IntraNetworkTraffic.denied() };
    const [added, whole] = [
      new SecurityGroupRules(stack, 'Added', { ...options, securityGroupId: IDS.securityGroup, subnets: { one: IDS.subnet } }),
      new SecurityGroup(stack, 'Made', { ...options, ...made }),
    ];
    expect(added.rules).toEqual(whole.rules);
    expect(added.unexpressed).toEqual(whole.unexpressed);
    expect(added.substitutions).toEqual(whole.substitutions);
    added.associate('two', IDS.otherSubnet);
    expect(resources(JSON.parse(textOf(stack)) as Fields, 'subnet_network_security_group_association')).toEqual([
      { network_security_group_id: IDS.securityGroup, subnet_id: IDS.subnet },
      { network_security_group_id: IDS.securityGroup, subnet_id: IDS.otherSubnet },
    ]);
  });

  test('is named by the id of a network security group', () => {
    expect(() => existing({ securityGroupId: IDS.routeTable })).toThrow('[Network/Training] securityGroupId: ');
    expect(() => existing({ securityGroupId: 'nsg-existing' }))
      .toThrow('is not the id of a Microsoft.Network/networkSecurityGroups; expected "/subscriptions/');
  });

  test('takes two constructs that have different rules, and no two that have the same', () => {
    const stack = newStack();
    const add = (id: string, securityGroupId: string, props: Partial<SecurityGroupRulesProps> = {}): SecurityGroupRules =>
      new SecurityGroupRules(stack, id, {
        requirements: requirementSet().only('basic.azure-monitor'), securityGroupId, denyOtherOutbound: false, ...props,
      });
    add('One', IDS.securityGroup);
    add('Different', IDS.securityGroup, {
      requirements: requirementSet().only('basic.storage'), intraNetworkTraffic: IntraNetworkTraffic.denied(),
    });
    add('Elsewhere', IDS.securityGroup.replace('nsg-existing', 'nsg-other'));
    expect(() => add('Same', IDS.securityGroup))
      .toThrow(
        /^\[Network\/Same\] priority 1110 \(outbound\) of .*nsg-existing is taken by Network\/One; let one SecurityGroupRules serve all subnets/,
      );
    expect(() => add('Case', IDS.securityGroup.toUpperCase())).toThrow('is taken by Network/One'); // Azure ignores case in ids
    expect(() => add('Name', IDS.securityGroup, { firstPriority: 500 })).toThrow('the rule name Allow-AzureMonitor-Tcp-443 in ');
  });
});

describe('traffic inside the virtual network', () => {
  const withVirtualNetwork = () => requirementSet().only('basic.virtual-network', 'basic.azure-monitor');
  const monitor = '1110 Allow Tcp * -> AzureMonitor:443';

  test('is allowed by its tag, which carries the requirement for private endpoints', () => {
    const json = group({ requirements: withVirtualNetwork(), intraNetworkTraffic: IntraNetworkTraffic.byServiceTag() });
    expect(lines(json, 'Outbound')).toEqual([monitor, ...closing]);
    expect(lines(json, 'Inbound')).toEqual([]);
  });

  test('is allowed within address ranges', () => {
    const json = group({
      requirements: withVirtualNetwork(), intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16', '10.2.0.0/16']),
    });
    // The requirement for private endpoints is for the tag, which the address space stands for.
    expect(lines(json, 'Outbound')).toEqual([monitor, '4090 Allow * * -> 10.1.0.0/16,10.2.0.0/16:*', '4096 Deny * * -> *:*']);
    // Azure lets the tag in behind all rules, so the rest of it is denied, and health probes with it unless they are let in.
    expect(lines(json, 'Inbound')).toEqual([
      '4090 Allow * 10.1.0.0/16,10.2.0.0/16 -> *:*', '4095 Allow * AzureLoadBalancer -> *:*', '4096 Deny * VirtualNetwork -> *:*',
    ]);
  });

  test('is denied in both directions, except what requirements ask for and health probes', () => {
    const json = group({ requirements: withVirtualNetwork(), intraNetworkTraffic: IntraNetworkTraffic.denied() });
    expect(lines(json, 'Outbound')).toEqual(['1010 Allow Tcp * -> VirtualNetwork:443', monitor, '4096 Deny * * -> *:*']);
    expect(lines(json, 'Inbound')).toEqual(['4095 Allow * AzureLoadBalancer -> *:*', '4096 Deny * VirtualNetwork -> *:*']);
  });

  test('is denied also where other outbound traffic is not', () => {
    const json = group({ denyOtherOutbound: false, intraNetworkTraffic: IntraNetworkTraffic.denied() });
    expect(lines(json, 'Outbound')).toEqual(['1020 Allow Tcp * -> AzureActiveDirectory:80,443', '4096 Deny * * -> VirtualNetwork:*']);
  });

  test('has at least one address range, of one family', () => {
    expect(() => IntraNetworkTraffic.within(['10.0.0.0/8', '0.0.0.0/0']))
      .toThrow('IntraNetworkTraffic.within: "0.0.0.0/0" covers every address');
    expect(() => IntraNetworkTraffic.within(['0::/0'])).toThrow('"0::/0" covers every address');
    expect(() => IntraNetworkTraffic.within(['10.1.0.0/16', '192.168.0.0/16', '10.0.0.0/8']))
      .toThrow('"10.0.0.0/8" and "10.1.0.0/16" overlap; keep the wider one');
    expect(() => group({ subnetAddressPrefixes: ['10.1.1.0/24', '10.1.1.0/24'] }))
      .toThrow('subnetAddressPrefixes: "10.1.1.0/24" is given twice');
    expect(
      lines(group({ intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16', '10.2.0.0/16', '10.0.0.0/16']) }), 'Outbound').join(),
    ).toContain('10.0.0.0/16,10.1.0.0/16,10.2.0.0/16');
    expect(() => IntraNetworkTraffic.within([])).toThrow('the address space is empty; use IntraNetworkTraffic.denied() to close it');
    expect(() => group({ intraNetworkTraffic: IntraNetworkTraffic.within(['10.0.0.0/8', 'fd00::/8']) }))
      .toThrow('a security rule takes IPv4 or IPv6 addresses, not both');
    expect(() => group({ subnetAddressPrefixes: ['fd00::/64'], intraNetworkTraffic: IntraNetworkTraffic.within(['10.0.0.0/8']) }))
      .toThrow('not both');
    expect(() => group({ intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.1.1/16']) })).toThrow('did you mean "10.1.0.0/16"?');
  });
});

describe('host names', () => {
  const hosts = () => signIn().plus(
    own('npm', 2000, Endpoint.fqdn('packages.example.org')),
    own('mirror', 2001, Endpoint.fqdn('*.example.com'), Ports.tcp(443, 8080, 8081)),
    own('quic', 2002, Endpoint.fqdn('example.com'), Ports.udp(443)),
    own('all', 2003, Endpoint.url('example.com/x/*'), Ports.all(Protocol.TCP)),
  );

  test('need a decision', () => {
    expect(() => group({ requirements: hosts() })).toThrow(
      '[Network/Training] hostNameTraffic: a network security group cannot filter host names, and 4 requirements have nothing else (npm, ' +
        'mirror, quic, ...); decide: ');
  });

  test('need none where there are none', () => {
    expect(lines(group(), 'Outbound')).toHaveLength(3);
  });

  test('filtered by a firewall: their ports are open to the Internet, one rule for each documented port and each other requirement', () => {
    expect(lines(group({ requirements: hosts(), hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL }), 'Outbound')).toEqual([
      '1020 Allow Tcp * -> AzureActiveDirectory:80,443',
      '3001 Allow Tcp * -> Internet:8080,8081',
      '3002 Allow Udp * -> Internet:443',
      '3003 Allow Tcp * -> Internet:*',
      '4001 Allow Tcp * -> Internet:443',
      ...closing,
    ]);
  });

  test('closed: their ports stay closed and each is listed', () => {
    const stack = newStack();
    const { unexpressed } = new SecurityGroup(stack, 'Training', {
      requirements: hosts(), ...made, hostNameTraffic: HostNameTraffic.CLOSED,
    });
    expect(lines(JSON.parse(textOf(stack)) as Fields, 'Outbound')).toEqual(lines(group(), 'Outbound'));
    expect(unexpressed.map(({ requirementId: requirement, need }) => `${requirement}: ${need}`)).toEqual([
      'npm: outbound TCP 443 fqdn packages.example.org',
      'mirror: outbound TCP 443,8080,8081 fqdn *.example.com',
      'quic: outbound UDP 443 fqdn example.com',
      'all: outbound TCP 0-65535 url example.com/x/*',
    ]);
    expect(unexpressed.every(({ isOutOfPath }) => !isOutOfPath)).toBe(true);
  });

  test('that a service tag stands for open nothing more', () => {
    const withHosts = requirementSet({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS] })
      .only('basic.storage', 'storage-firewall.smb', 'hosts.compute-storage-blob', 'hosts.compute-storage-file');
    expect(lines(group({ requirements: withHosts }), 'Outbound')).toEqual([
      '1070 Allow Tcp * -> Storage.WestUS2:443', '1160 Allow Tcp * -> Storage.WestUS2:445', ...closing,
    ]);
    // Without the tag for 445 that port is left with the host name alone.
    const without = withHosts.without('storage-firewall.smb', 'test');
    expect(lines(group({ requirements: without, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL }), 'Outbound')).toEqual([
      '1070 Allow Tcp * -> Storage.WestUS2:443', '4002 Allow Tcp * -> Internet:445', ...closing,
    ]);
  });

  test('are decided by one of the values', () => {
    expect(() => group({ hostNameTraffic: 'filtered' as HostNameTraffic }))
      .toThrow('[Network/Training] hostNameTraffic: "filtered" is not one of "filtered-by-firewall", "closed"');
  });
});

describe('arguments', () => {
  test('take one value in the singular and more in the plural', () => {
    const requirements = signIn().plus(own('one', 2000, Endpoint.addressRange('203.0.113.0/24')));
    const json = group({ requirements, subnetAddressPrefixes: ['10.1.1.0/24', '10.1.2.0/24'] });
    const rules = resource(json, 'network_security_group').security_rule as Fields[];
    expect(rules[0]).toMatchObject({
      source_address_prefix: null, source_address_prefixes: ['10.1.1.0/24', '10.1.2.0/24'],
      destination_address_prefix: 'AzureActiveDirectory', destination_address_prefixes: null,
      destination_port_range: null, destination_port_ranges: ['80', '443'],
    });
    expect(rules[1])
      .toMatchObject({ destination_address_prefix: '203.0.113.0/24', destination_port_range: '443', destination_port_ranges: null });
  });

  test('take a reference to a whole list in the plural, although it is one text', () => {
    const json = synth((stack) => {
      const ranges = new TerraformVariable(stack, 'ranges', { type: 'list(string)' });
      new SecurityGroup(stack, 'Training', {
        requirements: signIn(), ...made, subnetAddressPrefixes: ranges.listValue,
        intraNetworkTraffic: IntraNetworkTraffic.within(Token.asList(ranges.value)),
      });
    });
    const rules = resource(json, 'network_security_group').security_rule as Fields[];
    const outbound = rules.filter(({ direction }) => direction === 'Outbound');
    expect(outbound).toHaveLength(3);
    outbound.forEach((rule) => expect(rule).toMatchObject({ source_address_prefix: null, source_address_prefixes: '${var.ranges}' }));
    expect(outbound[1]).toMatchObject({ destination_address_prefix: null, destination_address_prefixes: '${var.ranges}' });
  });

  test('a reference to a whole list stands alone, because CDKTF cannot add to it', () => {
    const ranges = (stack: TerraformStack): string[] =>
      [...new TerraformVariable(stack, 'ranges', { type: 'list(string)' }).listValue, '10.2.0.0/16'];
    expect(() =>
      synth((stack) => new SecurityGroup(stack, 'Training', { requirements: signIn(), ...made, subnetAddressPrefixes: ranges(stack) })))
      .toThrow(
        '[Network/Training] subnetAddressPrefixes: a reference to a list is given together with other entries; join them with Fn.concat',
      );
    expect(() => synth((stack) => new SecurityGroup(stack, 'Training', {
      requirements: signIn(), ...made, intraNetworkTraffic: IntraNetworkTraffic.within(ranges(stack)),
    })))
      .toThrow('addressSpace: a reference to a list');
  });

  test('write the ranges of the subnets on the side of the compute', () => {
    const json = group({
      requirements: requirementSet({ compute: { publicIp: true } }).only('basic.compute-management', 'basic.azure-monitor'),
      subnetAddressPrefixes: ['10.1.1.0/24'], intraNetworkTraffic: IntraNetworkTraffic.denied(),
    });
    expect(lines(json, 'Inbound')).toEqual([
      '1010 Allow Tcp AzureMachineLearning -> 10.1.1.0/24:44224', '4095 Allow * AzureLoadBalancer -> 10.1.1.0/24:*',
      '4096 Deny * VirtualNetwork -> 10.1.1.0/24:*',
    ]);
    expect(lines(json, 'Outbound')).toEqual(['1110 Allow Tcp 10.1.1.0/24 -> AzureMonitor:443', '4096 Deny * 10.1.1.0/24 -> *:*']);
    expect(() => group({ subnetAddressPrefixes: [] })).toThrow('subnetAddressPrefixes: the list is empty');
  });

  test('list a requirement of the other address family instead of a rule that matches nothing', () => {
    const stack = newStack();
    const requirements = signIn().plus(
      own('v6', 2000, Endpoint.addressRange('2001:db8::/32')), own('v4', 2001, Endpoint.addressRange('203.0.113.7')),
    );
    const v4 = new SecurityGroup(stack, 'V4', { requirements, ...made, subnetAddressPrefixes: ['10.1.1.0/24'] });
    expect(v4.unexpressed.map(({ requirementId }) => requirementId)).toEqual(['v6']);
    expect(lines(JSON.parse(textOf(stack)) as Fields, 'Outbound')[1]).toBe('3001 Allow Tcp 10.1.1.0/24 -> 203.0.113.7:443');
    expect(lines(group({ requirements }), 'Outbound')).toContain('3000 Allow Tcp * -> 2001:db8::/32:443');
  });

  test('leave other outbound traffic to Azure when told so', () => {
    expect(lines(group({ denyOtherOutbound: false }), 'Outbound')).toEqual(['1020 Allow Tcp * -> AzureActiveDirectory:80,443', closing[0]]);
  });

  test('move all requirements with the first priority', () => {
    const requirements = signIn().plus(own('last', 2999, Endpoint.serviceTag('EventHub')));
    expect(lines(group({ requirements, firstPriority: 100 }), 'Outbound')).toEqual([
      '120 Allow Tcp * -> AzureActiveDirectory:80,443', '3099 Allow Tcp * -> EventHub:443', ...closing,
    ]);
    expect(lines(group({ requirements, firstPriority: 1000 }), 'Outbound')[1]).toBe('3999 Allow Tcp * -> EventHub:443');
    for (const firstPriority of [99, 1001, 100.5]) {
      expect(() => group({ firstPriority }))
        .toThrow(`[Network/Training] firstPriority: ${firstPriority} is not a whole number from 100 to 1000`);
    }
  });
});

describe('associations', () => {
  test('are made for named subnets and by the method', () => {
    const json = synth((stack) => {
      new SecurityGroup(stack, 'Training', { requirements: signIn(), ...made, subnets: { one: IDS.subnet } })
        .associate('two', IDS.otherSubnet);
    });
    const id =
      `\${azurerm_network_security_group.${Object.keys((json.resource as Fields).azurerm_network_security_group as Fields).join()}.id}`;
    expect(resources(json, 'subnet_network_security_group_association')).toEqual([
      { network_security_group_id: id, subnet_id: IDS.subnet }, { network_security_group_id: id, subnet_id: IDS.otherSubnet },
    ]);
  });

  test('take the id of a subnet', () => {
    expect(() => group({ subnets: { one: IDS.policy } })).toThrow('[Network/Training] subnet one: ');
  });

  test('are one for each subnet, in one construct and in two', () => {
    expect(() => group({ subnets: { one: IDS.subnet, two: IDS.subnet } })).toThrow('the network security group of the subnet');
    const stack = newStack();
    new SecurityGroup(stack, 'Training', { requirements: signIn(), ...made, subnets: { one: IDS.subnet } });
    expect(() => new SecurityGroup(stack, 'Twin', { requirements: signIn(), ...made }))
      .toThrow('[Network/Twin] the name nsg-training of a network security group in the resource group rg-ml is taken by Network/Training');
    const other = new SecurityGroup(stack, 'Inference', { requirements: signIn(), ...made, name: 'nsg-inference' });
    expect(() => other.associate('one', IDS.subnet))
      .toThrow(/^\[Network\/Inference\] the network security group of the subnet .*training is taken by Network\/Training$/);
  });
});

describe('limits', () => {
  const many = (count: number): Requirement[] =>
    Array.from({ length: count }, (_, i) => own(`own-${i}`, 2000 + i, Endpoint.addressRange(`203.0.${i >> 8}.${i & 255}`)));

  test('1,000 rules in a group', () => {
    const requirements = requirementSet({ compute: { publicIp: true } });
    const added = many(1000 - lines(group({ requirements }), 'Outbound').length - 1);
    expect(securityRules(group({ requirements: requirements.plus(...added) }))).toHaveLength(1000);
    expect(() => group({ requirements: requirements.plus(...added, own('extra', 2999, Endpoint.serviceTag('EventHub'))) }))
      .toThrow(
        '[Network/Training] a network security group takes at most 1000 rules, and 1001 are needed; ' +
          'spread the requirements over several subnets',
      );
  });

  test('4,000 addresses on each side over all rules', () => {
    const ranges = (count: number): string[] => Array.from({ length: count }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
    // Three rules, each with all ranges of the subnets as its sources.
    expect(securityRules(group({ subnetAddressPrefixes: ranges(1333) }))[0]!.sources).toHaveLength(1333);
    expect(() => group({ subnetAddressPrefixes: ranges(1334) }))
      .toThrow('takes at most 4000 sources in all its rules, and 4002 are needed; use fewer, wider address ranges');
    // Three more destinations outbound and three inbound; the sources are fewer by one.
    expect(() => group({ intraNetworkTraffic: IntraNetworkTraffic.within(ranges(3996)) }))
      .toThrow('takes at most 4000 sources in all its rules, and 4001 are needed');
  });

  test('4,000 ports over all rules', () => {
    // The rules of the sign-in, of the network and of the denial have four ports.
    const withPorts = (count: number): Fields => group({ requirements: signIn().plus(
      Requirement.outbound({
        id: 'many', slot: 2000, endpoint: Endpoint.serviceTag('EventHub'), purpose: 'Test',
        ports: Ports.of(Protocol.TCP, Array.from({ length: count }, (_, i) => String(1000 + 2 * i))),
      })) });
    expect(securityRules(withPorts(3996)).flatMap(({ ports }) => ports)).toHaveLength(4000);
    expect(() => withPorts(3997)).toThrow('takes at most 4000 ports in all its rules, and 4001 are needed; use fewer, wider port ranges');
  });

  test.each(['virtualnetwork', 'azuremonitor-tcp-443'])('names of rules: the id %s gives a name that Azure takes for another', (id) => {
    expect(() => group({ requirements: requirementSet().plus(own(id, 2000, Endpoint.serviceTag('EventHub'))) }))
      .toThrow(`requirement "${id}": its rule would have the name`);
  });
});

test('closed host names are told to be open when nothing denies them', () => {
  const requirements = signIn().plus(own('npm', 2000, Endpoint.fqdn('packages.example.org')));
  const reasonOf = (denyOtherOutbound: boolean): string =>
    new SecurityGroup(newStack(), 'It', {
      requirements, ...made, hostNameTraffic: HostNameTraffic.CLOSED, denyOtherOutbound,
    }).unexpressed[0]!.reason;
  expect(reasonOf(true)).toMatch(/kept closed$/);
  expect(reasonOf(false)).toMatch(/open all the same, because other outbound traffic is not denied$/);
});

test('groups that share a requirement set get the same rules, which cannot be changed through one of them', () => {
  const requirements = signIn();
  const stack = newStack();
  const [one, other] = ['One', 'Other'].map((id) => new SecurityGroup(stack, id, { requirements, ...made, name: id }));
  expect(other!.rules).toEqual(one!.rules);
  expect(() => one!.rules.pop()).toThrow(TypeError);
  expect(() => one!.rules[0]!.destinationPorts.push('22')).toThrow(TypeError);
});

test('advises what a group opens or leaves open', () => {
  const stack = newStack();
  const hosts = signIn().plus(own('npm', 2000, Endpoint.fqdn('packages.example.org')));
  const add = (id: string, props: Partial<SecurityGroupProps>): string[] =>
    codes(new SecurityGroup(stack, id, { requirements: signIn(), ...made, name: id, ...props }));
  expect(add('Plain', {})).toEqual([]);
  expect(add('Open', { denyOtherOutbound: false })).toEqual(['warn other-outbound-open']);
  expect(add('Filtered', { requirements: hosts, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL }))
    .toEqual(['info host-names-opened']);
  expect(add('Closed', { requirements: hosts, hostNameTraffic: HostNameTraffic.CLOSED })).toEqual(['warn unexpressed']);
});

test('names a requirement once that ports are opened for, although several hosts carry it in another cloud', () => {
  const requirements = requirementSet({
    cloud: Cloud.GOVERNMENT, region: 'usgovvirginia',
    kubernetes: { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true } },
    workspace: {
      privateEndpoint: true, storageAccountName: 'mlstore01', containerRegistryName: 'mlregistry',
      workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
    },
  });
  const made = new SecurityGroup(newStack(), 'Group', {
    requirements, name: 'nsg', location: 'usgovvirginia', resourceGroupName: 'rg', hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
  });
  const said = annotations(made).find((text) => text.startsWith('info host-names-opened'))!;
  const ids = /for host names \(([^)]+)\)/.exec(said)![1]!.split(', ');
  expect(ids).toContain('kubernetes.api');
  expect(ids).toEqual([...new Set(ids)]);
});
