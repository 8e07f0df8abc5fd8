import type { ReportProblem, Subnet } from './network';

const FIREWALL_SUBNET = 'azurefirewallsubnet';

/**
 * What is wrong with a security group on a subnet of this name; undefined where nothing is. Azure filters nothing there, so the subnet is
 * read as one without a group. Source: Azure Firewall questions and answers: security groups of its subnet are disabled.
 */
export function groupRefusedOn(subnetName: string): string | undefined {
  return subnetName.toLowerCase() === FIREWALL_SUBNET
    ? 'Azure takes no security group on AzureFirewallSubnet, and filters nothing there; take it off' : undefined;
}

/** Subnets without the groups that Azure does not take on them, which is said. */
export function withoutRefusedGroups(subnets: readonly Subnet[], report: ReportProblem): Subnet[] {
  return subnets.map((subnet) => {
    const { securityGroup, ...rest } = subnet;
    const refusal = groupRefusedOn(subnet.name);
    if (refusal !== undefined && typeof securityGroup === 'string') {
      report(subnet.place, refusal, { isRefused: true });
    }
    return refusal === undefined ? subnet : rest;
  });
}
