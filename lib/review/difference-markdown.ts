import {
  bySubnets, DifferenceHead, flowsOf, kindText, marksOf, placesText, requirementText, routingText, ruleTexts, sideText, subnetsShown,
  tagText, verdictText,
} from './difference-words';
import { comparedText, ROUTING_TITLE, RULES_TITLE } from './difference-text';
import { byCause } from './finding-groups';
import { findingCells } from './verification-markdown';
import { isBeyond } from './flow-changes';
import { Difference, isLost, NetworkDifference, RequirementChange } from './network-difference';
import { code, escapeMarkdown } from './markdown';
import { cutCode, cutProse, markdownComment, MarkdownSection } from './markdown-comment';
import { ShownFlow, shownFlows } from './shown-flows';

/** A difference as a comment on a pull request: what matters most first, so that it is the last to be cut; details are folded. */
export function differenceMarkdown(head: DifferenceHead, difference: Difference): string {
  const { byServiceTags, rules, routing, notes } = difference;
  const [shown, folded] = effects(head, difference, '');
  const [shownByTags, foldedByTags] = byServiceTags === undefined ? [[], []] : effects(head, byServiceTags, ' by service tags alone');
  const sections: MarkdownSection[] = [
    ...shown, ...shownByTags, ...folded,
    {
      title: 'Service tags with other addresses', columns: ['Service tag'], isFolded: true,
      rows: (byServiceTags?.tags ?? []).map((tag) => [cutCode(tagText(tag))]),
    },
    ...foldedByTags,
    {
      title: RULES_TITLE, columns: ['Subnets', 'Rules'], isFolded: true,
      rows: ruleTexts(rules).map(({ subnets, text }) => [subnetSpans(subnets), cutCode(text)]),
    },
    {
      title: ROUTING_TITLE, columns: ['Subnets', 'Change'], isFolded: true,
      rows: bySubnets(routing, routingText).map(({ subnets, text }) => [subnetSpans(subnets), cutCode(text)]),
    },
    { title: 'Notes', columns: ['Note'], isFolded: true, rows: notes.map((note) => [cutProse(note)]) },
  ].filter(({ rows }) => rows.length > 0);
  return markdownComment(`**${escapeMarkdown(verdictText(difference))}**\n\n${cutProse(comparedText(head))}\n`, sections);
}

/** What a change comes to, and what is said about it in more detail. */
function effects(
  head: DifferenceHead, { flows, requirements, newFindings, goneFindings }: NetworkDifference, cause: string,
): [MarkdownSection[], MarkdownSection[]] {
  const shown = shownFlows(flows);
  const requirementRow = (one: RequirementChange): string[] =>
    [cutCode(one.subnet), cutCode(one.requirementId), cutCode(one.need), escapeMarkdown(requirementText(one))];
  const lost = requirements.filter(isLost);
  return [[
    { title: `Requirements that are lost${cause}`, columns: ['Subnet', 'Requirement', 'Need', 'Answer'], rows: lost.map(requirementRow) },
    {
      title: `Flows${cause}`, columns: ['Change', 'Flows', 'Subnets', 'Note'],
      rows: shown.map((one) => [
        kindText(one), cutCode(flowsOf(one)), placeOf(one),
        marksOf(one, head).map((mark) => (isBeyond(one) ? `**${mark}**` : mark)).join('<br>'),
      ]),
    },
  ], [
    {
      title: `Rules that cause it, and example flows${cause}`, columns: ['Flows', 'Before', 'After', 'Example', 'Places'], isFolded: true,
      rows: shown.map((one) => [
        `${cutCode(flowsOf(one))}<br>${placeOf(one)}`, cutCode(sideText(one.before)), cutCode(sideText(one.after)),
        one.example === undefined ? '' : cutCode(one.example),
        [...new Set([...placesText(one.before.places), ...placesText(one.after.places)])].slice(0, 4).map(cutCode).join('<br>'),
      ]),
    },
    {
      title: `Other answers to requirements${cause}`, columns: ['Subnet', 'Requirement', 'Need', 'Answer'], isFolded: true,
      rows: requirements.filter((one) => !isLost(one)).map(requirementRow),
    },
    {
      title: `New findings${cause}`, columns: ['Finding', 'Subject', 'What', 'Places', 'Acknowledged'], isFolded: true,
      rows: byCause(newFindings).map((group) => [...findingCells(group), cutProse(group.first.acknowledged?.reason ?? '')]),
    },
    {
      title: `Findings that are gone${cause}`, columns: ['Finding', 'Subject'], isFolded: true,
      rows: goneFindings.map(({ id, subject }) => [code(id), cutCode(subject)]),
    },
  ]];
}

function placeOf({ subnets, direction }: ShownFlow): string {
  return `${subnetSpans(subnets)} ${direction}`;
}

function subnetSpans(subnets: readonly string[]): string {
  const { names, more } = subnetsShown(subnets);
  return `${names.map(cutCode).join(', ')}${more}`;
}

