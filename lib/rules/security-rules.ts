import { inStableOrder } from '../azure/address-order';
import { addTo } from '../azure/groups';
import { InputError } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { PortRange, sortedPorts } from '../requirements/port-range';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { ruleDescription } from '../requirements/rule-description';
import { Alternatives, isHostAlternative } from './alternatives';
import { RuleLanguage } from './rule-language';
import {
  TranslationReport, ROUTE_REMEDY, ROUTE_REASON, Substitution, TCP_BY_TAG_REASON, tcpByTag, UnexpressedRequirement,
  UNSPECIFIED_REMEDY, UNSPECIFIED_REASON,
} from './translation-report';
import { RuleAccess } from './rule-access';
import { checkRuleNames } from './rule-names';
import { SecurityGroupRule } from './security-group-rule';
import { checkSecurityRuleOptions, familiesOf, SecurityRuleOptions } from './security-rule-options';
import { translatedOnce } from './shared-translation';

export interface SecurityRules {
  readonly rules: SecurityGroupRule[];
  readonly unexpressed: UnexpressedRequirement[];
  readonly substitutions: Substitution[];
}

const VIRTUAL_NETWORK = 'VirtualNetwork';

/**
 * Priorities of the rules for host names, by protocol and port. Documented ports have a place of their own, so that a
 * scenario that is switched on adds its ports and changes no other rule. Other ports, which only requirements of the user
 * have, get a rule for each requirement, at the place of its slot, for the same reason.
 */
const HOST_NAME_PRIORITIES: readonly (readonly [protocol: Protocol, port: number, priority: number])[] = [
  [Protocol.TCP, 80, 4000],
  [Protocol.TCP, 443, 4001],
  [Protocol.TCP, 445, 4002],
  [Protocol.TCP, 8787, 4003],
  [Protocol.TCP, 18881, 4004],
  [Protocol.UDP, 5831, 4005],
  [Protocol.ANY, 443, 4006],
  [Protocol.UDP, 123, 4007],
  [Protocol.TCP, 8084, 4008],
];

/** Priorities of the rules for the network's own traffic and of those that close. */
const INTRA_NETWORK_PRIORITY = 4090;
const LOAD_BALANCER_PRIORITY = 4095;
const DENY_PRIORITY = LIMITS.securityRulePriority.max;

/** Translates a requirement set into the rules of one network security group. */
export const securityRules = translatedOnce(translate);

/** Requirements by what their rules are made of. */
interface Sorted {
  /** By direction and slot: those of one slot share a rule. */
  readonly bySlot: Map<string, Requirement[]>;
  readonly hosts: HostPorts[];
  /** What the rules for traffic inside the network carry. */
  readonly intraNetwork: Requirement[];
}

interface HostPorts {
  readonly requirement: Requirement;
  /** Those that no service tag carries. */
  readonly ports: PortRange[];
}

function translate(set: RequirementSet, options: SecurityRuleOptions): SecurityRules {
  checkSecurityRuleOptions(options);
  const report = new TranslationReport(RuleLanguage.SECURITY_GROUP, set);
  const { bySlot, hosts, intraNetwork } = sorted(set, options, report);
  const rules = [
    ...[...bySlot.values()].map((sharing) => requirementRule(sharing, options)),
    ...hostNameRules(hosts, options, report),
    ...networkRules(options, intraNetwork),
  ].sort((a, b) => (a.direction < b.direction ? -1 : a.direction > b.direction ? 1 : a.priority - b.priority));
  checkRuleNames(rules);
  checkLimits(rules);
  return { rules, unexpressed: report.unexpressed, substitutions: report.substitutions };
}

/** @param report gets what a security group cannot carry */
function sorted(set: RequirementSet, options: SecurityRuleOptions, report: TranslationReport): Sorted {
  const alternatives = new Alternatives(set.all, false); // the group is before the service endpoints of its subnet
  const found: Sorted = { bySlot: new Map(), hosts: [], intraNetwork: [] };
  for (const requirement of set.all) {
    if (requirement.nextHopInternet) {
      report.doesNotPass(requirement, ROUTE_REASON, ROUTE_REMEDY);
      continue;
    }
    switch (requirement.endpoint.kind) {
      case EndpointKind.PODS:
        explainPods(requirement, options, report);
        break;
      case EndpointKind.UNSPECIFIED:
        report.cannot(requirement, UNSPECIFIED_REASON, UNSPECIFIED_REMEDY);
        break;
      case EndpointKind.FQDN:
      case EndpointKind.URL: {
        const ports = portsWithoutTag(requirement, alternatives, report);
        if (ports.length > 0) {
          found.hosts.push({ requirement, ports });
        }
        break;
      }
      case EndpointKind.ADDRESS_RANGE:
        if (isOtherFamily(requirement.endpoint.value, options)) {
          explainFamily(requirement, report);
        } else {
          addToSlot(found, requirement, report);
        }
        break;
      case EndpointKind.SERVICE_TAG:
        if (isCarriedWithin(requirement, options)) {
          found.intraNetwork.push(requirement);
          sayAddressSpace(requirement, options, report);
        } else {
          addToSlot(found, requirement, report);
        }
        break;
    }
  }
  return found;
}

function addToSlot({ bySlot }: Sorted, requirement: Requirement, report: TranslationReport): void {
  report.written(requirement);
  addTo(bySlot, `${requirement.direction} ${requirement.slot}`, requirement);
}

function explainFamily(requirement: Requirement, report: TranslationReport): void {
  const { value } = requirement.endpoint;
  report.cannot(
    requirement, `a security rule takes IPv4 or IPv6 addresses, not both, and ${value} is not of the family of subnetAddressPrefixes`,
    'a security group of its own for the subnet, without subnetAddressPrefixes',
  );
}

/** The ports of a host that no service tag of the set carries. */
function portsWithoutTag(requirement: Requirement, alternatives: Alternatives, report: TranslationReport): PortRange[] {
  const { _all: all } = requirement.ports;
  const ports = all.filter((port) => !isHostAlternative(requirement) || alternatives.tagsFor(requirement, port).length === 0);
  sayTcpOnly(requirement, all.filter((port) => !ports.includes(port)), alternatives, report);
  return ports;
}

/** Says that the tag of a host carries TCP only, where the documentation gives any protocol for the host. */
function sayTcpOnly(requirement: Requirement, byTag: readonly PortRange[], alternatives: Alternatives, report: TranslationReport): void {
  const tags = byTag.flatMap((port) => alternatives.tagsFor(requirement, port)).filter(({ ports }) => ports.protocol === Protocol.TCP);
  if (requirement.ports.protocol === Protocol.ANY && tags.length > 0) {
    report.instead(requirement, tcpByTag(tags, byTag), TCP_BY_TAG_REASON, false, byTag);
  }
}

/**
 * Traffic between pods on different nodes passes the group of the subnet, with the addresses of pods where they have some of
 * their own. Source: aks/outbound-rules-control-egress, ms.date 2026-06-18: blocking traffic inside the subnet is not supported.
 */
function explainPods(requirement: Requirement, { intraNetwork }: SecurityRuleOptions, report: TranslationReport): void {
  const within = 'IntraNetworkTraffic.within with the address ranges of nodes and of pods';
  if (intraNetwork?.length === 0) {
    report.cannot(requirement, 'traffic between the nodes of a cluster passes the group, and traffic inside the network is denied', within);
  } else {
    report.instead(
      requirement, 'the rules for traffic inside the virtual network',
      `nodes reach each other through it; where pods have addresses of their own, state ${within}`, false,
    );
  }
}

/** Whether a range of the other side is of a family that the subnets do not have. */
function isOtherFamily(range: string, { subnets }: SecurityRuleOptions): boolean {
  return familiesOf([...(subnets ?? []), range]).size > 1;
}

/** Whether the rule for the network's own traffic carries all ports of a requirement. */
function isCarriedWithin({ endpoint: { value }, direction }: Requirement, { intraNetwork }: SecurityRuleOptions): boolean {
  return value === VIRTUAL_NETWORK && direction === Direction.OUTBOUND && intraNetwork?.length !== 0;
}

function sayAddressSpace(requirement: Requirement, { intraNetwork }: SecurityRuleOptions, report: TranslationReport): void {
  if (intraNetwork !== undefined) {
    report.instead(
      requirement, `the address space ${inStableOrder(intraNetwork).join(', ')}`,
      'the address space is stated, and a default route can widen the tag', false,
    );
  }
  report.written(requirement);
}

/** One rule for the requirements that share a slot: same protocol, and the same endpoint or addresses for one purpose. */
function requirementRule(sharing: readonly Requirement[], options: SecurityRuleOptions): SecurityGroupRule {
  const first = sharing[0]!;
  const inbound = first.direction === Direction.INBOUND;
  const other = sharing.length === 1 ? [first.endpoint.value] : [...new Set(sharing.map(({ endpoint }) => endpoint.value))];
  return {
    name: first._rule.name,
    description: first._rule.description,
    priority: options.firstPriority + first.slot,
    direction: first.direction,
    access: RuleAccess.ALLOW,
    protocol: first.ports.protocol,
    sources: inbound ? other : own(options, '*'),
    // The article names VirtualNetwork as the destination of inbound traffic.
    destinations: inbound ? own(options, VIRTUAL_NETWORK) : other,
    destinationPorts: portsOf(sharing.length === 1 ? first.ports._all : sharing.flatMap(({ ports }) => ports._all)),
    requirementIds: sharing.map(({ id }) => id),
  };
}

function own(options: SecurityRuleOptions, otherwise: string): string[] {
  return options.subnets === undefined ? [otherwise] : [...options.subnets];
}

/** Ports as a rule has them: each once and by number, or `*`. */
function portsOf(ports: readonly PortRange[]): string[] {
  return ports.some(({ isAll }) => isAll) ? ['*'] : sortedPorts(ports).map(String);
}

function hostNameRules(
  hosts: readonly HostPorts[], options: SecurityRuleOptions, report: TranslationReport,
): SecurityGroupRule[] {
  if (hosts.length === 0) {
    return [];
  }
  if (options.hostNames === undefined) {
    const ids = hosts.map(({ requirement }) => requirement.id);
    throw new InputError({
      argument: 'hostNameTraffic',
      problem: `a network security group cannot filter host names, and ${ids.length} requirements have nothing else ` +
        `(${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', ...' : ''})`,
      allowed: 'decide: "filtered-by-firewall" (HostNameTraffic.FILTERED_BY_FIREWALL) opens their ports to the Internet, ' +
        'for a firewall that filters the names after the group; "closed" (HostNameTraffic.CLOSED) keeps them closed',
    });
  }
  if (options.hostNames === 'closed') {
    const reason = options.denyOtherOutbound ? 'a network security group cannot filter host names, and their ports are kept closed'
      : 'a network security group cannot filter host names; their ports are open all the same, because other outbound traffic ' +
        'is not denied';
    hosts.forEach(({ requirement, ports }) =>
      report.cannot(requirement, reason, 'a firewall after the group, with hostNameTraffic "filtered-by-firewall"', ports));
    return [];
  }
  const opened = new Map<number, { place: RulePlace; protocol: Protocol; ports: PortRange[]; requirementIds: string[] }>();
  for (const { requirement, ports } of hosts) {
    const { protocol } = requirement.ports;
    report.instead(requirement, `${protocol} ${ports.join(', ')} to host names: destination Internet`,
      'a network security group cannot filter host names; a firewall has to', true, ports);
    report.written(requirement);
    for (const port of ports) {
      const place = placeOfHostName(requirement, port, options);
      let rule = opened.get(place.priority);
      if (rule === undefined) {
        rule = { place, protocol, ports: [], requirementIds: [] };
        opened.set(place.priority, rule);
      }
      rule.ports.push(port);
      if (rule.requirementIds[rule.requirementIds.length - 1] !== requirement.id) {
        rule.requirementIds.push(requirement.id);
      }
    }
  }
  return [...opened.values()].map(({ place, protocol, ports, requirementIds }) => ({
    ...place, direction: Direction.OUTBOUND, access: RuleAccess.ALLOW, protocol,
    sources: own(options, '*'), destinations: ['Internet'], destinationPorts: portsOf(ports), requirementIds,
  }));
}

type RulePlace = Pick<SecurityGroupRule, 'name' | 'description' | 'priority'>;

/** Where the rule for a port of a host name stands, and what it is called. */
function placeOfHostName(requirement: Requirement, port: PortRange, options: SecurityRuleOptions): RulePlace {
  const { protocol } = requirement.ports;
  const documented = HOST_NAME_PRIORITIES.find(([p, one]) => p === protocol && port.isOnly(one));
  if (documented === undefined) {
    return { ...requirement._rule, priority: options.firstPriority + requirement.slot };
  }
  const title = protocol.charAt(0) + protocol.slice(1).toLowerCase();
  return {
    name: `Allow-HostNames-${title}-${port}`, description: 'Host names that no service tag stands for; a firewall has to filter them',
    priority: documented[2],
  };
}

/** Rules for traffic inside the virtual network, and those that close the rest. */
function networkRules(options: SecurityRuleOptions, carried: readonly Requirement[]): SecurityGroupRule[] {
  const { intraNetwork } = options;
  const any = { protocol: Protocol.ANY, destinationPorts: ['*'], requirementIds: [] as string[] };
  const rules: SecurityGroupRule[] = [];
  if (intraNetwork === undefined || intraNetwork.length > 0) {
    rules.push({
      ...any, name: 'Allow-VirtualNetwork', requirementIds: carried.map(({ id }) => id),
      description: ruleDescription({ purpose: 'Traffic inside the virtual network', ids: documentedIds(carried), isWayOut: false }),
      priority: INTRA_NETWORK_PRIORITY, direction: Direction.OUTBOUND, access: RuleAccess.ALLOW,
      sources: own(options, '*'), destinations: [...(intraNetwork ?? [VIRTUAL_NETWORK])],
    });
  }
  if (intraNetwork !== undefined) {
    // Azure lets the tag in after all rules, and a default route can widen the tag; so what is stated is let
    // in here and the rest is denied.
    if (intraNetwork.length > 0) {
      rules.push({
        ...any, name: 'Allow-VirtualNetwork-Inbound', description: 'Traffic inside the virtual network',
        priority: INTRA_NETWORK_PRIORITY, direction: Direction.INBOUND, access: RuleAccess.ALLOW, sources: [...intraNetwork],
        destinations: own(options, '*'),
      });
    }
    rules.push({
      // Azure lets health probes in by default; the tag VirtualNetwork holds their address, so the denial would take them along.
      ...any, name: 'Allow-AzureLoadBalancer', description: 'Health probes, which the next rule would deny',
      priority: LOAD_BALANCER_PRIORITY, direction: Direction.INBOUND, access: RuleAccess.ALLOW, sources: ['AzureLoadBalancer'],
      destinations: own(options, '*'),
    }, {
      ...any, name: 'Deny-VirtualNetwork', description: 'No other traffic from inside the virtual network',
      priority: DENY_PRIORITY, direction: Direction.INBOUND, access: RuleAccess.DENY, sources: [VIRTUAL_NETWORK],
      destinations: own(options, '*'),
    });
    if (intraNetwork.length === 0 && !options.denyOtherOutbound) {
      rules.push({
        ...any, name: 'Deny-VirtualNetwork-Outbound', description: 'No other traffic inside the virtual network',
        priority: DENY_PRIORITY, direction: Direction.OUTBOUND, access: RuleAccess.DENY, sources: own(options, '*'),
        destinations: [VIRTUAL_NETWORK],
      });
    }
  }
  if (options.denyOtherOutbound) {
    rules.push({
      ...any, name: 'Deny-Other-Outbound', description: 'Everything else; Azure would allow it to the Internet',
      priority: DENY_PRIORITY, direction: Direction.OUTBOUND, access: RuleAccess.DENY, sources: own(options, '*'), destinations: ['*'],
    });
  }
  return rules;
}

/** Ids of requirements of the documentation: a need of the user's own must not change the description of another rule. */
function documentedIds(requirements: readonly Requirement[]): string[] {
  return requirements.filter(({ section }) => section !== undefined).map(({ id }) => id);
}

function checkLimits(rules: readonly SecurityGroupRule[]): void {
  const max = LIMITS.securityRulesPerGroup;
  if (rules.length > max) {
    throw new InputError({
      problem: `a network security group takes at most ${max} rules, and ${rules.length} are needed`,
      allowed: 'spread the requirements over several ' +
        'subnets, each with a group of its own',
    });
  }
  for (const [list, wider] of [
    ['sources', 'address ranges'], ['destinations', 'address ranges'], ['destinationPorts', 'port ranges'],
  ] as const) {
    const count = rules.reduce((sum, rule) => sum + rule[list].length, 0);
    if (count > LIMITS.valuesPerSecurityGroup) {
      const what = list === 'destinationPorts' ? 'ports' : list;
      throw new InputError({
        problem: `a network security group takes at most ${LIMITS.valuesPerSecurityGroup} ${what} in all its rules, ` +
          `and ${count} are needed`,
        allowed: `use fewer, wider ${wider}`,
      });
    }
  }
}
