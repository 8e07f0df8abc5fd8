import { asText, NotKnown, Refused, symbolOf, TerraformSet, TooLarge, UnorderedSet, WITHOUT_ORDER } from './computed';
import { hasDynamic } from './dynamic-blocks';
import type { Environment } from './environment';
import type { EvaluationRun } from './evaluation-run';
import type { Scope } from './evaluation-scope';
import { Expression, Traversal, traversalText } from './expression';
import { parseTemplate } from './expression-syntax';
import { isTemplate, Steps, stepsText } from './expressions';
import { fileFunction } from './file-functions';
import { forValue } from './for-expressions';
import { FUNCTIONS } from './functions';
import { isVirtualNetwork, withIds } from './inline-subnets';
import { conditional, operation } from './operators';
import { joined } from './joined-texts';
import { partOfId } from './parts-of-ids';
import { Sensitive, Sensitivity } from './sensitivity';
import { follow, plain, ResourceValue } from './resource-values';
import { isServiceTagData, serviceTagName } from './service-tag-data';
import { Fields, member } from '../network/fields';
import { NotEvaluated, ReferenceTarget, unknownBecause, Unresolved } from './values';

/** Deeper than any argument is nested, and more than the references that lead to one; what is deeper is not looked at. */
const MAX_DEPTH = 64;

const NOTHING: Environment = new Map();

interface Result {
  readonly value: unknown;
  /** What the value rests on: values of variables. */
  readonly conditions: ReadonlySet<string>;
}

/** Evaluates expressions as far as the documents say their values. What they do not say stays unresolved, with its symbol. */
export class Evaluation {
  private readonly trees = new Map<string, Expression | undefined>();
  private readonly results = new Map<string, Result>();
  private readonly running = new Set<string>();
  private readonly sensitivity: Sensitivity;
  /** What symbols begin with. */
  private readonly space: string;

  /** @param run what it has in common with the evaluations of other modules */
  constructor(private readonly scope: Scope, public readonly run: EvaluationRun) {
    this.sensitivity = run.sensitivity;
    this.space = `${scope.group} ${scope.prefix}`;
  }

  /** A value with what its expressions give, as arguments take it; the value itself where it has none. */
  public evaluate(value: unknown, environment: Environment = NOTHING): unknown {
    return plain(this.raw(value, environment, 0), this.scope.sensitiveArgument, value);
  }

  /** The same before sets and resources become what arguments take, with marks on what is sensitive. */
  public computed(value: unknown, environment: Environment = NOTHING): unknown {
    return this.raw(value, environment, 0);
  }

  /** The value of an expression without names, as a default in a type. */
  public constant(expression: Expression): unknown {
    return this.value(expression, NOTHING);
  }

  private raw(value: unknown, environment: Environment, depth: number): unknown {
    if (typeof value === 'string') {
      return isTemplate(value) ? this.template(value, environment) : value;
    }
    if (typeof value !== 'object' || value === null || value instanceof Unresolved) {
      return value;
    }
    if (depth > MAX_DEPTH) {
      return new Unresolved('the value is nested too deeply');
    }
    // Most of a document holds no expression, and is taken as it is.
    if (Array.isArray(value)) {
      let results: unknown[] | undefined;
      (value as unknown[]).forEach((item, i) => {
        const result = this.raw(item, environment, depth + 1);
        if (result !== item) {
          (results ??= [...value as unknown[]])[i] = result;
        }
      });
      return results ?? value;
    }
    let changed: [string, unknown][] | undefined;
    for (const key of Object.keys(value)) {
      const item = (value as Fields)[key];
      const result = typeof item === 'string' && !isTemplate(item) ? item : this.raw(item, environment, depth + 1);
      if (result !== item) {
        (changed ??= []).push([key, result]);
      }
    }
    return changed === undefined ? value : Object.fromEntries([...Object.entries(value), ...changed]);
  }

  /** What a text gives, each evaluated once where it stands for one value only. */
  private template(text: string, environment: Environment): unknown {
    return environment.size > 0 ? this.cut(text, environment) : this.once(text, () => this.cut(text, NOTHING));
  }

  private cut(text: string, environment: Environment): unknown {
    if (!this.trees.has(text)) {
      this.trees.set(text, parseTemplate(text));
    }
    const tree = this.trees.get(text);
    if (tree === undefined) {
      return new Unresolved(bare(text));
    }
    try {
      return this.value(tree, environment);
    } catch (error) {
      if (error instanceof NotKnown) {
        return unknownBecause(bare(text), error.value);
      }
      if (error instanceof Refused) {
        return new Unresolved(`${bare(text)} (${error.message})`);
      }
      if (error instanceof TooLarge) {
        this.scope.tooLarge(bare(text));
        return new Unresolved('the value grows too large');
      }
      throw error;
    }
  }

  /** Keeps a result with what it rests on. */
  private once(key: string, work: () => unknown): unknown {
    const known = this.results.get(key);
    if (known !== undefined) {
      this.run.restOn(known.conditions);
      return known.value;
    }
    if (this.running.has(key) || this.running.size > MAX_DEPTH) {
      return new Unresolved('the value is made of itself'); // Terraform refuses it
    }
    this.running.add(key);
    try {
      const { value, conditions } = this.run.resting(work);
      this.results.set(key, { value, conditions: new Set(conditions) });
      return value;
    } finally {
      this.running.delete(key);
    }
  }

  private value(expression: Expression, environment: Environment): unknown {
    this.run.step();
    const value = (inner: Expression): unknown => this.value(inner, environment);
    switch (expression.kind) {
      case 'literal': return expression.value;
      case 'template': return this.sensitivity.lifted(expression.parts.map(value), (parts) => joined(parts, expression.text));
      case 'name': case 'attribute': case 'index': case 'item': return this.traversal(expression, environment);
      case 'splat': return this.splat(expression, environment);
      case 'call': return this.call(expression, environment);
      case 'tuple': return expression.items.map(value);
      case 'object': return this.object(expression, environment);
      case 'for': return forValue(expression, environment, (inner, names) => this.value(inner, names), this.sensitivity, this.space);
      case 'conditional': return conditional(expression, value, this.sensitivity);
      case 'binary': case 'unary': return operation(expression, value, this.sensitivity);
    }
  }

  private object({ items, text }: Extract<Expression, { kind: 'object' }>, environment: Environment): unknown {
    const pairs = items.map(([key, value]) => [this.value(key, environment), this.value(value, environment)] as const);
    const unknown = pairs.find(([key]) => key instanceof Unresolved);
    const build = (): unknown => (unknown !== undefined
      ? new Unresolved(text, symbolOf('object', pairs.flat()))
      : Object.fromEntries(pairs.map(([key, value]) => [asText(key instanceof Sensitive ? key.value : key), value])));
    return pairs.some(([key]) => key instanceof Sensitive) ? this.sensitivity.marked(build()) : build();
  }

  private call(expression: Extract<Expression, { kind: 'call' }>, environment: Environment): unknown {
    const { name, args, isSpread, text } = expression;
    if (name === 'try' || name === 'can') {
      return this.attempt(name, args, environment);
    }
    const values = args.map((arg) => this.value(arg, environment));
    const spread = isSpread ? values.pop() : [];
    const last = spread instanceof Sensitive ? spread.value : spread;
    const known = FUNCTIONS.get(name) ?? fileFunction(name, this.scope.files, (template, names) => this.value(template, names));
    if (known === undefined || last instanceof Unresolved) {
      return known === undefined ? new NotEvaluated(text, `${name} is not evaluated here`) : unknownBecause(text, last);
    }
    const items = last instanceof TerraformSet ? last.items : Array.isArray(last) ? last as unknown[] : [];
    const given = [...values, ...(spread instanceof Sensitive ? items.map((item) => new Sensitive(item)) : items)];
    if (name === 'sensitive' || name === 'nonsensitive') {
      return name === 'sensitive' ? this.sensitivity.marked(given[0]) : this.sensitivity.unmarked(given[0]);
    }
    try {
      return this.sensitivity.called(name, given, (all) => known(...all));
    } catch (error) {
      if (error instanceof NotKnown) {
        return partOfId(expression, given) ?? unknownBecause(text, error.value, symbolOf(name, given));
      }
      throw error;
    }
  }

  /** The first that Terraform does not refuse; of `can`, whether it does not. */
  private attempt(name: 'try' | 'can', args: readonly Expression[], environment: Environment): unknown {
    for (const arg of args) {
      try {
        const value = this.value(arg, environment);
        return name === 'try' || value instanceof Unresolved ? value : true;
      } catch (error) {
        if (!(error instanceof Refused)) {
          throw error;
        }
      }
    }
    if (name === 'can') {
      return false;
    }
    throw new Refused('none of the values can be had');
  }

  private splat({ of, each, text }: Extract<Expression, { kind: 'splat' }>, environment: Environment): unknown {
    return this.sensitivity.inside(this.value(of, environment), (value) => {
      if (value instanceof Unresolved) {
        return unknownBecause(text, value, symbolOf(`${this.space}each ${text}`, [value]));
      }
      if (value instanceof UnorderedSet && value.items.length > 1) {
        return unknownBecause(text, WITHOUT_ORDER);
      }
      const items = value === null ? [] : Array.isArray(value) ? value as unknown[] : value instanceof TerraformSet ? value.items : [value];
      return items.map((item) => this.value(each, new Map([...environment, ['*', item]])));
    });
  }

  /** A name or a value with attributes and indexes after it. */
  private traversal(expression: Traversal, environment: Environment): unknown {
    const steps: (string | number)[] = [];
    const unknown: Unresolved[] = [];
    let at: Expression = expression;
    let isHidden = false;
    while (at.kind === 'attribute' || at.kind === 'index') {
      const given = at.kind === 'attribute' ? at.name : this.value(at.key, environment);
      isHidden ||= given instanceof Sensitive;
      const key = given instanceof Sensitive ? given.value : given;
      if (key instanceof Unresolved) {
        unknown.unshift(key);
      }
      steps.unshift(typeof key === 'number' ? key : key instanceof Unresolved ? '' : asText(key));
      at = at.of;
    }
    const text = traversalText(expression);
    if (unknown.length > 0) {
      const of = at.kind !== 'name' || environment.has(at.name) ? undefined : this.instancesAt([at.name, ...steps]);
      return new Unresolved(
        text, symbolOf(`${this.space}${text}`, unknown), undefined, undefined, undefined, undefined, undefined, of,
      );
    }
    const root = at.kind === 'name' || at.kind === 'item' ? traversalText(at) : undefined;
    const found = root === undefined || environment.has(root)
      ? this.follow(root === undefined ? this.value(at, environment) : environment.get(root), steps, text)
      : this.reference(text, [root, ...steps]);
    return isHidden ? this.sensitivity.marked(found) : found;
  }

  /** `azurerm_subnet.all[each.key].id`, where the key is not known: the resource and the attribute. */
  private instancesAt([type, name, key, attribute, ...rest]: Steps): ReferenceTarget | undefined {
    const { group, prefix } = this.scope;
    return key === '' && typeof attribute === 'string' && rest.length === 0 && this.scope.isRepeated(`${String(type)}.${String(name)}`)
      ? { group, address: `${prefix}${String(type)}.${String(name)}`, attribute } : undefined;
  }

  private reference(text: string, steps: Steps): unknown {
    const [root] = steps;
    const symbol = `${this.space}${stepsText(steps)}`;
    switch (root) {
      case 'local':
        return this.local(text, steps);
      case 'each': case 'count': case 'self':
        return new Unresolved(text); // another value for each resource
      case 'var': {
        const given = this.once(`variable ${String(steps[1])}`, () => this.variable(String(steps[1])));
        return given === undefined || steps.length < 2 ? new Unresolved(text, symbol) : this.follow(given, steps.slice(2), text);
      }
      case 'module': {
        const module = this.scope.module(String(steps[1]));
        return module === undefined || steps.length < 2 ? new Unresolved(text, symbol) : this.follow(module, steps.slice(2), text);
      }
      case 'path': {
        const { files } = this.scope;
        const path = files === undefined ? undefined : steps[1] === 'module' ? files.path : steps[1] === 'root' ? '.' : undefined;
        return path ?? new Unresolved(text, symbol);
      }
      case 'terraform':
        return new Unresolved(text, symbol);
      case 'data':
        return steps[1] === 'terraform_remote_state'
          ? this.remoteState(steps) ?? new Unresolved(text, symbol)
          : this.resource(text, steps, 3);
      case undefined: default:
        return steps.length > 1 ? this.resource(text, steps, 2) : new Unresolved(text);
    }
  }

  private variable(name: string): unknown {
    const given = this.scope.variable(name);
    this.run.restOn(given?.condition === undefined ? [] : [given.condition]);
    return given?.isSensitive === true ? this.sensitivity.marked(given.value) : given?.value;
  }

  private local(text: string, steps: Steps): unknown {
    const name = String(steps[1]);
    if (!this.scope.locals.has(name)) {
      return new Unresolved(text);
    }
    const value = this.once(`local ${name}`, () => this.raw(this.scope.locals.get(name), NOTHING, 0));
    return this.follow(value, steps.slice(2), text);
  }

  private follow(value: unknown, steps: Steps, text: string): unknown {
    return follow(value, steps, text, (resource, rest) => this.attribute(resource, rest, text), this.sensitivity);
  }

  /** A resource, its instances, or an attribute of one. */
  private resource(text: string, steps: Steps, length: number): unknown {
    const { group, prefix } = this.scope;
    const base = stepsText(steps.slice(0, length));
    const address = `${prefix}${base}`;
    const rest = steps.slice(length);
    const [key] = rest;
    if (!this.scope.isRepeated(base)) {
      if (typeof key !== 'number') {
        return this.attribute(new ResourceValue(this, group, address, base), rest, text);
      }
      return this.attribute(new ResourceValue(this, group, `${address}[${key}]`), rest.slice(1), text);
    }
    const instances = this.scope.instances(base);
    if (instances === undefined) {
      const attribute = stepsText(rest.slice(1));
      const target = { group, address: `${address}[${JSON.stringify(key)}]`, attribute };
      return key === undefined || rest.length < 2
        ? new Unresolved(text, `${this.space}${stepsText(steps)}`)
        : new Unresolved(text, `${group} ${target.address}.${attribute}`, target);
    }
    const all = [...instances].map(([one, environment]) =>
      [one, new ResourceValue(this, group, `${address}[${JSON.stringify(one)}]`, base, environment)] as const);
    return this.follow(all.some(([one]) => typeof one === 'string') || this.scope.body(base)?.['for_each'] !== undefined
      ? Object.fromEntries(all)
      : all.map(([, one]) => one), rest, text);
  }

  /** An attribute of a resource: what its argument says, or what it will be. */
  public attribute(resource: ResourceValue, steps: Steps, text: string): unknown {
    const { group, address, base, environment } = resource;
    const [key] = steps;
    if (key === undefined || resource.owner !== this) {
      return key === undefined ? resource : resource.owner.attribute(resource, steps, text); // one of another module
    }
    const body = base === undefined ? undefined : this.scope.body(base);
    if (base !== undefined && key === 'name' && steps.length === 1 && isServiceTagData(base)) {
      const name = serviceTagName(this.evaluate(body, environment ?? NOTHING));
      return name ?? new Unresolved(text, `${group} ${address}.name`, { group, address, attribute: 'name' });
    }
    const argument = key === 'id' || hasDynamic(body, String(key)) ? undefined : member(body, String(key));
    const own = (): unknown => this.raw(argument, environment ?? NOTHING, 0);
    const all = argument === undefined ? undefined : this.once(`${address}.${key}`, own);
    const value = argument === undefined
      ? undefined
      : follow(all, steps.slice(1), text, (inner, rest) => this.attribute(inner, rest, text), this.sensitivity, true);
    if (value !== undefined && !(value instanceof Unresolved)) {
      const isSubnets = steps.length === 1 && base !== undefined && isVirtualNetwork(base, key);
      return isSubnets ? withIds(value, this.attribute(resource, ['id'], `${base}.id`) as Unresolved) : value;
    }
    const attribute = stepsText(steps);
    return new Unresolved(
      text, value?.symbol ?? `${group} ${address}.${attribute}`, value?.target ?? { group, address, attribute }, value?.part, value?.below,
      value?.ends, value?.pieces,
    );
  }

  private remoteState(steps: Steps): unknown {
    const output = steps[4];
    const given = steps[3] === 'outputs' && typeof output === 'string'
      ? this.scope.remoteOutput(stepsText(steps.slice(0, 3)), output)
      : undefined;
    // The mark is of the other configuration, and this one has to look for it from here on.
    const value = given instanceof Sensitive ? this.sensitivity.marked(given.value) : given;
    return value === undefined ? undefined : follow(value, steps.slice(5), output as string, () => undefined, this.sensitivity, true);
  }
}

/** An expression without the marks around it. */
function bare(text: string): string {
  const inner = /^\$\{([^]*)\}$/.exec(text)?.[1];
  return inner === undefined || inner.includes('${') ? text : inner.trim();
}
