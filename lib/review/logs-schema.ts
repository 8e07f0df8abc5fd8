import {
  about, aCount, DIRECTION_SCHEMA, aFlag, list, NEED, objectSchema, aChoice, publishedSchema, REQUIREMENT_ID, RESULT_SCHEMA, aText,
  someTexts,
} from './output-schema';
import { STEP_SCHEMA, SUGGESTION_SCHEMAS } from './verification-json';

/** A rule of a deployment file, as the commands `logs`, `lookup` and `editions diff` write it. */
export const CARRIER_SCHEMA = objectSchema({
  where: aText('The group or firewall that has the rule, in words.'), rule: aText('The name of the rule.'),
  text: aText('The rule in one line.'),
});

const LAYERS = ['firewall', 'security-group'] as const;

/** JSON Schema of `logs --format json`. */
export function logsSchema(): object {
  const answer = objectSchema({
    outcome: RESULT_SCHEMA,
    steps: list('The rule or default that decides; where it is unknown, why.', STEP_SCHEMA),
    reason: aText('Why there is no step.'),
    suggestedFor: someTexts('Requirements of the entries in `suggestions` that it is met with.'),
    notSuggestedFor: someTexts('Its requirements with an entry in `notSuggested`.'),
  }, ['reason']);
  const flow = objectSchema({
    finding: aChoice(
      ['denied-required', 'denied-off', 'denied-unknown', 'denied-unasked', 'unresolved', 'allowed-unasked', 'allowed-unknown'],
      'What the flow means: whether it was denied or allowed, and whether something asks for it.',
    ),
    subnet: aText('The subnet of the machine. Left out where the log names no client.'), direction: DIRECTION_SCHEMA,
    protocol: aText('The protocol. Empty for a name that was not resolved.'), port: aCount('The port of the server.'),
    endpoint: aText('The other side: its host name, else its address.'),
    names: someTexts('Names that the log itself has for the address.'),
    count: aCount('How many times.'), machines: aCount('From how many machines.'),
    machinesAreAtLeast: about('There may be more machines.', { const: true }),
    first: aText('When it was seen first, in UTC.'), last: aText('When it was seen last, in UTC.'),
    bytes: aCount('Bytes in both directions.'),
    layer: aChoice(LAYERS, 'Whose log it is from.'),
    decidedBy: aText('The rule or default that decided, in words.'),
    decidedByKind: aChoice(
      ['rule', 'admin-rule', 'default', 'unnamed', 'no-server-name', 'not-resolved', 'encryption', 'threat'],
      'The kind of what decided. `unnamed`: the log does not say whether it was a rule or a default.',
    ),
    requirementIds: someTexts('The ids of requirements of the deployment that ask for it.'),
    possibleRequirementIds: someTexts('The ids of requirements that may ask for it.'),
    offRequirements: list('Documented requirements that ask for it and that the deployment does not have.', objectSchema({
      id: REQUIREMENT_ID, section: aText('The section of the catalog.'),
    })),
    probably: list('Names that the machine had asked for just before, of which the address may have one.', objectSchema({
      name: aText('The name.'), requirementIds: someTexts('The ids of requirements of the deployment that ask for such a flow.'),
      offRequirements: list('Documented requirements that ask for it and that the deployment does not have.', objectSchema({
        id: REQUIREMENT_ID, section: aText('The section of the catalog.'),
      })),
    })),
    toldBy: aChoice(['name', 'joined name', 'service tag file', 'address', 'nothing'], 'How the other side was told.'),
    unlisted: aText('Of a host that nothing asks for and no list has: what the articles say of its service.'),
    missing: list('Rules of the deployment file that would let it through.', CARRIER_SCHEMA),
    inNetwork: about('With --network, for a denied flow that a requirement asks for: what the network does with it.', answer),
  }, [
    'inNetwork', 'subnet', 'port', 'endpoint', 'names', 'machinesAreAtLeast', 'first', 'last', 'bytes', 'possibleRequirementIds',
    'offRequirements', 'probably', 'unlisted', 'missing',
  ]);
  const requirement = { id: REQUIREMENT_ID, need: NEED };
  return publishedSchema('logs.schema.json', 'What logs say about a deployment', objectSchema({
    deployment: aText('The name of the deployment.'), files: aCount('Files that were read.'), records: aCount('Records in them.'),
    events: aCount('Events of the subnets.'), elsewhere: aCount('Events of machines in no subnet of the deployment.'),
    machinesElsewhere: someTexts('Those of these machines that have most events, at most three.'),
    layers: list('The kinds of logs that were read.', { enum: LAYERS }),
    skipped: list('Lines that are not counted as events.', objectSchema({
      reason: aText('Why.'), isKnown: aFlag('Whether such lines say nothing about what was decided.'), count: aCount('How many there are.'),
      first: aText('File and line of the first one.'), sample: aText('The first one, shortened.'),
    })),
    notes: someTexts('What the answers rest on.'), isIncomplete: aFlag('Whether something of the logs could not be read or kept.'),
    from: aText('The time of the first event, in UTC.'), to: aText('The time of the last event, in UTC.'),
    flows: list('The flows that matter, by finding.', flow),
    unusedRequirements: list('Requirements that no flow used.', objectSchema(requirement)),
    untoldRequirements: list('Requirements that these logs cannot show.', objectSchema({ ...requirement, reason: aText('Why not.') })),
    network: aText('The network that was given with --network.'), ...SUGGESTION_SCHEMAS,
  }, ['from', 'to', 'network', 'suggestions', 'notSuggested']));
}
