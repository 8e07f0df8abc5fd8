import { catalog, catalogOf } from '../catalog/catalog';
import { CatalogEntry } from '../catalog/entry';
import { Deployment } from '../deployment/deployment';
import { Edition } from '../requirements/edition';
import { allRules, Carrier, deploymentRules } from './deployment-rules';

/** What changed from one edition of the article to another. */
export interface EditionChanges {
  /** Entries that only the later edition has, and that replace none. */
  readonly added: readonly CatalogEntry[];
  /** Entries that only the earlier edition has, and that none replaces. */
  readonly removed: readonly CatalogEntry[];
  readonly changed: readonly { readonly before: CatalogEntry; readonly after: CatalogEntry }[];
}

/** The entries that stand in for another in an edition that does not have it. */
export function successorsOf(entry: CatalogEntry, edition: Edition): CatalogEntry[] {
  return catalogOf(edition).filter((other) => !sharesEdition(entry, other) && isSameNeed(entry, other));
}

/** Compares two editions of the catalog, whatever clouds and conditions. */
export function editionChanges(from: Edition, to: Edition): EditionChanges {
  const [before, after] = [catalogOf(from), catalogOf(to)];
  const gone = before.filter((entry) => !entry.editions.includes(to));
  const fresh = after.filter((entry) => !entry.editions.includes(from));
  const changed: { before: CatalogEntry; after: CatalogEntry }[] = [];
  const paired = new Set<CatalogEntry>();
  for (const entry of gone) {
    const successor = fresh.find((other) => !paired.has(other) && isSameNeed(entry, other));
    if (successor !== undefined) {
      paired.add(entry).add(successor);
      changed.push({ before: entry, after: successor });
    }
  }
  return { added: fresh.filter((entry) => !paired.has(entry)), removed: gone.filter((entry) => !paired.has(entry)), changed };
}

/** What another edition changes in the rules of a deployment. */
export interface RuleChanges {
  readonly added: readonly Carrier[];
  readonly removed: readonly Carrier[];
  readonly changed: readonly { readonly before: Carrier; readonly after: Carrier }[];
  /** Rules that change only in their description. A plan shows these too. */
  readonly described: readonly { readonly before: Carrier; readonly after: Carrier }[];
}

/** What a deployment file leaves out and an edition does not have. Such a file with that edition is refused. */
export interface UnknownOmission {
  readonly edition: Edition;
  readonly id: string;
}

/** Omissions of a file, and of its subnets, that one of some editions does not have. */
export function unknownOmissions(
  { _description: { leaveOut = [], subnets } }: Deployment, editions: readonly Edition[],
): UnknownOmission[] {
  const ids = new Set([...leaveOut, ...Object.values(subnets).flatMap((subnet) => subnet.leaveOut ?? [])].map(({ id }) => id));
  return editions.flatMap((edition) => {
    const others = catalog().filter((entry) => !entry.editions.includes(edition));
    return others.filter(({ id }) => ids.has(id)).map(({ id }) => ({ edition, id }));
  });
}

/** Compares the rules that a deployment file asks for in two editions, by their places and names. */
export function rulesOfEditions(deployment: Deployment, from: Edition, to: Edition): RuleChanges {
  const rulesIn = (edition: Edition): Map<string, Carrier> =>
    new Map(allRules(deploymentRules(deployment, deployment._requirementsIn(edition))).map((one) => [`${one.where} ${one.rule}`, one]));
  const [before, after] = [rulesIn(from), rulesIn(to)];
  const both = [...after].flatMap(([key, rule]) => {
    const earlier = before.get(key);
    return earlier === undefined ? [] : [{ before: earlier, after: rule }];
  });
  return {
    added: [...after].filter(([key]) => !before.has(key)).map(([, rule]) => rule),
    removed: [...before].filter(([key]) => !after.has(key)).map(([, rule]) => rule),
    changed: both.filter((one) => one.before.text !== one.after.text),
    described: both.filter((one) => one.before.text === one.after.text && one.before.description !== one.after.description),
  };
}

function sharesEdition(a: CatalogEntry, b: CatalogEntry): boolean {
  return a.editions.some((edition) => b.editions.includes(edition));
}

/**
 * Whether one entry replaces another: the same section, direction and capability, of the same kind, and the same place or the same purpose.
 * Entries that both editions have are never compared, so that a pair is a change and no coincidence.
 */
function isSameNeed(a: CatalogEntry, b: CatalogEntry): boolean {
  return (
    a.section === b.section &&
    a.direction === b.direction &&
    a.capability === b.capability &&
    a.endpoint.kind === b.endpoint.kind &&
    a.clouds.some((cloud) => b.clouds.includes(cloud)) &&
    (a.slot === b.slot || a.purpose === b.purpose)
  );
}
