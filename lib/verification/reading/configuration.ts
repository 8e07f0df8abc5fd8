import { dirname } from 'node:path';
import { printable } from '../../azure/errors';
import { idPartOf, isTemplate, Steps, stepsOf, stepsText, templateParts } from './expressions';
import { NETWORK_TYPES } from './kinds';
import type { RemoteStates } from './remote-states';
import type { Report, Resource, SourceDocument } from './resource';
import { described, entries, Fields, isFields, listOf, member, Unresolved } from './values';

/** Deeper than any argument is nested; what is deeper is not looked at. */
const MAX_DEPTH = 64;

interface Block {
  readonly file: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly address: string;
  readonly body: Fields;
}

/**
 * The configuration JSON of one folder, which Terraform takes as one module.
 *
 * Values of variables are not taken from their defaults: a default is what holds when nobody says otherwise, and who runs
 * Terraform says otherwise in files and on command lines that are not read here. A plan knows the values.
 */
export class Configuration {
  private readonly blocks = new Map<string, Block>();
  private readonly locals = new Map<string, unknown>();
  private readonly outputs = new Map<string, unknown>();
  private readonly results = new Map<string, unknown>();
  private readonly running = new Set<string>();

  constructor(public readonly group: string, public readonly documents: readonly SourceDocument[], private readonly remoteStates: RemoteStates, private readonly report: Report) {
    for (const document of documents) {
      this.collect(document);
    }
  }

  /** What is about networks, with its values. */
  public resources(): Resource[] {
    return [...this.blocks.values()].filter(({ type }) => NETWORK_TYPES.has(type)).map((block) => this.resource(block));
  }

  /** The value of an output, in the words of this configuration. */
  public output(name: string): unknown {
    return this.outputs.has(name) ? this.evaluate(this.outputs.get(name)) : undefined;
  }

  private collect({ file, json }: SourceDocument): void {
    this.collectBlocks(file, 'managed', member(json, 'resource'));
    this.collectBlocks(file, 'data', member(json, 'data'));
    for (const body of listOf(member(json, 'locals'))) {
      entries(body).forEach(([name, value]) => this.locals.set(name, value));
    }
    for (const body of listOf(member(json, 'output'))) {
      entries(body).forEach(([name, value]) => this.outputs.set(name, member(listOf(value)[0], 'value')));
    }
    for (const [name] of listOf(member(json, 'module')).flatMap(entries)) {
      this.report({ file, resource: printable(`module.${name}`) }, 'resources of modules are not in configuration JSON; give the JSON of a plan for them');
    }
  }

  private collectBlocks(file: string, mode: 'managed' | 'data', section: unknown): void {
    for (const types of listOf(section)) {
      this.expectObject(types, { file, resource: mode === 'data' ? 'data' : 'resource' });
      for (const [type, ofType] of entries(types)) {
        for (const names of listOf(ofType)) {
          this.expectObject(names, { file, resource: printable(type) });
          for (const [name, bodies] of entries(names)) {
            this.add({ file, mode, type, address: `${mode === 'data' ? 'data.' : ''}${type}.${name}` }, bodies);
          }
        }
      }
    }
  }

  private expectObject(value: unknown, place: { file: string; resource: string }): void {
    if (!isFields(value)) {
      this.report(place, `it is ${described(value)}; it takes an object`);
    }
  }

  private add(block: Omit<Block, 'body'>, bodies: unknown): void {
    const place = { file: block.file, resource: printable(block.address) };
    const list = listOf(bodies);
    if (list.length !== 1 || !isFields(list[0])) {
      this.report(place, `it is ${list.length === 1 ? described(list[0]) : `a list of ${list.length}`}; it takes one object`);
    } else if (this.blocks.has(block.address)) {
      this.report(place, 'it is there twice, and Terraform takes each address once; the second is left out');
    } else {
      this.blocks.set(block.address, { ...block, body: list[0] });
    }
  }

  private resource(block: Block): Resource {
    const { body, ...rest } = block;
    const repeatedBy = (['count', 'for_each'] as const).find((argument) => member(body, argument) !== undefined);
    const subscription = this.subscriptionOf(member(body, 'provider'));
    return {
      ...rest, group: this.group, values: this.evaluate(body) as Fields,
      isConfigured: (argument) => member(body, argument) !== undefined || member(member(body, 'dynamic'), argument) !== undefined,
      ...(repeatedBy === undefined ? {} : { repeatedBy }), ...(subscription === undefined ? {} : { subscription }),
    };
  }

  /** The subscription that the provider of a resource is set to, as text. */
  private subscriptionOf(reference: unknown): string | undefined {
    const alias = typeof reference === 'string' ? /\bazurerm\.([\w-]+)/.exec(reference)?.[1] : undefined;
    const providers = this.documents.flatMap(({ json }) => listOf(member(json, 'provider'))).flatMap((body) => listOf(member(body, 'azurerm')));
    const found = providers.filter((provider) => member(provider, 'alias') === alias).map((provider) => this.evaluate(member(provider, 'subscription_id')));
    const [id] = found;
    return found.length === 1 && typeof id === 'string' ? id : undefined;
  }

  private evaluate(value: unknown, depth = 0): unknown {
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
      const items: readonly unknown[] = value;
      const results = items.map((item) => this.evaluate(item, depth + 1));
      return results.every((result, i) => result === items[i]) ? value : results;
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
    return new Unresolved(text, symbol);
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
    const symbol = `${this.group} ${stepsText(steps)}`;
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
    if (!this.locals.has(name)) {
      return new Unresolved(expression);
    }
    if (steps.length === 2) {
      return this.evaluate(this.locals.get(name)) ?? new Unresolved(expression);
    }
    return follow(this.expression(`local.${name}`), steps.slice(2)) ?? new Unresolved(expression);
  }

  /** An attribute of a resource: what its argument says, or what it will be. */
  private attribute(expression: string, steps: Steps, length: number): unknown {
    const base = stepsText(steps.slice(0, length));
    const body = this.blocks.get(base)?.body;
    const isRepeated = member(body, 'count') !== undefined || member(body, 'for_each') !== undefined;
    const [key] = steps.slice(length);
    if (typeof key === 'number' || (isRepeated && steps.length > length + 1)) {
      const target = { group: this.group, address: `${base}[${JSON.stringify(key)}]`, attribute: stepsText(steps.slice(length + 1)) };
      return new Unresolved(expression, `${this.group} ${target.address}.${target.attribute}`, target);
    }
    const argument = isRepeated || key === undefined || key === 'id' ? undefined : member(body, key);
    const value = argument === undefined ? undefined : follow(this.evaluate(argument), steps.slice(length + 1));
    if (value !== undefined && !(value instanceof Unresolved)) {
      return value;
    }
    const attribute = stepsText(steps.slice(length));
    return new Unresolved(expression, value?.symbol ?? `${this.group} ${base}.${attribute}`, { group: this.group, address: base, attribute });
  }

  private remoteState(steps: Steps): unknown {
    const block = this.blocks.get(stepsText(steps.slice(0, 3)));
    const output = steps[4];
    if (block === undefined || steps[3] !== 'outputs' || typeof output !== 'string') {
      return undefined;
    }
    const value = this.remoteStates.configurationOf(this, block.address.slice('data.terraform_remote_state.'.length), block.body)?.output(output);
    return follow(value, steps.slice(5)) ?? undefined;
  }

  /** Where relative paths of this configuration begin. */
  public get folder(): string {
    return dirname(this.documents[0]!.file);
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
