import type { ReportProblem, UnreadPart } from '../network/network';
import { ALL_TYPES, KIND_OF_TYPE } from './kinds';
import { blockAt, childInstance, PlannedModule, PlannedBlock, PlannedReferences } from './planned-references';
import type { Resource, SourceDocument } from './resource';
import { shown } from '../network/shown';
import { Fields, isFields, member } from '../network/fields';
import { blocksOf, itemsOf, Unresolved } from './values';

/**
 * Deeper than any argument, or than any module; what is deeper is not looked at.
 * The JSON is that of `terraform show -json`, format version 1.
 */
const MAX_DEPTH = 64;

type IsConfigured = Resource['isConfigured'];

/** What a state says. All that is not there is not set: a state has no value that is known later. */
export function stateResources({ file, json }: SourceDocument): Resource[] {
  const resources: Resource[] = [];
  const deposed: unknown[] = [];
  eachModule(member(member(json, 'values'), 'root_module'), undefined, (resource) => {
    if (member(resource, 'deposed_key') === undefined) {
      addResource(resources, file, resource, member(resource, 'values'), () => undefined);
    } else {
      deposed.push(resource);
    }
  });
  addDeposed(resources, file, deposed);
  return resources;
}

/**
 * An object that was put aside before its removal is there until then, next to the one that replaces it. It is left out where that has the
 * same id. Source: Terraform 1.11, JSON output format, values: deposed_key.
 */
function addDeposed(resources: Resource[], file: string, deposed: readonly unknown[]): void {
  const idOf = (type: unknown, values: unknown): string => `${String(type)} ${String(member(values, 'id')).toLowerCase()}`;
  const known = new Set(resources.map(({ type, values }) => idOf(type, values)));
  for (const resource of deposed.filter((one) => !known.has(idOf(member(one, 'type'), member(one, 'values'))))) {
    const address = `${String(member(resource, 'address'))} (deposed ${String(member(resource, 'deposed_key'))})`;
    addResource(resources, file, { ...resource as Fields, address }, member(resource, 'values'), () => undefined);
  }
}

/** What a plan leads to, what it takes away, and why that is not all. */
interface Planned {
  readonly resources: Resource[];
  readonly removed: Resource[];
  readonly partial?: UnreadPart;
}

/** What a plan leads to, and what it takes away. */
export function plannedResources({ file, json }: SourceDocument, report: ReportProblem): Planned {
  const references = new PlannedReferences(file);
  const changes = changesOf(json);
  const configuration = member(member(json, 'configuration'), 'root_module');
  const root: PlannedModule = { configuration: isFields(configuration) ? configuration : undefined, prefix: '' };
  const resources: Resource[] = [];
  eachModule(member(member(json, 'planned_values'), 'root_module'), root, (resource, module) => {
    const block = module === undefined ? undefined : blockOf(module, resource);
    const expressions = member(block, 'expressions');
    const planned: PlannedBlock = { module: module ?? root, block, index: indexText(member(resource, 'index')) };
    const unknown = member(member(changes.get(member(resource, 'address')), 'change'), 'after_unknown');
    const values = overlaid(member(resource, 'values'), unknown, expressions, {
      value: (expression) => references.unresolved(planned, expression),
      list: (expression) => references.unresolvedList(planned, expression),
    }, 0);
    const written = writeOnly(planned, expressions, references);
    addResource(
      resources, file, resource, written === undefined || !isFields(values) ? values : { ...values, ...written },
      isConfiguredIn(block, expressions), (argument) => references.written(planned, member(expressions, argument)),
    );
  });
  // Data sources that were read while planning stand there.
  const known = new Set(resources.map(({ address }) => address));
  eachModule(member(member(member(json, 'prior_state'), 'values'), 'root_module'), undefined, (resource) => {
    if (member(resource, 'mode') === 'data' && !known.has(String(member(resource, 'address')))) {
      addResource(resources, file, resource, member(resource, 'values'), () => undefined);
    }
  });
  addForgotten(resources, file, json);
  const partial = partOf(file, json);
  if (partial !== undefined) {
    report(partial.place, partial.why);
  }
  return { resources, removed: removedResources(file, json), ...(partial !== undefined && { partial }) };
}

/** What is not in a plan that failed, that looks at some resources only, or that put changes off. */
function partOf(file: string, json: unknown): UnreadPart | undefined {
  const deferred = blocksOf(member(json, 'deferred_changes')).map((one) => member(one, 'resource_change'));
  const isPartial = member(json, 'errored') === true || member(json, 'complete') === false || deferred.length > 0;
  const addresses = deferred.map((change) => member(change, 'address')).filter((address) => typeof address === 'string');
  return !isPartial ? undefined : {
    place: { file, resource: 'planned_values' },
    why: 'the plan is not complete, because planning failed, was limited to some resources, or deferred ' +
      `changes${addresses.length > 0 ? ` (${shown(addresses.join(', '))})` : ''}; give the JSON of a complete plan`,
  };
}

function changesOf(json: unknown): Map<unknown, unknown> {
  const changes = new Map<unknown, unknown>();
  for (const change of itemsOf(member(json, 'resource_changes'))) {
    // An object that was put aside before its removal has the address of the one that replaces it.
    if (member(change, 'deposed') === undefined) {
      changes.set(member(change, 'address'), change);
    }
  }
  return changes;
}

/** What a plan forgets without a change stays there as it is. Source: Terraform 1.11, JSON output format, actions; OpenTofu 1.10. */
function addForgotten(resources: Resource[], file: string, json: unknown): void {
  const known = new Set(resources.map(({ address }) => address));
  for (const resource of itemsOf(member(json, 'resource_changes'))) {
    const change = member(resource, 'change');
    if (itemsOf(member(change, 'actions')).includes('forget') && !known.has(String(member(resource, 'address')))) {
      addResource(resources, file, resource, member(change, 'before'), () => undefined);
    }
  }
}

/** Resources that are deleted, or replaced by another, objects that were put aside for that among them. */
function removedResources(file: string, json: unknown): Resource[] {
  const removed: Resource[] = [];
  for (const resource of itemsOf(member(json, 'resource_changes'))) {
    const change = member(resource, 'change');
    if (itemsOf(member(change, 'actions')).includes('delete')) {
      addResource(removed, file, resource, member(change, 'before'), () => undefined);
    }
  }
  return removed;
}

function addResource(
  resources: Resource[], file: string, resource: unknown, values: unknown, isConfigured: IsConfigured, written?: Resource['written'],
): void {
  const [address, type] = [member(resource, 'address'), member(resource, 'type')];
  if (typeof address === 'string' && typeof type === 'string' && ALL_TYPES.has(type)) {
    const mode = member(resource, 'mode') === 'data' ? 'data' : 'managed';
    resources.push({
      group: file, file, address, type, mode, values: isFields(values) ? values : {}, isConfigured, ...(written && { written }),
    });
  }
}

type Visit = (resource: unknown, module: PlannedModule | undefined) => void;

function eachModule(values: unknown, module: PlannedModule | undefined, visit: Visit, depth = 0): void {
  itemsOf(member(values, 'resources')).forEach((resource) => visit(resource, module));
  for (const child of depth < MAX_DEPTH ? itemsOf(member(values, 'child_modules')) : []) {
    const address = String(member(child, 'address'));
    const own = module !== undefined && address.startsWith(module.prefix) ? address.slice(module.prefix.length) : '';
    const name = /^module\.([\w-]+)/.exec(own)?.[1];
    eachModule(
      child, module === undefined || name === undefined ? undefined : childInstance(module, name, `${address}.`), visit, depth + 1,
    );
  }
}

function blockOf(module: PlannedModule, resource: unknown): Fields | undefined {
  const mode = member(resource, 'mode') === 'data' ? 'data.' : '';
  return blockAt(module, `${mode}${String(member(resource, 'type'))}.${String(member(resource, 'name'))}`);
}

function indexText(index: unknown): string {
  return typeof index === 'string' || typeof index === 'number' ? `[${JSON.stringify(index)}]` : '';
}

/** An argument that is null is not written. */
function isConfiguredIn(block: Fields | undefined, expressions: unknown): IsConfigured {
  return (argument) => {
    const expression = member(expressions, argument);
    const isNull = isFields(expression) && Object.hasOwn(expression, 'constant_value') && expression['constant_value'] === null;
    return block === undefined ? undefined : expression !== undefined && !isNull;
  };
}

/** What stands in for values that are known after apply. */
interface LaterValues {
  readonly value: (expression: unknown) => Unresolved;
  readonly list: (expression: unknown) => readonly Unresolved[];
}

/** Arguments that take ids in a list. Source: azurerm 4.55. */
function isListOfIds(name: string): boolean {
  return /_ip_groups$|_security_group_ids$/.test(name);
}

/** The planned value, with an unresolved one in each place that is known after apply only. */
function overlaid(value: unknown, unknown: unknown, expression: unknown, unresolved: LaterValues, depth: number): unknown {
  if (unknown === true) {
    return unresolved.value(expression);
  }
  if (depth > MAX_DEPTH || typeof unknown !== 'object' || unknown === null || !hasUnknown(unknown, depth)) {
    return value;
  }
  if (Array.isArray(unknown)) {
    const ids = unknown.every((one) => one === true) ? unresolved.list(expression) : [];
    if (ids.length > 1 && ids.length === unknown.length) {
      return ids;
    }
    const list = itemsOf(value);
    const length = Math.max(list.length, unknown.length);
    // A plan leaves dynamic blocks out of the expressions, so these may be about other blocks when there are less of them.
    const expressions = Array.isArray(expression) && expression.length !== length ? undefined : expression;
    return Array.from({ length }, (_, i) => overlaid(list[i], (unknown as unknown[])[i], inner(expressions, i), unresolved, depth + 1));
  }
  const keys = new Set([...Object.keys(isFields(value) ? value : {}), ...Object.keys(unknown)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, isListOfIds(key) && member(unknown, key) === true ? unresolved.list(inner(expression, key))
      : overlaid(member(value, key), member(unknown, key), inner(expression, key), unresolved, depth + 1)]),
  );
}

function hasUnknown(unknown: unknown, depth: number): boolean {
  return unknown === true || (depth <= MAX_DEPTH && typeof unknown === 'object' && unknown !== null &&
    Object.values(unknown).some((item) => hasUnknown(item, depth + 1)));
}

/** Expressions of a part. Those of an attribute stand for all of its parts. */
function inner(expression: unknown, key: string | number): unknown {
  if (isFields(expression) && (member(expression, 'references') !== undefined || member(expression, 'constant_value') !== undefined)) {
    return expression;
  }
  return typeof key === 'number' ? (Array.isArray(expression) ? (expression as unknown[])[key] : expression) : member(expression, key);
}

/** Arguments that Terraform passes on and never writes down, which the planned values do not have. */
function writeOnly(planned: PlannedBlock, expressions: unknown, references: PlannedReferences): Fields | undefined {
  const names = KIND_OF_TYPE.get(String(member(planned.block, 'type'))) === 'subnet'
    ? Object.keys(isFields(expressions) ? expressions : {}).filter((name) => name.endsWith('_id_wo'))
    : [];
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => {
    const expression = member(expressions, name);
    return [name, member(expression, 'constant_value') ?? references.unresolved(planned, expression)];
  }));
}

