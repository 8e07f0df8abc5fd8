import { Network, NetworkSecurityGroup, Subnet, DnatRule } from '../../../lib/network/network';
import { groupAllows, passes, routeOf, spaceOf } from './walk';
import { address, Address, isIn, Packet, range, World } from './world';

/**
 * The way of packets through more than one subnet: peerings, groups of network interfaces, NAT gateways and DNAT rules. Written from
 * the documentation: virtual network peering (access has to be allowed, and both sides have one), network security groups (the group of
 * the subnet and that of the interface both have to allow), default outbound access, and DNAT of Azure Firewall (the translated packet
 * comes from the firewall).
 */

/** The world as a subnet with its peerings has it. */
export function peeredWorld(subnet: Subnet, world: World): World {
  const spaces = (subnet.peerings ?? []).filter(({ allowsAccess }) => allowsAccess === true)
    .flatMap(({ remoteAddressSpace }) => remoteAddressSpace.flatMap((term) => (term.kind === 'interval' ? [term.interval] : [])));
  return { ...world, connected: [...world.connected, ...spaces] };
}

/** Whether a packet passes the subnet, the group of the interface where it has one, and what takes it out. */
export function passesAll(packet: Packet, subnet: Subnet, network: Network, world: World, ofInterface?: NetworkSecurityGroup): boolean {
  const peered = peeredWorld(subnet, world);
  const site = { ...peered, space: spaceOf(subnet) };
  return passes(packet, subnet, network, peered) && (ofInterface === undefined || groupAllows(packet, ofInterface, site)) &&
    (packet.direction === 'inbound' || hasWayOut(packet, subnet, network, peered));
}

/** What the system sends to the Internet needs an address there: of a NAT gateway, or one that Azure gives by default. */
function hasWayOut({ other }: Packet, subnet: Subnet, network: Network, world: World): boolean {
  const site = { ...world, space: spaceOf(subnet) };
  const { hop } = routeOf(other, network.routeTables.get(subnet.routeTable as string), site);
  const isHost = isIn(other, [range('168.63.129.16'), range('169.254.169.254')]);
  return hop !== 'Internet' || isHost || subnet.natGateway !== undefined || subnet.defaultOutboundAccess !== false;
}

/** Whether a client on the Internet gets into the subnet by a DNAT rule. */
export function comesIn(rule: DnatRule, client: string, firewall: string, subnet: Subnet, network: Network, world: World): boolean {
  const own: Address = address(rule.address as string);
  return rule.protocols.some((protocol) => [client, firewall].some((source) => passesAll({
    direction: 'inbound', own, other: address(source), protocol, port: rule.port as number, sourcePort: 50000,
  }, subnet, network, world)));
}
