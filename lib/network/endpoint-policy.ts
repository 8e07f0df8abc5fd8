import type { Unknown } from './network';

/** A service endpoint policy of a subnet: it holds traffic to storage by a service endpoint to the accounts that it lists. */
export interface EndpointPolicy {
  readonly name: string | Unknown;
  /** Undefined where the policy was not read. */
  readonly lists?: StorageScopes;
}

/** What service endpoint policies list. */
export interface StorageScopes {
  /** Names of accounts, in lower case. */
  readonly accounts: readonly string[];
  /** What stands for accounts that are not known: resource groups, subscriptions, aliases, expressions. */
  readonly wider: readonly string[];
}

const ACCOUNT = /^\/?subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.storage\/storageaccounts\/([^/]+)\/?$/i;

/**
 * What entries of a policy stand for: ids of accounts, resource groups and subscriptions, and aliases such as
 * `/services/Azure/MachineLearning`.
 * Source: virtual network service endpoint policies overview; azurerm 4.55, subnet_service_endpoint_storage_policy.
 */
export function storageScopes(entries: readonly (string | Unknown)[]): StorageScopes {
  const accounts = entries.map((entry) => (typeof entry === 'string' ? ACCOUNT.exec(entry)?.[1]?.toLowerCase() : undefined));
  return {
    accounts: accounts.filter((account) => account !== undefined),
    wider: entries.filter((_, i) => accounts[i] === undefined).map((entry) => (typeof entry === 'string' ? entry : entry.unknown)),
  };
}
