import { ALL_PORTS, PortInterval, portText } from '../../azure/port-sets';
import { FilterRule, hasPorts, TransportProtocol } from '../filter-rule';
import { holdsHost } from '../host-patterns';
import { RuledOut } from './ruled-out';
import { rulesFor } from './rule-index';
import { MatchContext, split } from './split';
import { Split } from './split-parts';
import { Target } from './target';

/** Flows of one protocol, on ports that no rule divides. */
export interface FlowPiece {
  readonly protocol: TransportProtocol;
  readonly ports: PortInterval;
  readonly source: Target;
  readonly destination: Target;
}

/** A rule that may decide as well, and why that is not certain. */
export interface Doubt {
  readonly rule: FilterRule;
  readonly why: string;
}

/** A part of a piece, and the rule that decides it. */
export interface Leaf {
  readonly source: Target;
  readonly destination: Target;
  readonly access: 'allow' | 'deny';
  /** Undefined when no rule matches. */
  readonly rule?: FilterRule;
  /** Rules before it that may decide, by what they would do. */
  readonly doubts: { readonly allow?: Doubt; readonly deny?: Doubt };
  /** Whether it is denied although rules for other service tags may allow some of it. */
  readonly byName: boolean;
  /** What is taken for true and is not in the files, and what would be done otherwise. */
  readonly assumed: readonly Assumption[];
}

interface Assumption {
  readonly text: string;
  readonly otherwise: 'allow' | 'deny';
}

/** What is still to be decided, and what its ends are not, because rules before have not decided it. */
type Item = Pick<Leaf, 'source' | 'destination' | 'doubts' | 'byName' | 'assumed'>
  & { readonly notFrom: RuledOut; readonly notTo: RuledOut };

const NO_DOUBTS: Leaf['doubts'] = { allow: undefined, deny: undefined };

function itemOf({ source, destination }: FlowPiece): Item {
  return { source, destination, doubts: NO_DOUBTS, byName: false, assumed: [], notFrom: RuledOut.NOTHING, notTo: RuledOut.NOTHING };
}

/** What becomes of a leaf: `unknown` when a rule before may do the opposite. */
export function resultOf({ access, doubts }: Leaf): 'allow' | 'deny' | 'unknown' {
  return doubts[access === 'allow' ? 'deny' : 'allow'] === undefined ? access : 'unknown';
}

/** Takes flows through rules in their order; the first that matches decides, and what none matches is denied. */
export function walk(rules: readonly FilterRule[], piece: FlowPiece, context: MatchContext): Leaf[] {
  const leaves: Leaf[] = [];
  let items: Item[] = [itemOf(piece)];
  for (const rule of rulesFor(rules, piece.source, piece.destination)) {
    const holds = holdsPorts(rule, piece, context);
    if (holds === 'no') {
      items = isForServices(rule, piece, context) ? items.map((item) => fromClient(item, rule, context)) : items;
      continue;
    }
    if (!tellsNew(items, rule, context)) {
      continue;
    }
    const next: Item[] = [];
    for (const item of items) {
      take(item, rule, holds === 'maybe' ? whyMaybe(rule) : undefined, context, leaves, next);
    }
    items = next;
    if (items.length === 0) {
      return leaves;
    }
  }
  return [...leaves, ...items.map((item) => ({ ...item, access: 'deny' as const }))];
}

function tellsNew(items: readonly Item[], rule: FilterRule, context: MatchContext): boolean {
  for (const item of items) {
    if (!tellsNothingNew(item, rule, context)) {
      return true;
    }
  }
  return false;
}

/**
 * Whether a rule for some public addresses may hold a name, as rules before it that do the same may. It leaves everything as it is,
 * once no more tests are remembered, and lists have thousands of such rules.
 */
function tellsNothingNew({ doubts, notTo, destination: target }: Item, rule: FilterRule, { hosts }: MatchContext): boolean {
  if (rule.destination.isOfHosts) {
    return isForOtherNames(target, rule);
  }
  const isName = target.kind === 'tag' || (target.kind === 'host' && hosts.addressesOf(target.host) === undefined);
  return isName && doubts[rule.access] !== undefined && notTo.isFull && rule.isEither !== true && rule.source.isAny &&
    rule.destination.isOfPublicRanges;
}

/** Whether a rule for host names alone holds nothing of a target for certain: lists have thousands of such rules. */
function isForOtherNames(target: Target, rule: FilterRule): boolean {
  const { destination: { hosts } } = rule;
  switch (target.kind) {
    case 'host':
      for (const host of hosts) {
        if (holdsHost(host, target.host) || holdsHost(target.host, host)) {
          return false;
        }
      }
      return true;
    case 'addresses':
    case 'tag':
    case 'unknown':
      return strictest(rule) === 'allow' && !hosts.includes('*');
    case 'url':
    case 'every':
    case 'own':
      return false;
  }
}

/** What a rule that may do either is looked at as: one that denies counts where it holds only a part. */
function strictest({ access, isEither }: FilterRule): FilterRule['access'] {
  return isEither === true ? 'deny' : access;
}

/** Gives what the rule decides to the leaves, and the rest to the rules that follow. */
function take(item: Item, rule: FilterRule, uncertain: string | undefined, context: MatchContext, leaves: Leaf[], next: Item[]): void {
  const { knowledge } = context;
  const access = strictest(rule);
  const source = split(item.source, rule.source, access, context, item.notFrom);
  if (source.matched.length === 0 && source.maybe === undefined) {
    next.push(assuming(item, source, rule));
    return;
  }
  const destination = split(item.destination, rule.destination, access, context, item.notTo);
  if (destination.matched.length === 0 && destination.maybe === undefined) {
    next.push(assuming(destination.byName === true ? { ...item, byName: true } : item, destination, rule));
    return;
  }
  for (const from of source.matched) {
    for (const to of destination.matched) {
      const part = { ...item, source: from, destination: to };
      if (uncertain === undefined) {
        leaves.push({ ...part, access: rule.access, rule });
      } else {
        next.push(doubted(part, rule, uncertain));
      }
    }
    if (destination.rest !== undefined) {
      const part = assuming({ ...item, source: from, destination: destination.rest }, destination, rule);
      if (destination.maybe === undefined) {
        next.push(part);
      } else {
        // The source matches for certain: what goes on is at none of the rule's destinations.
        const notTo = uncertain === undefined ? item.notTo.and(rule.destination, knowledge) : item.notTo;
        pushUnlessNothing(doubted({ ...part, notTo }, rule, uncertain ?? destination.maybe), leaves, next);
      }
    }
  }
  if (source.rest !== undefined) {
    const part = assuming({ ...item, source: source.rest }, source, rule);
    if (source.maybe === undefined) {
      next.push(part);
    } else {
      const isEveryDestination = destination.rest === undefined;
      const notFrom = uncertain === undefined && isEveryDestination ? item.notFrom.and(rule.source, knowledge) : item.notFrom;
      pushUnlessNothing(doubted({ ...part, notFrom }, rule, uncertain ?? source.maybe), leaves, next);
    }
  }
}

const FROM_CLIENTS = 'connections are opened from ports from 1024 on';

/** Whether a rule holds a piece but for the ports that it comes from, which are those of services. */
function isForServices(rule: FilterRule, { protocol, ports }: FlowPiece, { isForOpenings = false }: MatchContext): boolean {
  return rule.isFromServices === true && !isForOpenings && rule.protocols.includes(protocol) && holdAll(rule.ports, ports);
}

/** An item with what is taken for true where a rule holds it only from ports that services have. */
function fromClient(item: Item, rule: FilterRule, context: MatchContext): Item {
  const ends = [split(item.source, rule.source, rule.access, context), split(item.destination, rule.destination, rule.access, context)];
  const mayHold = ends.every(({ matched, maybe }) => matched.length > 0 || maybe !== undefined);
  return mayHold ? assuming(item, { ...ends[0]!, assumed: FROM_CLIENTS }, rule) : item;
}

function assuming(item: Item, { assumed }: Split, { access }: FilterRule): Item {
  const isKnown = assumed === undefined || item.assumed.some(({ text, otherwise }) => text === assumed && otherwise === access);
  return isKnown ? item : { ...item, assumed: [...item.assumed, { text: assumed, otherwise: access }] };
}

/** Where rules before have every address between them, one of them has decided it. */
function pushUnlessNothing(item: Item, leaves: Leaf[], next: Item[]): void {
  if (!item.notFrom.isEverything && !item.notTo.isEverything) {
    next.push(item);
    return;
  }
  const { allow, deny } = item.doubts;
  leaves.push({ ...item, access: allow === undefined ? 'deny' : 'allow', rule: (allow ?? deny)!.rule });
}

/** The first doubt of each kind is kept: it is as good as any other. */
function doubted(item: Item, rule: FilterRule, why: string): Item {
  const doubt = { rule, why };
  const kinds = rule.isEither === true ? ['allow', 'deny'] as const : [rule.access] as const;
  const doubts = { ...item.doubts };
  for (const kind of kinds) {
    doubts[kind] ??= doubt;
  }
  return { ...item, doubts };
}

/** What a rule does with a piece, in words; the last line may be about all rules. */
interface TraceLine {
  readonly rule?: FilterRule;
  readonly says: string;
}

/** What each rule does with a piece, up to the one that decides the last of it. */
export function trace(rules: readonly FilterRule[], piece: FlowPiece, context: MatchContext): TraceLine[] {
  const lines: TraceLine[] = [];
  let items: Item[] = [itemOf(piece)];
  for (const rule of rules) {
    const holds = holdsPorts(rule, piece, context);
    const [leaves, next]: [Leaf[], Item[]] = [[], []];
    if (holds !== 'no') {
      // Without the doubts of rules before, so that each rule is looked at by itself.
      const uncertain = holds === 'maybe' ? 'uncertain' : undefined;
      items.forEach((item) => take({ ...item, doubts: NO_DOUBTS }, rule, uncertain, context, leaves, next));
    }
    const isDoubted = next.some(({ doubts }) => doubts.allow?.rule === rule || doubts.deny?.rule === rule);
    if (leaves.length > 0) {
      lines.push({ rule, says: `${rule.access === 'allow' ? 'allows' : 'denies'} ${next.length > 0 ? 'a part of it' : 'it'}` });
    } else {
      lines.push({ rule, says: isDoubted ? `may ${rule.access} it` : whyNot(rule, piece, holds) });
    }
    if (holds !== 'no') {
      items = next;
    }
    if (items.length === 0) {
      return lines;
    }
  }
  return [...lines, { says: 'no more rules: what none matches is denied' }];
}

/** Why a rule takes nothing of a piece. */
function whyNot(rule: FilterRule, piece: FlowPiece, holds: ReturnType<typeof holdsPorts>): string {
  if (!rule.protocols.includes(piece.protocol)) {
    return 'for another protocol';
  }
  return holds === 'no' ? 'for other ports' : 'for other addresses or names';
}

function whyMaybe({ uncertain, isHeldToAddresses, isPartial, sourcePorts }: FilterRule): string {
  return uncertain ?? (isHeldToAddresses === true ? 'it is held to addresses as well as to names'
    : isPartial === true && sourcePorts.length > 0 ? `it matches only connections from ${rangesText(sourcePorts)}`
    : 'it matches only some of this traffic');
}

function rangesText(ports: readonly PortInterval[]): string {
  return `${ports.length === 1 && ports[0]!.first === ports[0]!.last ? 'port' : 'ports'} ${ports.map(portText).join(', ')}`;
}

/** What a rule that allows lets through of some flows is open, however few they are; what is asked for has to be held as a whole. */
function holdsPorts(
  rule: FilterRule, { protocol, ports }: Pick<FlowPiece, 'protocol' | 'ports'>, { isForOpenings = false, isNeeded = false }: MatchContext,
): 'yes' | 'maybe' | 'no' {
  // What denies some of the ports that connections come from leaves the others open.
  const isApart = rule.isFromServices === true && (isNeeded || rule.access === 'deny') && rule.isEither !== true &&
    rule.uncertain === undefined && hasPorts(protocol);
  if (!rule.protocols.includes(protocol) || isApart) {
    return 'no';
  }
  if (!hasPorts(protocol) && !holdAll(rule.ports, ALL_PORTS[0]!)) {
    return rule.access === 'deny' || !isForOpenings ? 'maybe' : 'no'; // what ports mean for a protocol without ports is not documented
  }
  if (hasPorts(protocol) && !holdAll(rule.ports, ports)) {
    return rule.hasUnknownPorts === true || (strictest(rule) === 'deny' && holdAll(rule.otherPorts ?? [], ports)) ? 'maybe' : 'no';
  }
  const isSome = rule.isPartial === true || rule.isHeldToAddresses === true;
  // What is open for some traffic is open; what is needed has to be open for all of it.
  return rule.uncertain !== undefined || (isSome && !(rule.access === 'allow' && isForOpenings)) ? 'maybe' : 'yes';
}

/** Whether one of some intervals holds all of another. This is asked of each rule for each flow. */
function holdAll(intervals: readonly PortInterval[], { first, last }: PortInterval): boolean {
  for (const one of intervals) {
    if (one.first <= first && last <= one.last) {
      return true;
    }
  }
  return false;
}
