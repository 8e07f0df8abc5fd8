import { isFields, member } from '../network/fields';
import type { Network, Place, ReportProblem } from '../network/network';
import { shown } from '../network/shown';
import type { Configuration } from './configuration';
import { NETWORK_TYPES } from './kinds';
import { itemsOf } from './values';

/**
 * What a configuration forgets and leaves as it is: it stays deployed, and the configuration does not say what it is.
 * Source: Terraform 1.11, removed blocks; OpenTofu 1.10, whose blocks forget unless they say otherwise.
 */
export function forgottenIn(configurations: readonly Configuration[]): Place[] {
  return configurations.flatMap(({ documents }) => documents).flatMap(({ file, json }) => {
    const value = member(json, 'removed');
    return (Array.isArray(value) ? value as unknown[] : [value]).filter(isFields).flatMap((block) => {
      const from = member(block, 'from');
      const address = typeof from === 'string' ? from.replace(/^\$\{|\}$/g, '') : '';
      const [type] = address.split('.');
      const lifecycle = member(block, 'lifecycle');
      const isDestroyed = (Array.isArray(lifecycle) ? itemsOf(lifecycle) : [lifecycle]).some((one) => member(one, 'destroy') === true);
      const isOfNetwork = type === 'module' || NETWORK_TYPES.has(type!);
      return isOfNetwork && !isDestroyed ? [{ file, resource: shown(address) }] : [];
    });
  });
}

/** A network with the condition that what is forgotten changes nothing, which is said once. */
export function withForgotten(network: Network, forgotten: readonly Place[]): Network {
  return forgotten.length === 0 ? network
    : { ...network, otherWays: [...network.otherWays ?? [], ...forgotten.map(({ resource }) => resource)] };
}

export function sayForgotten(forgotten: readonly Place[], report: ReportProblem): void {
  const message = 'Terraform forgets it and leaves it as it is. It stays there, and the files do not say how; give the JSON of a plan';
  forgotten.forEach((place) => report(place, message));
}
