import {
  blanksEnd, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, keyOf, OPEN_LIST, OPEN_OBJECT, plainEnd, QUOTATION_MARK, stringEnd,
} from './json-characters';

/** What is nested more deeply than this is no file of a kind that is read here; those have six levels. */
const MAX_DEPTH = 1000;

const WORDS = ['true', 'false', 'null'];

/** What is refused in a text, and where. */
export type JsonFlaw = { readonly kind: 'unexpected' | 'too-deep'; readonly place: number } | RepeatedKey;

/** A key that its object has already. */
export interface RepeatedKey {
  readonly kind: 'repeated';
  readonly place: number;
  readonly key: string;
  readonly firstPlace: number;
}

/**
 * The first character that JSON cannot have at its place. What is wrong inside a text or a number is not looked for,
 * because the engine's own parser names the place of that.
 */
export function misplacedIn(text: string): JsonFlaw | undefined {
  return new Walk(text, false).flaw();
}

/** The first key that its object has already, in a text that is JSON otherwise. */
export function repeatedKeyIn(text: string): JsonFlaw | undefined {
  return new Walk(text, true).flaw();
}

/** A walk through the text from begin to end, which keeps the keys of the objects that it is in and nothing else. */
class Walk {
  /** For each list and object that is open: the places of the keys, or nothing for a list. */
  private readonly open: (Map<string, number> | undefined)[] = [];
  private expected: 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' = 'value';
  private at: number;

  constructor(private readonly text: string, private readonly looksAtKeys: boolean) {
    this.at = blanksEnd(text, 0);
  }

  public flaw(): JsonFlaw | undefined {
    while (this.at < this.text.length) {
      const flaw = this.step(this.text.charCodeAt(this.at));
      if (flaw !== undefined) {
        return flaw;
      }
      this.at = blanksEnd(this.text, this.at);
    }
    return undefined;
  }

  private step(code: number): JsonFlaw | undefined {
    const isInside = this.open.length > 0;
    const keys = this.open[this.open.length - 1];
    switch (this.expected) {
      case 'colon':
        return code === COLON ? this.pass('value') : this.unexpected();
      case 'comma or end':
        return code === COMMA && isInside ? this.pass(keys === undefined ? 'value' : 'key')
          : isInside && code === (keys === undefined ? CLOSE_LIST : CLOSE_OBJECT) ? this.close() : this.unexpected();
      case 'key':
      case 'key or end':
        return code === QUOTATION_MARK ? this.key(keys!)
          : code === CLOSE_OBJECT && this.expected === 'key or end' ? this.close() : this.unexpected();
      default:
        return code === CLOSE_LIST && this.expected === 'value or end' ? this.close() : this.value(code);
    }
  }

  private value(code: number): JsonFlaw | undefined {
    if (code === OPEN_LIST || code === OPEN_OBJECT) {
      const isObject = code === OPEN_OBJECT;
      if (this.open.push(isObject ? new Map() : undefined) > MAX_DEPTH) {
        return { kind: 'too-deep', place: this.at };
      }
      return this.pass(isObject ? 'key or end' : 'value or end');
    }
    this.expected = 'comma or end';
    if (code === QUOTATION_MARK) {
      this.at = stringEnd(this.text, this.at);
      return undefined;
    }
    const begin = this.at;
    this.at = plainEnd(this.text, begin);
    if (/[\d-]/.test(this.text.charAt(begin))) {
      return undefined;
    }
    const word = WORDS.find((one) => one.charCodeAt(0) === code) ?? '';
    const same = sameBeginning(this.text, begin, word);
    if (word === '' || same < word.length) {
      return { kind: 'unexpected', place: begin + same };
    }
    this.at = begin + same;
    return undefined;
  }

  private key(keys: Map<string, number>): JsonFlaw | undefined {
    const begin = this.at;
    this.at = stringEnd(this.text, begin);
    this.expected = 'colon';
    if (this.looksAtKeys) {
      const key = keyOf(this.text, begin, this.at);
      const firstPlace = keys.get(key);
      if (firstPlace !== undefined) {
        return { kind: 'repeated', place: begin, key, firstPlace };
      }
      keys.set(key, begin);
    }
    return undefined;
  }

  private close(): undefined {
    this.open.pop();
    return this.pass('comma or end');
  }

  private pass(expected: Walk['expected']): undefined {
    this.expected = expected;
    this.at++;
    return undefined;
  }

  private unexpected(): JsonFlaw {
    return { kind: 'unexpected', place: this.at };
  }
}

function sameBeginning(text: string, begin: number, word: string): number {
  let length = 0;
  while (length < word.length && text[begin + length] === word[length]) {
    length++;
  }
  return length;
}
