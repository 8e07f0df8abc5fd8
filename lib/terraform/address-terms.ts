import { isIPv4 } from 'node:net';
import { readRow, ROW_BYTES } from '../azure/address-rows';
import { AddressRange, parseAddressRange } from '../azure/addresses';
import { InputError } from '../azure/errors';
import type { AddressInterval, AddressTerm } from '../network/network';
import { addressText } from '../network/address-text';
import { isHostName } from '../network/host-like';
import type { Arguments } from './arguments';
import { shown, Unresolved } from './values';

/** What an argument takes besides addresses and CIDR ranges. */
export type AddressForm = 'security rule' | 'firewall rule' | 'route' | 'addresses';

const ALLOWED: Readonly<Record<AddressForm, string>> = {
  'security rule': '"*", an address, a CIDR range or a service tag',
  'firewall rule': '"*", an address, a CIDR range, a range of IPv4 addresses such as "10.0.0.4-10.0.0.9" or a service tag',
  'route': 'a CIDR range or a service tag',
  'addresses': 'an address or a CIDR range',
};

/** How service tags are written: `Storage`, `Storage.WestEurope`, `AzureFrontDoor.Backend`. */
const TAG = /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/;

/** Reads entries of an argument. */
export function addressTerms(args: Arguments, name: string, texts: readonly (string | Unresolved)[], form: AddressForm): AddressTerm[] {
  return texts.map((text, i) => (text instanceof Unresolved ? opaque(text) : addressTerm(args, texts.length > 1 ? `${name}[${i}]` : name, text, form)));
}

/** An entry that is known later. */
export function opaque(value: Unresolved): AddressTerm {
  return { kind: 'opaque', text: shown(value.text), why: 'the value is not known here', isExpression: true, ...(value.symbol !== undefined && { symbol: value.symbol }) };
}

export function addressTerm(args: Arguments, name: string, text: string, form: AddressForm): AddressTerm {
  if (text === '*' && form !== 'route' && form !== 'addresses') {
    return { kind: 'any' };
  }
  if (TAG.test(text) && form !== 'addresses') {
    return { kind: 'tag', tag: text };
  }
  if (form === 'firewall rule' && text.includes('-')) {
    const interval = ipv4Range(text);
    if (interval !== undefined) {
      return { kind: 'interval', text, interval };
    }
  }
  const interval = intervalOf(text);
  if (interval === undefined) {
    const message = `${JSON.stringify(shown(text))} is not an address; it takes ${ALLOWED[form]}`;
    if (!isHostName(text)) { // which is a finding of its own
      args.problem(name, message);
    }
    return { kind: 'opaque', text: shown(text), why: message };
  }
  if (interval.masked !== undefined) {
    args.problem(name, `"${text}" has address bits behind its prefix length; it is read as "${interval.masked}", the range that they are in`);
  }
  const { masked = text, ...run } = interval;
  return { kind: 'interval', text: masked, interval: run };
}

// A row for the range that is being read.
const row = new Uint8Array(ROW_BYTES[6]);

/** The addresses of a CIDR range; `masked` is how it should be written where it has address bits behind its prefix length. */
function intervalOf(text: string): AddressInterval & { readonly masked?: string } | undefined {
  if (readRow(text, row, 0) === 4) {
    // The usual case, in numbers: rules have thousands of these.
    const first = ((row[0]! << 24) | (row[1]! << 16) | (row[2]! << 8) | row[3]!) >>> 0;
    return { family: 4, first: BigInt(first), last: BigInt(first + 2 ** (32 - row[4]!) - 1) };
  }
  const slash = text.indexOf('/');
  const address = addressOf(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) {
    return undefined;
  }
  const { family } = address;
  const bits = family === 4 ? 32 : 128;
  const length = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(length) || Number(length) > bits) {
    return undefined;
  }
  const given = numberOf(address.first);
  const size = 1n << BigInt(bits - Number(length));
  const first = given - (given % size);
  const last = first + size - 1n;
  return first === given ? { family, first, last } : { family, first, last, masked: `${addressText(family, first)}/${length}` };
}

function addressOf(text: string): AddressRange | undefined {
  try {
    return parseAddressRange(text);
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    return undefined;
  }
}

function ipv4Range(text: string): AddressInterval | undefined {
  const [from, to, more] = text.split('-');
  if (from === undefined || to === undefined || more !== undefined || !isIPv4(from) || !isIPv4(to)) {
    return undefined;
  }
  const [first, last] = [from, to].map((end) => numberOf(end.split('.').map(Number))) as [bigint, bigint];
  return first <= last ? { family: 4, first, last } : undefined;
}

function numberOf(bytes: readonly number[]): bigint {
  return bytes.length === 4
    ? BigInt(((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0)
    : bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}
