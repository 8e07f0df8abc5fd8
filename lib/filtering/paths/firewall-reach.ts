import { knownInterval } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import { AddressTerm, Firewall, Peering, Subnet } from '../../network/network';
import { isUnknown } from '../../network/unknown';

/** How the virtual network of a subnet reaches a firewall in another one. */
export interface FirewallReach {
  /** Why it may not reach it. */
  readonly why?: string;
  /** What must be true for traffic to get there and answers to come back, although the files do not show it. */
  readonly condition?: string;
}

const REACHED: FirewallReach = {};

/**
 * The next hop of a route has to be in the virtual network or in one that it is peered with.
 * Source: virtual networks user-defined routes overview, ms.date 2023-05-27; virtual network peering overview.
 */
export function firewallReach(subnet: Subnet, { name, addressRanges = [], privateAddresses }: Firewall): FirewallReach {
  const { networkAddressSpace, peerings = [], peeringsOfOther = [], hasAllPeerings = false } = subnet;
  const space = rangesOf(networkAddressSpace);
  const at = IntervalSet.of([...addressRanges, ...privateAddresses.flatMap((one) => (isUnknown(one) ? [] : knownInterval(one) ?? []))]);
  if (at.isEmpty || networkAddressSpace.some(({ kind }) => kind !== 'interval') || space.isEmpty || at.overlaps(space)) {
    return REACHED;
  }
  const leadsThere = ({ remoteAddressSpace }: Peering): boolean => rangesOf(remoteAddressSpace).overlaps(at);
  const peering = peerings.find(leadsThere);
  if (peering !== undefined) {
    return peering.isOneSided === true
      ? { why: `the peering ${peering.name}, which leads there, has no peering back and carries nothing` }
      : conditionOf(peering, name);
  }
  const other = peerings.find(({ remoteAddressSpace }) => remoteAddressSpace.length === 0);
  if (other !== undefined) {
    return { condition: `the peering ${other.name} leads to the network of the firewall ${name}` };
  }
  const former = peeringsOfOther.find(leadsThere);
  return former !== undefined ? { why: `the peering ${former.name}, which leads there, is in the other network alone` }
    : hasAllPeerings ? { why: 'no peering of its virtual network leads there' }
    : { condition: `its virtual network is peered with that of the firewall ${name}, though the files have no such peering` };
}

function conditionOf({ name, allowsForwarded }: Peering, firewall: string): FirewallReach {
  return allowsForwarded === true || allowsForwarded === undefined ? REACHED
    : {
      condition: isUnknown(allowsForwarded) ? `the peering ${name} allows traffic that the firewall ${firewall} forwards`
        : `answers that the firewall ${firewall} forwards come in by the peering ${name}, which does not allow forwarded traffic`,
    };
}

/** The address intervals among some terms. */
export function rangesOf(terms: readonly AddressTerm[]): IntervalSet {
  return IntervalSet.of(terms.flatMap((term) => (term.kind === 'interval' ? [term.interval] : [])));
}
