/**
 * Limits that hold for what is synthesized here. Each is checked before Terraform runs.
 * Where sources give different figures the smaller one is used.
 */
export const LIMITS = {
  /** Rules in one network security group. Source: virtual network limits, 2025-10-16 (a design guide of 2026-06-22 says 2,000). */
  securityRulesPerGroup: 1000,
  /**
   * Addresses over all rules of a group, for sources and for destinations each, and ports by the name of the limit
   * (MaxSecurityRuleAddressesOrPortsPerSecurityGroup). Source: virtual network limits, 2023-11-02; cloud-provider-azure issue 2725.
   */
  valuesPerSecurityGroup: 4000,
  /** Priority of a security rule. Source: network security groups overview, ms.date 2025-07-15. */
  securityRulePriority: { min: 100, max: 4096 },
  /** Characters in the name of a rule. Source: Azure's resource name rules, for security rules; firewall rules keep to it too. */
  ruleName: 80,
  /** Characters in the description of a security rule. Source: azurerm 4.55. */
  securityRuleDescription: 140,
  /** Routes in one table. Source: virtual network limits, 2022-12-05. */
  routesPerTable: 400,
  /** Routes in one table whose prefix is a service tag. Source: user-defined routes overview, 2023-05-27. */
  tagRoutesPerTable: 25,
  /** Priority of a rule collection and of a group. Source: azurerm 4.55; rule processing, ms.date 2025-05-07. */
  firewallPriority: { min: 100, max: 65000 },
  /** Unique sources times unique destinations, summed over the network rules of a firewall. Source: firewall limits, ms.date 2023-10-10. */
  firewallNetworkRuleBudget: 20000,
  /** Host names in all network rules of a firewall (recommended). Source: firewall limits, ms.date 2023-10-10. */
  firewallNetworkRuleHostNames: 1000,
  /** IP groups of one firewall. Source: firewall limits, ms.date 2023-10-10 (a policy takes 600 since 2025). */
  ipGroupsPerFirewall: 200,
  /** Rule collection groups in one policy. Source: firewall limits; later copies say 60 to 100, older policies have 50. */
  groupsPerPolicy: 50,
  /** Bytes of rules in one group: 2 MB, or 1 MB for policies made before July 2022. Source: firewall limits, ms.date 2023-10-10. */
  bytesPerGroup: 1_000_000,
  /** Storage accounts in one definition of a service endpoint policy. Source: virtual network service endpoint policies overview, 2018. */
  resourcesPerPolicyDefinition: 200,
  /** Ports of firewall rules. Source: firewall limits, ms.date 2023-10-10. */
  firewallPort: { min: 1, max: 65535 },
  /** Minutes that a NAT gateway keeps an idle flow. Source: azurerm 4.55. */
  natIdleTimeoutMinutes: { min: 4, max: 120 },
  /** Public IPv4 addresses of one NAT gateway. Source: Azure NAT Gateway SKUs; AKS managed NAT gateway, ms.date 2026-07-07. */
  publicIpsPerNatGateway: 16,
} as const;

/** Availability zones of a region, as Azure numbers them. */
export const ZONES = ['1', '2', '3'] as const;
