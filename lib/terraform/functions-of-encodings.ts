import { parseDocument } from 'yaml';
import { InputError } from '../azure/errors';
import { csvRows } from '../input/csv';
import { asList, asText, isPlain, NotKnown, Refused, TerraformSet } from './computed';
import type { TerraformFunction } from './terraform-function';
import { isFields } from '../network/fields';
import { Unresolved } from './values';

/** Nested deeper than any list of rules. */
const MAX_DEPTH = 64;

/** Numbers that JavaScript does not hold as they are written are left to Terraform, and so is what is nested too deeply. */
function held(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH || (typeof value === 'number' && !(Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER))) {
    throw new NotKnown(new Unresolved('the value is not evaluated'));
  }
  return Array.isArray(value) ? value.map((item) => held(item, depth + 1))
    : isFields(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, held(item, depth + 1)]))
    : value;
}

function jsonDecode(text: unknown): unknown {
  let value: unknown;
  try {
    value = JSON.parse(asText(text));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new Refused('it is not JSON');
    }
    throw error;
  }
  return held(value);
}

/** Keys in order, without spaces, and with the characters escaped that Terraform escapes. Source: Terraform 1.11, jsonencode. */
function jsonEncode(value: unknown): string {
  return JSON.stringify(encoded(value, 0))
    .replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function encoded(value: unknown, depth: number): unknown {
  if (value instanceof Unresolved || depth > MAX_DEPTH) {
    throw new NotKnown(value instanceof Unresolved ? value : new Unresolved('the value is not evaluated'));
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return Number(asText(value));
  }
  if (value instanceof TerraformSet || Array.isArray(value)) {
    return asList(value).map((item) => encoded(item, depth + 1));
  }
  if (!isFields(value) || !isPlain(value)) {
    throw new NotKnown(new Unresolved('the value is not evaluated'));
  }
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, encoded(value[key], depth + 1)]));
}

/** Words and numbers that versions of YAML take differently. */
const DOUBTFUL = /^(y|n|yes|no|on|off)$|^[+-]?0[0-7_]+$|^[+-]?[0-9][0-9_]*(:[0-5]?[0-9])+$|^[+-]?\d[\d_]*_[\d_]*$/i;

function yamlDecode(text: unknown): unknown {
  const document = parseDocument(asText(text), { version: '1.2', schema: 'core', uniqueKeys: true, logLevel: 'silent' });
  if (document.errors.length > 0) {
    throw new Refused('it is not YAML');
  }
  const visit = (node: unknown, depth: number): void => {
    const one = node as { readonly items?: readonly unknown[]; readonly type?: string; readonly source?: string; readonly tag?: string };
    const isDoubtful = one?.type === 'PLAIN' && DOUBTFUL.test(one.source ?? '');
    if (depth > MAX_DEPTH || isDoubtful || typeof one?.tag === 'string') {
      throw new NotKnown(new Unresolved('the YAML is not evaluated'));
    }
    for (const item of one?.items ?? []) {
      const pair = item as { readonly key?: unknown; readonly value?: unknown };
      [item, pair.key, pair.value].forEach((part) => typeof part === 'object' && part !== null && visit(part, depth + 1));
    }
  };
  visit(document.contents, 0);
  return held(document.toJS({ maxAliasCount: 100 }));
}

/** Rows as objects with the names of the first row. Source: Terraform 1.11, csvdecode. */
function csvDecode(text: unknown): unknown {
  try {
    const [head, ...rows] = csvRows('csvdecode', asText(text));
    const names = head?.cells ?? [];
    if (new Set(names).size !== names.length || rows.some(({ cells }) => cells.length !== names.length)) {
      throw new Refused('the rows have different numbers of cells, or two columns have one name');
    }
    return rows.map(({ cells }) => Object.fromEntries(names.map((name, i) => [name, cells[i]])));
  } catch (error) {
    if (error instanceof InputError) {
      throw new Refused('it is not CSV');
    }
    throw error;
  }
}

/** Source: Terraform 1.11, encoding functions. */
export const ENCODING_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  jsondecode: jsonDecode, jsonencode: jsonEncode, yamldecode: yamlDecode, csvdecode: csvDecode,
};
