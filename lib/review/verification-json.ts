import { CLOUDS } from '../azure/clouds';
import { ExampleFlow } from '../filtering/answers';
import { VerificationResult } from '../verification/answers';
import { SEVERITIES } from '../findings/severity';
import { exampleText } from '../verification/flow';
import { Place } from '../network/network';
import { jsonText } from './json-text';
import {
  COUNT, DIRECTION_SCHEMA, listSchema, objectSchema, OUTCOME_SCHEMA, PLACE_SCHEMA, publishedSchema, RESULT_SCHEMA, SEVERITY_SCHEMA, TEXT,
  TEXTS,
} from './output-schema';
import { PROPOSAL_KINDS } from './suggestion';
import { againstText, countsOf, pathText, VerificationHead } from './verification-summary';

/** The documented JSON: all that the verifier says, with the rules behind each answer. */
export function verificationJson(head: VerificationHead, result: VerificationResult): string {
  const { requirements, findings, acknowledged } = countsOf(result);
  return jsonText({
    network: pathText(head.network),
    ...(head.deployment === undefined ? { stated: againstText(head) } : { deployment: pathText(head.deployment) }),
    name: head.name,
    ...(result.serviceTagFile &&
      { serviceTagFile: {
        name: result.serviceTagFile.name, cloud: result.serviceTagFile.cloud, changeNumber: result.serviceTagFile.changeNumber,
      } }),
    summary: { requirements, findings, acknowledged },
    findings: result.findings.map(({ id, severity, subject, message, requirement, subnet, example, places, acknowledged: accepted }) => ({
      id, severity, subject, message,
      ...(requirement !== undefined && { requirement }),
      ...(subnet !== undefined && { subnet }),
      ...(example && { example: exampleDocument(example) }),
      places: places.map(placeDocument),
      ...(accepted && { acknowledged: { reason: accepted.reason } }),
    })),
    answers: result.answers.map(({ subnet, requirement, need, outcome, ports, steps, example, conditions }) => ({
      subnet, requirement, need, outcome, ...(ports !== undefined && { ports }),
      steps: steps.map((step) => ({ layer: step.layer, result: step.result, text: step.text, places: step.places.map(placeDocument) })),
      ...(example && { example: exampleDocument(example) }),
      conditions,
    })),
  });
}

/** A place with its members in one order, and no others. */
export function placeDocument({ file, resource, part, label }: Place): object {
  return { file, resource, ...(part !== undefined && { part }), ...(label !== undefined && { label }) };
}

function exampleDocument(example: ExampleFlow): object {
  const { subnet, direction, protocol, port, endpoint } = example;
  return { flow: exampleText(example), subnet, direction, protocol, ...(port !== undefined && { port }), endpoint };
}

/** What a network does with a flow, layer by layer. */
export const STEP_SCHEMA = objectSchema({
  layer: { enum: ['security group', 'route', 'firewall'] }, result: RESULT_SCHEMA, text: TEXT, places: listSchema(PLACE_SCHEMA),
});

/** Members that are there where suggestions were asked for. */
export const SUGGESTION_SCHEMAS = {
  suggestions: listSchema(objectSchema({
    subnet: TEXT, requirement: TEXT, also: { ...TEXTS, description: 'Other requirements that are met with it.' },
    kind: { enum: PROPOSAL_KINDS }, for: PLACE_SCHEMA, notes: TEXTS,
    fragments: listSchema(objectSchema({
      at: { ...PLACE_SCHEMA, description: 'What it is written into, or beside.' }, json: { type: 'object' }, hcl: TEXT,
    })),
  })),
  notSuggested: listSchema(objectSchema({ subnet: TEXT, requirement: TEXT, why: TEXT })),
} as const;

/** JSON Schema of the documented JSON, with what `--suggest` adds to it. */
export function verificationSchema(): object {
  const example = objectSchema({
    flow: { ...TEXT, description: 'The flow as the command explain takes it.' }, subnet: TEXT, direction: DIRECTION_SCHEMA, protocol: TEXT,
    port: { type: 'integer', minimum: 0, maximum: 65535, description: 'Left out for protocols without ports.' }, endpoint: TEXT,
  }, ['port']);
  return publishedSchema('verification.schema.json', 'What a network does with what a deployment needs', objectSchema({
    network: TEXT,
    deployment: { ...TEXT, description: 'The deployment file; without one, there is `stated`.' },
    stated: { ...TEXT, description: 'What was stated in the place of a deployment file.' },
    name: TEXT,
    serviceTagFile: objectSchema({ name: TEXT, cloud: { enum: CLOUDS }, changeNumber: COUNT }),
    summary: objectSchema({
      requirements: objectSchema({ met: COUNT, denied: COUNT, unknown: COUNT }),
      findings: objectSchema(Object.fromEntries(SEVERITIES.map((severity) => [severity, COUNT]))),
      acknowledged: COUNT,
    }),
    findings: listSchema(objectSchema({
      id: TEXT, severity: SEVERITY_SCHEMA, subject: TEXT, message: TEXT, requirement: TEXT, subnet: TEXT, example,
      places: listSchema(PLACE_SCHEMA), acknowledged: objectSchema({ reason: TEXT }),
    }, ['requirement', 'subnet', 'example', 'acknowledged'])),
    answers: listSchema(objectSchema({
      subnet: TEXT, requirement: TEXT, need: TEXT, outcome: OUTCOME_SCHEMA,
      ports: { ...TEXT, description: 'The ports that the outcome is about, where it is not about all of the requirement.' },
      steps: listSchema(STEP_SCHEMA), example, conditions: TEXTS,
    }, ['ports', 'example'])),
    ...SUGGESTION_SCHEMAS,
  }, ['deployment', 'stated', 'serviceTagFile', 'suggestions', 'notSuggested']));
}
