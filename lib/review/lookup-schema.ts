import { EDITIONS } from '../requirements/edition';
import { CARRIER_SCHEMA } from './logs-schema';
import {
  about, citationSchema, CLOUDS_SCHEMA, aCount, EDITIONS_SCHEMA, aFlag, list, listSchema, NEED, NOTES, objectSchema, aChoice,
  publishedSchema, PURPOSE, REQUIREMENT_ID, RESULT_SCHEMA, SECTION_SCHEMA, aText, someTexts,
} from './output-schema';

const NEARNESS = aChoice(
  ['same', 'wildcard', 'part', 'parent', 'below', 'sibling', 'port', 'spelling'], 'How near its endpoint is to the one asked for.',
);

/** JSON Schema of `lookup --format json`. */
export function lookupSchema(): object {
  const requirement = objectSchema({
    id: REQUIREMENT_ID, relation: aChoice(['same', 'wildcard', 'part'], 'How the documented endpoint covers the one asked for.'),
    assumes: someTexts('What must be true so that it covers the endpoint, and that the endpoint does not show. May be empty.'),
    throughServiceTags: list('Service tags that together cover the addresses of the host.', objectSchema({
      tag: aText('The service tag.'), requirementIds: someTexts('The ids of the requirements for it.'),
    })),
    need: NEED, purpose: PURPOSE, section: SECTION_SCHEMA, editions: EDITIONS_SCHEMA, clouds: CLOUDS_SCHEMA,
    when: aText('What switches it on, in words.'), citation: citationSchema(), notes: NOTES,
    otherEditions: list('What other editions have instead. Empty when all editions have it.', objectSchema({
      edition: aChoice(EDITIONS, 'The other edition.'), requirementIds: someTexts('The ids of its requirements.'),
    })),
    deployment: about('With --deployment: whether the deployment has it.', objectSchema({
      state: aChoice(['on', 'other', 'left-out', 'off'],
        'Whether the deployment has it, has it in another form, leaves it out, or has its section off.'),
      reason: aText('Why, in words.'),
    })),
  }, ['deployment']);
  return publishedSchema('lookup.schema.json', 'What the documentation says of endpoints', listSchema(objectSchema({
    asked: aText('What was asked for, as it was given.'), kind: aChoice(['host', 'url', 'address', 'tag', 'port'], 'What it is.'),
    value: aText('The endpoint, without the port.'), port: aCount('The port.'), protocol: aText('The protocol.'),
    isAskedFor: aFlag('Whether a documented requirement asks for it.'), headline: aText('The answer in one sentence.'),
    notes: someTexts('What else to know about the answer.'),
    serviceTags: someTexts('Service tags of the documentation that cover the address.'),
    requirements: list('The requirements that ask for it.', requirement),
    near: list('When none does: requirements with an endpoint that is near.', objectSchema({
      id: REQUIREMENT_ID, need: NEED, nearness: NEARNESS, section: SECTION_SCHEMA,
    })),
    deployment: about('With --deployment: what the deployment does with it.', objectSchema({
      name: aText('The name of the deployment.'), requirementIds: someTexts('The ids of its requirements that ask for the endpoint.'),
      partialRequirementIds: someTexts('Those of them that cover only a part of it.'),
      serviceTagRequirementIds: someTexts('The ids of its requirements whose service tags may cover the endpoint.'),
      rules: list('Its rules that open the endpoint.', CARRIER_SCHEMA),
    })),
    paths: list('With --network: what the network does with it, by subnet.', objectSchema({
      flow: aText('The flow as the command `explain` takes it.'), outcome: RESULT_SCHEMA,
      steps: list('The layers on the way.', objectSchema({
        layer: aText('What decides there.'), result: aText('What it decides.'), text: aText('The rule or route that decides, in words.'),
      })),
    })),
    advice: someTexts('What to do next.'),
  }, ['value', 'port', 'protocol', 'serviceTags', 'deployment'])));
}
