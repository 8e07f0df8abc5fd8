import { parseAddressRange } from '../azure/addresses';
import { ipv6Text } from '../azure/address-rows';
import { InputError } from '../azure/errors';
import { AddressInterval, AddressTerm } from './network';

/** The addresses of an address or a CIDR range that has been checked before. */
export function intervalOf(text: string): AddressInterval {
  const { family, first, prefixLength } = parseAddressRange(text);
  const bits = family === 4 ? 32 : 128;
  const start = family === 4 ? BigInt(first.reduce((sum, byte) => sum * 256 + byte, 0))
    : first.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { family, first: start, last: start + (1n << BigInt(bits - prefixLength)) - 1n };
}

const known = new Map<string, AddressInterval | undefined>();
/** Networks have a few thousand; with more, those in use are read again. */
const MOST_KNOWN = 10_000;

/** The same for what may also be an expression, of which the addresses are not known. Each flow asks for the same few. */
export function knownInterval(text: string): AddressInterval | undefined {
  if (!known.has(text)) {
    if (known.size >= MOST_KNOWN) {
      known.clear();
    }
    known.set(text, tryInterval(text));
  }
  return known.get(text);
}

function tryInterval(text: string): AddressInterval | undefined {
  try {
    return intervalOf(text);
  } catch (error) {
    if (error instanceof InputError) {
      return undefined;
    }
    throw error;
  }
}

/** One address as text. */
export function addressText(family: 4 | 6, address: bigint): string {
  if (family === 4) {
    const number = Number(address);
    return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
  }
  return ipv6Text(Array.from({ length: 16 }, (_, i) => Number((address >> BigInt(8 * (15 - i))) & 0xffn)));
}

/** A run of addresses as text: a CIDR range where it is one, else both ends. */
export function intervalText({ family, first, last }: AddressInterval): string {
  if (first === last) {
    return addressText(family, first);
  }
  const size = last - first + 1n;
  const isRange = (size & (size - 1n)) === 0n && first % size === 0n;
  if (!isRange) {
    return `${addressText(family, first)}-${addressText(family, last)}`;
  }
  return `${addressText(family, first)}/${prefixLength({ family, first, last })}`;
}

/** A term of a rule as it is written. */
export function termText(term: AddressTerm): string {
  switch (term.kind) {
    case 'any':
      return '*';
    case 'tag':
      return term.tag;
    case 'interval':
    case 'opaque':
      return term.text;
  }
}

/** Length of the prefix of a CIDR range. */
export function prefixLength({ family, first, last }: AddressInterval): number {
  return (family === 4 ? 32 : 128) - ((last - first + 1n).toString(2).length - 1);
}
