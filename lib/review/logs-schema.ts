import {
  about, count, DIRECTION_SCHEMA, flag, list, NEED, objectSchema, oneOf, publishedSchema, REQUIREMENT_ID, RESULT_SCHEMA, text, texts,
} from './output-schema';
import { STEP_SCHEMA, SUGGESTION_SCHEMAS } from './verification-json';

/** A rule of a deployment file, as the commands `logs`, `lookup` and `editions diff` write it. */
export const CARRIER_SCHEMA = objectSchema({
  where: text('The group or firewall that has the rule, in words.'), rule: text('The name of the rule.'),
  text: text('The rule in one line.'),
});

const LAYERS = ['firewall', 'security-group'] as const;

/** JSON Schema of `logs --format json`. */
export function logsSchema(): object {
  const answer = objectSchema({
    outcome: RESULT_SCHEMA,
    steps: list('The rule or default that decides; where it is unknown, why.', STEP_SCHEMA),
    why: text('Why there is no step.'),
    suggestedFor: texts('Requirements of the entries in `suggestions` that it is met with.'),
    notSuggestedFor: texts('Its requirements with an entry in `notSuggested`.'),
  }, ['why']);
  const flow = objectSchema({
    finding: oneOf(
      ['denied-required', 'denied-off', 'denied-unknown', 'denied-unasked', 'unresolved', 'allowed-unasked', 'allowed-unknown'],
      'What the flow means: whether it was denied or allowed, and whether something asks for it.',
    ),
    subnet: text('The subnet of the machine. Left out where the log names no client.'), direction: DIRECTION_SCHEMA,
    protocol: text('The protocol. Empty for a name that was not resolved.'), port: count('The port of the server.'),
    other: text('The other side: its host name, else its address.'),
    names: texts('Names that the log itself has for the address.'),
    count: count('How many times.'), machines: count('From how many machines.'),
    machinesIsLeast: about('There may be more machines.', { const: true }),
    first: text('When it was seen first, in UTC.'), last: text('When it was seen last, in UTC.'), bytes: count('Bytes in both directions.'),
    layer: oneOf(LAYERS, 'Whose log it is from.'),
    decidedBy: text('The rule or default that decided, in words.'),
    reason: oneOf(
      ['rule', 'admin-rule', 'default', 'unnamed', 'no-server-name', 'not-resolved', 'encryption', 'threat'],
      'The kind of what decided. `unnamed`: the log does not say whether it was a rule or a default.',
    ),
    requirements: texts('Requirements of the deployment that ask for it.'),
    perhaps: texts('Requirements that may ask for it.'),
    off: list('Documented requirements that ask for it and that the deployment does not have.', objectSchema({
      id: REQUIREMENT_ID, section: text('The section of the catalog.'),
    })),
    probably: list('Names that the machine had asked for just before, of which the address may have one.', objectSchema({
      name: text('The name.'), requirements: texts('Requirements of the deployment that ask for such a flow.'),
      off: list('Documented requirements that ask for it and that the deployment does not have.', objectSchema({
        id: REQUIREMENT_ID, section: text('The section of the catalog.'),
      })),
    })),
    toldBy: oneOf(['name', 'joined name', 'service tag file', 'address', 'nothing'], 'How the other side was told.'),
    missing: list('Rules of the deployment file that would let it through.', CARRIER_SCHEMA),
    inNetwork: about('With --network, for a denied flow that a requirement asks for: what the network does with it.', answer),
  }, [
    'inNetwork', 'subnet', 'port', 'other', 'names', 'machinesIsLeast', 'first', 'last', 'bytes', 'perhaps', 'off', 'probably', 'missing',
  ]);
  const requirement = { id: REQUIREMENT_ID, need: NEED };
  return publishedSchema('logs.schema.json', 'What logs say of a deployment', objectSchema({
    deployment: text('The name of the deployment.'), files: count('Files that were read.'), records: count('Records in them.'),
    events: count('Events of the subnets.'), elsewhere: count('Events of machines in no subnet of the deployment.'),
    layers: list('The kinds of logs that were read.', { enum: LAYERS }),
    skipped: list('Lines that are not counted as events.', objectSchema({
      why: text('Why.'), isKnown: flag('Whether such lines say nothing about what was decided.'), count: count('How many there are.'),
      first: text('File and line of the first one.'), sample: text('The first one, shortened.'),
    })),
    notes: texts('What the answers rest on.'), isIncomplete: flag('Whether something of the logs could not be read or kept.'),
    from: text('The time of the first event, in UTC.'), to: text('The time of the last event, in UTC.'),
    flows: list('The flows that matter, by finding.', flow),
    unusedRequirements: list('Requirements that no flow used.', objectSchema(requirement)),
    untoldRequirements: list('Requirements that these logs cannot show.', objectSchema({ ...requirement, why: text('Why not.') })),
    network: text('The network that was given with --network.'), ...SUGGESTION_SCHEMAS,
  }, ['from', 'to', 'network', 'suggestions', 'notSuggested']));
}
