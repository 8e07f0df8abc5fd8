import { ROW_BYTES, readRow, rowText } from './address-rows';
import { AddressRange, parseAddressRange } from './addresses';

/**
 * The addresses that are in any of many ranges, as the fewest CIDR ranges that hold exactly these addresses.
 *
 * The fewest ranges are unique: none is in another, and no two are halves of one range. So equal sets have equal texts, and a
 * range is in the set when it is in one of them.
 */
export class AddressCover {
  /**
   * @param prefixes addresses and CIDR ranges of both families, in any order, with any repetition
   * @throws InputError as `parseAddressRange` does
   */
  public static of(prefixes: readonly string[]): AddressCover {
    const ipv4 = new Uint8Array(prefixes.length * ROW_BYTES[4]);
    const ipv6 = new Uint8Array((prefixes.length + 1) * ROW_BYTES[6]);
    let [end4, end6] = [0, 0];
    for (const prefix of prefixes) {
      const family = readRow(prefix, ipv6, end6);
      if (family === 6) {
        end6 += ROW_BYTES[6];
      } else if (family === 4) {
        copyRow(ipv6, end6, ipv4, end4, ROW_BYTES[4]);
        end4 += ROW_BYTES[4];
      } else {
        parseAddressRange(prefix); // says what is wrong
        throw new Error(`the two readers of address ranges do not agree on ${JSON.stringify(prefix)}`);
      }
    }
    return new AddressCover({ 4: fewest(ipv4.subarray(0, end4), ROW_BYTES[4]), 6: fewest(ipv6.subarray(0, end6), ROW_BYTES[6]) });
  }

  private constructor(private readonly rows: Readonly<Record<4 | 6, Uint8Array>>) {}

  /** The ranges of both families or of one: canonical texts, IPv4 first, in the order of addresses. */
  public ranges(family?: 4 | 6): string[] {
    if (family === undefined) {
      return [...this.ranges(4), ...this.ranges(6)];
    }
    const rows = this.rows[family];
    return Array.from({ length: rows.length / ROW_BYTES[family] }, (_, i) => rowText(rows, i * ROW_BYTES[family], family));
  }

  /** Whether all addresses of a range are in the set. */
  public holds({ family, first, prefixLength }: AddressRange): boolean {
    const rows = this.rows[family];
    const bytes = ROW_BYTES[family];
    const wanted = Uint8Array.of(...first, prefixLength);
    // The last row that does not begin after the range is the only one that can hold it.
    let [from, to] = [0, rows.length / bytes];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (compare(rows, middle * bytes, wanted, 0, bytes) > 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from > 0 && isInside(rows, (from - 1) * bytes, wanted, 0, bytes);
  }
}

/** The rows of the fewest ranges, in order. */
function fewest(rows: Uint8Array, bytes: number): Uint8Array {
  const kept = new Uint8Array(rows.length);
  let end = 0; // behind the last row that is kept
  const order = inOrder(rows, bytes);
  for (let i = 0; i < order.length; i++) {
    const at = order[i]!;
    if (end > 0 && isInside(kept, end - bytes, rows, at, bytes)) {
      continue;
    }
    copyRow(rows, at, kept, end, bytes);
    end += bytes;
    while (end > bytes && areHalves(kept, end - 2 * bytes, end - bytes, bytes)) {
      end -= bytes;
      kept[end - 1]!--; // the first half begins where the whole does
    }
  }
  return kept.slice(0, end);
}

function copyRow(from: Uint8Array, at: number, to: Uint8Array, end: number, bytes: number): void {
  for (let i = 0; i < bytes; i++) {
    to[end + i] = from[at + i]!;
  }
}

/** Below this number of rows it is faster to put each into its place. */
const FEW = 32;

// How many rows have a value in the byte that is looked at, and then where the next of them goes.
const places = new Uint32Array(257);

/** Where the rows begin, in the order of their bytes. */
function inOrder(rows: Uint8Array, bytes: number): Uint32Array {
  const order = new Uint32Array(rows.length / bytes);
  for (let i = 0; i < order.length; i++) {
    order[i] = i * bytes;
  }
  return order.length < FEW ? insertionSorted(order, rows, bytes) : radixSorted(order, rows, bytes);
}

function insertionSorted(order: Uint32Array, rows: Uint8Array, bytes: number): Uint32Array {
  for (let i = 1; i < order.length; i++) {
    const at = order[i]!;
    let place = i;
    while (place > 0 && compare(rows, order[place - 1]!, rows, at, bytes) > 0) {
      order[place] = order[place - 1]!;
      place--;
    }
    order[place] = at;
  }
  return order;
}

/** Sorts by one byte after the other, from the last to the first. */
function radixSorted(order: Uint32Array, rows: Uint8Array, bytes: number): Uint32Array {
  let from = order;
  let to: Uint32Array = new Uint32Array(order.length);
  for (let byte = bytes - 1; byte >= 0; byte--) {
    places.fill(0);
    for (let at = byte; at < rows.length; at += bytes) {
      places[rows[at]! + 1]!++;
    }
    if (places[rows[byte]! + 1] === order.length) {
      continue; // all rows are alike here
    }
    for (let value = 1; value < 256; value++) {
      places[value]! += places[value - 1]!;
    }
    for (let i = 0; i < from.length; i++) {
      const at = from[i]!;
      to[places[rows[at + byte]!]!++] = at;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Whether the second range is in the first, which does not begin after it. */
function isInside(rows: Uint8Array, at: number, others: Uint8Array, other: number, bytes: number): boolean {
  const length = rows[at + bytes - 1]!;
  if (length > others[other + bytes - 1]!) {
    return false;
  }
  const whole = length >>> 3;
  for (let i = 0; i < whole; i++) {
    if (rows[at + i] !== others[other + i]) {
      return false;
    }
  }
  const mask = 0xff00 >>> (length & 7) & 0xff;
  return mask === 0 || ((rows[at + whole]! ^ others[other + whole]!) & mask) === 0;
}

/** Whether two ranges, of which the second begins after the first, are the halves of one. */
function areHalves(rows: Uint8Array, first: number, second: number, bytes: number): boolean {
  const length = rows[first + bytes - 1]!;
  if (length !== rows[second + bytes - 1]!) {
    return false;
  }
  const bit = length - 1;
  for (let i = 0; i < bytes - 1; i++) {
    if ((rows[first + i]! ^ rows[second + i]!) !== (i === bit >>> 3 ? 0x80 >>> (bit & 7) : 0)) {
      return false;
    }
  }
  return true;
}

/** Below, at or above zero, as a row is before another, is the same, or is after it. */
function compare(rows: Uint8Array, at: number, others: Uint8Array, other: number, bytes: number): number {
  for (let i = 0; i < bytes; i++) {
    if (rows[at + i] !== others[other + i]) {
      return rows[at + i]! - others[other + i]!;
    }
  }
  return 0;
}
