import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { NetworkSecurityGroup, type NetworkSecurityGroupSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-group';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { App, Aspects, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { IConstruct } from 'constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DefaultRoute, Deployment, DeploymentStack, Endpoint, FindingId, FirewallPolicyRules, FirewallSku, HostNameTraffic,
  IntraNetworkTraffic, Ports, Requirement, SecuredSubnet, SecurityGroup, VerifyRequirements,
  type RequirementSet, type SecuredSubnetProps, type VerifyRequirementsProps,
} from '../../lib';
import { annotations, IDS, newApp, newStack, PLACE, requirementSet, signIn } from './synthesis';

const FIREWALL = '10.0.1.4';
const within = (...ranges: string[]) => ({ name: 'nsg', ...PLACE, intraNetworkTraffic: IntraNetworkTraffic.within(ranges) });

/** A subnet behind a firewall, whose rules are in the same stack. */
function secured(stack: TerraformStack, changes: Partial<SecuredSubnetProps> = {}, id = 'Training'): SecuredSubnet {
  return new SecuredSubnet(stack, id, {
    requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24'], securityGroup: within('10.1.0.0/16'),
    routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall(FIREWALL) },
    firewallPolicyRules: { firewallPolicyId: IDS.policy, name: 'ml', priority: 500 }, ...changes,
  });
}

/** What fails a synthesis; empty when nothing does. */
function failure(synthesize: () => unknown): string {
  try {
    synthesize();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The problems that fail the synthesis of a stack. */
function problems(stack: TerraformStack): string[] {
  return failure(() => Testing.synth(stack, true)).split('\n').filter((line) => line.startsWith('  [')).map((line) => line.trim());
}

function verify(scope: IConstruct, props: VerifyRequirementsProps = {}): void {
  Aspects.of(scope).add(new VerifyRequirements(props));
}

const groupOf = (scope: IConstruct): NetworkSecurityGroup => scope.node.findAll().find((one) => one instanceof NetworkSecurityGroup)!;
const said = (scope: IConstruct): string[] => annotations(scope).filter((text) => / verification/.test(text));

/** The rules of the security group, changed as a user may with an escape hatch. */
function change(scope: IConstruct, changed: (rules: NetworkSecurityGroupSecurityRule[]) => NetworkSecurityGroupSecurityRule[]): void {
  const group = groupOf(scope);
  group.putSecurityRule(changed(group.securityRuleInput as NetworkSecurityGroupSecurityRule[]));
}

describe('a stack', () => {
  test('whose rules meet the requirements is synthesized, and has what the answers rest on as an annotation', () => {
    const stack = newStack();
    secured(stack);
    verify(stack);
    expect(problems(stack)).toEqual([]);
    expect(said(stack)).toEqual([expect.stringMatching(
      /^info verification: rules-not-read: firewall policy: .*not made here\)\. .* At Network\/Training\/FirewallPolicyRules\/Group\.$/,
    )]);
  });

  test('fails when a rule was removed with an override; the message names the subnet, the requirement and the rule', () => {
    const stack = newStack();
    const subnet = secured(stack);
    change(subnet, (rules) => rules.filter(({ name }) => !String(name).includes('AzureActiveDirectory')));
    verify(stack);
    const [first, ...others] = problems(stack);
    expect(others).toEqual([]);
    expect(first).toMatch(
      /^\[Network\] requirement-denied: Network\/Training: basic\.azure-active-directory: outbound TCP 80,443 serviceTag AzureActiveDirectory is denied\. .*4096/,
    );
    expect(first).toMatch(
      / For example: Training outbound tcp 80 AzureActiveDirectory\. At Network\/Training\/SecurityGroup\/Resource security_rule Deny-Other-Outbound\. Add the rule that is missing, /,
    );
    expect(first).toMatch(
      / acknowledge the finding "requirement-denied" with the subject "Training basic\.azure-active-directory" and a reason\.$/,
    );
  });

  test('fails when an override opens more', () => {
    const stack = newStack();
    const subnet = secured(stack);
    change(subnet, (rules) => [...rules, {
      name: 'ssh', priority: 999, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourcePortRange: '*',
      sourceAddressPrefix: 'Internet', destinationAddressPrefix: '*', destinationPortRange: '22',
    }]);
    verify(stack);
    expect(problems(stack).join()).toContain('[Network] open-beyond-requirements: Network/Training: ');
  });

  test('fails when it is unknown', () => {
    const stack = newStack();
    secured(stack, { firewallPolicyRules: undefined });
    verify(stack);
    expect(problems(stack)).toEqual([
      expect.stringMatching(
        /^\[Network\] not-evaluated: Network\/Training: Routes of the subnet lead to the appliance 10\.0\.1\.4, and the rules of this appliance were not read: .* In the property appliances, name the firewall policy that the address belongs to/,
      ),
    ]);
  });

  test('is looked at after the aspects that change it', () => {
    const stack = newStack();
    const subnet = secured(stack);
    verify(stack);
    Aspects.of(stack).add({ visit: (node) => (node === groupOf(subnet) ? groupOf(subnet).putSecurityRule([]) : undefined) });
    // without rules, Azure allows it
    expect(problems(stack).some((text) => text.includes('requirement-denied: Network/Training'))).toBe(false);
    expect(problems(stack).some((text) => text.includes('open-beyond-requirements: Network/Training'))).toBe(true);
  });

  test('is not verified without the aspect', () => {
    const stack = newStack();
    const subnet = secured(stack);
    groupOf(subnet).putSecurityRule([]);
    expect(problems(stack)).toEqual([]);
    expect(said(stack)).toEqual([]);
  });

  test('without a subnet to verify has a warning', () => {
    const stack = newStack();
    verify(stack);
    expect(problems(stack)).toEqual([]);
    expect(said(stack)).toEqual([expect.stringContaining('warn verification-without-subnet: nothing is verified')]);
  });

  test('gives the same annotations each time, and each once', () => {
    const run = (): string[] => {
      const stack = newStack();
      secured(stack, { firewallPolicyRules: undefined, routeTable: undefined });
      verify(stack);
      Testing.synth(stack, true);
      Testing.synth(stack, true);
      return said(stack);
    };
    expect(run()).toEqual(run());
    expect(new Set(run()).size).toBe(run().length);
    expect(run()).toContainEqual(expect.stringMatching(/^warn verification: subnet-without-route-table: Network\/Training: /));
  });
});

describe('acknowledged findings', () => {
  const accepted = {
    finding: FindingId.NOT_EVALUATED, subject: `Training appliance ${FIREWALL}`, reason: 'The team of the hub verifies it',
  };

  test('do not fail the synthesis, and stay visible with their reason', () => {
    const stack = newStack();
    secured(stack, { firewallPolicyRules: undefined });
    verify(stack, { acknowledged: [accepted] });
    expect(problems(stack)).toEqual([]);
    expect(said(stack)).toEqual([expect.stringMatching(
      /^info verification-acknowledged: not-evaluated: Network\/Training: .* Acknowledged: The team of the hub verifies it$/,
    )]);
  });

  test('that are not there are shown', () => {
    const stack = newStack();
    secured(stack);
    verify(stack, { acknowledged: [accepted] });
    expect(problems(stack)).toEqual([]);
    expect(said(stack).join('\n')).toContain('warn verification: acknowledgement-unused: ');
  });

  test('with an id that is none fail', () => {
    const stack = newStack();
    secured(stack);
    expect(() => verify(stack, { acknowledged: [{ ...accepted, finding: 'not-evaluatd' as FindingId }] }))
      .toThrow('did you mean "not-evaluated"?');
  });
});

describe('where the aspect is added', () => {
  test('twice: nothing is said twice', () => {
    const stack = newStack();
    const subnet = secured(stack, { firewallPolicyRules: undefined, routeTable: undefined });
    groupOf(subnet).putSecurityRule([]);
    verify(stack, { acknowledged: [{ finding: FindingId.SUBNET_WITHOUT_ROUTE_TABLE, subject: 'Training', reason: 'test' }] });
    const once = problems(stack);
    verify(stack, { acknowledged: [{ finding: FindingId.SUBNET_WITHOUT_ROUTE_TABLE, subject: 'Training', reason: 'test' }] });
    verify(subnet);
    expect(once.length).toBeGreaterThan(0);
    expect(problems(stack)).toEqual(once);
    expect(said(stack)).toEqual([expect.stringContaining('info verification-acknowledged: subnet-without-route-table')]);
  });

  test('a single subnet: others are left alone', () => {
    const stack = newStack();
    const good = secured(stack);
    const bad = secured(stack, {
      subnetId: IDS.otherSubnet, subnetAddressPrefixes: ['10.1.2.0/24'], securityGroup: { ...within('10.1.0.0/16'), name: 'other' },
      routeTable: undefined, firewallPolicyRules: undefined,
    }, 'Inference');
    groupOf(bad).putSecurityRule([]);
    verify(good);
    expect(problems(stack)).toEqual([]);
    verify(bad);
    const found = problems(stack);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((text) => text.includes('Network/Inference'))).toBe(true);
  });

  test('the app: every stack with a security group', () => {
    const app = newApp();
    const [first, second] = [newStack(app, 'first'), newStack(app, 'second')];
    secured(first);
    const bad = secured(second, {
      subnetId: IDS.otherSubnet, subnetAddressPrefixes: ['10.1.2.0/24'],
      firewallPolicyRules: { firewallPolicyId: IDS.policy, name: 'other', priority: 600 },
    });
    newStack(app, 'empty');
    verify(app);
    expect(() => app.synth()).not.toThrow();
    groupOf(bad).putSecurityRule([]);
    const message = failure(() => app.synth());
    expect(message).toContain('[second] open-beyond-requirements: second/Training');
    expect(message).not.toContain('[first]');
    expect(said(app).join('\n')).not.toContain('verification-without-subnet');
  });

  test('the app: what it acknowledges is for any stack, and what is for none is said once', () => {
    const app = newApp();
    for (const [name, subnetId, prefix] of [['first', IDS.subnet, '10.1.1.0/24'], ['second', IDS.otherSubnet, '10.1.2.0/24']] as const) {
      secured(newStack(app, name), { subnetId, subnetAddressPrefixes: [prefix], firewallPolicyRules: undefined }, name);
    }
    verify(app, { acknowledged: ['first', 'second', 'third']
      .map((name) => ({ finding: FindingId.NOT_EVALUATED, subject: `${name} appliance ${FIREWALL}`, reason: 'test' })) });
    expect(() => app.synth()).not.toThrow();
    expect(said(app).filter((text) => text.includes('acknowledgement-unused'))).toEqual([expect.stringContaining('third appliance')]);
  });

  test('the app: subnets are refused, because it is not said whose they are', () => {
    const app = newApp();
    secured(newStack(app));
    verify(app, { subnets: [{ name: 'x', subnetId: IDS.subnet, requirements: signIn() }] });
    expect(failure(() => app.synth())).toContain('VerifyRequirements: subnets: an aspect of the app ' +
      'cannot tell which stack they belong to');
  });
});

describe('subnets that are secured with single constructs', () => {
  function single(requirements: RequirementSet, props: Partial<VerifyRequirementsProps> = {}): TerraformStack {
    const stack = newStack();
    const subnet = new Subnet(stack, 'Subnet', {
      name: 'training', resourceGroupName: 'rg', virtualNetworkName: 'vnet', addressPrefixes: ['10.1.1.0/24'],
    });
    const group = new SecurityGroup(stack, 'Group', { requirements: signIn(), ...within('10.1.0.0/16') });
    group.associate('training', subnet.id);
    verify(stack, {
      subnets: [{ name: 'training', subnetId: subnet.id, requirements, intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']) }],
      ...props,
    });
    return stack;
  }

  test('are found by a reference to them', () => {
    expect(problems(single(signIn()))).toEqual([]);
    expect(problems(single(requirementSet().only('basic.azure-monitor'))))
      .toContainEqual(expect.stringContaining('requirement-denied: training basic.azure-monitor: '));
  });

  test('have names of their own', () => {
    const stack = newStack();
    secured(stack);
    verify(stack, { subnets: [{ name: 'Training', subnetId: IDS.subnet, requirements: signIn() }] });
    expect(problems(stack)).toEqual([expect.stringContaining('subnets: two subnets have the name "Training"')]);
  });

  test('that are not in the app cannot be evaluated', () => {
    const stack = single(signIn(), { subnets: [{ name: 'other', subnetId: IDS.otherSubnet, requirements: signIn() }] });
    expect(problems(stack)).toEqual([expect.stringMatching(/not-evaluated: other: The files have no subnet ".*subnets\/inference"/)]);
  });
});

describe('references', () => {
  /** Storage of its own, whose name is known or is a variable, behind the firewall by host name. */
  function withStorage(isKnown: boolean, destination?: string): TerraformStack {
    const stack = newStack();
    const name = isKnown ? 'contosoml' : new TerraformVariable(stack, 'storage', { type: 'string' }).stringValue;
    const storage = new StorageAccount(stack, 'Storage', { name, ...PLACE, accountTier: 'Standard', accountReplicationType: 'LRS' });
    const host = `${storage.name}.z1.web.storage.example.com`;
    const requirements = signIn().plus(
      Requirement.outbound({ id: 'own-storage', slot: 2000, endpoint: Endpoint.fqdn(host), ports: Ports.tcp(443), purpose: 'Test' }),
    );
    const subnet = secured(stack, {
      requirements, securityGroup: { ...within('10.1.0.0/16'), hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL },
    });
    if (destination !== undefined) {
      subnet.node.findAll().find((one) => one instanceof FirewallPolicyRuleCollectionGroup)!.putApplicationRuleCollection([{
        name: 'own', priority: 2000, action: 'Allow',
        rule: [
          { name: 'own', sourceAddresses: ['10.1.1.0/24'], destinationFqdns: [destination], protocols: [{ type: 'Https', port: 443 }] },
        ],
      }]);
    }
    verify(stack);
    return stack;
  }

  test.each([true, false])('the same name in a requirement and in a rule is met, whether its value is known or not (%s)', (isKnown) => {
    expect(problems(withStorage(isKnown))).toEqual([]);
  });

  test.each([true, false])('another name is not (%s)', (isKnown) => {
    expect(problems(withStorage(isKnown, 'other.example.com')).join('\n'))
      .toContain(`requirement-${isKnown ? 'denied' : 'unknown'}: Network/Training: own-storage: `);
  });

  test('an address range that only Terraform knows is met by the rule for it, and unknown otherwise', () => {
    const make = (isSame: boolean): string[] => {
      const stack = newStack();
      const [range, other] =
        ['range', 'other'].map((name) => new TerraformVariable(stack, name, { type: 'string' }).stringValue) as [string, string];
      const requirement = (value: string): RequirementSet => signIn().plus(Requirement.outbound({
        id: 'own-range', slot: 2000, endpoint: Endpoint.addressRange(value), ports: Ports.tcp(443), purpose: 'Test',
      }));
      const group = new SecurityGroup(stack, 'Group', { requirements: requirement(range), ...within('10.1.0.0/16') });
      group.associate('x', IDS.subnet);
      verify(stack, { subnets: [{
        name: 'x', subnetId: IDS.subnet, requirements: requirement(isSame ? range : other),
        intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']),
      }] });
      return problems(stack);
    };
    expect(make(true)).toEqual([]);
    expect(make(false)).toEqual([
      expect.stringContaining('opening-unknown: x outbound TCP 443 var.range: '),
      expect.stringContaining('requirement-unknown: x own-range: '),
    ]);
  });

  test('an address space that only Terraform knows is met by the rule for it', () => {
    const stack = newStack();
    const space = new TerraformVariable(stack, 'space', { type: 'list(string)' }).listValue;
    const subnet = secured(stack, {
      requirements: requirementSet().only('basic.virtual-network', 'basic.azure-monitor'), securityGroup: within(...space),
    });
    verify(stack);
    expect(problems(stack)).toEqual([]);
    change(subnet, (rules) => rules.filter(({ name }) => name !== 'Allow-VirtualNetwork'));
    expect(problems(stack)).toEqual([expect.stringContaining('requirement-denied: Network/Training: basic.virtual-network: ')]);
  });

  test('an appliance is known by its address, both of which may be references', () => {
    const make = (props: (address: string, policy: string) => VerifyRequirementsProps): string[] => {
      const stack = newStack();
      const policy = new FirewallPolicy(stack, 'Policy', { name: 'fwp', ...PLACE });
      const address = new TerraformVariable(stack, 'address', { type: 'string' }).stringValue;
      const subnet = secured(stack, {
        firewallPolicyRules: undefined, routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall(address) },
      });
      new FirewallPolicyRules(stack, 'Rules', {
        requirements: signIn(), firewallPolicyId: policy.id, name: 'ml', priority: 500, sources: ['10.1.1.0/24'],
      });
      verify(subnet, props(address, policy.id));
      return problems(stack);
    };
    expect(make((address, policy) => ({ appliances: { [address]: policy } }))).toEqual([]);
    expect(make(() => ({}))).toEqual([expect.stringContaining('not-evaluated: Network/Training: ')]);
    expect(() => make(() => ({ appliances: { '10.0.0.300': IDS.policy } })))
      .toThrow('VerifyRequirements: appliances: "10.0.0.300" is not the private address');
    expect(() => make(() => ({ appliances: { [FIREWALL]: IDS.subnet } })))
      .toThrow('is not the id of a firewall policy or of a firewall');
  });
});

describe('several stacks', () => {
  /** A hub with a firewall, and a spoke whose route leads to it. */
  function hubAndSpoke(
    change: (hub: TerraformStack, rules: FirewallPolicyRules) => void = () => undefined,
  ): { app: App; spoke: TerraformStack } {
    const app = newApp();
    const hub = newStack(app, 'hub');
    const policy = new FirewallPolicy(hub, 'Policy', { name: 'fwp', ...PLACE });
    const firewall = new Firewall(hub, 'Firewall', {
      name: 'fw', ...PLACE, skuName: 'AZFW_VNet', skuTier: 'Standard', firewallPolicyId: policy.id,
      ipConfiguration: [{ name: 'ip', subnetId: IDS.otherSubnet }],
    });
    const rules = new FirewallPolicyRules(hub, 'Rules', {
      requirements: signIn(), firewallPolicyId: policy.id, name: 'ml', priority: 500, sku: FirewallSku.STANDARD, sources: ['10.1.1.0/24'],
    });
    const spoke = newStack(app, 'spoke');
    secured(spoke, {
      firewallPolicyRules: undefined,
      routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall(firewall.ipConfiguration.get(0).privateIpAddress) },
    });
    verify(spoke);
    change(hub, rules);
    return { app, spoke };
  }

  const dropRules = (rules: IConstruct): void =>
    rules.node.findAll().find((one) => one instanceof FirewallPolicyRuleCollectionGroup)!.addOverride('network_rule_collection', null);

  test('the route of a spoke leads to the firewall of the hub', () => {
    const { app, spoke } = hubAndSpoke();
    expect(() => app.synth()).not.toThrow();
    expect(problems(spoke)).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(app.outdir, 'manifest.json'), 'utf8')) as { stacks: object };
    expect(Object.keys(manifest.stacks)).toEqual(['hub', 'spoke']);
    expect(JSON.stringify(manifest)).not.toContain('azureml-network:verification');
  });

  test('a rule that is taken away in the hub fails the spoke', () => {
    const { app } = hubAndSpoke((_, rules) => dropRules(rules));
    expect(failure(() => app.synth()))
      .toMatch(/\[spoke\] requirement-denied: spoke\/Training: basic\.azure-active-directory: .* Firewall fwp: /);
  });

  test('variables of the same name in two stacks are two values', () => {
    const make = (isSame: boolean): string => {
      const app = newApp();
      const [hub, spoke] = [newStack(app, 'hub'), newStack(app, 'spoke')];
      const [there, here] =
        [hub, spoke].map((stack) => new TerraformVariable(stack, 'storage', { type: 'string' }).stringValue) as [string, string];
      const requirement = (name: string): RequirementSet => signIn().only().plus(Requirement.outbound({
        id: 'own-storage', slot: 2000, endpoint: Endpoint.fqdn(`${name}.example.com`), ports: Ports.tcp(443), purpose: 'Test',
      }));
      secured(spoke, {
        requirements: requirement(here), firewallPolicyRules: undefined,
        securityGroup: { ...within('10.1.0.0/16'), hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL },
      });
      new FirewallPolicyRules(isSame ? spoke : hub, 'Rules', {
        requirements: requirement(isSame ? here : there), firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'],
      });
      verify(spoke, { appliances: { [FIREWALL]: IDS.policy } });
      return failure(() => app.synth());
    };
    expect(make(true)).toBe('');
    expect(make(false)).toContain('[spoke] requirement-unknown: spoke/Training: own-storage: ');
  });

  test('what aspects of a later stack take away is found at the end', () => {
    const { app } = hubAndSpoke((hub) => {
      const later = newStack(hub.node.root as App, 'later');
      Aspects.of(later).add({ visit: (node) => (node === later ? dropRules(hub) : undefined) });
    });
    expect(failure(() => app.synth())).toMatch(/\[spoke\] requirement-denied: spoke\/Training: basic\.azure-active-directory: /);
  });
});

test('a deployment stack is verified with what its file acknowledges and the firewall that it names', () => {
  const make = (): DeploymentStack =>
    new DeploymentStack(newApp(), Deployment.fromFile(join(__dirname, '..', '..', 'examples', 'one-subnet.yaml')));
  const stack = make();
  verify(stack);
  expect(problems(stack)).toEqual([]);
  const broken = make();
  groupOf(broken).putSecurityRule([]);
  verify(broken);
  expect(problems(broken).length).toBeGreaterThan(0);
});
