import { AddressCover } from '../azure/address-cover';
import { FirewallListEntry } from '../rules/firewall-lists';
import { inNotation, isCovered, Notation } from './host-notations';
import { headerLines, ListHeader } from './list-header';

/** One plain list: entries of one kind for one protocol and port. */
interface PlainList {
  /** `hosts-tcp-443`; addresses of the two families are apart. */
  readonly name: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** The lists, one entry a line. */
export function plainLists(entries: readonly FirewallListEntry[], notation: Notation): PlainList[] {
  const groups = new Map<string, FirewallListEntry[]>();
  for (const entry of entries) {
    const key = `${entry.kind} ${entry.protocol} ${entry.port}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(entry);
  }
  return [...groups.values()].flatMap((same) => listsOf(same, notation));
}

function listsOf(same: readonly FirewallListEntry[], notation: Notation): PlainList[] {
  const { kind, protocol, port } = same[0]!;
  const list = (what: string, title: string, lines: readonly string[]): PlainList =>
    ({ name: `${what}-${protocol.toLowerCase()}-${port}`, title: `${title}, ${protocol} ${port}`, lines });
  if (kind === 'address') {
    // Several tags may have addresses in common.
    const cover = AddressCover.of(same.map(({ value }) => value));
    return ([4, 6] as const).map((family) => list(`addresses-ipv${family}`, `IPv${family} addresses`, cover.ranges(family)))
      .filter(({ lines }) => lines.length > 0);
  }
  const lines = new Set(same.map(({ value }) => inNotation(value, notation)));
  // Squid refuses a list where one entry holds another.
  return [kind === 'host'
    ? list('hosts', 'host names', [...lines].filter((line) => !isCovered(line, lines, notation)))
    : list('urls', 'URLs', [...lines])];
}

/** A list as a file. Lines that begin with `#` are comments, unless the header is left out. */
export function listText({ title, lines }: PlainList, header: ListHeader | undefined): string {
  const comments = header === undefined ? [] : headerLines(title, header).map((line) => `# ${line}`);
  return [...comments, ...lines].map((line) => `${line}\n`).join('');
}
