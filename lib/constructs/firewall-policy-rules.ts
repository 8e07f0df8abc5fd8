import { FirewallPolicyRuleCollectionGroup } from '@cdktf/provider-azurerm/lib/firewall-policy-rule-collection-group';
import { Op, Token } from 'cdktf';
import { Construct } from 'constructs';
import { InputError } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { checkPolicyName } from '../azure/names';
import { parseResourceId } from '../azure/resource-ids';
import { LeftOutRequirement, RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { FirewallRuleGroup, firewallRuleGroups, MAX_PRIORITY_OFFSET } from '../rules/firewall-groups';
import { FirewallApplicationRule, FirewallNetworkRule } from '../rules/firewall-rule';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { claim } from './claims';
import {
  adviseFirewall, checkFirewallPriority, FirewallRulesOptions, FirewallSources, networkArguments, priorityText, protocolsOf, checkedSources,
  translate,
} from './firewall-options';
import { FirewallSku } from './firewall-sku';
import { countInApp } from './resource-limits';
import { checkNothingTaken, SEPARATE_COLLECTION_GROUPS } from './separate-parts';
import { placed, FIREWALL_POLICY_RULES } from './construct-shapes';
import { withReferences } from './shown-texts';

/** Options of `FirewallPolicyRules`, apart from the requirements. */
export interface FirewallPolicyRulesOptions extends FirewallRulesOptions {
  /** Id of the firewall policy, or a reference to it. */
  readonly firewallPolicyId: string;

  /**
   * Name of the rule collection group: 2 to 80 letters, digits, `_`, `.`, `-`. Names of collections are derived from it.
   * When the rules have to be split, each group adds its range of slots to this name.
   */
  readonly name: string;

  /**
   * Priority of the group in its policy: 100 to 65000. Lower numbers come first. When the rules have to be split, the
   * groups take priorities up to this number plus 63.
   */
  readonly priority: number;

  /**
   * Whether TLS inspection is set up on the policy, so that rules can filter URL paths. Needs `FirewallSku.PREMIUM`.
   * @default false
   */
  readonly tlsInspection?: boolean;

  /**
   * Bytes of rules in one group before the rules are split over several. Azure takes 1,000,000 in policies made before
   * July 2022 and twice as many in later ones.
   * @default 1000000
   */
  readonly maxGroupBytes?: number;

  /**
   * Rule collection groups that the policy takes. The library counts those that constructs of one app put into it. Azure takes 50 in
   * policies made before July 2022; sources give 60 to 100 for later ones.
   * @default 50
   */
  readonly maxGroupsPerPolicy?: number;
}

/** Properties of `FirewallPolicyRules`. */
export interface FirewallPolicyRulesProps extends FirewallPolicyRulesOptions {
  /** The requirements to open. */
  readonly requirements: RequirementSet;
}

/** Priorities of the collections inside a group. Network rules are evaluated before application rules whatever these say. */
const NETWORK_PRIORITY = 1000;
const APPLICATION_PRIORITY = 2000;

/** What the names of collections have after the name of their group. */
const [NETWORK, APPLICATION] = ['-network', '-application'] as const;
const NAME_ENDINGS = ['', NETWORK, APPLICATION];

/**
 * Rules of a firewall policy: a rule collection group with a collection of network rules and one of application rules.
 *
 * The Terraform resource is the child construct `Group`, or several named `Group-<from>-<to>` when the
 * rules had to be split.
 */
export class FirewallPolicyRules extends Construct {
  /** The application rules, in order. */
  public readonly applicationRules: FirewallApplicationRule[];
  /** The network rules, in order. */
  public readonly networkRules: FirewallNetworkRule[];
  /** Requirements that the rules do not carry. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Requirements that the rules carry in another form than documented. */
  public readonly substitutions: Substitution[];
  /** Requirements that the set leaves out although their section is switched on. */
  public readonly leftOut: LeftOutRequirement[];

  private readonly groups: FirewallPolicyRuleCollectionGroup[] = [];

  /**
   * @throws when arguments contradict each other or a limit of Azure is exceeded
   */
  constructor(scope: Construct, id: string, props: FirewallPolicyRulesProps) {
    super(...placed('FirewallPolicyRules', scope, id));
    checkProps(this, FIREWALL_POLICY_RULES, props);
    const urls = (props.tlsInspection ?? false) && props.sku === FirewallSku.PREMIUM;
    const { rules, sources, groups } = atPath(this, () => {
      parseResourceId('firewallPolicyId', props.firewallPolicyId, 'Microsoft.Network/firewallPolicies');
      if (props.tlsInspection && !urls) {
        throw new InputError({
          argument: 'tlsInspection', problem: 'only a Premium policy inspects TLS',
          allowed: 'state the sku "Premium" or leave tlsInspection out',
        });
      }
      const translated = translate(props.requirements, props, urls);
      const from = checkedSources(this, props);
      const split = firewallRuleGroups(
        translated, JSON.stringify([props.sources, props.sourceIpGroupIds]).length, checkBytes(props.maxGroupBytes),
      );
      checkPolicyName('name', props.name, ['', ...split.map(({ suffix }) => suffix)].flatMap((suffix) =>
        NAME_ENDINGS.map((ending) => `${suffix}${ending}`)));
      return { rules: translated, sources: from, groups: split };
    });
    this.applicationRules = rules.applicationRules;
    this.networkRules = rules.networkRules;
    this.unexpressed = withReferences(rules.unexpressed);
    this.substitutions = withReferences(rules.substitutions);
    this.leftOut = props.requirements.leftOut;
    for (const group of groups) {
      this.groups.push(this.makeGroup(props, sources, group));
    }
    checkNothingTaken(this, props.firewallPolicyId, SEPARATE_COLLECTION_GROUPS);
    adviseFirewall(this, props.requirements, rules, props);
  }

  /** Ids of the rule collection groups. */
  public get ruleCollectionGroupIds(): string[] {
    return this.groups.map(({ id }) => id);
  }

  private makeGroup(
    props: FirewallPolicyRulesProps, sources: FirewallSources, group: FirewallRuleGroup,
  ): FirewallPolicyRuleCollectionGroup {
    const name = `${props.name}${group.suffix}`;
    const priority = atPath(this, () => this.placeOf(props, name, group));
    return new FirewallPolicyRuleCollectionGroup(this, `Group${group.suffix}`, {
      firewallPolicyId: props.firewallPolicyId,
      name,
      priority,
      ...(group.networkRules.length === 0 ? {} : {
        networkRuleCollection: [{
          name: `${name}${NETWORK}`, priority: NETWORK_PRIORITY, action: 'Allow',
          rule: group.networkRules.map((rule) => ({ ...networkArguments(this, rule), ...sources })),
        }],
      }),
      ...(group.applicationRules.length === 0 ? {} : {
        applicationRuleCollection: [{
          name: `${name}${APPLICATION}`, priority: APPLICATION_PRIORITY, action: 'Allow',
          rule: group.applicationRules.map((rule) => ({
            name: rule.name, description: rule.description, protocols: protocolsOf(rule), ...sources,
            ...destinationsOf(rule),
          })),
        }],
      }),
    });
  }

  /** Takes the name and the priority of a group in the policy. */
  private placeOf(props: FirewallPolicyRulesProps, name: string, group: FirewallRuleGroup): number {
    const priority = this.priorityOf(props, group);
    claim(this, `${props.firewallPolicyId} group ${name}`, `the rule collection group ${name} of ${props.firewallPolicyId}`);
    claim(
      this, `${props.firewallPolicyId} priority ${priorityText(priority)}`,
      `priority ${priorityText(priority)} of ${props.firewallPolicyId}`,
    );
    const max = checkGroups(props.maxGroupsPerPolicy);
    countInApp(
      this, props.firewallPolicyId, max,
      `the firewall policy has more than ${max} rule collection groups. Let subnets with the same requirements share a group ` +
        'by listing all their sources, or state maxGroupsPerPolicy when the policy takes more',
    );
    return priority;
  }

  private priorityOf(props: FirewallPolicyRulesProps, group: FirewallRuleGroup): number {
    if (Token.isUnresolved(props.priority)) {
      return group.priorityOffset === 0 ? props.priority : Token.asNumber(Op.add(props.priority, group.priorityOffset));
    }
    checkFirewallPriority(props.priority, LIMITS.firewallPriority.max - (group.suffix === '' ? 0 : MAX_PRIORITY_OFFSET));
    return props.priority + group.priorityOffset;
  }
}

function destinationsOf({ hostNames, fqdnTags, urls }: FirewallApplicationRule) {
  return hostNames.length > 0
    ? { destinationFqdns: hostNames }
    : fqdnTags.length > 0 ? { destinationFqdnTags: fqdnTags }
    : { destinationUrls: urls, terminateTls: true };
}

function checkGroups(groups: number = LIMITS.groupsPerPolicy): number {
  if (!Number.isInteger(groups) || groups < 1 || groups > 2 * LIMITS.groupsPerPolicy) {
    throw new InputError({
      argument: 'maxGroupsPerPolicy', given: groups, problem: `is not a whole number from 1 to ${2 * LIMITS.groupsPerPolicy}`,
    });
  }
  return groups;
}

function checkBytes(bytes: number = LIMITS.bytesPerGroup): number {
  if (!Number.isInteger(bytes) || bytes < 1000 || bytes > 2 * LIMITS.bytesPerGroup) {
    throw new InputError({
      argument: 'maxGroupBytes', given: bytes, problem: `is not a whole number from 1000 to ${2 * LIMITS.bytesPerGroup}`,
    });
  }
  return bytes;
}
