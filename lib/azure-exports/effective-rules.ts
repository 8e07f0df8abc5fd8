import type { NetworkInterface, NetworkSecurityGroup, Place, ReportProblem } from '../network/network';
import { byPriority } from '../network/order';
import { shown } from '../network/shown';
import { isUnknown } from '../network/unknown';
import { nameIn, parseArmId } from './arm-id';
import type { ExportDocument } from './documents';
import { Fields, isFields, member } from '../network/fields';
import { Members } from './members';
import { incompleteness, pathPart } from './owned';
import { ruleInForce } from './security-groups';

/** A group that is in force at a network interface, and the subnet that it is on. */
export interface EffectiveGroup {
  readonly group: NetworkSecurityGroup;
  /** Id in lower case; undefined where it is on the interface alone. */
  readonly subnet?: string;
  /** The interface that it is on, where the answer names it and its subnet. */
  readonly onInterface?: NetworkInterface;
}

/** Default rules begin at this priority. Source: network security groups overview, default security rules. */
const DEFAULT_PRIORITY = 65000;

/**
 * The rules in force at a network interface: those of the group of its subnet and those of its own, each as one entry.
 * Source: Azure REST API specifications, network 2024-07-01, listEffectiveNetworkSecurityGroups.
 */
export function effectiveGroups(documents: readonly ExportDocument[], report: ReportProblem): EffectiveGroup[] {
  const groups = documents.filter(({ form }) => form === 'effective rules').flatMap((document) => ofInterface(document, report));
  const firsts = new Map<string, NetworkSecurityGroup>();
  return groups.map((one) => {
    const first = firsts.get(one.group.key) ?? one.group;
    firsts.set(one.group.key, first);
    return rulesText(first) === rulesText(one.group) ? one : { ...one, group: contradicted(first, one.group, report) };
  });
}

/** A group has the same rules at every interface. */
function contradicted(first: NetworkSecurityGroup, { place }: NetworkSecurityGroup, report: ReportProblem): NetworkSecurityGroup {
  const why = `the answers for two network interfaces have other rules of ${first.name}, so they are from different ` +
    'times; give one of them';
  report(place, why);
  return { ...first, incomplete: why, unread: [{ place, why }] };
}

function rulesText({ rules, unread = [] }: NetworkSecurityGroup): string {
  return JSON.stringify([rules, unread.length], (key, value: unknown) => (key === 'place' ? undefined
    : typeof value === 'bigint' ? String(value) : value));
}

/** The entries of one answer, which is about one interface. */
function ofInterface({ file, items }: ExportDocument, report: ReportProblem): EffectiveGroup[] {
  const subnetOf = (association: Members | undefined): string | undefined => {
    const id = association?.reference('subnet');
    return typeof id === 'string' ? parseArmId(id)?.key ?? id.toLowerCase() : undefined;
  };
  const entries = items.map((item, i) => ({ item, i, entry: isFields(item) ? new Members(item, { file, resource: `[${i}]` }, report)
    : undefined }));
  const subnets = new Set(entries.flatMap(({ entry }) => subnetOf(entry?.part('association')) ?? []));
  return entries.flatMap(({ item, i, entry }): EffectiveGroup[] => {
    const association = entry?.part('association');
    const id = entry?.reference('networkSecurityGroup');
    if (association?.has('networkManager') === true) {
      return []; // read with the rules of network managers
    }
    if (entry === undefined || typeof id !== 'string') {
      report({ file, resource: `[${i}]` }, 'it does not name the security group that its rules are of, so they are left out');
      return [];
    }
    const group = groupOf(item as Fields, id, file, report);
    const subnet = subnetOf(association);
    if (subnet !== undefined) {
      return [{ group, subnet }];
    }
    const nic = association?.reference('networkInterface');
    const [end] = subnets;
    if (subnets.size !== 1 || typeof nic !== 'string') {
      report({ file, resource: shown(id) }, 'it is the security group of a network interface, and the answer does not name ' +
        `${typeof nic === 'string' ? 'its subnet, whose group may be missing' : 'the interface'}; also give "az network nic show"`);
      return [{ group }];
    }
    const key = parseArmId(nic)?.key ?? nic.toLowerCase();
    return [{ group, onInterface: { name: shown(nameIn(nic)), place: { file, resource: shown(nic) }, ...pathPart(key),
      securityGroup: group.key, ends: [{ subnet: end! }] } }];
  });
}

function groupOf(item: Fields, id: string, file: string, report: ReportProblem): NetworkSecurityGroup {
  const place: Place = { file, resource: shown(id) };
  const members = new Members(withoutFolders(item), place, report);
  const rules = members.parts('effectiveSecurityRules').map(ruleInForce)
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
