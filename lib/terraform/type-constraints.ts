import { asBoolean, asList, asMap, asNumber, asText, Refused } from './computed';
import { Expression } from './expression';
import { parseTemplate } from './expression-syntax';
import { listOfOneType, setOf } from './functions-of-collections';
import { ModuleValue, ResourceValue } from './resource-values';
import { Sensitive } from './sensitivity';
import { Unresolved } from './values';

/** Evaluates the default of an attribute. */
type Evaluate = (expression: Expression) => unknown;

/**
 * A value of a variable as its type makes it: `optional` attributes are filled in, sets are put in order. What the type does not
 * take is refused, and a type that is not known leaves the value as it is.
 *
 * @throws Refused
 */
export function convertedValue(value: unknown, type: unknown, evaluate: Evaluate): unknown {
  const constraint = typeof type === 'string' ? parseTemplate(type.includes('${') ? type : `\${${type}}`) : undefined;
  return constraint === undefined ? value : convert(value, constraint, evaluate);
}

function convert(value: unknown, type: Expression, evaluate: Evaluate): unknown {
  if (value === null || value === undefined || value instanceof Unresolved) {
    return value ?? null;
  }
  if (value instanceof ResourceValue || value instanceof ModuleValue) {
    return value; // their attributes are taken one by one
  }
  if (value instanceof Sensitive) {
    return new Sensitive(convert(value.value, type, evaluate));
  }
  const [name, inner] = constructorOf(type);
  const each = (items: readonly unknown[]): unknown[] => items.map((item) => (inner === undefined ? item : convert(item, inner, evaluate)));
  switch (name) {
    case 'string': return asText(value);
    case 'number': return asNumber(value);
    case 'bool': return asBoolean(value);
    case 'list': return listOfOneType(each(asList(value)));
    case 'set': {
      const items = each(asList(value));
      return items.every((item) => typeof item !== 'object' || item === null) ? setOf(items) : items;
    }
    case 'map': return Object.fromEntries(Object.entries(asMap(value)).map(([key, item]) => [key, each([item])[0]]));
    case 'tuple': return inner?.kind === 'tuple'
      ? asList(value).map((item, i) => (inner.items[i] === undefined ? item : convert(item, inner.items[i], evaluate)))
      : value;
    case 'object': return inner?.kind === 'object' ? objectOf(asMap(value), inner.items, evaluate) : value;
    default: return value;
  }
}

/** `string` or `list(string)`: what the type is called, and the first type inside it. Other expressions are no types. */
function constructorOf(type: Expression): [name: string, inner?: Expression] {
  if (type.kind === 'call') {
    return [type.name, type.args[0]];
  }
  if (type.kind === 'name') {
    return [type.name];
  }
  return [type.kind === 'literal' ? String(type.value) : ''];
}

/** Attributes that the type does not name are left out. */
function objectOf(
  value: Readonly<Record<string, unknown>>, items: readonly (readonly [Expression, Expression])[], evaluate: Evaluate,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(items.map(([key, type]) => {
    const name = key.kind === 'literal' ? String(key.value) : '';
    const isOptional = type.kind === 'call' && type.name === 'optional';
    const [inner, otherwise] = isOptional ? type.args : [type];
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined && !isOptional) {
      throw new Refused(`the attribute ${name} is missing`);
    }
    const used = (given === undefined || given === null) && otherwise !== undefined ? evaluate(otherwise) : given ?? null;
    return [name, inner === undefined ? used : convert(used, inner, evaluate)];
  }));
}
