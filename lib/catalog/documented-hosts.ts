import { Cloud } from '../azure/clouds';
import { CatalogSection } from '../requirements/catalog-section';
import { Edition } from '../requirements/edition';
import { catalogOf } from './catalog';

/** Whether the documentation has host names for a cloud that stand for a service tag, with or without a region. */
export function hasDocumentedHosts(tag: string, cloud: Cloud, edition: Edition): boolean {
  const whole = (one: string): string => (one.startsWith('AzureFrontDoor.') ? one : one.split('.')[0]!);
  return catalogOf(edition).some(({ clouds, section, heldBy }) =>
    section === CatalogSection.WITHOUT_SERVICE_TAGS && clouds.includes(cloud) &&
      heldBy.some((held) => whole(held) === whole(tag)));
}
