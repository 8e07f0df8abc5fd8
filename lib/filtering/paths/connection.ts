import { Firewall, Network, Peering, Route, Subnet } from '../../network/network';
import { isUnknown } from '../../network/unknown';
import { firewallSubnets } from './firewall-subnets';
import { SubnetView } from './subnet-view';

/** What is wrong with the connection of two networks. */
interface ConnectionGap {
  readonly here: string;
  readonly there: string;
  /** A peering that only one of them has; undefined where the files have none. */
  readonly peering?: { readonly name: string; readonly lacking: string };
  /** The name of a peering that leads there in the other one of two networks that are compared. */
  readonly former?: string;
}

/**
 * Why traffic does not certainly reach a firewall that a route leads to: it stands in another virtual network, and only one of the two
 * has a peering. Source: virtual network peering, create, change or delete: its status is Connected when both sides have it.
 */
export function whyUnconnected(view: SubnetView, firewall: Firewall, route: Route | undefined): string | undefined {
  const { peering, former } = gapBefore(view, firewall, route) ?? {};
  return former !== undefined ? `the peering ${former}, which leads there, is only in the other network`
    : peering === undefined ? undefined
    : `the virtual network ${peering.lacking} has no peering back for ${peering.name}, without which that one carries nothing`;
}

/** What must be true where the files have both networks and nothing that connects them. */
export function connectionCondition(view: SubnetView, firewall: Firewall, route: Route | undefined): string | undefined {
  const gap = gapBefore(view, firewall, route);
  return gap === undefined || gap.peering !== undefined || gap.former !== undefined ? undefined : view.context.knowledge.conditions.note(
    `the virtual networks ${gap.here} and ${gap.there} are connected: the files have no peering between them`,
    'virtual networks are connected that the files have no peering between', `${gap.here} and ${gap.there}`,
  );
}

function gapBefore(view: SubnetView, firewall: Firewall, route: Route | undefined): ConnectionGap | undefined {
  const address = route?.nextHopAddress;
  const there = firewallSubnets(view.whole, firewall, address === undefined || isUnknown(address) ? undefined : address);
  const gaps = there.map((one) => gapBetween(view.subnet, one, view.whole));
  return gaps.some((gap) => gap === undefined) ? undefined : gaps[0];
}

function gapBetween(here: Subnet, there: Subnet, { hasOtherConnections = false }: Network): ConnectionGap | undefined {
  const [own, other] = [networkOf(here), networkOf(there)];
  const areKnown = here.arePeeringsKnown === true && there.arePeeringsKnown === true && !hasOtherConnections;
  if (!areKnown || own === undefined || other === undefined || own === other) {
    return undefined;
  }
  const [out, back] = [between(here, other), between(there, own)];
  if ([...out, ...back].some(({ remote, isConnected }) => remote === undefined || isConnected === true) ||
    (out.length > 0 && back.length > 0)) {
    return undefined;
  }
  const [one] = [...out, ...back];
  const lacking = nameOf(out.length > 0 ? other : own);
  const [former] = one === undefined ? (here.peeringsOfOther ?? []).filter(({ remote }) => remote === other) : [];
  return {
    here: nameOf(own), there: nameOf(other), ...(one !== undefined && { peering: { name: one.name, lacking } }),
    ...(former !== undefined && { former: former.name }),
  };
}

/** Peerings with another network, and those that may be with it. */
function between({ peerings = [] }: Subnet, other: string): readonly Peering[] {
  return peerings.filter(({ remote }) => remote === undefined || remote === other);
}

/** Resource group and name of the virtual network of a subnet, in lower case. */
function networkOf({ path }: Subnet): string | undefined {
  return path?.split('/').slice(0, 2).join('/');
}

function nameOf(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}
