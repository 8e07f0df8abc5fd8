import { intervalOf, knownInterval } from '../address-text';
import { IntervalSet } from './interval-set';

function setOf(...ranges: string[]): IntervalSet {
  return IntervalSet.of(ranges.map(intervalOf));
}

/** The address that health probes come from, for which AzureLoadBalancer stands. Source: service tags overview, ms.date 2025-07-15. */
export const HEALTH_PROBES = setOf('168.63.129.16');

/**
 * Addresses that are not on the Internet: RFC 1918, RFC 6598, RFC 3927, RFC 4193, and the host's own virtual address. No service
 * tag has one of them: files of public Azure 2025-11-10, Government and China 2026-07-20.
 */
export const PRIVATE_ADDRESSES = setOf('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '168.63.129.16', 'fc00::/7', 'fe80::/10');

/** What is known of some ranges. */
export function knownRanges(texts: readonly string[]): IntervalSet {
  return IntervalSet.of(texts.flatMap((text) => knownInterval(text) ?? []));
}
