import { beginOf, LinePlace, PlaceReader } from './line-places';

/**
 * The shape of lines: what they have in common around their places. One part of it varies from line to line; all others are the same, byte
 * by byte, in all lines of the shape. Of a first line, the longest part is taken to vary. Another line with the same places shows which do.
 */
export class LineShape {
  /** Where the varying part of the line that was looked at last lies, without the tail. */
  public from = 0;
  public to = 0;
  /** Tells lines of this shape from all others: those that end in the tail, and those that do not. */
  public key: number;
  private readonly view: DataView;
  /** Bytes that most varying parts end with, such as the name of the firewall. They stand at the end of that of the first line. */
  private tail = 0;
  private hasTail = false;
  private readonly parts: readonly { readonly from: number; readonly length: number }[];
  private readonly varying: number;

  /**
   * @param bytes a line of this shape
   * @param others shapes that it does not have
   * @param number tells this shape from all others, as the next number does
   */
  constructor(bytes: Buffer, private readonly places: readonly LinePlace[], others: readonly LineShape[], private readonly number: number) {
    this.key = number;
    this.view = viewOf(bytes);
    const ends = [...places.map(({ from }) => from), bytes.length];
    this.parts = ends.map((end, i) => ({ from: i === 0 ? 0 : places[i - 1]!.to, length: end - (i === 0 ? 0 : places[i - 1]!.to) }));
    const lengths = this.parts.map(({ length }) => length);
    const nearest = others.filter((other) => this.hasPlacesOf(other)).map((other) => this.differing(other))
      .sort((a, b) => a.length - b.length)[0];
    const longest = Math.max(...(nearest ?? lengths.map((_, i) => i)).map((i) => lengths[i]!));
    this.varying = nearest?.find((i) => lengths[i] === longest) ?? lengths.indexOf(longest);
  }

  private hasPlacesOf({ places }: LineShape): boolean {
    return places.length === this.places.length && places.every(({ kind }, i) => kind === this.places[i]!.kind);
  }

  /** The parts that are not the same in another shape. */
  private differing({ view, parts }: LineShape): number[] {
    return this.parts.flatMap(({ from, length }, i) =>
      length === parts[i]!.length && isSame(this.view, from, view, parts[i]!.from, length) ? [] : [i]);
  }

  /** Whether a line has this shape. Then the reader has the values of its places. */
  public matches(bytes: Uint8Array, view: DataView, from: number, to: number, reader: PlaceReader): boolean {
    let at = from;
    reader.clientPort = -1; // a line may have none
    for (let i = 0; i < this.varying; i++) {
      const part = this.parts[i]!;
      if (at + part.length > to || !isSame(view, at, this.view, part.from, part.length)) {
        return false;
      }
      at = reader.read(this.places[i]!.kind, bytes, at + part.length);
      if (at < 0) {
        return false;
      }
    }
    let stop = to;
    for (let i = this.places.length; i > this.varying; i--) {
      const part = this.parts[i]!;
      const end = stop - part.length;
      if (end < at || !isSame(view, end, this.view, part.from, part.length)) {
        return false;
      }
      const { kind } = this.places[i - 1]!;
      stop = beginOf(kind, bytes, end, at);
      if (reader.read(kind, bytes, stop) !== end) {
        return false;
      }
    }
    const { tail } = this;
    const isTail = tail > 0 && stop - tail >= at && isSame(view, stop - tail, this.view, this.endOfVarying() - tail, tail);
    this.from = at;
    this.to = isTail ? stop - tail : stop;
    this.key = isTail ? this.number + 1 : this.number;
    return at <= stop;
  }

  /** Learns the tail from the line that was looked at last, which is another than the first. */
  public learnTail(view: DataView): void {
    if (this.hasTail) {
      return;
    }
    this.hasTail = true;
    const { from, to } = this;
    const { length } = this.parts[this.varying]!;
    const end = this.endOfVarying();
    while (this.tail < Math.min(length, to - from) && view.getUint8(to - 1 - this.tail) === this.view.getUint8(end - 1 - this.tail)) {
      this.tail++;
    }
  }

  private endOfVarying(): number {
    const { from, length } = this.parts[this.varying]!;
    return from + length;
  }
}

/** Numbers that a shape takes. */
export const NUMBERS = 2;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Whether two places hold the same bytes. They are looked at in fours, and four of these at a time. */
export function isSame(view: DataView, at: number, other: DataView, otherAt: number, length: number): boolean {
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    const differing =
      (view.getInt32(at + i) ^ other.getInt32(otherAt + i)) |
      (view.getInt32(at + i + 4) ^ other.getInt32(otherAt + i + 4)) |
      (view.getInt32(at + i + 8) ^ other.getInt32(otherAt + i + 8)) |
      (view.getInt32(at + i + 12) ^ other.getInt32(otherAt + i + 12));
    if (differing !== 0) {
      return false;
    }
  }
  for (; i < length; i++) {
    if (view.getUint8(at + i) !== other.getUint8(otherAt + i)) {
      return false;
    }
  }
  return true;
}

const PRIME = 0x01000193;

/** A number for bytes. Four numbers that do not wait for one another are joined at the end. */
export function hashOf(view: DataView, from: number, to: number): number {
  let [a, b, c, d] = [to - from, 1, 2, 3];
  let at = from;
  for (; at + 16 <= to; at += 16) {
    a = Math.imul(a ^ view.getInt32(at), PRIME);
    b = Math.imul(b ^ view.getInt32(at + 4), PRIME);
    c = Math.imul(c ^ view.getInt32(at + 8), PRIME);
    d = Math.imul(d ^ view.getInt32(at + 12), PRIME);
  }
  for (; at < to; at++) {
    a = Math.imul(a ^ view.getUint8(at), PRIME);
  }
  return mixed(a) ^ Math.imul(mixed(b), 3) ^ Math.imul(mixed(c), 5) ^ Math.imul(mixed(d), 7);
}

function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}
