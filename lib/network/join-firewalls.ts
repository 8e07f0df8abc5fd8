import { compareTexts } from '../azure/text-order';
import type { Aliases } from './aliases';
import { asRead, joinedConditions, overlaid, unreadHere, withUnread } from './join-parts';
import type {
  AddressTerm, Firewall, FirewallPolicyLevel, FirewallRule, IpGroup, RuleCollection, RuleCollectionGroup, Unknown, UnreadPart,
} from './network';
import { byPriority } from './order';
import { isUnknown } from './unknown';

/** Firewalls and policies of both networks, with the parents of policies wherever these are. */
export function joinFirewalls(planned: readonly Firewall[], deployed: readonly Firewall[], aliases: Aliases, ipGroups: ReadonlyMap<string,
  IpGroup>): Firewall[] {
  const there = deployed.map((firewall) => aliased(firewall, aliases));
  const levels = new PolicyLevels(planned, there);
  const known = new Map(there.flatMap((firewall) => (firewall.instances ?? [])
    .flatMap(({ key, path }) => [[key, firewall], ...(path === undefined ? [] : [[path, firewall] as const])] as const)));
  const joined = new Map<string, { plan: Firewall[]; there?: Firewall }>(there
    .map((firewall) => [firewall.key, { plan: [], there: firewall }]));
  for (const plan of planned) {
    // What finds a firewall by its name finds the policy that it has.
    const found = plan.isMadeElsewhere === true && !joined.has(plan.key) ? known.get(plan.key) ?? known.get(plan.path ?? '') : undefined;
    const key = found?.key ?? plan.key;
    const entry = joined.get(key) ?? { plan: [] };
    entry.plan.push(plan);
    joined.set(key, entry);
  }
  return [...joined].map(([key, one]) => withAddresses(joinFirewall(key, one, levels), ipGroups))
    .sort((a, b) => compareTexts(a.key, b.key));
}

function aliased(firewall: Firewall, aliases: Aliases): Firewall {
  const { policies } = firewall;
  return { ...firewall, key: aliases.of(firewall.key), ...(policies !== undefined
    && { policies: policies.map((level) => ({ ...level, key: aliases.of(level.key) })) }) };
}

function joinFirewall(key: string, { plan, there }: { plan: readonly Firewall[]; there?: Firewall }, levels: PolicyLevels): Firewall {
  const made = plan.find(({ isMadeElsewhere }) => isMadeElsewhere !== true);
  const base = made ?? there ?? plan[0]!;
  const privateAddresses = distinct([...plan, ...(there === undefined ? [] : [there])].flatMap((one) => one.privateAddresses));
  const ranges = [...plan, ...(there === undefined ? [] : [there])].flatMap((one) => one.addressRanges ?? []);
  const { incomplete, unread, isMadeElsewhere, ...own } = base;
  const rest = { ...own, ...(ranges.length > 0 && { addressRanges: ranges }) };
  const conditions = joinedConditions(...plan, ...(there === undefined ? [] : [there]));
  const chain = base.policies === undefined ? undefined : levels.chain(key);
  const kept = { ...(incomplete !== undefined && { incomplete }), ...(unread !== undefined && { unread }),
    ...(isMadeElsewhere !== undefined && { isMadeElsewhere }) };
  if (chain === undefined && made === undefined && there !== undefined) {
    return { ...rest, privateAddresses, ...conditions, ...classicOf(there, plan) };
  }
  if (chain === undefined || !levels.areJoined(chain)) {
    return { ...rest, privateAddresses, ...kept, ...conditions };
  }
  return { ...rest, privateAddresses, ...conditions, policies: chain, levels: chain.map(({ groups }) => groups),
    ...withUnread(chain.flatMap((level) => level.unread ?? [])) };
}

/** Classic collections of a firewall that is there, with those that are planned for it. Each kind is in one group. */
function classicOf(there: Firewall, plan: readonly Firewall[]): Pick<Firewall, 'levels' | 'incomplete' | 'unread'> {
  const groups = (['network', 'application'] as const).flatMap((kind, priority): RuleCollectionGroup[] => {
    const of = ({ levels }: Firewall): RuleCollection[] => levels.flat().flatMap((group) =>
      group.collections.filter((collection) => collection.kind === kind));
    const collections = overlaid(of(there), plan.flatMap(of)).sort(byPriority);
    return collections.length === 0 ? [] : [{ name: there.name, place: there.place, priority, collections }];
  });
  return { levels: [groups], ...withUnread([...there.unread ?? [], ...plan.flatMap(unreadHere)]) };
}

/** Levels of policies, each as it is planned or as it is there. */
class PolicyLevels {
  private readonly bases = new Map<string, string>();
  private readonly levels = new Map<string, FirewallPolicyLevel>();
  private readonly there: ReadonlySet<string>;

  constructor(planned: readonly Firewall[], deployed: readonly Firewall[]) {
    const planLevels = new Map(planned.flatMap(({ policies = [] }) => policies.map((level) => [level.key, level] as const)));
    const thereLevels = new Map(deployed.flatMap(({ policies = [] }) => policies.map((level) => [level.key, level] as const)));
    this.there = new Set(thereLevels.keys());
    for (const { policies = [] } of [...deployed, ...planned]) {
      policies.forEach(({ key, isMadeElsewhere }, i) => {
        const base = policies[i - 1]?.key;
        if (base !== undefined && isMadeElsewhere !== true) {
          this.bases.set(key, base);
        } else if (planLevels.get(key)?.isMadeElsewhere === undefined && planLevels.has(key)) {
          this.bases.delete(key); // planned without a base policy
        }
      });
    }
    for (const key of new Set([...planLevels.keys(), ...thereLevels.keys()])) {
      const [plan, there] = [planLevels.get(key), thereLevels.get(key)];
      this.levels.set(key, plan === undefined ? there! : there === undefined || plan.isMadeElsewhere !== true ? plan
        : overlaidLevel(plan, there));
    }
  }

  /** A policy after its parents. */
  public chain(key: string): FirewallPolicyLevel[] {
    const chain: FirewallPolicyLevel[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = key; at !== undefined && !seen.has(at); at = this.bases.get(at)) {
      seen.add(at);
      const level = this.levels.get(at);
      if (level !== undefined) {
        chain.unshift(level);
      }
    }
    return chain;
  }

  /** Whether something of it is deployed, so that it is another than the files of the plan say alone. */
  public areJoined(chain: readonly FirewallPolicyLevel[]): boolean {
    return chain.some(({ key }) => this.there.has(key));
  }
}

function overlaidLevel(plan: FirewallPolicyLevel, there: FirewallPolicyLevel): FirewallPolicyLevel {
  const unread: readonly UnreadPart[] = [...there.unread ?? [], ...unreadHere(plan)];
  return { ...asRead(there), groups: overlaid(there.groups, plan.groups), ...(unread.length > 0 && { unread }) };
}

function distinct(addresses: readonly (string | Unknown)[]): (string | Unknown)[] {
  const text = (address: string | Unknown): string => (isUnknown(address) ? `${address.symbol ?? ''} ${address.unknown}` : address);
  return [...new Map(addresses.map((address) => [text(address), address])).values()];
}

/** Addresses of IP groups instead of their ids, where the other network has them. */
function withAddresses(firewall: Firewall, ipGroups: ReadonlyMap<string, IpGroup>): Firewall {
  const isNamed = (term: AddressTerm): boolean => term.kind === 'opaque' && term.id !== undefined;
  const filled = (terms: readonly AddressTerm[]): AddressTerm[] => terms.flatMap((term) => {
    const addresses = term.kind === 'opaque' && term.id !== undefined ? ipGroups.get(term.id)?.addresses : undefined;
    return addresses === undefined || addresses.length === 0 ? [term] : addresses;
  });
  const ruleOf = <T extends FirewallRule>(rule: T): T => ([...rule.sources, ...rule.destinations].some(isNamed)
    ? { ...rule, sources: filled(rule.sources), destinations: filled(rule.destinations) } : rule);
  const groupOf = (group: RuleCollectionGroup): RuleCollectionGroup => ({
    ...group, collections: group.collections.map((collection) => ({ ...collection, rules: collection.rules.map(ruleOf) })),
  });
  return { ...firewall, levels: firewall.levels.map((groups) => groups.map(groupOf)) };
}
