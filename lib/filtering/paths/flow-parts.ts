import { Direction } from '../../requirements/direction';
import { PortInterval } from '../../azure/port-sets';
import { Firewall, Place } from '../../network/network';
import { rangesOf } from '../../network/term-ranges';
import { FilterRule, TransportProtocol } from '../filter-rule';
import { INTERNET, VIRTUAL_NETWORK } from '../knowledge';
import { byFile } from './required-flows';
import { heldByPolicies } from './endpoint-policies';
import { Hop, Way } from './next-hops';
import { isDoubtful } from './open-rules';
import { whyUnconnected } from './connection';
import { afterFirewall, firewallViews } from './sent-on';
import { SubnetView } from './subnet-view';
import { Target } from './target';
import { refusedAtInternet, refusedByFirewall } from './translated-protocols';
import { Doubt, Leaf, resultOf, walk } from './walk';

/** Flows between addresses of a subnet and a target, of one protocol and on ports that no rule divides. */
export interface AskedFlows {
  readonly protocol: TransportProtocol;
  readonly ports: PortInterval;
  readonly own: Target;
  readonly target: Target;
  /** Firewalls that have let them through already. */
  readonly passed?: readonly Firewall[];
}

/** A part of some flows all of which fare alike. */
export interface FlowPart {
  readonly target: Target;
  /** The addresses of the subnet that it is about. */
  readonly own: Target;
  readonly result: 'allow' | 'deny' | 'unknown';
  /** The hops that it may take; undefined inbound, and for what the security group denies. */
  readonly hops?: readonly Hop['kind'][];
  /** What decides, layer by layer: rules, routes, or why it is unknown. */
  readonly texts: readonly string[];
  readonly places: readonly Place[];
  /** Outbound, what becomes of it after the security group. */
  readonly afterGroup?: FlowPart['result'];
}

/** What becomes of flows, part by part: together the parts are all of them. */
export function flowParts(view: SubnetView, direction: Direction, flows: AskedFlows): FlowPart[] {
  const isOutbound = direction === Direction.OUTBOUND;
  const first = view.isUnfiltered ? [withoutGroup(view, flows)]
    : leavesOf(view.rulesIn(direction), flows, view, isOutbound).map((leaf) => (isOutbound
      ? partOf(view, leaf, leaf.destination, leaf.source) : partOf(view, leaf, leaf.source, leaf.destination)));
  return isOutbound ? first.flatMap((part) => (part.result === 'deny' ? [part] : onward(view, flows, part))) : first;
}

function leavesOf(
  rules: readonly FilterRule[], { protocol, ports, own, target }: AskedFlows, view: SubnetView, isOutbound: boolean,
): Leaf[] {
  return walk(
    rules, { protocol, ports, ...(isOutbound ? { source: own, destination: target } : { source: target, destination: own }) }, view.context,
  );
}

function withoutGroup({ unknownGroup }: SubnetView, { target, own }: AskedFlows): FlowPart {
  return unknownGroup === undefined ? { target, own, result: 'allow', texts: ['the subnet has no security group'], places: [] }
    : { target, own, result: 'unknown', texts: [`the security group of the subnet is not known: ${unknownGroup.unknown}`], places: [] };
}

/** Of all addresses, a rule for names or tags that may hold some leaves others as they are. */
function partOf(view: SubnetView, leaf: Leaf, target: Target, own: Target): FlowPart {
  const { access, rule, doubts } = leaf;
  const doubt = doubts[access === 'allow' ? 'deny' : 'allow'];
  const isDecided = doubt === undefined || (isWide(target, doubt.rule, view) && leavesSome(doubt.rule));
  const places = [...(isDecided ? [rule] : [doubt.rule, rule]).flatMap((one) => (one?.place === undefined ? [] : [one.place]))];
  return {
    target, own, places, result: isDecided ? access : resultOf(leaf), texts: [isDecided ? decisionText(leaf) : doubtText(doubt, access)],
  };
}

/** The virtual network has more than what a rule for public addresses can hold. */
function isWide(target: Target, { source, destination }: FilterRule, { subnet }: SubnetView): boolean {
  if (target.kind !== 'tag') {
    return target.kind === 'every';
  }
  const own = rangesOf(subnet.networkAddressSpace);
  return target.tag === INTERNET || (target.tag === VIRTUAL_NETWORK && !own.isEmpty &&
    [source, destination].every(({ isAny, ranges, tags }) => isAny || (tags.length === 0 && !ranges.overlaps(own))));
}

function leavesSome(rule: FilterRule): boolean {
  const holdsSome = rule.isPartial === true || rule.isHeldToAddresses === true || rule.destination.hosts.includes('*');
  return !isDoubtful(rule) && !holdsSome;
}

function decisionText({ access, rule }: Leaf): string {
  return rule === undefined
    ? 'no rule matches, and what no rule matches is denied'
    : `${rule.label} ${access === 'allow' ? 'allows' : 'denies'} it`;
}

function doubtText({ rule, why }: Doubt, access: Leaf['access']): string {
  return `${rule.label} may ${access === 'allow' ? 'deny' : 'allow'} it: ${why}`;
}

/** Follows what a security group lets out. */
function onward(view: SubnetView, flows: AskedFlows, before: FlowPart): FlowPart[] {
  const { unknownTable } = view;
  if (unknownTable !== undefined) {
    const texts = [`the route table of the subnet is not known: ${unknownTable.unknown}`];
    return [joined(before, { target: before.target, own: before.own, result: 'unknown', places: [], texts })];
  }
  const whole = before.target.kind === 'tag' && before.target.except.length === 0
    ? byFile(before.target.tag, view.context.knowledge)
    : before.target;
  return view.waysOf(whole).flatMap((way) => along(view, { ...flows, own: before.own }, way).map((part) => joined(before, part)));
}

function along(view: SubnetView, flows: AskedFlows, { target, hops, why }: Way): FlowPart[] {
  const parts = hops.map((hop) => beyond(view, { ...flows, target }, hop));
  if (parts.length === 1) {
    return parts[0]!;
  }
  const all = parts.flat();
  const results = [...new Set(all.map(({ result }) => result))];
  const isOne = results.length === 1;
  const texts = isOne ? [...all.flatMap((part) => part.texts), why!] : [`${hops.map(({ text }) => text).join(', or ')}: ${why}`];
  return [{
    target, own: flows.own, result: isOne ? results[0]! : 'unknown', hops: hops.map(({ kind }) => kind),
    texts: [...new Set(texts)], places: all.flatMap(({ places }) => places),
  }];
}

function beyond(view: SubnetView, flows: AskedFlows, hop: Hop): FlowPart[] {
  const { target, own } = flows;
  const places = hop.route === undefined ? [] : [hop.route.place];
  const end = (result: FlowPart['result'], text: string): FlowPart[] => [{ target, own, result, hops: [hop.kind], texts: [text], places }];
  if (hop.kind === 'appliance') {
    const firewall = view.firewallAt(hop.route);
    return firewall === undefined ? end('unknown', `${hop.text}: ${view.whyUnread(hop.route)}`)
      : leavesOf(view.rulesOf(firewall), flows, view, true).flatMap((leaf) => {
        const part = partOf(view, leaf, leaf.destination, leaf.source);
        const until = {
          ...part, hops: [hop.kind], texts: [hop.text, ...part.texts.map((text) => `firewall ${firewall.name}: ${text}`)],
          places: [...places, ...part.places],
        };
        const apart = whyUnconnected(view, firewall, hop.route);
        return part.result === 'deny' ? [until] : apart !== undefined ? [{ ...until, result: 'unknown', texts: [...until.texts, apart] }]
          : sentOnParts(view, flows, hop, firewall, until);
      });
  }
  if (hop.kind === 'internet' && view.whyNoWayOut !== undefined) {
    return view.perhapsOut !== undefined ? end('unknown', `${hop.text}, and ${view.whyNoWayOut}; ${view.perhapsOut}`)
      : end('deny', `${hop.text}, and ${view.whyNoWayOut}`);
  }
  const refused = hop.kind === 'internet' && target.kind !== 'every' && view.routes.delivers(hop, target) === 'yes'
    ? refusedAtInternet(view, flows.protocol, target, flows.passed) : undefined;
  if (refused !== undefined) {
    return end(refused.result, `${hop.text}, and ${refused.text}`);
  }
  if (hop.kind === 'service endpoint') {
    const { result, note } = heldByPolicies(view.subnet, hop.endpoint ?? '', target);
    return end(result, hop.text + note);
  }
  const delivered = hop.kind === 'unknown' ? 'maybe' : view.routes.delivers(hop, target);
  return {
    yes: end('allow', hop.text), no: end('deny', `${hop.text}: it is dropped`),
    maybe: end('unknown', `${hop.text}: whether it arrives is not in the files`),
  }[delivered];
}

/** What a firewall lets through, with what becomes of it by the routes of its own subnet. */
function sentOnParts(view: SubnetView, flows: AskedFlows, { kind, route }: Hop, firewall: Firewall, until: FlowPart): FlowPart[] {
  const { passed = [] } = flows;
  const [from, ...others] = passed.includes(firewall) ? [] : firewallViews(view, firewall, route);
  if (from === undefined) {
    const { target } = until;
    const refused = target.kind === 'every' ? undefined : refusedByFirewall(view, firewall, route, { protocol: flows.protocol, target });
    return [refused === undefined ? until : { ...until, result: refused.result, texts: [...until.texts, refused.text] }];
  }
  return from.waysOf(until.target)
    .flatMap((way) => along(from, { ...flows, own: until.own, passed: [...passed, firewall] }, way))
    .map((part) => joined(until, {
      ...part, hops: [kind], texts: part.result === 'allow' ? [] : part.texts.map((text) => afterFirewall(firewall, from) + text),
      ...(others.length > 0 && part.result === 'deny' && { result: 'unknown' }), // of which firewall it is, the files do not say
    }));
}

function joined(before: FlowPart, after: FlowPart): FlowPart {
  const isDenied = after.result === 'deny';
  return {
    ...after, afterGroup: after.result, result: isDenied ? 'deny' : before.result === 'unknown' ? 'unknown' : after.result,
    texts: isDenied ? after.texts : [...before.texts, ...after.texts],
    places: isDenied ? after.places : [...before.places, ...after.places],
  };
}
