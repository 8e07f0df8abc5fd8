/** Whether a firewall answers for host names. A Basic one has no DNS proxy. Source: Azure Firewall features by SKU, ms.date 2025-09-18. */
export function hasDnsProxy(firewall: { readonly sku?: string; readonly dnsProxy?: boolean } | undefined): boolean | undefined {
  return firewall?.sku === 'Basic' ? false : firewall?.dnsProxy;
}
