import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import { ObjectSchema } from './schema';

// Compiling the schema takes longer than reading a file. That the schema is one is a matter of its tests, and a check that is not optimized
// is there in half the time.
const OPTIONS = {
  allErrors: true, verbose: true, allowUnionTypes: true, validateSchema: false, meta: false, code: { optimize: false },
} as const;

/**
 * Compares values with a schema: the first only with what the schema says of the keys that it has, because that is compiled in half the
 * time, and a command reads one file. The whole schema is for what is wrong, and for values with other keys.
 */
export class SchemaCheck {
  private whole?: ValidateFunction;
  private part?: { readonly keys: readonly string[]; readonly isValid: ValidateFunction };

  constructor(private readonly schema: ObjectSchema) {}

  /** @returns what is wrong with a value; nothing where it is as the schema says */
  public errors(value: unknown): readonly ErrorObject[] {
    if (this.whole === undefined && this.isValidPart(value)) {
      return [];
    }
    const check = this.whole ??= compiled(this.schema);
    return check(value) ? [] : check.errors!;
  }

  /** Whether a value is valid by its own keys; false where that is not known. */
  private isValidPart(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) {
      return false;
    }
    const { properties } = this.schema;
    const { keys, isValid } = this.part ??= this.partOf(Object.keys(value));
    return Object.keys(value).every((key) => keys.includes(key) || !Object.hasOwn(properties, key)) && isValid(value);
  }

  private partOf(keys: readonly string[]): { readonly keys: readonly string[]; readonly isValid: ValidateFunction } {
    const entries = Object.entries(this.schema.properties).map(([key, schema]) => [key, keys.includes(key) ? schema : {}] as const);
    return { keys, isValid: compiled({ ...this.schema, properties: Object.fromEntries(entries) }) };
  }
}

function compiled(schema: ObjectSchema): ValidateFunction {
  return new Ajv(OPTIONS).compile(schema);
}
