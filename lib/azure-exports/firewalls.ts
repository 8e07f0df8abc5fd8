import { giveToo, ruleGroupsCommand, showCommand } from '../azure/az-commands';
import { addTo } from '../azure/groups';
import { LIMITS } from '../azure/limits';
import type {
  AddressInterval, Firewall, FirewallPolicyLevel, Place, RuleCollectionGroup, Unknown, UnreadPart,
} from '../network/network';
import type { FirewallInstance } from '../network/firewall-instance';
import { byPriority } from '../network/order';
import { intervalsOf } from '../network/term-ranges';
import { isUnknown } from '../network/unknown';
import { nameIn, parseArmId } from './arm-id';
import { RuleExportReader } from './exported-collections';
import type { Inventory, Listed } from './inventory';
import type { IpGroupExports } from './ip-groups';
import { isChosenByQuery } from './flat';
import type { Members } from './members';
import { pathPart } from './owned';
import { prefixesOf } from './subnets';
import { unsettled } from './states';
import { exportedPriority } from './terms';
import { shown } from '../network/shown';

const POLICIES = 'microsoft.network/firewallpolicies';
const GROUPS = `${POLICIES}/rulecollectiongroups`;
const SKUS = ['Basic', 'Standard', 'Premium'] as const;

/** What a policy has that is listed with its properties, one of them at least: one without them may have a parent. */
const SAID = ['ruleCollectionGroups', 'threatIntelMode', 'basePolicy', 'sku', 'dnsSettings', 'provisioningState', 'insights'];

/** Firewall policies with their firewalls, and firewalls with classic rules. Source: Azure REST API specifications, network 2024-07-01. */
export class FirewallExportReader {
  private readonly rules: RuleExportReader;
  private readonly addresses = new Map<string, (string | Unknown)[]>();
  private readonly namedAt = new Map<string, Place>();
  private readonly ranges = new Map<string, readonly AddressInterval[]>();
  private readonly managed = new Set<string>();
  private readonly unsettled = new Map<string, UnreadPart[]>();
  private readonly instances = new Map<string, FirewallInstance[]>();

  constructor(private readonly inventory: Inventory, ipGroups: IpGroupExports) {
    this.rules = new RuleExportReader(ipGroups);
  }

  public read(): Firewall[] {
    const classic = this.inventory.all('microsoft.network/azurefirewalls').flatMap((firewall) => this.firewall(firewall));
    const groups = this.inventory.partsByOwner(GROUPS);
    const keys = new Set([...this.inventory.all(POLICIES).map(({ id }) => id.key), ...groups.keys(), ...this.addresses.keys()]);
    return [...classic, ...[...keys].map((key) => this.policy(key))].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** A firewall without a policy; of one with a policy only the addresses, which are kept for that. */
  private firewall(listed: Listed): Firewall[] {
    const members = this.inventory.membersOf(listed);
    const policy = members.reference('firewallPolicy');
    const addresses = privateAddresses(members);
    const key = isUnknown(policy) || policy === undefined ? undefined : parseArmId(policy)?.key ?? policy.toLowerCase();
    const state = unsettled(listed);
    if (key !== undefined) {
      if (state !== undefined) {
        addTo(this.unsettled, key, { place: members.place, why: state });
      }
      this.addresses.set(key, [...this.addresses.get(key) ?? [], ...addresses]);
      const ranges = this.rangesOf(members);
      this.ranges.set(key, [...this.ranges.get(key) ?? [], ...ranges]);
      addTo(this.instances, key, { key: listed.id.key, ...pathPart(listed.id.key), privateAddresses: addresses, ...rangesPart(ranges) });
      this.namedAt.set(key, members.place);
      if (members.has('managementIpConfiguration')) {
        this.managed.add(key);
      }
      return [];
    }
    const groups = (['network', 'application'] as const).flatMap((kind, i): RuleCollectionGroup[] => {
      const collections = members.parts(`${kind}RuleCollections`).map((one) => this.rules.classic(one, kind)).sort(byPriority);
      return collections.length === 0 ? [] : [{ name: listed.name, place: members.place, priority: i, collections }];
    });
    const lists = ['networkRuleCollections', 'applicationRuleCollections'].filter((list) => !members.has(list));
    const gaps = [
      ...members.gaps, ...(isUnknown(policy) ? [`the firewall policy is not known: ${policy.unknown}`] : []),
      ...lists.map((list) => `the export does not say which ${list} it has${giveToo(showCommand(listed.id.key))}`),
      ...state === undefined ? [] : [state],
    ];
    return [{
      key: listed.id.key, name: listed.name, ...pathPart(listed.id.key), place: members.place, levels: [groups],
        privateAddresses: addresses, ...rangesPart(this.rangesOf(members)),
      ...skuOf(members), dnsProxy: classicProxy(members), ...(members.has('managementIpConfiguration') && { hasManagementSubnet: true }),
      ...incomplete(gaps.map((why) => ({ place: members.place, why }))),
    }];
  }

  /** Ranges of the subnets that it is in: a template does not say its address, which is one of these. */
  private rangesOf(firewall: Members): AddressInterval[] {
    return firewall.parts('ipConfigurations').flatMap((one) => {
      const id = one.reference('subnet');
      const subnet = id === undefined || isUnknown(id) ? undefined : this.inventory.find(id);
      return subnet === undefined ? [] : intervalsOf(prefixesOf(this.inventory.membersOf(subnet)));
    });
  }

  private policy(key: string): Firewall {
    const listed = this.inventory.find(key);
    const policies = this.chain(key);
    const unread = policies.flatMap((level) => level.unread ?? []);
    const place = listed?.place ?? this.namedAt.get(key) ?? policies.at(-1)!.place;
    const members = listed === undefined ? undefined : this.inventory.membersOf(listed);
    return {
      key, name: listed?.name ?? nameIn(key), ...pathPart(key), place, levels: policies.map(({ groups }) => groups), policies,
      ...(this.managed.has(key) && { hasManagementSubnet: true }),
      ...(this.instances.has(key) && { instances: this.instances.get(key)! }),
      privateAddresses: this.addresses.get(key) ?? [], ...rangesPart(this.ranges.get(key) ?? []),
      ...(members !== undefined && { ...skuOf(members), dnsProxy: policyProxy(members) }), ...incomplete(unread),
      ...(members?.part('snat')?.texts('privateRanges').includes('0.0.0.0/0') === true && { keepsEverySource: true }),
    };
  }

  /** A policy after its parents, each with its groups and with what is missing of it. */
  private chain(key: string): FirewallPolicyLevel[] {
    const levels: FirewallPolicyLevel[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = key; at !== undefined;) {
      seen.add(at);
      const { level, base }: { level: FirewallPolicyLevel; base?: string } = this.level(at);
      const isLoop = base !== undefined && seen.has(base);
      const loop = isLoop ? [{ place: level.place, why: 'the policy is its own base' }] : [];
      levels.unshift(isLoop ? { ...level, unread: [...level.unread ?? [], ...loop] } : level);
      at = isLoop ? undefined : base;
    }
    return levels;
  }

  private level(key: string): { level: FirewallPolicyLevel; base?: string } {
    const found = this.inventory.find(key);
    const listed = found !== undefined && SAID.some((name) => Object.hasOwn(found.fields, name)) ? found : undefined;
    const groups = this.inventory.partsByOwner(GROUPS).get(key) ?? [];
    const members = listed === undefined ? undefined : this.inventory.membersOf(listed);
    const place = listed?.place ?? groups[0]?.place ?? this.namedAt.get(key) ?? { file: '', resource: shown(key) };
    const states = listed === undefined ? undefined : unsettled(listed);
    const why = [...this.missing(key, members, groups), this.inventory.whyUnread(GROUPS)?.why, states].filter((one) => one !== undefined);
    const gaps: UnreadPart[] = [...why.map((one) => ({ place, why: one })), ...this.unsettled.get(key) ?? []];
    const read = groups.map((group) => {
      const own = this.inventory.membersOf(group);
      const result = { name: group.name, place: group.place, priority: exportedPriority(own, LIMITS.firewallPriority),
        collections: this.rules.collections(own) };
      const lists = own.has('ruleCollections') ? [] : [
        `the export does not say which rule collections the group has${giveToo(ruleGroupsCommand(key))}`,
      ];
      const state = unsettled(group);
      gaps.push(...[...own.gaps, ...lists, ...state === undefined ? [] : [state]].map((why) => ({ place: group.place, why })));
      return result;
    }).sort(byPriority);
    const base = members?.reference('basePolicy');
    if (base === undefined && listed !== undefined && isChosenByQuery(listed.fields)) {
      const unsaid = `the export does not say whether the firewall policy ${listed.name} inherits rules`;
      gaps.push({ place, why: `${unsaid}${giveToo(showCommand(key))}` });
    }
    if (isUnknown(base)) {
      gaps.push({ place, why: `the base policy is not known: ${base.unknown}` });
    }
    return {
      level: { key, ...pathPart(key), place, groups: read, ...(gaps.length > 0 && { unread: gaps }),
        ...(listed === undefined && { isMadeElsewhere: true }) },
      ...(typeof base === 'string' && { base: parseArmId(base)?.key ?? base.toLowerCase() }),
    };
  }

  /** The policy lists its groups by their ids alone; a template lists none. */
  private missing(key: string, policy: Members | undefined, groups: readonly Listed[]): string[] {
    const partial = this.inventory.whyPartial(key, GROUPS);
    if (policy === undefined) {
      return [groups.length === 0 ? `the files have neither the firewall policy ${nameIn(key)} nor its rule collection groups` +
          giveToo(showCommand(key), ruleGroupsCommand(key))
        : `the files have rule collection groups of the firewall policy ${nameIn(key)}, and not the policy, which says what it inherits` +
          giveToo(showCommand(key))];
    }
    if (!policy.has('ruleCollectionGroups')) {
      return groups.length === 0 ? [`the files have no rule collection groups of the firewall policy${giveToo(ruleGroupsCommand(key))}`]
        : partial === undefined ? []
        : [partial];
    }
    const present = new Set(groups.map(({ id }) => id.key));
    const named = policy.references('ruleCollectionGroups');
    const keys = new Set(named.map((id) => (isUnknown(id) ? undefined : id.toLowerCase())));
    const others = keys.has(undefined) ? [] : groups.filter(({ id }) => !keys.has(id.key)).map(({ name, place }) =>
      `the firewall policy does not list the rule collection group ${name}, which ${place.file} has, so the files are from different ` +
      `times${giveToo(showCommand(key), ruleGroupsCommand(key))}`);
    return [...others, ...named.flatMap((id) => {
      if (isUnknown(id)) {
        return [`which rule collection groups the firewall policy has is not known: ${id.unknown}`];
      }
      return present.has(id.toLowerCase()) ? []
        : [`the files do not have the rule collection group ${shown(nameIn(id))}, which the firewall policy lists` +
          giveToo(ruleGroupsCommand(key))];
    })];
  }
}

function rangesPart(addressRanges: readonly AddressInterval[]): Pick<Firewall, 'addressRanges'> {
  return addressRanges.length === 0 ? {} : { addressRanges };
}

function incomplete(unread: readonly UnreadPart[]): { incomplete?: string; unread?: readonly UnreadPart[] } {
  return unread.length === 0 ? {} : { incomplete: unread[0]!.why, unread };
}

/** Addresses in a virtual network or in a hub. A template has none. */
function privateAddresses(firewall: Members): (string | Unknown)[] {
  const inHub = firewall.part('hubIPAddresses')?.text('privateIPAddress');
  const found = firewall.parts('ipConfigurations').map((one) => one.text('privateIPAddress'));
  const addresses = [inHub, ...found].filter((address) => address !== undefined);
  return addresses.length > 0 ? addresses : [{ unknown: 'the export does not say the private address of the firewall' }];
}

function skuOf(members: Members): Pick<Firewall, 'sku'> {
  const sku = members.part('sku');
  return sku?.has('tier') === true ? { sku: sku.choice('tier', SKUS) } : {};
}

function policyProxy(policy: Members): boolean | Unknown {
  return policy.part('dnsSettings')?.flag('enableProxy') ?? false;
}

/** Source: Azure Firewall DNS settings: the proxy of a firewall without a policy is an additional property. */
function classicProxy(firewall: Members): boolean | Unknown {
  const value = firewall.part('additionalProperties')?.value('Network.DNS.EnableProxy');
  return value === undefined ? false : typeof value === 'boolean' ? value : String(value).toLowerCase() === 'true';
}
