import { printable } from '../azure/errors';
import { FlowRow, LogReport } from '../logs/log-report';
import { csv } from './csv-text';
import { jsonText } from './json-text';
import { LogsInNetwork, NetworkAnswer } from './logs-network';
import {
  flowOf, headOf, LineNumberOf, measuresOf, networkLines, offSummary, reasonsOf, remediesOf, SECTIONS, timeText, unlistedOf,
} from './logs-words';
import { code, escapeMarkdown, markdownTable } from './markdown';
import { ResourceLines } from './resource-lines';
import { suggestionsDocument, suggestionsMarkdown, suggestionsText } from './suggestions-text';
import { placeDocument } from './verification-json';
import { placeText } from './verification-summary';

/** Rows of a part that a reader still reads; the other forms have all. */
const MAX_ROWS = 40;

/** A report for a terminal. */
export function logsText(report: LogReport, inNetwork?: LogsInNetwork): string {
  const places = new ResourceLines();
  const lineOf: LineNumberOf = (place) => places.lineOf(place);
  const lines = headOf(report);
  for (const { finding, title, meaning } of SECTIONS) {
    const rows = report.rows.filter((row) => row.finding === finding);
    if (rows.length > 0) {
      lines.push('', `${title} (${rows.length}). ${meaning}`);
      lines.push(...(finding === 'denied-off' ? [`  ${offSummary(rows).join(', ')}`] : []));
      lines.push(...rows.slice(0, MAX_ROWS).flatMap((row) => rowLines(row, inNetwork?.answers.get(row), lineOf)), ...more(rows));
    }
  }
  lines.push(...listParts(report).flatMap(({ title, items }) => ['', title, ...items.map((item) => `  ${item}`)]));
  const missing = inNetwork === undefined || isEmpty(inNetwork) ? ''
    : `\n${missingTitle(inNetwork)}\n\n${suggestionsText(inNetwork.suggestions, places)}`;
  return `${lines.join('\n')}\n${missing}`;
}

/** Whether nothing is denied in the network, so that there is nothing to suggest. */
function isEmpty({ suggestions: { suggested, nothing } }: LogsInNetwork): boolean {
  return suggested.length === 0 && nothing.length === 0;
}

function missingTitle({ path }: LogsInNetwork): string {
  return `What is missing in ${printable(path)}`;
}

function rowLines(row: FlowRow, answer: NetworkAnswer | undefined, lineOf: LineNumberOf): string[] {
  const by = row.finding === 'unresolved' ? printable(row.by) : `decided by ${printable(row.by)}`;
  return [`  ${flowOf(row)}`, ...[
    measuresOf(row), by, ...reasonsOf(row), ...networkLines(row, answer, lineOf), ...remediesOf(row, answer),
  ].map((line) => `    ${line}`)];
}

function more(rows: readonly FlowRow[]): string[] {
  return rows.length > MAX_ROWS ? [`  and ${rows.length - MAX_ROWS} more; --format json and csv have all`] : [];
}

/** A list after the flows, with what it is a list of. */
interface ListPart {
  readonly title: string;
  readonly items: readonly string[];
}

function listParts({ unused, untold, from, to, skipped, notes }: LogReport): ListPart[] {
  const period = from === undefined ? 'in these logs' : `from ${timeText(from)} to ${timeText(to!)}`;
  const all: ListPart[] = [
    {
      title: `Requirements that no flow used ${period} (${unused.length}). Before you leave one out, look at a longer time.`,
      items: unused.map((requirement) => requirement.toString()),
    },
    {
      title: `Requirements that these logs say nothing about (${untold.length})`,
      items: untold.map(({ requirement, why }) => `${requirement.id}: ${why}`),
    },
    {
      title: 'Lines that are part of no answer',
      items: skipped.map(skippedText),
    },
    { title: 'What the answers rest on', items: notes },
  ];
  return all.filter(({ items }) => items.length > 0).map(({ title, items }) => ({ title, items: items.map(printable) }));
}

function skippedText({ reason, count, first, sample }: LogReport['skipped'][number]): string {
  return `${count} ${count === 1 ? 'time' : 'times'}: ${reason}; the first in ${first}${sample === '' ? '' : `: ${sample}`}`;
}

/** What a table of flows does not show: lines that could not be read. */
export function unreadLines({ skipped }: LogReport): string[] {
  return skipped.filter(({ isKnown }) => !isKnown).map((one) => `Not in the table: ${printable(skippedText(one))}`);
}

/** A report for a ticket or a pull request. */
export function logsMarkdown(report: LogReport, inNetwork?: LogsInNetwork): string {
  const places = new ResourceLines();
  const lineOf: LineNumberOf = (place) => places.lineOf(place);
  const parts = [`${headOf(report).map(escapeMarkdown).join('\n\n')}\n`];
  for (const { finding, title, meaning } of SECTIONS) {
    const rows = report.rows.filter((row) => row.finding === finding);
    if (rows.length > 0) {
      const shown = rows
        .slice(0, MAX_ROWS)
        .map((row) => [
          code(flowOf(row)),
          escapeMarkdown(measuresOf(row)),
          escapeMarkdown(printable(row.by)),
          reasonCell(row, inNetwork?.answers.get(row), lineOf),
        ]);
      const summary = finding === 'denied-off' ? ` ${escapeMarkdown(offSummary(rows).join(', '))}.` : '';
      parts.push(
        `### ${title} (${rows.length})\n\n${meaning}${summary}\n\n${markdownTable(
          ['Flow', 'How often', 'Decided by', 'What asks for it'],
          shown,
        )}${more(rows).join('\n')}`,
      );
    }
  }
  const rest = listParts(report).flatMap(({ title, items }) => [
    `\n${escapeMarkdown(title)}\n`, ...items.map((item) => `- ${escapeMarkdown(item.trim())}`),
  ]);
  const missing = inNetwork === undefined || isEmpty(inNetwork) ? ''
    : `\n### ${escapeMarkdown(missingTitle(inNetwork))}\n\n${suggestionsMarkdown(inNetwork.suggestions, places)}`;
  return `${parts.join('\n')}\n${rest.join('\n')}\n${missing}`;
}

function reasonCell(row: FlowRow, answer: NetworkAnswer | undefined, lineOf: LineNumberOf): string {
  return escapeMarkdown([...reasonsOf(row), ...networkLines(row, answer, lineOf), ...remediesOf(row, answer)].join('; '));
}

/** The documented JSON. */
export function logsJson(report: LogReport, inNetwork?: LogsInNetwork): string {
  const { rows, unused, untold, from, to, ...rest } = report;
  return jsonText({
    ...rest,
    ...(from !== undefined && { from: timeText(from), to: timeText(to!) }),
    flows: rows.map((row) => rowDocument(row, inNetwork?.answers.get(row))),
    unusedRequirements: unused.map(({ id, need }) => ({ id, need })),
    untoldRequirements: untold.map(({ requirement: { id, need }, why }) => ({ id, need, reason: why })),
    ...(inNetwork && { network: inNetwork.path, ...suggestionsDocument(inNetwork.suggestions, new ResourceLines()) }),
  });
}

function rowDocument(row: FlowRow, answer: NetworkAnswer | undefined): object {
  const {
    finding,
    subnet,
    isInbound,
    protocol,
    port,
    endpoint,
    names,
    count,
    machines,
    machinesAreAtLeast,
    first,
    last,
    bytes,
    layer,
    by,
    reason,
    through,
    missing,
  } = row;
  const unlisted = unlistedOf(row);
  return {
    finding,
    ...(subnet !== '' && { subnet }),
    direction: isInbound ? 'inbound' : 'outbound',
    protocol,
    ...(port !== undefined && { port }),
    ...(endpoint !== '' && { endpoint }),
    ...(names.length > 0 && { names }),
    count,
    machines,
    ...(machinesAreAtLeast && { machinesAreAtLeast: true }),
    ...(first !== undefined && { first: timeText(first), last: timeText(last!) }),
    ...(bytes !== undefined && { bytes }),
    layer,
    decidedBy: by,
    decidedByKind: reason,
    requirementIds: row.requirements.map(({ id }) => id),
    ...(row.candidates.length > 0 && { possibleRequirementIds: row.candidates.map(({ id }) => id) }),
    ...(row.off.length > 0 && { offRequirements: row.off.map(({ id, section }) => ({ id, section })) }),
    ...(row.probably.length > 0 && {
      probably: row.probably.map(({ name, requirements, off }) =>
        ({ name, requirementIds: requirements.map(({ id }) => id), offRequirements: off.map(({ id, section }) => ({ id, section })) })),
    }),
    toldBy: through,
    ...(unlisted !== undefined && { unlisted }),
    ...(missing.length > 0 && { missing: missing.map(({ where, rule, text }) => ({ where, rule, text })) }),
    ...(answer && { inNetwork: answerDocument(answer) }),
  };
}

function answerDocument({ outcome, steps, reason, suggested, nothing }: NetworkAnswer): object {
  return {
    outcome,
    steps: steps.map(({ layer, result, text, places }) => ({ layer, result, text, places: places.map(placeDocument) })),
    ...(reason !== undefined && { reason }),
    suggestedFor: suggested.map(({ requirementId }) => requirementId),
    notSuggestedFor: nothing.map(({ requirementId }) => requirementId),
  };
}

const COLUMNS: readonly (readonly [title: string, cell: (row: FlowRow) => string | number | undefined])[] = [
  ['finding', ({ finding }) => finding],
  ['subnet', ({ subnet }) => subnet],
  ['direction', ({ isInbound }) => (isInbound ? 'inbound' : 'outbound')],
  ['protocol', ({ protocol }) => protocol],
  ['port', ({ port }) => port],
  ['endpoint', ({ endpoint }) => endpoint],
  ['names', ({ names }) => names.join(' ')],
  ['count', ({ count }) => count],
  ['machines', ({ machines }) => machines],
  ['first', ({ first }) => (first === undefined ? '' : timeText(first))],
  ['last', ({ last }) => (last === undefined ? '' : timeText(last))],
  ['bytes', ({ bytes }) => bytes],
  ['decided by', ({ by }) => by],
  ['requirements', ({ requirements }) => requirements.map(({ id }) => id).join(' ')],
  ['off', ({ off }) => off.map(({ id }) => id).join(' ')],
  ['perhaps', ({ candidates }) => candidates.map(({ id }) => id).join(' ')],
  ['probably', ({ probably }) => probably.map(({ name }) => name).join(' ')],
  ['missing rules', ({ missing }) => missing.map(({ where, rule }) => `${rule} in ${where}`).join('; ')],
];

/** Columns if a network is given besides the deployment. */
const NETWORK_COLUMNS: readonly (readonly [title: string, cell: (answer: NetworkAnswer) => string])[] = [
  ['in the network', ({ outcome }) => outcome],
  ['decided there by', ({ steps, reason }) => reason ?? steps.map(({ text }) => text).join('; ')],
  ['missing there', ({ suggested }) =>
    suggested.flatMap(({ proposals }) => proposals.map(({ kind, owner }) => `${kind} for ${placeText(owner)}`)).join('; ')],
];

/** The flows as CSV. Text that a terminal does not show is escaped there too. */
export function logsCsv({ rows }: LogReport, inNetwork?: LogsInNetwork): string {
  const more = inNetwork === undefined ? [] : NETWORK_COLUMNS;
  const answered = (row: FlowRow): string[] => more.map(([, cell]) => {
    const answer = inNetwork!.answers.get(row);
    return answer === undefined ? '' : cell(answer);
  });
  return csv(
    [...COLUMNS, ...more].map(([title]) => title),
    rows.map((row) => [...COLUMNS.map(([, cell]) => String(cell(row) ?? '')), ...answered(row)].map(printable)),
  );
}
