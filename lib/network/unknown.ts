import { Unknown } from './network';

/** Whether a value is known only after apply, or could not be read. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** A value as it is written: of one that is not known the expression for it, or what is wrong with it. */
export function writtenText(value: string | Unknown): string {
  return isUnknown(value) ? value.unknown : value;
}

/** The values that are known. */
export function known<T>(values: readonly (T | Unknown)[]): T[] {
  return values.filter((value) => !isUnknown(value)) as T[];
}
