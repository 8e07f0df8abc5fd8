/**
 * CIDR ranges as rows of bytes: the bytes of the first address, then the prefix length. The order of the bytes is the order of
 * addresses, with the wider of two ranges that begin alike first. Made for tens of thousands of ranges; for a single one,
 * and for messages, there is `parseAddressRange`, which takes and refuses the same texts.
 */

/** Bytes of a row. */
export const ROW_BYTES = { 4: 5, 6: 17 } as const;

const [DOT, SLASH, COLON] = [46, 47, 58];

// Groups of the IPv6 address that is being read.
const groups = new Uint16Array(8);

/**
 * Reads an address or a CIDR range into a row.
 *
 * @param rows has room for a row of IPv6 from `at` on
 * @returns the family, or 0 when the text is neither, or has address bits after its prefix length
 */
export function readRow(text: string, rows: Uint8Array, at: number): 4 | 6 | 0 {
  let end = 0;
  let isIPv6 = false;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === SLASH) {
      break;
    }
    isIPv6 ||= code === COLON;
  }
  if (isIPv6) {
    return readIPv6(text, end, rows, at) && readLength(text, end, rows, at, 16) ? 6 : 0;
  }
  const address = readIPv4(text, 0, end);
  if (address < 0) {
    return 0;
  }
  rows[at] = address >>> 24;
  rows[at + 1] = address >>> 16;
  rows[at + 2] = address >>> 8;
  rows[at + 3] = address;
  return readLength(text, end, rows, at, 4) ? 4 : 0;
}

/** The address as a number, or -1. */
function readIPv4(text: string, begin: number, end: number): number {
  let address = 0;
  let byte = -1;
  let dots = 0;
  for (let i = begin; i < end; i++) {
    const code = text.charCodeAt(i);
    const digit = code - 48;
    if (digit >= 0 && digit <= 9) {
      if (byte === 0) {
        return -1; // a leading zero, which some readers take for octal
      }
      byte = byte < 0 ? digit : byte * 10 + digit;
      if (byte > 255) {
        return -1;
      }
    } else if (code === DOT && byte >= 0 && dots < 3) {
      address = address * 256 + byte;
      byte = -1;
      dots++;
    } else {
      return -1;
    }
  }
  return dots === 3 && byte >= 0 ? address * 256 + byte : -1;
}

function readIPv6(text: string, end: number, rows: Uint8Array, at: number): boolean {
  let count = 0;
  let gap = -1; // groups before `::`
  let group = 0;
  let digits = 0;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    const digit = hexDigit(code);
    if (digit >= 0) {
      group = group * 16 + digit;
      if (++digits > 4) {
        return false;
      }
    } else if (code === COLON && digits > 0) {
      if (count === 8) {
        return false;
      }
      groups[count++] = group;
      group = digits = 0;
    } else if (code === COLON && gap < 0 && (i > 0 || text.charCodeAt(++i) === COLON)) {
      gap = count;
    } else if (code === DOT && digits > 0) {
      // An IPv4 tail (::ffff:10.0.0.1) stands for the last two groups.
      const tail = readIPv4(text, i - digits, end);
      if (tail < 0) {
        return false;
      }
      groups[count++] = tail >>> 16;
      group = tail & 0xffff;
      i = end;
    } else {
      return false;
    }
  }
  if (digits > 0 && count < 8) {
    groups[count++] = group;
  } else if (digits > 0 || gap !== count) {
    return false; // too many groups, or a colon that nothing follows
  }
  if (gap < 0 ? count !== 8 : count > 7) {
    return false;
  }
  const zeros = 8 - count;
  for (let i = 0; i < 8; i++) {
    const value = gap < 0 || i < gap ? groups[i]! : i < gap + zeros ? 0 : groups[i - zeros]!;
    rows[at + 2 * i] = value >>> 8;
    rows[at + 2 * i + 1] = value;
  }
  return true;
}

function hexDigit(code: number): number {
  const digit = code - 48;
  if (digit >= 0 && digit <= 9) {
    return digit;
  }
  const letter = (code | 32) - 97;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/** Reads the prefix length after the slash, or takes that of one address. Whether it is one, and the bits after it are zero. */
function readLength(text: string, slash: number, rows: Uint8Array, at: number, bytes: 4 | 16): boolean {
  let length = bytes * 8;
  if (slash < text.length) {
    const digits = text.length - slash - 1;
    if (digits < 1 || digits > 3 || (digits > 1 && text.charCodeAt(slash + 1) === 48)) {
      return false;
    }
    length = 0;
    for (let i = slash + 1; i < text.length; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) {
        return false;
      }
      length = length * 10 + digit;
    }
    if (length > bytes * 8) {
      return false;
    }
  }
  rows[at + bytes] = length;
  for (let i = length >>> 3; i < bytes; i++) {
    const behind = i === length >>> 3 ? 0xff >>> (length & 7) : 0xff;
    if ((rows[at + i]! & behind) !== 0) {
      return false;
    }
  }
  return true;
}

/** The text of a row, with the prefix length: canonical for IPv4, and for IPv6 as RFC 5952 has it, in hexadecimal groups only. */
export function rowText(rows: Uint8Array, at: number, family: 4 | 6): string {
  if (family === 4) {
    return `${rows[at]}.${rows[at + 1]}.${rows[at + 2]}.${rows[at + 3]}/${rows[at + 4]}`;
  }
  return `${ipv6Text(rows, at)}/${rows[at + 16]}`;
}

/** The IPv6 address whose bytes begin at a place, as RFC 5952 has it, in hexadecimal groups only. */
export function ipv6Text(bytes: ArrayLike<number>, at = 0): string {
  let [gap, gapLength] = [8, 1]; // the first of the longest rows of zero groups; a single one is not shortened
  for (let i = 0, zeros = 0; i < 8; i++) {
    zeros = bytes[at + 2 * i] === 0 && bytes[at + 2 * i + 1] === 0 ? zeros + 1 : 0;
    if (zeros > gapLength) {
      gap = i + 1 - zeros;
      gapLength = zeros;
    }
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === gap) {
      text += '::';
      i += gapLength - 1;
    } else {
      const group = (bytes[at + 2 * i]! << 8) | bytes[at + 2 * i + 1]!;
      text += (i === 0 || i === gap + gapLength ? '' : ':') + group.toString(16);
    }
  }
  return text;
}
