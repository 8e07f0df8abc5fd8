import { Cloud } from '../azure/clouds';
import { Outcome, RequirementAnswer } from '../filtering/answers';
import { ConditionGroup } from '../filtering/condition-groups';
import { Finding } from '../findings/finding';

/** The service tag file that answers rest on. */
interface TagFileUsed {
  readonly name: string;
  readonly cloud: Cloud;
  readonly changeNumber: number;
}

/** All that the verifier says of a network. */
export interface VerificationResult {
  /** In the order of subnets as they were asked for, then of requirements. */
  readonly answers: readonly RequirementAnswer[];
  /** By severity, then id, then subject. */
  readonly findings: readonly Finding[];
  /** What conditions of the answers have in common. */
  readonly conditionGroups?: readonly ConditionGroup[];
  /** Undefined when no file was given: answers then rest on names alone. */
  readonly serviceTagFile?: TagFileUsed;
}

/** A result, and what it comes to. */
export interface Report extends VerificationResult {
  readonly verdict: Outcome;
}
