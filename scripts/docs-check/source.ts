import ts from 'typescript';
import { Flaw, termsOf } from './prose';
import { IDIOMS, MESSAGES, TYPESCRIPT } from './terms';

/** Texts that are no prose: words of a format, patterns, paths, and ids. */
const HAS_WORDS = /[a-z]{2,} [a-z]+/;

/** Wordings in the comments and messages of a source file that pages would not have either. */
export function flawsOfSource(text: string): Flaw[] {
  const source = ts.createSourceFile('it.ts', text, ts.ScriptTarget.Latest, true);
  const found: Flaw[] = [];
  const add = (part: string, at: number, isComment: boolean): void => {
    const isDocumentation = isComment && part.startsWith('/**');
    const avoided = isComment ? IDIOMS : [...IDIOMS, ...MESSAGES];
    for (const [i, line] of part.split('\n').entries()) {
      const flaws = [
        ...(HAS_WORDS.test(line) ? termsOf(line.replace(/`[^`]+`/g, '`'), avoided) : []), ...(isDocumentation ? termsOf(line, TYPESCRIPT) : []),
      ];
      found.push(...flaws.map((flaw) => ({ line: source.getLineAndCharacterOfPosition(at).line + i + 1, text: flaw })));
    }
  };
  const seen = new Set<number>();
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) {
      if (!seen.has(pos)) {
        seen.add(pos);
        add(text.slice(pos, end), pos, true);
      }
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      add(node.text, node.getStart(), false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
