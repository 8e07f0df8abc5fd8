import type { Firewall, Network, Subnet, UnreadPart } from './network';
import type { WithOpenNames } from './open-names';
import { SUBNET_PARTS } from './subnet-parts';

type Addition = Pick<Firewall, 'name' | 'place' | 'isMadeElsewhere'> & PlannedOrThere;
type Readable = Pick<Firewall, 'incomplete' | 'unread'> & PlannedOrThere;
type PlannedOrThere = Pick<Firewall, 'key' | 'path'> & WithOpenNames;

/** What a plan may mean of what is deployed, where it does not say the id. */
class Meanings {
  private readonly paths = new Map<string, number>();

  constructor(deployed: readonly PlannedOrThere[]) {
    new Map(deployed.map((one) => [one.key, one])).forEach(({ path }) =>
      path !== undefined && this.paths.set(path, (this.paths.get(path) ?? 0) + 1));
  }

  /** Whether a plan leaves open which of what is deployed it means. */
  public isOpen({ key, path, openNames }: PlannedOrThere): boolean {
    return !key.startsWith('/subscriptions/')
      && (openNames !== undefined || path === undefined || (this.paths.get(path) ?? 0) > 1);
  }

  /** Whether what is deployed may be what a plan means. Names that nothing is known of may be any. */
  public mayBe({ path, openNames }: PlannedOrThere, there: PlannedOrThere): boolean {
    if (openNames === undefined) {
      return path === undefined || path === there.path;
    }
    const names = there.path?.split('/');
    return names === undefined || (names.length === openNames.length
      && names.every((name, i) => name.startsWith(openNames[i]!.first) && name.endsWith(openNames[i]!.last)));
  }
}

/**
 * What is deployed, where a plan changes something that it names with an expression, or whose subscription it does not say: any of what is
 * deployed and has such names may be that. A subnet may get the group, and a group or a policy may get the rules.
 */
export function perhapsPlanned(deployed: Network, planned: Network): Network {
  const meanings = new Meanings([
    ...deployed.subnets, ...deployed.securityGroups.values(), ...deployed.routeTables.values(),
    ...deployed.firewalls.flatMap((firewall) => [firewall, ...firewall.policies ?? []]),
  ]);
  const changes = (isAny: boolean) => (one: Addition): boolean => meanings.isOpen(one) && (isAny || one.isMadeElsewhere !== true);
  const puts = planned.subnets.filter((subnet) => meanings.isOpen(subnet) && SUBNET_PARTS.some((part) => subnet[part] !== undefined));
  const groups = [...planned.securityGroups.values()].filter((one) => changes(one.rules.length > 0)(one));
  const tables = [...planned.routeTables.values()].filter((one) => changes(one.routes.length > 0)(one));
  const policies = planned.firewalls.filter((one) => changes(one.levels.some((level) => level.length > 0))(one));
  if (puts.length + groups.length + tables.length + policies.length === 0) {
    return deployed;
  }
  const withAll = <T extends Readable>(all: ReadonlyMap<string, T>, others: readonly Addition[]): Map<string, T> =>
    new Map([...all].map(([key, one]) => [key, perhapsWith(one, others, meanings)]));
  return {
    ...deployed, subnets: deployed.subnets.map((subnet) => perhapsPut(subnet, puts, meanings)),
    securityGroups: withAll(deployed.securityGroups, groups), routeTables: withAll(deployed.routeTables, tables),
    firewalls: deployed.firewalls.map((firewall) => perhapsWithGroups(firewall, policies, meanings)),
  };
}

function perhapsPut(subnet: Subnet, puts: readonly Subnet[], meanings: Meanings): Subnet {
  return puts.filter((other) => meanings.mayBe(other, subnet)).reduce((one, other) => {
    // An id that ends in a name is the id of a subnet with that name.
    const isOther = other.key.endsWith(`/subnets/${other.name.toLowerCase()}`) && other.name.toLowerCase() !== subnet.name.toLowerCase();
    const parts = isOther ? [] : SUBNET_PARTS.filter((part) => other[part] !== undefined);
    return { ...one, ...Object.fromEntries(parts.map((part) => [part, {
      unknown: `the plan puts one on ${other.name} (${other.place.file}), which may be this subnet`,
    }])) };
  }, subnet);
}

function perhapsWith<T extends Readable>(one: T, all: readonly Addition[], meanings: Meanings): T {
  const others = all.filter((other) => meanings.mayBe(other, one));
  if (others.length === 0) {
    return one;
  }
  const added = others.map(({ name, place, isMadeElsewhere }): UnreadPart => ({
    place, why: `the plan ${isMadeElsewhere === true ? 'adds to' : 'makes'} ${name}, which may be this one`,
  }));
  const unread = [...one.unread ?? [], ...added];
  return { ...one, unread, incomplete: unread[0]!.why };
}

/** Rules are of the policies of a firewall. */
function perhapsWithGroups(firewall: Firewall, others: readonly Addition[], meanings: Meanings): Firewall {
  const policies = firewall.policies?.map((level) => perhapsWith(level, others, meanings));
  const own = perhapsWith(firewall, others, meanings);
  const unread = policies === undefined ? own.unread : policies.flatMap((level) => level.unread ?? []);
  return { ...own, ...(policies !== undefined && { policies }),
    ...(unread !== undefined && unread.length > 0 && { unread, incomplete: unread[0]!.why }) };
}
