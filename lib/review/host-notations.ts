/**
 * How firewalls write "every name below".
 *
 * - `asterisk` (`*.example.com`): Azure Firewall; domain lists of Palo Alto Networks (formatting guidelines for an external dynamic
 *   list); domain feeds of FortiGate ("simple wildcards", administration guide 7.6, external feeds).
 * - `leading-dot` (`.example.com`): Squid (`acl dstdomain`); domain objects of Check Point with the option FQDN cleared (R82, Domains);
 *   URL categories of Zscaler.
 * - `bare` (`example.com`): destination lists of Cisco Umbrella, where every entry holds the names below it and an asterisk is not
 *   possible.
 */
export const NOTATIONS = ['asterisk', 'leading-dot', 'bare'] as const;
export type Notation = (typeof NOTATIONS)[number];

const WRITE: Readonly<Record<Notation, (host: string) => string>> = {
  'asterisk': (host) => host,
  'leading-dot': (host) => host.replace(/^\*\./, '.'),
  'bare': (host) => host.replace(/^\*\./, ''),
};

/** What a notation opens beyond the name itself; nothing for the one that Azure uses. */
export const WIDENS: Readonly<Record<Notation, string | undefined>> = {
  'asterisk': undefined,
  'leading-dot': 'an entry with a leading dot also covers the name after the dot',
  'bare': 'every entry also covers all names below it',
};

/** A host name, or the host of a URL, in a notation. */
export function inNotation(value: string, notation: Notation): string {
  return WRITE[notation](value);
}

/**
 * Whether another entry of a list holds a host name, as the notation means its entries. An asterisk holds only names below it,
 * so its entries stay as they are documented.
 */
export function isCovered(entry: string, entries: ReadonlySet<string>, notation: Notation): boolean {
  if (notation === 'asterisk') {
    return false;
  }
  const mark = notation === 'leading-dot' ? '.' : '';
  const host = entry.replace(/^\./, '');
  const labels = host.split('.');
  return labels.some((_, i) => {
    const above = mark + labels.slice(i).join('.');
    return above !== entry && entries.has(above);
  });
}
