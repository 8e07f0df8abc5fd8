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
  readonly subnet: string;
  readonly ways: readonly PlacedWay[];
  readonly stations: readonly Station[];
  readonly height: number;
}

/** Places the ways of a subnet: each in a row of its own, those with the same stations beside each other, and stations between them. */
export function layoutOf(subnet: string, all: readonly PictureWay[]): Layout {
  const ways = [...all].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const unit = ALL_WIDTH / Math.max(1, ways.reduce((sum, { requirements }) => sum + requirements.length, 0));
  const widths = ways.map(({ requirements }) => round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, requirements.length * unit))));
  const stations = new Map<string, { readonly column: number; readonly text: string; readonly rows: number[] }>();
  const keys = ways.map(({ stations: passed }, row) => [{ column: 0, text: subnet }, ...passed.map(({ layer, text }) =>
    ({ column: COLUMN_OF[layer], text }))].map(({ column, text }) => {
    const key = `${column} ${text}`;
    const one = stations.get(key) ?? { column, text, rows: [] };
    stations.set(key, one);
    one.rows.push(row);
    return key;
  }));
  const total = (rows: readonly number[]): number => rows.reduce((sum, row) => sum + widths[row]!, 0);
  const rowMiddle = (row: number): number => TOP + (row + 0.5) * ROW_HEIGHT;
  const middle = (rows: readonly number[]): number => rows.reduce((sum, row) => sum + rowMiddle(row), 0) / rows.length;
  return {
    subnet, height: TOP + Math.max(1, ways.length) * ROW_HEIGHT + 10,
    stations: [...stations.values()].map(({ column, text, rows }) =>
      ({ column, text, y: round(middle(rows)), height: Math.max(LEAST_HEIGHT, total(rows) + 8) })),
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

function keyOf({ direction, stations, stop, destination }: PictureWay): string {
  return JSON.stringify([direction === 'inbound' ? 1 : 0, stations, stop, destination]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
