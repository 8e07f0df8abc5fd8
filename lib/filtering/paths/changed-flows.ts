import { Direction } from '../../requirements/direction';
import { IntervalSet } from '../../network/interval-set';
import { GrowingPorts, PortInterval } from '../../azure/port-sets';
import { Place } from '../../network/network';
import { FilterRule, TransportProtocol } from '../filter-rule';
import { areAlike } from './alike-views';
import { commonRules, nearTo } from './common-rules';
import { FlowPart, flowParts } from './flow-parts';
import { INTERNET, NETWORK_TAGS, VIRTUAL_NETWORK } from '../knowledge';
import { movedAddresses, movedEndpoints, movedNetwork, movedRest, movedRoutes, movedRouteTags, movedTags } from './moved-addresses';
import { movedDenials } from './moved-denials';
import { Hop } from './next-hops';
import { hopsOf, identityOf, OpenKeys, partOfOwn, routesKey } from './open-keys';
import { allOpen, isOfOwnFamily, NO_GROUP, OpenPiece } from './openings';
import { byFile } from './required-flows';
import { areDecidedAlike } from './same-decisions';
import { arrivesBehindGroup, isSameAtGroup } from './same-group';
import { SubnetView } from './subnet-view';
import { undivided } from './undivided-ports';
import { isName, Target, targetText } from './target';

/** What one network does with flows. */
export interface FlowSide {
  readonly result: 'allow' | 'deny' | 'unknown';
  readonly hops: readonly Hop['kind'][];
  /** The rules and routes that decide, or why it is unknown. */
  readonly texts: readonly string[];
  readonly places: readonly Place[];
}

/** Flows that fare differently in two networks. */
export interface ChangedFlows {
  readonly direction: Direction;
  readonly kind: 'newly allowed' | 'no longer allowed' | 'another way';
  readonly protocol: TransportProtocol;
  readonly ports: PortInterval;
  readonly target: Target;
  /** The addresses of the subnet that it is about; undefined for all of them. */
  readonly own?: Target;
  readonly before: FlowSide;
  readonly after: FlowSide;
  /** Whether it may be so: one side is unknown. */
  readonly isPossible: boolean;
}

/** One subnet in two networks; undefined where the files do not have it, so that nothing is known of its flows. */
export interface SubnetPair {
  readonly before: SubnetView | undefined;
  readonly after: SubnetView | undefined;
  /** Whether there is no network before, so that none of its flows was allowed. */
  readonly isNew?: boolean;
}

/**
 * The flows of a subnet that fare differently in two networks.
 *
 * What is open in one network, rule by rule, is taken apart by the rules and routes of the other. What both networks have open under
 * the same name is left out first, whichever rules open it, so that nothing is said about rules that have other names or another order.
 */
export function changedFlows({ before, after, isNew }: SubnetPair, direction: Direction): ChangedFlows[] {
  if (before !== undefined && after !== undefined && areAlike(before, after)) {
    return [];
  }
  const { open, opened, shared } = openPieces(before, after, direction);
  const [isBefore, isAfter] = [new OpenKeys([...open, ...shared], before), new OpenKeys([...opened, ...shared], after)];
  const moved = movedTargets(before, after, direction);
  const [come, gone] = [isBefore.without(opened, after), isAfter.without(open, before)];
  return withoutRepetitions([
    ...eachOnce([...come, ...movedPieces(opened, moved, come, after)]).flatMap((piece) => newly(piece, after!, before, direction, isNew)),
    ...eachOnce([...gone, ...movedPieces(open, moved, gone, before)]).flatMap((piece) => noLonger(piece, before!, after, direction)),
  ]);
}

interface OpenPieces {
  readonly open: readonly OpenPiece[];
  readonly opened: readonly OpenPiece[];
  /** What both networks open by the same rules, as far as it may overlap with what only one of them opens. */
  readonly shared: readonly OpenPiece[];
}

/** What is open in each network; where only some rules of a firewall differ, by these rules and those that open a part of the same. */
function openPieces(before: SubnetView | undefined, after: SubnetView | undefined, direction: Direction): OpenPieces {
  const common = before === undefined || after === undefined ? undefined : commonRules(before, after);
  const isChanged = common === undefined ? undefined : (rule: FilterRule): boolean => !common.has(rule);
  const [open, opened] = [before, after].map((view) =>
    (view === undefined ? [] : allOpen(view, direction, isChanged))) as [OpenPiece[], OpenPiece[]];
  if (common === undefined) {
    return { open, opened, shared: [] };
  }
  const isNear = nearTo([...open, ...opened].filter(({ hop }) => hop === 'appliance').map(({ target }) => target));
  return { open, opened, shared: allOpen(before!, direction, (rule) => common.has(rule) && isNear(rule)) };
}

/**
 * Pieces without what an earlier piece says already: another rule that opens the same to the same addresses adds only its further ports.
 */
function eachOnce(pieces: readonly OpenPiece[]): OpenPiece[] {
  const known = new Map<string, GrowingPorts>();
  const names = new Map<Target, string>();
  const nameOf = (target: Target): string => {
    const name = names.get(target) ?? `${targetText(target)}\n${'tag' in target ? target.tag : ''}\n${identityOf(target)}`;
    names.set(target, name);
    return name;
  };
  return pieces.flatMap((piece) => {
    const { protocol, ports, target, own, hop = '', doubt } = piece;
    const key = `${protocol}\n${hop}\n${doubt === undefined}\n${nameOf(own)}\n${nameOf(target)}`;
    const before = known.get(key) ?? new GrowingPorts();
    known.set(key, before);
    return before.add(ports).map((one) => (one.first === ports.first && one.last === ports.last ? piece : { ...piece, ports: one }));
  });
}

/**
 * Changes under one name, each said once: certain changes before possible ones, and of a later change only the ports that no earlier one
 * has.
 */
function withoutRepetitions(changes: readonly ChangedFlows[]): ChangedFlows[] {
  const said = new Map<string, GrowingPorts>();
  const doubts = ({ isPossible, before, after }: ChangedFlows): number =>
    (isPossible ? 1 : 0) + (before.result === 'unknown' ? 1 : 0) + (after.result === 'unknown' ? 1 : 0);
  return [...changes].sort((a, b) => doubts(a) - doubts(b)).flatMap((change) => {
    const { kind, protocol, target, own, after, ports } = change;
    const hops = kind === 'another way' ? [...after.hops].sort().join() : '';
    const key = [kind, protocol, identityOf(target), own === undefined ? '' : identityOf(own), hops].join('\n');
    const known = said.get(key) ?? new GrowingPorts();
    said.set(key, known);
    return known.add(ports).map((one): ChangedFlows => ({ ...change, ports: one }));
  });
}

/** A piece of which earlier rules may deny a part. */
interface MovedPiece extends OpenPiece {
  readonly isMoved?: boolean;
}

/** Addresses that belong to other tags or networks than before, or take another way. */
interface Moved {
  /** The name that rules have for all of these addresses, where both networks use the same. */
  readonly name?: string;
  readonly target: Target;
  /** Whether other service tags may hold some of these addresses, as far as names tell. */
  readonly isOfOtherTags?: boolean;
  /** The service tag of a service endpoint. Tags that hold most others may share addresses with it. */
  readonly endpointTag?: string;
}

function movedTargets(before: SubnetView | undefined, after: SubnetView | undefined, direction: Direction): Moved[] {
  const addresses = (side: 'internet' | 'network', name: string | undefined, all: IntervalSet, isOfOtherTags = false): Moved[] =>
    [all.and(IntervalSet.IPV4), all.and(IntervalSet.IPV6)].filter((set) => !set.isEmpty)
      .map((set) => ({ ...(name !== undefined && { name }), target: { kind: 'addresses', side, set }, isOfOtherTags }));
  const tag = (one: string, isOfOtherTags = false): Moved =>
    ({ name: INTERNET, target: byFile(one, after!.context.knowledge), isOfOtherTags });
  const denied = movedDenials(before, after, direction);
  return [
    ...addresses('internet', INTERNET, movedAddresses(movedTags(before, after))),
    ...addresses('internet', INTERNET, denied.addresses),
    ...denied.hosts.map((host): Moved => ({ name: INTERNET, target: { kind: 'host', host, except: [] } })),
    ...addresses('network', VIRTUAL_NETWORK, movedNetwork(before, after)),
    ...(direction === Direction.INBOUND ? [] : [
      ...addresses('internet', INTERNET, movedRoutes(before, after), true),
      ...addresses('internet', undefined, movedRest(before, after), true),
      ...movedRouteTags(before, after).map((one) => tag(one, true)),
      ...movedEndpoints(before, after).map((one) => ({ ...tag(one), endpointTag: one })),
    ]),
  ];
}

/**
 * What is open to all addresses, to those of one side or to a tag changes with where parts of it go, although it has the same name.
 *
 * @param said pieces that are looked at as a whole
 */
function movedPieces(
  pieces: readonly OpenPiece[], all: readonly Moved[], said: readonly OpenPiece[], view: SubnetView | undefined,
): MovedPiece[] {
  const keyOf = ({ protocol, ports, target }: OpenPiece): string => `${protocol} ${ports.first}-${ports.last} ${targetText(target)}`;
  const whole = new Set(said.map(keyOf));
  const tags = pieces.filter((piece) => isTag(piece.target) && !whole.has(keyOf(piece)));
  const doubtful = pieces.filter((piece) => piece.target.kind === 'addresses' && piece.doubt !== undefined && !whole.has(keyOf(piece)));
  return all.flatMap(({ name, target: moved, isOfOtherTags = false, endpointTag }) => [
    ...(endpointTag === undefined ? [] : pieces.flatMap((piece) => taken(piece, moved, endpointTag, view!))),
    ...(isOfOtherTags ? doubtful : []).flatMap((piece) => within(piece, moved)),
    ...pieces.filter(({ target }) => name !== undefined && (target.kind === 'every' || (target.kind === 'tag' && target.tag === name)))
      .filter(() => isOfOwnFamily(moved, view!))
      .map((piece) => ({ ...piece, ...ownOf(piece, moved, view!), target: moved, isMoved: true })),
    ...(isOfOtherTags ? tags : []).map((piece): OpenPiece => ({ ...piece, ...partOfTag(piece, moved, name === undefined) })),
  ]);
}

/** The addresses of the subnet for a part of what is open: those of its family, where it is open to all of them. */
function ownOf(piece: OpenPiece, moved: Target, view: SubnetView): Pick<OpenPiece, 'own'> {
  return { own: partOfOwn(piece, view) === undefined ? view.ownFor(moved) : piece.own };
}

/** What is perhaps open at some addresses, as far as these moved, or a tag did that may have some. */
function within(piece: OpenPiece, moved: Target): OpenPiece[] {
  const { target } = piece;
  if (target.kind !== 'addresses' || target.side !== 'internet' || moved.kind !== 'addresses') {
    return target.kind === 'addresses' && target.side === 'internet' ? [piece] : [];
  }
  const set = target.set.and(moved.set);
  return set.isEmpty ? [] : [{ ...piece, target: target.set.isIn(set) ? target : { ...target, set } }];
}

/**
 * What a service endpoint takes of a piece for a tag that holds most others. Without addresses, it is only possible that it takes a part.
 */
function taken(piece: OpenPiece, moved: Target, tag: string, { context: { knowledge } }: SubnetView): OpenPiece[] {
  const { target, doubt } = piece;
  if (target.kind === 'addresses') {
    const isPublic = moved.kind === 'addresses' && target.side === 'internet' && target.tag !== tag;
    const set = isPublic ? target.set.and(moved.set) : IntervalSet.NONE;
    return set.isEmpty ? [] : [{ ...piece, target: { ...moved, set } as Target }];
  }
  return target.kind === 'tag' && knowledge.mayHold(target.tag) && target.tag !== VIRTUAL_NETWORK
    ? [{ ...piece, target: moved, doubt: doubt ?? `${target.tag} may cover addresses of ${tag} (${knowledge.basis})` }] : [];
}

/** Addresses that a service tag may have. All that no route is for has no name but that of the tag. */
function partOfTag({ target, doubt }: OpenPiece, moved: Target, isRest: boolean): Pick<OpenPiece, 'target' | 'doubt'> {
  const { tag } = target as Extract<Target, { kind: 'tag' }>;
  return {
    target: moved.kind === 'addresses' ? { ...moved, tag, ...(isRest && { label: tag, isPart: true }) } : moved,
    doubt: doubt ?? `which addresses ${tag} has is not in the files`,
  };
}

/** Changes that show in what the later network opens: flows that the earlier one denies, or sends another way. */
function newly(
  piece: OpenPiece, after: SubnetView, before: SubnetView | undefined, direction: Direction, isNew: boolean | undefined,
): ChangedFlows[] {
  const parts = partsIn(before, piece, after, direction, isNew).filter(({ part }) => isBy(piece, part.target, after));
  return parts.flatMap((one) => held(one, piece, after)).flatMap(({ ports, part, isUnsure }) => {
    const now = sideOf(piece, isUnsure);
    const isSameWay = part.hops.length === 0 || areIn(now.hops, part.hops);
    // For a name, the other side says what the head may take in addition.
    const isUncertain = isTag(part.target) || (part.target.kind === 'addresses' && part.hops.length > 1);
    const hopsNow = isName(part.target) || isUncertain ? [...now.hops, ...hopsOf(after, part.target)] : part.hops;
    const isFewerWays = isSameWay && areIn(hopsNow, part.hops) && !areIn(part.hops, hopsNow);
    // Where each side may take several ways, other routes may lead another part each way.
    const isOtherPart = isSameWay && isUncertain && part.hops.length > 1 && before !== undefined &&
      routesKey(before, part.target) !== routesKey(after, part.target);
    const isSame = isSameWay && !isFewerWays && !isOtherPart;
    const isAllowed = part.result === 'allow' || isAllowedAlike(part, ports, piece, before, after);
    if (isAllowed && isSame) {
      return [];
    }
    const kind = isAllowed ? 'another way' : 'newly allowed';
    const isPossible = part.result === 'unknown' || now.result === 'unknown' || (kind === 'another way' && isSameWay);
    return changesOf(kind, piece, { before, after }, after, { ports, part, before: part, after: now, isPossible });
  });
}

/**
 * Changes that show in what the earlier network opened: flows that the later one denies. What the later network opens is compared by
 * `newly`, except for names that only earlier rules have: there, the later network opens the tag or the addresses around them.
 */
function noLonger(piece: OpenPiece, before: SubnetView, after: SubnetView | undefined, direction: Direction): ChangedFlows[] {
  const parts = partsIn(after, piece, before, direction).filter(({ part }) => isBy(piece, part.target, before));
  return parts.flatMap((one) => held(one, piece, before)).flatMap(({ ports, part, isUnsure }) => {
    const was = sideOf(piece, isUnsure);
    const isAllowed = part.result === 'allow' || isAllowedAlike(part, ports, piece, after, before);
    const hopsBefore = isAllowed && isName(part.target) ? [...was.hops, ...hopsOf(before, part.target)] : [];
    if (isAllowed && (!isName(part.target) || areIn(part.hops, hopsBefore))) {
      return [];
    }
    const isPossible = part.result === 'unknown' || was.result === 'unknown' || part.hops.some((hop) => hopsBefore.includes(hop));
    const kind = isAllowed ? 'another way' : 'no longer allowed';
    return changesOf(kind, piece, { before, after }, before, { ports, part, before: was, after: part, isPossible });
  });
}

/** Whether a part of a piece can take the next hop of the piece. A part that is a service tag may have a route of its own. */
function isBy({ hop }: OpenPiece, part: Target, view: SubnetView): boolean {
  return hop === undefined || !isTag(part) || hopsOf(view, part).includes(hop);
}

/** Whether flows that may or may not leave the security group do so in both networks or in neither, and arrive if they do. */
function isAllowedAlike(
  part: Judged['part'], ports: PortInterval, { protocol, direction }: OpenPiece, view: SubnetView | undefined, of: SubnetView,
): boolean {
  return direction === Direction.OUTBOUND && view !== undefined && arrivesBehindGroup(part) &&
    isSameAtGroup(view, of, { protocol, ports, own: part.own, target: part.target });
}

/** What of all addresses is not on the Internet. What is open of it is looked at by itself. */
function isInNetworks(target: Target): boolean {
  return (target.kind === 'every' && target.except.includes(INTERNET)) || (target.kind === 'tag' && target.tag === VIRTUAL_NETWORK);
}

function isTag(target: Target): boolean {
  return target.kind === 'tag' && !NETWORK_TAGS.includes(target.tag);
}

function areIn(some: readonly Hop['kind'][], all: readonly Hop['kind'][]): boolean {
  return some.every((hop) => all.includes(hop));
}

/**
 * The change, if there is one. Addresses that are neither on the Internet nor in a network are nobody's, so a route that sends them to the
 * Internet changes nothing. What may change does not, where the same rules decide on it in both networks.
 *
 * @param view the subnet as the network of the piece has it
 */
function changesOf(
  kind: ChangedFlows['kind'], { direction, protocol }: OpenPiece, pair: SubnetPair, view: SubnetView,
  { part, ports, before, after, isPossible }: Pick<ChangedFlows, 'ports' | 'before' | 'after' | 'isPossible'> & Pick<Judged, 'part'>,
): ChangedFlows[] {
  const own = partOfOwn(part, view);
  const sides = { 'newly allowed': [after], 'no longer allowed': [before], 'another way': [before, after] }[kind];
  const isToInternet = sides.some(({ hops }) => hops.length > 0 && hops.every((hop) => hop === 'internet'));
  const areAsBefore = isPossible && areDecidedAlike(pair.before, pair.after, direction, { ...part, protocol, ports });
  if (areAsBefore || (isToInternet && isInNetworks(part.target))) {
    return [];
  }
  return [{
    kind, direction, protocol, ports, isPossible, target: isToInternet ? onInternet(part.target) : part.target,
    before: sideOnly(before), after: sideOnly(after),
    ...(own !== undefined && { own }),
  }];
}

/** A target of all addresses that is sent to the Internet: only those on the Internet are reached. */
function onInternet(target: Target): Target {
  return target.kind === 'every' ? { kind: 'tag', tag: INTERNET, except: target.except } : target;
}

function sideOnly({ result, hops, texts, places }: FlowSide): FlowSide {
  return { result, hops, texts, places };
}

/**
 * The part of a change that the network of the piece really lets through. What earlier rules deny can be taken away from addresses, but not
 * from names.
 */
function held({ ports, part }: Judged, piece: MovedPiece, view: SubnetView): (Judged & { readonly isUnsure: boolean })[] {
  if (part.target.kind !== 'addresses' && (piece.isMoved !== true || part.target.kind !== 'host')) {
    return [{ ports, part, isUnsure: false }];
  }
  const { direction, protocol, hop } = piece;
  return undivided(view, direction, { protocol, ports, own: part.own, target: part.target }).flatMap((one) =>
    flowParts(view, direction, { protocol, ports: one, own: part.own, target: part.target })
      .filter(({ result, hops }) => result !== 'deny' && (hop === undefined || hops === undefined || hops.includes(hop)))
      .map(({ target, own, result }) => ({ ports: one, part: { ...part, target, own }, isUnsure: result === 'unknown' })));
}

function sideOf({ doubt, hop, way, rules, places }: OpenPiece, isUnsure: boolean): FlowSide {
  const all = rules.map((rule) => (rule === NO_GROUP ? rule.label : `${rule.label} allows it`));
  const [last] = rules.slice(-1);
  // A rule of a firewall is said with the firewall, as on the other side.
  const isByFirewall = way !== undefined && last !== undefined && last.kind !== 'security';
  const texts = [
    ...(isByFirewall ? [...all.slice(0, -1), `${way}: ${all[all.length - 1]}`] : [...all, ...(way === undefined ? [] : [way])]),
    ...(doubt === undefined ? [] : [doubt]),
  ];
  return { result: doubt === undefined && !isUnsure ? 'allow' : 'unknown', hops: hop === undefined ? [] : [hop], texts, places };
}

interface Judged {
  readonly ports: PortInterval;
  readonly part: FlowSide & Pick<FlowPart, 'target' | 'own' | 'afterGroup'>;
}

/** What another network does with what one has open, on ports that none of its rules divides. */
function partsIn(
  view: SubnetView | undefined, piece: OpenPiece, of: SubnetView, direction: Direction, isNew = false,
): Judged[] {
  const { protocol, ports, target } = piece;
  if (view === undefined) {
    const [result, text] = isNew ? ['deny', 'there is no base'] as const : ['unknown', 'the files do not have the subnet'] as const;
    return [{ ports, part: { target, own: piece.own, result, hops: [], places: [], texts: [text] } }];
  }
  const own = partOfOwn(piece, of) ?? view.ownFor(target);
  return undivided(view, direction, { protocol, ports, own, target }).flatMap((one) =>
    flowParts(view, direction, { protocol, ports: one, own, target }).map((part) => ({ ports: one, part: withHops(part) })));
}

function withHops({ hops = [], ...part }: FlowPart): Judged['part'] {
  return { ...part, hops };
}

/** Addresses of several changes as one, where they are alike in all else. */
export function unionOf(targets: readonly Target[]): Target[] {
  const sides = new Map<string, Extract<Target, { kind: 'addresses' }>>();
  const others = new Map<string, Target>();
  for (const target of targets) {
    if (target.kind !== 'addresses' || target.label !== undefined) {
      others.set(identityOf(target), target);
      continue;
    }
    const before = sides.get(target.side);
    const intervals = [...before?.set.intervals ?? [], ...target.set.intervals];
    sides.set(target.side, { ...target, set: IntervalSet.of(intervals) });
  }
  return [...sides.values(), ...others.values()];
}
