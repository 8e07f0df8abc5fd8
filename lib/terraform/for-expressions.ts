import { compareTexts } from '../azure/text-order';
import { asBoolean, asText, isPlain, NotKnown, Refused, symbolOf, TerraformSet, UnorderedSet } from './computed';
import type { Environment } from './environment';
import type { Expression, ForExpression } from './expression';
import { Sensitive, Sensitivity } from './sensitivity';
import { isFields } from '../network/fields';
import { unknownBecause, Unresolved } from './values';

type ValueIn = (expression: Expression, environment: Environment) => unknown;

/**
 * `[for k, v in list : value if condition]`, and the same in braces for an object.
 *
 * @param space what symbols begin with: equal texts of two modules may mean different things
 */
export function forValue(
  expression: ForExpression, environment: Environment, value: ValueIn, sensitivity: Sensitivity, space: string,
): unknown {
  // A key or a condition that is sensitive tells something of the whole.
  let isHidden = false;
  const opened = (given: unknown): unknown => {
    isHidden ||= given instanceof Sensitive;
    return given instanceof Sensitive ? given.value : given;
  };
  const result = sensitivity.inside(value(expression.over, environment), (over) =>
    of(over, expression, environment, value, opened, space));
  return isHidden ? sensitivity.marked(result) : result;
}

function of(
  over: unknown, expression: ForExpression, environment: Environment, value: ValueIn, opened: (given: unknown) => unknown, space: string,
): unknown {
  const unknown = (of: unknown): Unresolved =>
    unknownBecause(expression.text, of, environment.size > 0 ? undefined : symbolOf(`${space}${expression.text}`, [of]));
  if (over instanceof Unresolved) {
    return unknown(over);
  }
  const items = itemsOf(over).map(([key, item]) => new Map([
    ...environment, ...(expression.keyName === undefined ? [] : [[expression.keyName, key] as const]), [expression.valueName, item],
  ]));
  try {
    const taken = items.filter((names) => expression.condition === undefined || asBoolean(opened(value(expression.condition, names))));
    return expression.key === undefined && over instanceof UnorderedSet && taken.length > 1 ? unknown(over)
      : expression.key === undefined ? taken.map((names) => value(expression.value, names))
      : objectOf(expression, (names) => opened(value(expression.key!, names)), taken, value);
  } catch (error) {
    if (error instanceof NotKnown) {
      return unknownBecause(expression.text, error.value);
    }
    throw error;
  }
}

function itemsOf(over: unknown): readonly (readonly [key: unknown, item: unknown])[] {
  if (Array.isArray(over)) {
    return over.map((item: unknown, i) => [i, item] as const);
  }
  if (over instanceof TerraformSet) {
    return over.items.map((item) => [item, item] as const);
  }
  if (isFields(over) && isPlain(over)) {
    return Object.entries(over).sort(([a], [b]) => compareTexts(a, b));
  }
  throw new Refused('it takes a list, a set or a map');
}

function objectOf(
  { value: result, isGrouped }: ForExpression, keyOf: (names: Environment) => unknown, items: readonly Environment[], value: ValueIn,
): unknown {
  const found = new Map<string, unknown[]>();
  for (const names of items) {
    const key = asText(keyOf(names));
    const list = found.get(key) ?? [];
    if (list.length > 0 && !isGrouped) {
      throw new Refused(`two have the key ${key}`);
    }
    found.set(key, [...list, value(result, names)]);
  }
  return Object.fromEntries([...found].map(([key, list]) => [key, isGrouped ? list : list[0]]));
}
