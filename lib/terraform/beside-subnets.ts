import type { ReadingProblem, ReportProblem } from '../network/network';
import { Arguments, isKnown, placeOf } from './arguments';
import { ResourceIndex } from './resource-index';
import { OTHER_WAYS } from './kinds';
import type { Resource } from './resource';
import { shown } from '../network/shown';
import { described } from '../network/fields';

const ROUTING_RULE = 'azurerm_network_manager_routing_rule';
const OF_INTERFACE = 'azurerm_network_interface_security_group_association';

/** Says once that routes of network managers are put into route tables, and are not evaluated. Source: user-defined routes in it. */
export function sayManagedRoutes(resources: readonly Resource[], report: ReportProblem): void {
  const [first, ...others] = resources.filter(({ type, mode }) => type === ROUTING_RULE && mode === 'managed').map((one) => placeOf(one));
  if (first !== undefined) {
    report(first, 'routes of network managers are added to the route tables of subnets, and cannot be evaluated', { others });
  }
}

/** Types of Azure that decide where traffic goes. */
const DECIDES = 'networkSecurityGroups|routeTables|virtualNetworks|firewallPolicies|azureFirewalls|ipGroups|networkManagers';
const OF_TYPE = new RegExp(`^Microsoft\\.Network/(${DECIDES})\\b`, 'i');
const IN_TEMPLATE = new RegExp(`Microsoft\\.Network/(${DECIDES})\\b|Microsoft\\.Resources/deployments\\b`, 'i');

/** Says what makes or changes parts of networks in a way that is not read: bodies of Azure's own interface, and templates. */
export function sayOtherWays(resources: readonly Resource[], report: ReportProblem): void {
  for (const resource of resources.filter(({ type, mode }) => OTHER_WAYS.has(type) && mode === 'managed')) {
    const isTemplate = !resource.type.startsWith('azapi_');
    const value = resource.values[isTemplate ? 'template_content' : 'type'];
    const isOther = typeof value === 'string' && !(isTemplate ? IN_TEMPLATE : OF_TYPE).test(value);
    if (!isOther) {
      const what = isTemplate ? 'it deploys a template' : `it is ${described(value)} in the words of Azure Resource Manager`;
      report(placeOf(resource), `${what}, which is not read: it may make or change rules, routes and subnets`);
    }
  }
}

/**
 * Security groups of network interfaces, which filter the traffic of their machines beside that of the subnet. The compute of the
 * service has interfaces that Azure makes, so they do not filter its traffic.
 * Source: network security groups, how rules are evaluated.
 */
export function groupsOfInterfaces(resourceIndex: ResourceIndex, resources: readonly Resource[]): ReadingProblem[] {
  const silent: ReportProblem = () => undefined;
  return resources.filter(({ type, mode }) => type === OF_INTERFACE && mode === 'managed').map((resource) => {
    const args = Arguments.of(resource, silent);
    const group = resourceIndex.byIdOf(args.value('network_security_group_id'), 'securityGroup', args.place);
    const name = group !== undefined && isKnown(group) ? ` ${shown(group.name)}` : '';
    return {
      place: args.place,
      message: `the security group${name} of the network interface is not evaluated: it filters beside that of its subnet`,
    };
  });
}
