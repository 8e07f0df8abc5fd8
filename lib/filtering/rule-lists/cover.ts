import { portsHold, portsOverlap } from '../../azure/port-sets';
import { POINT, Points } from './points';
import { portGap, PortGap } from './port-gap';
import { PointIndex } from './point-index';
import { Box, RuleList } from './rule-list';
import { RuleTable } from './rule-table';

/** The rules before `end`, and those from `begin2` on that are before `end2`. All fields in one order: it is asked for each rule. */
export interface Selection {
  readonly end: number;
  readonly begin2: number;
  readonly end2: number;
  /** A rule that is left out, or -1. */
  readonly without: number;
  /** Only the rules that have a 1 here. */
  readonly only: Uint8Array | undefined;
}

/** The rules before one. */
export function rulesBefore(end: number, without = -1, only?: Uint8Array): Selection {
  return { end, begin2: 0, end2: 0, without, only };
}

/** The rules before one, and some more. */
export function rulesBeforeAnd(end: number, begin2: number, end2: number): Selection {
  return { end, begin2, end2, without: -1, only: undefined };
}

/** All selected rules are from this one on. */
function firstOf({ end, begin2 }: Selection): number {
  return end > 0 ? 0 : begin2;
}

/** All selected rules are before this one. */
function endOf({ end, end2 }: Selection): number {
  return end > end2 ? end : end2;
}

/** A flow: its points begin at these places of the box's lists. */
interface FlowGap extends PortGap {
  readonly source: number;
  readonly destination: number;
}

/** Lists up to this length are looked at before a table is made. */
const FEW = 8;

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
  private wholeCount = 0;
  private readonly part: Int32Array;
  private partCount = 0;
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
    // Most rules of long lists are for ends that no other rule has, so that the first cell is one.
    const { sourceIndex, destinationIndex } = this;
    if (this.isFree(destinationIndex, box.destinations, box, selection) || this.isFree(sourceIndex, box.sources, box, selection)) {
      const gap = portGap(this.rules, this.here, 0, box);
      return gap === undefined ? undefined : { ...gap, source: 0, destination: 0 };
    }
    const rowsAreSources = this.areRowsSources(box.sources, box.destinations);
    const rows = rowsAreSources ? box.sources : box.destinations;
    const columns = rowsAreSources ? box.destinations : box.sources;
    const [rowIndex, columnIndex] = rowsAreSources ? [sourceIndex, destinationIndex] : [destinationIndex, sourceIndex];
    this.selectWide(box, selection, rowIndex, columns, columnIndex);
    const gap = this.gapInRows(box, selection, rows, rowIndex, columns, columnIndex);
    return gap === undefined || rowsAreSources ? gap : { ...gap, source: gap.destination, destination: gap.source };
  }

  /**
   * The first selected rule that matches some of the flows of a box, those from one of its sources to one of its destinations, and that
   * is the right one; -1 when there is none.
   * @param source where the point begins in the list of the box
   */
  public first(box: Box, selection: Selection, source: number, destination: number, isRight: (rule: number) => boolean): number {
    const from = box.sources.subarray(source, source + POINT);
    const to = box.destinations.subarray(destination, destination + POINT);
    const rowsAreSources = this.areRowsSources(from, to);
    const [rows, columns] = rowsAreSources ? [from, to] : [to, from];
    const [rowIndex, columnIndex] = rowsAreSources ? [this.sourceIndex, this.destinationIndex] : [this.destinationIndex, this.sourceIndex];
    this.selectWide(box, selection, rowIndex, columns, columnIndex);
    let least = this.rules.count;
    for (let i = 0; i < this.wideCount; i++) {
      const rule = this.wide[i]!;
      if (rule < least && rowIndex.has(rule, rows, 0) && columnIndex.has(rule, columns, 0) && isRight(rule)) {
        least = rule;
      }
    }
    const count = rowIndex.collect(rows, 0, this.found, firstOf(selection), Math.min(least, endOf(selection)));
    for (let i = 0; i < count; i++) {
      const rule = this.found[i]!;
      if (rule < least && this.isSelected(rule, box, selection) && columnIndex.has(rule, columns, 0) && isRight(rule)) {
        least = rule;
      }
    }
    return least === this.rules.count ? -1 : least;
  }

  /** Calls for each cell of a box, where its points begin, with the selected rules that match some of its flows. */
  public cells(box: Box, selection: Selection, visit: (source: number, destination: number, rules: Int32Array) => void): void {
    this.selectWide(box, selection, this.sourceIndex, box.destinations, this.destinationIndex);
    for (let source = 0; source < box.sources.length; source += POINT) {
      this.selectRow(box, selection, this.sourceIndex, box.sources, source);
      const rules = new Int32Array(this.wholeCount + this.partCount);
      rules.set(this.whole.subarray(0, this.wholeCount));
      rules.set(this.part.subarray(0, this.partCount), this.wholeCount);
      for (let destination = 0; destination < box.destinations.length; destination += POINT) {
        visit(source, destination, rules.filter((rule) => this.destinationIndex.has(rule, box.destinations, destination)));
      }
    }
  }

  /** Looks for a gap row by row. It is written for sources as rows; for destinations as rows, the caller swaps them. */
  private gapInRows(
    box: Box, selection: Selection, rows: Points, rowIndex: PointIndex, columns: Points, columnIndex: PointIndex,
  ): FlowGap | undefined {
    let checked = -1; // how many rules the last list had in which ports were looked for
    for (let row = 0; row < rows.length; row += POINT) {
      if (row === (this.manyCells > 0 ? FIRST_ROWS * POINT : 0) && (rows.length - row) * columns.length > this.manyCells * POINT * POINT) {
        return this.gapInTable(box, selection, rows, row, rowIndex, columns, columnIndex);
      }
      this.selectRow(box, selection, rowIndex, rows, row);
      const [whole, part] = [this.wholeCount, this.partCount];
      columns: for (let column = 0; column < columns.length; column += POINT) {
        for (let i = 0; i < whole; i++) {
          if (columnIndex.has(this.whole[i]!, columns, column)) {
            continue columns;
          }
        }
        let [count, isKnown] = [0, true];
        for (let i = 0; i < part; i++) {
          const rule = this.part[i]!;
          if (columnIndex.has(rule, columns, column)) {
            isKnown = isKnown && this.here[count] === rule;
            this.here[count++] = rule;
          }
        }
        // Rules to anywhere are the same in every cell.
        if (isKnown && count === checked) {
          continue;
        }
        const gap = portGap(this.rules, this.here, count, box);
        if (gap !== undefined) {
          return { ...gap, source: row, destination: column };
        }
        checked = count;
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
      this.selectRow(box, selection, rowIndex, rows, row);
      table.addRow(row, this.whole.subarray(0, this.wholeCount), this.part.subarray(0, this.partCount));
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

  /** Whether no selected rule has the first point of a side, as far as that is quick to tell. */
  private isFree(index: PointIndex, points: Points, box: Box, selection: Selection): boolean {
    if (index.wide.length > FEW || index.costAt(points, 0) > FEW) {
      return false;
    }
    for (const rule of index.wide) {
      if (this.isSelected(rule, box, selection) && index.has(rule, points, 0)) {
        return false;
      }
    }
    const count = index.collect(points, 0, this.found, firstOf(selection), endOf(selection));
    for (let i = 0; i < count; i++) {
      if (this.isSelected(this.found[i]!, box, selection)) {
        return false;
      }
    }
    return true;
  }

  /** Whether fewer rules are looked at when the rows are the sources. */
  private areRowsSources(sources: Points, destinations: Points): boolean {
    const { sourceIndex, destinationIndex, wideOnBoth } = this;
    const [from, to] = [sourceIndex.cost(sources), destinationIndex.cost(destinations)];
    return from + Math.min(sourceIndex.wide.length, to + wideOnBoth.length) * sources.length / POINT <=
      to + Math.min(destinationIndex.wide.length, from + wideOnBoth.length) * destinations.length / POINT;
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
      const [from, until] = [firstOf(selection), endOf(selection)];
      for (let i = 0; i < rowIndex.wide.length && rowIndex.wide[i]! < until; i++) {
        if (rowIndex.wide[i]! >= from) {
          add(rowIndex.wide[i]!);
        }
      }
      return;
    }
    this.wideOnBoth.forEach(add);
    const before = this.wideCount;
    for (let column = 0; column < columns.length; column += POINT) {
      const count = columnIndex.collect(columns, column, this.found, firstOf(selection), endOf(selection));
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

  /** Fills the lists of rules of a row. */
  private selectRow(box: Box, selection: Selection, index: PointIndex, rows: Points, row: number): void {
    this.wholeCount = 0;
    this.partCount = 0;
    for (let i = 0; i < this.wideCount; i++) {
      if (index.has(this.wide[i]!, rows, row)) {
        this.list(this.wide[i]!, box);
      }
    }
    const found = index.collect(rows, row, this.found, firstOf(selection), endOf(selection));
    for (let i = 0; i < found; i++) {
      if (this.isSelected(this.found[i]!, box, selection)) {
        this.list(this.found[i]!, box);
      }
    }
  }

  private list(rule: number, box: Box): void {
    if (this.isWhole(rule, box)) {
      this.whole[this.wholeCount++] = rule;
    } else {
      this.part[this.partCount++] = rule;
    }
  }

  /** Whether a rule counts, and has some of the protocols and ports of a box. */
  private isSelected(rule: number, box: Box, { end, begin2, end2, without, only }: Selection): boolean {
    if ((rule >= end && (rule < begin2 || rule >= end2)) || rule === without || this.removed[rule] === 1 ||
      (only !== undefined && only[rule] === 0) ||
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
