import { TerraformStack } from 'cdktf';
import {
  Cloud, DefaultRoute, Edition, HostNameTraffic, IntraNetworkTraffic, MachineLearning, RequirementSet, Scenario, SecuredSubnet,
} from '../lib';
import { policyId, prefixOf, subnetId } from './hand-written';

function requirementSet(): RequirementSet {
  return MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true },
    compute: { publicIp: false },
    scenarios: [Scenario.PYTHON_PACKAGES],
  });
}

function secure(stack: TerraformStack, i: number, requirements: RequirementSet): void {
  const place = { location: 'westus2', resourceGroupName: 'rg' };
  new SecuredSubnet(stack, `Subnet${i}`, {
    requirements,
    subnetId: subnetId(i), subnetAddressPrefixes: [prefixOf(i)],
    securityGroup: {
      ...place, name: `nsg-${i}`, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
      intraNetworkTraffic: IntraNetworkTraffic.within(['10.0.0.0/8']),
    },
    routeTable: { ...place, name: `rt-${i}`, defaultRoute: DefaultRoute.throughFirewall('172.16.0.4') },
    firewallPolicyRules: { firewallPolicyId: policyId(i), name: `azureml-${i}`, priority: 500 + i },
  });
}

/** The same resources as `hand-written.ts`, through the library; all subnets are of one workspace and share its requirement set. */
export function oneWorkspace(stack: TerraformStack, subnets: number): void {
  const requirements = requirementSet();
  for (let i = 0; i < subnets; i++) {
    secure(stack, i, requirements);
  }
}

/** As `oneWorkspace`, but each subnet is of another workspace with a requirement set of its own. */
export function manyWorkspaces(stack: TerraformStack, subnets: number): void {
  for (let i = 0; i < subnets; i++) {
    secure(stack, i, requirementSet());
  }
}
