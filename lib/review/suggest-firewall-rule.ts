import { InputError } from '../azure/errors';
import { isReference } from '../azure/references';
import { canonicalId } from '../azure/resource-ids';
import { Firewall, Network, Place, RuleCollection, RuleCollectionGroup } from '../network/network';
import { PortRange } from '../requirements/port-range';
import { RequirementSet } from '../requirements/requirement-set';
import { FirewallApplicationRule, FirewallNetworkRule } from '../rules/firewall-rule';
import { firewallRules, webProtocol } from '../rules/firewall-rules';
import { FirewallForm, SuggestedSources, readRule, firewallRuleArguments, WantedRule } from './firewall-fragments';
import { FirewallPlace, firewallPlace } from './firewall-places';
import { deployedAt, deployedNotes, freeName, localAddress, whereNotes, whyNotNamed, whyNotWritable } from './suggest-owner';
import { Proposal } from './suggestion';
import { ArgumentValue, BlockArguments, Fragment } from './terraform-fragment';

/** What a rule of a firewall is missing for. */
interface MissingFirewallRule {
  readonly network: Network;
  readonly firewall: Firewall;
  readonly requirements: RequirementSet;
  readonly requirement: string;
  /** The ports that the firewall denies. */
  readonly ports: ReadonlySet<PortRange>;
  /** Where the traffic comes from. */
  readonly sources: SuggestedSources;
  /** The rules that deny; none where no rule matches. */
  readonly deniedBy: readonly Place[];
  /** Places of the rules of the firewall that may be for the subnet. */
  readonly ofSubnet: readonly Place[];
}

const COLLECTION_BLOCKS = { network: 'network_rule_collection', application: 'application_rule_collection' } as const;
const CLASSIC_TYPES = {
  network: 'azurerm_firewall_network_rule_collection', application: 'azurerm_firewall_application_rule_collection',
} as const;
const GROUP_TYPE = 'azurerm_firewall_policy_rule_collection_group';
/** What new groups and collections are called, with their kind. */
const NAME = 'azureml';

/** A network, and the firewall in it that gets rules. */
interface At {
  readonly network: Network;
  readonly firewall: Firewall;
}

/** What is written for one rule, and the network with it. */
interface FragmentStep extends At {
  readonly fragment: Fragment;
  readonly notes: readonly string[];
}

/** The rules of a firewall that carry one requirement, each before the rule that denies it; a text that says why there are none. */
export function suggestFirewallRule(missing: MissingFirewallRule): Proposal | string {
  const { firewall, sources } = missing;
  if (sources.addresses.length + sources.ipGroups.length === 0) {
    return 'the addresses of the subnet are not known, which the rule of the firewall must be limited to';
  }
  const translated = translate(missing);
  if (typeof translated === 'string') {
    return translated;
  }
  const form: FirewallForm = firewall.policies === undefined ? 'classic' : 'policy';
  let at = { network: missing.network, firewall };
  const [fragments, notes]: [Fragment[], string[]] = [[], []];
  for (const { kind, rule } of translated.rules) {
    const step = addRule(at, { kind, rule, sources }, form, missing);
    if (typeof step === 'string') {
      return step;
    }
    at = step;
    fragments.push(step.fragment);
    notes.push(...step.notes.filter((note) => !notes.includes(note)));
  }
  return {
    kind: 'firewall rule', owner: firewall.place, fragments, notes: [...notes, ...translated.notes], network: at.network,
    ...(translated.rest !== undefined && { rest: translated.rest }),
  };
}

interface Translated {
  readonly rules: readonly Pick<WantedRule, 'kind' | 'rule'>[];
  readonly notes: readonly string[];
  /** Why not all of the requirement is carried. */
  readonly rest?: string;
}

function translate({ firewall, requirements, requirement, ports }: MissingFirewallRule): Translated | string {
  const { sku, dnsProxy } = firewall;
  try {
    const { networkRules, applicationRules, unexpressed, substitutions } = firewallRules(requirements.only(requirement), {
      destinations: 'serviceTags', sku: typeof sku === 'string' ? sku : 'Standard', dnsProxy: dnsProxy === true,
      urls: inspectsTls(firewall),
    });
    const whole = [
      ...networkRules.map((rule) => ({ kind: 'network' as const, rule })),
      ...applicationRules.map((rule) => ({ kind: 'application' as const, rule })),
    ].filter(({ rule }) => rule.requirementIds.includes(requirement));
    const missing = [
      ...networkRules.flatMap((rule) => withPorts(rule, ports)).map((rule) => ({ kind: 'network' as const, rule })),
      ...applicationRules.flatMap((rule) => withProtocols(rule, ports)).map((rule) => ({ kind: 'application' as const, rule })),
    ].filter(({ rule }) => rule.requirementIds.includes(requirement));
    const reasons = unexpressed.filter(({ requirementId }) => requirementId === requirement)
      .map(({ reason, remedy }) => `${reason}; instead: ${remedy}`);
    // Where what is denied is what no rule carries, the rules for the rest are there.
    const all = missing.length > 0 || reasons.length > 0 ? missing : whole;
    const later = all.flatMap(({ rule }) => textsOf(rule)).find(isReference);
    if (later !== undefined) {
      return `${later} is known only after apply, so write the rule by hand`;
    }
    return all.length === 0 ? reasons[0] ?? 'no rule of a firewall carries it' : {
      rules: all, notes: substitutions.filter(({ requirementId, isWider }) => requirementId === requirement && isWider)
        .map(({ writtenAs, reason }) => `It opens ${writtenAs}: ${reason}.`),
      ...(reasons[0] !== undefined && { rest: reasons[0] }),
    };
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    return error.message;
  }
}

/** Whether rules of a firewall end TLS, without which paths of URLs are not filtered. */
function inspectsTls({ sku, levels }: Firewall): boolean {
  return sku === 'Premium' && levels.flat().some(({ collections }) =>
    collections.some(({ rules }) => rules.some((rule) => rule.kind === 'application' && rule.terminatesTls)));
}

/** The rule for the ports that are denied; none where it is for others. */
function withPorts(rule: FirewallNetworkRule, ports: ReadonlySet<PortRange>): FirewallNetworkRule[] {
  const left = rule.ports.filter((text) => [...ports].some(({ ruleText }) => ruleText === text));
  return left.length === 0 ? [] : [{ ...rule, ports: left }];
}

function withProtocols(rule: FirewallApplicationRule, ports: ReadonlySet<PortRange>): FirewallApplicationRule[] {
  const left = rule.protocols.filter((protocol) => [...ports].some((port) => webProtocol(port) === protocol));
  return left.length === 0 ? [] : [{ ...rule, protocols: left }];
}

function textsOf(rule: FirewallNetworkRule | FirewallApplicationRule): string[] {
  return 'ports' in rule ? [...rule.addresses, ...rule.hostNames, ...rule.ports] : [...rule.hostNames, ...rule.urls, ...rule.fqdnTags];
}

function addRule(
  at: At, wanted: WantedRule, form: FirewallForm, { deniedBy, ofSubnet }: MissingFirewallRule,
): FragmentStep | string {
  const { firewall } = at;
  const own = new Set(ofSubnet);
  const collectionTypes = form === 'policy' ? [GROUP_TYPE] : Object.values(CLASSIC_TYPES);
  const found = firewallPlace({
    firewall, form, kind: wanted.kind, deniedBy,
    rulesFor: ({ rules }) => rules.filter(({ place }) => own.has(place)).length,
    whyNotWritable: (place) => whyNotWritable(place, collectionTypes),
  });
  if (typeof found === 'string') {
    return found;
  }
  const rules = found.kind === 'collection' ? found.collection.rules : [];
  const name = freeName(wanted.rule.name, new Set(rules.map((one) => one.name.toLowerCase())));
  const named = { ...wanted, rule: { ...wanted.rule, name } };
  switch (found.kind) {
    case 'collection':
      return intoCollection(at, named, form, found);
    case 'group':
      return intoGroup(at, named, found);
    case 'new':
      return form === 'policy' ? newGroup(at, named, found) : newCollection(at, named, found);
  }
}

function intoCollection(
  at: At, wanted: WantedRule, form: FirewallForm,
  { group, collection }: Extract<FirewallPlace, { kind: 'collection' }>,
): FragmentStep {
  const { type, name } = localAddress(collection.place)!;
  const args = firewallRuleArguments(wanted, form);
  const place = partOf(collection.place, `rule ${wanted.rule.name}`);
  const collections = group.collections.map((one) => (one === collection
    ? { ...one, rules: [...one.rules, readRule(wanted, place)] } : one));
  const block = COLLECTION_BLOCKS[wanted.kind];
  return {
    ...withGroup(at, group, { ...group, collections }),
    fragment: form === 'classic' ? { type, name, at: collection.place, blocks: { of: 'rule', all: [args], optional: [] } } : {
      type, name, isPart: true, at: group.place,
      blocks: { of: block, all: [{ name: collection.name, rule: { blocks: [args] } }], optional: [] },
    },
    notes: [
      form === 'classic' ? `Add the rule to the rules of ${collection.place.resource}.`
        : `Add the rule to the ${block} ${collection.name} of ${collection.place.resource}.`,
      ...whereNotes(collection.place, at.network),
    ],
  };
}

function intoGroup(
  at: At, wanted: WantedRule, { group, priority }: Extract<FirewallPlace, { kind: 'group' }>,
): FragmentStep {
  const { type, name } = localAddress(group.place)!;
  const taken = new Set(group.collections.map((one) => one.name.toLowerCase()));
  const block = COLLECTION_BLOCKS[wanted.kind];
  const made = collectionOf(wanted, freeName(`${NAME}-${wanted.kind}`, taken), priority, 'policy',
    (collection) => partOf(group.place, `${block} ${collection}`));
  return {
    ...withGroup(at, group, { ...group, collections: [...group.collections, made.collection] }),
    fragment: { type, name, at: group.place, blocks: { of: block, all: [made.args], optional: [] } },
    notes: [`Add the ${block} to those of ${group.place.resource}.`, ...whereNotes(group.place, at.network)],
  };
}

function newGroup(
  at: At, wanted: WantedRule, { level, priority }: Extract<FirewallPlace, { kind: 'new' }>,
): FragmentStep | string {
  const { firewall } = at;
  const groups = firewall.levels[level] ?? [];
  const policy = firewall.policies![level]!;
  const owner = policyReference(policy.place, groups, at.network);
  if (typeof owner === 'string') {
    return owner;
  }
  const everywhere = at.network.firewalls.flatMap(({ levels }) => levels.flat().map(({ place }) => place));
  const name = freeName(NAME, new Set(groups.map((group) => group.name.toLowerCase())));
  const resource = freeName(`${owner.near}-${NAME}`, localNames(everywhere));
  const place = { file: owner.place.file, resource: `${owner.module}${GROUP_TYPE}.${resource}` };
  const block = COLLECTION_BLOCKS[wanted.kind];
  const made = collectionOf(wanted, `${NAME}-${wanted.kind}`, 100, 'policy', (collection) => partOf(place, `${block} ${collection}`));
  const group: RuleCollectionGroup = { name, place, priority, collections: [made.collection] };
  return {
    ...withNewGroup(at, policy.key, group),
    fragment: { type: GROUP_TYPE, name: resource, at: owner.place, arguments: {
      name, firewall_policy_id: owner.id, priority, [block]: { blocks: [made.args] },
    } },
    notes: owner.notes,
  };
}

function newCollection(
  at: At, wanted: WantedRule, { priority }: Extract<FirewallPlace, { kind: 'new' }>,
): FragmentStep | string {
  const { firewall } = at;
  const collections = (firewall.levels[0] ?? []).flatMap((group) => group.collections);
  const owner = classicOwner(firewall.place, collections, at.network);
  if (typeof owner === 'string') {
    return owner;
  }
  const type = CLASSIC_TYPES[wanted.kind];
  const everywhere = at.network.firewalls.flatMap(({ levels }) => levels.flat())
    .flatMap((group) => group.collections.map(({ place }) => place));
  const resource = freeName(`${owner.near}-${NAME}-${wanted.kind}`, localNames(everywhere));
  const place = { file: owner.place.file, resource: `${owner.module}${type}.${resource}` };
  const taken = new Set(collections.map(({ name }) => name.toLowerCase()));
  const made = collectionOf(wanted, freeName(`${NAME}-${wanted.kind}`, taken), priority, 'classic', () => place);
  const { name, ...rest } = made.args;
  return {
    ...withCollection(at, made.collection),
    fragment: { type, name: resource, at: owner.place, arguments: { name: name!, ...owner.names, ...rest } },
    notes: owner.notes,
  };
}

/** How a classic collection names its firewall, and the resource that it is near to. */
function classicOwner(firewall: Place, collections: readonly RuleCollection[], network: Network): {
  readonly names: BlockArguments; readonly place: Place; readonly module: string; readonly near: string; readonly notes: readonly string[];
} | string {
  const deployed = deployedAt(firewall, 'Microsoft.Network/azureFirewalls');
  if (deployed !== undefined) {
    return {
      names: { azure_firewall_name: deployed.name, resource_group_name: deployed.resourceGroupName },
      place: firewall, module: '', near: localName(deployed.name), notes: deployedNotes(firewall),
    };
  }
  const why = whyNotNamed(firewall, ['azurerm_firewall', 'data.azurerm_firewall']);
  const sibling = collections.find(({ place }) => whyNotWritable(place, Object.values(CLASSIC_TYPES)) === undefined);
  const place = why === undefined ? firewall : sibling?.place;
  if (place === undefined) {
    return why!;
  }
  const { local, module, name } = localAddress(place)!;
  return {
    names: {
      azure_firewall_name: { reference: why === undefined ? `${local}.name` : `${local}.azure_firewall_name` },
      resource_group_name: { reference: `${local}.resource_group_name` },
    }, place, module, near: name, notes: whereNotes(place, network),
  };
}

/** The expression that gives the id of a policy, and the resource that it is near to. */
function policyReference(policy: Place, groups: readonly RuleCollectionGroup[], network: Network): {
  readonly id: ArgumentValue; readonly place: Place; readonly module: string; readonly near: string; readonly notes: readonly string[];
} | string {
  const deployed = deployedAt(policy, 'Microsoft.Network/firewallPolicies');
  if (deployed !== undefined) {
    return {
      id: canonicalId(policy.resource, 'Microsoft.Network/firewallPolicies'), place: policy, module: '', near: localName(deployed.name),
      notes: deployedNotes(policy),
    };
  }
  const why = whyNotNamed(policy, ['azurerm_firewall_policy', 'data.azurerm_firewall_policy']);
  const sibling = groups.find(({ place }) => whyNotWritable(place, [GROUP_TYPE]) === undefined);
  const place = why === undefined ? policy : sibling?.place;
  if (place === undefined) {
    return why!;
  }
  const { local, module, name } = localAddress(place)!;
  const reference = why === undefined ? `${local}.id` : `${local}.firewall_policy_id`;
  return { id: { reference }, place, module, near: name, notes: whereNotes(place, network) };
}

function collectionOf(
  wanted: WantedRule, name: string, priority: number, form: FirewallForm, placeOf: (name: string) => Place,
): { readonly collection: RuleCollection; readonly args: BlockArguments } {
  const place = placeOf(name);
  return {
    collection: {
      name, place, kind: wanted.kind, priority, action: 'Allow', rules: [readRule(wanted, partOf(place, `rule ${wanted.rule.name}`))],
    },
    args: { name, priority, action: 'Allow', rule: { blocks: [firewallRuleArguments(wanted, form)] } },
  };
}

function partOf({ file, resource, part }: Place, name: string): Place {
  return { file, resource, part: part === undefined ? name : `${part}.${name}` };
}

/** A name of Azure as the name of a resource of Terraform. */
function localName(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '-');
}

function localNames(places: readonly Place[]): ReadonlySet<string> {
  return new Set(places.map(({ resource }) => resource.replace(/\[.*$/s, '').split('.').pop()!.toLowerCase()));
}

/** The network with another group instead of one, in all firewalls that have the policy. */
function withGroup(
  { network, firewall }: At, old: RuleCollectionGroup, group: RuleCollectionGroup,
): At {
  const swap = (one: RuleCollectionGroup): RuleCollectionGroup => (one === old ? group : one);
  return withFirewalls(network, firewall, (one) => ({
    ...one, levels: one.levels.map((level) => level.map(swap)),
    ...(one.policies && { policies: one.policies.map((level) => ({ ...level, groups: level.groups.map(swap) })) }),
  }));
}

function withNewGroup(
  { network, firewall }: At, policy: string, group: RuleCollectionGroup,
): At {
  return withFirewalls(network, firewall, (one) => {
    const policies = one.policies?.map((level) => (level.key === policy ? { ...level, groups: [...level.groups, group] } : level));
    return policies === undefined ? one : { ...one, policies, levels: policies.map(({ groups }) => groups) };
  });
}

/** Classic collections are in one group of each kind. */
function withCollection({ network, firewall }: At, collection: RuleCollection): At {
  return withFirewalls(network, firewall, (one) => {
    if (one !== firewall) {
      return one;
    }
    const groups = one.levels[0] ?? [];
    const same = groups.find(({ collections }) => collections.some(({ kind }) => kind === collection.kind));
    const made = { name: one.name, place: one.place, priority: collection.kind === 'network' ? 0 : 1, collections: [collection] };
    return { ...one, levels: [same === undefined ? [...groups, made]
      : groups.map((group) => (group === same ? { ...group, collections: [...group.collections, collection] } : group))] };
  });
}

function withFirewalls(network: Network, firewall: Firewall, change: (one: Firewall) => Firewall): At {
  const firewalls = network.firewalls.map((one) => [one, change(one)] as const);
  return { network: { ...network, firewalls: firewalls.map(([, one]) => one) }, firewall: firewalls.find(([old]) => old === firewall)![1] };
}
