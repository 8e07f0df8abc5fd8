import { Cloud } from '../azure/clouds';
import { Edition } from '../requirements/edition';
import { catalogOf } from './catalog';
import { ARTICLE, CatalogEntry } from './entry';

/** What becomes of an entry in a cloud that it is not for. */
type Elsewhere =
  /** Rows of that cloud's own table ask for the same. */
  | { readonly kind: 'own-rows'; readonly ids: readonly string[] }
  /** Other documented rows carry the need there, in place of this one. */
  | { readonly kind: 'instead'; readonly entries: readonly CatalogEntry[] }
  /** The need is there, and the documentation does not say how to meet it. */
  | { readonly kind: 'gap' }
  /** The linked article has a list for that cloud, and the list does not have this row. */
  | { readonly kind: 'not-in-list' }
  /** The documentation gives it for other clouds only. */
  | { readonly kind: 'not-needed' };

const cache = new Map<string, Elsewhere>();

/** What becomes of an entry in a cloud that it is not for, derived from the rows that the catalog has for that cloud. */
export function elsewhere(entry: CatalogEntry, cloud: Cloud, edition: Edition): Elsewhere {
  const key = `${edition} ${cloud} ${entry.id}`;
  let found = cache.get(key);
  if (found === undefined) {
    found = derive(entry, cloud, edition);
    cache.set(key, found);
  }
  return found;
}

function derive(entry: CatalogEntry, cloud: Cloud, edition: Edition): Elsewhere {
  const ofCloud = catalogOf(edition).filter(({ clouds }) => clouds.includes(cloud));
  const own = ofCloud.filter((other) => isTwin(entry, other));
  if (own.length > 0) {
    return { kind: 'own-rows', ids: own.map(({ id }) => id) };
  }
  const instead = ofCloud.filter(({ id }) => entry.elsewhere.includes(id));
  if (instead.length > 0) {
    return { kind: 'instead', entries: instead };
  }
  if (entry.isGapElsewhere) {
    return { kind: 'gap' };
  }
  return { kind: ofCloud.some((other) => isInList(entry, other)) ? 'not-in-list' : 'not-needed' };
}

/** Why an entry is left out, in words. */
export function leftOutReason(entry: CatalogEntry, cloud: Cloud, what: Exclude<Elsewhere, { kind: 'instead' | 'gap' }>): string {
  switch (what.kind) {
    case 'own-rows':
      return `not for the cloud "${cloud}", whose own table asks for the same: ${what.ids.join(', ')}`;
    case 'not-in-list':
      return `not in the list for the cloud "${cloud}"`;
    case 'not-needed':
      return `not for the cloud "${cloud}"${entry.notes.length === 0 ? '' : `: ${entry.notes.join(' ')}`}`;
  }
}

/** Whether a row of another cloud stands in the same place of its table, and asks for the same over the same protocol. */
function isTwin(entry: CatalogEntry, other: CatalogEntry): boolean {
  const isSameRow = other.citation.article === entry.citation.article && other.citation.section === entry.citation.section &&
    other.citation.row === entry.citation.row;
  return isSameRow && isOfOtherCloud(entry, other) && other.section === entry.section && other.capability === entry.capability &&
    other.protocol === entry.protocol;
}

/** Whether a row is of the list that a linked article has for another cloud. */
function isInList(entry: CatalogEntry, other: CatalogEntry): boolean {
  const { article } = entry.citation;
  return article !== ARTICLE && other.citation.article === article && other.section === entry.section && isOfOtherCloud(entry, other);
}

function isOfOtherCloud(entry: CatalogEntry, other: CatalogEntry): boolean {
  return !entry.clouds.some((cloud) => other.clouds.includes(cloud));
}
