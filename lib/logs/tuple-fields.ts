import { KnownFlags } from './known-flags';
import { viewOf } from './line-shape';

const [QUOTE, COMMA, DOT, BACKSLASH, BLANK, TILDE, ZERO, NINE] = [34, 44, 46, 92, 32, 126, 48, 57];
/** Numbers of each tuple. */
const STRIDE = 8;
/** A number of so many digits is exact. */
const MAX_DIGITS = 15;
/** Fields between the ports and the counters. */
const FLAGS = 4;
/** Fields there of version 1, which has no counters. */
const FLAGS_WITHOUT_STATE = 3;

/** Bytes of a tuple that are looked at in fours. One that may end later than the bytes is looked at one by one. */
const NEAR = 128;
/** Digits of seconds since 1970; milliseconds have three more. */
const SECONDS = 10;
/** `0,0,0,0"` and `,,,"`: most tuples have counted nothing yet. */
const [ZEROS, ZEROS_END, NOTHING] = [0x302c302c, 0x302c3022, 0x2c2c2c22];

/**
 * Fields of the tuples of a record as numbers, one tuple after another. Tuples that follow one another are of one machine and of about one
 * time, so what is the same as in the tuple before is compared and not read.
 */
export class TupleFields {
  public size = 0;
  /** Where the tuple begins and ends, its time, source, destination, their ports, and bytes, which is -1 where it has none. */
  private numbers = new Float64Array(STRIDE * 1024);
  /** Number of what stands between ports and counters; -1 for a tuple that is not as most are. */
  private flags = new Int32Array(1024);
  private readonly known = new KnownFlags();
  private value = 0;
  private view = viewOf(new Uint8Array());
  /** Where the last time begins, in these bytes, and its seconds; where the last two addresses begin and end, and what they are. */
  private lastTime = -1;
  private lastSeconds = 0;
  private readonly last = [-1, -1];
  private readonly lastEnd = [-1, -1];
  private readonly lastAddress = [0, 0];

  /** @param view of the bytes of the tuples that follow */
  public begin(view: DataView): void {
    this.size = 0;
    if (view !== this.view) {
      this.view = view;
      this.lastTime = -1;
      this.last.fill(-1);
    }
  }

  /**
   * Reads a tuple.
   *
   * @param from behind the quote that opens it
   * @returns where the quote is that closes it; -1 where it is no plain text in ASCII
   */
  public read(bytes: Uint8Array, from: number): number {
    if (this.size === this.flags.length) {
      this.grow();
    }
    const { numbers } = this;
    const at = STRIDE * this.size;
    const end = this.readAlike(bytes, from, at);
    const to = end >= 0 ? end : endOfText(bytes, from);
    if (to < 0) {
      return -1;
    }
    numbers[at] = from;
    numbers[at + 1] = to;
    if (end < 0) {
      this.flags[this.size] = -1;
    }
    this.size++;
    return to;
  }

  public from(at: number): number {
    return this.numbers[STRIDE * at]!;
  }

  public to(at: number): number {
    return this.numbers[STRIDE * at + 1]!;
  }

  public time(at: number): number {
    return this.numbers[STRIDE * at + 2]!;
  }

  public source(at: number): number {
    return this.numbers[STRIDE * at + 3]!;
  }

  public destination(at: number): number {
    return this.numbers[STRIDE * at + 4]!;
  }

  public sourcePort(at: number): number {
    return this.numbers[STRIDE * at + 5]!;
  }

  public port(at: number): number {
    return this.numbers[STRIDE * at + 6]!;
  }

  public bytes(at: number): number {
    return this.numbers[STRIDE * at + 7]!;
  }

  public flagsOf(at: number): number {
    return this.flags[at]!;
  }

  private grow(): void {
    const { numbers, flags } = this;
    this.numbers = new Float64Array(2 * numbers.length);
    this.numbers.set(numbers);
    this.flags = new Int32Array(2 * flags.length);
    this.flags.set(flags);
  }

  /** Reads a tuple of IPv4 addresses and 8 or 13 fields. @returns where its quote is; -1 where it has another form */
  private readAlike(bytes: Uint8Array, from: number, at: number): number {
    const { numbers } = this;
    const isNear = from + NEAR <= bytes.length;
    let i = this.timeLike(bytes, from, isNear);
    numbers[at + 2] = this.value;
    i = this.addressLike(bytes, i, 0, isNear);
    numbers[at + 3] = this.value;
    i = this.addressLike(bytes, i, 1, isNear);
    numbers[at + 4] = this.value;
    i = this.whole(bytes, i, 65535);
    numbers[at + 5] = this.value;
    i = this.whole(bytes, i, 65535);
    numbers[at + 6] = this.value;
    return i < 0 ? -1 : this.readRest(bytes, i, at + 7, isNear);
  }

  /** What follows the ports: flags, and counters of packets and bytes in both directions. */
  private readRest(bytes: Uint8Array, from: number, at: number, isNear: boolean): number {
    const { view, numbers, known } = this;
    let flags = isNear ? known.at(view, from) : -1;
    let i = flags < 0 ? endOfFlags(bytes, from) : from + known.lengthOf(flags);
    if (i < 0) {
      return -1;
    }
    flags = flags < 0 ? known.numberOf(bytes, from, i) : flags;
    this.flags[this.size] = flags;
    numbers[at] = -1;
    if (bytes[i - 1] === QUOTE) {
      return i - 1;
    }
    if (isNear) {
      const four = view.getInt32(i);
      if (four === NOTHING) {
        return i + 3;
      }
      if (four === ZEROS && view.getInt32(i + 4) === ZEROS_END) {
        numbers[at] = 0;
        return i + 7;
      }
    }
    i = this.counter(bytes, this.counter(bytes, i, COMMA), COMMA);
    const sent = this.value;
    i = this.counter(bytes, this.counter(bytes, i, COMMA), QUOTE);
    numbers[at] = sent < 0 && this.value < 0 ? -1 : (sent > 0 ? sent : 0) + (this.value > 0 ? this.value : 0);
    return i < 0 ? -1 : i - 1;
  }

  /** A time, most of which is as in the last. */
  private timeLike(bytes: Uint8Array, from: number, isNear: boolean): number {
    const { view, lastTime } = this;
    if (isNear && lastTime >= 0 && view.getInt32(from) === view.getInt32(lastTime) &&
      view.getInt32(from + 4) === view.getInt32(lastTime + 4) && view.getInt16(from + 8) === view.getInt16(lastTime + 8)) {
      const hundreds = bytes[from + SECONDS]! - ZERO;
      const tens = bytes[from + SECONDS + 1]! - ZERO;
      const ones = bytes[from + SECONDS + 2]! - ZERO;
      if (hundreds === COMMA - ZERO) {
        this.value = this.lastSeconds;
        return from + SECONDS + 1;
      }
      if (isDigit(hundreds) && isDigit(tens) && isDigit(ones) && bytes[from + SECONDS + 3] === COMMA) {
        this.value = this.lastSeconds * 1000 + hundreds * 100 + tens * 10 + ones;
        return from + SECONDS + 4;
      }
    }
    const end = this.whole(bytes, from, Number.MAX_SAFE_INTEGER);
    const isMilliseconds = end - from === SECONDS + 4;
    this.lastTime = isNear && (isMilliseconds || end - from === SECONDS + 1) ? from : -1;
    this.lastSeconds = isMilliseconds ? Math.floor(this.value / 1000) : this.value;
    return end;
  }

  /** An address, and the comma after it. @param which of the two of a tuple */
  private addressLike(bytes: Uint8Array, from: number, which: number, isNear: boolean): number {
    const { view, last } = this;
    let other = last[which]!;
    if (isNear && from >= 0 && other >= 0) {
      const end = this.lastEnd[which]!;
      let i = from;
      while (other + 4 <= end && view.getInt32(i) === view.getInt32(other)) {
        i += 4;
        other += 4;
      }
      while (other < end && bytes[i] === bytes[other]) {
        i++;
        other++;
      }
      if (other === end) {
        this.value = this.lastAddress[which]!;
        return i;
      }
    }
    const end = this.address(bytes, from);
    last[which] = end < 0 || !isNear ? -1 : from;
    this.lastEnd[which] = end;
    this.lastAddress[which] = this.value;
    return end;
  }

  /** A whole number without zeros before it, and the comma after it. @returns where what follows begins; -1 where it is none, or for -1 */
  private whole(bytes: Uint8Array, from: number, most: number): number {
    if (from < 0) {
      return -1;
    }
    let value = 0;
    let i = from;
    let code = bytes[i]!;
    for (; code >= ZERO && code <= NINE; code = bytes[++i]!) {
      value = value * 10 + (code - ZERO);
    }
    this.value = value;
    const digits = i - from;
    return code !== COMMA || digits === 0 || digits > MAX_DIGITS || value > most || (digits > 1 && bytes[from] === ZERO) ? -1 : i + 1;
  }

  /** An IPv4 address in its one form, and the comma after it. @returns where what follows begins; -1 where it is none, or for -1 */
  private address(bytes: Uint8Array, from: number): number {
    if (from < 0) {
      return -1;
    }
    let address = 0;
    let i = from;
    for (let dots = 0; ; dots++) {
      const begin = i;
      let part = 0;
      let code = bytes[i]!;
      for (; code >= ZERO && code <= NINE && part < 256; code = bytes[++i]!) {
        part = part * 10 + (code - ZERO);
      }
      if (i === begin || part > 255 || (i > begin + 1 && bytes[begin] === ZERO)) {
        return -1;
      }
      address = address * 256 + part;
      if (dots === 3) {
        this.value = address;
        return code === COMMA ? i + 1 : -1;
      }
      if (code !== DOT) {
        return -1;
      }
      i++;
    }
  }

  /** A counter, which may be empty: then it is -1. @returns where what follows begins; -1 where it is none, or for -1 */
  private counter(bytes: Uint8Array, from: number, end: number): number {
    if (from < 0) {
      return -1;
    }
    let value = 0;
    let i = from;
    let code = bytes[i]!;
    for (; code >= ZERO && code <= NINE; code = bytes[++i]!) {
      value = value * 10 + (code - ZERO);
    }
    this.value = i === from ? -1 : value;
    return code === end && i - from <= MAX_DIGITS ? i + 1 : -1;
  }
}

/** A letter of ASCII that stands in JSON for itself. */
function isPlain(code: number): boolean {
  return code >= BLANK && code <= TILDE && code !== QUOTE && code !== BACKSLASH;
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}

/** Where flags end that have another form than those before; -1 where they are none. */
function endOfFlags(bytes: Uint8Array, from: number): number {
  let count = 1;
  for (let i = from; ; i++) {
    const code = bytes[i]!;
    if (code === QUOTE) {
      return count === FLAGS_WITHOUT_STATE ? i + 1 : -1;
    }
    if (code === COMMA) {
      if (++count > FLAGS) {
        return i + 1;
      }
    } else if (!isPlain(code)) {
      return -1;
    }
  }
}

function endOfText(bytes: Uint8Array, from: number): number {
  let i = from;
  while (isPlain(bytes[i]!)) {
    i++;
  }
  return bytes[i] === QUOTE ? i : -1;
}
