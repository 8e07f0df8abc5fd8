import { groupBy } from '../../azure/groups';
import { IntervalSet } from '../../network/interval-set';
import { intervalText } from '../../network/address-text';
import { Network, Subnet } from '../../network/network';
import { rangesOf } from '../../network/term-ranges';
import { HEALTH_PROBES, PLATFORM, PRIVATE_ADDRESSES } from '../known-addresses';
import { SubnetView } from './subnet-view';
import { Target } from './target';

/** The other end of flows. */
export interface OtherEnd {
  readonly target: Target;
  /** The same addresses, if they are on the other side of what is unknown: inside the network. */
  readonly orAs?: Target;
  /** Addresses that a target known by name only can be taken for, and the condition for it. */
  readonly takenFor?: { readonly target: Target; readonly condition: string };
  /** What the target rests on and that is not in the files. */
  readonly condition?: string;
}

/**
 * Private addresses, and those of the network, are seen as inside; of others it is not known, because networks may have public ranges.
 * IPv4 and IPv6 go apart, and so does what the host of the machine answers.
 */
export function sidesOf(all: IntervalSet, view: SubnetView): OtherEnd[] {
  const { network } = view;
  // Most rules of long lists are for public addresses of IPv4, of which nothing is to be taken apart.
  if (!all.overlaps(NOT_PLAIN) && !all.overlaps(network)) {
    return all.isEmpty ? [] : [onInternet(all)];
  }
  const platform = all.and(PLATFORM);
  const set = all.without(PLATFORM);
  const inside = set.and(network);
  const beside = set.and(PRIVATE_ADDRESSES).without(network);
  const outside = set.without(IntervalSet.of([...network.intervals, ...PRIVATE_ADDRESSES.intervals]));
  const ends = (part: IntervalSet, make: (of: IntervalSet) => OtherEnd): OtherEnd[] =>
    [IntervalSet.IPV4, IntervalSet.IPV6].map((family) => part.and(family)).filter((of) => !of.isEmpty).map(make);
  return [
    // The tag VirtualNetwork holds the address that probes come from, and not the other one.
    ...ends(platform.and(HEALTH_PROBES), (of) => ({ target: { kind: 'addresses', set: of, side: 'network' } })),
    ...ends(platform.without(HEALTH_PROBES), (of) => ({ target: { kind: 'addresses', set: of, side: 'neither' } })),
    ...ends(inside, (of) => ({ target: { kind: 'addresses', set: of, side: 'network' } })),
    ...ends(beside, (of) => ({
      target: { kind: 'addresses', set: of, side: 'network' },
      condition: connectionTo(of, view),
    })),
    ...ends(outside, onInternet),
  ];
}

/** What private addresses rest on that are neither in the virtual network nor in one that the files show a connection with. */
function connectionTo(set: IntervalSet, { subnet, whole }: SubnetView): string {
  const addresses = set.intervals.map(intervalText).join(', ');
  const own = networkOf(subnet);
  const all = spacesOf(whole);
  const those = [...all].filter(([key, space]) => key !== own && space.overlaps(set)).map(([key]) => key);
  // A name alone is clear where there is one network of it.
  const last = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
  const names = those.map((key) => ([...all.keys()].some((other) => other !== key && last(other) === last(key)) ? key : last(key)));
  return names.length === 0 ? `the virtual network is connected to ${addresses}, which the files do not have`
    : `the virtual network is connected to ${names.join(', ')}, which has ${addresses}: the files show no connection`;
}

const known = new WeakMap<Network, ReadonlyMap<string, IntervalSet>>();

/** The address spaces of the virtual networks of the files, by their resource groups and names. */
function spacesOf(network: Network): ReadonlyMap<string, IntervalSet> {
  const spaces = known.get(network) ?? new Map([
    ...(network.bareNetworks ?? []).map(({ key, addressSpace }) => [key, rangesOf(addressSpace)] as const),
    ...[...groupBy(network.subnets, networkOf)].flatMap(([name, subnets]) =>
      (name === undefined ? [] : [[name, rangesOf(subnets.flatMap(({ networkAddressSpace }) => networkAddressSpace))] as const])),
  ]);
  known.set(network, spaces);
  return spaces;
}

function networkOf({ path, networkName }: Subnet): string | undefined {
  return path?.slice(0, path.lastIndexOf('/')) ?? networkName;
}

/** What is looked at by itself, or may be. */
const NOT_PLAIN = IntervalSet.of([...PLATFORM.intervals, ...PRIVATE_ADDRESSES.intervals, ...IntervalSet.IPV6.intervals]);

function onInternet(set: IntervalSet): OtherEnd {
  return { target: { kind: 'addresses', set, side: 'internet' }, orAs: { kind: 'addresses', set, side: 'network' } };
}
