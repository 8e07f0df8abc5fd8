import { CatalogSection, Cloud, Edition, EndpointKind, FirewallDestinations, FirewallSku, HostNameTraffic, Scenario } from '../../lib';
import { catalog } from '../../lib/catalog/catalog';
import { accountsOf, deniesUdpOnly, fateOf, type Account, type Fate } from '../support/accounting';
import { deployments, type Deployment } from '../support/deployments';
import fc from '../support/fast-check';

/** A row whose ports differ counts as the first of these. */
const ORDER: readonly Fate[] = ['unexpressed', 'substituted', 'left out', 'out of path', 'carried'];

/** Ids of rows, most often of those that stand for others or that others stand for. */
const IDS = catalog()
  .filter(({ heldBy, endpoint: { kind }, section }) =>
    heldBy.length > 0 || (kind === EndpointKind.SERVICE_TAG && section === CatalogSection.BASIC))
  .map(({ id }) => id);

/** Deployments whose one machine is in the subnet that the rules are for. */
const located = fc.record({
  given: deployments(), leaveOut: fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 2 }),
}).map(({ given, leaveOut }): Deployment => {
  const { group } = given;
  const isNamed = typeof group.intraNetwork === 'string';
  return {
    ...given, own: [], routes: [], leaveOut,
    group: {
      ...group, intraNetwork: isNamed ? group.intraNetwork : ['10.1.0.0/16'],
      subnetAddressPrefixes: group.subnetAddressPrefixes && ['10.1.1.0/24'],
    },
  };
});

const show = ({ row: { id, endpoint: { value } }, port, layer, said, packets }: Account): string =>
  `${id} ${port} (${value}), ${layer}: said ${said.join(' and ') || 'nothing'}; ` +
    `${packets === undefined ? 'no packets' : `${packets.passing} pass, denied: ${packets.denied.join('; ')}`}`;

/** Exactly one holds of each port of each row: carried, written otherwise, unexpressed or out of path, left out. */
function isWrong(account: Account, { group }: Deployment): boolean {
  const { said, packets, isAnnotated, layer, row } = account;
  if (said.length > 1 || !isAnnotated) {
    return true;
  }
  const [what] = said;
  switch (what) {
    case undefined:
      return packets === undefined || packets.denied.length > 0;
    case 'substituted':
      return packets === undefined || (packets.denied.length > 0 && !deniesUdpOnly(account));
    case 'unexpressed':
      return packets !== undefined && packets.denied.length === 0 && !(layer === 'group' && !group.denyOtherOutbound);
    case 'out of path':
      return layer !== 'firewall' && !row.nextHopInternet;
    default:
      return false;
  }
}

/**
 * What is out of the path of a firewall is not for it to carry: inbound traffic, routes, traffic inside the network or the cluster, and
 * what a service endpoint takes. The firewall says so, and the security group, which sees all of it but routes, accounts for it; the route
 * table has the routes. A host is judged by the tags that its own row names; where the row names none, it may be at any address.
 */
test(
  'every port of every documented row is carried, written otherwise, unexpressed or left out, and each of the last three is said', () => {
    fc.assert(fc.property(located, (deployment) => {
      const wrong = accountsOf(deployment).filter((account) => isWrong(account, deployment));
      expect(wrong.map(show)).toEqual([]);
    }), { numRuns: 30 });
  },
);

test('the count notices what is missing', () => {
  const [deployment] = FORMS.map(([, form]) => everything(Cloud.PUBLIC, Edition.E2026_03_19, 'aks', form));
  const wrongAfter = (change: (text: string) => string): string[] =>
    [...new Set(
      accountsOf(deployment!, change).filter((account) => isWrong(account, deployment!)).map(({ row, layer }) => `${row.id} ${layer}`),
    )];
  const hosts = (...names: string[]): string[] => names.map((name) => `hosts.${name}`);
  expect(wrongAfter((text) => text)).toEqual([]);
  expect(wrongAfter((text) => text.replaceAll('"AzureMonitor"', '"AzureMonitorOfOthers"')))
    .toEqual(['basic.azure-monitor', ...hosts('monitoring-azure', 'monitoring-microsoft', 'monitoring-visualstudio', 'monitoring-regional')]
      .map((id) => `${id} firewall`));
  expect(wrongAfter((text) => text.replaceAll('"*.anaconda.org"', '"anaconda.org"')))
    .toEqual(['python-packages.anaconda-org firewall', 'model-catalog.anaconda-org firewall']);
  expect(wrongAfter((text) => text.replaceAll('"18881"', '"18880"'))).toEqual([
    'basic.azure-machine-learning-tcp group', 'basic.azure-machine-learning-tcp firewall', 'hosts.instances group',
    'hosts.instances firewall',
  ]);
});

const FORMS: readonly (readonly [name: string, form: Pick<Deployment['firewall'], 'kind' | 'destinations'>])[] = [
  ['policy, service tags', { kind: 'policy', destinations: FirewallDestinations.SERVICE_TAGS }],
  ['policy, host names', { kind: 'policy', destinations: FirewallDestinations.HOST_NAMES }],
  ['classic, service tags', { kind: 'classic', destinations: FirewallDestinations.SERVICE_TAGS }],
  ['classic, host names', { kind: 'classic', destinations: FirewallDestinations.HOST_NAMES }],
];

/** A deployment with every section and every fact that asks for more; clusters are of two kinds. */
function everything(
  cloud: Cloud, edition: Edition, cluster: 'aks' | 'arc', form: Pick<Deployment['firewall'], 'kind' | 'destinations'>,
): Deployment {
  const aks = {
    privateCluster: false, konnectivityAgent: false, nodesBeforeApril2021: true, ubuntuPatches: true, gpuNodes: true, windowsNodes: true,
    marketplaceExtensions: true,
    customDnsServers: ['10.0.0.53'], apiServerAddress: '203.0.113.10', podsCallApiServer: true,
  };
  const arc = { clusterConnect: true, azureRbac: true, portal: true, cliOnboarding: true, iotSecretStoreOrCertManager: true };
  return {
    facts: {
      cloud, edition, region: { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' }[cloud],
      workspace: {
        privateEndpoint: true, storageAccountName: 'mlstore01', containerRegistryName: 'MLImages',
        workspaceId: '01234567-89ab-cdef-0123-456789abcdef', hbi: true,
        azureMonitorSecured: false,
      },
      compute: { publicIp: true, interactiveJobs: true, pythonIndexOverwritten: true },
      kubernetes: { training: true, inference: true, ...(cluster === 'aks' ? { aks } : { arc }) },
      scenarios: Object.values(Scenario).filter((scenario) => scenario !== Scenario.DATA_EXFILTRATION_PROTECTION),
    },
    own: [], existing: false, routes: [], defaultRoute: 'firewall',
    group: { hostNameTraffic: HostNameTraffic.FILTERED_BY_FIREWALL, intraNetwork: 'tag', denyOtherOutbound: true, firstPriority: 1000 },
    firewall: { sku: FirewallSku.STANDARD, dnsProxy: true, tlsInspection: false, sources: ['10.1.1.0/24'], ...form },
  };
}

test.each(Object.values(Edition))('how many rows of the edition %s are carried, in each cloud and form', (edition) => {
  const table = Object.values(Cloud).flatMap((cloud) => FORMS.flatMap(([name, form], i) => {
    const accounts = (['aks', 'arc'] as const).flatMap((cluster) => {
      const deployment = everything(cloud, edition, cluster, form);
      const all = accountsOf(deployment);
      expect(all.filter((account) => isWrong(account, deployment)).map(show)).toEqual([]); // so that the counts can be relied on
      return all.filter(({ row: { section } }) => cluster === 'aks' || section === CatalogSection.AZURE_ARC);
    });
    return [...(i === 0 ? [['group', 'security group']] : []), ['firewall', name]].map(([layer, title]) => {
      const fates = new Map<string, Set<Fate>>();
      for (const account of accounts.filter((one) => one.layer === layer)) {
        fates.set(account.row.id, (fates.get(account.row.id) ?? new Set<Fate>()).add(fateOf(account)));
      }
      const counts = ORDER.map((fate) => [...fates.values()].filter((all) => ORDER.find((one) => all.has(one)) === fate).length);
      return `${cloud}, ${title}: ${fates.size} rows, ${ORDER.map((fate, at) => `${counts[at]} ${fate}`).join(', ')}`;
    });
  }));
  expect(table).toMatchSnapshot();
});
