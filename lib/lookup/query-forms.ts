import { printable } from '../azure/errors';

/** Marks that stand around an endpoint in a text, a list or a program. */
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ['"', '"'], ["'", "'"], ['`', '`'], ['<', '>'], ['(', ')'], ['\u201c', '\u201d'], ['\u2018', '\u2019'],
];

/** Marks that end an entry of a list. */
const LIST_MARK = /[,;]+$/;

/**
 * Ways in which reports write a name so that nobody opens it by accident, and the form that a regular expression has. The brackets of an
 * address of IPv6 are none of them: these hold one mark or the word for it.
 */
const DEFANGED: readonly (readonly [RegExp, string])[] = [
  [/^(\[?)(?:hxxp|h\*\*p|htxp)(s?)(?=\]?\[?:)/i, '$1http$2'],
  [/^\[?(https?)\]?\[?:(?:\/\/)?\]?(?:\[?\/\/\]?)(?=[^/])/i, '$1://'],
  [/\s?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}|\\\.)\s?/gi, '.'],
  [/\[:\]|\(:\)/g, ':'],
];

/** An endpoint without what people and programs put around it and into it; a note says so where it was changed. */
export function plainForm(given: string, notes: string[]): string {
  let text = given.trim();
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(LIST_MARK, '').trim();
    const around = AROUND.find(([first, last]) => text.length > 2 && text.startsWith(first) && text.endsWith(last));
    text = around === undefined ? text : text.slice(1, -1).trim();
  }
  text = DEFANGED.reduce((all, [pattern, plain]) => all.replace(pattern, plain), text);
  if (text !== given.trim()) {
    notes.push(`Read as ${printable(text)}.`);
  }
  return text;
}
