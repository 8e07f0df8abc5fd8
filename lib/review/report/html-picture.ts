import { addTo } from '../../azure/groups';
import { AlikeSubnets } from './alike-subnets';
import { html } from './html-text';
import { NetworkReport, ReportRule } from './network-report';
import { PictureWay } from './picture';
import { BOXES, COLUMN_OF, COLUMNS, GAP, Layout, layoutOf, PlacedWay, sizeOf, Station, WIDTH } from './picture-layout';

const SIGNS = { met: '✓', denied: '✕', unknown: '?', open: '!' };
const BOX = 30;
/** What a box has besides its text, at both sides together. */
const PADDING = 14;
/** From a box to the middle of its cross. */
const CROSS_ROOM = 12;
const CROSS_SIZE = 18;

/**
 * The ways of a subnet as SVG: a column for each layer, a row for each way, a ribbon as wide as the requirements that take it, and a link
 * on each box. Small screens show the same as a list of lanes.
 */
export function htmlPicture(report: NetworkReport, subnet: AlikeSubnets, wayNames: ReadonlyMap<string, string>): string {
  const layout = layoutOf(subnet);
  const names = layout.ways.map(({ way }) => wayNames.get(anchorOf(way))!);
  const flows = layout.ways.map((placed, i) => flow(placed, names[i]!));
  const crosses = crossesOf(layout, names);
  const boxes = layout.stations.map((station) => box(
    { column: station.column, y: station.y, height: station.height }, station.text, `${COLUMNS[station.column]} ${station.text}`, 'station',
    linkOf(report, station),
  ));
  const ends = layout.ways.map(({ way, y }, i) => box(
    { column: 4, y, height: BOX }, destinationText(way, subnet), wayText(subnet, way), way.outcome, destinationLink(way, names[i]!),
  ));
  const heads = COLUMNS.map((text, i) => `<text class="head" x="${i * GAP + 4}" y="16">${text}</text>`);
  return `<div class="picture wide" tabindex="0" role="region" aria-label="Picture of ${html(subnet.text)}">` +
    `<svg viewBox="-10 0 ${WIDTH} ${layout.height}" role="group" aria-label="Ways of the traffic of ${html(subnet.text)}">` +
    `${[...heads, `<g aria-hidden="true">${flows.join('\n')}</g>`, ...boxes, ...ends,
      `<g aria-hidden="true">${crosses.join('')}</g>`].join('\n')}</svg></div>\n` +
    `<div class="picture narrow">${lanes(report, subnet, layout, names)}</div>\n`;
}

/** Each requirement and each opening by its anchor with the name of the way that it takes. */
export function wayNamesOf(subnets: readonly AlikeSubnets[]): Map<string, string> {
  return new Map(subnets.flatMap(({ ways }, i) => ways.flatMap(({ requirements, openings }, j) =>
    [...requirements, ...openings].map(({ anchor }) => [anchor, `${i}-${j}`] as const))));
}

/** Where a way leads in the page. */
function anchorOf({ requirements, openings }: PictureWay): string {
  return [...requirements, ...openings][0]!.anchor;
}

/** The ribbon of a way. What is denied ends with a cross at the layer that denies it, and goes on as a thin line to where it would go. */
function flow({ way, width, stops, y }: PlacedWay, name: string): string {
  const { stop, outcome, direction } = way;
  const points = [...stops, { column: 4, y }];
  const pieces = points.slice(1).map((to, i) => curve(points[i]!, to));
  const isInbound = direction === 'inbound';
  const [passed, missed] = stop === undefined ? [pieces, []]
    : isInbound ? [pieces.slice(stop + 1), pieces.slice(0, stop + 1)] : [pieces.slice(0, stop + 1), pieces.slice(stop + 1)];
  const drawn = [
    ...missed.map((d) => `<path class="missed" d="${d}"/>`),
    ...passed.map((d) => `<path class="way ${outcome}" stroke-width="${width}" d="${d}"/>`),
  ];
  return `<g class="flow" data-way="${name}">${drawn.join('')}</g>`;
}

/** Above all ribbons, so that none hides one. Ways that are denied at one place, too close for a cross each, have one together. */
function crossesOf({ ways }: Layout, names: readonly string[]): string[] {
  const marks = ways.flatMap(({ way: { stop, direction }, stops }, i) => {
    if (stop === undefined) {
      return [];
    }
    const { column, y } = stops[stop + 1]!; // the subnet is the first, so the layer that denies is one further
    return [{ x: column * GAP + (direction === 'inbound' ? -CROSS_ROOM : BOXES[column]! + CROSS_ROOM), y, name: names[i]! }];
  }).sort((a, b) => a.x - b.x || a.y - b.y);
  const together: (typeof marks)[] = [];
  for (const mark of marks) {
    const last = together[together.length - 1];
    const before = last?.[last.length - 1];
    if (before?.x === mark.x && mark.y - before.y < CROSS_SIZE) {
      last!.push(mark);
    } else {
      together.push([mark]);
    }
  }
  return together.map((those) => `<g class="flow" data-way="${those.map(({ name }) => name).join(' ')}">` +
    `${cross(those[0]!.x, round(those.reduce((sum, { y }) => sum + y, 0) / those.length))}</g>`);
}

/** A way that skips columns bends at once, and goes on in the row of its end, so that it does not pass the boxes of others. */
function curve(from: { readonly column: number; readonly y: number }, to: { readonly column: number; readonly y: number }): string {
  const x = from.column * GAP + BOXES[from.column]!;
  const [bent, end] = [(from.column + 1) * GAP, to.column * GAP];
  const bend = Math.min(60, (bent - x) / 2);
  return `M${x} ${from.y}C${x + bend} ${from.y} ${bent - bend} ${to.y} ${bent} ${to.y}${end === bent ? '' : `L${end} ${to.y}`}`;
}

function cross(x: number, y: number): string {
  return `<circle class="stop" cx="${x}" cy="${y}" r="${CROSS_SIZE / 2}"/><path class="cross" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>`;
}

/** A subnet leads to its requirements; a group, a route or a firewall to its rules, where the report has some. */
function linkOf({ rules }: NetworkReport, { column, names }: Pick<Station, 'column' | 'names'>): string {
  if (column === 0) {
    return ` href="#requirements" data-subnet="${several(names)}"`;
  }
  const nameOf = column === COLUMN_OF.route ? ({ layer, name }: ReportRule): string => (layer === 'route' ? name : '')
    : ({ owner }: ReportRule): string => owner;
  const those = new Set(names);
  const owners = [...new Set(rules.filter((rule) => those.has(nameOf(rule))).map(({ owner }) => owner))];
  return owners.length === 0 ? '' : ` href="#rules" data-owner="${several(owners)}"`;
}

/** Names in one attribute, each on a line; a name has no line break when it is shown. */
function several(names: readonly string[]): string {
  return names.map(html).join('\n');
}

function destinationLink(way: PictureWay, name: string): string {
  return ` href="#${anchorOf(way)}" data-way="${name}"`;
}

function destinationText(way: PictureWay, { names }: AlikeSubnets): string {
  const { outcome, direction, destination } = way;
  const size = outcome === 'open' && names.length === 1 ? '' : ` (${sizeOf(way)})`;
  return `${SIGNS[outcome]} ${direction === 'inbound' && outcome !== 'open' ? 'from ' : ''}${destination}${size}`;
}

function wayText({ text }: AlikeSubnets, way: PictureWay): string {
  const { stations, stop, destination, direction, outcome, requirements, openings } = way;
  const at = stop === undefined ? '' : ` at ${stations[stop]!.layer} ${stations[stop]!.text}`;
  if (openings.length > 0) {
    return `${destination}, ${direction}, of ${text}, open although no requirement asks for it`;
  }
  const count = requirements.length === 1 ? '1 requirement' : `${requirements.length} requirements`;
  return `${destination}, ${direction}, ${count} of ${text}, ${outcome}${at}`;
}

function box(
  { column, y, height }: { readonly column: number; readonly y: number; readonly height: number },
  text: string, label: string, kind: string, link: string,
): string {
  const width = BOXES[column]!;
  const seen = cut(text, Math.floor((width - PADDING) / (kind === 'station' ? 8.6 : 7.6)));
  // A name begins with what is seen, for those who say it to their machine.
  const begin = link === '' ? `<g class="${kind}">` : `<a class="${kind}"${link} aria-label="${html(`${seen}: ${label}`)}">`;
  return `${begin}<title>${html(label)}</title><rect class="box" x="${column * GAP}" y="${round(y - height / 2)}" ` +
    `width="${width}" height="${round(height)}" rx="6"/>` +
    `<text x="${column * GAP + 9}" y="${round(y + 4.5)}">${html(seen)}</text></${link === '' ? 'g' : 'a'}>`;
}

/** The same as lanes: the stations in a line, and below it where they lead. */
function lanes(report: NetworkReport, subnet: AlikeSubnets, { ways }: Layout, names: readonly string[]): string {
  const groups = new Map<string, number[]>();
  ways.forEach(({ way: { direction, outcome, stations, stop } }, i) => {
    const key = JSON.stringify([outcome === 'open', direction, stations, stop]);
    addTo(groups, key, i);
  });
  const chip = (text: string, kind: string, link: string): string =>
    (link === '' ? `<span class="chip ${kind}">${html(text)}</span>` : `<a class="chip ${kind}"${link}>${html(text)}</a>`);
  return [...groups.values()].map((those) => {
    const { way: { direction, stations, stop } } = ways[those[0]!]!;
    const chips = [{ column: 0, ...subnet }, ...stations.map((station) => ({ column: COLUMN_OF[station.layer], ...station }))]
      .map((station, i) => chip(station.text, 'station', linkOf(report, station)) +
        (stop !== undefined && i === stop + 1 ? ' <b class="denied">✕</b>' : ''));
    const ends = those.map((i) => ({ way: ways[i]!.way, name: names[i]! }))
      .map(({ way, name }) => `<li>${chip(destinationText(way, subnet), way.outcome, destinationLink(way, name))}</li>`);
    const arrow = direction === 'inbound' ? '←' : '→';
    return `<div class="lane"><p>${chips.join(` ${arrow} `)} ${arrow}</p><ul>${ends.join('')}</ul></div>`;
  }).join('\n');
}

function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
