import { IntervalSet } from '../../network/interval-set';
import { setKey } from '../../network/set-key';
import { cutPorts, hasPort, PortInterval, portsOverlap } from '../../azure/port-sets';
import { FilterRule, possiblePorts } from '../filter-rule';
import { NETWORK_TAGS, VIRTUAL_NETWORK } from '../knowledge';
import { PRIVATE_ADDRESSES } from '../known-addresses';
import { RuleEnd } from '../rule-end';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/** The other ends that rules deny, under the same conditions. */
interface Denied {
  readonly ranges: IntervalSet;
  readonly names: ReadonlySet<string>;
}

/**
 * What earlier rules may deny of what a rule opens. Neither the names of the earlier rules matter, nor how they divide what they deny. Two
 * networks may open one name and let through different parts of it, because their earlier rules deny different tags and ranges.
 */
export class Blockers {
  public static readonly NONE = new Blockers(new Map());

  /** Equal for the same ends under the same conditions. */
  public readonly key: string;

  private constructor(private readonly denied: ReadonlyMap<string, Denied>) {
    this.key = [...denied].map(([condition, { ranges, names }]) =>
      `${condition}:${setKey(ranges)},${[...names].sort().join()}`).sort().join('\n');
  }

  /**
   * @param rules the rules that deny on a port
   */
  public static of(rules: readonly FilterRule[], target: Target, view: SubnetView, isOutbound: boolean): Blockers {
    const all = new Map<string, { readonly ranges: IntervalSet[]; readonly names: Set<string> }>();
    for (const rule of rules) {
      const [own, other] = isOutbound ? [rule.source, rule.destination] : [rule.destination, rule.source];
      const { ranges, names } = deniedOf(other, target, view);
      if (ranges.isEmpty && names.length === 0) {
        continue;
      }
      const condition = conditionOf(rule, own, view);
      const known = all.get(condition) ?? { ranges: [], names: new Set<string>() };
      all.set(condition, known);
      names.forEach((name) => known.names.add(name));
      known.ranges.push(ranges);
    }
    return all.size === 0 ? Blockers.NONE : new Blockers(new Map([...all].map(([condition, { ranges, names }]) =>
      [condition, { names, ranges: IntervalSet.of(ranges.flatMap(({ intervals }) => intervals)) }])));
  }

  /** Whether others deny all that these do. */
  public areIn(others: Blockers): boolean {
    return this === others || this.key === others.key || [...this.denied].every(([condition, { ranges, names }]) => {
      const those = others.denied.get(condition);
      return those !== undefined && ranges.isIn(those.ranges) && [...names].every((name) => those.names.has(name));
    });
  }
}

/** Parts of some ports, each with what is denied before on all of it. */
export function blockedParts(
  rules: readonly FilterRule[], ports: PortInterval, target: Target, view: SubnetView, isOutbound: boolean,
): { readonly ports: PortInterval; readonly blockers: Blockers }[] {
  if (rules.length === 0) {
    return [{ ports, blockers: Blockers.NONE }];
  }
  const here = rules.map((rule) => ({ rule, ports: possiblePorts(rule) })).filter((one) => portsOverlap(one.ports, [ports]));
  return cutPorts([ports], here.map((one) => one.ports)).map((part) => {
    const those = here.filter((one) => hasPort(one.ports, part.first)).map(({ rule }) => rule);
    return { ports: part, blockers: Blockers.of(those, target, view, isOutbound) };
  });
}

/**
 * What a rule may deny of a target. Denied ranges are taken already from addresses that a rule opens, and not from those that a route
 * tells apart from the Internet. Public ranges are taken to be on the Internet,
 * and service tags and names are there, so that none of them is of the virtual network.
 */
function deniedOf(end: RuleEnd, target: Target, view: SubnetView): { readonly ranges: IntervalSet; readonly names: readonly string[] } {
  if (target.kind === 'tag' && target.tag === VIRTUAL_NETWORK) {
    const inside = IntervalSet.of([...PRIVATE_ADDRESSES.intervals, ...view.network.intervals]);
    const names = [...(end.isAny ? ['*'] : []), ...end.tags.filter((tag) => NETWORK_TAGS.includes(tag))];
    return { ranges: end.ranges.and(inside), names };
  }
  return { ranges: target.kind === 'addresses' ? end.ranges.and(target.set) : end.ranges, names: namesOf(end) };
}

/** What a rule that denies depends on besides its other end. */
function conditionOf(rule: FilterRule, own: RuleEnd, { own: subnet }: SubnetView): string {
  const { kind, uncertain = '', isEither, isPartial, sourcePorts, isHeldToAddresses, hasUnknownPorts, applications = [] } = rule;
  const isForAll = own.isAny || (subnet.kind === 'addresses' && subnet.set.isIn(own.ranges));
  return JSON.stringify([
    isForAll ? '' : [setKey(own.ranges), ...namesOf(own)], uncertain, isEither, hasUnknownPorts, isHeldToAddresses,
    kind === 'application' ? applications : '', isPartial === true ? sourcePorts : '',
  ]);
}

function namesOf({ isAny, tags, opaque, hosts, areHostsResolved, urls, fqdnTags }: RuleEnd): string[] {
  return [
    ...(isAny ? ['*'] : []), ...tags, ...opaque.map(({ text }) => `opaque ${text}`),
    ...hosts.map((host) => `${areHostsResolved === true ? 'at ' : ''}host ${host.toLowerCase()}`), ...urls.map((url) => `url ${url}`),
    ...fqdnTags.map((tag) => `FQDN tag ${tag}`),
  ];
}
