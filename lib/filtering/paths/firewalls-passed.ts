import { Firewall } from '../../network/network';
import { Direction } from '../../requirements/direction';
import { FilterRule } from '../filter-rule';
import { routesOf } from './next-hops';
import { firewallViews } from './sent-on';
import { SubnetView } from './subnet-view';

/** A firewall that traffic out of a subnet may pass, with the rules that may hold that traffic. */
interface PassedFirewall {
  readonly firewall: Firewall;
  readonly rules: readonly FilterRule[];
}

const known = new WeakMap<SubnetView, readonly SubnetView[]>();

/** The subnets of firewalls that traffic out of a subnet is sent on from, as it sees them. Asked for each requirement. */
export function viewsAfter(view: SubnetView): readonly SubnetView[] {
  const found = known.get(view) ?? allAfter(view);
  known.set(view, found);
  return found;
}

/** The firewalls that routes of a subnet lead to, and those that the routes of their own subnets lead to after them. */
export function firewallsPassed(view: SubnetView): readonly PassedFirewall[] {
  return [view, ...viewsAfter(view)]
    .flatMap((from) => from.firewalls.map((firewall) => ({ firewall, rules: from.rulesOf(firewall) })));
}

/** The lists of rules that decide on traffic of one direction: what comes in, comes to the subnet itself. */
export function listsOf(view: SubnetView, direction: Direction): (readonly FilterRule[])[] {
  return [view.rulesIn(direction), ...(direction === Direction.INBOUND ? [] : firewallsPassed(view).map(({ rules }) => rules))];
}

function allAfter(view: SubnetView): readonly SubnetView[] {
  const views = new Set([view]);
  for (const from of views) { // a set takes more while it is gone through
    for (const route of routesOf(from.table, from.subnet)) {
      const firewall = from.firewallAt(route);
      (firewall === undefined ? [] : firewallViews(from, firewall, route)).forEach((next) => views.add(next));
    }
  }
  return [...views].slice(1);
}
