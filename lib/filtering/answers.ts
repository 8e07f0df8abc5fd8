import { Place } from '../network/network';

/** Whether a requirement is met. `unknown` is an answer of its own, and never taken for one of the others. */
export type Outcome = 'met' | 'denied' | 'unknown';

/** What a route leads to. */
export type HopKind = 'internet' | 'network' | 'gateway' | 'appliance' | 'service endpoint' | 'dropped' | 'unknown';

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

/** Why a layer does not let something through, without what that is. */
export interface StepCause {
  /** How to get what is not known: a whole sentence without its end. */
  readonly howToKnow?: string;
  readonly text: string;
  /** Why it is unknown for this one. */
  readonly own?: string;
  /** What to write instead. */
  readonly remedy: string;
  /** The rules that are the cause. Left out where those of the step are. */
  readonly places?: readonly Place[];
}

/** What one layer on the way of a flow does with it. */
export interface PathStep {
  readonly layer: 'security group' | 'route' | 'firewall';
  readonly result: 'allow' | 'deny' | 'unknown';
  /** One line: which rule it is and what it says, or why it is unknown. */
  readonly text: string;
  /** The same without what is asked for, so that it is the same for all that one rule decides. Left out where `text` is that already. */
  readonly cause?: StepCause;
  /** The rules that decide; empty for default rules of Azure. */
  readonly places: readonly Place[];
  /** What it does otherwise, where what it cannot tell is not so: a rule that may hold the traffic does not. */
  readonly otherwise?: 'allow' | 'deny';
  /** Whether it is the security group of the subnet at the other end. */
  readonly isAtOtherEnd?: boolean;
  /** The firewall whose rules it is about. */
  readonly firewall?: Place;
  /** What the routes lead to, where it is about them. */
  readonly hops?: readonly HopKind[];
  /** All rules up to the one that decides, each with what it does with the flow. Only where one flow is explained. */
  readonly rules?: readonly string[];
}

/** The answer for one requirement and one subnet. */
export interface RequirementAnswer {
  readonly subnet: string;
  /** Id of the requirement. */
  readonly requirementId: string;
  /** The requirement in one line. */
  readonly need: string;
  readonly outcome: Outcome;
  /** The layers that its traffic passes, in their order, as far as it comes. */
  readonly steps: readonly PathStep[];
  /** The ports that the outcome is about, where others of the requirement have a better one: `8787, 18881`. */
  readonly ports?: string;
  /** A flow that it needs and that is denied or unknown. */
  readonly example?: ExampleFlow;
  /** Whether it is unknown because a part of the network was not evaluated: an appliance, a subnet. That is one finding for all of them. */
  readonly isNotEvaluated?: boolean;
  /** What the answer rests on and that is not in the files: rules that were not read, equal names in another spelling. */
  readonly conditions: readonly string[];
}
