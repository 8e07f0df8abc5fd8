import { knownInterval } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import type { Firewall, Peering, Subnet } from '../../network/network';
import { isUnknown } from '../../network/unknown';
import { rangesOf } from '../../network/term-ranges';
import type { RequiredFlow } from './path';
import type { PathResult } from './path-result';
import { SubnetView } from './subnet-view';

/**
 * What is let through by rules and routes, as far as peerings carry it. Without access, the tag VirtualNetwork does not hold the other
 * network, and only rules of its own let it in; what a firewall passes on is taken in only where forwarded traffic is.
 * Source: virtual network peering, create, change or delete a peering.
 */
export function withPeerings(path: PathResult, view: SubnetView, { target }: RequiredFlow): PathResult {
  if (path.result !== 'allow' || target.kind !== 'addresses' || target.side !== 'network') {
    return path;
  }
  const why = whyNotCarried(view, target.set) ?? whyNotTakenIn(path, view, target.set);
  return why === undefined ? path : {
    result: 'unknown', at: path.at, conditions: [],
    steps: [...path.steps, { layer: 'route', result: 'unknown', text: why.text, places: [why.peering.place] }],
  };
}

interface PeeringReason {
  readonly peering: Peering;
  readonly text: string;
}

/** Why a peering may not carry traffic straight to its network. */
function whyNotCarried({ subnet, table }: SubnetView, set: IntervalSet): PeeringReason | undefined {
  for (const peering of subnet.peerings ?? []) {
    const { name, remoteAddressSpace, allowsAccess } = peering;
    const remote = rangesOf(remoteAddressSpace);
    const routed = IntervalSet.of((table?.routes ?? []).flatMap(({ prefix }) =>
      (prefix.kind === 'interval' && IntervalSet.of([prefix.interval]).isIn(remote) ? [prefix.interval] : [])));
    if (allowsAccess !== true && set.and(remote).without(routed).overlaps(remote)) {
      const why = allowsAccess === false ? 'it does not allow access, so that only rules for these addresses may let the traffic in'
        : allowsAccess.unknown;
      return { peering, text: `the peering ${name} may not carry it: ${why}` };
    }
  }
  return undefined;
}

/** Why the network at the other end may not take in what a firewall passes on. */
function whyNotTakenIn({ steps }: PathResult, view: SubnetView, set: IntervalSet): PeeringReason | undefined {
  for (const firewall of view.firewalls.filter(({ place }) => steps.some((step) => step.firewall === place))) {
    const at = addressesOf(firewall);
    for (const there of at.isEmpty ? [] : view.whole.subnets.filter((subnet) => isThere(subnet, set, at))) {
      const peering = (there.peerings ?? []).find(({ remoteAddressSpace }) => rangesOf(remoteAddressSpace).overlaps(at));
      const forwarded = peering?.allowsForwarded;
      if (peering !== undefined && forwarded !== undefined && forwarded !== true) {
        const why = isUnknown(forwarded) ? `whether it takes in forwarded traffic is not known: ${forwarded.unknown}`
          : 'it does not allow forwarded traffic, and a firewall passes on the address that traffic comes from';
        return { peering, text: `the peering ${peering.name} of the subnet ${there.name} may not take in what the firewall ` +
          `${firewall.name} passes on: ${why}` };
      }
    }
  }
  return undefined;
}

function addressesOf({ addressRanges = [], privateAddresses }: Firewall): IntervalSet {
  return IntervalSet.of([
    ...addressRanges, ...privateAddresses.flatMap((one) => (isUnknown(one) ? [] : knownInterval(one) ?? [])),
  ]);
}

/** Whether a subnet has some of the addresses, in another network than that of the firewall. */
function isThere({ addressPrefixes, networkAddressSpace }: Subnet, set: IntervalSet, firewall: IntervalSet): boolean {
  return rangesOf(addressPrefixes).overlaps(set) && !rangesOf(networkAddressSpace).overlaps(firewall);
}
