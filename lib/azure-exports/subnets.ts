import { giveToo, showCommand } from '../azure/az-commands';
import { EndpointPolicy, storageScopes, StorageScopes } from '../network/endpoint-policy';
import type { AddressTerm, Network, Peering, Place, Subnet, Unknown } from '../network/network';
import { isUnknown } from '../network/unknown';
import { nameIn, parseArmId } from './arm-id';
import type { EffectiveGroup } from './effective-rules';
import { isChosenByQuery } from './flat';
import type { Inventory, Listed } from './inventory';
import type { Members } from './members';
import { shown } from '../network/shown';
import { pathPart } from './owned';
import { announcedDefaults, announcedPrivate, areAllListed, peerings, spaceIn } from './peerings';
import { unsettled } from './states';
import { exportedAddresses } from './terms';

/** What a subnet can have, the member for it, and the type of what it names, which names its subnets in turn. */
const PARTS = [
  { part: 'securityGroup', member: 'networkSecurityGroup', type: 'microsoft.network/networksecuritygroups', what: 'security group' },
  { part: 'routeTable', member: 'routeTable', type: 'microsoft.network/routetables', what: 'route table' },
  { part: 'natGateway', member: 'natGateway', type: 'microsoft.network/natgateways', what: 'NAT gateway' },
] as const;

type ListedPart = (typeof PARTS)[number]['part'];

/**
 * Subnets that are listed, and those that others name. Source: Azure REST API specifications, network 2024-07-01, subnets.
 *
 * @param inForce the groups that are in force at network interfaces
 */
export function subnets(inventory: Inventory, inForce: readonly EffectiveGroup[]): Subnet[] {
  const backward = backReferences(inventory);
  for (const { subnet, group } of inForce) {
    if (subnet !== undefined) {
      const { key, name, place } = group;
      backward.set(subnet, { securityGroup: { key, name, place }, ...backward.get(subnet) });
    }
  }
  const [listed, bare] = split(inventory.all('microsoft.network/virtualnetworks/subnets'), isSaid);
  const peered = peerings(inventory);
  const [announced, forPrivate] = [announcedDefaults(inventory), announcedPrivate(inventory)];
  const named = [...backward.keys()].filter((key) => inventory.find(key) === undefined);
  return [
    ...listed.map((subnet) => ({
      ...listedSubnet(inventory, subnet, peered.get(subnet.id.parent!), backward.get(subnet.id.key)),
      ...(announced.has(subnet.id.parent!) && { announcedDefault: announced.get(subnet.id.parent!)! }),
      ...(forPrivate.has(subnet.id.parent!) && { announcedPrivate: forPrivate.get(subnet.id.parent!)! }),
    })),
    ...named.map((key) => namedSubnet(key, backward.get(key)!)),
    ...bare.map(({ id, place }) => namedSubnet(id.key, backward.get(id.key) ?? {}, place)),
  ].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Virtual networks whose subnets are not in the files, or that have none yet. */
export function bareNetworks(inventory: Inventory): Pick<Network, 'bareNetworks'> {
  const withSubnets = inventory.partsByOwner('microsoft.network/virtualnetworks/subnets');
  const bare = inventory.all('microsoft.network/virtualnetworks').filter(({ id }) => !withSubnets.has(id.key)).flatMap((listed) => {
    const addressSpace = unsettled(listed) === undefined ? spaceIn(inventory.membersOf(listed), 'addressSpace') : [];
    return addressSpace.length === 0 ? [] : [{ key: pathPart(listed.id.key).path ?? listed.id.key, name: listed.name, addressSpace }];
  });
  return bare.length === 0 ? {} : { bareNetworks: bare };
}

/** What a subnet has that is listed with its properties, one of them at least. */
const SAID = ['addressPrefix', 'addressPrefixes', 'provisioningState', 'networkSecurityGroup', 'routeTable', 'natGateway', 'delegations',
  'serviceEndpoints', 'privateEndpointNetworkPolicies', 'defaultOutboundAccess'];

/** Whether more is listed of a subnet than its name, as where a reference stands instead of it. */
function isSaid({ fields }: Listed): boolean {
  return SAID.some((name) => Object.hasOwn(fields, name));
}

function split<T>(items: readonly T[], fits: (item: T) => boolean): [T[], T[]] {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}

/** What names a subnet, by its id and the part that it is of it. */
type Naming = Partial<Record<ListedPart, Namer>>;

interface Namer {
  readonly key: string;
  readonly name: string;
  readonly place: Place;
}

function backReferences(inventory: Inventory): Map<string, Naming> {
  const found = new Map<string, Naming>();
  for (const { part, type } of PARTS) {
    for (const owner of inventory.all(type)) {
      for (const id of inventory.membersOf(owner).references('subnets')) {
        const key = isUnknown(id) ? undefined : parseArmId(id)?.key;
        if (key !== undefined) {
          found.set(key, { ...found.get(key), [part]: { key: owner.id.key, name: owner.name, place: owner.place } });
        }
      }
    }
  }
  return found;
}

function listedSubnet(inventory: Inventory, subnet: Listed, peered: readonly Peering[] | undefined, naming: Naming = {}): Subnet {
  const members = inventory.membersOf(subnet);
  const network = inventory.find(subnet.id.parent!);
  const policies = members.text('privateEndpointNetworkPolicies');
  const unsure = unsettled(subnet) ?? (network === undefined ? undefined : unsettled(network));
  const outbound = members.flag('defaultOutboundAccess'); // versions of the command before 2023 do not print it
  return {
    key: subnet.id.key, name: subnet.name, ...pathPart(subnet.id.key), networkName: subnet.id.names[0]!, place: subnet.place,
    addressPrefixes: prefixesOf(members),
    ...Object.fromEntries(PARTS.flatMap(({ part, member, what }) => {
      const value = unsure === undefined ? partOf(inventory, subnet, { member, what, namedBy: naming[part] }) : { unknown: unsure };
      return value === undefined ? [] : [[part, value]];
    })),
    ...serviceEndpoints(members), ...endpointPolicies(inventory, members), ...natWithoutAddress(inventory, members),
    networkAddressSpace: network === undefined ? [] : spaceIn(inventory.membersOf(network), 'addressSpace'),
    ...(network !== undefined && dnsServers(inventory.membersOf(network))),
    ...(peered !== undefined && { peerings: peered, arePeeringsKnown: areAllListed(inventory, subnet.id.parent!) }),
    ...(outbound !== undefined && { defaultOutboundAccess: outbound }),
    ...(policies !== undefined && { privateEndpointPolicies: policies }),
  };
}

/** A NAT gateway that is listed lists its addresses. Source: Azure REST API specifications, network 2024-07-01, NAT gateways. */
const NAT_ADDRESSES = ['publicIpAddresses', 'publicIpPrefixes', 'publicIpAddressesV6', 'publicIpPrefixesV6'];

function natWithoutAddress(inventory: Inventory, members: Members): Pick<Subnet, 'isNatWithoutAddress'> {
  const id = members.reference('natGateway');
  const gateway = id === undefined || isUnknown(id) ? undefined : inventory.find(id);
  const own = gateway === undefined ? undefined : inventory.membersOf(gateway);
  const isWhole = own?.has('idleTimeoutInMinutes') === true || own?.has('provisioningState') === true; // and not a mere name
  return !isWhole || NAT_ADDRESSES.some((name) => own!.references(name).length > 0) ? {} : { isNatWithoutAddress: true };
}

function endpointPolicies(inventory: Inventory, members: Members): Pick<Subnet, 'serviceEndpointPolicies'> {
  const policies = members.references('serviceEndpointPolicies').map((id): EndpointPolicy => {
    const policy = isUnknown(id) ? undefined : inventory.find(id.toLowerCase());
    const lists = policy === undefined ? undefined : listedBy(inventory.membersOf(policy));
    return { name: isUnknown(id) ? id : shown(nameIn(id)), ...(lists !== undefined && { lists }) };
  });
  return policies.length === 0 ? {} : { serviceEndpointPolicies: policies };
}

/** What a policy lists. Source: Azure REST API specifications, network 2024-07-01, serviceEndpointPolicies. */
function listedBy(policy: Members): StorageScopes | undefined {
  const others = policy.has('serviceAlias') ? ['its alias'] : [];
  return !policy.has('serviceEndpointPolicyDefinitions') ? undefined : storageScopes([
    ...policy.parts('serviceEndpointPolicyDefinitions').flatMap((definition) => definition.texts('serviceResources')), ...others,
    ...policy.texts('contextualServiceEndpointPolicies'),
  ]);
}

/** DNS servers of a network, where the file says them; none for the resolver of Azure. */
function dnsServers(network: Members): Pick<Subnet, 'dnsServers'> {
  const options = network.part('dhcpOptions');
  return options === undefined ? {} : { dnsServers: options.texts('dnsServers') };
}

/** The address ranges of a subnet, as they are written. */
export function prefixesOf(members: Members): AddressTerm[] {
  return ['addressPrefix', 'addressPrefixes'].flatMap((name) => exportedAddresses(members, name, 'addresses')).filter(isFirst);
}

/** Newer subnets have the list alone, older ones the text, and some both. */
function isFirst(term: AddressTerm, at: number, all: readonly AddressTerm[]): boolean {
  return all.findIndex((other) => other.kind === term.kind && 'text' in other && 'text' in term && other.text === term.text) === at;
}

/** A part of a subnet, and what says in turn that it has the subnet. */
interface PartToRead {
  readonly member: string;
  readonly what: string;
  readonly namedBy: Namer | undefined;
}

/** Files of one time name each other from both sides. */
function partOf(inventory: Inventory, subnet: Listed, { member, what, namedBy }: PartToRead): string | Unknown | undefined {
  const members = inventory.membersOf(subnet);
  const id = members.reference(member);
  if (isUnknown(id)) {
    return id;
  }
  const own = id === undefined ? undefined : parseArmId(id)?.key ?? id.toLowerCase();
  if (own === undefined && isChosenByQuery(subnet.fields)) {
    return namedBy?.key ?? { unknown: `the export does not say the ${what} of the subnet ${subnet.name}, because a query chose what it ` +
      `has of it${giveToo(showCommand(subnet.id.key))}` };
  }
  const state = what === 'NAT gateway' && own !== undefined ? stateOf(inventory, own) : undefined;
  if (state !== undefined) {
    return { unknown: state };
  }
  if (namedBy === undefined || own === namedBy.key) {
    return own;
  }
  const message = `the subnet has ${id === undefined ? 'none' : nameIn(id)}, and the ${what} ${namedBy.name} says that it has the ` +
    'subnet: the files are from different times';
  members.problem(member, message);
  return { unknown: message };
}

function stateOf(inventory: Inventory, key: string): string | undefined {
  const listed = inventory.find(key);
  return listed === undefined ? undefined : unsettled(listed);
}

/** Nothing is said where one of them is not known. */
function serviceEndpoints(members: Members): { serviceEndpoints?: readonly string[] } {
  const services = members.parts('serviceEndpoints').map((one) => one.text('service'));
  const texts = services.filter((service) => typeof service === 'string');
  return texts.length === services.length ? { serviceEndpoints: texts } : {};
}

/** A subnet of which others say that it is theirs. What nobody says is not known. */
function namedSubnet(key: string, naming: Naming, place = Object.values(naming)[0]?.place): Subnet {
  return {
    key, name: nameIn(key), ...pathPart(key), place: place!, addressPrefixes: [], networkAddressSpace: [],
    ...Object.fromEntries(PARTS.map(({ part, what }) => [part, naming[part]?.key
      ?? { unknown: `no file has the subnet, which would say its ${what}${giveToo(showCommand(key))}` }])),
  };
}
