import { isAscii } from 'node:buffer';
import { Unreadable } from './event';
import { ReadingNotes } from './reading-notes';

/** Anything longer than this is not a line of a log. */
const MAX_LINE = 8 << 20;
/** More bytes than a note shows of a line that could not be read. */
export const SAMPLE = 1000;

/** Why a line says nothing; undefined where it says something, and `counted` where it held records that are counted one by one. */
export type LineResult = Unreadable | 'counted' | undefined;

/** Lines of a file, each a record. */
export class Lines {
  private carried: Buffer = Buffer.alloc(0);
  private line = 0;
  private isSkipping = false;

  /** @param read reads a line, which lies in bytes from one place to another */
  constructor(
    private readonly name: string,
    private readonly read: (bytes: Buffer, from: number, to: number) => LineResult,
    private readonly notes: ReadingNotes,
  ) {}

  public push(chunk: Buffer): void {
    let at = this.first(chunk);
    for (let end = chunk.indexOf(10, at); at >= 0 && end >= 0; end = chunk.indexOf(10, at)) {
      this.one(chunk, at, end);
      at = end + 1;
    }
    this.carry(at < 0 ? chunk : chunk.subarray(at));
  }

  /** Ends the line that a part before has begun. @returns where the next begins; -1 where the line does not end here */
  private first(chunk: Buffer): number {
    if (this.carried.length === 0 && !this.isSkipping) {
      return 0;
    }
    const end = chunk.indexOf(10);
    if (end >= 0 && !this.isSkipping) {
      const line = Buffer.concat([this.carried, chunk.subarray(0, end)]);
      this.carried = Buffer.alloc(0);
      this.one(line, 0, line.length);
    }
    this.isSkipping &&= end < 0;
    return end < 0 ? -1 : end + 1;
  }

  public end(): void {
    if (this.carried.length > 0 && !this.isSkipping) {
      this.one(this.carried, 0, this.carried.length);
    }
  }

  private one(bytes: Buffer, from: number, to: number): void {
    this.line++;
    if (to - from > 1 || (to > from && bytes[from]! > 32)) {
      const result = this.read(bytes, from, to);
      if (result !== 'counted') {
        const sample = this.notes.isFirst(result) ? lineText(bytes, from, Math.min(to, from + SAMPLE)) : '';
        this.notes.count(result, this.name, this.line, sample);
      }
    }
  }

  private carry(rest: Buffer): void {
    if (this.isSkipping || rest.length === 0) {
      return;
    }
    this.carried = this.carried.length > 0 ? Buffer.concat([this.carried, rest]) : Buffer.from(rest);
    if (this.carried.length > MAX_LINE) {
      this.notes.count(
        new Unreadable(`a line of more than ${MAX_LINE >> 20} MB`),
        this.name,
        ++this.line,
        this.carried.toString('latin1', 0, 80),
      );
      this.carried = Buffer.alloc(0);
      this.isSkipping = true;
    }
  }
}

/** Text of bytes that are all ASCII, which those of logs mostly are, is read in a fraction of the time. */
export function lineText(bytes: Buffer, from: number, to: number): string {
  return bytes.toString(isAscii(bytes.subarray(from, to)) ? 'latin1' : 'utf8', from, to);
}
