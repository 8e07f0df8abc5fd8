import { isIPv4 } from 'node:net';
import { readRow, ROW_BYTES } from '../azure/address-rows';
import { AddressRange, parseAddressRange } from '../azure/addresses';
import { InputError } from '../azure/errors';
import { MAX_PORT } from '../azure/port-sets';
import { serviceTagMeantBy } from '../azure/service-tags';
import { addressText } from './address-text';
import { isHostName } from './host-like';
import type { AddressInterval, AddressTerm, PortTerm } from './network';
import { shown } from './shown';

/** What a place takes besides addresses and CIDR ranges. */
export type AddressForm = 'security rule' | 'firewall rule' | 'route' | 'addresses' | 'IP group';

const RANGE = 'a range of IPv4 addresses such as "10.0.0.4-10.0.0.9"';
const ALLOWED: Readonly<Record<AddressForm, string>> = {
  'security rule': '"*", an address, a CIDR range or a service tag',
  'firewall rule': `"*", an address, a CIDR range, ${RANGE} or a service tag`,
  'route': 'a CIDR range or a service tag',
  'addresses': 'an address or a CIDR range',
  'IP group': `an address, a CIDR range or ${RANGE}`,
};

/** How service tags are written: `Storage`, `Storage.WestEurope`, `AzureFrontDoor.Backend`. */
const TAG = /^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/;

/** An entry as it was read, and what is wrong with it. */
interface Read<T> {
  readonly value: T;
  readonly problem?: string;
}

/** Reads one entry of a rule, a route or a list of addresses. */
export function readAddressTerm(text: string, form: AddressForm): Read<AddressTerm> {
  const takesNames = form !== 'addresses' && form !== 'IP group';
  if (text === '*' && takesNames && form !== 'route') {
    return { value: { kind: 'any' } };
  }
  if (TAG.test(text) && takesNames) {
    return { value: { kind: 'tag', tag: text } };
  }
  if ((form === 'firewall rule' || form === 'IP group') && text.includes('-')) {
    const interval = ipv4Range(text);
    if (interval !== undefined) {
      return { value: { kind: 'interval', text, interval } };
    }
  }
  const interval = intervalOf(text);
  if (interval === undefined) {
    const meant = takesNames && /\s/.test(text) ? serviceTagMeantBy(text.replace(/\s/g, '')) : undefined;
    const message = `${JSON.stringify(shown(text))} is not an address; it takes ${ALLOWED[form]}` +
      (meant === undefined ? '' : `; write "${meant}", as service tags write regions`);
    const value = { kind: 'opaque', text: shown(text), why: message, isWritten: true } as const;
    return isHostName(text) ? { value } : { value, problem: message }; // a host name is a finding of its own
  }
  const { masked = text, ...run } = interval;
  const value = { kind: 'interval', text: masked, interval: run } as const;
  return interval.masked === undefined ? { value }
    : {
      value, problem: `"${text}" has address bits after its prefix length; it is read as the range "${interval.masked}"`,
    };
}

const PORTS = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** Reads ports: `*`, `443`, `1024-65535`. */
export function readPortTerm(text: string): Read<PortTerm> {
  if (text === '*') {
    return { value: { first: 0, last: MAX_PORT } };
  }
  const match = PORTS.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (match !== null && first <= last && last <= MAX_PORT) {
    return { value: { first, last } };
  }
  const problem = `${JSON.stringify(shown(text))} is not a port; it takes "*", a port, ` +
    `or a range from the lower to the higher one such as "1024-2048", up to ${MAX_PORT}`;
  return { value: { unknown: problem }, problem };
}

// A row for the range that is being read.
const row = new Uint8Array(ROW_BYTES[6]);

/** The addresses of a CIDR range; `masked` is how it should be written where it has address bits after its prefix length. */
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
