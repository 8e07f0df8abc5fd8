import { MachineLearningWorkspace } from '@cdktf/provider-azurerm/lib/machine-learning-workspace';
import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { TerraformVariable } from 'cdktf';
import {
  Cloud, Edition, Endpoint, ManagedNetworkRules, Ports, Protocol, RegionalTags, Requirement, Scenario, type ManagedNetworkRulesProps,
  type RequirementSet, RuleLanguage,
} from '../../lib';
import { MANAGED_NETWORK_SYSTEM_TAGS, MANAGED_NETWORK_TAGS } from '../../lib/azure/managed-network-facts';
import { messageOf } from '../azure/message-of';
import { linesByVariant, type Said } from '../support/lines-by-variant';
import { checkStack } from '../support/provider-arguments';
import { annotations, IDS, newStack, PLACE, requirementSet, resources, signIn, synth, textOf, type Fields } from './synthesis';

const FQDN = 'machine_learning_workspace_network_outbound_rule_fqdn';
const SERVICE_TAG = 'machine_learning_workspace_network_outbound_rule_service_tag';

const of = (requirements: RequirementSet, props: Partial<ManagedNetworkRulesProps> = {}): ManagedNetworkRules =>
  new ManagedNetworkRules(newStack(), 'Rules', { requirements, workspaceId: IDS.workspace, ...props });

/**
 * Rules in one line each, service tags first, each kind sorted by name: `AzureMachineLearning-Tcp: AzureMachineLearning TCP
 * 8787,18881`, `pypi_org: pypi.org`.
 */
function lines(json: Fields): string[] {
  const byName = (a: Fields, b: Fields): number => (String(a.name) < String(b.name) ? -1 : 1);
  return [
    ...resources(json, SERVICE_TAG).sort(byName).map(({ name, service_tag: tag, protocol, port_ranges: ports }) =>
      `${String(name)}: ${String(tag)} ${String(protocol)} ${String(ports)}`),
    ...resources(json, FQDN).sort(byName).map(({ name, destination_fqdn: host }) => `${String(name)}: ${String(host)}`),
  ];
}

function rules(requirements: RequirementSet, props: Partial<ManagedNetworkRulesProps> = {}): string[] {
  const json = synth((stack) => new ManagedNetworkRules(stack, 'Rules', { requirements, workspaceId: IDS.workspace, ...props }));
  expect(checkStack(json)).toEqual([]);
  return lines(json);
}

/** What is said about requirements that rules do not carry, or carry in another form. */
function said({ unexpressed, substitutions }: ManagedNetworkRules): string[] {
  expect([...unexpressed, ...substitutions].every(({ language }) => language === RuleLanguage.MANAGED_NETWORK)).toBe(true);
  return [
    ...unexpressed.map(({ requirementId: requirement, reason, isOutOfPath }) =>
      `${requirement} ${isOutOfPath ? 'does not pass' : 'cannot'}: ${reason}`),
    ...substitutions.map(({ requirementId: requirement, writtenAs, isWider }) =>
      `${requirement} as ${writtenAs}${isWider ? ' (wider)' : ''}`),
  ];
}

const own = (id: string, slot: number, endpoint: Endpoint, ports = Ports.tcp(80, 443)): Requirement =>
  Requirement.outbound({ id, slot, endpoint, ports, purpose: 'Test' });
const workspace = {
  privateEndpoint: true, storageAccountName: 'mlstore01', containerRegistryName: 'images',
  workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
};

describe('service tags', () => {
  test('only what Azure does not add: RStudio and IntelliSense on compute instances', () => {
    const requirements = requirementSet();
    expect(rules(requirements)).toEqual(['AzureMachineLearning-Tcp: AzureMachineLearning TCP 8787,18881']);
    expect(of(requirements).addedByAzure).toEqual([
      { name: '__SYS_ST_VirtualNetwork', requirementIds: ['basic.virtual-network'] },
      { name: '__SYS_ST_AzureActiveDirectory_TCP', requirementIds: ['basic.azure-active-directory'] },
      { name: '__SYS_ST_AzureMachineLearning_TCP', requirementIds: ['basic.azure-machine-learning-tcp'] },
      { name: '__SYS_ST_AzureMachineLearning_UDP', requirementIds: ['basic.azure-machine-learning-udp'] },
      { name: '__SYS_ST_BatchNodeManagement_TCP', requirementIds: ['basic.batch-node-management'] },
      { name: '__SYS_ST_AzureResourceManager_TCP', requirementIds: ['basic.azure-resource-manager'] },
      { name: '__SYS_ST_MicrosoftContainerRegistry.westus2_TCP', requirementIds: ['basic.microsoft-container-registry'] },
      { name: '__SYS_ST_AzureFrontDoor.FirstParty', requirementIds: ['basic.front-door-first-party'] },
      { name: '__SYS_ST_AzureMonitor_TCP', requirementIds: ['basic.azure-monitor'] },
    ]);
    expect(rules(requirementSet({ workspace: { privateEndpoint: false } })))
      .toEqual(['AzureMachineLearning-Tcp: AzureMachineLearning TCP 8787,18881']);
  });

  test('of the older edition, with a region that Azure adds as well', () => {
    const { addedByAzure } = of(requirementSet({ edition: Edition.E2023_04_14, scenarios: [Scenario.MICROSOFT_IMAGES] }));
    expect(addedByAzure.find(({ name }) => name.includes('ContainerRegistry'))!.requirementIds)
      .toEqual(['basic.microsoft-container-registry-regional', 'microsoft-images.registry-regional']);
  });

  test('for a requirement of the user, a rule of Azure for one region carries that region, and neither the whole tag nor ' +
    'another region', () => {
    const registry = (tag: string): RequirementSet => signIn().plus(own('registry', 2000, Endpoint.serviceTag(tag), Ports.tcp(443)));
    const carriers = (tag: string): string[] =>
      of(registry(tag), { regionalTags: RegionalTags.WIDENED }).addedByAzure.filter(({ requirementIds: requirements }) =>
        requirements.includes('registry'))
        .map(({ name }) => name);
    expect(carriers('MicrosoftContainerRegistry.WestUS2')).toEqual(['__SYS_ST_MicrosoftContainerRegistry.westus2_TCP']);
    expect(rules(registry('MicrosoftContainerRegistry.WestUS2'))).toEqual([]);
    expect(carriers('MicrosoftContainerRegistry')).toEqual([]);
    expect(rules(registry('MicrosoftContainerRegistry'))).toEqual(['MicrosoftContainerRegistry-Tcp: MicrosoftContainerRegistry TCP 443']);
    expect(carriers('MicrosoftContainerRegistry.EastUS')).toEqual([]);
    // The other way round: a rule for the whole tag carries its regions.
    expect(carriers('BatchNodeManagement.EastUS')).toEqual(['__SYS_ST_BatchNodeManagement_TCP']);
  });

  test('of the user: protocols and ports as the provider writes them', () => {
    expect(rules(signIn().plus(
      own('sql', 2000, Endpoint.serviceTag('Sql'), Ports.of(Protocol.TCP, ['11000-11999', '1433'])),
      own('hub', 2001, Endpoint.serviceTag('EventHub'), Ports.all(Protocol.ANY)),
      own('udp', 2002, Endpoint.serviceTag('AzureMonitor'), Ports.udp(443)),
      own('more', 2003, Endpoint.serviceTag('AzureActiveDirectory'), Ports.tcp(443, 389)),
    ))).toEqual([
      'AzureActiveDirectory-Tcp: AzureActiveDirectory TCP 389', 'AzureMonitor-Udp: AzureMonitor UDP 443', 'EventHub-Any: EventHub * *',
      'Sql-Tcp: Sql TCP 1433,11000-11999',
    ]);
  });

  test('any protocol is more than the TCP that Azure adds', () => {
    expect(rules(signIn().plus(own('any', 2000, Endpoint.serviceTag('BatchNodeManagement.WestUS2'), Ports.any(443))), {
      regionalTags: RegionalTags.WIDENED,
    }))
      .toEqual(['BatchNodeManagement-Any: BatchNodeManagement * 443']);
  });

  const regional = signIn().plus(
    own('vault', 2000, Endpoint.serviceTag('AzureKeyVault.WestUS2'), Ports.tcp(443)),
    own('vault-east', 2001, Endpoint.serviceTag('AzureKeyVault.EastUS'), Ports.tcp(443)),
    own('store', 2002, Endpoint.serviceTag('Storage.WestUS2'), Ports.tcp(443)),
    own('registry', 2003, Endpoint.serviceTag('MicrosoftContainerRegistry.EastUS'), Ports.tcp(443)),
  );

  test('with a region are not written', () => {
    expect(rules(regional)).toEqual([]);
    expect(said(of(regional))).toEqual([
      'store cannot: rules of a managed network have no regional form of a service tag, and without it Storage is every storage ' +
        'account of Azure',
      'vault cannot: rules of a managed network have no regional form of a service tag',
      'vault-east cannot: rules of a managed network have no regional form of a service tag',
      'registry cannot: rules of a managed network have no regional form of a service tag',
    ]);
    expect(of(regional).unexpressed[1]!.remedy).toBe('a private endpoint rule where the resource is yours; or state regionalTags ' +
      '"widened" (RegionalTags.WIDENED), which opens the tag in every region');
  });

  test('with a region are widened when the user says so, but for storage; one rule for what is the same', () => {
    const props = { regionalTags: RegionalTags.WIDENED };
    expect(rules(regional, props))
      .toEqual(['AzureKeyVault-Tcp: AzureKeyVault TCP 443', 'MicrosoftContainerRegistry-Tcp: MicrosoftContainerRegistry TCP 443']);
    expect(of(regional, props).serviceTagRules[0]!.requirementIds).toEqual(['vault', 'vault-east']);
    expect(said(of(regional, props))).toEqual([
      expect.stringMatching(/^store cannot/),
      'vault as the service tag AzureKeyVault in every region (wider)',
      'vault-east as the service tag AzureKeyVault in every region (wider)',
      'registry as the service tag MicrosoftContainerRegistry in every region (wider)',
    ]);
  });

  test('that are not among those of the provider', () => {
    const requirements = signIn().plus(
      own('disco', 2000, Endpoint.serviceTag('AzureTrafficManager')), own('new', 2001, Endpoint.unlistedServiceTag('Brand.New')),
    );
    expect(said(of(requirements)))
      .toEqual(['disco', 'new'].map((id) => `${id} cannot: the provider does not have the tag in its list for managed networks`));
  });

  test('with a region are carried by a rule for the tag in every region that another requirement asks for', () => {
    const global = own('vaults', 2010, Endpoint.serviceTag('AzureKeyVault'), Ports.tcp(443));
    const regions = [
      own('east', 2011, Endpoint.serviceTag('AzureKeyVault.EastUS'), Ports.tcp(443)),
      own('west', 2012, Endpoint.serviceTag('AzureKeyVault.WestUS2'), Ports.tcp(443, 8443)),
    ];
    const managed = of(signIn().plus(global, ...regions));
    expect(managed.serviceTagRules.map(({ requirementIds }) => requirementIds)).toEqual([['vaults', 'east', 'west']]);
    expect(said(managed)).toEqual([expect.stringMatching(/^west cannot: /)]); // 8443 is in no rule
    expect(said(of(signIn().plus(regions[0]!)))).toEqual([expect.stringMatching(/^east cannot: /)]);
  });

  test('that are newer than the table and that the provider has', () => {
    expect(rules(signIn().plus(own('dns', 2000, Endpoint.unlistedServiceTag('AzureMonitor'), Ports.tcp(1)))))
      .toEqual(['AzureMonitor-Tcp: AzureMonitor TCP 1']);
  });

  test('Storage and Front Door of the catalog, which are not needed there', () => {
    const requirements = requirementSet({ scenarios: [Scenario.STORAGE_FIREWALL] })
      .only('basic.storage', 'storage-firewall.smb', 'basic.front-door-frontend');
    expect(rules(requirements)).toEqual([]);
    expect(said(of(requirements)).map((text) => text.split(':')[0]))
      .toEqual(['basic.storage does not pass', 'basic.front-door-frontend cannot', 'storage-firewall.smb does not pass']);
    expect(rules(requirements.plus(own('studio', 2000, Endpoint.serviceTag('AzureFrontDoor.Frontend'), Ports.tcp(443)))))
      .toEqual(['AzureFrontDoor_Frontend-Tcp: AzureFrontDoor.Frontend TCP 443']);
  });
});

describe('host names', () => {
  test('80 and 443 of each host, with wildcards', () => {
    const requirements = signIn().plus(
      own('a', 2000, Endpoint.fqdn('packages.example.com')), own('b', 2001, Endpoint.fqdn('*.example.com')),
      own('same', 2002, Endpoint.fqdn('packages.example.com'), Ports.tcp(443)),
      own('secure', 2003, Endpoint.fqdn('secure.example.com'), Ports.tcp(443)),
    );
    expect(rules(requirements))
      .toEqual(['any__example_com: *.example.com', 'packages_example_com: packages.example.com', 'secure_example_com: secure.example.com']);
    expect(of(requirements).fqdnRules[0]!.requirementIds).toEqual(['a', 'same']);
    expect(said(of(requirements))).toEqual(['secure as an FQDN rule for 80 and 443 (wider)']);
  });

  test('what an FQDN rule cannot say', () => {
    const requirements = signIn().plus(
      own('git', 2000, Endpoint.fqdn('git.example.com'), Ports.tcp(22, 443)),
      own('udp', 2001, Endpoint.fqdn('udp.example.com'), Ports.udp(443)),
      own('any', 2002, Endpoint.fqdn('any.example.com'), Ports.any(80, 443)),
      own('all', 2003, Endpoint.fqdn('all.example.com'), Ports.all(Protocol.TCP)),
      own('url', 2004, Endpoint.url('github.com/org/*')), own('range', 2005, Endpoint.addressRange('203.0.113.0/24')),
      Requirement.inbound({ id: 'in', slot: 2006, endpoint: Endpoint.serviceTag('AzureMonitor'), ports: Ports.tcp(443), purpose: 'Test' }),
    );
    expect(rules(requirements)).toEqual(['any_example_com: any.example.com', 'git_example_com: git.example.com', 'github_com: github.com']);
    expect(said(of(requirements))).toEqual([
      'range cannot: the provider has no address ranges in rules of a managed network',
      'in does not pass: Azure manages what connects to compute in this network',
      'git cannot: TCP 22: an FQDN rule carries 80 and 443 over TCP only',
      'udp cannot: UDP 443: an FQDN rule carries 80 and 443 over TCP only',
      'all cannot: TCP 0-65535: an FQDN rule carries 80 and 443 over TCP only',
      'any as HTTP and HTTPS', 'url as the whole host github.com (wider)', 'git as an FQDN rule for 80 and 443 (wider)',
    ]);
  });

  test.each([
    'store.blob.core.windows.net', '*.table.core.windows.net', 'store.queue.core.usgovcloudapi.net', 'store.file.core.chinacloudapi.cn',
    'store.dfs.core.windows.net', '*.core.windows.net', '*.windows.net', 'store.z01.blob.storage.azure.net',
    'store.z22.web.core.windows.net', '${var.store}.blob.core.windows.net',
  ])(
    'of storage accounts are not possible: %s', (host) => {
      expect(said(of(signIn().plus(own('store', 2000, Endpoint.fqdn(host))))))
        .toEqual(['store cannot: FQDN rules to storage accounts are not possible in this network']);
    });

  test('the storage account of Visual Studio Code is asked for by the article on managed networks', () => {
    const managed = of(requirementSet({ scenarios: [Scenario.VS_CODE] }));
    expect(managed.fqdnRules.map(({ hostName }) => hostName)).toContain('vscode.blob.core.windows.net');
    expect(managed.unexpressed.map(({ requirementId }) => requirementId)).not.toContain('vs-code.extensions-storage');
  });

  test('tags stand for the host names of the article, and are not written twice', () => {
    const requirements = requirementSet({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS] });
    const managed = of(requirements.only(
      'basic.azure-active-directory', 'hosts.sign-in', 'basic.azure-machine-learning-tcp', 'hosts.instances', 'basic.batch-node-management',
      'hosts.batch',
    ));
    expect(managed.fqdnRules).toEqual([]);
    expect([...managed.addedByAzure, ...managed.serviceTagRules].map(({ name, requirementIds }) => `${name}: ${requirementIds.join()}`))
      .toEqual([
        '__SYS_ST_AzureActiveDirectory_TCP: basic.azure-active-directory,hosts.sign-in',
        '__SYS_ST_AzureMachineLearning_TCP: basic.azure-machine-learning-tcp,hosts.instances',
        '__SYS_ST_BatchNodeManagement_TCP: basic.batch-node-management,hosts.batch',
        'AzureMachineLearning-Tcp: basic.azure-machine-learning-tcp,hosts.instances',
      ]);
    expect(rules(requirements.only('hosts.sign-in'))).toEqual(['login_microsoftonline_com: login.microsoftonline.com']);
  });

  test('host names stand for a tag that cannot be written', () => {
    const hbi = requirementSet({ workspace: { ...workspace, hbi: true }, scenarios: [Scenario.WITHOUT_SERVICE_TAGS] });
    const both = hbi.only('hbi-workspace.key-vault', 'hosts.key-vault');
    expect(rules(both)).toEqual(['any__vault_azure_net: *.vault.azure.net']);
    expect(of(both).fqdnRules[0]!.requirementIds).toEqual(['hosts.key-vault', 'hbi-workspace.key-vault']);
    expect(said(of(both)))
      .toEqual(['hosts.key-vault as an FQDN rule for 80 and 443 (wider)', 'hbi-workspace.key-vault as the host names *.vault.azure.net']);
    expect(said(of(hbi.only('hbi-workspace.key-vault'))))
      .toEqual(['hbi-workspace.key-vault cannot: rules of a managed network have no regional form of a service tag']);
    // Tags first, when they can be written.
    expect(rules(both, { regionalTags: RegionalTags.WIDENED })).toEqual(['AzureKeyVault-Tcp: AzureKeyVault TCP 443']);
  });
});

test('Kubernetes, inbound traffic, routes and ports of nobody', () => {
  const requirements = requirementSet({
    workspace, kubernetes: { training: true, inference: true, aks: { privateCluster: true, konnectivityAgent: true } },
    compute: { publicIp: true }, scenarios: [Scenario.VS_CODE],
  })
    .only(
      'kubernetes.pypi', 'aks.registry', 'in-cluster.api-server', 'public-ip-compute.route', 'basic.compute-management',
      'vs-code.server-ports',
    );
  expect(rules(requirements)).toEqual([]);
  expect(said(of(requirements))).toEqual([
    'basic.compute-management does not pass: Azure manages what connects to compute in this network',
    'public-ip-compute.route does not pass: Azure manages the routes of this network',
    'vs-code.server-ports cannot: the article gives ports only, and neither the direction nor who connects',
    'in-cluster.api-server does not pass: a managed network has no Kubernetes compute',
    'kubernetes.pypi does not pass: a managed network has no Kubernetes compute',
    'aks.registry does not pass: a managed network has no Kubernetes compute',
  ]);
});

describe('names', () => {
  const name = (host: string): string => of(signIn().plus(own('x', 2000, Endpoint.fqdn(host)))).fqdnRules[0]!.name;

  test('say the host, and tell hosts apart that look alike', () => {
    expect(['pypi.org', '*.pypi.org', 'any.pypi.org', 'py-pi.org', 'py.pi.org'].map(name))
      .toEqual(['pypi_org', 'any__pypi_org', 'any_pypi_org', 'py-pi_org', 'py_pi_org']);
  });

  test('of long hosts end with a hash of the whole', () => {
    expect(name(`${'a'.repeat(29)}.org`)).toBe(`${'a'.repeat(29)}_org`);
    const long = ['a', 'b'].map((end) => name(`${'a'.repeat(40)}${end}.example.com`));
    expect(long).toEqual([expect.stringMatching(/^a{24}_[0-9a-f]{8}$/), expect.stringMatching(/^a{24}_[0-9a-f]{8}$/)]);
    expect(long[0]).not.toBe(long[1]);
  });

  test('of hosts that are known later are those of ids, filled up where they are short', () => {
    expect(['x', 'store.site'].map((id) => rules(signIn().plus(own(id, 2000, Endpoint.fqdn('${var.host}'))))))
      .toEqual([['x__: ${var.host}'], ['store_site: ${var.host}']]);
  });

  test('say the tag and the protocol, whatever the ports are', () => {
    const tag = (protocol: Protocol, ...ports: string[]): string =>
      of(signIn().plus(own('x', 2000, Endpoint.serviceTag('Sql'), Ports.of(protocol, ports)))).serviceTagRules[0]!.name;
    expect([tag(Protocol.TCP, '1433'), tag(Protocol.TCP, '1433', '11000-11999'), tag(Protocol.UDP, '1434'), tag(Protocol.ANY, '0-65535')])
      .toEqual(['Sql-Tcp', 'Sql-Tcp', 'Sql-Udp', 'Sql-Any']);
    const long = of(
      signIn().plus(own('x', 2000, Endpoint.serviceTag('AzureActiveDirectoryDomainServices'), Ports.tcp(5986))),
    ).serviceTagRules[0]!.name;
    expect(long).toMatch(/^AzureActiveDirectoryDoma_[0-9a-f]{8}$/);
  });

  test('do not depend on which of several requirements comes first', () => {
    const all = [
      own('vault', 2000, Endpoint.serviceTag('AzureKeyVault'), Ports.tcp(443)),
      own('hsm', 2001, Endpoint.serviceTag('AzureKeyVault.EastUS'), Ports.tcp(443)),
      own('more', 2002, Endpoint.serviceTag('AzureKeyVault'), Ports.tcp(8443)), own('host', 2003, Endpoint.fqdn('a.example.com')),
      own('path', 2004, Endpoint.url('a.example.com/x/*')),
    ];
    const named = (...requirements: Requirement[]): string[] =>
      rules(signIn().plus(...requirements), { regionalTags: RegionalTags.WIDENED });
    expect(named(...all)).toEqual(['AzureKeyVault-Tcp: AzureKeyVault TCP 443,8443', 'a_example_com: a.example.com']);
    expect(named(all[1]!, all[4]!)).toEqual(['AzureKeyVault-Tcp: AzureKeyVault TCP 443', 'a_example_com: a.example.com']);
    expect(named(all[0]!, all[3]!)).toEqual(named(all[1]!, all[4]!));
    // A documented requirement and one of the user, of which either may go.
    const documented = requirementSet({ workspace: { ...workspace, hbi: true } }).only('hbi-workspace.key-vault');
    const props = { regionalTags: RegionalTags.WIDENED };
    expect(rules(documented, props)).toEqual(rules(documented.plus(all[0]!), props));
    expect(rules(documented.plus(all[0]!).without('hbi-workspace.key-vault', 'x'), props)).toEqual(rules(documented, props));
  });

  test('ports of several requirements are one list', () => {
    const ports = (...lists: string[][]): string => of(
      signIn().plus(...lists.map((list, i) => own(`x${i}`, 2000 + i, Endpoint.serviceTag('Sql'), Ports.of(Protocol.TCP, list)))),
    ).serviceTagRules[0]!.portRanges;
    expect(ports(['11000-11999', '1433'], ['1433', '443'])).toBe('443,1433,11000-11999');
    expect(ports(['100-200'], ['150-250', '260'], ['250'])).toBe('100-250,260');
    expect(ports(['100', '101'], ['102'])).toBe('100,101,102');
    expect(ports(['${var.a}', '9'], ['8', '${var.a}'])).toBe('8,9,${var.a}');
    expect(ports(['443'], ['0-65535'])).toBe('*');
  });

  test('do not change when other requirements come or go', () => {
    const few = rules(
      signIn().plus(own('b', 2010, Endpoint.fqdn('b.example.com')), own('sql', 2011, Endpoint.serviceTag('Sql'), Ports.tcp(1433))),
    );
    const many = rules(signIn().plus(
      own('a', 2000, Endpoint.fqdn('a.example.com')), own('b', 2010, Endpoint.fqdn('b.example.com')),
      own('sql', 2011, Endpoint.serviceTag('Sql'), Ports.tcp(1433)),
    ));
    expect(many).toEqual(expect.arrayContaining(few));
  });

  test('two rules of one name are refused', () => {
    expect(messageOf(() =>
      of(signIn().plus(own('b.example.com', 2000, Endpoint.fqdn('${var.host}')), own('x', 2001, Endpoint.fqdn('b.example.com'))))))
      .toBe('[Network/Rules] requirement "x": its rule would have the name "b_example_com", which the rule of "b.example.com" has; ' +
        'a rule for a host that only Terraform knows is named after its requirement, so give that requirement another id');
  });
});

test('references: the workspace, hosts and ports', () => {
  const json = synth((stack) => {
    const text = (id: string): string => new TerraformVariable(stack, id, { type: 'string' }).stringValue;
    const number = (id: string): number => new TerraformVariable(stack, id, { type: 'number' }).numberValue;
    const { id } = new MachineLearningWorkspace(stack, 'Workspace', {
      name: 'ml', ...PLACE, applicationInsightsId: text('insights'), keyVaultId: text('vault'), storageAccountId: text('storage'),
      identity: { type: 'SystemAssigned' },
    });
    const { name } = new StorageAccount(stack, 'Store', {
      name: 'mlstore01', ...PLACE, accountTier: 'Standard', accountReplicationType: 'LRS',
    });
    new ManagedNetworkRules(stack, 'Rules', {
      workspaceId: id,
      requirements: signIn().plus(
        own('host', 2000, Endpoint.fqdn(`${text('tenant')}.example.com`)), own('site', 2001, Endpoint.fqdn(`${name}.z5.web.example.net`)),
        own('sql', 2002, Endpoint.serviceTag('Sql'), Ports.of(Protocol.TCP, ['1433', text('port')])),
        own('hub', 2003, Endpoint.serviceTag('EventHub'), Ports.tcp(number('first'), 443)),
      ),
    });
  });
  expect(checkStack(json)).toEqual([]);
  expect(lines(json)).toEqual([
    'EventHub-Tcp: EventHub TCP 443,${var.first}', 'Sql-Tcp: Sql TCP 1433,${var.port}', 'host: ${var.tenant}.example.com',
    'site: ${azurerm_storage_account.Store.name}.z5.web.example.net',
  ]);
  [...resources(json, SERVICE_TAG), ...resources(json, FQDN)].forEach((rule) =>
    expect(rule.workspace_id).toBe('${azurerm_machine_learning_workspace.Workspace.id}'));
});

test('each rule waits for the one before: service tags, then host names, in the order of slots', () => {
  const json = synth((stack) => new ManagedNetworkRules(stack, 'Rules', {
    workspaceId: IDS.workspace,
    requirements: requirementSet({ scenarios: [Scenario.RSTUDIO] }),
  }));
  const after = new Map<string | undefined, string>();
  for (const type of [SERVICE_TAG, FQDN]) {
    for (const [address, { depends_on: on }] of Object.entries(
      (json.resource as Record<string, Record<string, Fields>>)[`azurerm_${type}`]!,
    )) {
      after.set((on as string[] | undefined)?.join(), `azurerm_${type}.${address}`);
    }
  }
  const order: string[] = [];
  for (let next = after.get(undefined); next !== undefined; next = after.get(next)) {
    order.push(next.replace(/^.*\.Rules_(.*)_\w{8}$/, '$1'));
  }
  expect(order).toEqual([
    'ServiceTag-AzureMachineLearning-Tcp', 'Fqdn-ghcr_io', expect.stringMatching(/^Fqdn-pkg-containers_githubuse_/),
    'Fqdn-cloud_r-project_org',
  ]);
});

test.each<[string, Partial<ManagedNetworkRulesProps>, string]>([
  [
    'the id of something else', { workspaceId: IDS.policy },
    `workspaceId: "${IDS.policy}" is not the id of a Microsoft.MachineLearningServices/workspaces: it has "Microsoft.Network" ` +
      'where "Microsoft.MachineLearningServices" belongs; expected',
  ],
  [
    'the GUID of a workspace', { workspaceId: workspace.workspaceId },
    `workspaceId: "${workspace.workspaceId}" is not the id of a Microsoft.MachineLearningServices/workspaces; expected ` +
      '"/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.MachineLearningServices/workspaces/<name>" or a reference to one',
  ],
  [
    'another word on regional tags', { regionalTags: 'widen' as RegionalTags },
    'regionalTags: "widen" is not one of "unexpressed", "widened"; did you mean "widened"?',
  ],
])('refuses %s', (_, props, message) => {
  expect(messageOf(() => of(signIn(), props))).toContain(`[Network/Rules] ${message}`);
});

test('one construct serves one workspace', () => {
  const stack = newStack();
  const add = (id: string, workspaceId: string): unknown => new ManagedNetworkRules(stack, id, { requirements: signIn(), workspaceId });
  add('One', IDS.workspace);
  add('Two', `${IDS.workspace}2`);
  expect(messageOf(() => add('Again', IDS.workspace))).toBe(`[Network/Again] the managed network of ${IDS.workspace} is taken by ` +
    'Network/One; let one ManagedNetworkRules serve the workspace, with a requirement set that has all of them');
  const reference = new TerraformVariable(stack, 'workspace', { type: 'string' });
  add('Three', reference.stringValue);
  add('Four', reference.stringValue);
  expect(() => textOf(stack)).toThrow('[Network/Four] the managed network of ${var.workspace} is taken by Network/Three');
});

test('the facts of the provider and of Azure', () => {
  expect([MANAGED_NETWORK_TAGS.length, new Set(MANAGED_NETWORK_TAGS).size]).toEqual([75, 75]); // azurerm 4.55, which has one of them twice
  expect(MANAGED_NETWORK_SYSTEM_TAGS.filter(({ serviceTag }) => !MANAGED_NETWORK_TAGS.includes(serviceTag))).toEqual([]);
});

/** What an annotation says of each of its requirements. */
function saidOf(annotation: string): Said[] {
  const [, head, ids, text] = /^(\w+ [\w-]+: )((?:[\w-]+\.[\w-]+(?:, )?)+): (.*)$/.exec(annotation) ?? [];
  return ids === undefined ? [annotation] : ids.split(', ').map((id) => ({ of: id, text: `${head!}${text!}` }));
}

test('what Terraform gets, and what is said, with every scenario', () => {
  const variants = ([
    [Cloud.PUBLIC, 'westus2', Edition.E2026_03_19], [Cloud.PUBLIC, 'westus2', Edition.E2023_04_14],
    [Cloud.GOVERNMENT, 'usgovvirginia', Edition.E2026_03_19], [Cloud.CHINA, 'chinaeast2', Edition.E2026_03_19],
  ] as const).map(([cloud, region, edition]) => {
    const requirements = requirementSet({
      cloud, region, edition, workspace: { ...workspace, hbi: true }, compute: { publicIp: true, interactiveJobs: true },
      scenarios: [
        Scenario.MICROSOFT_IMAGES, Scenario.PYTHON_PACKAGES, Scenario.RSTUDIO, Scenario.STORAGE_FIREWALL, Scenario.VS_CODE,
        Scenario.WITHOUT_SERVICE_TAGS,
      ],
    });
    const managed = of(requirements);
    return [`${cloud} ${edition}`, [
      ...rules(requirements).map((line) => `rule ${line}`),
      ...managed.addedByAzure.flatMap(({ name, requirementIds: ids }) => ids.map((id) => ({ of: id, text: `added by Azure ${name}` }))),
      ...annotations(managed).flatMap(saidOf),
    ]] as const;
  });
  expect(linesByVariant(variants)).toMatchSnapshot();
});
