import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

// The baseline: what `library.ts` makes, written with the classes of the provider. The benchmark checks that both give the
// same resources.
// A policy takes some 50 groups, so many subnets mean several policies.
export const policyId = (i: number): string =>
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/' +
    `firewallPolicies/hub-${Math.floor(i / 40)}`;
export const subnetId = (i: number): string =>
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/' +
    `virtualNetworks/vnet/subnets/subnet-${i}`;
export const prefixOf = (i: number): string => `10.${i >> 8}.${i & 255}.0/24`;

function allow(name: string, priority: number, protocol: string, destination: string, ports: string[], description: string) {
  return {
    name, priority, protocol, description, direction: 'Outbound', access: 'Allow', sourcePortRange: '*', sourceAddressPrefix: '*',
    destinationAddressPrefix: destination,
    ...(ports.length === 1 ? { destinationPortRange: ports[0]! } : { destinationPortRanges: ports }),
  };
}

function inbound(name: string, priority: number, access: string, source: string, description: string) {
  return {
    name, priority, access, description, direction: 'Inbound', protocol: '*', sourcePortRange: '*', destinationPortRange: '*',
    sourceAddressPrefix: source,
    destinationAddressPrefix: '*',
  };
}

const APPLICATION: [host: string, name: string, description: string][] = [
  ['anaconda.com', 'anaconda.com', 'Default packages of Anaconda [python-packages.anaconda, model-catalog.anaconda]'],
  [
    '*.anaconda.com', 'subdomains-of-anaconda.com',
    'Default packages of Anaconda [python-packages.anaconda-subdomains, model-catalog.anaconda-subdomains]',
  ],
  [
    '*.anaconda.org', 'subdomains-of-anaconda.org',
    'Repository data of Anaconda channels [python-packages.anaconda-org, model-catalog.anaconda-org]',
  ],
  ['pypi.org', 'pypi.org', 'Index of Python packages [python-packages.pypi, kubernetes.pypi, model-catalog.pypi]'],
  [
    '*.pythonhosted.org', 'subdomains-of-pythonhosted.org',
    'Files of Python packages [python-packages.pythonhosted, model-catalog.pythonhosted]',
  ],
  ['pytorch.org', 'pytorch.org', 'Examples based on PyTorch [python-packages.pytorch, model-catalog.pytorch]'],
  [
    '*.pytorch.org', 'subdomains-of-pytorch.org',
    'Examples based on PyTorch [python-packages.pytorch-subdomains, model-catalog.pytorch-subdomains]',
  ],
  ['*.tensorflow.org', 'subdomains-of-tensorflow.org', 'Examples based on TensorFlow [python-packages.tensorflow]'],
];

const TAGS: [tag: string, name: string, priority: number, protocol: string, ports: string[], description: string][] = [
  [
    'AzureActiveDirectory', 'AzureActiveDirectory-Tcp', 1020, 'Tcp', ['80', '443'],
    'Sign-in with Microsoft Entra ID [basic.azure-active-directory]',
  ],
  [
    'AzureMachineLearning', 'AzureMachineLearning-Tcp', 1030, 'Tcp', ['443', '8787', '18881'],
    'Azure Machine Learning; 8787 serves RStudio and 18881 IntelliSense on compute instances [basic.azure-machine-learning-tcp]',
  ],
  [
    'AzureMachineLearning', 'AzureMachineLearning-Udp-5831', 1040, 'Udp', ['5831'],
    'Azure Machine Learning, tunnel of compute [basic.azure-machine-learning-udp]',
  ],
  [
    'BatchNodeManagement.WestUS2', 'BatchNodeManagement-Tcp-443', 1050, 'Tcp', ['443'],
    'Azure Batch, which runs compute clusters and instances [basic.batch-node-management]',
  ],
  [
    'AzureResourceManager', 'AzureResourceManager-Tcp-443', 1060, 'Tcp', ['443'],
    'Azure resources made from within the workspace [basic.azure-resource-manager]',
  ],
  [
    'Storage.WestUS2', 'Storage-Tcp-443', 1070, 'Tcp', ['443'],
    'Storage account of the workspace, from clusters and instances; a way out for data [basic.storage]',
  ],
  [
    'AzureFrontDoor.Frontend', 'AzureFrontDoor.Frontend-Tcp-443', 1080, 'Tcp', ['443'],
    'Entry point of the studio; images and environments of automated ML; a way out for data [basic.front-door-frontend]',
  ],
  [
    'MicrosoftContainerRegistry', 'MicrosoftContainerRegistry-Tcp-443', 1090, 'Tcp', ['443'],
    'Container images that Microsoft provides [basic.microsoft-container-registry, microsoft-images.registry]',
  ],
  [
    'AzureFrontDoor.FirstParty', 'AzureFrontDoor.FirstParty-Tcp-443', 1100, 'Tcp', ['443'],
    'Content of container images that Microsoft provides [basic.front-door-first-party, microsoft-images.front-door-first-party]',
  ],
  ['AzureMonitor', 'AzureMonitor-Tcp-443', 1110, 'Tcp', ['443'], 'Logs and metrics, also for support cases [basic.azure-monitor]'],
];

export function handWritten(stack: TerraformStack, subnets: number): void {
  for (let i = 0; i < subnets; i++) {
    secure(stack, i);
  }
}

function secure(stack: TerraformStack, i: number): void {
  const scope = new Construct(stack, `Subnet${i}`);
  const place = { location: 'westus2', resourceGroupName: 'rg' };
  const group = new NetworkSecurityGroup(scope, 'SecurityGroup', {
    ...place, name: `nsg-${i}`,
    securityRule: [
      inbound('Allow-VirtualNetwork-Inbound', 4090, 'Allow', '10.0.0.0/8', 'Traffic inside the virtual network'),
      inbound('Allow-AzureLoadBalancer', 4095, 'Allow', 'AzureLoadBalancer', 'Health probes, which the next rule would deny'),
      inbound('Deny-VirtualNetwork', 4096, 'Deny', 'VirtualNetwork', 'No other traffic from inside the virtual network'),
      ...TAGS.map(([tag, name, priority, protocol, ports, description]) =>
        allow(`Allow-${name}`, priority, protocol, tag, ports, description)),
      allow('Allow-HostNames-Tcp-443', 4001, 'Tcp', 'Internet', ['443'],
        'Host names that no service tag stands for; a firewall has to filter them'),
      allow('Allow-VirtualNetwork', 4090, '*', '10.0.0.0/8', ['*'], 'Traffic inside the virtual network [basic.virtual-network]'),
      { ...allow('Deny-Other-Outbound', 4096, '*', '*', ['*'], 'Everything else; Azure would allow it to the Internet'), access: 'Deny' },
    ],
  });
  new SubnetNetworkSecurityGroupAssociation(scope, 'SecurityGroupAssociation', { subnetId: subnetId(i), networkSecurityGroupId: group.id });
  const table = new RouteTable(scope, 'RouteTable', {
    ...place, name: `rt-${i}`,
    route: [{ name: 'default', addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopInIpAddress: '172.16.0.4' }],
  });
  new SubnetRouteTableAssociation(scope, 'RouteTableAssociation', { subnetId: subnetId(i), routeTableId: table.id });
  const sourceAddresses = [prefixOf(i)];
  new FirewallPolicyRuleCollectionGroup(scope, 'Rules', {
    firewallPolicyId: policyId(i), name: `azureml-${i}`, priority: 500 + i,
    networkRuleCollection: [{
      name: `azureml-${i}-network`, priority: 1000, action: 'Allow',
      rule: TAGS.map(([tag, name, , protocol, ports, description]) => ({
        name: `Allow-${name}`, description, protocols: [protocol.toUpperCase()], destinationPorts: ports, destinationAddresses: [tag],
        sourceAddresses,
      })),
    }],
    applicationRuleCollection: [{
      name: `azureml-${i}-application`, priority: 2000, action: 'Allow',
      rule: APPLICATION.map(([host, name, description]) => ({
        name: `Allow-${name}-Tcp-443`, description, protocols: [{ type: 'Https', port: 443 }], destinationFqdns: [host], sourceAddresses,
      })),
    }],
  });
}
