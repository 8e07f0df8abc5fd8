import { Fields, isFields, member } from '../network/fields';
import { Unevaluated } from './members';

/** What expressions of one template are evaluated with. */
export interface TemplateScope {
  readonly parameters: Fields;
  readonly variables: Fields;
  /** `/subscriptions/<id>/resourceGroups/<name>` of the group that was exported, or what stands for it. */
  readonly base: string;
  /** How many variables and parameters stand in each other already. */
  readonly depth?: number;
}

/** Begins a text that stands for one that a file does not say. No name of Azure has this character. */
export const PLACEHOLDER = '<';

/**
 * Evaluates a text of a template: `[parameters('name')]`, `variables`, `resourceId`, `concat`, `format`, `toLower` and `toUpper`, which
 * exports are written with. Anything else stays unevaluated.
 * Source: template functions of Azure Resource Manager; exports of 2021 to 2026.
 */
export function evaluated(text: string, scope: TemplateScope): unknown {
  if (!text.startsWith('[') || !text.endsWith(']')) {
    return text;
  }
  if (text.startsWith('[[')) {
    return text.slice(1);
  }
  return new TemplateParser(text, scope).value() ?? new Unevaluated(text);
}

const CALL = /\s*([A-Za-z]+)\(/y;
const LITERAL = /\s*'((?:[^']|'')*)'/y;
const NUMBER = /\s*(\d{1,9})/y;
const COMMA = /\s*,/y;
const CLOSE = /\s*\)/y;
const END = /\s*\]$/y;

/** Nested deeper than any export is. */
const MAX_DEPTH = 32;

class TemplateParser {
  private at = 1;

  constructor(private readonly text: string, private readonly scope: TemplateScope) {}

  /** The value; undefined where it cannot be evaluated. */
  public value(): unknown {
    const value = this.expression(0);
    return value !== undefined && this.match(END) !== undefined ? value : undefined;
  }

  private expression(depth: number): unknown {
    const literal = this.match(LITERAL) ?? this.match(NUMBER);
    if (literal !== undefined) {
      return literal.replaceAll('\'\'', '\'');
    }
    const name = this.match(CALL);
    if (name === undefined || depth > MAX_DEPTH) {
      return undefined;
    }
    const args: string[] = [];
    while (this.match(CLOSE) === undefined) {
      if (args.length > 0 && this.match(COMMA) === undefined) {
        return undefined;
      }
      const arg = this.expression(depth + 1);
      if (typeof arg !== 'string') {
        return undefined;
      }
      args.push(arg);
    }
    return this.call(name.toLowerCase(), args);
  }

  private call(name: string, args: readonly string[]): unknown {
    switch (name) {
      case 'parameters':
        return parameter(args[0] ?? '', this.scope);
      case 'variables':
        return valueIn(member(this.scope.variables, args[0] ?? ''), this.scope);
      case 'tolower':
        return args.length === 1 ? args[0]!.toLowerCase() : undefined;
      case 'toupper':
        return args.length === 1 ? args[0]!.toUpperCase() : undefined;
      case 'concat':
        return args.join('');
      case 'format':
        return formatted(args);
      case 'resourceid':
        return resourceId(args, this.scope.base);
      default:
        return undefined;
    }
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) {
      return undefined;
    }
    this.at = pattern.lastIndex;
    return match[1] ?? '';
  }
}

/** A name without a value is one name all the same, so what has it is found under it. */
function parameter(name: string, scope: TemplateScope): unknown {
  const declared = member(scope.parameters, name);
  if (/^secure/i.test(String(member(declared, 'type')))) {
    return undefined; // nothing may show it
  }
  const value = member(declared, 'defaultValue');
  if (value === undefined && isFields(declared) && name.endsWith('_name')) {
    return `${PLACEHOLDER}${name}>`;
  }
  return valueIn(value, scope);
}

/** Variables and defaults of parameters are expressions in turn; in lists and objects these are evaluated where they stand. */
function valueIn(value: unknown, scope: TemplateScope): unknown {
  const { depth = 0 } = scope;
  const result = typeof value !== 'string' ? value : depth > MAX_DEPTH ? undefined : evaluated(value, { ...scope, depth: depth + 1 });
  return result instanceof Unevaluated ? undefined : result;
}

function formatted([form, ...values]: readonly string[]): string | undefined {
  const text = form?.replace(/\{(\d{1,2})\}/g, (whole, index: string) => values[Number(index)] ?? whole);
  return text === undefined || /\{\d/.test(text) ? undefined : text;
}

/** `resourceId([subscription], [resource group], type, name...)`. */
function resourceId(args: readonly string[], base: string): string | undefined {
  const at = args.findIndex((arg) => arg.includes('/'));
  const type = args[at];
  if (type === undefined || at > 2) {
    return undefined;
  }
  const names = args.slice(at + 1);
  const [provider, ...types] = type.split('/');
  if (types.length !== names.length) {
    return undefined;
  }
  const [subscription = base.split('/')[2], group = base.split('/')[4]] = at === 2 ? args : [undefined, at === 1 ? args[0] : undefined];
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/${provider}/` +
    `${types.map((one, i) => `${one}/${names[i]}`).join('/')}`;
}
