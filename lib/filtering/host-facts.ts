import { isBelow, mayEndWith } from '../azure/host-domains';
import { hasOwnEndpointsOnly, hasPrivateLink, mayBeMicrosofts } from '../azure/tag-contents';
import { IntervalSet } from '../network/interval-set';
import { holdsHost } from './host-patterns';
import { Knowledge } from './knowledge';
import type { SeenZones } from './seen-zones';

/** What is known of host names besides their patterns: whether they are public, the tags that they have, and their addresses. */
export class HostFacts {
  /** Answers so far. A host is compared with every rule, so the same is asked again and again. */
  private readonly known = new Map<string, { readonly tags: readonly string[] | undefined; readonly isPublic: boolean }>();

  /**
   * @param documented hosts that the documentation lists, in lower case, each with the service tags of its need
   * @param zones names of private DNS zones and private endpoints
   * @param resolved addresses that somebody states, by host in lower case
   * @param listed hosts that the documentation lists for needs that are not asked for, in the same form
   * @param unknownZones what the names of private DNS zones end with that are not known
   */
  constructor(
    private readonly documented: ReadonlyMap<string, readonly string[]>,
    private readonly zones: SeenZones,
    private readonly resolved: ReadonlyMap<string, IntervalSet>,
    private readonly unknownZones: readonly string[],
    private readonly listed: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {}

  /** All that it was made from. */
  public get stated(): readonly unknown[] {
    return [this.documented, this.zones.seen, this.resolved, this.unknownZones];
  }

  /** The addresses that a host is stated to have. */
  public addressesOf(host: string): IntervalSet | undefined {
    return this.resolved.get(host.toLowerCase());
  }

  /**
   * Whether a host is at no private address: the documentation lists it, and neither Azure nor the files have a private one of its name,
   * or may have one.
   */
  public isPublic(host: string): boolean {
    return this.factsOf(host).isPublic;
  }

  /** The private zone that a host would be in if the files linked it to the virtual network. */
  public unseenZoneOf(host: string): string | undefined {
    return this.zones.unseen.find((zone) => isBelow(host, zone));
  }

  /** Whether anybody can put content, under a name of their own, at the addresses of a tag. */
  public isForAnybody(tag: string, knowledge: Knowledge): boolean {
    return !hasOwnEndpointsOnly(knowledge.globalOf(tag));
  }

  /**
   * Whether a host can be at an address of a tag, as far as names say. Of a host of somebody else that the documentation lists without
   * a tag it is taken that no tag but those of all of Azure holds it.
   */
  public mayHave(tag: string, host: string, knowledge: Knowledge): 'yes' | 'no' | 'not as documented' {
    const whole = knowledge.globalOf(tag);
    const { tags } = this.factsOf(host);
    const isMicrosofts = mayBeMicrosofts(host);
    if (hasOwnEndpointsOnly(whole)) {
      const isNamed = tags === undefined || tags.length === 0 || tags.some((one) => knowledge.globalOf(one) === whole);
      return isMicrosofts && isNamed ? 'yes' : 'no';
    }
    return tags !== undefined && !isMicrosofts && !knowledge.mayHold(tag) ? 'not as documented' : 'yes';
  }

  private factsOf(host: string): { readonly tags: readonly string[] | undefined; readonly isPublic: boolean } {
    let facts = this.known.get(host);
    if (facts === undefined) {
      const listed = tagsIn(this.listed, host);
      // Of hosts of somebody else nobody says here what stands for their needs, so that anybody's addresses may.
      const tags = tagsIn(this.documented, host) ?? (mayBeMicrosofts(host) ? listed : undefined);
      const isPublic = (tags ?? listed) !== undefined && !hasPrivateLink(host) && !this.zones.seen.some((zone) => isBelow(host, zone)) &&
        !this.unknownZones.some((end) => mayEndWith(host, end));
      facts = { tags, isPublic };
      this.known.set(host, facts);
    }
    return facts;
  }
}

/** The tags of a host that a list has, itself or by a wildcard; undefined for others. */
function tagsIn(hosts: ReadonlyMap<string, readonly string[]>, host: string): readonly string[] | undefined {
  return hosts.get(host.toLowerCase()) ?? [...hosts].find(([pattern]) => pattern.startsWith('*') && holdsHost(pattern, host))?.[1];
}
