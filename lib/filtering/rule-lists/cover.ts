import { portsHold, portsOverlap } from '../../azure/port-sets';
import { POINT, Points } from './points';
import { portGap, PortGap } from './port-gap';
import { PointIndex } from './point-index';
import { Box, RuleList } from './rule-list';
import { RuleTable } from './rule-table';

/** The rules before `end`, and those from `begin2` on that are before `end2`. */
export interface Selection {
  readonly end: number;
  readonly begin2?: number;
  readonly end2?: number;
  /** A rule that is left out. */
  readonly without?: number;
  /** Only the rules that have a 1 here. */
  readonly only?: Uint8Array;
}

/** A flow: its points begin at these places of the box's lists. */
export interface FlowGap extends PortGap {
  readonly source: number;
  readonly destination: number;
}

/** Rows that are looked at one by one before those that are left, when there are many, are put together: most gaps are in the first. */
const FIRST_ROWS = 4;

/**
 * Tells whether some rules together match all flows of a box. Rules that were removed count for nothing.
 *
 * A box is a table of cells, one for each of its sources and destinations. The rows are those of the two that fewer rules have.
 */
export class Cover {
  public readonly removed: Uint8Array;
  public readonly sourceIndex: PointIndex;
  public readonly destinationIndex: PointIndex;
  /** Rules that have so many classes on both sides that they are listed nowhere. */
  private readonly wideOnBoth: Int32Array;
  private readonly found: Int32Array;
  /** Selected rules with so many rows that they are listed under none. */
  private readonly wide: Int32Array;
  private wideCount = 0;
  /** Rules of a row that have all protocols and ports of the box, those that have some, and those of the latter that have a column. */
  private readonly whole: Int32Array;
  private readonly part: Int32Array;
  private readonly here: Int32Array;

  /** @param manyCells from how many cells on rows are put together */
  public constructor(private readonly rules: RuleList, private readonly manyCells = 128) {
    this.removed = new Uint8Array(rules.count);
    this.sourceIndex = new PointIndex(rules.sources, rules.source);
    this.destinationIndex = new PointIndex(rules.destinations, rules.destination);
    this.wideOnBoth = this.sourceIndex.wide.filter((rule) => this.destinationIndex.isWide[rule] === 1);
    this.found = new Int32Array(rules.count);
    this.wide = new Int32Array(rules.count);
    this.whole = new Int32Array(rules.count);
    this.part = new Int32Array(rules.count);
    this.here = new Int32Array(rules.count);
  }

  /** A flow of the box that no selected rule matches, or undefined when there is none. */
  public gap(box: Box, selection: Selection): FlowGap | undefined {
    const rowsAreSources = this.cost(box.sources, this.sourceIndex, box.destinations, this.destinationIndex) <=
      this.cost(box.destinations, this.destinationIndex, box.sources, this.sourceIndex);
    const rows = rowsAreSources ? box.sources : box.destinations;
    const columns = rowsAreSources ? box.destinations : box.sources;
    const [rowIndex, columnIndex] = rowsAreSources ? [this.sourceIndex, this.destinationIndex] : [this.destinationIndex, this.sourceIndex];
    this.selectWide(box, selection, rowIndex, columns, columnIndex);
    const gap = this.gapInRows(box, selection, rows, rowIndex, columns, columnIndex);
    return gap === undefined || rowsAreSources ? gap : { ...gap, source: gap.destination, destination: gap.source };
  }

  /**
   * The selected rules that match some of the flows of a box, those from one of its sources to one of its destinations, in order.
   * @param source where the point begins in the list of the box
   */
  public matching(box: Box, selection: Selection, source: number, destination: number): Int32Array {
    const from = box.sources.subarray(source, source + POINT);
    const to = box.destinations.subarray(destination, destination + POINT);
    const rowsAreSources = this.cost(from, this.sourceIndex, to, this.destinationIndex) <= this.cost(
      to, this.destinationIndex, from, this.sourceIndex,
    );
    const [rows, rowIndex, columns, columnIndex] = rowsAreSources ? [from, this.sourceIndex, to, this.destinationIndex] as const
      : [to, this.destinationIndex, from, this.sourceIndex] as const;
    this.selectWide(box, selection, rowIndex, columns, columnIndex);
    const [whole, part] = this.selectRow(box, selection, rowIndex, rows, 0);
    const all = [...this.whole.subarray(0, whole), ...this.part.subarray(0, part)];
    return Int32Array.from(all.filter((rule) => columnIndex.has(rule, columns, 0))).sort();
  }

  /** Calls for each cell of a box, where its points begin, with the selected rules that match some of its flows. */
  public cells(box: Box, selection: Selection, visit: (source: number, destination: number, rules: Int32Array) => void): void {
    this.selectWide(box, selection, this.sourceIndex, box.destinations, this.destinationIndex);
    for (let source = 0; source < box.sources.length; source += POINT) {
      const [whole, part] = this.selectRow(box, selection, this.sourceIndex, box.sources, source);
      const rules = Int32Array.of(...this.whole.subarray(0, whole), ...this.part.subarray(0, part));
      for (let destination = 0; destination < box.destinations.length; destination += POINT) {
        visit(source, destination, rules.filter((rule) => this.destinationIndex.has(rule, box.destinations, destination)));
      }
    }
  }

  /** As if the rows were the sources. */
  private gapInRows(
    box: Box, selection: Selection, rows: Points, rowIndex: PointIndex, columns: Points, columnIndex: PointIndex,
  ): FlowGap | undefined {
    for (let row = 0; row < rows.length; row += POINT) {
      if (row === (this.manyCells > 0 ? FIRST_ROWS * POINT : 0) && (rows.length - row) * columns.length > this.manyCells * POINT * POINT) {
        return this.gapInTable(box, selection, rows, row, rowIndex, columns, columnIndex);
      }
      const [whole, part] = this.selectRow(box, selection, rowIndex, rows, row);
      columns: for (let column = 0; column < columns.length; column += POINT) {
        for (let i = 0; i < whole; i++) {
          if (columnIndex.has(this.whole[i]!, columns, column)) {
            continue columns;
          }
        }
        let count = 0;
        for (let i = 0; i < part; i++) {
          if (columnIndex.has(this.part[i]!, columns, column)) {
            this.here[count++] = this.part[i]!;
          }
        }
        const gap = portGap(this.rules, this.here, count, box);
        if (gap !== undefined) {
          return { ...gap, source: row, destination: column };
        }
      }
    }
    return undefined;
  }

  /** For many rows and columns: of those that no rule of the box tells apart, one is enough. */
  private gapInTable(
    box: Box, selection: Selection, rows: Points, from: number, rowIndex: PointIndex, columns: Points, columnIndex: PointIndex,
  ): FlowGap | undefined {
    const table = new RuleTable();
    for (let row = from; row < rows.length; row += POINT) {
      const [whole, part] = this.selectRow(box, selection, rowIndex, rows, row);
      table.addRow(row, this.whole.subarray(0, whole), this.part.subarray(0, part));
    }
    for (let column = 0; column < columns.length; column += POINT) {
      table.addColumn(column, (rule) => columnIndex.has(rule, columns, column));
    }
    let gap: FlowGap | undefined;
    table.somePart(this.here, (source, destination, count) => {
      const ports = portGap(this.rules, this.here, count, box);
      gap = ports === undefined ? undefined : { ...ports, source, destination };
      return gap !== undefined;
    });
    return gap;
  }

  private cost(rows: Points, rowIndex: PointIndex, columns: Points, columnIndex: PointIndex): number {
    const wide = Math.min(rowIndex.wide.length, columnIndex.cost(columns) + this.wideOnBoth.length);
    return rowIndex.cost(rows) + wide * rows.length / POINT;
  }

  /** Finds the selected rules of any columns that are not listed under rows: under their columns, when these are fewer. */
  private selectWide(box: Box, selection: Selection, rowIndex: PointIndex, columns: Points, columnIndex: PointIndex): void {
    this.wideCount = 0;
    const add = (rule: number): void => {
      if (this.isSelected(rule, box, selection)) {
        this.wide[this.wideCount++] = rule;
      }
    };
    if (columnIndex.cost(columns) + this.wideOnBoth.length >= rowIndex.wide.length) {
      rowIndex.wide.forEach(add);
      return;
    }
    this.wideOnBoth.forEach(add);
    const before = this.wideCount;
    for (let column = 0; column < columns.length; column += POINT) {
      const count = columnIndex.collect(columns, column, this.found);
      for (let i = 0; i < count; i++) {
        if (rowIndex.isWide[this.found[i]!] === 1) {
          add(this.found[i]!);
        }
      }
    }
    if (columns.length > POINT) {
      const once = new Set(this.wide.subarray(before, this.wideCount));
      this.wideCount = before;
      once.forEach((rule) => this.wide[this.wideCount++] = rule);
    }
  }

  /** Fills the lists of rules of a row, and says how many they are. */
  private selectRow(box: Box, selection: Selection, index: PointIndex, rows: Points, row: number): [whole: number, part: number] {
    let [whole, part] = [0, 0];
    for (let i = 0; i < this.wideCount; i++) {
      const rule = this.wide[i]!;
      if (index.has(rule, rows, row)) {
        if (this.isWhole(rule, box)) {
          this.whole[whole++] = rule;
        } else {
          this.part[part++] = rule;
        }
      }
    }
    const found = index.collect(rows, row, this.found);
    for (let i = 0; i < found; i++) {
      const rule = this.found[i]!;
      if (this.isSelected(rule, box, selection)) {
        if (this.isWhole(rule, box)) {
          this.whole[whole++] = rule;
        } else {
          this.part[part++] = rule;
        }
      }
    }
    return [whole, part];
  }

  /** Whether a rule counts, and has some of the protocols and ports of a box. */
  private isSelected(rule: number, box: Box, { end, begin2 = 0, end2 = 0, without = -1, only }: Selection): boolean {
    if ((rule >= end && (rule < begin2 || rule >= end2)) || rule === without || this.removed[rule] === 1 || only?.[rule] === 0 ||
      (this.rules.protocols[rule]! & box.protocols) === 0) {
      return false;
    }
    const [from, to] = [this.rules.sourcePorts[rule]!, this.rules.destinationPorts[rule]!];
    return (to === box.destinationPorts || portsOverlap(to, box.destinationPorts)) &&
      (from === box.sourcePorts || portsOverlap(from, box.sourcePorts));
  }

  /** Whether a rule has all protocols and ports of a box. */
  private isWhole(rule: number, box: Box): boolean {
    const [from, to] = [this.rules.sourcePorts[rule]!, this.rules.destinationPorts[rule]!];
    return (box.protocols & ~this.rules.protocols[rule]!) === 0 && (from === box.sourcePorts || portsHold(from, box.sourcePorts)) &&
      (to === box.destinationPorts || portsHold(to, box.destinationPorts));
  }
}
