import { Cloud } from '../azure/clouds';
import { FindingId, Severity } from './findings/table';
import { Place } from './network';

/** Whether a requirement is met. `unknown` is an answer of its own, and never taken for one of the others. */
export type Outcome = 'met' | 'denied' | 'unknown';

/** A concrete flow: one that a requirement needs and that is denied, or one that is open and that nothing asks for. */
export interface ExampleFlow {
  readonly direction: 'outbound' | 'inbound';
  /** Name of the subnet. */
  readonly subnet: string;
  /** `TCP`, `UDP`, `ICMP`, `ESP` or `AH`. */
  readonly protocol: string;
  /** Undefined for protocols without ports. */
  readonly port?: number;
  /** An address, a host name, a URL or a service tag: one of its addresses. */
  readonly endpoint: string;
}

/** What one layer on the way of a flow does with it. */
export interface Step {
  readonly layer: 'security group' | 'route' | 'firewall';
  readonly result: 'allow' | 'deny' | 'unknown';
  /** One line: which rule it is and what it says, or why it cannot be told. */
  readonly text: string;
  /** The rules behind it; empty for default rules of Azure. */
  readonly places: readonly Place[];
  /** All rules up to the one that decides, each with what it does with the flow. Only where one flow is explained. */
  readonly rules?: readonly string[];
}

/** The answer for one requirement and one subnet. */
export interface RequirementAnswer {
  readonly subnet: string;
  /** Id of the requirement. */
  readonly requirement: string;
  /** The requirement in one line. */
  readonly need: string;
  readonly outcome: Outcome;
  /** The layers that its traffic passes, in their order, as far as it comes. */
  readonly steps: readonly Step[];
  /** A flow that it needs and that is denied or unknown. */
  readonly example?: ExampleFlow;
  /** Whether it is unknown because a part of the network was not evaluated: an appliance, a subnet. That is one finding for all of them. */
  readonly isNotEvaluated?: boolean;
  /** What the answer rests on and that is not in the files: rules that were not read, equal names in another spelling. */
  readonly conditions: readonly string[];
}

/** Why a finding is accepted. */
export interface Acknowledged {
  readonly reason: string;
}

/** One answer of the verifier that somebody should look at. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /**
   * What it is about, the same from run to run: a subnet and a requirement, a resource and a rule. Together with the id it is
   * how a finding is acknowledged.
   */
  readonly subject: string;
  /** Plain text, one sentence or two. */
  readonly message: string;
  /** The rules and other places behind it. */
  readonly places: readonly Place[];
  readonly example?: ExampleFlow;
  /** Id of the requirement, where it is about one. */
  readonly requirement?: string;
  /** Name of the subnet, where it is about one. */
  readonly subnet?: string;
  readonly acknowledged?: Acknowledged;
}

/** The service tag file that answers rest on. */
export interface TagFileUsed {
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
  /** Undefined when no file was given: answers then rest on names alone. */
  readonly serviceTagFile?: TagFileUsed;
}
