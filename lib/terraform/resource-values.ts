import type { Environment } from './environment';
import { isPlain, Refused, TerraformSet } from './computed';
import { Steps, stepsText } from './expressions';
import { scalars, Sensitive, Sensitivity } from './sensitivity';
import { isFields } from '../network/fields';
import { NotEvaluated, Unresolved } from './values';

/** Who knows the attributes of a resource: the evaluation of the module that it is in. */
interface AttributesOfResource {
  readonly attribute: (resource: ResourceValue, steps: Steps, text: string) => unknown;
}

/** A resource as the value of an expression. */
export class ResourceValue {
  readonly #owner: AttributesOfResource;

  /**
   * @param owner who knows its attributes
   * @param group the file group
   * @param address address with its index
   * @param base address without index, where its body is known
   * @param environment values of `each` and `count` in its body
   */
  constructor(
    owner: AttributesOfResource, public readonly group: string, public readonly address: string, public readonly base?: string,
    public readonly environment?: Environment,
  ) {
    this.#owner = owner;
  }

  public get owner(): AttributesOfResource {
    return this.#owner;
  }
}

/** One call of a module as the value of an expression, whose attributes are its outputs. */
export class ModuleValue {
  readonly #output: (name: string) => unknown;

  /**
   * @param group the file group
   * @param address `module.net["a"]`, with the modules that it is in
   * @param output the value of an output; undefined where the module has none of that name
   */
  constructor(public readonly group: string, public readonly address: string, output: (name: string) => unknown) {
    this.#output = output;
  }

  public output(name: string): unknown {
    return this.#output(name);
  }
}

type AttributeOf = (resource: ResourceValue, steps: Steps) => unknown;

/**
 * A value inside a value.
 *
 * @param isSoft undefined is given where there is none, and a block that stands alone is the first of its list
 * @throws Refused where there is none
 */
export function follow(
  value: unknown, steps: Steps, text: string, attribute: AttributeOf, sensitivity: Sensitivity, isSoft = false,
): unknown {
  let at = value;
  for (const [i, step] of steps.entries()) {
    const rest = steps.slice(i);
    if (at instanceof Unresolved) {
      return inside(at, rest, text);
    }
    if (at instanceof ResourceValue) {
      return attribute(at, rest);
    }
    if (at instanceof Sensitive) {
      return sensitivity.inside(at, (inner) => follow(inner, rest, text, attribute, sensitivity, isSoft));
    }
    const next = at instanceof ModuleValue ? at.output(String(step)) : stepInto(at, step, isSoft);
    if (next === undefined) {
      if (isSoft) {
        return undefined;
      }
      throw new Refused(`there is no ${stepsText([step])}`);
    }
    at = next;
  }
  return isSoft ? at ?? undefined : at;
}

function stepInto(at: unknown, step: string | number, isSoft: boolean): unknown {
  if (Array.isArray(at)) {
    const index = typeof step === 'string' && /^\d+$/.test(step) ? Number(step) : step;
    return typeof index === 'number' ? (at as unknown[])[index] : undefined;
  }
  if (at instanceof TerraformSet || !isFields(at) || !isPlain(at)) {
    return undefined;
  }
  const key = String(step);
  return Object.hasOwn(at, key) ? at[key] : isSoft && step === 0 ? at : undefined;
}

/** What is inside a value that is not known. */
function inside(of: Unresolved, steps: Steps, text: string): Unresolved {
  if (of instanceof NotEvaluated) {
    return new NotEvaluated(text, of.why, of.remedy);
  }
  const { target, symbol, part } = of;
  if (part !== undefined && part.index < 0) { // the parts of an id
    const [index] = steps;
    return typeof index === 'number' && steps.length === 1
      ? new Unresolved(text, part.of.symbol && `${part.of.symbol} part ${index}`, undefined, { of: part.of, index })
      : new Unresolved(text);
  }
  if (target !== undefined && target.attribute !== '') {
    const attribute = `${target.attribute}${afterName(steps)}`;
    return new Unresolved(text, `${target.group} ${target.address}.${attribute}`, { ...target, attribute });
  }
  return new Unresolved(text, symbol === undefined ? undefined : `${symbol}${afterName(steps)}`);
}

function afterName(steps: Steps): string {
  return stepsText(['x', ...steps]).slice(1);
}

/**
 * A value as arguments take it: sets are lists, and a whole resource is not a value.
 *
 * @param sensitive takes what loses its mark
 * @param written what it was before expressions in it were evaluated: parts that are still the same are taken as they are
 */
export function plain(
  value: unknown, sensitive: (value: unknown) => void, written?: unknown, done: Map<object, unknown> = new Map(),
): unknown {
  if (typeof value !== 'object' || value === null || value === written || value instanceof Unresolved) {
    return value;
  }
  const known = done.get(value);
  if (known !== undefined) {
    return known;
  }
  const result = plainObject(value, sensitive, written, done);
  done.set(value, result);
  return result;
}

function plainObject(value: object, sensitive: (value: unknown) => void, written: unknown, done: Map<object, unknown>): unknown {
  if (value instanceof Sensitive) {
    scalars(value.value).forEach(sensitive);
    return plain(value.value, sensitive, undefined, done);
  }
  if (value instanceof ResourceValue || value instanceof ModuleValue) {
    return new Unresolved(value.address, `${value.group} ${value.address}`);
  }
  if (value instanceof TerraformSet) {
    return value.items;
  }
  if (Array.isArray(value)) {
    const before = Array.isArray(written) ? written as unknown[] : [];
    const items = (value as unknown[]).map((item, i) => plain(item, sensitive, before[i], done));
    return items.some((item, i) => item !== (value as unknown[])[i]) ? items : value;
  }
  const before = isFields(written) ? written : {};
  const pairs = Object.entries(value).map(([key, item]) => [key, plain(item, sensitive, before[key], done), item] as const);
  return pairs.some(([, item, was]) => item !== was) ? Object.fromEntries(pairs.map(([key, item]) => [key, item])) : value;
}
