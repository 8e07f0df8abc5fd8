import { compareTexts } from '../azure/text-order';
import { Aliases } from './aliases';
import { joinFirewalls } from './join-firewalls';
import { withCollisions } from './collisions';
import { asRead, joinedConditions, overlaid, unreadHere, withUnread } from './join-parts';
import type { IpGroup, Network, NetworkSecurityGroup, Place, ReadingProblem, RouteTable, Subnet, Unknown } from './network';
import { otherSubscriptions } from './other-subscriptions';
import { distinctZones } from './private-zone';
import { perhapsPlanned } from './perhaps-planned';
import { withoutRemoved } from './without-removed';
import { isUnknown } from './unknown';
import { SUBNET_PARTS } from './subnet-parts';

/**
 * One network of what is planned and what is there: what the plan makes goes before what is deployed under the same id; what it
 * only names, or adds to, is what is deployed.
 */
export function joinNetworks(planned: Network, found: Network): Network {
  const deployed = perhapsPlanned(withoutRemoved(found, planned.removed ?? [], planned), planned);
  const aliases = new Aliases(planned, deployed);
  const refused: ReadingProblem[] = [];
  const ipGroups = joinMaps(planned.ipGroups ?? new Map<string, IpGroup>(), deployed.ipGroups ?? new Map<string, IpGroup>(), aliases,
    (plan, there) => (plan.isMadeElsewhere === true ? { ...there, key: plan.key } : plan));
  return {
    subnets: joinSubnets(planned.subnets, deployed, aliases),
    ...(deployed.bareNetworks !== undefined && { bareNetworks: deployed.bareNetworks }),
    securityGroups: joinMaps(planned.securityGroups, deployed.securityGroups, aliases, (plan, there) =>
      joinGroups(plan, there, refused)),
    routeTables: joinMaps(planned.routeTables, deployed.routeTables, aliases, (plan, there) => joinOwners(plan, there, 'routes')),
    firewalls: joinFirewalls(planned.firewalls, deployed.firewalls, aliases, ipGroups),
    ipGroups, ...joinZones(planned, deployed), ...both('unknownPrivateZones', planned, deployed),
    ...joinEndpoints(planned, deployed, aliases),
    ...joinInterfaces(planned, deployed, aliases),
    ...both('groupsOfInterfaces', planned, deployed), ...both('dnatRules', planned, deployed), ...joinBalancers(planned, deployed, aliases),
    ...both('adminRules', planned, deployed),
    ...((planned.subnets.length > 0 || planned.hasOtherConnections === true) && { hasOtherConnections: true }), // each may lack some
    ...(planned.otherWays !== undefined && { otherWays: planned.otherWays }),
    ...(planned.hidden !== undefined && { hidden: planned.hidden }),
    ...(planned.moduleSources !== undefined && { moduleSources: planned.moduleSources }),
    problems: [...planned.problems, ...deployed.problems, ...refused, ...otherSubscriptions(planned, deployed)],
  };
}

/** A zone that is planned may have links already, which are among what is there. */
function joinZones(
  { privateDnsZones: planned = [] }: Network, { privateDnsZones: deployed = [] }: Network,
): Pick<Network, 'privateDnsZones'> {
  const all = distinctZones([...planned, ...deployed]);
  return all.length === 0 ? {} : { privateDnsZones: all };
}

function joinEndpoints(
  { privateEndpointSubnets: planned = [] }: Network, { privateEndpointSubnets: deployed = [] }: Network, aliases: Aliases,
): Pick<Network, 'privateEndpointSubnets'> {
  const all = [...new Set([...planned, ...deployed.map((key) => aliases.ofSubnet(key))])];
  return all.length === 0 ? {} : { privateEndpointSubnets: all };
}

/** A plan says which group an interface gets, and Azure which address it has. */
function joinInterfaces(
  { interfaces: planned = [] }: Network, { interfaces: deployed = [] }: Network, aliases: Aliases,
): Pick<Network, 'interfaces'> {
  const there = deployed.map(({ securityGroup: group, ...one }) => ({
    ...one, ...(group !== undefined && { securityGroup: isUnknown(group) ? group : aliases.of(group) }),
    ends: one.ends.map((end) => ({ ...end, subnet: aliases.ofSubnet(end.subnet) })),
  }));
  const joined = planned.map((one) => {
    const { securityGroup, ends } = there.find(({ path }) => path !== undefined && path === one.path) ?? {};
    return {
      ...(securityGroup !== undefined && { securityGroup }), ...one,
      ends: one.ends.map((end) => (end.address !== undefined ? end : ends?.find(({ subnet }) => subnet === end.subnet) ?? end)),
    };
  });
  const paths = new Set(planned.map(({ path }) => path).filter((path) => path !== undefined));
  const all = [...joined, ...there.filter(({ path }) => path === undefined || !paths.has(path))];
  return all.length === 0 ? {} : { interfaces: all };
}

/** What is deployed may be what is planned: it is there once more, which changes no answer. */
function joinBalancers(
  { balancerRules: planned = [] }: Network, { balancerRules: deployed = [] }: Network, aliases: Aliases,
): Pick<Network, 'balancerRules'> {
  const all = [...planned, ...deployed.map(({ ends, ...one }) => ({
    ...one, ...(ends !== undefined && { ends: ends.map((end) => ({ ...end, subnet: aliases.ofSubnet(end.subnet) })) }),
  }))];
  return all.length === 0 ? {} : { balancerRules: all };
}

/** What both have of a list that a network may be without. */
function both<K extends 'unknownPrivateZones' | 'groupsOfInterfaces' | 'dnatRules' | 'adminRules'>(
  name: K, a: Network, b: Network,
): Pick<Network, K> {
  const all: readonly unknown[] = [...a[name] ?? [], ...b[name] ?? []];
  return (all.length === 0 ? {} : { [name]: all }) as Pick<Network, K>;
}

function joinMaps<T extends { readonly key: string }>(planned: ReadonlyMap<string, T>, deployed: ReadonlyMap<string, T>, aliases: Aliases,
  join: (plan: T, there: T) => T): Map<string, T> {
  const joined = new Map(planned);
  for (const there of deployed.values()) {
    const key = aliases.of(there.key);
    const plan = planned.get(key);
    joined.set(key, plan === undefined ? there : join(plan, there));
  }
  return new Map([...joined].sort(([a], [b]) => compareTexts(a, b)));
}

/** Rules that are planned for a group that is there are added to it, instead of those of the same name. */
function joinOwners<
  K extends 'rules' | 'routes',
  T extends (NetworkSecurityGroup | RouteTable) & { readonly [P in K]?: readonly { readonly name: string; readonly place: Place }[] },
>(plan: T, there: T, parts: K): T {
  if (plan.isMadeElsewhere !== true) {
    return plan.unread?.some(({ isAsDeployed }) => isAsDeployed === true) === true ? leftAsDeployed(plan, there, parts) : plan;
  }
  return { ...asRead(there), ...joinedConditions(plan, there), key: plan.key, [parts]: overlaid(there[parts] ?? [], plan[parts] ?? []),
    ...withUnread([...there.unread ?? [], ...unreadHere(plan)]) };
}

/** Changes of what is written in the owner itself are ignored: it is as deployed, with the rules that are resources of their own. */
function leftAsDeployed<
  K extends 'rules' | 'routes',
  T extends (NetworkSecurityGroup | RouteTable) & { readonly [P in K]?: readonly { readonly name: string; readonly place: Place }[] },
>(plan: T, there: T, parts: K): T {
  const own = (plan[parts] ?? []).filter(({ place }) => place.resource !== plan.place.resource);
  const unread = unreadHere(plan).filter(({ isAsDeployed }) => isAsDeployed !== true);
  return { ...asRead(plan), ...joinedConditions(plan, there), [parts]: overlaid(there[parts] ?? [], own),
    ...withUnread([...there.unread ?? [], ...unread]) };
}

/** A rule that is added has a priority that no other has, or Azure refuses it. */
function joinGroups(plan: NetworkSecurityGroup, there: NetworkSecurityGroup, refused: ReadingProblem[]): NetworkSecurityGroup {
  const group = joinOwners(plan, there, 'rules');
  const added = new Set(plan.rules);
  const rules = plan.isMadeElsewhere !== true ? group.rules : withCollisions(group.rules, ({ first, other, message }) => {
    const { file, resource, part } = other.place;
    refused.push({ place: { file, resource, part: part === undefined ? 'priority' : `${part}.priority` }, isRefused: true,
      message: `${message}, so give one of them another priority`,
      others: [first.place] });
  }, (a, b) => added.has(a) === added.has(b));
  return { ...group, rules };
}

function joinSubnets(planned: readonly Subnet[], { subnets: deployed, bareNetworks = [] }: Network, aliases: Aliases): Subnet[] {
  const joined = new Map(planned.map((subnet) => [subnet.key, subnet]));
  for (const there of deployed) {
    const key = aliases.of(there.key);
    const aliased = { ...there, key, ...keysOf(there, aliases) };
    const plan = joined.get(key);
    joined.set(key, plan === undefined ? aliased : joinSubnet(plan, aliased));
  }
  const spaces = new Map([
    ...bareNetworks.map(({ key, addressSpace }) => [key, addressSpace] as const),
    ...deployed.filter(({ networkAddressSpace }) => networkAddressSpace.length > 0)
      .map((subnet) => [networkOf(subnet), subnet.networkAddressSpace] as const),
  ]);
  return [...joined.values()].map((subnet) => {
    const space = spaces.get(networkOf(subnet));
    const [only] = subnet.networkAddressSpace;
    const symbol = only?.kind === 'opaque' ? only.symbol : undefined;
    return space === undefined || subnet.networkAddressSpace.some(({ kind }) => kind === 'interval') ? subnet
      : { ...subnet, networkAddressSpace: space, ...(symbol !== undefined && { spaceSymbol: symbol }) };
  })
    .sort((a, b) => compareTexts(a.key, b.key));
}

type PartKeys = Partial<Record<(typeof SUBNET_PARTS)[number], string | Unknown>>;

function keysOf(subnet: Subnet, aliases: Aliases): PartKeys {
  return Object.fromEntries(SUBNET_PARTS.flatMap((part) => {
    const key = subnet[part];
    return key === undefined ? [] : [[part, isUnknown(key) ? key : aliases.of(key)]];
  }));
}

/** What the plan says of a subnet goes before what it has now. A subnet and what is put on it are resources of their own. */
function joinSubnet(plan: Subnet, there: Subnet): Subnet {
  const isMade = plan.addressPrefixes.length > 0;
  // A subnet that is only named by what it has says nothing of the rest.
  const isNamedOnly = there.addressPrefixes.length === 0;
  const said = Object.fromEntries(Object.entries(plan).filter(([, value]) => value !== undefined
    && !(Array.isArray(value) && value.length === 0)));
  const now = isMade && isNamedOnly ? Object.fromEntries(Object.entries(there).filter(([, value]) => !isUnknown(value))) : there;
  return { ...now, ...said, ...joinedConditions(plan, there) } as Subnet;
}

function networkOf({ key, path }: Subnet): string {
  return path === undefined ? key.slice(0, key.lastIndexOf('/subnets/')) : path.slice(0, path.lastIndexOf('/'));
}
