import { CatalogEntry } from '../catalog/entry';
import { Carrier } from '../lookup/deployment-rules';
import { Requirement } from '../requirements/requirement';
import { Layer, DecisionReason } from './event';
import { Need } from './needs';
import { Skipped } from './reading-notes';

/** What was found of flows that are alike. */
export type LogFinding =
  | 'denied-required'
  | 'denied-off'
  | 'denied-unknown'
  | 'denied-unasked'
  | 'allowed-unasked'
  | 'allowed-unknown'
  | 'unresolved';

/** A name that an address probably has. */
export interface Probable {
  readonly name: string;
  readonly requirements: readonly Requirement[];
  readonly off: readonly CatalogEntry[];
}

/** Flows of one subnet with one other side and port, that one rule decided on. */
export interface FlowRow {
  readonly finding: LogFinding;
  /** Empty where the log names no client. */
  readonly subnet: string;
  readonly isInbound: boolean;
  readonly protocol: string;
  /** Undefined where there is none, or the log does not say. */
  readonly port?: number;
  /** Host name, else address; empty where the log has neither. */
  readonly endpoint: string;
  /** Names that the log itself has for the address. */
  readonly names: readonly string[];
  readonly count: number;
  readonly machines: number;
  /** Whether there may be more machines than `machines` says. */
  readonly machinesAreAtLeast: boolean;
  readonly first?: number;
  readonly last?: number;
  readonly bytes?: number;
  readonly layer: Layer;
  /** The rule or default that decided, in words. */
  readonly by: string;
  readonly reason: DecisionReason;
  readonly requirements: readonly Requirement[];
  readonly candidates: readonly Requirement[];
  readonly off: readonly CatalogEntry[];
  readonly through: Need['through'];
  /** What the address probably is, by the names that its machine had just asked for, and what asks for such a flow. */
  readonly probably: readonly Probable[];
  /** The rules of the deployment file that would let it through. */
  readonly missing: readonly Carrier[];
}

/** All that a log says of a deployment. */
export interface LogReport {
  readonly deployment: string;
  readonly files: number;
  readonly records: number;
  readonly events: number;
  /** Events of machines in no subnet of the deployment. */
  readonly elsewhere: number;
  /** Those of these machines that have most events. */
  readonly machinesElsewhere: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly layers: readonly Layer[];
  readonly rows: readonly FlowRow[];
  /** Requirements that no flow used. */
  readonly unused: readonly Requirement[];
  /** Requirements of which these logs cannot tell, and why. */
  readonly untold: readonly { readonly requirement: Requirement; readonly why: string }[];
  readonly skipped: readonly Skipped[];
  readonly notes: readonly string[];
  readonly isIncomplete: boolean;
}
