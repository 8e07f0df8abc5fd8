/** Tier of an Azure Firewall or of its policy. */
export enum FirewallSku {
  /** No host names in network rules, no DNS proxy. */
  BASIC = 'Basic',
  /** Host names in network rules, with the DNS proxy. */
  STANDARD = 'Standard',
  /** Everything in Standard, and URL paths with TLS inspection. */
  PREMIUM = 'Premium',
}
