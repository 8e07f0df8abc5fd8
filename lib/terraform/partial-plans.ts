import type { Network, Subnet, UnreadPart } from '../network/network';

/** A network of which plans do not say all: each list may have more, and each subnet may have a group or a table. */
export function withPartial(network: Network, partial: readonly UnreadPart[]): Network {
  const [first] = partial;
  if (first === undefined) {
    return network;
  }
  const mayHaveMore = <T extends { readonly incomplete?: string; readonly unread?: readonly UnreadPart[] }>(one: T): T =>
    ({ ...one, incomplete: one.incomplete ?? first.why, unread: [...one.unread ?? [], ...partial] });
  const all = <T extends Parameters<typeof mayHaveMore>[0]>(map: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...map].map(([key, one]) => [key, mayHaveMore(one)]));
  const mayHaveParts = (subnet: Subnet): Subnet =>
    ({ securityGroup: { unknown: first.why }, routeTable: { unknown: first.why }, ...subnet });
  return {
    ...network, subnets: network.subnets.map(mayHaveParts), securityGroups: all(network.securityGroups),
    routeTables: all(network.routeTables),
    firewalls: network.firewalls.map(mayHaveMore),
  };
}
