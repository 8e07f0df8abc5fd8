import { intervalOf } from './address-text';
import type { AddressTerm, Place, Route, Unknown } from './network';

const EVERYWHERE: AddressTerm = { kind: 'interval', text: '0.0.0.0/0', interval: intervalOf('0.0.0.0/0') };

/**
 * A default route that a hub of Virtual WAN announces to a network that is connected to it, if it has one itself: no file of the
 * network shows whether it has.
 * Source: azurerm 4.55, azurerm_virtual_hub_connection, internet_security_enabled; Virtual WAN, about virtual hub routing.
 */
export function announcedDefault(connection: string, place: Place): Route {
  return { name: `that the hub connection ${connection} may announce`, place, nextHop: 'VirtualNetworkGateway', prefix: EVERYWHERE };
}

/**
 * The default route of a hub whose routing intent leads the traffic to the Internet to a firewall.
 * Source: Virtual WAN, how to configure routing intent and routing policies, internet traffic routing policy.
 */
export function routeToHubFirewall(connection: string, place: Place, firewall: string | Unknown): Route {
  return {
    name: `that the hub connection ${connection} announces`, place, prefix: EVERYWHERE, nextHop: 'VirtualAppliance',
    nextHopAddress: firewall,
  };
}

/** Source: RFC 1918. */
const PRIVATE_PREFIXES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/**
 * The routes of a hub whose routing intent leads private traffic to a firewall, which every network that is connected to it learns.
 * Source: Virtual WAN, how to configure routing intent and routing policies, private traffic routing policy: the prefixes of RFC 1918.
 */
export function privateRoutesToHubFirewall(connection: string, place: Place, firewall: string | Unknown): Route[] {
  return PRIVATE_PREFIXES.map((text) => ({
    ...routeToHubFirewall(connection, place, firewall), prefix: { kind: 'interval', text, interval: intervalOf(text) },
  }));
}
