import { portsKey } from '../../azure/port-sets';
import { ListRule, Symbols } from './list-rule';
import { RuleList } from './rule-list';

/** Two rules that match the same flows, with different access. */
export interface Contradiction {
  readonly first: number;
  /** The later rule, which is dead: the first decides all of its flows. */
  readonly second: number;
}

/**
 * All rules that match the same flows as an earlier rule with the other access, whatever the addresses of symbols are; each with the
 * first such rule. Rules that match nothing contradict none.
 */
export function contradictions(rules: readonly ListRule[], symbols: Symbols): Contradiction[] {
  return contradictionsOf(new RuleList([{ rules, defaultAccess: 'deny' }], symbols));
}

/** As `contradictions`, for rules that are compared as numbers already. */
export function contradictionsOf(list: RuleList): Contradiction[] {
  const last = list.count - 1; // the default
  if (list.allows.subarray(0, last).every((allows) => allows === list.allows[0])) {
    return [];
  }
  const firsts = new Map<string, { allow?: number; deny?: number }>();
  const found: Contradiction[] = [];
  for (let second = 0; second < last; second++) {
    if (list.isEmpty(second)) {
      continue;
    }
    const access = list.allows[second] === 1 ? 'allow' : 'deny';
    const key = [list.protocols[second], portsKey(list.sourcePorts[second]!), portsKey(list.destinationPorts[second]!),
      list.sources.identity(list.source[second]!), list.destinations.identity(list.destination[second]!)].join('|');
    const same = firsts.get(key) ?? {};
    firsts.set(key, same);
    same[access] ??= second;
    const first = access === 'allow' ? same.deny : same.allow;
    if (first !== undefined) {
      found.push({ first, second });
    }
  }
  return found;
}
