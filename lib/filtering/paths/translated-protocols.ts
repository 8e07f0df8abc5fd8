import { IntervalSet } from '../../network/interval-set';
import type { Firewall, Route } from '../../network/network';
import { isUnknown } from '../../network/unknown';
import type { TransportProtocol } from '../filter-rule';
import { PRIVATE_ADDRESSES } from '../known-addresses';
import { VIRTUAL_NETWORK } from '../knowledge';
import { firewallSubnets } from './firewall-subnets';
import type { SubnetView } from './subnet-view';
import type { Target } from './target';

/**
 * What NAT gateways and firewalls give a public address to: TCP and UDP. Other protocols do not reach the Internet by them.
 * Sources: Azure NAT Gateway, limitations, and troubleshoot connectivity: ICMP is not supported and is expected to fail; known issues of
 * Azure Firewall, ms.date 2025-09-19: network rules for other protocols, such as ICMP, do not work for traffic to the Internet, which the
 * firewall gives its public address, and work between virtual networks.
 */
const TRANSLATED: readonly TransportProtocol[] = ['TCP', 'UDP'];

/** Why flows do not get out to the Internet, or perhaps not. */
interface Refusal {
  readonly result: 'deny' | 'unknown';
  readonly text: string;
}

export function isTranslated(protocol: TransportProtocol): boolean {
  return TRANSLATED.includes(protocol);
}

/**
 * Why flows that a route leads to the Internet do not get there.
 *
 * @param passed firewalls that have let them through already
 */
export function refusedAtInternet(
  view: SubnetView, protocol: TransportProtocol, target: Target, passed: readonly Firewall[] = [],
): Refusal | undefined {
  if (isTranslated(protocol) || (target.kind === 'addresses' && target.set.isIn(IntervalSet.IPV6))) {
    return undefined;
  }
  if (passed.length > 0) {
    return { result: 'deny', text: `the firewall ${passed.at(-1)!.name} takes only TCP and UDP to the Internet, and not ${protocol}` };
  }
  const { natGateway } = view.subnet;
  if (natGateway === undefined) {
    return undefined;
  }
  const text = `NAT gateways take only TCP and UDP to the Internet, and not ${protocol}`;
  return isUnknown(natGateway) ? { result: 'unknown', text: `${text}; whether the subnet has one is not known: ${natGateway.unknown}` }
    : view.hasPublicMachines ? { result: 'unknown', text: `${text}; some machines of the subnet have public addresses of their own` }
    : { result: 'deny', text };
}

/** The same for a firewall, where the routes of Azure take on what it lets through. */
export function refusedByFirewall(
  view: SubnetView, firewall: Firewall, route: Route | undefined, { protocol, target }: {
    readonly protocol: TransportProtocol; readonly target: Target;
  },
): Refusal | undefined {
  const isOutside = isTranslated(protocol) ? false : isOnInternet(target, view);
  if (isOutside === false) {
    return undefined;
  }
  const address = route?.nextHopAddress;
  const literal = address === undefined || isUnknown(address) ? undefined : address;
  const isThere = firewallSubnets(view.whole, firewall, literal).length > 0 && firewall.hasManagementSubnet !== true;
  const text = `the firewall ${firewall.name} takes only TCP and UDP to the Internet, and not ${protocol}`;
  return isOutside === undefined ? { result: 'unknown', text: `${text}; whether all of it is on the Internet is not known` }
    : isThere ? { result: 'deny', text }
    : { result: 'unknown', text: `${text}; where it sends that traffic is not in the files` };
}

/** Undefined where some of it may be, or where it may be. */
function isOnInternet(target: Target, { network, context: { hosts } }: SubnetView): boolean | undefined {
  switch (target.kind) {
    case 'addresses':
      return areOnInternet(target, network);
    case 'tag':
      return target.tag !== VIRTUAL_NETWORK;
    case 'host':
    case 'url':
      return hosts.addressesOf(target.host) === undefined && hosts.isPublic(target.host) ? true : undefined;
    case 'own':
      return false;
    case 'unknown':
      return target.side === 'network' ? false : undefined;
    case 'every':
      return undefined;
  }
}

function areOnInternet({ set, side }: Extract<Target, { kind: 'addresses' }>, network: IntervalSet): boolean | undefined {
  const inside = [PRIVATE_ADDRESSES, network];
  if (inside.some((one) => set.isIn(one))) {
    return false;
  }
  switch (side) {
    case 'network':
      return false;
    case 'internet':
      return inside.some((one) => set.overlaps(one)) ? undefined : true;
    case 'neither':
      return undefined;
  }
}
