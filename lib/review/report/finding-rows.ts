import { addTo } from '../../azure/groups';
import { ReportFinding } from './network-report';

/** Findings with one cause, which are one row. One that has a cause of its own is a row of one. */
export interface CauseRow {
  readonly first: ReportFinding;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** Each with what is said about it alone; none where the row is of one. */
  readonly members: readonly { readonly subject: string; readonly own: string }[];
  /** A flow for each row is enough to see it. */
  readonly example?: string;
  readonly places: readonly string[];
}

/** Findings by cause, where the first of each stands; those that were accepted for different reasons stand apart. */
export function findingRows(findings: readonly ReportFinding[]): CauseRow[] {
  const groups = new Map<string, ReportFinding[]>();
  findings.forEach((one, i) => {
    const key = JSON.stringify(one.cause === undefined ? [i] : [one.id, one.cause, one.acknowledged ?? null]);
    addTo(groups, key, one);
  });
  return [...groups.values()].map((those): CauseRow => {
    const first = those[0]!;
    const isOne = those.length === 1;
    return {
      first, message: isOne ? first.message : first.cause!,
      members: isOne ? [] : those.map(({ subject, own }) => ({ subject, own: own! })),
      ...(first.example !== undefined && { example: first.example }), places: [...new Set(those.flatMap(({ places }) => places))],
    };
  });
}
