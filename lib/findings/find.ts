import { FindingContext } from './context';
import { Finding, inOrder } from './finding';
import { FindingName, FindingEntry, FINDINGS } from './finding-catalog';

/** The findings of a network. */
export function findingsOf(context: FindingContext): Finding[] {
  const rows: readonly (FindingEntry & { readonly id: FindingName })[] = FINDINGS;
  return inOrder(rows.flatMap(({ id, severity, find }) => (find?.(context) ?? []).map((facts) => ({ id, severity, ...facts }))));
}
