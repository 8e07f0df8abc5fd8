import { printable } from '../../lib/azure/errors';
import { Edition } from '../../lib/requirements/edition';
import { Article, ArticleRow } from './article';
import { Difference } from './compare';

const TITLES: readonly (readonly [Difference['kind'], string])[] = [
  ['new', 'New'],
  ['gone', 'Gone'],
  ['changed', 'Changed'],
  ['reworded', 'Reworded'],
  ['slip', 'Known slips'],
  ['mentioned', 'Named in words, and in no row'],
  ['not-compared', 'Not compared'],
];

/** The differences as a proposal for the catalog. A maintainer decides on id, slot, purpose and conditions. */
export function proposal(path: string, { rows, missing }: Article, edition: Edition, differences: readonly Difference[]): string {
  const counts = TITLES.map(([kind, title]) => `${title.toLowerCase()} ${differences.filter((one) => one.kind === kind).length}`);
  const lines = [
    `${path} against edition ${edition}: ${rows.length} rows; ${counts.join(', ')}`,
    ...missing.map((file) => `included and not here: ${printable(file)}`),
  ];
  for (const [kind, title] of TITLES) {
    const those = differences.filter((one) => one.kind === kind);
    lines.push(...(those.length === 0 ? [] : ['', title, ...those.flatMap((one) => linesOf(one, edition))]));
  }
  return `${lines.map(printable).join('\n')}\n`;
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
