import { groupBy } from '../azure/groups';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { Output } from './output';

/** Says on standard error what was not carried; one line for what is said about several requirements. */
export function sayNotCarried(unexpressed: readonly UnexpressedRequirement[], output: Output): void {
  say(
    'not carried', unexpressed.filter(({ isOutOfPath }) => !isOutOfPath), ({ reason, remedy }) => `${reason}; instead: ${remedy}`, output,
  );
}

/** Says on standard error what does not come here at all. */
export function sayNotPassing(unexpressed: readonly UnexpressedRequirement[], output: Output): void {
  say(
    'does not pass', unexpressed.filter(({ isOutOfPath }) => isOutOfPath), ({ reason, remedy }) => `${reason}; instead: ${remedy}`, output,
  );
}

/** Says on standard error what is wider than documented. */
export function sayWider(substitutions: readonly Substitution[], output: Output): void {
  say(
    'wider than documented', substitutions.filter(({ isWider }) => isWider), ({ writtenAs, reason }) => `${writtenAs}; ${reason}`, output,
  );
}

/** Says on standard error what is written in another form, and is no wider. */
export function sayWritten(substitutions: readonly Substitution[], output: Output): void {
  say('written as', substitutions.filter(({ isWider }) => !isWider), ({ writtenAs, reason }) => `${writtenAs}; ${reason}`, output);
}

/** One line for what is said in the same words, with the requirements that it is about. */
function say<T extends { readonly requirementId: string }>(
  heading: string, all: readonly T[], wordsOf: (one: T) => string, output: Output,
): void {
  groupBy(all, wordsOf).forEach((those, words) =>
    output.err(`${heading}: ${those.map(({ requirementId }) => requirementId).join(', ')}: ${words}\n`));
}
