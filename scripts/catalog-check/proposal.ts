import { printable } from '../../lib/azure/errors';
import { Edition } from '../../lib/requirements/edition';
import { Article, ArticleRow } from './article';
import { Difference } from './compare';
import { TextChanges } from './known-text';

const TITLES: readonly (readonly [Difference['kind'], string])[] = [
  ['new', 'New'],
  ['gone', 'Gone'],
  ['changed', 'Changed'],
  ['reworded', 'Reworded'],
  ['slip', 'Known slips'],
  ['mentioned', 'Named in words, and in no row'],
  ['elsewhere', 'Cited from another list'],
  ['not-compared', 'Not compared'],
];

/** The differences as a proposal for the catalog. A maintainer decides on id, slot, purpose and conditions. */
export function proposal(
  path: string, { rows, missing }: Article, edition: Edition, differences: readonly Difference[], changes: TextChanges, isKnown: boolean,
): string {
  const counts = TITLES.map(([kind, title]) => `${title.toLowerCase()} ${differences.filter((one) => one.kind === kind).length}`);
  const lines = [
    `${path} against edition ${edition}: ${rows.length} rows; ${counts.join(', ')}`,
    ...missing.map((file) => `included and not here: ${printable(file)}`),
  ];
  for (const [kind, title] of TITLES) {
    const those = differences.filter((one) => one.kind === kind);
    lines.push(...(those.length === 0 ? [] : ['', title, ...those.flatMap((one) => linesOf(one, edition))]));
  }
  lines.push('', ...textLines(changes, isKnown));
  return `${lines.map(printable).join('\n')}\n`;
}

/** What words say is for a person to read, wherever it is not what somebody has read before. */
function textLines({ unknown, gone, moved }: TextChanges, isKnown: boolean): string[] {
  if (unknown.length + gone.size + moved.length === 0) {
    return ['Text: every line is the one that was read for the catalog'];
  }
  return [
    isKnown ? 'Text that is not the one that was read for the catalog'
      : 'Text: none of it was read for the catalog before, so read all of it',
    ...(isKnown ? unknown.map(({ line, heading, text }) => `  line ${line}, ${heading || 'before any heading'}: ${text}`)
      : [`  ${unknown.length} lines`]),
    ...[...gone].map(([heading, count]) => `  ${count} ${count === 1 ? 'line' : 'lines'} gone from ${heading || 'before any heading'}`),
    ...moved.map(({ line, heading, text }) => `  line ${line}, ${heading || 'before any heading'}, is at another place: ${text}`),
  ];
}

function linesOf({ kind, row, entry, what }: Difference, edition: Edition): string[] {
  if (row === undefined && entry === undefined) {
    return [`  ${what}`];
  }
  const id = entry === undefined ? '' : `${entry.id}: `;
  const place = row === undefined ? '' : ` (line ${row.line}, ${row.heading}${row.label === undefined ? '' : `, row "${row.label}"`})`;
  const head = `  ${id}${row === undefined ? entry!.endpoint.value : row.endpoint}: ${what}${place}`;
  if (kind === 'new') {
    return [head, `    + ${entryOf(row!, edition)}`];
  }
  if (kind === 'gone') {
    return [head, `    - editions: those before ${edition} (${entry!.citation.section}, row "${entry!.citation.row}")`];
  }
  return kind === 'changed' ? [head, `    + ${entryOf(row!, edition)}`] : [head];
}

/** A row as the section files of the catalog write it. What a person decides is left open. */
function entryOf({ endpoint, isInbound, protocol, ports, clouds, heading, label }: ArticleRow, edition: Edition): string {
  const kind = endpoint.includes('/') ? 'url' : /^[A-Z]/.test(endpoint) ? 'tag' : 'host';
  const parts = [
    "id: '?'",
    'slot: ?',
    `${kind}: ${JSON.stringify(endpoint)}`,
    `${protocol.toLowerCase()}: '${(ports ?? ['443']).join(',')}'`,
    "purpose: '?'",
    ...(clouds === undefined ? [] : [`clouds: [${clouds.map((cloud) => `'${cloud}'`).join(', ')}]`]),
    ...(isInbound ? ["direction: 'inbound'"] : []),
    ...(ports === undefined ? ['notes: [NO_PORT]'] : []),
    `editions: ['${edition}']`,
    `row: ${JSON.stringify(label ?? endpoint)}`,
    `section: ${JSON.stringify(heading)}`,
  ];
  return `{ ${parts.join(', ')} }`;
}
