import { text } from '../azure/shapes';

/** What a network security group does with requirements that are host names, which it cannot filter. */
export enum HostNameTraffic {
  /** Opens the ports of host names to the Internet, because a firewall after the group filters the names. */
  FILTERED_BY_FIREWALL = 'filtered-by-firewall',
  /** Keeps them closed. The requirements are listed as unexpressed. */
  CLOSED = 'closed',
}

/** The way out of a subnet. */
export class DefaultRoute {
  /**
   * Everything without a more specific route goes to a firewall.
   * @param privateAddress private IPv4 address of the firewall, or a reference to it
   */
  public static throughFirewall(privateAddress: string): DefaultRoute {
    text('privateAddress', privateAddress);
    return new DefaultRoute(privateAddress, true);
  }

  /** No default route, because a NAT gateway (`NatEgress`) is associated with the subnet. It does not filter. */
  public static throughNatGateway(): DefaultRoute {
    return new DefaultRoute(undefined, true);
  }

  /** No default route. Compute without a public IP address then has no documented way out. */
  public static none(): DefaultRoute {
    return new DefaultRoute(undefined, false);
  }

  /** @internal */
  private constructor(
    /**
     * Address of the firewall.
     * @internal
     */
    public readonly _firewall: string | undefined,
    /**
     * Whether there is a way out that does not rest on Azure's default outbound access.
     * @internal
     */
    public readonly _isExplicit: boolean,
  ) {}
}

/** Tier of an Azure Firewall or of its policy. */
export enum FirewallSku {
  /** No host names in network rules, no DNS proxy. */
  BASIC = 'Basic',
  /** Host names in network rules, with the DNS proxy. */
  STANDARD = 'Standard',
  /** Everything in Standard, and URL paths with TLS inspection. */
  PREMIUM = 'Premium',
}

/** How firewall rules name a destination that has both a service tag and host names. */
export enum FirewallDestinations {
  /** By service tag where there is one, by host name for the rest. */
  SERVICE_TAGS = 'service-tags',
  /** By host name wherever the article gives one. Needs the scenario `WITHOUT_SERVICE_TAGS`. */
  HOST_NAMES = 'host-names',
}

/** What happens to regional service tags, such as `AzureKeyVault.WestUS2`, which rules of a managed network cannot express. */
export enum RegionalTags {
  /** Writes no rule. The requirements are listed as unexpressed. */
  UNEXPRESSED = 'unexpressed',
  /** Opens the tag in every region; never done for `Storage`, for which there are private endpoints. */
  WIDENED = 'widened',
}
