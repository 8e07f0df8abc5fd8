import type { Network, Subnet } from '../network/network';
import type { PrivateDnsZone } from '../network/private-zone';
import { isUnknown } from '../network/unknown';

/** Names of private DNS zones, by whether a subnet sees them. */
export interface SeenZones {
  /** Below which its hosts may be at private addresses. */
  readonly seen: readonly string[];
  /** Which the files link to other virtual networks alone, or to none. */
  readonly unseen: readonly string[];
}

/**
 * The private DNS zones of the files, as the resolver of a subnet sees them. That of Azure knows those that are linked to the virtual
 * network. Other servers know those of their own networks, and whom they ask on is not in the files, so that a link to any network counts.
 * Source: what is a virtual network link, Azure DNS.
 *
 * @param hasOtherResolver whether others than Azure are stated to resolve names
 */
export function seenZones(
  { path, dnsServers = [] }: Subnet, { privateDnsZones: zones = [] }: Network, hasOtherResolver: boolean,
): SeenZones {
  const own = path?.split('/').slice(0, 2).join('/');
  const isByAzure = dnsServers.length === 0 && !hasOtherResolver;
  const isSeen = ({ linkedTo }: PrivateDnsZone): boolean => linkedTo === undefined ||
    linkedTo.some((network) => !isByAzure || own === undefined || isUnknown(network) || network === own);
  const seen = new Set(zones.filter(isSeen).map(({ name }) => name));
  return { seen: [...seen], unseen: [...new Set(zones.map(({ name }) => name).filter((name) => !seen.has(name)))] };
}
