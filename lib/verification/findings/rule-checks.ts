import { Knowledge } from '../evaluation/knowledge';
import { Network } from '../network';
import { contradictions } from '../sets/contradictions';
import { deadRules } from '../sets/dead-rules';
import { redundantRules } from '../sets/redundant-rules';
import { ListedRule, ruleLists } from './rule-lists';
import { symbolsOf } from './rule-symbols';

/** What is wrong with rules as lists, whatever they are for. */
export interface RuleChecks {
  readonly dead: readonly { readonly rule: ListedRule; readonly by: readonly ListedRule[] }[];
  readonly redundant: readonly ListedRule[];
  readonly contradicting: readonly { readonly first: ListedRule; readonly second: ListedRule }[];
}

/**
 * Looks for rules without effect in all lists of a network. A rule for a service tag is not called redundant because of a rule for
 * the whole Internet: it says what is needed, and stays right when the other one goes.
 */
export function ruleChecks(network: Network, knowledge: Knowledge): RuleChecks {
  const found = { dead: [] as { rule: ListedRule; by: ListedRule[] }[], redundant: [] as ListedRule[], contradicting: [] as { first: ListedRule; second: ListedRule }[] };
  for (const { rules, isUncertain, deadOnly = false } of ruleLists(network)) {
    const list = rules.map(({ rule }) => rule);
    const [wide, byName] = [symbolsOf(knowledge, list, true), symbolsOf(knowledge, list, false)];
    const isShown = (index: number): boolean => rules[index]!.place !== undefined && rules[index]!.hasMore !== true;
    const pairs = deadOnly ? [] : contradictions(list, wide).filter(({ first, second }) => isShown(first) && isShown(second));
    const contradicting = new Set(pairs.map(({ second }) => second));
    found.contradicting.push(...pairs.map(({ first, second }) => ({ first: rules[first]!, second: rules[second]! })));
    found.dead.push(...deadRules(list, wide).filter(({ rule }) => isShown(rule) && !contradicting.has(rule)).map(({ rule, by }) => ({ rule: rules[rule]!, by: by.map((i) => rules[i]!) })));
    if (!deadOnly && !isUncertain) {
      found.redundant.push(...redundantRules(list, byName, 'deny', rules.filter(({ place }) => place === undefined).length).filter(isShown).map((i) => rules[i]!));
    }
  }
  // What is dead among application rules alone is dead behind network rules as well.
  const dead = [...new Map([...found.dead].reverse().map((one) => [one.rule.place!, one])).values()].reverse();
  return { ...found, dead };
}
