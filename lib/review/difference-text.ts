import { printableLines } from '../azure/errors';
import {
  bySubnets, DifferenceHead, flowsOf, kindText, marksOf, placesText, requirementText, routingText, ruleTexts, sideText, subnetsShown,
  tagText, verdictText,
} from './difference-words';
import { commonSide, FlowGroup, flowGroups } from './flow-groups';
import { ShownFlow, shownFlows } from './shown-flows';
import { Difference, DifferenceVerdict, NetworkDifference } from './network-difference';
import { PLAIN, Tone } from './paint';
import { shownPath } from './verification-summary';
import { shownFindings } from './verification-text';

/** A difference for a terminal: the verdict first, and last after a long output. */
export function differenceText(head: DifferenceHead, difference: Difference, paint = PLAIN): string {
  const verdict = paint(TONES[difference.verdict], verdictText(difference));
  const { byServiceTags, rules, routing, notes } = difference;
  const sections = [
    ...effects(head, difference, ''),
    ...(byServiceTags === undefined ? [] : [
      section('Service tags with other addresses', byServiceTags.tags.map((tag) => `${tagText(tag)}\n`)),
      ...effects(head, byServiceTags, ' by service tags alone'),
    ]),
    section(RULES_TITLE, ruleTexts(rules).map(({ subnets, text }) => ofSubnets({ subnets, text: ` ${text}` }))),
    section(ROUTING_TITLE, bySubnets(routing, (one) => `: ${routingText(one)}`).map(ofSubnets)),
    section('Notes', notes.map((note) => `${note}\n`)),
  ].filter(({ entries }) => entries !== '').map(({ title, entries }) => `${paint('title', title)}\n\n${entries}`);
  return [`${verdict}\n${comparedText(head)}\n`, ...sections, ...(sections.length === 0 ? [] : [`${verdict}\n`])].join('\n');
}

const TONES: Readonly<Record<DifferenceVerdict, Tone>> = {
  'nothing-changed': 'good', 'only-narrower': 'good', 'wider-as-required': 'doubtful', 'wider-beyond-requirements': 'bad',
  'requirement-lost': 'bad',
};

export const RULES_TITLE = 'Rules that changed without an effect on flows';
export const ROUTING_TITLE = 'Routes, DNS servers and other settings of subnets';

function ofSubnets({ subnets, text }: { readonly subnets: readonly string[]; readonly text: string }): string {
  return `${namesText(subnets)}${text}\n`;
}

function namesText(subnets: readonly string[]): string {
  const { names, more } = subnetsShown(subnets);
  return `${names.join(', ')}${more}`;
}

function effects(head: DifferenceHead, { flows, requirements, newFindings, goneFindings }: NetworkDifference, cause: string): Section[] {
  return [
    section(`Flows${cause}`, flowGroups(shownFlows(flows), head).map((group) => groupText(group, head))),
    section(`Requirements${cause}`, bySubnets(requirements, (one) => `: ${one.requirementId} (${one.need}): ${requirementText(one)}`)
      .map(ofSubnets)),
    section(`New findings${cause}`, shownFindings(newFindings)),
    section(`Findings that are gone${cause}`, goneFindings.map(({ id, subject }) => `${id}: ${subject}\n`)),
  ];
}

export function comparedText({ base, head, deployment, baseDeployment, requestFiles, serviceTagFiles }: DifferenceHead): string {
  const asked = deployment !== undefined ? `deployment ${shownPath(deployment)}`
    : requestFiles !== undefined ? `asked for: what the apps say in ${requestFiles.flat().map(shownPath).join(', ')}`
    : 'no deployment file: nothing counts as asked for';
  return `Base ${shownPath(base)}, head ${shownPath(head)}, ` +
    `${asked}${baseDeployment === undefined ? '' : `, that of the base ${shownPath(baseDeployment)}`}` +
    `${serviceTagFiles === undefined ? '' : `, service tags ${shownPath(serviceTagFiles[0])} and then ${shownPath(serviceTagFiles[1])}`}.`;
}

/** Entries of a section, and flows of one entry, that a text shows: of thousands, nobody reads them all. */
const SHOWN = 500;
const SHOWN_FLOWS = 50;

interface Section {
  readonly title: string;
  /** Empty where there are none. */
  readonly entries: string;
}

function section(title: string, entries: readonly string[]): Section {
  return { title, entries: `${entries.slice(0, SHOWN).map(printableLines).join('')}${moreText(entries.length - SHOWN, '')}` };
}

function moreText(count: number, indent: string): string {
  return count <= 0 ? '' : `${indent}and ${count} more, which are not shown here; the JSON has all\n`;
}

function flowText(change: ShownFlow, head: DifferenceHead): string {
  const { subnets, direction, before, after, example } = change;
  const marks = marksOf(change, head);
  const lines = [
    `before: ${sideText(before)}`, `after: ${sideText(after)}`,
    ...(example === undefined ? [] : [`example: ${example}`]), ...placesOf([change], 'before'), ...placesOf([change], 'after'),
  ];
  const title = `${namesText(subnets)} ${direction}: ${kindText(change)}: ${flowsOf(change)}`;
  return `${title}${marksText(marks)}\n${indented(lines)}`;
}

function marksText(marks: readonly string[]): string {
  return marks.length === 0 ? '' : ` [${marks.join('; ')}]`;
}

/** Places that are shown on each side; the JSON has all. One more is shown rather than counted. */
const PLACES = 5;

function placesOf(flows: readonly ShownFlow[], side: 'before' | 'after'): string[] {
  const name = side === 'before' ? 'base' : 'head';
  const all = placesText(flows.flatMap((flow) => flow[side].places));
  const shown = all.length === PLACES + 1 ? all : all.slice(0, PLACES);
  const rest = all.length - shown.length;
  return [...shown.map((place) => `${name}: ${place}`), ...(rest > 0 ? [`and at ${rest} more places in the ${name}`] : [])];
}

/** What flows of a group have in common first, then each with the rest. */
function groupText({ common, flows }: FlowGroup, head: DifferenceHead): string {
  const first = flows[0]!;
  if (flows.length === 1) {
    return flowText(first, head);
  }
  const others = (['before', 'after'] as const).filter((side) => side !== common);
  const lines = [
    ...(common === undefined ? [] : [`${common}: ${sideText(commonSide(first, common))}`]),
    ...flows.slice(0, SHOWN_FLOWS).flatMap((flow) => [
      `- ${flowsOf(flow)}`, ...others.map((side) => `  ${side}: ${sideText(flow[side])}`),
      ...(flow.example === undefined ? [] : [`  example: ${flow.example}`]),
    ]),
  ];
  const places = (common === 'before' ? ['before', 'after'] as const : ['after', 'before'] as const)
    .flatMap((side) => placesOf(flows, side));
  const title = `${namesText(first.subnets)} ${first.direction}: ${kindText(first)}: ${flows.length} entries`;
  return `${title}${common === undefined ? '' : ' with one cause'}${marksText(marksOf(first, head))}\n${indented(lines)}` +
    `${moreText(flows.length - SHOWN_FLOWS, '  ')}${indented(places)}`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}\n`).join('');
}
