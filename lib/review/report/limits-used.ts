import { LIMITS } from '../../azure/limits';
import { termText } from '../../network/address-text';
import {
  AddressTerm, Firewall, IpGroup, Network, NetworkRule, NetworkSecurityGroup, RouteTable, RuleCollectionGroup,
} from '../../network/network';

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
export function limitsUsed({ securityGroups, routeTables, firewalls, ipGroups = new Map<string, IpGroup>() }: Network): LimitUsed[] {
  const groups = [...ipGroups.values()].filter(({ addresses }) => addresses.length > 0);
  return [
    ...[...securityGroups.values()].flatMap(ofGroup), ...[...routeTables.values()].flatMap(ofTable),
    ...firewalls.flatMap((one) => ofFirewall(one, groups)),
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

function ofFirewall(firewall: Firewall, ipGroups: readonly IpGroup[]): LimitUsed[] {
  const groups = firewall.levels.flat();
  const network = groups.flatMap(({ collections }) => collections).flatMap(({ rules }) => rules)
    .filter((rule): rule is NetworkRule => rule.kind === 'network');
  const hosts = new Set(network.flatMap(({ hostNames }) => hostNames.map((host) => (typeof host === 'string' ? host : host.unknown))));
  const written = new Map([...new Set(groups.flatMap(endsOf))].map((terms) => [terms, asWritten(terms, ipGroups)]));
  const count = (terms: readonly AddressTerm[]): number => written.get(terms)!.length;
  const pairs = network.reduce((sum, { sources, destinations, hostNames }) =>
    sum + count(sources) * (count(destinations) + new Set(hostNames).size), 0);
  const inRules = new Set([...written.values()].flat().filter((text) => text.startsWith(IP_GROUP)));
  const sizes = groups.map((group) => bytesOf(group, (terms) => written.get(terms)!));
  const most = Math.max(0, ...(firewall.policies ?? []).map((policy) => policy.groups.length));
  return rows(firewall.name, isPartial(firewall), [
    ...(firewall.policies === undefined ? [] : [['rule collection groups of a policy', most, LIMITS.groupsPerPolicy] as const]),
    ['sources times destinations of network rules', pairs, LIMITS.firewallNetworkRuleBudget],
    ['host names in network rules', hosts.size, LIMITS.firewallNetworkRuleHostNames],
    ['IP groups in rules', inRules.size, LIMITS.ipGroupsPerFirewall],
    ...(firewall.policies === undefined ? []
      : [['bytes of rules in a rule collection group, about', Math.max(0, ...sizes), LIMITS.bytesPerGroup] as const]),
  ]);
}

const IP_GROUP = 'IP group ';

/** The ends of rules as they are written, each once: the addresses of an IP group are one. Source: firewall limits, ms.date 2023-10-10. */
function asWritten(terms: readonly AddressTerm[], ipGroups: readonly IpGroup[]): string[] {
  const all = new Set(terms);
  const groups = ipGroups.filter(({ addresses }) => addresses.every((one) => all.has(one)));
  const ofGroups = new Set(groups.flatMap(({ addresses }) => addresses));
  const rest = terms.filter((one) => !ofGroups.has(one)).map((one) =>
    (one.kind === 'opaque' && one.id !== undefined ? `${IP_GROUP}${one.id}` : termText(one)));
  return [...new Set([...groups.map(({ key }) => `${IP_GROUP}${key.toLowerCase()}`), ...rest])];
}

function endsOf({ collections }: RuleCollectionGroup): (readonly AddressTerm[])[] {
  return collections.flatMap(({ rules }) => rules).flatMap(({ sources, destinations }) => [sources, destinations]);
}

/** What the rules of a group take as JSON, which is about what Azure counts: it says the limit, and not how it measures. */
function bytesOf({ collections }: RuleCollectionGroup, textsOf: (terms: readonly AddressTerm[]) => readonly string[]): number {
  const rules = collections.flatMap((one) => one.rules).map(({ place: _, sources, destinations, ...rest }) =>
    ({ ...rest, sources: textsOf(sources), destinations: textsOf(destinations) }));
  return rules.reduce((sum, rule) => sum + Buffer.byteLength(JSON.stringify(rule)), 0);
}

function isPartial({ incomplete, unread = [] }: { readonly incomplete?: string; readonly unread?: readonly unknown[] }): boolean {
  return incomplete !== undefined || unread.length > 0;
}

function rows(owner: string, isAtLeast: boolean, all: readonly (readonly [what: string, used: number, limit: number])[]): LimitUsed[] {
  return all.map(([what, used, limit]) => ({ owner, what, used, limit, isAtLeast }));
}
