import { SubnetServiceEndpointStoragePolicy } from '@cdktf/provider-azurerm/lib/subnet-service-endpoint-storage-policy';
import { Construct } from 'constructs';
import { InputError } from '../azure/errors';
import { LIMITS } from '../azure/limits';
import { checkListReference } from '../azure/references';
import { checkLocation } from '../azure/regions';
import { ID_LENGTH, parseResourceId } from '../azure/resource-ids';
import { RequirementSet } from '../requirements/requirement-set';
import { exfiltrationReport, ExfiltrationPath } from '../rules/exfiltration-report';
import { UnexpressedRequirement } from '../rules/translation-report';
import { advise, adviseExpression } from './annotate';
import { checkProps } from './check-props';
import { atPath } from './error-context';
import { claimName } from './made-resource';
import { checkNameInApp } from './name-in-app';
import { stableList } from './stable-list';
import { placed, DATA_EXFILTRATION_PROTECTION } from './construct-shapes';
import { withReferences } from './shown-texts';

/** Properties of `DataExfiltrationProtection`. */
export interface DataExfiltrationProtectionProps {
  /** The requirements of the compute, with the scenario `DATA_EXFILTRATION_PROTECTION` switched on. */
  readonly requirements: RequirementSet;

  /** Name of the service endpoint policy: 1 to 80 letters, digits, `_`, `.` and `-`. */
  readonly name: string;

  /** Region of the policy, which must be that of the virtual network. */
  readonly location: string;

  /** Resource group of the policy. */
  readonly resourceGroupName: string;

  /**
   * Azure tags.
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * Ids of the storage accounts that compute may reach through the service endpoint, or references to them: the default
   * account of the workspace, and every other account that is used without a private endpoint. 1 to 200 of them.
   */
  readonly storageAccountIds: string[];
}

/**
 * The storage account alias of Azure Machine Learning: accounts that Microsoft manages for it.
 * Source: how-to-prevent-data-loss-exfiltration, ms.date 2024-01-31; azurerm 4.55 takes it in a definition of the service `Global`.
 */
const MACHINE_LEARNING_ALIAS = '/services/Azure/MachineLearning';

/**
 * A service endpoint policy that limits the storage traffic of a subnet to named accounts and to those that Microsoft manages for Azure
 * Machine Learning.
 *
 * Attach it where you create the subnet: `service_endpoints` with `Microsoft.Storage` (a block `service_endpoint` in azurerm 5), and
 * `service_endpoint_policy_ids` with the id of this policy. The provider has no resource for the attachment alone.
 *
 * The Terraform resource is the child construct `Resource`.
 */
export class DataExfiltrationProtection extends Construct {
  /** Id of the service endpoint policy, for `service_endpoint_policy_ids` of the subnet. */
  public readonly policyId: string;
  /** The service endpoint that the subnet needs. */
  public readonly serviceEndpoint: string = 'Microsoft.Storage';
  /** Requirements that the policy denies. */
  public readonly unexpressed: UnexpressedRequirement[];
  /** Ways by which data can still leave. */
  public readonly remainingPaths: ExfiltrationPath[];

  /**
   * @throws when the requirements lack the scenario `DATA_EXFILTRATION_PROTECTION`, or a limit of Azure is exceeded
   */
  constructor(scope: Construct, id: string, props: DataExfiltrationProtectionProps) {
    super(...placed('DataExfiltrationProtection', scope, id));
    checkProps(this, DATA_EXFILTRATION_PROTECTION, props);
    const { name, location, resourceGroupName } = props;
    const report = atPath(this, () => {
      const accounts = accountsOf(props.storageAccountIds);
      checkLocation(location, props.requirements.cloud);
      claimName(this, 'service endpoint policy', name, resourceGroupName);
      return exfiltrationReport(props.requirements, accounts);
    });
    this.unexpressed = withReferences(report.unexpressed);
    this.remainingPaths = report.remaining;
    const policy = new SubnetServiceEndpointStoragePolicy(this, 'Resource', {
      name, location, resourceGroupName, tags: props.tags,
      // Ids and aliases cannot share a definition, and Azure takes one of each service (azurerm 4.55).
      definition: [
        {
          name: 'storage-accounts', service: 'Microsoft.Storage', serviceResources: stableList(this, props.storageAccountIds),
          description: 'Storage accounts that are used without a private endpoint',
        },
        {
          name: 'azure-machine-learning', service: 'Global', serviceResources: [MACHINE_LEARNING_ALIAS],
          description: 'Storage that Microsoft manages for Azure Machine Learning',
        },
      ],
    });
    checkNameInApp(this, policy, 'service endpoint policy');
    this.policyId = policy.id;
    adviseExpression(this, report.unexpressed, []);
    this.advise();
  }

  private advise(): void {
    advise(
      this, 'info', 'service-endpoint-policy',
      'the policy works once the subnet of the compute has the service endpoint Microsoft.Storage and this policy in ' +
        'service_endpoint_policy_ids. Compute that was made before December 2022 has to be made again, or scaled to zero.',
    );
    for (const { requirementId: requirement, reason } of this.remainingPaths) {
      advise(this, 'warning', 'data-exfiltration', `${requirement} stays a way out for data. ${reason}`);
    }
  }
}

/** Names of the accounts; undefined for references. */
function accountsOf(ids: readonly string[]): (string | undefined)[] {
  checkListReference('storageAccountIds', ids);
  if (ids.length === 0) {
    throw new InputError({
      argument: 'storageAccountIds', problem: 'the list is empty',
      allowed: 'include at least the default storage account of the workspace',
    });
  }
  if (ids.length > LIMITS.resourcesPerPolicyDefinition) {
    throw new InputError({
      argument: 'storageAccountIds',
      problem: `a definition takes ${LIMITS.resourcesPerPolicyDefinition} accounts, and ${ids.length} are given`,
      allowed: 'use private endpoints for some of them',
    });
  }
  const seen = new Set<string>();
  return ids.map((id) => {
    const parts = parseResourceId('storageAccountIds', id, 'Microsoft.Storage/storageAccounts');
    if (seen.has(id.toLowerCase())) {
      throw new InputError({ argument: 'storageAccountIds', given: id, shownLength: ID_LENGTH, problem: 'is given twice' });
    }
    seen.add(id.toLowerCase());
    return parts?.name.toLowerCase();
  });
}
