import { groupBy } from '../../azure/groups';
import { ALL_PORTS, cutPorts, hasPort } from '../../azure/port-sets';
import { IntervalSet } from '../../network/interval-set';
import { setKey } from '../../network/set-key';
import { Direction } from '../../requirements/direction';
import { FilterRule, hasPorts, namedPorts, possiblePorts } from '../filter-rule';
import { RuleEnd } from '../rule-end';
import { areAlikeBesideRules } from './alike-views';
import { listsOf } from './firewalls-passed';
import { AskedFlows } from './flow-parts';
import { rulesFor } from './rule-index';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/**
 * Whether two networks decide on flows by the same rules, however these are called, numbered, split, merged or ordered among rules that do
 * the same. Then nothing changes for these flows, even where it is not known what becomes of them.
 */
export function areDecidedAlike(
  before: SubnetView | undefined, after: SubnetView | undefined, direction: Direction, flows: AskedFlows,
): boolean {
  if (before === undefined || after === undefined || before.isUnfiltered !== after.isUnfiltered || !areAlikeBeside(before, after)) {
    return false;
  }
  const isOutbound = direction === Direction.OUTBOUND;
  const [was, is] = [before, after].map((view) => listsOf(view, direction)) as [(readonly FilterRule[])[], (readonly FilterRule[])[]];
  return was.length === is.length && was.every((rules, i) => rules === is[i] || haveSameEffect(rules, is[i]!, flows, isOutbound));
}

const found = new WeakMap<SubnetView, { readonly other: SubnetView; readonly areAlike: boolean }>();

/** All but the rules of a pair is compared once. */
function areAlikeBeside(before: SubnetView, after: SubnetView): boolean {
  const known = found.get(before);
  if (known?.other === after) {
    return known.areAlike;
  }
  const areAlike = areAlikeBesideRules(before, after);
  found.set(before, { other: after, areAlike });
  return areAlike;
}

function haveSameEffect(before: readonly FilterRule[], after: readonly FilterRule[], flows: AskedFlows, isOutbound: boolean): boolean {
  const { protocol, own, target } = flows;
  const [was, is] = [before, after].map((rules) => (isOutbound ? rulesFor(rules, own, target) : rules)
    .filter((rule) => rule.protocols.includes(protocol))) as [FilterRule[], FilterRule[]];
  const ports = hasPorts(protocol) ? [flows.ports] : ALL_PORTS; // what ports mean for a protocol without ports is not documented
  return cutPorts(ports, [...was, ...is].map(namedPorts)).every(({ first }) => {
    const [effect, other] = [was, is].map((rules) => effectOn(first, rules, flows, isOutbound));
    return effect === other;
  });
}

/** Rules in a row that do the same: what they hold, by addresses of the subnet and by the conditions under which they do. */
interface AlikeRules {
  readonly access: string;
  readonly held: Map<string, HeldEnds>;
}

interface HeldEnds {
  /** The addresses of the subnet: a name, or ranges. */
  readonly own: string | IntervalSet;
  readonly conditions: string;
  readonly names: Set<string>;
  readonly ranges: IntervalSet[];
}

/** What a list does with flows on a port, as a text that is the same for all lists that do the same. */
function effectOn(port: number, rules: readonly FilterRule[], { protocol, own, target }: AskedFlows, isOutbound: boolean): string {
  const runs: AlikeRules[] = [];
  for (const rule of rules) {
    if (!hasPort(possiblePorts(rule), port)) {
      continue;
    }
    const [ownEnd, otherEnd] = isOutbound ? [rule.source, rule.destination] : [rule.destination, rule.source];
    const [from, to] = [partsOf(ownEnd, own), partsOf(otherEnd, target)];
    if (isNothing(from) || isNothing(to)) {
      continue;
    }
    const conditions = conditionsOf(rule, port, hasPorts(protocol));
    const isAll = conditions === '' && from.isAll && to.isAll;
    addTo(runs, rule, from, to, conditions);
    if (isAll) {
      break; // nothing is left for rules after it
    }
  }
  return runs.map((run) => runText(run, own, target)).join('\n');
}

/** What an end of a rule has of the end of some flows. */
interface EndParts {
  readonly isAll: boolean;
  readonly ranges: IntervalSet;
  readonly names: readonly string[];
}

function partsOf(end: RuleEnd, target: Target): EndParts {
  const { isAny, tags, hosts, areHostsResolved, urls, fqdnTags, opaque } = end;
  const ranges = target.kind === 'addresses' ? end.ranges.and(target.set) : end.ranges;
  return {
    ranges, isAll: isAny || (target.kind === 'addresses' && target.set.isIn(ranges)),
    names: [
      ...tags.map((tag) => `tag ${tag}`), ...hosts.map((host) => `${areHostsResolved === true ? 'at ' : ''}host ${host.toLowerCase()}`),
      ...urls.map((url) => `url ${url}`), ...fqdnTags.map((tag) => `FQDN tag ${tag}`), ...opaque.map((one) => JSON.stringify(one)),
    ],
  };
}

function isNothing({ isAll, ranges, names }: EndParts): boolean {
  return !isAll && ranges.isEmpty && names.length === 0;
}

function addTo(runs: AlikeRules[], rule: FilterRule, from: EndParts, to: EndParts, conditions: string): void {
  const access = rule.isEither === true ? 'either' : rule.access;
  let run = runs[runs.length - 1];
  if (run?.access !== access) {
    run = { access, held: new Map() };
    runs.push(run);
  }
  const ownParts = from.isAll ? ['*'] : [...from.names, ...(from.ranges.isEmpty ? [] : [from.ranges])];
  for (const part of ownParts) {
    const key = JSON.stringify([typeof part === 'string' ? part : setKey(part), conditions]);
    const held = run.held.get(key) ?? { own: part, conditions, names: new Set<string>(), ranges: [] };
    run.held.set(key, held);
    (to.isAll ? ['*'] : to.names).forEach((name) => held.names.add(name));
    held.ranges.push(to.ranges);
  }
}

/** What a rule depends on besides its ends; empty where it holds all on a port for certain. */
function conditionsOf(rule: FilterRule, port: number, isOfPorts: boolean): string {
  const {
    kind, uncertain, condition, isPartial, sourcePorts, isFromServices, isHeldToAddresses, hasUnknownPorts, applications = [], ports,
    otherPorts = [],
  } = rule;
  const isForAllPorts = ports.some(({ first, last }) => first === 0 && last === 65535);
  const all = [
    ...(kind === 'application' ? [kind, applications] : []), ...(uncertain === undefined ? [] : ['uncertain', uncertain]),
    ...(condition === undefined ? [] : ['condition', condition]), ...(isPartial === true ? ['source ports', sourcePorts] : []),
    ...(isFromServices === true ? ['services'] : []), ...(hasUnknownPorts === true ? ['unknown ports'] : []),
    ...(isHeldToAddresses === true ? ['addresses', setKey(rule.destination.ranges)] : []),
    ...(hasPort(otherPorts, port) ? ['other ports', hasPort(ports, port)] : []),
    ...(isOfPorts || isForAllPorts ? [] : ['some ports']),
  ];
  return all.length === 0 ? '' : JSON.stringify(all);
}

/** What holds everything of an end leaves nothing for what else holds a part of it under the same conditions. */
function runText({ access, held }: AlikeRules, own: Target, target: Target): string {
  const alike = groupBy(held.values(), ({ conditions, names, ranges }) => `${conditions}: ${heldText(names, ranges, target)}`);
  const texts = [...alike].map(([text, those]) => {
    const names = those.flatMap((one) => (typeof one.own === 'string' ? [one.own] : []));
    const ranges = those.flatMap((one) => (typeof one.own === 'string' ? [] : [one.own]));
    return `${heldText(new Set(names), ranges, own)} ${text}`;
  });
  return `${access} ${texts.sort().join('; ')}`;
}

function heldText(names: ReadonlySet<string>, ranges: readonly IntervalSet[], target: Target): string {
  const set = IntervalSet.of(ranges.flatMap(({ intervals }) => intervals));
  const isAll = names.has('*') || (target.kind === 'addresses' && target.set.isIn(set));
  return isAll ? '*' : JSON.stringify([[...names].sort(), setKey(set)]);
}
