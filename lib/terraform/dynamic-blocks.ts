import type { Place } from '../network/network';
import { TerraformSet } from './computed';
import type { Environment } from './environment';
import type { Evaluation } from './evaluation';
import { openedItems } from './sensitivity';
import { Fields, isFields, member } from '../network/fields';
import { itemsOf, Unresolved } from './values';

/** Deeper than blocks are nested. */
const MAX_DEPTH = 16;

type MadeBy = NonNullable<Place['madeBy']>;
const made = new WeakMap<object, MadeBy>();

/** What makes the values of a block that nobody wrote as one; undefined for a block that is written. */
export function madeBy(block: object): MadeBy | undefined {
  return made.get(block);
}

/** Whether a body has dynamic blocks of a name. Each may be written as an object or as a list of objects. */
export function hasDynamic(body: unknown, name: string): boolean {
  return itemsOf(member(body, 'dynamic')).some((block) => member(block, name) !== undefined);
}

/** The values of a body, with its dynamic blocks written out. Those that cannot be evaluated stay as they are. */
export function bodyValues(body: Fields, environment: Environment, evaluation: Evaluation, depth = 0): Fields {
  if (!holdsDynamic(body, 0)) {
    const all = evaluation.evaluate(body, environment) as Fields;
    Object.entries(body).filter(([, value]) => typeof value === 'string').forEach(([key]) => mark(all[key], 'expression'));
    return all;
  }
  const { dynamic, ...rest } = body;
  const values: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, valueOf(value, environment, evaluation, depth)]),
  );
  const left: Fields[] = [];
  for (const blocks of itemsOf(dynamic)) {
    for (const [name, bodies] of isFields(blocks) ? Object.entries(blocks) : []) {
      for (const one of name === '//' ? [] : itemsOf(bodies)) {
        const written = depth < MAX_DEPTH ? writtenOut(name, one, environment, evaluation, depth) : undefined;
        if (written === undefined) {
          left.push({ [name]: one });
        } else if (written.length > 0 || values[name] !== undefined) {
          values[name] = [...itemsOf(values[name]), ...written];
        }
      }
    }
  }
  return left.length === 0 ? values : { ...values, dynamic: left };
}

function mark(blocks: unknown, by: MadeBy): void {
  itemsOf(blocks).filter(isFields).forEach((block) => made.set(block, by));
}

/** A value in which blocks may have dynamic blocks of their own. */
function valueOf(value: unknown, environment: Environment, evaluation: Evaluation, depth: number): unknown {
  if (depth >= MAX_DEPTH || !holdsDynamic(value, 0)) {
    const all = evaluation.evaluate(value, environment);
    if (typeof value === 'string') {
      mark(all, 'expression');
    }
    return all;
  }
  return Array.isArray(value)
    ? value.map((item: unknown) => valueOf(item, environment, evaluation, depth + 1))
    : bodyValues(value as Fields, environment, evaluation, depth + 1);
}

function holdsDynamic(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Unresolved || depth > MAX_DEPTH) {
    return false;
  }
  if (Object.hasOwn(value, 'dynamic')) {
    return true;
  }
  // Every value of a document passes here, so no lists of them are made.
  for (const key in value) {
    if (holdsDynamic((value as Fields)[key], depth + 1)) {
      return true;
    }
  }
  return false;
}

/** The blocks that a dynamic block stands for; undefined when that is not known. Source: Terraform 1.11, dynamic blocks. */
function writtenOut(name: string, block: unknown, environment: Environment, evaluation: Evaluation, depth: number): unknown[] | undefined {
  const over = evaluation.computed(member(block, 'for_each'), environment);
  const items = openedItems(over, pairsOf);
  const [content] = itemsOf(member(block, 'content'));
  const iterator = member(block, 'iterator') ?? name;
  if (items === undefined || !isFields(content) || typeof iterator !== 'string' || itemsOf(member(block, 'content')).length !== 1) {
    return undefined;
  }
  const names = iterator.replace(/^\$\{\s*|\s*\}$/g, '');
  const blocks = items.map(([key, value]) =>
    bodyValues(content, new Map([...environment, [names, { key, value }]]), evaluation, depth + 1));
  mark(blocks, 'dynamic block');
  return blocks;
}

function pairsOf(over: unknown): readonly (readonly [key: unknown, value: unknown])[] | undefined {
  if (Array.isArray(over)) {
    return over.map((value: unknown, key) => [key, value] as const);
  }
  if (over instanceof TerraformSet) {
    return over.items.map((value) => [value, value] as const);
  }
  return isFields(over) ? Object.entries(over).sort(([a], [b]) => (a < b ? -1 : 1)) : undefined;
}
