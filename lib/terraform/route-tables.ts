import { compareTexts } from '../azure/text-order';
import { addTo } from '../azure/groups';
import { NEXT_HOPS, type Route, type RouteTable, type Unknown } from '../network/network';
import { addressTerm, opaque } from './address-terms';
import { Arguments, isKnown } from './arguments';
import { Owned, ownerOf, OwnedPart, PartForm } from './parts-of-owner';
import { ownedOnce } from './repeated-names';
import { Unresolved } from './values';

/** Source: azurerm 4.55, azurerm_route_table and azurerm_route. */
export const ROUTES: PartForm = {
  kind: 'routeTable', what: 'routes', block: 'route', type: 'azurerm_route', ownerName: 'route_table_name',
};

export function routeTable(owned: Owned): RouteTable {
  const routes = ownedOnce(owned.parts, 'route table').map(route).sort((a, b) =>
    compareTexts(a.name, b.name) || compareTexts(a.place.resource, b.place.resource) ||
    compareTexts(a.place.part ?? '', b.place.part ?? ''));
  const refuses = refusesLearned(owned);
  return { ...ownerOf(owned), routes: withoutTwins(routes, owned), ...(refuses !== false && { refusesLearned: refuses }) };
}

/** Source: azurerm 4.55; `disable_bgp_route_propagation` is the argument of version 3. */
function refusesLearned({ entry: { resource } }: Owned): boolean | Unknown {
  const { bgp_route_propagation_enabled: takes, disable_bgp_route_propagation: refuses } = resource?.values ?? {};
  return takes === false || takes === 'false' || refuses === true || refuses === 'true' ? true
    : resource === undefined ? { unknown: 'the table is not in the files' }
    : [takes, refuses].find((value) => value instanceof Unresolved)?.unknown ?? false;
}

/** Of several routes for one prefix it is not known which holds; Azure takes one. Source: user-defined routes overview. */
function withoutTwins(routes: readonly Route[], { parts }: Owned): Route[] {
  const byPrefix = new Map<string, Route[]>();
  for (const one of routes) {
    const text = prefixText(one.prefix);
    if (text !== undefined && one.uncertain === undefined) {
      addTo(byPrefix, text, one);
    }
  }
  return routes.map((one) => {
    const twin = one.uncertain !== undefined ? undefined : byPrefix.get(prefixText(one.prefix) ?? '')?.find((other) => other !== one);
    if (twin === undefined) {
      return one;
    }
    const message = `the route ${twin.name} has the same prefix; Azure takes one`;
    parts.find(({ args }) => args.place === one.place)?.args.problem('address_prefix', message);
    return { name: one.name, place: one.place, prefix: one.prefix, nextHop: { unknown: message } };
  });
}

function prefixText(prefix: Route['prefix']): string | undefined {
  switch (prefix.kind) {
    case 'interval':
      return `${prefix.interval.family} ${prefix.interval.first}-${prefix.interval.last}`;
    case 'tag':
      return prefix.tag.toLowerCase();
    case 'any':
    case 'opaque':
      return undefined;
  }
}

function route({ args, uncertain }: OwnedPart): Route {
  const prefix = args.text('address_prefix') ?? missing(args);
  const address = args.text('next_hop_in_ip_address');
  const nextHop = args.choice('next_hop_type', NEXT_HOPS);
  if (isKnown(nextHop) && nextHop === 'VirtualAppliance' && address === undefined) {
    args.problem('next_hop_in_ip_address', 'it is missing; a route to a VirtualAppliance takes its address');
  }
  const isAppliance = !isKnown(nextHop) || nextHop === 'VirtualAppliance';
  if (!isAppliance && address !== undefined) { // Source: user-defined routes overview
    const message = `only a route to a VirtualAppliance takes it, and this one is to ${nextHop}`;
    args.problem('next_hop_in_ip_address', message, { isRefused: true });
  }
  return {
    name: args.name(), place: args.place, nextHop,
    prefix: prefix instanceof Unresolved ? opaque(prefix) : addressTerm(args, 'address_prefix', prefix, 'route'),
    ...(address === undefined || !isAppliance ? {} : { nextHopAddress: address instanceof Unresolved ? address.unknown : address }),
    ...(uncertain !== undefined && { uncertain }),
  };
}

function missing(args: Arguments): Unresolved {
  const message = 'it is missing; it takes a CIDR range or a service tag';
  args.problem('address_prefix', message);
  return new Unresolved(message);
}
