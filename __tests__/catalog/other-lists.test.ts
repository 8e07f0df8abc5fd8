import { Cloud, CLOUDS } from '../../lib/azure/clouds';
import { MachineLearning } from '../../lib/catalog/machine-learning';
import { catalog } from '../../lib/catalog/catalog';
import { CatalogSection } from '../../lib/requirements/catalog-section';
import { Edition, EDITIONS } from '../../lib/requirements/edition';
import { Scenario, SECTION_OF_SCENARIO } from '../../lib/requirements/scenario';

/**
 * Lists of other articles, transcribed apart from the catalog: the host or tag of each row, in the order of the article.
 *
 * Sources: how-to-network-isolation-model-catalog (ms.date 2023-12-15), how-to-managed-network (2025-05-23),
 * ai-foundry/how-to/configure-managed-network (2026-02-02), how-to-registry-network-isolation (2025-04-04), how-to-custom-dns
 * (2026-03-26), code.visualstudio.com/docs/setup/network (2025-11-12).
 */
const DIRECT_MODELS = [
  '*.anaconda.org', '*.anaconda.com', 'anaconda.com', 'pypi.org', '*.pythonhosted.org', '*.pytorch.org', 'pytorch.org',
];
const HUGGING_FACE_LISTS = {
  'how-to-managed-network': [
    'docker.io', '*.docker.io', '*.docker.com', 'production.cloudflare.docker.com', 'cdn.auth0.com', 'cdn-lfs.huggingface.co',
  ],
  'how-to-network-isolation-model-catalog': [
    'docker.io', 'huggingface.co', 'production.cloudflare.docker.com', 'cdn-lfs.huggingface.co', 'cdn.auth0.com',
  ],
  'ai-foundry/how-to/configure-managed-network': [
    'docker.io', '*.docker.io', '*.docker.com', 'production.cloudflare.docker.com', 'cdn.auth0.com', 'huggingface.co',
    'cas-bridge.xethub.hf.co', 'cdn-lfs.huggingface.co',
  ],
};
const VS_CODE_PAGE = [
  'update.code.visualstudio.com', 'code.visualstudio.com', 'go.microsoft.com', 'marketplace.visualstudio.com', '*.gallery.vsassets.io',
  '*.gallerycdn.vsassets.io', 'rink.hockeyapp.net', 'bingsettingssearch.trafficmanager.net', 'vscode.search.windows.net',
  'raw.githubusercontent.com', 'vsmarketplacebadges.dev', '*.vscode-cdn.net', 'vscode.download.prss.microsoft.com',
  'download.visualstudio.microsoft.com', 'vscode-sync.trafficmanager.net', 'vscode-sync-insiders.trafficmanager.net', 'vscode.dev',
  '*.vscode-unpkg.net', 'default.exp-tas.com',
];

const REGION: Record<Cloud, string> = { [Cloud.PUBLIC]: 'westus2', [Cloud.GOVERNMENT]: 'usgovvirginia', [Cloud.CHINA]: 'chinaeast2' };
const ENDPOINTS: Record<Cloud, string[]> = {
  [Cloud.PUBLIC]: ['*.westus2.inference.ml.azure.com', 'models.ai.azure.com'],
  [Cloud.GOVERNMENT]: ['*.usgovvirginia.inference.ml.azure.us'],
  [Cloud.CHINA]: ['*.chinaeast2.inference.ml.azure.cn'],
};
const SUFFIX: Record<Cloud, string> = { [Cloud.PUBLIC]: 'WestUS2', [Cloud.GOVERNMENT]: 'USGovVirginia', [Cloud.CHINA]: 'ChinaEast2' };

const EXPECTED: readonly (readonly [scenario: Scenario, list: (cloud: Cloud, edition: Edition) => readonly string[]])[] = [
  [Scenario.MODEL_CATALOG, () => DIRECT_MODELS],
  [Scenario.HUGGING_FACE, () => [...new Set(Object.values(HUGGING_FACE_LISTS).flat())]],
  [Scenario.REGISTRIES, (cloud) => [`AzureContainerRegistry.${SUFFIX[cloud]}`]],
  [Scenario.ONLINE_ENDPOINTS, (cloud) => ENDPOINTS[cloud]],
  // Deliberate difference: of this host, the edition 2023-04-14 has a path in another section.
  [Scenario.VS_CODE_PRODUCT, (_, edition) =>
    VS_CODE_PAGE.filter((host) => edition === Edition.E2026_03_19 || host !== 'raw.githubusercontent.com')],
];

const cases = EXPECTED.flatMap(([scenario, list]) =>
  CLOUDS.flatMap((cloud) => EDITIONS.map((edition) => ({ scenario, cloud, edition, list }))));

test.each(cases)('$scenario in $cloud, edition $edition, asks for its list on TCP 443', ({ scenario, cloud, edition, list }) => {
  const set = (scenarios: Scenario[]) => MachineLearning.requirements({
    cloud, region: REGION[cloud], edition, scenarios, workspace: { privateEndpoint: true }, compute: { publicIp: false },
  }).all;
  const added = set([scenario]).filter(({ section }) => section === SECTION_OF_SCENARIO[scenario]);
  expect(added.map(({ ports, endpoint }) => `${ports} ${endpoint.value}`).sort())
    .toEqual(list(cloud, edition).map((one) => `TCP 443 ${one}`).sort());
  expect(added.map(({ direction }) => direction)).not.toContain('inbound');
  expect(set([]).filter(({ section }) => section === SECTION_OF_SCENARIO[scenario])).toEqual([]);
});

test('a row of the Hugging Face lists cites an article that has it', () => {
  const rows = catalog().filter(({ section }) => section === CatalogSection.HUGGING_FACE);
  expect(rows).toHaveLength(8);
  for (const { endpoint, citation } of rows) {
    expect(HUGGING_FACE_LISTS[citation.article as keyof typeof HUGGING_FACE_LISTS]).toContain(endpoint.value);
  }
});

test('what lists say for managed networks only is marked so', () => {
  const marked = catalog().filter(({ notes }) => notes.some((note) => note.includes('managed networks only')));
  expect([...new Set(marked.map(({ section }) => section))]).toEqual([CatalogSection.MODEL_CATALOG, CatalogSection.HUGGING_FACE]);
  expect(marked).toHaveLength(DIRECT_MODELS.length + 8);
});
