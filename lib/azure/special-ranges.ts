import { isIPv4 } from 'node:net';
import { AddressCover } from './address-cover';
import { nearestAddress } from './address-slips';
import { AddressRange, contains, fixedRanges, parseAddressRange, rangesBetween } from './addresses';
import { InputError } from './errors';
import { PRIVATE_RANGES } from './private-ranges';

const NO_HOST = 'addresses of no host';

/** IPv4 addresses in the form of IPv6, which programs use inside a machine; no packet has one. Source: RFC 4291, 2.5.5.2; RFC 6890. */
const MAPPED = '::ffff:0:0/96';

/** A range of addresses that no virtual network has. */
interface SpecialRange {
  readonly range: AddressRange;
  /** What its addresses are, in the plural. */
  readonly what: string;
  /** Whether machines elsewhere may answer at them. */
  readonly isReachable: boolean;
}

/**
 * Addresses that no network interface of a virtual network has.
 *
 * Azure refuses the ranges for multicast, broadcast, loopback, link-local and its own DNS as address space (Azure Virtual Network FAQ,
 * "Can I use any address range I want to use for my virtual networks?"). The others are reserved by the IANA registries of
 * special-purpose addresses (RFC 6890: 0.0.0.0/8 is "this host on this network", 240.0.0.0/4 is reserved).
 */
const SPECIAL = [
  ['0.0.0.0/8', NO_HOST],
  ['127.0.0.0/8', 'loopback addresses'],
  ['168.63.129.16/32', "the address of Azure's own DNS and health probes"],
  ['169.254.0.0/16', 'link-local addresses'],
  ['224.0.0.0/4', 'multicast addresses'],
  ['240.0.0.0/4', 'reserved addresses'],
  ['255.255.255.255/32', 'the broadcast address'],
  ['::/96', 'IPv4 addresses in an old form of IPv6'],
  ['::/128', 'the address of no host'],
  ['::1/128', 'the loopback address'],
  [MAPPED, 'IPv4 addresses in the form of IPv6'],
  ['100::/64', 'addresses whose traffic is discarded'],
  ['fe80::/10', 'link-local addresses'],
  ['ff00::/8', 'multicast addresses'],
] as const;

/**
 * Addresses that are set aside for something else than the interfaces of a network, and that traffic may come from or go to all the same.
 * Sources: the IANA registries of special-purpose addresses of IPv4 and IPv6 (RFC 6890 and its updates); RFC 3879 for site-local
 * addresses. Ranges for documentation and for benchmarks are not among them, because networks without a way out do use these.
 */
const SET_ASIDE = [
  ['192.0.0.0/24', 'addresses for protocols of the IETF'],
  ['192.88.99.0/24', 'addresses of 6to4 relays'],
  ['64:ff9b::/96', 'IPv4 addresses that NAT64 translates'],
  ['64:ff9b:1::/48', 'IPv4 addresses that NAT64 translates'],
  ['2001::/23', 'addresses for protocols of the IETF, such as Teredo'],
  ['2002::/16', '6to4 addresses'],
  ['5f00::/16', 'addresses for segment routing'],
  ['fec0::/10', 'site-local addresses, which were withdrawn'],
] as const;

/** Addresses that stand in documentation, and that nobody is given. Sources: RFC 5737, RFC 3849, RFC 9637. */
const documentation = fixedRanges(['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20']);

/** Link-local addresses and Azure's own address: services of the platform answer there, although no network has them. */
const PLATFORM: readonly string[] = ['168.63.129.16/32', '169.254.0.0/16', 'fe80::/10'];

const privateRanges = fixedRanges(PRIVATE_RANGES);
const mapped = fixedRanges([MAPPED]);

const OWN_RANGES = 'give the ranges of the virtual network';

let special: readonly SpecialRange[] | undefined;

/** The special ranges, read once. */
function specialRanges(): readonly SpecialRange[] {
  const of = (isReachable: boolean) => ([range, what]: readonly [string, string]): SpecialRange =>
    ({ range: parseAddressRange(range), what, isReachable: isReachable || PLATFORM.includes(range) });
  return special ??= [...SPECIAL.map(of(false)), ...SET_ASIDE.map(of(true))];
}

/**
 * More public addresses than any organization holds. The largest holder of IPv4, the US Department of Defense, has less than
 * 16 blocks of /8 (IANA IPv4 Address Space Registry). A registry gets a /12 of IPv6 (RIR allocation policy of IANA, 2006).
 */
const MOST_PUBLIC = { 4: 2 ** 28, 6: 2 ** 116 } as const;

/**
 * The special range that an address range lies in or reaches into; the narrowest one that holds it, where there are several. What is set
 * aside is a part of wide ranges that organizations hold.
 */
function specialOf(range: AddressRange): SpecialRange | undefined {
  return specialThatHolds(range) ??
    specialRanges().find((one) => contains(range, one.range) && !SET_ASIDE.some(([text]) => text === one.range.text));
}

function specialThatHolds(range: AddressRange): SpecialRange | undefined {
  return specialRanges().filter((one) => contains(one.range, range)).pop();
}

/**
 * Checks addresses that something in a virtual network has: address spaces, subnets, sources of traffic.
 * @param what the argument, for messages
 */
export function checkNetworkRanges(what: string, ranges: readonly AddressRange[]): void {
  for (const range of ranges) {
    const found = specialOf(range);
    if (found !== undefined) {
      throw new InputError({ argument: what, given: range.text, problem: problemOf(range, found), ...adviceFor(range, OWN_RANGES) });
    }
  }
  for (const family of [4, 6] as const) {
    if (countPublic(ranges.filter((range) => range.family === family), family) > MOST_PUBLIC[family]) {
      const all = ranges.map(({ text }) => text).join(' and ');
      throw new InputError({
        argument: what,
        problem: `${all} ${ranges.length === 1 ? 'contains' : 'together contain'} ` +
          `more public IPv${family} addresses than any organization has`,
        allowed: OWN_RANGES,
      });
    }
  }
}

/**
 * Checks a range that is named as the other side of traffic: addresses that nobody answers at are refused.
 * @param argument for messages; undefined where the caller names it
 */
export function checkPeerRange(argument: string | undefined, range: AddressRange): void {
  const found = specialThatHolds(range);
  if (found !== undefined && !found.isReachable) {
    throw new InputError({
      ...(argument !== undefined && { argument }), what: 'address range', given: range.text, problem: problemOf(range, found),
      ...adviceFor(range),
    });
  }
}

/** Checks that an address is not an IPv4 address in the form of IPv6, which would be compared with rules for IPv6. */
export function checkNotMapped(argument: string, range: AddressRange): void {
  if (mapped().some((one) => contains(one, range))) {
    throw new InputError({ argument, given: range.text, problem: 'is an IPv4 address in IPv6 form', ...adviceFor(range) });
  }
}

/** What to give instead: of an IPv4 address in the form of IPv6 the address itself. */
function adviceFor(range: AddressRange, allowed?: string): Pick<InputError['details'], 'allowed' | 'suggestion'> {
  if (!mapped().some((one) => contains(one, range))) {
    return allowed === undefined ? {} : { allowed };
  }
  const length = range.prefixLength - 96;
  const address = range.first.slice(12).join('.');
  return { suggestion: length === 32 && !range.text.includes('/') ? address : `${address}/${length}` };
}

/** The special range that holds an address range, in words: `one of the loopback addresses, 127.0.0.0/8`; undefined for any other. */
export function specialRangeText(range: AddressRange): string | undefined {
  const found = specialThatHolds(range);
  return found && memberOf(found);
}

/** Whether addresses are for documentation only. */
export function isForDocumentation(range: AddressRange): boolean {
  return documentation().some((one) => contains(one, range));
}

/** Checks the address of a firewall or another appliance that routes lead to. */
export function checkApplianceAddress(what: string, address: string): void {
  checkMachineAddress(what, address, 'appliance', 'give the private address of the firewall or appliance');
}

/** Checks the address of a DNS server that a virtual network names. */
export function checkResolverAddress(what: string, address: string): void {
  checkMachineAddress(what, address, 'DNS server of a virtual network', 'give the address of the resolver');
}

function checkMachineAddress(argument: string, address: string, machine: string, allowed: string): void {
  const found = specialOf(parseAddressRange(address));
  if (found !== undefined) {
    const advice = adviceFor(parseAddressRange(address), allowed);
    throw new InputError({ argument, given: address, problem: `is ${memberOf(found)}, which no ${machine} can have`, ...advice });
  }
}

/** Checks the IPv4 address that a route leads to. */
export function checkNextHop(what: string, address: string): void {
  if (!isIPv4(address)) {
    throw new InputError({
      argument: what, what: 'the next hop', given: address, problem: 'is not an IPv4 address',
      allowed: 'give the private address of the firewall', suggestion: nearestAddress(address),
    });
  }
  checkApplianceAddress(what, address);
}

/** Whether addresses are public: neither of a private network nor of another special kind. In part is enough. */
export function isPublicRange(range: AddressRange): boolean {
  return specialThatHolds(range) === undefined && !privateRanges().some((other) => contains(other, range));
}

/** Reads `a-b`, which Azure Firewall takes as a source, or a single range. */
export function sourceRanges(text: string): AddressRange[] {
  const ends = text.split('-');
  return ends.length === 2 ? rangesBetween(ends[0]!, ends[1]!) : [parseAddressRange(text)];
}

/** How many different public addresses some ranges hold; of a range that is public in part, all of them. */
function countPublic(ranges: readonly AddressRange[], family: 4 | 6): number {
  const bits = family === 4 ? 32 : 128;
  return AddressCover.of(ranges.filter(isPublicRange).map(({ text }) => text)).ranges()
    .reduce((sum, text) => sum + 2 ** (bits - parseAddressRange(text).prefixLength), 0);
}

function problemOf(range: AddressRange, { range: other, what }: SpecialRange): string {
  if (range.prefixLength === 0) {
    return 'covers every address';
  }
  const relation = contains(other, range) ? 'is of' : 'holds';
  return `${relation} ${other.text} (${what}), which no virtual network can have`;
}

function memberOf({ range, what }: SpecialRange): string {
  const isOne = range.prefixLength === (range.family === 4 ? 32 : 128);
  return isOne ? what : `one of ${what === NO_HOST ? `the ${NO_HOST}` : `the ${what}`}, ${range.text}`;
}
