import { InputError, printable } from '../azure/errors';
import { intervalText, knownInterval } from '../network/address-text';
import { HiddenTexts } from '../network/hidden-texts';
import { NETWORK_TYPES } from './kinds';
import type { SourceDocument } from './resource';
import { entries, Fields, isFields, listOf, member } from './values';

/**
 * Values that a plan or a state marks as sensitive, and values of variables that are declared to be.
 *
 * @throws when addresses or ports of rules are sensitive, which would be seen in what is said of flows
 */
export function sensitiveTexts(documents: readonly SourceDocument[]): HiddenTexts {
  const found = new Set<string>();
  documents.forEach(({ file, json }) => collect(json, file, found));
  const declared = new Set(documents.flatMap(({ json }) => [
    ...sensitiveIn(member(json, 'variable')), ...sensitiveIn(member(member(member(json, 'configuration'), 'root_module'), 'variables')),
  ]));
  for (const { file, json } of declared.size === 0 ? [] : documents) {
    const bodies = listOf(member(json, 'variable')).flatMap(entries);
    const values = [
      ...bodies.map(([name, body]) => [name, member(listOf(body)[0], 'default')] as const),
      ...entries(member(json, 'variables')).map(([name, body]) => [name, member(body, 'value')] as const),
      ...(/\.tfvars(\.json)?$/.test(file) || isValues(json) ? entries(json) : []),
    ];
    values.filter(([name]) => declared.has(name)).forEach(([, value]) => scalars(value).forEach((one) => take(one, file, false, found)));
  }
  return found.size === 0 ? HiddenTexts.NONE : new HiddenTexts(found);
}

/** Names of the variables of a section that are declared to be sensitive. */
function sensitiveIn(section: unknown): string[] {
  return listOf(section).flatMap(entries).filter(([, bodies]) => isSensitive(member(listOf(bodies)[0], 'sensitive'))).map(([name]) => name);
}

function isSensitive(value: unknown): boolean {
  return value === true || value === 'true' || value === '${true}';
}

/** Whether a document has values of variables and nothing else: a file that was named for its values. */
function isValues(json: unknown): boolean {
  const others = ['resource', 'variable', 'data', 'locals', 'terraform', 'planned_values', 'values'];
  return isFields(json) && !others.some((key) => Object.hasOwn(json, key));
}

/** Where values stand with the marks for them. Source: Terraform 1.11, JSON output format, change and values representation. */
const MARKED = [['values', 'sensitive_values'], ['before', 'before_sensitive'], ['after', 'after_sensitive']] as const;

function collect(json: unknown, file: string, found: Set<string>, type?: unknown): void {
  if (Array.isArray(json)) {
    json.forEach((one) => collect(one, file, found, type));
  } else if (isFields(json)) {
    const own = json['type'] ?? type;
    for (const [values, marks] of MARKED) {
      if (Object.hasOwn(json, marks)) {
        leaves(json[values], json[marks], file, typeof own === 'string' && NETWORK_TYPES.has(own), found);
      }
    }
    Object.values(json).forEach((one) => collect(one, file, found, own));
  }
}

/** Values below a mark; a mark is `true`, or has the shape of the value. */
function leaves(value: unknown, mark: unknown, file: string, isNetwork: boolean, found: Set<string>): void {
  if (mark === true) {
    scalars(value).forEach((one) => take(one, file, isNetwork, found));
  } else if (Array.isArray(mark)) {
    mark.forEach((one, i) => leaves(Array.isArray(value) ? value[i] : undefined, one, file, isNetwork, found));
  } else if (isFields(mark)) {
    Object.entries(mark).forEach(([key, one]) => leaves(isFields(value) ? (value as Fields)[key] : undefined, one, file, isNetwork, found));
  }
}

function scalars(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(scalars) : isFields(value) ? Object.values(value).flatMap(scalars) : [value];
}

function take(value: unknown, file: string, isNetwork: boolean, found: Set<string>): void {
  const isPort = typeof value === 'number' || (typeof value === 'string' && /^\d+(-\d+)?$/.test(value));
  const interval = typeof value === 'string' ? knownInterval(value) : undefined;
  if (isNetwork && (isPort || interval !== undefined)) {
    throw new InputError({
      argument: printable(file),
      problem: 'marks addresses, ports or priorities of network resources as sensitive, and what is said of flows would show them',
      allowed: 'use nonsensitive() where they are not secret',
    });
  }
  if (typeof value === 'string' && value.trim().length > 2) { // shorter ones are parts of any text
    found.add(value);
    if (interval !== undefined) {
      found.add(intervalText(interval));
    }
  }
}
