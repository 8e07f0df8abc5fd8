import { groupBy } from '../../azure/groups';
import { IntervalSet } from '../../network/interval-set';
import {
  ALL_PORTS, cutPorts, hasPort, isEveryPort, PortInterval, portSet, PortSet, portsOverlap, withoutPorts,
} from '../../azure/port-sets';
import { FilterRule, hasPorts, possiblePorts, TransportProtocol } from '../filter-rule';
import { holdsHost } from '../host-patterns';
import { isOfRanges } from '../rule-end';
import { PermittedFlows } from './permitted-flows';
import { MatchContext } from './split';
import { SubnetView } from './subnet-view';
import { Target } from './target';
import { Doubt, Leaf, walk } from './walk';

/** What one rule of a list lets through that nothing asks for. */
export interface OpenFlow {
  readonly rule: FilterRule;
  readonly protocol: TransportProtocol;
  readonly ports: PortSet;
  readonly target: Target;
  /** The addresses of the subnet that it is for. */
  readonly own: Target;
  /** Why it is not certain; undefined when it is. */
  readonly doubt?: string;
  /** Rules before that may deny some of it. */
  readonly blockers: readonly FilterRule[];
}

/** Who sees the flows of a list: the other ends are destinations outbound and sources inbound. */
export interface OpenView {
  readonly view: SubnetView;
  readonly isOutbound: boolean;
  readonly context: MatchContext;
  readonly expected: PermittedFlows;
  readonly targetsOf: (rule: FilterRule) => readonly Target[];
}

/** A rule that denies, as it is compared with what later rules open. */
interface Blocker {
  readonly rule: FilterRule;
  readonly ports: readonly PortInterval[];
  /** The least and the greatest of its addresses, when it has nothing but addresses. */
  readonly hull?: readonly [number, number];
  /** Names in lower case, when it has nothing but names of application rules. */
  readonly hosts?: readonly string[];
}

/**
 * What the rules of a list let through beyond what is asked for.
 *
 * A flow is let through when a rule that allows holds it and no earlier rule denies it; earlier rules that allow need no look, since
 * they let it through themselves. So each rule is compared with the rules before it that deny, as far as they can have flows in
 * common, and ports that are denied for everything are kept as one set for all.
 * @param isLookedAt which rules are looked at for what they let through
 */
export function openFlows(
  rules: readonly FilterRule[], open: OpenView, isLookedAt: (rule: FilterRule) => boolean = () => true,
): OpenFlow[] {
  const found: OpenFlow[] = [];
  const closed = new Map<TransportProtocol, PortSet>();
  const blockers: Blocker[] = [];
  for (const rule of rules) {
    if ((rule.access === 'allow' || rule.isEither === true) && isLookedAt(rule)) {
      ofRule(rule, closed, blockers, open, found);
    }
    if (rule.access === 'deny' || rule.isEither === true) {
      if (isForEverything(rule, open)) {
        for (const protocol of rule.protocols) {
          const ports = hasPorts(protocol) ? rule.ports : rule.ports.filter(isEveryPort);
          closed.set(protocol, portSet([...closed.get(protocol) ?? [], ...ports]));
        }
      }
      blockers.push(blockerOf(rule, open));
    }
  }
  return found;
}

function ofRule(
  rule: FilterRule, closed: ReadonlyMap<TransportProtocol, PortSet>, blockers: readonly Blocker[], open: OpenView, found: OpenFlow[],
): void {
  const all = portSet(rule.hasUnknownPorts === true ? ALL_PORTS : rule.ports);
  for (const protocol of rule.protocols) {
    const ports = withoutPorts(hasPorts(protocol) ? all : all.filter(isEveryPort), closed.get(protocol) ?? []);
    if (ports.length > 0) {
      for (const target of open.targetsOf(rule)) {
        const left = openPorts(open, protocol, ports, target);
        if (left.ports.length > 0) {
          const those = blockers.filter((one) =>
            one.rule.protocols.includes(protocol) && mayMeet(one, target) && portsOverlap(one.ports, left.ports));
          addFlows(rule, protocol, target, left, those, open, found);
        }
      }
    }
  }
}

interface PartlyAsked {
  readonly ports: PortSet;
  /** Ports of what asks for a part of the target. */
  readonly partly: readonly (readonly PortInterval[])[];
  /** Whether nothing asks for any of the target, on any port. */
  readonly isUnasked: boolean;
}

/** The ports on which not all of a target is asked for. */
function openPorts({ expected }: OpenView, protocol: TransportProtocol, ports: PortSet, target: Target): PartlyAsked {
  const partly: (readonly PortInterval[])[] = [];
  const asking = expected.askingFor(protocol, target);
  let left = ports;
  for (const { isWhole, ports: asked } of asking) {
    if (isWhole) {
      left = withoutPorts(left, portSet(asked));
    } else {
      partly.push(asked);
    }
  }
  return { ports: left, partly, isUnasked: asking.length === 0 };
}

function addFlows(
  rule: FilterRule, protocol: TransportProtocol, target: Target, asked: PartlyAsked, all: readonly Blocker[], open: OpenView,
  found: OpenFlow[],
): void {
  const rules = all.map((one) => one.rule);
  const blockers = deciding(rules, target, open.isOutbound);
  const lists = [...asked.partly, ...blockers.map(possiblePorts)];
  for (const ports of lists.length === 0 ? [asked.ports] : alikePorts(asked.ports, lists)) {
    const here = blockers.filter((one) => hasPort(possiblePorts(one), ports[0]!.first));
    addFlowsOn(ports, { rule, protocol, target, isUnasked: asked.isUnasked, here, rules }, open, found);
  }
}

/** Why it is not known whether what a rule lets through is asked for: it may be the very thing. */
function whyPerhapsAsked(
  { source, destination }: FilterRule, end: Target, { protocol, ports }: Pick<OpenFlow, 'protocol' | 'ports'>,
  { isOutbound, expected }: OpenView,
): string | undefined {
  const { opaque } = isOutbound ? destination : source;
  const unknown = end.kind === 'host' ? opaque.find(({ text }) => text === end.host) : undefined;
  return unknown === undefined || !expected.mayAskFor(protocol, ports) ? undefined
    : `what ${unknown.text} stands for is not known (${unknown.why}), and requirements may ask for it`;
}

/** Ports in parts that lists tell apart: pieces that none of them does are looked at once. */
export function alikePorts(ports: PortSet, lists: readonly (readonly PortInterval[])[]): PortSet[] {
  const pieces = cutPorts(ports, lists);
  return [...groupBy(pieces, ({ first }) => lists.map((list) => (hasPort(list, first) ? '1' : '0')).join('')).values()].map(portSet);
}

interface OpenedBy {
  readonly rule: FilterRule;
  readonly protocol: TransportProtocol;
  readonly target: Target;
  readonly isUnasked: boolean;
  /** The rules before that may deny some of it on these ports, and those that may on any. */
  readonly here: readonly FilterRule[];
  readonly rules: readonly FilterRule[];
}

function addFlowsOn(
  ports: PortSet, { rule, protocol, target, isUnasked, here, rules }: OpenedBy, open: OpenView, found: OpenFlow[],
): void {
  const { expected, isOutbound } = open;
  const one = firstOf(ports);
  const left = isUnasked ? target : expected.beyond(protocol, one, target);
  if (left === undefined) {
    return;
  }
  for (const leaf of leavesOf(here.length === 0 ? [rule] : [...here, rule], protocol, one, left, open)) {
    const [end, own] = isOutbound ? [leaf.destination, leaf.source] : [leaf.source, leaf.destination];
    const isAllowed = leaf.access === 'allow';
    const doubt = isAllowed ? doubtOf(leaf.doubts.deny) : isDoubtful(rule) ? leaf.doubts.allow : undefined;
    if ((isAllowed || doubt !== undefined) && ((isUnasked && end === target) || expected.beyond(protocol, one, end) !== undefined)) {
      const text = doubt !== undefined ? `${doubt.rule.label} may ${isAllowed ? 'deny' : 'allow'} it: ${doubt.why}`
        : whyPerhapsAsked(rule, end, { protocol, ports }, open);
      found.push({ rule, protocol, ports, target: end, own, doubt: text, blockers: rules });
    }
  }
}

/** Of every address there is something left, whatever ranges are denied, as long as these are not all of IPv4. */
export function deciding(blockers: readonly FilterRule[], target: Target, isOutbound: boolean): readonly FilterRule[] {
  const isForRanges = ({ source, destination }: FilterRule): boolean => isOfRanges(isOutbound ? destination : source);
  const ofRanges = target.kind === 'every' ? blockers.filter(isForRanges) : [];
  if (ofRanges.length < 2) {
    return blockers;
  }
  const denied = ofRanges.flatMap(({ source, destination }) => [...source.ranges.intervals, ...destination.ranges.intervals]);
  return IntervalSet.IPV4.isIn(IntervalSet.of(denied)) ? blockers : blockers.filter((rule) => !isForRanges(rule));
}

/** What a list of rules does with flows to or from a target. */
function leavesOf(
  rules: readonly FilterRule[], protocol: TransportProtocol, ports: PortInterval, target: Target, { view, isOutbound, context }: OpenView,
): Leaf[] {
  const ends = isOutbound ? { source: view.ownFor(target), destination: target } : { source: target, destination: view.ownFor(target) };
  return walk(rules, { protocol, ports, ...ends }, context);
}

/** Whether a rule has a value that is not known, so that it may open what it does not surely open. */
export function isDoubtful({ uncertain, hasUnknownPorts, source, destination }: FilterRule): boolean {
  return uncertain !== undefined || hasUnknownPorts === true || source.opaque.length > 0 || destination.opaque.length > 0;
}

/** A rule that may deny all of it. One for a tag that may have some of the addresses leaves others open. */
export function doubtOf(doubt: Doubt | undefined): Doubt | undefined {
  return doubt !== undefined && isDoubtful(doubt.rule) ? doubt : undefined;
}

/** One port stands for all that no rule tells from it. */
export function firstOf(ports: PortSet): PortInterval {
  return { first: ports[0]!.first, last: ports[0]!.first };
}

/** Whether a rule denies its ports for certain, whoever is at the ends. */
function isForEverything(
  { source, destination, uncertain, isEither, isPartial, isHeldToAddresses }: FilterRule, { view, isOutbound }: OpenView,
): boolean {
  const [own, other] = isOutbound ? [source, destination] : [destination, source];
  const isOwn = own.isAny || (view.own.kind === 'addresses' && view.own.set.isIn(own.ranges));
  return other.isAny && isOwn && uncertain === undefined && isEither !== true && isPartial !== true && isHeldToAddresses !== true;
}

function blockerOf(rule: FilterRule, { isOutbound }: OpenView): Blocker {
  const { isAny, tags, opaque, hosts, urls, fqdnTags, ranges, areHostsResolved } = isOutbound ? rule.destination : rule.source;
  const hasNames = hosts.length > 0 || urls.length > 0 || fqdnTags.length > 0;
  const isOfAddresses = !isAny && tags.length === 0 && opaque.length === 0 && !hasNames;
  const isOfHosts = !isAny && tags.length === 0 && opaque.length === 0 && urls.length === 0 && fqdnTags.length === 0 && ranges.isEmpty &&
    areHostsResolved !== true;
  return {
    rule, ports: possiblePorts(rule),
    ...(isOfAddresses && { hull: hullOf(ranges.intervals) }), ...(isOfHosts && { hosts: hosts.map((host) => host.toLowerCase()) }),
  };
}

/** IPv6 addresses come after those of IPv4, by their first 32 bits. */
function hullOf(intervals: readonly { family: 4 | 6; first: bigint; last: bigint }[]): readonly [number, number] {
  const number = (family: 4 | 6, value: bigint): number => (family === 4 ? Number(value) : 2 ** 32 + Number(value >> 96n));
  const [first, last] = [intervals[0], intervals[intervals.length - 1]];
  return first === undefined || last === undefined ? [0, -1] : [number(first.family, first.first), number(last.family, last.last)];
}

const hulls = new WeakMap<Target, readonly [number, number]>();

/** Whether a rule can have something in common with a target. */
function mayMeet({ hull, hosts }: Blocker, target: Target): boolean {
  if (hull !== undefined && target.kind === 'addresses') {
    const own = hulls.get(target) ?? hullOf(target.set.intervals);
    hulls.set(target, own);
    return hull[0] <= own[1] && own[0] <= hull[1];
  }
  return hosts === undefined || target.kind !== 'host' ||
    hosts.some((host) => holdsHost(host, target.host) || holdsHost(target.host, host));
}
