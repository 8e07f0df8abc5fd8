import type { RemovedResource } from '../network/network';
import type { Resource } from './resource';

/** Associations have the id of their subnet. Source: azurerm 4.55, exported attributes. */
const PARTS: Readonly<Record<string, RemovedResource['part']>> = {
  azurerm_subnet_network_security_group_association: 'securityGroup',
  azurerm_subnet_route_table_association: 'routeTable',
  azurerm_subnet_nat_gateway_association: 'natGateway',
};

/** What a plan takes away, by the ids that a plan has for it. */
export function removedOf(resources: readonly Resource[]): RemovedResource[] {
  return resources.flatMap(({ type, values }) => {
    const { id } = values;
    const part = PARTS[type];
    return typeof id === 'string' && id.startsWith('/') ? [{ id: id.toLowerCase(), ...(part !== undefined && { part }) }] : [];
  });
}
