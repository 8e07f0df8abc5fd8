import { idPartOf, isTemplate, Steps, stepsOf, stepsText, templateParts } from './expressions';
import { Fields, isFields, member, Unresolved } from './values';

/** Deeper than any argument is nested, and more than the references that lead to one; what is deeper is not looked at. */
const MAX_DEPTH = 64;

/** What expressions refer to in the configuration that they stand in. */
export interface Scope {
  /** The file group, which symbols begin with. */
  readonly group: string;
  readonly locals: ReadonlyMap<string, unknown>;
  /** The body of a resource or data source, not evaluated. */
  readonly body: (address: string) => Fields | undefined;
  /** The output of another configuration, whose state a data source reads. */
  readonly remoteOutput: (address: string, output: string) => unknown;
}

/**
 * Evaluates expressions as far as the documents say their values.
 *
 * Values of variables are not taken from their defaults: a default is what holds when nobody says otherwise, and who runs
 * Terraform says otherwise in files and on command lines that are not read here. A plan knows the values.
 */
export class Evaluation {
  private readonly results = new Map<string, unknown>();
  private readonly running = new Set<string>();

  constructor(private readonly scope: Scope) {}

  /** A value with what its expressions give; the value itself where it has none. */
  public evaluate(value: unknown, depth = 0): unknown {
    if (typeof value === 'string') {
      return isTemplate(value) ? this.template(value) : value;
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if (depth > MAX_DEPTH) {
      return new Unresolved('the value is nested too deeply');
    }
    // Most of a document holds no expression, and is taken as it is.
    if (Array.isArray(value)) {
      let results: unknown[] | undefined;
      (value as unknown[]).forEach((item, i) => {
        const result = this.evaluate(item, depth + 1);
        if (result !== item) {
          (results ??= [...value as unknown[]])[i] = result;
        }
      });
      return results ?? value;
    }
    let changed: [string, unknown][] | undefined;
    for (const key of Object.keys(value)) {
      const item = (value as Fields)[key];
      const result = typeof item === 'string' && !isTemplate(item) ? item : this.evaluate(item, depth + 1);
      if (result !== item) {
        (changed ??= []).push([key, result]);
      }
    }
    return changed === undefined ? value : Object.fromEntries([...Object.entries(value), ...changed]);
  }

  private template(text: string): unknown {
    const parts = templateParts(text);
    if (parts === undefined) {
      return new Unresolved(text);
    }
    const values = parts.map((part) => ('text' in part ? part.text : this.expression(part.expression)));
    const [only] = values;
    if (values.length === 1) {
      return only;
    }
    if (values.every((value) => ['string', 'number', 'boolean'].includes(typeof value))) {
      return values.join('');
    }
    // A text around equal values is an equal text.
    const symbols = values.map((value) => (value instanceof Unresolved ? value.symbol && [value.symbol] : typeof value === 'object' ? undefined : String(value)));
    const symbol = symbols.every((part) => part !== undefined) ? JSON.stringify(symbols) : undefined;
    const below = values.length === 2 && only instanceof Unresolved && typeof values[1] === 'string' ? { of: only, rest: values[1] } : undefined;
    const [first, last] = [values[0], values.at(-1)].map((value) => (typeof value === 'string' ? value : ''));
    return new Unresolved(text, symbol, undefined, undefined, below, { first: first!, last: last! });
  }

  /** What an expression gives, each evaluated once. */
  private expression(expression: string): unknown {
    if (this.results.has(expression)) {
      return this.results.get(expression);
    }
    if (this.running.has(expression) || this.running.size > MAX_DEPTH) {
      return new Unresolved('the value is made of itself'); // Terraform refuses it
    }
    this.running.add(expression);
    const result = this.plain(expression);
    this.running.delete(expression);
    this.results.set(expression, result);
    return result;
  }

  private plain(expression: string): unknown {
    const part = idPartOf(expression);
    if (part !== undefined) {
      const of = this.expression(part.of);
      if (of instanceof Unresolved) {
        const symbol = of.symbol === undefined ? undefined : `${of.symbol} part ${part.index}`;
        return new Unresolved(expression, symbol, undefined, { of, index: part.index });
      }
      const text = typeof of === 'string' ? of.split('/')[part.index] : undefined;
      return text ?? new Unresolved(expression);
    }
    if (/^"[^"\\$%]*"$/.test(expression)) {
      return expression.slice(1, -1);
    }
    if (/^-?\d+$/.test(expression) || expression === 'true' || expression === 'false' || expression === 'null') {
      return JSON.parse(expression.replace(/^(-?)0+(?=\d)/, '$1')) as unknown;
    }
    const steps = stepsOf(expression);
    return steps === undefined ? new Unresolved(expression) : this.reference(expression, steps);
  }

  private reference(expression: string, steps: Steps): unknown {
    const [root] = steps;
    const symbol = `${this.scope.group} ${stepsText(steps)}`;
    switch (root) {
      case 'local':
        return this.local(expression, steps);
      case 'each': case 'count': case 'self':
        return new Unresolved(expression); // another value for each resource
      case 'var': case 'module': case 'path': case 'terraform':
        return new Unresolved(expression, symbol);
      case 'data':
        return steps[1] === 'terraform_remote_state' ? this.remoteState(steps) ?? new Unresolved(expression, symbol) : this.attribute(expression, steps, 3);
      default:
        return steps.length > 1 ? this.attribute(expression, steps, 2) : new Unresolved(expression);
    }
  }

  private local(expression: string, steps: Steps): unknown {
    const name = stepsText(steps.slice(1, 2));
    if (!this.scope.locals.has(name)) {
      return new Unresolved(expression);
    }
    if (steps.length === 2) {
      return this.evaluate(this.scope.locals.get(name)) ?? new Unresolved(expression);
    }
    return follow(this.expression(`local.${name}`), steps.slice(2)) ?? new Unresolved(expression);
  }

  /** An attribute of a resource: what its argument says, or what it will be. */
  private attribute(expression: string, steps: Steps, length: number): unknown {
    const base = stepsText(steps.slice(0, length));
    const body = this.scope.body(base);
    const isRepeated = member(body, 'count') !== undefined || member(body, 'for_each') !== undefined;
    const [key] = steps.slice(length);
    if (typeof key === 'number' || (isRepeated && steps.length > length + 1)) {
      const target = { group: this.scope.group, address: `${base}[${JSON.stringify(key)}]`, attribute: stepsText(steps.slice(length + 1)) };
      return new Unresolved(expression, `${this.scope.group} ${target.address}.${target.attribute}`, target);
    }
    const argument = isRepeated || key === undefined || key === 'id' ? undefined : member(body, key);
    const value = argument === undefined ? undefined : follow(this.evaluate(argument), steps.slice(length + 1));
    if (value !== undefined && !(value instanceof Unresolved)) {
      return value;
    }
    const attribute = stepsText(steps.slice(length));
    return new Unresolved(expression, value?.symbol ?? `${this.scope.group} ${base}.${attribute}`, { group: this.scope.group, address: base, attribute });
  }

  private remoteState(steps: Steps): unknown {
    const output = steps[4];
    return steps[3] === 'outputs' && typeof output === 'string'
      ? follow(this.scope.remoteOutput(stepsText(steps.slice(0, 3)), output), steps.slice(5))
      : undefined;
  }
}

/** A value inside a value; undefined where there is none. A block that stands alone is the first of its list. */
function follow(value: unknown, steps: Steps): unknown {
  let at = value;
  for (const step of steps) {
    if (at instanceof Unresolved) {
      return undefined;
    }
    at = typeof step === 'string' ? member(at, step) : Array.isArray(at) ? (at as unknown[])[step] : step === 0 && isFields(at) ? at : undefined;
  }
  return at ?? undefined;
}
