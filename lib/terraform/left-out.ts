import type { Network } from '../network/network';
import { isKnown, placeOf } from './arguments';
import { OWNERS } from './owners';
import type { Resource } from './resource';
import type { ResourceEntry, ResourceIndex } from './resource-index';

/** Values of variables by the keys of what they keep parts away from. */
type Conditions = Map<string, Set<string>>;

/**
 * Adds conditions to what was read: with other values of variables, parts that are left out now would be there, or parts of others would be
 * parts of this one.
 *
 * @param leftOut resources that do not exist because of values of variables
 */
export function withLeftOut(
  network: Network, resources: readonly Resource[], leftOut: readonly Resource[], resourceIndex: ResourceIndex,
): Network {
  const all: Conditions = new Map();
  for (const resource of leftOut) {
    note(all, ownersOf(resource, resourceIndex), resource.conditions ?? []);
  }
  const ipGroups = resourceIndex.entries('ipGroup');
  for (const { type, mode, conditions = [], ownerConditions = [] } of resources) {
    const kind = mode === 'managed' ? OWNERS.get(type)?.kind : undefined;
    note(all, kind === undefined || ownerConditions.length === 0 ? [] : resourceIndex.entries(kind), ownerConditions);
    // Rules have the addresses of IP groups, and not what these rest on.
    note(all, type === 'azurerm_ip_group' || type === 'azurerm_ip_group_cidr' ? ipGroups : [], conditions);
  }
  return all.size === 0 ? network : withConditions(network, all, networksOf(resourceIndex), ipGroups.map(({ key }) => key));
}

function note(all: Conditions, owners: readonly ResourceEntry[], conditions: readonly string[]): void {
  for (const { key } of conditions.length === 0 ? [] : owners) {
    const known = all.get(key) ?? new Set();
    conditions.forEach((condition) => known.add(condition));
    all.set(key, known);
  }
}

/** What a resource would be a part of: one that is known, or any that it may be. */
function ownersOf({ type, values, group, ...rest }: Resource, resourceIndex: ResourceIndex): readonly ResourceEntry[] {
  const form = OWNERS.get(type);
  if (form === undefined) {
    return [];
  }
  const { kind, names, id } = form;
  if (id !== undefined) {
    const owner = resourceIndex.byIdOf(values[id], kind, placeOf(rest));
    return owner === undefined || !isKnown(owner) ? resourceIndex.entries(kind) : [owner];
  }
  const given = names!.map((name) => values[name]);
  const owner = resourceIndex.find(given, kind, group);
  return owner === undefined ? resourceIndex.possible(kind, given) : [owner];
}

/** Keys of the virtual networks of subnets. */
function networksOf(resourceIndex: ResourceIndex): ReadonlyMap<string, string> {
  return new Map(resourceIndex.entries('subnet').flatMap((subnet) => {
    const network = resourceIndex.networkOf(subnet, subnet.resource?.group ?? '');
    return network === undefined ? [] : [[subnet.key, network.key] as const];
  }));
}

function withConditions(
  network: Network, all: Conditions, networks: ReadonlyMap<string, string>, ipGroups: readonly string[],
): Network {
  const resting = <T extends { readonly conditions?: readonly string[] }>(one: T, keys: readonly (string | undefined)[]): T => {
    const more = keys.flatMap((key) => [...(key === undefined ? undefined : all.get(key)) ?? []]);
    return more.length === 0 ? one : { ...one, conditions: [...new Set([...one.conditions ?? [], ...more])] };
  };
  const map = <T extends { readonly conditions?: readonly string[] }>(those: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...those].map(([key, one]) => [key, resting(one, [key])]));
  return {
    ...network, securityGroups: map(network.securityGroups), routeTables: map(network.routeTables),
    subnets: network.subnets.map((subnet) => resting(subnet, [subnet.key, networks.get(subnet.key)])),
    firewalls: network.firewalls.map((firewall) =>
      resting(firewall, [firewall.key, ...(firewall.policies ?? []).map(({ key }) => key), ...ipGroups])),
  };
}
