/**
 * Syntax of expressions in Terraform JSON, as far as it is followed: templates, plain references, and a part of an id as the
 * constructs of this library write it. Everything else stays an expression that only Terraform evaluates.
 * Source: Terraform's JSON configuration syntax, and its language for references.
 */

/** A text is `text`, what stands between `${` and `}` is `expression`. */
export type TemplatePart = { readonly text: string } | { readonly expression: string };

/** Names and indexes of a reference: `azurerm_firewall`, `f`, `ip_configuration`, 0, `private_ip_address`. */
export type Steps = readonly (string | number)[];

/** Whether Terraform evaluates something in a text. */
export function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

/** The parts of a text; undefined when it holds a directive such as `%{ if }`, or a brace that is not closed. */
export function templateParts(text: string): readonly TemplatePart[] | undefined {
  const parts: TemplatePart[] = [];
  let literal = '';
  for (let at = 0; at < text.length;) {
    const two = text.slice(at, at + 2);
    if ((two === '$$' || two === '%%') && text[at + 2] === '{') {
      literal += `${two[0]!}{`; // the way to write a brace that is none
      at += 3;
    } else if (two === '%{') {
      return undefined;
    } else if (two === '${') {
      const end = expressionEnd(text, at + 2);
      if (end < 0) {
        return undefined;
      }
      if (literal !== '') {
        parts.push({ text: literal });
        literal = '';
      }
      parts.push({ expression: text.slice(at + 2, end).trim() });
      at = end + 1;
    } else {
      const next = nextMark(text, at + 1);
      literal += text.slice(at, next);
      at = next;
    }
  }
  return literal === '' && parts.length > 0 ? parts : [...parts, { text: literal }];
}

function nextMark(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '$' || text[at] === '%') {
      return at;
    }
  }
  return text.length;
}

/** Place of the brace that closes an expression; braces in quoted texts and inner ones are passed. */
function expressionEnd(text: string, begin: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = begin; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') {
        at++;
      } else if (character === '"') {
        quoted = false;
      }
    } else if (character === '"') {
      quoted = true;
    } else if (character === '{') {
      depth++;
    } else if (character === '}') {
      if (depth === 0) {
        return at;
      }
      depth--;
    }
  }
  return -1;
}

const FIRST = /^[A-Za-z_][\w-]*/;
const STEP = /\s*(?:\.\s*([A-Za-z_][\w-]*)|\.(\d+)|\[\s*(\d+)\s*\]|\[\s*"([^"\\$%]*)"\s*\])/y;

/** Takes a plain reference apart; undefined for any other expression. */
export function stepsOf(expression: string): Steps | undefined {
  const first = FIRST.exec(expression);
  if (first === null) {
    return undefined;
  }
  const steps: (string | number)[] = [first[0]];
  STEP.lastIndex = first[0].length;
  while (STEP.lastIndex < expression.length) {
    const match = STEP.exec(expression);
    if (match === null) {
      return undefined;
    }
    const [, name, legacyIndex, index, key] = match;
    const number = legacyIndex ?? index;
    steps.push(number === undefined ? name ?? key! : Number(number));
  }
  return steps;
}

/** The one way to write a reference: `f.ip_configuration[0].id`, `s["a b"].id`. */
export function stepsText(steps: Steps): string {
  return steps.map((step, i) => {
    if (typeof step === 'number') {
      return `[${step}]`;
    }
    return FIRST.exec(step)?.[0] === step ? `${i === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`;
  }).join('');
}

const MAX_ID_PART = 1000;
const ID_PART = /^element\(\s*split\(\s*"\/"\s*,\s*(.+?)\s*\)\s*,\s*(\d{1,2})\s*\)$/s;

/** `element(split("/", <reference>), 8)`: the way to take the name out of an id. */
export function idPartOf(expression: string): { readonly of: string; readonly index: number } | undefined {
  const match = expression.length > MAX_ID_PART ? null : ID_PART.exec(expression);
  return match === null ? undefined : { of: match[1]!, index: Number(match[2]) };
}
