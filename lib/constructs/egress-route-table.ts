import { Route as RouteResource } from '@cdktf/provider-azurerm/lib/route';
import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { Construct } from 'constructs';
import { basename } from 'node:path';
import { InputError, printable, quote } from '../azure/errors';
import { isReference } from '../azure/references';
import { parseResourceId } from '../azure/resource-ids';
import { ServiceTagFile } from '../input/service-tag-file';
import { Direction } from '../requirements/direction';
import { RequirementSet } from '../requirements/requirement-set';
import { TagRanges, tagRanges } from '../rules/address-routes';
import { leadsElsewhere, Route, routes } from '../rules/routes';
import { advise } from './annotate';
import { atPath } from './at-path';
import { claim } from './claims';
import { checkExisting, checkMade, existingResource } from './existing';
import { DefaultRoute, EgressRoute } from './network-settings';

/** How a route table is made or found, and what it holds beside the requirements. */
export interface EgressRouteTableOptions {
  /**
   * Name of the table to make.
   * @default - routes are added to the table given by `routeTableId`
   */
  readonly name?: string;

  /**
   * Region of the table to make, such as `westus2`.
   * @default - required with `name`
   */
  readonly location?: string;

  /**
   * Resource group of the table to make.
   * @default - required with `name`
   */
  readonly resourceGroupName?: string;

  /**
   * Azure tags of the table to make.
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Id of an existing table to add routes to, or a reference to it. The table must not have routes written inline where
   * it is made: inline and separate routes overwrite each other.
   * @default - a table is made
   */
  readonly routeTableId?: string;

  /** The way out. */
  readonly defaultRoute: DefaultRoute;

  /**
   * Routes of your own.
   * @default - none
   */
  readonly routes?: EgressRoute[];

  /**
   * Service tags of the cloud with their address ranges. For compute with public IP addresses there are then routes for the
   * IPv4 ranges of `AzureMachineLearning` in the region of the workspace and in its paired region, in place of the one for the
   * tag. They hold for that file: take a new one when Azure changes the tag.
   * @default - a route for the tag
   */
  readonly serviceTagFile?: ServiceTagFile;

  /**
   * Whether routes learned by a gateway (BGP) are added to the subnets. They can lead around a firewall.
   * @default true
   */
  readonly bgpRoutePropagation?: boolean;

  /**
   * Whether the subnets are private (`default_outbound_access_enabled = false`). Routes with the next hop Internet then
   * fail for compute without an address of its own.
   * @default - not known; no advice is given on it
   */
  readonly privateSubnet?: boolean;

  /**
   * Whether the subnets have IPv6 addresses too. Azure Firewall filters IPv4 only, so a table that leads to a firewall then gets a
   * route that drops IPv6 traffic to everywhere else (`::/0`), unless you give a route for that prefix.
   * @default - false; a `SecuredSubnet` knows it from its address prefixes
   */
  readonly dualStack?: boolean;

  /**
   * Ids of the subnets to associate the table with, by names of your own, which become parts of the Terraform addresses.
   * @default - none; use `associate`
   */
  readonly subnets?: { [name: string]: string };
}

/** Properties of `EgressRouteTable`. */
export interface EgressRouteTableProps extends EgressRouteTableOptions {
  /** The requirements that may ask for routes. */
  readonly requirements: RequirementSet;
}

/**
 * A route table, made or existing, that leads traffic out of the subnets of compute.
 *
 * The Terraform resource of a table that is made here is the child `Resource` (`node.findChild('Resource')`).
 */
export class EgressRouteTable extends Construct {
  /** Id of the route table. */
  public readonly routeTableId: string;
  /** The routes. */
  public readonly routes: Route[];

  /**
   * @throws when arguments contradict each other or a limit of Azure is met
   */
  constructor(scope: Construct, id: string, props: EgressRouteTableProps) {
    super(scope, id);
    const byAddress = atPath(this, () => (props.serviceTagFile === undefined ? [] : tagRanges(props.requirements, props.serviceTagFile)));
    const { defaultRoute: { _firewall: firewall } } = props;
    const dropsIpv6 = firewall !== undefined && (props.dualStack ?? false);
    this.routes = atPath(this, () => routes(props.requirements, firewall, (props.routes ?? []).map(({ _route }) => _route), byAddress, dropsIpv6));
    this.routeTableId = props.routeTableId === undefined ? this.make(props) : this.extend(props, props.routeTableId);
    for (const [name, subnetId] of Object.entries(props.subnets ?? {})) {
      this.associate(name, subnetId);
    }
    this.advise(props);
    if (props.serviceTagFile !== undefined) {
      this.adviseRanges(props.requirements, props.serviceTagFile, byAddress);
    }
  }

  /**
   * Associates the table with a subnet.
   * @param name a name of your own, which becomes part of the Terraform address
   * @param subnetId id of the subnet, or a reference to it
   * @throws when the id is not that of a subnet, or the subnet has a route table of this app already
   */
  public associate(name: string, subnetId: string): void {
    atPath(this, () => {
      parseResourceId(`subnet ${name}`, subnetId, 'Microsoft.Network/virtualNetworks/subnets');
      claim(this, `route table of ${subnetId}`, `the route table of the subnet ${subnetId}`);
    });
    new SubnetRouteTableAssociation(this, `Subnet-${name}`, { subnetId, routeTableId: this.routeTableId });
  }

  private make(props: EgressRouteTableProps): string {
    const { name, location, resourceGroupName } = atPath(this, () => checkMade(this, 'route table', 'routeTableId', props, props.requirements.cloud));
    return new RouteTable(this, 'Resource', {
      name, location, resourceGroupName, tags: props.tags, bgpRoutePropagationEnabled: props.bgpRoutePropagation,
      route: this.routes.map(argumentsOf),
    }).id;
  }

  private extend(props: EgressRouteTableProps, routeTableId: string): string {
    const { resourceGroupName, name } = atPath(this, () => {
      checkExisting(props, ['name', 'location', 'resourceGroupName', 'tags', 'bgpRoutePropagation'], 'a route table', 'routeTableId');
      for (const route of this.routes) {
        if (isReference(route.name)) {
          throw new InputError({
            argument: `route ${quote(route.name)}`,
            problem: 'in an existing table the name becomes part of a Terraform address and cannot be a reference',
            allowed: 'give it as plain text',
          });
        }
        claim(this, `${routeTableId} route ${route.name}`, `the route name ${route.name} in ${routeTableId}`, ONE_FOR_ALL);
        claim(this, `${routeTableId} prefix ${route.addressPrefix}`, `the prefix ${route.addressPrefix} in ${routeTableId}`);
      }
      return existingResource('routeTableId', routeTableId, 'Microsoft.Network/routeTables');
    });
    for (const route of this.routes) {
      new RouteResource(this, route.name, { ...argumentsOf(route), resourceGroupName, routeTableName: name });
    }
    return routeTableId;
  }

  /** Combinations that the article or Azure says will fail. Source: default outbound access, ms.date 2026-01-30; the article's note on it. */
  private advise(props: EgressRouteTableProps): void {
    const { requirements, defaultRoute, privateSubnet } = props;
    const publicIp = requirements.all.some(({ direction, capability }) => direction === Direction.INBOUND && capability === 'compute-management');
    const elsewhere = leadsElsewhere(this.routes);
    if (!defaultRoute._isExplicit && !elsewhere && !publicIp) {
      advise(this, 'warning', 'default-outbound-access', 'compute without a public IP address has no way out but the default outbound access of Azure, which the article ' +
        'advises against and which new private subnets do not have. Use a firewall or a NAT gateway.');
    }
    if (publicIp && elsewhere && !this.routes.some(({ addressPrefix, nextHopType, requirementIds: ids }) => nextHopType === 'Internet' && (addressPrefix === 'AzureMachineLearning' || ids.length > 0))) {
      advise(this, 'warning', 'public-ip-without-route', 'compute has public IP addresses, and answers to the service leave through the firewall instead of these addresses. ' +
        'Keep the requirement public-ip-compute.route, or add a route for the tag AzureMachineLearning with the next hop Internet.');
    }
    const toInternet = this.routes.filter(({ nextHopType, requirementIds }) => nextHopType === 'Internet' && requirementIds.length === 0);
    const natGateway = defaultRoute._isExplicit && defaultRoute._firewall === undefined;
    if (privateSubnet && !natGateway && toInternet.length > 0) {
      advise(this, 'warning', 'internet-route-in-private-subnet', `${toInternet.map(({ name }) => name).join(', ')}: in a private subnet a route with the next hop Internet fails ` +
        'for compute that has neither a public IP address nor a NAT gateway.');
    }
  }

  /** Which file the routes come from, and what they do not cover. */
  private adviseRanges(set: RequirementSet, file: ServiceTagFile, byAddress: readonly TagRanges[]): void {
    const source = `${printable(basename(file.path))}, change number ${file.changeNumber}`;
    if (byAddress.length === 0) {
      advise(this, 'info', 'service-tag-file', `${source}: not used, because no requirement asks for a route to the Internet.`);
    }
    for (const { requirement, tags, ranges, ipv6Ranges } of byAddress) {
      advise(this, 'info', 'service-tag-file', `${requirement}: the routes are for the IPv4 ranges (${ranges.length}) of ${tags.join(' and ')} in ${source}, and hold for that file.` +
        (ipv6Ranges === 0 ? '' : ` There are none for the IPv6 ranges (${ipv6Ranges}), because the default route is 0.0.0.0/0.`));
      if (tags.length === 1) {
        advise(this, 'info', 'unpaired-region', `${requirement}: the article asks for routes for the paired region too, and Azure pairs ${set.region} with none.`);
      }
    }
  }
}

const ONE_FOR_ALL = '; let one EgressRouteTable serve all subnets of an existing table, with their ids in subnets';

function argumentsOf(route: Route) {
  return { name: route.name, addressPrefix: route.addressPrefix, nextHopType: route.nextHopType, nextHopInIpAddress: route.nextHopAddress };
}
