import { printableLines } from '../azure/errors';
import { Finding } from '../findings/finding';
import {
  DifferenceHead, flowsOf, kindText, marksOf, placesText, requirementText, routingText, ruleText, sideText, tagText, verdictText,
} from './difference-words';
import { FlowChange } from './flow-changes';
import { Difference, NetworkDifference } from './network-difference';
import { pathText } from './verification-summary';

/** A difference for a terminal: the verdict first, and last after a long output. */
export function differenceText(head: DifferenceHead, difference: Difference): string {
  const verdict = verdictText(difference);
  const { byServiceTags, rules, routing, notes } = difference;
  const sections = [
    ...effects(difference, ''),
    ...(byServiceTags === undefined ? [] : [
      section('Service tags with other addresses', byServiceTags.tags.map((tag) => `${tagText(tag)}\n`)),
      ...effects(byServiceTags, ' by service tags alone'),
    ]),
    section(
      'Rules that are written in another way, without effect', rules.map((one) => `${one.subnet} ${one.direction}: ${ruleText(one)}\n`),
    ),
    section('Routes and resolvers that are others', routing.map((one) => `${one.subnet}: ${routingText(one)}\n`)),
    section('What is not known', notes.map((note) => `${note}\n`)),
  ].filter((one) => one !== '');
  return [`${verdict}\n${originText(head)}\n`, ...sections, ...(sections.length === 0 ? [] : [`${verdict}\n`])].join('\n');
}

function effects({ flows, requirements, newFindings, goneFindings }: NetworkDifference, cause: string): string[] {
  return [
    section(`Flows${cause}`, flows.map(flowText)),
    section(`Requirements${cause}`, requirements.map((one) =>
      `${one.subnet}: ${one.requirement} (${one.need}): ${requirementText(one)}\n`)),
    section(`New findings${cause}`, newFindings.map(findingText)),
    section(`Findings that are gone${cause}`, goneFindings.map(({ id, subject }) => `${id}: ${subject}\n`)),
  ];
}

function findingText({ id, subject, message, acknowledged }: Finding): string {
  return `${id}: ${subject}${acknowledged === undefined ? '' : ` (acknowledged: ${acknowledged.reason})`}\n  ${message}\n`;
}

export function originText({ base, head, deployment, baseDeployment, serviceTags }: DifferenceHead): string {
  const asked = deployment === undefined ? 'no deployment file: nothing counts as asked for' : `deployment ${pathText(deployment)}`;
  return `Base ${pathText(base)}, head ${pathText(head)}, ` +
    `${asked}${baseDeployment === undefined ? '' : `, that of the base ${pathText(baseDeployment)}`}` +
    `${serviceTags === undefined ? '' : `, service tags ${pathText(serviceTags[0])} and then ${pathText(serviceTags[1])}`}.`;
}

function section(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : `${title}\n\n${entries.map(printableLines).join('')}`;
}

function flowText(change: FlowChange): string {
  const { subnet, direction, before, after, example } = change;
  const marks = marksOf(change);
  const lines = [
    `before: ${sideText(before)}`, `after: ${sideText(after)}`,
    ...(example === undefined ? [] : [`example: ${example}`]),
    ...placesText(before.places).map((place) => `base: ${place}`), ...placesText(after.places).map((place) => `head: ${place}`),
  ];
  const title = `${subnet} ${direction}: ${kindText(change)}: ${flowsOf(change)}${marks.length === 0 ? '' : ` [${marks.join('; ')}]`}`;
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
