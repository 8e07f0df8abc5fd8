import type { AddressTerm, ReadingProblem, Subnet } from '../network/network';
import { shown } from '../network/shown';
import { Arguments, isKnown } from './arguments';
import type { ResourceEntry, ResourceIndex } from './resource-index';

const REFUSED: Pick<ReadingProblem, 'isRefused'> = { isRefused: true };
const SUBNETS = [
  ['ip_configuration', 'AzureFirewallSubnet'], ['management_ip_configuration', 'AzureFirewallManagementSubnet'],
] as const;

/** Source: firewall limits, ms.date 2023-10-10; azurerm 4.55, azurerm_firewall. */
const LONGEST_PREFIX = 26;

/** Firewalls that take a policy. Source: Azure Firewall Manager policy overview; azure-docs issue 83843; Azure-Landing-Zones issue 2425. */
const FIREWALLS_OF: Readonly<Record<string, readonly string[]>> = {
  Basic: ['Basic'], Standard: ['Standard', 'Premium'], Premium: ['Premium'],
};

/** Says what Azure refuses of a firewall besides its rules: where it stands, and a policy of another tier. */
export function checkFirewall(
  args: Arguments, policy: ResourceEntry | undefined, resourceIndex: ResourceIndex, subnets: readonly Subnet[],
): void {
  for (const [block, name] of SUBNETS) {
    for (const part of args.blocks(block)) {
      const subnet = resourceIndex.byIdOf(part.value('subnet_id'), 'subnet', part.place);
      const found = subnet === undefined || !isKnown(subnet) ? undefined : subnets.find(({ key }) => key === subnet.key);
      if (found !== undefined) {
        checkSubnet(part, found, name);
      }
    }
  }
  checkTier(args, policy);
  checkManagement(args);
}

/** Source: azurerm 4.55, azurerm_firewall; Azure Firewall Basic, deploy and configure: it has a management subnet and address. */
function checkManagement(args: Arguments): void {
  const before = args.gaps.length;
  const isInNetwork = args.value('sku_tier') === 'Basic' && args.value('sku_name') === 'AZFW_VNet';
  if (isInNetwork && args.blocks('management_ip_configuration').length === 0 && args.gaps.length === before) {
    args.problem('management_ip_configuration', 'it is missing; Azure takes a Basic firewall only with an address in ' +
      'AzureFirewallManagementSubnet', REFUSED);
  }
}

function checkSubnet(part: Arguments, { name, addressPrefixes }: Subnet, right: string): void {
  if (name.toLowerCase() !== right.toLowerCase()) {
    part.problem('subnet_id', `the subnet is ${shown(name)}; Azure takes the subnet ${right} there`, REFUSED);
  } else if (addressPrefixes.length > 0 && addressPrefixes.every(isTooSmall)) {
    part.problem('subnet_id', `the subnet is smaller than /${LONGEST_PREFIX}, which Azure asks of ${right}`, REFUSED);
  }
}

function isTooSmall(term: AddressTerm): boolean {
  return term.kind === 'interval' && term.interval.family === 4 &&
    term.interval.last - term.interval.first + 1n < 1n << BigInt(32 - LONGEST_PREFIX);
}

function checkTier(args: Arguments, policy: ResourceEntry | undefined): void {
  const tier = args.value('sku_tier');
  const [values, mode] = [policy?.resource?.values, policy?.resource?.mode];
  const sku = values === undefined ? undefined : values['sku'] ?? (mode === 'managed' ? 'Standard' : undefined);
  const takes = typeof sku === 'string' ? FIREWALLS_OF[sku] : undefined;
  if (takes !== undefined && typeof tier === 'string' && tier in FIREWALLS_OF && !takes.includes(tier)) {
    args.problem('sku_tier', `it is ${tier}, and the firewall policy is ${String(sku)}, which Azure takes for a firewall of the tier ` +
      `${takes.join(' or ')} only`, REFUSED);
  }
}

/** Whether a firewall in a virtual network has no public address for what it lets out, which Azure takes if it is managed apart. */
export function isWithoutAddress(args: Arguments): boolean {
  const before = args.gaps.length;
  const parts = args.blocks('ip_configuration');
  return args.blocks('management_ip_configuration').length > 0 && parts.length > 0 && args.gaps.length === before &&
    parts.every((part) => part.value('public_ip_address_id') === undefined);
}
