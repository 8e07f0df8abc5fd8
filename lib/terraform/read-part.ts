import { DEPLOYMENT } from './admin-types';
import { Fields } from '../network/fields';

/** Arguments that decide nothing about traffic; no answer rests on their values, but for regions where a network manager deploys. */
const NOT_READ: ReadonlySet<string> = new Set(['location', 'tags', 'timeouts', 'zones', 'depends_on']);

/** Types whose regions decide where rules of network managers are in force. */
const REGIONAL: ReadonlySet<string> = new Set(['azurerm_virtual_network', DEPLOYMENT]);

export function readPart(body: Fields, hasRegion: boolean): Fields {
  return Object.fromEntries(Object.entries(body).filter(([argument]) =>
    !NOT_READ.has(argument) || (hasRegion && argument === 'location')));
}

/** Whether the region of a type decides something. */
export function isRegional(type: string): boolean {
  return REGIONAL.has(type);
}
