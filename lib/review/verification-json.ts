import { CLOUDS } from '../azure/clouds';
import { ExampleFlow } from '../filtering/answers';
import { VerificationResult } from '../verification/verification-result';
import { exampleText } from '../verification/flow';
import { Place } from '../network/network';
import { jsonText } from './json-text';
import {
  about, ACKNOWLEDGED, aCount, COUNTS, DIRECTION_SCHEMA, LAYERS, list, NEED, objectSchema, aChoice, OUTCOME_SCHEMA, PLACES, placeSchema,
  publishedSchema, REQUIREMENT_ID, RESULT_SCHEMA, SEVERITY_SCHEMA, SUBNET, aText, someTexts,
} from './output-schema';
import { PROPOSAL_KINDS } from './suggestion';
import { againstText, countsOf, shownPath, VerificationHead } from './verification-summary';

/** The documented JSON: all that the verifier says, with the rules that each answer rests on. */
export function verificationJson(head: VerificationHead, result: VerificationResult): string {
  const { requirements, findings, acknowledged } = countsOf(result);
  return jsonText({
    network: shownPath(head.network),
    ...(head.deployment === undefined ? { stated: againstText(head) } : { deployment: shownPath(head.deployment) }),
    name: head.name,
    ...(result.serviceTagFile &&
      { serviceTagFile: {
        name: result.serviceTagFile.name, cloud: result.serviceTagFile.cloud, changeNumber: result.serviceTagFile.changeNumber,
      } }),
    summary: { requirements, findings, acknowledged },
    findings: result.findings.map(({ id, severity, subject, message, requirementId, subnet, example, places, acknowledged: accepted }) => ({
      id, severity, subject, message,
      ...(requirementId !== undefined && { requirementId }),
      ...(subnet !== undefined && { subnet }),
      ...(example && { example: exampleDocument(example) }),
      places: places.map(placeDocument),
      ...(accepted && { acknowledged: { reason: accepted.reason } }),
    })),
    answers: result.answers.map(({ subnet, requirementId, need, outcome, ports, steps, example, conditions }) => ({
      subnet, requirementId, need, outcome, ...(ports !== undefined && { ports }),
      steps: steps.map((step) => ({ layer: step.layer, result: step.result, text: step.text, places: step.places.map(placeDocument) })),
      ...(example && { example: exampleDocument(example) }),
      conditions,
    })),
  });
}

/** A place with its members in one order, and no others. */
export function placeDocument({ file, line, resource, part, label }: Place): object {
  return {
    file, ...(line !== undefined && { line }), resource, ...(part !== undefined && { part }), ...(label !== undefined && { label }),
  };
}

function exampleDocument(example: ExampleFlow): object {
  const { subnet, direction, protocol, port, endpoint } = example;
  return { flow: exampleText(example), subnet, direction, protocol, ...(port !== undefined && { port }), endpoint };
}

/** What a network does with a flow, layer by layer. */
export const STEP_SCHEMA = objectSchema({
  layer: aChoice(LAYERS, 'What decides there.'), result: RESULT_SCHEMA, text: aText('The rule or route that decides, in words.'),
  places: PLACES,
});

/** Members that are there where suggestions were asked for. */
export const SUGGESTION_SCHEMAS = {
  suggestions: list('With --suggest: rules and routes that are missing, and that make requirements met.', objectSchema({
    subnet: SUBNET, requirementId: aText('The id of the requirement that it makes met.'),
    otherRequirementIds: someTexts('The ids of other requirements that are met with it.'),
    kind: aChoice(PROPOSAL_KINDS, 'What it is.'), for: placeSchema('The group, the route table or the firewall that it is for.'),
    notes: someTexts('What to know before you take it over.'),
    fragments: list('What to write.', objectSchema({
      at: placeSchema('What it is written into, or next to.'), json: about('The fragment, as JSON for Terraform.', { type: 'object' }),
      hcl: aText('The fragment, in Terraform\'s own syntax.'),
    })),
  })),
  notSuggested: list('With --suggest: requirements that are not met and that no rule or route here would meet.', objectSchema({
    subnet: SUBNET, requirementId: REQUIREMENT_ID, reason: aText('Why nothing is suggested.'),
  })),
} as const;

/** JSON Schema of the documented JSON, with what `--suggest` adds to it. */
export function verificationSchema(): object {
  const example = about('One flow that shows it.', objectSchema({
    flow: aText('The flow as the command `explain` takes it.'), subnet: SUBNET, direction: DIRECTION_SCHEMA,
    protocol: aText('The protocol.'),
    port: about('The port. Left out for protocols without ports.', { type: 'integer', minimum: 0, maximum: 65535 }),
    endpoint: aText('The other side: a service tag, a host name, a URL or an address range.'),
  }, ['port']));
  return publishedSchema('verification.schema.json', 'What a network does with what a deployment needs', objectSchema({
    network: aText('The files and folders that were read, as they were given.'),
    deployment: aText('The deployment file. Without one, there is `stated`.'),
    stated: aText('What was stated instead of a deployment file.'),
    name: aText('The name of the deployment.'),
    serviceTagFile: about('The service tag file that the answers rest on. Left out without one.', objectSchema({
      name: aText('Its name.'), cloud: aChoice(CLOUDS, 'Its cloud.'), changeNumber: aCount('Its change number.'),
    })),
    summary: about('Numbers of answers and findings.', objectSchema(COUNTS)),
    findings: list('What was found, the most severe first.', objectSchema({
      id: aText('The id of the finding.'), severity: SEVERITY_SCHEMA,
      subject: aText('What it is about. It stays the same from run to run; an acknowledgement names it.'),
      message: aText('What is wrong, and what to do.'), subnet: SUBNET, example,
      requirementId: aText('The id of the requirement that it is about.'), places: PLACES, acknowledged: ACKNOWLEDGED,
    }, ['requirementId', 'subnet', 'example', 'acknowledged'])),
    answers: list('For each subnet and requirement, whether it is met.', objectSchema({
      subnet: SUBNET, requirementId: REQUIREMENT_ID, need: NEED, outcome: OUTCOME_SCHEMA,
      ports: aText('The ports that the outcome is about, where it is not about all of the requirement.'),
      steps: list('The layers on the way, in the order in which the traffic passes them.', STEP_SCHEMA), example,
      conditions: someTexts('What the answer rests on that is not in the files.'),
    }, ['ports', 'example'])),
    ...SUGGESTION_SCHEMAS,
  }, ['deployment', 'stated', 'serviceTagFile', 'suggestions', 'notSuggested']));
}
