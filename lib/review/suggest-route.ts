import { InputError } from '../azure/errors';
import { Network, RouteTable } from '../network/network';
import { RequirementSet } from '../requirements/requirement-set';
import { isTagPrefix } from '../rules/route-checks';
import { routes } from '../rules/routes';
import { changeOfRoute } from './suggest-route-change';
import { Proposal } from './suggestion';
import { fragmentsFor, freeName, ROUTE_STYLE } from './suggest-owner';

/** The route that one requirement asks for; a text that says why there is none. */
export function suggestRoute(network: Network, table: RouteTable, requirements: RequirementSet, requirement: string): Proposal | string {
  if (table.incomplete !== undefined || (table.unread ?? []).length > 0) {
    return `not all routes of the route table ${table.name} were read`;
  }
  const found = translated(requirements, requirement);
  if (typeof found === 'string') {
    return found;
  }
  const same = table.routes.find(({ prefix }) =>
    prefix.kind === 'tag' && prefix.tag.toLowerCase() === found.addressPrefix.toLowerCase());
  if (same !== undefined) { // Azure takes a prefix once in a table
    return changeOfRoute(network, table, same, { nextHop: 'Internet' });
  }
  const name = freeName(found.name, new Set(table.routes.map((route) => route.name.toLowerCase())));
  const args = { name, address_prefix: found.addressPrefix, next_hop_type: 'Internet' };
  const everywhere = [...network.routeTables.values()].flatMap((one) => one.routes.map(({ place }) => place));
  const written = fragmentsFor({ place: table.place, parts: table.routes, network, everywhere }, ROUTE_STYLE, [{ name, args }]);
  if (typeof written === 'string') {
    return written;
  }
  const added = {
    name, place: written.places[0]!, prefix: { kind: 'tag' as const, tag: found.addressPrefix },
    nextHop: 'Internet' as const,
  };
  const routeTables = new Map([...network.routeTables]
    .map(([key, one]) => [key, one === table ? { ...table, routes: [...table.routes, added] } : one]));
  const { fragments, notes } = written;
  return { kind: 'route', owner: table.place, fragments, notes, network: { ...network, routeTables } };
}

function translated(requirements: RequirementSet, requirement: string): ReturnType<typeof routes>[number] | string {
  try {
    const route = routes(requirements.only(requirement), undefined, []).find((one) => one.requirementIds.includes(requirement));
    return route !== undefined && isTagPrefix(route.addressPrefix) ? route : 'no route for a service tag carries it';
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    return error.message;
  }
}
