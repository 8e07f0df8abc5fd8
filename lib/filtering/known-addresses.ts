import { PLATFORM_ADDRESSES, PLATFORM_SERVICES } from '../azure/platform-services';
import { PRIVATE_RANGES } from '../azure/private-ranges';
import { intervalOf, knownInterval } from '../network/address-text';
import { IntervalSet } from '../network/interval-set';

function setOf(...ranges: string[]): IntervalSet {
  return IntervalSet.of(ranges.map(intervalOf));
}

/** The address that health probes come from, for which AzureLoadBalancer stands. Source: service tags overview, ms.date 2025-07-15. */
export const HEALTH_PROBES = setOf('168.63.129.16');

/**
 * Private addresses, and the host's own virtual address. No service tag has one of them: files of public Azure 2025-11-10, Government
 * and China 2026-07-20.
 */
export const PRIVATE_ADDRESSES = setOf(...PRIVATE_RANGES, '168.63.129.16');

/**
 * IPv4 addresses that nobody on the Internet has: those of documentation, of this host and of its link, for multicast, and what is
 * reserved. No service tag has one of them, in the same files. Sources: RFC 5737; RFC 6890; RFC 5771.
 */
const OF_NOBODY = [
  '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4',
];

/** Addresses that no service tag and no public host has. */
export const NOT_PUBLIC = setOf(...PRIVATE_RANGES, '168.63.129.16', ...OF_NOBODY);

/** Addresses of IPv4 that are on the Internet, if no virtual network uses them. */
export const PUBLIC_IPV4 = IntervalSet.IPV4.without(NOT_PUBLIC);

/** What is known of some ranges. */
export function knownRanges(texts: readonly string[]): IntervalSet {
  return IntervalSet.of(texts.flatMap((text) => knownInterval(text) ?? []));
}

/** Addresses of IPv6 that are given out on the Internet. Source: RFC 4291. */
export const PUBLIC_IPV6 = setOf('2000::/3');

/** The virtual addresses of the host. */
export const PLATFORM = setOf(...PLATFORM_ADDRESSES);

const OF_SERVICES: ReadonlyMap<string, IntervalSet> = new Map(
  PLATFORM_SERVICES.map(({ tag, address }) => [tag, address === undefined ? setOf() : setOf(address)]),
);

/** The address of a tag for a service of the host; empty for licensing, and undefined for other tags. */
export function platformAddress(tag: string): IntervalSet | undefined {
  return OF_SERVICES.get(tag);
}
