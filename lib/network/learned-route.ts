import { intervalOf } from './address-text';
import type { Place, Route } from './network';

/**
 * A default route that a hub of Virtual WAN announces to a network that is connected to it, if it has one itself: no file of the
 * network shows whether it has.
 * Source: azurerm 4.55, azurerm_virtual_hub_connection, internet_security_enabled; Virtual WAN, about virtual hub routing.
 */
export function announcedDefault(connection: string, place: Place): Route {
  return {
    name: `that the hub connection ${connection} may announce`, place, nextHop: 'VirtualNetworkGateway',
    prefix: { kind: 'interval', text: '0.0.0.0/0', interval: intervalOf('0.0.0.0/0') },
  };
}
