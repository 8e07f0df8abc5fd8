import { Cloud } from '../../azure/clouds';
import { tagSuffix } from '../../azure/regions';
import { storageAccountOf } from '../../azure/storage-hosts';
import { IntervalSet } from '../../network/interval-set';
import { INTERNET } from '../knowledge';
import { Hop, Way } from './next-hops';
import { Target } from './target';

/**
 * The service tags that service endpoints of a subnet take traffic for, past its routes.
 * Source: virtual network service endpoints overview; service tag files, feature VSE (public 2025-11-10). The endpoint for storage is
 * for the region of the network and its pair; the one that ends in Global is for all regions.
 */
const SERVICES: Readonly<Record<string, { readonly tag: string; readonly isRegional?: boolean; readonly isEverywhere?: boolean }>> = {
  'Microsoft.Storage': { tag: 'Storage', isRegional: true },
  'Microsoft.Storage.Global': { tag: 'Storage', isEverywhere: true },
  'Microsoft.Sql': { tag: 'Sql', isRegional: true },
  'Microsoft.KeyVault': { tag: 'AzureKeyVault' },
  'Microsoft.ContainerRegistry': { tag: 'AzureContainerRegistry' },
  'Microsoft.AzureActiveDirectory': { tag: 'AzureActiveDirectory' },
  'Microsoft.EventHub': { tag: 'EventHub' },
  'Microsoft.ServiceBus': { tag: 'ServiceBus' },
  'Microsoft.AzureCosmosDB': { tag: 'AzureCosmosDB' },
};

/** The tag that has addresses of nearly all services. Source: service tag file, public, 2025-11-10. */
const MANY_SERVICES = /^AzureCloud(\.|$)/;

const WHICH = 'which addresses the service endpoint takes is not in the files';

/** The service endpoints of one subnet. */
export class ServiceEndpoints {
  private readonly tags: readonly { readonly endpoint: string; readonly tag: string; readonly sure: readonly string[] }[];

  /**
   * @param region region of the workspace, which its network is taken to be in; undefined when nobody says
   */
  constructor(endpoints: readonly string[], region: string | undefined, cloud: Cloud) {
    this.tags = endpoints.flatMap((endpoint) => {
      const service = SERVICES[endpoint];
      if (service === undefined) {
        return [];
      }
      const { tag, isRegional = false, isEverywhere = false } = service;
      const regional = isRegional && region !== undefined ? [`${tag}.${tagSuffix(tag, region, cloud)}`] : [];
      return [{ endpoint, tag, sure: isEverywhere ? [tag] : regional }];
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
    const isStorage = (target.kind === 'host' || target.kind === 'url') && storageAccountOf(target.host) !== undefined;
    const taking = this.tags.find(({ tag }) =>
      (name !== undefined && (name === tag || name.startsWith(`${tag}.`))) || (isStorage && tag === 'Storage'));
    if (taking === undefined) {
      return [...ways];
    }
    const { endpoint, sure } = taking;
    return name !== undefined && sure.some((one) => name === one || name.startsWith(`${one}.`)) ? [{ target, hops: [hopOf(endpoint)] }]
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
