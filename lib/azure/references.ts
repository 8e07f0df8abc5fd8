import { InputError } from './errors';
import { isNumberReference } from './number-references';

/**
 * Whether a text is, or contains, a Terraform reference: a value that is known only when Terraform runs.
 *
 * CDK for Terraform writes unresolved tokens into strings as `${TfToken[...]}`, into lists as `#{TfToken[...]}`, and those of numbers as
 * a number of 299 digits; hand-written expressions are `${...}`, and `$${` is text. Syntax can be checked only on text that is none of
 * these. Text that was read from a file never gets here as a reference: the deployment reader refuses it.
 */
export function isReference(text: string): boolean {
  return (text.includes('${') && /(?<!\$)\$\{|\$\{TfToken\[/.test(text)) || text.includes('#{TfToken[') || isNumberReference(text);
}

/** Whether an expression begins in a text and does not end, so that Terraform cannot read the file. */
export function isUnfinished(text: string): boolean {
  return isReference(text) && text.includes('${') && !text.slice(text.lastIndexOf('${')).includes('}');
}

/**
 * Whether a text has a mark of CDK for Terraform, which means something in the app that made it and to nobody else. An expression that is
 * written out means the same everywhere.
 */
export function isMark(text: string): boolean {
  return text.includes('TfToken[') || isNumberReference(text);
}

/** Whether a text is the mark of a reference to a whole list, or contains one. Such a mark has a meaning only in a list. */
export function isListReference(text: string): boolean {
  return text.includes('#{TfToken[');
}

/**
 * Checks that a reference to a whole list stands alone: CDK for Terraform cannot add entries to a list that is known later.
 */
export function checkListReference(what: string, values: readonly string[]): void {
  if (values.length > 1 && values.some(isListReference)) {
    throw new InputError({
      argument: what, problem: 'a reference to a list is given together with other entries',
      allowed: 'join them with Fn.concat, or give single values',
    });
  }
}
