import { Route } from '../rules/routes';

/** What a network security group does with requirements that are host names, which it cannot filter. */
export enum HostNameTraffic {
  /** Opens the ports of host names to the Internet, because a firewall behind the group filters the names. */
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

/** A route of the user's own. */
export class EgressRoute {
  /**
   * Straight to the Internet.
   * @param name name of the route
   * @param prefix CIDR range or service tag
   */
  public static toInternet(name: string, prefix: string): EgressRoute {
    return new EgressRoute({ name, addressPrefix: prefix, nextHopType: 'Internet', requirementIds: [] });
  }

  /**
   * To an appliance, such as a firewall.
   * @param name name of the route
   * @param prefix CIDR range or service tag
   * @param privateAddress private IPv4 address of the appliance, or a reference to it
   */
  public static toAppliance(name: string, prefix: string, privateAddress: string): EgressRoute {
    return new EgressRoute({ name, addressPrefix: prefix, nextHopType: 'VirtualAppliance', nextHopAddress: privateAddress, requirementIds: [] });
  }

  /**
   * To the virtual network gateway.
   * @param name name of the route
   * @param prefix CIDR range
   */
  public static toVirtualNetworkGateway(name: string, prefix: string): EgressRoute {
    return new EgressRoute({ name, addressPrefix: prefix, nextHopType: 'VirtualNetworkGateway', requirementIds: [] });
  }

  /**
   * Inside the virtual network.
   * @param name name of the route
   * @param prefix CIDR range
   */
  public static withinVirtualNetwork(name: string, prefix: string): EgressRoute {
    return new EgressRoute({ name, addressPrefix: prefix, nextHopType: 'VnetLocal', requirementIds: [] });
  }

  /**
   * Nowhere: the traffic is dropped.
   * @param name name of the route
   * @param prefix CIDR range or service tag
   */
  public static drop(name: string, prefix: string): EgressRoute {
    return new EgressRoute({ name, addressPrefix: prefix, nextHopType: 'None', requirementIds: [] });
  }

  /** @internal */
  private constructor(
    /**
     * The route.
     * @internal
     */
    public readonly _route: Route,
  ) {}
}

/** Tier of an Azure Firewall or of its policy. */
export enum FirewallSku {
  /** No host names in network rules, no DNS proxy. */
  BASIC = 'Basic',
  /** Host names in network rules, with the DNS proxy. */
  STANDARD = 'Standard',
  /** As Standard, and URL paths with TLS inspection. */
  PREMIUM = 'Premium',
}

/** How firewall rules name what is both a service tag and a list of host names. */
export enum FirewallDestinations {
  /** By service tag where there is one, by host name for the rest. */
  SERVICE_TAGS = 'service-tags',
  /** By host name wherever the article gives one. Needs the scenario `WITHOUT_SERVICE_TAGS`. */
  HOST_NAMES = 'host-names',
}

/** What the rules of a managed network do with regional service tags, such as `AzureKeyVault.WestUS2`, which they have no form for. */
export enum RegionalTags {
  /** Writes no rule. The requirements are listed as unexpressed. */
  UNEXPRESSED = 'unexpressed',
  /** Opens the tag in every region; never done for `Storage`, for which there are private endpoints. */
  WIDENED = 'widened',
}
