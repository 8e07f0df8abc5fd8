import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { join } from 'node:path';
import { Cloud, Edition, FirewallPolicyRules, MachineLearning, OutboundDependencies } from '../lib';

// A workspace can say what it needs in addition to the documented requirements. Its answer is saved in a file, so that people review it
// together with the rules that come from it. This answer is made up.
const app = new App();
const stack = new TerraformStack(app, 'dependencies-api');
new AzurermProvider(stack, 'azurerm', { features: [{}] });
new LocalBackend(stack, { path: '../../../terraform.dependencies-api.tfstate' });

const documented = MachineLearning.requirements({
  cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19,
  workspace: { privateEndpoint: true }, compute: { publicIp: false },
});
const answer = OutboundDependencies.fromFile(join(__dirname, 'data', 'dependencies-answer.json'));
new FirewallPolicyRules(stack, 'Firewall', {
  requirements: documented.plus(...answer.missingFrom(documented)),
  firewallPolicyId:
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/firewallPolicies/fwp-hub',
  name: 'azureml', priority: 500, sources: ['10.1.1.0/24'], dnsProxy: true,
});
app.synth();
