import type { ExportDocument } from './documents';
import { Fields, isFields, member } from '../network/fields';
import { ReportProblem } from '../network/network';
import { Unevaluated } from './members';
import { evaluated, PLACEHOLDER, TemplateScope } from './template-expressions';
import { splitId, TemplateNames } from './template-groups';
import { roundsOf, templateResources } from './template-resources';

/** A template with its expressions evaluated, as a list of resources that have ids. */
interface EvaluatedTemplate {
  readonly file: string;
  readonly items: readonly unknown[];
  readonly names: TemplateNames;
  /** Types of resources that it has, and whose names it does not say, with the reason. */
  readonly unread: ReadonlyMap<string, string>;
  /** Parameters whose defaults were taken for what was given. */
  readonly defaults: readonly string[];
  /** A resource that a deployment to another group has a part of, or has once more, if that is not the group of the template. */
  readonly inBoth?: string;
  /** Ids that it writes out. */
  readonly ids: readonly string[];
}

/** Evaluates a template; ids are made of types and names, in a group that the file does not name. */
export function evaluatedTemplate({ file, items, template }: ExportDocument, index: number, report: ReportProblem): EvaluatedTemplate {
  const group = `${PLACEHOLDER}template-${index + 1}>`;
  const base = `/subscriptions/${group}/resourceGroups/${group}`;
  const [parameters, variables] = [member(template, 'parameters'), member(template, 'variables')];
  const scope: TemplateScope = { base, parameters: isFields(parameters) ? parameters : {}, variables: isFields(variables) ? variables
    : {}, defaults: new Set() };
  const [defined, elsewhere, named, ids] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  const note = (text: string): void => {
    const id = splitId(text);
    if (id?.base === base.toLowerCase()) {
      named.add(id.name);
    } else if (id !== undefined) {
      ids.add(text);
    }
  };
  sayWithoutNames(file, scope.parameters, report);
  const unread = new Map<string, string>();
  const leave = (i: number, types: readonly string[], why: string): never[] => {
    report({ file, resource: `resources[${i}]` }, `${why}, so it is not read; give what is deployed, as "az group export" or ` +
      '"az graph query" prints it');
    types.forEach((type) => unread.set(type, `${file} has one that is not read, because ${why}`));
    return [];
  };
  const read = items.flatMap((given, i) => templateResources(given, scope).flatMap(({ item, scope: own, unread: left }) => {
    if (left !== undefined) {
      return leave(i, left.types, left.why);
    }
    const target = own.target ?? own.base;
    const isOwn = target === base && own.base === base;
    // What a deployment to another group names says nothing of the group of the template.
    const value = deep(item, own, isOwn ? note : () => undefined);
    const id = isFields(value) ? idOf(value, target) : undefined;
    const parts = id === undefined ? undefined : splitId(id);
    if (id !== undefined && parts !== undefined) {
      (target === base ? defined : elsewhere).add(parts.name);
      return [{ ...value as Fields, id, name: id.slice(id.lastIndexOf('/') + 1) }];
    }
    const name = member(value, 'name');
    const type = member(item, 'type');
    return typeof type !== 'string' || !(name instanceof Unevaluated) ? [value]
      : leave(i, [type.toLowerCase()], `its name is ${name.words}, which is not evaluated`);
  }));
  const defaults = [...scope.defaults ?? []].sort();
  const [both] = [...elsewhere].filter((name) => defined.has(name));
  return { unread, file, defaults, items: read, ...(both !== undefined && { inBoth: both }), ids: [...ids],
    names: { base: base.toLowerCase(), defined, named } };
}

/** Variables that hold lists or objects with variables in them; no template nests them as deeply. */
const MAX_NESTED = 8;

/** Exports leave out the names unless they are asked for. Source: export template, az group export, 2021-09-03. */
function sayWithoutNames(file: string, parameters: Fields, report: ReportProblem): void {
  const without = Object.entries(parameters).filter(([, declared]) => member(declared, 'defaultValue') === undefined).map(([name]) => name);
  if (without.length > 0) {
    report({ file, resource: 'parameters' },
      `${without.length === 1 ? 'a parameter has' : `${without.length} parameters have`} no value, ${without[0]} for one, ` +
      'so names are not known; export with --include-parameter-default-value or --skip-resource-name-params');
  }
}

function idOf(item: Fields, base: string): string | undefined {
  const { type, name } = item;
  if (typeof type !== 'string' || typeof name !== 'string') {
    return undefined;
  }
  const [provider, ...types] = type.split('/');
  const names = name.split('/');
  return types.length === 0 || types.length !== names.length ? undefined
    : `${base}/providers/${provider}/${types.map((one, i) => `${one}/${names[i]}`).join('/')}`;
}

function deep(value: unknown, scope: TemplateScope, note: (text: string) => void): unknown {
  if (typeof value === 'string') {
    const result = evaluated(value, scope);
    if (typeof result === 'string') {
      note(result);
    }
    const { depth = 0 } = scope;
    return typeof result === 'object' && !(result instanceof Unevaluated) && depth < MAX_NESTED
      ? deep(result, { ...scope, depth: depth + 1 }, note) : result;
  }
  if (Array.isArray(value)) {
    return value.map((item) => deep(item, scope, note));
  }
  if (!isFields(value)) {
    return value;
  }
  return Object.fromEntries([
    ...Object.entries(value).filter(([key, item]) => key !== 'dependsOn' && !(key === 'copy' && Array.isArray(item)))
      .map(([key, item]): [string, unknown] => [key, deep(item, scope, note)]),
    ...(Array.isArray(value['copy']) ? value['copy'] as unknown[] : []).flatMap((loop) => looped(loop, scope, note)),
  ]);
}

/** A member whose list is made in a loop. Source: property iteration in templates, 2024. */
function looped(loop: unknown, scope: TemplateScope, note: (text: string) => void): [string, unknown][] {
  const [name, given, input] = [member(loop, 'name'), member(loop, 'count'), member(loop, 'input')];
  const count = typeof given === 'string' ? evaluated(given, scope) : given;
  if (typeof name !== 'string') {
    return [];
  }
  return [[name, roundsOf(scope, name, count)?.map((one) => deep(input, one, note)) ?? new Unevaluated(`copy of ${name}`)]];
}
