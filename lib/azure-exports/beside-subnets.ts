import { isUnknown } from '../network/unknown';
import { nameIn } from './arm-id';
import type { Inventory } from './inventory';
import type { Report } from './members';

/** Rules of a network manager, which go before those of every security group. */
const ADMIN_RULES = 'microsoft.network/networkmanagers/securityadminconfigurations/rulecollections/rules';

/**
 * Says which rules are there beside those of subnets, firewalls and routes, and are not evaluated: rules of network managers, and
 * groups of network interfaces that are other ones than those of their subnets.
 * Source: security admin rules in Azure Virtual Network Manager; network security groups, how rules are evaluated.
 */
export function sayRulesBesideSubnets(inventory: Inventory, report: Report): void {
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
        report(nic.place, `the network interface in the subnet ${nameIn(id)} has the security group ${name}, which is not evaluated: it ` +
          'filters beside that of the subnet');
      }
    }
  }
}
