import { isUnknown } from '../../network/unknown';
import { Firewall, Route, Subnet } from '../../network/network';
import { PathStep } from '../answers';
import { Appliances } from './appliances';
import { firewallSubnets } from './firewall-subnets';
import type { PathResult } from './path-result';
import { SubnetView } from './subnet-view';

/**
 * What becomes of traffic that a firewall lets through: it leaves by the routes of the subnet that the firewall stands in. Undefined
 * where nothing but the routes of Azure takes it on, or where the files do not have that subnet.
 *
 * @param leave the way of the traffic out of that subnet
 */
export function sentOn(
  view: SubnetView, firewall: Firewall, route: Route | undefined, leave: (from: SubnetView) => PathResult,
): PathResult | undefined {
  const results = firewallViews(view, firewall, route).map((from) => {
    const { result, steps, conditions, at } = leave(from);
    return { result, conditions, at, steps: steps.map((one) => (one.layer === 'route' ? after(firewall, from, one) : one)) };
  });
  const [first] = results;
  const isAgreed = results.every(({ result }) => result === first!.result);
  const open = isAgreed ? first : results.find(({ result }) => result === 'unknown');
  if (first === undefined || open !== undefined) {
    return open;
  }
  const denied = results.find(({ result }) => result === 'deny')!; // of which firewall it is, the files do not say
  return { ...denied, result: 'unknown', steps: denied.steps.map((one) => (one.result === 'deny' ? { ...one, result: 'unknown' } : one)) };
}

const known = new WeakMap<Appliances, Map<string, readonly SubnetView[]>>();

/** The subnets with route tables that a firewall may be in. Traffic that it sends on leaves by these tables. Asked for each rule. */
export function firewallViews(view: SubnetView, firewall: Firewall, route: Route | undefined): readonly SubnetView[] {
  const { appliances, asked: { region } } = view;
  const ofNetwork = known.get(appliances) ?? new Map<string, readonly SubnetView[]>();
  known.set(appliances, ofNetwork);
  const address = route?.nextHopAddress;
  const literal = address === undefined || isUnknown(address) ? undefined : address;
  const key = [firewall.key, literal ?? '', region ?? ''].join('\n');
  const found = ofNetwork.get(key) ?? firewallSubnets(view.whole, firewall, literal)
    .filter(({ routeTable }) => routeTable !== undefined).map((subnet) => viewOf(subnet, view));
  ofNetwork.set(key, found);
  return found;
}

/** What a step after a firewall begins with. */
export function afterFirewall({ name }: Firewall, from: SubnetView): string {
  return `after the firewall ${name}, by the routes of ${from.name}: `;
}

/** The subnet of a firewall, as the traffic that the firewall sends on sees it. */
function viewOf(subnet: Subnet, { whole, appliances, asked: { region }, context: { knowledge } }: SubnetView): SubnetView {
  return new SubnetView(
    { name: subnet.name, subnetId: subnet.key, addressPrefixes: [], networkTraffic: 'none', ...(region !== undefined && { region }) },
    { ...subnet, defaultOutboundAccess: true }, // the firewall has public addresses of its own
    whole, appliances, knowledge,
  );
}

function after(firewall: Firewall, from: SubnetView, step: PathStep): PathStep {
  const before = afterFirewall(firewall, from);
  const { cause } = step;
  return { ...step, text: before + step.text, ...(cause !== undefined && { cause: { ...cause, text: before + cause.text } }) };
}
