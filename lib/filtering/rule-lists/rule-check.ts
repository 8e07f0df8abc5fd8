import { Contradiction, contradictionsOf } from './contradictions';
import { Cover } from './cover';
import { DeadRule, deadRulesOf } from './dead-rules';
import { Access, ListRule, Symbols } from './list-rule';
import { redundantRules, redundantRulesOf } from './redundant-rules';
import { RuleList } from './rule-list';

export interface RuleCheck {
  readonly dead: readonly DeadRule[];
  readonly redundant: readonly number[];
  readonly contradictions: readonly Contradiction[];
}

/** The same where other things are known of symbols for what is redundant than for the rest. */
export function checkRulesApart(
  rules: readonly ListRule[], symbols: Symbols, ofRedundant: Symbols, defaultAccess: Access, fixed: number,
): RuleCheck {
  const list = new RuleList([{ rules, defaultAccess }], symbols);
  return {
    dead: deadRulesOf(list, new Cover(list)), contradictions: contradictionsOf(list),
    redundant: redundantRules(rules, ofRedundant, defaultAccess, fixed),
  };
}

/** What `deadRules`, `redundantRules` and `contradictions` say of one list, in about half of the time. */
export function checkRules(rules: readonly ListRule[], symbols: Symbols, defaultAccess: Access, fixed = 0): RuleCheck {
  const list = new RuleList([{ rules, defaultAccess }], symbols);
  const cover = new Cover(list);
  const dead = deadRulesOf(list, cover);
  return { dead, redundant: redundantRulesOf(list, cover, dead.map(({ rule }) => rule), fixed), contradictions: contradictionsOf(list) };
}
