import { knownInterval } from '../network/address-text';
import type { Network, NetworkInterface, Unknown } from '../network/network';
import { distinctZones, PrivateDnsZone, zoneName } from '../network/private-zone';
import { nameIn } from './arm-id';
import type { Inventory, Listed } from './inventory';
import { pathPart } from './owned';

/**
 * Network interfaces, and those whose groups in force are in the files: what is listed says more.
 * Source: Azure REST API specifications, network 2024-07-01, networkInterfaces.
 */
export function exportedInterfaces(inventory: Inventory, inForce: readonly NetworkInterface[]): Pick<Network, 'interfaces'> {
  const interfaces = inventory.all('microsoft.network/networkinterfaces').map((nic): NetworkInterface => {
    const members = inventory.membersOf(nic);
    const group = members.reference('networkSecurityGroup');
    const securityGroup = typeof group === 'string' ? group.toLowerCase() : group;
    const ends = members.parts('ipConfigurations').flatMap((part): NetworkInterface['ends'] => {
      const [subnet, text] = [part.reference('subnet'), part.text('privateIPAddress')];
      const address = typeof text === 'string' ? knownInterval(text) : undefined;
      const isPublic = part.reference('publicIPAddress') !== undefined;
      return typeof subnet !== 'string' ? []
        : [{ subnet: subnet.toLowerCase(), ...(address !== undefined && { address }), ...(isPublic && { isPublic }) }];
    });
    if (ends.length === 0) {
      members.problem('ipConfigurations', 'they name no subnet, so a security group of the interface is not looked at');
    }
    return { name: nic.name, place: nic.place, ...pathPart(nic.id.key), ends, ...(securityGroup !== undefined && { securityGroup }) };
  });
  const listed = new Set(interfaces.map(({ path }) => path));
  const all = [...interfaces, ...inForce.filter(({ path }) => path === undefined || !listed.has(path))];
  return all.length === 0 ? {} : { interfaces: all };
}

const ZONES = 'microsoft.network/privatednszones';

/** Names below which hosts are at private addresses: those of private DNS zones, and the hosts that private endpoints stand for. */
export function exportedPrivateZones(inventory: Inventory): Pick<Network, 'privateDnsZones'> {
  const links = inventory.partsByOwner(`${ZONES}/virtualnetworklinks`);
  const linked = [...links].map(([owner]) => owner).filter((owner) => inventory.find(owner) === undefined).map(nameIn);
  const hosts = inventory.all('microsoft.network/privateendpoints').flatMap((endpoint) =>
    inventory.membersOf(endpoint).parts('customDnsConfigs').map((config) => config.text('fqdn')));
  const open = [...linked, ...hosts].filter((name) => typeof name === 'string');
  const zones = distinctZones([
    ...inventory.all(ZONES).map((zone) => ({ name: zoneName(zone.name), ...linksOf(zone, links.get(zone.id.key) ?? [], inventory) })),
    ...open.map((name) => ({ name: zoneName(name) })),
  ]);
  return zones.length === 0 ? {} : { privateDnsZones: zones };
}

const UNKNOWN: Unknown = { unknown: 'the virtual network of a link is not known here' };

/** The virtual networks of a zone, where the files have all of its links. Source: Azure REST API, private DNS 2024-06-01. */
function linksOf(zone: Listed, links: readonly Listed[], inventory: Inventory): Pick<PrivateDnsZone, 'linkedTo'> {
  const count = inventory.membersOf(zone).value('numberOfVirtualNetworkLinks');
  return count !== links.length ? {} : { linkedTo: links.map((link) => {
    const id = inventory.membersOf(link).reference('virtualNetwork');
    return (typeof id === 'string' ? pathPart(id.toLowerCase()).path : undefined) ?? UNKNOWN;
  }) };
}

/** Subnets that private endpoints are in. */
export function exportedEndpointSubnets(inventory: Inventory): Pick<Network, 'privateEndpointSubnets'> {
  const keys = inventory.all('microsoft.network/privateendpoints').map((endpoint) => inventory.membersOf(endpoint).reference('subnet'))
    .flatMap((id) => (typeof id === 'string' ? [id.toLowerCase()] : []));
  return keys.length === 0 ? {} : { privateEndpointSubnets: [...new Set(keys)].sort() };
}
