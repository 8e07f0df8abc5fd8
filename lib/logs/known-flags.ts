/** Flags that are kept. Protocols, directions, states and forms of encryption make a dozen in a log. */
const MAX_FLAGS = 64;
/** Longer ones are none that Azure writes. */
const MAX_LENGTH = 48;
const FOUR = 4;
const EIGHT = 8;

/**
 * Numbers for what stands between the ports and the counters of a tuple, such as `T,O,A,B,`, with the comma or quote after it. It says,
 * with the rule, what was decided.
 */
export class KnownFlags {
  private readonly texts: Uint8Array[] = [];
  /** The first eight bytes of each that has them. */
  private readonly first: number[] = [];
  private readonly second: number[] = [];
  private readonly lengths: number[] = [];

  public lengthOf(flags: number): number {
    return this.lengths[flags]!;
  }

  /** The flags that stand at a place, behind which there are more bytes than flags have; -1 where none that is known does. */
  public at(view: DataView, from: number): number {
    const { first, second } = this;
    const [one, two] = [view.getInt32(from), view.getInt32(from + FOUR)];
    for (let i = 0; i < first.length; i++) {
      if (first[i] === one && second[i] === two && this.isRest(view, from, i)) {
        return i;
      }
    }
    return -1;
  }

  private isRest(view: DataView, from: number, flags: number): boolean {
    const text = this.texts[flags]!;
    if (text.length < EIGHT) {
      return false;
    }
    for (let i = EIGHT; i < text.length; i++) {
      if (view.getUint8(from + i) !== text[i]) {
        return false;
      }
    }
    return true;
  }

  /** The number of flags; -1 where they are not kept. */
  public numberOf(bytes: Uint8Array, from: number, to: number): number {
    const known = this.texts.findIndex((text) => text.length === to - from && text.every((code, i) => bytes[from + i] === code));
    if (known >= 0 || this.texts.length === MAX_FLAGS || to - from > MAX_LENGTH) {
      return known;
    }
    const text = Uint8Array.from(bytes.subarray(from, to));
    const view = new DataView(text.buffer);
    this.first.push(text.length < EIGHT ? 0 : view.getInt32(0));
    this.second.push(text.length < EIGHT ? 0 : view.getInt32(FOUR));
    this.lengths.push(text.length);
    return this.texts.push(text) - 1;
  }
}
