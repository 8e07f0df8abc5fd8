import { CLOUDS } from '../azure/clouds';
import { CATALOG_SECTIONS } from '../requirements/catalog-section';
import { EDITIONS } from '../requirements/edition';
import { CARRIER_SCHEMA } from './logs-schema';
import { COUNT, listSchema, objectSchema, publishedSchema, RESULT_SCHEMA, TEXT, TEXTS } from './output-schema';

const NEARNESS = { enum: ['same', 'wildcard', 'part', 'parent', 'below', 'sibling', 'port', 'spelling'] } as const;

/** JSON Schema of `lookup --format json`. */
export function lookupSchema(): object {
  const section = { enum: CATALOG_SECTIONS };
  const requirement = objectSchema({
    id: TEXT, relation: { enum: ['same', 'wildcard', 'part'], description: 'How the documented endpoint stands to the one asked for.' },
    assumes: { ...TEXTS, description: 'What must be true so that it covers the endpoint, and cannot be told from it; empty for nothing.' },
    throughServiceTags: {
      ...listSchema(objectSchema({ tag: TEXT, ids: TEXTS })),
      description: 'Service tags that together hold the addresses of the host, and the requirements for them.',
    },
    need: TEXT, purpose: TEXT, section, editions: listSchema({ enum: EDITIONS }), clouds: listSchema({ enum: CLOUDS }),
    when: { ...TEXT, description: 'What switches it on, in words.' },
    citation: objectSchema({ article: TEXT, date: TEXT, section: TEXT, row: TEXT }), notes: TEXTS,
    otherEditions: {
      ...listSchema(objectSchema({ edition: { enum: EDITIONS }, ids: TEXTS })),
      description: 'What other editions have in its place; empty when all editions have it.',
    },
    deployment: objectSchema({ state: { enum: ['on', 'other', 'left-out', 'off'] }, why: TEXT }),
  }, ['deployment']);
  return publishedSchema('lookup.schema.json', 'What the documentation says of endpoints', listSchema(objectSchema({
    asked: TEXT, kind: { enum: ['host', 'url', 'address', 'tag', 'port'] }, value: TEXT, port: COUNT, protocol: TEXT,
    isAskedFor: { type: 'boolean' }, headline: TEXT, notes: TEXTS,
    serviceTags: { ...TEXTS, description: 'Service tags of the documentation that hold the address.' },
    requirements: listSchema(requirement), near: listSchema(objectSchema({ id: TEXT, need: TEXT, why: NEARNESS, section })),
    deployment: objectSchema({
      name: TEXT, requirements: TEXTS,
      inPart: { ...TEXTS, description: 'Those of them that cover a part of it only.' },
      throughServiceTags: TEXTS, rules: listSchema(CARRIER_SCHEMA),
    }),
    paths: {
      ...listSchema(objectSchema({
        flow: TEXT, outcome: RESULT_SCHEMA,
        steps: listSchema(objectSchema({ layer: TEXT, result: TEXT, text: TEXT })),
      })),
      description: 'What a network does with it, by subnet.',
    },
    advice: TEXTS,
  }, ['value', 'port', 'protocol', 'serviceTags', 'deployment'])));
}
