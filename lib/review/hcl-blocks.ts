/** A block or an argument of Terraform's own syntax, with the line that it begins on. */
export interface HclEntry {
  readonly name: string;
  readonly labels: readonly string[];
  readonly line: number;
  /** What a block holds; undefined for an argument. */
  readonly body?: HclBody;
  /** Lines of the objects in the list that an argument is. */
  readonly items?: readonly number[];
}

export type HclBody = readonly HclEntry[];

/** Deeper than blocks are nested. What is deeper has the line of what is around it. */
const MAX_DEPTH = 50;

/**
 * The blocks of a file. Values are passed over: only where they end matters. Source: HCL native syntax specification, sections
 * "Structural Elements" and "Template Expressions". A file that Terraform refuses gives some blocks, or none.
 */
export function hclBlocks(text: string): HclBody {
  return new Scanner(text).body(0);
}

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const HEREDOC = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;
const OPENING = '([{';
const CLOSING = ')]}';

class Scanner {
  private at = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  /** Entries up to the brace that ends the body, or the end of the file. */
  public body(depth: number): HclEntry[] {
    const entries: HclEntry[] = [];
    while (this.at < this.text.length && this.text[this.at] !== '}') {
      const { line } = this;
      const name = this.match(IDENTIFIER);
      if (name === undefined) {
        this.pass();
      } else {
        const entry = this.entry(name, line, depth);
        entries.push(...(entry === undefined ? [] : [entry]));
      }
    }
    this.step();
    return entries;
  }

  private entry(name: string, line: number, depth: number): HclEntry | undefined {
    const labels: string[] = [];
    for (;;) {
      this.skipBlanks();
      const character = this.text[this.at];
      const label = character === '"' ? this.quoted() : this.match(IDENTIFIER);
      if (label !== undefined) {
        labels.push(label);
      } else if (character === '{' && depth < MAX_DEPTH) {
        this.step();
        return { name, labels, line, body: this.body(depth + 1) };
      } else {
        return character === '=' ? { name, labels, line, ...this.value() } : undefined;
      }
    }
  }

  /** Passes a value, which ends with its line where no bracket is open. */
  private value(): Pick<HclEntry, 'items'> {
    this.step();
    this.skipBlanks();
    const isList = this.text[this.at] === '[';
    const items: number[] = [];
    for (let depth = 0; this.at < this.text.length;) {
      const character = this.text[this.at]!;
      if (depth === 0 && (character === '\n' || CLOSING.includes(character))) {
        break;
      }
      if (isList && depth === 1 && character === '{') {
        items.push(this.line);
      }
      depth += OPENING.includes(character) ? 1 : CLOSING.includes(character) ? -1 : 0;
      this.pass();
    }
    return isList ? { items } : {};
  }

  /** Passes one character, or a text or comment as a whole. */
  private pass(): void {
    const two = this.text.slice(this.at, this.at + 2);
    if (two[0] === '#' || two === '//') {
      this.until('\n', 0);
    } else if (two === '/*') {
      this.until('*/', 2);
    } else if (two[0] === '"') {
      this.quoted();
    } else if (two === '<<') {
      this.heredoc();
    } else {
      this.step();
    }
  }

  /** Blanks and comments inside one line. */
  private skipBlanks(): void {
    while (/[ \t]/.test(this.text[this.at] ?? '') || this.text.startsWith('/*', this.at)) {
      this.pass();
    }
  }

  /** A text in quotes, with expressions in which there can be other texts. */
  private quoted(): string {
    const begin = this.at + 1;
    this.step();
    while (this.at < this.text.length && this.text[this.at] !== '"') {
      const three = this.text.slice(this.at, this.at + 3);
      if (three.startsWith('\\') || three === '$${' || three === '%%{') {
        this.step(three.startsWith('\\') ? 2 : 3);
      } else if (three.startsWith('${') || three.startsWith('%{')) {
        this.step(2);
        this.expression();
      } else {
        this.step();
      }
    }
    const text = this.text.slice(begin, this.at);
    this.step();
    return text;
  }

  private expression(): void {
    for (let depth = 1; depth > 0 && this.at < this.text.length;) {
      const character = this.text[this.at]!;
      depth += character === '{' ? 1 : character === '}' ? -1 : 0;
      this.pass();
    }
  }

  private heredoc(): void {
    const begin = this.match(HEREDOC);
    if (begin === undefined) {
      return this.step();
    }
    const end = new RegExp(`^[ \\t]*${begin.replace(/^<<-?|\s+$/g, '')}[ \\t]*\\r?$`, 'm').exec(this.text.slice(this.at));
    this.step(end === null ? this.text.length - this.at : end.index + end[0].length);
  }

  private until(end: string, and: number): void {
    const found = this.text.indexOf(end, this.at);
    this.step(found < 0 ? this.text.length - this.at : found + and - this.at);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.step(found?.length ?? 0);
    return found;
  }

  private step(count = 1): void {
    const to = Math.min(this.at + count, this.text.length);
    for (; this.at < to; this.at++) {
      this.line += this.text[this.at] === '\n' ? 1 : 0;
    }
  }
}
