import { distance } from 'fastest-levenshtein';
import { Cloud, CLOUDS } from '../../lib/azure/clouds';
import { catalogOf } from '../../lib/catalog/catalog';
import { ARTICLE, CatalogEntry } from '../../lib/catalog/entry';
import { Direction } from '../../lib/requirements/direction';
import { Edition } from '../../lib/requirements/edition';
import { EndpointKind } from '../../lib/requirements/endpoint';
import { CatalogSection } from '../../lib/requirements/catalog-section';
import { Article, ArticleRow } from './article';

/** How an article differs from the catalog. */
export interface Difference {
  readonly kind: 'new' | 'gone' | 'changed' | 'reworded' | 'slip' | 'not-compared' | 'mentioned' | 'elsewhere';
  readonly row?: ArticleRow;
  readonly entry?: CatalogEntry;
  readonly what: string;
}

/** Includes, and the sections of the catalog that come from them. */
const INCLUDES: readonly (readonly [file: string, section: CatalogSection])[] = [
  ['recommended-network-outbound.md', CatalogSection.PYTHON_PACKAGES],
  ['machine-learning-compute-user-defined-routes.md', CatalogSection.PUBLIC_IP_COMPUTE],
];
/** A row and an entry that have less in common than this are two needs. */
const LEAST_LIKENESS = 0.55;

/**
 * Holds an article against one edition of the catalog. Rows are aligned by what they ask for; words come after that.
 *
 * @param article the article that entries cite: that of the requirements, or a linked list
 */
export function compare({ rows, missing, mentioned }: Article, edition: Edition, article = ARTICLE): Difference[] {
  const notRead = INCLUDES.filter(([file]) => missing.some((path) => path.endsWith(file))).map(([, section]) => section);
  const all = catalogOf(edition).filter(({ citation }) => citation.article === article);
  const isCompared = (entry: CatalogEntry): boolean =>
    !notRead.includes(entry.section) &&
    !entry.nextHopInternet &&
    entry.endpoint.kind !== EndpointKind.PODS &&
    entry.endpoint.kind !== EndpointKind.UNSPECIFIED &&
    !/assumptions$/.test(entry.citation.section);
  const open = new Set(all.filter(isCompared));
  const left: ArticleRow[] = [];
  const differences: Difference[] = all
    .filter((entry) => !isCompared(entry))
    .map((entry) => ({
      kind: 'not-compared',
      entry,
      what: notRead.includes(entry.section) ? 'it stands in an included file that is not here'
        : 'its row is prose without an endpoint; only whether the text changed is compared',
    }));
  const paired: [ArticleRow, CatalogEntry][] = [];
  // The best fit first, so that a row that is there twice does not take the entry of its twin.
  const fits = rows.flatMap((row) =>
    [...open].filter((entry) => isSameEndpoint(row, entry)).map((entry) => ({ row, entry, score: scoreOf(row, entry) })),
  );
  const taken = new Set<ArticleRow>();
  fits
    .sort((a, b) => b.score - a.score)
    .forEach(({ row, entry }) => {
      if (!taken.has(row) && open.has(entry)) {
        taken.add(row);
        open.delete(entry);
        paired.push([row, entry]);
      }
    });
  left.push(...rows.filter((row) => !taken.has(row) && !isRepeated(row, paired)));
  paired.forEach(([row, entry]) => differences.push(...ofPair(row, entry)));
  for (const row of left) {
    const near = [...open].map((entry) => ({ entry, likeness: likenessOf(row, entry) })).sort((a, b) => b.likeness - a.likeness)[0];
    if (near !== undefined && near.likeness >= LEAST_LIKENESS) {
      open.delete(near.entry);
      differences.push({ kind: 'changed', row, entry: near.entry, what: `the endpoint was ${writtenAs(near.entry)}` });
      differences.push(...ofPair(row, near.entry).filter(({ kind }) => kind === 'changed'));
    } else {
      differences.push(elsewhere(row, edition, article) ?? { kind: 'new', row, what: 'no entry has it' });
    }
  }
  differences.push(...unknownIn(mentioned, rows, all));
  open.forEach((entry) => differences.push({ kind: 'gone', entry, what: 'no row has it' }));
  return differences;
}

/** Lists repeat what others have, and the catalog cites the one that says most. In the article itself, a row is one of its own. */
function elsewhere(row: ArticleRow, edition: Edition, article: string): Difference | undefined {
  const entry = article === ARTICLE ? undefined
    : catalogOf(edition).find((one) => one.citation.article !== article && isSameEndpoint(row, one) && samePorts(row, one));
  return entry && { kind: 'elsewhere', row, entry, what: `the catalog has it from ${entry.citation.article}` };
}

/** What words name and neither a row nor the catalog has: a person has to read them. */
function unknownIn(mentioned: Article['mentioned'], rows: readonly ArticleRow[], all: readonly CatalogEntry[]): Difference[] {
  const known = new Set([...rows.map(({ endpoint }) => endpoint), ...all.flatMap((entry) => [writtenAs(entry), entry.endpoint.value])]);
  return mentioned.filter(({ endpoint }) => endpoint.includes('.') && !known.has(endpoint)).map(({ endpoint, line }) =>
    ({ kind: 'mentioned', what: `${endpoint} stands in line ${line}` }));
}

function writtenAs({ documentedAs, endpoint: { value } }: CatalogEntry): string {
  return (documentedAs ?? value).replace(/^https?:\/\//, '');
}

function isSameEndpoint(row: ArticleRow, entry: CatalogEntry): boolean {
  const isCloud = row.clouds === undefined || row.clouds.some((cloud) => entry.clouds.includes(cloud));
  const isProtocol = row.protocol === entry.protocol || row.ports === undefined;
  return (
    isCloud &&
    isProtocol &&
    row.isInbound === (entry.direction === Direction.INBOUND) &&
    (row.endpoint === writtenAs(entry) || row.endpoint === entry.endpoint.value)
  );
}

/** The same needs are written in several sections; ports, label and heading tell which row is which entry. */
function scoreOf(row: ArticleRow, entry: CatalogEntry): number {
  const words = (text: string): Set<string> => new Set(text.toLowerCase().match(/[a-z]{3,}/g) ?? []);
  const [heading, section] = [words(row.heading), words(entry.citation.section)];
  const common = [...heading].filter((word) => section.has(word)).length / Math.max(1, heading.size);
  const isCloudOnly = row.clouds?.join() === entry.clouds.join();
  return (
    (samePorts(row, entry) ? 2 : 0) +
    (row.label !== undefined && row.label === entry.citation.row ? 3 : 0) +
    2 * common +
    (isCloudOnly ? 1 : 0)
  );
}

function samePorts({ ports }: ArticleRow, entry: CatalogEntry): boolean {
  return ports === undefined || [...ports].sort().join() === [...entry.ports].sort().join();
}

/** A sentence may name what a table of the same part has. */
function isRepeated(row: ArticleRow, paired: readonly (readonly [ArticleRow, CatalogEntry])[]): boolean {
  return row.isTable !== true && row.ports === undefined &&
    paired.some(([other, entry]) => isSameEndpoint(row, entry) && row.heading === other.heading);
}

function likenessOf(row: ArticleRow, entry: CatalogEntry): number {
  const written = writtenAs(entry);
  if (
    (row.clouds !== undefined && !row.clouds.some((cloud) => entry.clouds.includes(cloud))) ||
    row.isInbound !== (entry.direction === Direction.INBOUND) ||
    row.protocol !== entry.protocol
  ) {
    return 0;
  }
  const name = 1 - distance(row.endpoint, written) / Math.max(row.endpoint.length, written.length);
  const isRow = row.label !== undefined && row.label === entry.citation.row;
  return name * 0.7 + (isRow ? 0.2 : 0) + (samePorts(row, entry) ? 0.1 : 0);
}

/** The tables of hosts have a tab for each cloud, so that one outside of tabs is for all. */
function cloudsOutsideOfTabs({ isTable }: ArticleRow, { section }: CatalogEntry): readonly Cloud[] | undefined {
  return isTable === true && section === CatalogSection.WITHOUT_SERVICE_TAGS ? CLOUDS : undefined;
}

function ofPair(row: ArticleRow, entry: CatalogEntry): Difference[] {
  const found: Difference[] = [];
  if (!samePorts(row, entry)) {
    const now = row.ports!.join(', ') || 'none';
    found.push({ kind: 'changed', row, entry, what: `the ports were ${entry.ports.join(', ')} and are ${now}` });
  }
  const { clouds = cloudsOutsideOfTabs(row, entry), inbound } = row;
  if (clouds !== undefined && [...clouds].sort().join() !== [...entry.clouds].sort().join()) {
    found.push({ kind: 'changed', row, entry, what: `the clouds were ${entry.clouds.join(', ')} and are ${clouds.join(', ')}` });
  }
  if (inbound !== undefined && (inbound.sourcePorts !== 'Any' || inbound.destination !== 'VirtualNetwork')) {
    const now = `${inbound.sourcePorts || 'none'} and ${inbound.destination || 'none'}`;
    found.push({ kind: 'changed', row, entry, what: `source ports and destination were Any and VirtualNetwork, and are ${now}` });
  }
  if (row.label !== undefined && row.label !== entry.citation.row) {
    found.push({ kind: 'reworded', row, entry, what: `the row was called "${entry.citation.row}" and is called "${row.label}"` });
  }
  if (entry.documentedAs !== undefined && row.endpoint === writtenAs(entry) && row.endpoint !== entry.endpoint.value) {
    found.push({ kind: 'slip', row, entry, what: `the article writes ${row.endpoint} for ${entry.endpoint.value}` });
  }
  return found;
}
