import { Firewall } from '@cdktf/provider-azurerm/lib/firewall';
import { FirewallPolicy } from '@cdktf/provider-azurerm/lib/firewall-policy';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import fc from './fast-check';
import {
  Cloud, DefaultRoute, Edition, FirewallDestinations, FirewallPolicyRules, FirewallRuleCollections, FirewallSku, HostNameTraffic,
  IntraNetworkTraffic, MachineLearning, MachineLearningRequirementsProps, RequirementSet, Scenario, SecuredSubnet,
} from '../../lib';
import { newStack, textOf } from '../constructs/synthesis';
import { SPACE } from './packets/documented';
import { Configuration } from './suggested';

/** One subnet behind a firewall, with all that its rules depend on. */
export interface Firewalled {
  readonly facts: MachineLearningRequirementsProps;
  readonly kind: 'policy' | 'classic';
  readonly sku: FirewallSku;
  readonly dnsProxy: boolean;
  readonly destinations: FirewallDestinations;
}

export const SUBNET_ID = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network/' +
  'virtualNetworks/vnet-ml/subnets/compute';
export const SUBNET_RANGE = '10.1.1.0/24';

const CHOICES = [Scenario.MICROSOFT_IMAGES, Scenario.PYTHON_PACKAGES, Scenario.RSTUDIO, Scenario.STORAGE_FIREWALL, Scenario.VS_CODE];

/** Subnets behind firewalls of all kinds. */
export const firewalled: fc.Arbitrary<Firewalled> = fc.record({
  edition: fc.constantFrom(...Object.values(Edition)),
  privateEndpoint: fc.boolean(), scenarios: fc.subarray(CHOICES), kind: fc.constantFrom('policy' as const, 'classic' as const),
  sku: fc.constantFrom(FirewallSku.STANDARD, FirewallSku.PREMIUM), dnsProxy: fc.boolean(),
  destinations: fc.constantFrom(...Object.values(FirewallDestinations)),
}).map(({ edition, privateEndpoint, scenarios, ...rest }) => ({
  ...rest,
  facts: {
    cloud: Cloud.PUBLIC, region: 'westus2', edition, compute: { publicIp: false },
    workspace: {
      privateEndpoint, storageAccountName: 'contosoml', containerRegistryName: 'contosoimages',
      workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
    },
    scenarios: [...scenarios, ...(rest.destinations === FirewallDestinations.HOST_NAMES ? [Scenario.WITHOUT_SERVICE_TAGS] : [])],
  },
}));

const PLACE = { location: 'westus2', resourceGroupName: 'rg-network' };

/** The Terraform JSON of it, which meets all of its requirements. */
export function synthesizeFirewalled({ facts, kind, ...options }: Firewalled): { json: Configuration; requirements: RequirementSet } {
  const stack = newStack();
  const requirements = MachineLearning.requirements(facts);
  const vnet = new VirtualNetwork(stack, 'Network', { ...PLACE, name: 'vnet-ml', addressSpace: [...SPACE] });
  const subnetOf = (id: string, name: string, range: string): Subnet => new Subnet(stack, id, {
    name, resourceGroupName: PLACE.resourceGroupName, virtualNetworkName: vnet.name, addressPrefixes: [range],
  });
  const subnet = subnetOf('Subnet', 'compute', SUBNET_RANGE);
  const common = { ...PLACE, name: 'fw', skuName: 'AZFW_VNet', skuTier: options.sku };
  const ipConfiguration = [{ name: 'private', subnetId: subnetOf('FirewallSubnet', 'AzureFirewallSubnet', '10.1.0.0/26').id }];
  const policy = kind === 'policy'
    ? new FirewallPolicy(stack, 'Policy', { ...PLACE, name: 'fwp', sku: options.sku, dns: { proxyEnabled: options.dnsProxy } }) : undefined;
  const firewall = new Firewall(stack, 'Firewall', {
    ...common, ipConfiguration,
    ...(policy === undefined ? { dnsProxyEnabled: options.dnsProxy } : { firewallPolicyId: policy.id }),
  });
  new SecuredSubnet(stack, 'Secured', {
    requirements, subnetId: subnet.id, subnetAddressPrefixes: [SUBNET_RANGE],
    securityGroup: {
      ...PLACE, name: 'nsg', hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL,
      intraNetworkTraffic: IntraNetworkTraffic.within([...SPACE]),
    },
    routeTable: { ...PLACE, name: 'rt', defaultRoute: DefaultRoute.throughFirewall(firewall.ipConfiguration.get(0).privateIpAddress) },
  });
  const rules = { ...options, name: 'azureml', priority: 500, requirements, sources: [SUBNET_RANGE] };
  if (policy === undefined) {
    new FirewallRuleCollections(stack, 'Rules', { ...rules, firewallId: firewall.id });
  } else {
    new FirewallPolicyRules(stack, 'Rules', { ...rules, firewallPolicyId: policy.id });
  }
  return { requirements, json: JSON.parse(textOf(stack)) as Configuration };
}
