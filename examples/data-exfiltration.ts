import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { App, Aspects, LocalBackend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  Cloud, DataExfiltrationProtection, DefaultRoute, Edition, HostNameTraffic, IntraNetworkTraffic, MachineLearning, Scenario, SecuredSubnet,
  VerifyRequirements,
} from '../lib';

// Compute that reaches the storage account of the workspace, and storage that Microsoft manages for the service, through a
// service endpoint policy; everything else goes through a firewall that somebody else runs.
const REGION = 'westus2';
const ADDRESS_SPACE = '10.1.0.0/16';
const COMPUTE = '10.1.1.0/24';
const POLICY =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/firewallPolicies/fwp-hub';

class ProtectedStack extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, 'data-exfiltration');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new LocalBackend(this, { path: '../../../terraform.data-exfiltration.tfstate' });
    const { name: resourceGroupName } = new ResourceGroup(this, 'ResourceGroup', { name: 'rg-ml', location: REGION });
    const place = { location: REGION, resourceGroupName };

    const storage = new StorageAccount(this, 'Storage', {
      ...place, name: 'contosoml', accountTier: 'Standard', accountReplicationType: 'ZRS', publicNetworkAccessEnabled: false,
    });
    const requirements = MachineLearning.requirements({
      cloud: Cloud.PUBLIC, region: REGION, edition: Edition.E2026_03_19,
      workspace: { privateEndpoint: true, storageAccountName: storage.name }, compute: { publicIp: false },
      scenarios: [Scenario.DATA_EXFILTRATION_PROTECTION],
    });
    const protection = new DataExfiltrationProtection(this, 'Protection', {
      requirements, ...place, name: 'sep-training', storageAccountIds: [storage.id],
    });

    const network = new VirtualNetwork(this, 'Network', { ...place, name: 'vnet-ml', addressSpace: [ADDRESS_SPACE] });
    const subnet = new Subnet(this, 'Subnet', {
      name: 'training', resourceGroupName, virtualNetworkName: network.name, addressPrefixes: [COMPUTE],
      serviceEndpoints: [protection.serviceEndpoint], serviceEndpointPolicyIds: [protection.policyId],
    });
    new SecuredSubnet(this, 'Training', {
      requirements, subnetId: subnet.id, subnetAddressPrefixes: [COMPUTE],
      securityGroup: {
        ...place, name: 'nsg-training', hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
        intraNetworkTraffic: IntraNetworkTraffic.within([ADDRESS_SPACE]),
      },
      routeTable: { ...place, name: 'rt-training', defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') },
      firewallPolicyRules: { firewallPolicyId: POLICY, name: 'azureml', priority: 500 },
    });
  }
}

const app = new App();
Aspects.of(new ProtectedStack(app)).add(new VerifyRequirements());
app.synth();
