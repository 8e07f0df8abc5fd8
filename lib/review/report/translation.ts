import { InputError } from '../../azure/errors';
import { Deployment } from '../../deployment/deployment';
import { DeploymentRules, deploymentRules } from '../../lookup/deployment-rules';
import { ReportGap } from './network-report';
import { Substitution, UnexpressedRequirement } from '../../rules/translation-report';

/** What rule languages do not carry, or carry in another form. */
export interface SubstitutionsAndGaps {
  readonly gaps: readonly ReportGap[];
  /** Why that is not known. */
  readonly notTranslated?: string;
}

/**
 * What the rules of a deployment file leave unexpressed and substitute, by group and firewall. A file that can be verified need not
 * say all that rules are made from.
 */
export function translationOf(deployment: Deployment): SubstitutionsAndGaps {
  try {
    return gapsOfRules(deploymentRules(deployment));
  } catch (error) {
    if (error instanceof InputError) {
      return { gaps: [], notTranslated: `no rules can be made from the deployment file: ${error.message}` };
    }
    throw error;
  }
}

function gapsOfRules({ securityGroups, firewalls }: DeploymentRules): SubstitutionsAndGaps {
  return {
    gaps: [
      ...securityGroups.flatMap(({ subnet, rules }) => gapsOf(`security group of ${subnet}`, rules)),
      ...firewalls.flatMap(({ name, rules }) => gapsOf(`firewall ${name}`, rules)),
    ],
  };
}

/** The same for the rules of one place. */
export function gapsOf(
  where: string,
  { unexpressed, substitutions }: {
    readonly unexpressed: readonly UnexpressedRequirement[]; readonly substitutions: readonly Substitution[];
  },
): ReportGap[] {
  return [
    ...unexpressed.map(({ requirementId: id, ports, reason, remedy, isOutOfPath }): ReportGap =>
      ({ kind: isOutOfPath ? 'out of path' : 'unexpressed', where, id, ports: [...ports], reason, remedy })),
    ...substitutions.map(({ requirementId: id, ports, reason, writtenAs, isWider }): ReportGap => ({
      kind: 'substituted', where, id, ports: [...ports], reason,
      writtenAs: isWider ? `${writtenAs} (covers more than is asked for)` : writtenAs,
    })),
  ];
}
