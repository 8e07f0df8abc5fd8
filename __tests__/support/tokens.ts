import { Fn, TerraformIterator, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { InputError } from '../../lib/azure/errors';

/** Tokens that can stand for a text, each with what Terraform has to read; undefined where it can only be refused. */
export const TEXTS: Readonly<Record<string, (stack: TerraformStack) => readonly [unknown, string | undefined]>> = {
  variable: (stack) => [new TerraformVariable(stack, 'v', { type: 'string' }).stringValue, 'var.v'],
  expression: () => ['${local.x}', 'local.x'],
  join: (stack) => [Fn.join('-', [new TerraformVariable(stack, 'v', { type: 'string' }).stringValue, 'x']), 'join("-", [var.v, "x"])'],
  within: (stack) => [`a${new TerraformVariable(stack, 'v', { type: 'string' }).stringValue}`, 'a${var.v}'],
  iteratorString: () => [TerraformIterator.fromList(['a']).getString('x'), undefined],
  iteratorValue: () => [TerraformIterator.fromList(['a']).value, undefined],
  iteratorValueAsText: () => [Token.asString(TerraformIterator.fromList(['a']).value), undefined],
  numberAsText: (stack) => [`${new TerraformVariable(stack, 'v', { type: 'number' }).numberValue}`, 'var.v'],
  listAsText: (stack) => [`${Token.asList(new TerraformVariable(stack, 'v', { type: 'list(string)' }).value)[0]!}`, undefined],
  objectAsText: () => [Fn.concat([['a'], ['b']]), undefined],
};

/** Tokens that can stand for a list. */
export const LISTS: typeof TEXTS = {
  variable: (stack) => [new TerraformVariable(stack, 'v', { type: 'list(string)' }).listValue, 'var.v'],
  concat: (stack) => [
    Token.asList(Fn.concat([new TerraformVariable(stack, 'v', { type: 'list(string)' }).listValue, ['x']])), 'concat(var.v, ["x"])',
  ],
  concatAsItIs: () => [Fn.concat([['a'], ['b']]), undefined],
  iteratorList: () => [TerraformIterator.fromList(['a']).getList('x'), undefined],
  iteratorValue: () => [TerraformIterator.fromList(['a']).value, undefined],
  iteratorValueAsList: () => [Token.asList(TerraformIterator.fromList(['a']).value), undefined],
};

/** A place in arguments. */
export interface Place {
  readonly path: readonly string[];
  readonly kind: 'text' | 'list';
}

/** The places of texts, and of lists of texts. */
export function places(value: unknown, path: readonly string[] = []): Place[] {
  if (typeof value === 'string') {
    return [{ path, kind: 'text' }];
  }
  if (Array.isArray(value)) {
    return [{ path, kind: 'list' }, ...value.flatMap((one, i) => places(one, [...path, String(i)]))];
  }
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? Object.entries(value).flatMap(([key, one]) => places(one, [...path, key])) : [];
}

/** Whether the library says it, and not the framework. */
export function isOwn(error: unknown): boolean {
  const isShown = /Token\[|e\+298/.test(String(error)); // a mark means nothing to a person
  return !isShown && (error instanceof InputError || String(error).startsWith('Error: Validation failed'));
}
