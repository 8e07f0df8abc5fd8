import { Document, isDocument, isMap, isScalar, isSeq, LineCounter, Node, YAMLMap } from 'yaml';
import { InputError, quote } from '../azure/errors';
import { readText } from '../input/text';
import { parse, problemOf, shortened } from './document';

/** A deployment is some hundred lines; a file beyond this is something else. */
export const DEPLOYMENT_FILE = {
  what: 'a deployment file', maxBytes: 1024 * 1024, larger: 'another kind of file, such as a service tag file',
};

/** Keys and positions that lead to a value in the file. */
export type KeyPath = readonly (string | number)[];

/** A refusal that tells its file, line and column already. */
export class LocatedError extends InputError {
  protected static override readonly isOfFile = true;
}

/** A YAML or JSON file, which knows the line and the column of each of its values. JSON is read as the YAML that it is. */
export class SourceFile {
  /** How messages name the file. */
  public readonly name: string;
  /** The content as plain values. */
  public readonly content: unknown;

  private readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(public readonly path: string) {
    const { name, text } = readText(path, DEPLOYMENT_FILE);
    this.name = name;
    const parsed = parse(text, this.lines);
    const problem = isDocument(parsed) ? problemOf(parsed, this.lines) : parsed;
    if (!isDocument(parsed) || problem !== undefined) {
      const { line, col } = this.lines.linePos(problem!.offset);
      throw new InputError({ ...problem!.words, argument: `${name}:${line}:${col}` });
    }
    this.document = parsed;
    this.content = this.contentOf(parsed);
    if (this.content === null) {
      throw new InputError({ argument: name, problem: 'the file is empty' });
    }
  }

  /** File, line, column and key of a value; of the nearest value above it when it is missing. */
  public where(path: KeyPath): string {
    const offset = this.offsetOf(path);
    const { line, col } = this.lines.linePos(offset ?? 0);
    const place = offset === undefined ? this.name : `${this.name}:${line}:${col}`;
    return path.length === 0 ? place : `${place}: ${keyText(path)}`;
  }

  /**
   * Runs what may refuse a value, and adds file, line, column and key to the refusal: the key that the error is about, and below it
   * the one that its message begins with.
   */
  public at<T>(path: KeyPath, action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof InputError) || error instanceof LocatedError) {
        throw error;
      }
      const { keys, part, details } = error;
      const whole = [...path, ...part];
      const isInFile = keys.length > 0 && this.document.hasIn([...whole, ...keys]);
      const place = this.toItem(isInFile ? [...whole, ...keys] : whole, details.given);
      // The place says what the argument is, where it leads to it or ends with it.
      const isSaid = isInFile || (keys.length > 0 && keys.join('.') === part.join('.'));
      const where = this.where(place);
      throw isSaid ? new LocatedError(error.about(where).details) : new LocatedError(details, { place: error.at(`${where}:`).place });
    }
  }

  /** The path of an entry, where the path is that of a list and the value that was given is one of its entries, and no other. */
  private toItem(path: KeyPath, given: unknown): KeyPath {
    const list: unknown = this.document.getIn(path, true);
    const same = isSeq(list) && given !== undefined
      ? list.items.flatMap((item, i) => (isScalar(item) && String(item.value) === String(given) ? [i] : [])) : [];
    return same.length === 1 ? [...path, same[0]!] : path;
  }

  private contentOf(document: Document): unknown {
    try {
      return document.toJS({ maxAliasCount: 100 }) as unknown;
    } catch (error) {
      if (!(error instanceof ReferenceError)) {
        throw error;
      }
      throw new InputError({
        argument: this.name, problem: 'has aliases of aliases, which would become too much text',
        allowed: 'write the values out', detail: `YAML: ${shortened(error.message)}`,
      });
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
  return path.map((key, i) => {
    if (typeof key === 'number' || !/^[\w$-]+$/.test(key)) {
      return `[${quote(key)}]`; // a key may hold anything, even a line break
    }
    return i === 0 ? key : `.${key}`;
  }).join('');
}
