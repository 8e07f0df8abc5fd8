/** What rules are written in: a part of Azure, of Kubernetes or of another vendor, which has its own kind of rules. */
export enum RuleLanguage {
  /** Security rules of a network security group. */
  SECURITY_GROUP = 'network security group',
  /** Rules of a firewall policy, or classic rules, of Azure Firewall. */
  AZURE_FIREWALL = 'Azure Firewall',
  /** Lists of host names, URLs and addresses for the firewall of another vendor. */
  FIREWALL_LIST = 'list for another firewall',
  /** Outbound rules of the network that Azure manages for a workspace. */
  MANAGED_NETWORK = 'managed network',
  /** A NAT gateway, which filters nothing. */
  NAT_GATEWAY = 'NAT gateway',
  /** Network policies of Kubernetes. */
  NETWORK_POLICY = 'network policy',
  /** A service endpoint policy. */
  SERVICE_ENDPOINT_POLICY = 'service endpoint policy',
}
