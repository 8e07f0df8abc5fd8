import { CatalogSection } from '../requirements/catalog-section';
import { CatalogEntry, NO_PORT, section } from './entry';

/** The article on collections of the model catalog. Its hosts are of others than Azure, so they are the same in every cloud. */
const MODEL_CATALOG = { article: 'how-to-network-isolation-model-catalog', date: '2023-12-15' } as const;

/** The article on managed networks of workspaces. */
const MANAGED_NETWORK = { article: 'how-to-managed-network', date: '2025-05-23' } as const;

/** The article on managed networks of hubs, which are workspaces of another kind; projects use the network of their hub. */
const HUB = { article: 'ai-foundry/how-to/configure-managed-network', date: '2026-02-02' } as const;

const NOTES = [
  NO_PORT,
  'The article lists it for managed networks only; that compute in a network of your own needs it too is inferred.',
  'The article names no cloud, and has no other names for Government and 21Vianet.',
];

/**
 * Models of the catalog that Azure serves itself: they install packages while they are deployed. The article on hubs has the same list
 * (section "Scenario: Models sold directly by Azure").
 */
export function modelCatalog(): CatalogEntry[] {
  const row = { tcp: '443', capability: 'python-packages' } as const;
  const packages = 'Packages that models of the catalog install while they are deployed';
  return section({
    ...MODEL_CATALOG, section: CatalogSection.MODEL_CATALOG, heading: "Language models in 'Azure Direct Models' collection", notes: NOTES,
  }, [
    { id: 'model-catalog.anaconda', slot: 500, host: 'anaconda.com', purpose: packages, ...row },
    { id: 'model-catalog.anaconda-subdomains', slot: 502, host: '*.anaconda.com', purpose: packages, ...row },
    { id: 'model-catalog.anaconda-org', slot: 504, host: '*.anaconda.org', purpose: packages, ...row },
    { id: 'model-catalog.pypi', slot: 506, host: 'pypi.org', purpose: packages, ...row },
    { id: 'model-catalog.pythonhosted', slot: 508, host: '*.pythonhosted.org', purpose: packages, ...row },
    { id: 'model-catalog.pytorch', slot: 510, host: 'pytorch.org', purpose: packages, ...row },
    { id: 'model-catalog.pytorch-subdomains', slot: 512, host: '*.pytorch.org', purpose: packages, ...row },
  ]);
}

/**
 * Models of Hugging Face: their weights and images come from outside Azure while they are deployed. Three articles have a list, and no
 * list has all hosts; a row cites an article that has it.
 */
export function huggingFace(): CatalogEntry[] {
  const image = { tcp: '443', capability: 'docker-hub', purpose: 'Images of Hugging Face models, from Docker Hub' } as const;
  const weights = { tcp: '443', capability: 'hugging-face', purpose: 'Weights and files of Hugging Face models' } as const;
  const heading = 'Scenario: Use Hugging Face models';
  return section({
    ...MANAGED_NETWORK, section: CatalogSection.HUGGING_FACE, heading: 'Scenario: Use HuggingFace models', notes: NOTES,
  }, [
    { id: 'hugging-face.docker', slot: 1500, host: 'docker.io', ...image },
    { id: 'hugging-face.docker-subdomains', slot: 1502, host: '*.docker.io', ...image },
    // The next row has it too. A rule after that one would never match.
    { id: 'hugging-face.docker-content', slot: 1504, host: 'production.cloudflare.docker.com', ...image },
    { id: 'hugging-face.docker-com', slot: 1506, host: '*.docker.com', ...image },
    { id: 'hugging-face.docker-sign-in', slot: 1508, host: 'cdn.auth0.com', ...image },
    {
      id: 'hugging-face.hub', slot: 1510, host: 'huggingface.co', ...weights, ...MODEL_CATALOG,
      heading: 'Work with Hugging Face collection',
      notes: ['The list of how-to-managed-network (ms.date 2025-05-23) does not have it; that of hubs does.'],
    },
    { id: 'hugging-face.content', slot: 1512, host: 'cdn-lfs.huggingface.co', ...weights },
    {
      id: 'hugging-face.content-bridge', slot: 1514, host: 'cas-bridge.xethub.hf.co', ...weights, ...HUB, heading,
      notes: ['The list of hubs alone has it.'],
    },
  ]);
}
