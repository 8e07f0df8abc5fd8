import { Cloud, CLOUDS } from '../../lib/azure/clouds';
import { catalog, catalogOf } from '../../lib/catalog/catalog';
import { ARTICLE, CatalogEntry } from '../../lib/catalog/entry';
import { CatalogSection } from '../../lib/requirements/catalog-section';
import { Edition, EDITIONS } from '../../lib/requirements/edition';
import { ARTICLE_SECTIONS, ArticleRow, articleRows, ArticleSection, CloudName, EditionName, When } from './article-tables';

const WITHOUT_TAGS = 'Scenario: Third party firewall or Azure Firewall without service tags';

/** How the catalog cites each section of the article. */
const CITED: Record<ArticleSection, string> = {
  'basic-inbound': 'Basic configuration, inbound traffic',
  'basic-outbound': 'Basic configuration, outbound traffic',
  'recommended-images': 'Recommended configuration for training and deploying models',
  'python-packages': 'Recommended configuration for training and deploying models, Python packages',
  'rstudio': 'Scenario: Install RStudio on compute instance',
  'public-ip': 'Scenario: Using compute cluster or compute instance with a public IP',
  'storage-behind-firewall': 'Scenario: Firewall between Azure Machine Learning and Azure Storage endpoints',
  'hbi-workspace': 'Scenario: Workspace created with the hbi_workspace flag enabled',
  'kubernetes': 'Scenario: Use Kubernetes compute',
  'in-cluster': 'In-cluster communication requirements',
  'vs-code': 'Scenario: Visual Studio Code',
  'general-hosts': `${WITHOUT_TAGS}, general Azure hosts`,
  'machine-learning-hosts': `${WITHOUT_TAGS}, Azure Machine Learning hosts`,
  'compute-hosts': `${WITHOUT_TAGS}, compute instance and compute cluster hosts`,
  'docker-images': `${WITHOUT_TAGS}, Docker images maintained by Azure Machine Learning`,
  'monitoring': `${WITHOUT_TAGS}, monitoring, metrics, and diagnostics`,
};

/** Deliberate difference: rows that the article prints for every cloud and the catalog has for public Azure only. */
const PUBLIC_ONLY: readonly { section: ArticleSection; reason: string; endpoint: RegExp }[] = [
  {
    section: 'basic-outbound', endpoint: /^Frontdoor\.FirstParty$/, reason: 'the service tag files of the other clouds do not have the tag',
  },
  {
    section: 'recommended-images', endpoint: /^AzureFrontDoor\.FirstParty$/,
    reason: 'the service tag files of the other clouds do not have the tag',
  },
  {
    section: 'kubernetes', endpoint: /\.(windows\.net|azurecr\.io|api\.azureml\.ms|azureml\.net)$/,
    reason: 'names of Azure services in public Azure',
  },
  { section: 'monitoring', endpoint: /./, reason: 'names of Azure Monitor in public Azure' },
];

/** Deliberate difference: what the article writes and what the catalog emits. `documentedAs` holds the article's form. */
const OTHERWISE_SPELT: Record<string, string> = {
  'AzureFrontDoor.FrontEnd': 'AzureFrontDoor.Frontend', // misspelt: Azure's tag list has a small e
  'Frontdoor.FirstParty': 'AzureFrontDoor.FirstParty', // misspelt, and right one table later
  'Keyvault.<region>': 'AzureKeyVault.<region>', // misspelt: no such tag
  '<your ACR name>.azurecr.io': '<registry>.azurecr.io', // one spelling of each placeholder
  '<your ACR name>.<region>.data.azurecr.io': '<registry>.<region>.data.azurecr.io',
  '<your storage account name>.blob.core.windows.net': '<storage>.blob.core.windows.net',
  '<your workspace ID>.workspace.<region>.api.azureml.ms': '<workspace-id>.workspace.<region>.api.azureml.ms',
  // URLs of firewall rules have no scheme
  'https://github.com/microsoft/vscode-tools-for-ai/tree/master/azureml_remote_websocket_server/*':
    'github.com/microsoft/vscode-tools-for-ai/tree/master/azureml_remote_websocket_server/*',
};

/** Whole lists of other articles are compared with them elsewhere. */
const LINKED = ['aks/outbound-rules-control-egress', 'azure-arc/kubernetes/network-requirements'];
const OTHER_LISTS: readonly CatalogSection[] = [
  CatalogSection.MODEL_CATALOG, CatalogSection.HUGGING_FACE, CatalogSection.REGISTRIES, CatalogSection.ONLINE_ENDPOINTS,
  CatalogSection.VS_CODE_PRODUCT,
];

/** Deliberate difference: entries that other articles ask for. */
const FROM_OTHER_ARTICLES: Record<string, string> = {
  'vs-code.web-apex': 'vscode.dev', // the article's wildcard does not match the bare name
  'hosts.automl-front-door': 'automlresources-prod-d0eaehh7g8andvav.b02.azurefd.net', // successor of the azureedge.net host
  'data-exfiltration.studio': 'ml.azure.com', // these two take the place of a tag under data exfiltration protection
  'data-exfiltration.automl': 'automlresources-prod-d0eaehh7g8andvav.b02.azurefd.net',
};

/** Deliberate difference: pods are described in the catalog's words. */
const PODS: Record<string, string> = {
  'Kubernetes API server': 'API server',
  'pods in the namespace azureml': 'azureml',
  'kube-dns in the namespace kube-system': 'kube-dns',
  'konnectivity-agent in the namespace kube-system': 'konnectivity-agent',
  'pods of deployed models, in other namespaces': 'deployed models',
  'azureml-fe pods': 'azureml-fe',
  'amlarc-identity-proxy pods': 'amlarc-identity-proxy',
};

/** What the catalog makes of each condition of the article. */
const CONDITIONS: Record<When, string> = {
  'compute has a public IP': 'publicIp=true',
  'Azure Monitor is not secured': 'azureMonitorSecured=false',
  'private endpoint': 'privateEndpoint=true',
  'private endpoint, for 8787 and 18881': 'privateEndpoint=true for 8787,18881',
  'hbi_workspace': 'hbi=true',
  'package index overwritten': 'pythonIndexOverwritten=true',
  'interactive job': 'interactiveJobs=true',
  'training': 'kubernetesTraining=true',
  'inference': 'kubernetesInference=true',
  'training and inference': '', // whenever there is a cluster
};

/** What the edition of 2023 assumes and has no row for: private endpoints inside the network. */
const ASSUMPTIONS = 'Basic configuration, assumptions';

/** One line for a row of the article: what the catalog should say of it. */
function expected(section: ArticleSection, row: ArticleRow): string {
  let { protocol, ports } = row;
  const when = row.when === undefined ? '' : CONDITIONS[row.when];
  let unstated = '';
  if (ports === 'not stated') {
    // Everything inside a cluster, and everything that a route leads; else the port of HTTPS, with a note that says so.
    ports = section === 'in-cluster' || section === 'public-ip' ? '0-65535' : '443';
    unstated = section === 'public-ip' ? '' : ' (not stated)';
  }
  if (protocol === 'not stated') {
    protocol = row.endpoint === 'API server' ? 'TCP' : 'ANY'; // the Kubernetes API is HTTPS
  }
  return line(protocol, ports, row.endpoint, unstated, when);
}

/** The same line for an entry of the catalog. */
function actual(entry: CatalogEntry): string {
  const unstated = entry.notes.some((note) => /states (no port|neither protocol nor port)/.test(note)) ? ' (not stated)' : '';
  // The article does not know of the protection that a linked article describes.
  const when = entry.conditions.filter(({ fact }) => fact !== 'dataExfiltrationProtection')
    .map(({ fact, is, ports }) => `${fact}=${is}${ports ? ` for ${ports}` : ''}`).join();
  const endpoint = entry.documentedAs ?? PODS[entry.endpoint.value] ?? entry.endpoint.value;
  return line(entry.protocol, entry.ports.join(), endpoint, unstated, when);
}

function line(protocol: string, ports: string, endpoint: string, unstated: string, when: string): string {
  return `${protocol} ${ports} ${endpoint}${unstated}${when && ` if ${when}`}`;
}

function isPublicOnly(section: ArticleSection, row: ArticleRow): boolean {
  return PUBLIC_ONLY.some((one) => one.section === section && one.endpoint.test(row.endpoint));
}

function ofTheArticle(edition: Edition, cloud: Cloud): CatalogEntry[] {
  return catalogOf(edition).filter((entry) => entry.clouds.includes(cloud) && entry.citation.article === ARTICLE);
}

const editionsAndClouds = EDITIONS.flatMap((edition) => CLOUDS.map((cloud) => [edition, cloud] as const));

describe.each(editionsAndClouds)('the catalog in edition %s for %s', (edition, cloud) => {
  test.each(ARTICLE_SECTIONS)('has what the article has: %s', (section) => {
    const rows = articleRows(section, edition as EditionName, cloud as CloudName)
      .filter((row) => cloud === Cloud.PUBLIC || !isPublicOnly(section, row));
    const entries = ofTheArticle(edition, cloud).filter((entry) => entry.citation.section === CITED[section]);

    // Lists and not sets, so that a row too many or too few shows.
    expect(entries.map(actual).sort()).toEqual(rows.map((row) => expected(section, row)).sort());
  });

  test('cites no section that the article does not have', () => {
    const sections = new Set(ofTheArticle(edition, cloud).map((entry) => entry.citation.section));
    expect([...sections].filter((section) => !Object.values(CITED).includes(section) && section !== ASSUMPTIONS)).toEqual([]);
  });
});

describe('deliberate differences from the article', () => {
  test('spellings that the catalog corrects are the known ones', () => {
    const corrected = catalog().filter((entry) => entry.documentedAs !== undefined && !OTHER_LISTS.includes(entry.section))
      .map((entry) => [entry.documentedAs, entry.endpoint.value]);
    expect(Object.fromEntries(corrected)).toEqual(OTHERWISE_SPELT);
  });

  test('entries from other articles are the known ones, each with the date of its article', () => {
    const others = catalog().filter(({ citation, section }) =>
      citation.article !== ARTICLE && !LINKED.includes(citation.article) && !OTHER_LISTS.includes(section));
    expect(Object.fromEntries(others.map((entry) => [entry.id, entry.endpoint.value]))).toEqual(FROM_OTHER_ARTICLES);
    expect(others.filter(({ citation }) => !/^20\d\d-\d\d-\d\d$/.test(citation.date ?? ''))).toEqual([]);
    expect(others.filter(({ notes }) => !/Not in the article|The linked article/.test(notes.join(' ')))).toEqual([]);
  });

  test('rows for public Azure only say why', () => {
    const silent = catalog()
      .filter((entry) => ARTICLE_SECTIONS.some((section) => CITED[section] === entry.citation.section &&
        PUBLIC_ONLY.some((one) => one.section === section && one.endpoint.test(entry.documentedAs ?? entry.endpoint.value))))
      .filter((entry) => !entry.notes.some((note) => note.includes('public Azure')));
    expect(silent.map((entry) => entry.id)).toEqual([]);
  });

  test('the port that the documentation gives without direction is inbound, and says so', () => {
    const [ports, ...others] = catalog().filter((entry) => entry.endpoint.value === '');
    expect(others).toEqual([]);
    expect(ports).toMatchObject({ id: 'vs-code.server-ports', direction: 'inbound' });
    expect(ports!.notes.join()).toContain('The catalog assumes inbound, because');
  });
});

describe('directions and routes', () => {
  test('inbound entries are the known ones', () => {
    const inbound = catalog().filter((entry) => entry.direction === 'inbound').map((entry) => entry.id);
    expect(inbound).toEqual(['basic.compute-management', 'in-cluster.router-internal', 'vs-code.server-ports']);
  });

  test('the one route is that of compute with a public IP', () => {
    expect(catalog().filter((entry) => entry.nextHopInternet).map((entry) => entry.id)).toEqual(['public-ip-compute.route']);
  });

  test('only the needs of clusters are gaps in the other clouds', () => {
    const gaps = catalog().filter((entry) => entry.isGapElsewhere);
    const expectedGaps = articleRows('kubernetes', '2023-04-14', 'public')
      .filter((row) => PUBLIC_ONLY.some((one) => one.section === 'kubernetes' && one.endpoint.test(row.endpoint)));
    // And cluster extensions, for which 21Vianet has no list, and a host of extensions that one list of three has.
    expect(gaps.map((entry) => entry.documentedAs ?? entry.endpoint.value))
      .toEqual([
        ...expectedGaps.map((row) => row.endpoint), '<cluster-region>.dp.kubernetesconfiguration.azure.com',
        'linuxgeneva-microsoft.azurecr.io',
      ]);
  });
});
