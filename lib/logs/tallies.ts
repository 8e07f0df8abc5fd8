import { BYTES, TIME } from './line-numbers';

/** Numbers of each row, which lie side by side: what counts a flow is on the way to memory, and this is one way for all of them. */
const STRIDE = 8;
const FIRST_ROWS = 1024;

/** What is open of a row: whether it still takes samples, and machines. */
export const [OPEN_SAMPLES, OPEN_MACHINES] = [1, 2];

/** Counters of flows, a row for flows that are alike. */
export class Tallies {
  private values = new Float64Array(STRIDE * FIRST_ROWS);
  private rows = 0;

  /** @param machine number of the first machine @param open what the row takes */
  public begin(machine: number, open: number): number {
    const row = this.rows++;
    const at = STRIDE * row;
    if (at === this.values.length) {
      const { values } = this;
      this.values = new Float64Array(2 * values.length);
      this.values.set(values);
    }
    this.values.set([0, 0, NaN, NaN, -1, machine, open], at);
    return row;
  }

  public begun(row: number): number {
    return this.values[STRIDE * row]!;
  }

  public ended(row: number): number {
    return this.values[STRIDE * row + 1]!;
  }

  /** NaN where no line has a time. */
  public first(row: number): number {
    return this.values[STRIDE * row + 2]!;
  }

  public last(row: number): number {
    return this.values[STRIDE * row + 3]!;
  }

  /** -1 where no line has it. */
  public bytes(row: number): number {
    return this.values[STRIDE * row + 4]!;
  }

  /** Counts a flow. @param line where its numbers begin @returns what is open of the row for this machine */
  public add(row: number, begins: number, ends: number, machine: number, lines: Float64Array, line: number): number {
    const { values } = this;
    const at = STRIDE * row;
    const time = lines[line + TIME]!;
    const bytes = lines[line + BYTES]!;
    values[at]! += begins;
    values[at + 1]! += ends;
    if (time === time) {
      if (!(values[at + 2]! <= time)) {
        values[at + 2] = time;
      }
      if (!(values[at + 3]! >= time)) {
        values[at + 3] = time;
      }
    }
    if (bytes >= 0) {
      const before = values[at + 4]!;
      values[at + 4] = (before < 0 ? 0 : before) + bytes;
    }
    const isSameMachine = values[at + 5] === machine;
    values[at + 5] = machine;
    const open = values[at + 6]!;
    return isSameMachine ? open & OPEN_SAMPLES : open;
  }

  /** Takes no more of something. */
  public close(row: number, what: number): void {
    this.values[STRIDE * row + 6]! &= ~what;
  }
}
