import { hasPort } from '../../azure/port-sets';
import { Cover, rulesBefore } from './cover';
import { ListRule, Symbols } from './list-rule';
import { Box, RuleList } from './rule-list';

/** A rule that decides no flow. */
export interface DeadRule {
  /** Its place in the list, from 0. */
  readonly rule: number;
  /**
   * Earlier rules that match all flows of the rule, and do not when one of them is left out. Each of them decides some of these
   * flows. Empty when the rule has no flow to match: a list without entries, a symbol without addresses.
   */
  readonly by: readonly number[];
}

/**
 * All rules that decide no flow, whatever the addresses of symbols are, in the order of the list. Every other rule decides a flow
 * for some addresses that its symbols, and those of other rules, can have.
 */
export function deadRules(rules: readonly ListRule[], symbols: Symbols): DeadRule[] {
  const list = new RuleList([{ rules, defaultAccess: 'deny' }], symbols);
  return deadRulesOf(list, new Cover(list));
}

/** As `deadRules`, for rules that are compared as numbers already. */
export function deadRulesOf(list: RuleList, cover: Cover): DeadRule[] {
  const only = new Uint8Array(list.count);
  const dead: DeadRule[] = [];
  for (let rule = 0; rule < list.count - 1; rule++) { // the last is the default
    if (list.isEmpty(rule)) {
      dead.push({ rule, by: [] });
    } else if (cover.gap(list.box(rule), rulesBefore(rule)) === undefined) {
      dead.push({ rule, by: takers(rule, list, cover, only) });
    }
  }
  return dead;
}

function takers(rule: number, list: RuleList, cover: Cover, only: Uint8Array): number[] {
  const box = list.box(rule);
  const selection = rulesBefore(rule, -1, only);
  const found: number[] = [];
  // A flow that those found so far do not match leads to one more.
  for (let gap = cover.gap(box, selection); gap !== undefined; gap = cover.gap(box, selection)) {
    const { source, destination, protocol, sourcePort, destinationPort } = gap;
    const taker = cover.first(box, rulesBefore(rule), source, destination, (one) => (list.protocols[one]! & (1 << protocol)) !== 0 &&
      hasPort(list.sourcePorts[one]!, sourcePort) && hasPort(list.destinationPorts[one]!, destinationPort));
    if (taker < 0 || only[taker] === 1) {
      throw new Error(`no rule before rule ${rule} takes a flow that one was found to take`);
    }
    found.push(taker);
    only[taker] = 1;
  }
  const needed = found.filter((taker) => isNeeded(taker, rule, box, cover, only));
  needed.forEach((taker) => only[taker] = 0);
  return needed.sort((a, b) => a - b);
}

/** Whether the others do not match all of the box without this one; else it is taken out. */
function isNeeded(taker: number, rule: number, box: Box, cover: Cover, only: Uint8Array): boolean {
  only[taker] = 0;
  if (cover.gap(box, rulesBefore(rule, -1, only)) === undefined) {
    return false;
  }
  only[taker] = 1;
  return true;
}
