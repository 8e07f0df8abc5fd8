import { ALL_PORTS } from '../azure/port-sets';
import type { AddressTerm, AdminRule, PortTerm, ReportProblem, UnreadPart } from '../network/network';
import { ADMIN_RULES } from './admin-rule-type';
import type { Inventory } from './inventory';
import type { ExportDocument } from './documents';
import { isFields } from '../network/fields';
import { Members } from './members';
import { exportedFlows } from './security-groups';
import { exportedAddresses, exportedPorts, exportedPriority } from './terms';

/** Source: security admin rules in Azure Virtual Network Manager, priority: an integer from 1 to 4096. */
const ADMIN_PRIORITIES = { min: 1, max: 4096 };

/**
 * Rules of network managers, which go before those of security groups. Where they are in force is in no form of export.
 * Source: security admin rules in Azure Virtual Network Manager; Azure REST API specifications, network 2024-07-01, adminRules.
 */
export function adminRules(inventory: Inventory): AdminRule[] {
  const any = inventory.whyUnread(ADMIN_RULES);
  const ofPages = [...inventory.partsByOwner(ADMIN_RULES)].flatMap(([owner, [first]]): UnreadPart[] => {
    const why = inventory.whyPartial(owner, ADMIN_RULES);
    return why === undefined ? [] : [{ place: first!.place, why }];
  });
  const unread = [...any === undefined ? [] : [any], ...ofPages].flatMap(unreadRules);
  return [...unread, ...inventory.all(ADMIN_RULES).map((rule): AdminRule => {
    const members = inventory.membersOf(rule);
    const protocol = members.choice('protocol', ['Any', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']);
    return {
      name: members.name(), place: members.place, direction: members.choice('direction', ['Inbound', 'Outbound']),
      access: members.choice('access', ['Allow', 'AlwaysAllow', 'Deny']), priority: exportedPriority(members, ADMIN_PRIORITIES),
      protocol: protocol === 'Any' ? '*' as const : protocol,
      sources: side(members, 'sources'), sourcePorts: ports(members, 'sourcePortRanges'),
      destinations: side(members, 'destinations'), destinationPorts: ports(members, 'destinationPortRanges'),
      networks: [], elsewhere: 'the export does not say where its configuration is deployed',
    };
  })];
}

/** What stands for rules that are not in the files: they may be for any traffic, and before those that are. */
function unreadRules({ place, why }: UnreadPart): AdminRule[] {
  const every: AddressTerm[] = [{ kind: 'any' }];
  return (['Inbound', 'Outbound'] as const).map((direction) => ({
    name: 'that was not read', place, direction, access: { unknown: why }, priority: 0, protocol: '*', sources: every,
    sourcePorts: [...ALL_PORTS], destinations: every, destinationPorts: [...ALL_PORTS], networks: [], elsewhere: why,
  }));
}

/** The same as they are in force at network interfaces. Source: Azure REST API specifications, listEffectiveNetworkSecurityGroups. */
export function effectiveAdminRules(documents: readonly ExportDocument[], report: ReportProblem): AdminRule[] {
  return documents.filter(({ form }) => form === 'effective rules').flatMap(({ file, items }) => items.flatMap((item, i) => {
    const entry = isFields(item) ? new Members(item, { file, resource: `[${i}]` }, report) : undefined;
    return entry?.part('association')?.has('networkManager') !== true ? [] : entry.parts('effectiveSecurityRules').map((members) => ({
      ...exportedFlows(members), access: members.choice('access', ['Allow', 'AlwaysAllow', 'Deny']), networks: [],
      elsewhere: 'it is in force at a network interface of the export',
    }));
  }));
}

/** One side, which is every address where nothing is written. */
function side(members: Members, name: 'sources' | 'destinations'): AddressTerm[] {
  const terms = members.parts(name).flatMap((part): AddressTerm[] => (part.text('addressPrefixType') === 'NetworkGroup'
    ? [{ kind: 'opaque', text: 'a network group', why: 'the addresses of its members are not in the export', isOfNetwork: true }]
    : exportedAddresses(part, 'addressPrefix', 'security rule')));
  return terms.length > 0 ? terms : [{ kind: 'any' }];
}

function ports(members: Members, name: string): PortTerm[] {
  const terms = exportedPorts(members, name);
  return terms.length > 0 ? terms : [...ALL_PORTS];
}
