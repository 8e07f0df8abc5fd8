import { SEVERITIES } from '../findings/severity';

/** Where published schemas say that they are. */
const SCHEMAS = 'https://github.com/cdktf-azureml-network/cdktf-azureml-network/schemas/';

export const TEXT = { type: 'string' } as const;
export const COUNT = { type: 'integer', minimum: 0 } as const;
export const TEXTS = listSchema(TEXT);
export const DIRECTION_SCHEMA = { enum: ['outbound', 'inbound'] } as const;
export const OUTCOME_SCHEMA = { enum: ['met', 'denied', 'unknown'] } as const;
export const RESULT_SCHEMA = { enum: ['allow', 'deny', 'unknown'] } as const;
export const SEVERITY_SCHEMA = { enum: [...SEVERITIES] } as const;

/** A place as `placeDocument` writes it. */
export const PLACE_SCHEMA = objectSchema({
  file: TEXT, resource: { ...TEXT, description: 'The address in Terraform, or what stands in its place.' },
  part: { ...TEXT, description: 'One of several parts of the resource, such as security_rule[3].' },
  label: { ...TEXT, description: 'The part with the name of the rule.' },
}, ['part', 'label']);

/** A published schema of what a command writes. */
export function publishedSchema(file: string, title: string, schema: object): object {
  return { $schema: 'http://json-schema.org/draft-07/schema#', $id: `${SCHEMAS}${file}`, title, ...schema };
}

/** An object with these members and no others. */
export function objectSchema(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  return {
    type: 'object', additionalProperties: false, properties, required: Object.keys(properties).filter((key) => !optional.includes(key)),
  };
}

export function listSchema(items: object): object {
  return { type: 'array', items };
}
