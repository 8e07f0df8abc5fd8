import { Deployment } from '../../lib';
import { deploymentSchema } from '../../lib/deployment/schema';
import { EXISTING, MADE, NAMED, OWN_NEEDS, partsOf, Path, replaced, schemaKeyOf, schemaKeys, SERVERS, UNRESTRICTED } from './documents';
import { file } from './files';

// Every key at every level, with each mistake that people make. The documents have all keys of the schema between them.

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly const?: unknown;
}

interface Place {
  readonly document: object;
  readonly path: Path;
  readonly value: unknown;
  readonly schema: Schema;
}

const SCHEMA = deploymentSchema() as Schema;
const DOCUMENTS: readonly object[] = [MADE, EXISTING, OWN_NEEDS, SERVERS, UNRESTRICTED, NAMED];
const MARK = 'a key that is nowhere';

function schemaAt(path: Path): Schema {
  return path.reduce<Schema>((schema, step) => (typeof step === 'number' ? schema.items! : schema.properties?.[step] ??
    (schema.additionalProperties as Schema)), SCHEMA);
}

/** What a file must have, and one key more: small files are read sooner. */
function partWith(document: object, key: string): object {
  return Object.fromEntries(Object.entries(document).filter(([one]) => one === key || SCHEMA.required!.includes(one)));
}

/** One place for each key of the schema. */
const seen = new Map<string, Place>();
for (const document of DOCUMENTS) {
  for (const { path, value } of partsOf(document)) {
    const key = schemaKeyOf(path);
    if (typeof path.at(-1) === 'string' && key !== '$schema' && !seen.has(key)) {
      seen.set(key, { document: partWith(document, String(path[0])), path, value, schema: schemaAt(path) });
    }
  }
}
const PLACES = [...seen.values()];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (document: unknown, path: Path): unknown =>
  path.reduce((value, step) => (value as Record<string | number, unknown>)[step], document);
const textOf = (path: Path): string => path.map((step, i) => (typeof step === 'number' ? `[${step}]`
  : /^[\w$-]+$/.test(step) ? `${i === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`)).join('');

/** The same object with one key renamed, in its place. */
function renamed(document: object, path: Path, name: string): object {
  const parent = path.slice(0, -1);
  const entries = Object.entries(at(document, parent) as object).map(([key, value]) => [key === path.at(-1) ? name : key, value]);
  return replaced(document, parent, Object.fromEntries(entries)) as object;
}

/** Line and column at which a key is written. */
function placeOf(document: object, path: Path): string {
  const text = JSON.stringify(renamed(document, path, MARK), null, 2);
  const lines = text.slice(0, text.indexOf(`"${MARK}"`)).split('\n');
  return `${lines.length}:${lines.at(-1)!.length + 1}`;
}

function refusalOf(document: unknown): string[] {
  const path = file(JSON.stringify(document, null, 2), 'every-key.json');
  try {
    Deployment.fromFile(path);
  } catch (error) {
    expect((error as Error).name).toBe('InputError');
    return (error as Error).message.split('\n').map((line) => line.replace(`${path}:`, ''));
  }
  return ['is not refused'];
}

/** What is wrong with the answer to a mistake: nothing, if it is one line that begins with the place and says the words. */
function wrong(mistake: string, document: unknown, begin: string, ...says: string[]): string[] {
  const lines = refusalOf(document);
  const isGood = lines.length === 1 && lines[0]!.startsWith(begin) && says.every((words) => lines[0]!.includes(words));
  return isGood ? [] : [`${mistake}: ${lines.join(' | ')} (expected: ${[begin, ...says].join(' ... ')})`];
}

const VALUES: Readonly<Record<string, unknown>> = { string: 'word', boolean: true, integer: 7, array: ['x'], object: { x: 1 }, null: null };
const WORDS: Readonly<Record<string, string>> = {
  string: 'a text', boolean: 'true or false', integer: 'a whole number', object: 'a group of keys', array: 'a list',
};

test('the documents have every key of the schema', () => {
  const keys = schemaKeys(SCHEMA).filter((key) => key !== '$schema');
  expect(keys.filter((key) => !seen.has(key))).toEqual([]);
  expect(PLACES.length).toBeGreaterThan(140);
});

test('a misspelt key names its place and the key that is meant', () => {
  expect(PLACES.filter(({ path }) => isObject(schemaAt(path.slice(0, -1)).properties)).flatMap(({ document, path }) => {
    const key = String(path.at(-1));
    const misspelt = `${key.slice(0, -2)}${key.at(-1)!}${key.at(-2)!}`;
    return misspelt === key ? [] : wrong(
      misspelt, renamed(document, path, misspelt), `${placeOf(document, path)}: ${textOf([...path.slice(0, -1), misspelt])}: `,
      'is not a key here', `did you mean "${key}"?`,
    );
  })).toEqual([]);
});

test('a key of another level names its place and what is allowed', () => {
  expect(PLACES.filter(({ schema, value }) => schema.properties !== undefined && isObject(value)).flatMap(({ document, path, value }) => {
    const changed = replaced(document, path, { ...(value as object), whatever: 1 }) as object;
    const added = [...path, 'whatever'];
    return wrong('whatever', changed, `${placeOf(changed, added)}: ${textOf(added)}: `, 'is not a key here; allowed are');
  })).toEqual([]);
});

test('a value of another type, or none, names its place and what is right', () => {
  expect(PLACES.flatMap(({ document, path, schema }, i) => {
    const types = [schema.const === undefined ? schema.type ?? 'string' : 'boolean'].flat();
    const others = Object.keys(VALUES).filter((type) => !types.includes(type) && type !== 'null');
    const right = schema.const === undefined ? types.map((type) => WORDS[type]!) : ['write true'];
    // Each place has one of the other types in turn: all of them for each would take long and say the same.
    return ['null', others[i % others.length]!].flatMap((type) => wrong(
      `${type} for ${types.join(' or ')}`, replaced(document, path, VALUES[type]), `${placeOf(document, path)}: ${textOf(path)}: `,
      ...schema.enum?.map((one) => JSON.stringify(one)) ?? right,
    ));
  })).toEqual([]);
});

test('a required key that is missing is named, with what to give', () => {
  const owners: Place[] = [...PLACES, { document: MADE, path: [], value: MADE, schema: SCHEMA }];
  expect(owners.filter(({ value }) => isObject(value)).flatMap(({ document, path, value, schema }) =>
    (schema.required ?? []).flatMap((key) => {
      const rest = Object.fromEntries(Object.entries(value as object).filter(([one]) => one !== key));
      const changed = replaced(document, path, rest) as object;
      const place = path.length === 0 ? '1:1' : `${placeOf(changed, path)}: ${textOf(path)}`;
      return wrong(`without ${key}`, changed, `${place}: `, `"${key}" is missing`, 'give ');
    }))).toEqual([]);
});
