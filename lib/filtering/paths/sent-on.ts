import { isUnknown } from '../../network/unknown';
import { Firewall, Route, Subnet } from '../../network/network';
import { knownInterval } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import { Step } from '../answers';
import { Appliances } from './appliances';
import type { PathResult } from './path-result';
import { rangesOf, SubnetView } from './subnet-view';

/** The subnet that a firewall stands in. Source: Azure Firewall, questions and answers. */
const FIREWALL_SUBNET = 'azurefirewallsubnet';

const views = new WeakMap<Appliances, Map<string, SubnetView>>();

/**
 * What becomes of traffic that a firewall lets through: it leaves by the routes of the subnet that the firewall stands in. Undefined
 * where nothing but the routes of Azure takes it on, or where the files do not have that subnet.
 *
 * @param leave the way of the traffic out of that subnet
 */
export function sentOn(
  view: SubnetView, firewall: Firewall, route: Route | undefined, leave: (from: SubnetView) => PathResult,
): PathResult | undefined {
  const all = subnetsOf(view, firewall, route).filter(({ routeTable }) => routeTable !== undefined);
  const results = all.map((subnet) => {
    const { result, steps, conditions, at } = leave(viewOf(subnet, view));
    return { result, conditions, at, steps: steps.map((one) => (one.layer === 'route' ? after(firewall, subnet, one) : one)) };
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

/** The subnets that a firewall may stand in: the one that holds the address which a route leads to, or all of its own. */
function subnetsOf({ whole }: SubnetView, { addressRanges = [], privateAddresses }: Firewall, route: Route | undefined): Subnet[] {
  const address = route?.nextHopAddress;
  const literal = address === undefined || isUnknown(address) ? undefined : knownInterval(address);
  const known = privateAddresses.flatMap((one) => (isUnknown(one) ? [] : knownInterval(one) ?? []));
  const at = IntervalSet.of(literal !== undefined ? [literal] : [...addressRanges, ...known]);
  return whole.subnets.filter(({ name, addressPrefixes }) =>
    name.toLowerCase() === FIREWALL_SUBNET && rangesOf(addressPrefixes).overlaps(at));
}

/** The subnet as the traffic of its firewall sees it. */
function viewOf(subnet: Subnet, { whole, appliances, asked: { region }, setting: { knowledge } }: SubnetView): SubnetView {
  const known = views.get(appliances) ?? new Map<string, SubnetView>();
  views.set(appliances, known);
  const { name, key } = subnet;
  const view = known.get(key) ?? new SubnetView(
    { name, subnetId: key, addressPrefixes: [], networkTraffic: 'none', ...(region !== undefined && { region }) },
    { ...subnet, defaultOutboundAccess: true }, // the firewall has public addresses of its own
    whole, appliances, knowledge,
  );
  known.set(key, view);
  return view;
}

function after({ name }: Firewall, subnet: Subnet, step: Step): Step {
  const before = `after the firewall ${name}, by the routes of ${subnet.name}: `;
  const { cause } = step;
  return { ...step, text: before + step.text, ...(cause !== undefined && { cause: { ...cause, text: before + cause.text } }) };
}
