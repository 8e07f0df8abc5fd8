import { Finding } from './finding';
import { SEVERITIES } from './table';

/** Findings by severity, then id, then subject, so that the same network always gives the same list. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || compare(a.id, b.id) || compare(a.subject, b.subject));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
