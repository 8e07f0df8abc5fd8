import { TerraformStack } from 'cdktf';
import { Cloud, DefaultRoute, Edition, HostNameTraffic, IntraNetworkTraffic, MachineLearning, Scenario, SecuredSubnet } from '../dist';
import { POLICY, prefixOf, subnetId } from './hand-written';

/** The same resources as `hand-written.ts`, through the library. Each subnet has a requirement set of its own. */
export function withLibrary(stack: TerraformStack, i: number): void {
  const place = { location: 'westus2', resourceGroupName: 'rg' };
  new SecuredSubnet(stack, `Subnet${i}`, {
    requirements: MachineLearning.requirements({
      cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19, workspace: { privateEndpoint: true }, compute: { publicIp: false },
      scenarios: [Scenario.PYTHON_PACKAGES],
    }),
    subnetId: subnetId(i), subnetAddressPrefixes: [prefixOf(i)],
    securityGroup: { ...place, name: `nsg-${i}`, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL, intraNetworkTraffic: IntraNetworkTraffic.within(['10.0.0.0/8']) },
    routeTable: { ...place, name: `rt-${i}`, defaultRoute: DefaultRoute.throughFirewall('172.16.0.4') },
    firewallPolicyRules: { firewallPolicyId: POLICY, name: `azureml-${i}`, priority: 500 + i },
  });
}
