import { AddressInterval } from '../../../lib/network/network';

/** One address. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** What speaks on a connection, as an application rule sees it. */
export type Application = 'Http' | 'Https' | 'Mssql';

/** One packet that opens a connection, seen from an address of the subnet. */
export interface Packet {
  readonly direction: 'outbound' | 'inbound';
  readonly own: Address;
  readonly other: Address;
  readonly protocol: 'TCP' | 'UDP' | 'ICMP';
  readonly port: number;
  readonly sourcePort: number;
  /** The name that the client asks for, in its Host header or in TLS. */
  readonly host?: string;
  readonly path?: string;
  readonly application?: Application;
}

/** All that rules leave open, decided in one way. A verdict of the verifier must hold in every world that fits what it was given. */
export interface World {
  /** Addresses of service tags, by their canonical name, as CIDR ranges. */
  readonly tags: ReadonlyMap<string, readonly AddressInterval[]>;
  /** Ranges outside the address space that a peering or a gateway has routes for; they are in the tag VirtualNetwork. */
  readonly connected: readonly AddressInterval[];
  /** What routes of the user add to the tag VirtualNetwork. */
  readonly widenedBy: readonly AddressInterval[];
  /** Addresses of opaque terms, by their text. */
  readonly opaque: ReadonlyMap<string, readonly AddressInterval[]>;
  /** Addresses that a host name resolves to. */
  readonly addressesOf: (host: string) => readonly Address[];
  /** Host names of FQDN tags. */
  readonly fqdnTags: ReadonlyMap<string, readonly string[]>;
  /** Whether an appliance whose rules nobody read lets through what comes to it. */
  readonly unreadAppliancesAllow: boolean;
  /** Whether a security rule with ports holds ICMP, which has none; nobody has written that down. */
  readonly portsHoldIcmp: boolean;
  /** The configuration of network managers whose rules go first; the others by priority alone. */
  readonly firstConfiguration?: string;
  /** Addresses of network interfaces, by their names. */
  readonly interfaceAddresses?: ReadonlyMap<string, Address>;
  /** Whether what goes to a virtual network gateway arrives. */
  readonly gatewayDelivers: boolean;
}

/** Reads `10.1.0.0/16`, `10.1.0.4` or an IPv6 range whose groups are all before `::`. */
export function range(text: string): AddressInterval {
  const [address, length] = text.split('/') as [string, string?];
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  const value = family === 4
    ? address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n)
    : [...address.split('::')[0]!.split(':').filter((group) => group !== ''), ...Array<string>(8).fill('0')].slice(0, 8)
      .reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
  const size = 1n << BigInt(bits - Number(length ?? bits));
  return { family, first: value, last: value + size - 1n };
}

export function address(text: string): Address {
  const { family, first } = range(text);
  return { family, value: first };
}

export function isWithin({ family, value }: Address, { family: own, first, last }: AddressInterval): boolean {
  return family === own && first <= value && value <= last;
}

export function isIn(one: Address, intervals: readonly AddressInterval[]): boolean {
  return intervals.some((interval) => isWithin(one, interval));
}

/** Private ranges (RFC 1918, 6598, 3927, 4193, 4291), and the address of the platform. */
const NOT_PUBLIC =
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '168.63.129.16', 'fc00::/7', 'fe80::/10'].map(range);

/** What no machine has for its address: this network, loopback, multicast and what is reserved. */
const NOBODY = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/16', 'ff00::/8'].map(range);

export const PLATFORM: Address = address('168.63.129.16');
export const METADATA: Address = address('169.254.169.254');

export function isPublic(one: Address): boolean {
  return !isIn(one, NOT_PUBLIC);
}

export function isOfMachine(one: Address): boolean {
  return !isIn(one, NOBODY);
}
