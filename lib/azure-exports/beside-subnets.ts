import type { Network, ReadingProblem } from '../network/network';
import { isUnknown } from '../network/unknown';
import { nameIn } from './arm-id';
import type { Inventory } from './inventory';

/**
 * Groups of network interfaces that are other ones than those of their subnets, which are not evaluated.
 * Source: network security groups, how rules are evaluated.
 */
export function exportedInterfaceGroups(inventory: Inventory): ReadingProblem[] {
  const found: ReadingProblem[] = [];
  for (const nic of inventory.all('microsoft.network/networkinterfaces')) {
    const members = inventory.membersOf(nic);
    const group = members.reference('networkSecurityGroup');
    const subnets = members.parts('ipConfigurations').map((one) => one.reference('subnet')).filter((id) => typeof id === 'string');
    for (const id of group === undefined ? [] : new Set(subnets)) {
      const subnet = inventory.find(id);
      const ofSubnet = subnet === undefined ? undefined : inventory.membersOf(subnet).reference('networkSecurityGroup');
      const isSame = typeof group === 'string' && typeof ofSubnet === 'string' && group.toLowerCase() === ofSubnet.toLowerCase();
      if (!isSame) {
        const name = isUnknown(group) ? group.unknown : nameIn(group!);
        const message = `the network interface in the subnet ${nameIn(id)} has the security group ${name}, which is not evaluated: it ` +
          'filters beside that of the subnet';
        found.push({ place: nic.place, message });
      }
    }
  }
  return found;
}

const ZONES = 'microsoft.network/privatednszones';

/** Names below which hosts are at private addresses: those of private DNS zones, and the hosts that private endpoints stand for. */
export function exportedPrivateZones(inventory: Inventory): Pick<Network, 'privateDnsZones'> {
  const linked = inventory.all(`${ZONES}/virtualnetworklinks`).map(({ id }) => nameIn(id.parent!));
  const hosts = inventory.all('microsoft.network/privateendpoints').flatMap((endpoint) =>
    inventory.membersOf(endpoint).parts('customDnsConfigs').map((config) => config.text('fqdn')));
  const names = [...inventory.all(ZONES).map(({ name }) => name), ...linked, ...hosts].filter((name) => typeof name === 'string');
  const zones = [...new Set(names.map((name) => name.toLowerCase().replace(/^privatelink\./, '')))].sort();
  return zones.length === 0 ? {} : { privateDnsZones: zones };
}
