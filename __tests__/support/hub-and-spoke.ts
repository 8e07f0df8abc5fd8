import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { TerraformStack } from 'cdktf';
import type * as Library from '../../lib';

/** A firewall in a hub and subnets in spokes behind it, in one stack. */
export interface HubAndSpoke {
  readonly requirements: Library.RequirementSet;
  /** Subnets, by the names that they are verified under. */
  readonly subnets: readonly { readonly name: string; readonly subnetId: string; readonly prefix: string; readonly space: string }[];
}

const PLACE = { location: 'westus2', resourceGroupName: 'rg-network' };

/**
 * @param library from its sources in tests, built in the bench
 */
export function hubAndSpoke(stack: TerraformStack, count: number, library: typeof Library): HubAndSpoke {
  const { Cloud, DefaultRoute, Edition, FirewallSku, HostNameTraffic, IntraNetworkTraffic, MachineLearning, Scenario, SecuredSubnet } =
    library;
  const hub = new VirtualNetwork(stack, 'Hub', { ...PLACE, name: 'vnet-hub', addressSpace: ['10.0.0.0/16'] });
  const firewallSubnet = new Subnet(stack, 'HubSubnet', {
    name: 'AzureFirewallSubnet', resourceGroupName: PLACE.resourceGroupName, virtualNetworkName: hub.name, addressPrefixes: ['10.0.1.0/26'],
  });
  const policy = new FirewallPolicy(stack, 'Policy', { ...PLACE, name: 'fwp-hub', dns: { proxyEnabled: true } });
  const firewall = new Firewall(stack, 'Firewall', {
    ...PLACE, name: 'fw-hub', skuName: 'AZFW_VNet', skuTier: 'Standard', firewallPolicyId: policy.id,
    ipConfiguration: [{ name: 'private', subnetId: firewallSubnet.id }],
  });
  const requirements = MachineLearning.requirements({
    cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19,
    workspace: { privateEndpoint: true, storageAccountName: 'contosoml' }, compute: { publicIp: false },
    scenarios: [Scenario.MICROSOFT_IMAGES, Scenario.PYTHON_PACKAGES],
  });
  const subnets = Array.from({ length: count }, (_, i) => {
    const [name, space, prefix] = [`spoke-${i}`, `10.${i + 1}.0.0/16`, `10.${i + 1}.1.0/24`];
    const network = new VirtualNetwork(stack, `Network${i}`, { ...PLACE, name: `vnet-${name}`, addressSpace: [space] });
    const subnet = new Subnet(stack, `Subnet${i}`, {
      name: 'compute', resourceGroupName: PLACE.resourceGroupName, virtualNetworkName: network.name, addressPrefixes: [prefix],
    });
    new SecuredSubnet(stack, name, {
      requirements, subnetId: subnet.id, subnetAddressPrefixes: [prefix],
      securityGroup: {
        ...PLACE, name: `nsg-${name}`, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
        intraNetworkTraffic: IntraNetworkTraffic.within([space, '10.0.0.0/16']),
      },
      routeTable: {
        ...PLACE, name: `rt-${name}`, defaultRoute: DefaultRoute.throughFirewall(firewall.ipConfiguration.get(0).privateIpAddress),
      },
      firewallPolicyRules: {
        firewallPolicyId: policy.id, name: `azureml-${name}`, priority: 500 + i, sku: FirewallSku.STANDARD, dnsProxy: true,
      },
    });
    const subnetId =
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/' +
        `vnet-${name}/subnets/compute`;
    return { name, subnetId, prefix, space };
  });
  return { requirements, subnets };
}
