import { FlowSide } from '../filtering/paths/changed-flows';
import { Finding } from '../findings/finding';
import { DifferenceHead } from './difference-words';
import { jsonText } from './json-text';
import { NetworkDifference, VERDICTS } from './network-difference';
import { placeDocument } from './verification-json';
import { pathText } from './verification-summary';

/** The documented JSON, which `differenceSchema` describes. */
export function differenceJson({ base, head, deployment, baseDeployment }: DifferenceHead, difference: NetworkDifference): string {
  const { verdict, flows, requirements, newFindings, goneFindings, rules, notes } = difference;
  return jsonText({
    verdict, base: pathText(base), head: pathText(head),
    ...(deployment !== undefined && { deployment: pathText(deployment) }),
    ...(baseDeployment !== undefined && { baseDeployment: pathText(baseDeployment) }),
    flows: flows.map(
      ({ subnet, direction, kind, isPossible, flows: what, ends, own, before, after, example, isWider, isAskedFor, isWayOut }) => ({
        subnet, direction, kind, isPossible, flows: what, ends, ...(own !== undefined && { own }), isWider, isAskedFor, isWayOut,
        before: sideDocument(before), after: sideDocument(after), ...(example !== undefined && { example }),
      }),
    ),
    requirements: requirements.map(({ subnet, requirement, need, before, after }) =>
      ({ subnet, requirement, need, ...(before !== undefined && { before }), ...(after !== undefined && { after }) })),
    newFindings: newFindings.map(findingDocument), goneFindings: goneFindings.map(findingDocument),
    rules: rules.map(({ subnet, direction, kind, before, after }) => ({ subnet, direction, kind, before, after })),
    notes,
  });
}

function sideDocument({ result, hops, texts, places }: FlowSide): object {
  return { result, hops, texts, places: places.map(placeDocument) };
}

function findingDocument({ id, severity, subject, message }: Finding): object {
  return { id, severity, subject, message };
}

/** JSON Schema of the documented JSON. */
export function differenceSchema(): object {
  const text = { type: 'string' };
  const texts = { type: 'array', items: text };
  const direction = { enum: ['outbound', 'inbound'] };
  const outcome = { enum: ['met', 'denied', 'unknown'] };
  const object = (properties: Record<string, object>, optional: readonly string[] = []): object => ({
    type: 'object', additionalProperties: false, properties, required: Object.keys(properties).filter((key) => !optional.includes(key)),
  });
  const list = (items: object): object => ({ type: 'array', items });
  const side = object({
    result: { enum: ['allow', 'deny', 'unknown'] },
    hops: { ...texts, description:
      'Kinds of hops that the flows take or may take: internet, appliance, network, gateway, service endpoint, dropped, unknown.' },
    texts: { ...texts, description: 'Rules and routes that decide, or why it cannot be told.' },
    places: list(object({ file: text, resource: text, part: text, label: text }, ['part', 'label'])),
  });
  const finding = object({ id: text, severity: { enum: ['error', 'unknown', 'warning', 'note'] }, subject: text, message: text });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://github.com/cdktf-azureml-network/cdktf-azureml-network/schemas/difference.schema.json',
    title: 'What changes from one network to another',
    ...object({
      verdict: { enum: VERDICTS }, base: text, head: text, deployment: text, baseDeployment: text,
      flows: list(object({
        subnet: text, direction, kind: { enum: ['newly allowed', 'no longer allowed', 'another way'] },
        isPossible: { type: 'boolean', description: 'Whether it may be so, because one side cannot be told.' },
        flows: { ...text, description: 'Protocols and ports.' },
        ends: { ...texts, description: 'The other sides: service tags, host names, address ranges.' },
        own: { ...text, description: 'The addresses of the subnet that it is about; left out for all of them.' },
        isWider: { type: 'boolean', description: 'Whether more gets through, or past a firewall.' },
        isAskedFor: { type: 'boolean', description: 'Whether requirements ask for all of it.' },
        isWayOut: { type: 'boolean', description: 'Whether it is a new way out for data.' },
        before: side, after: side, example: { ...text, description: 'A flow that the command explain takes.' },
      }, ['own', 'example'])),
      requirements: list(object({ subnet: text, requirement: text, need: text, before: outcome, after: outcome }, ['before', 'after'])),
      newFindings: list(finding), goneFindings: list(finding),
      rules: list(object({ subnet: text, direction, kind: { enum: ['renamed', 'moved', 'rewritten'] }, before: texts, after: texts })),
      notes: texts,
    }, ['deployment', 'baseDeployment']),
  };
}
