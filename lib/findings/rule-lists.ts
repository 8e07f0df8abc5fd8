import { FilterRule, PROTOCOLS } from '../filtering/filter-rule';
import { FilterLists } from '../filtering/filter-lists';
import { ListRule } from '../filtering/rule-lists/list-rule';
import { RuleDirection } from '../filtering/security-group-filters';
import { ALL_PORTS, PortInterval } from '../azure/port-sets';
import { Firewall, Network, Place, NetworkSecurityGroup } from '../network/network';
import { isUnknown } from '../network/unknown';
import { EVERY_IPV4, termsOf } from './rule-symbols';

/**
 * A rule in the form that lists are compared in, with what messages show of it. Rules of Azure, and rules that a list ends with to
 * represent what comes after it, have no place.
 */
export interface ListedRule {
  readonly rule: ListRule;
  readonly name: string;
  readonly place?: Place;
  /** Whether it may hold more than what is known. */
  readonly hasMore?: boolean;
  /** Whether it matches nothing because of terms that Azure does not take, which is a finding of its own. */
  readonly isRefused?: boolean;
}

/** An ordered list of rules in which rules can be dead, redundant or contradicting. */
export interface CheckedList {
  readonly rules: readonly ListedRule[];
  /** Families of the addresses that the rules filter. */
  readonly families: readonly (4 | 6)[];
  /** Whether only rules that can never match are looked for. */
  readonly deadOnly?: boolean;
  /** Whether a rule of it has values that are not known, so that nothing is said about redundancy. */
  readonly isUncertain: boolean;
  /** Whether Azure demands the rules of the group, whatever their effect is. */
  readonly isDemanded?: boolean;
}

/** All ordered lists of a network, from the same filter rules that paths are evaluated with. */
export function ruleLists(network: Network, lists: FilterLists): CheckedList[] {
  const directions = ['Inbound', 'Outbound'] as const;
  const ofGateways = new Set(network.subnets.filter(({ name }) => OF_GATEWAYS.has(name.toLowerCase())).map((one) => one.securityGroup));
  return [
    ...[...network.securityGroups.values()].flatMap((group) => {
      const isDemanded = ofGateways.has(group.key) || isForControlPlane(group);
      return directions.map((direction) => ({ ...securityRules(group, direction, lists), ...(isDemanded && { isDemanded }) }));
    }),
    ...network.firewalls.flatMap((firewall) => firewallLists(firewall, lists.ofFirewall(firewall))),
  ];
}

/**
 * Subnets of services that Azure refuses without certain rules of their own, whatever else the group allows.
 * Source: Azure Bastion, working with network security groups; Application Gateway infrastructure, network security groups; VPN
 * gateway and Route Server, their subnets.
 */
const OF_GATEWAYS = new Set(['azurebastionsubnet', 'gatewaysubnet', 'routeserversubnet', 'azurefirewallmanagementsubnet']);

/** Whether a group has a rule for the control plane of Azure Bastion or a gateway, so that it is for one whatever its subnet is called. */
function isForControlPlane({ rules }: NetworkSecurityGroup): boolean {
  return rules.some(({ access, sources }) =>
    access === 'Allow' && sources.some((term) => term.kind === 'tag' && term.tag.toLowerCase() === 'gatewaymanager'));
}

/** Rules of which the order, the access or the protocol is not known are left out: nothing can be said of them or by them. */
function securityRules(group: NetworkSecurityGroup, direction: RuleDirection, lists: FilterLists): CheckedList {
  const rules = lists.ofGroup(group, direction);
  const certain = rules.filter(({ uncertain }) => uncertain === undefined);
  const isEveryPortKnown = group.rules.every(({ direction: other, sourcePorts, destinationPorts }) =>
    other !== direction || ![...sourcePorts, ...destinationPorts].some(isUnknown));
  return {
    families: [4, 6], isUncertain: group.incomplete !== undefined || certain.length < rules.length || !isEveryPortKnown,
    rules: certain.map((rule) => listed(rule, { protocols: rule.protocols, sourcePorts: rule.sourcePorts, destinationPorts: rule.ports })),
  };
}

type Flows = Pick<ListRule, 'protocols' | 'sourcePorts' | 'destinationPorts'>;

function listed({ name, place, access, source, destination, hasUnknownPorts, kind }: FilterRule, flows: Flows): ListedRule {
  const key = (): string => (place === undefined ? name : `${place.file} ${place.resource} ${place.part ?? ''}`);
  const families = kind === 'security' ? undefined : [4 as const];
  const sources = termsOf(source, () => `${key()} source`, families);
  const destinations = termsOf(destination, () => `${key()} destination`, families);
  const isSaid = [...source.never, ...destination.never].some((one) => one.kind !== 'IPv6' && one.kind !== 'IP group');
  return {
    name, place, hasMore: hasUnknownPorts, isRefused: isSaid && (sources.length === 0 || destinations.length === 0),
    rule: {
      access, protocols: flows.protocols, sourcePorts: flows.sourcePorts, destinationPorts: flows.destinationPorts, sources, destinations,
    },
  };
}

/**
 * Network rules by themselves, application rules by themselves, and application rules after network rules. What none of a list
 * matches goes on to what comes after, which is neither allowed nor denied as far as the list goes.
 */
function firewallLists({ levels, incomplete }: Firewall, rules: readonly FilterRule[]): CheckedList[] {
  // One whose order is not known stands in two places, in one of them as uncertain.
  const unordered = new Set(rules.filter(({ uncertain }) => uncertain !== undefined).map(({ place }) => place));
  const certain = rules.filter(({ uncertain, place }) => uncertain === undefined && !unordered.has(place));
  // Rules that were not read can be between those that were; and other policies can have the same parents.
  const isUncertain = incomplete !== undefined || levels.length > 1 || certain.length < rules.length ||
    rules.some(({ hasUnknownPorts, isHeldToAddresses }) => hasUnknownPorts === true || isHeldToAddresses === true);
  const network = certain.filter(({ kind }) => kind === 'network');
  // A rule that is held to addresses as well holds less than its names.
  const application = certain.filter(({ kind, isHeldToAddresses }) => kind === 'application' && isHeldToAddresses !== true);
  const web = [...new Set(application.flatMap(({ applications = [] }) => applications))].sort();
  const places = new Map(web.map((one, i) => [one, { first: i, last: i }]));
  const onWeb = (rule: FilterRule, applications: readonly string[]): ListedRule =>
    listed(rule, { protocols: ['TCP'], sourcePorts: applications.map((one) => places.get(one)!), destinationPorts: ALL_PORTS });
  const applied = application.map((rule) => onWeb(rule, rule.applications ?? []));
  const carried = network.flatMap((rule) => {
    const those = rule.protocols.includes('TCP') ? web.filter((one) => holdsPort(rule.ports, one)) : [];
    return those.length === 0 ? [] : [onWeb(rule, those)];
  });
  const families = [4] as const;
  return [
    {
      isUncertain, families,
      rules: open(network.map((rule) => listed(rule, { ...rule, sourcePorts: ALL_PORTS, destinationPorts: rule.ports }))),
    },
    { isUncertain, families, rules: open(applied) },
    // Without network rules before them, application rules were looked at already.
    ...(carried.length === 0 ? [] : [{ isUncertain, families, deadOnly: true, rules: [...carried, ...applied] }]),
  ];
}

/**
 * Whether ports hold that of an application. Kind and port are one word, because a rule has pairs of them and not all combinations.
 * Each pair takes a place on the line of source ports, by which firewall rules do not filter.
 */
function holdsPort(ports: readonly PortInterval[], application: string): boolean {
  const port = Number(application.slice(application.indexOf(':') + 1));
  return ports.some(({ first, last }) => first <= port && port <= last);
}

/**
 * A list that goes on after its end to what may allow or deny: every protocol once with an end that allows and once with one that
 * denies, so that a rule is redundant only when other rules of the list decide the same.
 */
function open(rules: readonly ListedRule[]): ListedRule[] {
  const ends = ['allow', 'deny'];
  const known = new Map<string, string[]>();
  const twice = (protocols: readonly string[]): string[] => {
    const key = protocols.join();
    const both = known.get(key) ?? protocols.flatMap((protocol) => ends.map((end) => `${protocol} ${end}`));
    known.set(key, both);
    return both;
  };
  const all = PROTOCOLS.filter((protocol) => rules.some(({ rule }) => rule.protocols.includes(protocol)));
  const after: ListRule = {
    access: 'allow', protocols: all.map((protocol) => `${protocol} allow`),
    sources: EVERY_IPV4, sourcePorts: ALL_PORTS, destinations: EVERY_IPV4, destinationPorts: ALL_PORTS,
  };
  return rules.length === 0 ? [] : [
    ...rules.map(({ rule, ...rest }) => ({ ...rest, rule: { ...rule, protocols: twice(rule.protocols) } })),
    { name: 'what comes after', rule: after },
  ];
}
