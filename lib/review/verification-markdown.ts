import { VerificationResult } from '../verification/verification-result';
import { byCause, FindingGroup, groupMessage, groupTitle, MEMBERS, membersOf } from './finding-groups';
import { code, escapeMarkdown } from './markdown';
import { cutCode, cutProse, markdownComment, MarkdownSection } from './markdown-comment';
import {
  againstText, shownConditions, isOpen, openBySeverity, shownPath, placeText, ShownCondition, shownExample, summaryText, tagsText,
  VerificationHead,
} from './verification-summary';

/** Places that a cell names. */
const PLACES = 3;

/** The result as a comment on a pull request. */
export function verificationMarkdown(head: VerificationHead, result: VerificationResult): string {
  const accepted = result.findings.filter((finding) => !isOpen(finding));
  const sections: MarkdownSection[] = [
    ...openBySeverity(result.findings).map(({ title, findings }) =>
      ({ title, columns: ['Finding', 'Subject', 'What', 'Places'], rows: byCause(findings).map(findingCells) })),
    {
      title: 'Acknowledged', columns: ['Finding', 'Subject', 'What', 'Places', 'Reason'],
      rows: byCause(accepted).map((group) => [...findingCells(group), cutProse(group.first.acknowledged!.reason)]),
    },
    {
      title: 'The answers also rest on this', columns: ['Condition', 'Requirements'],
      rows: shownConditions(result).map((one) => [conditionCell(one), String(one.requirementCount)]),
    },
  ].filter(({ rows }) => rows.length > 0);
  const text = `**${escapeMarkdown(summaryText(result))}**\n\nNetwork ${cutCode(shownPath(head.network))}, ${against(head)}, ` +
    `${cutProse(tagsText(result))}.\n`;
  return markdownComment(text, sections);
}

function conditionCell({ text, members }: ShownCondition): string {
  const rest = members.length - MEMBERS;
  return [cutProse(text), ...members.slice(0, MEMBERS).map(cutProse), ...(rest > 0 ? [`and ${rest} more`] : [])].join('<br>');
}

/** Cells of an entry: its id, subjects, what is wrong, and places. */
export function findingCells(group: FindingGroup): string[] {
  const { first: { id, subject, example }, places } = group;
  const rest = places.length - PLACES;
  const { shown, left, notes } = membersOf(group);
  const subjects = [
    groupTitle(group), ...shown.map((one) => `${cutCode(one.subject)}${one.own === '' ? '' : ` ${cutProse(one.own)}`}`),
    ...(left > 0 ? [`and ${left} more`] : []), ...notes.map(cutProse),
  ];
  return [
    code(id), shown.length === 0 ? cutCode(subject) : subjects.join('<br>'),
    cutProse(groupMessage(group)) + (example === undefined ? '' : `<br>Example: ${cutCode(shownExample(example))}`),
    [...places.slice(0, PLACES).map((place) => cutCode(placeText(place))), ...(rest > 0 ? [`and ${rest} more`] : [])].join('<br>'),
  ];
}

function against(head: VerificationHead): string {
  return head.deployment === undefined ? cutProse(againstText(head)) : `deployment ${cutCode(shownPath(head.deployment))}`;
}

