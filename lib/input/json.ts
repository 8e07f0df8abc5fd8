import type { DocumentNode, ValueNode } from '@humanwhocodes/momoa';
import { InputError, quote } from '../azure/errors';
import { readText, TextKind, TextSource } from './text';

const QUOTATION_MARK = 34;
const WHITE_SPACE: ReadonlySet<number> = new Set([9, 10, 13, 32]);

/** Keys and positions that lead to a value in a document. */
export type JsonPath = readonly (string | number)[];

/**
 * A JSON document whose values know their line and column.
 *
 * The engine's own parser decides what is JSON and makes the values; the slower one that knows positions runs only when
 * something is refused.
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
      throw new InputError(`${source.name}: the file is empty; ${kind.what} is JSON`);
    }
    try {
      this.content = JSON.parse(source.text) as unknown;
    } catch (error) {
      throw new InputError(`${this.placeOf(error as Error)}: not JSON: ${plain(error as Error)}`);
    }
    if (countKeys(this.content) !== keysWritten(source.text)) {
      this.refuseRepeatedKey();
    }
  }

  /** How messages name the document. */
  public get name(): string {
    return this.source.name;
  }

  /** Name, line, column and path of a value; of the nearest value above it when it is missing. */
  public where(path: JsonPath): string {
    const node = this.nodeAt(path);
    const place = node?.loc === undefined ? this.name : `${this.name}:${node.loc.start.line}:${node.loc.start.column}`;
    return path.length === 0 ? place : `${place}: ${pathText(path)}`;
  }

  /** An error about one value. */
  public error(path: JsonPath, problem: string): InputError {
    return new InputError(`${this.where(path)}: ${problem}`);
  }

  private nodeAt(path: JsonPath): ValueNode | undefined {
    let node: ValueNode = this.tree().body;
    for (const key of path) {
      const below: ValueNode | undefined = node.type === 'Object' ? node.members.find(({ name }) => nameOf(name) === key)?.value
        : node.type === 'Array' ? node.elements[key as number]?.value : undefined;
      if (below === undefined) {
        return node;
      }
      node = below;
    }
    return node;
  }

  /** The document with positions. Loaded and made only for a message. */
  private tree(): DocumentNode {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { parse } = require('@humanwhocodes/momoa') as typeof import('@humanwhocodes/momoa');
    try {
      return parse(this.source.text, { mode: 'json' });
    } catch (error) {
      // This parser calls itself for each level; the engine's own does not.
      throw error instanceof RangeError ? new InputError(`${this.name}: the content is nested too deeply`) : error;
    }
  }

  /** Two values under one key: the engine keeps the last, another reader the first, so the document says two things. */
  private refuseRepeatedKey(): void {
    const open: ValueNode[] = [this.tree().body];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node.type === 'Array') {
        open.push(...node.elements.map(({ value }) => value).reverse());
      } else if (node.type === 'Object') {
        const seen = new Map<string, number>();
        for (const { name } of node.members) {
          const key = nameOf(name);
          const first = seen.get(key);
          if (first !== undefined) {
            throw new InputError(`${this.name}:${name.loc.start.line}:${name.loc.start.column}: the key ${quote(key)} is given twice, first in line ${first}`);
          }
          seen.set(key, name.loc.start.line);
        }
        open.push(...node.members.map(({ value }) => value).reverse());
      }
    }
  }

  /** The position that the engine names, as line and column; else that of the other parser, else the end of the text. */
  private placeOf(error: Error): string {
    const { text, name } = this.source;
    const at = /at position (\d+)/.exec(error.message);
    const before = text.slice(0, at === null ? this.refusedAt() ?? text.length : Number(at[1])).split('\n');
    return `${name}:${before.length}:${before[before.length - 1]!.length + 1}`;
  }

  private refusedAt(): number | undefined {
    try {
      this.tree();
      return undefined;
    } catch (error) {
      const { offset } = error as { offset?: number };
      return offset === 0 && !/^\s*[^[{"\d\s-]/.test(this.source.text) ? undefined : offset; // 0 also stands for the end
    }
  }
}

/** What the engine says without the position and without a piece of the text, which may hold anything. */
function plain(error: Error): string {
  const what = error.message.replace(/ (?:in JSON )?at position \d+.*$/s, '').replace(/, (?:\.\.\.)?".*$/s, '').replace(/ is not valid JSON$/, '');
  return /^Unexpected token '.*'?$/su.test(what) ? `unexpected ${quote(what.slice("Unexpected token '".length).replace(/'$/, ''))}`
    : what.charAt(0).toLowerCase() + what.slice(1);
}

function nameOf(name: { type: string } & ({ value: string } | { name: string })): string {
  return 'value' in name ? name.value : name.name;
}

function pathText(path: JsonPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : /^[\w$-]+$/.test(key) ? `${i === 0 ? '' : '.'}${key}` : `[${quote(key)}]`)).join('');
}

/** Keys in all objects of a value. */
function countKeys(content: unknown): number {
  let count = 0;
  const open: unknown[] = [content];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      for (const item of value) {
        if (typeof item === 'object' && item !== null) {
          open.push(item);
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
 * is never too small, and where it equals the number of keys that came out, no key was repeated.
 */
function keysWritten(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (WHITE_SPACE.has(text.charCodeAt(before))) {
      before--;
    }
    if (text.charCodeAt(before) === QUOTATION_MARK) {
      count++;
    }
  }
  return count;
}
