import { AddressCover } from '../azure/address-cover';
import { compareNames } from '../azure/address-order';
import { contains, parseAddressRange } from '../azure/addresses';
import { Cloud } from '../azure/clouds';
import { InputError, quote, refusing } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { isReference } from '../azure/references';
import { parseServiceTag } from '../azure/service-tags';
import { RequirementSet } from '../requirements/requirement-set';
import { TagRanges } from './address-routes';
import { EgressRoute, NextHopType } from './egress-route';
import { isTagPrefix } from './route-checks';

/** Name of the default route. */
const DEFAULT_ROUTE = 'default';

/** Name and prefix of the route that drops what a firewall cannot filter. */
const IPV6_ROUTE = 'default-ipv6';
const EVERY_IPV6 = '::/0';
const EVERY_IPV6_KEY = `${Array<number>(16).fill(0).join('.')}/0`;

/**
 * The routes of one table: the default route, those that requirements ask for, and the user's own.
 * @param firewall private address of the firewall for the default route; undefined for no default route
 * @param byAddress the address ranges for requirements whose route is not for their service tag
 * @param dropsIpv6 whether IPv6 traffic that leaves the network is dropped, because it would go past the firewall
 */
export function routes(
  set: RequirementSet, firewall: string | undefined, own: readonly EgressRoute[], byAddress: readonly TagRanges[] = [], dropsIpv6 = false,
): EgressRoute[] {
  const all: EgressRoute[] = [];
  if (firewall !== undefined) {
    all.push(EgressRoute.toAppliance(DEFAULT_ROUTE, '0.0.0.0/0', firewall));
  }
  if (dropsIpv6 && !own.some(({ addressPrefix }) => prefixKey(addressPrefix) === EVERY_IPV6_KEY)) {
    all.push(EgressRoute.drop(IPV6_ROUTE, EVERY_IPV6));
  }
  for (const requirement of set.all.filter(({ nextHopInternet }) => nextHopInternet)) {
    const { name } = requirement._rule;
    const route = { nextHopType: NextHopType.INTERNET, requirementIds: [requirement.id] };
    const ranges = byAddress.find((one) => one.requirement === requirement.id)?.ranges;
    if (ranges === undefined) {
      all.push(EgressRoute._of({ ...route, name, addressPrefix: requirement.endpoint.value }));
    } else {
      ranges.forEach((range) => all.push(EgressRoute._of({ ...route, name: `${name}-${range.replace('/', '-')}`, addressPrefix: range })));
    }
  }
  all.push(...[...own].sort((a, b) => compareNames(a.name, b.name)));
  all.forEach((route) => checkTagOf(route, set.cloud));
  checkTable(all);
  return all;
}

/**
 * Whether the routes of a table lead IPv4 traffic anywhere but straight to the Internet: one for 0.0.0.0/0, or several that
 * hold every address together, such as 0.0.0.0/1 and 128.0.0.0/1, which go before any route for 0.0.0.0/0.
 */
export function leadsElsewhere(table: readonly EgressRoute[]): boolean {
  const elsewhere = table.filter((route) =>
    route.nextHopType !== NextHopType.INTERNET && !isTagPrefix(route.addressPrefix) && !isReference(route.addressPrefix));
  return AddressCover.of(elsewhere.map(({ addressPrefix }) => addressPrefix)).holds(parseAddressRange('0.0.0.0/0'));
}

/**
 * How many IPv4 addresses the user's own routes lead straight to the Internet: those for which none of the other routes has a longer
 * prefix. Tags and references do not count, because their addresses are not known.
 */
export function addressesPastFirewall(table: readonly EgressRoute[]): number {
  const known = table.filter((route) => !isTagPrefix(route.addressPrefix) && !isReference(route.addressPrefix))
    .map((route) => ({ route, range: parseAddressRange(route.addressPrefix), own: 0 })).filter(({ range }) => range.family === 4)
    .sort((a, b) => compareStarts(a.range.first, b.range.first) || a.range.prefixLength - b.range.prefixLength);
  const open: typeof known = [];
  for (const one of known) {
    while (open.length > 0 && !contains(open[open.length - 1]!.range, one.range)) {
      open.pop();
    }
    const size = 2 ** (32 - one.range.prefixLength);
    one.own += size;
    if (open.length > 0) {
      open[open.length - 1]!.own -= size;
    }
    open.push(one);
  }
  return known.filter(({ route }) => route.nextHopType === NextHopType.INTERNET && route.requirementIds.length === 0)
    .reduce((sum, { own }) => sum + own, 0);
}

function compareStarts(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/** A prefix without regard to its spelling, of which IPv6 has several. */
export function prefixKey(prefix: string): string {
  if (!prefix.includes(':') || isReference(prefix)) {
    return prefix;
  }
  const { first, prefixLength } = parseAddressRange(prefix);
  return `${first.join('.')}/${prefixLength}`;
}

/** Checks the service tag of a route in the cloud that the table is for. All else is checked where the route is made. */
function checkTagOf({ name, addressPrefix }: EgressRoute, cloud: Cloud): void {
  if (isTagPrefix(addressPrefix)) {
    refusing((error) => error.of(`route ${quote(name)}`), () => parseServiceTag(addressPrefix, cloud));
  }
}

function checkTable(all: readonly EgressRoute[]): void {
  const names = new Map<string, EgressRoute>();
  const prefixes = new Map<string, EgressRoute>();
  for (const route of all) {
    const sameName = names.get(route.name.toLowerCase());
    if (sameName !== undefined) {
      throw new InputError({ argument: 'routes', problem: `the name ${quote(route.name)} is used twice` });
    }
    names.set(route.name.toLowerCase(), route);
    const key = prefixKey(route.addressPrefix);
    const samePrefix = prefixes.get(key);
    if (samePrefix !== undefined) {
      throw new InputError({
        argument: 'routes', given: samePrefix.name, problem: `and ${quote(route.name)} have the same prefix ${route.addressPrefix}`,
      });
    }
    prefixes.set(key, route);
  }
  if (all.length > LIMITS.routesPerTable) {
    throw new InputError({
      argument: 'routes',
      problem: `a table takes at most ${LIMITS.routesPerTable} routes, and ${all.length} are needed`, allowed: 'use wider address ranges',
    });
  }
  const tags = all.filter(({ addressPrefix }) => isTagPrefix(addressPrefix)).length;
  if (tags > LIMITS.tagRoutesPerTable) {
    throw new InputError({
      argument: 'routes',
      problem: `a table takes at most ${LIMITS.tagRoutesPerTable} routes with a service tag, and ${tags} are needed`,
      allowed: 'use address ranges',
    });
  }
}
