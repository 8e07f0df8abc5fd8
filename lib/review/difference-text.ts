import { printableLines } from '../azure/errors';
import { Finding } from '../findings/finding';
import {
  bySubnets, DifferenceHead, flowsOf, kindText, marksOf, placesText, requirementText, routingText, ruleText, sideText, subnetsShown,
  tagText, verdictText,
} from './difference-words';
import { ShownFlow, shownFlows } from './shown-flows';
import { Difference, NetworkDifference } from './network-difference';
import { shownPath } from './verification-summary';

/** A difference for a terminal: the verdict first, and last after a long output. */
export function differenceText(head: DifferenceHead, difference: Difference): string {
  const verdict = verdictText(difference);
  const { byServiceTags, rules, routing, notes } = difference;
  const sections = [
    ...effects(head, difference, ''),
    ...(byServiceTags === undefined ? [] : [
      section('Service tags with other addresses', byServiceTags.tags.map((tag) => `${tagText(tag)}\n`)),
      ...effects(head, byServiceTags, ' by service tags alone'),
    ]),
    section(RULES_TITLE, bySubnets(rules, (one) => ` ${one.direction}: ${ruleText(one)}`).map(ofSubnets)),
    section(ROUTING_TITLE, bySubnets(routing, (one) => `: ${routingText(one)}`).map(ofSubnets)),
    section('Notes', notes.map((note) => `${note}\n`)),
  ].filter((one) => one !== '');
  return [`${verdict}\n${comparedText(head)}\n`, ...sections, ...(sections.length === 0 ? [] : [`${verdict}\n`])].join('\n');
}

export const RULES_TITLE = 'Rules that changed without an effect on flows';
export const ROUTING_TITLE = 'Routes, DNS servers and other settings of subnets';

function ofSubnets({ subnets, text }: { readonly subnets: readonly string[]; readonly text: string }): string {
  return `${namesText(subnets)}${text}\n`;
}

function namesText(subnets: readonly string[]): string {
  const { names, more } = subnetsShown(subnets);
  return `${names.join(', ')}${more}`;
}

function effects(head: DifferenceHead, { flows, requirements, newFindings, goneFindings }: NetworkDifference, cause: string): string[] {
  return [
    section(`Flows${cause}`, shownFlows(flows).map((flow) => flowText(flow, head))),
    section(`Requirements${cause}`, requirements.map((one) =>
      `${one.subnet}: ${one.requirement} (${one.need}): ${requirementText(one)}\n`)),
    section(`New findings${cause}`, newFindings.map(findingText)),
    section(`Findings that are gone${cause}`, goneFindings.map(({ id, subject }) => `${id}: ${subject}\n`)),
  ];
}

function findingText({ id, subject, message, acknowledged }: Finding): string {
  return `${id}: ${subject}${acknowledged === undefined ? '' : ` (acknowledged: ${acknowledged.reason})`}\n  ${message}\n`;
}

export function comparedText({ base, head, deployment, baseDeployment, serviceTags }: DifferenceHead): string {
  const asked = deployment === undefined ? 'no deployment file: nothing counts as asked for' : `deployment ${shownPath(deployment)}`;
  return `Base ${shownPath(base)}, head ${shownPath(head)}, ` +
    `${asked}${baseDeployment === undefined ? '' : `, that of the base ${shownPath(baseDeployment)}`}` +
    `${serviceTags === undefined ? '' : `, service tags ${shownPath(serviceTags[0])} and then ${shownPath(serviceTags[1])}`}.`;
}

function section(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : `${title}\n\n${entries.map(printableLines).join('')}`;
}

function flowText(change: ShownFlow, head: DifferenceHead): string {
  const { subnets, direction, before, after, example } = change;
  const marks = marksOf(change, head);
  const lines = [
    `before: ${sideText(before)}`, `after: ${sideText(after)}`,
    ...(example === undefined ? [] : [`example: ${example}`]),
    ...placesText(before.places).map((place) => `base: ${place}`), ...placesText(after.places).map((place) => `head: ${place}`),
  ];
  const title = `${namesText(subnets)} ${direction}: ${kindText(change)}: ${flowsOf(change)}`;
  return `${title}${marks.length === 0 ? '' : ` [${marks.join('; ')}]`}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
