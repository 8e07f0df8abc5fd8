/** What a network security group does with requirements that are host names, which it cannot filter. */
export enum HostNameTraffic {
  /** Opens the ports of host names to the Internet, because a firewall after the group filters the names. */
  FILTERED_BY_FIREWALL = 'filtered-by-firewall',
  /** Keeps them closed. The requirements are listed as unexpressed. */
  CLOSED = 'closed',
}
