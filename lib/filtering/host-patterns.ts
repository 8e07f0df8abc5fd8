/**
 * Names as rules of a firewall write them: a name, `*.contoso.com` for every name below, `*contoso.com` for every name with
 * that ending, `*` for all. Case does not matter.
 * Source: Azure Firewall questions and answers, wildcards in target URLs and FQDNs.
 */
export function holdsHost(wide: string, narrow: string): boolean {
  const [a, b] = [wide.toLowerCase(), narrow.toLowerCase()];
  if (a === b) {
    return true;
  }
  return a.startsWith('*') && (b.startsWith('*') ? b.slice(1) : b).endsWith(a.slice(1));
}

/** Whether a URL of a rule, with its wildcard at the end of the path, holds the path of another, below a host that it holds. */
export function holdsUrl(wide: string, host: string, path: string): boolean {
  const { host: wideHost, path: widePath } = splitUrl(wide);
  return holdsHost(wideHost, host) && holdsPath(widePath, path);
}

/** A URL of a rule in its two parts. */
export function splitUrl(url: string): { readonly host: string; readonly path: string } {
  const slash = url.indexOf('/');
  return slash < 0 ? { host: url, path: '' } : { host: url.slice(0, slash), path: url.slice(slash) };
}

/** Whether a URL leaves no path of its host out. */
export function isWholeHost(url: string): boolean {
  const { path } = splitUrl(url);
  return path === '' || path === '/*' || path === '*';
}

function holdsPath(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '' || wide === '*' || wide === '/*') {
    return true;
  }
  return wide.endsWith('*') && narrow.startsWith(wide.slice(0, -1));
}
