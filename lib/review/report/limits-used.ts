import { LIMITS } from '../../azure/limits';
import { Firewall, Network, NetworkRule, RouteTable, NetworkSecurityGroup } from '../../network/network';

/** A limit of Azure, and how much of it is used. */
export interface LimitUsed {
  readonly owner: string;
  readonly what: string;
  readonly used: number;
  readonly limit: number;
  /** Whether there may be more that was not read. */
  readonly isAtLeast: boolean;
}

/** How much of the limits the groups, tables and firewalls of a network use. */
export function limitsUsed({ securityGroups, routeTables, firewalls }: Network): LimitUsed[] {
  return [
    ...[...securityGroups.values()].flatMap(ofGroup), ...[...routeTables.values()].flatMap(ofTable), ...firewalls.flatMap(ofFirewall),
  ];
}

function ofGroup(group: NetworkSecurityGroup): LimitUsed[] {
  const values = (key: 'sources' | 'destinations' | 'sourcePorts' | 'destinationPorts'): number =>
    group.rules.reduce((sum, rule) => sum + rule[key].length, 0);
  return rows(group.name, isPartial(group), [
    ['security rules', group.rules.length, LIMITS.securityRulesPerGroup],
    ['source addresses in rules', values('sources'), LIMITS.valuesPerSecurityGroup],
    ['destination addresses in rules', values('destinations'), LIMITS.valuesPerSecurityGroup],
    ['destination ports in rules', values('destinationPorts'), LIMITS.valuesPerSecurityGroup],
  ]);
}

function ofTable(table: RouteTable): LimitUsed[] {
  return rows(table.name, isPartial(table), [
    ['routes', table.routes.length, LIMITS.routesPerTable],
    ['routes by service tag', table.routes.filter(({ prefix }) => prefix.kind === 'tag').length, LIMITS.tagRoutesPerTable],
  ]);
}

function ofFirewall(firewall: Firewall): LimitUsed[] {
  const groups = firewall.levels.flat();
  const network = groups.flatMap(({ collections }) => collections).flatMap(({ rules }) => rules)
    .filter((rule): rule is NetworkRule => rule.kind === 'network');
  const hosts = new Set(network.flatMap(({ hostNames }) => hostNames.map((host) => (typeof host === 'string' ? host : host.unknown))));
  const pairs = network.reduce((sum, { sources, destinations, hostNames }) =>
    sum + sources.length * (destinations.length + hostNames.length), 0);
  const most = Math.max(0, ...(firewall.policies ?? []).map((policy) => policy.groups.length));
  return rows(firewall.name, isPartial(firewall), [
    ...(firewall.policies === undefined ? [] : [['rule collection groups of a policy', most, LIMITS.groupsPerPolicy] as const]),
    ['sources times destinations of network rules', pairs, LIMITS.firewallNetworkRuleBudget],
    ['host names in network rules', hosts.size, LIMITS.firewallNetworkRuleHostNames],
  ]);
}

function isPartial({ incomplete, unread = [] }: { readonly incomplete?: string; readonly unread?: readonly unknown[] }): boolean {
  return incomplete !== undefined || unread.length > 0;
}

function rows(owner: string, isAtLeast: boolean, all: readonly (readonly [what: string, used: number, limit: number])[]): LimitUsed[] {
  return all.map(([what, used, limit]) => ({ owner, what, used, limit, isAtLeast }));
}
