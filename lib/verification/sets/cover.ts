import { POINT, Points } from './points';
import { changeAfter, endFrom, Ports, portsHold, portsOverlap } from './ports';
import { RuleIndex } from './rule-index';
import { Box, RuleList } from './rule-list';

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
export interface Gap {
  readonly source: number;
  readonly destination: number;
  /** The number of its bit. */
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** Tells whether some rules together match all flows of a box. Rules that were removed count for nothing. */
export class Cover {
  public readonly removed: Uint8Array;
  public readonly sourceIndex: RuleIndex;
  public readonly destinationIndex: RuleIndex;
  private readonly found: Int32Array;
  /** Rules of a row of the box with all its protocols and ports, with some, and those of the latter that have a column. */
  private readonly whole: Int32Array;
  private readonly part: Int32Array;
  private readonly here: Int32Array;

  public constructor(private readonly rules: RuleList) {
    this.removed = new Uint8Array(rules.count);
    this.sourceIndex = new RuleIndex(rules.sources, rules.source);
    this.destinationIndex = new RuleIndex(rules.destinations, rules.destination);
    [this.found, this.whole, this.part, this.here] =
      Array.from({ length: 4 }, () => new Int32Array(rules.count)) as [Int32Array, Int32Array, Int32Array, Int32Array];
  }

  /** A flow of the box that no selected rule matches, or undefined when there is none. */
  public gap(box: Box, selection: Selection): Gap | undefined {
    const { rules } = this;
    const rowsAreSources = this.sourceIndex.cost(box.sources) <= this.destinationIndex.cost(box.destinations);
    const rows = rowsAreSources ? box.sources : box.destinations;
    const columns = rowsAreSources ? box.destinations : box.sources;
    const dimension = rowsAreSources ? rules.destinations : rules.sources;
    const sideOf = rowsAreSources ? rules.destination : rules.source;
    for (let row = 0; row < rows.length; row += POINT) {
      const [whole, part] = this.select(box, selection, rowsAreSources ? this.sourceIndex : this.destinationIndex, rows, row);
      columns: for (let column = 0; column < columns.length; column += POINT) {
        for (let i = 0; i < whole; i++) {
          if (dimension.holds(sideOf[this.whole[i]!]!, columns, column)) {
            continue columns;
          }
        }
        let count = 0;
        for (let i = 0; i < part; i++) {
          if (dimension.holds(sideOf[this.part[i]!]!, columns, column)) {
            this.here[count++] = this.part[i]!;
          }
        }
        const gap = portGap(rules, this.here, count, box);
        if (gap !== undefined) {
          return { ...gap, source: rowsAreSources ? row : column, destination: rowsAreSources ? column : row };
        }
      }
    }
    return undefined;
  }

  /**
   * The selected rules that match some of the flows of a box, those from one of its sources to one of its destinations, in order.
   * @param source where the point begins in the list of the box
   */
  public matching(box: Box, selection: Selection, source: number, destination: number): Int32Array {
    const [whole, part] = this.select(box, selection, this.sourceIndex, box.sources, source);
    const all = [...this.whole.subarray(0, whole), ...this.part.subarray(0, part)];
    return Int32Array.from(all.filter((rule) => this.rules.destinations.holds(this.rules.destination[rule]!, box.destinations, destination))).sort();
  }

  /** Fills the lists of rules of a row, and says how many they are. */
  private select(box: Box, { end, begin2 = 0, end2 = 0, without = -1, only }: Selection, index: RuleIndex, rows: Points, row: number): [whole: number, part: number] {
    const { protocols, sourcePorts, destinationPorts } = this.rules;
    const found = index.collect(rows, row, this.found);
    let [whole, part] = [0, 0];
    for (let i = 0; i < found; i++) {
      const rule = this.found[i]!;
      if ((rule >= end && (rule < begin2 || rule >= end2)) || rule === without || this.removed[rule] === 1 || only?.[rule] === 0 ||
        (protocols[rule]! & box.protocols) === 0) {
        continue;
      }
      const [from, to] = [sourcePorts[rule]!, destinationPorts[rule]!];
      if ((to !== box.destinationPorts && !portsOverlap(to, box.destinationPorts)) || (from !== box.sourcePorts && !portsOverlap(from, box.sourcePorts))) {
        continue;
      }
      if ((box.protocols & ~protocols[rule]!) === 0 && (from === box.sourcePorts || portsHold(from, box.sourcePorts)) &&
        (to === box.destinationPorts || portsHold(to, box.destinationPorts))) {
        this.whole[whole++] = rule;
      } else {
        this.part[part++] = rule;
      }
    }
    return [whole, part];
  }
}

/** A protocol and ports of the box that none of some rules has. */
function portGap(rules: RuleList, some: Int32Array, count: number, box: Box): Omit<Gap, 'source' | 'destination'> | undefined {
  for (let left = box.protocols; left !== 0; left &= left - 1) {
    const protocol = 31 - Math.clz32(left & -left);
    for (let i = 0; i < box.sourcePorts.length; i += 2) {
      const last = box.sourcePorts[i + 1]!;
      // From one port to the next where a rule begins or ends to match.
      for (let sourcePort = box.sourcePorts[i]!; sourcePort <= last;) {
        let until = last;
        for (let j = 0; j < count; j++) {
          until = changeAfter(rules.sourcePorts[some[j]!]!, sourcePort, until);
        }
        const destinationPort = destinationGap(rules, some, count, 1 << protocol, sourcePort, box.destinationPorts);
        if (destinationPort >= 0) {
          return { protocol, sourcePort, destinationPort };
        }
        sourcePort = until + 1;
      }
    }
  }
  return undefined;
}

function destinationGap(rules: RuleList, some: Int32Array, count: number, protocol: number, sourcePort: number, ports: Ports): number {
  for (let i = 0; i < ports.length; i += 2) {
    for (let port = ports[i]!; port <= ports[i + 1]!;) {
      let until = -1;
      for (let j = 0; j < count; j++) {
        const rule = some[j]!;
        if ((rules.protocols[rule]! & protocol) !== 0) {
          const end = endFrom(rules.destinationPorts[rule]!, port);
          if (end > until && endFrom(rules.sourcePorts[rule]!, sourcePort) >= 0) {
            until = end;
          }
        }
      }
      if (until < 0) {
        return port;
      }
      port = until + 1;
    }
  }
  return -1;
}
