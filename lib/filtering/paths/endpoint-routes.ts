import { IntervalSet } from '../../network/interval-set';
import { Route, Subnet } from '../../network/network';
import { isUnknown } from '../../network/unknown';
import { rangesOf } from '../../network/term-ranges';
import { TransportProtocol } from '../filter-rule';
import { Way } from './next-hops';
import { PathResult } from './path-result';
import { SubnetView } from './subnet-view';

/** Settings of a subnet with which routes may go before those of its private endpoints. Source: azurerm 4.55, azurerm_subnet. */
const ROUTED: readonly string[] = ['Enabled', 'RouteTableEnabled'];

/**
 * What routes deny of traffic to one address in a subnet with private endpoints: each of these has a route for its own address, which goes
 * before wider ones. A route of the user goes before it if it is for that address, or if the subnet says so and the route is for no more
 * than the virtual network has.
 * Source: manage network policies for private endpoints. They take TCP.
 */
export function besideEndpoints(view: SubnetView, { target, hops }: Way, protocol: TransportProtocol, path: PathResult): PathResult {
  const { privateEndpointSubnets: keys = [], subnets } = view.whole;
  const routes = hops.flatMap(({ route }) => route ?? []);
  if (path.result !== 'deny' || protocol !== 'TCP' || keys.length === 0 || routes.length === 0 || target.kind !== 'addresses' ||
      !isOneAddress(target.set)) {
    return path;
  }
  const subnet = subnets.find(({ key, addressPrefixes }) => keys.includes(key) && target.set.isIn(rangesOf(addressPrefixes)));
  if (subnet === undefined || routes.every((route) => goesBefore(route, subnet))) {
    return path;
  }
  const note = `; a private endpoint in the subnet ${subnet.name} may have this address, and then its own route goes before`;
  const steps = path.steps.map((step) => (step.result === 'deny' ? { ...step, result: 'unknown' as const, text: step.text + note } : step));
  return { ...path, result: 'unknown', steps };
}

function isOneAddress({ intervals: [first, ...others] }: IntervalSet): boolean {
  return first !== undefined && others.length === 0 && first.first === first.last;
}

function goesBefore({ prefix }: Route, { privateEndpointPolicies: policies, networkAddressSpace }: Subnet): boolean {
  if (prefix.kind !== 'interval') {
    return false;
  }
  const set = IntervalSet.of([prefix.interval]);
  const isRouted = policies !== undefined && !isUnknown(policies) && ROUTED.includes(policies);
  return isOneAddress(set) || (isRouted && set.isIn(rangesOf(networkAddressSpace)));
}
