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

export function aText(description: string): object {
  return about(description, TEXT);
}

export function someTexts(description: string): object {
  return about(description, listSchema(TEXT));
}

export function aCount(description: string): object {
  return about(description, COUNT);
}

export function aFlag(description: string): object {
  return about(description, { type: 'boolean' });
}

export function aChoice(values: readonly string[], description: string): object {
  return about(description, { enum: values });
}

/** A list of objects, or of other schemas. */
export function list(description: string, items: object): object {
  return about(description, listSchema(items));
}

export const LAYERS = ['security group', 'route', 'firewall'] as const;
export const SUBNET = aText('The subnet, by its name in the deployment file.');
export const REQUIREMENT_ID = aText('The id of the requirement.');
export const NEED = aText('What the requirement asks for, in one line.');
export const PURPOSE = aText('What it is for.');
export const NOTES = someTexts('What else to know about it.');
export const DIRECTION_SCHEMA = aChoice(['outbound', 'inbound'], 'The direction, seen from the subnet.');
export const OUTCOMES = ['met', 'denied', 'unknown'] as const;
export const OUTCOME_SCHEMA = aChoice(OUTCOMES, 'Whether the requirement is met. `unknown`: the files do not say.');
export const RESULT_SCHEMA = aChoice(['allow', 'deny', 'unknown'], 'What happens to the flow there. `unknown`: the files do not say.');
export const SEVERITY_SCHEMA = aChoice([...SEVERITIES], 'How severe the finding is.');
export const SECTION_SCHEMA = aChoice(CATALOG_SECTIONS, 'The section of the catalog.');
export const CLOUDS_SCHEMA = list('The clouds that it applies to.', { enum: CLOUDS });
export const EDITIONS_SCHEMA = list('The editions of the article that have it.', { enum: EDITIONS });

/** Where the documentation states it. */
export function citationSchema<K extends string = never>(
  more = {} as Readonly<Record<K, object>>, optional: readonly (NoInfer<K> | 'date')[] = [],
): object {
  return about('Where the documentation states it.', objectSchema({
    article: aText('The path of the article.'), date: aText('The date of the article.'), section: aText('The section of the article.'),
    row: aText('The row of the table, or the words, that it comes from.'), ...more,
  }, optional));
}

/** A place as `placeDocument` writes it. */
export function placeSchema(description: string): object {
  return about(description, objectSchema({
    file: aText('The file, as it was given.'),
    line: about('The line. There for files in Terraform\'s own syntax.', { type: 'integer', minimum: 1 }),
    resource: aText('The address in Terraform, or the id or name that an export has.'),
    part: aText('One of several parts of the resource, such as security_rule[3].'),
    label: aText('The part with the name of the rule.'),
  }, ['line', 'part', 'label']));
}

export const PLACES = list('The resources and rules that it is about.', placeSchema('One of them.'));

export const ACKNOWLEDGED = about('There when the deployment file accepts the finding.', objectSchema({
  reason: aText('Why it is accepted.'),
}));

/** Numbers of answers and of findings. */
export const COUNTS = {
  requirements: about('Numbers of requirements, for each subnet apart.', objectSchema({
    met: aCount('How many are met.'), denied: aCount('How many are denied.'), unknown: aCount('How many are unknown.'),
  })),
  findings: about('Numbers of findings that are not acknowledged.', objectSchema(
    Object.fromEntries(SEVERITIES.map((severity) => [severity, aCount(`How many have the severity \`${severity}\`.`)])),
  )),
  acknowledged: aCount('How many findings are acknowledged.'),
} as const;

/** A published schema of what a command writes. */
export function publishedSchema(file: string, title: string, schema: object): object {
  return { $schema: 'http://json-schema.org/draft-07/schema#', $id: `${SCHEMAS}${file}`, title, ...schema };
}

/** An object with these members and no others. */
export function objectSchema<K extends string>(
  properties: Readonly<Record<K, object>>, optional: readonly NoInfer<K>[] = [],
): object {
  return {
    type: 'object', additionalProperties: false, properties,
    required: Object.keys(properties).filter((key) => !optional.includes(key as K)),
  };
}

export function listSchema(items: object): object {
  return { type: 'array', items };
}
