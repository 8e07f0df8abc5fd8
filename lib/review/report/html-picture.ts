import { html } from './html-text';
import { NetworkReport } from './network-report';
import { PictureWay, waysOf } from './picture';

const SIGNS = { met: '✓', denied: '✕', unknown: '?' };
const COLUMNS = ['Subnet', 'Security group', 'Route', 'Firewall', 'Destination'];
const [WIDTH, ROW, BOX, TOP, GAP] = [1132, 40, 30, 34, 216] as const;
const BOXES = [150, 170, 170, 170, 248] as const;

interface Node {
  readonly column: number;
  readonly text: string;
  readonly rows: number[];
}

/** The ways of a subnet as SVG: a column for each layer, a row for each way, and a link on each box. */
export function htmlPicture(report: NetworkReport, subnet: string, wayNames: ReadonlyMap<string, string>): string {
  const ways = [...waysOf(report, subnet)].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const nodes = new Map<string, Node>();
  const put = (column: number, text: string, row: number): string => {
    const key = `${column} ${text}`;
    const node = nodes.get(key) ?? { column, text, rows: [] };
    nodes.set(key, node);
    node.rows.push(row);
    return key;
  };
  const paths = ways.map((way, row) => ({
    way, row,
    keys: [put(0, subnet, row), ...way.stations.map((text) => put(columnOf(text), text.replace(/^(group|route|firewall) /, ''), row))],
  }));
  const middle = ({ rows }: Node): number => TOP + (rows.reduce((sum, row) => sum + row, 0) / rows.length + 0.5) * ROW;
  const height = TOP + Math.max(1, ways.length) * ROW + 10;
  const edges = paths.flatMap(({ way, row, keys }) => {
    const ends = [...keys.map((key) => nodes.get(key)!).map((node) => ({ column: node.column, y: middle(node) })),
      { column: 4, y: TOP + (row + 0.5) * ROW }];
    const { stop, outcome, direction } = way;
    const all = ends.slice(1).map((to, i) => edge(ends[i]!, to, outcome));
    if (stop === undefined) {
      return all;
    }
    // The subnet is the first end, so the station that denies is one further. Inbound traffic comes from the other side.
    return [...(direction === 'inbound' ? all.slice(stop + 1) : all.slice(0, stop + 1)),
      stub(ends[stop + 1]!, direction === 'inbound' ? undefined : TOP + (row + 0.5) * ROW)];
  });
  const boxes = [...nodes.values()].map((node) => box(node.column, middle(node), node.text, `${COLUMNS[node.column]} ${node.text}`,
    'station', linkOf(report, node)));
  const ends = paths.map(({ way: { outcome, destination, direction, requirements, stations, stop }, row }) => {
    const at = stop === undefined ? '' : ` at ${stations[stop]!}`;
    const first = requirements[0]!;
    const text = `${SIGNS[outcome]} ${direction === 'inbound' ? 'from ' : ''}${destination} (${requirements.length})`;
    return box(4, TOP + (row + 0.5) * ROW, text, `${destination}, ${direction}, ${requirements.length} needed, ${outcome}${at}`,
      outcome, ` href="#${first.anchor}" data-way="${wayNames.get(first.anchor)!}"`);
  });
  const heads = COLUMNS.map((text, i) => `<text class="head" x="${i * GAP + 4}" y="16">${text}</text>`);
  return `<div class="scroll" tabindex="0" role="region" aria-label="Picture of ${html(subnet)}"><svg viewBox="-10 0 ${WIDTH} ${height}" ` +
    `role="group" aria-label="Ways of the traffic of ${html(subnet)}">` +
    `${[...heads, ...new Set(edges), ...boxes, ...ends].join('\n')}</svg></div>\n`;
}

/** Each requirement by its anchor with the name of the way that it takes. */
export function wayNamesOf(report: NetworkReport): Map<string, string> {
  return new Map(report.subnets.flatMap(({ name }, i) =>
    waysOf(report, name).flatMap(({ requirements }, j) => requirements.map(({ anchor }) => [anchor, `${i}-${j}`] as const))));
}

/** A subnet leads to its requirements; a group, a route or a firewall to its rules, where the report has some. */
function linkOf({ rules }: NetworkReport, { column, text }: Node): string {
  if (column === 0) {
    return ` href="#requirements" data-subnet="${html(text)}"`;
  }
  const owner = rules.find(({ layer, name, owner: of }) => (layer === 'route' && column === 2 ? name : of) === text)?.owner;
  return owner === undefined ? '' : ` href="#rules" data-owner="${html(owner)}"`;
}

function columnOf(station: string): number {
  return station.startsWith('group ') ? 1 : station.startsWith('firewall ') ? 3 : 2;
}

function edge(from: { column: number; y: number }, to: { column: number; y: number }, outcome: string): string {
  const x = from.column * GAP + BOXES[from.column]!;
  const end = to.column * GAP;
  const bend = Math.min(60, (end - x) / 2);
  return `<path class="way ${outcome}" d="M${x} ${from.y}C${x + bend} ${from.y} ${end - bend} ${to.y} ${end} ${to.y}"/>`;
}

/** A short line with a cross where traffic stops: in its row after the box, or before the box for inbound traffic. */
function stub(at: { column: number; y: number }, row: number | undefined): string {
  const x = at.column * GAP + (row === undefined ? 0 : BOXES[at.column]!);
  const end = row === undefined ? x - 14 : x + 26;
  const y = row ?? at.y;
  return `<path class="way denied stop" d="M${x} ${at.y}L${end} ${y}"/>` +
    `<path class="cross" d="M${end - 5} ${y - 5}l10 10m0 -10l-10 10"/>`;
}

function box(column: number, y: number, text: string, label: string, kind: string, link: string): string {
  const width = BOXES[column]!;
  const [tag, begin] = link === '' ? ['g', `<g class="${kind}">`] : ['a', `<a class="${kind}"${link} aria-label="${html(label)}">`];
  return `${begin}<rect class="box" x="${column * GAP}" y="${y - BOX / 2}" ` +
    `width="${width}" height="${BOX}" rx="6"/>` +
    `<text x="${column * GAP + 9}" y="${y + 5}">${html(cut(text, Math.floor(width / 7.6)))}</text></${tag}>`;
}

function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text;
}

function keyOf({ direction, stations, stop, destination }: PictureWay): string {
  return JSON.stringify([direction === 'inbound' ? 1 : 0, stations, stop, destination]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
