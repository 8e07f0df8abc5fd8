/**
 * How much a finding weighs. `unknown` is what could not be evaluated: neither good nor bad, and never passed over.
 */
export const SEVERITIES = ['error', 'unknown', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];
