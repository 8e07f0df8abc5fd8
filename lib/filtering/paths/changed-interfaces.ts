import { addTo } from '../../azure/groups';
import { Direction } from '../../requirements/direction';
import { intervalText } from '../../network/address-text';
import type { AddressInterval, Network, NetworkInterface } from '../../network/network';
import { areSameLists } from './alike-views';
import { ChangedFlows, changedFlows, FlowSide, SubnetPair } from './changed-flows';
import { flowParts } from './flow-parts';
import { SubnetIndex } from './subnet-index';
import { found, SubnetView } from './subnet-view';
import { undivided } from './undivided-ports';

/** A network interface that is in a subnet of both networks, and whose own group is in at least one of them. */
export interface InterfacePair {
  readonly name: string;
  /** The address that it has, where the files say it. */
  readonly address?: string;
  readonly before?: NetworkInterface;
  readonly after?: NetworkInterface;
}

/** The interfaces of a subnet that have a group of their own in one of two networks. */
export function interfacePairs({ before, after }: SubnetPair): InterfacePair[] {
  const [was, is] = [before, after].map((view) => new Map(view === undefined ? [] : interfacesOf(view).map((one) => [keyOf(one), one])));
  return [...new Set([...was!.keys(), ...is!.keys()])].sort().flatMap((key): InterfacePair[] => {
    const [old, now] = [was!.get(key), is!.get(key)];
    const { one: { name }, address } = (now ?? old)!;
    return old?.one.securityGroup === undefined && now?.one.securityGroup === undefined ? [] : [{
      name, ...(address !== undefined && { address: intervalText(address) }),
      ...(old && { before: old.one }), ...(now && { after: now.one }),
    }];
  });
}

/**
 * The flows of one machine that fare differently because its interface has another group, or that group other rules. Traffic has to pass
 * the group of the subnet too, so that what this one denies is left out.
 */
export function changedByInterface(pair: SubnetPair, one: InterfacePair, direction: Direction): ChangedFlows[] {
  const { before, after } = pair;
  if (before === undefined || after === undefined || one.before === undefined || one.after === undefined ||
      isSameGroup(before, one.before, after, one.after, direction)) {
    return [];
  }
  const [was, is] = [afterGroup(before, one.before, one.address), afterGroup(after, one.after, one.address)];
  const said = (side: FlowSide, { securityGroup }: NetworkInterface): FlowSide => ({
    ...side, hops: [], places: side.places.slice(0, 1), texts: securityGroup === undefined
      ? [`network interface ${one.name}: no security group of its own`]
      : side.texts.slice(0, 1).map((text) => `network interface ${one.name}: ${text}`),
  });
  return changedFlows({ before: was, after: is }, direction).flatMap((change) => {
    const isNew = change.kind === 'newly allowed';
    const view = isNew ? after : before;
    const [denied, open] = isNew ? [said(change.before, one.before!), said(change.after, one.after!)]
      : [said(change.after, one.after!), said(change.before, one.before!)];
    const { protocol, target, own = (isNew ? is : was).own } = change;
    return undivided(view, direction, { protocol, ports: change.ports, own, target }).flatMap((ports) =>
      flowParts(view, direction, { protocol, ports, own, target }).filter(({ result }) => result !== 'deny').map((part): ChangedFlows => {
        const passed = {
          ...open, hops: part.hops ?? [], texts: [...open.texts, ...part.texts], places: [...open.places, ...part.places],
        };
        return {
          ...change, ports, target: part.target, isPossible: change.isPossible || part.result === 'unknown',
          before: isNew ? denied : passed, after: isNew ? passed : denied,
        };
      }));
  });
}

/** An interface, and the address that it has in a subnet. */
interface InterfaceIn {
  readonly one: NetworkInterface;
  readonly address?: AddressInterval;
}

/** The interfaces of networks by the keys of their subnets, which many subnets are asked for. */
const known = new WeakMap<Network, ReadonlyMap<string, readonly InterfaceIn[]>>();

function interfacesOf({ whole, subnet: { key } }: SubnetView): readonly InterfaceIn[] {
  const bySubnet = known.get(whole) ?? interfacesBySubnet(whole);
  known.set(whole, bySubnet);
  return bySubnet.get(key) ?? [];
}

function interfacesBySubnet(network: Network): ReadonlyMap<string, readonly InterfaceIn[]> {
  const bySubnet = new Map<string, InterfaceIn[]>();
  const { interfaces = [] } = network;
  const index = interfaces.length === 0 ? undefined : new SubnetIndex(network);
  for (const one of interfaces) {
    const ends = new Map<string, InterfaceIn>();
    for (const { subnet, address } of one.ends) {
      const key = index!.find(subnet)[0]?.key;
      if (key !== undefined && !ends.has(key)) {
        ends.set(key, { one, ...(address !== undefined && { address }) });
      }
    }
    ends.forEach((end, key) => addTo(bySubnet, key, end));
  }
  return bySubnet;
}

function keyOf({ one: { path, name } }: InterfaceIn): string {
  return path ?? name;
}

function isSameGroup(
  before: SubnetView, was: NetworkInterface, after: SubnetView, is: NetworkInterface, direction: Direction,
): boolean {
  const way = direction === Direction.INBOUND ? 'Inbound' : 'Outbound';
  const [[group, unknown], [groupNow, unknownNow]] =
    [found(was.securityGroup, before.whole.securityGroups), found(is.securityGroup, after.whole.securityGroups)];
  return group !== undefined && groupNow !== undefined
    ? areSameLists(before.appliances.lists.ofGroup(group, way), after.appliances.lists.ofGroup(groupNow, way))
    : group === groupNow && unknown?.unknown === unknownNow?.unknown;
}

/** The view of one machine whose group is all that filters. Its routes, and what comes after them, are those of the subnet. */
function afterGroup(
  { asked, subnet, whole, appliances, context: { knowledge } }: SubnetView, { securityGroup }: NetworkInterface,
  address: string | undefined,
): SubnetView {
  const { key, name, place, path, addressPrefixes, networkAddressSpace, peerings } = subnet;
  return new SubnetView(
    { ...asked, ...(address !== undefined && { machine: address }) },
    {
      key, name, place, addressPrefixes, networkAddressSpace, defaultOutboundAccess: true,
      ...(path !== undefined && { path }), ...(peerings !== undefined && { peerings }),
      ...(securityGroup !== undefined && { securityGroup }),
    },
    whole, appliances, knowledge,
  );
}
