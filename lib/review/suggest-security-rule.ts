import { InputError } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { ALL_PORTS } from '../azure/port-sets';
import { Network, Place, NetworkSecurityGroup, SecurityRule } from '../network/network';
import { byPriority } from '../network/order';
import { readPortTerm } from '../network/read-terms';
import { isUnknown } from '../network/unknown';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { RequirementSet } from '../requirements/requirement-set';
import { RuleAccess } from '../rules/rule-access';
import { SecurityGroupRule } from '../rules/security-group-rule';
import { securityRules } from '../rules/security-rules';
import { termOf } from './firewall-fragments';
import { Proposal } from './suggestion';
import { fragmentsFor, freeName, PartStyle } from './suggest-owner';
import { ArgumentValue, BlockArguments } from './terraform-fragment';

/** Source: azurerm 4.55, azurerm_network_security_group and azurerm_network_security_rule. */
const STYLE: PartStyle = {
  ownerType: 'azurerm_network_security_group', block: 'security_rule', type: 'azurerm_network_security_rule',
  ownerArgument: 'network_security_group_name', azureType: 'Microsoft.Network/networkSecurityGroups',
  optional: [
    'destination_port_range', 'destination_port_ranges', 'source_port_ranges', 'source_address_prefix', 'source_address_prefixes',
    'destination_address_prefix', 'destination_address_prefixes', 'source_application_security_group_ids',
    'destination_application_security_group_ids',
  ],
};
const PROTOCOLS = { [Protocol.TCP]: 'Tcp', [Protocol.UDP]: 'Udp', [Protocol.ANY]: '*' } as const;

/** Priorities that stay free for rules to Internet: they come last, so that they do not hide those for service tags. */
const GAP = 5;

/** What a security rule is missing for. */
interface MissingRule {
  readonly network: Network;
  readonly group: NetworkSecurityGroup;
  readonly requirements: RequirementSet;
  readonly requirement: string;
  /** Address ranges of the subnet; none where they are not known. */
  readonly own: readonly string[];
  /** Address ranges of the traffic inside the network that is asked for; undefined for the tag VirtualNetwork. */
  readonly within?: readonly string[];
  /** The ports that are denied. */
  readonly ports: ReadonlySet<PortRange>;
  /** The rules that deny; none where the default rules do. */
  readonly deniedBy: readonly Place[];
}

/** The security rules that carry one requirement, before the rule that denies it; a text that says why there are none. */
export function suggestSecurityRule(missing: MissingRule): Proposal | string {
  const { network, group, deniedBy } = missing;
  if (group.incomplete !== undefined || (group.unread ?? []).length > 0) {
    const give = group.isMadeElsewhere === true ? '; also give the JSON of "az network nsg show" for it' : '';
    return `not all rules of the security group ${group.name} were read, so no priority is known to be free${give}`;
  }
  const rules = translated(missing);
  if (typeof rules === 'string') {
    return rules;
  }
  const direction = rules[0]!.direction === Direction.OUTBOUND ? 'Outbound' : 'Inbound';
  const isWide = rules.every(({ destinations }) => destinations.every((one) => one === 'Internet' || one === '*'));
  const priorities = freePriorities(group, direction, deniedBy, { count: rules.length, gap: isWide ? 0 : GAP });
  if (typeof priorities === 'string') {
    return priorities;
  }
  const taken = new Set(group.rules.map(({ name }) => name.toLowerCase()));
  const placed = rules.map((rule, i) => ({ ...rule, name: freeName(rule.name, taken), priority: priorities[i]! }));
  const everywhere = [...network.securityGroups.values()].flatMap((one) => one.rules.map(({ place }) => place));
  const written = fragmentsFor(
    { place: group.place, parts: group.rules, network, everywhere }, STYLE,
    placed.map((rule) => ({ name: rule.name, args: argumentsOf(rule) })),
  );
  if (typeof written === 'string') {
    return written;
  }
  const all = [...group.rules, ...placed.map((rule, i) => readRule(rule, written.places[i]!))].sort(byPriority);
  const securityGroups = new Map([...network.securityGroups].map(([key, one]) => [key, one === group ? { ...group, rules: all } : one]));
  const { fragments, notes } = written;
  return { kind: 'security rule', owner: group.place, fragments, notes, network: { ...network, securityGroups } };
}

function translated({ requirements, requirement, own, within, ports }: MissingRule): SecurityGroupRule[] | string {
  const set = requirements.only(requirement);
  const [asked] = set.all;
  // Nodes of a cluster reach each other by the rules for traffic inside the network; here it is that of the subnet alone.
  const isOfPods = asked?.endpoint.kind === EndpointKind.PODS;
  try {
    const { rules, unexpressed } = securityRules(set, {
      hostNames: 'filtered', intraNetwork: isOfPods ? [...own] : within && [...within],
      denyOtherOutbound: false, firstPriority: LIMITS.securityRulePriority.min,
      subnets: own.length > 0 ? own : undefined,
    });
    const found = rules.filter(({ requirementIds, access, destinations, sources, direction }) => (isOfPods
      ? access === RuleAccess.ALLOW && direction === asked.direction && [...sources, ...destinations].every((one) => own.includes(one))
      : requirementIds.includes(requirement)));
    const missing = found.flatMap((rule) => {
      const left = rule.destinationPorts.filter((text) => [...ports].some(({ ruleText }) => ruleText === text));
      return left.length === 0 ? [] : [{ ...rule, destinationPorts: left }];
    });
    return missing.length > 0 ? missing : found.length > 0 ? found : unexpressed[0]?.reason ?? 'no security rule carries it';
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    return error.message;
  }
}

/** Priorities before the first rule that denies, in the order of the new rules. */
function freePriorities(
  group: NetworkSecurityGroup, direction: string, deniedBy: readonly Place[],
  { count, gap }: { readonly count: number; readonly gap: number },
): number[] | string {
  const inDirection = group.rules.filter((rule) => isUnknown(rule.direction) || rule.direction === direction);
  const used = new Set<number>();
  for (const { name, priority } of inDirection) {
    if (isUnknown(priority)) {
      return `the priority of the rule ${name} is not known, so no other is known to be free`;
    }
    used.add(priority);
  }
  const { min, max } = LIMITS.securityRulePriority;
  const denying = inDirection.filter(({ place, access }) => access !== 'Allow' && deniedBy.includes(place))
    .map(({ priority }) => priority as number);
  const before = Math.min(max + 1, ...denying);
  const freeBelow = (end: number): number[] => {
    const free: number[] = [];
    for (let priority = end - 1; priority >= min && free.length < count; priority--) {
      if (!used.has(priority)) {
        free.unshift(priority);
      }
    }
    return free;
  };
  const apart = freeBelow(before - gap);
  const free = apart.length === count ? apart : freeBelow(before);
  return free.length === count ? free : `the security group ${group.name} has no free priority before ${before}`;
}

function argumentsOf(rule: SecurityGroupRule): BlockArguments {
  const one = (name: string, values: readonly string[]): Record<string, ArgumentValue> =>
    (values.length === 1 ? { [name]: values[0]! } : { [name.endsWith('prefix') ? `${name}es` : `${name}s`]: values });
  return {
    name: rule.name, description: rule.description, priority: rule.priority,
    direction: rule.direction === Direction.OUTBOUND ? 'Outbound' : 'Inbound', access: 'Allow', protocol: PROTOCOLS[rule.protocol],
    source_port_range: '*', ...one('destination_port_range', rule.destinationPorts),
    ...one('source_address_prefix', rule.sources), ...one('destination_address_prefix', rule.destinations),
  };
}

/** The rule as the readers would read it. */
function readRule(rule: SecurityGroupRule, place: Place): SecurityRule {
  return {
    name: rule.name, place, priority: rule.priority, access: 'Allow',
    direction: rule.direction === Direction.OUTBOUND ? 'Outbound' : 'Inbound', protocol: PROTOCOLS[rule.protocol],
    sources: rule.sources.map(termOf), sourcePorts: ALL_PORTS,
    destinations: rule.destinations.map(termOf), destinationPorts: rule.destinationPorts.map((text) => readPortTerm(text).value),
  };
}
