import { NetworkSecurityGroup, SecurityProtocol, SecurityRule, Unknown } from '../network/network';
import { ALL_PORTS, PortInterval, portSet } from '../azure/port-sets';
import { FilterRule, filterRule, PROTOCOLS, TransportProtocol } from './filter-rule';
import { securityTerms } from './accepted-tags';
import { INTERNET, Knowledge, LOAD_BALANCER, VIRTUAL_NETWORK } from './knowledge';
import { ANYTHING, RuleEnd, ruleEnd } from './rule-end';
import { SharedEnds } from './shared-ends';
import { unreadRule } from './unread-rule';
import { isUnknown, known } from '../network/unknown';

export type RuleDirection = Exclude<SecurityRule['direction'], Unknown>;

/** The rules of a security group of one direction, in the order of evaluation, with the default rules of Azure after them. */
export function securityGroupFilters(
  group: NetworkSecurityGroup, direction: RuleDirection, knowledge: Knowledge, ends = new SharedEnds(),
): FilterRule[] {
  const rules = group.rules.filter((rule) => rule.direction === direction || isUnknown(rule.direction));
  // Where a rule of unknown priority stands is not known, so that it may be before all others.
  const unordered = rules.filter(({ priority }) => isUnknown(priority));
  const ordered = rules.filter(({ priority }) => !isUnknown(priority)).sort((a, b) => (a.priority as number) - (b.priority as number));
  const unread = (group.unread ?? []).map((part) => unreadRule(part, 'security'));
  return [...unread, ...[...unordered, ...ordered].map((rule) => securityFilterRule(rule, knowledge, ends)), ...DEFAULT_RULES[direction]];
}

/** A rule of a security group, or one that is written like it. */
export function securityFilterRule(rule: SecurityRule, knowledge: Knowledge, ends = new SharedEnds()): FilterRule {
  const { name, place, access, direction, priority, protocol, sourcePorts, destinationPorts } = rule;
  const ownPorts = portSet(known(sourcePorts));
  const isOfClients = ownPorts.some(({ first, last }) => first <= CLIENT_PORTS.first && CLIENT_PORTS.last <= last);
  const areAllKnown = ownPorts.length > 0 && !sourcePorts.some(isUnknown);
  const isFromServices = areAllKnown && ownPorts.every(({ last }) => last < CLIENT_PORTS.first);
  const isEverySourcePort = ownPorts.some(({ first }) => isOfClients && first === 0);
  return filterRule({
    name, label: `rule ${name} (priority ${isUnknown(priority) ? 'unknown' : priority})`, place, kind: 'security',
    access: access === 'Deny' ? 'deny' : 'allow', ...(isUnknown(access) && { isEither: true }),
    protocols: isUnknown(protocol) ? PROTOCOLS : protocolsOf(protocol),
    ports: known(destinationPorts), sourcePorts: known(sourcePorts),
    hasUnknownPorts: destinationPorts.some(isUnknown),
    source: endOf(rule.sources, knowledge, ends), destination: endOf(rule.destinations, knowledge, ends),
    ...(!isOfClients && { isPartial: true }), ...(isFromServices && { isFromServices }),
    ...conditionOf(rule, isOfClients && !isEverySourcePort),
    ...uncertainty(
      rule.uncertain ?? false,
      isUnknown(access) && `it is not known what it does: ${access.unknown}`,
      isUnknown(direction) && `its direction is not known: ${direction.unknown}`,
      isUnknown(priority) && `its priority is not known: ${priority.unknown}`,
      isUnknown(protocol) && `its protocol is not known: ${protocol.unknown}`,
    ),
  });
}

/** Ports that connections are opened from: those below are for services. Source: RFC 6335, section 6. */
const CLIENT_PORTS: PortInterval = { first: 1024, last: 65535 };

function conditionOf({ condition }: SecurityRule, isOfClients: boolean): Pick<FilterRule, 'condition'> {
  const all = [condition, isOfClients ? 'connections are opened from ports from 1024 on' : undefined].filter((one) => one !== undefined);
  return all.length === 0 ? {} : { condition: all.join(', and ') };
}

function endOf(all: SecurityRule['sources'], knowledge: Knowledge, ends: SharedEnds): RuleEnd {
  return ends.of(all, () => {
    const { terms, never } = securityTerms(all, knowledge);
    return ruleEnd(terms, { never });
  });
}

function uncertainty(...reasons: (string | false)[]): { readonly uncertain?: string } {
  const uncertain = reasons.find((reason): reason is string => reason !== false);
  return uncertain === undefined ? {} : { uncertain };
}

function protocolsOf(protocol: SecurityProtocol): readonly TransportProtocol[] {
  return protocol === '*' ? PROTOCOLS : [protocol.toUpperCase() as TransportProtocol];
}

function defaultRule(name: string, priority: number, access: 'allow' | 'deny', source: RuleEnd, destination: RuleEnd): FilterRule {
  return filterRule({
    name: 'default rules', label: `default rule ${name} (priority ${priority})`, kind: 'security', access,
    protocols: PROTOCOLS, ports: ALL_PORTS, sourcePorts: ALL_PORTS, source, destination,
  });
}

function tag(name: string): RuleEnd {
  return ruleEnd([{ kind: 'tag', tag: name }]);
}

/** Rules that Azure adds to every group. Source: network security groups overview, ms.date 2025-07-15, default security rules. */
const DEFAULT_RULES: Readonly<Record<RuleDirection, readonly FilterRule[]>> = {
  Inbound: [
    defaultRule('AllowVnetInBound', 65000, 'allow', tag(VIRTUAL_NETWORK), tag(VIRTUAL_NETWORK)),
    defaultRule('AllowAzureLoadBalancerInBound', 65001, 'allow', tag(LOAD_BALANCER), ANYTHING),
    defaultRule('DenyAllInBound', 65500, 'deny', ANYTHING, ANYTHING),
  ],
  Outbound: [
    defaultRule('AllowVnetOutBound', 65000, 'allow', tag(VIRTUAL_NETWORK), tag(VIRTUAL_NETWORK)),
    defaultRule('AllowInternetOutBound', 65001, 'allow', ANYTHING, tag(INTERNET)),
    defaultRule('DenyAllOutBound', 65500, 'deny', ANYTHING, ANYTHING),
  ],
};
