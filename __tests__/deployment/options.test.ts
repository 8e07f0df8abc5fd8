import { TerraformStack } from 'cdktf';
import { Cloud, Deployment, DeploymentStack, Edition, MachineLearning } from '../../lib';
import { networkPoliciesOf } from '../../lib/deployment/described-policies';
import { deploymentSchema } from '../../lib/deployment/schema';
import { Scenario } from '../../lib/requirements/scenario';
import { acknowledgementsOf } from '../../lib/deployment/request-from-deployment';
import { codes, Fields, firewallRules, line, newApp, resource, resources, securityRules, textOf } from '../constructs/synthesis';
import { allows, readPolicies } from '../support/network-policy-evaluator';
import { checkStack } from '../support/provider-arguments';
import { EXISTING, idOf, MADE, OWN_NEEDS, Path, replaced, schemaKeys, SERVERS, STORAGE_ACCOUNT, UNRESTRICTED } from './documents';
import { file } from './files';

interface Synthesized {
  readonly stack: TerraformStack;
  readonly deployment: Deployment;
  readonly text: string;
  readonly json: Fields;
}

/** What documents give; most rows change one place of the same few. */
const made = new Map<string, Synthesized>();

function read(document: unknown): Synthesized {
  const key = JSON.stringify(document);
  const known = made.get(key) ?? synthesize(key);
  made.set(key, known);
  return known;
}

function synthesize(document: string): Synthesized {
  const deployment = Deployment.fromFile(file(document, 'deployment.json'));
  const stack = new DeploymentStack(newApp(), deployment);
  const text = textOf(stack);
  return { stack, deployment, text, json: JSON.parse(text) as Fields };
}

type Reader = (given: Synthesized) => unknown;
/** What a key changes: with the document as it is `before` is read from the result, with another value `after`. */
type Row = readonly [key: string, document: object, path: Path, other: unknown, reader: Reader, before: unknown, after: unknown];

const of = (type: string, argument: string): Reader => ({ json }) => resource(json, type)[argument];
const accepted = (key: 'finding' | 'subject' | 'reason'): Reader => ({ deployment }) => acknowledgementsOf(deployment)[0]![key];
const group = (argument: string): Reader => of('network_security_group', argument);
const table = (argument: string): Reader => of('route_table', argument);
const policy = (argument: string): Reader => of('firewall_policy_rule_collection_group', argument);
const classic = (argument: string): Reader => of('firewall_network_rule_collection', argument);
const backend = (kind: string, argument: string): Reader =>
  ({ json }) => ((json.terraform as Fields).backend as Record<string, Fields>)[kind]![argument];
const provider = (argument: string): Reader => ({ json }) => ((json.provider as Fields).azurerm as Fields[])[0]![argument];
/** A security rule as a line, by its name. */
const rule = (name: string): Reader =>
  ({ json }) => securityRules(json).filter((one) => one.name === name).map((one) => `${one.direction} ${line(one)}`)[0];
/** Whether host names or URLs are open in the firewall. */
const host = (...names: string[]): Reader => ({ json }) => {
  const open = firewallRules(json, 'application').flatMap(({ destination_fqdns: hosts, destination_urls: urls }) =>
    [hosts ?? [], urls ?? []].flat());
  return names.map((name) => open.includes(name));
};
const route = (name: string): Reader => ({ json }) => {
  const found = (table('route')({ json } as Synthesized) as Fields[]).find((one) => one.name === name);
  return found && [found.address_prefix, found.next_hop_type, found.next_hop_in_ip_address].filter(Boolean).join(' ');
};
/** Host names of network rules, which need a tier and the DNS proxy. */
const networkHosts: Reader = ({ json }) => firewallRules(json, 'network').flatMap(({ destination_fqdns: hosts }) => hosts ?? []);
const applies = (id: string): Reader => ({ deployment }) => deployment.requirements.all.some((requirement) => requirement.id === id);
const sources: Reader = ({ json }) => firewallRules(json, 'network')[0]!.source_addresses;
const associated: Reader = ({ json }) => resources(json, 'subnet_route_table_association').map(({ subnet_id: id }) => id);
/** Where the security group opens port 53 to. */
const dnsTo: Reader = ({ json }) =>
  securityRules(json).filter(({ name }) => name === 'Allow-Dns-Udp-53').flatMap(({ destinations }) => destinations);
const SEP: Path = ['serviceEndpointPolicy'];
const endpointPolicy = (argument: string): Reader => of('subnet_service_endpoint_storage_policy', argument);
const AKS: Path = ['kubernetes', 'aks'];
const ARC: Path = ['kubernetes', 'arc'];
/** Whether a requirement applies to the same cluster in public Azure. */
const inPublic = ({ _description: { kubernetes, ...rest } }: Deployment, id: string): boolean => MachineLearning.requirements({
  ...rest, nameResolution: undefined, cloud: Cloud.PUBLIC, region: 'westus2', edition: Edition.E2026_03_19,
  kubernetes: { ...kubernetes!, arc: { ...kubernetes!.arc!, region: undefined } },
  workspace: {
    ...rest.workspace, storageAccountName: 'store01', containerRegistryName: 'images', workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
  },
}).all.some((requirement) => requirement.id === id);
const POLICIES: Path = ['networkPolicies'];
/** Whether network policies allow flows, each as `from to protocol port`; a side is an address, or a namespace and a label. */
const flows = (...all: string[]): Reader => ({ deployment }) => {
  const policies = readPolicies(networkPoliciesOf(deployment).toYaml());
  const side = (text: string) => {
    const [namespace, label = ''] = text.split('/');
    const [key, value] = label.split('=');
    return label === '' ? { address: text } : { address: '10.244.0.9', namespace, labels: { [key!]: value! } };
  };
  return all.map((flow) => {
    const [from, to, protocol, port] = flow.split(' ');
    return allows(policies, side(from!), side(to!), protocol!, Number(port));
  });
};
const NO_ROUTER = {
  ...MADE, kubernetes: { training: true, inference: false, aks: { privateCluster: true, konnectivityAgent: true } },
  networkPolicies: { outsideTraffic: { within: ['10.1.4.0/24'] } },
};
const GROUP: Path = ['subnets', 'training', 'securityGroup'];
const TABLE: Path = ['subnets', 'training', 'routeTable'];
const WEBSOCKET = 'github.com/microsoft/vscode-tools-for-ai/tree/master/azureml_remote_websocket_server/*';
const [RULE, OUT] = ['Allow-own', 'Outbound'];
const { training } = MADE.subnets;
/** Routes to the Internet work beside a NAT gateway, also in a private subnet. */
const NO_NAT = replaced(replaced(MADE, ['natGateway'], undefined), ['subnets', 'training', 'natGateway'], undefined) as object;
const natSubnets: Reader = ({ json }) =>
  resources(json, 'subnet_nat_gateway_association').map(({ subnet_id: id }) => String(id).split('/').pop()).sort();
const addresses: Reader = ({ json }) => resources(json, 'public_ip').map(({ name }) => name);
const NO_TLS = replaced(MADE, ['firewall', 'tlsInspection'], false) as object;

const ROWS: readonly Row[] = [
  ['name', MADE, ['name'], 'other', ({ stack }) => stack.node.id, 'made', 'other'],
  ['edition', MADE, ['edition'], '2023-04-14', applies('basic.virtual-network'), true, false],
  ['cloud', EXISTING, [], {
    ...EXISTING, cloud: 'china', region: 'chinaeast2', kubernetes: undefined,
    serviceEndpointPolicy: { ...EXISTING.serviceEndpointPolicy, location: 'chinaeast2' },
  }, provider('environment'), 'usgovernment', 'china'],
  [
    'region', MADE, ['region'], 'eastus', rule('Allow-AzureKeyVault-Tcp-443'),
    `${OUT} 670 Allow Tcp 10.1.1.0/24,10.1.2.0/24 -> AzureKeyVault.WestUS2:443`,
    `${OUT} 670 Allow Tcp 10.1.1.0/24,10.1.2.0/24 -> AzureKeyVault.EastUS:443`,
  ],
  [
    'subscriptionId', MADE, ['subscriptionId'], '11111111-2222-3333-4444-555555555555', provider('subscription_id'), MADE.subscriptionId,
    '11111111-2222-3333-4444-555555555555',
  ],
  [
    'backend.local.path', MADE, ['backend', 'local', 'path'], 'state/x.tfstate', backend('local', 'path'),
    '../../../terraform.made.tfstate', 'state/x.tfstate',
  ],
  [
    'backend.azurerm.resourceGroupName', EXISTING, ['backend', 'azurerm', 'resourceGroupName'], 'rg',
    backend('azurerm', 'resource_group_name'), 'rg-state', 'rg',
  ],
  [
    'backend.azurerm.storageAccountName', EXISTING, ['backend', 'azurerm', 'storageAccountName'], 'abc',
    backend('azurerm', 'storage_account_name'), 'contosostate', 'abc',
  ],
  [
    'backend.azurerm.containerName', EXISTING, ['backend', 'azurerm', 'containerName'], '$web', backend('azurerm', 'container_name'),
    'terraform', '$web',
  ],
  ['backend.azurerm.key', EXISTING, ['backend', 'azurerm', 'key'], 'k', backend('azurerm', 'key'), 'network/ml.tfstate', 'k'],

  [
    'workspace.privateEndpoint', MADE, ['workspace', 'privateEndpoint'], false,
    ({ json }) => securityRules(json).find(({ name }) => name === 'Allow-VirtualNetwork')!.description,
    'Traffic inside the virtual network [basic.virtual-network]', 'Traffic inside the virtual network',
  ],
  [
    'workspace.storageAccountName', MADE, ['workspace', 'storageAccountName'], 'other',
    host('contosoml.blob.core.windows.net', 'other.blob.core.windows.net'), [true, false], [false, true],
  ],
  [
    'workspace.containerRegistryName', MADE, ['workspace', 'containerRegistryName'], 'other',
    host('contosoimages.azurecr.io', 'other.azurecr.io'), [true, false], [false, true],
  ],
  ['workspace.workspaceId', MADE, ['workspace', 'workspaceId'], '01234567-89ab-cdef-0123-456789abcdef', host(
    'fedcba98-7654-3210-fedc-ba9876543210.workspace.westus2.api.azureml.ms',
    '01234567-89ab-cdef-0123-456789abcdef.workspace.westus2.api.azureml.ms',
  ), [true, false], [false, true]],
  [
    'workspace.hbi', MADE, ['workspace', 'hbi'], false, rule('Allow-AzureKeyVault-Tcp-443'),
    expect.stringContaining('AzureKeyVault.WestUS2'), undefined,
  ],
  [
    'workspace.azureMonitorSecured', MADE, ['workspace', 'azureMonitorSecured'], true, rule('Allow-AzureMonitor-Tcp-443'),
    expect.stringContaining('AzureMonitor'), undefined,
  ],
  [
    'compute.publicIp', MADE, ['compute', 'publicIp'], false, rule('Allow-AzureMachineLearning-Tcp-44224'),
    'Inbound 510 Allow Tcp AzureMachineLearning -> 10.1.1.0/24,10.1.2.0/24:44224', undefined,
  ],
  ['compute.interactiveJobs', MADE, ['compute', 'interactiveJobs'], false, host(WEBSOCKET), [true], [false]],
  ['compute.pythonIndexOverwritten', MADE, ['compute', 'pythonIndexOverwritten'], false, host('*.pythonhosted.org'), [true], [false]],
  ['kubernetes.training', MADE, ['kubernetes', 'training'], false, host('archive.ubuntu.com'), [true], [false]],
  // Its requirements stay inside the cluster, so that no rule carries them.
  ['kubernetes.inference', MADE, ['kubernetes', 'inference'], false, applies('in-cluster.router-to-models'), true, false],
  [
    'kubernetes.aks.privateCluster', MADE, [...AKS, 'privateCluster'], true, rule('Allow-api-server-Udp-1194'),
    expect.stringMatching(/ Udp .* -> 203\.0\.113\.10:1194$/), undefined,
  ],
  [
    'kubernetes.aks.konnectivityAgent', MADE, [...AKS, 'konnectivityAgent'], true, rule('Allow-api-server-Tcp-9000'),
    expect.stringMatching(/ Tcp .* -> 203\.0\.113\.10:9000$/), undefined,
  ],
  [
    'kubernetes.aks.region', MADE, [...AKS, 'region'], undefined,
    host('westus3.dp.kubernetesconfiguration.azure.com', 'westus2.dp.kubernetesconfiguration.azure.com'), [true, false], [false, true],
  ],
  [
    'kubernetes.aks.apiServerAddress', MADE, [...AKS, 'apiServerAddress'], '203.0.113.11', rule('Allow-api-server-Tcp-443'),
    expect.stringMatching(/ 203\.0\.113\.10:443$/), expect.stringMatching(/ 203\.0\.113\.11:443$/),
  ],
  [
    'kubernetes.aks.podsCallApiServer', MADE, [...AKS, 'podsCallApiServer'], false, rule('Allow-api-server-Tcp-443'),
    expect.stringMatching(/ 203\.0\.113\.10:443$/), undefined,
  ],
  [
    'kubernetes.aks.customDnsServers', MADE, [...AKS, 'customDnsServers'], ['10.0.0.53', '10.0.1.53'], rule('Allow-Custom-Dns-Udp-53'),
    expect.stringMatching(/ -> 10\.0\.0\.53:53$/), expect.stringMatching(/ -> 10\.0\.0\.53,10\.0\.1\.53:53$/),
  ],
  [
    'kubernetes.aks.nodesBeforeApril2021', MADE, [...AKS, 'nodesBeforeApril2021'], false, rule('Allow-HostNames-Udp-123'),
    expect.stringMatching(/ Internet:123$/), undefined,
  ],
  ['kubernetes.aks.ubuntuPatches', MADE, [...AKS, 'ubuntuPatches'], false, host('changelogs.ubuntu.com'), [true], [false]],
  ['kubernetes.aks.gpuNodes', MADE, [...AKS, 'gpuNodes'], false, host('nvidia.github.io'), [true], [false]],
  ['kubernetes.aks.windowsNodes', MADE, [...AKS, 'windowsNodes'], false, host('ctldl.windowsupdate.com'), [true], [false]],
  [
    'kubernetes.aks.marketplaceExtensions', MADE, [...AKS, 'marketplaceExtensions'], false, host('marketplaceapi.microsoft.com'), [true],
    [false],
  ],
  ['kubernetes.arc.clusterConnect', EXISTING, [...ARC, 'clusterConnect'], false, applies('azure-arc.tokens-government'), true, false],
  ['kubernetes.arc.azureRbac', EXISTING, [...ARC, 'azureRbac'], false, applies('azure-arc.directory-government'), true, false],
  [
    'kubernetes.arc.region', EXISTING, [...ARC, 'region'], 'usgovarizona',
    ({ deployment }) => deployment.requirements.all.find(({ id }) => id === 'azure-arc.data-plane-government')!.endpoint.value,
    'usgovtexas.dp.kubernetesconfiguration.azure.us', 'usgovarizona.dp.kubernetesconfiguration.azure.us',
  ],
  // The list of Government has no rows for these; in public Azure it does.
  ['kubernetes.arc.portal', EXISTING, [...ARC, 'portal'], true, ({ deployment }) => inPublic(deployment, 'azure-arc.portal'), false, true],
  [
    'kubernetes.arc.cliOnboarding', EXISTING, [...ARC, 'cliOnboarding'], false,
    ({ deployment }) => inPublic(deployment, 'azure-arc.kubectl'), true, false,
  ],
  [
    'kubernetes.arc.iotSecretStoreOrCertManager', EXISTING, [...ARC, 'iotSecretStoreOrCertManager'], false,
    ({ deployment }) => inPublic(deployment, 'azure-arc.metrics'), true, false,
  ],
  [
    'scenarios', MADE, ['scenarios'], ['without-service-tags', 'rstudio'], host('cloud.r-project.org', 'anaconda.com'), [false, true],
    [true, false],
  ],

  [
    'requirements.[].id', MADE, ['requirements', 0, 'id'], 'own.databases', rule('Allow-own.databases'), undefined,
    expect.stringMatching(/ SqlManagement:/),
  ],
  [
    'requirements.[].slot', MADE, ['requirements', 0, 'slot'], 2500, rule(`${RULE}.tag`), expect.stringMatching(/^Outbound 2500 /),
    expect.stringMatching(/^Outbound 3000 /),
  ],
  [
    'requirements.[].direction', MADE, ['requirements', 3, 'direction'], 'outbound', rule(`${RULE}.range`),
    'Inbound 2530 Allow Tcp 203.0.113.16/28 -> 10.1.1.0/24,10.1.2.0/24:22',
    'Outbound 2530 Allow Tcp 10.1.1.0/24,10.1.2.0/24 -> 203.0.113.16/28:22',
  ],
  [
    'requirements.[].endpoint.serviceTag', MADE, ['requirements', 0, 'endpoint', 'serviceTag'], 'Storage.<region>', rule(`${RULE}.tag`),
    expect.stringMatching(/ SqlManagement:/), expect.stringMatching(/ Storage\.WestUS2:/),
  ],
  [
    'requirements.[].endpoint.fqdn', MADE, ['requirements', 1, 'endpoint', 'fqdn'], '*.contoso.com',
    host('packages.contoso.com', '*.contoso.com'), [true, false], [false, true],
  ],
  [
    'requirements.[].endpoint.url', MADE, ['requirements', 2, 'endpoint', 'url'], 'example.com/x',
    host('github.com/contoso/*', 'example.com/x'), [true, false], [false, true],
  ],
  [
    'requirements.[].endpoint.addressRange', MADE, ['requirements', 3, 'endpoint', 'addressRange'], '192.0.2.1', rule(`${RULE}.range`),
    expect.stringMatching(/ 203\.0\.113\.16\/28 ->/), expect.stringMatching(/ 192\.0\.2\.1 ->/),
  ],
  [
    'requirements.[].protocol', MADE, ['requirements', 0, 'protocol'], 'ANY', rule(`${RULE}.tag`), expect.stringMatching(/ Allow Udp /),
    expect.stringMatching(/ Allow \* /),
  ],
  [
    'requirements.[].ports', MADE, ['requirements', 0, 'ports'], ['0-65535'], rule(`${RULE}.tag`),
    expect.stringMatching(/:1433,1434-1440$/), expect.stringMatching(/:\*$/),
  ],
  [
    'requirements.[].purpose', MADE, ['requirements', 0, 'purpose'], 'Other',
    ({ json }) => securityRules(json).find(({ name }) => name === `${RULE}.tag`)!.description, 'Databases [own.tag]', 'Other [own.tag]',
  ],
  [
    'leaveOut.[].id', MADE, ['leaveOut', 0, 'id'], 'basic.storage', rule('Allow-Storage-Tcp-443'),
    expect.stringContaining('Storage.WestUS2'), undefined,
  ],
  [
    'leaveOut.[].reason', MADE, ['leaveOut', 0, 'reason'], 'Other',
    ({ deployment }) => deployment.requirements.leftOut.filter(({ byUser }) => byUser).map(({ reason }) => reason),
    ['Nobody opens the studio from compute'], ['Other'],
  ],

  ['acknowledged.[].finding', MADE, ['acknowledged', 0, 'finding'], 'tag-case', accepted('finding'), 'rule-never-matches', 'tag-case'],
  ['acknowledged.[].subject', MADE, ['acknowledged', 0, 'subject'], 'x', accepted('subject'), 'nsg-training/Allow-Old', 'x'],
  ['acknowledged.[].reason', MADE, ['acknowledged', 0, 'reason'], 'Other', accepted('reason'), 'Goes with the next release', 'Other'],

  [
    'subnets.*.subnetId', MADE, ['subnets', 'training', 'subnetId'], idOf('virtualNetworks/vnet/subnets', 'x'), associated,
    [training!.subnetId], [idOf('virtualNetworks/vnet/subnets', 'x')],
  ],
  [
    'subnets.*.addressPrefixes', EXISTING, ['subnets', 'training', 'addressPrefixes'], ['10.9.0.0/24'], sources,
    ['10.1.1.0/24', '10.1.2.0/24', '10.1.3.0/24'], ['10.1.3.0/24', '10.9.0.0/24'],
  ],
  ['subnets.*.securityGroup.name', MADE, [...GROUP, 'name'], 'nsg', group('name'), 'nsg-training', 'nsg'],
  ['subnets.*.securityGroup.location', MADE, [...GROUP, 'location'], undefined, group('location'), 'westus3', 'westus2'],
  ['subnets.*.securityGroup.resourceGroupName', MADE, [...GROUP, 'resourceGroupName'], 'rg', group('resource_group_name'), 'rg-nsg', 'rg'],
  [
    'subnets.*.securityGroup.tags', MADE, [...GROUP, 'tags'], { 'Cost Center': 'a: b', 'constructor': 'c' }, group('tags'),
    { owner: 'platform' }, { 'Cost Center': 'a: b', 'constructor': 'c' },
  ],
  [
    'subnets.*.securityGroup.id', EXISTING, [...GROUP, 'id'], idOf('networkSecurityGroups', 'x'),
    ({ json }) => resources(json, 'network_security_rule')[0]!.network_security_group_name, 'nsg-hub', 'x',
  ],
  [
    'subnets.*.securityGroup.hostNameTraffic', MADE, [...GROUP, 'hostNameTraffic'], 'closed', rule('Allow-HostNames-Tcp-443'),
    expect.stringMatching(/ Internet:443$/), undefined,
  ],
  [
    'subnets.*.securityGroup.intraNetworkTraffic.byServiceTag', MADE, [...GROUP, 'intraNetworkTraffic'], { byServiceTag: true },
    rule('Allow-VirtualNetwork'), expect.stringMatching(/ 10\.1\.0\.0\/16:\*$/), expect.stringMatching(/ VirtualNetwork:\*$/),
  ],
  [
    'subnets.*.securityGroup.intraNetworkTraffic.addressSpace', MADE, [...GROUP, 'intraNetworkTraffic', 'addressSpace'],
    ['10.1.0.0/16', '10.8.0.0/16'], rule('Allow-VirtualNetwork'), expect.stringMatching(/ 10\.1\.0\.0\/16:\*$/),
    expect.stringMatching(/ 10\.1\.0\.0\/16,10\.8\.0\.0\/16:\*$/),
  ],
  [
    'subnets.*.securityGroup.intraNetworkTraffic.denied', MADE, [...GROUP, 'intraNetworkTraffic'], { denied: true },
    rule('Allow-VirtualNetwork-Inbound'), expect.stringMatching(/ Allow \* /), undefined,
  ],
  [
    'subnets.*.securityGroup.denyOtherOutbound', MADE, [...GROUP, 'denyOtherOutbound'], false, rule('Deny-Other-Outbound'),
    expect.stringMatching(/ Deny \* .* -> \*:\*$/), undefined,
  ],
  [
    'subnets.*.securityGroup.firstPriority', MADE, [...GROUP, 'firstPriority'], undefined, rule('Allow-Storage-Tcp-443'),
    expect.stringMatching(/^Outbound 570 /), expect.stringMatching(/^Outbound 1070 /),
  ],
  [
    'subnets.*.securityGroup.forSubnetOnly', MADE, [...GROUP, 'forSubnetOnly'], false, rule('Allow-Storage-Tcp-443'),
    expect.stringMatching(/ 10\.1\.1\.0\/24,10\.1\.2\.0\/24 ->/), expect.stringMatching(/ \* ->/),
  ],

  ['subnets.*.routeTable.name', MADE, [...TABLE, 'name'], 'rt', table('name'), 'rt-training', 'rt'],
  ['subnets.*.routeTable.location', MADE, [...TABLE, 'location'], undefined, table('location'), 'westcentralus', 'westus2'],
  ['subnets.*.routeTable.resourceGroupName', MADE, [...TABLE, 'resourceGroupName'], 'rg', table('resource_group_name'), 'rg-rt', 'rg'],
  ['subnets.*.routeTable.tags', MADE, [...TABLE, 'tags'], { b: 'c' }, table('tags'), { team: 'network' }, { b: 'c' }],
  [
    'subnets.*.routeTable.id', EXISTING, [...TABLE, 'id'], idOf('routeTables', 'x'),
    ({ json }) =>
      resources(json, 'subnet_route_table_association').map(({ route_table_id: id }) => id).find((id) => String(id).startsWith('/')),
    idOf('routeTables', 'rt-hub'), idOf('routeTables', 'x'),
  ],
  [
    'subnets.*.routeTable.defaultRoute.firewall', MADE, [...TABLE, 'defaultRoute', 'firewall'], '10.0.0.9', route('default'),
    '0.0.0.0/0 VirtualAppliance 10.0.1.4', '0.0.0.0/0 VirtualAppliance 10.0.0.9',
  ],
  [
    'subnets.*.routeTable.defaultRoute.natGateway', NO_NAT, [...TABLE, 'defaultRoute'], { natGateway: true },
    ({ stack }) => codes(stack).filter((code) => code === 'warn internet-route-in-private-subnet'),
    ['warn internet-route-in-private-subnet'], [],
  ],
  [
    'subnets.*.routeTable.defaultRoute.none', EXISTING, ['subnets', 'inference', 'routeTable', 'defaultRoute'], { natGateway: true },
    ({ stack }) => codes(stack).filter((code) => code === 'warn default-outbound-access'), ['warn default-outbound-access'], [],
  ],
  [
    'subnets.*.routeTable.routes.[].name', MADE, [...TABLE, 'routes', 0, 'name'], 'out', route('out'), undefined,
    '198.51.100.0/24 Internet',
  ],
  [
    'subnets.*.routeTable.routes.[].prefix', MADE, [...TABLE, 'routes', 0, 'prefix'], 'Storage', route('to-internet'),
    '198.51.100.0/24 Internet', 'Storage Internet',
  ],
  [
    'subnets.*.routeTable.routes.[].nextHop.internet', MADE, [...TABLE, 'routes', 0, 'nextHop'], { none: true }, route('to-internet'),
    '198.51.100.0/24 Internet', '198.51.100.0/24 None',
  ],
  [
    'subnets.*.routeTable.routes.[].nextHop.appliance', MADE, [...TABLE, 'routes', 1, 'nextHop', 'appliance'], '10.0.0.9',
    route('to-appliance'), 'AzureMonitor VirtualAppliance 10.0.1.5', 'AzureMonitor VirtualAppliance 10.0.0.9',
  ],
  [
    'subnets.*.routeTable.routes.[].nextHop.virtualNetworkGateway', MADE, [...TABLE, 'routes', 2, 'nextHop'], { internet: true },
    route('to-gateway'), '192.168.0.0/16 VirtualNetworkGateway', '192.168.0.0/16 Internet',
  ],
  [
    'subnets.*.routeTable.routes.[].nextHop.virtualNetwork', MADE, [...TABLE, 'routes', 3, 'nextHop'], { virtualNetworkGateway: true },
    route('to-network'), '10.2.0.0/16 VnetLocal', '10.2.0.0/16 VirtualNetworkGateway',
  ],
  [
    'subnets.*.routeTable.routes.[].nextHop.none', MADE, [...TABLE, 'routes', 4, 'nextHop'], { virtualNetwork: true }, route('to-nowhere'),
    '203.0.113.0/24 None', '203.0.113.0/24 VnetLocal',
  ],
  [
    'subnets.*.routeTable.serviceTagFile', MADE, [...TABLE, 'serviceTagFile'], undefined,
    (given) => ['AzureMachineLearning', 'AzureMachineLearning-192.0.2.0-27'].map((name) => route(name)(given)),
    [undefined, '192.0.2.0/27 Internet'], ['AzureMachineLearning Internet', undefined],
  ],
  [
    'subnets.*.routeTable.bgpRoutePropagation', MADE, [...TABLE, 'bgpRoutePropagation'], true, table('bgp_route_propagation_enabled'),
    false, true,
  ],
  [
    'subnets.*.routeTable.privateSubnet', NO_NAT, [...TABLE, 'privateSubnet'], false,
    ({ stack }) => codes(stack).filter((code) => code === 'warn internet-route-in-private-subnet'),
    ['warn internet-route-in-private-subnet'], [],
  ],
  ['subnets.*.natGateway', EXISTING, ['subnets', 'inference', 'natGateway'], true, natSubnets, ['training'], ['inference', 'training']],

  ['natGateway.name', MADE, ['natGateway', 'name'], 'ng', of('nat_gateway', 'name'), 'ng-ml', 'ng'],
  ['natGateway.location', MADE, ['natGateway', 'location'], undefined, of('nat_gateway', 'location'), 'westus3', 'westus2'],
  [
    'natGateway.resourceGroupName', MADE, ['natGateway', 'resourceGroupName'], 'rg', of('nat_gateway', 'resource_group_name'), 'rg-ng',
    'rg',
  ],
  ['natGateway.tags', MADE, ['natGateway', 'tags'], undefined, of('nat_gateway', 'tags'), { cost: 'ml' }, undefined],
  [
    'natGateway.id', EXISTING, ['natGateway', 'id'], idOf('natGateways', 'x'), of('subnet_nat_gateway_association', 'nat_gateway_id'),
    idOf('natGateways', 'ng-hub'), idOf('natGateways', 'x'),
  ],
  ['natGateway.idleTimeoutMinutes', MADE, ['natGateway', 'idleTimeoutMinutes'], 120, of('nat_gateway', 'idle_timeout_in_minutes'), 10, 120],
  ['natGateway.zone', MADE, ['natGateway', 'zone'], '3', of('nat_gateway', 'zones'), ['1'], ['3']],
  ['natGateway.publicIpCount', MADE, ['natGateway', 'publicIpCount'], undefined, addresses, ['pip-ml-1', 'pip-ml-2'], ['pip-ml-1']],
  [
    'natGateway.publicIpName', MADE, ['natGateway', 'publicIpName'], undefined, addresses, ['pip-ml-1', 'pip-ml-2'],
    ['ng-ml-ip-1', 'ng-ml-ip-2'],
  ],
  [
    'natGateway.publicIpIds', EXISTING, ['natGateway', 'publicIpIds'], [idOf('publicIPAddresses', 'x')],
    of('nat_gateway_public_ip_association', 'public_ip_address_id'), idOf('publicIPAddresses', 'pip-hub'), idOf('publicIPAddresses', 'x'),
  ],
  [
    'natGateway.publicIpPrefixIds', EXISTING, ['natGateway', 'publicIpPrefixIds'], [idOf('publicIPPrefixes', 'x')],
    of('nat_gateway_public_ip_prefix_association', 'public_ip_prefix_id'), idOf('publicIPPrefixes', 'ippre-hub'),
    idOf('publicIPPrefixes', 'x'),
  ],

  [
    'firewall.policyId', MADE, ['firewall', 'policyId'], idOf('firewallPolicies', 'x'), policy('firewall_policy_id'),
    idOf('firewallPolicies', 'fwp-hub'), idOf('firewallPolicies', 'x'),
  ],
  ['firewall.firewallId', EXISTING, ['firewall', 'firewallId'], idOf('azureFirewalls', 'x'), classic('azure_firewall_name'), 'fw-hub', 'x'],
  ['firewall.name', MADE, ['firewall', 'name'], 'ml', policy('name'), 'azureml', 'ml'],
  ['firewall.priority', MADE, ['firewall', 'priority'], 700, policy('priority'), 510, 700],
  [
    'firewall.sku', NO_TLS, ['firewall', 'sku'], 'Basic', networkHosts,
    ['contosoml.file.core.windows.net', 'westus2.tundra.azureml.ms', 'ntp.ubuntu.com'], [],
  ],
  [
    'firewall.dnsProxy', MADE, ['firewall', 'dnsProxy'], false, networkHosts,
    ['contosoml.file.core.windows.net', 'westus2.tundra.azureml.ms', 'ntp.ubuntu.com'], [],
  ],
  [
    'firewall.tlsInspection', MADE, ['firewall', 'tlsInspection'], false, host('github.com/contoso/*', 'github.com'), [true, false],
    [false, true],
  ],
  ['firewall.destinations', MADE, ['firewall', 'destinations'], 'service-tags', host('login.microsoftonline.com'), [true], [false]],
  ['firewall.sources', MADE, ['firewall', 'sources'], ['10.5.0.0/16'], sources, ['10.1.0.0/16', '10.3.0.1-10.3.0.9'], ['10.5.0.0/16']],
  [
    'networkPolicies.outsideTraffic.filteredElsewhere.clusterAddressRanges', MADE,
    [...POLICIES, 'outsideTraffic', 'filteredElsewhere', 'clusterAddressRanges'], ['10.200.0.0/16'],
    flows('ml/x=y 10.244.3.3 TCP 443', 'ml/x=y 10.200.0.1 TCP 443'), [false, true], [true, false],
  ],
  [
    'networkPolicies.outsideTraffic.within', NO_ROUTER, [...POLICIES, 'outsideTraffic', 'within'], ['10.1.5.0/24'],
    flows('azureml/x=y 10.1.4.4 TCP 443', 'azureml/x=y 10.1.5.5 TCP 443'), [true, false], [false, true],
  ],
  [
    'networkPolicies.outsideTraffic.unrestricted', NO_ROUTER, [...POLICIES, 'outsideTraffic'], { unrestricted: true },
    flows('azureml/x=y 13.1.1.1 TCP 22'), [false], [true],
  ],
  [
    'networkPolicies.routerClients.within.addressRanges', MADE, [...POLICIES, 'routerClients', 'within', 'addressRanges'], ['10.8.0.0/24'],
    flows('10.9.0.1 ml/router=a TCP 8000', '10.8.0.1 ml/router=a TCP 8000'), [true, false], [false, true],
  ],
  [
    'networkPolicies.routerClients.within.ports', MADE, [...POLICIES, 'routerClients', 'within', 'ports'], [80],
    flows('10.9.0.1 ml/router=a TCP 8000', '10.9.0.1 ml/router=a TCP 80'), [true, false], [false, true],
  ],
  [
    'networkPolicies.routerClients.none', MADE, [...POLICIES, 'routerClients'], { none: true }, flows('10.9.0.1 ml/router=a TCP 8000'),
    [true], [false],
  ],
  [
    'networkPolicies.apiServer.addressRanges', MADE, [...POLICIES, 'apiServer', 'addressRanges'], ['10.0.0.2'],
    flows('ml/x=y 10.0.0.1 TCP 443', 'ml/x=y 10.0.0.2 TCP 443'), [true, false], [false, true],
  ],
  [
    'networkPolicies.apiServer.ports', MADE, [...POLICIES, 'apiServer', 'ports'], [6443],
    flows('ml/x=y 10.0.0.1 TCP 443', 'ml/x=y 10.0.0.1 TCP 6443'), [true, false], [false, true],
  ],
  [
    'networkPolicies.webhookSources', MADE, [...POLICIES, 'webhookSources'], ['10.1.9.0/28'],
    flows('10.1.8.1 ml/x=y TCP 443', '10.1.9.1 ml/x=y TCP 443'), [true, false], [false, true],
  ],
  [
    'networkPolicies.modelNamespaces', MADE, [...POLICIES, 'modelNamespaces'], ['other'],
    flows('ml/router=a models/app=scoring TCP 5001', 'ml/router=a other/app=scoring TCP 5001'), [true, false], [false, true],
  ],
  [
    'networkPolicies.modelPodLabels', MADE, [...POLICIES, 'modelPodLabels', 'app'], 'other',
    flows('models/app=scoring ml/proxy=a TCP 9999', 'models/app=other ml/proxy=a TCP 9999'), [true, false], [false, true],
  ],
  [
    'networkPolicies.localDnsAddresses', MADE, [...POLICIES, 'localDnsAddresses'], ['10.244.7.7'],
    flows('ml/x=y 169.254.10.10 UDP 53', 'ml/x=y 10.244.7.7 UDP 53'), [true, false], [false, true],
  ],
  [
    'networkPolicies.localDnsLabels', MADE, [...POLICIES, 'localDnsLabels', 'k8s-app'], 'other',
    flows('ml/x=y kube-system/k8s-app=node-local-dns TCP 53', 'ml/x=y kube-system/k8s-app=other TCP 53'), [true, false], [false, true],
  ],
  [
    'networkPolicies.componentsNamespace', MADE, [...POLICIES, 'componentsNamespace'], 'other',
    flows('models/app=scoring ml/proxy=a TCP 9998', 'models/app=scoring other/proxy=a TCP 9998'), [false, true], [true, false],
  ],
  [
    'networkPolicies.kubeDnsLabels', MADE, [...POLICIES, 'kubeDnsLabels', 'dns'], 'b',
    flows('ml/x=y kube-system/dns=a TCP 53', 'ml/x=y kube-system/dns=b TCP 53'), [true, false], [false, true],
  ],
  [
    'networkPolicies.konnectivityAgentLabels', MADE, [...POLICIES, 'konnectivityAgentLabels', 'tunnel'], 'b',
    flows('kube-system/tunnel=a ml/x=y TCP 443', 'kube-system/tunnel=b ml/x=y TCP 443'), [true, false], [false, true],
  ],
  [
    'networkPolicies.routerLabels', MADE, [...POLICIES, 'routerLabels', 'router'], 'b',
    flows('ml/router=a models/app=scoring TCP 5001', 'ml/router=b models/app=scoring TCP 5001'), [true, false], [false, true],
  ],
  [
    'networkPolicies.identityProxyLabels', MADE, [...POLICIES, 'identityProxyLabels', 'proxy'], 'b',
    flows('models/app=scoring ml/proxy=a TCP 9999', 'models/app=scoring ml/proxy=b TCP 9999'), [true, false], [false, true],
  ],
  [
    'firewall.sourceIpGroupIds', MADE, ['firewall', 'sourceIpGroupIds'], [idOf('ipGroups', 'x')],
    ({ json }) => firewallRules(json, 'network')[0]!.source_ip_groups, [idOf('ipGroups', 'spokes')], [idOf('ipGroups', 'x')],
  ],

  ['nameResolution.azure', UNRESTRICTED, ['nameResolution'], { servers: ['10.0.0.53'] }, dnsTo, [], ['10.0.0.53', '10.0.0.53']],
  ['nameResolution.firewall', OWN_NEEDS, ['nameResolution', 'firewall'], '10.0.9.4', dnsTo, ['10.0.1.4'], ['10.0.9.4']],
  ['nameResolution.servers', SERVERS, ['nameResolution', 'servers'], ['10.0.0.55'], dnsTo, ['10.0.0.53', '10.0.0.54'], ['10.0.0.55']],
  [
    'subnets.*.scenarios', OWN_NEEDS, ['subnets', 'training', 'scenarios'], [Scenario.RSTUDIO, Scenario.PYTHON_PACKAGES],
    host('pypi.org', 'ghcr.io'), [false, true], [true, true],
  ],
  [
    'subnets.*.leaveOut.[].id', OWN_NEEDS, ['subnets', 'training', 'leaveOut', 0, 'id'], 'rstudio.ghcr',
    host('cloud.r-project.org', 'ghcr.io'), [false, true], [true, false],
  ],
  ['subnets.*.leaveOut.[].reason', OWN_NEEDS, ['subnets', 'training', 'leaveOut', 0, 'reason'], 'Other', ({ deployment }) =>
    deployment._requirementsOf.get('training')!.leftOut.find(({ id }) => id === 'rstudio.cran')!.reason,
    'Packages come from the index of the company', 'Other'],
  [
    'subnets.*.firewallRules.name', OWN_NEEDS, ['subnets', 'training', 'firewallRules', 'name'], 'other',
    of('firewall_policy_rule_collection_group', 'name'), 'azureml-training', 'other',
  ],
  [
    'subnets.*.firewallRules.priority', OWN_NEEDS, ['subnets', 'training', 'firewallRules', 'priority'], 540,
    of('firewall_policy_rule_collection_group', 'priority'), 530, 540,
  ],
  ['serviceEndpointPolicy.name', EXISTING, [...SEP, 'name'], 'other', endpointPolicy('name'), 'sep', 'other'],
  ['serviceEndpointPolicy.location', EXISTING, [...SEP, 'location'], undefined, endpointPolicy('location'), 'usgovtexas', 'usgovvirginia'],
  [
    'serviceEndpointPolicy.resourceGroupName', EXISTING, [...SEP, 'resourceGroupName'], 'rg', endpointPolicy('resource_group_name'),
    'rg-sep', 'rg',
  ],
  ['serviceEndpointPolicy.tags', EXISTING, [...SEP, 'tags'], { b: 'c' }, endpointPolicy('tags'), { owner: 'platform' }, { b: 'c' }],
  ['serviceEndpointPolicy.storageAccountIds', EXISTING, [...SEP, 'storageAccountIds'], [STORAGE_ACCOUNT, `${STORAGE_ACCOUNT}2`],
    ({ json }) => (endpointPolicy('definition')({ json } as Synthesized) as Fields[])[0]!.service_resources, [STORAGE_ACCOUNT],
    [STORAGE_ACCOUNT, `${STORAGE_ACCOUNT}2`]],
];

test.each(ROWS)('%s', (_, document, path, other, reader, before, after) => {
  expect(after).not.toEqual(before); // a row that shows no effect would pass for any code
  expect(reader(read(document))).toEqual(before);
  expect(reader(read(replaced(document, path, other)))).toEqual(after);
});

test('every key of the schema is here', () => {
  const keys = schemaKeys(deploymentSchema());
  const leaves = keys.filter((key) => !keys.some((other) => other.startsWith(`${key}.`)));
  // With `subnet`, nothing can be made; see named-subnets.test.ts.
  expect(ROWS.map(([key]) => key).concat('$schema', 'subnets.*.subnet').sort()).toEqual(leaves.sort());
});

test('the key for editors changes nothing', () => {
  expect(read(replaced(MADE, ['$schema'], 'x')).text).toBe(read(MADE).text);
});

test.each([MADE, EXISTING])('Terraform takes what $name gives', (document) => {
  expect(checkStack(read(document).json)).toEqual([]);
});
