import { EDITIONS } from '../requirements/edition';
import { CARRIER_SCHEMA } from './logs-schema';
import {
  about, citationSchema, CLOUDS_SCHEMA, list, NEED, objectSchema, aChoice, publishedSchema, REQUIREMENT_ID, SECTION_SCHEMA, aText,
  someTexts,
} from './output-schema';

/** JSON Schema of `editions diff --format json`. */
export function editionsSchema(): object {
  const entry = objectSchema({
    id: REQUIREMENT_ID, need: NEED, section: SECTION_SCHEMA, clouds: CLOUDS_SCHEMA,
    conditions: someTexts('Facts that must be true for it to apply.'), citation: citationSchema({}, ['date']),
  });
  const changes = (of: object, what: string): Record<string, object> => ({
    added: list(`${what} that only \`to\` has.`, of), removed: list(`${what} that only \`from\` has.`, of),
    changed: list(`${what} that differ.`, objectSchema({ before: about('In `from`.', of), after: about('In `to`.', of) })),
  });
  return publishedSchema('editions.schema.json', 'What changed between two editions', objectSchema({
    from: aChoice(EDITIONS, 'The edition that is compared.'),
    to: aChoice(EDITIONS, 'The edition that it is compared with.'), ...changes(entry, 'Requirements'),
    deployment: about('With --deployment: what changes in its rules.', objectSchema({
      name: aText('The name of the deployment.'),
      rules: about('Its rules.', objectSchema({
        ...changes(CARRIER_SCHEMA, 'Rules'),
        described: list('Rules that differ only in their description.', objectSchema({
          where: aText('Where the rule is written.'), rule: aText('The name of the rule.'),
          before: aText('The description in `from`.'), after: aText('The description in `to`.'),
        })),
      })),
      unknownOmissions: list('What the file leaves out, and one of the editions does not have. A file with that edition is refused.',
        objectSchema({ edition: aChoice(EDITIONS, 'The edition that does not have it.'), id: REQUIREMENT_ID })),
    })),
  }, ['deployment']));
}
