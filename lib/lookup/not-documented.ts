import { Query } from './query';

/** Hosts of services that Azure Machine Learning uses and that its articles name no host of. */
interface NamelessService {
  /** The domains that hosts of the service are in. */
  readonly domains: readonly string[];
  /** What the articles say instead, with their names and dates. */
  readonly words: string;
}

/*
 * The domains are those of "Azure private endpoint private DNS zone values", 2026-07-16, public Azure. The articles were read to their
 * ends for hosts, ports and tags.
 */
const SERVICES: readonly NamelessService[] = [
  {
    domains: ['openai.azure.com', 'cognitiveservices.azure.com', 'services.ai.azure.com', 'search.windows.net'],
    words: 'Prompt flow, retrieval augmented generation and projects of Azure AI Foundry call such hosts. Their articles list none: ' +
      'they ask for private endpoints of the services that you use, or for a rule for the one host of your own ' +
      '(prompt-flow/how-to-secure-prompt-flow, 2023-11-02; how-to-secure-rag-workflows, 2023-09-12; ' +
      'ai-foundry/how-to/configure-managed-network, 2025-08-27).',
  },
];

/** What articles say of a host that they do not name; undefined where they say nothing of its service. */
export function notDocumented({ kind, value }: Query): string | undefined {
  if (kind !== 'host' && kind !== 'url') {
    return undefined;
  }
  const name = value.replace(/^\*\./, '');
  return SERVICES.find(({ domains }) => domains.some((domain) => name === domain || name.endsWith(`.${domain}`)))?.words;
}
