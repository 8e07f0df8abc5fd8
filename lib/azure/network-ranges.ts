import { AddressCover } from './address-cover';
import { AddressRange, contains, findOverlap, parseAddressRange } from './addresses';
import { InputError, quote, refusing } from './errors';
import { isReference } from './references';
import { checkNetworkRanges, checkPeerRange, isForDocumentation, isPublicRange, sourceRanges } from './special-ranges';
import { isIPv4 } from 'node:net';

/**
 * Checks a list of address ranges of a virtual network or of its subnets; references pass.
 * @param what the argument, for messages
 * @throws InputError that names the argument, for a range that is none, that no network has, or that overlaps another of the list
 */
export function checkRangesOfNetwork(what: string, texts: readonly string[]): void {
  const ranges = known(texts).map((text) => named(what, () => parseAddressRange(text)));
  checkNetworkRanges(what, ranges);
  checkNoOverlap(what, ranges);
}

/**
 * Prefix lengths of subnets, which are at least /29 for IPv4, and exactly /64 for IPv6. Every subnet has IPv4 addresses, because
 * every network interface needs one. Sources: Azure Virtual Network FAQ, "How small and how large can virtual networks and subnets
 * be?" (ms.date 2020-06-26: /29 the smallest, /2 the largest for IPv4, exactly /64 for IPv6), and "Do virtual networks support IPv6?"
 * (IPv4 alone or both); IPv6 for Azure Virtual Network, limitations. Ranges of IPv4 wider than /2 hold addresses that no network has.
 */
const LONGEST_IPV4_SUBNET = 29;
const IPV6_SUBNET = 64;

/**
 * Checks the address ranges of one subnet, as `checkRangesOfNetwork` does, and that Azure makes a subnet of their size.
 * @param what the argument, for messages
 */
export function checkRangesOfSubnet(what: string, texts: readonly string[]): void {
  checkRangesOfNetwork(what, texts);
  const ranges = known(texts).map(parseAddressRange);
  for (const { family, prefixLength, text } of ranges) {
    if (family === 4 ? prefixLength > LONGEST_IPV4_SUBNET : prefixLength !== IPV6_SUBNET) {
      throw new InputError({
        argument: what, given: text, problem: 'is not a range that a subnet can have',
        allowed: `Azure takes IPv4 ranges of /${LONGEST_IPV4_SUBNET} or wider, and IPv6 ranges of exactly /${IPV6_SUBNET}`,
      });
    }
  }
  if (ranges.length > 0 && ranges.length === texts.length && ranges.every(({ family }) => family === 6)) {
    throw new InputError({
      argument: what, given: ranges[0]!.text, problem: 'is an IPv6 range, and no IPv4 range is given',
      allowed: 'give the IPv4 range too, because every subnet in Azure has one',
    });
  }
}

/** Checks that a subnet lies in the address space that is stated with it, as far as both are known. */
export function checkSubnetInSpace(what: string, subnet: readonly string[], space: readonly string[] | undefined): void {
  if (space === undefined || space.length === 0 || space.some(isReference)) {
    return;
  }
  const cover = AddressCover.of(space);
  // A space of the other family says nothing of a prefix.
  const outside = known(subnet).find((prefix) =>
    cover.ranges(parseAddressRange(prefix).family).length > 0 && !cover.holds(parseAddressRange(prefix)));
  if (outside !== undefined) {
    throw new InputError({
      argument: what, given: outside, problem: `is outside the address space ${space.join(', ')} of the virtual network`,
      allowed: 'correct one of them',
    });
  }
}

/** A subnet with the ranges that it has. */
interface SubnetWithRanges {
  readonly name: string;
  readonly subnetId: string;
  readonly addressPrefixes?: readonly string[];
}

/**
 * Two subnets of one virtual network that have addresses in common. Those of different networks may. What is known later is not
 * compared.
 */
export function findSharedAddresses<T extends SubnetWithRanges>(subnets: readonly T[]): { own: T; refusal: InputError } | undefined {
  const networks = new Map<string, { readonly subnet: T; readonly range: AddressRange }[]>();
  for (const subnet of subnets.filter(({ subnetId }) => !isReference(subnetId))) {
    const network = subnet.subnetId.toLowerCase().split('/subnets/')[0]!;
    const seen = networks.get(network) ?? [];
    seen.push(...known(subnet.addressPrefixes ?? []).map((prefix) => ({ subnet, range: parseAddressRange(prefix) })));
    networks.set(network, seen);
  }
  for (const placed of networks.values()) {
    const overlap = findOverlap(placed.map(({ range }) => range));
    if (overlap !== undefined) {
      const [other, own] = placed.filter(({ range }) => overlap.includes(range)) as [typeof placed[number], typeof placed[number]];
      return {
        own: own.subnet,
        refusal: new InputError({
          given: own.range.text,
          problem: `of the subnet ${own.subnet.name} overlaps ${other.range.text} of the subnet ${other.subnet.name} in the same ` +
            'virtual network',
          allowed: 'an address is in one subnet only',
        }),
      };
    }
  }
  return undefined;
}

/**
 * Checks what a firewall rule takes as sources: `*`, addresses, CIDR ranges, and `a-b` for IPv4; references pass.
 * @param what the argument, for messages
 */
export function checkFirewallSources(what: string, texts: readonly string[]): void {
  const ranges = known(texts).filter((text) => text !== '*').map((text) => [text, named(what, () => rangesOfSource(text))] as const);
  if (texts.includes('*') && texts.length > 1) {
    throw new InputError({ argument: what, given: '*', problem: 'means every source', allowed: 'leave the others out, or leave "*" out' });
  }
  for (const [text, parts] of ranges) {
    const all = parts.find(({ prefixLength }) => prefixLength === 0);
    if (all !== undefined) {
      throw new InputError({
        argument: what, given: text, problem: 'covers every address',
        allowed: 'give the ranges of the subnets, or "*" for every source',
      });
    }
  }
  checkNetworkRanges(what, ranges.flatMap(([, parts]) => parts));
  checkNoOverlap(what, ranges.flatMap(([, parts]) => parts));
}

/** Checks the range of another side of traffic; a reference passes. */
export function checkRangeOfPeer(text: string): void {
  if (!isReference(text)) {
    checkPeerRange(undefined, parseAddressRange(text));
  }
}

/** The public ones of some address ranges or sources of a firewall, as they were written. */
export function publicRanges(texts: readonly string[]): string[] {
  return known(texts).filter((text) =>
    text !== '*' && sourceRanges(text).some((range) => isPublicRange(range) && !isForDocumentation(range)));
}

/** Those that are for documentation, as they were written. */
export function documentationRanges(texts: readonly string[]): string[] {
  return known(texts).filter((text) => text !== '*' && sourceRanges(text).some(isForDocumentation));
}

/** The IPv4 prefixes of subnets that the sources of firewall rules do not hold in full; none where a source is known later only. */
export function prefixesOutside(sources: readonly string[], prefixes: readonly string[]): string[] {
  if (sources.some((source) => source === '*' || isReference(source))) {
    return [];
  }
  const cover = AddressCover.of(sources.flatMap(sourceRanges).map(({ text }) => text));
  return known(prefixes).filter((prefix) => !prefix.includes(':') && !cover.holds(parseAddressRange(prefix)));
}

/** Whether one of some ranges holds an address; what is known later does not count. */
export function rangesHold(texts: readonly string[], address: string): boolean {
  return known(texts).some((text) => contains(parseAddressRange(text), parseAddressRange(address)));
}

function rangesOfSource(text: string): AddressRange[] {
  const ends = text.split('-');
  if (ends.length === 2 && ends.every((end) => isIPv4(end))) {
    const ranges = sourceRanges(text);
    if (ranges.length === 0) {
      throw new InputError({ what: 'source', given: text, problem: 'ends before it begins', suggestion: `${ends[1]}-${ends[0]}` });
    }
    return ranges;
  }
  const range = parseAddressRange(text);
  if (range.family === 6) {
    throw new InputError({ what: 'source', given: text, problem: 'is an IPv6 address, which Azure Firewall does not take in rules' });
  }
  return [range];
}

function checkNoOverlap(what: string, ranges: readonly AddressRange[]): void {
  const overlap = findOverlap(ranges);
  if (overlap !== undefined) {
    const [wide, narrow] = overlap.map(({ text }) => text) as [string, string];
    throw wide === narrow ? new InputError({ argument: what, given: wide, problem: 'is given twice' })
      : new InputError({ argument: what, given: wide, problem: `and ${quote(narrow)} overlap`, allowed: 'keep the wider one' });
  }
}

function known(texts: readonly string[]): string[] {
  return texts.filter((text) => !isReference(text));
}

function named<T>(what: string, action: () => T): T {
  return refusing((error) => error.about(what), action);
}
