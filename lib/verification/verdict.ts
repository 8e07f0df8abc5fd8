import { Outcome } from '../filtering/answers';
import { Severity } from '../findings/severity';
import { Report, VerificationResult } from './verification-result';

/** A result with what it comes to. */
export function reportOf(result: VerificationResult): Report {
  return { ...result, verdict: verdictOf(result) };
}

/**
 * `denied` for an error that nobody has acknowledged, else `unknown` for what could not be evaluated, else `met`. Warnings and notes
 * do not count.
 *
 * Findings decide. Every requirement that is not met has a finding, by which it can be acknowledged: where there is none at all,
 * nobody has accepted anything, and the answers decide.
 */
function verdictOf({ answers, findings }: VerificationResult): Outcome {
  const isLeft = (severity: Severity, outcome: Outcome): boolean => {
    const those = findings.filter((finding) => finding.severity === severity);
    return those.length === 0
      ? answers.some((answer) => answer.outcome === outcome)
      : those.some(({ acknowledged }) => acknowledged === undefined);
  };
  return isLeft('error', 'denied') ? 'denied' : isLeft('unknown', 'unknown') ? 'unknown' : 'met';
}

/**
 * What a report proves: as its verdict, but requirements stay unknown that rest on a part of the network that was not evaluated. To
 * acknowledge that part says that somebody else answers for it, and proves nothing.
 */
export function provedBy({ answers, verdict }: Report): Outcome {
  const isNotEvaluated = answers.some(({ outcome, isNotEvaluated: isPart }) => outcome === 'unknown' && isPart === true);
  return verdict === 'met' && isNotEvaluated ? 'unknown' : verdict;
}
