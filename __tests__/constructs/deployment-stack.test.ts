import { stringify } from 'yaml';
import { Deployment, DeploymentStack, type NatEgress } from '../../lib';
import type { DeploymentDescription } from '../../lib/deployment/description';
import { Scenario } from '../../lib/requirements/scenario';
import { EXISTING, MADE, OWN_NEEDS } from '../deployment/documents';
import { file } from '../deployment/files';
import { annotations, newApp } from './synthesis';

const stackOf = (description: DeploymentDescription): DeploymentStack =>
  new DeploymentStack(newApp(), Deployment.fromFile(file(stringify(description))));

test('what the file describes is on the stack', () => {
  const [made, existing] = [stackOf(MADE), stackOf(EXISTING)];
  expect([made, existing].map((stack) =>
    [stack.firewallPolicyRules, stack.firewallRuleCollections, stack.dataExfiltrationProtection, stack.natGateway as NatEgress | undefined]
      .map((part) => part?.node.path)))
    .toEqual([
      ['made/Firewall', undefined, undefined, 'made/NatGateway'],
      [undefined, 'existing/Firewall', 'existing/ServiceEndpointPolicy', 'existing/NatGateway'],
    ]);
  expect(made.firewallPolicyRules!.node).toBe(made.node.findChild('Firewall').node);
  const bare = stackOf({ ...EXISTING, firewall: undefined, serviceEndpointPolicy: undefined });
  expect([bare.firewallPolicyRules, bare.firewallRuleCollections, bare.dataExfiltrationProtection])
    .toEqual([undefined, undefined, undefined]);
});

test('data exfiltration protection without its policy is warned of', () => {
  const said = (description: DeploymentDescription): string[] =>
    annotations(stackOf(description)).filter((text) => text.includes('and the file has no serviceEndpointPolicy'));
  expect(said({ ...EXISTING, serviceEndpointPolicy: undefined })).toEqual([
    'warn service-endpoint-policy: data exfiltration protection is on, and the file has no serviceEndpointPolicy: traffic to storage ' +
      'goes past the firewall through the service endpoint, ' +
    'and nothing limits it to named accounts. Add serviceEndpointPolicy, or make the policy where the subnets are made.',
  ]);
  expect(said(EXISTING)).toEqual([]);
  expect(said({ ...EXISTING, scenarios: [], serviceEndpointPolicy: undefined })).toEqual([]);
  const { training, ...others } = OWN_NEEDS.subnets;
  const ofOne = { ...training!, scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION], leaveOut: [] };
  expect(said(OWN_NEEDS)).toEqual([]);
  expect(said({ ...OWN_NEEDS, subnets: { ...others, training: ofOne } })).toHaveLength(1);
});
