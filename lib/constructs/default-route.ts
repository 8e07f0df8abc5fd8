import { text } from '../azure/argument-shapes';

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
