import { Cloud } from '../azure/clouds';
import { distance } from 'fastest-levenshtein';
import { catalog, catalogOf } from '../catalog/catalog';
import { CatalogEntry } from '../catalog/entry';
import { Edition } from '../requirements/edition';
import { EndpointKind } from '../requirements/endpoint';
import { Query } from './query';
import { COVERING, covers, holdsPort, Relation, relationOf } from './relation';

/** An entry of the catalog that covers what is asked for. */
interface Covering {
  readonly entry: CatalogEntry;
  readonly relation: Relation;
}

/** Why an entry is near to what is asked for and does not cover it. */
export type Nearness = Relation | 'port' | 'spelling';

export interface Near {
  readonly entry: CatalogEntry;
  readonly nearness: Nearness;
}

/** What the documentation says of one endpoint. */
interface Documented {
  readonly covering: readonly Covering[];
  /** The nearest first; none for a port alone. */
  readonly near: readonly Near[];
}

/** What to look in; what is left out does not filter. */
export interface LookupFilter {
  readonly edition?: Edition;
  readonly cloud?: Cloud;
}

/** The nearer comes first. */
const ORDER: readonly Nearness[] = ['port', 'parent', 'below', 'spelling', 'sibling', 'same', 'wildcard', 'part'];

/** Beyond this, names of one domain say no more. */
const MAX_NEAR = 8;

/**
 * The entries of the catalog that ask for an endpoint, and those that are near.
 *
 * @param tags service tags whose addresses hold the address that is asked for
 */
export function documented(query: Query, filter: LookupFilter = {}, tags: readonly string[] = []): Documented {
  const covering: Covering[] = [];
  const near: Near[] = [];
  for (const entry of catalog()) {
    if (!isMeant(entry, filter)) {
      continue;
    }
    const relation = relationOf(entry.endpoint, query, tags) ?? asDocumented(entry, query);
    const isPort = !isEveryPort(entry, query) && holdsPort(entry.protocol, entry.ports, query);
    if (relation !== undefined && COVERING.includes(relation) && isPort) {
      covering.push({ entry, relation });
      continue;
    }
    const nearness = relation === undefined ? misspelling(entry, query) : COVERING.includes(relation) ? 'port' : relation;
    if (nearness !== undefined && query.kind !== 'port') {
      near.push({ entry, nearness }); // every port is near others
    }
  }
  near.sort((a, b) => ORDER.indexOf(a.nearness) - ORDER.indexOf(b.nearness));
  const kept = covering.length > 0 ? near.filter(({ nearness }) => nearness !== 'sibling') : near;
  return { covering, near: kept.slice(0, MAX_NEAR) };
}

/** Whether an entry is one of those to look in. */
export function isMeant(entry: CatalogEntry, { edition, cloud }: LookupFilter): boolean {
  return (edition === undefined || entry.editions.includes(edition)) && (cloud === undefined || entry.clouds.includes(cloud));
}

/** The entries of the catalog that ask for an endpoint, without those that are near. */
export function coveringEntries(query: Query, { edition, cloud }: Required<LookupFilter>, tags: readonly string[] = []): CatalogEntry[] {
  return catalogOf(edition).filter(
    (entry) => covers(entry.endpoint, query, tags) && entry.clouds.includes(cloud) && holdsPort(entry.protocol, entry.ports, query),
  );
}

/** An entry for all ports says nothing of one port alone. */
function isEveryPort({ ports }: CatalogEntry, { kind }: Query): boolean {
  return kind === 'port' && ports.some(({ isAll }) => isAll);
}

/** A URL that the article writes in another form than rules take it. */
function asDocumented({ documentedAs, endpoint: { kind } }: CatalogEntry, query: Query): Relation | undefined {
  return kind === EndpointKind.URL && documentedAs !== undefined && query.text === documentedAs ? 'same' : undefined;
}

/** Whether a host name may be a slip of the pen: one or two letters differ. */
function misspelling({ endpoint: { kind, value } }: CatalogEntry, query: Query): Nearness | undefined {
  if (query.kind !== 'host' || kind !== EndpointKind.FQDN) {
    return undefined;
  }
  const bare = value.replace(/^\*\./, '');
  const asked = query.value.replace(/^\*\./, '');
  if (value !== bare || value.includes('<')) {
    return isNearlyBelow(bare.split('.'), asked.split('.'), value !== bare) ? 'spelling' : undefined;
  }
  return Math.abs(bare.length - asked.length) <= 2 && distance(bare, asked) <= (bare.length < 8 ? 1 : 2) ? 'spelling' : undefined;
}

/** Whether the labels of a name are nearly those of a documented one with a wildcard or placeholders. A short label has one slip only. */
function isNearlyBelow(documented: readonly string[], asked: readonly string[], isWildcard: boolean): boolean {
  const labels = asked.slice(-documented.length);
  if (isWildcard ? asked.length < documented.length : asked.length !== documented.length) {
    return false;
  }
  let slips = 0;
  for (let i = documented.length - 1; i >= 0; i--) { // from the end, where most names differ
    const [label, other] = [documented[i]!, labels[i]!];
    const most = label.length < 5 ? 1 : 2;
    const isFar = Math.abs(label.length - other.length) > most;
    const here = label === other || label.includes('<') ? 0 : isFar ? Infinity : distance(label, other);
    slips += here;
    if (here > most || slips > 2) {
      return false;
    }
  }
  return slips > 0;
}
