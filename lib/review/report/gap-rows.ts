import { groupBy } from '../../azure/groups';
import { ReportGap } from './network-report';

/** What is said alike of several requirements, which are one row. */
interface GapRow extends Omit<ReportGap, 'id' | 'where'> {
  readonly ids: readonly string[];
  readonly where: readonly string[];
}

/** Gaps of one kind and reason together: first those of one place, then places where the same requirements have them. */
export function gapRows(gaps: readonly ReportGap[]): GapRow[] {
  const ofPlace = [...groupBy(gaps, ({ id: _, ...rest }) => JSON.stringify(rest)).values()]
    .map((those) => ({ ...those[0]!, ids: those.map(({ id }) => id) }));
  return [...groupBy(ofPlace, ({ id: _, where: __, ...rest }) => JSON.stringify(rest)).values()]
    .map((those) => ({ ...those[0]!, where: those.map(({ where }) => where) }));
}
