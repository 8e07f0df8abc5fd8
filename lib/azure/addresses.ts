import { isIPv4, isIPv6 } from 'node:net';
import { ipv6Text } from './address-rows';
import { nearestRange } from './address-slips';
import { InputError } from './errors';

/** An address or an address range in CIDR notation, checked. */
export interface AddressRange {
  readonly family: 4 | 6;
  /** As given, which is also its canonical form for IPv4. */
  readonly text: string;
  /** First address, as bytes. */
  readonly first: readonly number[];
  readonly prefixLength: number;
}

/**
 * Reads `10.1.0.0/16`, `10.1.2.3` or their IPv6 forms.
 * Bits after the prefix length must be zero: Azure would drop them, and a reviewer would read another range than applies.
 */
export function parseAddressRange(text: string): AddressRange {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const family = isIPv4(address) ? 4 : isIPv6(address) && !address.includes('%') ? 6 : undefined;
  if (family === undefined) {
    throw new InputError({
      what: 'address range', given: text, problem: 'is neither an IPv4 nor an IPv6 address or CIDR range (such as "10.1.0.0/16")',
      suggestion: nearestRange(text),
    });
  }
  const bits = family === 4 ? 32 : 128;
  const lengthText = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(lengthText) || Number(lengthText) > bits) {
    throw new InputError({
      what: 'address range', given: text, problem: `has a prefix length that is not a whole number from 0 to ${bits}`,
      suggestion: nearestRange(text),
    });
  }
  const prefixLength = Number(lengthText);
  const bytes = family === 4 ? address.split('.').map(Number) : ipv6Bytes(address);
  if (prefixLength < bits && bytes.some((byte, i) => (byte & maskAt(i, prefixLength)) !== byte)) {
    const masked = bytes.map((byte, i) => byte & maskAt(i, prefixLength));
    const right = family === 4 ? masked.join('.') : ipv6Text(masked);
    throw new InputError({
      what: 'address range', given: text, problem: 'has address bits after its prefix length', suggestion: `${right}/${prefixLength}`,
    });
  }
  return { family, text, first: bytes, prefixLength };
}

/** Ranges that are written in this library. They are read when they are needed first, and once. */
export function fixedRanges(texts: readonly string[]): () => readonly AddressRange[] {
  let ranges: readonly AddressRange[] | undefined;
  return () => ranges ??= texts.map(parseAddressRange);
}

/** Whether an address range holds an address of the same family. */
export function contains(range: AddressRange, address: AddressRange): boolean {
  return range.family === address.family && range.prefixLength <= address.prefixLength &&
    startAlike(address.first, range.first, range.prefixLength);
}

/** The fewest CIDR ranges that hold the IPv4 addresses from one to another. */
export function rangesBetween(from: string, to: string): AddressRange[] {
  const ranges: AddressRange[] = [];
  const last = numberOf(to);
  for (let first = numberOf(from); first <= last;) {
    // The widest range that begins here, as its first address and the last one allow.
    let length = 32;
    while (length > 0 && first % 2 ** (33 - length) === 0 && first + 2 ** (33 - length) - 1 <= last) {
      length--;
    }
    ranges.push(parseAddressRange(`${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${length}`));
    first += 2 ** (32 - length);
  }
  return ranges;
}

function numberOf(ipv4: string): number {
  return ipv4.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}

/** Two of some ranges that have addresses in common. Ranges of CIDR notation are disjoint, or one holds the other. */
export function findOverlap(ranges: readonly AddressRange[]): readonly [wide: AddressRange, narrow: AddressRange] | undefined {
  const sorted = [...ranges].sort(compareRanges);
  // What begins between a wide range and one inside it is inside it too, so the first overlap is one of neighbours.
  let wide = sorted[0];
  for (const range of sorted.slice(1)) {
    if (contains(wide!, range)) {
      return [wide!, range];
    }
    wide = range;
  }
  return undefined;
}

/** IPv4 before IPv6, then by the first address, the wider range first. */
export function compareRanges(a: AddressRange, b: AddressRange): number {
  return a.family - b.family || compareBytes(a.first, b.first) || a.prefixLength - b.prefixLength;
}

/** The bits of a byte that a prefix has. */
function maskAt(byte: number, prefixLength: number): number {
  const bits = prefixLength - 8 * byte;
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}

/** Whether two addresses have the same prefix. Each range of a list is compared with others, so it makes nothing on the way. */
function startAlike(a: readonly number[], b: readonly number[], prefixLength: number): boolean {
  for (let i = 0; 8 * i < prefixLength; i++) {
    if (((a[i]! ^ b[i]!) & maskAt(i, prefixLength)) !== 0) {
      return false;
    }
  }
  return true;
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      return a[i]! - b[i]!;
    }
  }
  return 0;
}

function ipv6Bytes(address: string): number[] {
  // An IPv4 tail (::ffff:10.0.0.1) stands for the last two groups.
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (tail) {
    const [a, b, c, d] = tail[2]!.split('.').map(Number) as [number, number, number, number];
    return ipv6Bytes(`${tail[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`);
  }
  const [head = '', rest] = address.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const left = groups(head);
  const right = rest === undefined ? [] : groups(rest);
  const zeros = new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].flatMap((group) => {
    const value = parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
