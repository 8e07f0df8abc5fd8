/** Bytes of the next record that belong to a gap. They make it rarer inside of records. */
const BEGIN = 10;
const MAX_GAP = 64;
/** Records that may be looked at in vain before it is left alone, and how many are then not. */
const [CREDIT, PAUSE] = [16, 500];

/**
 * What stands between records of a list, from the last byte of one to the beginning of the next: `},{"category`. Where it comes next, a
 * record probably ends, which saves looking at each byte of it. Whether it does must be shown otherwise.
 */
export class Gap {
  private bytes: Buffer = Buffer.alloc(0);
  /** The end of the record before, in the bytes that were looked at; -1 where there is none. */
  private end = -1;
  private looked?: Buffer;
  private length = 0;
  private credit = CREDIT;
  private pause = 0;

  /** Where a record probably ends; -1 where that is not known. */
  public endOf(bytes: Buffer, from: number): number {
    const before = this.looked === bytes ? this.end : -1;
    this.end = -1;
    if (before >= 0 && (this.bytes.length === 0 || this.credit < CREDIT) && from - before <= MAX_GAP && from + BEGIN <= bytes.length) {
      this.bytes = Buffer.from(bytes.subarray(before - 1, from + BEGIN));
    }
    if (this.bytes.length === 0 || this.pause > 0) {
      this.pause = Math.max(0, this.pause - 1);
      return -1;
    }
    // A record is rarely less than half as long as the one before. Where it is, the end of another is found, and it is no known record.
    const found = bytes.indexOf(this.bytes, from + (this.length >> 1));
    if (found >= 0 && found - from < 4 * this.length + 1024) {
      return found + 1;
    }
    this.tell(false); // it looked far, which it must not do for each record
    return -1;
  }

  /** Tells whether the record ended there. */
  public tell(isKnown: boolean): void {
    this.credit = isKnown ? Math.min(CREDIT, this.credit + 1) : this.credit - 1;
    if (this.credit <= 0) {
      this.credit = CREDIT;
      this.pause = PAUSE;
    }
  }

  /** A record that was looked at byte by byte. */
  public learn(bytes: Buffer, from: number, to: number): void {
    this.looked = bytes;
    this.end = to;
    this.length = to - from;
  }
}
