import { CLOUDS } from '../azure/clouds';
import { SEVERITIES } from '../findings/severity';
import { CATALOG_SECTIONS } from '../requirements/catalog-section';
import { EDITIONS } from '../requirements/edition';

/** Where published schemas say that they are. */
const SCHEMAS = 'https://github.com/cdktf-azureml-network/cdktf-azureml-network/schemas/';

const TEXT = { type: 'string' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;

/** A schema with what its value means. Every key of a published schema has that. */
export function about(description: string, schema: object): object {
  return { ...schema, description };
}

export function text(description: string): object {
  return about(description, TEXT);
}

export function texts(description: string): object {
  return about(description, listSchema(TEXT));
}

export function count(description: string): object {
  return about(description, COUNT);
}

export function flag(description: string): object {
  return about(description, { type: 'boolean' });
}

export function oneOf(values: readonly string[], description: string): object {
  return about(description, { enum: values });
}

/** A list of objects, or of other schemas. */
export function list(description: string, items: object): object {
  return about(description, listSchema(items));
}

export const LAYERS = ['security group', 'route', 'firewall'] as const;
export const SUBNET = text('The subnet, by its name in the deployment file.');
export const REQUIREMENT_ID = text('The id of the requirement.');
export const NEED = text('What the requirement asks for, in one line.');
export const PURPOSE = text('What it is for.');
export const NOTES = texts('What else to know about it.');
export const DIRECTION_SCHEMA = oneOf(['outbound', 'inbound'], 'The direction, seen from the subnet.');
export const OUTCOMES = ['met', 'denied', 'unknown'] as const;
export const OUTCOME_SCHEMA = oneOf(OUTCOMES, 'Whether the requirement is met. `unknown`: the files do not say.');
export const RESULT_SCHEMA = oneOf(['allow', 'deny', 'unknown'], 'What happens to the flow there. `unknown`: the files do not say.');
export const SEVERITY_SCHEMA = oneOf([...SEVERITIES], 'How severe the finding is.');
export const SECTION_SCHEMA = oneOf(CATALOG_SECTIONS, 'The section of the catalog.');
export const CLOUDS_SCHEMA = list('The clouds that it applies to.', { enum: CLOUDS });
export const EDITIONS_SCHEMA = list('The editions of the article that have it.', { enum: EDITIONS });

/** Where the documentation states it. */
export function citationSchema(more: Readonly<Record<string, object>> = {}, optional: readonly string[] = []): object {
  return about('Where the documentation states it.', objectSchema({
    article: text('The path of the article.'), date: text('The date of the article.'), section: text('The section of the article.'),
    row: text('The row of the table, or the words, that it comes from.'), ...more,
  }, optional));
}

/** A place as `placeDocument` writes it. */
export function placeSchema(description: string): object {
  return about(description, objectSchema({
    file: text('The file, as it was given.'),
    resource: text('The address in Terraform, or the id or name that an export has.'),
    part: text('One of several parts of the resource, such as security_rule[3].'),
    label: text('The part with the name of the rule.'),
  }, ['part', 'label']));
}

export const PLACES = list('The resources and rules that it is about.', placeSchema('One of them.'));

export const ACKNOWLEDGED = about('There when the deployment file accepts the finding.', objectSchema({
  reason: text('Why it is accepted.'),
}));

/** Numbers of answers and of findings. */
export const COUNTS = {
  requirements: about('Numbers of requirements, for each subnet apart.', objectSchema({
    met: count('How many are met.'), denied: count('How many are denied.'), unknown: count('How many are unknown.'),
  })),
  findings: about('Numbers of findings that are not acknowledged.', objectSchema(
    Object.fromEntries(SEVERITIES.map((severity) => [severity, count(`How many have the severity \`${severity}\`.`)])),
  )),
  acknowledged: count('How many findings are acknowledged.'),
} as const;

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
