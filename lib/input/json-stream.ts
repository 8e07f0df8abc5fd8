import { InputError } from '../azure/errors';
import { azureExportForm } from './azure-export-forms';
import { JsonDocument } from './json';
import { readText, TextKind, TextSource } from './text';

/** The documents of a file, in their order. */
export interface JsonStream {
  readonly name: string;
  readonly contents: readonly unknown[];
}

/**
 * Reads a file, or standard input when the path is `-`. Answers of Azure that commands wrote into one file, one after the other or one in
 * each line, are several documents. Anything else is one.
 */
export function readJsonStream(path: string, kind: TextKind): JsonStream {
  const source = readText(path, kind);
  try {
    return { name: source.name, contents: [new JsonDocument(source, kind).content] };
  } catch (error) {
    const contents = error instanceof InputError ? answersIn(source, kind) : undefined;
    if (contents === undefined) {
      throw error;
    }
    return { name: source.name, contents };
  }
}

/** The answers that a text holds; undefined where there are not several, or where one is no answer of Azure. */
function answersIn({ name, text }: TextSource, kind: TextKind): unknown[] | undefined {
  const contents: unknown[] = [];
  for (let begin = 0; ;) {
    begin += /^\s*/.exec(text.slice(begin))![0].length; // what is appended may begin with a mark of the encoding, which is a blank here
    const rest = text.slice(begin);
    if (rest === '') {
      return contents.length > 0 ? contents : undefined; // an empty file is no list of answers
    }
    const length = firstValueLength(rest);
    if (contents.length === 0 && (length === undefined || length === rest.length)) {
      return undefined; // one document, which is not JSON
    }
    const part = rest.slice(0, length);
    const content = documentIn(name, part, text.slice(0, begin), kind);
    if (azureExportForm(content) === undefined) {
      return undefined;
    }
    contents.push(content);
    begin += part.length;
  }
}

/** Where the text goes on after its first document; undefined where that is not JSON. */
function firstValueLength(text: string): number | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- what looks for flaws is loaded when there are some
  const { malformedIn } = require('./json-flaws') as typeof import('./json-flaws');
  const flaw = malformedIn(text);
  return flaw === undefined ? text.length : flaw.kind === 'malformed' && flaw.breach === 'end' ? flaw.place : undefined;
}

/** A document that is refused names its line in the file. */
function documentIn(name: string, text: string, before: string, kind: TextKind): unknown {
  try {
    return new JsonDocument({ name, text }, kind).content;
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    const lines = before.split('\n');
    const padding = '\n'.repeat(lines.length - 1) + ' '.repeat(lines.at(-1)!.length);
    return new JsonDocument({ name, text: padding + text }, kind).content;
  }
}
