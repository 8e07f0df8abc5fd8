import { FilterRule } from '../filter-rule';
import { whyUnconnected } from './connection';
import { viewsAfter } from './firewalls-passed';
import { firewallViews } from './sent-on';
import { SubnetView } from './subnet-view';

/**
 * Whether all that decides on the flows of a subnet is the same in two networks. Names of rules, and where they are written, do not count.
 * False where this is unknown.
 */
export function areAlike(before: SubnetView, after: SubnetView): boolean {
  return areAlikeBesideFirewalls(before, after) &&
    before.firewalls.every((firewall, i) => areSameLists(before.rulesOf(firewall), after.rulesOf(after.firewalls[i]!)));
}

/**
 * Whether all that decides on the flows of a subnet is the same in two networks, except for the rules of the firewalls that its routes lead
 * to.
 */
export function areAlikeBesideFirewalls(before: SubnetView, after: SubnetView): boolean {
  return areAlikeBesideRules(before, after) && areSameLists(before.outbound, after.outbound) &&
    areSameLists(before.inbound, after.inbound) && areLaterAlike(before, after);
}

/**
 * Whether all that decides on the flows of a subnet is the same in two networks, except for rules: routes, networks, service tags, and the
 * firewalls on the way.
 */
export function areAlikeBesideRules(before: SubnetView, after: SubnetView): boolean {
  const [was, is] = [before.context.knowledge, after.context.knowledge];
  const [later, laterNow] = [viewsAfter(before), viewsAfter(after)];
  return was.cloud === is.cloud && was.file === is.file && isSame(factsOf(before), factsOf(after)) &&
    later.length === laterNow.length && later.every((one, i) => isSame(factsOf(one), factsOf(laterNow[i]!)));
}

/** Whether traffic that a firewall sends on meets the same rules of later firewalls in both networks, whose firewalls are the same. */
function areLaterAlike(before: SubnetView, after: SubnetView): boolean {
  const is = viewsAfter(after);
  return viewsAfter(before).every((one, i) => one.firewalls.every((firewall, n) =>
    areSameLists(one.rulesOf(firewall), is[i]!.rulesOf(is[i]!.firewalls[n]!))));
}

/** All that decides on flows besides rules. */
function factsOf(view: SubnetView): readonly unknown[] {
  const { own, network, space, whyNoWayOut, perhapsOut, group, unknownGroup, table, unknownTable, subnet, asked, context,
    firewalls } = view;
  const routes = table?.routes ?? [];
  return [
    own, network, space, whyNoWayOut, perhapsOut, group === undefined, unknownGroup, table === undefined, unknownTable, routes,
    table?.unread,
    subnet.addressPrefixes, subnet.networkAddressSpace, subnet.serviceEndpoints, subnet.serviceEndpointPolicies,
    subnet.announcedDefault?.name, subnet.announcedDefault?.nextHopAddress, subnet.announcedPrivate?.[0]?.nextHopAddress,
    table?.refusesLearned,
    (subnet.peerings ?? []).map(({ allowsAccess, remoteAddressSpace }) => [allowsAccess, remoteAddressSpace]),
    asked.networkTraffic, asked.addressPrefixes, asked.symbols, asked.region, asked.ipGroups, asked.resolved,
    context.symbols, context.hosts.stated, view.wayOutConditions(true),
    firewalls.map(({ name, keepsEverySource, isWithoutAddress }) => [name, keepsEverySource, isWithoutAddress]),
    routes.map((route) => {
      const firewall = view.firewallAt(route);
      const onward = firewall === undefined ? [] : firewallViews(view, firewall, route)
        .map(({ table: there, unknownTable: unknownThere, subnet: { serviceEndpoints } }) =>
          [there?.routes, there?.unread, unknownThere, serviceEndpoints]);
      return [firewall === undefined ? -1 : firewalls.indexOf(firewall), view.conditionAt(route), view.whyUnread(route), onward,
        firewall === undefined ? undefined : whyUnconnected(view, firewall, route)];
    }),
  ];
}

export function areSameLists(before: readonly FilterRule[], after: readonly FilterRule[]): boolean {
  return before.length === after.length && before.every((rule, i) => isSameRule(rule, after[i]!));
}

/** Pairs of rules that were found to be the same. The rules of one firewall are compared for many subnets. */
const same = new WeakMap<FilterRule, FilterRule>();

/** Whether two rules are the same except for their names and places. */
export function isSameRule(before: FilterRule, after: FilterRule): boolean {
  if (same.get(before) === after) {
    return true;
  }
  const isFound = areSameBut(NAMES, before, after);
  if (isFound) {
    same.set(before, after);
  }
  return isFound;
}

/** Whether two values have the same content, wherever they stand in their files. What is absent is undefined. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other || typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) {
    return false;
  }
  if (Array.isArray(one)) {
    return one.length === (other as unknown[]).length && one.every((item, i) => isSame(item, (other as unknown[])[i]));
  }
  if (one instanceof Map) {
    const map = other as Map<unknown, unknown>;
    return one.size === map.size && [...one].every(([key, value]) => map.has(key) && isSame(value, map.get(key)));
  }
  if (one instanceof Set) {
    return one.size === (other as Set<unknown>).size && [...one].every((item) => (other as Set<unknown>).has(item));
  }
  return areSameBut(PLACE, one, other);
}

const PLACE: ReadonlySet<string> = new Set(['place']);
const NAMES: ReadonlySet<string> = new Set(['place', 'name', 'label']);

/** Whether two objects have the same content, some keys left out. */
function areSameBut(keys: ReadonlySet<string>, one: object, other: object): boolean {
  const [those, others] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return Object.keys(those).every((key) => keys.has(key) || isSame(those[key], others[key])) &&
    Object.keys(others).every((key) => keys.has(key) || others[key] === undefined || those[key] !== undefined);
}
