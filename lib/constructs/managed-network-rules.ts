import {
  MachineLearningWorkspaceNetworkOutboundRuleFqdn,
} from '@cdktf/provider-azurerm/lib/machine-learning-workspace-network-outbound-rule-fqdn';
import {
  MachineLearningWorkspaceNetworkOutboundRuleServiceTag,
} from '@cdktf/provider-azurerm/lib/machine-learning-workspace-network-outbound-rule-service-tag';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { choiceOf } from '../azure/errors';
import { LISTED_STORAGE_HOSTS } from '../azure/managed-network-facts';
import { parseResourceId } from '../azure/resource-ids';
import { Protocol } from '../requirements/ports';
import { LeftOutRequirement, RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import {
  ManagedNetworkFqdnRule, managedNetworkRules, ManagedNetworkServiceTagRule, ManagedNetworkSystemRule,
} from '../rules/managed-network';
import { advise, adviseExpression, adviseLeftOut } from './annotate';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { claim } from './claims';
import { RegionalTags } from './regional-tags';
import { placed, MANAGED_NETWORK_RULES } from './construct-shapes';
import { withReferences } from './shown-texts';

/** Properties of `ManagedNetworkRules`. */
export interface ManagedNetworkRulesProps {
  /** The requirements of the compute in the managed network. */
  readonly requirements: RequirementSet;

  /**
   * Resource id of the workspace (`Microsoft.MachineLearningServices/workspaces`), or a reference to it. Its isolation mode
   * is AllowOnlyApprovedOutbound; in the other modes outbound traffic is open, or the network is not managed.
   */
  readonly workspaceId: string;

  /**
   * What to do with regional service tags, which rules of a managed network cannot express.
   * @default RegionalTags.UNEXPRESSED
   */
  readonly regionalTags?: RegionalTags;
}

/**
 * Outbound rules of the network that Azure manages for a workspace: what a requirement set needs in addition to the rules that
 * Azure adds itself. One construct serves one workspace.
 *
 * The rules are made one after the other. The children are `ServiceTag-<name>` and `Fqdn-<name>`.
 */
export class ManagedNetworkRules extends Construct {
  /** The rules for service tags. */
  public readonly serviceTagRules: ManagedNetworkServiceTagRule[];
  /** The rules for host names. */
  public readonly fqdnRules: ManagedNetworkFqdnRule[];
  /** The rules that Azure adds itself and that requirements rely on. */
  public readonly addedByAzure: ManagedNetworkSystemRule[];
  /** Requirements that the rules do not carry. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Requirements that the rules carry in another form than documented. */
  public readonly substitutions: Substitution[];
  /** Requirements that the set leaves out although their section is switched on. */
  public readonly leftOut: LeftOutRequirement[];

  private last?: ITerraformDependable;

  /**
   * @throws when the id is not that of a workspace, when another construct has the rules of the workspace, or when two
   * rules would have one name
   */
  constructor(scope: Construct, id: string, props: ManagedNetworkRulesProps) {
    super(...placed('ManagedNetworkRules', scope, id));
    checkProps(this, MANAGED_NETWORK_RULES, props);
    const { requirements, workspaceId } = props;
    const rules = atPath(this, () => {
      parseResourceId('workspaceId', workspaceId, 'Microsoft.MachineLearningServices/workspaces');
      claim(
        this, `managed network of ${workspaceId}`, `the managed network of ${workspaceId}`,
        '; let one ManagedNetworkRules serve the workspace, with a requirement set that has all of them',
      );
      const regionalTags = choiceOf('regionalTags', props.regionalTags ?? RegionalTags.UNEXPRESSED, Object.values(RegionalTags));
      return managedNetworkRules(requirements, { widenRegionalTags: regionalTags === RegionalTags.WIDENED });
    });
    this.serviceTagRules = rules.serviceTagRules;
    this.fqdnRules = rules.fqdnRules;
    this.addedByAzure = rules.addedByAzure;
    this.unexpressed = withReferences(rules.unexpressed);
    this.substitutions = withReferences(rules.substitutions);
    this.leftOut = requirements.leftOut;
    for (const { name, serviceTag, protocol, portRanges } of rules.serviceTagRules) {
      this.last = new MachineLearningWorkspaceNetworkOutboundRuleServiceTag(this, `ServiceTag-${name}`, {
        workspaceId, name, serviceTag, protocol: protocol === Protocol.ANY ? '*' : protocol, portRanges, ...this.next(),
      });
    }
    for (const { name, hostName } of rules.fqdnRules) {
      this.last = new MachineLearningWorkspaceNetworkOutboundRuleFqdn(this, `Fqdn-${name}`, {
        workspaceId, name, destinationFqdn: hostName, ...this.next(),
      });
    }
    this.advise(requirements);
  }

  /**
   * Each rule waits for the one before. Rules of one workspace that are made at the same time have deleted each other
   * (terraform-provider-azapi issue 453), and the provider holds no lock on the workspace (source of azurerm, 2026).
   */
  private next(): { dependsOn?: ITerraformDependable[] } {
    return this.last === undefined ? {} : { dependsOn: [this.last] };
  }

  private advise(requirements: RequirementSet): void {
    adviseExpression(this, this.unexpressed, this.substitutions);
    adviseLeftOut(this, requirements);
    // Source of both: how-to-managed-network, ms.date 2025-05-23.
    if (this.fqdnRules.length > 0) {
      advise(
        this, 'info', 'managed-network-firewall',
        'Azure filters host names with a firewall that it makes with the first FQDN rule, and charges for it (here ' +
          `${this.fqdnRules.length} rules). ` +
          'It is one of the SKU Standard unless the workspace says otherwise, which the provider cannot.',
      );
    }
    const storage = this.fqdnRules.filter(({ hostName }) => LISTED_STORAGE_HOSTS.includes(hostName));
    if (storage.length > 0) {
      advise(
        this, 'info', 'managed-network-storage-host',
        `${storage.map(({ hostName }) => hostName).join(', ')}: the article on managed networks asks for this rule, ` +
          'and also says that FQDN rules to storage accounts are not possible, which probably means those of customers. If Azure refuses ' +
          'it, leave the requirement out.',
      );
    }
  }
}
