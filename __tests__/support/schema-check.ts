import type { AttributeSchema, BlockSchema, NestedSchema, ProviderSchema, Type } from '../../scripts/provider-schema/schema';
import { isFields, resourcesOf } from './terraform-document';
import { isReference } from './value-checks';

/** What Terraform itself reads of any resource. */
const META_ARGUMENTS = new Set(['//', 'depends_on', 'count', 'provider', 'lifecycle', 'for_each', 'provisioner', 'connection', 'dynamic']);

/** What the schema of a provider says against the resources of a document. Resources that the schema does not have are passed over. */
export function schemaProblems(document: Readonly<Record<string, unknown>>, { resources }: ProviderSchema): string[] {
  return resourcesOf(document, 'resource').flatMap(({ type, address, body }) => {
    const schema = resources[type];
    return schema === undefined ? [] : blockProblems(schema, body, address, META_ARGUMENTS);
  });
}

function blockProblems(schema: BlockSchema, body: unknown, at: string, passedOver: ReadonlySet<string> = new Set()): string[] {
  if (!isFields(body)) {
    return [`${at}: a block must be an object`];
  }
  const dynamic = isFields(body['dynamic']) ? body['dynamic'] : {};
  const unknown = [...Object.keys(body), ...Object.keys(dynamic)]
    .filter((name) => !(name in schema.attributes) && !(name in schema.block_types) && !passedOver.has(name) && name !== 'dynamic')
    .map((name) => `${at}.${name}: the provider has no such argument`);
  return [
    ...unknown,
    ...Object.entries(schema.attributes).flatMap(([name, attribute]) => attributeProblems(attribute, body[name], `${at}.${name}`)),
    ...Object.entries(schema.block_types).flatMap(([name, nested]) =>
      nestedProblems(nested, body[name], `${at}.${name}`, name in dynamic)),
    ...Object.entries(dynamic).flatMap(([name, made]) => {
      const nested = schema.block_types[name];
      return nested !== undefined && isFields(made) ? blockProblems(nested.block, made['content'], `${at}.dynamic.${name}`) : [];
    }),
  ];
}

function attributeProblems({ type, required, optional }: AttributeSchema, value: unknown, at: string): string[] {
  if (value === undefined || value === null) {
    return required === true ? [`${at}: the provider needs it`] : [];
  }
  const isSettable = required === true || optional === true;
  return isSettable ? typeProblems(type, value, at) : [`${at}: the provider computes it, and takes no value for it`];
}

function nestedProblems({ nesting_mode: mode, min_items: min, max_items: max, block }: NestedSchema, value: unknown, at: string,
  isDynamic: boolean): string[] {
  const blocks: unknown[] = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  const most = mode === 'single' ? 1 : max ?? Infinity;
  return [
    ...(blocks.length < (min ?? 0) && !isDynamic ? [`${at}: at least ${min} of these blocks, not ${blocks.length}`] : []),
    ...(blocks.length > most ? [`${at}: at most ${most} of these blocks, not ${blocks.length}`] : []),
    ...blocks.flatMap((one, index) => blockProblems(block, one, `${at}[${index}]`)),
  ];
}

function typeProblems(type: Type, value: unknown, at: string): string[] {
  if (isReference(value)) {
    return [];
  }
  if (typeof type === 'string') {
    const needed = type === 'bool' ? 'boolean' : type;
    return typeof value === needed ? [] : [`${at}: a ${needed} is needed, not ${JSON.stringify(value)}`];
  }
  const [kind, item] = type;
  if (kind === 'object') {
    return objectProblems(item, value, at);
  }
  if (kind === 'map') {
    return isFields(value)
      ? Object.entries(value).flatMap(([key, one]) => typeProblems(item, one, `${at}[${JSON.stringify(key)}]`))
      : [`${at}: an object is needed, not ${JSON.stringify(value)}`];
  }
  if (!Array.isArray(value)) {
    return [`${at}: a list is needed, not ${JSON.stringify(value)}`];
  }
  const texts = value.map((one) => JSON.stringify(one));
  const twice = kind === 'set' ? texts.filter((text, index) => texts.indexOf(text) !== index) : [];
  return [
    ...twice.map((text) => `${at}: the set has ${text} twice`),
    ...value.flatMap((one, index) => typeProblems(item, one, `${at}[${index}]`)),
  ];
}

/** An object in an argument must have every key, with null for those that are not set (azurerm issue 30741). */
function objectProblems(fields: Readonly<Record<string, Type>>, value: unknown, at: string): string[] {
  if (!isFields(value)) {
    return [`${at}: an object is needed, not ${JSON.stringify(value)}`];
  }
  return [
    ...Object.keys(fields).filter((name) => !(name in value))
      .map((name) => `${at}.${name}: must be written, with null where it is not set`),
    ...Object.keys(value).filter((name) => !(name in fields)).map((name) => `${at}.${name}: the provider has no such argument`),
    ...Object.entries(fields).flatMap(([name, type]) =>
      (value[name] === undefined || value[name] === null ? [] : typeProblems(type, value[name], `${at}.${name}`))),
  ];
}
