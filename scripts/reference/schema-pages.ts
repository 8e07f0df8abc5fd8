import { requirementsSchema } from '../../lib/catalog/requirement-documents';
import { deploymentSchema } from '../../lib/deployment/schema';
import { adoptionSchema } from '../../lib/review/adoption/blocks';
import { differenceSchema } from '../../lib/review/difference-json';
import { driftSchema } from '../../lib/review/drift-schema';
import { editionsSchema } from '../../lib/review/editions-schema';
import { explanationSchema } from '../../lib/review/explanation-schema';
import { exportSchema } from '../../lib/review/export-schema';
import { logsSchema } from '../../lib/review/logs-schema';
import { lookupSchema } from '../../lib/review/lookup-schema';
import { reportSchema } from '../../lib/review/report/report-json';
import { verificationSchema } from '../../lib/review/verification-json';
import { code, generated, prose, table, wrapped } from './markdown';

/** The published schemas, by the name of their file. */
export const SCHEMAS = {
  adoption: adoptionSchema, deployment: deploymentSchema, difference: differenceSchema, drift: driftSchema,
  editions: editionsSchema, explanation: explanationSchema, export: exportSchema,
  logs: logsSchema, lookup: lookupSchema, report: reportSchema, requirements: requirementsSchema, verification: verificationSchema,
} as const;

export type SchemaName = keyof typeof SCHEMAS;

const ABOUT: Readonly<Record<SchemaName, string>> = {
  adoption: 'What [`adopt --format json`](../hand-written-rules.md) writes.',
  deployment: 'The keys of a [deployment file](../deployment-file.md), which explains them with examples.',
  difference: 'What [`diff --format json`](../diff.md) writes.',
  drift: 'What [`drift --format json`](../dependencies-api.md#drift) writes.',
  editions: 'What [`editions diff --format json`](../editions.md) writes.',
  explanation: 'What [`explain --format json`](../command-line.md#explain) writes.',
  export: 'What [`export --format json`](../third-party-firewalls.md) writes.',
  logs: 'What [`logs --format json`](../logs.md) writes.',
  lookup: 'What [`lookup --format json`](../lookup.md) writes.',
  report: 'What [`report --format json`](../report.md) writes.',
  requirements: 'What [`requirements --format json`](../command-line.md#requirements) writes.',
  verification: 'What [`verify --format json`](../command-line.md#verify) writes.',
};

export interface Schema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

interface Key {
  readonly path: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** Every key below a schema, by its path: `subnets.<name>.routeTable.routes[].prefix`. */
export function keysOf(schema: Schema, path = ''): Key[] {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, below]): Key[] => [
      { path: at(name), schema: below, isRequired: schema.required?.includes(name) ?? false }, ...keysOf(below, at(name)),
    ]),
    ...(typeof schema.additionalProperties === 'object' ? keysOf(schema.additionalProperties, at('<name>')) : []),
    ...(schema.items === undefined ? [] : keysOf(schema.items, `${path}[]`)),
  ];
}

/** The pages docs/schemas/*.md, by path. */
export function schemaPages(): ReadonlyMap<string, string> {
  const names = Object.keys(SCHEMAS) as SchemaName[];
  const index = [
    '# Schemas', generated('npm run docs:reference'),
    'JSON Schemas of what you write and of what commands write. The files are in the npm packages too, as `schemas/NAME.schema.json`.',
    table(['schema', 'of'], names.map((name) => [`[${code(name)}](${name}.md)`, ABOUT[name].replace(/\.$/, '')])),
  ];
  return new Map([
    ['docs/schemas/README.md', `${index.join('\n\n')}\n`],
    ...names.map((name): [string, string] => [`docs/schemas/${name}.md`, page(name)]),
  ]);
}

function page(name: SchemaName): string {
  const schema = SCHEMAS[name]() as Schema;
  const isInput = name === 'deployment';
  const keys = keysOf(schema);
  const atTheTop = keys.filter(({ path }) => path === topOf(path));
  const below = (top: string): readonly Key[] => keys.filter(({ path }) => path !== top && topOf(path) === top);
  const groups = atTheTop.map(({ path }) => path).filter((top) => below(top).length > 0);
  const list = (members: readonly Key[]): string => members.map((key) => entry(key, isInput, groups)).join('\n');
  return `${[
    `# Schema ${code(name)}`, generated('npm run docs:reference'),
    wrapped(`${ABOUT[name]} The schema is [${name}.schema.json](../../schemas/${name}.schema.json).` +
      (schema.type === 'array' ? ' The document is a list; a path that begins with `[]` is in each of its entries.' : '')),
    wrapped('A path with `[]` is in each entry of a list, and `<name>` is a name of yours. ' + (isInput
      ? '"Required" marks a key that you must write if you write the key above it.'
      : '"Always" marks a key that is there whenever the object that contains it is.')),
    '## Keys at the top', list(atTheTop), ...groups.flatMap((top) => [`## ${code(top)}`, list(below(top))]),
  ].join('\n\n')}\n`;
}

/** The key of the document that a path is at or below: `subnets` of `subnets.<name>.subnetId`. */
function topOf(path: string): string {
  return /^(\[\]\.)?[^.[]+/.exec(path)![0];
}

/** A key with its form, and on the next line what it means. A key with a heading of its own links to it. */
function entry({ path, schema, isRequired }: Key, isInput: boolean, headings: readonly string[]): string {
  const name = headings.includes(path) ? `[${code(path)}](#${path.replace(/\W/g, '').toLowerCase()})` : code(path);
  const form = [formText(schema), ...(isRequired ? [isInput ? 'required' : 'always'] : [])].join('; ');
  return `- ${wrapped(`**${name}**: ${form}`, '  ')}\\\n  ${wrapped(meaning(schema), '  ')}`;
}

/** What a value looks like. */
function formText(schema: Schema): string {
  if (schema.const !== undefined) {
    return code(String(schema.const));
  }
  if (schema.enum !== undefined) {
    return schema.enum.map((one) => code(String(one))).join(', ').replace(/, ([^,]*)$/, ' or $1');
  }
  const types = [schema.type ?? (schema.properties === undefined ? 'any' : 'object')].flat();
  const words = types.map((type) => (type === 'array' ? `list of ${listed(schema.items)}` : TYPE_WORDS[type] ?? type));
  return words.join(' or ') + range(schema);
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text', boolean: '`true` or `false`', integer: 'whole number', number: 'number', object: 'object', null: '`null`', any: 'any',
};

function listed(items: Schema | undefined): string {
  if (items?.enum !== undefined) {
    return formText(items);
  }
  return { string: 'texts', object: 'objects', integer: 'whole numbers' }[String(items?.type)] ?? 'values';
}

function range({ minimum, maximum, minProperties, maxProperties }: Schema): string {
  if (minProperties === 1 && maxProperties === 1) {
    return ' with exactly one of its keys';
  }
  if (minimum !== undefined && maximum !== undefined) {
    return ` from ${minimum} to ${maximum}`;
  }
  return `${minimum === undefined ? '' : `, at least ${minimum}`}${maximum === undefined ? '' : `, at most ${maximum}`}`;
}

function meaning({ description, default: byDefault, examples }: Schema): string {
  return [
    ...(description === undefined ? [] : [prose(description)]),
    ...(byDefault === undefined ? [] : [`Default: ${code(JSON.stringify(byDefault))}.`]),
    ...(examples === undefined ? [] : [`Example: ${examples.map(exampleText).join(', ')}.`]),
  ].join(' ');
}

function exampleText(example: unknown): string {
  return code(typeof example === 'string' ? example : JSON.stringify(example));
}
