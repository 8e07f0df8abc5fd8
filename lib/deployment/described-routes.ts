import { EgressRoute } from '../rules/egress-route';
import { RouteDescription, RouteTableDescription } from './description';

/** The routes that a file adds of its own. */
export function describedRoutes({ routes = [] }: RouteTableDescription): EgressRoute[] {
  return routes.map(routeOf);
}

function routeOf({ name, prefix, nextHop }: RouteDescription): EgressRoute {
  if (nextHop.appliance !== undefined) {
    return EgressRoute.toAppliance(name, prefix, nextHop.appliance);
  }
  return nextHop.internet ? EgressRoute.toInternet(name, prefix)
    : nextHop.virtualNetworkGateway ? EgressRoute.toVirtualNetworkGateway(name, prefix)
      : nextHop.virtualNetwork ? EgressRoute.withinVirtualNetwork(name, prefix) : EgressRoute.drop(name, prefix);
}
