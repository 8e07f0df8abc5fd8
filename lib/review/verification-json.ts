import { ExampleFlow } from '../filtering/answers';
import { VerificationResult } from '../verification/answers';
import { exampleText } from '../verification/flow';
import { Place } from '../network/network';
import { jsonText } from './json-text';
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
