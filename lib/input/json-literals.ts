import { QUOTATION_MARK, stringEnd } from './json-characters';

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** What is wrong inside a text or a number. */
export type LiteralFlaw =
  'control-character' | 'escape' | 'unicode-escape' | 'open-text' | 'minus' | 'leading-zero' | 'fraction' | 'exponent';

/** Where a text or a number ends; or what is wrong with it, and where. */
export type LiteralEnd = { readonly end: number } | { readonly flaw: LiteralFlaw; readonly place: number };

/** Looks through a text, whose quotation mark stands at `begin`. Source: RFC 8259, section 7. */
export function textLiteral(text: string, begin: number): LiteralEnd {
  const end = stringEnd(text, begin);
  let at = begin + 1;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code < 0x20) {
      return { flaw: 'control-character', place: at };
    }
    if (code === BACKSLASH) {
      const bad = escapeFlaw(text, at);
      if (bad !== undefined) {
        return bad;
      }
      at++;
    } else if (code === QUOTATION_MARK) {
      return { end: at + 1 };
    }
    at++;
  }
  return { flaw: 'open-text', place: text.length };
}

/** What is wrong with an escape. One that the end of all cuts off is none: the text has no end then. */
function escapeFlaw(text: string, at: number): LiteralEnd | undefined {
  const next = text.charCodeAt(at + 1);
  if (next !== LETTER_U) {
    return at + 1 < text.length && !'"\\/bfnrt'.includes(text.charAt(at + 1)) ? { flaw: 'escape', place: at + 1 } : undefined;
  }
  const digits = /[0-9a-f]{0,4}/iy;
  digits.lastIndex = at + 2;
  const length = digits.exec(text)![0].length;
  return length === 4 || at + 2 + length >= text.length ? undefined : { flaw: 'unicode-escape', place: at + 2 + length };
}

/** Looks through a number, which begins with a digit or a minus sign. Source: RFC 8259, section 6. */
export function numberLiteral(text: string, begin: number): LiteralEnd {
  const whole = text[begin] === '-' ? begin + 1 : begin;
  let end = digitsEnd(text, whole);
  if (end === whole) {
    return { flaw: 'minus', place: whole };
  }
  if (text[whole] === '0' && end > whole + 1) {
    return { flaw: 'leading-zero', place: whole + 1 };
  }
  if (text[end] === '.') {
    const fraction = end + 1;
    end = digitsEnd(text, fraction);
    if (end === fraction) {
      return { flaw: 'fraction', place: fraction };
    }
  }
  if (text[end] === 'e' || text[end] === 'E') {
    const exponent = text[end + 1] === '+' || text[end + 1] === '-' ? end + 2 : end + 1;
    end = digitsEnd(text, exponent);
    if (end === exponent) {
      return { flaw: 'exponent', place: exponent };
    }
  }
  return { end };
}

function digitsEnd(text: string, begin: number): number {
  let at = begin;
  while (isDigit(text.charCodeAt(at))) {
    at++;
  }
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
