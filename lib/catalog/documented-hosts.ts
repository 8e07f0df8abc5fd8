import { Cloud } from '../azure/clouds';
import { CatalogSection } from '../requirements/catalog-section';
import { Edition, EDITIONS } from '../requirements/edition';
import { EndpointKind } from '../requirements/endpoint';
import { catalogOf } from './catalog';

/** Whether the documentation has host names for a cloud that stand for a service tag, with or without a region. */
export function hasDocumentedHosts(tag: string, cloud: Cloud, edition: Edition): boolean {
  const whole = (one: string): string => (one.startsWith('AzureFrontDoor.') ? one : one.split('.')[0]!);
  return catalogOf(edition).some(({ clouds, section, heldBy }) =>
    section === CatalogSection.WITHOUT_SERVICE_TAGS && clouds.includes(cloud) &&
      heldBy.some((held) => whole(held) === whole(tag)));
}

const hosts = new Map<Cloud, ReadonlyMap<string, readonly string[]>>();

/**
 * Host names and wildcards that any edition lists for a cloud, in lower case, whatever a workspace needs of them, with the service tags
 * that stand for their needs.
 */
export function documentedHosts(cloud: Cloud): ReadonlyMap<string, readonly string[]> {
  const known = hosts.get(cloud) ?? listedHosts(cloud);
  hosts.set(cloud, known);
  return known;
}

function listedHosts(cloud: Cloud): Map<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const { clouds, endpoint: { kind, value }, heldBy } of EDITIONS.flatMap((edition) => catalogOf(edition))) {
    if (clouds.includes(cloud) && (kind === EndpointKind.FQDN || kind === EndpointKind.URL) && !value.includes('<')) {
      const host = value.split('/')[0]!.toLowerCase();
      all.set(host, [...new Set([...all.get(host) ?? [], ...heldBy.map((tag) => tag.replace(/\.<.*$/, ''))])]);
    }
  }
  return all;
}
