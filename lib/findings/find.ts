import { FindingContext } from './context';
import { Finding, inOrder } from './finding';
import { FindingName, FindingEntry, FINDINGS } from './finding-catalog';
import { saidByDenials } from './near-misses';

/** Findings about single rules, which are left out where a denial names the rule and what is wrong with it. */
const OF_RULES: ReadonlySet<FindingName> = new Set([
  'tag-case', 'tag-unknown', 'host-name-not-accepted', 'rule-never-matches', 'rules-contradict',
]);

/** The findings of a network, each cause once. */
export function findingsOf(context: FindingContext): Finding[] {
  const rows: readonly (FindingEntry & { readonly id: FindingName })[] = FINDINGS;
  const all = rows.flatMap(({ id, severity, find }) => (find?.(context) ?? []).map((facts) => ({ id, severity, ...facts })));
  const said = saidByDenials(context);
  return inOrder(all.filter(({ id, subject }) => !OF_RULES.has(id) || !said.has(subject)));
}
