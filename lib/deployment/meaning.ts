import { parseAddressRange } from '../azure/addresses';
import { InputError } from '../azure/errors';
import {
  checkFirewallSources, checkRangeOfPeer, checkRangesOfNetwork, checkRangesOfSubnet, checkSubnetInSpace, findSharedAddresses,
} from '../azure/network-ranges';
import { checkLocation } from '../azure/regions';
import { checkSubnetOfCompute } from '../azure/reserved-subnets';
import { checkNextHop } from '../azure/special-ranges';
import { checkBlocks } from '../rules/kubernetes-names';
import { checkRouteFamily } from '../rules/route-checks';
import {
  DeploymentDescription, FirewallDescription, NetworkPoliciesDescription, RouteTableDescription, SubnetDescription,
} from './description';
import type { KeyPath, SourceFile } from './source-file';

/**
 * Refuses what the schema cannot see and what cannot be meant, with file, line, column and key: addresses that no network has, ranges that
 * overlap, locations of another cloud. The checks are those of the constructs, so every command refuses what a stack would refuse.
 */
export function checkMeaning(file: SourceFile, description: DeploymentDescription): void {
  const { cloud, subnets, firewall, natGateway, serviceEndpointPolicy, networkPolicies } = description;
  const located = (path: KeyPath, part: { readonly location?: string } | undefined): void => {
    if (part?.location !== undefined) {
      file.at(path, () => checkLocation(part.location!, cloud));
    }
  };
  located(['natGateway'], natGateway);
  located(['serviceEndpointPolicy'], serviceEndpointPolicy);
  for (const [name, { subnetId, addressPrefixes, securityGroup, routeTable }] of Object.entries(subnets)) {
    const path = ['subnets', name];
    located([...path, 'securityGroup'], securityGroup);
    located([...path, 'routeTable'], routeTable);
    file.at(path, () => checkSubnetOfCompute('subnetId', subnetId));
    file.at(path, () => checkRangesOfSubnet('addressPrefixes', addressPrefixes));
    const space = securityGroup?.intraNetworkTraffic?.addressSpace;
    if (space !== undefined) {
      file.at([...path, 'securityGroup', 'intraNetworkTraffic'], () => checkRangesOfNetwork('addressSpace', space));
      file.at(path, () => checkSubnetInSpace('addressPrefixes', addressPrefixes, space));
    }
    checkRoutes(file, [...path, 'routeTable'], routeTable);
    checkFirewallRules(file, path, subnets[name]!, firewall);
  }
  checkNoSharedAddresses(file, subnets);
  if (firewall?.sources !== undefined) {
    file.at(['firewall'], () => checkFirewallSources('sources', firewall.sources!));
  }
  if (networkPolicies !== undefined) {
    checkPolicyRanges(file, networkPolicies);
  }
}

function checkRoutes(file: SourceFile, path: KeyPath, table: RouteTableDescription | undefined): void {
  const firewall = table?.defaultRoute.firewall;
  if (firewall !== undefined) {
    file.at([...path, 'defaultRoute'], () => checkNextHop('firewall', firewall));
  }
  table?.routes?.forEach(({ prefix, nextHop: { appliance } }, i) => {
    const isTag = /^[A-Za-z][A-Za-z0-9.]*$/.test(prefix);
    file.at([...path, 'routes', i, 'prefix'], () => (isTag ? undefined : checkRangeOfPeer(prefix)));
    if (appliance !== undefined) {
      file.at([...path, 'routes', i, 'nextHop'], () => checkNextHop('appliance', appliance));
      file.at([...path, 'routes', i], () => checkRouteFamily('prefix', prefix, appliance));
    }
  });
}

/** A subnet with requirements of its own has firewall rules of its own, which have a name and a priority. */
function checkFirewallRules(file: SourceFile, path: KeyPath, subnet: SubnetDescription, firewall: FirewallDescription | undefined): void {
  const { scenarios = [], leaveOut = [], firewallRules: own } = subnet;
  const isOwn = scenarios.length + leaveOut.length > 0;
  file.at(path, () => {
    if (own !== undefined && (firewall === undefined || !isOwn)) {
      throw new InputError({
        argument: 'firewallRules',
        problem: firewall === undefined
          ? 'the file has no firewall'
          : 'the subnet needs what the other subnets need, and shares their rules',
        allowed: 'leave it out',
      });
    }
    if (own === undefined && firewall !== undefined && isOwn) {
      throw new InputError({
        argument: 'firewallRules', problem: 'is missing', cause: 'the subnet needs other firewall rules than the rest of the file',
        allowed: 'give a name and a priority for them',
      });
    }
  });
}

/** Subnets of one virtual network have no address in common. Those of different networks may. */
function checkNoSharedAddresses(file: SourceFile, subnets: DeploymentDescription['subnets']): void {
  const overlap = findSharedAddresses(Object.entries(subnets).map(([name, subnet]) => ({ name, ...subnet })));
  if (overlap !== undefined) {
    file.at(['subnets', overlap.own.name, 'addressPrefixes'], () => {
      throw overlap.refusal;
    });
  }
}

function checkPolicyRanges(file: SourceFile, policies: NetworkPoliciesDescription): void {
  const { outsideTraffic: { filteredElsewhere, within }, routerClients, apiServer, webhookSources, localDnsAddresses } = policies;
  const lists: readonly (readonly [key: string, ranges: readonly string[] | undefined])[] = [
    ['outsideTraffic.filteredElsewhere.clusterAddressRanges', filteredElsewhere?.clusterAddressRanges], ['outsideTraffic.within', within],
    ['routerClients.within.addressRanges', routerClients?.within?.addressRanges], ['apiServer.addressRanges', apiServer?.addressRanges],
    ['webhookSources', webhookSources], ['localDnsAddresses', localDnsAddresses],
  ];
  for (const [key, ranges] of lists) {
    if (ranges !== undefined) {
      ranges.forEach((range, i) => file.at(['networkPolicies', ...key.split('.'), i], () => parseAddressRange(range)));
      file.at(['networkPolicies'], () => checkBlocks(key, ranges));
    }
  }
}
