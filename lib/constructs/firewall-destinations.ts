/** How firewall rules name a destination that has both a service tag and host names. */
export enum FirewallDestinations {
  /** By service tag where there is one, by host name for the rest. */
  SERVICE_TAGS = 'service-tags',
  /** By host name wherever the article gives one. Needs the scenario `WITHOUT_SERVICE_TAGS`. */
  HOST_NAMES = 'host-names',
}
