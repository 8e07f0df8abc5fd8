import { InputError } from '../azure/errors';
import { checkRangesOfNetwork } from '../azure/network-ranges';
import { listOf, text } from '../azure/argument-shapes';

/** Traffic inside the virtual network. */
export class IntraNetworkTraffic {
  /**
   * Allowed by the tag VirtualNetwork: the network, its peers, and what is connected by gateways. A user-defined default
   * route can widen the tag to every address (service tags overview, ms.date 2025-07-15); `within` is exact.
   */
  public static byServiceTag(): IntraNetworkTraffic {
    return new IntraNetworkTraffic(undefined);
  }

  /**
   * Allowed within address ranges, in both directions. Other traffic from the tag VirtualNetwork is denied, except health
   * probes of Azure load balancers and what requirements ask for.
   * @param addressSpace CIDR ranges of the virtual network, and of its peers where compute needs them
   * @throws when the list is empty, or holds ranges that overlap or that no virtual network has: every address, loopback, multicast
   */
  public static within(addressSpace: string[]): IntraNetworkTraffic {
    listOf(text)('addressSpace', addressSpace);
    if (addressSpace.length === 0) {
      throw new InputError({
        argument: 'IntraNetworkTraffic.within', problem: 'the address space is empty',
        allowed: 'use IntraNetworkTraffic.denied() to close it',
      });
    }
    checkRangesOfNetwork('IntraNetworkTraffic.within', addressSpace);
    return new IntraNetworkTraffic(addressSpace);
  }

  /** Denied in both directions, except health probes of Azure load balancers and what requirements ask for. */
  public static denied(): IntraNetworkTraffic {
    return new IntraNetworkTraffic([]);
  }

  /** @internal */
  private constructor(
    /**
     * The address space; undefined for the tag, empty for denied.
     * @internal
     */
    public readonly _addressSpace: string[] | undefined,
  ) {}
}
