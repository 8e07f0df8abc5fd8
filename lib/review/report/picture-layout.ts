import { compareTexts } from '../../azure/text-order';
import { AlikeSubnets } from './alike-subnets';
import { PictureWay } from './picture';

/** The columns of a picture; a subnet is in the first, and destinations in the last. */
export const COLUMNS = ['Subnet', 'Security group', 'Route', 'Firewall', 'Destination'];
/** From one column to the next. */
export const GAP = 216;
export const BOXES = [150, 170, 170, 170, 248] as const;
export const WIDTH = 4 * GAP + BOXES[4] + 20;
const ROW_HEIGHT = 40;
const [TOP, LEAST_HEIGHT, LEAST_WIDTH, MOST_WIDTH] = [34, 30, 2.5, 22] as const;
/** How wide all ribbons of a subnet are together, unless the least width of each is more. */
const ALL_WIDTH = 80;
export const COLUMN_OF = { 'security group': 1, 'route': 2, 'firewall': 3 } as const;

/** A box of a group, a route or a firewall, or of the subnet. */
export interface Station {
  readonly column: number;
  readonly text: string;
  /** What it stands for in the report: names of subnets, owners of rules, routes. */
  readonly names: readonly string[];
  /** Its middle. */
  readonly y: number;
  readonly height: number;
}

/** A way, with where its ribbon passes its stations, the subnet first, and where it ends. */
export interface PlacedWay {
  readonly way: PictureWay;
  readonly width: number;
  readonly stops: readonly { readonly column: number; readonly y: number }[];
  readonly y: number;
}

export interface Layout {
  readonly ways: readonly PlacedWay[];
  readonly stations: readonly Station[];
  readonly height: number;
}

/** Places the ways of a subnet: each in a row of its own, those with the same stations next to each other, and stations between them. */
export function layoutOf(subnet: Pick<AlikeSubnets, 'names' | 'text' | 'ways'>): Layout {
  const ways = [...subnet.ways].sort((a, b) => compareTexts(keyOf(a), keyOf(b)));
  const unit = ALL_WIDTH / Math.max(1, ways.reduce((sum, way) => sum + sizeOf(way), 0));
  const widths = ways.map((way) => round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, sizeOf(way) * unit))));
  const stations = new Map<string, Pick<Station, 'column' | 'text' | 'names'> & { readonly rows: number[] }>();
  const keys = ways.map(({ stations: passed }, row) => [{ column: 0, text: subnet.text, names: subnet.names },
    ...passed.map(({ layer, text, names }) => ({ column: COLUMN_OF[layer], text, names }))].map(({ column, text, names }) => {
    const key = `${column} ${text}`;
    const one = stations.get(key) ?? { column, text, names, rows: [] };
    stations.set(key, one);
    one.rows.push(row);
    return key;
  }));
  const total = (rows: readonly number[]): number => rows.reduce((sum, row) => sum + widths[row]!, 0);
  const rowMiddle = (row: number): number => TOP + (row + 0.5) * ROW_HEIGHT;
  const middle = (rows: readonly number[]): number => rows.reduce((sum, row) => sum + rowMiddle(row), 0) / rows.length;
  return {
    height: TOP + Math.max(1, ways.length) * ROW_HEIGHT + 10,
    stations: [...stations.values()].map(({ column, text, names, rows }) =>
      ({ column, text, names, y: round(middle(rows)), height: Math.max(LEAST_HEIGHT, total(rows) + 8) })),
    ways: ways.map((way, row) => ({
      way, width: widths[row]!, y: rowMiddle(row),
      stops: keys[row]!.map((key) => {
        const { column, rows } = stations.get(key)!;
        const above = total(rows.slice(0, rows.indexOf(row)));
        return { column, y: round(middle(rows) - total(rows) / 2 + above + widths[row]! / 2) };
      }),
    })),
  };
}

/** What is open although nothing asks for it comes first. */
function keyOf({ direction, outcome, stations, stop, destination }: PictureWay): string {
  return JSON.stringify([outcome === 'open' ? 0 : 1, direction === 'inbound' ? 1 : 0, stations, stop, destination]);
}

/** How many take a way. */
export function sizeOf({ requirements, openings }: PictureWay): number {
  return requirements.length + openings.length;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
