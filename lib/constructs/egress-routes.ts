import { Route } from '@cdktf/provider-azurerm/lib/route';
import { Construct } from 'constructs';
import { InputError, quote } from '../azure/errors';
import { isReference } from '../azure/references';
import { RequirementSet } from '../requirements/requirement-set';
import { EgressRoute } from '../rules/egress-route';
import { prefixKey } from '../rules/routes';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { claim } from './claims';
import { adviseRoutes, associateTable, EgressRoutingOptions, routeArguments, translateRoutes } from './egress-routing';
import { checkNothingInline, existingResource } from './existing-resource';
import { checkNothingTaken, SEPARATE_ROUTES } from './separate-parts';
import { placed, EGRESS_ROUTES } from './construct-shapes';

/** Settings for routes that are added to an existing route table. */
export interface EgressRoutesOptions extends EgressRoutingOptions {
  /**
   * Id of the table, or a reference to it. The configuration of the table must not have inline routes: inline and separate routes
   * overwrite each other.
   */
  readonly routeTableId: string;
}

/** Properties of `EgressRoutes`. */
export interface EgressRoutesProps extends EgressRoutesOptions {
  /** The requirements that may ask for routes. */
  readonly requirements: RequirementSet;
}

/**
 * Routes that lead traffic out of the subnets of compute, added to an existing route table.
 *
 * The Terraform resources are children with the names of the routes.
 */
export class EgressRoutes extends Construct {
  /** Id of the route table. */
  public readonly routeTableId: string;
  /** The routes. */
  public readonly routes: EgressRoute[];

  /**
   * @throws when arguments contradict each other, the id is not that of a route table, a name or a prefix in it is taken, or a
   * limit of Azure is exceeded
   */
  constructor(scope: Construct, id: string, props: EgressRoutesProps) {
    super(...placed('EgressRoutes', scope, id));
    checkProps(this, EGRESS_ROUTES, props);
    const { routeTableId } = props;
    const translated = translateRoutes(this, props.requirements, props);
    this.routes = translated.routes;
    this.routeTableId = routeTableId;
    const table = atPath(this, () => {
      for (const route of this.routes) {
        if (isReference(route.name)) {
          throw new InputError({
            argument: `route ${quote(route.name)}`,
            problem: 'in an existing table the name becomes part of a Terraform address, so it cannot be a reference',
            allowed: 'give it as plain text',
          });
        }
        claim(this, `${routeTableId} route ${route.name}`, `the route name ${route.name} in ${routeTableId}`, ONE_FOR_ALL);
        claim(this, `${routeTableId} prefix ${prefixKey(route.addressPrefix)}`, `the prefix ${route.addressPrefix} in ${routeTableId}`);
      }
      checkNothingInline(this, { id: routeTableId, type: 'azurerm_route_table', block: 'route', what: 'routeTableId' });
      checkNothingTaken(this, routeTableId, SEPARATE_ROUTES);
      return existingResource('routeTableId', routeTableId, 'Microsoft.Network/routeTables');
    });
    for (const route of this.routes) {
      new Route(this, route.name, { ...routeArguments(route), resourceGroupName: table.resourceGroupName, routeTableName: table.name });
    }
    for (const [name, subnetId] of Object.entries(props.subnets ?? {})) {
      this.associate(name, subnetId);
    }
    adviseRoutes(this, props.requirements, props, translated);
  }

  /**
   * Associates the table with a subnet.
   * @param name a name of your own, which becomes part of the Terraform address
   * @param subnetId id of the subnet, or a reference to it
   * @throws when the id is not that of a subnet, or the subnet has a route table of this app already
   */
  public associate(name: string, subnetId: string): void {
    associateTable(this, name, subnetId, this.routeTableId);
  }
}

const ONE_FOR_ALL = '; let one EgressRoutes serve all subnets of an existing table, with their ids in subnets';
