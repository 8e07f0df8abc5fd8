import { COUNT, DIRECTION_SCHEMA, listSchema, objectSchema, publishedSchema, RESULT_SCHEMA, TEXT, TEXTS } from './output-schema';
import { STEP_SCHEMA, SUGGESTION_SCHEMAS } from './verification-json';

/** A rule of a deployment file, as the commands `logs`, `lookup` and `editions diff` write it. */
export const CARRIER_SCHEMA = objectSchema({
  where: { ...TEXT, description: 'The group or firewall that has the rule, in words.' }, rule: { ...TEXT, description: 'Its name.' },
  text: { ...TEXT, description: 'The rule in one line.' },
});

/** JSON Schema of `logs --format json`. */
export function logsSchema(): object {
  const answer = objectSchema({
    outcome: RESULT_SCHEMA,
    steps: { ...listSchema(STEP_SCHEMA), description: 'The rule or default that decides; where it cannot be told, why.' },
    why: { ...TEXT, description: 'Why there is no step.' },
    suggestedFor: { ...TEXTS, description: 'Requirements of the entries in `suggestions` that it is met with.' },
    notSuggestedFor: { ...TEXTS, description: 'Its requirements with an entry in `notSuggested`.' },
  }, ['why']);
  const flow = objectSchema({
    finding: {
      enum: ['denied-required', 'denied-off', 'denied-unknown', 'denied-unasked', 'unresolved', 'allowed-unasked', 'allowed-unknown'],
    },
    subnet: { ...TEXT, description: 'Left out where the log names no client.' }, direction: DIRECTION_SCHEMA, protocol: TEXT, port: COUNT,
    other: { ...TEXT, description: 'Host name, else address.' },
    names: { ...TEXTS, description: 'Names that the log itself has for the address.' },
    count: COUNT, machines: COUNT, machinesIsLeast: { const: true, description: 'There may be more machines.' },
    first: TEXT, last: TEXT, bytes: COUNT, layer: { enum: ['firewall', 'security-group'] },
    decidedBy: { ...TEXT, description: 'The rule or default that decided, in words.' },
    reason: { enum: ['rule', 'admin-rule', 'default', 'unnamed', 'no-server-name', 'not-resolved', 'encryption', 'threat'] },
    requirements: { ...TEXTS, description: 'Requirements of the deployment that ask for it.' },
    perhaps: { ...TEXTS, description: 'Requirements that may ask for it.' },
    off: { ...listSchema(objectSchema({ id: TEXT, section: TEXT })), description: 'Documented, and not in the deployment.' },
    probably: {
      ...listSchema(objectSchema({ name: TEXT, requirements: TEXTS, off: listSchema(objectSchema({ id: TEXT, section: TEXT })) })),
      description: 'Names that the machine had asked for just before, of which the address may have one, and what asks for it.',
    },
    toldBy: { enum: ['name', 'joined name', 'service tag file', 'address', 'nothing'], description: 'How the other side was told.' },
    missing: { ...listSchema(CARRIER_SCHEMA), description: 'Rules of the deployment file that would let it through.' },
    inNetwork: { ...answer, description: 'Denied flows that a requirement asks for, with --network: what the network does with them.' },
  }, ['inNetwork', 'subnet', 'port', 'other', 'names', 'machinesIsLeast', 'first', 'last', 'bytes', 'perhaps', 'off', 'probably', 'missing']);
  const requirement = { id: TEXT, need: TEXT };
  return publishedSchema('logs.schema.json', 'What logs say of a deployment', objectSchema({
    deployment: TEXT, files: COUNT, records: COUNT, events: COUNT,
    elsewhere: { ...COUNT, description: 'Events of machines in no subnet of the deployment.' },
    layers: listSchema({ enum: ['firewall', 'security-group'] }),
    skipped: listSchema(objectSchema({
      why: TEXT, isKnown: { type: 'boolean', description: 'Whether such lines say nothing about what was decided.' }, count: COUNT,
      first: { ...TEXT, description: 'File and line.' }, sample: TEXT,
    })),
    notes: TEXTS, isIncomplete: { type: 'boolean' }, from: TEXT, to: TEXT, flows: listSchema(flow),
    unusedRequirements: listSchema(objectSchema(requirement)), untoldRequirements: listSchema(objectSchema({ ...requirement, why: TEXT })),
    network: { ...TEXT, description: 'The network that was given with --network.' }, ...SUGGESTION_SCHEMAS,
  }, ['from', 'to', 'network', 'suggestions', 'notSuggested']));
}
