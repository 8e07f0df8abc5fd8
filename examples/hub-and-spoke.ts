import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { VirtualNetworkPeering } from '@cdktf/provider-azurerm/lib/virtual-network-peering';
import { App, Aspects, LocalBackend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  Cloud, DefaultRoute, Edition, FirewallSku, HostNameTraffic, IntraNetworkTraffic, MachineLearning, Scenario, SecuredSubnet,
  VerifyRequirements,
} from '../lib';

// A hub with a firewall, and two spokes whose traffic goes through it. The spokes have a stack of their own, and refer to what they need
// from the stack of the hub.
const REGION = 'westus2';
const HUB_SPACE = '10.0.0.0/16';

function configure(stack: TerraformStack, name: string): ResourceGroup {
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  // Relative to the folder of each stack, so that both stacks find the same files.
  new LocalBackend(stack, { path: `../../../terraform.${name}.tfstate` });
  return new ResourceGroup(stack, 'ResourceGroup', { name: `rg-ml-${name}`, location: REGION });
}

class HubStack extends TerraformStack {
  public readonly resourceGroupName: string;
  public readonly network: VirtualNetwork;
  public readonly policy: FirewallPolicy;
  public readonly firewallAddress: string;

  constructor(scope: Construct) {
    super(scope, 'hub');
    const { name: resourceGroupName } = configure(this, 'hub');
    this.resourceGroupName = resourceGroupName;
    this.network =
      new VirtualNetwork(this, 'Network', { name: 'vnet-hub', location: REGION, resourceGroupName, addressSpace: [HUB_SPACE] });
    const subnet = new Subnet(this, 'FirewallSubnet', {
      name: 'AzureFirewallSubnet', resourceGroupName, virtualNetworkName: this.network.name, addressPrefixes: ['10.0.1.0/26'],
    });
    const address = new PublicIp(this, 'FirewallAddress', {
      name: 'pip-fw-hub', location: REGION, resourceGroupName, allocationMethod: 'Static', sku: 'Standard',
    });
    this.policy = new FirewallPolicy(this, 'Policy', {
      name: 'fwp-hub', location: REGION, resourceGroupName, sku: 'Standard', dns: { proxyEnabled: true },
    });
    const firewall = new Firewall(this, 'Firewall', {
      name: 'fw-hub', location: REGION, resourceGroupName, skuName: 'AZFW_VNet', skuTier: 'Standard', firewallPolicyId: this.policy.id,
      ipConfiguration: [{ name: 'public', subnetId: subnet.id, publicIpAddressId: address.id }],
    });
    this.firewallAddress = firewall.ipConfiguration.get(0).privateIpAddress;
  }
}

class SpokesStack extends TerraformStack {
  constructor(scope: Construct, hub: HubStack) {
    super(scope, 'spokes');
    const { name: resourceGroupName } = configure(this, 'spokes');
    this.spoke(hub, resourceGroupName, 'training', '10.1', 500, [Scenario.MICROSOFT_IMAGES, Scenario.PYTHON_PACKAGES]);
    this.spoke(hub, resourceGroupName, 'workbench', '10.2', 600, [
      Scenario.MICROSOFT_IMAGES, Scenario.VS_CODE, Scenario.WITHOUT_SERVICE_TAGS,
    ]);
  }

  private spoke(hub: HubStack, resourceGroupName: string, name: string, prefix: string, priority: number, scenarios: Scenario[]): void {
    const addressSpace = `${prefix}.0.0/16`;
    const computePrefix = `${prefix}.1.0/24`;
    const network = new VirtualNetwork(this, `${name}-network`, {
      name: `vnet-${name}`, location: REGION, resourceGroupName, addressSpace: [addressSpace],
      dnsServers: [hub.firewallAddress], // host names in network rules rest on the DNS proxy of the firewall
    });
    new VirtualNetworkPeering(this, `${name}-peering`, {
      name: 'to-hub', resourceGroupName, virtualNetworkName: network.name, remoteVirtualNetworkId: hub.network.id,
      allowForwardedTraffic: true,
    });
    new VirtualNetworkPeering(this, `${name}-peering-back`, {
      name: `to-${name}`, resourceGroupName: hub.resourceGroupName, virtualNetworkName: hub.network.name,
      remoteVirtualNetworkId: network.id, allowForwardedTraffic: true,
    });
    const subnet = new Subnet(this, `${name}-subnet`, {
      name: 'compute', resourceGroupName, virtualNetworkName: network.name, addressPrefixes: [computePrefix],
    });
    const storage = new StorageAccount(this, `${name}-storage`, {
      name: `contosoml${name}`, location: REGION, resourceGroupName, accountTier: 'Standard', accountReplicationType: 'LRS',
    });
    const documented = MachineLearning.requirements({
      cloud: Cloud.PUBLIC, region: REGION, edition: Edition.E2026_03_19,
      workspace: { privateEndpoint: true, storageAccountName: storage.name },
      compute: { publicIp: false },
      scenarios,
    });
    new SecuredSubnet(this, name, {
      requirements: scenarios.includes(Scenario.VS_CODE)
        ? documented.without(
          'vs-code.server-ports', 'the article does not say who connects to these ports; nobody does here from outside the network',
        )
        : documented,
      subnetId: subnet.id,
      subnetAddressPrefixes: [computePrefix],
      securityGroup: {
        name: `nsg-${name}`, location: REGION, resourceGroupName,
        hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
        intraNetworkTraffic: IntraNetworkTraffic.within([addressSpace, HUB_SPACE]),
      },
      routeTable: {
        name: `rt-${name}`, location: REGION, resourceGroupName, defaultRoute: DefaultRoute.throughFirewall(hub.firewallAddress),
      },
      firewallPolicyRules: {
        firewallPolicyId: hub.policy.id, name: `azureml-${name}`, priority, sku: FirewallSku.STANDARD, dnsProxy: true,
      },
    });
  }
}

const app = new App();
new SpokesStack(app, new HubStack(app));
// Synthesis fails when the rules of both stacks together do not let through what the spokes need, or more than that.
Aspects.of(app).add(new VerifyRequirements());
app.synth();
