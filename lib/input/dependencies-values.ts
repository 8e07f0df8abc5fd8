import { InputError, quote } from '../azure/errors';
import { checkHostName } from '../azure/host-names';

/** Categories are headings: the longest of the published ones has 28 characters. */
const MAX_CATEGORY = 100;

/**
 * Names that are no hosts: what is needed are hosts below them. The API lists the first three so in its published example
 * (Azure REST API specifications, machinelearningservices 2021-07-01, first edition); that they stand for every host below
 * is inferred. The others are the same suffixes in the article's host tables of the other clouds.
 */
const SUFFIXES: ReadonlySet<string> = new Set([
  'core.windows.net', 'vault.azure.net', 'azurecr.io',
  'core.usgovcloudapi.net', 'vault.usgovcloudapi.net', 'core.chinacloudapi.cn', 'vault.azure.cn',
]);

/** A host name of an answer. */
export interface AnsweredName {
  /** In lower case and without a dot at its end; a suffix as the wildcard that it stands for. */
  readonly host: string;
  /** The suffix, where the answer has one instead of a host name. */
  readonly suffix?: string;
}

/** Reads a host name. Text of an answer is data, so references, which host names elsewhere may be, are refused. */
export function answeredName(given: unknown): AnsweredName {
  if (typeof given !== 'string') {
    throw new InputError({ problem: `${valueText(given)} is not a host name` });
  }
  if (isExpression(given)) {
    throw new InputError({ given, problem: 'contains an expression', allowed: 'an answer has host names only' });
  }
  const placeholder = /<[^<>]*>/.exec(given);
  if (placeholder !== null) {
    throw new InputError({
      given, problem: 'is a sample, not a host name', cause: `${quote(placeholder[0])} stands for a name`,
      allowed: 'give the answer for a workspace',
    });
  }
  // Case does not matter in names (RFC 4343), and the dot of the root may be left out (RFC 1034, 3.1).
  const host = given.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()).replace(/\.$/, '');
  checkHostName(host);
  return SUFFIXES.has(host) ? { host: `*.${host}`, suffix: host } : { host };
}

/** Reads a category. */
export function categoryOf(given: unknown): string {
  if (typeof given !== 'string' || given.trim() === '' || given.length > MAX_CATEGORY ||
      /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u.test(given) || isExpression(given)) {
    throw new InputError({
      problem: `${valueText(given)} is not a category`,
      allowed: `expected one line of 1 to ${MAX_CATEGORY} characters of plain text, without an expression`,
    });
  }
  return given;
}

/** Reads a port. */
export function answeredPort(given: unknown): number {
  if (typeof given !== 'number' || !Number.isInteger(given) || given < 1 || given > 65535) {
    const meant = typeof given === 'string' && /^[1-9]\d{0,4}$/.test(given) && Number(given) <= 65535 ? `; did you mean ${given}?` : '';
    throw new InputError({ problem: `${valueText(given)} is not a port`, allowed: `expected a whole number from 1 to 65535${meant}` });
  }
  return given;
}

/** A value in a message: lists and groups by what they are, because they may be long or deep. */
export function valueText(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'a list' : 'a group of members';
  }
  return typeof value === 'number' ? String(value) : quote(value);
}

/** What Terraform evaluates, and the marks of tokens of CDK for Terraform. */
function isExpression(text: string): boolean {
  return /[$%#&]\{/.test(text);
}
