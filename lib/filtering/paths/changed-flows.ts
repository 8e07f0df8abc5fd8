import { Direction } from '../../requirements/direction';
import { IntervalSet } from '../../network/interval-set';
import { AddressInterval, Place, PortInterval } from '../../network/network';
import { FilterRule, TransportProtocol } from '../filter-rule';
import { FlowPart, flowParts } from './flow-parts';
import { INTERNET } from '../knowledge';
import { movedAddresses, movedTags } from './moved-addresses';
import { Hop } from './next-hops';
import { allOpen, OpenPiece } from './openings';
import { cutPorts, hasPort, portSet, PortSet, portsOverlap, withoutPorts } from './port-sets';
import { SubnetView } from './subnet-view';
import { Target, targetText } from './target';

/** What one network does with flows. */
export interface FlowSide {
  readonly result: 'allow' | 'deny' | 'unknown';
  readonly hops: readonly Hop['kind'][];
  /** The rules and routes that decide, or why it cannot be told. */
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
  /** Whether it may be so: one side cannot be told. */
  readonly isPossible: boolean;
}

/** One subnet in two networks; undefined where the files do not have it, so that nothing is known of its flows. */
export interface SubnetPair {
  readonly before: SubnetView | undefined;
  readonly after: SubnetView | undefined;
}

/**
 * The flows of a subnet that fare differently in two networks.
 *
 * What is open in one network, rule by rule, is taken apart by the rules and routes of the other. What both networks have open under
 * the same name is left out first, whichever rules open it, so that nothing is said of rules that have other names or another order.
 */
export function changedFlows({ before, after }: SubnetPair, direction: Direction): ChangedFlows[] {
  const [open, opened] = [before, after].map((view) => (view === undefined ? [] : allOpen(view, direction))) as [OpenPiece[], OpenPiece[]];
  const [isBefore, isAfter] = [new OpenKeys(open, before), new OpenKeys(opened, after)];
  const moved = movedAddresses(movedTags(before, after));
  return [
    ...[...isBefore.without(opened, after), ...movedPieces(opened, moved)].flatMap((piece) => newly(piece, after!, before, direction)),
    ...[...isAfter.without(open, before), ...movedPieces(open, moved)].flatMap((piece) => noLonger(piece, before!, after, direction)),
  ];
}

/** What is open to all addresses but those of tags changes with these tags, although it has the same name. */
function movedPieces(pieces: readonly OpenPiece[], moved: IntervalSet): OpenPiece[] {
  return [moved.and(IntervalSet.IPV4), moved.and(IntervalSet.IPV6)].filter((set) => !set.isEmpty).flatMap((set) =>
    pieces.filter(({ target }) => target.kind === 'every' || (target.kind === 'tag' && target.tag === INTERNET))
      .map((piece): OpenPiece => ({ ...piece, target: { kind: 'addresses', side: 'internet', set } })));
}

/** What is open after, against what happens before. */
function newly(piece: OpenPiece, after: SubnetView, before: SubnetView | undefined, direction: Direction): ChangedFlows[] {
  return partsIn(before, piece, after, direction).flatMap((one) => held(one, piece, after)).flatMap(({ ports, part, isUnsure }) => {
    const now = sideOf(piece, isUnsure);
    const isSameWay = part.hops.length === 0 || now.hops.every((hop) => part.hops.includes(hop));
    if (part.result === 'allow' && isSameWay) {
      return [];
    }
    const kind = part.result === 'allow' ? 'another way' : 'newly allowed';
    const isPossible = part.result === 'unknown' || now.result === 'unknown';
    return [changeOf(kind, piece, after, { ports, target: part.target, before: part, after: now, isPossible })];
  });
}

/** What was open before, against what happens after. What is open after is said from that side. */
function noLonger(piece: OpenPiece, before: SubnetView, after: SubnetView | undefined, direction: Direction): ChangedFlows[] {
  const parts = partsIn(after, piece, before, direction).filter(({ part }) => part.result !== 'allow');
  return parts.flatMap((one) => held(one, piece, before)).map(({ ports, part, isUnsure }) => {
    const was = sideOf(piece, isUnsure);
    const isPossible = part.result === 'unknown' || was.result === 'unknown';
    return changeOf('no longer allowed', piece, before, { ports, target: part.target, before: was, after: part, isPossible });
  });
}

function changeOf(
  kind: ChangedFlows['kind'], piece: OpenPiece, view: SubnetView,
  rest: Pick<ChangedFlows, 'ports' | 'target' | 'before' | 'after' | 'isPossible'>,
): ChangedFlows {
  const own = partOfOwn(piece, view);
  return { kind, direction: piece.direction, protocol: piece.protocol, ...rest, ...(own !== undefined && { own }) };
}

/**
 * Of addresses, those that the network with the piece does let through: what its rules before deny is taken from addresses, and
 * cannot be taken from names.
 */
function held({ ports, part }: Judged, piece: OpenPiece, view: SubnetView): (Judged & { readonly isUnsure: boolean })[] {
  if (part.target.kind !== 'addresses') {
    return [{ ports, part, isUnsure: false }];
  }
  const { direction, protocol, own, hop } = piece;
  return cutPorts([ports], portLists(view, direction, protocol)).flatMap((one) =>
    flowParts(view, direction, { protocol, ports: one, own, target: part.target })
      .filter(({ result, hops }) => result !== 'deny' && (hop === undefined || hops === undefined || hops.includes(hop)))
      .map(({ target, result }) => ({ ports: one, part: { ...part, target }, isUnsure: result === 'unknown' })));
}

function sideOf({ doubt, hop, way, rules, places }: OpenPiece, isUnsure: boolean): FlowSide {
  const labels = rules.map(({ label }) => label);
  const texts = [
    ...labels.map((label) => `${label} allows it`), ...(way === undefined ? [] : [way]), ...(doubt === undefined ? [] : [doubt]),
  ];
  return { result: doubt === undefined && !isUnsure ? 'allow' : 'unknown', hops: hop === undefined ? [] : [hop], texts, places };
}

/** The addresses that a piece is for, when they are not all of the subnet. */
function partOfOwn({ own, target }: OpenPiece, view: SubnetView): Target | undefined {
  const whole = view.ownFor(target);
  return own.kind === 'addresses' && whole.kind === 'addresses' && !whole.set.isIn(own.set) ? own : undefined;
}

interface Judged {
  readonly ports: PortInterval;
  readonly part: FlowSide & { readonly target: Target };
}

/** What another network does with what one has open, on ports that none of its rules divides. */
function partsIn(view: SubnetView | undefined, piece: OpenPiece, of: SubnetView, direction: Direction): Judged[] {
  const { protocol, ports, target } = piece;
  if (view === undefined) {
    return [{ ports, part: { target, result: 'unknown', hops: [], places: [], texts: ['the files do not have the subnet'] } }];
  }
  const own = partOfOwn(piece, of) ?? view.ownFor(target);
  return cutPorts([ports], portLists(view, direction, protocol)).flatMap((one) =>
    flowParts(view, direction, { protocol, ports: one, own, target }).map((part) => ({ ports: one, part: withHops(part) })));
}

function withHops({ target, result, hops = [], texts, places }: FlowPart): Judged['part'] {
  return { target, result, hops, texts, places };
}

const lists = new WeakMap<SubnetView, Map<string, readonly (readonly PortInterval[])[]>>();

/** The ports of all rules that flows may pass, each list once. */
function portLists(view: SubnetView, direction: Direction, protocol: TransportProtocol): readonly (readonly PortInterval[])[] {
  const ofView = lists.get(view) ?? new Map<string, readonly (readonly PortInterval[])[]>();
  lists.set(view, ofView);
  const key = `${direction} ${protocol}`;
  const known = ofView.get(key);
  if (known !== undefined) {
    return known;
  }
  const rules = direction === Direction.INBOUND ? view.inbound : [...view.outbound, ...view.firewalls.flatMap((one) => view.rulesOf(one))];
  const those = rules.filter((rule) => rule.protocols.includes(protocol)).map((rule) => [...rule.ports, ...rule.otherPorts ?? []]);
  const found = [...new Map(those.map((ports) => [ports.map(({ first, last }) => `${first}-${last}`).join(), ports])).values()];
  ofView.set(key, found);
  return found;
}

/** What is open in one network, by what it is called, and the ports of each. */
class OpenKeys {
  private readonly ports = new Map<string, PortInterval[]>();
  private readonly sets = new Map<string, PortSet>();
  private readonly addresses = new Map<string, OpenAddresses>();
  private readonly keys: PieceKeys;

  constructor(pieces: readonly OpenPiece[], view: SubnetView | undefined) {
    this.keys = new PieceKeys(view!);
    for (const piece of pieces) {
      add(this.ports, this.keys.of(piece, targetKey(piece.target)), piece.ports);
      if (piece.target.kind === 'addresses') {
        const key = this.keys.of(piece, piece.target.side);
        const known = this.addresses.get(key) ?? new OpenAddresses();
        this.addresses.set(key, known);
        known.add(piece.ports, piece.target.set);
      }
    }
  }

  /** What of some pieces this network does not have: under the same name, and of addresses as parts of other sets. */
  public without(pieces: readonly OpenPiece[], view: SubnetView | undefined): OpenPiece[] {
    const keys = new PieceKeys(view!);
    const left = pieces.flatMap((piece) =>
      withoutPorts([piece.ports], this.portsOf(keys.of(piece, targetKey(piece.target)))).map((ports) => ({ ...piece, ports })));
    return left.flatMap((piece) => this.withoutAddresses(piece, keys));
  }

  private portsOf(key: string): PortSet {
    let known = this.sets.get(key);
    if (known === undefined) {
      known = portSet(this.ports.get(key) ?? []);
      this.sets.set(key, known);
    }
    return known;
  }

  private withoutAddresses(piece: OpenPiece, keys: PieceKeys): OpenPiece[] {
    const { target, ports } = piece;
    if (target.kind !== 'addresses') {
      return [piece];
    }
    const others = this.addresses.get(keys.of(piece, target.side));
    return (others?.cut(ports) ?? [ports]).flatMap((cut) => {
      const known = others?.at(cut.first) ?? NO_ADDRESSES;
      const set = target.set.without(known);
      if (set.isEmpty) {
        return [];
      }
      return [{ ...piece, ports: cut, target: target.set.overlaps(known) ? { kind: target.kind, side: target.side, set } : target }];
    });
  }
}

const NO_ADDRESSES = IntervalSet.of([]);

/** Addresses that are open, by their ports: many rules have the same ones. */
class OpenAddresses {
  private readonly byPorts = new Map<string, { readonly ports: PortInterval; readonly intervals: AddressInterval[] }>();
  private readonly sets = new Map<number, IntervalSet>();

  public add(ports: PortInterval, set: IntervalSet): void {
    const key = `${ports.first}-${ports.last}`;
    const known = this.byPorts.get(key) ?? { ports, intervals: [] };
    this.byPorts.set(key, known);
    known.intervals.push(...set.intervals);
  }

  /** Ports in parts that none of those that are open divide. */
  public cut(ports: PortInterval): PortInterval[] {
    const others = [...this.byPorts.values()].map((one) => [one.ports]).filter((one) => portsOverlap(one, [ports]));
    return cutPorts([ports], others);
  }

  /** All that is open on a port that begins a part. */
  public at(port: number): IntervalSet {
    let set = this.sets.get(port);
    if (set === undefined) {
      set = IntervalSet.of([...this.byPorts.values()].flatMap(({ ports, intervals }) => (hasPort([ports], port) ? intervals : [])));
      this.sets.set(port, set);
    }
    return set;
  }
}

function add<T>(map: Map<string, T[]>, key: string, one: T): void {
  const those = map.get(key) ?? [];
  map.set(key, those);
  those.push(one);
}

/** All that matters of pieces of one network but their ports, and none of the names that people give to rules. */
class PieceKeys {
  private readonly owns = new Map<Target, string>();
  private readonly limits = new Map<FilterRule, string>();

  constructor(private readonly view: SubnetView) {}

  public of(piece: OpenPiece, target: string): string {
    const { protocol, hop = '', doubt, rules } = piece;
    const isCertain = doubt === undefined ? 'certain' : 'possible';
    return `${protocol}\n${target}\n${this.ownKey(piece)}\n${hop}\n${isCertain}\n${rules.map((rule) => this.limitsOf(rule)).join('\n')}`;
  }

  /** The addresses of the subnet are the same for IPv4 and for IPv6 each; the other side decides which. */
  private ownKey(piece: OpenPiece): string {
    const { own, target } = piece;
    if (target.kind === 'addresses' && target.set.isIn(IntervalSet.IPV6)) {
      return ownKeyOf(piece, this.view);
    }
    let key = this.owns.get(own);
    if (key === undefined) {
      key = ownKeyOf(piece, this.view);
      this.owns.set(own, key);
    }
    return key;
  }

  private limitsOf(rule: FilterRule): string {
    let text = this.limits.get(rule);
    if (text === undefined) {
      text = limitsOf(rule);
      this.limits.set(rule, text);
    }
    return text;
  }
}

function ownKeyOf(piece: OpenPiece, view: SubnetView): string {
  const own = partOfOwn(piece, view);
  return own === undefined ? '' : targetKey(own);
}

const keysOfSets = new WeakMap<IntervalSet, string>();

function targetKey(target: Target): string {
  if (target.kind === 'addresses') {
    const known = keysOfSets.get(target.set) ?? target.set.intervals.map(({ family, first, last }) => `${family} ${first} ${last}`).join();
    keysOfSets.set(target.set, known);
    return `addresses ${target.side} ${known}`;
  }
  const sorted = 'except' in target ? { ...target, except: [...target.except].sort() } : target;
  return `${target.kind} ${targetText(sorted)}`;
}

/** What a rule is held to beside its ends and ports: only some source ports, or addresses as well as names. */
function limitsOf({ isPartial, sourcePorts, isHeldToAddresses, destination }: FilterRule): string {
  const ports = isPartial === true ? sourcePorts.map(({ first, last }) => `${first}-${last}`).join() : '';
  return `${ports}/${isHeldToAddresses === true ? targetKey({ kind: 'addresses', set: destination.ranges, side: 'internet' }) : ''}`;
}

/** Addresses of several changes as one, where they are alike in all else. */
export function unionOf(targets: readonly Target[]): Target[] {
  const sides = new Map<string, Extract<Target, { kind: 'addresses' }>>();
  const others = new Map<string, Target>();
  for (const target of targets) {
    if (target.kind !== 'addresses' || target.label !== undefined) {
      others.set(targetKey(target), target);
      continue;
    }
    const before = sides.get(target.side);
    const intervals = [...before?.set.intervals ?? [], ...target.set.intervals];
    sides.set(target.side, { ...target, set: IntervalSet.of(intervals) });
  }
  return [...sides.values(), ...others.values()];
}
