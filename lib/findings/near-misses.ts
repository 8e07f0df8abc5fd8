import { getOrAdd } from '../azure/groups';
import { ALL_PORTS, PortInterval, portsHold, portText } from '../azure/port-sets';
import { PathStep, RequirementAnswer } from '../filtering/answers';
import { holdsHost, splitUrl } from '../filtering/host-patterns';
import { VIRTUAL_NETWORK } from '../filtering/knowledge';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { intervalText, termText } from '../network/address-text';
import { IntervalSet } from '../network/interval-set';
import { AddressTerm, Firewall, Place, RuleCollection } from '../network/network';
import { rangesOf } from '../network/term-ranges';
import { isUnknown, known } from '../network/unknown';
import { shown } from '../network/shown';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { FindingContext, placeSubject } from './context';
import { Candidate, candidatesOf, collectionsOf, ListOwner } from './near-miss-candidates';
import { Asked, endOf, tagMeantBy } from './near-miss-ends';

/** A rule that would allow what is denied, were it not for one thing. */
interface NearMiss {
  readonly place: Place;
  /** Subject of the finding that would say the same of the rule alone. */
  readonly subject?: string;
  /** A whole sentence: what the rule has, and what to write instead. */
  readonly text: string;
}

/** As security rules write them. Source: azurerm 4.55. */
const SECURITY_PROTOCOLS: ReadonlyMap<string, string> = new Map([['TCP', 'Tcp'], ['UDP', 'Udp'], ['ANY', '*']]);

/** Ports that connections are opened from. Source: RFC 6335, section 6. */
const CLIENT_PORTS: PortInterval = { first: 1024, last: 65535 };

/** At most this many rules are named for one requirement. */
const NAMED = 2;

/**
 * Rules that differ in one thing from what a requirement needs, such as the protocol, a port or a letter of a name. That one thing is
 * probably the mistake.
 */
export function nearMissesOf(context: FindingContext, answer: RequirementAnswer): readonly NearMiss[] {
  const search = SEARCHES.get(context) ?? new NearMissSearch(context);
  SEARCHES.set(context, search);
  return search.of(answer);
}

const SEARCHES = new WeakMap<FindingContext, NearMissSearch>();

/** Subjects of findings about single rules that denials say already: a tag that is misspelled, a rule that comes too late. */
export function saidByDenials(context: FindingContext): ReadonlySet<string> {
  const denied = context.answers.filter(({ outcome, isNotEvaluated }) => outcome === 'denied' && isNotEvaluated !== true);
  return new Set(denied.flatMap((answer) => nearMissesOf(context, answer)).flatMap(({ subject }) => subject ?? []));
}

/** A rule, and what differs between it and a requirement. */
interface NearRule {
  readonly rule: Candidate;
  readonly end: NonNullable<ReturnType<typeof endOf>>;
}

/** Subnets share firewalls and requirements: what does not depend on the subnet is found once for all of them. */
class NearMissSearch {
  private readonly views: ReadonlyMap<string, VerifiedSubnet>;
  private readonly byAnswer = new Map<RequirementAnswer, readonly NearMiss[]>();
  private readonly candidates = new Map<ListOwner | undefined, Map<Direction, readonly Candidate[]>>();
  private readonly asked = new Map<RequirementSet, Map<Requirement, Asked>>();
  private readonly wanted = new Map<RequirementSet, ReadonlySet<string>>();
  private readonly near = new Map<readonly Candidate[], Map<Asked, readonly NearRule[]>>();
  private readonly meant = new Map<string, string | undefined>();
  /** The ranges at the end of the subnet; undefined where a rule has something else there. */
  private readonly ranges = new Map<Candidate, IntervalSet | undefined>();
  private readonly writtenForSome = new Map<Candidate, boolean>();

  public constructor(private readonly context: FindingContext) {
    this.views = new Map([...context.views].reverse().map((view) => [view.name, view]));
  }

  public of(answer: RequirementAnswer): readonly NearMiss[] {
    return getOrAdd(this.byAnswer, answer, () => this.found(answer));
  }

  private found(answer: RequirementAnswer): readonly NearMiss[] {
    const view = this.views.get(answer.subnet);
    const requirement = view?.requirements.all.find(({ id }) => id === answer.requirementId);
    const step = answer.steps.find(({ result }) => result === 'deny') ?? answer.steps.find(({ otherwise }) => otherwise === 'deny');
    if (view === undefined || requirement === undefined || step === undefined || step.isAtOtherEnd === true ||
        (requirement.endpoint.kind === EndpointKind.SERVICE_TAG && requirement.endpoint.value === VIRTUAL_NETWORK)) {
      return [];
    }
    return this.nearRules(view, step, requirement).filter(({ rule }) => !this.isForOthers(rule, view))
      .flatMap(({ rule, end }) => nearMiss(rule, end, requirement, view, step)).slice(0, NAMED);
  }

  private nearRules(view: VerifiedSubnet, step: PathStep, requirement: Requirement): readonly NearRule[] {
    const rules = this.candidatesOf(view, step, requirement);
    const ofSet = getOrAdd(this.asked, view.requirements, () => new Map<Requirement, Asked>());
    const asked = getOrAdd(ofSet, requirement, () => this.askedBy(requirement, view.requirements));
    const near = getOrAdd(this.near, rules, () => new Map<Asked, readonly NearRule[]>());
    return getOrAdd(near, asked, () => rules.flatMap((rule) => {
      const end = endOf(rule, asked, step.layer === 'firewall');
      return end === undefined ? [] : [{ rule, end }];
    }));
  }

  private askedBy(requirement: Requirement, set: RequirementSet): Asked {
    const { cloud } = this.context.knowledge;
    return {
      requirement, knowledge: this.context.knowledge,
      wanted: getOrAdd(this.wanted, set, () => new Set(set.all.map(({ endpoint }) => endpoint.value.toLowerCase()))),
      meantBy: (tag) => getOrAdd(this.meant, tag, () => tagMeantBy(tag, cloud)),
    };
  }

  private candidatesOf(view: VerifiedSubnet, step: PathStep, { direction }: Requirement): readonly Candidate[] {
    const list = listThatDecides(view, step);
    const byDirection = getOrAdd(this.candidates, list, () => new Map<Direction, readonly Candidate[]>());
    return getOrAdd(byDirection, direction, () => (list === undefined ? [] : candidatesOf(list, direction)));
  }

  /** Whether a rule is written for other subnets, and not for this one: they have rules of their own for the same. */
  private isForOthers(rule: Candidate, view: VerifiedSubnet): boolean {
    const isOfRanges = rule.own.every(({ kind }) => kind === 'interval');
    const ranges = getOrAdd(this.ranges, rule, () => (isOfRanges ? rangesOf(rule.own) : undefined));
    return ranges !== undefined && !holdsSome(ranges, view) &&
      getOrAdd(this.writtenForSome, rule, () => this.context.views.some((other) => holdsSome(ranges, other)));
  }
}

/** The rules that an answer was given by. */
function listThatDecides(view: VerifiedSubnet, { layer, firewall }: PathStep): ListOwner | undefined {
  switch (layer) {
    case 'security group':
      return view.group;
    case 'firewall':
      return view.firewalls.find(({ place }) => place === firewall);
    case 'route':
      return undefined;
  }
}

function holdsSome(ranges: IntervalSet, { own }: VerifiedSubnet): boolean {
  return own.kind === 'addresses' && own.set.overlaps(ranges);
}

type Miss = (text: string, subject?: string) => void;

function nearMiss(
  one: Candidate, end: NonNullable<ReturnType<typeof endOf>>, requirement: Requirement, view: VerifiedSubnet, step: PathStep,
): NearMiss[] {
  const { ports, direction } = requirement;
  const isOut = direction === Direction.OUTBOUND;
  const misses: NearMiss[] = [];
  const miss: Miss = (text, subject) => void misses.push({
    place: one.place, text: `The ${one.label} ${text}.`, ...(subject !== undefined && { subject }),
  });
  const refused = end === 'same' ? refusedHost(one, requirement) : undefined;
  if (refused !== undefined) {
    miss(`has the host name ${shown(refused.host)}: ${refused.why}`, `${placeSubject(one.place, one.name)} ${refused.host}`);
  }
  if (end !== 'same') {
    miss(end.text, end.found === undefined ? undefined : `${placeSubject(one.place, one.name)} ${end.found}`);
  }
  if (one.direction !== undefined && one.direction !== (isOut ? 'Outbound' : 'Inbound')) {
    miss(`is ${one.direction}; make it ${isOut ? 'Outbound' : 'Inbound'}`);
  }
  const protocol: string = ports.protocol;
  if (!one.protocols.some((text) => text === '*' || text === 'Any' || text.toUpperCase() === protocol.toUpperCase())) {
    const right = step.layer === 'firewall' ? protocol : SECURITY_PROTOCOLS.get(protocol) ?? protocol;
    miss(`is for ${one.protocols.join(', ')}; make it ${right}`);
  }
  const asked = ports._all.flatMap(({ interval }) => interval ?? []);
  if (one.ports.some(isUnknown) || (one.sourcePorts ?? []).some(isUnknown) || asked.length === 0) {
    return [];
  }
  missedPorts(known(one.ports), known(one.sourcePorts ?? ALL_PORTS), asked, ports.ranges.join(', '), miss);
  if (end === 'same') {
    missedSources(one.own, view, miss);
  }
  missedApplication(one, asked, miss);
  if (misses.length === 0) {
    tooLate(one, view, step, miss);
  }
  return misses.length === 1 ? misses : [];
}

/** A name that holds the host and that the firewall does not filter by, as where its DNS proxy is off. */
function refusedHost(
  { hosts, whyRefused }: Candidate, { endpoint }: Requirement,
): { readonly host: string; readonly why: string } | undefined {
  const those = hosts.filter((host) => holdsHost(host, splitUrl(endpoint.value).host)).map((host) => ({ host, why: whyRefused?.(host) }));
  const [first] = those;
  return first?.why === undefined || those.some(({ why }) => why === undefined) ? undefined : { host: first.host, why: first.why };
}

/** Ports that are missing, or that stand at the other end. */
function missedPorts(
  ports: readonly PortInterval[], sourcePorts: readonly PortInterval[], asked: readonly PortInterval[], wanted: string, miss: Miss,
): void {
  const hold = (all: readonly PortInterval[], some: readonly PortInterval[]): boolean =>
    some.every((one) => all.some(({ first, last }) => first <= one.first && one.last <= last));
  const texts = (all: readonly PortInterval[]): string => all.map(portText).join(', ');
  const isFromClients = portsHold(sourcePorts, [CLIENT_PORTS]);
  if (!isFromClients && hold(sourcePorts, asked) && !hold(ports, asked)) {
    miss(`has the ports ${texts(sourcePorts)} as its source ports; make them the destination ports, and the source ports *`);
    return;
  }
  if (!isFromClients) {
    const isOther = hold(sourcePorts, asked) ? ', which are the ports of the other end' : '';
    miss(`is only for the source ports ${texts(sourcePorts)}${isOther}; write *`);
  }
  if (!hold(ports, asked)) {
    miss(`has ${ports.length === 0 ? 'no ports' : `the ports ${texts(ports)}`}; write ${wanted}`);
  }
}

/** The right port with the other application: port 80 is for HTTP, and the rest for HTTPS. */
function missedApplication({ applications = [] }: Candidate, asked: readonly PortInterval[], miss: Miss): void {
  for (const { first } of asked) {
    const right = first === 80 ? 'Http' : 'Https';
    const types = applications.filter(({ port }) => port === first).map(({ type }) => type);
    if (types.length > 0 && !types.includes(right)) {
      miss(`is for ${[...new Set(types)].join(', ')} on port ${first}; make it ${right}`);
    }
  }
}

function missedSources(terms: readonly AddressTerm[], view: VerifiedSubnet, miss: Miss): void {
  const { own } = view;
  if (own.kind !== 'addresses' || terms.some(({ kind }) => kind !== 'interval')) {
    return;
  }
  const [subnet, rule] = [own.set, rangesOf(terms)];
  if (!subnet.isIn(rule)) {
    const what = subnet.overlaps(rule) ? 'is only for a part of the addresses of the subnet' : 'is not for the addresses of the subnet';
    miss(`${what}: ${terms.map((term) => shown(termText(term))).join(', ')}; add ${subnet.intervals.map(intervalText).join(', ')}`);
  }
}

/** A rule that is for all of it comes after the one that denies. */
function tooLate(one: Candidate, view: VerifiedSubnet, step: PathStep, miss: Miss): void {
  if (step.layer === 'security group') {
    const before = view.group!.rules.find(({ place }) => step.places.includes(place));
    if (one.priority !== undefined && before !== undefined && !isUnknown(before.priority) && before.priority < one.priority) {
      miss(`(priority ${one.priority}) is for it, and comes after; give it a priority below ${before.priority}`,
        placeSubject(one.place, one.name));
    }
    return;
  }
  const firewall = view.firewalls.find(({ place }) => place === step.firewall);
  const before = (firewall === undefined ? [] : collectionsOf(firewall)).filter(({ action }) => action === 'Deny')
    .find(({ rules }) => rules.some(({ place }) => step.places.includes(place)));
  if (before !== undefined) {
    miss(`is for it, and ${whyBefore(before, one, firewall!)}`, placeSubject(one.place, one.name));
  }
}

/** Why a collection that denies comes before a rule, and what helps: not every rule can be put before every other. */
function whyBefore({ name, kind, place }: RuleCollection, one: Candidate, { levels }: Firewall): string {
  const levelOf = (has: (collection: RuleCollection) => boolean): number =>
    levels.findIndex((groups) => groups.some(({ collections }) => collections.some(has)));
  const isOfParent = levelOf((other) => other.place === place) < levelOf(({ rules }) => rules.some((rule) => rule.place === one.place));
  return one.applications !== undefined && kind === 'network'
    ? `network rules come before all application rules; narrow the network rule of the collection ${shown(name)}, which denies it`
    : isOfParent ? `rules of the parent policy come before it; narrow the collection ${shown(name)} there, which denies it`
    : `comes after the collection ${shown(name)}, which denies it; put it before that one`;
}
