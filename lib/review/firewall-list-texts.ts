import { basename } from 'node:path';
import { AddressCover } from '../azure/address-cover';
import { ServiceTagFile } from '../input/service-tag-file';
import { RequirementSet } from '../requirements/requirement-set';
import { FirewallListEntry, FirewallLists } from '../rules/firewall-lists';
import { csv } from './csv';
import { inNotation, Notation, WIDENS } from './host-notations';

/** Where the lists come from, so that a reader can tell how old they are. */
export interface ListHeader {
  readonly edition: string;
  readonly cloud: string;
  readonly region: string;
  /** Articles that the edition links to, with the dates of their lists. */
  readonly linkedLists: readonly { readonly article: string; readonly date: string }[];
  readonly serviceTags?: { readonly file: string; readonly date?: string; readonly changeNumber: number };
  readonly wildcards: Notation;
  /** What the notation opens beyond the requirements. */
  readonly widerThanDocumented?: string;
}

/** One plain list: entries of one kind for one protocol and port. */
export interface PlainList {
  /** `hosts-tcp-443`; addresses of the two families are apart. */
  readonly name: string;
  readonly title: string;
  readonly lines: readonly string[];
}

export function headerOf(set: RequirementSet, article: string, tags: ServiceTagFile | undefined, wildcards: Notation): ListHeader {
  const linked = new Map<string, { article: string; date: string }>();
  for (const { citation } of set.requirements) {
    if (citation !== undefined && citation.article !== article && citation.date !== undefined) {
      linked.set(`${citation.article} ${citation.date}`, { article: citation.article, date: citation.date });
    }
  }
  const widens = WIDENS[wildcards];
  return {
    edition: set.edition, cloud: set.cloud, region: set.region,
    linkedLists: [...linked.values()].sort((a, b) => (`${a.article} ${a.date}` < `${b.article} ${b.date}` ? -1 : 1)),
    ...(tags !== undefined && { serviceTags: { file: basename(tags.path), ...dateOf(tags.path), changeNumber: tags.changeNumber } }),
    wildcards,
    ...(widens !== undefined && { widerThanDocumented: widens }),
  };
}

/** The weekly files have their date in their name (`ServiceTags_Public_20251110.json`), and nowhere else. */
function dateOf(path: string): { date?: string } {
  const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})\.json$/.exec(path) ?? [];
  return year === undefined ? {} : { date: `${year}-${month}-${day}` };
}

/** The lists, one entry a line. */
export function plainLists({ entries }: FirewallLists, notation: Notation): PlainList[] {
  const groups = new Map<string, FirewallListEntry[]>();
  for (const entry of entries) {
    const key = `${entry.kind} ${entry.protocol} ${entry.port}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((same) => listsOf(same, notation));
}

function listsOf(same: readonly FirewallListEntry[], notation: Notation): PlainList[] {
  const { kind, protocol, port } = same[0]!;
  const list = (what: string, title: string, lines: readonly string[]): PlainList =>
    ({ name: `${what}-${protocol.toLowerCase()}-${port}`, title: `${title}, ${protocol} ${port}`, lines });
  if (kind !== 'address') {
    const lines = [...new Set(same.map(({ value }) => inNotation(value, notation)))];
    return [kind === 'host' ? list('hosts', 'host names', lines) : list('urls', 'URLs', lines)];
  }
  // Several tags may have addresses in common.
  const cover = AddressCover.of(same.map(({ value }) => value));
  return ([4, 6] as const).map((family) => list(`addresses-ipv${family}`, `IPv${family} addresses`, cover.ranges(family))).filter(({ lines }) => lines.length > 0);
}

/** A list as a file. Lines that begin with `#` are comments, unless the header is left out. */
export function listText({ title, lines }: PlainList, header: ListHeader | undefined): string {
  return [...(header === undefined ? [] : headerLines(title, header)), ...lines].map((line) => `${line}\n`).join('');
}

function headerLines(title: string, header: ListHeader): string[] {
  const { serviceTags: tags } = header;
  return [
    `Azure Machine Learning: ${title}`,
    `edition ${header.edition}, cloud ${header.cloud}, region ${header.region}`,
    ...header.linkedLists.map(({ article, date }) => `linked list ${article}, ${date}`),
    ...(tags === undefined ? [] : [`service tag file ${tags.file}, change number ${tags.changeNumber}${tags.date === undefined ? '' : `, ${tags.date}`}`]),
    `wildcards ${header.wildcards}${header.widerThanDocumented === undefined ? '' : `: ${header.widerThanDocumented}`}`,
  ].map((line) => `# ${line}`);
}

/** All entries as CSV. It has no place for a header of its own, so dates stand in columns. */
export function listsCsv({ entries }: FirewallLists, header: ListHeader): string {
  const { edition, serviceTags: tags } = header;
  return csv(['kind', 'value', 'protocol', 'port', 'service tag', 'requirements', 'purpose', 'edition', 'service tag file', 'change number'], entries.map((entry) => [
    entry.kind, inNotation(entry.value, header.wildcards), entry.protocol, entry.port, entry.serviceTag ?? '',
    entry.requirements.map(({ id }) => id).join(' '), [...new Set(entry.requirements.map(({ purpose }) => purpose))].join('; '),
    edition, entry.serviceTag === undefined ? '' : tags!.file, entry.serviceTag === undefined ? '' : String(tags!.changeNumber),
  ]));
}

/** All entries as documented JSON. */
export function listsJson({ entries, unexpressed }: FirewallLists, header: ListHeader): string {
  return `${JSON.stringify({
    header,
    entries: entries.map(({ kind, value, protocol, port, serviceTag, requirements }) => ({
      kind, value: inNotation(value, header.wildcards), protocol, port, ...(serviceTag !== undefined && { serviceTag }), requirements: requirements.map(({ id }) => id),
    })),
    notCarried: unexpressed.filter(({ isOutOfPath }) => !isOutOfPath).map(({ requirement, need, reason, alternative }) => ({ requirement, need, reason, alternative })),
  }, null, 2)}\n`;
}
