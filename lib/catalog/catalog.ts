import { Edition } from '../requirements/edition';
import { aks, aksExtensions } from './aks';
import { azureArc } from './azure-arc';
import { basic, microsoftImages } from './basic';
import { dataExfiltrationProtection } from './data-exfiltration';
import { CatalogEntry } from './entry';
import { inCluster, kubernetes } from './kubernetes';
import { huggingFace, modelCatalog } from './models';
import { onlineEndpoints } from './online-endpoints';
import { registries } from './registries';
import { hbiWorkspace, publicIpCompute, pythonPackages, rstudio, storageFirewall, vsCode } from './scenarios';
import { vsCodeProduct } from './vs-code-product';
import { computeHosts, generalHosts, imageHosts, machineLearningHosts, monitoringHosts } from './without-service-tags';

let all: readonly CatalogEntry[] | undefined;
const byEdition = new Map<Edition, readonly CatalogEntry[]>();

/** Every documented requirement: those of the article in its order, then those of the articles that it links to. */
export function catalog(): readonly CatalogEntry[] {
  all ??= [
    ...basic(), ...microsoftImages(), ...pythonPackages(), ...rstudio(), ...publicIpCompute(), ...storageFirewall(), ...hbiWorkspace(),
    ...kubernetes(), ...inCluster(), ...vsCode(),
    ...generalHosts(), ...machineLearningHosts(), ...computeHosts(), ...imageHosts(), ...monitoringHosts(),
    ...aks(), ...aksExtensions(), ...azureArc(), ...dataExfiltrationProtection(),
    ...modelCatalog(), ...huggingFace(), ...registries(), ...onlineEndpoints(), ...vsCodeProduct(),
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

/** Slots count for each direction separately. */
export function slotKey(entry: Pick<CatalogEntry, 'direction' | 'slot'>): string {
  return `${entry.direction} ${entry.slot}`;
}
