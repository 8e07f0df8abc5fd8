import { AddressCover } from './address-cover';
import { AddressRange, contains, findOverlap, parseAddressRange } from './addresses';
import { InputError, quote, refusing } from './errors';
import { isReference } from './references';
import { checkNetworkRanges, checkPeerRange, isPublicRange, sourceRanges } from './special-ranges';
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

/**
 * Checks what a firewall rule takes as sources: `*`, addresses, CIDR ranges, and `a-b` for IPv4; references pass.
 * @param what the argument, for messages
 */
export function checkFirewallSources(what: string, texts: readonly string[]): void {
  const ranges = known(texts).filter((text) => text !== '*').map((text) => [text, named(what, () => rangesOfSource(text))] as const);
  if (texts.includes('*') && texts.length > 1) {
    throw new InputError({ argument: what, given: '*', problem: 'is every source', allowed: 'leave the others out, or leave "*" out' });
  }
  for (const [text, parts] of ranges) {
    const all = parts.find(({ prefixLength }) => prefixLength === 0);
    if (all !== undefined) {
      throw new InputError({
        argument: what, given: text, problem: 'is every address',
        allowed: 'give the ranges of the subnets, or "*" when every source is meant',
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
  return known(texts).filter((text) => text !== '*' && sourceRanges(text).some(isPublicRange));
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
