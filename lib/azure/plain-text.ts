/**
 * Characters that texts of users cannot have, as they stand in a class of a regular expression, here and in JSON Schema:
 * control characters, line separators, marks that turn the direction of text, marks that do not show, halves of characters.
 */
export const HIDDEN =
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ud800-\\udfff\\ufeff';

/** What Terraform evaluates, and the marks of tokens of CDK for Terraform, as a regular expression. */
export const EXPRESSION = '[$%#&]\\{';

const REFUSED = new RegExp(`[${HIDDEN}]|${EXPRESSION}`, 'u');

const NOT_SHOWN = new RegExp(`[${HIDDEN}]`, 'u');

/** Whether a text is one line that shows what it says, without an expression. */
export function isPlainLine(text: string): boolean {
  return text.trim() !== '' && !REFUSED.test(text);
}

/** Whether a text has more than one line, or characters that do not show what it says. */
export function hasHidden(text: string): boolean {
  return NOT_SHOWN.test(text);
}
