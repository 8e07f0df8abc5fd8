import type { Firewall } from './network';

/** A firewall that has a policy, with its own addresses. */
export type FirewallInstance = Pick<Firewall, 'key' | 'path' | 'addressRanges'> & Partial<Pick<Firewall, 'privateAddresses'>>;
