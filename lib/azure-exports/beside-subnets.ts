import type { Network, ReadingProblem, ReportProblem } from '../network/network';
import { isUnknown } from '../network/unknown';
import { nameIn } from './arm-id';
import type { Inventory } from './inventory';

/** Rules of a network manager, which go before those of every security group. */
const ADMIN_RULES = 'microsoft.network/networkmanagers/securityadminconfigurations/rulecollections/rules';

/**
 * Says which rules of network managers are there, which are not evaluated.
 * Source: security admin rules in Azure Virtual Network Manager.
 */
export function sayExportedAdminRules(inventory: Inventory, report: ReportProblem): void {
  for (const rule of inventory.all(ADMIN_RULES)) {
    const members = inventory.membersOf(rule);
    const access = members.choice('access', ['Allow', 'Deny', 'AlwaysAllow']);
    const direction = members.choice('direction', ['Inbound', 'Outbound']);
    const what = isUnknown(access) || isUnknown(direction) ? 'a rule' : `a rule ${access} ${direction}`;
    report(
      rule.place,
      `${what} of a network manager goes before those of all security groups where its configuration is deployed; it is not evaluated`,
    );
  }
}

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
