import { Alias, Composer, CST, Document, isAlias, isMap, isNode, isScalar, Lexer, LineCounter, Parser, visit, YAMLMap } from 'yaml';
import { quote } from '../azure/errors';

/** What is wrong with a document as YAML, and where. */
export interface DocumentProblem {
  readonly offset: number;
  readonly message: string;
}

/** A deployment repeats some settings; a file beyond this is an attempt to make its reader work without end. */
const MAX_ALIASES = 1000;

/** A deployment has ten levels. Far beyond, the parser runs out of stack, and may take the process with it instead of throwing. */
const MAX_LEVELS = 200;

/** Messages of the parser that speak to a programmer. */
const PLAIN: Readonly<Record<string, string>> = {
  NON_STRING_KEY: 'a key is plain text, and not a list or a group of keys',
};

/** What stops the reading of a document. */
class Stop extends Error {
  constructor(public readonly problem: DocumentProblem) {
    super(problem.message);
  }
}

/**
 * Reads YAML 1.2, of which JSON is a part. Only the types of JSON come out, whatever directives or tags the text has.
 */
export function parse(text: string, lineCounter: LineCounter): Document | DocumentProblem {
  const composer = new Composer({
    version: '1.2', schema: 'core', resolveKnownTags: false, merge: false, stringKeys: true, prettyErrors: false,
    uniqueKeys: false, // the parser compares every key with every other; `problemOf` does not
  });
  try {
    const [document, second] = composer.compose(tokensOf(text, lineCounter), true, text.length);
    const isValid = document!.errors.length === 0;
    return second !== undefined && isValid
      ? { offset: second.range[0], message: 'a second document begins here; a deployment file holds one' }
      : document!;
  } catch (error) {
    if (error instanceof Stop) {
      return error.problem;
    }
    throw error;
  }
}

/** What the parser makes of the text. Its stack has one entry for each level that is open. */
function* tokensOf(text: string, lineCounter: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lineCounter.addNewLine);
  lineCounter.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_LEVELS) {
      throw new Stop({
        offset: parser.offset - lexeme.length, message: `the content is nested too deeply; ${MAX_LEVELS} levels are the most`,
      });
    }
  }
  yield* parser.end();
}

/** The first problem of a document, if any. */
export function problemOf(document: Document, lines: LineCounter): DocumentProblem | undefined {
  const found = [...document.errors, ...document.warnings][0];
  if (found === undefined) {
    return structureProblem(document, lines);
  }
  const hint = found.code === 'TAG_RESOLVE_FAILED' ? '; a deployment file has no YAML tags' : '';
  return { offset: found.pos[0], message: (PLAIN[found.code] ?? found.message) + hint };
}

function structureProblem(document: Document, lines: LineCounter): DocumentProblem | undefined {
  const anchors = new Set<string>();
  let aliases = 0;
  let problem: DocumentProblem | undefined;
  visit(document, (_, node, ancestors) => {
    if (isAlias(node)) {
      aliases++;
      problem = aliasProblem(node, ancestors, anchors, aliases);
    } else if (isNode(node)) {
      if (node.anchor !== undefined) {
        anchors.add(node.anchor);
      }
      problem = isMap(node) ? duplicateKey(node, lines) : undefined;
    }
    return problem === undefined ? undefined : visit.BREAK;
  });
  return problem;
}

function aliasProblem(
  alias: Alias, ancestors: readonly unknown[], anchors: ReadonlySet<string>, count: number,
): DocumentProblem | undefined {
  const offset = alias.range?.[0] ?? 0;
  if (ancestors.some((one) => isNode(one) && !isAlias(one) && one.anchor === alias.source)) {
    return { offset, message: `the alias *${alias.source} stands inside what it stands for` };
  }
  if (!anchors.has(alias.source)) {
    return { offset, message: `the alias *${alias.source} has no anchor &${alias.source} before it` };
  }
  return count > MAX_ALIASES ? { offset, message: `the file has more than ${MAX_ALIASES} aliases` } : undefined;
}

function duplicateKey(map: YAMLMap, lines: LineCounter): DocumentProblem | undefined {
  const seen = new Map<string, number>();
  for (const { key } of map.items) {
    if (isScalar(key)) {
      const text = String(key.value);
      const offset = key.range?.[0] ?? 0;
      const first = seen.get(text);
      if (first !== undefined) {
        return { offset, message: `the key ${quote(text)} is given twice, first in line ${lines.linePos(first).line}` };
      }
      seen.set(text, offset);
    }
  }
  return undefined;
}
