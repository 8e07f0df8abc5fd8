import { FlowSide } from '../filtering/paths/changed-flows';
import { Finding } from '../findings/finding';
import { DifferenceHead } from './difference-words';
import { jsonText } from './json-text';
import { Difference, NetworkDifference, VERDICTS } from './network-difference';
import {
  DIRECTION_SCHEMA, listSchema, objectSchema, OUTCOME_SCHEMA, PLACE_SCHEMA, publishedSchema, RESULT_SCHEMA, SEVERITY_SCHEMA, TEXT, TEXTS,
} from './output-schema';
import { ROUTING_KINDS } from './routing-changes';
import { placeDocument } from './verification-json';
import { pathText } from './verification-summary';

/** The documented JSON, which `differenceSchema` describes. */
export function differenceJson(head: DifferenceHead, difference: Difference): string {
  const { verdict, verdictOfPeople, byServiceTags, rules, routing, notes } = difference;
  return jsonText({
    verdict, base: pathText(head.base), head: pathText(head.head),
    ...(head.deployment !== undefined && { deployment: pathText(head.deployment) }),
    ...(head.baseDeployment !== undefined && { baseDeployment: pathText(head.baseDeployment) }),
    ...(head.serviceTags !== undefined && { serviceTags: head.serviceTags.map(pathText) }),
    ...(verdictOfPeople !== undefined && { verdictOfPeople }),
    ...effectsDocument(difference),
    ...(byServiceTags !== undefined &&
      { byServiceTags: { verdict: byServiceTags.verdict, tags: byServiceTags.tags, ...effectsDocument(byServiceTags) } }),
    rules: rules.map(({ subnet, direction, kind, before, after }) => ({ subnet, direction, kind, before, after })),
    routing: routing.map(({ subnet, kind, before, after }) => ({ subnet, kind, before, after })),
    notes,
  });
}

function effectsDocument({ flows, requirements, newFindings, goneFindings }: NetworkDifference): object {
  return {
    flows: flows.map(
      ({ subnet, direction, kind, isPossible, flows: what, ends, own, before, after, example, isWider, isAskedFor, isWayOut }) => ({
        subnet, direction, kind, isPossible, flows: what, ends, ...(own !== undefined && { own }), isWider, isAskedFor, isWayOut,
        before: sideDocument(before), after: sideDocument(after), ...(example !== undefined && { example }),
      }),
    ),
    requirements: requirements.map(({ subnet, requirement, need, before, after }) =>
      ({ subnet, requirement, need, ...(before !== undefined && { before }), ...(after !== undefined && { after }) })),
    newFindings: newFindings.map(findingDocument), goneFindings: goneFindings.map(findingDocument),
  };
}

function sideDocument({ result, hops, texts, places }: FlowSide): object {
  return { result, hops, texts, places: places.map(placeDocument) };
}

function findingDocument({ id, severity, subject, message, acknowledged }: Finding): object {
  return { id, severity, subject, message, ...(acknowledged && { acknowledged: { reason: acknowledged.reason } }) };
}

/** JSON Schema of the documented JSON. */
export function differenceSchema(): object {
  const side = objectSchema({
    result: RESULT_SCHEMA,
    hops: { ...TEXTS, description:
      'Kinds of hops that the flows take or may take: internet, appliance, network, gateway, service endpoint, dropped, unknown.' },
    texts: { ...TEXTS, description: 'Rules and routes that decide, or why it cannot be told.' },
    places: listSchema(PLACE_SCHEMA),
  });
  const finding = objectSchema({
    id: TEXT, severity: SEVERITY_SCHEMA, subject: TEXT, message: TEXT, acknowledged: objectSchema({ reason: TEXT }),
  }, ['acknowledged']);
  const verdict = { enum: VERDICTS };
  const effects = {
    flows: listSchema(objectSchema({
      subnet: TEXT, direction: DIRECTION_SCHEMA, kind: { enum: ['newly allowed', 'no longer allowed', 'another way'] },
      isPossible: { type: 'boolean', description: 'Whether it may be so, because one side cannot be told.' },
      flows: { ...TEXT, description: 'Protocols and ports.' },
      ends: { ...TEXTS, description: 'The other sides: service tags, host names, address ranges.' },
      own: { ...TEXT, description: 'The addresses of the subnet that it is about; left out for all of them.' },
      isWider: { type: 'boolean', description: 'Whether more gets through, or past a firewall.' },
      isAskedFor: { type: 'boolean', description: 'Whether requirements ask for all of it.' },
      isWayOut: { type: 'boolean', description: 'Whether it is a new way out for data.' },
      before: side, after: side, example: { ...TEXT, description: 'A flow that the command explain takes.' },
    }, ['own', 'example'])),
    requirements: listSchema(objectSchema({
      subnet: TEXT, requirement: TEXT, need: TEXT, before: OUTCOME_SCHEMA, after: OUTCOME_SCHEMA,
    }, ['before', 'after'])),
    newFindings: listSchema(finding), goneFindings: listSchema(finding),
  };
  return publishedSchema('difference.schema.json', 'What changes from one network to another', objectSchema({
    verdict, base: TEXT, head: TEXT, deployment: TEXT, baseDeployment: TEXT,
    serviceTags: { ...TEXTS, description: 'The service tag file of the base and that of the head.' },
    verdictOfPeople: { ...verdict, description: 'With two service tag files, the verdict on what people changed; `verdict` is on both.' },
    ...effects,
    byServiceTags: {
      ...objectSchema({
        verdict, ...effects, tags: listSchema(objectSchema({ tag: TEXT, added: TEXTS, removed: TEXTS })),
      }),
      description: 'With two service tag files, what changes because service tags have other addresses.',
    },
    rules: listSchema(objectSchema({
      subnet: TEXT, direction: DIRECTION_SCHEMA, kind: { enum: ['renamed', 'moved', 'rewritten'] }, before: TEXTS, after: TEXTS,
    })),
    routing: {
      ...listSchema(objectSchema({ subnet: TEXT, kind: { enum: ROUTING_KINDS }, before: TEXTS, after: TEXTS })),
      description: 'Routes, resolvers and what else subnets have that are others: what the base alone has, and what the head alone has.',
    },
    notes: TEXTS,
  }, ['deployment', 'baseDeployment', 'serviceTags', 'verdictOfPeople', 'byServiceTags']));
}
