import Ajv from 'ajv';
import { parse } from 'yaml';
import { deploymentSchema } from '../../lib/deployment/schema';
import { SchemaCheck } from '../../lib/deployment/schema-check';
import { BASE } from './files';

const schema = deploymentSchema();
const base = parse(BASE) as Record<string, unknown>;
const whole = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(schema);

/** Where something is wrong, by a validator that is given all of the schema. */
function wrong(value: unknown): string[] {
  whole(value);
  return (whole.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const said = (check: SchemaCheck, value: unknown): string[] =>
  check.errors(value).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);

const { name, ...nameless } = base;
const values: readonly [what: string, value: unknown][] = [
  ...Object.keys(schema.properties).map((key): [string, unknown] => [`a wrong ${key}`, { ...base, [key]: false }]),
  ['a key that is none', { ...base, nmae: name }],
  ['a key of all objects', { ...base, toString: 'x' }],
  ['a missing key', nameless],
  ['a wrong value of a key below that a first file may not have', { ...base, workspace: { storageAccountName: 5 } }],
  ['a key below that is none', { ...base, workspace: { storage: 'x' } }],
  ['an entry of a list that is wrong', { ...base, requirements: [{ id: 'own.x', ports: ['x'] }] }],
  ['a subnet that is a number', { ...base, subnets: { ...base['subnets'] as object, other: 5 } }],
  ['a subnet with a key that others lack', { ...base, subnets: { ...base['subnets'] as object, other: { natGateway: 5 } } }],
  ['a list', [base]],
  ['nothing', null],
  ['a text', 'name'],
];

test.each(values)('%s is found, whether it comes first, after a value without the key, or after another error', (_, value) => {
  const expected = wrong(value);
  expect(expected).not.toEqual([]);
  expect(said(new SchemaCheck(schema), value)).toEqual(expected);
  const check = new SchemaCheck(schema);
  expect(said(check, base)).toEqual([]);
  expect(said(check, value)).toEqual(expected);
  expect(said(check, base)).toEqual([]);
  expect(said(check, value)).toEqual(expected);
});

test('what is said of a missing key is what the schema has for it', () => {
  const [error] = new SchemaCheck(schema).errors(nameless);
  expect(error!.parentSchema).toEqual(schema);
});
