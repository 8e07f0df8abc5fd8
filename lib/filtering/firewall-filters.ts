import { ALL_PORTS, isEveryPort, PortInterval } from '../azure/port-sets';
import {
  ApplicationProtocol, ApplicationRule, Firewall, FirewallRule, NetworkRule, RuleCollection, RuleCollectionGroup, Unknown,
} from '../network/network';
import { whyCategoryNotAccepted, whyHostNotAccepted, whyNotInspected, whyUrlNotAccepted } from './accepted-names';
import { firewallTerms } from './accepted-tags';
import { FilterRule, filterRule, TransportProtocol } from './filter-rule';
import { Knowledge } from './knowledge';
import { NeverMatched, Opaque, RuleEnd, ruleEnd } from './rule-end';
import { isUnknown, known } from '../network/unknown';
import { SharedEnds } from './shared-ends';
import { unreadRule } from './unread-rule';

/**
 * All rules of a firewall in the order of evaluation: network rules before application rules, parent policies before their
 * children, then groups and collections by priority, and rules as they stand.
 * Source: Azure Firewall rule processing logic, ms.date 2025-05-07.
 */
export function firewallFilters(firewall: Firewall, knowledge: Knowledge, sources = new SharedEnds()): FilterRule[] {
  const making = { firewall, knowledge, sources, web: new Map<string, Web>() };
  const translated = (rule: FirewallRule, collection: RuleCollection, group: RuleCollectionGroup): FilterRule => (rule.kind === 'network'
    ? networkRule(rule, collection, group, making) : applicationRule(rule, collection, group, making));
  const rules = (['network', 'application'] as const).flatMap((kind) => firewall.levels.flatMap((all) => {
    const groups = all.map((group) => ({ ...group, collections: group.collections.filter((collection) => collection.kind === kind) }));
    return inOrder(groups, ({ collections }) => collections).flatMap((group) =>
      inOrder(group.collections, (collection) => [collection]).flatMap((collection) =>
        collection.rules.map((rule) => translated(rule, collection, group))));
  }));
  return [...(firewall.unread ?? []).map((part) => unreadRule(part, 'network')), ...rules];
}

interface PrioritizedItem {
  readonly name: string;
  readonly priority: number | Unknown;
  readonly uncertain?: string;
}

/**
 * Groups or collections by priority. Where several have one priority, nothing says which comes first. So one that does the opposite of
 * another is in the list twice: in its place, and before all of them as uncertain.
 */
function inOrder<T extends PrioritizedItem>(items: readonly T[], collectionsOf: (item: T) => readonly RuleCollection[]): T[] {
  const opposes = (a: T, b: T): boolean => collectionsOf(a).some((one) => collectionsOf(b).some(({ action }) => action !== one.action));
  const sorted = byPriority(items);
  return sorted.flatMap((item, i) => {
    const { priority } = item;
    if (isUnknown(priority) || sorted[i - 1]?.priority === priority) {
      return [item];
    }
    const run = sorted.slice(i).filter((one) => one.priority === priority);
    const doubtful = run.filter((one, n) => run.slice(0, n).some((before) => opposes(before, one)));
    return [...doubtful.map((one) => ({ ...one, uncertain: one.uncertain ??
      `${one.name} has the priority ${priority} of ${item.name}, and which is first is not known` })), item];
  });
}

/**
 * Items by priority. One whose priority is not known comes first, because it may be before any other; it is marked as uncertain elsewhere.
 */
function byPriority<T extends { readonly priority: number | Unknown }>(items: readonly T[]): T[] {
  const order = ({ priority }: T): number => (isUnknown(priority) ? 0 : priority);
  return [...items].sort((a, b) => order(a) - order(b));
}

type Common = Pick<FilterRule, 'name' | 'label' | 'place' | 'kind' | 'access' | 'source' | 'sourcePorts' | 'isEither' | 'uncertain'>;

/** What it takes to make the rules of one firewall. */
interface Making {
  readonly firewall: Firewall;
  readonly knowledge: Knowledge;
  readonly sources: SharedEnds;
  /** The applications and ports of application rules, by their protocols. Thousands of rules have the same ones. */
  readonly web: Map<string, Web>;
}

type Web = Required<Pick<FilterRule, 'ports' | 'otherPorts' | 'applications' | 'hasUnknownPorts'>>;

function common(rule: FirewallRule, collection: RuleCollection, group: RuleCollectionGroup, { knowledge, sources }: Making): Common {
  const { action } = collection;
  const uncertain = group.uncertain ?? collection.uncertain ?? whyUncertain(group, collection);
  const source = sources.of(rule.sources, () => {
    const { terms, never } = firewallTerms(rule.sources, knowledge, false);
    return ruleEnd(terms, { never });
  });
  return {
    name: rule.name, label: `${rule.kind} rule ${rule.name} (${group.name}, ${collection.name})`, place: rule.place, kind: rule.kind,
    access: action === 'Deny' ? 'deny' : 'allow', source, sourcePorts: ALL_PORTS, isEither: isUnknown(action) ? true : undefined, uncertain,
  };
}

/** Why it is not known where a rule stands, or what it does. */
function whyUncertain(group: RuleCollectionGroup, { name, priority, action }: RuleCollection): string | undefined {
  return isUnknown(group.priority) ? `the priority of ${group.name} is not known`
    : isUnknown(priority) ? `the priority of ${name} is not known`
      : isUnknown(action) ? `the action of ${name} is not known` : undefined;
}

const NETWORK_PROTOCOLS: Readonly<Record<'Any' | 'TCP' | 'UDP' | 'ICMP', readonly TransportProtocol[]>> = {
  Any: ['TCP', 'UDP', 'ICMP'], TCP: ['TCP'], UDP: ['UDP'], ICMP: ['ICMP'],
};

/** Any protocol with a port is TCP and UDP. Source: Azure Firewall known issues, ms.date 2025-09-19. */
const WITH_PORTS: readonly TransportProtocol[] = ['TCP', 'UDP'];

/** The protocols of a network rule, as far as they are known. */
function networkProtocols({ protocols, destinationPorts }: NetworkRule): readonly TransportProtocol[] {
  const takesEveryPort = destinationPorts.some((one) => isUnknown(one) || isEveryPort(one));
  const [one] = protocols;
  if (protocols.length === 1 && !isUnknown(one) && one !== undefined && one !== 'Any') {
    return NETWORK_PROTOCOLS[one];
  }
  return [...new Set(known(protocols).flatMap((one) => (one === 'Any' && !takesEveryPort ? WITH_PORTS : NETWORK_PROTOCOLS[one])))];
}

/** Whether a rule is held to addresses as well as to names. */
function isHeldToAddresses({ destinations }: ApplicationRule): boolean {
  return destinations.length > 0 && !destinations.some(({ kind }) => kind === 'any');
}

function networkRule(rule: NetworkRule, collection: RuleCollection, group: RuleCollectionGroup, making: Making): FilterRule {
  const { firewall } = making;
  const base = common(rule, collection, group, making);
  const unknownProtocol = rule.protocols.find(isUnknown);
  const hasNames = rule.hostNames.some((name) => !isUnknown(name));
  return filterRule({
    ...base,
    protocols: unknownProtocol === undefined ? networkProtocols(rule) : NETWORK_PROTOCOLS.Any,
    ports: known(rule.destinationPorts),
    hasUnknownPorts: rule.destinationPorts.some(isUnknown),
    destination: networkDestination(rule, making),
    ...(hasNames && { condition: conditionOfNames(firewall) }),
    ...(unknownProtocol !== undefined && { uncertain: base.uncertain ?? `its protocol is not known: ${unknownProtocol.unknown}` }),
  });
}

/**
 * What network rules for host names rest on: the firewall filters the addresses that it has resolved itself.
 * Source: Azure Firewall DNS proxy details, clients not configured to use the firewall DNS proxy.
 */
function conditionOfNames({ name, dnsProxy }: Firewall): string {
  return `${dnsProxy === undefined ? `the DNS proxy of the firewall ${name} is on, and ` : ''}${sameAddresses(name)}`;
}

/**
 * A condition of answers: machines and the firewall resolve names to the same addresses. It is true where machines ask the DNS proxy of the
 * firewall.
 */
export function sameAddresses(firewall: string): string {
  return `machines get the addresses that the firewall ${firewall} has for the host names of its network rules, as from its DNS proxy`;
}

function networkDestination(rule: NetworkRule, { firewall, knowledge }: Making): RuleEnd {
  const { terms, never } = firewallTerms(rule.destinations, knowledge, true);
  if (rule.hostNames.length === 0) {
    return ruleEnd(terms, { areHostsResolved: true, never });
  }
  const names = known(rule.hostNames);
  return ruleEnd(terms, {
    areHostsResolved: true,
    hosts: isUnknown(firewall.dnsProxy) ? [] : names.filter((name) => whyHostNotAccepted(rule, name, firewall) === undefined),
    never: [...never, ...names.flatMap((name) => notFiltered(name, 'host name', whyHostNotAccepted(rule, name, firewall)))],
    opaque: [
      ...unknownOf(rule.hostNames),
      ...(isUnknown(firewall.dnsProxy) ? names.filter((name) => whyHostNotAccepted(rule, name, firewall) === undefined)
        .map((name) => ({ text: name, why: 'whether the DNS proxy of the firewall is on is not known' })) : []),
    ],
  });
}

/** Of a classic rule with FQDN tags, which takes no protocols. Source: azurerm 4.55, azurerm_firewall_application_rule_collection. */
const WITH_TAGS: Web = {
  ports: [{ first: 80, last: 80 }, { first: 443, last: 443 }], otherPorts: [], applications: ['Http:80', 'Https:443'],
  hasUnknownPorts: false,
};

function applicationRule(rule: ApplicationRule, collection: RuleCollection, group: RuleCollectionGroup, making: Making): FilterRule {
  const hasTagsOnly = rule.protocols.length === 0 && rule.fqdnTags.length > 0;
  const base = common(rule, collection, group, making);
  const why = base.uncertain ?? whyNotInspected(rule, making.firewall);
  return filterRule({
    ...base, ...(why !== undefined && { uncertain: why }),
    protocols: NETWORK_PROTOCOLS.TCP, ...(hasTagsOnly ? WITH_TAGS : webOf(rule, making.web)),
    destination: applicationDestination(rule, making.firewall), isHeldToAddresses: isHeldToAddresses(rule),
  });
}

function webOf({ protocols }: ApplicationRule, known: Map<string, Web>): Web {
  const hasUnknownPorts = protocols.some(({ port, type }) => isUnknown(port) || isUnknown(type));
  const applications = protocols.flatMap(({ type, port }) => (isUnknown(type) || isUnknown(port) ? [] : [`${type}:${port}`]));
  const key = applications.join();
  let web = hasUnknownPorts ? undefined : known.get(key);
  if (web === undefined) {
    web = {
      ports: protocols.filter(isUsual).map(portOf), applications, hasUnknownPorts,
      otherPorts: protocols.filter((one) => !isUnknown(one.port) && !isUsual(one)).map(portOf),
    };
    if (!hasUnknownPorts) {
      known.set(key, web);
    }
  }
  return web;
}

function applicationDestination(rule: ApplicationRule, firewall: Firewall): RuleEnd {
  const names = known(rule.hostNames);
  const hosts = names.filter((name) => whyHostNotAccepted(rule, name, firewall) === undefined);
  const { urls, fqdnTags, webCategories } = rule;
  if (hosts.length === rule.hostNames.length && urls.length + fqdnTags.length + webCategories.length === 0) {
    return ruleEnd([], { hosts });
  }
  const whyNoCategory = whyCategoryNotAccepted(firewall);
  const whyNoUrl = (url: string): string | undefined => whyUrlNotAccepted(rule, url, firewall);
  return ruleEnd([], {
    hosts, urls: known(urls).filter((url) => whyNoUrl(url) === undefined), fqdnTags: known(fqdnTags),
    never: [
      ...names.flatMap((name) => notFiltered(name, 'host name', whyHostNotAccepted(rule, name, firewall))),
      ...known(urls).flatMap((url) => notFiltered(url, 'URL', whyNoUrl(url))),
      ...known(webCategories).flatMap((one) => notFiltered(one, 'web category', whyNoCategory)),
    ],
    opaque: [...unknownOf([...rule.hostNames, ...urls, ...fqdnTags]), ...(whyNoCategory === undefined ? categoriesOf(webCategories) : [])],
  });
}

/**
 * Ports whose service begins with neither HTTP nor TLS, so that an application rule finds no host in it: FTP, SSH, Telnet, SMTP, DNS,
 * SMB, SQL Server, MySQL, Remote Desktop and PostgreSQL.
 * Source: IANA service name and port number registry; Azure Firewall rule processing logic, application rules, ms.date 2025-05-07.
 */
const NOT_OF_THE_WEB: readonly number[] = [20, 21, 22, 23, 25, 53, 139, 445, 1433, 3306, 3389, 5432];

/** HTTP on 443 and HTTPS on 80 are not what compute speaks there. SQL Server is filtered by host on its own port, as Mssql. */
function isUsual({ type, port }: ApplicationProtocol): boolean {
  if (isUnknown(port) || isUnknown(type)) {
    return false;
  }
  return port === 443 ? type === 'Https' : port === 80 ? type === 'Http'
    : type === 'Mssql' ? port === 1433 : !NOT_OF_THE_WEB.includes(port);
}

function portOf({ port }: ApplicationProtocol): PortInterval {
  return { first: port as number, last: port as number };
}

/** A name that the firewall does not filter by. */
function notFiltered(text: string, kind: NeverMatched['kind'], why: string | undefined): NeverMatched[] {
  return why === undefined ? [] : [{ text, kind, why }];
}

const AFTER_APPLY = 'it is known only after apply';

function unknownOf(values: readonly (string | Unknown)[]): Opaque[] {
  return values.filter(isUnknown)
    .map(({ unknown, symbol }) => ({ text: unknown, why: AFTER_APPLY, isExpression: true, ...(symbol !== undefined && { symbol }) }));
}

function categoriesOf(values: readonly (string | Unknown)[]): Opaque[] {
  return values.map((one) => (isUnknown(one) ? { text: one.unknown, why: AFTER_APPLY }
    : { text: `the web category ${one}`, why: 'Azure keeps its list of hosts', symbol: `web category ${one}` }));
}
