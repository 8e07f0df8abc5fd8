import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association';
import { Construct } from 'constructs';
import { basename } from 'node:path';
import { printable } from '../azure/errors';
import { isReference } from '../azure/references';
import { ServiceTagFile } from '../input/service-tag-file';
import { Direction } from '../requirements/direction';
import { RequirementSet } from '../requirements/requirement-set';
import { TagRanges, tagRanges } from '../rules/address-routes';
import { EgressRoute, NextHopType } from '../rules/egress-route';
import { leadsElsewhere, routes } from '../rules/routes';
import { advise, advisePublicAddresses } from './annotate';
import { atPath } from './error-context';
import { associationId, checkAssociation } from './check-props';
import { claim } from './claims';
import { DefaultRoute } from './default-route';
import { checkNothingAssociated } from './subnet-associations';
import { takeSubnet } from './subnets-of-app';

/** Settings for the routes out of subnets, whether the route table is made here or exists. */
export interface EgressRoutingOptions {
  /** The way out. */
  readonly defaultRoute: DefaultRoute;

  /**
   * Routes of your own.
   * @default - none
   */
  readonly routes?: EgressRoute[];

  /**
   * Service tags of the cloud with their address ranges. For compute with public IP addresses there are then routes for the
   * IPv4 ranges of `AzureMachineLearning` in the region of the workspace and in its paired region, instead of the route for the tag. They
   * are correct for that file: use a new one when Azure changes the tag.
   * @default - a route for the tag
   */
  readonly serviceTagFile?: ServiceTagFile;

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
   * Ids of the subnets to associate the table with, by names that you choose, which become parts of the Terraform addresses.
   * @default - none; use `associate`
   */
  readonly subnets?: { [name: string]: string };
}

/** The routes of one table, with the address ranges that some of them are for. */
interface TranslatedRoutes {
  readonly routes: EgressRoute[];
  readonly byAddress: readonly TagRanges[];
}

/** Translates the requirements into the routes of one table. */
export function translateRoutes(scope: Construct, set: RequirementSet, options: EgressRoutingOptions): TranslatedRoutes {
  return atPath(scope, () => {
    const byAddress = options.serviceTagFile === undefined ? [] : tagRanges(set, options.serviceTagFile);
    const firewall = options.defaultRoute._firewall;
    const dropsIpv6 = firewall !== undefined && (options.dualStack ?? false);
    return { byAddress, routes: routes(set, firewall, options.routes ?? [], byAddress, dropsIpv6) };
  });
}

/** Associates a table with a subnet, which has one table at most. */
export function associateTable(scope: Construct, name: string, subnetId: string, routeTableId: string): void {
  checkAssociation(scope, name, subnetId);
  atPath(scope, () => {
    takeSubnet(scope, `subnet ${name}`, subnetId);
    claim(scope, `route table of ${subnetId}`, `the route table of the subnet ${subnetId}`);
  });
  const made = new SubnetRouteTableAssociation(scope, associationId(name), { subnetId, routeTableId });
  checkNothingAssociated(scope, made, 'azurerm_subnet_route_table_association', subnetId, 'route table');
}

/** What the provider takes for a route. */
export function routeArguments(route: EgressRoute) {
  return { name: route.name, addressPrefix: route.addressPrefix, nextHopType: route.nextHopType, nextHopInIpAddress: route.nextHopAddress };
}

/** Annotates what fails with these routes, and which file they come from. */
export function adviseRoutes(scope: Construct, set: RequirementSet, options: EgressRoutingOptions, translated: TranslatedRoutes): void {
  adviseWayOut(scope, set, options, translated.routes);
  adviseNextHops(scope, options, translated.routes);
  if (options.serviceTagFile !== undefined) {
    adviseRanges(scope, set, options.serviceTagFile, translated.byAddress);
  }
}

/** Combinations that the article or Azure says will fail. Source: default outbound access, ms.date 2026-01-30; the article's note on it. */
function adviseWayOut(scope: Construct, requirements: RequirementSet, options: EgressRoutingOptions, table: readonly EgressRoute[]): void {
  const { defaultRoute, privateSubnet } = options;
  const publicIp = requirements.all.some(({ direction, capability }) =>
    direction === Direction.INBOUND && capability === 'compute-management');
  const elsewhere = leadsElsewhere(table);
  if (!defaultRoute._isExplicit && !elsewhere && !publicIp) {
    advise(scope, 'warning', 'default-outbound-access', 'compute without a public IP address has no way out but the default outbound ' +
      'access of Azure, which the article advises against and which new private subnets do not have. Use a firewall or a NAT gateway.');
  }
  const answersDirectly = table.some(({ addressPrefix, nextHopType, requirementIds }) =>
    nextHopType === NextHopType.INTERNET && (addressPrefix === 'AzureMachineLearning' || requirementIds.length > 0));
  if (publicIp && elsewhere && !answersDirectly) {
    advise(scope, 'warning', 'public-ip-without-route', 'compute has public IP addresses, and answers to the service leave through the ' +
      'firewall instead of these addresses. Keep the requirement public-ip-compute.route, or add a route for the tag ' +
      'AzureMachineLearning with the next hop Internet.');
  }
  const toInternet = table.filter(({ nextHopType, requirementIds }) => nextHopType === NextHopType.INTERNET && requirementIds.length === 0);
  const natGateway = defaultRoute._isExplicit && defaultRoute._firewall === undefined;
  if (privateSubnet && !natGateway && toInternet.length > 0) {
    const names = toInternet.map(({ name }) => name).join(', ');
    advise(scope, 'warning', 'internet-route-in-private-subnet', `${names}: in a private subnet a route with the next hop Internet ` +
      'fails for compute that has neither a public IP address nor a NAT gateway.');
  }
}

/** Machines that routes lead to have private addresses, but for networks with public ones. */
function adviseNextHops(scope: Construct, { defaultRoute }: EgressRoutingOptions, table: readonly EgressRoute[]): void {
  const said = new Set<string>();
  for (const { name, nextHopAddress: hop } of table) {
    if (hop !== undefined && !isReference(hop) && !said.has(hop)) {
      said.add(hop);
      advisePublicAddresses(scope, hop === defaultRoute._firewall ? 'defaultRoute' : `route ${name}`, [hop]);
    }
  }
}

/** Which file the routes come from, and what they do not cover. */
function adviseRanges(scope: Construct, set: RequirementSet, file: ServiceTagFile, byAddress: readonly TagRanges[]): void {
  const source = `${printable(basename(file.path))}, change number ${file.changeNumber}`;
  if (byAddress.length === 0) {
    advise(scope, 'info', 'service-tag-file', `${source}: not used, because no requirement asks for a route to the Internet.`);
  }
  for (const { requirement, tags, ranges, ipv6Ranges } of byAddress) {
    advise(scope, 'info', 'service-tag-file', `${requirement}: the routes are for the IPv4 ranges (${ranges.length}) of ` +
      `${tags.join(' and ')} in ${source}, and are correct for that file.` +
      (ipv6Ranges === 0 ? '' : ` There are none for the IPv6 ranges (${ipv6Ranges}), because the default route is 0.0.0.0/0.`));
    if (tags.length === 1) {
      advise(scope, 'info', 'unpaired-region', `${requirement}: the article asks for routes for the paired region too, and Azure pairs ` +
        `${set.region} with none.`);
    }
  }
}
