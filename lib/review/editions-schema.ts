import { CLOUDS } from '../azure/clouds';
import { CATALOG_SECTIONS } from '../requirements/catalog-section';
import { EDITIONS } from '../requirements/edition';
import { CARRIER_SCHEMA } from './logs-schema';
import { listSchema, objectSchema, publishedSchema, TEXT, TEXTS } from './output-schema';

/** JSON Schema of `editions diff --format json`. */
export function editionsSchema(): object {
  const entry = objectSchema({
    id: TEXT, need: TEXT, section: { enum: CATALOG_SECTIONS }, clouds: listSchema({ enum: CLOUDS }), conditions: TEXTS,
    citation: objectSchema({ article: TEXT, date: TEXT, section: TEXT, row: TEXT }, ['date']),
  });
  const changes = (of: object): Record<string, object> => ({
    added: listSchema(of), removed: listSchema(of), changed: listSchema(objectSchema({ before: of, after: of })),
  });
  return publishedSchema('editions.schema.json', 'What changed between two editions', objectSchema({
    from: { enum: EDITIONS }, to: { enum: EDITIONS }, ...changes(entry),
    deployment: {
      ...objectSchema({ name: TEXT, rules: objectSchema(changes(CARRIER_SCHEMA)) }), description: 'What changes in its rules.',
    },
  }, ['deployment']));
}
