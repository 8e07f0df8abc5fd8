import { SubnetIndex } from '../filtering/paths/subnet-index';
import { Network } from '../network/network';
import { VerifyOptions } from './verify';

/**
 * The part of a network that some subnets use: their security groups and route tables, and all firewalls, which are shared.
 * What is wrong with the groups of others is for those who verify these.
 */
export function usedBy(network: Network, { subnets }: VerifyOptions): Network {
  const index = new SubnetIndex(network);
  const found = subnets.flatMap(({ subnetId }) => index.find(subnetId) ?? []);
  const kept = <T>(all: ReadonlyMap<string, T>, keys: readonly unknown[]): Map<string, T> =>
    new Map([...all].filter(([key]) => keys.includes(key)));
  return {
    ...network,
    securityGroups: kept(network.securityGroups, found.map(({ securityGroup }) => securityGroup)),
    routeTables: kept(network.routeTables, found.map(({ routeTable }) => routeTable)),
  };
}
