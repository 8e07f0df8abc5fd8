/** Whether a firewall answers for host names. A Basic one has no DNS proxy. Source: Azure Firewall features by SKU, ms.date 2025-09-18. */
export function hasDnsProxy(firewall: { readonly sku?: string; readonly dnsProxy?: boolean } | undefined): boolean | undefined {
  return firewall?.sku === 'Basic' ? false : firewall?.dnsProxy;
}

/** Why nothing answers for host names at a firewall, and what to do; undefined where its DNS proxy is stated to be on. */
export function noDnsProxy(
  firewall: { readonly sku: string; readonly dnsProxy: boolean },
): { readonly reason: string; readonly remedy: string } | undefined {
  if (hasDnsProxy(firewall)) {
    return undefined;
  }
  return firewall.sku === 'Basic'
    ? {
      reason: 'a Basic firewall has no DNS proxy, so nothing answers there',
      remedy: 'name the resolver of Azure (NameResolution.azure()) or DNS servers of your own, or use a Standard or Premium firewall',
    }
    : {
      reason: 'the DNS proxy of the firewall is not stated to be on, and without it nothing answers there',
      remedy: 'enable the DNS proxy on the firewall or its policy and state dnsProxy, or name another resolver with nameResolution',
    };
}
