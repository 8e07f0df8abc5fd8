import type { Route } from '../network/network';
import { isUnknown } from '../network/unknown';
import { Finder, FindingFacts } from './context';

const GATEWAY_SUBNET = 'gatewaysubnet';

/**
 * What a subnet of gateways does not take. Source: About VPN Gateway configuration settings, "Gateway subnet", and the include
 * vpn-gateway-gwudr-warning (ms.date 2023-09-26): routes for 0.0.0.0/0 and security groups are not supported, gateways with them are
 * blocked from being created, and a gateway does not work without the propagation of routes. That a group stops one that is there:
 * built-in policy "Gateway subnets should not be configured with a network security group", 1.0.0.
 */
export const refusedOnGatewaySubnet: Finder = ({ network: { subnets, securityGroups, routeTables } }) =>
  subnets.filter(({ name }) => name.toLowerCase() === GATEWAY_SUBNET).flatMap(({ securityGroup, routeTable, place }) => {
    const group = isUnknown(securityGroup) || securityGroup === undefined ? undefined : securityGroup;
    const table = isUnknown(routeTable) || routeTable === undefined ? undefined : routeTables.get(routeTable);
    const routes = (table?.routes ?? []).filter((route) => isDefault(route) && route.uncertain === undefined);
    return [
      ...group === undefined ? [] : [facts(`security group ${securityGroups.get(group)?.name ?? group}`, [place],
        'Azure takes no security group on GatewaySubnet: it makes no gateway there, or one that is there stops working; take it off')],
      ...routes.map((route) => facts(`route ${table!.name}/${route.name}`, [route.place, place],
        `Azure takes no route for 0.0.0.0/0 on GatewaySubnet, and makes no gateway there; take ${route.name} out of the table, or the ` +
        'table off the subnet')),
      ...table?.refusesLearned === true ? [facts(`route table ${table.name}`, [table.place, place],
        'a gateway does not work where the table of GatewaySubnet does not take the routes that it learns; let it propagate them')] : [],
    ];
  });

function facts(what: string, places: FindingFacts['places'], message: string): FindingFacts {
  return { subject: `GatewaySubnet ${what}`, places, message, cause: { key: `GatewaySubnet ${what}`, text: message, member: '' } };
}

function isDefault({ prefix }: Route): boolean {
  return prefix.kind === 'interval' && prefix.interval.family === 4 && prefix.interval.first === 0n && prefix.interval.last === 0xffffffffn;
}
