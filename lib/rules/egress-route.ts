import { text } from '../azure/argument-shapes';
import { checkRoute } from './route-checks';

/** Where a route sends traffic, in Azure's spelling. Source: user-defined routes overview; azurerm 4.55. */
export enum NextHopType {
  /** To an appliance, such as a firewall, by its private address. */
  VIRTUAL_APPLIANCE = 'VirtualAppliance',
  /** Straight to the Internet. */
  INTERNET = 'Internet',
  /** To the virtual network gateway. */
  VIRTUAL_NETWORK_GATEWAY = 'VirtualNetworkGateway',
  /** Inside the virtual network. */
  VIRTUAL_NETWORK = 'VnetLocal',
  /** Nowhere: the traffic is dropped. */
  NONE = 'None',
}

interface RouteFacts {
  readonly name: string;
  readonly addressPrefix: string;
  readonly nextHopType: NextHopType;
  readonly nextHopAddress?: string;
  /** None for routes that no requirement asks for. */
  readonly requirementIds?: readonly string[];
}

/** One route of a route table: one of your own, or one that requirements ask for. */
export class EgressRoute {
  /**
   * A route straight to the Internet.
   * @param name name of the route
   * @param prefix CIDR range or service tag
   * @throws when the name is not one that Azure takes, or the prefix is neither a CIDR range nor a service tag for routes
   */
  public static toInternet(name: string, prefix: string): EgressRoute {
    return EgressRoute.own({ name, addressPrefix: prefix, nextHopType: NextHopType.INTERNET });
  }

  /**
   * A route to an appliance, such as a firewall.
   * @param name name of the route
   * @param prefix CIDR range or service tag
   * @param privateAddress private IPv4 address of the appliance, or a reference to it
   * @throws when the name is not one that Azure takes, the prefix is neither a CIDR range nor a service tag for routes, or the address is
   * not an IPv4 address that an appliance can have
   */
  public static toAppliance(name: string, prefix: string, privateAddress: string): EgressRoute {
    text('privateAddress', privateAddress);
    return EgressRoute.own({ name, addressPrefix: prefix, nextHopType: NextHopType.VIRTUAL_APPLIANCE, nextHopAddress: privateAddress });
  }

  /**
   * A route to the virtual network gateway.
   * @param name name of the route
   * @param prefix CIDR range
   * @throws when the name is not one that Azure takes, or the prefix is not a CIDR range
   */
  public static toVirtualNetworkGateway(name: string, prefix: string): EgressRoute {
    return EgressRoute.own({ name, addressPrefix: prefix, nextHopType: NextHopType.VIRTUAL_NETWORK_GATEWAY });
  }

  /**
   * A route inside the virtual network.
   * @param name name of the route
   * @param prefix CIDR range
   * @throws when the name is not one that Azure takes, or the prefix is not a CIDR range
   */
  public static withinVirtualNetwork(name: string, prefix: string): EgressRoute {
    return EgressRoute.own({ name, addressPrefix: prefix, nextHopType: NextHopType.VIRTUAL_NETWORK });
  }

  /**
   * A route that drops the traffic.
   * @param name name of the route
   * @param prefix CIDR range or service tag
   * @throws when the name is not one that Azure takes, or the prefix is neither a CIDR range nor a service tag for routes
   */
  public static drop(name: string, prefix: string): EgressRoute {
    return EgressRoute.own({ name, addressPrefix: prefix, nextHopType: NextHopType.NONE });
  }

  /**
   * A route that requirements ask for, or the default route.
   * @internal
   */
  public static _of(facts: RouteFacts): EgressRoute {
    return new EgressRoute(facts);
  }

  private static own(facts: RouteFacts): EgressRoute {
    text('name', facts.name);
    text('prefix', facts.addressPrefix);
    checkRoute(facts);
    return new EgressRoute(facts);
  }

  /** Name, unique in the table. */
  public readonly name: string;
  /** A CIDR range or a service tag. */
  public readonly addressPrefix: string;
  /** Where the traffic goes. */
  public readonly nextHopType: NextHopType;
  /** Address of the appliance. Undefined for other next hops. */
  public readonly nextHopAddress?: string;
  /** Ids of the requirements that ask for the route. Empty for the default route and for routes of your own. */
  public readonly requirementIds: string[];

  private constructor({ name, addressPrefix, nextHopType, nextHopAddress, requirementIds = [] }: RouteFacts) {
    this.name = name;
    this.addressPrefix = addressPrefix;
    this.nextHopType = nextHopType;
    this.nextHopAddress = nextHopAddress;
    this.requirementIds = [...requirementIds];
    Object.freeze(this.requirementIds);
  }
}
