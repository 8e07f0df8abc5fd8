const [QUOTE, COMMA, DOT, BACKSLASH, BLANK, TILDE, ZERO, NINE] = [34, 44, 46, 92, 32, 126, 48, 57];
/** Numbers of each tuple. */
const STRIDE = 8;
/** A number of so many digits is exact. */
const MAX_DIGITS = 15;
/** Fields between the ports and the counters. */
const FLAGS = 4;
/** Fields there of version 1, which has no counters. */
const FLAGS_WITHOUT_STATE = 3;

/** Fields of the tuples of a record as numbers, one tuple after another. */
export class TupleFields {
  public size = 0;
  /** Where the tuple begins and ends, its time, source, destination, their ports, and bytes, which is -1 where it has none. */
  private numbers = new Float64Array(STRIDE * 1024);
  /** Where what stands between ports and counters begins and ends; the same number twice for a tuple that is not as most are. */
  private flags = new Int32Array(2 * 1024);
  private value = 0;

  public clear(): void {
    this.size = 0;
  }

  /**
   * Reads a tuple.
   *
   * @param from behind the quote that opens it
   * @returns where the quote is that closes it; -1 where it is no plain text in ASCII
   */
  public read(bytes: Uint8Array, from: number): number {
    this.grow();
    const { numbers, flags } = this;
    const at = STRIDE * this.size;
    const end = this.readAlike(bytes, from, at);
    const to = end >= 0 ? end : endOfText(bytes, from);
    if (to < 0) {
      return -1;
    }
    numbers[at] = from;
    numbers[at + 1] = to;
    if (end < 0) {
      flags[2 * this.size] = flags[2 * this.size + 1] = 0;
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

  public flagsFrom(at: number): number {
    return this.flags[2 * at]!;
  }

  public flagsTo(at: number): number {
    return this.flags[2 * at + 1]!;
  }

  private grow(): void {
    if (STRIDE * this.size === this.numbers.length) {
      const { numbers, flags } = this;
      this.numbers = new Float64Array(2 * numbers.length);
      this.numbers.set(numbers);
      this.flags = new Int32Array(2 * flags.length);
      this.flags.set(flags);
    }
  }

  /** Reads a tuple of IPv4 addresses and 8 or 13 fields. @returns where its quote is; -1 where it has another form */
  private readAlike(bytes: Uint8Array, from: number, at: number): number {
    const { numbers } = this;
    let i = this.whole(bytes, from, Number.MAX_SAFE_INTEGER);
    numbers[at + 2] = this.value;
    i = this.address(bytes, i);
    numbers[at + 3] = this.value;
    i = this.address(bytes, i);
    numbers[at + 4] = this.value;
    i = this.whole(bytes, i, 65535);
    numbers[at + 5] = this.value;
    i = this.whole(bytes, i, 65535);
    numbers[at + 6] = this.value;
    return i < 0 ? -1 : this.readRest(bytes, i, at + 7);
  }

  /** What follows the ports: flags, and counters of packets and bytes in both directions. */
  private readRest(bytes: Uint8Array, from: number, at: number): number {
    let i = from;
    let count = 1;
    for (let code = bytes[i]!; code !== QUOTE; code = bytes[++i]!) {
      if (code === COMMA) {
        if (++count > FLAGS) {
          break;
        }
      } else if (!isPlain(code)) {
        return -1;
      }
    }
    this.flags[2 * this.size] = from;
    this.flags[2 * this.size + 1] = i;
    this.numbers[at] = -1;
    if (bytes[i] === QUOTE) {
      return count === FLAGS_WITHOUT_STATE ? i : -1;
    }
    i = this.counter(bytes, this.counter(bytes, i + 1, COMMA), COMMA);
    const sent = this.value;
    i = this.counter(bytes, this.counter(bytes, i, COMMA), QUOTE);
    this.numbers[at] = sent < 0 && this.value < 0 ? -1 : (sent > 0 ? sent : 0) + (this.value > 0 ? this.value : 0);
    return i < 0 ? -1 : i - 1;
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

function endOfText(bytes: Uint8Array, from: number): number {
  let i = from;
  while (isPlain(bytes[i]!)) {
    i++;
  }
  return bytes[i] === QUOTE ? i : -1;
}
