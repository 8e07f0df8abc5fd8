import type { ReadingProblem } from '../network/network';
import { Arguments, isKnown, placeOf } from './arguments';
import { Directory } from './directory';
import type { Report, Resource } from './resource';
import { shown } from './values';

const ADMIN_RULE = 'azurerm_network_manager_admin_rule';
const OF_INTERFACE = 'azurerm_network_interface_security_group_association';

/**
 * Says once that rules of network managers go before those of every security group and are not evaluated.
 * Source: security admin rules in Azure Virtual Network Manager.
 */
export function sayAdminRules(resources: readonly Resource[], report: Report): void {
  const [first, ...others] = resources.filter(({ type, mode }) => type === ADMIN_RULE && mode === 'managed').map((one) => placeOf(one));
  if (first !== undefined) {
    const what = others.length === 0 ? 'a rule of a network manager goes' : `${others.length + 1} rules of network managers go`;
    report(first, `${what} before those of all security groups where the configuration is deployed, and cannot be evaluated`, { others });
  }
}

/**
 * Security groups of network interfaces, which filter the traffic of their machines beside that of the subnet. The compute of the
 * service has interfaces that Azure makes, so they do not filter its traffic.
 * Source: network security groups, how rules are evaluated.
 */
export function groupsOfInterfaces(directory: Directory, resources: readonly Resource[]): ReadingProblem[] {
  const silent: Report = () => undefined;
  return resources.filter(({ type, mode }) => type === OF_INTERFACE && mode === 'managed').map((resource) => {
    const args = Arguments.of(resource, silent);
    const group = directory.byIdOf(args.value('network_security_group_id'), 'securityGroup', args.place);
    const name = group !== undefined && isKnown(group) ? ` ${shown(group.name)}` : '';
    return {
      place: args.place,
      message: `the security group${name} of the network interface is not evaluated: it filters beside that of its subnet`,
    };
  });
}

/**
 * Names below which hosts may be at private addresses: those of private DNS zones. A zone whose name is not known is left out,
 * because Azure's own names for private endpoints are known without it.
 */
export function privateZones(resources: readonly Resource[]): string[] {
  const names = resources.filter(({ type }) => type === 'azurerm_private_dns_zone').map(({ values }) => values['name']);
  return [...new Set(names.filter((name) => typeof name === 'string').map((name) => name.toLowerCase().replace(/^privatelink\./, '')))]
    .sort();
}
