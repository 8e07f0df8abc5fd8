import { fqdnTagProblem } from '../azure/fqdn-tags';
import { addTo, groupBy } from '../azure/groups';
import { serviceTagMeantBy } from '../azure/service-tags';
import { Direction } from '../requirements/direction';
import { Endpoint, EndpointKind } from '../requirements/endpoint';
import { Protocol } from '../requirements/ports';
import { Requirement } from '../requirements/requirement';
import { ExampleFlow } from '../filtering/answers';
import { hasPorts, PROTOCOLS, TransportProtocol } from '../filtering/filter-rule';
import { NO_GROUP, OpenPiece } from '../filtering/paths/openings';
import { SubnetView, VerifiedSubnet } from '../filtering/paths/subnet-view';
import { askedByScenarios } from './scenarios-that-ask';
import { serviceTagProblem } from './tags';
import { fqdnTagOf, hasSample, isName, sampleOf, Target, targetKey, wholeText } from '../filtering/paths/target';
import { examplePort, PortInterval, portSet, portText, withoutPorts } from '../azure/port-sets';
import { Cause, eachOnce, Finder, FindingFacts, placeKey } from './context';
import { retiredRules } from './retired-requirement';
import { translatedInto } from './translated';

/** What is open although nothing asks for it: one finding for each other end and way. */
export const openBeyondRequirements: Finder = (context) => {
  const retired = retiredRules(context.network);
  return context.open.flatMap(({ view, pieces }) => certain(view, pieces).filter((those) => !isForWantOfGroup(those))
    .map((those) => openFacts(view, those, eachText(those.flatMap(({ places }) => places).map((place) => retired.get(placeKey(place)))))));
};

/** What is open only because a subnet has no security group, as findings about that say it. */
export function openWithoutGroup(view: VerifiedSubnet, pieces: readonly OpenPiece[]): FindingFacts[] {
  const all = certain(view, pieces).filter(isForWantOfGroup);
  // What anybody can reach comes first.
  return [Direction.INBOUND, Direction.OUTBOUND]
    .flatMap((direction) => all.filter(([one]) => one!.direction === direction)).map((those) => openFacts(view, those));
}

/** What is open for certain, by its other end and way. */
function certain(view: VerifiedSubnet, pieces: readonly OpenPiece[]): OpenPiece[][] {
  return grouped(pieces.filter(({ doubt, target }) => doubt === undefined && !isMisspelled(view, target)));
}

function isForWantOfGroup(pieces: readonly OpenPiece[]): boolean {
  return pieces.every(({ rules }) => rules.length === 1 && rules[0] === NO_GROUP);
}

function eachText(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts)].filter((text) => text !== undefined);
}

/** No traffic goes to a tag that does not exist, and the misspelled one is another finding. */
function isMisspelled({ context: { knowledge } }: SubnetView, target: OpenPiece['target']): boolean {
  const fqdnTag = fqdnTagOf(target);
  if (fqdnTag !== undefined) {
    return fqdnTagProblem(fqdnTag) !== undefined;
  }
  const meant = target.kind === 'tag' ? serviceTagMeantBy(target.tag) : undefined;
  return target.kind === 'tag' && meant !== undefined && meant.toLowerCase() !== target.tag.toLowerCase() &&
    knowledge.file?._has(target.tag) !== true;
}

/** What may be open although nothing asks for it: a rule has a value that is not known, or it is not known where a route leads. */
export const openingUnknown: Finder = (context) => [...doubtfulOpenings(context), ...translatedInto(context)];

const doubtfulOpenings: Finder = ({ open }) => open.flatMap(({ view, pieces }) => {
  if (pieces.every(({ doubt }) => doubt === undefined)) {
    return [];
  }
  const known = new Map<string, PortInterval[]>();
  for (const piece of pieces.filter(({ doubt }) => doubt === undefined)) {
    addTo(known, keyOf(piece), piece.ports);
  }
  const doubtful = pieces.filter(({ doubt }) => doubt !== undefined)
    .flatMap((piece) => withoutPorts([piece.ports], portSet(known.get(keyOf(piece)) ?? [])).map((ports) => ({ ...piece, ports })));
  return eachFlowOnce(grouped(doubtful).map((those) => openFacts(view, those)));
});

/** The same traffic on the same way may be open for two reasons, of which the first is enough to look at. */
function eachFlowOnce(all: readonly FindingFacts[]): FindingFacts[] {
  const byFlow = groupBy(all, ({ subject, openings }) => JSON.stringify([subject, openings![0]!.way]));
  return [...byFlow.values()].map((those) => ({ ...those[0]!, places: eachOnce(those.flatMap(({ places }) => places)) }));
}

/** What is open for certain is not said to be open perhaps. */
function keyOf({ direction, protocol, target }: OpenPiece): string {
  return `${direction} ${protocol} ${targetKey('except' in target ? { ...target, except: [] } : target)}`;
}

/** Pieces with the same other end and way, and for the same reason not certain. */
function grouped(pieces: readonly OpenPiece[]): OpenPiece[][] {
  const keyed = ({ direction, target, way = '', doubt = '' }: OpenPiece): string => [direction, wholeText(target), way, doubt].join('\n');
  return [...groupBy(pieces, keyed).values()];
}

/** @param notes what else is known of the rules that let it through */
function openFacts(view: VerifiedSubnet, pieces: readonly OpenPiece[], notes: readonly string[] = []): FindingFacts {
  const { direction, target, way, hop, doubt } = pieces[0]!;
  const flows = flowsText(pieces);
  const end = wholeText(target);
  const within = askedWithin(view, pieces);
  const isOut = direction === Direction.OUTBOUND;
  const places = eachOnce(pieces.flatMap((piece) => piece.places));
  const asked = askedByScenarios(view, pieces);
  const { all: ofAzure, some: partly } = rulesOfAzure(view, pieces);
  const said = [
    ...notes, ...(partly === undefined ? [] : [`The ${partly} of Azure allows a part of it.`]), ...(asked === undefined ? [] : [asked]),
  ];
  const shown = hasSample(target) && isKnownTag(view, sampleOf(target), target.kind) ? pieces.find(isWithoutName) : undefined;
  return {
    subject: `${view.name} ${direction} ${flows} ${end}`, subnet: view.name,
    message:
      `${flows} ${isOut ? 'to' : 'from'} ${end} ${doubt === undefined ? 'is' : 'may be'} open${way === undefined ? '' : ` (${way})`}, ` +
        `and no requirement asks for it${doubt === undefined ? '' : `: ${doubt}`}.` +
        (ofAzure === undefined || doubt !== undefined ? '' : ` The ${ofAzure} of Azure allows it.`) +
        (within === '' ? '' : ` Of it, requirements ask only for ${within}.`) + said.map((note) => ` ${note}`).join(''),
    places,
    openings: [{
      direction, traffic: flows, endpoint: end,
      ports: [...new Set(pieces.filter((one) => hasPorts(one.protocol)).map((one) => portText(one.ports)))],
      by: [...new Set(pieces.flatMap((one) => one.rules.map(({ label }) => label)))],
      ...(way !== undefined && { way }), ...(hop !== undefined && { hop }), ...(doubt !== undefined && { doubt }),
    }],
    cause: { ...causeOf(view, pieces, places, within), ...(said.length > 0 && { notes: said }) },
    ...(shown !== undefined && { example: exampleOf(view, shown) }),
  };
}

/** Whether what is open needs no name besides the endpoint. An application rule lets through only what names its host, at any address. */
function isWithoutName({ target, rules }: OpenPiece): boolean {
  return isName(target) || rules[rules.length - 1]?.kind !== 'application';
}

function exampleOf({ name }: SubnetView, { direction, target, protocol, ports }: OpenPiece): ExampleFlow {
  return { direction, subnet: name, protocol, ...(hasPorts(protocol) && { port: examplePort(ports) }), endpoint: sampleOf(target) };
}

/** The default rule of Azure that lets through all of it, or some, where a group has none of its own for that. */
function rulesOfAzure({ group }: SubnetView, pieces: readonly OpenPiece[]): { readonly all?: string; readonly some?: string } {
  const those = pieces.filter(({ rules: [first, ...more] }) => first !== undefined && first.place === undefined && more.length === 0);
  const label = group === undefined ? undefined : those[0]?.rules[0]!.label;
  return label === undefined ? {} : those.length === pieces.length ? { all: label } : { some: label };
}

/** The cause that several openings share: a rule, a rule of Azure after which routes differ, or something that was not read. */
function causeOf(view: SubnetView, pieces: readonly OpenPiece[], places: FindingFacts['places'], within: string): Cause {
  const { direction, target, way, doubt } = pieces[0]!;
  const isOut = direction === Direction.OUTBOUND;
  const by = way === undefined ? '' : ` (${way})`;
  const is = `Traffic ${doubt === undefined ? 'is' : 'may be'} open ${isOut ? 'outbound' : 'inbound'}`;
  const member = `${flowsText(pieces)} ${isOut ? 'to' : 'from'} ${wholeText(target)}` +
    (within === '' ? '' : `, of which requirements ask only for ${within}`);
  const end = `and no requirement asks for it${doubt === undefined ? '' : `: ${doubt}`}.`;
  const { all: ofAzure } = rulesOfAzure(view, pieces);
  if (doubt !== undefined || (isOut && ofAzure !== undefined)) {
    const rule = doubt === undefined ? ` by the ${ofAzure!} of Azure` : '';
    const key = [view.group?.key ?? view.name, direction, doubt ?? ofAzure!].join('\n');
    return { key, text: `${is}${rule}, ${end}`, member: `${member}${by}` };
  }
  return { key: [direction, way ?? '', ...places.map(placeKey)].join('\n'), text: `${is}${by}, ${end}`, member };
}

/** At most this many endpoints are named in one finding. */
const NAMED = 3;

/**
 * What requirements ask for inside an end that is open: the region of a service tag, or the hosts of a wildcard. A rule for those
 * is the narrower one to write.
 */
function askedWithin({ requirements }: VerifiedSubnet, pieces: readonly OpenPiece[]): string {
  const { target, direction } = pieces[0]!;
  const holds = withinOf(target);
  if (holds === undefined) {
    return '';
  }
  const isOpen = ({ ports }: Requirement): boolean => pieces.some((piece) =>
    (ports.protocol === Protocol.ANY || ports.protocol === piece.protocol) && ports._all.some(({ interval }) =>
      interval === undefined || (interval.first <= piece.ports.last && piece.ports.first <= interval.last)));
  const inside = [...new Set(requirements.all.filter((asked) => asked.direction === direction && holds(asked.endpoint) && isOpen(asked))
    .map(({ endpoint }) => endpoint.value))];
  const rest = inside.length - NAMED;
  return inside.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Whether an endpoint is inside a target that may hold several. */
function withinOf(target: Target): ((endpoint: Endpoint) => boolean) | undefined {
  switch (target.kind) {
    case 'tag':
      return partOfTag(target.tag);
    case 'host':
      return under(target.host);
    case 'addresses':
    case 'every':
    case 'own':
    case 'unknown':
    case 'url':
      return undefined;
  }
}

function partOfTag(tag: string): (endpoint: Endpoint) => boolean {
  return ({ kind, value }) => kind === EndpointKind.SERVICE_TAG && value.toLowerCase().startsWith(`${tag.toLowerCase()}.`);
}

function under(host: string): ((endpoint: Endpoint) => boolean) | undefined {
  return host.startsWith('*.') ? ({ kind, value }) => kind === EndpointKind.FQDN && value.toLowerCase().endsWith(host.slice(1)) : undefined;
}

/** A tag that the cloud does not have is none that a flow can name. */
export function isKnownTag({ context: { knowledge } }: SubnetView, name: string, kind: string): boolean {
  return kind !== 'tag' || serviceTagProblem(name, knowledge.cloud) === undefined;
}

/** `TCP 80, 8080-8090 and UDP 53`; protocols with the same ports together. */
export function flowsText(pieces: readonly Pick<OpenPiece, 'protocol' | 'ports'>[]): string {
  const [one] = pieces;
  if (one !== undefined && pieces.length === 1) {
    return trafficText(hasPorts(one.protocol) ? portText(one.ports) : '', [one.protocol]);
  }
  const byPorts = new Map<string, TransportProtocol[]>();
  for (const protocol of PROTOCOLS) {
    const those = pieces.filter((piece) => piece.protocol === protocol);
    if (those.length > 0) {
      const ports = hasPorts(protocol) ? portSet(those.map((piece) => piece.ports)).map(portText).join(',') : '';
      addTo(byPorts, ports, protocol);
    }
  }
  const all = byPorts.get('0-65535');
  if (all?.length === 2 && byPorts.get('')?.length === PROTOCOLS.length - 2) {
    return 'any traffic';
  }
  return [...byPorts].map(([ports, protocols]) => trafficText(ports, protocols)).join(', ');
}

function trafficText(ports: string, protocols: readonly TransportProtocol[]): string {
  const where = ports === '0-65535' ? 'on all ports' : ports;
  return where === '' ? protocols.join(' and ') : `${protocols.join(' and ')} ${where}`;
}
