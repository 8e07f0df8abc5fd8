import Ajv, { ErrorObject } from 'ajv';
import { didYouMean, InputError, quote } from '../azure/errors';
import { DeploymentDescription } from './description';
import { deploymentSchema } from './schema';
import { KeyPath, SourceFile } from './source-file';

/** At most this many problems are shown; the rest is counted. */
const SHOWN = 20;

/** Holds the content of a file against the schema. All problems are reported together, each with its line and key. */
export function validate(file: SourceFile): DeploymentDescription {
  const content = file.content();
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  const check = ajv.compile<DeploymentDescription>(deploymentSchema());
  if (check(content)) {
    return content;
  }
  const problems = [...new Set(check.errors!.filter(isOwn).map((error) => describe(file, content, error)))];
  const rest = problems.length - SHOWN;
  throw new InputError([...problems.slice(0, SHOWN), ...(rest > 0 ? [`${file.path}: ${rest} more problems`] : [])].join('\n'));
}

/** Errors that only say that a nested one was found are left out. */
function isOwn(error: ErrorObject): boolean {
  return error.keyword !== 'propertyNames' || error.params['propertyName'] === undefined || error.schemaPath.endsWith('/propertyNames');
}

function describe(file: SourceFile, content: unknown, error: ErrorObject): string {
  const path = pathOf(content, error.instancePath);
  const { keyword, params, data } = error;
  const properties = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  switch (keyword) {
    case 'additionalProperties': {
      const key = params['additionalProperty'] as string;
      return `${file.where([...path, key])}: is not a key here; allowed are ${properties.map(quote).join(', ')}${didYouMean(key, properties)}`;
    }
    case 'required':
      return `${file.where(path)}: ${quote(params['missingProperty'])} is missing`;
    case 'minProperties':
    case 'maxProperties':
      return properties.length === 0 ? `${file.where(path)}: needs at least one entry` : `${file.where(path)}: give exactly one of ${properties.map(quote).join(', ')}`;
    case 'enum': {
      const allowed = params['allowedValues'] as string[];
      return `${file.where(path)}: ${quote(data)} is not one of ${allowed.map(quote).join(', ')}${typeof data === 'string' ? didYouMean(data, allowed) : ''}`;
    }
    case 'const':
      return `${file.where(path)}: ${quote(data)} is not allowed; write true, or leave the key out`;
    case 'type':
      return `${file.where(path)}: ${quote(data)} is not ${typeText(params['type'] as string | string[])}`;
    case 'pattern':
      return `${file.where(path)}: ${quote(data)} does not have the form ${String(params['pattern'])}${expressionHint(data)}`;
    case 'minimum':
    case 'maximum':
      return `${file.where(path)}: ${quote(data)} is out of range; it must be ${String(params['comparison'])} ${String(params['limit'])}`;
    case 'minLength':
    case 'maxLength':
      return `${file.where(path)}: ${quote(data)} has the wrong length; ${error.message ?? ''}`;
    case 'minItems':
      return `${file.where(path)}: the list is empty; leave the key out instead`;
    case 'uniqueItems':
      return `${file.where(path)}: entries ${String(params['j'])} and ${String(params['i'])} are the same`;
    case 'propertyNames':
      return `${file.where([...path, params['propertyName'] as string])}: is not a valid name here`;
    default:
      return `${file.where(path)}: ${error.message ?? keyword}`;
  }
}

function expressionHint(data: unknown): string {
  return typeof data === 'string' && /[$%#&]\{/.test(data) ? '; expressions are not possible in a deployment file' : '';
}

function typeText(type: string | string[]): string {
  const names: Record<string, string> = {
    string: 'a text', boolean: 'true or false', integer: 'a whole number', object: 'a group of keys', array: 'a list',
  };
  return [type].flat().map((one) => names[one] ?? one).join(' or ');
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
