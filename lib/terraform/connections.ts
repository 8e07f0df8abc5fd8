import type { Network } from '../network/network';
import type { Configuration } from './configuration';
import { CONNECTION_TYPES, OTHER_WAYS } from './kinds';
import type { Resource } from './resource';

/** Whether networks may be connected in ways that are not evaluated, or by modules that were not read. */
export function otherConnections(
  resources: readonly Resource[], configurations: readonly Configuration[],
): Pick<Network, 'hasOtherConnections'> {
  const isOther = ({ type }: Resource): boolean => CONNECTION_TYPES.includes(type) || OTHER_WAYS.has(type);
  return resources.some(isOther) || configurations.some(({ modules }) => modules.length > 0) ? { hasOtherConnections: true } : {};
}
