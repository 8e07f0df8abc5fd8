import { blanksEnd, CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, keyOf, OPEN_LIST, OPEN_OBJECT, QUOTATION_MARK } from './json-characters';
import { LiteralEnd, LiteralFlaw, numberLiteral, textLiteral } from './json-literals';

/** What is nested more deeply than this is no file of a kind that is read here; those have six levels. */
export const MAX_LEVELS = 1000;

const WORDS = ['true', 'false', 'null'];

/** What a character, or the end of the text, breaks at its place. */
type Breach = 'value' | 'key' | 'key-or-end' | 'colon' | 'list-end' | 'object-end' | 'end' | LiteralFlaw;

/** What is refused in a text, and where. */
export type JsonFlaw = Malformed | RepeatedKey | { readonly kind: 'too-deep'; readonly place: number };

/** What no JSON has. */
export interface Malformed {
  readonly kind: 'malformed';
  readonly place: number;
  /** What was expected there, or what is wrong with the text or the number there. */
  readonly breach: Breach;
}

/** A key that its object has already. */
interface RepeatedKey {
  readonly kind: 'repeated';
  readonly place: number;
  readonly key: string;
  readonly firstPlace: number;
}

/** The first place at which a text stops being JSON. */
export function malformedIn(text: string): JsonFlaw | undefined {
  return new Walk(text, false).flaw();
}

/** The first key that its object has already, in a text that is JSON otherwise. */
export function repeatedKeyIn(text: string): JsonFlaw | undefined {
  return new Walk(text, true).flaw();
}

/** A walk through the text from beginning to end, which keeps only the keys of the objects that it is in. */
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
    return this.open.length === 0 && this.expected === 'comma or end' ? undefined : this.unexpected();
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
      case 'value':
        return this.value(code);
      case 'value or end':
        return code === CLOSE_LIST ? this.close() : this.value(code);
    }
  }

  private value(code: number): JsonFlaw | undefined {
    if (code === OPEN_LIST || code === OPEN_OBJECT) {
      const isObject = code === OPEN_OBJECT;
      if (this.open.push(isObject ? new Map() : undefined) > MAX_LEVELS && this.looksAtKeys) {
        return { kind: 'too-deep', place: this.at };
      }
      return this.pass(isObject ? 'key or end' : 'value or end');
    }
    if (code === QUOTATION_MARK) {
      return this.literal(textLiteral(this.text, this.at), 'comma or end');
    }
    if (/[\d-]/.test(this.text.charAt(this.at))) {
      return this.literal(numberLiteral(this.text, this.at), 'comma or end');
    }
    const begin = this.at;
    const word = WORDS.find((one) => one.charCodeAt(0) === code) ?? '';
    const same = sameBeginning(this.text, begin, word);
    this.at = begin + same;
    if (word === '' || same < word.length) {
      return this.unexpected();
    }
    this.expected = 'comma or end';
    return undefined;
  }

  private key(keys: Map<string, number>): JsonFlaw | undefined {
    const begin = this.at;
    const flaw = this.literal(textLiteral(this.text, begin), 'colon');
    if (flaw !== undefined || !this.looksAtKeys) {
      return flaw;
    }
    const key = keyOf(this.text, begin, this.at);
    const firstPlace = keys.get(key);
    if (firstPlace !== undefined) {
      return { kind: 'repeated', place: begin, key, firstPlace };
    }
    keys.set(key, begin);
    return undefined;
  }

  private literal(found: LiteralEnd, next: Walk['expected']): JsonFlaw | undefined {
    if ('flaw' in found) {
      return { kind: 'malformed', place: found.place, breach: found.flaw };
    }
    this.expected = next;
    this.at = found.end;
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
    return { kind: 'malformed', place: this.at, breach: this.breach() };
  }

  private breach(): Breach {
    switch (this.expected) {
      case 'value':
      case 'value or end':
        return 'value';
      case 'key':
        return 'key';
      case 'key or end':
        return 'key-or-end';
      case 'colon':
        return 'colon';
      case 'comma or end':
        return this.open.length === 0 ? 'end' : this.open[this.open.length - 1] === undefined ? 'list-end' : 'object-end';
    }
  }
}

function sameBeginning(text: string, begin: number, word: string): number {
  let length = 0;
  while (length < word.length && text[begin + length] === word[length]) {
    length++;
  }
  return length;
}
