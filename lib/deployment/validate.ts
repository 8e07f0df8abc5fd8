import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { didYouMean, InputError, quote } from '../azure/errors';
import { otherKind } from '../input/other-kinds';
import { DeploymentDescription } from './description';
import { ADVICE } from './path-forms';
import { deploymentSchema } from './schema';
import { DEPLOYMENT_FILE, KeyPath, SourceFile } from './source-file';

/** At most this many problems are shown; the rest is counted. */
const SHOWN = 20;

// Compiling the schema takes longer than reading a file.
let compiled: ValidateFunction<DeploymentDescription> | undefined;

/** Holds the content of a file against the schema. All problems are reported together, each with its line and key. */
export function validate(file: SourceFile): DeploymentDescription {
  const { content } = file;
  const check = compiled ??= new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true })
    .compile<DeploymentDescription>(deploymentSchema());
  if (check(content)) {
    return content;
  }
  const other = otherKind(content, DEPLOYMENT_FILE.what);
  if (other !== undefined) {
    throw new InputError({ argument: file.name, problem: other });
  }
  // That a name is wrong is said by what is wrong with it.
  const errors = check.errors!.filter(({ keyword }) => keyword !== 'propertyNames');
  const problems = new Set<string>();
  let described = 0;
  while (described < errors.length && problems.size < SHOWN) {
    problems.add(describe(file, content, errors[described++]!));
  }
  const rest = errors.length - described;
  throw new InputError({
    problem: [...problems, ...(rest > 0 ? [`${file.name}: ${rest} more ${rest === 1 ? 'problem' : 'problems'}`] : [])].join('\n'),
  });
}

function countText(keyword: 'minProperties' | 'maxProperties', properties: readonly string[], limit: unknown): string {
  if (properties.length > 0) {
    return `give exactly one of ${properties.map(quote).join(', ')}`;
  }
  return keyword === 'minProperties' ? 'needs at least one entry' : `has more than ${String(limit)} entries`;
}

function describe(file: SourceFile, content: unknown, error: ErrorObject): string {
  const { keyword, params, data } = error;
  const parent = pathOf(content, error.instancePath);
  const path = error.propertyName === undefined ? parent : [...parent, error.propertyName];
  const properties = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  switch (keyword) {
    case 'additionalProperties': {
      const key = params['additionalProperty'] as string;
      return `${file.where([...path, key])}: is not a key here; allowed are ` +
        `${properties.map(quote).join(', ')}${didYouMean(key, properties)}`;
    }
    case 'required':
      return `${file.where(path)}: ${quote(params['missingProperty'])} is missing`;
    case 'minProperties':
    case 'maxProperties':
      return `${file.where(path)}: ${countText(keyword, properties, params['limit'])}`;
    case 'enum': {
      const allowed = params['allowedValues'] as string[];
      return `${file.where(path)}: ${quote(data)} is not one of ` +
        `${allowed.map(quote).join(', ')}${typeof data === 'string' ? didYouMean(data, allowed) : inQuotes(data, allowed)}`;
    }
    case 'const':
      return `${file.where(path)}: ${quote(data)} is not allowed; write true, or leave the key out`;
    case 'type':
      return `${file.where(path)}: ${quote(data)} is not ${typeText([params['type'] as string | string[]].flat(), data)}`;
    case 'pattern': {
      const pattern = String(params['pattern']);
      const advice = ADVICE.get(pattern);
      const problem = advice === undefined ? `does not have the form ${pattern}` : `is not possible here; ${advice}`;
      return `${file.where(path)}: ${quote(data)} ${problem}${exampleOf(error)}${hintFor(data)}`;
    }
    case 'not':
      return `${file.where(path)}: ${quote(data)} is a reserved name; choose another`;
    case 'minimum':
    case 'maximum':
      return `${file.where(path)}: ${quote(data)} is out of range; it must be ${String(params['comparison'])} ${String(params['limit'])}`;
    case 'minLength':
    case 'maxLength':
      return `${file.where(path)}: ${quote(data)} has the wrong length; ${error.message ?? ''}`;
    case 'minItems':
      return `${file.where(path)}: the list is empty; leave the key out instead`;
    case 'uniqueItems': {
      const [first, second] = [Number(params['i']), Number(params['j'])].sort((a, b) => a - b);
      return `${file.where(path)}: entries ${first} and ${second} are the same`;
    }
    default:
      return `${file.where(path)}: ${error.message ?? keyword}`;
  }
}

/** YAML takes what looks like a number for one. */
function inQuotes(data: unknown, allowed: readonly string[]): string {
  return allowed.includes(String(data)) ? `; did you mean ${quote(String(data))}? A text that looks like a number needs quotes` : '';
}

function exampleOf(error: ErrorObject): string {
  const [example] = (error.parentSchema?.['examples'] as string[] | undefined) ?? [];
  return example === undefined ? '' : ` (such as ${quote(example)})`;
}

function hintFor(data: unknown): string {
  if (typeof data === 'string' && /[$%#&]\{/.test(data)) {
    return '; expressions are not possible in a deployment file';
  }
  if (typeof data === 'string' && /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(data)) {
    return '; it has line breaks or other characters that cannot be seen';
  }
  return data === '*' ? '; for all ports write "0-65535"' : '';
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text', boolean: 'true or false', integer: 'a whole number', object: 'a group of keys', array: 'a list',
};

function typeText(types: readonly string[], data: unknown): string {
  const meant = types.map((type) => asType(type, data)).find((value) => value !== undefined);
  return types.map((type) => TYPES[type] ?? type).join(' or ') + (meant === undefined ? '' : `; did you mean ${quote(meant)}?`);
}

/** The value that was probably meant: YAML and people differ on what needs quotes. */
function asType(type: string, data: unknown): unknown {
  if (data === null || typeof data === 'object') {
    return undefined;
  }
  const text = String(data);
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return /^(true|yes|on)$/i.test(text) ? true : /^(false|no|off)$/i.test(text) ? false : undefined;
    case 'integer':
      return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
    case 'array':
      return [data];
    default:
      return undefined;
  }
}

/** Ajv writes list positions like keys; the content tells which is which. */
function pathOf(content: unknown, pointer: string): KeyPath {
  let value = content;
  return pointer.split('/').slice(1).map((part) => {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    const step = Array.isArray(value) ? Number(key) : key;
    value = (value as Record<string | number, unknown>)[step];
    return step;
  });
}
