import { ApplicationRule, Firewall, FirewallRule, Network, NetworkRule, Place, PortInterval, SecurityGroup, SecurityRule } from '../network/network';
import { ALL_PORTS, FilterRule as DefaultRule, PROTOCOLS } from '../filtering/filter-rule';
import { byPriority, isHeldToAddresses, networkProtocols } from '../filtering/firewall-rules';
import { DEFAULT_RULES, Direction } from '../filtering/security-group-rules';
import { isUnknown, known } from '../network/unknown';
import { FilterRule } from '../filtering/rule-lists/filter-rules';
import { setTerms, symbol } from './rule-symbols';

/** A rule as the engine takes it, and as it is shown. Rules of Azure and those that stand for what is behind have no place. */
export interface ListedRule {
  readonly rule: FilterRule;
  readonly name: string;
  readonly place?: Place;
  /** Whether it may hold more than what is known. */
  readonly hasMore?: boolean;
}

/** An ordered list of rules in which rules can be dead, redundant or contradicting. */
export interface CheckedList {
  readonly rules: readonly ListedRule[];
  /** Whether only rules that can never match are looked for. */
  readonly deadOnly?: boolean;
  /** Whether a rule of it has values that are not known, so that nothing is said of redundancy. */
  readonly isUncertain: boolean;
}

/** All ordered lists of a network. */
export function ruleLists(network: Network): CheckedList[] {
  return [
    ...[...network.securityGroups.values()].flatMap((group) => (['Inbound', 'Outbound'] as const).map((direction) => securityRules(group, direction))),
    ...network.firewalls.flatMap(firewallLists),
  ];
}

function securityRules({ rules, incomplete }: SecurityGroup, direction: Direction): CheckedList {
  const those = rules.filter((rule) => rule.direction === direction);
  const certain = byPriority(those.filter(({ priority, protocol, access, uncertain }) => uncertain === undefined && !isUnknown(priority) && !isUnknown(protocol) && !isUnknown(access)));
  return {
    rules: [...certain.map(securityRule), ...DEFAULT_RULES[direction].map(defaultRule)],
    isUncertain: incomplete !== undefined || certain.length < those.length || rules.some((rule) => isUnknown(rule.direction)) || certain.some(({ sourcePorts, destinationPorts }) => [...sourcePorts, ...destinationPorts].some(isUnknown)),
  };
}

function securityRule({ name, place, access, protocol, sources, sourcePorts, destinations, destinationPorts }: SecurityRule): ListedRule {
  return {
    name, place, ...([...sourcePorts, ...destinationPorts].some(isUnknown) && { hasMore: true }),
    rule: {
      access: access === 'Allow' ? 'allow' : 'deny',
      protocols: protocol === '*' ? PROTOCOLS : [(protocol as string).toUpperCase()],
      sources: setTerms(sources, keyOf(place, 'source')), sourcePorts: known(sourcePorts), destinations: setTerms(destinations, keyOf(place, 'destination')), destinationPorts: known(destinationPorts),
    },
  };
}

const ANY = [{ kind: 'any' }] as const;

/** A rule of Azure, whose ends are anything or service tags. */
function defaultRule({ access, source, destination }: DefaultRule): ListedRule {
  const terms = ({ isAny, tags }: DefaultRule['source']): FilterRule['sources'] => (isAny ? ANY : tags.map((tag) => symbol('tag', tag)));
  return { name: 'default rules', rule: { access, protocols: PROTOCOLS, sources: terms(source), sourcePorts: ALL_PORTS, destinations: terms(destination), destinationPorts: ALL_PORTS } };
}

/**
 * Network rules by themselves, application rules by themselves, and application rules behind network rules. What none of a list
 * matches goes on to what is behind, which is neither allowed nor denied as far as the list goes.
 */
function firewallLists({ levels, incomplete }: Firewall): CheckedList[] {
  const groups = levels.flatMap((level) => byPriority(level.filter(({ priority, uncertain }) => uncertain === undefined && !isUnknown(priority))));
  const collections = groups.flatMap((group) => byPriority(group.collections.filter(({ priority, action, uncertain }) => uncertain === undefined && !isUnknown(priority) && !isUnknown(action))));
  // Rules that were not read can be between those that were; and other policies can have the same parents.
  const isUncertain = incomplete !== undefined || levels.length > 1 || levels.flat().some((group) => group.uncertain !== undefined || isUnknown(group.priority) || group.collections.some(({ priority, action, rules, uncertain }) => uncertain !== undefined || isUnknown(priority) || isUnknown(action) || rules.some((rule) => hasUnknown(rule) || (rule.kind === 'application' && isHeldToAddresses(rule)))));
  const of = (kind: FirewallRule['kind']): { rule: FirewallRule; access: FilterRule['access'] }[] => collections.filter((collection) => collection.kind === kind)
    .flatMap(({ rules, action }) => rules.map((rule) => ({ rule, access: action === 'Allow' ? 'allow' as const : 'deny' as const })));
  const network = of('network') as { rule: NetworkRule; access: FilterRule['access'] }[];
  // A rule that is held to addresses as well holds less than its names.
  const application = (of('application') as { rule: ApplicationRule; access: FilterRule['access'] }[]).filter(({ rule }) => !isHeldToAddresses(rule));
  const web = [...new Set(application.flatMap(({ rule }) => webProtocols(rule)))].sort();
  const places = new Map(web.map((one, i) => [one, { first: i, last: i }]));
  const applied = ({ rule, access }: (typeof application)[number]): ListedRule => listed(rule, access, { protocols: ['TCP'], sourcePorts: webProtocols(rule).map((one) => places.get(one)!), destinationPorts: ALL_PORTS });
  return [
    { isUncertain, rules: open(network.map(({ rule, access }) => listed(rule, access, { protocols: networkProtocols(rule), sourcePorts: ALL_PORTS, destinationPorts: known(rule.destinationPorts) }))) },
    { isUncertain, rules: open(application.map(applied)) },
    {
      isUncertain, deadOnly: true,
      rules: [
        ...network.flatMap(({ rule, access }) => {
          const carried = networkProtocols(rule).includes('TCP') ? web.filter((one) => holdsPort(known(rule.destinationPorts), one)) : [];
          return carried.length === 0 ? [] : [listed(rule, access, { protocols: ['TCP'], sourcePorts: carried.map((one) => places.get(one)!), destinationPorts: ALL_PORTS })];
        }),
        ...application.map(applied),
      ],
    },
  ];
}

function listed(rule: FirewallRule, access: FilterRule['access'], flows: Pick<FilterRule, 'protocols' | 'sourcePorts' | 'destinationPorts'>): ListedRule {
  const hosts = known(rule.hostNames).map((host) => symbol('host', host));
  const names = rule.kind === 'network' ? hosts : [
    ...hosts, ...known(rule.urls).map((url) => symbol('url', url)), ...known(rule.fqdnTags).map((tag) => symbol('fqdnTag', tag)),
    ...known(rule.webCategories).map((category) => symbol('opaque', `web category ${category}`)),
  ];
  const unknown = [...rule.hostNames, ...(rule.kind === 'network' ? [] : [...rule.urls, ...rule.fqdnTags, ...rule.webCategories])].filter(isUnknown);
  const destinations = [...(rule.kind === 'network' ? setTerms(rule.destinations, keyOf(rule.place, 'destination')) : []), ...names, ...unknown.map((one, i) => symbol('opaque', one.symbol ?? `${keyOf(rule.place, 'name')} ${i}`))];
  return { name: rule.name, place: rule.place, ...(hasUnknown(rule) && { hasMore: true }), rule: { access, ...flows, sources: setTerms(rule.sources, keyOf(rule.place, 'source')), destinations } };
}

function keyOf({ file, resource, part }: Place, end: string): string {
  return `${file} ${resource} ${part ?? ''} ${end}`;
}

/**
 * Kind and port together, because a rule has pairs of them and not all combinations. Each pair takes a place on the line of source
 * ports, by which firewall rules do not filter.
 */
function webProtocols({ protocols, fqdnTags }: ApplicationRule): string[] {
  return protocols.length === 0 && fqdnTags.length > 0 ? ['Http:80', 'Https:443']
    : protocols.flatMap(({ type, port }) => (isUnknown(type) || isUnknown(port) ? [] : [`${type}:${port}`]));
}

function holdsPort(ports: readonly PortInterval[], web: string): boolean {
  const port = Number(web.slice(web.indexOf(':') + 1));
  return ports.some(({ first, last }) => first <= port && port <= last);
}

/** Whether a rule has protocols or ports that are not known. Other unknown values are symbols, of which nothing is claimed. */
function hasUnknown(rule: FirewallRule): boolean {
  return (rule.kind === 'network' ? [...rule.protocols, ...rule.destinationPorts] : rule.protocols.flatMap(({ type, port }) => [type, port])).some(isUnknown);
}

/**
 * A list that goes on behind its end to what may allow or deny: every protocol once with an end that allows and once with one that
 * denies, so that a rule is redundant only when other rules of the list decide the same.
 */
function open(rules: readonly ListedRule[]): ListedRule[] {
  const ends = ['allow', 'deny'];
  const twice = (protocols: readonly string[]): string[] => protocols.flatMap((protocol) => ends.map((end) => `${protocol} ${end}`));
  const all = [...new Set(rules.flatMap(({ rule }) => rule.protocols))];
  return rules.length === 0 ? [] : [
    ...rules.map(({ rule, ...rest }) => ({ ...rest, rule: { ...rule, protocols: twice(rule.protocols) } })),
    { name: 'what is behind', rule: { access: 'allow', protocols: all.map((protocol) => `${protocol} allow`), sources: ANY, sourcePorts: ALL_PORTS, destinations: ANY, destinationPorts: ALL_PORTS } },
  ];
}
