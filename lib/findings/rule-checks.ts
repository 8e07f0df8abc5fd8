import { FilterLists } from '../filtering/filter-lists';
import { INTERNET, Knowledge, NETWORK_TAGS } from '../filtering/knowledge';
import { Network } from '../network/network';
import { deadRules } from '../filtering/rule-lists/dead-rules';
import { listRuleKey } from '../filtering/rule-lists/list-rule';
import { checkRules, checkRulesApart, RuleCheck } from '../filtering/rule-lists/rule-check';
import { CheckedList, ListedRule, ruleLists } from './rule-lists';
import { symbolsIn, symbolsOf, tagOf } from './rule-symbols';

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
export function ruleChecks(network: Network, lists: FilterLists, knowledge: Knowledge): RuleChecks {
  const dead: { rule: ListedRule; by: ListedRule[] }[] = [];
  const redundant: ListedRule[] = [];
  const contradicting: { first: ListedRule; second: ListedRule }[] = [];
  const known = new Map<string, RuleCheck>();
  for (const list of ruleLists(network, lists)) {
    const { rules } = list;
    const isShown = (index: number): boolean =>
      rules[index]!.place !== undefined && rules[index]!.hasMore !== true && rules[index]!.isRefused !== true;
    const check = list.isDemanded === true ? NOTHING_FOUND : checkedOnce(list, knowledge, known);
    const pairs = check.contradictions.filter(({ first, second }) => isShown(first) && isShown(second));
    const isContradicting = new Set(pairs.map(({ second }) => second));
    contradicting.push(...pairs.map(({ first, second }) => ({ first: rules[first]!, second: rules[second]! })));
    dead.push(...check.dead.filter(({ rule }) => isShown(rule) && !isContradicting.has(rule))
      .map(({ rule, by }) => ({ rule: rules[rule]!, by: by.map((i) => rules[i]!) })));
    if (!list.isUncertain) {
      redundant.push(...check.redundant.filter(isShown).map((i) => rules[i]!));
    }
  }
  // What is dead among application rules alone is dead after network rules as well.
  const once = [...new Map([...dead].reverse().map((one) => [one.rule.place!, one])).values()].reverse();
  return { dead: once, redundant, contradicting };
}

const NOTHING_FOUND: RuleCheck = { dead: [], redundant: [], contradictions: [] };

/** Longer lists are rarely the same, and the text of one takes room. */
const MOST_REMEMBERED = 200;

/** The groups of many subnets are alike, made by one module: what is found in one of them holds for all with the same rules. */
function checkedOnce(list: CheckedList, knowledge: Knowledge, known: Map<string, RuleCheck>): RuleCheck {
  if (list.rules.length > MOST_REMEMBERED) {
    return checkOf(list, knowledge);
  }
  const { rules, families, deadOnly } = list;
  const key = [families.join(), deadOnly, ...rules.map(({ rule, place }) => `${listRuleKey(rule)} ${place === undefined}`)].join('\n');
  const check = known.get(key) ?? checkOf(list, knowledge);
  known.set(key, check);
  return check;
}

function checkOf({ rules, families, deadOnly = false }: CheckedList, knowledge: Knowledge): RuleCheck {
  const list = rules.map(({ rule }) => rule);
  const present = symbolsIn(list);
  const [wide, byName] = [symbolsOf(knowledge, present, families, true), symbolsOf(knowledge, present, families, false)];
  if (deadOnly) {
    return { dead: deadRules(list, wide), contradictions: [], redundant: [] };
  }
  const fixed = rules.filter(({ place }) => place === undefined).length;
  return isInternetWider(present, knowledge)
    ? checkRulesApart(list, wide, byName, 'deny', fixed)
    : checkRules(list, wide, 'deny', fixed);
}

/** Whether the tag Internet holds tags of a list by their names. It does not where all of them are known by their addresses. */
function isInternetWider(present: ReadonlySet<string>, knowledge: Knowledge): boolean {
  const tags = new Set([...present].flatMap((symbol) => tagOf(symbol) ?? []));
  return tags.has(INTERNET) && [...tags].some((tag) => !NETWORK_TAGS.includes(tag) && knowledge.addressesOf(tag) === undefined);
}
