import { Cloud, CLOUDS } from '../../lib/azure/clouds';
import { MachineLearning } from '../../lib/catalog/machine-learning';
import { catalogOf } from '../../lib/catalog/catalog';
import { AksProps, ArcProps, KubernetesProps } from '../../lib/requirements/cluster';
import { Edition, EDITIONS } from '../../lib/requirements/edition';
import { RequirementSet } from '../../lib/requirements/requirement-set';
import { CatalogSection } from '../../lib/requirements/catalog-section';
import { messageOf } from '../azure/message-of';
import { LINKED_LISTS, LinkedList } from './linked-lists';

const REGION: Record<Cloud, string> = { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' };
const API_SERVER = '203.0.113.10';
const DNS = '10.0.0.53';

/** A fact that a condition of the lists asks for, stated so that the condition holds. */
const AKS_CONDITIONS: Record<string, Partial<AksProps>> = {
  'not private': { privateCluster: false },
  'no konnectivity-agent': { konnectivityAgent: false },
  'nodes before April 2021': { nodesBeforeApril2021: true },
  'custom DNS servers': { customDnsServers: [DNS] },
  'pods call the API server': { podsCallApiServer: true },
  'Ubuntu patches': { ubuntuPatches: true },
  'GPU nodes': { gpuNodes: true },
  'Windows nodes': { windowsNodes: true },
  'Marketplace extensions': { marketplaceExtensions: true },
};
const ARC_CONDITIONS: Record<string, Partial<ArcProps>> = {
  'Cluster Connect': { clusterConnect: true },
  'Azure RBAC': { azureRbac: true },
  'portal': { portal: true },
  'CLI onboarding': { cliOnboarding: true },
  'IoT Operations, Secret Store or cert-manager': { iotSecretStoreOrCertManager: true },
};
const AKS_NOTHING: AksProps = { privateCluster: true, konnectivityAgent: true };
const ARC_NOTHING: ArcProps = { clusterConnect: false, azureRbac: false, portal: false };
const SECTIONS: readonly CatalogSection[] = [CatalogSection.AKS, CatalogSection.AKS_EXTENSIONS, CatalogSection.AZURE_ARC];

function setOf(cloud: Cloud, cluster: Pick<KubernetesProps, 'aks' | 'arc'>, edition: Edition = Edition.E2026_03_19): RequirementSet {
  return MachineLearning.requirements({
    cloud, region: REGION[cloud], edition, compute: { publicIp: false }, kubernetes: { training: true, inference: true, ...cluster },
    workspace: {
      privateEndpoint: true, storageAccountName: 'store01', containerRegistryName: 'images',
      workspaceId: '01234567-89ab-cdef-0123-456789abcdef',
    },
  });
}

/** What the set asks for because of the cluster, one line for each requirement: `TCP 443 mcr.microsoft.com`. */
function asked(set: RequirementSet): string[] {
  return set.all.filter(({ section }) => SECTIONS.includes(section!)).map(({ ports, endpoint }) => `${ports} ${endpoint.value}`).sort();
}

interface Row {
  readonly list: LinkedList;
  readonly line: string;
  readonly conditions: readonly string[];
}

function rowsFor(cloud: Cloud, kind: 'aks' | 'arc'): Row[] {
  return LINKED_LISTS.filter(([list, where]) => (list === 'azure-arc') === (kind === 'arc') && (where === 'all' || where === cloud))
    .flatMap(([list, , rows]) => rows.map((row) => {
      const [need, when] = row.split(' if ') as [string, string | undefined];
      const conditions = when === undefined || when === 'Cluster Connect or the relay of the extension' ? []
        : when.startsWith('IoT') ? [when] : when.split(', ');
      return { list, line: need, conditions };
    }));
}

/** A line of a list with the names of one cluster in it. `known`: the address of its API server is stated. */
function filled(line: string, region: string, suffix: string, known: boolean): string {
  const controlPlane = known ? API_SERVER : `AzureCloud.${suffix}`;
  return line.replace(/<(region|location)>/, region).replace('control plane', controlPlane).replace('API server', API_SERVER)
    .replace('DNS servers', DNS);
}

/** The lines of a list that hold when exactly some conditions do. */
function expected(
  cloud: Cloud, kind: 'aks' | 'arc', holding: readonly string[], known = false, region = REGION[cloud], suffix = region,
): string[] {
  const lines = rowsFor(cloud, kind).filter(({ conditions }) => conditions.every((one) => holding.includes(one)))
    .map(({ line }) => filled(line, region, suffix, known));
  return lines.sort();
}

function withFacts<T extends object>(nothing: T, conditions: Record<string, Partial<T>>, holding: readonly string[]): T {
  return holding.reduce((facts, one) => ({ ...facts, ...conditions[one] }), nothing);
}

/** Every condition alone, every pair, all and none. */
function combinations(all: readonly string[]): string[][] {
  return [[], [...all], ...all.map((one) => [one]), ...all.flatMap((one, i) => all.slice(i + 1).map((other) => [one, other]))];
}

describe.each(CLOUDS)('the lists for %s', (cloud) => {
  test('AKS: exactly the rows whose conditions hold', () => {
    for (const holding of combinations(Object.keys(AKS_CONDITIONS))) {
      const known = holding.includes('pods call the API server');
      const aks = { ...withFacts(AKS_NOTHING, AKS_CONDITIONS, holding), ...(known ? { apiServerAddress: API_SERVER } : {}) };
      expect({ holding, asked: asked(setOf(cloud, { aks })) }).toEqual({ holding, asked: expected(cloud, 'aks', holding, known) });
    }
  });

  test('Azure Arc: exactly the rows whose conditions hold', () => {
    for (const holding of combinations(Object.keys(ARC_CONDITIONS))) {
      const arc = withFacts(ARC_NOTHING, ARC_CONDITIONS, holding);
      expect({ holding, asked: asked(setOf(cloud, { arc })) }).toEqual({ holding, asked: expected(cloud, 'arc', holding) });
    }
  });

  test('both editions have the same lists, because the editions do not date them', () => {
    const lists = EDITIONS.map((edition) =>
      catalogOf(edition).filter((entry) => SECTIONS.includes(entry.section) && entry.clouds.includes(cloud)));
    expect(lists[0]!.length).toBeGreaterThan(20);
    expect(lists[1]).toEqual(lists[0]);
  });
});

test('every row cites its list with the date', () => {
  const dates = new Set(catalogOf(Edition.E2026_03_19).filter((entry) => SECTIONS.includes(entry.section))
    .map(({ citation }) => `${citation.article} ${citation.date}`));
  expect([...dates].sort())
    .toEqual(['aks/outbound-rules-control-egress 2026-06-18', 'azure-arc/kubernetes/network-requirements 2026-06-11']);
});

describe('the cluster', () => {
  test('may be in another region; the suffix of AzureCloud is an abbreviation in some', () => {
    const aks = { privateCluster: false, konnectivityAgent: false, region: 'germanywestcentral' };
    expect(asked(setOf(Cloud.PUBLIC, { aks })))
      .toEqual(expected(Cloud.PUBLIC, 'aks', ['not private', 'no konnectivity-agent'], false, 'germanywestcentral', 'germanywc'));
    const arc = setOf(Cloud.PUBLIC, { arc: { ...ARC_NOTHING, region: 'eastus' } });
    expect(asked(arc)).toEqual(expected(Cloud.PUBLIC, 'arc', [], false, 'eastus'));
    // The names of the workspace stay those of its own region.
    expect(arc.all.find(({ id }) => id === 'kubernetes.api')!.endpoint.value).toBe('westus2.api.azureml.ms');
  });

  test('may have several DNS servers, which share one rule', () => {
    const set = setOf(Cloud.PUBLIC, {
      aks: { ...AKS_NOTHING, customDnsServers: ['10.0.0.53', '10.0.1.53', '${azurerm_firewall.hub.ip}'] },
    });
    const servers = set.all.filter(({ id }) => id.startsWith('aks.custom-dns'));
    expect(servers.map(({ id, slot, endpoint }) => `${slot} ${id} ${endpoint.value}`)).toEqual([
      '1118 aks.custom-dns 10.0.0.53', '1118 aks.custom-dns-2 10.0.1.53', '1118 aks.custom-dns-3 ${azurerm_firewall.hub.ip}',
    ]);
    // The id of the entry is that of all of its servers.
    const rest = set.without('aks.custom-dns', 'DNS is on the same subnet');
    expect(rest.all.filter(({ id }) => id.startsWith('aks.custom-dns'))).toEqual([]);
    expect(rest.leftOut.filter(({ byUser }) => byUser).map(({ id }) => id))
      .toEqual(['aks.custom-dns', 'aks.custom-dns-2', 'aks.custom-dns-3']);
    expect(set.only('aks.custom-dns').all.map(({ id }) => id)).toEqual(servers.map(({ id }) => id));
    expect(set.without('aks.custom-dns-2', 'gone').all.filter(({ id }) => id.startsWith('aks.custom-dns')).map(({ id }) => id))
      .toEqual(['aks.custom-dns', 'aks.custom-dns-3']);
  });

  test('without a list for extensions in 21Vianet, the need is told as a gap', () => {
    const { gaps } = setOf(Cloud.CHINA, { aks: AKS_NOTHING });
    expect(gaps.find(({ id }) => id === 'aks-extensions.data-plane')).toMatchObject({
      need: 'outbound TCP 443 fqdn <cluster-region>.dp.kubernetesconfiguration.azure.com',
      reason: 'the documentation gives no name for the cloud "china"',
      notes: ['Azure operated by 21Vianet has no list for cluster extensions.'],
    });
  });

  test('what does not apply is left out with the fact that decides', () => {
    const { leftOut } = setOf(Cloud.PUBLIC, { aks: { ...AKS_NOTHING, privateCluster: false } });
    const reasons = Object.fromEntries(leftOut.map(({ id, reason }) => [id, reason]));
    expect(reasons).toMatchObject({
      'aks.tunnel-tcp': 'kubernetes.aks.konnectivityAgent is true',
      'aks.tunnel-address-tcp': 'kubernetes.aks.apiServerAddress is not stated and kubernetes.aks.konnectivityAgent is true',
      'aks.custom-dns': 'kubernetes.aks.customDnsServers is not stated',
      'aks.nvidia-drivers': 'kubernetes.aks.gpuNodes is false',
    });
  });
});

describe('facts about a cluster that are refused', () => {
  const untyped = (value: unknown): AksProps => value as AksProps;
  test.each<[what: string, cluster: Pick<KubernetesProps, 'aks' | 'arc'>, message: string]>([
    [
      'neither kind', {},
      'kubernetes: say what the cluster is; give aks, for Azure Kubernetes Service, or arc, for a cluster that is connected to Azure Arc',
    ],
    [
      'both kinds', { aks: AKS_NOTHING, arc: ARC_NOTHING },
      'kubernetes: a cluster is one or the other; give aks, for Azure Kubernetes Service, or arc, for a cluster that is connected ' +
        'to Azure Arc',
    ],
    [
      'a fact missing', { aks: untyped({ privateCluster: true }) },
      'kubernetes.aks.konnectivityAgent: is missing; state true or false (it decides which rules are synthesized, so it cannot be ' +
        'a reference)',
    ],
    ['a region of another cloud', { aks: { ...AKS_NOTHING, region: 'usgovvirginia' } }, expect.stringMatching(
      /^kubernetes\.aks\.region: "usgovvirginia" belongs to the cloud "government", not to "public"/,
    ) as unknown as string],
    [
      'a region misspelt', { arc: { ...ARC_NOTHING, region: 'westeurop' } },
      expect.stringMatching(/^kubernetes\.arc\.region: "westeurop" is not a region .*did you mean "westeurope"\?/) as unknown as string,
    ],
    [
      'a range for the API server', { aks: { ...AKS_NOTHING, apiServerAddress: '10.0.0.0/24' } },
      'kubernetes.aks.apiServerAddress: "10.0.0.0/24" is a range; give one address',
    ],
    [
      'a name for the API server', { aks: { ...AKS_NOTHING, apiServerAddress: 'api.example.com' } },
      expect.stringMatching(/^kubernetes\.aks\.apiServerAddress: address range "api\.example\.com" is neither/) as unknown as string,
    ],
    [
      'calls without an address', { aks: { ...AKS_NOTHING, podsCallApiServer: true } },
      'kubernetes.aks.podsCallApiServer: the rule needs the address of the API server; state kubernetes.aks.apiServerAddress',
    ],
    [
      'no DNS server', { aks: { ...AKS_NOTHING, customDnsServers: [] } },
      'kubernetes.aks.customDnsServers: the list is empty; leave it out if the cluster uses the DNS of Azure',
    ],
    [
      'a DNS server twice', { aks: { ...AKS_NOTHING, customDnsServers: [DNS, DNS] } },
      'kubernetes.aks.customDnsServers: "10.0.0.53" is given twice',
    ],
    [
      'DNS servers of two families', { aks: { ...AKS_NOTHING, customDnsServers: [DNS, '2001:db8::53'] } },
      'kubernetes.aks.customDnsServers: IPv4 and IPv6 addresses cannot share a security rule; give servers of one family',
    ],
  ])('%s', (_, cluster, message) => {
    expect(messageOf(() => setOf(Cloud.PUBLIC, cluster))).toEqual(message);
  });
});
