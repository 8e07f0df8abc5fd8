import { Expression } from './expression';
import { NAME, SyntaxProblem, SyntaxReader } from './syntax-reader';

const MAX_DEPTH = 200;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATORS: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['>=', '<=', '>', '<'], ['+', '-'], ['*', '/', '%']];
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * A text of JSON for Terraform, which is a template with directives such as `%{ if }`; undefined where its syntax is not followed, as that
 * of heredocs is not. Source: HCL native syntax specification; Terraform, JSON configuration syntax.
 */
export function parseTemplate(text: string): Expression | undefined {
  try {
    return new ExpressionParser(text).wholeTemplate();
  } catch (error) {
    if (error instanceof SyntaxProblem) {
      return undefined;
    }
    throw error;
  }
}

class ExpressionParser extends SyntaxReader {
  private depth = 0;
  /** The directive that ended the last part inside another one. */
  private ending: string | undefined;

  public wholeTemplate(): Expression {
    return this.template(false);
  }

  /** Up to the end of the text, or to the quote that ends it; inside a directive, up to the next one that goes with it. */
  private template(isQuoted: boolean, isInside = false): Expression {
    const parts: Expression[] = [];
    const begin = this.at;
    let literal = '';
    const add = (expression: Expression): void => {
      if (literal !== '') {
        parts.push({ kind: 'literal', value: literal });
        literal = '';
      }
      parts.push(expression);
    };
    for (;;) {
      const character = this.source[this.at];
      if (character === undefined || (isQuoted && character === '"')) {
        if (isQuoted !== (character === '"') || isInside) {
          throw new SyntaxProblem();
        }
        break;
      }
      const mark = this.source.slice(this.at, this.at + 3);
      if (mark === '$${' || mark === '%%{') {
        literal += mark.slice(1);
        this.at += 3;
      } else if (mark.startsWith('${') || mark.startsWith('%{')) {
        this.at += mark[2] === '~' ? 3 : 2;
        literal = mark[2] === '~' ? literal.trimEnd() : literal;
        const part = mark.startsWith('$') ? this.endOfMark(this.inside(() => this.expression())) : this.directive(isQuoted);
        if (part === undefined && !isInside) {
          throw new SyntaxProblem();
        }
        if (part === undefined) {
          break; // it ends what is inside another one
        }
        add(part);
      } else if (isQuoted && character === '\\') {
        literal += this.escape();
      } else if (isQuoted && character === '\n') {
        throw new SyntaxProblem();
      } else {
        literal += character;
        this.at++;
      }
    }
    if (literal !== '' || parts.length === 0) {
      parts.push({ kind: 'literal', value: literal });
    }
    const whole: Expression = { kind: 'template', parts, text: this.source.slice(begin, this.at) };
    return parts.length === 1 && !isInside ? parts[0]! : whole; // what directives give is a text
  }

  /** The end of an expression or a directive; after `~`, space does not count. */
  private endOfMark<T>(value: T): T {
    const isStripped = this.take('~');
    this.expect('}');
    if (isStripped) {
      this.match(/\s*/y);
    }
    return value;
  }

  /** A directive with all up to its end; undefined for one that ends another, which is kept for that. */
  private directive(isQuoted: boolean): Expression | undefined {
    const begin = this.at;
    const word = this.word();
    if (word === 'if') {
      const test = this.endOfMark(this.inside(() => this.expression()));
      const yes = this.template(isQuoted, true);
      const no = this.ending === 'else' ? this.template(isQuoted, true) : { kind: 'literal', value: '' } as const;
      this.endWith('endif');
      return { kind: 'conditional', test, yes, no, text: this.textFrom(begin) };
    }
    if (word === 'for') {
      const first = this.word();
      const second = this.take(',') ? this.word() : undefined;
      if (!this.takeWord('in')) {
        throw new SyntaxProblem();
      }
      const over = this.endOfMark(this.inside(() => this.expression()));
      const value = this.template(isQuoted, true);
      this.endWith('endfor');
      const text = this.textFrom(begin);
      const each: Expression = {
        kind: 'for', valueName: second ?? first, over, value, isGrouped: false, text, ...(second !== undefined && { keyName: first }),
      };
      return { kind: 'call', name: 'join', args: [{ kind: 'literal', value: '' }, each], isSpread: false, text };
    }
    this.ending = this.endOfMark(word);
    return undefined;
  }

  private endWith(word: string): void {
    if (this.ending !== word) {
      throw new SyntaxProblem();
    }
    this.ending = undefined;
  }

  private escape(): string {
    const character = this.source[this.at + 1] ?? '';
    const length = character === 'u' ? 4 : character === 'U' ? 8 : 0;
    const digits = this.source.slice(this.at + 2, this.at + 2 + length);
    const code = Number.parseInt(digits, 16);
    this.at += 2 + length;
    if (length > 0 && /^[\da-fA-F]+$/.test(digits) && digits.length === length && code <= 0x10ffff) {
      return String.fromCodePoint(code);
    }
    const found = ESCAPES[character];
    if (length > 0 || found === undefined) {
      throw new SyntaxProblem();
    }
    return found;
  }

  private expression(): Expression {
    if (++this.depth > MAX_DEPTH) {
      throw new SyntaxProblem();
    }
    this.space();
    const begin = this.at;
    const test = this.operation(0);
    let result = test;
    if (this.take('?')) {
      const yes = this.expression();
      this.expect(':');
      const no = this.expression();
      result = { kind: 'conditional', test, yes, no, text: this.textFrom(begin) };
    }
    this.depth--;
    return result;
  }

  private operation(level: number): Expression {
    const operators = OPERATORS[level];
    if (operators === undefined) {
      return this.unary();
    }
    this.space();
    const begin = this.at;
    let left = this.operation(level + 1);
    for (let operator = this.oneOf(operators); operator !== undefined; operator = this.oneOf(operators)) {
      const right = this.operation(level + 1);
      left = { kind: 'binary', operator, left, right, text: this.textFrom(begin) };
    }
    return left;
  }

  private unary(): Expression {
    this.space();
    const begin = this.at;
    const operator = this.oneOf(['-', '!']) as '-' | '!' | undefined;
    if (operator === undefined) {
      return this.traversal();
    }
    if (++this.depth > MAX_DEPTH) {
      throw new SyntaxProblem();
    }
    const of = this.unary();
    this.depth--;
    return { kind: 'unary', operator, of, text: this.textFrom(begin) };
  }

  /** A term with what follows it: attributes, indexes and splats. */
  private traversal(): Expression {
    this.space();
    const begin = this.at;
    return this.steps(this.term(), begin, false);
  }

  private steps(of: Expression, begin: number, attributesOnly: boolean): Expression {
    for (let result = of; ;) {
      const before = this.at;
      this.space();
      const next = this.source[this.at];
      if (next === '.' && this.source.slice(this.at, this.at + 3) !== '...') {
        this.at++;
        this.space();
        if (this.take('*')) {
          const each = this.steps({ kind: 'item' }, begin, true);
          result = { kind: 'splat', of: result, each, text: this.textFrom(begin) };
          continue;
        }
        const name = this.match(NAME);
        const index = name === undefined && !attributesOnly ? this.match(/\d+/y) : undefined;
        if (name === undefined && index === undefined) {
          throw new SyntaxProblem();
        }
        result = name !== undefined ? { kind: 'attribute', of: result, name, text: this.textFrom(begin) }
          : { kind: 'index', of: result, key: { kind: 'literal', value: Number(index) }, text: this.textFrom(begin) };
      } else if (next === '[' && !attributesOnly) {
        this.at++;
        if (this.take('*')) {
          this.expect(']');
          const each = this.steps({ kind: 'item' }, begin, false);
          result = { kind: 'splat', of: result, each, text: this.textFrom(begin) };
          continue;
        }
        const key = this.inside(() => this.until(']'));
        result = { kind: 'index', of: result, key, text: this.textFrom(begin) };
      } else {
        this.at = before;
        return result;
      }
    }
  }

  private term(): Expression {
    const character = this.source[this.at];
    if (character === '"') {
      this.at++;
      const template = this.template(true);
      this.at++;
      return template; // a text that is one expression has its value
    }
    if (character === '(') {
      this.at++;
      return this.inside(() => this.until(')'));
    }
    if (character === '[') {
      return this.inside(() => this.tuple());
    }
    if (character === '{') {
      return this.inside(() => this.object());
    }
    const number = this.match(NUMBER);
    if (number !== undefined) {
      return { kind: 'literal', value: Number(number) };
    }
    return this.nameOrCall();
  }

  private nameOrCall(): Expression {
    const begin = this.at;
    const name = this.match(NAME);
    if (name === undefined) {
      throw new SyntaxProblem();
    }
    if (name === 'true' || name === 'false' || name === 'null') {
      return { kind: 'literal', value: name === 'null' ? null : name === 'true' };
    }
    return this.take('(') ? this.inside(() => this.call(name, begin)) : { kind: 'name', name };
  }

  private call(name: string, begin: number): Expression {
    const args: Expression[] = [];
    let isSpread = false;
    while (!this.take(')')) {
      args.push(this.expression());
      isSpread = this.take('...');
      if (!this.take(',')) {
        this.expect(')');
        break;
      }
    }
    return { kind: 'call', name, args, isSpread, text: this.textFrom(begin) };
  }

  private tuple(): Expression {
    const begin = this.at;
    this.at++;
    if (this.takeWord('for')) {
      return this.forExpression(begin, ']');
    }
    const items: Expression[] = [];
    while (!this.take(']')) {
      items.push(this.expression());
      if (!this.take(',')) {
        this.expect(']');
        break;
      }
    }
    return { kind: 'tuple', items };
  }

  private object(): Expression {
    const begin = this.at;
    this.at++;
    if (this.takeWord('for')) {
      return this.forExpression(begin, '}');
    }
    const items: [Expression, Expression][] = [];
    while (!this.take('}')) {
      const isBare = !['(', '"'].includes(this.source[this.at] ?? '');
      const parsed = this.expression();
      // A name alone is a text; in brackets it is a value.
      const key: Expression = parsed.kind === 'name' && isBare ? { kind: 'literal', value: parsed.name } : parsed;
      if (!this.take('=') && !this.take(':')) {
        throw new SyntaxProblem();
      }
      this.endsAtLine = true;
      items.push([key, this.expression()]);
      this.endsAtLine = false;
      this.take(','); // a line end separates too
    }
    return { kind: 'object', items, text: this.textFrom(begin) };
  }

  private forExpression(begin: number, end: ']' | '}'): Expression {
    const first = this.word();
    const second = this.take(',') ? this.word() : undefined;
    if (!this.takeWord('in')) {
      throw new SyntaxProblem();
    }
    const over = this.expression();
    this.expect(':');
    const left = this.expression();
    const right = end === '}' ? (this.expect('=>'), this.expression()) : undefined;
    const isGrouped = right !== undefined && this.take('...');
    const condition = this.takeWord('if') ? this.expression() : undefined;
    this.expect(end);
    return {
      kind: 'for', valueName: second ?? first, over, value: right ?? left, isGrouped, text: this.textFrom(begin),
      ...(second !== undefined && { keyName: first }), ...(right !== undefined && { key: left }),
      ...(condition !== undefined && { condition }),
    };
  }

  private until(end: string): Expression {
    const expression = this.expression();
    this.expect(end);
    return expression;
  }
}
