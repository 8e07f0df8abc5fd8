/** That a text has another syntax than the one that is followed. */
export class SyntaxProblem extends Error {}

export const NAME = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const SPACE = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
/** The same where a line end ends the expression, as it does in an object. */
const SPACE_IN_LINE = /(?:[^\S\n]|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

/** Reads a text of Terraform's syntax mark by mark. */
export abstract class SyntaxReader {
  protected at = 0;
  protected endsAtLine = false;

  constructor(protected readonly source: string) {}

  protected word(): string {
    this.space();
    const name = this.match(NAME);
    if (name === undefined) {
      throw new SyntaxProblem();
    }
    return name;
  }

  protected takeWord(word: string): boolean {
    this.space();
    const before = this.at;
    if (this.match(NAME) === word) {
      return true;
    }
    this.at = before;
    return false;
  }

  protected oneOf(operators: readonly string[]): string | undefined {
    this.space();
    const found = operators.find((operator) => this.source.startsWith(operator, this.at));
    // `!=` is no `!`, and `=>` ends a key.
    if (found === undefined || (found === '!' && this.source[this.at + 1] === '=')) {
      return undefined;
    }
    this.at += found.length;
    return found;
  }

  protected take(mark: string): boolean {
    this.space();
    const isThere = this.source.startsWith(mark, this.at) && !(mark === '=' && /^=[=>]/.test(this.source.slice(this.at, this.at + 2)));
    this.at += isThere ? mark.length : 0;
    return isThere;
  }

  protected expect(mark: string): void {
    if (!this.take(mark)) {
      throw new SyntaxProblem();
    }
  }

  protected match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  protected space(): void {
    this.match(this.endsAtLine ? SPACE_IN_LINE : SPACE);
  }

  /** Brackets of any kind, in which a line end means nothing. */
  protected inside<T>(read: () => T): T {
    const before = this.endsAtLine;
    this.endsAtLine = false;
    const result = read();
    this.endsAtLine = before;
    return result;
  }

  protected textFrom(begin: number): string {
    return this.source.slice(begin, this.at).trim();
  }
}
