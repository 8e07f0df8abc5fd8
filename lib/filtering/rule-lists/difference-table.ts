import { PortInterval, portSet, portsKey } from '../../azure/port-sets';
import { AddressClasses } from './address-classes';
import { Term } from './list-rule';
import { POINT, Points } from './points';
import { freePorts, FreePorts } from './port-gap';
import { Box, RuleList } from './rule-list';

/** An address, and all symbols without known addresses that it is in. */
interface ExampleAddress {
  readonly family: 4 | 6;
  readonly address: bigint;
  readonly symbols: readonly string[];
}

interface DifferenceExample {
  readonly protocol: string;
  readonly source: ExampleAddress;
  readonly sourcePort: number;
  readonly destination: ExampleAddress;
  readonly destinationPort: number;
}

/** Flows from each of the sources to each of the destinations, with each of the protocols and ports. */
export interface DifferenceBox {
  readonly protocols: readonly string[];
  readonly sources: readonly Term[];
  readonly sourcePorts: readonly PortInterval[];
  readonly destinations: readonly Term[];
  readonly destinationPorts: readonly PortInterval[];
  readonly example: DifferenceExample;
}

type Point = readonly [number, number, number];

/** Collects cells, and joins those that are alike: first columns of a row, then rows with the same columns. */
export class DifferenceTable {
  private readonly points = new Map<string, Point>();
  private readonly rows = new Map<string, Map<string, FreePorts[]>>();

  public constructor(private readonly list: RuleList) {}

  /** @param rules those whose flows are not wanted */
  public add(box: Box, source: number, destination: number, rules: Int32Array): void {
    const free = freePorts(this.list, rules, box);
    if (free.length > 0) {
      const row = this.keyOf(box.sources, source);
      const column = this.keyOf(box.destinations, destination);
      const columns = this.rows.get(row) ?? new Map<string, FreePorts[]>();
      this.rows.set(row, columns.set(column, [...(columns.get(column) ?? []), ...free]));
    }
  }

  public boxes(): DifferenceBox[] {
    const parts = new Map<string, { ports: FreePorts; rows: Map<string, { rows: string[]; columns: string[] }> }>();
    for (const [row, columns] of this.rows) {
      const ofPorts = new Map<string, { ports: FreePorts; columns: string[] }>();
      for (const [column, free] of columns) {
        for (const ports of joined(free)) {
          const key = `${ports.protocols}|${portsKey(ports.sourcePorts)}|${portsKey(ports.destinationPorts)}`;
          const part = ofPorts.get(key) ?? { ports, columns: [] };
          part.columns.push(column);
          ofPorts.set(key, part);
        }
      }
      for (const [key, { ports, columns: same }] of ofPorts) {
        const part = parts.get(key) ?? { ports, rows: new Map<string, { rows: string[]; columns: string[] }>() };
        const columnKey = same.sort().join(';');
        const alike = part.rows.get(columnKey) ?? { rows: [], columns: same };
        alike.rows.push(row);
        part.rows.set(columnKey, alike);
        parts.set(key, part);
      }
    }
    return [...parts.values()].flatMap(({ ports, rows }) => [...rows.values()].map((alike) => this.box(ports, alike.rows, alike.columns)));
  }

  private box({ protocols, sourcePorts, destinationPorts }: FreePorts, rows: readonly string[], columns: readonly string[]): DifferenceBox {
    const names = this.list.protocolNames.filter((_, i) => (protocols & (1 << i)) !== 0);
    const [from, to] = [rows.map((key) => this.points.get(key)!), columns.map((key) => this.points.get(key)!)];
    return {
      protocols: names, sources: this.terms(from, this.list.sourceClasses), sourcePorts,
      destinations: this.terms(to, this.list.destinationClasses), destinationPorts,
      example: {
        protocol: names[0]!, source: this.example(from[0]!, this.list.sourceClasses), sourcePort: sourcePorts[0]!.first,
        destination: this.example(to[0]!, this.list.destinationClasses), destinationPort: destinationPorts[0]!.first,
      },
    };
  }

  private terms(points: readonly Point[], classes: AddressClasses): Term[] {
    const plain = points.filter(([, symbol]) => symbol < 0).map(([one]) => one);
    if (plain.length === classes.count) {
      return [{ kind: 'any' }];
    }
    const symbols = new Set(points.flatMap(([, symbol]) => (symbol < 0 ? [] : [this.list.symbolNames(symbol)[0]])));
    return [
      ...classes.intervals(plain).map((interval): Term => ({ kind: 'interval', interval })),
      ...[...symbols].sort().map((symbol): Term => ({ kind: 'symbol', symbol })),
    ];
  }

  private example([one, ...symbols]: Point, classes: AddressClasses): ExampleAddress {
    const { family, first } = classes.intervals([one])[0]!;
    return {
      family, address: first, symbols: [...new Set(symbols.flatMap((symbol) => (symbol < 0 ? [] : this.list.symbolNames(symbol))))].sort(),
    };
  }

  private keyOf(points: Points, at: number): string {
    const point = points.subarray(at, at + POINT);
    const key = point.join();
    if (!this.points.has(key)) {
      this.points.set(key, [point[0]!, point[1]!, point[2]!]);
    }
    return key;
  }
}

/** Parts of one cell: those that differ only in destination ports, and then those that differ only in protocols, are put together. */
function joined(free: readonly FreePorts[]): FreePorts[] {
  const byProtocol = new Map<string, FreePorts>();
  for (const { protocols, sourcePorts, destinationPorts } of free) {
    const key = `${protocols}|${portsKey(sourcePorts)}`;
    const before = byProtocol.get(key)?.destinationPorts ?? [];
    byProtocol.set(key, {
      protocols, sourcePorts, destinationPorts: portSet([...before, ...destinationPorts]),
    });
  }
  const byPorts = new Map<string, FreePorts>();
  for (const part of byProtocol.values()) {
    const key = `${portsKey(part.sourcePorts)}|${portsKey(part.destinationPorts)}`;
    byPorts.set(key, { ...part, protocols: (byPorts.get(key)?.protocols ?? 0) | part.protocols });
  }
  return [...byPorts.values()];
}
