import type { Firewall, Network, Subnet, UnreadPart } from './network';
import { SUBNET_PARTS } from './subnet-parts';

type Addition = Pick<Firewall, 'name' | 'place'>;
type Readable = Pick<Firewall, 'incomplete' | 'unread'>;
type PossibleOwner = Pick<Firewall, 'key' | 'path' | 'isMadeElsewhere'>;

/** What a plan names with an expression, so that nobody knows which of what is deployed it is. */
function isAnyOne({ key, path }: PossibleOwner): boolean {
  return path === undefined && !key.startsWith('/subscriptions/');
}

/**
 * What is deployed, where a plan changes something that it names with an expression: any of what is deployed may be that. A subnet may
 * get the group, and a group or a policy may get the rules.
 */
export function perhapsPlanned(deployed: Network, planned: Network): Network {
  const puts = planned.subnets.filter((subnet) => isAnyOne(subnet) && subnet.addressPrefixes.length === 0);
  const isOpen = (one: PossibleOwner): boolean => isAnyOne(one) && one.isMadeElsewhere === true;
  const groups = [...planned.securityGroups.values()].filter((one) => isOpen(one) && one.rules.length > 0);
  const tables = [...planned.routeTables.values()].filter((one) => isOpen(one) && one.routes.length > 0);
  const policies = planned.firewalls.filter((one) => isOpen(one) && one.levels.some((level) => level.length > 0));
  if (puts.length + groups.length + tables.length + policies.length === 0) {
    return deployed;
  }
  const withAll = <T extends Readable>(all: ReadonlyMap<string, T>, others: readonly Addition[]): Map<string, T> =>
    new Map([...all].map(([key, one]) => [key, perhapsWith(one, others)]));
  return {
    ...deployed, subnets: deployed.subnets.map((subnet) => perhapsPut(subnet, puts)),
    securityGroups: withAll(deployed.securityGroups, groups), routeTables: withAll(deployed.routeTables, tables),
    firewalls: deployed.firewalls.map((firewall) => perhapsWithGroups(firewall, policies)),
  };
}

function perhapsPut(subnet: Subnet, puts: readonly Subnet[]): Subnet {
  return puts.reduce((one, other) => {
    // An id that ends in a name is the id of a subnet with that name.
    const isOther = other.key.endsWith(`/subnets/${other.name.toLowerCase()}`) && other.name.toLowerCase() !== subnet.name.toLowerCase();
    const parts = isOther ? [] : SUBNET_PARTS.filter((part) => other[part] !== undefined);
    return { ...one, ...Object.fromEntries(parts.map((part) => [part, {
      unknown: `the plan puts one on ${other.name} (${other.place.file}), which may be this subnet`,
    }])) };
  }, subnet);
}

function perhapsWith<T extends Readable>(one: T, others: readonly Addition[]): T {
  if (others.length === 0) {
    return one;
  }
  const added = others.map(({ name, place }): UnreadPart => ({ place, why: `the plan adds to ${name}, which may be this one` }));
  const unread = [...one.unread ?? [], ...added];
  return { ...one, unread, incomplete: unread[0]!.why };
}

/** Rules are of the policies of a firewall. */
function perhapsWithGroups(firewall: Firewall, others: readonly Addition[]): Firewall {
  const { policies } = firewall;
  return policies === undefined || others.length === 0 ? firewall
    : perhapsWith({ ...firewall, policies: policies.map((level) => perhapsWith(level, others)) }, others);
}
