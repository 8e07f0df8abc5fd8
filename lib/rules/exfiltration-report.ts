import { InputError } from '../azure/errors';
import { parseUrl } from '../azure/host-names';
import { isReference } from '../azure/references';
import { storageAccountOf } from '../azure/storage-hosts';
import { Direction } from '../requirements/direction';
import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { RequirementSet } from '../requirements/requirement-set';
import { Scenario } from '../requirements/scenario';
import { RuleLanguage } from './rule-language';
import { TranslationReport, UnexpressedRequirement } from './translation-report';

/** A way out for data that data exfiltration protection leaves open. */
export interface ExfiltrationPath {
  /** Id of the requirement. */
  readonly requirementId: string;
  /** The requirement in one line. */
  readonly need: string;
  /** Why data can leave through it, with the source. */
  readonly reason: string;
}

interface ExfiltrationReport {
  /** Requirements that the service endpoint policy denies, at least for accounts near the virtual network. */
  readonly unexpressed: UnexpressedRequirement[];
  readonly remaining: ExfiltrationPath[];
}

/** Tags that the documentation marks, with or without a region, whoever asks for them. */
const MARKED_TAGS: readonly (readonly [tag: RegExp, reason: string])[] = [
  [/^Storage(\.|$)/, 'Every storage account that has an address of the tag is reached through it.'],
  [/^AzureFrontDoor\.Frontend(\.|$)/, 'Anybody can put content at addresses of this tag.'],
  [/^Internet$/, 'The tag is every address outside the virtual network.'],
];

/**
 * What a service endpoint policy does to the requirements of a set, and what it leaves open.
 * @param accounts names of the storage accounts that the policy names; undefined for those that are references
 */
export function exfiltrationReport(set: RequirementSet, accounts: readonly (string | undefined)[]): ExfiltrationReport {
  if (!set._dataExfiltrationProtection) {
    throw new InputError({
      argument: 'requirements',
      problem: 'the protection is not switched on in the set', allowed: `switch on the scenario "${Scenario.DATA_EXFILTRATION_PROTECTION}"`,
    });
  }
  const report = new TranslationReport(RuleLanguage.SERVICE_ENDPOINT_POLICY);
  const remaining: ExfiltrationPath[] = [];
  for (const requirement of set.all) {
    if (requirement.serviceEndpoint !== undefined || requirement.direction === Direction.INBOUND) {
      continue; // what the policy is for, and what does not go out
    }
    const account = accountOf(requirement);
    if (account !== undefined && !isReference(account) && !accounts.includes(account)) {
      // Source: virtual network service endpoint policies overview: they filter accounts in the region of the network and its pair.
      report.cannot(requirement, 'through the service endpoint the policy denies storage accounts that it does not name, when they are ' +
        'in the region of the virtual network or its pair' +
        (accounts.includes(undefined) ? ' (accounts that are given by reference are not compared)' : ''),
      'a private endpoint or storageAccountIds for an account of yours; for others leave the requirement out, or have compute that needs ' +
        'it in a subnet without the policy');
    }
    const reason = requirement.dataExfiltration ?? wayOut(requirement, account);
    if (reason !== undefined) {
      remaining.push({ requirementId: requirement.id, need: requirement.need, reason });
    }
  }
  return { unexpressed: report.unexpressed, remaining };
}

/** The account that a host name or URL leads to, `*` for a wildcard; undefined for other endpoints. */
function accountOf({ endpoint: { kind, value } }: Requirement): string | undefined {
  if (kind !== EndpointKind.FQDN && kind !== EndpointKind.URL) {
    return undefined;
  }
  return storageAccountOf(kind === EndpointKind.URL ? parseUrl(value).host : value);
}

/** Why data can leave through a requirement of the user, which the documentation marks in the form of its own rows. */
function wayOut({ endpoint: { kind, value } }: Requirement, account: string | undefined): string | undefined {
  if (account === '*') {
    return 'Storage accounts of everybody have such names.';
  }
  return kind === EndpointKind.SERVICE_TAG ? MARKED_TAGS.find(([tag]) => tag.test(value))?.[1] : undefined;
}
