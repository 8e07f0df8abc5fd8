/** Machines that have a bit in the row of a flow. A log has few machines, and they are numbered from 0. */
const NEAR = 256;
/** Numbers of 32 bits that a row has. */
const STRIDE = NEAR / 32;
const FIRST_ROWS = 1024;

/**
 * Which machines the flows of each row come from. Most are bits that lie side by side: a log has many thousands of rows, so that a set of
 * objects for each takes up the memory that is near, and each line would wait for it.
 */
export class MachineSets {
  private bits = new Int32Array(STRIDE * FIRST_ROWS);
  private readonly others = new Map<number, Set<number>>();

  /** @returns whether the machine was not there */
  public add(row: number, machine: number): boolean {
    if (machine >= NEAR) {
      return this.addOther(row, machine);
    }
    const at = STRIDE * row + (machine >>> 5);
    while (at >= this.bits.length) {
      this.grow();
    }
    const bit = 1 << (machine & 31);
    const before = this.bits[at]!;
    this.bits[at] = before | bit;
    return (before & bit) === 0;
  }

  private addOther(row: number, machine: number): boolean {
    const others = this.others.get(row) ?? new Set<number>();
    this.others.set(row, others);
    const { size } = others;
    return others.add(machine).size > size;
  }

  private grow(): void {
    const { bits } = this;
    this.bits = new Int32Array(2 * bits.length);
    this.bits.set(bits);
  }
}
