import { printable } from '../azure/errors';
import { VerificationResult } from '../verification/answers';
import { byCause, FindingGroup, groupMessage, groupTitle, MEMBERS, membersOf } from './finding-groups';
import { code, escapeMarkdown, markdownTable } from './markdown';
import {
  againstText, shownConditions, isOpen, openBySeverity, shownPath, placeText, ShownCondition, shownExample, summaryText, tagsText,
  VerificationHead,
} from './verification-summary';

/** A comment on GitHub has at most 65,536 characters; what is not shown is counted, which takes some more. */
const MAX_LENGTH = 60_000;

/** What one cell shows of one text; names of resources may be of any length. */
const MAX_TEXT = 300;

/** Places that a cell names. */
const PLACES = 3;

interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The result as a comment on a pull request. */
export function verificationMarkdown(head: VerificationHead, result: VerificationResult): string {
  const accepted = result.findings.filter((finding) => !isOpen(finding));
  const sections: Section[] = [
    ...openBySeverity(result.findings).map(({ title, findings }) =>
      ({ title, columns: ['Finding', 'Subject', 'What', 'Places'], rows: byCause(findings).map(cells) })),
    {
      title: 'Acknowledged', columns: ['Finding', 'Subject', 'What', 'Places', 'Reason'],
      rows: byCause(accepted).map((group) => [...cells(group), prose(group.first.acknowledged!.reason)]),
    },
    {
      title: 'The answers also rest on this', columns: ['Condition', 'Requirements'],
      rows: shownConditions(result).map((one) => [conditionCell(one), String(one.requirements)]),
    },
  ].filter(({ rows }) => rows.length > 0);
  const text = `**${escapeMarkdown(summaryText(result))}**\n\nNetwork ${codeOf(shownPath(head.network))}, ${against(head)}, ` +
    `${prose(tagsText(result))}.\n`;
  return withSections(text, sections);
}

/** Adds sections as long as there is room. The most severe come first, so that they are the last to go. */
function withSections(begin: string, sections: readonly Section[]): string {
  let text = begin;
  let left = 0;
  for (const { title, columns, rows } of sections) {
    const head = `\n### ${title}\n\n`;
    const shown: (readonly string[])[] = [];
    let length = text.length + head.length + markdownTable(columns, []).length;
    for (const row of rows) {
      length += row.join(' | ').length + '|  |\n'.length;
      if (length > MAX_LENGTH) {
        break;
      }
      shown.push(row);
    }
    left += rows.length - shown.length;
    text += shown.length === 0 ? '' : head + markdownTable(columns, shown);
  }
  return left === 0 ? text : `${text}\n${left} more ${left === 1 ? 'row is' : 'rows are'} not shown here; the JSON has all.\n`;
}

function conditionCell({ text, members }: ShownCondition): string {
  const rest = members.length - MEMBERS;
  return [prose(text), ...members.slice(0, MEMBERS).map(prose), ...(rest > 0 ? [`and ${rest} more`] : [])].join('<br>');
}

function cells(group: FindingGroup): string[] {
  const { first: { id, subject, example }, places } = group;
  const rest = places.length - PLACES;
  const { shown, left, notes } = membersOf(group);
  const subjects = [
    groupTitle(group), ...shown.map((one) => `${codeOf(one.subject)}${one.own === '' ? '' : ` ${prose(one.own)}`}`),
    ...(left > 0 ? [`and ${left} more`] : []), ...notes.map(prose),
  ];
  return [
    code(id), shown.length === 0 ? codeOf(subject) : subjects.join('<br>'),
    prose(groupMessage(group)) + (example === undefined ? '' : `<br>Example: ${codeOf(shownExample(example))}`),
    [...places.slice(0, PLACES).map((place) => codeOf(placeText(place))), ...(rest > 0 ? [`and ${rest} more`] : [])].join('<br>'),
  ];
}

function against(head: VerificationHead): string {
  return head.deployment === undefined ? prose(againstText(head)) : `deployment ${codeOf(shownPath(head.deployment))}`;
}

function prose(text: string): string {
  return escapeMarkdown(cut(text));
}

function codeOf(text: string): string {
  return code(cut(text));
}

function cut(text: string): string {
  const shown = printable(text);
  return shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT)}...` : shown;
}
