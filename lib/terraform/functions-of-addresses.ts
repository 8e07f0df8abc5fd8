import { parseAddressRange } from '../azure/addresses';
import { InputError } from '../azure/errors';
import { addressText } from '../network/address-text';
import { asInteger, asText, Refused } from './computed';
import type { TerraformFunction } from './terraform-function';

interface Prefix {
  readonly family: 4 | 6;
  readonly bits: number;
  readonly length: number;
  readonly first: bigint;
}

/** A CIDR range; as Terraform has it, bits after the prefix length are left out. */
function prefixOf(value: unknown): Prefix {
  const [address, length, more] = asText(value).split('/') as [string, string?, string?];
  const bits = address.includes(':') ? 128 : 32;
  if (length === undefined || more !== undefined || !/^\d{1,3}$/.test(length) || Number(length) > bits) {
    throw new Refused('it takes a CIDR range');
  }
  try {
    const { family, first } = parseAddressRange(address);
    const number = first.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const host = BigInt(bits - Number(length));
    return { family, bits, length: Number(length), first: (number >> host) << host };
  } catch (error) {
    throw error instanceof InputError ? new Refused('it takes a CIDR range') : error;
  }
}

function subnet({ family, bits, length, first }: Prefix, newBits: number, number: bigint): string {
  const longer = length + newBits;
  if (newBits < 0 || longer > bits || number < 0n || number >= 1n << BigInt(newBits)) {
    throw new Refused('the range has no such part');
  }
  return `${addressText(family, first + (number << BigInt(bits - longer)))}/${longer}`;
}

function host(range: unknown, hostNumber: unknown): string {
  const { family, bits, length, first } = prefixOf(range);
  const [number, size] = [BigInt(asInteger(hostNumber)), 1n << BigInt(bits - length)];
  if (number >= size || number < -size) {
    throw new Refused('the range has no such address');
  }
  return addressText(family, first + (number < 0n ? size + number : number));
}

function netmask(range: unknown): string {
  const { family, length } = prefixOf(range);
  if (family !== 4) {
    throw new Refused('it takes a range of IPv4');
  }
  return addressText(4, ((1n << BigInt(length)) - 1n) << BigInt(32 - length));
}

/** Parts one after the other, each at the next place that its size can begin at. */
function subnets(range: unknown, ...newBits: readonly unknown[]): string[] {
  const prefix = prefixOf(range);
  let next = prefix.first;
  const end = prefix.first + (1n << BigInt(prefix.bits - prefix.length));
  return newBits.map((value) => {
    const bits = asInteger(value);
    const longer = prefix.length + bits;
    if (bits < 1 || longer > prefix.bits) {
      throw new Refused('the range has no such part');
    }
    const size = 1n << BigInt(prefix.bits - longer);
    const first = ((next + size - 1n) / size) * size;
    if (first + size > end) {
      throw new Refused('the range has no room for the part');
    }
    next = first + size;
    return `${addressText(prefix.family, first)}/${longer}`;
  });
}

/** Source: Terraform 1.11, IP network functions. */
export const ADDRESS_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  cidrsubnet: (range, newBits, number) => subnet(prefixOf(range), asInteger(newBits), BigInt(asInteger(number))),
  cidrhost: host, cidrnetmask: netmask, cidrsubnets: subnets,
};
