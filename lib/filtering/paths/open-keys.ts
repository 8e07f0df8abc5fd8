import { addTo } from '../../azure/groups';
import { termText } from '../../network/address-text';
import { IntervalSet } from '../../network/interval-set';
import { setKey } from '../../network/set-key';
import { cutPorts, PortInterval, portSet, PortSet, portsKey, withoutPorts } from '../../azure/port-sets';
import { AddressInterval } from '../../network/network';
import { Direction } from '../../requirements/direction';
import { FilterRule } from '../filter-rule';
import { blockedParts, Blockers } from './blockers';
import { RangeIndex } from './end-index';
import { Hop } from './next-hops';
import { OpenPiece } from './openings';
import { SubnetView } from './subnet-view';
import { isName, Target, targetText } from './target';

/** A piece on ports on which the same rules before it deny. */
interface PiecePart {
  readonly piece: OpenPiece;
  readonly ports: PortInterval;
  readonly blockers: Blockers;
}

/** What is open in one network, by what it is called, and the ports of each. */
export class OpenKeys {
  private readonly parts = new Map<string, PiecePart[]>();
  private readonly sets = new Map<string, PortSet>();
  private readonly addresses = new Map<string, OpenAddresses>();

  constructor(pieces: readonly OpenPiece[], view: SubnetView | undefined) {
    const keys = new PieceKeys(view!);
    for (const part of pieces.flatMap((piece) => partsOf(piece, view!))) {
      const { piece, ports, blockers } = part;
      addTo(this.parts, keys.of(piece, identityOf(piece.target)), part);
      if (piece.target.kind === 'addresses') {
        const key = keys.of(piece, piece.target.side);
        const known = this.addresses.get(key) ?? new OpenAddresses();
        this.addresses.set(key, known);
        known.add(ports, blockers, piece.target.set);
      }
    }
  }

  /**
   * The parts of pieces of another network that this one does not open, by name and by address. What this network opens counts only where
   * its earlier rules deny no more than those of the other.
   */
  public without(pieces: readonly OpenPiece[], view: SubnetView | undefined): OpenPiece[] {
    const keys = new PieceKeys(view!);
    const left = pieces.flatMap((piece) => partsOf(piece, view!)).flatMap((part) => {
      const { piece, ports, blockers } = part;
      const had = this.portsOf(keys.of(piece, identityOf(piece.target)), blockers);
      return withoutPorts([ports], had).map((one): PiecePart => ({ ...part, ports: one }));
    });
    return left.flatMap((part) => this.withoutAddresses(part, keys));
  }

  private portsOf(key: string, blockers: Blockers): PortSet {
    const keyOfSet = `${key}\n${blockers.key}`;
    let known = this.sets.get(keyOfSet);
    if (known === undefined) {
      known = portSet((this.parts.get(key) ?? []).filter((part) => part.blockers.areIn(blockers)).map(({ ports }) => ports));
      this.sets.set(keyOfSet, known);
    }
    return known;
  }

  private withoutAddresses({ piece, ports, blockers }: PiecePart, keys: PieceKeys): OpenPiece[] {
    const { target } = piece;
    if (target.kind !== 'addresses') {
      return [{ ...piece, ports }];
    }
    const others = this.addresses.get(keys.of(piece, target.side));
    return (others?.of(ports, target.set, blockers) ?? [{ ports, open: IntervalSet.NONE }]).flatMap(({ ports: part, open }) => {
      const set = target.set.without(open);
      return set.isEmpty ? []
        : [{ ...piece, ports: part, target: target.set.overlaps(open) ? { kind: target.kind, side: target.side, set } : target }];
    });
  }
}

function partsOf(piece: OpenPiece, view: SubnetView): PiecePart[] {
  const { blockers, ports, target, direction } = piece;
  return blockedParts(blockers, ports, target, view, direction === Direction.OUTBOUND).map((part) => ({ piece, ...part }));
}

interface AddressesOnPorts {
  readonly ports: PortInterval;
  readonly blockers: Blockers;
  readonly intervals: AddressInterval[];
}

/** Addresses that are open, by their ports: many rules have the same ones. */
class OpenAddresses {
  private readonly byPorts = new Map<string, AddressesOnPorts>();
  private readonly sets = new Map<string, IntervalSet>();
  private all: readonly AddressesOnPorts[] = [];
  private index: RangeIndex | undefined;

  public add(ports: PortInterval, blockers: Blockers, set: IntervalSet): void {
    const key = `${ports.first}-${ports.last} ${blockers.key}`;
    const known = this.byPorts.get(key) ?? { ports, blockers, intervals: [] };
    this.byPorts.set(key, known);
    known.intervals.push(...set.intervals);
  }

  /**
   * The ports on which some of these addresses are open, divided so that each part is open to the same addresses all through. Only what
   * this network denies no more of counts.
   */
  public of(ports: PortInterval, set: IntervalSet, blockers: Blockers): { readonly ports: PortInterval; readonly open: IntervalSet }[] {
    if (this.index === undefined) { // all are added before the first is looked for
      this.all = [...this.byPorts.values()];
      this.index = new RangeIndex(this.all.map(({ intervals }, place) => [place, intervals]));
    }
    const near = this.index.meeting(set.intervals).sort((a, b) => a - b);
    return cutPorts([ports], near.map((place) => [this.all[place]!.ports])).map((one) =>
      ({ ports: one, open: this.unionOf(near.filter((place) => this.isOn(this.all[place]!, one.first, blockers))) }));
  }

  private isOn(one: AddressesOnPorts, port: number, blockers: Blockers): boolean {
    return one.ports.first <= port && port <= one.ports.last && one.blockers.areIn(blockers);
  }

  private unionOf(places: readonly number[]): IntervalSet {
    const key = places.join();
    const known = this.sets.get(key) ?? IntervalSet.of(places.flatMap((place) => this.all[place]!.intervals));
    this.sets.set(key, known);
    return known;
  }
}

/** The text by which pieces of one network are compared: all about them except ports and the names of rules. */
class PieceKeys {
  private readonly owns = new Map<Target, string>();
  private readonly limits = new Map<FilterRule, string>();
  private readonly hops = new Map<Target, readonly Hop['kind'][]>();

  constructor(private readonly view: SubnetView) {}

  public of(piece: OpenPiece, target: string): string {
    const { protocol, doubt, rules } = piece;
    const hop = piece.hop === undefined ? '' : [piece.hop, ...this.hopsOf(piece.target)].join();
    const isCertain = doubt === undefined ? 'certain' : 'possible';
    return `${protocol}\n${target}\n${this.ownKey(piece)}\n${hop}\n${isCertain}\n${rules.map((rule) => this.limitsOf(rule)).join('\n')}`;
  }

  /** The hops of a name: it has one rule, and its addresses may take other routes than before. */
  private hopsOf(target: Target): readonly Hop['kind'][] {
    if (!isName(target)) {
      return [];
    }
    const known = this.hops.get(target) ?? [...new Set(hopsOf(this.view, target))].sort();
    this.hops.set(target, known);
    return known;
  }

  /** The addresses of the subnet, as a text. All of its IPv4 addresses, or all of IPv6, are left out: the other end tells which. */
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

/** All hops that a target may take: routes for tags may hold some addresses of a name. */
export function hopsOf(view: SubnetView, target: Target): Hop['kind'][] {
  return view.waysOf(target).flatMap(({ hops }) => hops.map(({ kind }) => kind));
}

/** The routes that a target may take. */
export function routesKey(view: SubnetView, target: Target): string {
  return JSON.stringify(view.waysOf(target).map(({ hops }) => hops.map(({ kind, route }) =>
    [kind, route === undefined ? '' : termText(route.prefix)])));
}

/** The addresses that a piece is for, when they are not all of the subnet. */
export function partOfOwn({ own, target }: Pick<OpenPiece, 'own' | 'target'>, view: SubnetView): Target | undefined {
  const whole = view.ownFor(target);
  return own.kind === 'addresses' && whole.kind === 'addresses' && !whole.set.isIn(own.set) ? own : undefined;
}

function ownKeyOf(piece: OpenPiece, view: SubnetView): string {
  const own = partOfOwn(piece, view);
  return own === undefined ? '' : identityOf(own);
}

/** What only the same target has. */
export function identityOf(target: Target): string {
  if (target.kind === 'addresses') {
    return `addresses ${target.side} ${setKey(target.set)}`;
  }
  const sorted = 'except' in target ? { ...target, except: [...target.except].sort() } : target;
  return `${target.kind} ${targetText(sorted)}`;
}

/** What limits a rule besides its ends and ports: certain source ports, or addresses as well as names. */
function limitsOf({ isPartial, sourcePorts, isHeldToAddresses, destination }: FilterRule): string {
  const ports = isPartial === true ? portsKey(sourcePorts) : '';
  return `${ports}/${isHeldToAddresses === true ? identityOf({ kind: 'addresses', set: destination.ranges, side: 'internet' }) : ''}`;
}
