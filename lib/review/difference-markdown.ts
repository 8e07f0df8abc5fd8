import { printable } from '../azure/errors';
import {
  bySubnets, DifferenceHead, flowsOf, kindText, marksOf, placesText, requirementText, routingText, ruleText, sideText, subnetsShown,
  tagText, verdictText,
} from './difference-words';
import { comparedText, ROUTING_TITLE, RULES_TITLE } from './difference-text';
import { isBeyond } from './flow-changes';
import { Difference, isLost, NetworkDifference, RequirementChange } from './network-difference';
import { code, escapeMarkdown, markdownTable } from './markdown';
import { ShownFlow, shownFlows } from './shown-flows';

/** A comment on GitHub has at most 65,536 characters; what is not shown is counted, which takes some more. */
const MAX_LENGTH = 60_000;

/** What one cell shows of one text. */
const MAX_TEXT = 300;

interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly isFolded?: boolean;
}

/** A difference as a comment on a pull request: what matters most first, so that it is the last to be cut; details are folded. */
export function differenceMarkdown(head: DifferenceHead, difference: Difference): string {
  const { byServiceTags, rules, routing, notes } = difference;
  const [shown, folded] = effects(head, difference, '');
  const [shownByTags, foldedByTags] = byServiceTags === undefined ? [[], []] : effects(head, byServiceTags, ' by service tags alone');
  const sections: Section[] = [
    ...shown, ...shownByTags, ...folded,
    {
      title: 'Service tags with other addresses', columns: ['Service tag'], isFolded: true,
      rows: (byServiceTags?.tags ?? []).map((tag) => [span(tagText(tag))]),
    },
    ...foldedByTags,
    {
      title: RULES_TITLE, columns: ['Subnets', 'Rules'], isFolded: true,
      rows: bySubnets(rules, (one) => `${one.direction}: ${ruleText(one)}`).map(({ subnets, text }) => [subnetSpans(subnets), span(text)]),
    },
    {
      title: ROUTING_TITLE, columns: ['Subnets', 'Change'], isFolded: true,
      rows: bySubnets(routing, routingText).map(({ subnets, text }) => [subnetSpans(subnets), span(text)]),
    },
    { title: 'Notes', columns: ['Note'], isFolded: true, rows: notes.map((note) => [escapeMarkdown(cut(note))]) },
  ].filter(({ rows }) => rows.length > 0);
  return withSections(`**${escapeMarkdown(verdictText(difference))}**\n\n${escapeMarkdown(cut(comparedText(head)))}\n`, sections);
}

/** What a change comes to, and what is said about it in more detail. */
function effects(
  head: DifferenceHead, { flows, requirements, newFindings, goneFindings }: NetworkDifference, cause: string,
): [Section[], Section[]] {
  const shown = shownFlows(flows);
  const requirementRow = (one: RequirementChange): string[] =>
    [span(one.subnet), span(one.requirement), span(one.need), escapeMarkdown(requirementText(one))];
  const lost = requirements.filter(isLost);
  return [[
    { title: `Requirements that are lost${cause}`, columns: ['Subnet', 'Requirement', 'Need', 'Answer'], rows: lost.map(requirementRow) },
    {
      title: `Flows${cause}`, columns: ['Change', 'Flows', 'Subnets', 'Note'],
      rows: shown.map((one) => [
        kindText(one), span(flowsOf(one)), placeOf(one),
        marksOf(one, head).map((mark) => (isBeyond(one) ? `**${mark}**` : mark)).join('<br>'),
      ]),
    },
  ], [
    {
      title: `Rules that cause it, and example flows${cause}`, columns: ['Flows', 'Before', 'After', 'Example', 'Places'], isFolded: true,
      rows: shown.map((one) => [
        `${span(flowsOf(one))}<br>${placeOf(one)}`, span(sideText(one.before)), span(sideText(one.after)),
        one.example === undefined ? '' : span(one.example),
        [...new Set([...placesText(one.before.places), ...placesText(one.after.places)])].slice(0, 4).map(span).join('<br>'),
      ]),
    },
    {
      title: `Other answers to requirements${cause}`, columns: ['Subnet', 'Requirement', 'Need', 'Answer'], isFolded: true,
      rows: requirements.filter((one) => !isLost(one)).map(requirementRow),
    },
    {
      title: `New findings${cause}`, columns: ['Finding', 'Subject', 'What'], isFolded: true,
      rows: newFindings.map(({ id, subject, message, acknowledged }) => [
        code(id), span(subject),
        escapeMarkdown(cut(acknowledged === undefined ? message : `acknowledged: ${acknowledged.reason}`)),
      ]),
    },
    {
      title: `Findings that are gone${cause}`, columns: ['Finding', 'Subject'], isFolded: true,
      rows: goneFindings.map(({ id, subject }) => [code(id), span(subject)]),
    },
  ]];
}

function placeOf({ subnets, direction }: ShownFlow): string {
  return `${subnetSpans(subnets)} ${direction}`;
}

function subnetSpans(subnets: readonly string[]): string {
  const { names, more } = subnetsShown(subnets);
  return `${names.map(span).join(', ')}${more}`;
}

/** Adds whole rows as long as there is room. */
function withSections(begin: string, sections: readonly Section[]): string {
  let text = begin;
  let left = 0;
  for (const { title, columns, rows, isFolded = false } of sections) {
    const open = isFolded ? `\n<details><summary>${title} (${rows.length})</summary>\n\n` : `\n### ${title}\n\n`;
    const close = isFolded ? '\n</details>\n' : '';
    const shown: (readonly string[])[] = [];
    let length = text.length + open.length + close.length + markdownTable(columns, []).length;
    for (const row of rows) {
      length += markdownTable(row, []).length;
      if (length > MAX_LENGTH) {
        break;
      }
      shown.push(row);
    }
    left += rows.length - shown.length;
    text += shown.length === 0 ? '' : open + markdownTable(columns, shown) + close;
  }
  return left === 0 ? text : `${text}\n${left} more ${left === 1 ? 'row is' : 'rows are'} not shown here; the JSON has all.\n`;
}

function span(text: string): string {
  return code(cut(text));
}

function cut(text: string): string {
  const shown = printable(text);
  return shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT)}...` : shown;
}
