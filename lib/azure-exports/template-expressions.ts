import { Fields, isFields, member } from '../network/fields';
import { Unevaluated } from './members';
import { templateCall } from './template-functions';

/** What expressions of one template are evaluated with. */
export interface TemplateScope {
  readonly parameters: Fields;
  readonly variables: Fields;
  /** `/subscriptions/<id>/resourceGroups/<name>` of the group that was exported, or what stands for it. */
  readonly base: string;
  /** The same of where resources go, where it is not what expressions are evaluated for. */
  readonly target?: string;
  /** Where loops are, by their names; the innermost without one. */
  readonly copies?: ReadonlyMap<string, number>;
  /** How often all of these loops go round together. */
  readonly rounds?: number;
  /** Parameters whose defaults were taken, and those that have values for certain. */
  readonly defaults?: Set<string>;
  readonly given?: ReadonlySet<string>;
  /** How many variables and parameters stand in each other already. */
  readonly depth?: number;
}

/** Begins a text that stands for one that a file does not say. No name of Azure has this character. */
export const PLACEHOLDER = '<';

/**
 * Evaluates a text of a template: `[parameters('name')]`, `variables`, `resourceId`, `copyIndex`, and functions over known values.
 * Anything else stays unevaluated.
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

const CALL = /\s*([A-Za-z]+)\(/y; // with a prefix of another namespace it is a function of the user
const LITERAL = /\s*'((?:[^']|'')*)'/y;
const NUMBER = /\s*(-?\d{1,9})/y;
const MEMBER = /\.([A-Za-z_]\w*)/y;
const OPEN = /\[/y;
const SHUT = /\s*\]/y;
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
    let value = this.primary(depth);
    while (value !== undefined) {
      const name = this.match(MEMBER);
      const key = name ?? (this.match(OPEN) === undefined ? undefined : this.expression(depth + 1));
      if (key === undefined) {
        return value;
      }
      if (name === undefined && this.match(SHUT) === undefined) {
        return undefined;
      }
      const below = Array.isArray(value) && typeof key === 'number' ? value[key] as unknown : typeof key === 'string' ? member(value, key)
        : undefined;
      value = valueIn(below, this.scope);
    }
    return value;
  }

  private primary(depth: number): unknown {
    const literal = this.match(LITERAL);
    const number = literal === undefined ? this.match(NUMBER) : undefined;
    if (literal !== undefined || number !== undefined) {
      return literal?.replaceAll('\'\'', '\'') ?? Number(number);
    }
    const name = this.match(CALL);
    if (name === undefined || depth > MAX_DEPTH) {
      return undefined;
    }
    const args: unknown[] = [];
    while (this.match(CLOSE) === undefined) {
      if (args.length > 0 && this.match(COMMA) === undefined) {
        return undefined;
      }
      const arg = this.expression(depth + 1);
      if (arg === undefined) {
        return undefined;
      }
      args.push(arg);
    }
    return this.call(name.toLowerCase(), args);
  }

  private call(name: string, args: readonly unknown[]): unknown {
    const [first] = args;
    const key = typeof first === 'string' ? first : '';
    switch (name) {
      case 'parameters':
        return parameter(key, this.scope);
      case 'variables':
        return valueIn(member(this.scope.variables, key), this.scope);
      case 'copyindex': {
        const index = this.scope.copies?.get(key);
        const offset = typeof first === 'number' ? first : args[1];
        return index === undefined || (offset !== undefined && typeof offset !== 'number') ? undefined : index + (offset ?? 0);
      }
      case 'resourceid':
        return args.every((arg) => typeof arg === 'string') ? resourceId(args, this.scope.base) : undefined;
      default:
        return templateCall(name, args);
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

/** Parameters that exports make, whose defaults are what is deployed. Source: exports of 2021 to 2026. */
const OF_EXPORTS = /_(?:name|externalid)$/;

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
  if (value !== undefined && scope.given?.has(name) !== true && !OF_EXPORTS.test(name)) {
    scope.defaults?.add(name);
  }
  return valueIn(value, scope);
}

/** Variables and defaults of parameters are expressions in turn; in lists and objects these are evaluated where they stand. */
function valueIn(value: unknown, scope: TemplateScope): unknown {
  const { depth = 0 } = scope;
  const result = typeof value !== 'string' ? value : depth > MAX_DEPTH ? undefined : evaluated(value, { ...scope, depth: depth + 1 });
  return result instanceof Unevaluated ? undefined : result;
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
