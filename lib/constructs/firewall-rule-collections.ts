import { FirewallApplicationRuleCollection } from '@cdktf/provider-azurerm/lib/firewall-application-rule-collection';
import { FirewallNetworkRuleCollection } from '@cdktf/provider-azurerm/lib/firewall-network-rule-collection';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { checkPolicyName } from '../azure/names';
import { LeftOutRequirement, RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { FirewallApplicationRule, FirewallNetworkRule } from '../rules/firewall-rule';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { claim } from './claims';
import { existingResource } from './existing-resource';
import {
  adviseFirewall, checkFirewallPriority, FirewallRulesOptions, networkArguments, priorityText, protocolsOf, checkedSources, translate,
} from './firewall-options';
import { placed, FIREWALL_RULE_COLLECTIONS } from './construct-shapes';
import { withReferences } from './shown-texts';

/** Options of `FirewallRuleCollections`, apart from the requirements. */
export interface FirewallRuleCollectionsOptions extends FirewallRulesOptions {
  /** Id of the firewall, or a reference to it. The firewall must be one without a policy. */
  readonly firewallId: string;

  /** Prefix of the names of the collections. `-network` and `-application` follow it. */
  readonly name: string;

  /** Priority of both collections among those of their kind: 100 to 65000. Lower numbers come first. */
  readonly priority: number;
}

/** Properties of `FirewallRuleCollections`. */
export interface FirewallRuleCollectionsProps extends FirewallRuleCollectionsOptions {
  /** The requirements to open. */
  readonly requirements: RequirementSet;
}

/**
 * Classic rules of an Azure Firewall without a policy: one collection of network rules and one of application rules.
 * They have no URL paths: the whole host is written instead, and reported.
 *
 * The Terraform resources are the children `Network` and `Application`.
 */
export class FirewallRuleCollections extends Construct {
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

  /**
   * @throws when arguments contradict each other
   */
  constructor(scope: Construct, id: string, props: FirewallRuleCollectionsProps) {
    super(...placed('FirewallRuleCollections', scope, id));
    checkProps(this, FIREWALL_RULE_COLLECTIONS, props);
    const { rules, sources, firewall, names } = atPath(this, () => {
      if (!Token.isUnresolved(props.priority)) {
        checkFirewallPriority(props.priority);
      }
      return {
        rules: translate(props.requirements, props, false),
        sources: checkedSources(this, props),
        firewall: existingResource('firewallId', props.firewallId, 'Microsoft.Network/azureFirewalls'),
        names: namesOf(checkPolicyName('name', props.name, Object.values(namesOf('')))),
      };
    });
    this.applicationRules = rules.applicationRules;
    this.networkRules = rules.networkRules;
    this.unexpressed = withReferences(rules.unexpressed);
    this.substitutions = withReferences(rules.substitutions);
    this.leftOut = props.requirements.leftOut;
    const common = {
      azureFirewallName: firewall.name, resourceGroupName: firewall.resourceGroupName, priority: props.priority, action: 'Allow',
    };
    for (const kind of ['network', 'application'] as const) {
      atPath(this, () => {
        claim(
          this, `${props.firewallId} ${kind} ${priorityText(props.priority)}`,
          `priority ${priorityText(props.priority)} of the ${kind} rule collections of ${props.firewallId}`,
        );
        claim(this, `${props.firewallId} ${names[kind]}`, `the rule collection ${names[kind]} of ${props.firewallId}`);
      });
    }
    if (rules.networkRules.length > 0) {
      new FirewallNetworkRuleCollection(this, 'Network', {
        ...common, name: names.network, rule: rules.networkRules.map((rule) => ({ ...networkArguments(this, rule), ...sources })),
      });
    }
    if (rules.applicationRules.length > 0) {
      new FirewallApplicationRuleCollection(this, 'Application', {
        ...common, name: names.application,
        rule: rules.applicationRules.map((rule) => ({
          // A classic rule takes an FQDN tag without protocols: those of the tag apply (azurerm 4.55).
          name: rule.name, description: rule.description, ...sources,
          ...(rule.fqdnTags.length > 0 ? { fqdnTags: rule.fqdnTags } : { protocol: protocolsOf(rule), targetFqdns: rule.hostNames }),
        })),
      });
    }
    adviseFirewall(this, props.requirements, rules, props);
  }
}

/** Names of the two collections. */
function namesOf(name: string): { readonly network: string; readonly application: string } {
  return { network: `${name}-network`, application: `${name}-application` };
}
