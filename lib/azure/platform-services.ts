/**
 * Services that the host of a machine gives it. Security groups do not hold this traffic, unless a rule names the service's tag, and
 * it takes no route of the user, but for licensing, whose own path a route for 0.0.0.0/0 disables.
 * Source: network security groups overview, ms.date 2025-07-15, Azure platform considerations; service tags overview, same date.
 */
export interface PlatformService {
  readonly tag: string;
  readonly what: string;
  /** Its virtual address; undefined for licensing, whose servers are on the Internet. */
  readonly address?: string;
  readonly protocols: readonly string[];
  readonly port: number;
}

export const PLATFORM_SERVICES: readonly PlatformService[] = [
  { tag: 'AzurePlatformDNS', what: 'name resolution of Azure', address: '168.63.129.16', protocols: ['TCP', 'UDP'], port: 53 },
  { tag: 'AzurePlatformIMDS', what: 'the metadata service of the host', address: '169.254.169.254', protocols: ['TCP'], port: 80 },
  { tag: 'AzurePlatformLKM', what: 'licensing of Windows', protocols: ['TCP'], port: 1688 },
];

/** Virtual addresses of the host. What they have besides the services above, such as DHCP and the health of the machine, no tag names. */
export const PLATFORM_ADDRESSES: readonly string[] = ['168.63.129.16', '169.254.169.254'];
