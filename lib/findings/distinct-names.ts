import { groupBy } from '../azure/groups';
import { Network } from '../network/network';

interface NamedList {
  readonly key: string;
  readonly name: string;
  readonly path?: string;
}

const known = new WeakMap<Network, ReadonlyMap<string, string>>();

/**
 * Names of groups, tables and firewalls by their keys: with the resource group, and the subscription, where the network has others of the
 * same name. Somebody who acknowledges one of them does not mean the others.
 */
export function distinctNames(network: Network): ReadonlyMap<string, string> {
  const names = known.get(network) ?? new Map([[...network.securityGroups.values()], [...network.routeTables.values()], network.firewalls]
    .flatMap((all: readonly NamedList[]) => [...groupBy(all, ({ name }) => name.toLowerCase()).values()].flatMap(distinct)));
  known.set(network, names);
  return names;
}

function distinct(alike: readonly NamedList[]): [key: string, name: string][] {
  const paths = alike.map(({ path }) => path);
  return alike.map(({ key, name, path }) => {
    const isOneOfSeveral = path !== undefined && paths.some((other) => other !== undefined && other !== path);
    const [, subscription] = /^\/subscriptions\/([^/]+)\//.exec(key) ?? [];
    const isInSeveral = subscription !== undefined && alike.some((one) => one.path === path && one.key !== key);
    const prefix = path?.split('/').slice(0, -1).join('/');
    return [key, isInSeveral ? `${subscription}/${prefix}/${name}` : isOneOfSeveral ? `${prefix}/${name}` : name];
  });
}
