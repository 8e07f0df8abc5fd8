import { InputError, InputProblem, quote } from '../azure/errors';
import type { JsonFlaw, Malformed } from './json-flaws';
import { JsonPath, lineAndColumn, lineOf, offsetOf } from './json-places';
import { readText, TextKind, TextSource } from './text';

export type { JsonPath } from './json-places';

const QUOTATION_MARK = 34;
const SPACE = 32; // in JSON, what is below it is white space too

/** What else a text is, by how it begins, and what to do. */
const OTHERS: readonly (readonly [begin: RegExp, what: string])[] = [
  // What tools say in place of an answer, or before it: `ERROR: Please run 'az login' to setup account.`
  [/^\s*(?:error|warning)\b/i, 'this is a message'],
  // JSON has no such character in a text, so that it is none of a value.
  [/\u001b\[[\d;]*m/, 'it has the colors of a terminal; with --output json, the Azure CLI prints JSON without them'],
  [/^(?:param|var|resource|module|targetScope|metadata|using|func|type)\s+\w+\s.*[={']|^targetScope\b/m,
    'this is Bicep; give what is deployed, as az graph query or az group export prints it'],
  [/^[^\s{["][^\n]*\t/, 'this is a table without headings; with --output json, the Azure CLI prints JSON'],
  [/^\S.*\n-{2,}(?: +-{2,})*\s*\n/, 'this is a table; with --output json, the Azure CLI prints JSON'],
  [/^(?=[^]*^edition: )(?=[^]*^cloud: )/m, 'this is a deployment file; give it with --deployment'],
  [/^(?:\s*#[^\n]*\n|---\r?\n)*(?:- )?[A-Za-z$]\w*:(?: |\r?\n)/, 'this is YAML; with --output json, the Azure CLI prints JSON'],
  [/^\s*<(?:!doctype|html|\?xml)/i, 'this is a page of a site'],
  // A zip archive, as `terraform plan -out` writes it.
  [/^PK[\x03\x05]/, 'this is a plan in the binary form of Terraform; give what "terraform show -json" prints for it'],
  [/^\{-/, 'a progress line comes before it; remove that line'],
];

/** What looks for flaws is loaded when there are some. */
function flaws(): typeof import('./json-flaws') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./json-flaws') as typeof import('./json-flaws');
}

const BREACHES: Readonly<Record<Exclude<Malformed['breach'], 'value'>, string>> = {
  'key': 'expected double-quoted property name',
  'key-or-end': 'expected double-quoted property name or "}"',
  'colon': 'expected ":" after property name',
  'list-end': 'expected "," or "]" after array element',
  'object-end': 'expected "," or "}" after property value',
  'end': 'unexpected non-whitespace character after JSON',
  'control-character': 'bad control character in string literal',
  'escape': 'bad escaped character in string literal',
  'unicode-escape': 'bad Unicode escape in string literal',
  'open-text': 'string literal without its end',
  'minus': 'no digit after the minus sign of a number',
  'leading-zero': 'a number has digits after a leading zero',
  'fraction': 'no digit after the point of a number',
  'exponent': 'no digit in the exponent of a number',
};

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
      // The engine's words differ from version to version, and name no place for some of what they refuse.
      const flaw = error instanceof SyntaxError ? flaws().malformedIn(source.text) : undefined;
      throw flaw === undefined ? error : this.notJson(flaw, kind);
    }
    if (countKeys(this.content) !== keysWritten(source.text)) {
      // Two values under one key: the engine keeps the last, another reader the first, so the document says two things.
      const flaw = flaws().repeatedKeyIn(source.text);
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
    const place = this.at(offsetOf(this.source.text, path));
    return path.length === 0 ? place : `${place}: ${pathText(path)}`;
  }

  /** An error about one value. */
  public error(path: JsonPath, problem: string, more: Pick<InputProblem, 'given' | 'allowed' | 'suggestion'> = {}): InputError {
    return new InputError({ ...more, argument: this.where(path), problem });
  }

  private at(place: number): string {
    return `${this.name}:${lineAndColumn(this.source.text, place)}`;
  }

  private notJson(flaw: JsonFlaw, kind: TextKind): InputError {
    return new InputError({
      argument: this.at(flaw.place), problem: 'not JSON', cause: this.flawText(flaw),
      allowed: [`${kind.what} is JSON`, ...OTHERS.flatMap(([begin, what]) => (begin.test(this.source.text) ? [what] : [])),
        ...(isAtEnd(flaw, this.source.text) ? ['it ends in the middle, so the file is cut: write it again'] : [])].slice(0, 2)
        .join(', and '),
    });
  }

  private flawText(flaw: JsonFlaw): string {
    switch (flaw.kind) {
      case 'malformed':
        return this.malformedText(flaw);
      case 'too-deep':
        return 'the content is nested too deeply';
      case 'repeated':
        return `the key ${quote(flaw.key)} is given twice, first in line ${lineOf(this.source.text, flaw.firstPlace)}`;
    }
  }

  private malformedText({ breach, place }: Malformed): string {
    const { text } = this.source;
    if ((breach === 'key' || breach === 'value') && /,\s*$/.test(text.slice(0, place)) && /[}\]]/.test(text[place] ?? '')) {
      return `there is a comma before ${quote(text[place]!)}, after the last of a list or an object; remove it`;
    }
    if (breach !== 'value') {
      return BREACHES[breach];
    }
    return place < text.length ? `unexpected ${quote(String.fromCodePoint(text.codePointAt(place)!))}` : 'unexpected end of JSON input';
  }
}

/** Whether what is wrong is that the text ends. */
function isAtEnd(flaw: JsonFlaw, text: string): boolean {
  return flaw.place >= text.trimEnd().length && /^\s*[{[]/.test(text);
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
  const open: unknown[] = [];
  keep(open, content);
  while (open.length > 0) {
    const value = open.pop();
    if (!Array.isArray(value)) {
      for (const key in value as Record<string, unknown>) {
        count++;
        keep(open, (value as Record<string, unknown>)[key]);
      }
    } else if (typeof value[0] !== 'string') {
      value.forEach((item) => keep(open, item));
    }
  }
  return count;
}

/** Puts what may have keys to the values that are still to be looked at. */
function keep(open: unknown[], value: unknown): void {
  if (typeof value === 'object' && value !== null) {
    open.push(value);
  }
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
      // It stands in a text, as those of an IPv6 address do, and the next key is after the end of that text.
      at = text.indexOf(':', text.indexOf('"', at + 1));
    }
  }
  return count;
}
