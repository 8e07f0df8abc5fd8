import { Cloud } from '../../azure/clouds';
import { isBelow } from '../../azure/host-domains';
import { tagSuffix } from '../../azure/regions';
import { storageAccountOf } from '../../azure/storage-hosts';
import { IntervalSet } from '../../network/interval-set';
import { INTERNET } from '../knowledge';
import { Hop, Way } from './next-hops';
import { Target } from './target';

interface Service {
  readonly tag: string;
  readonly isRegional?: boolean;
  readonly isEverywhere?: boolean;
  /** Domains of its hosts in all clouds, but for those of storage. */
  readonly domains?: readonly string[];
}

const BUS = ['servicebus.windows.net', 'servicebus.usgovcloudapi.net', 'servicebus.chinacloudapi.cn'];

/**
 * The service tags that service endpoints of a subnet take traffic for, past its routes, and the hosts that may have their addresses.
 * Source: virtual network service endpoints overview; service tag files, feature VSE (public 2025-11-10); Azure private endpoint private
 * DNS zone values, public DNS zone forwarders. The endpoint for storage is for the region of the network and its pair; the one that ends
 * in Global is for all regions. Which tags the endpoints of App Service and Cognitive Services have is not written down.
 */
const SERVICES: Readonly<Record<string, Service>> = {
  'Microsoft.Storage': { tag: 'Storage', isRegional: true },
  'Microsoft.Storage.Global': { tag: 'Storage', isEverywhere: true },
  'Microsoft.Sql': {
    tag: 'Sql', isRegional: true, domains: ['database.windows.net', 'database.usgovcloudapi.net', 'database.chinacloudapi.cn'],
  },
  'Microsoft.KeyVault': { tag: 'AzureKeyVault', domains: ['vault.azure.net', 'vault.usgovcloudapi.net', 'vault.azure.cn'] },
  'Microsoft.ContainerRegistry': { tag: 'AzureContainerRegistry', domains: ['azurecr.io', 'azurecr.us', 'azurecr.cn'] },
  'Microsoft.AzureActiveDirectory': { tag: 'AzureActiveDirectory' },
  'Microsoft.EventHub': { tag: 'EventHub', domains: BUS },
  'Microsoft.ServiceBus': { tag: 'ServiceBus', domains: BUS },
  'Microsoft.AzureCosmosDB': { tag: 'AzureCosmosDB', domains: ['documents.azure.com', 'documents.azure.us', 'documents.azure.cn'] },
  'Microsoft.Web': { tag: 'AppService', domains: ['azurewebsites.net', 'azurewebsites.us', 'chinacloudsites.cn'] },
  'Microsoft.CognitiveServices': {
    tag: 'CognitiveServicesManagement',
    domains: [
      'cognitiveservices.azure.com', 'openai.azure.com', 'cognitiveservices.azure.us', 'openai.azure.us', 'cognitiveservices.azure.cn',
    ],
  },
};

/** The tag that has addresses of nearly all services. Source: service tag file, public, 2025-11-10. */
const MANY_SERVICES = /^AzureCloud(\.|$)/;

const WHICH = 'which addresses the service endpoint takes is not in the files';

/** The service endpoints of one subnet. */
export class ServiceEndpoints {
  private readonly tags: readonly {
    readonly endpoint: string; readonly tag: string; readonly sure: readonly string[]; readonly domains: readonly string[];
  }[];

  /**
   * @param region region of the workspace, which its network is taken to be in; undefined when nobody says
   * @param areHeld where policies hold all traffic to storage: whether that to a host takes the endpoint for certain
   */
  constructor(
    endpoints: readonly string[], region: string | undefined, cloud: Cloud, private readonly areHeld?: (host: string) => boolean,
  ) {
    this.tags = endpoints.flatMap((endpoint) => {
      const service = SERVICES[endpoint];
      if (service === undefined) {
        return [];
      }
      const { tag, isRegional = false, isEverywhere = false, domains = [] } = service;
      const regional = isRegional && region !== undefined ? [`${tag}.${tagSuffix(tag, region, cloud)}`] : [];
      return [{ endpoint, tag, sure: isEverywhere ? [tag] : regional, domains }];
    });
  }

  /** The service tags that they take traffic for, and whether it is known that they take all of it. */
  public get taken(): readonly { readonly tag: string; readonly isAll: boolean }[] {
    return this.tags.map(({ tag, sure }) => ({ tag: sure[0] ?? tag, isAll: sure.length > 0 }));
  }

  /** The ways of a target, with what service endpoints take of it. */
  public of(target: Target, ways: readonly Way[]): Way[] {
    if (this.tags.length === 0) {
      return [...ways];
    }
    const isOfMany = MANY_SERVICES.test('tag' in target ? target.tag ?? '' : '');
    if (target.kind === 'every' || (target.kind === 'tag' && target.tag === INTERNET) || isOfMany) {
      // Whatever else is on the Internet takes the routes.
      const whole = this.tags.flatMap(({ sure }) => (isOfMany ? [] : sure));
      return [...ways.map((way) => withoutTags(way, whole)), ...this.tags.map(({ endpoint, tag, sure }): Way => ({
        target: { kind: 'tag', tag: sure[0] ?? tag, except: [] }, hops: [hopOf(endpoint)],
        ...((isOfMany || sure.length === 0) && { why: WHICH }),
      }))];
    }
    const name = target.kind === 'tag' || (target.kind === 'addresses' && target.set.overlaps(IntervalSet.IPV4)) ? target.tag : undefined;
    const host = target.kind === 'host' || target.kind === 'url' ? target.host.toLowerCase() : undefined;
    const isStorage = host !== undefined && storageAccountOf(host) !== undefined;
    const taking = this.tags.find(({ tag, domains }) => (name !== undefined && (name === tag || name.startsWith(`${tag}.`))) ||
      (isStorage && tag === 'Storage') || (host !== undefined && domains.some((domain) => host !== domain && isBelow(host, domain))));
    if (taking === undefined) {
      return [...ways];
    }
    const { endpoint, sure } = taking;
    const isSure = name === undefined ? isStorage && this.areHeld?.(host) === true
      : sure.some((one) => name === one || name.startsWith(`${one}.`));
    return isSure ? [{ target, hops: [hopOf(endpoint)] }]
      : ways.map(({ target: part, hops, why = WHICH }) =>
        ({ target: part, hops: [...hops, hopOf(endpoint)], why }));
  }
}

/** A way of all addresses, or of those of the Internet, without tags that are taken as a whole. */
function withoutTags(way: Way, tags: readonly string[]): Way {
  const { target } = way;
  const isWide = target.kind === 'every' || (target.kind === 'tag' && target.tag === INTERNET);
  const more = isWide ? tags.filter((tag) => !target.except.includes(tag)) : [];
  return more.length === 0 || !isWide ? way : { ...way, target: { ...target, except: [...target.except, ...more] } };
}

function hopOf(endpoint: string): Hop {
  return { kind: 'service endpoint', endpoint, text: `service endpoint ${endpoint} of the subnet, past its routes` };
}
