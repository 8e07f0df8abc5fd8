"""A subnet for compute without public IP addresses, behind a firewall whose policy somebody else makes."""

from cdktf import App, Aspects, LocalBackend, TerraformStack
from cdktf_azureml_network import (
    Cloud,
    ComputeProps,
    DefaultRoute,
    Edition,
    EgressRouteTableOptions,
    FirewallPolicyRulesOptions,
    HostNameTraffic,
    IntraNetworkTraffic,
    MachineLearning,
    Scenario,
    SecuredSubnet,
    SecurityGroupOptions,
    VerifyRequirements,
    WorkspaceProps,
)
from cdktf_cdktf_provider_azurerm.provider import AzurermProvider, AzurermProviderFeatures
from constructs import Construct

REGION = "westus2"
NETWORK = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-ml/providers/Microsoft.Network"


class NetworkStack(TerraformStack):
    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        AzurermProvider(self, "azurerm", features=[AzurermProviderFeatures()])
        LocalBackend(self, path=f"../../../terraform.{name}.tfstate")

        requirements = MachineLearning.requirements(
            cloud=Cloud.PUBLIC,
            region=REGION,
            edition=Edition.E2026_03_19,
            workspace=WorkspaceProps(private_endpoint=True),
            compute=ComputeProps(public_ip=False),
            scenarios=[Scenario.MICROSOFT_IMAGES, Scenario.PYTHON_PACKAGES],
        )
        SecuredSubnet(
            self,
            "Training",
            requirements=requirements,
            subnet_id=f"{NETWORK}/virtualNetworks/vnet-ml/subnets/training",
            subnet_address_prefixes=["10.1.1.0/24"],
            security_group=SecurityGroupOptions(
                name="nsg-training",
                location=REGION,
                resource_group_name="rg-ml",
                host_name_traffic=HostNameTraffic.FILTERED_BY_FIREWALL,
                intra_network_traffic=IntraNetworkTraffic.within(["10.1.0.0/16"]),
            ),
            route_table=EgressRouteTableOptions(
                name="rt-training",
                location=REGION,
                resource_group_name="rg-ml",
                default_route=DefaultRoute.through_firewall("10.0.1.4"),
            ),
            firewall_policy_rules=FirewallPolicyRulesOptions(
                firewall_policy_id=f"{NETWORK}/firewallPolicies/fwp-hub",
                name="azureml",
                priority=500,
                dns_proxy=True,
            ),
        )
        # Synthesis fails when the rules do not let through what the workspace needs, or let through more.
        Aspects.of(self).add(VerifyRequirements())


app = App()
NetworkStack(app, "network")
app.synth()
