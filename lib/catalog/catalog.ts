import { Cloud } from '../azure/clouds';
import { Edition } from '../requirements/edition';
import { aks, aksExtensions } from './aks';
import { azureArc } from './azure-arc';
import { basic, microsoftImages } from './basic';
import { dataExfiltrationProtection } from './data-exfiltration';
import { CatalogEntry } from './entry';
import { inCluster, kubernetes } from './kubernetes';
import { hbiWorkspace, publicIpCompute, pythonPackages, rstudio, storageFirewall, vsCode } from './scenarios';
import { computeHosts, generalHosts, imageHosts, machineLearningHosts, monitoringHosts } from './without-service-tags';

let all: readonly CatalogEntry[] | undefined;
const byEdition = new Map<Edition, readonly CatalogEntry[]>();
const owned = new Map<string, ReadonlyMap<string, CatalogEntry>>();

/** Every documented requirement: those of the article in its order, then those of the articles that it links to. */
export function catalog(): readonly CatalogEntry[] {
  all ??= [
    ...basic(), ...microsoftImages(), ...pythonPackages(), ...rstudio(), ...publicIpCompute(), ...storageFirewall(), ...hbiWorkspace(),
    ...kubernetes(), ...inCluster(), ...vsCode(),
    ...generalHosts(), ...machineLearningHosts(), ...computeHosts(), ...imageHosts(), ...monitoringHosts(),
    ...aks(), ...aksExtensions(), ...azureArc(), ...dataExfiltrationProtection(),
  ];
  return all;
}

/** The entries of one edition, whatever their cloud. */
export function catalogOf(edition: Edition): readonly CatalogEntry[] {
  let entries = byEdition.get(edition);
  if (entries === undefined) {
    entries = catalog().filter((entry) => entry.editions.includes(edition));
    byEdition.set(edition, entries);
  }
  return entries;
}

/**
 * The entry that a slot belongs to: the first that has it, in one edition and cloud. Rules take their name and
 * description from it, so that they stay the same whichever of the entries that share the slot apply.
 */
export function ownersOf(edition: Edition, cloud: Cloud): ReadonlyMap<string, CatalogEntry> {
  const cached = owned.get(`${edition} ${cloud}`);
  if (cached !== undefined) {
    return cached;
  }
  const owners = new Map<string, CatalogEntry>();
  owned.set(`${edition} ${cloud}`, owners);
  for (const entry of catalogOf(edition)) {
    const key = slotKey(entry);
    if (entry.clouds.includes(cloud) && !owners.has(key)) {
      owners.set(key, entry);
    }
  }
  return owners;
}

/** Slots count for each direction separately. */
export function slotKey(entry: Pick<CatalogEntry, 'direction' | 'slot'>): string {
  return `${entry.direction} ${entry.slot}`;
}
