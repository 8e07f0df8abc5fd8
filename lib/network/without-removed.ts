import type { FirewallPolicyLevel, Network, RemovedResource, Subnet } from './network';

/** What is deployed, without what a plan takes away. What the plan makes in its place comes from the plan. */
export function withoutRemoved(deployed: Network, removed: readonly RemovedResource[]): Network {
  if (removed.length === 0) {
    return deployed;
  }
  const ids = new Set(removed.filter(({ part }) => part === undefined).map(({ id }) => id));
  const parts = new Set(removed.filter(({ part }) => part !== undefined).map(({ id, part }) => `${part} ${id}`));
  const isKept = (key: string): boolean => !ids.has(key.toLowerCase());
  const kept = <T>(all: ReadonlyMap<string, T>, change: (one: T) => T = (one) => one): Map<string, T> =>
    new Map([...all].filter(([key]) => isKept(key)).map(([key, one]) => [key, change(one)]));
  return {
    ...deployed,
    subnets: deployed.subnets.filter(({ key }) => isKept(key)).map((subnet) => withoutParts(subnet, parts)),
    securityGroups: kept(deployed.securityGroups,
      (group) => ({ ...group, rules: group.rules.filter(({ name }) => isKept(`${group.key}/securityrules/${name}`)) })),
    routeTables: kept(deployed.routeTables,
      (table) => ({ ...table, routes: table.routes.filter(({ name }) => isKept(`${table.key}/routes/${name}`)) })),
    firewalls: deployed.firewalls.filter(({ key }) => isKept(key)).map((firewall) => {
      const policies = firewall.policies?.map((level) => withoutGroups(level, isKept));
      return policies === undefined ? firewall : { ...firewall, policies, levels: policies.map(({ groups }) => groups) };
    }),
    ...(deployed.ipGroups !== undefined && { ipGroups: kept(deployed.ipGroups) }),
  };
}

function withoutParts(subnet: Subnet, parts: ReadonlySet<string>): Subnet {
  return Object.fromEntries(Object.entries(subnet).filter(([member]) => !parts.has(`${member} ${subnet.key}`))) as unknown as Subnet;
}

function withoutGroups(level: FirewallPolicyLevel, isKept: (key: string) => boolean): FirewallPolicyLevel {
  return { ...level, groups: level.groups.filter(({ name }) => isKept(`${level.key}/rulecollectiongroups/${name}`)) };
}
