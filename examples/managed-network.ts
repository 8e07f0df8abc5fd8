import { ApplicationInsights } from '@cdktf/provider-azurerm/lib/application-insights';
import { DataAzurermClientConfig } from '@cdktf/provider-azurerm/lib/data-azurerm-client-config';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { MachineLearningWorkspace } from '@cdktf/provider-azurerm/lib/machine-learning-workspace';
import {
  MachineLearningWorkspaceNetworkOutboundRulePrivateEndpoint,
} from '@cdktf/provider-azurerm/lib/machine-learning-workspace-network-outbound-rule-private-endpoint';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { App, LocalBackend, TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Cloud, Edition, MachineLearning, ManagedNetworkRules, Scenario } from '../lib';

// A workspace whose network Azure manages, with only approved outbound traffic. Azure adds some rules itself, and this app adds the others
// that the requirements need. Batch endpoints need a private endpoint rule for the queue of the storage account.
const REGION = 'westus2';

class ManagedNetworkStack extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, 'managed-network');
    new AzurermProvider(this, 'azurerm', { features: [{}] });
    new LocalBackend(this, { path: '../../../terraform.managed-network.tfstate' });

    const { name: resourceGroupName } = new ResourceGroup(this, 'ResourceGroup', { name: 'rg-ml-managed', location: REGION });
    const place = { location: REGION, resourceGroupName };
    const { tenantId } = new DataAzurermClientConfig(this, 'Client');
    const storage = new StorageAccount(this, 'Storage', {
      name: 'contosomlmanaged', ...place, accountTier: 'Standard', accountReplicationType: 'ZRS',
    });
    const workspace = new MachineLearningWorkspace(this, 'Workspace', {
      name: 'mlw-managed', ...place,
      applicationInsightsId: new ApplicationInsights(this, 'Insights', { name: 'appi-ml-managed', ...place, applicationType: 'web' }).id,
      keyVaultId: new KeyVault(this, 'Vault', { name: 'kv-ml-managed', ...place, tenantId, skuName: 'standard' }).id,
      storageAccountId: storage.id,
      identity: { type: 'SystemAssigned' },
      managedNetwork: { isolationMode: 'AllowOnlyApprovedOutbound' },
    });

    const requirements = MachineLearning.requirements({
      cloud: Cloud.PUBLIC, region: REGION, edition: Edition.E2026_03_19,
      workspace: { privateEndpoint: true }, compute: { publicIp: false },
      scenarios: [Scenario.MICROSOFT_IMAGES, Scenario.PYTHON_PACKAGES],
    });
    const rules = new ManagedNetworkRules(this, 'Outbound', { requirements, workspaceId: workspace.id });
    // Rules of one workspace are made one after the other, so this one waits for all of those.
    new MachineLearningWorkspaceNetworkOutboundRulePrivateEndpoint(this, 'Queue', {
      name: 'storage-queue', workspaceId: workspace.id, serviceResourceId: storage.id, subResourceTarget: 'queue',
      dependsOn: rules.node.children.filter((child) => TerraformResource.isTerraformResource(child)),
    });
  }
}

const app = new App();
new ManagedNetworkStack(app);
app.synth();
