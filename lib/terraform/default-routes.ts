import type { Network } from '../network/network';
import { isKnown, placeOf } from './arguments';
import type { Resource } from './resource';
import type { ResourceIndex } from './resource-index';

const CONNECTION = 'azurerm_virtual_hub_connection';

/**
 * A network whose subnets know which hub of Virtual WAN may send what is for the Internet another way. A connection takes the default
 * route of its hub where it has Internet security. Source: azurerm 4.55, azurerm_virtual_hub_connection; Virtual WAN, global default route.
 */
export function withDefaultRoutes(network: Network, resources: readonly Resource[], index: ResourceIndex): Network {
  const from = new Map<string, string>();
  for (const resource of resources.filter(({ type, mode }) => type === CONNECTION && mode === 'managed')) {
    const place = placeOf(resource);
    const to = index.byIdOf(resource.values['remote_virtual_network_id'], 'virtualNetwork', place);
    const isSecured = resource.values['internet_security_enabled'] ?? false;
    if (isSecured !== false && isSecured !== 'false' && to !== undefined && isKnown(to) && to.path !== undefined) {
      from.set(to.path.join('/'), `the hub of ${place.resource} may send it elsewhere, as the connection has Internet security`);
    }
  }
  return from.size === 0 ? network : { ...network, subnets: network.subnets.map((subnet) => {
    const why = from.get((subnet.path ?? '').split('/').slice(0, 2).join('/'));
    return why === undefined ? subnet : { ...subnet, defaultRouteFrom: why };
  }) };
}
