import { EDITIONS } from '../requirements/edition';
import { CARRIER_SCHEMA } from './logs-schema';
import {
  about, citationSchema, CLOUDS_SCHEMA, count, EDITIONS_SCHEMA, flag, list, listSchema, NEED, NOTES, objectSchema, oneOf, publishedSchema,
  PURPOSE, REQUIREMENT_ID, RESULT_SCHEMA, SECTION_SCHEMA, text, texts,
} from './output-schema';

const NEARNESS = oneOf(
  ['same', 'wildcard', 'part', 'parent', 'below', 'sibling', 'port', 'spelling'], 'How near its endpoint is to the one asked for.',
);

/** JSON Schema of `lookup --format json`. */
export function lookupSchema(): object {
  const requirement = objectSchema({
    id: REQUIREMENT_ID, relation: oneOf(['same', 'wildcard', 'part'], 'How the documented endpoint covers the one asked for.'),
    assumes: texts('What must be true so that it covers the endpoint, and that the endpoint does not show. May be empty.'),
    throughServiceTags: list('Service tags that together hold the addresses of the host.', objectSchema({
      tag: text('The service tag.'), ids: texts('The ids of the requirements for it.'),
    })),
    need: NEED, purpose: PURPOSE, section: SECTION_SCHEMA, editions: EDITIONS_SCHEMA, clouds: CLOUDS_SCHEMA,
    when: text('What switches it on, in words.'), citation: citationSchema(), notes: NOTES,
    otherEditions: list('What other editions have instead. Empty when all editions have it.', objectSchema({
      edition: oneOf(EDITIONS, 'The other edition.'), ids: texts('The ids of its requirements.'),
    })),
    deployment: about('With --deployment: whether the deployment has it.', objectSchema({
      state: oneOf(['on', 'other', 'left-out', 'off'],
        'Whether the deployment has it, has it in another form, leaves it out, or has its section off.'),
      why: text('Why, in words.'),
    })),
  }, ['deployment']);
  return publishedSchema('lookup.schema.json', 'What the documentation says of endpoints', listSchema(objectSchema({
    asked: text('What was asked for, as it was given.'), kind: oneOf(['host', 'url', 'address', 'tag', 'port'], 'What it is.'),
    value: text('The endpoint, without the port.'), port: count('The port.'), protocol: text('The protocol.'),
    isAskedFor: flag('Whether a documented requirement asks for it.'), headline: text('The answer in one sentence.'),
    notes: texts('What else to know about the answer.'),
    serviceTags: texts('Service tags of the documentation that hold the address.'),
    requirements: list('The requirements that ask for it.', requirement),
    near: list('When none does: requirements with an endpoint that is near.', objectSchema({
      id: REQUIREMENT_ID, need: NEED, why: NEARNESS, section: SECTION_SCHEMA,
    })),
    deployment: about('With --deployment: what the deployment does with it.', objectSchema({
      name: text('The name of the deployment.'), requirements: texts('Its requirements that ask for the endpoint.'),
      inPart: texts('Those of them that cover only a part of it.'),
      throughServiceTags: texts('Its requirements whose service tags may hold the endpoint.'),
      rules: list('Its rules that open the endpoint.', CARRIER_SCHEMA),
    })),
    paths: list('With --network: what the network does with it, by subnet.', objectSchema({
      flow: text('The flow as the command `explain` takes it.'), outcome: RESULT_SCHEMA,
      steps: list('The layers on the way.', objectSchema({
        layer: text('What decides there.'), result: text('What it decides.'), text: text('The rule or route that decides, in words.'),
      })),
    })),
    advice: texts('What to do next.'),
  }, ['value', 'port', 'protocol', 'serviceTags', 'deployment'])));
}
