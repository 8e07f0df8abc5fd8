import { ErrorObject } from 'ajv';
import { InputError, InputErrors, InputProblem, nearest, quote, suggesting } from '../azure/errors';
import { groupBy } from '../azure/groups';
import { firstDifference, ID_LENGTH } from '../azure/resource-ids';
import { otherKind } from '../input/other-kinds';
import { DeploymentDescription } from './description';
import { ADVICE } from './path-forms';
import { SUBNET_ID } from './resource-forms';
import { deploymentSchema } from './schema';
import { SchemaCheck } from './schema-check';
import { DEPLOYMENT_FILE, KeyPath, LocatedError, SourceFile } from './source-file';

/** At most this many problems are shown; the rest is counted. */
const SHOWN = 20;

let check: SchemaCheck | undefined;

/** Holds the content of a file against the schema. All problems are reported together, each with its line, column and key. */
export function validate(file: SourceFile): DeploymentDescription {
  const { content } = file;
  const all = (check ??= new SchemaCheck(deploymentSchema())).errors(content);
  if (all.length === 0) {
    return content as DeploymentDescription;
  }
  const other = otherKind(content, DEPLOYMENT_FILE.what);
  if (other !== undefined) {
    throw new InputError({ argument: file.name, ...other });
  }
  const errors = withoutFollowing(all);
  const problems = new Map<string, InputError>();
  let described = 0;
  while (described < errors.length && problems.size < SHOWN) {
    const problem = new LocatedError(describe(file, content, errors[described++]!));
    problems.set(problem.message, problem);
  }
  const rest = errors.length - described;
  throw new InputErrors(
    [...problems.values()] as [InputError, ...InputError[]],
    rest > 0 ? `${file.name}: ${rest} more ${rest === 1 ? 'problem' : 'problems'}` : undefined,
  );
}

/**
 * One error for one mistake. That a name is wrong is said by what is wrong with it, that a key is missing by the key that is
 * spelled like it, and that there are too many keys by those that are none.
 */
function withoutFollowing(errors: readonly ErrorObject[]): ErrorObject[] {
  const misspelled = new Set(errors.flatMap((error) => {
    const meant = meantKey(error);
    return meant === undefined ? [] : [`${error.instancePath} ${meant}`];
  }));
  const unknown = groupBy(errors.filter(({ keyword }) => keyword === 'additionalProperties'), ({ instancePath }) => instancePath);
  return errors.filter(({ keyword, instancePath, params, data }) => {
    switch (keyword) {
      case 'propertyNames':
        return false;
      case 'required':
        return !misspelled.has(`${instancePath} ${String(params['missingProperty'])}`);
      case 'maxProperties':
        return Object.keys(data as object).length - (unknown.get(instancePath)?.length ?? 0) > Number(params['limit']);
      default:
        return true;
    }
  });
}

/** The key that one which is not known is probably meant to be. */
function meantKey(error: ErrorObject): string | undefined {
  if (error.keyword !== 'additionalProperties') {
    return undefined;
  }
  const given = String(error.params['additionalProperty']);
  const all = keysOf(error);
  return nearest(given, all.filter((key) => !Object.hasOwn(error.data as object, key))) ?? nearest(given, all);
}

function keysOf(error: ErrorObject): string[] {
  return Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
}

/** A mistake, at the place of the object or the value that has it. */
interface Mistake extends ErrorObject {
  readonly argument: string;
}

/** What is said about each keyword of a schema that a file can violate. */
const PROBLEMS: Readonly<Record<string, (mistake: Mistake) => InputProblem>> = {
  required: (mistake) =>
    ({ argument: mistake.argument, problem: `${quote(mistake.params['missingProperty'])} is missing`, ...givenOf(mistake) }),
  minProperties: countProblem,
  maxProperties: countProblem,
  enum: ({ argument, data, params }) => {
    const allowed = params['allowedValues'] as string[];
    return { argument, given: data, problem: 'is not one of', allowed, ...suggesting(data, allowed), ...inQuotes(data, allowed) };
  },
  const: ({ argument, data }) => ({ argument, given: data, problem: 'is not allowed', allowed: 'write true, or leave the key out' }),
  type: ({ argument, data, params }) => ({ argument, given: data, ...typeProblem([params['type'] as string | string[]].flat(), data) }),
  pattern: patternProblem,
  not: ({ argument, data }) => ({ argument, given: data, problem: 'is a reserved name', allowed: 'choose another' }),
  minimum: rangeProblem,
  maximum: rangeProblem,
  minLength: lengthProblem,
  maxLength: lengthProblem,
  minItems: ({ argument }) => ({ argument, problem: 'the list is empty', allowed: 'leave the key out instead' }),
  uniqueItems: ({ argument, params }) => {
    const [first, second] = [Number(params['i']), Number(params['j'])].sort((a, b) => a - b);
    return { argument, problem: `entries ${first} and ${second} are the same` };
  },
};

function describe(file: SourceFile, content: unknown, error: ErrorObject): InputProblem {
  const parent = pathOf(content, error.instancePath);
  const path = error.propertyName === undefined ? parent : [...parent, error.propertyName];
  if (error.keyword === 'additionalProperties') {
    return unknownKey(file.where([...path, String(error.params['additionalProperty'])]), error);
  }
  const argument = file.where(path);
  return PROBLEMS[error.keyword]?.({ ...error, argument }) ?? { argument, problem: error.message ?? error.keyword };
}

function unknownKey(argument: string, error: ErrorObject): InputProblem {
  const suggestion = meantKey(error);
  return {
    argument, problem: 'is not a key here', allowed: `allowed are ${keysOf(error).map(quote).join(', ')}`,
    ...(suggestion !== undefined && { suggestion }),
  };
}

/** A subnet can be named in other ways where nothing is made for it. */
const BY_NAME = 'give the id, or write the key "subnet" instead if the file is only for commands that read a network';

function patternProblem({ argument, ...error }: Mistake): InputProblem {
  const { data, params } = error;
  const [shape] = examplesOf(error);
  const left = typeof data === 'string' ? /<[a-z]+>/.exec(data)?.[0] : undefined;
  if (left !== undefined && exampleOf(error).includes(left)) {
    return { argument, given: data, problem: `still has the placeholder ${quote(left)}`, allowed: 'replace it with your own value' };
  }
  const hints = hintsFor(data);
  if (typeof data === 'string' && shape?.startsWith('/subscriptions/<') === true && hints.length === 0) {
    const isName = !data.startsWith('/');
    return {
      argument, given: data, shownLength: ID_LENGTH,
      problem: `does not have the form ${quote(shape)}${isName ? '' : firstDifference(data, shape)}`,
      ...(isName && params['pattern'] === SUBNET_ID.pattern && { allowed: BY_NAME }),
    };
  }
  const pattern = String(params['pattern']);
  const advice = ADVICE.get(pattern);
  const problem = advice === undefined ? `does not have the form ${pattern}${exampleOf(error)}` : 'is not possible here';
  const allowed = [...(advice === undefined ? [] : [`${advice}${exampleOf(error)}`]), ...hints];
  return { argument, given: data, problem, ...(allowed.length > 0 && { allowed: allowed.join('; ') }) };
}

function countProblem({ argument, ...error }: Mistake): InputProblem {
  const [keys, limit] = [keysOf(error), String(error.params['limit'])];
  const problem = keys.length > 0 ? `give exactly one of ${keys.map(quote).join(', ')}`
    : error.keyword === 'minProperties' ? 'needs at least one entry' : `has more than ${limit} entries`;
  return { argument, problem };
}

function rangeProblem({ argument, data, params }: Mistake): InputProblem {
  return {
    argument, given: data, problem: 'is out of range', allowed: `it must be ${String(params['comparison'])} ${String(params['limit'])}`,
  };
}

function lengthProblem({ argument, data, message }: Mistake): InputProblem {
  return { argument, given: data, problem: 'has the wrong length', allowed: message ?? '' };
}

/** What to give for a key that is missing, by its own part of the schema. */
function givenOf({ parentSchema, params }: ErrorObject): Pick<InputProblem, 'allowed'> {
  const schemas = (parentSchema?.['properties'] ?? {}) as Readonly<Record<string, SchemaOfKey | undefined>>;
  const { enum: choices, examples, type, required, properties, maxProperties } = schemas[String(params['missingProperty'])] ?? {};
  if (choices !== undefined) {
    return { allowed: `give one of ${choices.map(quote).join(', ')}` };
  }
  if (examples !== undefined) {
    return { allowed: `give ${TYPES['string']} such as ${quote(examples[0])}` };
  }
  const keys = (maxProperties === 1 ? Object.keys(properties ?? {}) : required ?? []).map(quote).join(', ');
  const shape = type === undefined ? undefined : TYPES[type];
  const which = maxProperties === 1 ? 'one of ' : '';
  return shape === undefined ? {} : { allowed: `give ${shape}${keys === '' ? '' : ` with ${which}${keys}`}` };
}

/** YAML takes what looks like a number for one. */
function inQuotes(data: unknown, allowed: readonly string[]): Pick<InputProblem, 'suggestion' | 'detail'> {
  return typeof data !== 'string' && allowed.includes(String(data))
    ? { suggestion: String(data), detail: 'a text that looks like a number needs quotes' } : {};
}

function examplesOf(error: ErrorObject): readonly string[] {
  return (error.parentSchema?.['examples'] as string[] | undefined) ?? [];
}

function exampleOf(error: ErrorObject): string {
  const [example] = examplesOf(error);
  return example === undefined ? '' : ` (such as ${quote(example)})`;
}

/** Letters of other alphabets look like those that Azure takes. */
const FOREIGN_LETTER = /(?![A-Za-z])\p{L}/u;

function hintsFor(data: unknown): string[] {
  if (typeof data === 'string' && /[$%#&]\{/.test(data)) {
    return ['expressions are not possible in a deployment file'];
  }
  if (typeof data === 'string' && /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(data)) {
    return ['it has line breaks or other characters that cannot be seen'];
  }
  const foreign = typeof data === 'string' ? FOREIGN_LETTER.exec(data)?.[0] : undefined;
  if (foreign !== undefined) {
    const code = foreign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return [`it has the letter ${quote(foreign)} (U+${code}), which is not in the English alphabet`];
  }
  return data === '*' ? ['for all ports write "0-65535"'] : [];
}

interface SchemaOfKey {
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: object;
  readonly maxProperties?: number;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text', boolean: 'true or false', integer: 'a whole number', object: 'a group of keys', array: 'a list',
};

function typeProblem(types: readonly string[], data: unknown): Pick<InputProblem, 'problem' | 'suggestion'> {
  const meant = types.map((type) => asType(type, data)).find((value) => value !== undefined);
  return {
    problem: `is not ${types.map((type) => TYPES[type] ?? type).join(' or ')}`, ...(meant !== undefined && { suggestion: meant }),
  };
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
