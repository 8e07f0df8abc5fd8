import { announcedDefault, privateRoutesToHubFirewall, routeToHubFirewall } from '../network/learned-route';
import type { AddressTerm, Network, Peering, ReportProblem, Route } from '../network/network';
import { isUnknown } from '../network/unknown';
import { nameIn, parseArmId } from './arm-id';
import type { Inventory } from './inventory';
import type { Members } from './members';
import { pathPart } from './owned';
import { exportedAddresses } from './terms';

const NETWORKS = 'microsoft.network/virtualnetworks';

/**
 * Peerings of virtual networks by the ids of these. One that is not connected carries nothing.
 * Source: Azure REST API specifications, network 2024-07-01, virtual network peerings.
 */
export function peerings(inventory: Inventory): ReadonlyMap<string, readonly Peering[]> {
  const byNetwork = new Map<string, Peering[]>();
  for (const network of inventory.all(NETWORKS)) {
    // A network that is listed lists its peerings; an older version of the command prints none of them.
    if (network.lists.has('virtualNetworkPeerings')) {
      byNetwork.set(network.id.key, []);
    }
  }
  for (const [network, parts] of inventory.partsByOwner(`${NETWORKS}/virtualnetworkpeerings`)) {
    byNetwork.set(network, parts.map((part) => inventory.membersOf(part)).filter(isConnected)
      .map((members) => peering(members, inventory)));
  }
  return byNetwork;
}

/** Whether the peerings of a network that are listed are all: one alone, or a page, need not be. */
export function areAllListed(inventory: Inventory, network: string): boolean {
  return inventory.find(network)?.lists.has('virtualNetworkPeerings') === true
    || inventory.whyPartial(network, `${NETWORKS}/virtualnetworkpeerings`) === undefined;
}

/** Says which hubs have no connections in the files: what they announce to networks is not known then. */
export function sayHubsWithoutConnections(inventory: Inventory, report: ReportProblem): void {
  const connected = inventory.partsByOwner('microsoft.network/virtualhubs/hubvirtualnetworkconnections');
  for (const { id, name, place } of inventory.all('microsoft.network/virtualhubs').filter((hub) => !connected.has(hub.id.key))) {
    report(place, `the files have no connections of the virtual hub ${name}, which may announce a default route to networks; give the ` +
      `output of "az network vhub connection list --vhub-name ${nameIn(id.key)} -g ${id.resourceGroup}" too`);
  }
}

const CONNECTION_OF_HUB = 'microsoft.network/virtualhubs/hubvirtualnetworkconnections';
/** Types of what connects networks in other ways. */
const CONNECTIONS = [
  CONNECTION_OF_HUB, 'microsoft.network/connections', 'microsoft.network/virtualhubs',
  'microsoft.network/networkmanagers/connectivityconfigurations',
];

export function exportedConnections(inventory: Inventory): Pick<Network, 'hasOtherConnections'> {
  return CONNECTIONS.some((type) => inventory.all(type).length > 0) ? { hasOtherConnections: true } : {};
}

/**
 * Default routes that hubs of Virtual WAN announce, or may, by the ids of the networks.
 * Source: Azure REST API specifications, virtual WAN 2024-07-01, hub virtual network connections and routing intent.
 */
export function announcedDefaults(inventory: Inventory): ReadonlyMap<string, Route> {
  const firewalls = firewallsOfHubs(inventory, 'Internet');
  return new Map(inventory.all(CONNECTION_OF_HUB).flatMap((listed) => {
    const members = inventory.membersOf(listed);
    const network = members.reference('remoteVirtualNetwork');
    const announces = members.flag('enableInternetSecurity') ?? false;
    const firewall = announces === true ? firewalls.get(listed.id.parent!) : undefined;
    return network === undefined || isUnknown(network) || announces === false ? []
      : [[network.toLowerCase(), firewall === undefined ? announcedDefault(members.name(), members.place)
        : routeToHubFirewall(members.name(), members.place, firewall)]];
  }));
}

/** Routes for private traffic that hubs announce, by the ids of the networks. Source: as above. */
export function announcedPrivate(inventory: Inventory): ReadonlyMap<string, readonly Route[]> {
  const firewalls = firewallsOfHubs(inventory, 'PrivateTraffic');
  return new Map(inventory.all(CONNECTION_OF_HUB).flatMap((listed) => {
    const members = inventory.membersOf(listed);
    const network = members.reference('remoteVirtualNetwork');
    const firewall = firewalls.get(listed.id.parent!);
    return network === undefined || isUnknown(network) || firewall === undefined ? []
      : [[network.toLowerCase(), privateRoutesToHubFirewall(members.name(), members.place, firewall)] as const];
  }));
}

/** Addresses of the firewalls that routing intents lead traffic of a kind to, by the ids of the hubs. */
function firewallsOfHubs(inventory: Inventory, traffic: 'Internet' | 'PrivateTraffic'): ReadonlyMap<string, string> {
  const addresses = new Map(inventory.all('microsoft.network/azurefirewalls')
    .map((listed) => [listed.id.key, inventory.membersOf(listed).part('hubIPAddresses')?.text('privateIPAddress')]));
  return new Map(inventory.all('microsoft.network/virtualhubs/routingintent').flatMap((listed) => {
    const policies = inventory.membersOf(listed).parts('routingPolicies').filter((one) => one.texts('destinations').includes(traffic));
    const hop = policies.length === 1 ? policies[0]!.text('nextHop') : undefined;
    const address = typeof hop === 'string' ? addresses.get(parseArmId(hop)?.key ?? '') : undefined;
    return typeof address === 'string' ? [[listed.id.parent!, address]] : [];
  }));
}

function isConnected(members: Members): boolean {
  const state = members.text('peeringState');
  const isOff = typeof state === 'string' && state.toLowerCase() !== 'connected';
  if (isOff) {
    members.problem('peeringState',
      `it is ${JSON.stringify(state).slice(0, 40)}, so the peering carries nothing; both networks need one that is "Connected"`);
  }
  return !isOff;
}

function peering(members: Members, inventory: Inventory): Peering {
  return {
    name: members.name(), place: members.place, ...remoteOf(members), isConnected: members.has('peeringState'),
    remoteAddressSpace: remoteSpace(members, inventory),
    allowsAccess: members.flag('allowVirtualNetworkAccess') ?? { unknown: 'the export does not say whether the peering allows access' },
    allowsForwarded: members.flag('allowForwardedTraffic') ?? { unknown: 'the export does not say whether it allows forwarded traffic' },
    ...(members.flag('useRemoteGateways') === true && { usesRemoteGateway: true }),
  };
}

function remoteOf(members: Members): Pick<Peering, 'remote'> {
  const id = members.reference('remoteVirtualNetwork');
  const { path } = id === undefined || isUnknown(id) ? {} : pathPart(id.toLowerCase());
  return path === undefined ? {} : { remote: path };
}

/** Of a peering of subnets, their part of the space; else what the other network has now, which may not be synchronized yet. */
function remoteSpace(members: Members, inventory: Inventory): AddressTerm[] {
  const isPart = members.value('peerCompleteVnets') === false;
  for (const name of isPart ? ['remoteAddressSpace'] : ['remoteVirtualNetworkAddressSpace', 'remoteAddressSpace']) {
    const terms = spaceIn(members, name);
    if (terms.length > 0) {
      return terms;
    }
  }
  const remote = members.reference('remoteVirtualNetwork');
  const network = remote === undefined || isUnknown(remote) ? undefined : inventory.find(remote);
  return network === undefined ? [] : spaceIn(inventory.membersOf(network), 'addressSpace');
}

/** The ranges of an address space; empty where there is none. */
export function spaceIn(members: Members, name: string): AddressTerm[] {
  const space = members.part(name);
  return space === undefined ? [] : exportedAddresses(space, 'addressPrefixes', 'addresses');
}
