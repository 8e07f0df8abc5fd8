import { Cloud, Edition, MachineLearningRequirementsProps, NameResolution, RequirementSet, Scenario } from '../../lib';
import { idsOf, NAMES, needsOf, requirementsOf } from '../requirements/workspaces';

const E2023 = Edition.E2023_04_14;
const E2026 = Edition.E2026_03_19;
const GOVERNMENT = { cloud: Cloud.GOVERNMENT, region: 'usgovvirginia' };
const CHINA = { cloud: Cloud.CHINA, region: 'chinaeast2' };

type Props = Partial<MachineLearningRequirementsProps>;

/** The needs that one set has and another has not, or has otherwise. */
function moreIn(set: RequirementSet, than: RequirementSet): Record<string, string> {
  const others = needsOf(than);
  return Object.fromEntries(Object.entries(needsOf(set)).filter(([id, need]) => others[id] !== need));
}

describe('a fact changes exactly the requirements that depend on it', () => {
  const TAG_TCP = 'outbound TCP 443,8787,18881 serviceTag AzureMachineLearning';
  const INSTANCES = 'outbound TCP 443,8787,18881 fqdn *.instances.azureml.ms';
  const hosts = { scenarios: [Scenario.WITHOUT_SERVICE_TAGS] };
  const named = { privateEndpoint: false, ...NAMES };
  const monitoringHosts = {
    'hosts.monitoring-azure': 'outbound TCP 443 fqdn dc.applicationinsights.azure.com',
    'hosts.monitoring-microsoft': 'outbound TCP 443 fqdn dc.applicationinsights.microsoft.com',
    'hosts.monitoring-visualstudio': 'outbound TCP 443 fqdn dc.services.visualstudio.com',
    'hosts.monitoring-regional': 'outbound TCP 443 fqdn *.in.applicationinsights.azure.com',
  };

  test.each<[fact: string, off: Props, on: Props, more: Record<string, string>, less: string[]]>([
    ['public IP', {}, { compute: { publicIp: true } }, {
      'basic.compute-management': 'inbound TCP 44224 serviceTag AzureMachineLearning',
      'public-ip-compute.route': 'outbound ANY 0-65535 serviceTag AzureMachineLearning',
    }, []],
    ['Azure Monitor secured', {}, { workspace: { privateEndpoint: false, azureMonitorSecured: true } }, {}, ['basic.azure-monitor']],
    ['Azure Monitor secured, with hosts', { ...hosts, workspace: named }, { ...hosts, workspace: { ...named, azureMonitorSecured: true } },
      {}, ['basic.azure-monitor', ...Object.keys(monitoringHosts)]],
    [
      'Azure Monitor not secured, with hosts', { ...hosts, workspace: { ...named, azureMonitorSecured: true } },
      { ...hosts, workspace: named },
      { 'basic.azure-monitor': 'outbound TCP 443 serviceTag AzureMonitor', ...monitoringHosts }, [],
    ],
    ['private endpoint, 2023', { edition: E2023 }, { edition: E2023, workspace: { privateEndpoint: true } },
      { 'basic.virtual-network-assumed': 'outbound TCP 443 serviceTag VirtualNetwork' }, []],
    ['private endpoint, 2026', {}, { workspace: { privateEndpoint: true } }, {
      'basic.virtual-network': 'outbound TCP 443 serviceTag VirtualNetwork',
    }, []],
    ['private endpoint, 2023, with hosts', { ...hosts, edition: E2023, workspace: named },
      { ...hosts, edition: E2023, workspace: { ...named, privateEndpoint: true } },
      { 'basic.virtual-network-assumed': 'outbound TCP 443 serviceTag VirtualNetwork', 'hosts.instances': INSTANCES }, []],
    ['HBI', {}, { workspace: { privateEndpoint: false, hbi: true } },
      { 'hbi-workspace.key-vault': 'outbound TCP 443 serviceTag AzureKeyVault.WestUS2' }, []],
    ['HBI, with hosts in Government', { ...hosts, ...GOVERNMENT, workspace: named },
      { ...hosts, ...GOVERNMENT, workspace: { ...named, hbi: true } }, {
        'hbi-workspace.key-vault': 'outbound TCP 443 serviceTag AzureKeyVault.USGovVirginia',
        'hosts.key-vault-government': 'outbound TCP 443 fqdn *.vault.usgovcloudapi.net',
      }, []],
    ['package index not overwritten', { scenarios: [Scenario.PYTHON_PACKAGES] },
      { scenarios: [Scenario.PYTHON_PACKAGES], compute: { publicIp: false, pythonIndexOverwritten: false } }, {},
      ['python-packages.pythonhosted']],
    ['interactive jobs, 2026', { scenarios: [Scenario.VS_CODE] }, {
      scenarios: [Scenario.VS_CODE], compute: { publicIp: false, interactiveJobs: true },
    },
      { 'vs-code.websocket-server':
        'outbound TCP 443 url github.com/microsoft/vscode-tools-for-ai/tree/master/azureml_remote_websocket_server/*' },
      []],
    ['interactive jobs, 2023', { edition: E2023, scenarios: [Scenario.VS_CODE] },
      { edition: E2023, scenarios: [Scenario.VS_CODE], compute: { publicIp: false, interactiveJobs: true } }, {}, []],
  ])('%s', (_fact, off, on, more, less) => {
    const [before, after] = [requirementsOf(off), requirementsOf(on)];
    expect(moreIn(after, before)).toEqual(more);
    expect(idsOf(before).filter((id) => !idsOf(after).includes(id)).sort()).toEqual([...less].sort());
  });

  test('without a private endpoint the host of compute instances needs 443 alone; the row of the tag has no such condition', () => {
    expect(needsOf(requirementsOf({ ...hosts, workspace: named }))).toMatchObject({
      'basic.azure-machine-learning-tcp': TAG_TCP,
      'hosts.instances': 'outbound TCP 443 fqdn *.instances.azureml.ms',
    });
  });

  test('in edition 2023-04-14 the websocket server needs no interactive job', () => {
    expect(needsOf(requirementsOf({ edition: E2023, scenarios: [Scenario.VS_CODE] }))['vs-code.websocket-server-raw'])
      .toBe('outbound TCP 443 url raw.githubusercontent.com/microsoft/vscode-tools-for-ai/master/azureml_remote_websocket_server/*');
  });
});

describe('Kubernetes', () => {
  const of = (training: boolean, inference: boolean, more: Props = {}) => requirementsOf({
    workspace: { privateEndpoint: false, ...NAMES },
    kubernetes: { training, inference, aks: { privateCluster: true, konnectivityAgent: true } }, ...more,
  });
  const ofCluster = (set: RequirementSet) => idsOf(set).filter((id) => /^(kubernetes|in-cluster)\./.test(id)).sort();
  const both = ['in-cluster.api-server', 'in-cluster.konnectivity-agent', 'in-cluster.kube-dns', 'in-cluster.namespace'];
  const hosts = ['api', 'experiments', 'kusto', 'logs-queue', 'logs-table', 'registry', 'registry-data', 'storage', 'workspace-api']
    .map((name) => `kubernetes.${name}`);
  const trainingOnly = ['kubernetes.launchpad', 'kubernetes.pypi', 'kubernetes.ubuntu-archive', 'kubernetes.ubuntu-security'];
  const inferenceOnly = ['in-cluster.models-to-identity-proxy', 'in-cluster.router-internal', 'in-cluster.router-to-models'];

  test.each<[columns: string, training: boolean, inference: boolean, ids: string[]]>([
    ['training', true, false, [...both, ...hosts, ...trainingOnly]],
    ['inference', false, true, [...both, ...hosts, ...inferenceOnly]],
    ['training and inference', true, true, [...both, ...hosts, ...trainingOnly, ...inferenceOnly]],
  ])('%s', (_columns, training, inference, ids) => {
    expect(ofCluster(of(training, inference))).toEqual([...ids].sort());
  });

  test('without a cluster there is nothing of it, and nothing left out', () => {
    const set = requirementsOf();
    expect(ofCluster(set)).toEqual([]);
    expect(set.leftOut.filter(({ id }) => /^(kubernetes|in-cluster)\./.test(id))).toEqual([]);
  });

  test('placeholders are filled, in lower case', () => {
    expect(needsOf(of(false, true))).toMatchObject({
      'kubernetes.registry': 'outbound TCP 443 fqdn registry1.azurecr.io',
      'kubernetes.registry-data': 'outbound TCP 443 fqdn registry1.westus2.data.azurecr.io',
      'kubernetes.storage': 'outbound TCP 443 fqdn account1.blob.core.windows.net',
      'kubernetes.workspace-api': 'outbound TCP 443 fqdn 01234567-89ab-cdef-0123-456789abcdef.workspace.westus2.api.azureml.ms',
      'kubernetes.experiments': 'outbound TCP 443 fqdn westus2.experiments.azureml.net',
      'kubernetes.api': 'outbound TCP 443 fqdn westus2.api.azureml.ms',
    });
  });

  test.each([['Government', GOVERNMENT], ['21Vianet', CHINA]])('in %s names that only public Azure has are gaps', (_name, cloud) => {
    const set = requirementsOf({
      ...cloud, workspace: { privateEndpoint: true, ...NAMES },
      kubernetes: { training: true, inference: true, aks: { privateCluster: true, konnectivityAgent: true } },
    });
    const gaps = ['kubernetes.kusto', 'kubernetes.registry', 'kubernetes.registry-data'];
    expect(set.gaps.filter(({ id }) => id.startsWith('kubernetes.')).map(({ id }) => id).sort()).toEqual(gaps);
    expect(set.gaps.find(({ id }) => id === 'kubernetes.kusto')).toMatchObject({
      need: 'outbound TCP 443 fqdn *.kusto.windows.net', ports: ['443'],
      reason: `the documentation gives no name for the cloud "${cloud.cloud}"`,
    });
    // What the article's own tables have for the same need carries the rest.
    const carried = hosts.filter((id) => !gaps.includes(id));
    expect(ofCluster(set).filter((id) => !/-2$/.test(id))).toEqual([...both, ...carried, ...trainingOnly, ...inferenceOnly].sort());
    expect(set.without('kubernetes.kusto', 'no logs').gaps.map(({ id }) => id)).not.toContain('kubernetes.kusto');
  });

  test('in public Azure there is no gap', () => {
    expect(of(true, true).gaps).toEqual([]);
  });
});

describe('clouds and regions', () => {
  test.each([
    [Cloud.PUBLIC, 'westus2', 'WestUS2'],
    [Cloud.PUBLIC, 'uaenorth', 'UAENorth'],
    [Cloud.GOVERNMENT, 'usgovvirginia', 'USGovVirginia'],
    [Cloud.CHINA, 'chinaeast2', 'ChinaEast2'],
  ])('%s %s: regional tags end in %s', (cloud, region, suffix) => {
    const needs = needsOf(requirementsOf({
      cloud, region, edition: E2023, workspace: { privateEndpoint: false, hbi: true }, scenarios: [Scenario.STORAGE_FIREWALL],
    }));
    const regional = Object.values(needs).filter((need) => need.endsWith(`.${suffix}`));
    expect(regional.sort()).toEqual([
      `outbound TCP 443 serviceTag AzureKeyVault.${suffix}`,
      `outbound TCP 443 serviceTag BatchNodeManagement.${suffix}`,
      `outbound TCP 443 serviceTag MicrosoftContainerRegistry.${suffix}`,
      `outbound TCP 443 serviceTag Storage.${suffix}`,
      `outbound TCP 445 serviceTag Storage.${suffix}`,
    ]);
  });

  test('the registry tag is regional in the older edition and global in the newer', () => {
    const registry = (edition: Edition) => Object.entries(needsOf(requirementsOf({ edition, scenarios: [Scenario.MICROSOFT_IMAGES] })))
      .filter(([, need]) => need.includes('MicrosoftContainerRegistry'));
    expect(registry(E2023)).toEqual([
      ['basic.microsoft-container-registry-regional', 'outbound TCP 443 serviceTag MicrosoftContainerRegistry.WestUS2'],
      ['microsoft-images.registry-regional', 'outbound TCP 443 serviceTag MicrosoftContainerRegistry.WestUS2'],
    ]);
    expect(registry(E2026)).toEqual([
      ['basic.microsoft-container-registry', 'outbound TCP 443 serviceTag MicrosoftContainerRegistry'],
      ['microsoft-images.registry', 'outbound TCP 443 serviceTag MicrosoftContainerRegistry'],
    ]);
  });

  test('21Vianet needs no front end of Front Door, and says why', () => {
    const set = requirementsOf(CHINA);
    expect(idsOf(set)).not.toContain('basic.front-door-frontend');
    expect(set.leftOut.find(({ id }) => id === 'basic.front-door-frontend')).toEqual({
      id: 'basic.front-door-frontend', ports: ['443'], byUser: false,
      reason: 'not for the cloud "china": Not needed in Azure operated by 21Vianet.',
    });
    expect(idsOf(requirementsOf(GOVERNMENT))).toContain('basic.front-door-frontend');
  });

  test.each([
    ['Government', GOVERNMENT], ['21Vianet', CHINA],
  ])('in %s documented hosts stand for the tag that only public Azure has', (_name, cloud) => {
    const set = requirementsOf({ ...cloud, scenarios: [Scenario.MICROSOFT_IMAGES] });
    const needs = needsOf(set);
    for (const id of ['basic.front-door-first-party', 'microsoft-images.front-door-first-party']) {
      expect(needs).toMatchObject({
        [id]: 'outbound TCP 443 fqdn mcr.microsoft.com', [`${id}-2`]: 'outbound TCP 443 fqdn *.data.mcr.microsoft.com',
      });
      expect(set.leftOut.map((one) => one.id)).not.toContain(id);
    }
    expect(idsOf(set.without('basic.front-door-first-party', 'no images')).filter((id) => id.startsWith('basic.front-door-first')))
      .toEqual([]);
  });

  // Rows that the tables of the other clouds do not have; everything else there is under a name of its own.
  const publicRows = ['hosts.automl', 'hosts.automl-front-door', 'hosts.automl-short-links'];

  test.each([
    ['public', { region: 'westus2' }, ['login.microsoftonline.com', 'westus2.tundra.azureml.ms', 'account1.file.core.windows.net'],
      ['hosts.key-vault']],
    ['Government', GOVERNMENT, ['login.microsoftonline.us', 'usgovvirginia.tundra.azureml.us', 'account1.file.core.usgovcloudapi.net'],
      [...publicRows, 'hosts.key-vault-government']],
    ['21Vianet', CHINA, ['login.chinacloudapi.cn', 'chinaeast2.tundra.azureml.cn', 'account1.file.core.chinacloudapi.cn'],
      [...publicRows, 'hosts.key-vault-china']],
  ])('%s: hosts are those of the cloud', (_name, cloud, hosts, leftOut) => {
    const set = requirementsOf({ ...cloud, workspace: { privateEndpoint: false, ...NAMES }, scenarios: [Scenario.WITHOUT_SERVICE_TAGS] });
    const values = set.all.map(({ endpoint }) => endpoint.value);
    expect(values).toEqual(expect.arrayContaining(hosts));
    expect(values.filter((value) => /[<>]/.test(value))).toEqual([]);
    const ofTables = set.leftOut.filter(({ id, reason }) => id.startsWith('hosts.') && !/whose own table asks for the same/.test(reason));
    // 8787 and 18881 of one host are for workspaces with a private endpoint.
    expect(ofTables.map(({ id }) => id).sort()).toEqual([...leftOut, 'hosts.instances'].sort());
    expect(ofTables.find(({ id }) => id === 'hosts.instances')!.ports).toEqual(['8787', '18881']);
  });
});

describe('scenarios', () => {
  const basic = idsOf(requirementsOf());

  test.each([
    [Scenario.MICROSOFT_IMAGES, ['microsoft-images']],
    [Scenario.PYTHON_PACKAGES, ['python-packages']],
    [Scenario.RSTUDIO, ['rstudio']],
    [Scenario.STORAGE_FIREWALL, ['storage-firewall']],
    [Scenario.VS_CODE, ['vs-code']],
    // The host tables list port 445 of the storage account without a condition, so the tag of that port comes along.
    [Scenario.WITHOUT_SERVICE_TAGS, ['hosts', 'storage-firewall']],
  ])('%s adds its section and nothing else', (scenario, prefixes) => {
    const ids = idsOf(requirementsOf({ scenarios: [scenario], workspace: { privateEndpoint: false, ...NAMES } }));
    const added = ids.filter((id) => !basic.includes(id));
    expect([...new Set(added.map((id) => id.split('.')[0]))].sort()).toEqual(prefixes);
    expect(basic.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('a scenario named twice counts once', () => {
    expect(idsOf(requirementsOf({ scenarios: [Scenario.RSTUDIO, Scenario.RSTUDIO] })))
      .toEqual(idsOf(requirementsOf({ scenarios: [Scenario.RSTUDIO] })));
  });
});

describe('what a set says of itself', () => {
  test('requirements are in the order of slots', () => {
    const slots = requirementsOf({ scenarios: [Scenario.VS_CODE, Scenario.PYTHON_PACKAGES] }).all.map(({ slot }) => slot);
    expect(slots).toEqual([...slots].sort((a, b) => a - b));
    expect(slots.length).toBeGreaterThan(20);
  });

  test('conditions that are not met are left out with the fact and its value', () => {
    expect(requirementsOf({ workspace: { privateEndpoint: false, azureMonitorSecured: true } }).leftOut).toEqual([
      { id: 'basic.compute-management', ports: ['44224'], reason: 'compute.publicIp is false', byUser: false },
      { id: 'basic.virtual-network', ports: ['443'], reason: 'workspace.privateEndpoint is false', byUser: false },
      { id: 'basic.azure-monitor', ports: ['443'], reason: 'workspace.azureMonitorSecured is true', byUser: false },
    ]);
  });

  test('hosts without a row for the cloud are carried by what the article has there', () => {
    const set = requirementsOf({
      ...GOVERNMENT, workspace: { privateEndpoint: false, ...NAMES }, scenarios: [Scenario.WITHOUT_SERVICE_TAGS],
    });
    const reasons = Object.fromEntries(set.leftOut.map(({ id, reason }) => [id, reason]));
    expect(needsOf(set)).toMatchObject({
      'hosts.batch': 'outbound TCP 443 serviceTag BatchNodeManagement.USGovVirginia',
      'hosts.monitoring-azure': 'outbound TCP 443 serviceTag AzureMonitor',
    });
    expect(reasons['hosts.automl']).toContain('Automated ML for text and images is there in public Azure only');
  });

  test('a requirement cites the edition, or the date of another article', () => {
    const { all: requirements } = requirementsOf({ edition: E2023, scenarios: [Scenario.VS_CODE] });
    const citation = (id: string) => requirements.find((requirement) => requirement.id === id)!.citation;
    expect(citation('basic.front-door-first-party')).toEqual({
      article: 'how-to-access-azureml-behind-firewall', date: '2023-04-14', section: 'Basic configuration, outbound traffic',
      row: 'Frontdoor.FirstParty',
    });
    expect(citation('vs-code.web-apex')).toMatchObject({ article: 'code.visualstudio.com/docs/setup/network', date: '2025-11-12' });
  });

  test('the route of compute with a public IP is marked as one', () => {
    const set = requirementsOf({ compute: { publicIp: true } });
    expect(set.all.filter(({ nextHopInternet }) => nextHopInternet).map(({ id }) => id)).toEqual(['public-ip-compute.route']);
  });
});

describe('all scenarios together, with resolvers by address, make one set, in which each rule has its slot', () => {
  const aks = { training: true, inference: true, aks: { privateCluster: false, konnectivityAgent: false, customDnsServers: ['10.1.0.4'] } };
  const arc = { training: true, inference: true, arc: { clusterConnect: true, azureRbac: true } };

  test.each([{ cloud: Cloud.PUBLIC, region: 'westus2' }, GOVERNMENT, CHINA].flatMap((place) => [E2023, E2026].flatMap((edition) =>
    [aks, arc].map((kubernetes) => ({ ...place, edition, kubernetes })))))('%j', (facts) => {
    const nameResolution = NameResolution.servers(['10.1.0.5']);
    const set = requirementsOf({
      ...facts, nameResolution, scenarios: Object.values(Scenario), compute: { publicIp: true, interactiveJobs: true },
      workspace: { privateEndpoint: true, hbi: true, ...NAMES },
    });
    expect(idsOf(set)).toEqual(expect.arrayContaining(['name-resolution.udp', 'name-resolution.tcp', 'registries.container-registry']));
    const resolvers = set.all.filter(({ id }) => id.startsWith('name-resolution.'));
    expect(set.all.filter((one) => !resolvers.includes(one)).filter(({ slot }) => resolvers.some((one) => one.slot === slot))).toEqual([]);
  });
});
