import { printableLines } from '../azure/errors';
import {
  bySubnets, DifferenceHead, flowsOf, kindText, marksOf, placesText, requirementText, routingText, ruleText, sideText, subnetsShown,
  tagText, verdictText,
} from './difference-words';
import { FlowGroup, flowGroups } from './flow-groups';
import { ShownFlow, shownFlows } from './shown-flows';
import { Difference, NetworkDifference } from './network-difference';
import { shownPath } from './verification-summary';
import { shownFindings } from './verification-text';

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
    section(`Flows${cause}`, flowGroups(shownFlows(flows), head).map((group) => groupText(group, head))),
    section(`Requirements${cause}`, requirements.map((one) =>
      `${one.subnet}: ${one.requirementId} (${one.need}): ${requirementText(one)}\n`)),
    section(`New findings${cause}`, shownFindings(newFindings)),
    section(`Findings that are gone${cause}`, goneFindings.map(({ id, subject }) => `${id}: ${subject}\n`)),
  ];
}

export function comparedText({ base, head, deployment, baseDeployment, serviceTagFiles }: DifferenceHead): string {
  const asked = deployment === undefined ? 'no deployment file: nothing counts as asked for' : `deployment ${shownPath(deployment)}`;
  return `Base ${shownPath(base)}, head ${shownPath(head)}, ` +
    `${asked}${baseDeployment === undefined ? '' : `, that of the base ${shownPath(baseDeployment)}`}` +
    `${serviceTagFiles === undefined ? '' : `, service tags ${shownPath(serviceTagFiles[0])} and then ${shownPath(serviceTagFiles[1])}`}.`;
}

/** Entries of a section, and flows of one entry, that a text shows: of thousands, nobody reads them all. */
const SHOWN = 500;
const SHOWN_FLOWS = 50;

function section(title: string, entries: readonly string[]): string {
  return entries.join('') === '' ? ''
    : `${title}\n\n${entries.slice(0, SHOWN).map(printableLines).join('')}${moreText(entries.length - SHOWN, '')}`;
}

function moreText(count: number, indent: string): string {
  return count <= 0 ? '' : `${indent}and ${count} more, which are not shown here; the JSON has all\n`;
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
  return `${title}${marksText(marks)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function marksText(marks: readonly string[]): string {
  return marks.length === 0 ? '' : ` [${marks.join('; ')}]`;
}

/** Places of a group that are shown on each side; the JSON has all. */
const PLACES = 5;

/** What flows of a group have in common first, then each with the rest. */
function groupText({ common, flows }: FlowGroup, head: DifferenceHead): string {
  const [first] = flows;
  if (common === undefined) {
    return flowText(first!, head);
  }
  const other = common === 'after' ? 'before' : 'after';
  const places = (side: 'before' | 'after'): string[] => {
    const name = side === 'before' ? 'base' : 'head';
    const all = placesText(flows.flatMap((flow) => flow[side].places));
    const rest = all.length - PLACES;
    return [...all.slice(0, PLACES).map((place) => `${name}: ${place}`), ...(rest > 0 ? [`and at ${rest} more in the ${name}`] : [])];
  };
  const lines = [
    `${common}: ${sideText(first![common])}`,
    ...(common === 'after' ? [...places('after'), ...places('before')] : [...places('before'), ...places('after')]),
    ...flows.slice(0, SHOWN_FLOWS).flatMap((flow) => [
      `- ${flowsOf(flow)}`, `  ${other}: ${sideText(flow[other])}`, ...(flow.example === undefined ? [] : [`  example: ${flow.example}`]),
    ]),
  ];
  return `${namesText(first!.subnets)} ${first!.direction}: ${kindText(first!)}: ${flows.length} entries with one cause` +
    `${marksText(marksOf(first!, head))}\n${lines.map((line) => `  ${line}\n`).join('')}${moreText(flows.length - SHOWN_FLOWS, '  ')}`;
}
