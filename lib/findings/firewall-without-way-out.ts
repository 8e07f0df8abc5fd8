import { isUnknown } from '../network/unknown';
import { Finder } from './context';

/** Source: Azure Firewall forced tunnelling, and its questions and answers: 0.0.0.0/0 of its subnet has the next hop Internet. */
const FIREWALL_SUBNET = 'azurefirewallsubnet';

/** Default routes of AzureFirewallSubnet that lead to the firewall itself, to a gateway or nowhere. */
export const firewallWithoutWayOut: Finder = ({ network: { subnets, routeTables, firewalls } }) => {
  if (firewalls.some(({ hasManagementSubnet }) => hasManagementSubnet === true)) {
    return [];
  }
  return subnets.filter(({ name }) => name.toLowerCase() === FIREWALL_SUBNET).flatMap(({ routeTable }) => {
    const table = routeTable === undefined || isUnknown(routeTable) ? undefined : routeTables.get(routeTable);
    return (table?.routes ?? []).flatMap(({ name, place, prefix, nextHop }) => {
      const isDefault = prefix.kind === 'interval' && prefix.interval.family === 4 && prefix.interval.first === 0n &&
        prefix.interval.last === 0xffffffffn;
      return !isDefault || isUnknown(nextHop) || nextHop === 'Internet' ? [] : [{
        subject: `AzureFirewallSubnet ${table!.name}/${name}`, places: [place],
        message:
          `The route ${name} takes 0.0.0.0/0 of AzureFirewallSubnet to ${nextHop}: the firewall needs the Internet as the next hop ` +
            'there, unless it has a management IP configuration for forced tunnelling.',
      }];
    });
  });
};
