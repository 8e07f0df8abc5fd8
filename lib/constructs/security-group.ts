import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { Construct } from 'constructs';
import { LeftOutRequirement, RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { SecurityGroupRule } from '../rules/security-group-rule';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { checkMade } from './made-resource';
import { adviseRules, associateGroup, securityRuleArguments, SecurityRulesOptions, translateRules } from './security-rules-options';
import { checkNothingSeparate, SEPARATE_RULES } from './separate-parts';
import { checkNameInApp } from './name-in-app';
import { placed, SECURITY_GROUP } from './construct-shapes';
import { withReferences } from './shown-texts';

/** Settings for a network security group that is made here. */
export interface SecurityGroupOptions extends SecurityRulesOptions {
  /** Name of the group. */
  readonly name: string;

  /** Region of the group, such as `westus2`. */
  readonly location: string;

  /** Resource group of the group. */
  readonly resourceGroupName: string;

  /**
   * Azure tags of the group.
   * @default - none
   */
  readonly tags?: { [key: string]: string };
}

/** Properties of `SecurityGroup`. */
export interface SecurityGroupProps extends SecurityGroupOptions {
  /** The requirements to open. */
  readonly requirements: RequirementSet;
}

/**
 * A network security group with the rules that a requirement set asks for. `SecurityGroupRules` adds them to an existing
 * group.
 *
 * The Terraform resource is the child construct `Resource`.
 */
export class SecurityGroup extends Construct {
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
   * @throws when a limit of Azure is exceeded, the name is taken, or a host name needs a decision
   */
  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(...placed('SecurityGroup', scope, id));
    checkProps(this, SECURITY_GROUP, props);
    const translated = translateRules(this, props.requirements, props);
    this.rules = translated.rules;
    this.unexpressed = withReferences(translated.unexpressed);
    this.substitutions = withReferences(translated.substitutions);
    this.leftOut = props.requirements.leftOut;
    const made = atPath(this, () => checkMade(this, 'network security group', props, props.requirements.cloud, 'SecurityGroupRules'));
    const group = new NetworkSecurityGroup(this, 'Resource', {
      ...made, tags: props.tags, securityRule: this.rules.map((rule) => ({ name: rule.name, ...securityRuleArguments(this, rule) })),
    });
    checkNothingSeparate(this, group, SEPARATE_RULES, 'rules');
    checkNameInApp(this, group, 'network security group');
    this.securityGroupId = group.id;
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
