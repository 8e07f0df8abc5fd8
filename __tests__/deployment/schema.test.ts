import Ajv from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { requirementsSchema } from '../../lib/catalog/requirement-documents';
import { deploymentSchema } from '../../lib/deployment/schema';
import { differenceSchema } from '../../lib/review/difference-json';
import { driftSchema } from '../../lib/review/drift-schema';
import { editionsSchema } from '../../lib/review/editions-schema';
import { explanationSchema } from '../../lib/review/explanation-schema';
import { exportSchema } from '../../lib/review/export-schema';
import { logsSchema } from '../../lib/review/logs-schema';
import { lookupSchema } from '../../lib/review/lookup-schema';
import { verificationSchema } from '../../lib/review/verification-json';
import { BASE } from './files';
import { EXISTING, MADE } from './documents';

const root = join(__dirname, '..', '..');
const published = (name: string): string => readFileSync(join(root, 'schemas', name), 'utf8');
const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.yaml'));

/** The validator that editors are, not the reader of this library. */
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: true })
  .compile(JSON.parse(published('deployment.schema.json')) as object);

test.each([
  ['deployment.schema.json', deploymentSchema], ['difference.schema.json', differenceSchema], ['editions.schema.json', editionsSchema],
  ['drift.schema.json', driftSchema], ['explanation.schema.json', explanationSchema],
  ['export.schema.json', exportSchema], ['logs.schema.json', logsSchema], ['lookup.schema.json', lookupSchema],
  ['requirements.schema.json', requirementsSchema], ['verification.schema.json', verificationSchema],
])('%s is what the code has (else: npm run schemas)', (name, schema) => {
  expect(published(name)).toBe(`${JSON.stringify(schema(), null, 2)}\n`);
});

test.each(examples)('examples/%s is valid, and tells editors its schema', (name) => {
  const text = readFileSync(join(root, 'examples', name), 'utf8');
  validate(parse(text));
  expect(validate.errors ?? []).toEqual([]);
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/deployment.schema.json');
});

test.each([['base', parse(BASE) as unknown], ['made', MADE], ['existing', EXISTING]])(
  'the document "%s" of these tests is valid', (_, document) => {
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  },
);

describe('what the schema says of itself', () => {
  interface Node { readonly type?: unknown; readonly pattern?: string; readonly examples?: string[]; readonly [key: string]: unknown }
  const nodes: Node[] = [];
  JSON.parse(published('deployment.schema.json'), (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      nodes.push(value as Node);
    }
    return value;
  });

  test('every text has a grammar or a list of values', () => {
    const open = nodes.filter(({ type, pattern, enum: values }) =>
      [type].flat().includes('string') && pattern === undefined && values === undefined);
    expect(open).toEqual([]);
  });

  test('every object is closed', () => {
    const objects = nodes.filter(({ type }) => type === 'object');
    expect(objects.length).toBeGreaterThan(10);
    expect(objects.filter(({ additionalProperties }) => additionalProperties === undefined || additionalProperties === true)).toEqual([]);
  });

  test('examples have the form that they are examples of', () => {
    const withExamples = nodes.filter(({ pattern, examples: given }) => pattern !== undefined && given !== undefined);
    expect(withExamples.length).toBeGreaterThan(15);
    const filled = (example: string): string => example.replace('<id>', '00000000-0000-0000-0000-000000000000').replace(/<name>/g, 'name');
    expect(
      withExamples.filter(({ pattern, examples: given }) => !given!.every((example) => new RegExp(pattern!, 'u').test(filled(example)))),
    )
      .toEqual([]);
  });
});
