import { isUnknown } from '../network/unknown';
import { firewallSubnets } from '../filtering/paths/firewall-subnets';
import type { Route } from '../network/network';
import { Finder } from './context';

/** Source: Azure Firewall forced tunnelling, and its questions and answers: 0.0.0.0/0 of its subnet has the next hop Internet. */
const FIREWALL_SUBNET = 'azurefirewallsubnet';

/** Firewalls without a public address, and default routes of AzureFirewallSubnet that lead to itself, to a gateway or nowhere. */
export const firewallWithoutWayOut: Finder = (context) => [...withoutAddress(context), ...otherDefaultRoutes(context)];

/**
 * Firewalls that let nothing out by themselves, and whose subnet has neither a NAT gateway nor a default route to something else.
 * Source: Azure Firewall forced tunnelling, 2026-03-28: without a public address, traffic goes through another firewall or nowhere.
 */
const withoutAddress: Finder = ({ network }) => network.firewalls.filter(({ isWithoutAddress }) => isWithoutAddress === true)
  .filter((firewall) => !firewallSubnets(network, firewall, undefined).some(({ natGateway, routeTable }) => {
    const table = isUnknown(routeTable) || routeTable === undefined ? undefined : network.routeTables.get(routeTable);
    return natGateway !== undefined || isUnknown(routeTable) || table?.unread !== undefined ||
      table?.routes.some((route) => isDefault(route) && route.nextHop !== 'Internet' && route.nextHop !== 'None');
  }))
  .map(({ name, place }) => ({
    subject: `firewall ${name}`, places: [place],
    message: `The firewall ${name} has no public address in the files, and the routes of its subnet lead to nothing else that has one: ` +
      'what it lets out reaches nothing on the Internet. Give it a public address.',
  }));

function isDefault({ prefix }: Route): boolean {
  return prefix.kind === 'interval' && prefix.interval.family === 4 && prefix.interval.first === 0n && prefix.interval.last === 0xffffffffn;
}

const otherDefaultRoutes: Finder = ({ network: { subnets, routeTables, firewalls } }) => {
  if (firewalls.some(({ hasManagementSubnet }) => hasManagementSubnet === true)) {
    return [];
  }
  return subnets.filter(({ name }) => name.toLowerCase() === FIREWALL_SUBNET).flatMap(({ routeTable }) => {
    const table = routeTable === undefined || isUnknown(routeTable) ? undefined : routeTables.get(routeTable);
    return (table?.routes ?? []).flatMap((route) => {
      const { name, place, nextHop } = route;
      return !isDefault(route) || isUnknown(nextHop) || nextHop === 'Internet' ? [] : [{
        subject: `AzureFirewallSubnet ${table!.name}/${name}`, places: [place],
        message:
          `The route ${name} takes 0.0.0.0/0 of AzureFirewallSubnet to ${nextHop}: the firewall needs the Internet as the next hop ` +
            'there, unless it has a management IP configuration for forced tunnelling.',
      }];
    });
  });
};
