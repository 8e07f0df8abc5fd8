import { asBoolean, asNumber, NotKnown, Refused, symbolOf, TerraformSet } from './computed';
import type { Expression } from './expression';
import { setOf } from './functions-of-collections';
import type { Sensitivity } from './sensitivity';
import { Unresolved } from './values';

type ValueOf = (expression: Expression) => unknown;
type Conditional = Extract<Expression, { kind: 'conditional' }>;
type Operation = Extract<Expression, { kind: 'binary' | 'unary' }>;

/** One of two values; the value itself where both are one. */
export function conditional(expression: Conditional, value: ValueOf, sensitivity: Sensitivity): unknown {
  return sensitivity.inside(value(expression.test), (decided) => oneOf(decided, expression, value));
}

function oneOf(decided: unknown, { yes, no, text }: Conditional, value: ValueOf): unknown {
  if (!(decided instanceof Unresolved)) {
    const [chosen, other] = asBoolean(decided) ? [yes, no] : [no, yes];
    const given = value(chosen);
    return chosen.kind === 'tuple' && other.kind !== 'tuple' && isSet(other, value) ? setOf(given as unknown[]) : given;
  }
  const both = [value(yes), value(no)];
  const [first, second] = both;
  if ((typeof first !== 'object' && first === second) ||
      (first instanceof Unresolved && second instanceof Unresolved && first.symbol !== undefined && first.symbol === second.symbol)) {
    return first;
  }
  return new Unresolved(text, symbolOf('?', [decided, ...both]));
}

/** Both values of a condition become one type, and a list next to a set becomes a set. Source: Terraform, conditional expressions. */
function isSet(other: Expression, value: ValueOf): boolean {
  try {
    return value(other) instanceof TerraformSet;
  } catch (error) {
    if (error instanceof NotKnown || error instanceof Refused) {
      return false;
    }
    throw error;
  }
}

/** What operators give. Numbers with a fraction that is not exact are left to Terraform. */
export function operation(expression: Operation, value: ValueOf, sensitivity: Sensitivity): unknown {
  const values = expression.kind === 'unary' ? [value(expression.of)] : [value(expression.left), value(expression.right)];
  return sensitivity.lifted(values, (plain) => result(expression, plain));
}

function result(expression: Operation, values: readonly unknown[]): unknown {
  try {
    return expression.kind === 'unary' ? unary(expression.operator, values[0]) : binary(expression.operator, values[0], values[1]);
  } catch (error) {
    if (error instanceof NotKnown) {
      return new Unresolved(expression.text, symbolOf(expression.operator, values));
    }
    throw error;
  }
}

function unary(operator: '-' | '!', value: unknown): unknown {
  return operator === '-' ? -asNumber(value) : !asBoolean(value);
}

function binary(operator: string, left: unknown, right: unknown): unknown {
  switch (operator) {
    case '==': return isEqual(left, right);
    case '!=': return !isEqual(left, right);
    case '&&': case '||': return logical(operator === '||', left, right);
    case '<': return asNumber(left) < asNumber(right);
    case '>': return asNumber(left) > asNumber(right);
    case '<=': return asNumber(left) <= asNumber(right);
    case '>=': return asNumber(left) >= asNumber(right);
    default: return arithmetic(operator, asNumber(left), asNumber(right));
  }
}

/** One side may decide by itself. */
function logical(decides: boolean, left: unknown, right: unknown): boolean {
  for (const side of [left, right]) {
    if (!(side instanceof Unresolved) && asBoolean(side) === decides) {
      return decides;
    }
  }
  return decides ? asBoolean(left) || asBoolean(right) : asBoolean(left) && asBoolean(right);
}

function arithmetic(operator: string, left: number, right: number): number {
  if ((operator === '/' || operator === '%') && right === 0) {
    throw new Refused('it is divided by zero');
  }
  const result = operator === '+'
    ? left + right
    : operator === '-' ? left - right
    : operator === '*' ? left * right
    : operator === '/' ? left / right
    : left % right;
  if (!Number.isSafeInteger(result)) {
    throw new NotKnown(new Unresolved('the number is not evaluated'));
  }
  return result;
}

/** Values of different types are different. Lists and objects are compared by types that are not known here. */
function isEqual(left: unknown, right: unknown): boolean {
  for (const side of [left, right]) {
    if (side instanceof Unresolved) {
      throw new NotKnown(side);
    }
  }
  if (left === null || right === null) {
    return left === right;
  }
  if (typeof left === 'object' || typeof right === 'object') {
    throw new NotKnown(new Unresolved('lists and objects are not compared'));
  }
  return left === right;
}
