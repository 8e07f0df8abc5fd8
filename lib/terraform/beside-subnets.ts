import type { ReportProblem } from '../network/network';
import { placeOf } from './arguments';
import { OTHER_WAYS } from './kinds';
import type { Resource } from './resource';
import { described } from '../network/fields';

const ROUTING_RULE = 'azurerm_network_manager_routing_rule';

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
