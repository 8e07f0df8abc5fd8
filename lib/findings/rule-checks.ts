import { INTERNET, Knowledge, NETWORK_TAGS } from '../filtering/knowledge';
import { Network } from '../network/network';
import { contradictions } from '../filtering/rule-lists/contradictions';
import { deadRules } from '../filtering/rule-lists/dead-rules';
import { FilterRule } from '../filtering/rule-lists/filter-rules';
import { redundantRules } from '../filtering/rule-lists/redundant-rules';
import { checkRules } from '../filtering/rule-lists/rule-check';
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
    const fixed = rules.filter(({ place }) => place === undefined).length;
    const check = deadOnly ? { dead: deadRules(list, wide), contradictions: [], redundant: [] }
      : isInternetWider(list, knowledge) ? { dead: deadRules(list, wide), contradictions: contradictions(list, wide), redundant: redundantRules(list, byName, 'deny', fixed) }
        : checkRules(list, wide, 'deny', fixed);
    const pairs = check.contradictions.filter(({ first, second }) => isShown(first) && isShown(second));
    const contradicting = new Set(pairs.map(({ second }) => second));
    found.contradicting.push(...pairs.map(({ first, second }) => ({ first: rules[first]!, second: rules[second]! })));
    found.dead.push(...check.dead.filter(({ rule }) => isShown(rule) && !contradicting.has(rule)).map(({ rule, by }) => ({ rule: rules[rule]!, by: by.map((i) => rules[i]!) })));
    if (!isUncertain) {
      found.redundant.push(...check.redundant.filter(isShown).map((i) => rules[i]!));
    }
  }
  // What is dead among application rules alone is dead behind network rules as well.
  const dead = [...new Map([...found.dead].reverse().map((one) => [one.rule.place!, one])).values()].reverse();
  return { ...found, dead };
}

/** Whether the tag Internet holds tags of a list by their names. It does not where all of them are known by their addresses. */
function isInternetWider(list: readonly FilterRule[], knowledge: Knowledge): boolean {
  const tags = new Set(list.flatMap(({ sources, destinations }) => [...sources, ...destinations])
    .flatMap((term) => (term.kind === 'symbol' && term.symbol.startsWith('tag ') ? [term.symbol.slice('tag '.length)] : [])));
  return tags.has(INTERNET) && [...tags].some((tag) => !NETWORK_TAGS.includes(tag) && knowledge.addressesOf(tag) === undefined);
}
