import { compareTexts } from '../azure/text-order';
import { printable } from '../azure/errors';
import { portText, isEveryPort } from '../azure/port-sets';
import { termText } from '../network/address-text';
import { HiddenTexts } from '../network/hidden-texts';
import {
  Firewall, FirewallRule, Network, NetworkSecurityGroup, PortTerm, ReadingProblem, Route, RouteTable, RuleCollection, RuleCollectionGroup,
  SecurityRule, Unknown,
} from '../network/network';

/**
 * The rules of a network, a line each, in an order that does not depend on the file: `git diff` of two such texts shows the rules that
 * changed. Names of files are left out, because git gives each version another one.
 */
export function ruleLines(network: Network): string[] {
  const { subnets, securityGroups, routeTables, firewalls, problems, hidden = HiddenTexts.NONE } = network;
  const lines = [
    ...sorted(subnets.map((subnet) => [
      'subnet', subnet.name, list(subnet.addressPrefixes.map(termText)),
      `group ${reference(subnet.securityGroup, securityGroups)}`,
      `routes ${reference(subnet.routeTable, routeTables)}`,
      ...(subnet.natGateway === undefined ? [] : [`NAT gateway ${reference(subnet.natGateway)}`]),
    ].join(' '))),
    ...byName([...securityGroups.values()]).flatMap(groupLines),
    ...byName([...routeTables.values()]).flatMap(tableLines),
    ...byName(firewalls).flatMap(linesOfFirewall),
    ...sorted(problems.map(problemText)),
  ];
  return hidden.without(lines).map(printable);
}

/** The rules of one group, a line each. */
export function groupLines(group: NetworkSecurityGroup): string[] {
  return [
    ...sortedBy(group.rules, securityOrder).map((rule) => `group ${group.name} ${securityText(rule)}`),
    ...incomplete(`group ${group.name}`, group),
  ];
}

/** The routes of one table, a line each. */
export function tableLines(table: RouteTable): string[] {
  return [
    ...sorted(table.routes.map((route) => `routes ${table.name} ${routeText(route)}`)), ...incomplete(`routes ${table.name}`, table),
  ];
}

/** The rules of one firewall, a line each. */
export function linesOfFirewall(firewall: Firewall): string[] {
  return [...firewallLines(firewall), ...incomplete(`firewall ${firewall.name}`, firewall)];
}

function securityText(
  { name, direction, priority, access, protocol, sources, sourcePorts, destinations, destinationPorts }: SecurityRule,
): string {
  const from = `${list(sources.map(termText))}${hasEveryPort(sourcePorts) ? '' : ` ports ${portsText(sourcePorts)}`}`;
  return `${lower(direction)} ${value(priority)} ${lower(access)} ${lower(protocol)} from ${from} ` +
    `to ${list(destinations.map(termText))} ports ${portsText(destinationPorts)} (${name})`;
}

function routeText({ name, prefix, nextHop, nextHopAddress }: Route): string {
  return `${termText(prefix)} to ${value(nextHop)}${nextHopAddress === undefined ? '' : ` ${value(nextHopAddress)}`} (${name})`;
}

function firewallLines({ name, levels }: Firewall): string[] {
  return levels.flatMap((groups) => sortedBy(groups, priorityOrder).flatMap((group) =>
    sortedBy(group.collections, priorityOrder).flatMap((collection) =>
      collection.rules.map((rule) => `firewall ${name} ${collectionText(group, collection)} ${firewallRuleText(rule)}`))));
}

function collectionText(group: RuleCollectionGroup, { name, priority, action, kind }: RuleCollection): string {
  return `${value(group.priority)} ${group.name} ${value(priority)} ${name} ${lower(action)} ${kind}`;
}

function firewallRuleText(rule: FirewallRule): string {
  const from = `from ${list(rule.sources.map(termText))}`;
  if (rule.kind === 'network') {
    const to = list([...rule.destinations.map(termText), ...rule.hostNames.map(value)]);
    return `${list(rule.protocols.map(lower))} ${from} to ${to} ports ${portsText(rule.destinationPorts)} (${rule.name})`;
  }
  const { protocols, hostNames, urls, fqdnTags, webCategories, destinations, terminatesTls } = rule;
  const to = [
    ...[...hostNames, ...urls].map(value), ...fqdnTags.map((tag) => `FQDN tag ${value(tag)}`),
    ...webCategories.map((category) => `category ${value(category)}`), ...destinations.map(termText),
  ];
  const web = protocols.length === 0 ? 'protocols of the tag' : list(protocols.map(({ type, port }) => `${lower(type)}:${value(port)}`));
  return `${web} ${from} to ${list(to)}${terminatesTls ? ' with TLS inspection' : ''} (${rule.name})`;
}

function problemText({ place: { resource, label }, message }: ReadingProblem): string {
  return `not read: ${[resource, ...(label === undefined ? [] : [label])].join(' ')}: ${message}`;
}

function incomplete(
  what: string, { incomplete: why, unread = [] }: { readonly incomplete?: string; readonly unread?: readonly { readonly why: string }[] },
): string[] {
  return [...(why === undefined ? [] : [`${what} may have other rules: ${why}`]), ...unread.map((part) => `${what} not read: ${part.why}`)];
}

/** Within a rule the order of a list means nothing. */
function list(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : sorted(texts).join(',');
}

function portsText(ports: readonly PortTerm[]): string {
  return hasEveryPort(ports) ? '*' : list(ports.map((term) => {
    if ('unknown' in term) {
      return value(term);
    }
    return portText(term);
  }));
}

function hasEveryPort(ports: readonly PortTerm[]): boolean {
  return ports.some((term) => 'first' in term && isEveryPort(term));
}

function value(one: string | number | Unknown): string {
  return typeof one === 'object' ? `unknown (${one.unknown})` : String(one);
}

function lower(one: string | Unknown): string {
  return value(one).replace(/^[A-Z]+[a-z]*$/, (text) => text.toLowerCase());
}

/** The name that belongs to a key; of what the files do not have the last part of the key, which is an id or an address in Terraform. */
function reference(key: string | Unknown | undefined, all?: ReadonlyMap<string, { readonly name: string }>): string {
  if (key === undefined || typeof key === 'object') {
    return key === undefined ? 'none' : value(key);
  }
  return all?.get(key)?.name ?? key.replace(/^.*[/ ]/, '');
}

type PrioritizedLine = { readonly priority: number | Unknown; readonly name: string };

function priorityOrder(a: PrioritizedLine, b: PrioritizedLine): number {
  const [one, other] = [a, b].map(({ priority }) => (typeof priority === 'number' ? priority : Infinity)) as [number, number];
  return one === other ? compareTexts(a.name, b.name) : one - other;
}

function securityOrder(a: SecurityRule, b: SecurityRule): number {
  return compareTexts(value(a.direction), value(b.direction)) || priorityOrder(a, b);
}

function byName<T extends { readonly name: string; readonly key: string }>(all: readonly T[]): T[] {
  return sortedBy(all, (a, b) => compareTexts(a.name, b.name) || compareTexts(a.key, b.key));
}

function sortedBy<T>(all: readonly T[], order: (a: T, b: T) => number): T[] {
  return [...all].sort(order);
}

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort(compareTexts);
}
