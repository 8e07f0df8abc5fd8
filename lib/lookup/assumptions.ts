import { parseAddressRange } from '../azure/addresses';
import { regionsOf } from '../azure/regions';
import { CatalogEntry } from '../catalog/entry';
import { EndpointKind } from '../requirements/endpoint';
import { reachOf } from './address-reach';
import { Query } from './query';
import { placeholdersIn } from './relation';

/** What placeholders of the catalog stand for, as the rest of a sentence that begins with a name. */
const MEANINGS: Readonly<Record<string, string>> = {
  '<region>': 'is the region',
  '<cluster-region>': 'is the region of the cluster',
  '<storage>': 'is the storage account of the workspace',
  '<registry>': 'is the container registry of the workspace',
  '<workspace-id>': 'is the ID of the workspace',
};

/** What must be true of a private address. */
export const CONNECTED = 'the address is in the virtual network, or in one that is connected to it';

/**
 * What must be true of an endpoint so that an entry covers it, and that the endpoint itself does not show: anybody may have a storage
 * account, and an address may be in another network.
 */
export function assumptionsOf({ endpoint: { kind, value }, clouds }: CatalogEntry, query: Query): string[] {
  if (query.kind === 'address') {
    return kind === EndpointKind.SERVICE_TAG && isOfNetwork(query) ? [CONNECTED] : [];
  }
  if ((query.kind !== 'host' && query.kind !== 'url') || kind !== EndpointKind.FQDN) {
    return [];
  }
  const isRegion = (name: string, text: string): boolean =>
    name.endsWith('region>') && clouds.some((cloud) => regionsOf(cloud).includes(text));
  return [...placeholdersIn(value, query.value)]
    .filter(([name, text]) => !isRegion(name, text))
    .map(([name, text]) => `${text} ${MEANINGS[name] ?? `stands for ${name}`}`);
}

/** Whether the one service tag that may hold an address is that of the virtual network. */
export function isOfNetwork({ kind, value }: Query): boolean {
  return kind === 'address' && reachOf(parseAddressRange(value)) === 'private';
}
