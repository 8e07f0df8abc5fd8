import { isFields } from '../network/fields';

/** A function of templates over values that are known; undefined where it gives none for these. */
type TemplateFunction = (args: readonly unknown[]) => unknown;

const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

const numbers = (of: (a: number, b: number) => number): TemplateFunction => ([a, b]) => (isNumber(a) && isNumber(b) ? of(a, b) : undefined);
const text = (of: (value: string) => unknown): TemplateFunction => ([value]) => (typeof value === 'string' ? of(value) : undefined);

/** Source: template functions of Azure Resource Manager, 2024: string, logical, comparison, numeric and array functions. */
const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  tolower: text((value) => value.toLowerCase()),
  toupper: text((value) => value.toUpperCase()),
  concat: (args) => (args.every(isText) ? args.join('') : args.every((arg) => Array.isArray(arg)) ? args.flat() : undefined),
  format: (args) => formatted(args),
  true: ([...rest]) => (rest.length === 0 ? true : undefined),
  false: ([...rest]) => (rest.length === 0 ? false : undefined),
  not: ([value]) => (isFlag(value) ? !value : undefined),
  and: (args) => (args.every(isFlag) ? args.every(Boolean) : undefined),
  or: (args) => (args.every(isFlag) ? args.some(Boolean) : undefined),
  // Texts are compared with their case.
  equals: ([a, b]) => (isScalar(a) && isScalar(b) ? a === b : undefined),
  if: ([condition, a, b]) => (isFlag(condition) ? (condition ? a : b) : undefined),
  add: numbers((a, b) => a + b),
  sub: numbers((a, b) => a - b),
  mul: numbers((a, b) => a * b),
  int: ([value]) => (isNumber(value) ? value : typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : undefined),
  string: ([value]) => (isText(value) ? String(value) : undefined),
  length: ([value]) => (typeof value === 'string' || Array.isArray(value) ? value.length
    : isFields(value) ? Object.keys(value).length : undefined),
  empty: ([value]) => (typeof value === 'string' || Array.isArray(value) ? value.length === 0
    : isFields(value) ? Object.keys(value).length === 0 : undefined),
  createarray: (args) => args,
};

function isScalar(value: unknown): boolean {
  return isText(value) || isFlag(value);
}

function formatted([form, ...values]: readonly unknown[]): string | undefined {
  if (typeof form !== 'string' || !values.every(isText)) {
    return undefined;
  }
  const result = form.replace(/\{(\d{1,2})\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
  return /\{\d/.test(result) ? undefined : result;
}

/** The value of a call; undefined where the function is not known, or gives nothing for these values. */
export function templateCall(name: string, args: readonly unknown[]): unknown {
  return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]!(args) : undefined;
}
