import type { NetworkSecurityGroup, Place, ReportProblem } from '../network/network';
import { byPriority } from '../network/order';
import { shown } from '../network/shown';
import { isUnknown } from '../network/unknown';
import { nameIn, parseArmId } from './arm-id';
import type { ExportDocument } from './documents';
import { Fields, isFields, member } from '../network/fields';
import { Members } from './members';
import { incompleteness, pathPart } from './owned';
import { securityRule } from './security-groups';

/** A group that is in force at a network interface, and the subnet that it is on. */
export interface EffectiveGroup {
  readonly group: NetworkSecurityGroup;
  /** Id in lower case; undefined where it is on the interface alone. */
  readonly subnet?: string;
}

/** Default rules begin at this priority. Source: network security groups overview, default security rules. */
const DEFAULT_PRIORITY = 65000;

/**
 * The rules in force at a network interface: those of the group of its subnet and those of its own, each as one entry.
 * Source: Azure REST API specifications, network 2024-07-01, listEffectiveNetworkSecurityGroups.
 */
export function effectiveGroups(documents: readonly ExportDocument[], report: ReportProblem): EffectiveGroup[] {
  return documents.filter(({ form }) => form === 'effective rules')
    .flatMap(({ file, items }) => items.flatMap((item, i): EffectiveGroup[] => {
    const entry = isFields(item) ? new Members(item, { file, resource: `[${i}]` }, report) : undefined;
    const association = entry?.part('association');
    const group = entry?.reference('networkSecurityGroup');
    if (association?.has('networkManager') === true) {
      return []; // read with the rules of network managers
    }
    if (entry === undefined || typeof group !== 'string') {
      report({ file, resource: `[${i}]` }, 'it does not name the security group that its rules are of, so they are left out');
      return [];
    }
    const subnet = association?.reference('subnet');
    const isOfSubnet = typeof subnet === 'string';
    if (!isOfSubnet) {
      report({ file, resource: shown(group) },
        'it is the security group of a network interface, which is not evaluated: rules of interfaces come beside those of subnets');
    }
    return [{ group: groupOf(item as Fields, group, file, report),
      ...(isOfSubnet && { subnet: parseArmId(subnet)?.key ?? subnet.toLowerCase() }) }];
  }));
}

function groupOf(item: Fields, id: string, file: string, report: ReportProblem): NetworkSecurityGroup {
  const place: Place = { file, resource: shown(id) };
  const members = new Members(withoutFolders(item), place, report);
  const rules = members.parts('effectiveSecurityRules').map(securityRule)
    .filter(({ priority }) => isUnknown(priority) || priority < DEFAULT_PRIORITY).sort(byPriority);
  const key = parseArmId(id)?.key ?? id.toLowerCase();
  return { key, name: shown(nameIn(id)), place, ...pathPart(key), rules, ...incompleteness(members.gaps.map((why) => ({ place, why }))) };
}

/** Names there are `securityRules/<name>` and `defaultSecurityRules/<name>`. */
function withoutFolders(item: Fields): Fields {
  const rules = item['effectiveSecurityRules'];
  return {
    ...item, effectiveSecurityRules: Array.isArray(rules) ? rules.map((rule: unknown) => {
      const name = member(rule, 'name');
      return isFields(rule) && typeof name === 'string' ? { ...rule, name: nameIn(name) } : rule;
    }) : rules,
  };
}
