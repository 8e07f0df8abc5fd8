// Command network synthesizes a subnet for compute without public IP addresses, behind a firewall whose policy somebody else makes.
package main

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf-azureml-network/cdktf-azureml-network-go/azuremlnetwork"
	"github.com/cdktf/cdktf-provider-azurerm-go/azurerm/v14/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

const (
	region    = "westus2"
	networkID = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-ml/providers/Microsoft.Network"
)

func newNetworkStack(scope constructs.Construct, name string) cdktf.TerraformStack {
	stack := cdktf.NewTerraformStack(scope, jsii.String(name))
	provider.NewAzurermProvider(stack, jsii.String("azurerm"), &provider.AzurermProviderConfig{
		Features: &[]*provider.AzurermProviderFeatures{{}},
	})
	cdktf.NewLocalBackend(stack, &cdktf.LocalBackendConfig{
		Path: jsii.String("../../../terraform." + name + ".tfstate"),
	})

	requirements := azuremlnetwork.MachineLearning_Requirements(&azuremlnetwork.MachineLearningRequirementsProps{
		Cloud:     azuremlnetwork.Cloud_PUBLIC,
		Region:    jsii.String(region),
		Edition:   azuremlnetwork.Edition_E2026_03_19,
		Workspace: &azuremlnetwork.WorkspaceProps{PrivateEndpoint: jsii.Bool(true)},
		Compute:   &azuremlnetwork.ComputeProps{PublicIp: jsii.Bool(false)},
		Scenarios: &[]azuremlnetwork.Scenario{
			azuremlnetwork.Scenario_MICROSOFT_IMAGES,
			azuremlnetwork.Scenario_PYTHON_PACKAGES,
		},
	})
	azuremlnetwork.NewSecuredSubnet(stack, jsii.String("Training"), &azuremlnetwork.SecuredSubnetProps{
		Requirements:          requirements,
		SubnetId:              jsii.String(networkID + "/virtualNetworks/vnet-ml/subnets/training"),
		SubnetAddressPrefixes: jsii.Strings("10.1.1.0/24"),
		SecurityGroup: &azuremlnetwork.SecurityGroupOptions{
			Name:                jsii.String("nsg-training"),
			Location:            jsii.String(region),
			ResourceGroupName:   jsii.String("rg-ml"),
			HostNameTraffic:     azuremlnetwork.HostNameTraffic_FILTERED_BY_FIREWALL,
			IntraNetworkTraffic: azuremlnetwork.IntraNetworkTraffic_Within(jsii.Strings("10.1.0.0/16")),
		},
		RouteTable: &azuremlnetwork.EgressRouteTableOptions{
			Name:              jsii.String("rt-training"),
			Location:          jsii.String(region),
			ResourceGroupName: jsii.String("rg-ml"),
			DefaultRoute:      azuremlnetwork.DefaultRoute_ThroughFirewall(jsii.String("10.0.1.4")),
		},
		FirewallPolicyRules: &azuremlnetwork.FirewallPolicyRulesOptions{
			FirewallPolicyId: jsii.String(networkID + "/firewallPolicies/fwp-hub"),
			Name:             jsii.String("azureml"),
			Priority:         jsii.Number(500),
			DnsProxy:         jsii.Bool(true),
		},
	})
	// Synthesis fails when the rules do not let through what the workspace needs, or let through more.
	cdktf.Aspects_Of(stack).Add(azuremlnetwork.NewVerifyRequirements(nil))
	return stack
}

func main() {
	app := cdktf.NewApp(nil)
	newNetworkStack(app, "network")
	app.Synth()
}
