import { printable } from '../azure/errors';
import { Finding } from '../findings/finding';
import { Severity } from '../findings/severity';
import { provedBy, reportOf } from '../verification/verdict';
import { VerificationResult } from '../verification/verification-result';
import { byCause, FindingGroup, groupMessage, groupTitle, MEMBERS, membersOf } from './finding-groups';
import { Paint, PLAIN, Tone, TONES } from './paint';
import {
  againstText, shownConditions, isOpen, openBySeverity, shownPath, placeText, ShownCondition, shownExample, summaryText, tagsText,
  VerificationHead,
} from './verification-summary';

/** Places that are shown of one finding; the JSON has all. */
const PLACES = 5;

/** Entries of one severity that are shown; the JSON has all findings. */
const ENTRIES = 200;

/**
 * The result for a terminal: the summary first, because it is what is looked for, and last, because that is where one looks
 * after a long output. Requirements that are met are counted; their answers are in the JSON.
 */
export function verificationText(head: VerificationHead, result: VerificationResult, paint = PLAIN): string {
  const summary = paint(TONES[provedBy(reportOf(result))], summaryText(result));
  const origin = `Network ${shownPath(head.network)}, ${againstText(head)}, ${tagsText(result)}.`;
  const sections = sectionsOf(result, paint);
  return [`${summary}\n${origin}\n`, ...sections, ...(sections.length === 0 ? [] : [`${summary}\n`])].join('\n');
}

/** The same without what it is about. */
export function findingsText(result: VerificationResult): string {
  return [`${summaryText(result)}\n`, ...sectionsOf(result, PLAIN)].join('\n');
}

const SEVERITY_TONES: Readonly<Record<Severity, Tone>> = { error: 'bad', unknown: 'doubtful', warning: 'doubtful', note: 'title' };

function sectionsOf(result: VerificationResult, paint: Paint): string[] {
  const accepted = result.findings.filter((finding) => !isOpen(finding));
  const conditions = shownConditions(result);
  return [
    ...openBySeverity(result.findings).map(({ severity, title, findings }) =>
      sectionText(paint(SEVERITY_TONES[severity], title), shownFindings(findings, paint))),
    ...(accepted.length === 0 ? [] : [sectionText(paint('title', 'Acknowledged'), shownFindings(accepted, paint))]),
    ...(conditions.length === 0 ? [] : [sectionText(paint('title', 'The answers also rest on this'), conditions.map(conditionText))]),
  ];
}

function conditionText({ text, requirementCount: count, members }: ShownCondition): string {
  const rest = members.length - MEMBERS;
  return [
    `${printable(text)} (${count} ${count === 1 ? 'requirement' : 'requirements'})${members.length === 0 ? '' : ':'}\n`,
    ...members.slice(0, MEMBERS).map((member) => `- ${printable(member)}\n`),
    ...(rest > 0 ? [`and ${rest} more; the JSON has all of them\n`] : []),
  ].join('');
}

/** Findings by cause, each cause one entry. At the end how many are not shown, by their ids. */
export function shownFindings(findings: readonly Finding[], paint = PLAIN): string[] {
  const groups = byCause(findings);
  return [
    ...groups.slice(0, ENTRIES).map((group) => entryText(group, paint)),
    leftOutText(groups.slice(ENTRIES).flatMap(({ members }) => members)),
  ];
}

function leftOutText(rest: readonly Finding[]): string {
  const counts = new Map<string, number>();
  rest.forEach(({ id }) => counts.set(id, (counts.get(id) ?? 0) + 1));
  const kinds = [...counts].map(([id, count]) => `${count} of ${id}`).join(', ');
  return rest.length === 0 ? '' : `... and ${rest.length} more, which are not shown here: ${kinds}. The JSON has all of them.\n`;
}

function sectionText(title: string, entries: readonly string[]): string {
  return `${title}\n\n${entries.join('')}`;
}

function entryText(group: FindingGroup, paint: Paint): string {
  const { first: { id, severity, example, acknowledged }, places } = group;
  const rest = places.length - PLACES;
  const { shown, left, notes } = membersOf(group);
  const lines = [
    printable(groupMessage(group)),
    ...(example === undefined ? [] : [`example: ${shownExample(example)}`]),
    ...places.slice(0, PLACES).map((place) => `at: ${placeText(place)}`),
    ...(rest > 0 ? [`and at ${rest} more ${rest === 1 ? 'place' : 'places'}`] : []),
    ...(acknowledged === undefined ? [] : [`reason: ${printable(acknowledged.reason)}`]),
    ...(shown.length === 0 ? [] : ['subjects:']),
    ...shown.map(({ subject, own }) => `- ${JSON.stringify(subject)}${own === '' ? '' : `: ${own}`}`),
    ...(left > 0 ? [`and ${left} more; the JSON has all of them`] : []),
    ...notes,
  ];
  const kind = acknowledged === undefined ? id : `${id} (${severity})`;
  return `${paint('title', kind)}: ${groupTitle(group)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
