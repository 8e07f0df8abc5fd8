import { DataAzurermFirewallPolicy } from '@cdktf/provider-azurerm/lib/data-azurerm-firewall-policy';
import { DataAzurermIpGroup } from '@cdktf/provider-azurerm/lib/data-azurerm-ip-group';
import { DataAzurermNetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/data-azurerm-network-security-group';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, LocalBackend, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import {
  Cloud, DefaultRoute, Edition, EgressRoutes, FirewallPolicyRules, HostNameTraffic, IntraNetworkTraffic, MachineLearning, Scenario,
  SecurityGroupRules,
} from '../lib';

// Network security group, route table, policy and IP group belong to a landing zone and exist already. Rules and routes are
// added to them. Other subnets share the group, so the rules are held to the addresses of the compute subnet.
class ExistingResourcesStack extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, 'existing-resources');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new LocalBackend(this, { path: '../../../terraform.existing-resources.tfstate' });

    const resourceGroupName = 'rg-landing-zone';
    const group = new DataAzurermNetworkSecurityGroup(this, 'SecurityGroup', { name: 'nsg-shared', resourceGroupName });
    const policy = new DataAzurermFirewallPolicy(this, 'Policy', { name: 'fwp-hub', resourceGroupName });
    const spokes = new DataAzurermIpGroup(this, 'Spokes', { name: 'ipg-spokes', resourceGroupName });
    const firewallAddress = new TerraformVariable(this, 'firewall_address', {
      type: 'string', description: 'Private address of the firewall',
    });
    const routeTableId = new TerraformVariable(this, 'route_table_id', {
      type: 'string', description: 'Id of the route table of the landing zone',
    });

    const requirements = MachineLearning.requirements({
      cloud: Cloud.PUBLIC, region: 'germanywestcentral', edition: Edition.E2026_03_19,
      workspace: { privateEndpoint: true }, compute: { publicIp: false },
      scenarios: [Scenario.PYTHON_PACKAGES],
    });
    new SecurityGroupRules(this, 'Training', {
      requirements, securityGroupId: group.id, subnetAddressPrefixes: ['10.20.1.0/24'],
      hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
      intraNetworkTraffic: IntraNetworkTraffic.within(['10.20.0.0/16']),
    });
    new FirewallPolicyRules(this, 'Egress', {
      requirements, firewallPolicyId: policy.id, name: 'azureml', priority: 700, sourceIpGroupIds: [spokes.id],
    });
    new EgressRoutes(this, 'Routes', {
      requirements, routeTableId: routeTableId.stringValue, defaultRoute: DefaultRoute.throughFirewall(firewallAddress.stringValue),
    });
  }
}

const app = new App();
new ExistingResourcesStack(app);
app.synth();
