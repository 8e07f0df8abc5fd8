import {
  Cloud, Edition, Endpoint, FirewallDestinations, FirewallPolicyRules, FirewallSku, Ports, Protocol, Requirement, Scenario,
  type FirewallPolicyRulesProps,
} from '../../lib';
import {
  annotations, codes, firewallLines, firewallRule, firewallRules, IDS, newStack, requirementSet, resource, resources, signIn, synth,
  type Fields,
} from './synthesis';

const common = { firewallPolicyId: IDS.policy, name: 'ml', priority: 500, sources: ['10.1.1.0/24'] };
const HOST_NAMES = { destinations: FirewallDestinations.HOST_NAMES };
const withHosts = (scenarios: Scenario[] = []) => requirementSet({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS, ...scenarios] });

/** Rules of a policy alone in a stack. */
function policy(props: Partial<FirewallPolicyRulesProps> = {}): Fields {
  return synth((stack) => new FirewallPolicyRules(stack, 'Egress', { requirements: signIn(), ...common, ...props }));
}

/** The construct, for what it says of itself. */
function construct(props: Partial<FirewallPolicyRulesProps> = {}): FirewallPolicyRules {
  return new FirewallPolicyRules(newStack(), 'Egress', { requirements: signIn(), ...common, ...props });
}

const ids = (list: readonly { requirementId: string }[]): string[] => list.map(({ requirementId }) => requirementId);

function own(id: string, slot: number, endpoint: Endpoint, ports: Ports = Ports.tcp(443)): Requirement {
  return Requirement.outbound({ id, slot, endpoint, ports, purpose: `Need of ${id}` });
}

const TAGS = [
  'TCP AzureActiveDirectory:80,443', 'TCP AzureMachineLearning:443,8787,18881', 'UDP AzureMachineLearning:5831',
  'TCP BatchNodeManagement.WestUS2:443', 'TCP AzureResourceManager:443', 'TCP Storage.WestUS2:443', 'TCP AzureFrontDoor.Frontend:443',
  'TCP MicrosoftContainerRegistry:443', 'TCP AzureFrontDoor.FirstParty:443', 'TCP AzureMonitor:443',
];

describe('a group of rules', () => {
  test('has a collection of network rules and one of application rules', () => {
    const json = policy({
      requirements: requirementSet({ scenarios: [Scenario.PYTHON_PACKAGES] }).only('basic.azure-monitor', 'python-packages.pypi'),
    });
    const from = { source_addresses: ['10.1.1.0/24'] };
    expect(resource(json, 'firewall_policy_rule_collection_group')).toEqual({
      firewall_policy_id: IDS.policy, name: 'ml', priority: 500,
      network_rule_collection: [{
        name: 'ml-network', priority: 1000, action: 'Allow',
        rule: [{
          name: 'Allow-AzureMonitor-Tcp-443', description: 'Logs and metrics, also for support cases [basic.azure-monitor]',
          protocols: ['TCP'],
          destination_addresses: ['AzureMonitor'], destination_ports: ['443'], ...from,
        }],
      }],
      application_rule_collection: [{
        name: 'ml-application', priority: 2000, action: 'Allow',
        rule: [{
          name: 'Allow-pypi.org-Tcp-443',
          description: 'Index of Python packages [python-packages.pypi, kubernetes.pypi, model-catalog.pypi]',
          protocols: [{ type: 'Https', port: 443 }], destination_fqdns: ['pypi.org'], ...from,
        }],
      }],
    });
  });

  test('has no empty collection, and there is no empty group', () => {
    expect(resource(policy(), 'firewall_policy_rule_collection_group')).not.toHaveProperty('application_rule_collection');
    const hosts = policy({ requirements: requirementSet({ scenarios: [Scenario.RSTUDIO] }).only('rstudio.cran') });
    expect(resource(hosts, 'firewall_policy_rule_collection_group')).not.toHaveProperty('network_rule_collection');
    expect(resources(policy({ requirements: signIn().only() }), 'firewall_policy_rule_collection_group')).toEqual([]);
  });

  test('takes sources as addresses, as IP groups, and as both', () => {
    const of = (props: Partial<FirewallPolicyRulesProps>): unknown => {
      const { source_addresses, source_ip_groups } = firewallRules(policy({ sources: undefined, ...props }), 'network')[0]!;
      return { source_addresses, source_ip_groups };
    };
    const sources = ['10.1.1.0/24', '10.2.0.4-10.2.0.9', '10.3.0.1'];
    const sourceIpGroupIds = [IDS.otherIpGroup, IDS.ipGroup].sort();
    expect(of({ sources: [...sources].reverse() })).toEqual({ source_addresses: sources });
    expect(of({ sourceIpGroupIds: [...sourceIpGroupIds].reverse() })).toEqual({ source_ip_groups: sourceIpGroupIds });
    expect(of({ sources, sourceIpGroupIds })).toEqual({ source_addresses: sources, source_ip_groups: sourceIpGroupIds });
  });

  test.each<[string, Partial<FirewallPolicyRulesProps>, string]>([
    ['no source', { sources: undefined }, 'sources: say where the traffic comes from, with sources, sourceIpGroupIds or both'],
    ['empty sources', { sources: [], sourceIpGroupIds: [] }, 'sources: say where the traffic comes from'],
    [
      '201 IP groups', { sources: undefined, sourceIpGroupIds: Array.from({ length: 201 }, (_, i) => `${IDS.ipGroup}${i}`) },
      'sourceIpGroupIds: a firewall takes 200 IP groups, and 201 are given',
    ],
    [
      'a list reference with others', { sources: ['#{TfToken[TOKEN.0]}', '10.0.0.0/8'] },
      'sources: a reference to a list is given together with other entries',
    ],
    ['a source twice', { sources: ['10.0.0.0/8', '10.0.0.0/8'] }, 'sources: "10.0.0.0/8" is given twice'],
    ['a tag as source', { sources: ['VirtualNetwork'] }, 'address range "VirtualNetwork" is neither an IPv4 nor an IPv6 address'],
    ['IPv6', { sources: ['fd00::/8'] }, 'source "fd00::/8" is an IPv6 address, which Azure Firewall does not take in rules'],
    ['a range that falls', { sources: ['10.0.0.9-10.0.0.1'] }, 'did you mean "10.0.0.1-10.0.0.9"?'],
    ['another id', { sourceIpGroupIds: [IDS.subnet] }, 'sourceIpGroupIds: '],
    ['another policy id', { firewallPolicyId: IDS.firewall }, 'firewallPolicyId: '],
    ['a short name', { name: 'm' }, 'name: "m" is too short; the provider asks for at least 2 characters'],
    ['a long name', { name: 'm'.repeat(70) }, 'has 70 characters, and with "-application" after it more than 80; expected at most 68'],
    ['priority below', { priority: 99 }, 'priority: 99 is not a whole number from 100 to 65000'],
    ['priority above', { priority: 65001 }, 'priority: 65001 is not a whole number from 100 to 65000'],
    ['half a priority', { priority: 100.5 }, 'priority: 100.5 is not a whole number'],
    [
      'TLS inspection below Premium', { tlsInspection: true, sku: FirewallSku.STANDARD },
      'tlsInspection: only a Premium policy inspects TLS',
    ],
    [
      'an unknown tier', { sku: 'premium' as FirewallSku },
      'sku: "premium" is not one of "Basic", "Standard", "Premium"; did you mean "Premium"?',
    ],
    [
      'unknown destinations', { destinations: 'tags' as FirewallDestinations },
      'destinations: "tags" is not one of "service-tags", "host-names"',
    ],
    ['host names that the set does not list', HOST_NAMES, 'add the scenario "without-service-tags"'],
    ['few bytes', { maxGroupBytes: 999 }, 'maxGroupBytes: 999 is not a whole number from 1000 to 2000000'],
    ['port 0', { requirements: signIn().plus(own('zero', 2000, Endpoint.addressRange('203.0.113.7'), Ports.tcp(0, 22))) },
      'requirement "zero": port 0 cannot be written in a firewall rule; ports are 1 to 65535'],
  ])('refuses %s, and says where', (_, props, message) => {
    expect(() => policy(props)).toThrow(new RegExp(`^\\[Network/Egress\\] .*${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
  });

  test('is claimed by name and by priority', () => {
    const stack = newStack();
    const add = (id: string, props: Partial<FirewallPolicyRulesProps>): unknown =>
      new FirewallPolicyRules(stack, id, { requirements: signIn(), ...common, ...props });
    add('One', {});
    expect(() => add('SamePriority', { name: 'other' })).toThrow('[Network/SamePriority] priority 500 of /subscriptions/');
    expect(() => add('SameName', { priority: 501 })).toThrow('[Network/SameName] the rule collection group ml of /subscriptions/');
    add('Next', { name: 'next', priority: 501 });
    add('Elsewhere', { firewallPolicyId: IDS.policy.replace('/policy', '/other') });
  });
});

describe('service tags', () => {
  test('become network rules, in the order of slots', () => {
    const json = policy({ requirements: requirementSet() });
    expect(firewallLines(json, 'network')).toEqual(TAGS);
    expect(firewallLines(json, 'application')).toEqual([]);
  });

  test('stand for the host names of the article, which are left out', () => {
    const json = policy({ requirements: withHosts() });
    expect(firewallLines(json, 'network')).toEqual([...TAGS, 'TCP Storage.WestUS2:445']);
    // No tag is known to hold these.
    expect(firewallLines(json, 'application')).toEqual([
      '*.notebooks.azure.net Https:443', 'graph.microsoft.com Https:443', '*.aznbcontent.net Https:443',
      'automlresources-prod.azureedge.net Https:443', 'aka.ms Https:443', 'graph.windows.net Https:443',
    ]);
  });

  test('that a firewall does not know are listed with the reason', () => {
    const { unexpressed } = construct({ requirements: requirementSet({ compute: { publicIp: true } }).plus(
      own('internet', 2000, Endpoint.serviceTag('Internet')), own('probes', 2001, Endpoint.serviceTag('AzureLoadBalancer'))) });
    expect(
      unexpressed.map(({ requirementId: requirement, isOutOfPath }) => `${requirement} ${isOutOfPath ? 'out of path' : 'missing'}`),
    ).toEqual([
      'basic.compute-management out of path', 'basic.virtual-network out of path', 'public-ip-compute.route out of path',
      'internet missing', 'probes out of path',
    ]);
  });
});

describe('host names', () => {
  test('become application rules, one for each slot; two hosts of one row share a rule that the article names', () => {
    const json = policy({ requirements: requirementSet({ scenarios: [Scenario.RSTUDIO] }) });
    expect(firewallRules(json, 'application').map(({ name }) => name))
      .toEqual(['AllowRStudioInstall', 'Allow-cloud.r-project.org-Tcp-443']);
    expect(firewallRule(json, 'application', 'AllowRStudioInstall')).toMatchObject({
      destination_fqdns: ['ghcr.io', 'pkg-containers.githubusercontent.com'], protocols: [{ type: 'Https', port: 443 }],
    });
  });

  test('carry HTTP on 80 and HTTPS on 443', () => {
    const json = policy({ requirements: signIn().plus(own('mirror', 2000, Endpoint.fqdn('mirror.example.com'), Ports.tcp(443, 80))) });
    expect(firewallLines(json, 'application')).toEqual(['mirror.example.com Http:80,Https:443']);
  });

  test('instead of tags: tags stay where no host name can be written', () => {
    const json = policy({ requirements: withHosts(), ...HOST_NAMES });
    expect(firewallLines(json, 'network')).toEqual([
      'TCP AzureMachineLearning:8787,18881', // *.instances.azureml.ms is a wildcard
      'UDP AzureMachineLearning:5831', // the DNS proxy is off
      'TCP Storage.WestUS2:445',
    ]);
    const hosts = firewallLines(json, 'application');
    expect(hosts).toContain('login.microsoftonline.com Http:80,Https:443');
    expect(hosts).toContain('*.westus2.batch.azure.com Https:443'); // ANY in the article
    expect(hosts).toContain('*.blob.core.windows.net Https:443');
    // Names that a wider one of the same section holds.
    expect(hosts.filter((line) => /instances|modelmanagement|mlstore01\.blob/.test(line))).toEqual([]);
    expect(hosts).toContain('mlstore01.file.core.windows.net Https:443');
  });

  test('with the DNS proxy: names without a wildcard become network rules', () => {
    const json = policy({ requirements: withHosts(), ...HOST_NAMES, dnsProxy: true });
    expect(firewallLines(json, 'network')).toEqual([
      'TCP AzureMachineLearning:8787,18881',
      'UDP AzureMachineLearning:5831', // one of the two hosts of the tunnel is a wildcard
      'TCP mlstore01.file.core.windows.net:445',
      'UDP westus2.tundra.azureml.ms:5831',
    ]);
    expect(firewallRule(json, 'network', 'Allow-westus2.tundra.azureml.ms-Udp-5831')).not.toHaveProperty('destination_addresses');
    // The older edition has one host for the tunnel, and needs no tag.
    const older = requirementSet({ edition: Edition.E2023_04_14, scenarios: [Scenario.WITHOUT_SERVICE_TAGS] });
    expect(firewallLines(policy({ requirements: older, ...HOST_NAMES, dnsProxy: true }), 'network')).not.toContain(
      'UDP AzureMachineLearning:5831',
    );
  });

  test('in the Basic tier: none in network rules, whatever is said about the DNS proxy', () => {
    const basic = { requirements: withHosts(), ...HOST_NAMES, sku: FirewallSku.BASIC };
    expect(policy({ ...basic, dnsProxy: true })).toEqual(policy(basic));
    expect(firewallLines(policy(basic), 'network')).toContain('TCP Storage.WestUS2:445');
    expect(construct({ ...basic, dnsProxy: true }).substitutions.find(({ requirementId: requirement }) =>
      requirement === 'hosts.compute-storage-file'))
      .toMatchObject({
        writtenAs: 'the service tag Storage.WestUS2 on 445',
        reason: expect.stringContaining('needs a Standard or Premium firewall') as unknown,
      });
  });

  test('on other ports that no rule can carry are listed with what to do', () => {
    const requirements = signIn().plus(
      own('plain', 2000, Endpoint.fqdn('git.example.com'), Ports.tcp(22, 443)),
      own('wild', 2001, Endpoint.fqdn('*.example.com'), Ports.tcp(22)),
      own('path', 2002, Endpoint.url('example.com/x/*'), Ports.tcp(8080)), own('quic', 2003, Endpoint.fqdn('example.com'), Ports.udp(443)));
    const without = construct({ requirements });
    expect(without.unexpressed.map(({ requirementId: requirement, reason, remedy: alternative }) =>
      `${requirement}: ${reason} -> ${alternative}`)).toEqual([
      'plain: TCP 22: a network rule with a host name (git.example.com) needs the DNS proxy of the firewall -> enable the DNS proxy on ' +
        'the firewall and state dnsProxy, or add a requirement of your own with the address range of the host',
      'wild: TCP 22: a network rule takes no wildcard (*.example.com) -> a requirement of your own with the service tag or the address ' +
        'range of the host',
      'path: TCP 8080: a URL can be written for HTTP and HTTPS only -> a requirement of your own with the host name',
      'quic: UDP 443: a network rule with a host name (example.com) needs the DNS proxy of the firewall -> enable the DNS proxy on the ' +
        'firewall and state dnsProxy, or add a requirement of your own with the address range of the host',
    ]);
    const json = policy({ requirements, dnsProxy: true });
    expect(firewallLines(json, 'application')).toEqual(['git.example.com Https:443']);
    expect(firewallLines(json, 'network')).toEqual(['TCP AzureActiveDirectory:80,443', 'TCP git.example.com:22', 'UDP example.com:443']);
    expect(ids(construct({ requirements, dnsProxy: true }).unexpressed)).toEqual(['wild', 'path']);
  });

  test('of any protocol are HTTPS over TCP in an application rule, and this is reported', () => {
    const { substitutions } = construct({ requirements: withHosts(), ...HOST_NAMES });
    expect(substitutions.filter(({ requirementId }) => requirementId.startsWith('hosts.batch')))
      .toEqual(['hosts.batch', 'hosts.batch-service'].map((requirementId) =>
        expect.objectContaining({ requirementId, writtenAs: 'Https:443', isWider: false }) as unknown));
  });

  test('that a cloud does not document leave the tag, with the reason', () => {
    const set = requirementSet({ cloud: Cloud.GOVERNMENT, region: 'usgovvirginia', scenarios: [Scenario.WITHOUT_SERVICE_TAGS] });
    expect(firewallLines(policy({ requirements: set, ...HOST_NAMES }), 'network')).toContain('TCP AzureMonitor:443');
    expect(construct({ requirements: set, ...HOST_NAMES }).substitutions.find(({ requirementId: requirement }) =>
      requirement === 'basic.azure-monitor'))
      .toMatchObject({ reason: 'no host names are documented for it in this cloud' });
  });
});

describe('URL paths', () => {
  const path = 'github.com/microsoft/vscode-tools-for-ai/tree/master/azureml_remote_websocket_server/*';
  const requirements = () =>
    requirementSet({ compute: { publicIp: false, interactiveJobs: true }, scenarios: [Scenario.VS_CODE] }).only('vs-code.websocket-server');

  test('are filtered by a Premium policy that inspects TLS', () => {
    const premium = { requirements: requirements(), sku: FirewallSku.PREMIUM, tlsInspection: true };
    const [rule] = firewallRules(policy(premium), 'application');
    expect(rule).toMatchObject({ destination_urls: [path], terminate_tls: true, protocols: [{ type: 'Https', port: 443 }] });
    expect(rule).not.toHaveProperty('destination_fqdns');
    expect(construct(premium).substitutions).toEqual([]);
  });

  test.each([
    FirewallSku.BASIC, FirewallSku.STANDARD, FirewallSku.PREMIUM,
  ])('become the whole host otherwise (%s), which is reported as wider', (sku) => {
    const [rule] = firewallRules(policy({ requirements: requirements(), sku }), 'application');
    expect(rule).toMatchObject({ destination_fqdns: ['github.com'] });
    expect(rule).not.toHaveProperty('destination_urls');
    expect(rule).not.toHaveProperty('terminate_tls');
    const { substitutions, node } = construct({ requirements: requirements(), sku });
    expect(substitutions)
      .toMatchObject([{ requirementId: 'vs-code.websocket-server', writtenAs: 'the whole host github.com', isWider: true }]);
    expect(annotations(node.scope!).filter((text) => text.startsWith('warn'))).toEqual([
      'warn substituted: vs-code.websocket-server: written as the whole host github.com, because a path is filtered only by a Premium ' +
        'policy with TLS inspection. This is wider than documented.',
    ]);
  });
});

describe('addresses', () => {
  test('have rules of their own, apart from tags', () => {
    const requirements = signIn().plus(
      own('range', 2000, Endpoint.addressRange('203.0.113.0/24'), Ports.of(Protocol.TCP, ['22', '8080-8090'])),
      own('any', 2001, Endpoint.addressRange('203.0.113.7'), Ports.all(Protocol.ANY)),
    );
    expect(firewallLines(policy({ requirements }), 'network'))
      .toEqual(['TCP AzureActiveDirectory:80,443', 'TCP 203.0.113.0/24:22,8080-8090', 'Any 203.0.113.7:*']);
  });

  test('of IPv6 are listed and not written', () => {
    const requirements = signIn().plus(own('v6', 2000, Endpoint.addressRange('2001:db8::/32')));
    expect(firewallLines(policy({ requirements }), 'network')).toEqual(['TCP AzureActiveDirectory:80,443']);
    expect(construct({ requirements }).unexpressed)
      .toMatchObject([{ requirementId: 'v6', reason: 'Azure Firewall does not take IPv6 addresses in rules', isOutOfPath: false }]);
  });
});

test('advises what the rules say otherwise', () => {
  expect(codes(construct())).toEqual([]);
  expect(codes(construct({ requirements: requirementSet().only('basic.batch-node-management') }))).toEqual(['info tag-not-flagged']);
  expect(codes(construct({ requirements: requirementSet().only('basic.virtual-network') }))).toEqual(['info unexpressed']);
  expect(codes(construct({ requirements: withHosts(), ...HOST_NAMES }))).toEqual(['info substituted', 'info unexpressed']);
});
