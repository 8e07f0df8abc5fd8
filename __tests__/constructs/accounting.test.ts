import {
  Cloud, DefaultRoute, Edition, Endpoint, FirewallPolicyRules, HostNameTraffic, IntraNetworkTraffic, Ports, Requirement,
  type RequirementSet, Scenario, SecuredSubnet, SecurityGroup,
} from '../../lib';
import { IDS, PLACE, annotations, firewallLines, lines, newStack, requirementSet, resource, synth, textOf, type Fields } from './synthesis';

/** Cases that once went wrong without a word, each with the value that is right. */

const government = { cloud: Cloud.GOVERNMENT, region: 'usgovvirginia' };
const china = { cloud: Cloud.CHINA, region: 'chinaeast2' };
const aks = {
  kubernetes: {
    training: true, inference: false,
    aks: {
      privateCluster: false, konnectivityAgent: true, nodesBeforeApril2021: false, ubuntuPatches: false, gpuNodes: false,
      windowsNodes: false, marketplaceExtensions: false,
    },
  },
  workspace: {
    privateEndpoint: true, storageAccountName: 'mlstore01', containerRegistryName: 'images',
    workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
  },
};

function policy(requirements: RequirementSet): { said: string[]; rules: FirewallPolicyRules; json: Fields } {
  const stack = newStack();
  const rules = new FirewallPolicyRules(stack, 'Policy', {
    firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'], requirements,
  });
  return { said: annotations(rules), rules, json: JSON.parse(textOf(stack)) as Fields };
}

test.each([
  ['government', government], ['china', china],
])('%s: images come by the documented hosts in place of the tag of Azure Front Door', (_, cloud) => {
  const { said, rules, json } = policy(requirementSet(cloud));
  expect(firewallLines(json, 'application'))
    .toEqual(expect.arrayContaining(['mcr.microsoft.com Https:443', '*.data.mcr.microsoft.com Https:443']));
  expect(rules.substitutions.filter(({ requirementId }) => requirementId.startsWith('basic.front-door-first-party')).map(({ writtenAs }) =>
    writtenAs))
    .toEqual(['outbound TCP 443 fqdn mcr.microsoft.com', 'outbound TCP 443 fqdn *.data.mcr.microsoft.com']);
  expect(said.filter((text) => /^\w+ substituted: basic\.front-door-first-party/.test(text))).toHaveLength(2);
});

test('without the tag of image content, host rows carry the content although the registry has its tag', () => {
  const { json } = policy(
    requirementSet({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS] }).without('basic.front-door-first-party', 'by host name'),
  );
  expect(firewallLines(json, 'network')).toContain('TCP MicrosoftContainerRegistry:443');
  expect(firewallLines(json, 'application'))
    .toEqual(expect.arrayContaining(['mcr.microsoft.com Https:443', '*.data.mcr.microsoft.com Https:443']));
});

test('RStudio and IntelliSense keep their ports without a private endpoint', () => {
  const { json } = policy(requirementSet({ workspace: { privateEndpoint: false }, scenarios: [Scenario.RSTUDIO] }));
  expect(firewallLines(json, 'network')).toContain('TCP AzureMachineLearning:443,8787,18881');
});

function group(
  requirements: RequirementSet, intraNetworkTraffic?: IntraNetworkTraffic,
): { rules: SecurityGroup; said: string[]; json: Fields } {
  const stack = newStack();
  const rules = new SecurityGroup(stack, 'Group', {
    name: 'nsg', ...PLACE, requirements, hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL, intraNetworkTraffic,
  });
  return { rules, said: annotations(rules), json: JSON.parse(textOf(stack)) as Fields };
}

test('any protocol stays any in a security group, and where a tag has TCP only, it is said', () => {
  const own = Requirement.outbound({
    id: 'own.any', slot: 2000, endpoint: Endpoint.addressRange('203.0.113.0/28'), ports: Ports.any(9000), purpose: 'x',
  });
  const { rules, said, json } = group(requirementSet({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS] }).plus(own));
  expect(lines(json, 'Outbound')).toContain('3000 Allow * * -> 203.0.113.0/28:9000');
  expect(rules.substitutions.find(({ requirementId }) => requirementId === 'hosts.batch')!.writtenAs)
    .toBe('TCP 443 to the service tag BatchNodeManagement.WestUS2');
  expect(said.join('\n'))
    .toMatch(/info substituted: hosts\.batch, hosts\.batch-service: written as TCP 443 to the service tag BatchNodeManagement\.WestUS2/);
});

test('the edition 2023 assumes private endpoints, so 443 stays open to them when other traffic inside the network is denied', () => {
  const { json } = group(requirementSet({ edition: Edition.E2023_04_14 }), IntraNetworkTraffic.denied());
  expect(lines(json, 'Outbound')).toContain('1010 Allow Tcp * -> VirtualNetwork:443');
});

test('a dual-stack subnet sends nothing past its firewall over IPv6', () => {
  const json = synth((stack) => new SecuredSubnet(stack, 'Training', {
    subnetId: IDS.subnet, subnetAddressPrefixes: ['10.1.1.0/24', 'fd00:1::/64'], requirements: requirementSet(),
    securityGroup: { name: 'nsg', ...PLACE }, routeTable: { name: 'rt', ...PLACE, defaultRoute: DefaultRoute.throughFirewall('10.0.1.4') },
  }));
  expect((resource(json, 'route_table').route as Fields[]).filter(({ address_prefix: prefix }) => prefix === '::/0'))
    .toMatchObject([{ name: 'default-ipv6', next_hop_type: 'None' }]);
});

test('no gap is told of the extensions of a cluster in Government, whose list has their host', () => {
  const { rules, json } = policy(requirementSet({ ...government, ...aks }));
  expect(
    rules.unexpressed.filter(({ isDocumentationGap, requirementId }) => isDocumentationGap && requirementId.startsWith('aks-extensions')),
  ).toEqual([]);
  expect(firewallLines(json, 'application')).toContain('usgovvirginia.dp.kubernetesconfiguration.azure.us Https:443');
});

test.each([
  [
    'public', requirementSet().only('basic.batch-node-management'),
    'write BatchNodeManagement.WestUS2 with host names (scenario "without-service-tags"',
  ],
  ['government', requirementSet(government).only('basic.batch-node-management'),
    'write BatchNodeManagement.USGovVirginia by address, with requirements of your own: no host names are documented for the cloud ' +
      '"government"'],
  [
    'china', requirementSet(china).only('basic.azure-monitor'),
    'write AzureMonitor by address, with requirements of your own: no host names are documented for the cloud "china"',
  ],
])('advice on a tag that is not flagged for Azure Firewall fits the cloud: %s', (_, requirements, advice) => {
  expect(policy(requirements).said.find((text) => text.startsWith('info tag-not-flagged'))).toContain(advice);
});
