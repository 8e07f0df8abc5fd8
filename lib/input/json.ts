import { InputError, printable, quote } from '../azure/errors';
import { JsonFlaw, misplacedIn, repeatedKeyIn } from './json-flaws';
import { JsonPath, lineAndColumn, placeOf } from './json-places';
import { readText, TextKind, TextSource } from './text';

export type { JsonPath } from './json-places';

const QUOTATION_MARK = 34;
const SPACE = 32; // in JSON, what is below it is white space too

/** How tools begin what they say in place of an answer: `ERROR: Please run 'az login' to setup account.` */
const MESSAGE = /^\s*(?:error|warning)\b/i;

/**
 * A JSON document whose values know their line and column.
 *
 * The engine's own parser decides what is JSON and makes the values; the text is walked for a place only when something is
 * refused.
 */
export class JsonDocument {
  /** Reads a document from a file, or from standard input when the path is `-`. */
  public static read(path: string, kind: TextKind): JsonDocument {
    return new JsonDocument(readText(path, kind), kind);
  }

  /** The content. Not checked any further than that it is JSON without a repeated key. */
  public readonly content: unknown;

  constructor(private readonly source: TextSource, kind: TextKind) {
    if (source.text.trim() === '') {
      throw new InputError({ argument: source.name, problem: 'the file is empty', allowed: `${kind.what} is JSON` });
    }
    try {
      this.content = JSON.parse(source.text) as unknown;
    } catch (error) {
      throw this.notJson(error as Error, kind);
    }
    if (countKeys(this.content) !== keysWritten(source.text)) {
      // Two values under one key: the engine keeps the last, another reader the first, so the document says two things.
      const flaw = repeatedKeyIn(source.text);
      if (flaw !== undefined) {
        throw new InputError({ argument: this.at(flaw.place), problem: this.flawText(flaw) });
      }
    }
  }

  /** How messages name the document. */
  public get name(): string {
    return this.source.name;
  }

  /** Name, line, column and path of a value; of the nearest value above it when it is missing. */
  public where(path: JsonPath): string {
    const place = this.at(placeOf(this.source.text, path));
    return path.length === 0 ? place : `${place}: ${pathText(path)}`;
  }

  /** An error about one value. */
  public error(path: JsonPath, problem: string): InputError {
    return new InputError({ argument: this.where(path), problem });
  }

  private at(place: number): string {
    return `${this.name}:${lineAndColumn(this.source.text, place)}`;
  }

  private notJson(error: Error, kind: TextKind): InputError {
    const { text } = this.source;
    const named = /at position (\d+)/.exec(error.message);
    // The engine names no place for a text that ends too early, nor for what stands where it cannot.
    const flaw = named === null && !/^Unexpected end/.test(error.message) ? misplacedIn(text) : undefined;
    const place = named === null ? flaw?.place ?? text.length : Number(named[1]);
    const problem = flaw === undefined ? plain(error) : this.flawText(flaw);
    return new InputError({
      argument: this.at(place), problem: `not JSON: ${problem}`,
      allowed: `${kind.what} is JSON${MESSAGE.test(text) ? ', and this is a message' : ''}`,
    });
  }

  private flawText(flaw: JsonFlaw): string {
    const { text } = this.source;
    switch (flaw.kind) {
      case 'unexpected':
        return flaw.place < text.length
          ? `unexpected ${quote(String.fromCodePoint(text.codePointAt(flaw.place)!))}`
          : 'unexpected end of JSON input';
      case 'too-deep':
        return 'the content is nested too deeply';
      case 'repeated':
        return `the key ${quote(flaw.key)} is given twice, first in line ${lineAndColumn(text, flaw.firstPlace).split(':')[0]}`;
    }
  }
}

/** What the engine says without the position and without a piece of the text, which may hold anything. */
function plain(error: Error): string {
  const what = error.message.replace(/ (?:in JSON )?at position \d+.*$/s, '').replace(/, (?:\.\.\.)?".*$/s, '')
    .replace(/ is not valid JSON$/, '');
  return printable(what.charAt(0).toLowerCase() + what.slice(1));
}

function pathText(path: JsonPath): string {
  return path.map((key, i) =>
    (typeof key === 'number' ? `[${key}]` : /^[\w$-]+$/.test(key) ? `${i === 0 ? '' : '.'}${key}` : `[${quote(key)}]`))
    .join('');
}

/**
 * Keys in the objects of a value. It is never too large: a list that begins with a text is taken for one of texts, which
 * saves looking at each of a hundred thousand address ranges.
 */
function countKeys(content: unknown): number {
  let count = 0;
  const open: unknown[] = [content];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      if (typeof value[0] !== 'string') {
        for (const item of value) {
          if (typeof item === 'object' && item !== null) {
            open.push(item);
          }
        }
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        count++;
        const item = (value as Record<string, unknown>)[key];
        if (typeof item === 'object' && item !== null) {
          open.push(item);
        }
      }
    }
  }
  return count;
}

/**
 * Colons that follow a quotation mark: one for each key that the text writes, and perhaps some that stand in a text. So it
 * is never too small, and where it is no more than the keys that came out, no key was repeated.
 */
function keysWritten(text: string): number {
  let count = 0;
  let at = text.indexOf(':');
  while (at >= 0) {
    let before = at - 1;
    while (text.charCodeAt(before) <= SPACE) {
      before--;
    }
    if (text.charCodeAt(before) === QUOTATION_MARK) {
      count++;
      at = text.indexOf(':', at + 1);
    } else {
      // It stands in a text, as those of an IPv6 address do, and the next key is behind the end of that text.
      at = text.indexOf(':', text.indexOf('"', at + 1));
    }
  }
  return count;
}
