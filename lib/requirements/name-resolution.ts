import { isIPv4 } from 'node:net';
import { inStableOrder } from '../azure/address-order';
import { nearestAddress } from '../azure/address-slips';
import { InputError } from '../azure/errors';
import { isReference } from '../azure/references';
import { listOf, text } from '../azure/argument-shapes';
import { checkResolverAddress } from '../azure/special-ranges';

/**
 * Who resolves host names for the compute of a subnet. Every host name depends on it: a network security group that closes outbound
 * traffic must leave the way to the resolver open, and so must a firewall between the subnet and the resolver.
 */
export class NameResolution {
  /**
   * Azure's own resolver, 168.63.129.16, which virtual networks use unless they name DNS servers. Network security groups and
   * routes do not apply to it, unless a rule names the tag AzurePlatformDNS (network security groups overview, ms.date 2025-07-15).
   */
  public static azure(): NameResolution {
    return new NameResolution([], false);
  }

  /**
   * The DNS proxy of the firewall. It is needed for host names in network rules, so that the firewall and the compute get the same
   * answer (Azure Firewall DNS details, ms.date 2024-06-11). The virtual network names the firewall as its DNS server.
   * @param privateAddress private IPv4 address of the firewall, or a reference to it
   * @throws when the text is not an IPv4 address
   */
  public static firewall(privateAddress: string): NameResolution {
    text('privateAddress', privateAddress);
    return new NameResolution([checked(privateAddress)], true);
  }

  /**
   * DNS servers that the virtual network names.
   * @param addresses IPv4 addresses of the servers, or references to them
   * @throws when the list is empty, has an address twice, or holds something else
   */
  public static servers(addresses: string[]): NameResolution {
    listOf(text)('addresses', addresses);
    if (addresses.length === 0) {
      throw new InputError({
        argument: 'nameResolution', problem: 'the list of servers is empty',
        allowed: 'use NameResolution.azure() for the resolver of Azure',
      });
    }
    const twice = addresses.find((address, i) => addresses.indexOf(address) !== i);
    if (twice !== undefined) {
      throw new InputError({ argument: 'nameResolution', given: twice, problem: 'is given twice' });
    }
    return new NameResolution(inStableOrder(addresses.map(checked)), false);
  }

  /** @internal */
  private constructor(
    /**
     * Addresses of the resolvers; none for the resolver of Azure.
     * @internal
     */
    public readonly _servers: readonly string[],
    /**
     * Whether the resolver is the firewall itself, whose rules do not apply to what it answers.
     * @internal
     */
    public readonly _isFirewall: boolean,
  ) {}

  /**
   * The same with other texts instead of its addresses, such as what a reference leads to.
   * @internal
   */
  public _withTexts(change: (text: string) => string): NameResolution {
    return new NameResolution(this._servers.map(change), this._isFirewall);
  }
}

const AZURE_RESOLVER = '168.63.129.16';

function checked(address: string): string {
  if (isReference(address)) {
    return address;
  }
  if (!isIPv4(address)) {
    throw new InputError({
      argument: 'nameResolution', given: address, problem: 'is not an IPv4 address',
      allowed: 'give the address of the resolver, or a reference to it', suggestion: nearestAddress(address),
    });
  }
  if (address === AZURE_RESOLVER) {
    throw new InputError({
      argument: 'nameResolution', given: address, problem: 'is the resolver of Azure', allowed: 'use NameResolution.azure()',
    });
  }
  checkResolverAddress('nameResolution', address);
  return address;
}
