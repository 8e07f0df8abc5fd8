import { Substitution, Unexpressed } from '../rules/expression';
import type { Output } from './program';

/** Says on standard error what was not carried; one line for what is said of several requirements. What does not pass is no news. */
export function sayNotCarried(unexpressed: readonly Unexpressed[], output: Output): void {
  const missing = unexpressed.filter(({ isOutOfPath }) => !isOutOfPath);
  for (const [{ reason, alternative }, requirements] of alike(missing, (one) => [one.reason, one.alternative])) {
    output.err(`not carried: ${requirements.join(', ')}: ${reason}; instead: ${alternative}\n`);
  }
}

/** Says on standard error what is wider than documented. */
export function sayWider(substitutions: readonly Substitution[], output: Output): void {
  for (const [{ writtenAs, reason }, requirements] of alike(substitutions.filter(({ isWider }) => isWider), (one) => [one.writtenAs, one.reason])) {
    output.err(`wider than documented: ${requirements.join(', ')}: ${writtenAs}; ${reason}\n`);
  }
}

/** What is said in the same words, with the requirements that it is said of. */
function alike<T extends { readonly requirement: string }>(all: readonly T[], wordsOf: (one: T) => string[]): Iterable<readonly [T, string[]]> {
  const groups = new Map<string, readonly [T, string[]]>();
  for (const one of all) {
    const key = JSON.stringify(wordsOf(one));
    const group = groups.get(key) ?? [one, []];
    group[1].push(one.requirement);
    groups.set(key, group);
  }
  return groups.values();
}
