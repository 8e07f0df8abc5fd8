import { Unknown } from './network';

/** Whether a value is known only after apply, or could not be read. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** The values that are known. */
export function known<T>(values: readonly (T | Unknown)[]): T[] {
  return values.filter((value) => !isUnknown(value)) as T[];
}
