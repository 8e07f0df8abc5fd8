import { refusalOf } from '../azure/errors';
import { PortInterval, portText } from '../azure/port-sets';
import { parseServiceTag, spelledServiceTag } from '../azure/service-tags';
import { RequirementAnswer, PathStep } from '../filtering/answers';
import { VIRTUAL_NETWORK } from '../filtering/knowledge';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { termText } from '../network/address-text';
import { AddressTerm, Place, PortTerm } from '../network/network';
import { isUnknown } from '../network/unknown';
import { shown } from '../network/shown';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { FindingContext, placeSubject } from './context';

/** A rule that allows, as far as near misses look at it. */
interface Candidate {
  readonly name: string;
  readonly label: string;
  readonly place: Place;
  readonly direction?: string;
  readonly priority?: number;
  readonly protocols: readonly string[];
  readonly ports: readonly PortTerm[];
  /** The end that the requirement is about, and the end of the subnet. */
  readonly other: readonly AddressTerm[];
  readonly own: readonly AddressTerm[];
}

/** A rule that would allow what is denied but for one thing. */
interface NearMiss {
  readonly place: Place;
  /** Subject of the finding that would say the same of the rule alone. */
  readonly subject?: string;
  /** A whole sentence: what the rule has, and what to write instead. */
  readonly text: string;
}

/** As security rules write them. Source: azurerm 4.55. */
const SECURITY_PROTOCOLS: ReadonlyMap<string, string> = new Map([['TCP', 'Tcp'], ['UDP', 'Udp'], ['ANY', '*']]);

/** At most this many rules are named for one requirement. */
const NAMED = 2;

/**
 * Rules that would allow what a requirement is denied but for one thing, such as the protocol: probably the mistake. Only
 * requirements for service tags are looked at, because their rules are about one end.
 */
export function nearMissesOf(context: FindingContext, answer: RequirementAnswer): readonly NearMiss[] {
  const known = FOUND.get(answer) ?? found(context, answer);
  FOUND.set(answer, known);
  return known;
}

const FOUND = new WeakMap<RequirementAnswer, readonly NearMiss[]>();

/** Subjects of findings about single rules that denials say already: a tag that is misspelled, a rule that comes too late. */
export function saidByDenials(context: FindingContext): ReadonlySet<string> {
  const denied = context.answers.filter(({ outcome, isNotEvaluated }) => outcome === 'denied' && isNotEvaluated !== true);
  return new Set(denied.flatMap((answer) => nearMissesOf(context, answer)).flatMap(({ subject }) => subject ?? []));
}

function found({ views, knowledge: { cloud } }: FindingContext, answer: RequirementAnswer): readonly NearMiss[] {
  const view = views.find(({ name }) => name === answer.subnet);
  const requirement = view?.requirements.all.find(({ id }) => id === answer.requirement);
  const step = answer.steps.find(({ result }) => result === 'deny');
  if (view === undefined || requirement?.endpoint.kind !== EndpointKind.SERVICE_TAG || step === undefined || step.isAtOtherEnd === true ||
      requirement.endpoint.value === VIRTUAL_NETWORK) {
    return [];
  }
  return candidatesOf(view, step, requirement).flatMap((one) => nearMiss(one, requirement, view, (text) =>
    spelledServiceTag(text, cloud) ?? refusalOf(() => parseServiceTag(text, cloud))?.details.suggestion, step)).slice(0, NAMED);
}

function candidatesOf(view: VerifiedSubnet, step: PathStep, { direction }: Requirement): Candidate[] {
  const isOut = direction === Direction.OUTBOUND;
  if (step.layer === 'security group') {
    return (view.group?.rules ?? []).filter(({ access, uncertain }) => access === 'Allow' && uncertain === undefined).map((rule) => ({
      name: rule.name, label: `rule ${shown(rule.name)}`, place: rule.place, ports: rule.destinationPorts,
      ...(!isUnknown(rule.direction) && { direction: rule.direction }), ...(!isUnknown(rule.priority) && { priority: rule.priority }),
      protocols: isUnknown(rule.protocol) ? [] : [rule.protocol],
      other: isOut ? rule.destinations : rule.sources, own: isOut ? rule.sources : rule.destinations,
    }));
  }
  const firewall = step.layer === 'firewall' ? view.firewalls.find(({ place }) => place === step.firewall) : undefined;
  return (firewall?.levels ?? []).flat().flatMap(({ collections }) => collections).filter(({ action }) => action === 'Allow')
    .flatMap(({ rules }) => rules).flatMap((rule) => (rule.kind !== 'network' ? [] : [{
      name: rule.name, label: `network rule ${shown(rule.name)}`, place: rule.place, ports: rule.destinationPorts,
      other: rule.destinations, own: rule.sources,
      protocols: rule.protocols.filter((one): one is 'Any' | 'TCP' | 'UDP' | 'ICMP' => !isUnknown(one)),
    }]));
}

type MeantBy = (text: string) => unknown;

function nearMiss(
  one: Candidate, { endpoint, ports, direction }: Requirement, view: VerifiedSubnet, meantBy: MeantBy, step: PathStep,
): NearMiss[] {
  const protocol: string = ports.protocol;
  const wanted = ports.ranges.join(', ');
  const isOut = direction === Direction.OUTBOUND;
  const misses: NearMiss[] = [];
  const miss = (text: string, subject?: string): void => void misses.push({
    place: one.place, text: `The ${one.label} ${text}.`, ...(subject !== undefined && { subject }),
  });
  const tags = one.other.flatMap((term) => (term.kind === 'tag' ? [term.tag] : []));
  // A rule that carries another requirement stays as it is.
  const isNeeded = (text: string): boolean => view.requirements.all.some((other) =>
    other.endpoint.kind === EndpointKind.SERVICE_TAG && other.endpoint.value.toLowerCase() === text.toLowerCase());
  const same = (text: string): boolean => text.toLowerCase() === endpoint.value.toLowerCase();
  const meant = tags.find((text) => step.layer === 'firewall' ? text === endpoint.value : same(text));
  if (meant === undefined) {
    const misspelled = tags.find((text) => meantBy(text) === endpoint.value || (text !== endpoint.value && same(text)));
    const sibling = tags.find((text) => endpoint.value.includes('.') && baseOf(text) === baseOf(endpoint.value) && !isNeeded(text));
    const swapped = one.own.some((term) => term.kind === 'tag' && same(term.tag));
    const found = misspelled ?? sibling;
    if (found === undefined && !swapped) {
      return [];
    }
    const elsewhere = found !== undefined && same(found) ? ', which Azure may take for something else' : '';
    miss(found === undefined ? `has ${endpoint.value} as its ${isOut ? 'source' : 'destination'}; make it the ` +
      `${isOut ? 'destination' : 'source'}` : `has ${shown(found)}${elsewhere}; write ${endpoint.value}`,
      found === undefined ? undefined : `${placeSubject(one.place, one.name)} ${found}`);
  }
  if (one.direction !== undefined && one.direction !== (isOut ? 'Outbound' : 'Inbound')) {
    miss(`is ${one.direction}; make it ${isOut ? 'Outbound' : 'Inbound'}`);
  }
  if (!one.protocols.some((text) => text === '*' || text === 'Any' || text.toUpperCase() === protocol.toUpperCase())) {
    const right = step.layer === 'firewall' ? protocol : SECURITY_PROTOCOLS.get(protocol) ?? protocol;
    miss(`is for ${one.protocols.join(', ')}; make it ${right}`);
  }
  const known = one.ports.filter((port): port is PortInterval => !isUnknown(port));
  const holds = (port: PortInterval): boolean => known.some(({ first, last }) => first <= port.first && port.last <= last);
  const asked = ports._all.flatMap(({ interval }) => interval ?? []);
  if (known.length < one.ports.length || asked.length === 0) {
    return [];
  }
  if (!asked.every(holds)) {
    miss(`has the ports ${known.map(portText).join(', ')}; write ${wanted}`);
  }
  const own = view.subnet.addressPrefixes.flatMap((term) => (term.kind === 'interval' ? [term.interval] : []));
  const isOwn = (term: AddressTerm): boolean => term.kind !== 'interval' || own.some(({ family, first, last }) =>
    family === term.interval.family && term.interval.first <= last && first <= term.interval.last);
  if (meant !== undefined && own.length > 0 && !one.own.some(isOwn)) {
    miss(`is not for the addresses of the subnet: ${one.own.map((term) => shown(termText(term))).join(', ')}`);
  }
  if (misses.length === 0 && step.layer === 'security group' && one.priority !== undefined) {
    const before = view.group!.rules.find(({ place }) => step.places.includes(place));
    if (before !== undefined && !isUnknown(before.priority) && before.priority < one.priority) {
      miss(`(priority ${one.priority}) is for it, and comes after; give it a priority below ${before.priority}`,
        placeSubject(one.place, one.name));
    }
  }
  return misses.length === 1 ? misses : [];
}

function baseOf(tag: string): string {
  return tag.split('.')[0]!.toLowerCase();
}
