import { InputError } from '../azure/errors';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { Scenario } from '../requirements/scenario';
import { ExpressionReport, Unexpressed } from './expression';

/** A way out for data that data exfiltration protection leaves open. */
export interface RemainingPath {
  /** Id of the requirement. */
  readonly requirement: string;
  /** The requirement in one line. */
  readonly need: string;
  /** Why data can leave through it, with the source. */
  readonly reason: string;
}

export interface ExfiltrationReport {
  /** Requirements that the service endpoint policy denies, at least for accounts near the virtual network. */
  readonly unexpressed: Unexpressed[];
  readonly remaining: RemainingPath[];
}

/** Host names of storage accounts, in all clouds. */
const STORAGE_HOST = /\.(blob|dfs|file|queue|table)\.core\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)$/;

/** What a service endpoint policy does to the requirements of a set, and what it leaves open. */
export function exfiltrationReport(set: RequirementSet): ExfiltrationReport {
  const { requirements } = set;
  if (!requirements.some(({ scenario, serviceEndpoint }) => scenario === Scenario.DATA_EXFILTRATION_PROTECTION || serviceEndpoint !== undefined)) {
    throw new InputError(`requirements: the set does not know of the protection; switch on the scenario "${Scenario.DATA_EXFILTRATION_PROTECTION}"`);
  }
  const report = new ExpressionReport('service endpoint policy');
  const remaining: RemainingPath[] = [];
  for (const requirement of requirements) {
    if (requirement.serviceEndpoint !== undefined) {
      continue; // what the policy is for
    }
    if (isStorageHost(requirement)) {
      // Source: virtual network service endpoint policies overview: they filter accounts in the region of the network and its pair.
      report.cannot(requirement, 'the policy denies storage accounts that it does not name, when they are in the region of the virtual network or its pair, ' +
        'and the account behind this name is not one of yours', 'leave the requirement out, or have compute that needs it in a subnet without the policy');
    }
    if (requirement.dataExfiltration !== undefined) {
      const { id, need, dataExfiltration } = requirement;
      remaining.push({ requirement: id, need, reason: dataExfiltration });
    }
  }
  return { unexpressed: report.unexpressed, remaining };
}

function isStorageHost({ endpoint }: Requirement): boolean {
  return endpoint.kind === EndpointKind.FQDN && STORAGE_HOST.test(endpoint.value);
}
