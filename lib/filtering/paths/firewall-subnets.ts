import { knownInterval } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import { Firewall, Network, Subnet } from '../../network/network';
import { isUnknown } from '../../network/unknown';
import { rangesOf } from '../../network/term-ranges';

/** The subnet that a firewall stands in. Source: Azure Firewall, questions and answers. */
const FIREWALL_SUBNET = 'azurefirewallsubnet';

const known = new WeakMap<Network, Map<string, readonly Subnet[]>>();

/**
 * The subnets that a firewall may stand in: the one that holds an address of it, or all of its own. Asked for each rule.
 *
 * @param literal the address that a route leads to, where it is written down
 */
export function firewallSubnets(
  network: Network, { key, addressRanges = [], privateAddresses }: Firewall, literal: string | undefined,
): readonly Subnet[] {
  const ofNetwork = known.get(network) ?? new Map<string, readonly Subnet[]>();
  known.set(network, ofNetwork);
  const asked = `${key}\n${literal ?? ''}`;
  const own = privateAddresses.flatMap((one) => (isUnknown(one) ? [] : knownInterval(one) ?? []));
  const named = literal === undefined ? undefined : knownInterval(literal);
  const at = IntervalSet.of(named !== undefined ? [named] : [...addressRanges, ...own]);
  const found = ofNetwork.get(asked) ?? network.subnets.filter(({ name, addressPrefixes }) =>
    name.toLowerCase() === FIREWALL_SUBNET && rangesOf(addressPrefixes).overlaps(at));
  ofNetwork.set(asked, found);
  return found;
}
