import { Term, TERMS } from './terms';

/** What is wrong in a line of text. */
export interface Flaw {
  readonly line: number;
  readonly text: string;
}

/** Words that begin with a vowel and take "a", and those that begin with a consonant and take "an". */
const TAKES_A = /^(?:one|once|us|use|used|user|users|usual|unique|unit|universal|URL|URI|UDP|UTF|EU|European)(?:\b|-)/i;
const TAKES_AN = /^(?:hour|honest|heir|(?!NAT\b)[FHLMNRSX](?=[A-Z0-9])|8\b|11\b|18\b|80\b|8\d)/;

/** Flaws of a Markdown page, outside of code and addresses. */
export function flawsOf(page: string): Flaw[] {
  return linesOf(page).flatMap((line, i) => flawsOfLine(line).map((text) => ({ line: i + 1, text })));
}

/** The lines of a page, with blanks for what is no prose, so that numbers of lines stay. */
function linesOf(page: string): string[] {
  const blank = (text: string): string => text.replace(/[^\n]+/g, '');
  return page
    .replace(/^ *```[^]*?^ *```$/gm, blank)
    .replace(/`[^`\n]+`/g, '`')
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/https?:\S+/g, '')
    .split('\n');
}

/** Wordings of a line that are to be avoided. */
export function termsOf(line: string, terms: readonly Term[]): string[] {
  return terms.flatMap(({ avoid, write }) => {
    const found = avoid.exec(line)?.[0];
    return found === undefined ? [] : [`"${found}": write ${write}`];
  });
}

function flawsOfLine(line: string): string[] {
  const repeated = /\b([a-z]+) \1\b/i.exec(line)?.[0];
  return [
    ...termsOf(line, TERMS),
    ...(repeated === undefined || /^(?:that that|had had)$/i.test(repeated) ? [] : [`"${repeated}": the word stands twice`]),
    ...articlesOf(line),
  ];
}

function articlesOf(line: string): string[] {
  return [...line.matchAll(/\b(an?) ([A-Za-z0-9][\w-]*)/g)].flatMap(([found, article, word]) => {
    const takesAn = TAKES_AN.test(word!) || (/^[aeiou]/i.test(word!) && !TAKES_A.test(word!));
    return (article === 'an') === takesAn ? [] : [`"${found}": write ${takesAn ? 'an' : 'a'}`];
  });
}
