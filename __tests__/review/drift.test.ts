import { CatalogSection, Cloud, Deployment, Edition, Scenario } from '../../lib';
import { catalogOf } from '../../lib/catalog/catalog';
import type { DeploymentDescription, RequirementDescription } from '../../lib/deployment/description';
import { readDependenciesAnswer } from '../../lib/input/dependencies-answer';
import { OpenHosts } from '../../lib/lookup/open-hosts';
import { EndpointKind } from '../../lib/requirements/endpoint';
import { Protocol } from '../../lib/requirements/ports';
import { factsOf } from '../../lib/requirements/facts';
import { Drift, drift, DriftSubject } from '../../lib/review/drift';
import { idOf } from '../deployment/documents';
import { file as deploymentFile } from '../deployment/files';
import { NAMES, requirementsOf } from '../requirements/workspaces';
import { answerFile, Line, LONG_EXAMPLE } from '../support/dependency-answers';

const SUBJECT: DriftSubject = { edition: Edition.E2026_03_19, cloud: Cloud.PUBLIC, region: 'westus2', workspace: {} };
const FACTS = factsOf({ privateEndpoint: false }, { publicIp: false }, undefined, false);

function compare(all: readonly Line[], subject: Partial<DriftSubject> = {}): Drift {
  return drift(readDependenciesAnswer(answerFile(all), 'listed'), { ...SUBJECT, ...subject });
}

/** The result for one host and port against the catalog, with the rows that it is about; a `!` for a difference. */
function inCatalog(host: string, port: number, subject: Partial<DriftSubject> = {}): string {
  const [{ catalog, differs }] = compare([['A', host, port]], subject).entries as [Drift['entries'][number]];
  return `${differs ? '! ' : ''}${catalog.result} ${catalog.rows.map(({ requirementId }) => requirementId).join(' ')}`.trim();
}

describe('with the catalog', () => {
  test.each<[string, number, string]>([
    ['login.microsoftonline.com', 80, 'same hosts.sign-in'],
    ['*.azureml.ms', 443, 'same hosts.api'],
    ['eastus.api.azureml.ms', 443, 'covered hosts.api'],
    ['westus2.api.azureml.ms', 443, 'covered hosts.api'],
    ['vault.azure.net', 443, 'same hosts.key-vault'],
    ['any1.file.core.windows.net', 445, 'same hosts.notebooks-storage-file hosts.compute-storage-file'],
    ['a.any1.file.core.windows.net', 443, '! only-in-answer'],
    ['pypi.org', 443, '! other-section python-packages.pypi kubernetes.pypi model-catalog.pypi'],
    ['*.gallerycdn.vsassets.io', 80, '! only-in-answer'],
    [
      'core.windows.net', 443,
      'partly hosts.notebooks-storage-file hosts.notebooks-storage-dfs hosts.notebooks-storage-blob hosts.microsoft-blob ' +
        'hosts.microsoft-table ' +
        'hosts.microsoft-queue hosts.compute-storage-file hosts.compute-storage-blob',
    ],
    ['*.queue.core.windows.net', 443, 'same hosts.microsoft-queue'],
    ['*.data.microsoft.com', 443, '! only-in-answer'],
    [
      '*.microsoft.com', 443,
      '! partly hosts.notebooks-graph hosts.microsoft-container-registry hosts.microsoft-container-registry-data ' +
        'hosts.monitoring-microsoft',
    ],
    ['westus2.tundra.azureml.ms', 5831, '! other-protocol hosts.tunnel'],
    ['mcr.microsoft.com', 8787, '! other-ports hosts.microsoft-container-registry'],
    ['vault.azure.net', 8787, '! other-ports hosts.key-vault'],
    ['x.modelmanagement.azureml.net', 444, '! other-ports hosts.api-net hosts.model-management'],
    ['*.batchai.core.windows.net', 443, '! only-in-answer'],
    ['azureml.ms', 443, '! only-in-answer'],
    ['login.microsoftonline.us', 443, '! only-in-answer'],
  ])('%s %d: %s', (host, port, expected) => {
    expect(inCatalog(host, port)).toBe(expected);
  });

  test('conditions count when the facts are known', () => {
    expect(inCatalog('x.vault.azure.net', 443)).toBe('covered hosts.key-vault');
    expect(inCatalog('x.vault.azure.net', 443, { facts: FACTS })).toBe('! conditional hosts.key-vault');
    expect(inCatalog('*.instances.azureml.ms', 8787)).toBe('same hosts.instances');
    expect(inCatalog('*.instances.azureml.ms', 8787, { facts: FACTS })).toBe('! conditional hosts.instances');
    expect(inCatalog('*.instances.azureml.ms', 443, { facts: FACTS })).toBe('same hosts.instances');
    // The only row below the wildcard has a condition that is not met.
    expect(inCatalog('*.azureml.ms', 18881)).toBe('! partly hosts.instances');
    expect(inCatalog('*.azureml.ms', 18881, { facts: FACTS })).toBe('! conditional hosts.instances');
  });

  test('names that are known are held to', () => {
    expect(inCatalog('account1.file.core.windows.net', 443, { workspace: NAMES }))
      .toBe('same hosts.notebooks-storage-file hosts.compute-storage-file');
    expect(inCatalog('other.file.core.windows.net', 443, { workspace: NAMES })).toBe('! only-in-answer');
    expect(inCatalog('registry1.azurecr.io', 443, { workspace: NAMES })).toBe('! other-section kubernetes.registry');
  });

  test('the tables of cloud, edition and region', () => {
    expect(inCatalog('login.microsoftonline.us', 443, { cloud: Cloud.GOVERNMENT, region: 'usgovvirginia' }))
      .toBe('same hosts.sign-in-government');
    expect(inCatalog('vscode.download.prss.microsoft.com', 443)).toBe('! other-section vs-code.download vs-code-product.download');
    expect(inCatalog('vscode.download.prss.microsoft.com', 443, { edition: Edition.E2023_04_14 }))
      .toBe('! other-section vs-code-product.download');
    expect(inCatalog('x.eastus.batch.azure.com', 443)).toBe('! only-in-answer');
    expect(inCatalog('x.eastus.batch.azure.com', 443, { region: 'eastus' })).toBe('covered hosts.batch');
  });

  /** An answer that lists each TCP port of the host tables differs in nothing. */
  test.each(Object.values(Edition).flatMap((edition) => ([
    [Cloud.PUBLIC, 'westus2'], [Cloud.GOVERNMENT, 'usgovvirginia'], [Cloud.CHINA, 'chinanorth3'],
  ] as const)
    .map(([cloud, region]) =>
      [edition, cloud, region] as const)))('edition %s, %s: an answer made from the host tables', (edition, cloud, region) => {
    const lines = catalogOf(edition)
      .filter((entry) => entry.section === CatalogSection.WITHOUT_SERVICE_TAGS && entry.clouds.includes(cloud) &&
        entry.protocol !== Protocol.UDP && entry.endpoint.kind === EndpointKind.FQDN)
      .map(({ endpoint, ports }): Line =>
        ['A', endpoint.value.replace('<region>', region).replace('<storage>', 'account1'), ...ports.map(Number)]);
    expect(lines.length).toBeGreaterThan(20);
    const { entries, differences, onlyInCatalog } = compare(lines, { edition, cloud, region });
    expect(entries.filter(({ catalog }) => catalog.result !== 'same')).toEqual([]);
    expect(differences).toBe(0);
    expect(new Set(onlyInCatalog.map(({ reason }) => reason))).toEqual(new Set(['protocol']));
  });
});

describe('only in the catalog', () => {
  const rows = (all: readonly Line[], subject?: Partial<DriftSubject>): string[] => compare(all, subject).onlyInCatalog
    .map(({ requirementIds, host, protocol, ports, reason, conditions }) =>
      `${reason}: ${host} ${protocol} ${ports.join()} ${requirementIds.join(' ')}${conditions.map(({ fact }) => ` if ${fact}`).join('')}`);

  test('hosts, ports and UDP', () => {
    const found = rows([['A', 'login.microsoftonline.com', 443], ['A', 'eastus.api.azureml.ms', 443], ['A', 'core.windows.net', 443]]);
    expect(found).toEqual(expect.arrayContaining([
      'ports: login.microsoftonline.com TCP 80 hosts.sign-in',
      'host: management.azure.com TCP 443 hosts.portal hosts.resource-manager',
      'host: <storage>.file.core.windows.net TCP 445 hosts.notebooks-storage-file hosts.compute-storage-file',
      'protocol: westus2.tundra.azureml.ms UDP 5831 hosts.tunnel',
      'host: *.instances.azureml.ms TCP 443,8787,18881 hosts.instances if privateEndpoint',
      'host: *.vault.azure.net TCP 443 hosts.key-vault if hbi',
    ]));
    // Listed by a host below, or by a suffix above.
    expect(found.filter((row) => / \*\.azureml\.ms |blob|dfs|queue/.test(row))).toEqual([]);
    // Sections that stand beside the host tables are no drift when an answer does not list them.
    expect(found.filter((row) => /pypi|vscode|kubernetes/.test(row))).toEqual([]);
  });

  test('what does not apply to the workspace is left out', () => {
    const found = rows([['A', 'x.example.com', 443]], { facts: FACTS });
    expect(found).toContain('host: *.instances.azureml.ms TCP 443 hosts.instances');
    expect(found.filter((row) => /vault| if /.test(row))).toEqual([]);
  });

  test('UDP is there even if the answer has the port', () => {
    expect(rows([['A', 'westus2.tundra.azureml.ms', 5831]])).toContain('protocol: westus2.tundra.azureml.ms UDP 5831 hosts.tunnel');
  });
});

describe('with a deployment', () => {
  const SUBNET = {
    subnetId: idOf('virtualNetworks/vnet/subnets', 'training'), addressPrefixes: ['10.1.1.0/24'],
    securityGroup: { name: 'nsg', resourceGroupName: 'rg', hostNameTraffic: 'filtered-by-firewall' as const },
    routeTable: { name: 'rt', resourceGroupName: 'rg', defaultRoute: { firewall: '10.0.1.4' } },
  };
  const DESCRIBED: DeploymentDescription = {
    name: 'drift', edition: Edition.E2026_03_19, cloud: Cloud.PUBLIC, region: 'westus2', workspace: { privateEndpoint: false },
    compute: { publicIp: false }, subnets: { training: SUBNET },
    firewall: { policyId: idOf('firewallPolicies', 'fwp'), name: 'ml', priority: 500, dnsProxy: true },
  };
  const hostOf = (id: string, slot: number, fqdn: string): RequirementDescription =>
    ({ id, slot, endpoint: { fqdn }, ports: [443], purpose: 'x' });
  const open = (changes: Partial<DeploymentDescription> = {}): OpenHosts =>
    new OpenHosts(Deployment.fromFile(deploymentFile(JSON.stringify({ ...DESCRIBED, ...changes }))));
  const against = (changes: Partial<DeploymentDescription>, ...all: Line[]): string[] =>
    compare(all, { open: open(changes), facts: FACTS }).entries.map(({ host, port, differs, deployment }) =>
      `${differs ? '! ' : ''}${host} ${port} ${deployment!.result} ${deployment!.requirements.map(({ id, endpoint }) =>
        `${endpoint} (${id})`).join(', ')}`.trim());

  test('what the rules open counts, and not what the catalog has', () => {
    expect(against(
      { requirements: [hostOf('own.one', 2000, '*.example.com')] },
      ['A', 'x.example.com', 443, 80], ['A', 'login.microsoftonline.com', 443], ['A', 'graph.windows.net', 443],
      ['A', 'core.windows.net', 443, 8787], ['A', '*.core.windows.net', 445],
    ))
      .toEqual([
        '*.core.windows.net 443 partly serviceTag Storage.WestUS2 (basic.storage)',
        '! *.core.windows.net 445 not-open',
        '! *.core.windows.net 8787 not-open',
        '! graph.windows.net 443 not-open',
        'login.microsoftonline.com 443 open serviceTag AzureActiveDirectory (basic.azure-active-directory)',
        '! x.example.com 80 not-open',
        'x.example.com 443 open fqdn *.example.com (own.one)',
      ]);
  });

  test('a wildcard that is open in part differs; a suffix does not', () => {
    expect(against({}, ['A', '*.core.windows.net', 443]))
      .toEqual(['! *.core.windows.net 443 partly serviceTag Storage.WestUS2 (basic.storage)']);
    expect(against({}, ['A', 'core.windows.net', 443]))
      .toEqual(['*.core.windows.net 443 partly serviceTag Storage.WestUS2 (basic.storage)']);
  });

  test('a host of the user below a suffix is no answer to it, and a host of the host tables is', () => {
    const mine = {
      leaveOut: [{ id: 'basic.storage', reason: 'test' }], requirements: [hostOf('own.one', 2000, 'mine.blob.core.windows.net')],
    };
    expect(against(mine, ['A', 'core.windows.net', 443]))
      .toEqual(['! *.core.windows.net 443 partly fqdn mine.blob.core.windows.net (own.one)']);
    const tables = requirementsOf({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS], workspace: { privateEndpoint: false, ...NAMES } }).all
      .map(({ id }) => id).filter((id) => !['hosts.microsoft-blob', 'hosts.notebooks-storage-blob'].includes(id));
    const byTables = {
      scenarios: [Scenario.WITHOUT_SERVICE_TAGS], workspace: { privateEndpoint: false, ...NAMES },
      leaveOut: tables.map((id) => ({ id, reason: 'test' })), firewall: { ...DESCRIBED.firewall!, destinations: 'host-names' as const },
    };
    expect(against(byTables, ['A', 'core.windows.net', 443])).toEqual([expect.stringMatching(
      /^\*\.core\.windows\.net 443 partly .*fqdn \*\.blob\.core\.windows\.net \(hosts\.microsoft-blob\)/,
    )]);
  });

  test('hosts without a port count as differences', () => {
    const { differences, withoutPort } = compare([['A', 'login.microsoftonline.com'], ['B', 'management.azure.com', 443]], {
      open: open(), facts: FACTS,
    });
    expect([differences, withoutPort]).toEqual([1, [{ host: 'login.microsoftonline.com', categories: ['A'] }]]);
  });

  test('differences are counted', () => {
    const found = compare(LONG_EXAMPLE, { open: open(), facts: FACTS });
    expect(found.differences).toBe(found.entries.filter(({ deployment, suffix }) =>
      deployment!.result === 'not-open' || (deployment!.result === 'partly' && suffix === undefined)).length);
    expect(found.differences).toBeGreaterThan(5);
  });

  test('a host that some subnets reach differs, and so does what is asked for without rules only where it is not asked for', () => {
    const batch = {
      ...SUBNET, subnetId: idOf('virtualNetworks/vnet/subnets', 'batch'), addressPrefixes: ['10.1.2.0/24'],
      scenarios: [Scenario.PYTHON_PACKAGES], firewallRules: { name: 'batch', priority: 510 },
    };
    expect(against({ subnets: { training: SUBNET, batch } }, ['A', 'pypi.org', 443]))
      .toEqual(['! pypi.org 443 some-subnets fqdn pypi.org (python-packages.pypi)']);
    const bare = { training: { subnetId: SUBNET.subnetId, addressPrefixes: SUBNET.addressPrefixes } };
    const asked: Partial<DeploymentDescription> = { subnets: bare, firewall: undefined, scenarios: [Scenario.PYTHON_PACKAGES] };
    expect(against(asked, ['A', 'pypi.org', 443], ['A', 'graph.windows.net', 443])).toEqual([
      '! graph.windows.net 443 not-required', 'pypi.org 443 required fqdn pypi.org (python-packages.pypi)',
    ]);
  });

  test('what is not known is no difference, and is counted', () => {
    const found = compare([['A', 'login.microsoftonline.com', 443], ['A', 'graph.windows.net', 443]], {
      open: open({ firewall: undefined }), facts: FACTS,
    });
    expect([found.differences, found.unknown, found.entries.map(({ deployment }) => deployment!.result)])
      .toEqual([1, 1, ['not-open', 'unknown']]);
  });

  test('an answer as large as one can be is compared', () => {
    const ports = Array.from({ length: 60_000 }, (_, i) => i + 1);
    const found = compare([['A', 'core.windows.net', ...ports]], {
      open: open({ scenarios: [Scenario.WITHOUT_SERVICE_TAGS], workspace: { privateEndpoint: true, ...NAMES } }),
    });
    expect(found.entries).toHaveLength(60_000);
    expect(found.entries.filter(({ deployment }) => deployment!.result !== 'not-open').map(({ port }) => port)).toEqual([443, 445]);
  });
});
