import { NetworkSecurityRule } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { Construct } from 'constructs';
import { LeftOutRequirement, RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { SecurityGroupRule } from '../rules/security-group-rule';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { claim } from './claims';
import { checkNothingInline, existingResource } from './existing-resource';
import { adviseRules, associateGroup, securityRuleArguments, SecurityRulesOptions, translateRules } from './security-rules-options';
import { checkNothingTaken, SEPARATE_RULES } from './separate-parts';
import { placed, SECURITY_GROUP_RULES } from './construct-shapes';
import { withReferences } from './shown-texts';

/** Settings for rules that are added to an existing network security group. */
export interface SecurityGroupRulesOptions extends SecurityRulesOptions {
  /**
   * Id of the group, or a reference to it. The group must not have rules written inline where it is made: inline and
   * separate rules overwrite each other.
   */
  readonly securityGroupId: string;
}

/** Properties of `SecurityGroupRules`. */
export interface SecurityGroupRulesProps extends SecurityGroupRulesOptions {
  /** The requirements to open. */
  readonly requirements: RequirementSet;
}

/**
 * The rules that a requirement set asks for, added to an existing network security group.
 *
 * The Terraform resources are children with the names of the rules.
 */
export class SecurityGroupRules extends Construct {
  /** Id of the group. */
  public readonly securityGroupId: string;
  /** The rules, in the order of direction and priority. */
  public readonly rules: SecurityGroupRule[];
  /** Requirements that the rules do not carry. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Requirements that the rules carry in another form than documented. */
  public readonly substitutions: Substitution[];
  /** Requirements that the set leaves out although their section is switched on. */
  public readonly leftOut: LeftOutRequirement[];

  /**
   * @throws when the id is not that of a group, a name or a priority in it is taken, a limit of Azure is exceeded, or a host
   * name needs a decision
   */
  constructor(scope: Construct, id: string, props: SecurityGroupRulesProps) {
    super(...placed('SecurityGroupRules', scope, id));
    checkProps(this, SECURITY_GROUP_RULES, props);
    const { securityGroupId } = props;
    const translated = translateRules(this, props.requirements, props, securityGroupId);
    this.rules = translated.rules;
    this.unexpressed = withReferences(translated.unexpressed);
    this.substitutions = withReferences(translated.substitutions);
    this.leftOut = props.requirements.leftOut;
    this.securityGroupId = securityGroupId;
    const group = atPath(this, () => {
      for (const { name, priority, direction } of this.rules) {
        const what = `priority ${priority} (${direction}) of ${securityGroupId}`;
        claim(this, `${securityGroupId} ${direction} ${priority}`, what, ONE_FOR_ALL);
        claim(this, `${securityGroupId} rule ${name}`, `the rule name ${name} in ${securityGroupId}`);
      }
      checkNothingInline(this, {
        id: securityGroupId, type: 'azurerm_network_security_group', block: 'security_rule', what: 'securityGroupId',
      });
      checkNothingTaken(this, securityGroupId, SEPARATE_RULES);
      return existingResource('securityGroupId', securityGroupId, 'Microsoft.Network/networkSecurityGroups');
    });
    for (const rule of this.rules) {
      new NetworkSecurityRule(this, rule.name, {
        name: rule.name, networkSecurityGroupName: group.name, resourceGroupName: group.resourceGroupName,
        ...securityRuleArguments(this, rule),
      });
    }
    for (const [name, subnetId] of Object.entries(props.subnets ?? {})) {
      this.associate(name, subnetId);
    }
    adviseRules(this, props.requirements, props, translated);
  }

  /**
   * Associates the group with a subnet.
   * @param name a name of your own, which becomes part of the Terraform address
   * @param subnetId id of the subnet, or a reference to it
   * @throws when the id is not that of a subnet, or the subnet has a security group of this app already
   */
  public associate(name: string, subnetId: string): void {
    associateGroup(this, name, subnetId, this.securityGroupId);
  }
}

const ONE_FOR_ALL = '; let one SecurityGroupRules serve all subnets of an existing group, with their ranges in subnetAddressPrefixes';
