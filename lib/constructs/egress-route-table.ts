import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { Construct } from 'constructs';
import { RequirementSet } from '../requirements/requirement-set';
import { EgressRoute } from '../rules/egress-route';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { adviseRoutes, associateTable, EgressRoutingOptions, routeArguments, translateRoutes } from './egress-routing';
import { checkMade } from './made-resource';
import { checkNameInApp } from './name-in-app';
import { checkNothingSeparate, SEPARATE_ROUTES } from './separate-parts';
import { placed, EGRESS_ROUTE_TABLE } from './construct-shapes';

/** Settings for a route table that is made here. */
export interface EgressRouteTableOptions extends EgressRoutingOptions {
  /** Name of the table. */
  readonly name: string;

  /** Region of the table, such as `westus2`. */
  readonly location: string;

  /** Resource group of the table. */
  readonly resourceGroupName: string;

  /**
   * Azure tags of the table.
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Whether routes learned by a gateway (BGP) are added to the subnets. They can lead around a firewall.
   * @default true
   */
  readonly bgpRoutePropagation?: boolean;
}

/** Properties of `EgressRouteTable`. */
export interface EgressRouteTableProps extends EgressRouteTableOptions {
  /** The requirements that may ask for routes. */
  readonly requirements: RequirementSet;
}

/**
 * A route table that leads traffic out of the subnets of compute. `EgressRoutes` adds the routes to an existing table.
 *
 * The Terraform resource is the child construct `Resource`.
 */
export class EgressRouteTable extends Construct {
  /** Id of the route table. */
  public readonly routeTableId: string;
  /** The routes. */
  public readonly routes: EgressRoute[];

  /**
   * @throws when arguments contradict each other, the name is taken, or a limit of Azure is exceeded
   */
  constructor(scope: Construct, id: string, props: EgressRouteTableProps) {
    super(...placed('EgressRouteTable', scope, id));
    checkProps(this, EGRESS_ROUTE_TABLE, props);
    const translated = translateRoutes(this, props.requirements, props);
    this.routes = translated.routes;
    const made = atPath(this, () => checkMade(this, 'route table', props, props.requirements.cloud, 'EgressRoutes'));
    const table = new RouteTable(this, 'Resource', {
      ...made, tags: props.tags, bgpRoutePropagationEnabled: props.bgpRoutePropagation, route: this.routes.map(routeArguments),
    });
    checkNothingSeparate(this, table, SEPARATE_ROUTES, 'routes');
    checkNameInApp(this, table, 'route table');
    this.routeTableId = table.id;
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
