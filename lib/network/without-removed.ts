import type { Firewall, FirewallPolicyLevel, Network, RemovedResource, Subnet } from './network';
import { isUnknown } from './unknown';
import { SUBNET_PARTS } from './subnet-parts';

const NAME = /\/resourcegroups\/([^/]+)\/providers\/microsoft\.network\/([^/]+)\/([^/]+)(?:\/([^/]+)\/([^/]+))?$/;

/**
 * What is deployed, without what a plan takes away. What the plan makes in its place comes from the plan. Where what is left still has
 * what is taken away, nobody knows what it has then: Azure refuses to delete it.
 */
export function withoutRemoved(deployed: Network, removed: readonly RemovedResource[], planned: Network): Network {
  if (removed.length === 0) {
    return deployed;
  }
  const remade = madeIn(planned);
  const ids = new Set(removed.filter(({ id, part }) => part === undefined && !remade(id)).map(({ id }) => id));
  const parts = new Set(removed.filter(({ part }) => part !== undefined).map(({ id, part }) => `${part} ${id}`));
  const isKept = (key: string): boolean => !ids.has(key.toLowerCase());
  const kept = <T>(all: ReadonlyMap<string, T>, change: (one: T) => T = (one) => one): Map<string, T> =>
    new Map([...all].filter(([key]) => isKept(key)).map(([key, one]) => [key, change(one)]));
  return {
    ...deployed,
    subnets: deployed.subnets.filter(({ key }) => isKept(key) && isKept(networkOf(key)))
      .map((subnet) => withoutOthers(withoutParts(subnet, parts), isKept)),
    securityGroups: kept(deployed.securityGroups,
      (group) => ({ ...group, rules: group.rules.filter(({ name }) => isKept(`${group.key}/securityrules/${name}`)) })),
    routeTables: kept(deployed.routeTables,
      (table) => ({ ...table, routes: table.routes.filter(({ name }) => isKept(`${table.key}/routes/${name}`)) })),
    firewalls: deployed.firewalls.filter(({ key }) => isKept(key)).map((firewall) => {
      const { policies: all, ...rest } = withoutInstances(firewall, isKept);
      const policies = all?.map((level) => withoutGroups(level, isKept));
      return policies === undefined ? rest : { ...rest, policies, levels: policies.map(({ groups }) => groups) };
    }),
    ...(deployed.ipGroups !== undefined && { ipGroups: kept(deployed.ipGroups) }),
  };
}

/** Whether a plan makes a resource again under the id that it takes away; a configuration knows it by its names. */
function madeIn({ subnets, securityGroups, routeTables, firewalls, ipGroups = new Map() }: Network): (id: string) => boolean {
  const made = new Set<string>();
  const add = (type: string, all: Iterable<{ readonly key: string; readonly path?: string; readonly isMadeElsewhere?: boolean }>): void => {
    for (const { key, path, isMadeElsewhere } of all) {
      if (isMadeElsewhere !== true) {
        made.add(key).add(`${type} ${path ?? ''}`);
      }
    }
  };
  add('virtualnetworks', subnets.filter(({ addressPrefixes }) => addressPrefixes.length > 0));
  add('networksecuritygroups', securityGroups.values());
  add('routetables', routeTables.values());
  add('firewallpolicies', firewalls.filter(({ policies }) => policies !== undefined));
  add('azurefirewalls', firewalls.filter(({ policies }) => policies === undefined));
  add('ipgroups', ipGroups.values() as Iterable<{ key: string }>);
  return (id) => {
    const [, group, type, name, , part] = NAME.exec(id) ?? [];
    return made.has(id) || made.has(`${type ?? ''} ${[group, name, part].filter((one) => one !== undefined).join('/')}`);
  };
}

function networkOf(subnet: string): string {
  return subnet.slice(0, Math.max(0, subnet.lastIndexOf('/subnets/')));
}

function withoutParts(subnet: Subnet, parts: ReadonlySet<string>): Subnet {
  return Object.fromEntries(Object.entries(subnet).filter(([member]) => !parts.has(`${member} ${subnet.key}`))) as unknown as Subnet;
}

/** Without peerings that are taken away, and with nothing said of a group, a table or a gateway that is. */
function withoutOthers(subnet: Subnet, isKept: (key: string) => boolean): Subnet {
  const { peerings } = subnet;
  const gone = SUBNET_PARTS.flatMap((part) => {
    const key = subnet[part];
    return key === undefined || isUnknown(key) || isKept(key) ? []
      : [[part, { unknown: `the plan takes ${key.slice(key.lastIndexOf('/') + 1)} away, and the subnet still has it` }] as const];
  });
  return {
    ...subnet, ...Object.fromEntries(gone), ...(peerings !== undefined
      && { peerings: peerings.filter(({ name }) => isKept(`${networkOf(subnet.key)}/virtualnetworkpeerings/${name}`)) }),
  };
}

/** A policy without the firewalls that are taken away, and their addresses. */
function withoutInstances(firewall: Firewall, isKept: (key: string) => boolean): Firewall {
  const { instances = [] } = firewall;
  const left = instances.filter(({ key }) => isKept(key));
  if (left.length === instances.length) {
    return firewall;
  }
  return { ...firewall, instances: left, privateAddresses: left.flatMap((one) => one.privateAddresses ?? []),
    addressRanges: left.flatMap((one) => one.addressRanges ?? []) };
}

function withoutGroups(level: FirewallPolicyLevel, isKept: (key: string) => boolean): FirewallPolicyLevel {
  return { ...level, groups: level.groups.filter(({ name }) => isKept(`${level.key}/rulecollectiongroups/${name}`)) };
}
