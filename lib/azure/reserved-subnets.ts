import { InputError } from './errors';
import { isReference } from './references';

/**
 * Names of subnets that Azure keeps for one of its services, and whose they are. Such a subnet is dedicated: Azure puts nothing but
 * instances of that service into it, and no compute of others. Source: "Virtual network for Azure services" (ms.date 2023-05-03), table
 * of services, category Network, column Dedicated, and its note 1. The names are those that Azure asks for: VPN Gateway settings,
 * "Gateway subnet" (of ExpressRoute gateways too); Azure Firewall FAQ and forced tunneling; Azure Bastion configuration settings,
 * "Azure Bastion subnet"; Azure Route Server FAQ.
 */
const RESERVED: Readonly<Record<string, string>> = {
  GatewaySubnet: 'VPN and ExpressRoute gateways',
  AzureFirewallSubnet: 'Azure Firewall',
  AzureFirewallManagementSubnet: 'the management traffic of Azure Firewall',
  AzureBastionSubnet: 'Azure Bastion',
  RouteServerSubnet: 'Azure Route Server',
};

/** What is wrong with compute in a subnet of this name; undefined where nothing is. Azure ignores case in names. */
export function reservedName(name: string): string | undefined {
  const reserved = Object.keys(RESERVED).find((one) => one.toLowerCase() === name.toLowerCase());
  return reserved === undefined ? undefined
    : `${reserved} is the subnet that Azure keeps for ${RESERVED[reserved]!}, so compute cannot be in it`;
}

/** What to do about it. */
export const OWN_SUBNET = 'give the subnet of the compute';

/**
 * Checks that a subnet can hold compute.
 * @param what the argument, for messages
 * @param subnet id of the subnet, or the name that a user knows it by; a reference passes
 */
export function checkSubnetOfCompute(what: string, subnet: string): void {
  const problem = isReference(subnet) ? undefined : reservedName(subnet.slice(subnet.lastIndexOf('/') + 1));
  if (problem !== undefined) {
    throw new InputError({ argument: what, problem, allowed: OWN_SUBNET });
  }
}
