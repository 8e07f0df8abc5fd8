import { Cloud, CLOUDS } from '../azure/clouds';
import { InputError } from '../azure/errors';
import { tagSuffix } from '../azure/regions';
import { member } from '../network/fields';

const ADDRESS = /^data\.azurerm_network_service_tags\.[\w-]+(\[|$)/;

/** Whether a resource is the data source for the addresses of a service tag. */
export function isServiceTagData(address: string): boolean {
  return ADDRESS.test(address);
}

/**
 * The name of the tag that the data source reads, which follows from its arguments; undefined where they do not say it.
 * Source: azurerm 4.55, data source azurerm_network_service_tags: `service`, and `location_filter` for a region.
 *
 * @param values the arguments, evaluated
 */
export function serviceTagName(values: unknown): string | undefined {
  const [service, region] = [member(values, 'service'), member(values, 'location_filter')];
  if (typeof service !== 'string' || (region !== undefined && typeof region !== 'string')) {
    return undefined;
  }
  return region === undefined ? service : CLOUDS.map((cloud) => regional(service, region, cloud)).find((name) => name !== undefined);
}

function regional(service: string, region: string, cloud: Cloud): string | undefined {
  try {
    return `${service}.${tagSuffix(service, region.toLowerCase().replace(/ /g, ''), cloud)}`;
  } catch (error) {
    if (error instanceof InputError) {
      return undefined; // a region of another cloud
    }
    throw error;
  }
}
