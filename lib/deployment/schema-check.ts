import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { ObjectSchema } from './schema';

// That the schema is one is a matter of its tests, and a check that is not optimized is there in half the time.
const OPTIONS = { allowUnionTypes: true, validateSchema: false, meta: false, code: { optimize: false } } as const;

/** What is wrong, in full. A check that only has to say yes or no is there in less time. */
const IN_FULL = { allErrors: true, verbose: true } as const;

/**
 * Compares values with a schema. Compiling it takes longer than reading a file, and a command reads one file. So the first value is held
 * against the part of the schema that it has keys for. The whole schema is for what that part does not take.
 */
export class SchemaCheck {
  private whole?: ValidateFunction;
  private isValidPart?: ValidateFunction;

  constructor(private readonly schema: ObjectSchema) {}

  /** @returns what is wrong with a value; nothing where it is as the schema says */
  public errors(value: unknown): readonly ErrorObject[] {
    this.isValidPart ??= new Ajv(OPTIONS).compile(partFor(this.schema, [value]));
    if (this.isValidPart(value)) {
      return [];
    }
    const check = this.whole ??= new Ajv({ ...OPTIONS, ...IN_FULL }).compile(this.schema);
    return check(value) ? [] : check.errors!;
  }
}

/**
 * The part of a schema that some values have keys for. It takes nothing that the schema refuses: a key that is left out is refused, because
 * objects with named keys allow no others.
 */
function partFor(schema: SchemaPart, values: readonly unknown[]): SchemaPart {
  const { properties, additionalProperties, items } = schema;
  const objects = values.filter((value) => typeof value === 'object' && value !== null);
  if (properties !== undefined && additionalProperties === false) {
    const used = Object.entries(properties).flatMap(([key, part]) => {
      const below = objects.flatMap((value) => (Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : []));
      return below.length === 0 ? [] : [[key, partFor(part, below)] as const];
    });
    return { ...schema, properties: Object.fromEntries(used) };
  }
  if (typeof additionalProperties === 'object' && properties === undefined) {
    return { ...schema, additionalProperties: partFor(additionalProperties, objects.flatMap((value) => Object.values(value))) };
  }
  return items === undefined ? schema : { ...schema, items: partFor(items, objects.flatMap((value) => Object.values(value))) };
}

/** The keywords that lead to the values below a value. */
interface SchemaPart {
  readonly properties?: Readonly<Record<string, object>>;
  readonly additionalProperties?: boolean | object;
  readonly items?: object;
}
