import { text } from '../azure/argument-shapes';
import { isReference } from '../azure/references';
import { checkNextHop } from '../azure/special-ranges';

/** The way out of a subnet. */
export class DefaultRoute {
  /**
   * A firewall: it gets all traffic that has no more specific route.
   * @param privateAddress private IPv4 address of the firewall, or a reference to it
   * @throws when the text is not an IPv4 address that a firewall can have
   */
  public static throughFirewall(privateAddress: string): DefaultRoute {
    text('privateAddress', privateAddress);
    if (!isReference(privateAddress)) {
      checkNextHop('privateAddress', privateAddress);
    }
    return new DefaultRoute(privateAddress, true);
  }

  /** A NAT gateway (`NatEgress`), which is associated with the subnet and needs no default route. The gateway does not filter. */
  public static throughNatGateway(): DefaultRoute {
    return new DefaultRoute(undefined, true);
  }

  /** None: there is no default route. Compute without a public IP address then has no documented way out. */
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
