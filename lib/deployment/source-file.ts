import { readFileSync, statSync } from 'node:fs';
import { Document, isMap, isScalar, LineCounter, Node, parseDocument, YAMLMap } from 'yaml';
import { InputError, quote } from '../azure/errors';

/** A deployment is some hundred lines; a file beyond this is something else. */
const MAX_BYTES = 1024 * 1024;

/** Keys and positions that lead to a value in the file. */
export type KeyPath = readonly (string | number)[];

/** A YAML or JSON file, which knows the line of each of its values. JSON is read as the YAML that it is. */
export class SourceFile {
  private readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(public readonly path: string) {
    const text = readText(path);
    if (text.trim() === '') {
      throw new InputError(`${path}: the file is empty`);
    }
    this.document = parseDocument(text, { lineCounter: this.lines, version: '1.2', uniqueKeys: true });
    const problem = [...this.document.errors, ...this.document.warnings][0];
    if (problem !== undefined) {
      const { line, col } = this.lines.linePos(problem.pos[0]);
      const what = problem.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
      throw new InputError(`${path}:${line}:${col}: ${what}`);
    }
  }

  /** The content as plain values. */
  public content(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: 100 }) as unknown;
    } catch (error) {
      throw new InputError(`${this.path}: ${(error as Error).message}`);
    }
  }

  /** File, line and key of a value; of the nearest value above it when it is missing. */
  public where(path: KeyPath): string {
    const offset = this.offsetOf(path);
    const place = offset === undefined ? this.path : `${this.path}:${this.lines.linePos(offset).line}`;
    return path.length === 0 ? place : `${place}: ${keyText(path)}`;
  }

  /** Runs what may refuse a value, and adds file, line and key to the refusal. */
  public at<T>(path: KeyPath, action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (error instanceof InputError) {
        throw new InputError(`${this.where(path)}: ${error.message}`);
      }
      throw error;
    }
  }

  private offsetOf(path: KeyPath): number | undefined {
    // The key of the deepest part that is in the file: a value may be missing, or may be an alias.
    for (let length = path.length; length > 0; length--) {
      const parent: unknown = this.document.getIn(path.slice(0, length - 1), true);
      const key = path[length - 1]!;
      const pair = isMap(parent) ? keyNode(parent, key) : undefined;
      const node = pair ?? (this.document.getIn(path.slice(0, length), true) as Node | undefined);
      if (node?.range) {
        return node.range[0];
      }
    }
    return this.document.contents?.range?.[0];
  }
}

function keyNode(map: YAMLMap, key: string | number): Node | undefined {
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
  return pair?.key as Node | undefined;
}

function keyText(path: KeyPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}

function readText(path: string): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) {
      throw new InputError(`${path}: the file has ${size} bytes; a deployment file has at most ${MAX_BYTES}`);
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof InputError) {
      throw error;
    }
    throw new InputError(`${quote(path)} cannot be read: ${(error as Error).message}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${path}: the file is not UTF-8 text`);
  }
}
