import { Contradiction, contradictionsOf } from './contradictions';
import { Cover } from './cover';
import { DeadRule, deadRulesOf } from './dead-rules';
import { Access, ListRule, Symbols } from './list-rule';
import { redundantRulesOf } from './redundant-rules';
import { RuleList } from './rule-list';

export interface RuleCheck {
  readonly dead: readonly DeadRule[];
  readonly redundant: readonly number[];
  readonly contradictions: readonly Contradiction[];
}

/** What `deadRules`, `redundantRules` and `contradictions` say of one list, in about half of the time. */
export function checkRules(rules: readonly ListRule[], symbols: Symbols, defaultAccess: Access, fixed = 0): RuleCheck {
  const list = new RuleList([{ rules, defaultAccess }], symbols);
  const cover = new Cover(list);
  const dead = deadRulesOf(list, cover);
  return { dead, redundant: redundantRulesOf(list, cover, dead.map(({ rule }) => rule), fixed), contradictions: contradictionsOf(list) };
}
