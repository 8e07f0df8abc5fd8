import { compareTexts } from '../azure/text-order';
import { FindingFacts } from './context';
import type { FindingName } from './finding-catalog';
import { SEVERITIES, Severity } from './severity';

/** Why a finding is accepted. */
interface Acknowledged {
  readonly reason: string;
}

/** One answer of the verifier that somebody should look at. */
export interface Finding extends FindingFacts {
  readonly id: FindingName;
  readonly severity: Severity;
  readonly acknowledged?: Acknowledged;
}

/** Findings by severity, then id, then subject, so that the same network always gives the same list. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b) || compareTexts(a.id, b.id) || compareTexts(a.subject, b.subject));
}
