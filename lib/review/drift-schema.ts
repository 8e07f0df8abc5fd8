import { CLOUDS } from '../azure/clouds';
import { EDITIONS } from '../requirements/edition';
import { about, aChoice, aCount, aFlag, aText, LAYERS, list, objectSchema, publishedSchema, someTexts } from './output-schema';

const HOST = {
  host: aText('The host, perhaps with a wildcard.'), listedAs: aText('How the answer has it, where it lists a suffix.'),
} as const;
const CATEGORIES = someTexts('The headings that the answer has it under.');
const PORTS = someTexts('Ports and ranges of ports.');
const OPEN = ['open', 'partly', 'not-open', 'unknown', 'required', 'not-required'] as const;
/** How the catalog has a host and port of the answer. */
const CATALOG = ['same', 'covered', 'conditional', 'partly', 'other-section', 'other-protocol', 'other-ports', 'only-in-answer'] as const;

/** JSON Schema of `drift --format json`. */
export function driftSchema(): object {
  const catalog = objectSchema({
    result: aChoice(CATALOG, 'How the catalog has it.'),
    rows: list('The rows of the catalog that the result is about.', objectSchema({
      requirementId: aText('The id of the requirement.'), host: aText('Its host.'), protocol: aText('Its protocol.'), ports: PORTS,
    })),
  });
  const deployment = objectSchema({
    result: aChoice([...OPEN, 'some-subnets'], 'What the deployment opens, all of its subnets together.'),
    requirements: list('The requirements that open it.', objectSchema({
      id: aText('The id of the requirement.'), endpoint: aText('What it asks for.'),
    })),
    subnets: list('The same for each subnet.', objectSchema({
      subnet: aText('The subnet, by its name in the deployment file.'), result: aChoice(OPEN, 'What is open there.'),
      layer: aChoice(LAYERS, 'What decides.'), decidedBy: aText('The rule that decides, in words.'),
    }, ['layer', 'decidedBy'])),
  });
  const title = 'How an answer of the Dependencies API differs from the catalog and a deployment';
  return publishedSchema('drift.schema.json', title, objectSchema({
    answer: aText('The file with the answer.'), deployment: aText('The deployment file. There if one was given.'),
    edition: aChoice(EDITIONS, 'The edition that the answer is compared with.'), cloud: aChoice(CLOUDS, 'The cloud.'),
    region: aText('The region.'), differences: aCount('How many hosts with and without ports count as differences.'),
    unknown: aCount('With --deployment: how many hosts with ports may or may not be open.'),
    hosts: list('Hosts and ports of the answer.', objectSchema({
      ...HOST, port: about('The port.', { type: 'integer', minimum: 0, maximum: 65535 }), categories: CATEGORIES,
      differs: aFlag('Whether it counts as a difference.'), catalog: about('What the catalog has for it.', catalog),
      deployment: about('With --deployment: what its rules open.', deployment),
    }, ['listedAs', 'deployment'])),
    withoutPort: list(
      'Hosts without a port, for which no rule can be made.', objectSchema({ ...HOST, categories: CATEGORIES }, ['listedAs']),
    ),
    emptyCategories: someTexts('Headings of the answer without a host.'),
    onlyInCatalog: list('What the catalog has and the answer does not list, for information.', objectSchema({
      requirementIds: someTexts('The ids of its requirements.'), host: aText('The host.'), protocol: aText('The protocol.'), ports: PORTS,
      reason: aChoice(['host', 'ports', 'protocol'], 'Whether the host, the ports or the protocol are what is not listed.'),
      conditions: someTexts('Facts that must be true for it to apply.'),
    })),
  }, ['deployment', 'unknown']));
}
