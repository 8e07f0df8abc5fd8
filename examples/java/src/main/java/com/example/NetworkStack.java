package com.example;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.Aspects;
import com.hashicorp.cdktf.LocalBackend;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProvider;
import com.hashicorp.cdktf.providers.azurerm.provider.AzurermProviderFeatures;
import io.github.cdktfazuremlnetwork.Cloud;
import io.github.cdktfazuremlnetwork.ComputeProps;
import io.github.cdktfazuremlnetwork.DefaultRoute;
import io.github.cdktfazuremlnetwork.Edition;
import io.github.cdktfazuremlnetwork.EgressRouteTableOptions;
import io.github.cdktfazuremlnetwork.FirewallPolicyRulesOptions;
import io.github.cdktfazuremlnetwork.HostNameTraffic;
import io.github.cdktfazuremlnetwork.IntraNetworkTraffic;
import io.github.cdktfazuremlnetwork.MachineLearning;
import io.github.cdktfazuremlnetwork.MachineLearningRequirementsProps;
import io.github.cdktfazuremlnetwork.RequirementSet;
import io.github.cdktfazuremlnetwork.Scenario;
import io.github.cdktfazuremlnetwork.SecuredSubnet;
import io.github.cdktfazuremlnetwork.SecurityGroupOptions;
import io.github.cdktfazuremlnetwork.VerifyRequirements;
import io.github.cdktfazuremlnetwork.WorkspaceProps;
import java.util.List;
import software.constructs.Construct;

/** A subnet for compute without public IP addresses, behind a firewall whose policy somebody else makes. */
public class NetworkStack extends TerraformStack {
    private static final String REGION = "westus2";
    private static final String NETWORK =
            "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-ml/providers/Microsoft.Network";

    public NetworkStack(Construct scope, String name) {
        super(scope, name);
        AzurermProvider.Builder.create(this, "azurerm")
                .features(List.of(AzurermProviderFeatures.builder().build()))
                .build();
        LocalBackend.Builder.create(this).path("../../../terraform." + name + ".tfstate").build();

        RequirementSet requirements = MachineLearning.requirements(MachineLearningRequirementsProps.builder()
                .cloud(Cloud.PUBLIC)
                .region(REGION)
                .edition(Edition.E2026_03_19)
                .workspace(WorkspaceProps.builder().privateEndpoint(true).build())
                .compute(ComputeProps.builder().publicIp(false).build())
                .scenarios(List.of(Scenario.MICROSOFT_IMAGES, Scenario.PYTHON_PACKAGES))
                .build());
        SecuredSubnet.Builder.create(this, "Training")
                .requirements(requirements)
                .subnetId(NETWORK + "/virtualNetworks/vnet-ml/subnets/training")
                .subnetAddressPrefixes(List.of("10.1.1.0/24"))
                .securityGroup(SecurityGroupOptions.builder()
                        .name("nsg-training")
                        .location(REGION)
                        .resourceGroupName("rg-ml")
                        .hostNameTraffic(HostNameTraffic.FILTERED_BY_FIREWALL)
                        .intraNetworkTraffic(IntraNetworkTraffic.within(List.of("10.1.0.0/16")))
                        .build())
                .routeTable(EgressRouteTableOptions.builder()
                        .name("rt-training")
                        .location(REGION)
                        .resourceGroupName("rg-ml")
                        .defaultRoute(DefaultRoute.throughFirewall("10.0.1.4"))
                        .build())
                .firewallPolicyRules(FirewallPolicyRulesOptions.builder()
                        .firewallPolicyId(NETWORK + "/firewallPolicies/fwp-hub")
                        .name("azureml")
                        .priority(500)
                        .dnsProxy(true)
                        .build())
                .build();
        // Synthesis fails when the rules do not let through what the workspace needs, or let through more.
        Aspects.of(this).add(new VerifyRequirements());
    }

    public static void main(String[] args) {
        App app = new App();
        new NetworkStack(app, "network");
        app.synth();
    }
}
