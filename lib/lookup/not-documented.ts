import { isBelow } from '../azure/host-domains';
import { Query } from './query';

/** Hosts of services that Azure Machine Learning uses or that people take for it, and that its articles do not name. */
interface NamelessService {
  /** The domains that hosts of the service are in. */
  readonly domains: readonly string[];
  /** What the articles say instead, with their names and dates. */
  readonly words: string;
}

/*
 * The domains of the first are those of "Azure private endpoint private DNS zone values", 2026-07-16, public Azure; those of the second
 * are hosts of the article that it names; those of the third are zones of the article on name resolution. The articles were read to
 * their ends for hosts, ports and tags.
 */
const SERVICES: readonly NamelessService[] = [
  {
    domains: ['openai.azure.com', 'cognitiveservices.azure.com', 'services.ai.azure.com', 'search.windows.net'],
    words: 'Prompt flow, retrieval augmented generation and projects of Foundry hubs call such hosts. Their articles list none: ' +
      'they ask for private endpoints of the services that you use, or for a rule for the one host of your own ' +
      '(prompt-flow/how-to-secure-prompt-flow, 2023-11-02; how-to-secure-rag-workflows, 2023-09-12; ' +
      'ai-foundry/how-to/configure-managed-network, 2026-02-02).',
  },
  {
    domains: ['settings.sdk.monitor.azure.com', 'livediagnostics.monitor.azure.com', 'identity.azure.net'],
    words: 'The article on managed networks of Foundry resources lists such hosts, for agents, evaluations and traces ' +
      '(foundry/how-to/managed-virtual-network, 2026-08-18). A Foundry resource is not a workspace of Azure Machine Learning, so the ' +
      'catalog does not have its list.',
  },
  {
    domains: ['instances.ml.azure.ms'],
    words: 'It looks like a relative of *.instances.azureml.ms, the name that the lists have for compute instances (hosts.instances). ' +
      'An article on name resolution names its zone among those that a DNS server of your own forwards for a workspace with a private ' +
      'endpoint (how-to-troubleshoot-secure-connection-workspace, 2026-09-11). That is a name to resolve, and no list of outbound ' +
      'traffic has it.',
  },
  {
    domains: ['hf.co'],
    words: 'It looks like a relative of cas-bridge.xethub.hf.co, the one host of this domain that an article has ' +
      '(hugging-face.content-bridge; ai-foundry/how-to/configure-managed-network, 2026-02-02). Hugging Face may send downloads to ' +
      'other hosts, and no article of Azure lists them.',
  },
];

type AskedQuery = Pick<Query, 'kind' | 'value' | 'port' | 'protocol'>;

/** What older articles asked for, and what holds of it; people still have it in templates and tickets. */
const RETIRED: readonly { readonly isMeant: (query: AskedQuery) => boolean; readonly words: string }[] = [
  {
    isMeant: ({ kind, value, port, protocol }) => (kind === 'port' || (kind === 'tag' && /^BatchNodeManagement(\.|$)/.test(value))) &&
      (port === 29876 || port === 29877) && protocol !== 'UDP',
    words: 'Azure Batch once came in on TCP 29876-29877 from BatchNodeManagement. The article of 2022-08-26 asked for it; the editions ' +
      'of 2023-04-14 and later do not.',
  },
  {
    isMeant: ({ kind, value }) => (kind === 'host' || kind === 'url') && value === 'viennaglobal.azurecr.io',
    words: 'It is a registry of Microsoft, with images that Azure Machine Learning makes. The article of 2022-09-06 asked for it; the ' +
      'editions of 2023-04-14 and later do not.',
  },
];

/** What articles say of an endpoint that they do not ask for; undefined where they say nothing of it. */
export function notDocumented(query: AskedQuery): string | undefined {
  const retired = RETIRED.find(({ isMeant }) => isMeant(query))?.words;
  if (retired !== undefined || (query.kind !== 'host' && query.kind !== 'url')) {
    return retired;
  }
  const name = query.value.replace(/^\*\./, '');
  return SERVICES.find(({ domains }) => domains.some((domain) => isBelow(name, domain)))?.words;
}
