import { Network, Place } from '../network/network';
import { Fragment } from './terraform-fragment';

/** What can be suggested. */
export const PROPOSAL_KINDS = ['security rule', 'route', 'change of a route', 'firewall rule'] as const;

/** A rule or a route that is missing, and the network with it. */
export interface Proposal {
  readonly kind: (typeof PROPOSAL_KINDS)[number];
  /** The security group, route table or firewall that it is for. */
  readonly owner: Place;
  readonly fragments: readonly Fragment[];
  /** What to know before you apply it. */
  readonly notes: readonly string[];
  readonly network: Network;
  /** Why it does not carry all of the requirement. */
  readonly rest?: string;
}

/** A proposal as it is shown. */
export type ShownProposal = Pick<Proposal, 'kind' | 'owner' | 'fragments' | 'notes'>;

/** What to add for requirements that are denied. */
export interface Suggestion {
  readonly subnet: string;
  readonly requirementId: string;
  /** Other requirements that are met with it. */
  readonly otherRequirementIds: readonly string[];
  readonly proposals: readonly ShownProposal[];
}

/** A requirement that is not met, and why nothing can be suggested for it, or not all that is needed. */
export interface NothingSuggested {
  readonly subnet: string;
  readonly requirementId: string;
  readonly reason: string;
}

export interface Suggestions {
  readonly suggested: readonly Suggestion[];
  readonly nothing: readonly NothingSuggested[];
}
