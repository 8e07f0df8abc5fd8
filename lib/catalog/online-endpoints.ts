import { Cloud } from '../azure/clouds';
import { CatalogSection } from '../requirements/catalog-section';
import { CatalogEntry, NO_PORT, section } from './entry';

/**
 * Calls of deployed models from the network. The article lists the names so that a DNS server can have them; with a private endpoint of
 * the workspace they lead to it. It writes the name of the endpoint, which stands here as a wildcard; the article's own output of a
 * private endpoint has that form too.
 */
export function onlineEndpoints(): CatalogEntry[] {
  // Before *.ml.azure.us and *.ml.azure.cn, which other rows open in these clouds: a rule after them would never match.
  const endpoint = {
    slot: 690, tcp: '443', capability: 'online-endpoints', purpose: 'Calls of managed online endpoints', row: 'Managed online endpoints',
  } as const;
  const documented = (suffix: string): string => `<managed online endpoint name>.<region>.inference.ml.${suffix}`;
  return section({
    section: CatalogSection.ONLINE_ENDPOINTS, article: 'how-to-custom-dns', date: '2026-03-26',
    heading: 'Manual DNS server integration, Retrieve Private Endpoint FQDNs', notes: [NO_PORT],
  }, [
    {
      id: 'online-endpoints.inference', host: '*.<region>.inference.ml.azure.com', documentedAs: documented('azure.com'),
      clouds: [Cloud.PUBLIC], ...endpoint,
    },
    {
      id: 'online-endpoints.inference-government', host: '*.<region>.inference.ml.azure.us', documentedAs: documented('azure.us'),
      clouds: [Cloud.GOVERNMENT], ...endpoint,
    },
    {
      id: 'online-endpoints.inference-china', host: '*.<region>.inference.ml.azure.cn', documentedAs: documented('azure.cn'),
      clouds: [Cloud.CHINA], ...endpoint,
    },
    {
      id: 'online-endpoints.serverless-api', slot: 692, host: 'models.ai.azure.com', tcp: '443', clouds: [Cloud.PUBLIC],
      capability: 'serverless-api', purpose: 'Calls of serverless API deployments',
      notes: ['The lists of the article for Government and 21Vianet do not have it.'],
    },
  ]);
}
