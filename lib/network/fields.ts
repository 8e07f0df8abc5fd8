import { isJsonObject, JsonObject } from '../input/json-object';
import type { Unknown } from './network';
import { shown } from './shown';

/** Members of an object of a document, some of which may be unsaid. */
export type Fields = JsonObject;

/** What stands for a value that a document does not say. It is no object of the document. */
export abstract class UnsaidValue {
  /** The value in the form that the model of a network has for it. */
  public abstract get unknown(): Unknown;

  /** The value in the words of a message: `the expression var.ports`. */
  public abstract get words(): string;
}

export function isFields(value: unknown): value is Fields {
  return isJsonObject(value) && !(value instanceof UnsaidValue);
}

/** A member that the document itself gives; undefined where it is null or is not there. */
export function member(value: unknown, key: string): unknown {
  return isFields(value) && Object.hasOwn(value, key) ? value[key] ?? undefined : undefined;
}

/** A value of a file in the words of a message. */
export function described(value: unknown): string {
  if (value instanceof UnsaidValue) {
    return value.words;
  }
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
  return value === undefined ? 'missing' : shown(JSON.stringify(value) ?? '');
}
