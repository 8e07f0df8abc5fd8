import { Fields, isFields, member } from '../network/fields';
import { targetOf } from './deployment-target';
import { LEFT_OPEN } from './left-open';
import { Unevaluated } from './members';
import { evaluated, TemplateScope } from './template-expressions';

/** A resource of a template as it is written, with what its expressions are evaluated with. */
export interface TemplateResource {
  readonly item: unknown;
  readonly scope: TemplateScope;
  /** Why it is not read, and which types may be in it. */
  readonly unread?: { readonly why: string; readonly types: readonly string[] };
}

/** Loops in each other go round no more often than this. Source: template best practices, limits: 800 resources, counting copies. */
const MAX_ROUNDS = 10_000;
/** Nested deployments in each other; Azure takes five levels. Source: linked and nested templates, 2024. */
const MAX_LEVELS = 8;

/**
 * What a template makes: loops and conditions whose values are known are carried out, resources below others and those of nested
 * deployments stand for themselves.
 * Source: template syntax, resource iteration, conditional deployment, child resources and nested templates, 2024.
 */
export function templateResources(item: unknown, scope: TemplateScope, level = 0): TemplateResource[] {
  if (!isFields(item)) {
    return [{ item, scope }];
  }
  const { copy, condition, ...rest } = item;
  if (isFields(copy)) {
    const count = valueOf(member(copy, 'count'), scope);
    const name = member(copy, 'name');
    return roundsOf(scope, name, count)?.flatMap((one) => templateResources({ ...rest, ...(condition !== undefined && { condition }) },
      one, level)) ?? unread(item, scope, 'it is made in a loop whose count is not known');
  }
  if (condition !== undefined) {
    const isMade = valueOf(condition, scope);
    return isMade === true ? templateResources(rest, scope, level) : isMade === false ? []
      : unread(item, scope, 'it is made under a condition that is not known');
  }
  if (String(item['type']).toLowerCase() === 'microsoft.resources/deployments') {
    return nested(item, scope, level);
  }
  const { resources, ...own } = item;
  const below = Array.isArray(resources) ? resources as unknown[] : isFields(resources) ? Object.values(resources) : [];
  return [{ item: own, scope }, ...below.flatMap((child) => templateResources(ofParent(item, child, scope), scope, level))];
}

/** The value of a text, if it is an expression, or the value itself. */
function valueOf(value: unknown, scope: TemplateScope): unknown {
  return typeof value === 'string' ? evaluated(value, scope) : value;
}

/** The scopes within the rounds of a loop; undefined where it is not known how many there are. */
export function roundsOf(scope: TemplateScope, name: unknown, count: unknown): TemplateScope[] | undefined {
  const rounds = typeof count === 'number' ? (scope.rounds ?? 1) * Math.max(count, 1) : Infinity;
  return typeof count !== 'number' || !Number.isInteger(count) || count < 0 || rounds > MAX_ROUNDS ? undefined
    : Array.from({ length: count }, (_, i) => ({ ...scope, rounds,
      copies: new Map([...scope.copies ?? [], ['', i], ...(typeof name === 'string' ? [[name, i] as const] : [])]) }));
}

function unread(item: Fields, scope: TemplateScope, why: string, types?: readonly string[]): TemplateResource[] {
  const { type } = item;
  const below = Object.hasOwn(item, 'resources') || typeof type !== 'string' || type.toLowerCase() === 'microsoft.resources/deployments';
  return [{ item, scope, unread: { why, types: types ?? (below ? LEFT_OPEN : [type.toLowerCase()]) } }];
}

/** Below another resource, type and name leave out those of that. */
function ofParent(parent: Fields, child: unknown, scope: TemplateScope): unknown {
  if (!isFields(child) || typeof child['type'] !== 'string' || child['type'].includes('/')) {
    return child;
  }
  const [above, own] = [valueOf(parent['name'], scope), valueOf(child['name'], scope)];
  const name = typeof above === 'string' && typeof own === 'string' && !Object.hasOwn(child, 'copy') ? `${above}/${own}`
    : '[nameBelow()]'; // which is not evaluated
  return { ...child, type: `${String(parent['type'])}/${child['type']}`, name };
}

/**
 * Resources of a deployment in a template. What is linked, or goes nobody knows where, is not read. Expressions of the outer template are
 * evaluated for its own group, wherever the resources go. Source: linked and nested templates, expression evaluation scope, 2024.
 */
function nested(item: Fields, scope: TemplateScope, level: number): TemplateResource[] {
  const properties = member(item, 'properties');
  const template = member(properties, 'template');
  const resources = member(template, 'resources');
  const list = Array.isArray(resources) ? resources as unknown[] : isFields(resources) ? Object.values(resources) : undefined;
  if (list === undefined || member(properties, 'parametersLink') !== undefined) {
    return unread(item, scope, 'it is a deployment of a template that is not in the file');
  }
  const target = targetOf(item, scope);
  if (target === undefined) {
    return unread(item, scope, 'it is a deployment to another resource group, which is not known');
  }
  if (level >= MAX_LEVELS) {
    return unread(item, scope, 'it is nested too deeply');
  }
  const isInner = String(valueOf(member(member(properties, 'expressionEvaluationOptions'), 'scope'), scope)).toLowerCase() === 'inner';
  const below = isInner ? { ...innerScope(template as Fields, member(properties, 'parameters'), scope), base: target }
    : { ...scope, target };
  return list.flatMap((one) => templateResources(one, below, level + 1));
}

/** Parameters of a nested template, with the values that it is given. */
function innerScope(template: Fields, given: unknown, outer: TemplateScope): TemplateScope {
  const declared = member(template, 'parameters');
  const names = isFields(declared) ? Object.keys(declared) : [];
  const parameters = Object.fromEntries(names.map((name) => {
    const argument = member(given, name);
    const own = member(declared, name) as Fields;
    const value = argument === undefined ? undefined : whole(member(argument, 'value'), outer);
    return [name, argument === undefined ? own : { type: isFields(own) ? own['type'] : undefined, defaultValue: value }];
  }));
  const variables = member(template, 'variables');
  const { base, defaults, rounds } = outer;
  return { base, parameters, variables: isFields(variables) ? variables : {}, given: new Set(isFields(given) ? Object.keys(given) : []),
    ...(defaults !== undefined && { defaults }), ...(rounds !== undefined && { rounds }) };
}

/** A value that is not evaluated once more; undefined where something in it is not known. */
function whole(value: unknown, scope: TemplateScope): unknown {
  const result = valueOf(value, scope);
  return result instanceof Unevaluated ? undefined : typeof result === 'string' && result.startsWith('[') ? `[${result}`
    : typeof result === 'object' && result !== null && JSON.stringify(result).includes('"[') ? undefined : result;
}
