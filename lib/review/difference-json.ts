import { FlowSide } from '../filtering/paths/changed-flows';
import { Finding } from '../findings/finding';
import { DifferenceHead } from './difference-words';
import { jsonText } from './json-text';
import { Difference, NetworkDifference, VERDICTS } from './network-difference';
import {
  about, ACKNOWLEDGED, DIRECTION_SCHEMA, aFlag, list, NEED, objectSchema, aChoice, OUTCOMES, PLACES, publishedSchema, REQUIREMENT_ID,
  RESULT_SCHEMA, SEVERITY_SCHEMA, SUBNET, aText, someTexts,
} from './output-schema';
import { ROUTING_KINDS } from './routing-changes';
import { placeDocument } from './verification-json';
import { shownPath } from './verification-summary';

/** The documented JSON, which `differenceSchema` describes. */
export function differenceJson(head: DifferenceHead, difference: Difference): string {
  const { verdict, verdictOfPeople, byServiceTags, rules, routing, notes } = difference;
  return jsonText({
    verdict, base: shownPath(head.base), head: shownPath(head.head),
    ...(head.deployment !== undefined && { deployment: shownPath(head.deployment) }),
    ...(head.baseDeployment !== undefined && { baseDeployment: shownPath(head.baseDeployment) }),
    ...(head.requestFiles !== undefined && { requestFiles: head.requestFiles.flat().map(shownPath) }),
    ...(head.serviceTagFiles !== undefined && { serviceTagFiles: head.serviceTagFiles.map(shownPath) }),
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
      ({ subnet, direction, kind, isPossible, traffic, endpoints, own, before, after, example, isWider, isAskedFor, isWayOut }) => ({
        subnet, direction, kind, isPossible, traffic, endpoints, ...(own !== undefined && { own }), isWider, isAskedFor, isWayOut,
        before: sideDocument(before), after: sideDocument(after), ...(example !== undefined && { example }),
      }),
    ),
    requirements: requirements.map(({ subnet, requirementId, need, before, after }) =>
      ({ subnet, requirementId, need, ...(before !== undefined && { before }), ...(after !== undefined && { after }) })),
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
  const side = (description: string): object => about(description, objectSchema({
    result: RESULT_SCHEMA,
    hops: someTexts(
      'Kinds of hops that the flows take or may take: internet, appliance, network, gateway, service endpoint, dropped, unknown.',
    ),
    texts: someTexts('Rules and routes that decide, or why it is unknown.'),
    places: PLACES,
  }));
  const findings = (description: string): object => list(description, objectSchema({
    id: aText('The id of the finding.'), severity: SEVERITY_SCHEMA, subject: aText('What it is about.'),
    message: aText('What is wrong, and what to do.'), acknowledged: ACKNOWLEDGED,
  }, ['acknowledged']));
  const effects = {
    flows: list('What opens, what closes and what takes another way.', objectSchema({
      subnet: SUBNET, direction: DIRECTION_SCHEMA,
      kind: aChoice(['newly allowed', 'no longer allowed', 'another way'], 'What happens to the flows.'),
      isPossible: aFlag('Whether it may be so, because one side is unknown.'),
      traffic: aText('Protocols and ports.'),
      endpoints: someTexts('The other sides: service tags, host names, address ranges.'),
      own: aText('The addresses of the subnet that it is about. Left out for all of them.'),
      isWider: aFlag('Whether more gets through, or past a firewall.'),
      isAskedFor: aFlag('Whether requirements ask for all of it.'),
      isWayOut: aFlag('Whether it is a new way out for data.'),
      before: side('What the base does with the flows.'), after: side('What the head does with them.'),
      example: aText('A flow that the command `explain` takes.'),
    }, ['own', 'example'])),
    requirements: list('Requirements whose answer changes.', objectSchema({
      subnet: SUBNET, requirementId: REQUIREMENT_ID, need: NEED,
      before: aChoice(OUTCOMES, 'The answer in the base. Left out where the base does not have the requirement.'),
      after: aChoice(OUTCOMES, 'The answer in the head. Left out where the head does not have the requirement.'),
    }, ['before', 'after'])),
    newFindings: findings('Findings that only the head has.'), goneFindings: findings('Findings that only the base has.'),
  };
  return publishedSchema('difference.schema.json', 'What changes from one network to another', objectSchema({
    verdict: aChoice(VERDICTS, 'The verdict on the whole change.'),
    base: aText('The network before, as it was given.'), head: aText('The network after, as it was given.'),
    deployment: aText('The deployment file.'), baseDeployment: aText('The deployment file of the base, where it is another.'),
    requestFiles: someTexts('Instead of a deployment file, the files in which the apps of both sides have written what they ask.'),
    serviceTagFiles: someTexts('The service tag file of the base and that of the head.'),
    verdictOfPeople: aChoice(VERDICTS, 'With two service tag files, the verdict on what people changed. `verdict` is on both.'),
    ...effects,
    byServiceTags: about('With two service tag files, what changes because service tags have other addresses.', objectSchema({
      verdict: aChoice(VERDICTS, 'The verdict on that alone.'), ...effects,
      tags: list('Service tags of the rules whose addresses change.', objectSchema({
        tag: aText('The service tag.'), added: someTexts('Address ranges that it gains.'),
        removed: someTexts('Address ranges that it loses.'),
      })),
    })),
    rules: list('Rules that are written in another way, without any effect on flows.', objectSchema({
      subnet: SUBNET, direction: DIRECTION_SCHEMA,
      kind: aChoice(
        ['renamed', 'moved', 'changed', 'rewritten'],
        'How they change. `changed`: a rule of the same name says something else. `rewritten`: split, merged, added or removed.',
      ),
      before: someTexts('The rules of the base.'), after: someTexts('The rules of the head.'),
    })),
    routing: list('Routes, DNS servers and other settings of subnets that differ.', objectSchema({
      subnet: SUBNET, kind: aChoice(ROUTING_KINDS, 'What changes.'), before: someTexts('What only the base has.'),
      after: someTexts('What only the head has.'),
    })),
    notes: someTexts('What else to know about the comparison.'),
  }, ['deployment', 'baseDeployment', 'requestFiles', 'serviceTagFiles', 'verdictOfPeople', 'byServiceTags']));
}
