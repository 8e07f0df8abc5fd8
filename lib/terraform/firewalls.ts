import { compareTexts } from '../azure/text-order';
import type {
  AddressInterval, Firewall, FirewallPolicyLevel, Place, ReportProblem, RuleCollection, RuleCollectionGroup, Subnet, Unknown, UnreadPart,
} from '../network/network';
import { Arguments, Gaps, isKnown, placeOf } from './arguments';
import { openNames, ResourceIndex, ResourceEntry, plainPath } from './resource-index';
import { CLASSIC_RULES, firewallPriority, RuleReader } from './collection-rules';
import { privateAddresses } from './firewall-addresses';
import { checkFirewall, isWithoutAddress } from './refused-firewalls';
import { KINDS } from './kinds';
import { byPriority } from '../network/order';
import { intervalsOf } from '../network/term-ranges';
import { possibleById } from './possible-owners';
import { onceEach } from './repeated-names';
import type { Resource } from './resource';
import { otherProvider } from './parts-of-owner';
import { shown } from '../network/shown';
import { described } from '../network/fields';

/** A policy that is its own parent is said elsewhere. */
const MAX_PARENTS = 10;

const SKUS = ['Basic', 'Standard', 'Premium'] as const;

/** A policy, or a firewall with rules of its own, while it is put together. */
interface PolicyLevelDraft {
  readonly entry: ResourceEntry;
  readonly groups: RuleCollectionGroup[];
  readonly classic: RuleCollection[];
  readonly privateAddresses: (string | Unknown)[];
  readonly addressRanges: AddressInterval[];
  readonly gaps: Gaps;
  hasManagementSubnet: boolean;
  /** Whether each firewall with the policy has a public address. */
  readonly haveAddresses: boolean[];
  /** Values of variables that its parts rest on. */
  readonly conditions: Set<string>;
}

/** Rules of a firewall, what was not read of them, and why there may be others. */
interface LevelsRead {
  readonly levels: readonly (readonly RuleCollectionGroup[])[];
  readonly policies?: readonly FirewallPolicyLevel[];
  readonly gaps: readonly UnreadPart[];
  readonly elsewhere?: string;
  readonly conditions: readonly string[];
}

/** Reads firewall policies with their firewalls, and firewalls without a policy. */
export class FirewallReader {
  private readonly drafts = new Map<string, PolicyLevelDraft>();

  constructor(
    private readonly resourceIndex: ResourceIndex, private readonly rules: RuleReader, private readonly report: ReportProblem,
    private readonly subnets: readonly Subnet[],
  ) {}

  public read(resources: readonly Resource[]): Firewall[] {
    const managed = resources.filter(({ mode }) => mode === 'managed');
    const groups = managed.filter(({ type }) => type === 'azurerm_firewall_policy_rule_collection_group');
    // Groups that name their policy make it known. The others may be of any that is known, so they come last.
    const isNamed = ({ values }: Resource): boolean => typeof values['firewall_policy_id'] === 'string';
    [...groups.filter(isNamed), ...groups.filter((group) => !isNamed(group))].forEach((resource) => this.addGroup(resource));
    // Those that are made, then those that are found: what is found may be made here.
    managed.filter(({ type }) => type === 'azurerm_firewall').forEach((resource) => this.addFirewall(resource));
    resources.filter(({ type, mode }) => type === 'azurerm_firewall' && mode === 'data').forEach((resource) => this.addFirewall(resource));
    for (const kind of ['network', 'application'] as const) {
      managed.filter(({ type }) => type === `azurerm_firewall_${kind}_rule_collection`).forEach((resource) =>
        this.addClassic(resource, kind));
    }
    this.resourceIndex.entries('firewallPolicy').forEach(({ resource }) => this.base(resource));
    this.resourceIndex.entries('firewallPolicy').forEach((entry) => this.draft(entry));
    return [...this.drafts.values()].map((draft) => this.firewall(draft)).sort((a, b) => compareTexts(a.key, b.key));
  }

  private draft(entry: ResourceEntry): PolicyLevelDraft {
    const draft = this.drafts.get(entry.key) ?? {
      entry, groups: [], classic: [], privateAddresses: [], addressRanges: [], hasManagementSubnet: false, haveAddresses: [],
      gaps: [...moduleGaps(entry), ...this.resourceIndex.twinsOf(entry).map(({ place, why }) => ({ place, why }))],
      conditions: new Set<string>(entry.resource?.conditions),
    };
    this.drafts.set(entry.key, draft);
    return draft;
  }

  private addGroup(resource: Resource): void {
    const { repeatedBy } = resource;
    const args = Arguments.of(resource, this.report);
    const id = args.value('firewall_policy_id');
    const policy = this.resourceIndex.byIdOf(id, 'firewallPolicy', args.place);
    const { entry, possible, why } = this.ownersOf(
      policy, policy === undefined ? 'firewall_policy_id is missing' : `firewall_policy_id is ${described(id)}`,
      (named) => possibleById(this.resourceIndex, id, 'firewallPolicy', named),
    );
    if (entry === undefined && possible.length === 0) {
      args.problem('firewall_policy_id', `the firewall policy is not known here (${why}), so its rules are left out`);
    }
    for (const one of entry === undefined ? possible : [entry, ...possible]) {
      const { gaps, groups, conditions } = this.draft(one);
      resource.conditions?.forEach((condition) => conditions.add(condition));
      if (repeatedBy !== undefined) {
        gaps.push(repeatedGap(args.place, repeatedBy));
        continue;
      }
      const read = new Arguments(resource.values, args.place, this.report, gaps);
      groups.push({
        name: args.name(), place: args.place, priority: firewallPriority(args), collections: this.rules.collections(read),
        ...(one !== entry && { uncertain: `${args.place.resource} may be a group of this policy: ${why}` }),
      });
    }
  }

  /** What a part is of, and what else it may be of when that is not made here. */
  private ownersOf(
    named: ResourceEntry | Unknown | undefined, expression: string, possibleOf: (entry: ResourceEntry | undefined) => ResourceEntry[],
  ): { entry?: ResourceEntry; possible: ResourceEntry[]; why: string } {
    const entry = named === undefined || !isKnown(named) ? undefined : named;
    const why = named === undefined || isKnown(named) ? expression : named.unknown;
    return entry !== undefined && entry.elsewhere === undefined ? { entry, possible: [], why }
      : { ...(entry !== undefined && { entry }), possible: possibleOf(entry), why };
  }

  private addFirewall(resource: Resource): void {
    const entry = this.resourceIndex.entryOf(resource);
    const isFound = resource.mode === 'data';
    const args = Arguments.of(entry.resource ?? resource, this.report);
    const policy = this.resourceIndex.byIdOf(args.value('firewall_policy_id'), 'firewallPolicy', args.place);
    const draft = this.draft(policy !== undefined && isKnown(policy) ? policy : entry);
    resource.conditions?.forEach((condition) => draft.conditions.add(condition));
    if (policy !== undefined && !isKnown(policy) && !isFound) {
      draft.gaps.push({ place: args.place, why: `the firewall policy is not known here: ${policy.unknown}` });
    }
    if (!isFound) {
      checkFirewall(args, policy !== undefined && isKnown(policy) ? policy : undefined, this.resourceIndex, this.subnets);
    }
    draft.haveAddresses.push(isFound || resource.repeatedBy !== undefined || !isWithoutAddress(args));
    draft.hasManagementSubnet ||= args.blocks('management_ip_configuration').length > 0; // a plan has an empty list for none
    if (resource.repeatedBy === undefined) {
      draft.privateAddresses.push(...privateAddresses(resource, this.report));
      draft.addressRanges.push(...this.subnetRanges(resource));
    }
  }

  /** Ranges of the subnets that a firewall is in. */
  private subnetRanges(resource: Resource): AddressInterval[] {
    const args = Arguments.of(resource, () => undefined);
    return args.blocks('ip_configuration').flatMap((block) => {
      const subnet = this.resourceIndex.byIdOf(block.value('subnet_id'), 'subnet', block.place);
      const found = subnet === undefined || !isKnown(subnet) ? undefined : this.subnets.find(({ key }) => key === subnet.key);
      return intervalsOf(found?.addressPrefixes ?? []);
    });
  }

  private addClassic(resource: Resource, kind: RuleCollection['kind']): void {
    const { values, repeatedBy } = resource;
    const place = placeOf(resource);
    const names = [values['resource_group_name'], values['azure_firewall_name']];
    const named = this.resourceIndex.byNames(names, 'firewall', resource.group, place, {
      provider: resource.provider, subscription: resource.subscription, written: resource.written?.('azure_firewall_name'),
    });
    const found = this.ownersOf(
      named, `azure_firewall_name is ${described(names[1])}`, (entry) => this.resourceIndex.possible('firewall', names, entry),
    );
    const isOther = found.entry !== undefined && this.resourceIndex.relation(found.entry, resource) === 'maybe';
    const { entry, possible, why } = isOther ? { entry: undefined, possible: [found.entry!], why: otherProvider(resource) } : found;
    if (entry === undefined && possible.length === 0) {
      this.report(place, `${why}, so these rules are left out`);
    }
    for (const one of entry === undefined ? possible : [entry, ...possible]) {
      if (!this.drafts.has(one.key) && one.resource !== undefined) {
        if (one === entry) {
          this.report(
            place, `${one.place.resource} has a firewall policy, and its rules are those of the policy; this collection is left out`,
          );
        }
        continue;
      }
      const { classic, gaps, conditions } = this.draft(one);
      resource.conditions?.forEach((condition) => conditions.add(condition));
      if (repeatedBy === undefined) {
        const collection = this.rules.collection(new Arguments(values, place, this.report, gaps), kind, CLASSIC_RULES);
        classic.push({
          ...collection, ...(one !== entry && { uncertain: `${place.resource} may be a collection of this firewall: ${why}` }),
        });
      } else {
        gaps.push(repeatedGap(place, repeatedBy));
      }
    }
  }

  private firewall(draft: PolicyLevelDraft): Firewall {
    const { entry, privateAddresses: addresses, addressRanges } = draft;
    const isPolicy = entry.kind === 'firewallPolicy';
    const { levels, gaps, elsewhere, policies, conditions } = isPolicy ? this.levels(entry) : classicLevels(draft);
    const uncertain = levels.flat().flatMap((group) => [group.uncertain, ...group.collections.map((collection) => collection.uncertain)])
      .find((why) => why !== undefined);
    const incomplete = gaps[0]?.why ?? elsewhere ?? uncertain;
    const path = entry.resource === undefined
      ? entry.path
      : KINDS[entry.kind].path.every((argument) => typeof entry.resource!.values[argument] === 'string') ? entry.path
      : undefined;
    return {
      key: entry.key, name: entry.name, ...(path === undefined ? {} : { path: path.join('/') }),
      ...openNames(entry), place: entry.place, levels,
      ...(policies !== undefined && { policies }), privateAddresses: addresses,
      ...(addressRanges.length > 0 && { addressRanges }),
      ...(conditions.length > 0 && { conditions }), ...(draft.hasManagementSubnet && { hasManagementSubnet: true }),
      ...(draft.haveAddresses.length > 0 && !draft.haveAddresses.includes(true) && { isWithoutAddress: true }),
      ...this.settings(entry, isPolicy), ...(incomplete === undefined ? {} : { incomplete }), ...(gaps.length > 0 && { unread: gaps }),
      ...(entry.elsewhere === undefined ? {} : { isMadeElsewhere: true }),
    };
  }

  private settings(
    { resource }: ResourceEntry, isPolicy: boolean,
  ): Pick<Firewall, 'sku' | 'dnsProxy' | 'inspectsTls' | 'keepsEverySource'> {
    if (resource === undefined) {
      return {};
    }
    const args = Arguments.of(resource, this.report);
    // Standard is what the provider takes for a policy without a SKU; a firewall has to say its own.
    const sku = isPolicy && args.value('sku') === undefined ? 'Standard' : args.choice(isPolicy ? 'sku' : 'sku_tier', SKUS);
    const [dns] = isPolicy ? args.blocks('dns') : [];
    const [gap] = args.gaps;
    const dnsProxy = isPolicy ? dns?.flag('proxy_enabled') : args.flag('dns_proxy_enabled');
    const keepsEverySource = args.texts('private_ip_ranges').includes('0.0.0.0/0');
    const inspectsTls = isPolicy ? this.inspectsTls(resource) : undefined;
    return {
      ...(inspectsTls !== undefined && { inspectsTls }), sku,
      dnsProxy: gap === undefined ? dnsProxy ?? false : { unknown: gap.why }, ...(keepsEverySource && { keepsEverySource }),
    };
  }

  /** Whether a policy or one of its parents has a certificate; undefined where that is not all known. */
  private inspectsTls(resource: Resource, depth = 0): boolean | undefined {
    const args = Arguments.of(resource, () => undefined);
    const certificates = args.blocks('tls_certificate');
    const base = this.base(resource);
    if (certificates.length > 0 || args.gaps.length > 0) {
      return certificates.length > 0 ? true : undefined;
    }
    return base === undefined ? false
      : !isKnown(base) || base.resource === undefined || depth > MAX_PARENTS ? undefined : this.inspectsTls(base.resource, depth + 1);
  }

  /** The groups of a policy after those of its parents, and what is missing of any. */
  private levels(entry: ResourceEntry): LevelsRead {
    const policies: FirewallPolicyLevel[] = [];
    const gaps: UnreadPart[] = [];
    const conditions = new Set<string>();
    let elsewhere: string | undefined;
    const seen = new Set<string>();
    for (let at: ResourceEntry | undefined = entry; at !== undefined;) {
      const draft = this.draft(at);
      const own = [...gapsOf(draft, draft.groups.length)];
      elsewhere ??= at.elsewhere;
      draft.conditions.forEach((condition) => conditions.add(condition));
      seen.add(at.key);
      const base: ResourceEntry | Unknown | undefined = this.base(at.resource);
      if (base !== undefined && !isKnown(base)) {
        own.push({ place: at.place, why: `the base policy is not known here: ${base.unknown}` });
      } else if (base !== undefined && seen.has(base.key)) {
        this.report(at.place, `${shown(base.name)} is the base policy of itself; a policy takes another one`);
        own.push({ place: at.place, why: 'the policy is its own base' });
      }
      gaps.push(...own);
      policies.unshift({
        key: at.key, ...plainPath(at), place: at.place,
        groups: onceEach(draft.groups, 'firewall policy', this.report).sort(byPriority), ...(own.length > 0 && { unread: own }),
        ...(at.elsewhere !== undefined && { isMadeElsewhere: true }),
      });
      at = base === undefined || !isKnown(base) || seen.has(base.key) ? undefined : base;
    }
    return {
      levels: policies.map(({ groups }) => groups), policies, gaps, conditions: [...conditions],
      ...(elsewhere !== undefined && { elsewhere }),
    };
  }

  private base(resource: Resource | undefined): ResourceEntry | Unknown | undefined {
    if (resource === undefined) {
      return undefined;
    }
    const args = Arguments.of(resource, this.report);
    return this.resourceIndex.byIdOf(args.value('base_policy_id'), 'firewallPolicy', args.place);
  }
}

/** Of what is made elsewhere, the rules that are there are not known; those that are added here are. */
function gapsOf({ gaps, entry: { elsewhere, isRepeated, place } }: PolicyLevelDraft, read: number): readonly UnreadPart[] {
  return elsewhere !== undefined && (read === 0 || isRepeated === true)
    ? [...gaps, { place, why: elsewhere, ...(isRepeated !== true && { isElsewhere: true }) }]
    : gaps;
}

function moduleGaps({ resource, place }: ResourceEntry): UnreadPart[] {
  return (resource?.givenTo ?? []).map((module) =>
    ({ place, why: `${module} is given ${place.resource} and may add rules; resources of modules are not in a configuration` }));
}

function repeatedGap(place: Place, repeatedBy: string): UnreadPart {
  return { place, why: `${place.resource} is made with ${repeatedBy}, which cannot be evaluated here` };
}

/** Network rules come before application rules, whatever their priorities. Classic groups have no priority; the order stands for one. */
function classicLevels(draft: PolicyLevelDraft): LevelsRead {
  const { classic, entry: { name, place, elsewhere } } = draft;
  const groups = (['network', 'application'] as const).flatMap((kind, i) => {
    const collections = classic.filter((collection) => collection.kind === kind).sort(byPriority);
    return collections.length === 0 ? [] : [{ name, place, priority: i, collections }];
  });
  return {
    levels: [groups], gaps: gapsOf(draft, classic.length), conditions: [...draft.conditions], ...(elsewhere !== undefined && { elsewhere }),
  };
}
