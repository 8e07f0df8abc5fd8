import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { InputError, choiceOf } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { checkFirewallSources } from '../azure/network-ranges';
import { checkListReference, isReference } from '../azure/references';
import { ID_LENGTH, parseResourceId } from '../azure/resource-ids';
import { parseServiceTag, serviceTagFacts } from '../azure/service-tags';
import { hasDocumentedHosts } from '../catalog/documented-hosts';
import { Protocol } from '../requirements/ports';
import { RequirementSet } from '../requirements/requirement-set';
import { Scenario } from '../requirements/scenario';
import { firewallLoad } from '../rules/firewall-groups';
import { FirewallApplicationRule, FirewallNetworkRule } from '../rules/firewall-rule';
import { FirewallRules, firewallRules } from '../rules/firewall-rules';
import { advise, adviseExpression, adviseLeftOut, advisePublicAddresses } from './annotate';
import { FirewallDestinations } from './firewall-destinations';
import { FirewallSku } from './firewall-sku';
import { stableList } from './stable-list';

/** Settings that the rules of a firewall policy and classic rule collections share. */
export interface FirewallRulesOptions {
  /**
   * Where the traffic comes from: IPv4 addresses, CIDR ranges, `a-b` ranges, or references (also one to a whole list).
   * @default - none; give addresses, IP groups or both
   */
  readonly sources?: string[];

  /**
   * Ids of IP groups that the traffic comes from.
   * @default - none
   */
  readonly sourceIpGroupIds?: string[];

  /**
   * Whether to name service tags or host names where the article gives both.
   * @default FirewallDestinations.SERVICE_TAGS
   */
  readonly destinations?: FirewallDestinations;

  /**
   * Tier of the firewall. It decides what rules can say.
   * @default FirewallSku.STANDARD
   */
  readonly sku?: FirewallSku;

  /**
   * Whether the DNS proxy is enabled on the policy, or on the firewall for classic rules. Host names in network rules
   * need it. It is stated here and not read, because the policy may be a reference.
   * @default false
   */
  readonly dnsProxy?: boolean;
}

/** The decided form of the options. */
export interface FirewallSources {
  readonly sourceAddresses?: string[];
  readonly sourceIpGroups?: string[];
}

/** Translates the requirements and checks the sources. */
export function translate(set: RequirementSet, options: FirewallRulesOptions, urls: boolean): FirewallRules {
  const destinations = choiceOf(
    'destinations', options.destinations ?? FirewallDestinations.SERVICE_TAGS, Object.values(FirewallDestinations),
  );
  return firewallRules(set, {
    destinations: destinations === FirewallDestinations.HOST_NAMES ? 'hostNames' : 'serviceTags',
    sku: choiceOf('sku', options.sku ?? FirewallSku.STANDARD, Object.values(FirewallSku)),
    dnsProxy: options.dnsProxy ?? false,
    urls,
  });
}

/** Checks where traffic comes from. A rule without a source would be refused by Azure, one with `*` is for everybody. */
export function checkedSources(scope: Construct, options: FirewallRulesOptions): FirewallSources {
  const addresses = options.sources ?? [];
  const groups = options.sourceIpGroupIds ?? [];
  if (addresses.length + groups.length === 0) {
    throw new InputError({ argument: 'sources', problem: 'say where the traffic comes from, with sources, sourceIpGroupIds or both' });
  }
  checkListReference('sources', addresses);
  checkListReference('sourceIpGroupIds', groups);
  checkFirewallSources('sources', addresses);
  groups.forEach((id) => parseResourceId('sourceIpGroupIds', id, 'Microsoft.Network/ipGroups'));
  if (groups.length > LIMITS.ipGroupsPerFirewall) {
    throw new InputError({
      argument: 'sourceIpGroupIds', problem: `a firewall takes ${LIMITS.ipGroupsPerFirewall} IP groups, and ${groups.length} are given`,
      allowed: 'put more addresses into each group',
    });
  }
  const seen = new Set<string>();
  const twice = [...addresses, ...groups].find((one) => seen.size === seen.add(isReference(one) ? one : one.toLowerCase()).size);
  if (twice !== undefined) {
    throw new InputError({
      argument: addresses.includes(twice) ? 'sources' : 'sourceIpGroupIds', given: twice, shownLength: ID_LENGTH, problem: 'is given twice',
    });
  }
  return {
    ...(addresses.length > 0 ? { sourceAddresses: stableList(scope, addresses) } : {}),
    ...(groups.length > 0 ? { sourceIpGroups: stableList(scope, groups) } : {}),
  };
}

/** Checks a priority of a rule collection or group; a reference passes. */
export function checkFirewallPriority(priority: number, highest: number = LIMITS.firewallPriority.max): void {
  const { min } = LIMITS.firewallPriority;
  if (!Number.isInteger(priority) || priority < min || priority > highest) {
    throw new InputError({ argument: 'priority', given: priority, problem: `is not a whole number from ${min} to ${highest}` });
  }
}

/** A priority as text. A reference has to be one that is known as such, so that claims on it are compared. */
export function priorityText(priority: number): string {
  return Token.isUnresolved(priority) ? Token.asString(priority) : String(priority);
}

/** Annotates what the rules cannot say, and the limits that Azure recommends and does not enforce. */
export function adviseFirewall(
  scope: Construct, set: RequirementSet, rules: FirewallRules, { sources = [], sourceIpGroupIds = [], sku, dnsProxy }: FirewallRulesOptions,
): void {
  if (dnsProxy && sku === FirewallSku.BASIC) {
    advise(scope, 'warning', 'name-resolution', 'a Basic firewall has no DNS proxy, so dnsProxy counts as false. State the sku ' +
      '"Standard" or "Premium", or leave dnsProxy out.');
  }
  adviseExpression(scope, rules.unexpressed, rules.substitutions);
  adviseLeftOut(scope, set);
  advisePublicAddresses(scope, 'sources', sources);
  const past = set.all.filter(({ serviceEndpoint }) => serviceEndpoint !== undefined).map(({ id }) => id);
  if (past.length > 0) {
    advise(
      scope, 'warning', 'service-endpoint-policy',
      `no rule is made for ${past.join(', ')}: this works only when every subnet behind the firewall has the service endpoint ` +
        'Microsoft.Storage, and protects only with the policy of DataExfiltrationProtection.',
    );
  }
  const load = firewallLoad(rules, sources.length + sourceIpGroupIds.length);
  if (load.sourceDestinationPairs > LIMITS.firewallNetworkRuleBudget) {
    advise(
      scope, 'warning', 'firewall-network-rule-budget',
      `network rules have ${load.sourceDestinationPairs} pairs of source and destination; ` +
        `Azure recommends at most ${LIMITS.firewallNetworkRuleBudget} for a firewall. Use IP groups, which count as one.`,
    );
  }
  if (load.networkHostNames > LIMITS.firewallNetworkRuleHostNames) {
    advise(scope, 'warning', 'firewall-network-host-names', `network rules have ${load.networkHostNames} host names; ` +
      `Azure recommends at most ${LIMITS.firewallNetworkRuleHostNames} for a firewall.`);
  }
  const notFlagged = [...new Set(rules.networkRules.flatMap(({ addresses }) => addresses).filter((tag) => isNotFlagged(tag, set)))];
  if (notFlagged.length > 0) {
    advise(
      scope, 'info', 'tag-not-flagged',
      `${notFlagged.join(', ')}: Microsoft's service tag files do not flag this tag for Azure Firewall, but the ` +
        `documentation of service tags lists it. If Azure refuses the rule, ${insteadOfTags(notFlagged, set)}.`,
    );
  }
}

/** What is left to write in place of tags: host names, where the documentation has some for this cloud. */
function insteadOfTags(tags: readonly string[], { cloud, edition }: RequirementSet): string {
  const named = tags.filter((tag) => hasDocumentedHosts(tag, cloud, edition));
  const others = tags.filter((tag) => !named.includes(tag));
  return [
    ...(named.length === 0
      ? []
      : [`write ${named.join(', ')} with host names (scenario "${Scenario.WITHOUT_SERVICE_TAGS}" and FirewallDestinations.HOST_NAMES)`]),
    ...(others.length === 0
      ? []
      : [`write ${others.join(', ')} by address, with requirements of your own: no host names are documented for the cloud "${cloud}"`]),
  ].join(', and ');
}

function isNotFlagged(address: string, set: RequirementSet): boolean {
  if (isReference(address) || !/^[A-Za-z]/.test(address)) {
    return false;
  }
  try {
    const { tag, suffix } = parseServiceTag(address, set.cloud);
    const facts = serviceTagFacts(tag, set.cloud)!;
    return !(suffix === undefined ? facts.use : facts.regionalUse).firewall;
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    return false; // a tag that the user gave as unlisted, about which nothing is known
  }
}

/** The arguments that application rules of both resource types share. */
export function protocolsOf(rule: FirewallApplicationRule): { type: string; port: number }[] {
  return rule.protocols.map((protocol) => {
    const [type, port] = protocol.split(':') as [string, string];
    return { type, port: Number(port) };
  });
}

/** The arguments that network rules of both resource types share. */
export function networkArguments(scope: Construct, rule: FirewallNetworkRule) {
  return {
    name: rule.name,
    description: rule.description,
    protocols: [rule.protocol === Protocol.ANY ? 'Any' : rule.protocol],
    destinationPorts: rule.ports,
    ...(rule.addresses.length > 0 ? { destinationAddresses: stableList(scope, rule.addresses) } : { destinationFqdns: rule.hostNames }),
  };
}
