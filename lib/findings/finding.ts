import { ExampleFlow } from '../filtering/answers';
import { Place } from '../network/network';
import { FindingId, Severity } from './table';

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
