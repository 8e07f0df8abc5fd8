/**
 * Addresses that are not on the Internet: of private networks (RFC 1918; RFC 4193 for IPv6), shared with carriers (RFC 6598), and of
 * the link (RFC 3927; RFC 4291 for IPv6).
 */
export const PRIVATE_RANGES: readonly string[] = [
  '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fc00::/7', 'fe80::/10',
];
