import type { Firewall, RuleCollection, RuleCollectionGroup, Unknown } from '../network/network';
import { Arguments, Gaps, isKnown, placeOf } from './arguments';
import type { Directory, Entry } from './directory';
import { CLASSIC_RULES, RuleReader } from './firewall-rules';
import { KINDS } from './kinds';
import { byPriority } from '../network/order';
import type { Report, Resource } from './resource';
import { compare, KNOWN_LATER, shown } from './values';

const SKUS = ['Basic', 'Standard', 'Premium'] as const;

/** A policy, or a firewall with rules of its own, while it is put together. */
interface Draft {
  readonly entry: Entry;
  readonly groups: RuleCollectionGroup[];
  readonly classic: RuleCollection[];
  readonly privateAddresses: (string | Unknown)[];
  readonly gaps: Gaps;
}

/** Reads firewall policies with their firewalls, and firewalls without a policy. */
export class FirewallReader {
  private readonly drafts = new Map<string, Draft>();

  constructor(private readonly directory: Directory, private readonly rules: RuleReader, private readonly report: Report) {}

  public read(resources: readonly Resource[]): Firewall[] {
    const managed = resources.filter(({ mode }) => mode === 'managed');
    managed.filter(({ type }) => type === 'azurerm_firewall_policy_rule_collection_group').forEach((resource) => this.addGroup(resource));
    // Those that are made, then those that are found: what is found may be made here.
    managed.filter(({ type }) => type === 'azurerm_firewall').forEach((resource) => this.addFirewall(resource));
    resources.filter(({ type, mode }) => type === 'azurerm_firewall' && mode === 'data').forEach((resource) => this.addFirewall(resource));
    for (const kind of ['network', 'application'] as const) {
      managed.filter(({ type }) => type === `azurerm_firewall_${kind}_rule_collection`).forEach((resource) => this.addClassic(resource, kind));
    }
    this.directory.entries('firewallPolicy').forEach(({ resource }) => this.base(resource));
    this.directory.entries('firewallPolicy').forEach((entry) => this.draft(entry));
    return [...this.drafts.values()].map((draft) => this.firewall(draft)).sort((a, b) => compare(a.key, b.key));
  }

  private draft(entry: Entry): Draft {
    const draft = this.drafts.get(entry.key) ?? {
      entry, groups: [], classic: [], privateAddresses: [], gaps: entry.elsewhere === undefined ? [] : [entry.elsewhere],
    };
    this.drafts.set(entry.key, draft);
    return draft;
  }

  private addGroup(resource: Resource): void {
    const { repeatedBy } = resource;
    const args = Arguments.of(resource, this.report);
    const policy = this.directory.byIdOf(args.value('firewall_policy_id'), 'firewallPolicy', args.place);
    if (policy === undefined || !isKnown(policy)) {
      args.problem('firewall_policy_id', `the firewall policy is not known here (${policy?.unknown ?? 'firewall_policy_id is missing'}), so its rules are left out`);
      return;
    }
    const { gaps, groups } = this.draft(policy);
    if (repeatedBy !== undefined) {
      gaps.push(`${args.place.resource} is made with ${repeatedBy}, which cannot be evaluated here`);
      return;
    }
    const read = new Arguments(resource.values, args.place, this.report, gaps);
    groups.push({ name: args.name(), place: args.place, priority: args.requiredInteger('priority'), collections: this.rules.collections(read) });
  }

  private addFirewall(resource: Resource): void {
    const entry = this.directory.entryOf(resource);
    const isFound = resource.mode === 'data';
    const args = Arguments.of(entry.resource ?? resource, this.report);
    const policy = this.directory.byIdOf(args.value('firewall_policy_id'), 'firewallPolicy', args.place);
    const draft = this.draft(policy !== undefined && isKnown(policy) ? policy : entry);
    if (policy !== undefined && !isKnown(policy) && !isFound) {
      draft.gaps.push(`the firewall policy is not known here: ${policy.unknown}`);
    }
    if (resource.repeatedBy === undefined) {
      draft.privateAddresses.push(...privateAddresses(resource, this.report));
    }
  }

  private addClassic(resource: Resource, kind: RuleCollection['kind']): void {
    const { values, repeatedBy } = resource;
    const place = placeOf(resource);
    const firewall = this.directory.byNames([values['resource_group_name'], values['azure_firewall_name']], 'firewall', resource.group, place);
    if (!isKnown(firewall)) {
      this.report(place, `${firewall.unknown}, so these rules are left out`);
      return;
    }
    if (!this.drafts.has(firewall.key) && firewall.resource !== undefined) {
      this.report(place, `${firewall.place.resource} has a firewall policy, and its rules are those of the policy; this collection is left out`);
      return;
    }
    const { classic, gaps } = this.draft(firewall);
    if (repeatedBy === undefined) {
      classic.push(this.rules.collection(new Arguments(values, place, this.report, gaps), kind, CLASSIC_RULES));
    } else {
      gaps.push(`${place.resource} is made with ${repeatedBy}, which cannot be evaluated here`);
    }
  }

  private firewall(draft: Draft): Firewall {
    const { entry, privateAddresses: addresses } = draft;
    const isPolicy = entry.kind === 'firewallPolicy';
    const { levels, gaps } = isPolicy ? this.levels(entry) : { levels: classicLevels(draft), gaps: draft.gaps };
    const [incomplete] = gaps;
    const path = entry.resource === undefined ? entry.path : KINDS[entry.kind].path.every((argument) => typeof entry.resource!.values[argument] === 'string') ? entry.path : undefined;
    return {
      key: entry.key, name: entry.name, ...(path === undefined ? {} : { path: path.join('/') }), place: entry.place, levels, privateAddresses: addresses,
      ...this.settings(entry, isPolicy), ...(incomplete === undefined ? {} : { incomplete }), ...(entry.elsewhere === undefined ? {} : { isMadeElsewhere: true }),
    };
  }

  private settings({ resource }: Entry, isPolicy: boolean): Pick<Firewall, 'sku' | 'dnsProxy'> {
    if (resource === undefined) {
      return {};
    }
    const args = Arguments.of(resource, this.report);
    // Standard is what the provider takes for a policy without a SKU; a firewall has to say its own.
    const sku = isPolicy && args.value('sku') === undefined ? 'Standard' : args.choice(isPolicy ? 'sku' : 'sku_tier', SKUS);
    const [dns] = isPolicy ? args.blocks('dns') : [];
    const [gap] = args.gaps;
    const dnsProxy = isPolicy ? dns?.flag('proxy_enabled') : args.flag('dns_proxy_enabled');
    return { sku, dnsProxy: gap === undefined ? dnsProxy ?? false : { unknown: gap } };
  }

  /** The groups of a policy behind those of its parents, and what is missing of any. */
  private levels(entry: Entry): { levels: RuleCollectionGroup[][]; gaps: string[] } {
    const levels: RuleCollectionGroup[][] = [];
    const gaps: string[] = [];
    const seen = new Set<string>();
    for (let at: Entry | undefined = entry; at !== undefined;) {
      const draft = this.draft(at);
      levels.unshift([...draft.groups].sort(byPriority));
      gaps.push(...draft.gaps);
      seen.add(at.key);
      const base: Entry | Unknown | undefined = this.base(at.resource);
      if (base !== undefined && !isKnown(base)) {
        gaps.push(`the base policy is not known here: ${base.unknown}`);
        break;
      }
      if (base !== undefined && seen.has(base.key)) {
        this.report(at.place, `${shown(base.name)} is the base policy of itself; a policy takes another one`);
        gaps.push('the policy is the base of itself');
        break;
      }
      at = base;
    }
    return { levels, gaps };
  }

  private base(resource: Resource | undefined): Entry | Unknown | undefined {
    if (resource === undefined) {
      return undefined;
    }
    const args = Arguments.of(resource, this.report);
    return this.directory.byIdOf(args.value('base_policy_id'), 'firewallPolicy', args.place);
  }
}

/** Network rules come before application rules, whatever their priorities. Classic groups have no priority; the order stands for one. */
function classicLevels({ classic, entry: { name, place } }: Draft): RuleCollectionGroup[][] {
  const groups = (['network', 'application'] as const).flatMap((kind, i) => {
    const collections = classic.filter((collection) => collection.kind === kind).sort(byPriority);
    return collections.length === 0 ? [] : [{ name, place, priority: i, collections }];
  });
  return [groups];
}

/** Addresses in a virtual network or in a hub. Source: azurerm 4.55, attributes of azurerm_firewall. */
function privateAddresses(resource: Resource, report: Report): (string | Unknown)[] {
  const args = Arguments.of(resource, report);
  const inHub = args.blocks('virtual_hub');
  const block = inHub.length > 0 ? 'virtual_hub' : 'ip_configuration';
  const found = inHub.length > 0 ? inHub : args.blocks(block);
  // A data source of a configuration says nothing of its blocks; the first one has the address.
  const addresses = found.length > 0 ? found.map((part) => part.text('private_ip_address')) : [undefined];
  return addresses.map((address, i) => (typeof address === 'string' ? address : {
    unknown: KNOWN_LATER, symbol: `${resource.group} ${resource.address}.${block}[${i}].private_ip_address`,
  }));
}
