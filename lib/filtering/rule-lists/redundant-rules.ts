import { Cover, rulesBefore } from './cover';
import { deadRulesOf } from './dead-rules';
import { Access, ListRule, Symbols } from './list-rule';
import { LaterRules } from './later-rules';
import { RuleList } from './rule-list';

/**
 * Rules that decide flows, but whose flows the rules after them, or the default, decide in the same way. In the order of the list.
 *
 * All of them can be taken out together, with any of the dead rules or with none: the policy stays the same, whatever the addresses
 * of symbols are. A rule that keeps a dead rule from doing the opposite is needed. After that, no other rule can be taken out: each
 * changes a decision for some addresses that symbols can have and some choice of dead rules. There can be several such choices; this
 * is the one of trying the last rule first, so that of rules that could stand for each other the later ones are named.
 *
 * @param defaultAccess what is decided for flows that no rule matches
 * @param fixed how many rules at the end are not to be taken out, dead or not: those that Azure adds
 */
export function redundantRules(rules: readonly ListRule[], symbols: Symbols, defaultAccess: Access, fixed = 0): number[] {
  const list = new RuleList([{ rules, defaultAccess }], symbols);
  const cover = new Cover(list);
  return redundantRulesOf(list, cover, deadRulesOf(list, cover).map(({ rule }) => rule), fixed);
}

/** As `redundantRules`, for rules that are compared as numbers already, and of which it is known which are dead. */
export function redundantRulesOf(list: RuleList, cover: Cover, dead: readonly number[], fixed = 0): number[] {
  // All at once, since what takes the flows of a dead rule is never dead.
  const end = list.count - 1 - fixed; // the last is the default
  dead.filter((rule) => rule < end).forEach((rule) => cover.removed[rule] = 1);
  const gone = new Uint8Array(list.count);
  const others = new LaterRules(list, cover, gone);
  const redundant: number[] = [];
  for (let rule = end - 1; rule >= 0; rule--) {
    if (cover.removed[rule] === 0 && !isNeeded(rule, list, cover, others)) {
      cover.removed[rule] = gone[rule] = 1;
      redundant.push(rule);
    }
  }
  cover.removed.fill(0);
  return redundant.reverse();
}

/**
 * Whether some flow is decided by the rule, and without it by a later rule with another access. The earlier rules are all still
 * there; those that go after this one only leave it more flows, so it stays needed.
 */
function isNeeded(rule: number, list: RuleList, cover: Cover, others: LaterRules): boolean {
  const end = others.firstSubstitute(rule);
  for (const later of others.opposed(rule, end)) {
    const box = list.commonBox(rule, later);
    if (box === undefined) {
      continue;
    }
    if (cover.gap(box, rulesBefore(later, rule)) !== undefined) {
      return true;
    }
    if (list.contains(later, rule)) {
      return false; // none of its flows comes so far
    }
  }
  return false;
}
