import { FlowKind } from './flow-kind';
import { hashOf, isSame, viewOf } from './line-shape';

/** Bytes and lines that are kept. */
const [MAX_KEPT, MAX_LINES] = [6 << 20, 1 << 15];
/** Half of the places stay free, so that the way to one is short. */
const SLOTS = 2 * MAX_LINES;
/** Numbers of each place: the hash, where bytes are kept, how many they are, and which line, counted from 1; 0 where there is none. */
const STRIDE = 4;

/** Lines by the part of them that varies. Numbers of a line lie side by side, because most of what a line costs is the way to memory. */
export class KnownLines {
  private readonly bytes = Buffer.alloc(MAX_KEPT);
  private readonly view = viewOf(this.bytes);
  private size = 0;
  private readonly numbers = new Int32Array(STRIDE * SLOTS);
  private lines: FlowKind[] = [];

  /** @param shape number of the shape of the line @param from where the part that varies begins */
  public of(shape: number, view: DataView, from: number, to: number): FlowKind | undefined {
    const number = this.numbers[this.placeOf(hashOf(view, from, to) ^ shape, view, from, to - from) + 3]!;
    return number === 0 ? undefined : this.lines[number - 1];
  }

  public keep(shape: number, bytes: Buffer, view: DataView, from: number, to: number, line: FlowKind): void {
    const { numbers } = this;
    const length = to - from;
    if (this.size + length > MAX_KEPT || this.lines.length === MAX_LINES) {
      numbers.fill(0);
      this.lines = [];
      this.size = 0;
    }
    const hash = hashOf(view, from, to) ^ shape;
    const place = this.placeOf(hash, view, from, length);
    numbers[place] = hash;
    numbers[place + 1] = this.size;
    numbers[place + 2] = length;
    numbers[place + 3] = this.lines.push(line);
    bytes.copy(this.bytes, this.size, from, to);
    this.size += length;
  }

  /** Where a line is, or would be. */
  private placeOf(hash: number, view: DataView, from: number, length: number): number {
    const { numbers } = this;
    let slot = hash & (SLOTS - 1);
    for (;;) {
      const place = STRIDE * slot;
      if (numbers[place + 3] === 0 || (numbers[place] === hash && numbers[place + 2] === length &&
        isSame(view, from, this.view, numbers[place + 1]!, length))) {
        return place;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }
}
