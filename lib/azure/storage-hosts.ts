/**
 * Host names of storage accounts, in all clouds: `<account>.<service>.core.windows.net`, with a zone between the two for
 * websites and for accounts with endpoints in an Azure DNS zone.
 * Source: storage account overview, sections on standard and Azure DNS zone endpoints; storage-blob-query-endpoint-srp.
 */
const SERVICES = ['blob', 'dfs', 'file', 'queue', 'table', 'web'];
const DOMAINS = ['core.windows.net', 'core.usgovcloudapi.net', 'core.chinacloudapi.cn', 'storage.azure.net'];
const SUFFIXES = DOMAINS.flatMap((domain) => SERVICES.map((service) => `.${service}.${domain}`));

/** The account with read access in the second region is the same account. Source: storage-redundancy, read access. */
const SECONDARY = /-secondary$/;

/**
 * The storage account that a host name leads to; `*` for a wildcard that holds the names of accounts; undefined for hosts that
 * are not of a storage account.
 */
export function storageAccountOf(host: string): string | undefined {
  if (host.startsWith('*.')) {
    const below = host.slice(1);
    const isAbove = SUFFIXES.some((suffix) => suffix.endsWith(below));
    return isAbove || SUFFIXES.some((suffix) => below.endsWith(suffix)) ? '*' : undefined;
  }
  return SUFFIXES.some((suffix) => host.endsWith(suffix) && host !== suffix.slice(1))
    ? host.split('.', 1)[0]!.replace(SECONDARY, '')
    : undefined;
}
