/**
 * Whether a host is a domain or below it, or a pattern holds hosts that are: `*.contoso.com` for every name below, `*contoso.com` for every
 * name with that ending. Case does not matter.
 */
export function isBelow(host: string, domain: string): boolean {
  const [name, end] = [host.toLowerCase(), `.${domain.toLowerCase()}`];
  return mayEndWith(name.startsWith('*') ? name : `.${name}`, end);
}

/** Whether a host, or one that a pattern holds, has an ending. */
export function mayEndWith(host: string, end: string): boolean {
  const [name, wanted] = [host.toLowerCase(), end.toLowerCase()];
  return name.startsWith('*') ? name.endsWith(wanted) || wanted.endsWith(name.slice(1)) : name.endsWith(wanted);
}
