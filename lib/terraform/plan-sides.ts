import { InputError, printable } from '../azure/errors';
import { intervalText, knownInterval } from '../network/address-text';
import { contentKind } from './content';
import { sourcesOf } from './files';
import { NETWORK_TYPES } from './kinds';
import type { SourceDocument } from './resource';
import { Fields, isFields, member } from './values';

/** What a plan says is there, and what it says will be. */
export interface PlanSides {
  readonly before: SourceDocument;
  readonly after: SourceDocument;
  readonly sensitive: SensitiveValues;
}

/**
 * Reads both sides of a plan. Before the first apply there is no state, so that nothing is there.
 *
 * @param path file with the output of `terraform show -json` for a plan, or `-`
 */
export function planSides(path: string): PlanSides {
  const { documents: [document, ...others] } = sourcesOf(path);
  if (document === undefined || others.length > 0 || contentKind(document.file, document.json) !== 'plan') {
    throw new InputError({
      argument: `--plan ${printable(path)}`, problem: 'is not a plan', allowed: 'give the output of "terraform show -json" for a plan',
    });
  }
  const { json, file } = document;
  const state = member(json, 'prior_state') ?? { format_version: member(json, 'format_version') };
  return { before: { file, json: state }, after: document, sensitive: SensitiveValues.in([document]) };
}

const SHOWN_INSTEAD = '(sensitive value)';

/** Values that a plan or a state marks as sensitive. Terraform writes them in clear, and nothing here shows them. */
export class SensitiveValues {
  /** Those of files; what is no file of Terraform has none. */
  public static of(paths: readonly string[]): SensitiveValues {
    const files = [...new Set(paths)].filter((path) => path.endsWith('.json') && !path.endsWith('.tf.json'));
    return SensitiveValues.in(files.flatMap((path) => sourcesOf(path).documents));
  }

  /** @throws when addresses or ports of rules are sensitive, which would be seen in what is said of flows */
  public static in(documents: readonly SourceDocument[]): SensitiveValues {
    const found = new Set<string>();
    documents.forEach(({ file, json }) => collect(json, file, found));
    return new SensitiveValues([...found].sort((a, b) => b.length - a.length));
  }

  private constructor(private readonly texts: readonly string[]) {}

  /** The same without these values, wherever they stand in a text. */
  public without<T>(value: T): T {
    return this.texts.length === 0 ? value : this.replaced(value) as T;
  }

  private replaced(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.texts.reduce((text, one) => text.replaceAll(one, SHOWN_INSTEAD), value);
    }
    if (Array.isArray(value)) {
      return value.map((one) => this.replaced(one));
    }
    return isFields(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.replaced(one)])) : value;
  }
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
      problem: 'marks addresses, ports or priorities of network resources as sensitive, and a difference would show them',
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
