import {
  Alias, Composer, CST, Document, ErrorCode, isAlias, isMap, isNode, isScalar, Lexer, LineCounter, Parser, Scalar, visit, YAMLMap,
} from 'yaml';
import { InputProblem, printable, quote } from '../azure/errors';

/** What is wrong with a document as YAML, and where. */
interface DocumentProblem {
  readonly offset: number;
  readonly words: Pick<InputProblem, 'problem' | 'allowed' | 'detail'>;
}

/** A deployment repeats some settings; a file beyond this is an attempt to make its reader work without end. */
const MAX_ALIASES = 1000;

/** A deployment has ten levels. Far beyond, the parser runs out of stack, and may take the process with it instead of throwing. */
const MAX_LEVELS = 200;

const MAX_DETAIL = 300;

/** What the parser refuses most often, in words that say what to write. */
const PLAIN: Readonly<Partial<Record<ErrorCode, Pick<InputProblem, 'problem' | 'allowed'>>>> = {
  NON_STRING_KEY: { problem: 'a key is plain text, and not a list or a group of keys' },
  TAG_RESOLVE_FAILED: { problem: 'the file takes no YAML tags', allowed: 'put a text that begins with "!" in quotation marks' },
  TAB_AS_INDENT: { problem: 'a line is indented with a tab', allowed: 'indent with spaces' },
  BAD_INDENT: {
    problem: 'the line does not begin in the same column as the lines that it belongs to, or a bracket before it is not closed',
    allowed: 'indent the keys of one group and the entries of one list by the same number of spaces, and close each bracket',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    problem: 'a key with a value is inside the value of another key',
    allowed: 'give it a line of its own, or put the whole value in quotation marks',
  },
  MULTILINE_IMPLICIT_KEY: {
    problem: 'the line is not a key with a value',
    allowed: 'write a colon and a space after each key, and "- " before each entry of a list',
  },
  MISSING_CHAR: {
    problem: 'a quotation mark, a bracket, a colon or a space is missing',
    allowed: 'close what was opened before this place, and write a space before "#"',
  },
  BAD_SCALAR_START: { problem: 'a text cannot begin with this character', allowed: 'put the text in quotation marks' },
  BAD_DQ_ESCAPE: {
    problem: 'a backslash in double quotation marks begins an escape', allowed: 'write two backslashes, or single quotation marks',
  },
  UNEXPECTED_TOKEN: {
    problem: 'this text belongs to no value', allowed: 'put a text with YAML punctuation in quotation marks as a whole',
  },
  BLOCK_IN_FLOW: {
    problem: 'there are lines with keys inside brackets', allowed: 'close the bracket first, or separate the keys with commas',
  },
};

/** What stops the reading of a document. */
class Stop extends Error {
  constructor(public readonly problem: DocumentProblem) {
    super(problem.words.problem);
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
    const found = carriageReturn(text) ?? commentAt(text, text.search(/\S/)) ??
      (isValid ? undefined : commentAt(text, document!.errors[0]!.pos[0]));
    if (found !== undefined) {
      return found;
    }
    return second !== undefined && isValid
      ? { offset: second.range[0], words: { problem: 'a second document begins here', allowed: 'a file has only one' } }
      : document!;
  } catch (error) {
    if (error instanceof Stop) {
      return error.problem;
    }
    throw error;
  }
}

/** The parser takes what follows a carriage return for the same line, even in a comment. */
function carriageReturn(text: string): DocumentProblem | undefined {
  const offset = text.search(/\r(?!\n)/);
  return offset < 0 ? undefined : {
    offset, words: { problem: 'a line ends with a carriage return alone', allowed: 'end each line with a line feed' },
  };
}

/** The comments of JavaScript, which some readers of JSON take. */
const COMMENT = /^\s*\/[/*]/;

const NO_COMMENT = { problem: 'this is no comment', allowed: 'a comment begins with "#"' };

function commentAt(text: string, offset: number): DocumentProblem | undefined {
  return COMMENT.test(text.slice(offset)) ? { offset, words: NO_COMMENT } : undefined;
}

/** What the parser makes of the text. Its stack has one entry for each level that is open. */
function* tokensOf(text: string, lineCounter: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lineCounter.addNewLine);
  lineCounter.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_LEVELS) {
      throw new Stop({
        offset: parser.offset - lexeme.length,
        words: { problem: 'the content is nested too deeply', allowed: `at most ${MAX_LEVELS} levels are read` },
      });
    }
  }
  yield* parser.end();
}

/** What the parser says holds pieces of the text, which may be long, and not only what can be seen. */
export function shortened(said: string): string {
  const shown = printable(said);
  return shown.length > MAX_DETAIL ? `${shown.slice(0, MAX_DETAIL)}...` : shown;
}

/** The first problem of a document, if any. */
export function problemOf(document: Document, lines: LineCounter): DocumentProblem | undefined {
  const found = [...document.errors, ...document.warnings][0];
  if (found === undefined) {
    return structureProblem(document, lines);
  }
  const plain = PLAIN[found.code];
  const said = shortened(found.message);
  return { offset: found.pos[0], words: plain === undefined ? { problem: said } : { ...plain, detail: `YAML: ${said}` } };
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
      problem = isMap(node) ? commentKey(node) ?? duplicateKey(node, lines) : isScalar(node) ? numberProblem(node) : undefined;
    }
    return problem === undefined ? undefined : visit.BREAK;
  });
  return problem;
}

/** Octal and hexadecimal numbers, and decimal ones with a zero before them, which readers of YAML 1.1 take for octal. */
function numberProblem({ value, source, range }: Scalar): DocumentProblem | undefined {
  return typeof value !== 'number' || source === undefined || !/^[-+]?0[\dxo]/i.test(source) ? undefined : {
    offset: range?.[0] ?? 0,
    words: {
      problem: `${quote(source)} is a number whose value depends on the reader of YAML`,
      allowed: `write it in decimal digits, without a zero before them, such as ${value}`,
    },
  };
}

function aliasProblem(
  alias: Alias, ancestors: readonly unknown[], anchors: ReadonlySet<string>, count: number,
): DocumentProblem | undefined {
  const offset = alias.range?.[0] ?? 0;
  if (ancestors.some((one) => isNode(one) && !isAlias(one) && one.anchor === alias.source)) {
    return { offset, words: { problem: `the alias *${printable(alias.source)} is inside its own text` } };
  }
  if (!anchors.has(alias.source)) {
    return {
      offset, words: {
        problem: `the alias *${printable(alias.source)} has no anchor &${printable(alias.source)} before it`,
        allowed: 'put a text that begins with "*" in quotation marks',
      },
    };
  }
  return count > MAX_ALIASES ? { offset, words: { problem: `the file has more than ${MAX_ALIASES} aliases` } } : undefined;
}

/** A comment before a key is a part of the key to the parser. */
function commentKey(map: YAMLMap): DocumentProblem | undefined {
  const keys = map.items.map(({ key }) => key).filter((key) => isScalar(key));
  const found = keys.find(({ type, value }) => type === 'PLAIN' && COMMENT.test(String(value)));
  return found === undefined ? undefined : { offset: found.range?.[0] ?? 0, words: NO_COMMENT };
}

function duplicateKey(map: YAMLMap, lines: LineCounter): DocumentProblem | undefined {
  const seen = new Map<string, number>();
  for (const { key } of map.items) {
    if (isScalar(key)) {
      const text = String(key.value);
      const offset = key.range?.[0] ?? 0;
      const first = seen.get(text);
      if (first !== undefined) {
        return { offset, words: { problem: `the key ${quote(text)} is given twice, first in line ${lines.linePos(first).line}` } };
      }
      seen.set(text, offset);
    }
  }
  return undefined;
}
