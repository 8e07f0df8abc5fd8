import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { Aspects, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DefaultRoute, Deployment, DeploymentStack, FindingId, IntraNetworkTraffic, SecuredSubnet, VerifyRequirements,
  type VerifyRequirementsProps,
} from '../../lib';
import { matchers } from '../../lib/jest';
import { IDS, newApp, newStack, PLACE, signIn } from '../constructs/synthesis';

const folder = mkdtempSync(join(tmpdir(), 'azureml-network-jest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'one-subnet.yaml');
const ALLOWED = 'Training outbound tcp 443 AzureActiveDirectory';
const DENIED = 'Training outbound tcp 443 AzureMonitor';

/** A subnet with its rules, of which a change may take all away. */
function stackOf(isBroken = false, firewall?: string): TerraformStack {
  const stack = newStack();
  const { securityGroup } = new SecuredSubnet(stack, 'Training', {
    requirements: signIn(), subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24'],
    securityGroup: { name: 'nsg', ...PLACE, intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']) },
    ...(firewall !== undefined && { routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall(firewall) } }),
  });
  if (isBroken) {
    (securityGroup!.node.findChild('Resource') as NetworkSecurityGroup).putSecurityRule([]);
  }
  return stack;
}

/** The same as each form that can be received, with what has to be said where the form does not bring it. */
const props: VerifyRequirementsProps = {
  subnets: [{
    name: 'Training', subnetId: IDS.subnet, requirements: signIn(), addressPrefixes: ['10.1.1.0/24'],
    intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']),
  }],
};
const FORMS: readonly { name: string; receivedOf: (stack: TerraformStack) => unknown; expected?: VerifyRequirementsProps }[] = [
  { name: 'a stack', receivedOf: (stack) => stack },
  { name: 'the text of Testing.synth', receivedOf: (stack) => Testing.synth(stack), expected: props },
  { name: 'a parsed document', receivedOf: (stack) => JSON.parse(Testing.synth(stack)) as unknown, expected: props },
  { name: 'a path', expected: props, receivedOf: (stack) => {
    const path = join(folder, 'cdk.tf.json');
    writeFileSync(path, Testing.synth(stack));
    return path;
  } },
];

/** The message that a failing expectation has. */
function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the expectation holds');
}

describe.each(FORMS)('$name', ({ receivedOf, expected }) => {
  test('meets its requirements, or not', () => {
    expect(receivedOf(stackOf())).toMeetRequirements(expected);
    expect(receivedOf(stackOf(true))).not.toMeetRequirements(expected);
    expect(() => expect(receivedOf(stackOf(true))).toMeetRequirements(expected)).toThrow('expected the network to meet its requirements');
    expect(() => expect(receivedOf(stackOf())).not.toMeetRequirements(expected))
      .toThrow('expected the network not to meet its requirements');
  });

  test('allows and denies flows', () => {
    const received = receivedOf(stackOf());
    expect(received).toAllow(ALLOWED, expected);
    expect(received).toDeny(DENIED, expected);
    expect(received).not.toAllow(DENIED, expected);
    expect(received).not.toDeny(ALLOWED, expected);
    expect(() => expect(received).toAllow(DENIED, expected)).toThrow('expected the flow to be allowed');
    expect(() => expect(received).toDeny(ALLOWED, expected)).toThrow('expected the flow to be denied');
    expect(() => expect(received).not.toAllow(ALLOWED, expected)).toThrow('expected the flow not to be allowed');
  });
});

describe('messages', () => {
  test('show the findings', () => {
    expect(messageOf(() => expect(stackOf(true)).toMeetRequirements()))
      .toMatch(/1 of 1 requirement met[\s\S]*Errors\n\nopen-beyond-requirements: Training[\s\S]*example: Training outbound /);
  });

  test('show what happens to the flow, rule by rule', () => {
    expect(messageOf(() => expect(stackOf()).toAllow(DENIED)))
      .toMatch(
        /denied: Training outbound tcp 443 AzureMonitor\n\n1\. security group: denied\n[\s\S]*Allow-AzureActiveDirectory-Tcp[\s\S]*Deny-Other-Outbound/,
      );
  });
});

describe('what is unknown passes in no form', () => {
  const unknown = (): TerraformStack => stackOf(false, '10.0.1.4');

  test.each<[string, (received: unknown) => void]>([
    ['toMeetRequirements', (received) => expect(received).toMeetRequirements()],
    ['not.toMeetRequirements', (received) => expect(received).not.toMeetRequirements()],
    ['toAllow', (received) => expect(received).toAllow(ALLOWED)],
    ['not.toAllow', (received) => expect(received).not.toAllow(ALLOWED)],
    ['toDeny', (received) => expect(received).toDeny(ALLOWED)],
    ['not.toDeny', (received) => expect(received).not.toDeny(ALLOWED)],
  ])('%s', (_, expectation) => {
    expect(messageOf(() => expectation(unknown()))).toContain(', and that is unknown\n\n');
  });

  test('acknowledged, it is accepted', () => {
    expect(unknown())
      .toMeetRequirements({ acknowledged: [{ finding: FindingId.NOT_EVALUATED, subject: 'Training appliance 10.0.1.4', reason: 'test' }] });
  });

  test('an aspect of the stack states what holds here, too', () => {
    const stack = unknown();
    Aspects.of(stack).add(new VerifyRequirements({
      acknowledged: [{ finding: FindingId.NOT_EVALUATED, subject: 'Training appliance 10.0.1.4', reason: 'test' }],
    }));
    expect(stack).toMeetRequirements();
  });
});

test('a deployment', () => {
  const deployment = Deployment.fromFile(EXAMPLE);
  const stack = new DeploymentStack(newApp(), deployment);
  expect(stack).toMeetRequirements();
  expect(stack).toMeetRequirements(deployment);
  expect(Testing.synth(stack)).toMeetRequirements(deployment);
  const [name] = Object.keys(stack.subnets);
  expect(Testing.synth(stack)).toDeny(`${name} outbound tcp 22 203.0.113.7`, deployment);
  expect(() => expect(Testing.synth(stackOf())).toMeetRequirements(deployment)).toThrow('is unknown');
});

test('references of a document are followed, such as the id of a subnet', () => {
  const stack = newStack();
  const policy = new FirewallPolicy(stack, 'Policy', { name: 'fwp', ...PLACE });
  const subnetId = new TerraformVariable(stack, 'subnet', { type: 'string' }).stringValue;
  new SecuredSubnet(stack, 'Training', {
    requirements: signIn(), subnetId, subnetAddressPrefixes: ['10.1.1.0/24'],
    securityGroup: { name: 'nsg', ...PLACE, intraNetworkTraffic: IntraNetworkTraffic.within(['10.1.0.0/16']) },
    routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') },
    firewallPolicyRules: { firewallPolicyId: policy.id, name: 'ml', priority: 500 },
  });
  const [subnet] = props.subnets!;
  const own = { subnets: [{ ...subnet!, subnetId: '${var.subnet}' }], appliances: { '10.0.1.4': '${azurerm_firewall_policy.Policy.id}' } };
  expect(Testing.synth(stack)).toMeetRequirements(own);
  expect(() => expect(Testing.synth(stack)).toMeetRequirements({ ...own, appliances: {} })).toThrow('is unknown');
});

describe('what is no network is refused', () => {
  test.each([
    [undefined, 'expect: undefined is not a stack, the text of Testing.synth, a parsed document, or the path of Terraform JSON'],
    ['{', 'expect: the text is not JSON'],
    ['none.json', '"none.json" cannot be read'],
    [newApp(), 'expect: an app is given; give one of its stacks'],
    [new Construct(stackOf(), 'Part'), 'expect: "Network/Part" is a construct, but not a stack'],
    [[stackOf()], 'expect: a list of constructs is given; give one stack'],
    [{}, 'is not Terraform JSON'],
    [new Map(), 'expect: an object of the class Map is given; give a stack, '],
    [TerraformStack, 'expect: a function or a class is given; give a stack, '],
    [Deployment.fromFile(EXAMPLE), 'expect: a deployment is given; give a stack, '],
  ])('%#', (received, message) => {
    expect(() => expect(received).toMeetRequirements(props)).toThrow(message);
    expect(() => expect(received).not.toMeetRequirements(props)).toThrow(message);
  });

  test('a flow that is none, and a document without subnets', () => {
    expect(() => expect(stackOf()).toAllow('Trainig outbound tcp 443 pypi.org')).toThrow('did you mean "Training"?');
    expect(() => expect(Testing.synth(stackOf())).toMeetRequirements()).toThrow('expected: is missing, or has no subnets');
  });
});

describe('what plain JavaScript gives by mistake is refused, and never counts as a network that meets its requirements', () => {
  test.each<[unknown, string]>([
    [null, 'expected: null is given; give an object'],
    ['deployment.yaml', 'expected: the text "deployment.yaml" is given; give an object'],
    [[], 'expected: a list is given'],
    [{ subnet: [] }, 'expected.subnet: is not a property here; did you mean "subnets"?'],
    [{ deployment: 'x' }, 'is neither a deployment of this package nor what VerifyRequirements takes; give Deployment.fromFile(...)'],
    [{ subnets: 'training' }, 'expected.subnets: the text "training" is given; give a list'],
  ])('%j as what is expected', (expected, message) => {
    for (const received of [stackOf(), Testing.synth(stackOf())]) {
      expect(() => expect(received).toMeetRequirements(expected as VerifyRequirementsProps)).toThrow(message);
      expect(() => expect(received).not.toMeetRequirements(expected as VerifyRequirementsProps)).toThrow(message);
    }
  });

  test.each([undefined, null, 443])('%s as a flow', (flow) => {
    expect(() => expect(stackOf()).toAllow(flow as unknown as string)).toThrow(/^flow: .*give a text$/);
    expect(() => expect(stackOf()).not.toDeny(flow as unknown as string)).toThrow(/^flow: .*give a text$/);
  });

  test('a promise', () => {
    expect(() => expect(Promise.resolve(stackOf())).toMeetRequirements(props)).toThrow('expect: a promise is given; await it first');
  });
});

test('they can be added by hand', () => {
  expect(Object.keys(matchers)).toEqual(['toMeetRequirements', 'toAllow', 'toDeny']);
});
