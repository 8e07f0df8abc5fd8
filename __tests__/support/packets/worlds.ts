import { Requirement } from '../../../lib';
import { AddressInterval, Network, Subnet } from '../../../lib/network/network';
import { spaceOf } from './walk';
import { address, Address, isIn, isPublic, range, World } from './world';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed | 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) % sides);
  };
}

/** A made-up service tag file: regional tags within global ones, tags that overlap, equal prefixes of several tags. */
export const FILE: Readonly<Record<string, readonly string[]>> = {
  Storage: ['20.1.0.0/24', '20.1.1.0/24', '40.1.0.0/25', '2603:1000:1::/48'],
  'Storage.WestUS2': ['20.1.0.0/25', '20.1.1.0/24'],
  'Storage.EastUS': ['20.1.0.128/25', '2603:1000:1::/48'],
  AzureMonitor: ['20.2.0.0/24', '40.2.0.0/28'],
  AzureKeyVault: ['20.3.0.0/24'],
  'AzureKeyVault.WestUS2': ['20.3.0.0/26'],
  AzureActiveDirectory: ['20.4.0.0/24', '20.2.0.0/28'],
  AzureCloud: ['20.0.0.0/12', '2603:1000::/24'],
  'AzureCloud.westus2': ['20.1.0.0/25', '20.3.0.0/26'],
};
export const TAGS = Object.keys(FILE);
const RANGES_OF_TAGS: ReadonlyMap<string, readonly AddressInterval[]> =
  new Map(Object.entries(FILE).map(([tag, ranges]) => [tag, ranges.map(range)]));

const BLOCKS = [
  '20.1.0.0/24', '20.1.1.0/24', '20.2.0.0/24', '20.3.0.0/24', '20.4.0.0/24', '40.1.0.0/25', '40.2.0.0/28', '52.51.100.0/25',
  '23.0.113.0/28', '2603:1000:1::/48',
].map(range);

const half = ({ family, first, last }: AddressInterval, which: number): AddressInterval => {
  const middle = first + (last - first + 1n) / 2n;
  return which === 0 ? { family, first, last: middle - 1n } : { family, first: middle, last };
};

/** Tables of tags that fit their names: a regional tag has a part of its global one. */
function madeUp(roll: (sides: number) => number): Map<string, AddressInterval[]> {
  const tags = new Map<string, AddressInterval[]>();
  for (const tag of TAGS.filter((one) => !one.includes('.'))) {
    const all = BLOCKS.filter(() => roll(3) === 0);
    const own = all.length === 0 ? [BLOCKS[roll(BLOCKS.length - 1)]!] : all;
    tags.set(tag, own);
    for (const regional of TAGS.filter((one) => one.startsWith(`${tag}.`))) {
      const some = own.filter(() => roll(2) === 0);
      tags.set(regional, (some.length === 0 ? [own[0]!] : some).map((one) => (roll(2) === 0 ? one : half(one, roll(2)))));
    }
  }
  return tags;
}

/** Source: service tags overview, ms.date 2025-07-15, purpose of each tag. */
const OWN_ENDPOINTS = ['AzureMonitor', 'AzureActiveDirectory'];

/** Addresses that a host name may resolve to: any public one, and those in particular that rules name. */
const PUBLIC = [
  '8.8.8.8', '23.0.113.7', '52.51.100.1', '20.1.0.1', '20.1.0.129', '20.2.0.5', '20.3.0.1', '20.9.9.9', '40.1.0.1', '51.1.0.9',
].map(address);

const CONNECTED = ['10.2.0.0/16', '10.9.0.0/24', '192.168.0.0/16', '51.2.0.0/16'].map(range);

/** Addresses that Azure may give to an interface of the subnet. */
const GIVEN = ['10.1.1.4', '10.1.1.127', '10.1.1.128', '10.1.1.255'];

/** Host names that no rule knows, below and beside those that rules know. */
export const HOSTS = [
  'a.example.com', 'b.a.example.com', 'example.com', 'notexample.com', 'pypi.org', 'files.pypi.org', 'other.test',
  'x.blob.core.windows.net',
];

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '168.63.129.16'].map(range);

const privateParts = ({ family, first, last }: AddressInterval): AddressInterval[] =>
  PRIVATE.filter((one) => one.family === family && one.first <= last && first <= one.last);

/**
 * A world that fits what the verifier was given: with a file its tags are known, and everything else may be in several ways. Private
 * ranges that somebody asks for are there: the virtual network is connected to them, by routes that are not longer than those of the user.
 */
export function worldOf(seed: number, hasFile: boolean, network: Network, subnet: Subnet, requirements: readonly Requirement[]): World {
  const roll = dice(seed);
  const tags = hasFile ? RANGES_OF_TAGS : madeUp(roll);
  const space = spaceOf(subnet);
  const asked = requirements.flatMap(({ endpoint: { kind, value } }) => (kind === 'addressRange' ? privateParts(range(value)) : []));
  const connected = [...CONNECTED.filter(() => roll(3) === 0), ...asked];
  const hosts = new Map<string, Address[]>();
  const candidates = PUBLIC.filter((one) => isPublic(one) && !isIn(one, [...space, ...connected]));
  const isShared = roll(4) === 0; // all names on one address
  const first = roll(candidates.length);
  // No host of somebody else is at addresses of services that have endpoints of Microsoft alone.
  const ofMicrosoft = OWN_ENDPOINTS.flatMap((tag) => [...tags.get(tag) ?? []]);
  const others = candidates.filter((one) => !isIn(one, ofMicrosoft));
  const addressesOf = (host: string): Address[] => {
    const own = host.endsWith('.windows.net') ? candidates : others;
    const known = hosts.get(host) ?? [own[(isShared ? first : roll(candidates.length)) % own.length]!];
    hosts.set(host, known);
    return known;
  };
  const routed = (network.routeTables.get(subnet.routeTable as string)?.routes ?? []).flatMap(({ prefix }) =>
    (prefix.kind === 'interval' ? [prefix.interval] : []));
  const interfaceAddresses = new Map((network.interfaces ?? []).map(({ name, ends: [end] }) =>
    [name, { family: 4 as const, value: end!.address?.first ?? address(GIVEN[roll(GIVEN.length)]!).value }]));
  return {
    tags, connected, interfaceAddresses, firstConfiguration: ['', 'one', 'two'][roll(3)]!,
    addressesOf, widenedBy: roll(2) === 0 ? routed : [], opaque: new Map(),
    // Source: Azure Firewall, FQDN tags overview: hosts of services of Microsoft.
    fqdnTags: new Map([['WindowsUpdate', HOSTS.filter((host) => host.endsWith('windows.net') && roll(4) === 0)]]),
    unreadAppliancesAllow: roll(2) === 0, gatewayDelivers: roll(2) === 0, portsHoldIcmp: roll(2) === 0,
  };
}
